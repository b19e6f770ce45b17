import Lantern

// Elementary functions of each element. `out` takes the result, `where` leaves out places, `dtype` is the type to compute in.

extension np {
  /// The square root of each element; NaN for negative ones. Mirrors `numpy.sqrt`.
  public static func sqrt(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.sqrt(x, out: out, where: mask, dtype: dtype)
  }
  /// The cube root of each element. Mirrors `numpy.cbrt`.
  public static func cbrt(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.cbrt(x, out: out, where: mask, dtype: dtype)
  }
  /// e to the power of each element. Mirrors `numpy.exp`.
  public static func exp(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.exp(x, out: out, where: mask, dtype: dtype)
  }
  /// 2 to the power of each element. Mirrors `numpy.exp2`.
  public static func exp2(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.exp2(x, out: out, where: mask, dtype: dtype)
  }
  /// `exp(x) - 1`, precise near 0. Mirrors `numpy.expm1`.
  public static func expm1(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.expm1(x, out: out, where: mask, dtype: dtype)
  }
  /// The natural logarithm of each element. Mirrors `numpy.log`.
  public static func log(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.log(x, out: out, where: mask, dtype: dtype)
  }
  /// The logarithm to base 2. Mirrors `numpy.log2`.
  public static func log2(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.log2(x, out: out, where: mask, dtype: dtype)
  }
  /// The logarithm to base 10. Mirrors `numpy.log10`.
  public static func log10(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.log10(x, out: out, where: mask, dtype: dtype)
  }
  /// `log(1 + x)`, precise near 0. Mirrors `numpy.log1p`.
  public static func log1p(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.log1p(x, out: out, where: mask, dtype: dtype)
  }
  /// `log(exp(a) + exp(b))` without overflow. Mirrors `numpy.logaddexp`.
  public static func logaddexp(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.logaddexp(a, b, out: out, where: mask, dtype: dtype) }
  /// `log2(2**a + 2**b)` without overflow. Mirrors `numpy.logaddexp2`.
  public static func logaddexp2(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.logaddexp2(a, b, out: out, where: mask, dtype: dtype) }
  /// The sine of each element, in radians. Mirrors `numpy.sin`.
  public static func sin(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.sin(x, out: out, where: mask, dtype: dtype)
  }
  /// The cosine of each element, in radians. Mirrors `numpy.cos`.
  public static func cos(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.cos(x, out: out, where: mask, dtype: dtype)
  }
  /// The tangent of each element, in radians. Mirrors `numpy.tan`.
  public static func tan(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.tan(x, out: out, where: mask, dtype: dtype)
  }
  /// The angle, in radians, whose sine each element is. Mirrors `numpy.arcsin`.
  public static func arcsin(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.arcsin(x, out: out, where: mask, dtype: dtype)
  }
  /// The angle, in radians, whose cosine each element is. Mirrors `numpy.arccos`.
  public static func arccos(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.arccos(x, out: out, where: mask, dtype: dtype)
  }
  /// The angle, in radians, whose tangent each element is. Mirrors `numpy.arctan`.
  public static func arctan(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.arctan(x, out: out, where: mask, dtype: dtype)
  }
  /// The angle of the point `(x, y)`, in radians between -π and π. Mirrors `numpy.arctan2`.
  public static func arctan2(
    _ y: some ArrayOperand, _ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.arctan2(y, x, out: out, where: mask, dtype: dtype) }
  /// The hyperbolic sine of each element. Mirrors `numpy.sinh`.
  public static func sinh(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.sinh(x, out: out, where: mask, dtype: dtype)
  }
  /// The hyperbolic cosine of each element. Mirrors `numpy.cosh`.
  public static func cosh(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.cosh(x, out: out, where: mask, dtype: dtype)
  }
  /// The hyperbolic tangent of each element. Mirrors `numpy.tanh`.
  public static func tanh(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.tanh(x, out: out, where: mask, dtype: dtype)
  }
  /// The inverse of the hyperbolic sine. Mirrors `numpy.arcsinh`.
  public static func arcsinh(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.arcsinh(x, out: out, where: mask, dtype: dtype)
  }
  /// The inverse of the hyperbolic cosine. Mirrors `numpy.arccosh`.
  public static func arccosh(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.arccosh(x, out: out, where: mask, dtype: dtype)
  }
  /// The inverse of the hyperbolic tangent. Mirrors `numpy.arctanh`.
  public static func arctanh(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.arctanh(x, out: out, where: mask, dtype: dtype)
  }
  /// `√(a² + b²)` without overflow. Mirrors `numpy.hypot`.
  public static func hypot(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray { ArrayFunction.hypot(a, b, out: out, where: mask, dtype: dtype) }
  /// Radians as degrees. Mirrors `numpy.degrees`.
  public static func degrees(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.degrees(x, out: out, where: mask, dtype: dtype)
  }
  /// Radians as degrees. Mirrors `numpy.rad2deg`.
  public static func rad2deg(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.degrees(x, out: out, where: mask, dtype: dtype)
  }
  /// Degrees as radians. Mirrors `numpy.radians`.
  public static func radians(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.radians(x, out: out, where: mask, dtype: dtype)
  }
  /// Degrees as radians. Mirrors `numpy.deg2rad`.
  public static func deg2rad(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.radians(x, out: out, where: mask, dtype: dtype)
  }
  /// The largest whole number not above each element. Mirrors `numpy.floor`.
  public static func floor(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.floor(x, out: out, where: mask, dtype: dtype)
  }
  /// The smallest whole number not below each element. Mirrors `numpy.ceil`.
  public static func ceil(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.ceil(x, out: out, where: mask, dtype: dtype)
  }
  /// Each element without its fraction. Mirrors `numpy.trunc`.
  public static func trunc(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.trunc(x, out: out, where: mask, dtype: dtype)
  }
  /// Each element without its fraction. Mirrors `numpy.fix`.
  public static func fix(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.trunc(x, out: out, where: mask, dtype: dtype)
  }
  /// The nearest whole number, halves to even. Mirrors `numpy.rint`.
  public static func rint(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.rint(x, out: out, where: mask, dtype: dtype)
  }
  /// `sin(πx) / (πx)`, 1 at 0. Mirrors `numpy.sinc`.
  public static func sinc(_ x: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    ArrayFunction.sinc(x, out: out, where: mask, dtype: dtype)
  }
}
