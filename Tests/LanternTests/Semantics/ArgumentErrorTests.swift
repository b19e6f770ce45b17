import Testing

@testable import Lantern

/// Messages about arguments that do not fit: joining, expanding, picking, creating.
@Suite struct ArgumentErrorTests {
  static let snippets: [Failing] = [
    Failing(
      "cat",
      """
      Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4 for tensor number 1 in the list.
      """
    ) {
      _ = Tensor.cat([Tensor.ones(2, 3), Tensor.ones(2, 4)])
    },
    Failing(
      "cat-ndim",
      "Tensors must have same number of dimensions: got 2 and 1"
    ) {
      _ = Tensor.cat([Tensor.ones(2, 3), Tensor.ones(3)])
    },
    Failing("cat-0d", "zero-dimensional tensor (at position 0) cannot be concatenated") { _ = Tensor.cat([Tensor(1.0), Tensor(2.0)]) },
    Failing("cat-empty-list", "cat(): expected a non-empty list of Tensors") { _ = Tensor.cat([]) },
    Failing(
      "cat-dim",
      "Dimension out of range (expected to be in range of [-1, 0], but got 1)"
    ) {
      _ = Tensor.cat([Tensor.ones(2), Tensor.ones(2)], 1)
    },
    Failing(
      "stack",
      "stack expects each tensor to be equal size, but got [2] at entry 0 and [3] at entry 1"
    ) {
      _ = Tensor.stack([Tensor.ones(2), Tensor.ones(3)])
    },
    Failing("stack-empty", "stack expects a non-empty TensorList") { _ = Tensor.stack([]) },
    Failing(
      "expand",
      """
      The expanded size of the tensor (4) must match the existing size (3) at non-singleton dimension 1.  Target sizes: [2, \
      4].  Tensor sizes: [2, 3]
      """
    ) {
      _ = Tensor.ones(2, 3).expand(2, 4)
    },
    Failing(
      "expand-fewer",
      """
      expand(FloatTensor{[2, 3]}, size=[3]): the number of sizes provided (1) must be greater or equal to the number of \
      dimensions in the tensor (2)
      """
    ) {
      _ = Tensor.ones(2, 3).expand(3)
    },
    Failing(
      "expand-neg",
      "The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension 0"
    ) {
      _ = Tensor.ones(3).expand(-1, 3)
    },
    Failing(
      "permute",
      """
      permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of \
      dimensions i.e. input.dim() = 2 is not equal to len(dims) = 1
      """
    ) {
      _ = Tensor.ones(2, 3).permute(0)
    },
    Failing("permute-dup", "permute(): duplicate dims are not allowed.") { _ = Tensor.ones(2, 3).permute(0, 0) },
    Failing(
      "transpose",
      "Dimension out of range (expected to be in range of [-2, 1], but got 2)"
    ) {
      _ = Tensor.ones(2, 3).transpose(0, 2)
    },
    Failing("t-3d", "t() expects a tensor with <= 2 dimensions, but self is 3D") { _ = Tensor.ones(2, 3, 4).t() },
    Failing("squeeze", "Dimension out of range (expected to be in range of [-2, 1], but got 2)") { _ = Tensor.ones(2, 3).squeeze(2) },
    Failing(
      "unsqueeze",
      "Dimension out of range (expected to be in range of [-3, 2], but got 4)"
    ) {
      _ = Tensor.ones(2, 3).unsqueeze(4)
    },
    Failing("narrow", "start (2) + length (2) exceeds dimension size (3).") { _ = Tensor.ones(3).narrow(0, 2, 2) },
    Failing(
      "split",
      """
      split_with_sizes expects split_sizes to sum exactly to 5 (input tensor's size at dimension 0), but got split_sizes=[2, \
      2]
      """
    ) {
      _ = Tensor.ones(5).split([2, 2])
    },
    Failing("chunk", "chunk expects `chunks` to be greater than 0, got: 0") { _ = Tensor.ones(5).chunk(0) },
    Failing("gather", "index 5 is out of bounds for dimension 0 with size 2") { _ = Tensor.ones(2, 3).gather(0, Tensor([[5, 0, 0]])) },
    Failing(
      "gather-ndim",
      "Index tensor must have the same number of dimensions as input tensor"
    ) {
      _ = Tensor.ones(2, 3).gather(0, Tensor([0]))
    },
    Failing("gather-dtype", "gather(): Expected dtype int32/int64 for index") { _ = Tensor.ones(2, 3).gather(0, Tensor([[0.0]])) },
    Failing(
      "scatter",
      "index 3 is out of bounds for dimension 0 with size 2"
    ) {
      _ = Tensor.zeros(2).scatter(0, Tensor([3]), Tensor.ones(1))
    },
    Failing("index_select", "index out of range in self") { _ = Tensor.ones(2).indexSelect(0, Tensor([3])) },
    Failing(
      "index_select-dtype",
      "index_select(): Expected dtype int32 or int64 for index"
    ) {
      _ = Tensor.ones(2).indexSelect(0, Tensor([1.0]))
    },
    Failing(
      "masked_select",
      "The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0"
    ) {
      _ = Tensor.ones(3).maskedSelect(Tensor.ones(2) .> 0)
    },
    Failing(
      "masked_fill",
      "masked_fill_ only supports boolean masks, but got mask with dtype long int"
    ) {
      _ = Tensor.ones(3).maskedFill(Tensor([1, 0, 1]), 0.0)
    },
    Failing(
      "where",
      "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 0"
    ) {
      _ = Tensor.where(Tensor.ones(3) .> 0, Tensor.ones(2), Tensor.ones(3))
    },
    Failing(
      "setitem-shape",
      """
      The expanded size of the tensor (3) must match the existing size (2) at non-singleton dimension 0.  Target sizes: [3]. \
       Tensor sizes: [2]
      """
    ) {
      let x = Tensor.zeros(2, 3)
      x[0] = Tensor.ones(2)
    },
    Failing("tensor-ragged", "expected sequence of length 2 at dim 1 (got 1)") { _ = Tensor([[1, 2], [3]]) },
    Failing("zeros-neg", "zeros: Dimension size must be non-negative.") { _ = Tensor.zeros(-1) },
    Failing("arange-step", "upper bound and lower bound inconsistent with step sign") { _ = Tensor.arange(0, 5, -1) },
    Failing("arange-zero", "step must be nonzero") { _ = Tensor.arange(0, 5, 0) },
    Failing("linspace-neg", "number of steps must be non-negative") { _ = Tensor.linspace(0, 1, -1) },
    Failing("eye-neg", "n must be greater or equal to 0, got -1") { _ = Tensor.eye(-1) },
    Failing(
      "max-empty",
      """
      max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' \
      argument.
      """
    ) {
      _ = Tensor.empty(0).max()
    },
    Failing("argmax-empty", "argmax(): Expected reduction dim to be specified for input.numel() == 0.") { _ = Tensor.empty(0).argmax() },
    Failing("min-empty-dim", "min(): Expected reduction dim 0 to have non-zero size.") { _ = Tensor.empty(0, 3).min(dim: 0) },
    Failing("topk", "selected index k out of range") { _ = Tensor.ones(3).topk(4) },
    Failing(
      "repeat",
      "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor"
    ) {
      _ = Tensor.ones(2, 3).repeat(2)
    },
    Failing(
      "broadcast_to",
      """
      The expanded size of the tensor (2) must match the existing size (3) at non-singleton dimension 1.  Target sizes: [2, \
      2].  Tensor sizes: [3]
      """
    ) {
      _ = Tensor.ones(3).broadcast(to: [2, 2])
    },
    Failing(
      "broadcast_tensors",
      "The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 0"
    ) {
      _ = Tensor.broadcast([Tensor.ones(3), Tensor.ones(2)])
    },
    Failing("softmax-dim", "Dimension out of range (expected to be in range of [-1, 0], but got 1)") { _ = Tensor.ones(2).softmax(1) },
    Failing(
      "inverse",
      """
      linalg.inv: The diagonal element 1 is zero, the inversion could not be completed because the input matrix is singular.
      """
    ) {
      _ = Tensor.zeros(2, 2).inverse()
    },
    Failing(
      "inverse-shape",
      "linalg.inv: A must be batches of square matrices, but they are 2 by 3 matrices"
    ) {
      _ = Tensor.ones(2, 3).inverse()
    },
    Failing("normal-std", "normal expects std >= 0.0, but found std -1") { _ = Tensor.normal(0, -1, [2]) },
    Failing("randint", "random_ expects 'from' to be less than 'to', but got from=5 >= to=5") { _ = Tensor.randint(5, 5, [2]) },
    Failing("bernoulli", "Expected p_in >= 0 && p_in <= 1 to be true, but got false.") { _ = Tensor.bernoulli(Tensor([2.0])) },
    Failing("randperm", "Trying to create tensor with negative dimension -1: [-1]") { _ = Tensor.randperm(-1) },
  ]

  @Test(arguments: snippets) func message(_ snippet: Failing) {
    #expect(snippet.seen == snippet.message)
  }
}
