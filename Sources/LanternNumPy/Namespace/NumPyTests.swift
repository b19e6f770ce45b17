import Lantern

// Tests and bits of each element. `out` takes the result, `where` leaves out places, `dtype` is the type to compute in.

extension np {
  /// Which elements are equal. Mirrors `numpy.equal`.
  public static func equal(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.equal(a, b, out: out, where: mask, dtype: dtype) }
  /// Which elements differ. Mirrors `numpy.not_equal`.
  public static func notEqual(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.notEqual(a, b, out: out, where: mask, dtype: dtype) }
  /// Which elements of `a` are smaller. Mirrors `numpy.less`.
  public static func less(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.less(a, b, out: out, where: mask, dtype: dtype) }
  /// Which elements of `a` are smaller or equal. Mirrors `numpy.less_equal`.
  public static func lessEqual(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.lessEqual(a, b, out: out, where: mask, dtype: dtype) }
  /// Which elements of `a` are larger. Mirrors `numpy.greater`.
  public static func greater(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.greater(a, b, out: out, where: mask, dtype: dtype) }
  /// Which elements of `a` are larger or equal. Mirrors `numpy.greater_equal`.
  public static func greaterEqual(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.greaterEqual(a, b, out: out, where: mask, dtype: dtype) }
  /// Which elements are not a number. Mirrors `numpy.isnan`.
  public static func isnan(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.isnan(x, out: out, where: mask, dtype: dtype)
  }
  /// Which elements are infinite. Mirrors `numpy.isinf`.
  public static func isinf(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.isinf(x, out: out, where: mask, dtype: dtype)
  }
  /// Which elements are neither infinite nor NaN. Mirrors `numpy.isfinite`.
  public static func isfinite(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.isfinite(x, out: out, where: mask, dtype: dtype)
  }
  /// Which elements have a minus sign, negative zero included. Mirrors `numpy.signbit`.
  public static func signbit(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.signbit(x, out: out, where: mask, dtype: dtype)
  }
  /// Which elements are zero. Mirrors `numpy.logical_not`.
  public static func logicalNot(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.logicalNot(x, out: out, where: mask, dtype: dtype)
  }
  /// Where neither is zero. Mirrors `numpy.logical_and`.
  public static func logicalAnd(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.logicalAnd(a, b, out: out, where: mask, dtype: dtype) }
  /// Where not both are zero. Mirrors `numpy.logical_or`.
  public static func logicalOr(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.logicalOr(a, b, out: out, where: mask, dtype: dtype) }
  /// Where exactly one is zero. Mirrors `numpy.logical_xor`.
  public static func logicalXor(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.logicalXor(a, b, out: out, where: mask, dtype: dtype) }
  /// The bits set in both. Mirrors `numpy.bitwise_and`.
  public static func bitwiseAnd(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.bitwiseAnd(a, b, out: out, where: mask, dtype: dtype) }
  /// The bits set in either. Mirrors `numpy.bitwise_or`.
  public static func bitwiseOr(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.bitwiseOr(a, b, out: out, where: mask, dtype: dtype) }
  /// The bits set in exactly one. Mirrors `numpy.bitwise_xor`.
  public static func bitwiseXor(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.bitwiseXor(a, b, out: out, where: mask, dtype: dtype) }
  /// The bits the other way round; the opposite of truth values. Mirrors `numpy.invert`.
  public static func invert(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.invert(x, out: out, where: mask, dtype: dtype)
  }
  /// The bits the other way round; the opposite of truth values. Mirrors `numpy.bitwise_not`.
  public static func bitwiseNot(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.invert(x, out: out, where: mask, dtype: dtype)
  }
  /// The bits the other way round; the opposite of truth values. Mirrors `numpy.bitwise_invert`.
  public static func bitwiseInvert(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.invert(x, out: out, where: mask, dtype: dtype)
  }
  /// The bits moved up. Mirrors `numpy.left_shift`.
  public static func leftShift(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.leftShift(a, b, out: out, where: mask, dtype: dtype) }
  /// The bits moved down. Mirrors `numpy.right_shift`.
  public static func rightShift(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.rightShift(a, b, out: out, where: mask, dtype: dtype) }
  /// The bits moved up. Mirrors `numpy.bitwise_left_shift`.
  public static func bitwiseLeftShift(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.leftShift(a, b, out: out, where: mask, dtype: dtype) }
  /// The bits moved down. Mirrors `numpy.bitwise_right_shift`.
  public static func bitwiseRightShift(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.rightShift(a, b, out: out, where: mask, dtype: dtype) }
  /// How many bits are set in the size of each whole number. Mirrors `numpy.bitwise_count`.
  public static func bitwiseCount(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.bitwiseCount(x, out: out, where: mask, dtype: dtype)
  }
}
