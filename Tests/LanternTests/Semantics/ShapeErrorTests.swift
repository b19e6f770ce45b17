import Testing

@testable import Lantern

/// Messages about shapes that do not fit: products, views, indices, axes.
@Suite struct ShapeErrorTests {
  static let snippets: [Failing] = [
    Failing(
      "add",
      "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1"
    ) {
      _ = Tensor.ones(2, 3) + Tensor.ones(2, 4)
    },
    Failing(
      "add-4d",
      "The size of tensor a (4) must match the size of tensor b (5) at non-singleton dimension 2"
    ) {
      _ = Tensor.ones(2, 3, 4) * Tensor.ones(2, 1, 5)
    },
    Failing("mm", "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)") { _ = Tensor.ones(2, 3).mm(Tensor.ones(2, 3)) },
    Failing("mm-dim", "self must be a matrix") { _ = Tensor.ones(3).mm(Tensor.ones(3, 3)) },
    Failing("matmul", "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)") { _ = Tensor.ones(2, 3).matmul(Tensor.ones(2, 3)) },
    Failing(
      "matmul-vec",
      """
      inconsistent tensor size, expected tensor [3] and src [4] to have the same number of elements, but got 3 and 4 \
      elements respectively
      """
    ) {
      _ = Tensor.ones(3).matmul(Tensor.ones(4))
    },
    Failing("matmul-mv", "size mismatch, got input (2), mat (2x3), vec (4)") { _ = Tensor.ones(2, 3).matmul(Tensor.ones(4)) },
    Failing(
      "matmul-scalar",
      "both arguments to matmul need to be at least 1D, but they are 0D and 1D"
    ) {
      _ = Tensor(2.0).matmul(Tensor.ones(2))
    },
    Failing(
      "matmul-batch",
      "The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0"
    ) {
      _ = Tensor.ones(2, 3, 4).matmul(Tensor.ones(3, 4, 5))
    },
    Failing(
      "matmul-batch2",
      "Expected size for first two dimensions of batch2 tensor to be: [2, 4] but got: [2, 5]."
    ) {
      _ = Tensor.ones(2, 3, 4).matmul(Tensor.ones(2, 5, 6))
    },
    Failing(
      "bmm",
      "Expected size for first two dimensions of batch2 tensor to be: [2, 4] but got: [3, 4]."
    ) {
      _ = Tensor.ones(2, 3, 4).bmm(Tensor.ones(3, 4, 5))
    },
    Failing(
      "bmm2",
      "Expected size for first two dimensions of batch2 tensor to be: [2, 4] but got: [2, 5]."
    ) {
      _ = Tensor.ones(2, 3, 4).bmm(Tensor.ones(2, 5, 5))
    },
    Failing("mv", "size mismatch, got input (2), mat (2x3), vec (4)") { _ = Tensor.ones(2, 3).mv(Tensor.ones(4)) },
    Failing(
      "dot",
      """
      inconsistent tensor size, expected tensor [3] and src [4] to have the same number of elements, but got 3 and 4 \
      elements respectively
      """
    ) {
      _ = Tensor.ones(3).dot(Tensor.ones(4))
    },
    Failing("dot-dim", "1D tensors expected, but got 2D and 1D tensors") { _ = Tensor.ones(3, 1).dot(Tensor.ones(3)) },
    Failing("view", "shape '[4]' is invalid for input of size 6") { _ = Tensor.ones(2, 3).view(4) },
    Failing("view-infer", "shape '[4, -1]' is invalid for input of size 6") { _ = Tensor.ones(2, 3).view(4, -1) },
    Failing("view-two-infer", "only one dimension can be inferred") { _ = Tensor.ones(2, 3).view(-1, -1) },
    Failing("view-neg", "invalid shape dimension -2 at index 0 of shape [-2, 3]") { _ = Tensor.ones(2, 3).view(-2, 3) },
    Failing(
      "view-stride",
      """
      view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous \
      subspaces). Use .reshape(...) instead.
      """
    ) {
      _ = Tensor.ones(2, 3).t().view(6)
    },
    Failing(
      "view-empty",
      """
      cannot reshape tensor of 0 elements into shape [-1, 0] because the unspecified dimension size -1 can be any value and \
      is ambiguous
      """
    ) {
      _ = Tensor.ones(0).view(-1, 0)
    },
    Failing("reshape", "shape '[4]' is invalid for input of size 6") { _ = Tensor.ones(2, 3).reshape(4) },
    Failing("reshape-infer", "shape '[5, -1]' is invalid for input of size 6") { _ = Tensor.ones(2, 3).reshape(5, -1) },
    Failing("index", "index 2 is out of bounds for dimension 0 with size 2") { _ = Tensor.ones(2, 3)[2] },
    Failing("index-neg", "index -3 is out of bounds for dimension 0 with size 2") { _ = Tensor.ones(2, 3)[-3] },
    Failing("index-dim1", "index 5 is out of bounds for dimension 1 with size 3") { _ = Tensor.ones(2, 3)[0, 5] },
    Failing("index-too-many", "too many indices for tensor of dimension 2") { _ = Tensor.ones(2, 3)[0, 0, 0] },
    Failing(
      "index-scalar",
      """
      invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor \
      to a number
      """
    ) {
      _ = Tensor(1.0)[0]
    },
    Failing("index-tensor-oob", "index 3 is out of bounds for dimension 0 with size 3") { _ = Tensor.ones(3)[Tensor([0, 3])] },
    Failing(
      "index-float-tensor",
      "tensors used as indices must be long, int, byte or bool tensors"
    ) {
      _ = Tensor.ones(3)[Tensor([0.5])]
    },
    Failing(
      "index-mask-shape",
      """
      The shape of the mask [2] at index 0 does not match the shape of the indexed tensor [3] at index 0
      """
    ) {
      _ = Tensor.ones(3)[Tensor([true, false])]
    },
    Failing(
      "index-broadcast",
      "shape mismatch: indexing tensors could not be broadcast together with shapes [2], [3]"
    ) {
      _ = Tensor.ones(3, 3)[Tensor([0, 1]), Tensor([0, 1, 2])]
    },
    Failing("slice-negstep", "step must be greater than zero") { _ = Tensor.ones(3)[.stride(by: -1)] },
    Failing(
      "select-oob",
      "select(): index 3 out of range for tensor of size [2, 3] at dimension 1"
    ) {
      _ = Tensor.ones(2, 3).select(1, 3)
    },
    Failing("dim-oob", "Dimension out of range (expected to be in range of [-2, 1], but got 2)") { _ = Tensor.ones(2, 3).sum(dim: 2) },
    Failing(
      "dim-oob-neg",
      "Dimension out of range (expected to be in range of [-2, 1], but got -3)"
    ) {
      _ = Tensor.ones(2, 3).sum(dim: -3)
    },
    Failing("dim-oob-0d", "Dimension out of range (expected to be in range of [-1, 0], but got 1)") { _ = Tensor(1.0).sum(dim: 1) },
    Failing("dim-dup", "dim 0 appears multiple times in the list of dims") { _ = Tensor.ones(2, 3).sum(dims: [0, 0]) },
  ]

  @Test(arguments: snippets) func message(_ snippet: Failing) {
    #expect(snippet.seen == snippet.message)
  }
}
