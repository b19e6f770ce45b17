import Lantern

// Arithmetic of each element. `out` takes the result, `where` leaves out places, `dtype` is the type to compute in.

extension np {
  /// The sum, element by element. Mirrors `numpy.add`.
  public static func add(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.add(a, b, out: out, where: mask, dtype: dtype) }
  /// The difference, element by element. Mirrors `numpy.subtract`.
  public static func subtract(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.subtract(a, b, out: out, where: mask, dtype: dtype) }
  /// The product, element by element. Mirrors `numpy.multiply`.
  public static func multiply(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.multiply(a, b, out: out, where: mask, dtype: dtype) }
  /// The quotient, element by element; whole numbers give float64. Mirrors `numpy.divide`.
  public static func divide(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.divide(a, b, out: out, where: mask, dtype: dtype) }
  /// The quotient, element by element; whole numbers give float64. Mirrors `numpy.true_divide`.
  public static func trueDivide(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.divide(a, b, out: out, where: mask, dtype: dtype) }
  /// The quotient rounded down, Python's `//`; whole numbers divided by zero give 0. Mirrors `numpy.floor_divide`.
  public static func floorDivide(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.floorDivide(a, b, out: out, where: mask, dtype: dtype) }
  /// The remainder with the divisor's sign; whole numbers by zero give 0. Mirrors `numpy.mod`.
  public static func mod(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.remainder(a, b, out: out, where: mask, dtype: dtype) }
  /// The remainder with the divisor's sign; whole numbers by zero give 0. Mirrors `numpy.remainder`.
  public static func remainder(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.remainder(a, b, out: out, where: mask, dtype: dtype) }
  /// The remainder with the dividend's sign, C's `fmod`. Mirrors `numpy.fmod`.
  public static func fmod(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.fmod(a, b, out: out, where: mask, dtype: dtype) }
  /// The power, element by element; an exponent of 2 squares. Reports an error for whole numbers to negative whole powers. Mirrors
  /// `numpy.power`.
  public static func power(
    _ base: some ArrayOperand, _ exponent: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.power(base, exponent, out: out, where: mask, dtype: dtype) }
  /// The power, in float64 at least. Mirrors `numpy.float_power`.
  public static func floatPower(
    _ base: some ArrayOperand, _ exponent: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.floatPower(base, exponent, out: out, where: mask, dtype: dtype) }
  /// The negative. Mirrors `numpy.negative`.
  public static func negative(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.negative(x, out: out, where: mask, dtype: dtype)
  }
  /// A copy. Mirrors `numpy.positive`.
  public static func positive(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.positive(x, out: out, where: mask, dtype: dtype)
  }
  /// The absolute value of each element; of complex numbers a real one. Mirrors `numpy.absolute`.
  public static func absolute(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.absolute(x, out: out, where: mask, dtype: dtype)
  }
  /// The absolute value of each element; of complex numbers a real one. Mirrors `numpy.abs`.
  public static func abs(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.absolute(x, out: out, where: mask, dtype: dtype)
  }
  /// The absolute value, as a float. Mirrors `numpy.fabs`.
  public static func fabs(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.fabs(x, out: out, where: mask, dtype: dtype)
  }
  /// -1, 0 or 1 by the sign of each element; of complex numbers the direction. Mirrors `numpy.sign`.
  public static func sign(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.sign(x, out: out, where: mask, dtype: dtype)
  }
  /// The square of each element. Mirrors `numpy.square`.
  public static func square(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.square(x, out: out, where: mask, dtype: dtype)
  }
  /// 1 divided by each element; whole numbers give whole numbers. Mirrors `numpy.reciprocal`.
  public static func reciprocal(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.reciprocal(x, out: out, where: mask, dtype: dtype)
  }
  /// 0 for negative elements, 1 for positive ones, `b` for zero. Mirrors `numpy.heaviside`.
  public static func heaviside(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.heaviside(a, b, out: out, where: mask, dtype: dtype) }
  /// The larger of two, element by element; NaN if either is. Mirrors `numpy.maximum`.
  public static func maximum(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.maximum(a, b, out: out, where: mask, dtype: dtype) }
  /// The smaller of two, element by element; NaN if either is. Mirrors `numpy.minimum`.
  public static func minimum(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.minimum(a, b, out: out, where: mask, dtype: dtype) }
  /// The larger of two, element by element; a NaN loses. Mirrors `numpy.fmax`.
  public static func fmax(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.fmax(a, b, out: out, where: mask, dtype: dtype) }
  /// The smaller of two, element by element; a NaN loses. Mirrors `numpy.fmin`.
  public static func fmin(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.fmin(a, b, out: out, where: mask, dtype: dtype) }
  /// The greatest common divisor of whole numbers. Mirrors `numpy.gcd`.
  public static func gcd(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.gcd(a, b, out: out, where: mask, dtype: dtype) }
  /// The least common multiple of whole numbers. Mirrors `numpy.lcm`.
  public static func lcm(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.lcm(a, b, out: out, where: mask, dtype: dtype) }
  /// The size of `a` with the sign of `b`. Mirrors `numpy.copysign`.
  public static func copysign(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.copysign(a, b, out: out, where: mask, dtype: dtype) }
  /// The next number after `a` in the direction of `b`. Mirrors `numpy.nextafter`.
  public static func nextafter(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.nextafter(a, b, out: out, where: mask, dtype: dtype) }
  /// The distance to the next number further from zero. Mirrors `numpy.spacing`.
  public static func spacing(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.spacing(x, out: out, where: mask, dtype: dtype)
  }
  /// `a` times 2 to the power of the whole number `b`. Mirrors `numpy.ldexp`.
  public static func ldexp(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.ldexp(a, b, out: out, where: mask, dtype: dtype) }
}
