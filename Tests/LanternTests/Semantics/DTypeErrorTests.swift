import Testing

@testable import Lantern

/// Messages about dtypes and devices.
@Suite struct DTypeErrorTests {
  static let snippets: [Failing] = [
    Failing(
      "mm-dtype",
      "expected m1 and m2 to have the same dtype, but got: float != double"
    ) {
      _ = Tensor.ones(2, 2).mm(Tensor.ones(2, 2, dtype: .float64))
    },
    Failing(
      "matmul-int-float",
      "expected m1 and m2 to have the same dtype, but got: float != long int"
    ) {
      _ = Tensor.ones(2, 2).matmul(Tensor.ones(2, 2, dtype: .int64))
    },
    Failing(
      "dot-dtype",
      "dot : expected both vectors to have same dtype, but found Float and Double"
    ) {
      _ = Tensor.ones(2).dot(Tensor.ones(2, dtype: .float64))
    },
    Failing(
      "mean-int",
      """
      mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long
      """
    ) {
      _ = Tensor.ones(2, dtype: .int64).mean()
    },
    Failing(
      "mean-bool",
      """
      mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Bool
      """
    ) {
      _ = Tensor([true]).mean()
    },
    Failing("std-int", "std and var only support floating point and complex dtypes") { _ = Tensor.ones(2, dtype: .int64).std() },
    Failing(
      "softmax-int",
      "\"softmax_lastdim_kernel_impl\" not implemented for 'Long'"
    ) {
      _ = Tensor.ones(2, dtype: .int64).softmax(0)
    },
    Failing(
      "norm-int",
      "linalg.vector_norm: Expected a floating point or complex tensor as input. Got Long"
    ) {
      _ = Tensor.ones(2, dtype: .int64).norm()
    },
    Failing("rand-int", "\"check_uniform_bounds\" not implemented for 'Long'") { _ = Tensor.rand(2, dtype: .int64) },
    Failing("randn-int", "\"normal_kernel_cpu\" not implemented for 'Long'") { _ = Tensor.randn(2, dtype: .int64) },
    Failing(
      "neg-bool",
      """
      Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or \
      `logical_not()` operator instead.
      """
    ) {
      _ = -Tensor([true])
    },
    Failing(
      "sub-bool",
      """
      Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.
      """
    ) {
      _ = Tensor([true]) - Tensor([true])
    },
    Failing(
      "sub-bool-scalar",
      """
      Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or \
      `logical_not()` operator instead.
      """
    ) {
      _ = 1 - Tensor([true])
    },
    Failing("bitand-float", "\"bitwise_and_cpu\" not implemented for 'Float'") { _ = Tensor.ones(1) & Tensor.ones(1) },
    Failing("invert-float", "~ (operator.invert) is only implemented on integer and Boolean-type tensors") { _ = ~Tensor.ones(1) },
    Failing("pow-int-neg", "Integers to negative integer powers are not allowed.") { _ = Tensor([2]) ** -1 },
    Failing("idiv-zero", "ZeroDivisionError") { _ = Tensor([1]).floorDivide(Tensor([0])) },
    Failing("imod-zero", "ZeroDivisionError") { _ = Tensor([1]) % Tensor([0]) },
    Failing("tensor-overflow", "value cannot be converted to type uint8 without overflow") { _ = Tensor([300], dtype: .uint8) },
    Failing("full-overflow", "value cannot be converted to type uint8_t without overflow") { _ = Tensor.full([1], 300, dtype: .uint8) },
    Failing("fill-overflow", "value cannot be converted to type uint8_t without overflow") { Tensor.zeros(1, dtype: .uint8).fill_(300) },
    Failing(
      "device-bad",
      "Expected one of cpu, cuda device type at start of device string: foo"
    ) {
      do throws(TensorError) { _ = try Device("foo") } catch { error.report() }
    },
  ]

  @Test(arguments: snippets) func message(_ snippet: Failing) {
    #expect(snippet.seen == snippet.message)
  }
}
