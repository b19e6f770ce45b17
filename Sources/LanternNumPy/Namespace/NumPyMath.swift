import Lantern

// Functions of each element.

extension ArrayFunction {
  static let sqrt = ArrayFunction("sqrt", .float), exp = ArrayFunction("exp", .float), exp2 = ArrayFunction("exp2", .float)
  static let expm1 = ArrayFunction("expm1", .float), log = ArrayFunction("log", .float), log2 = ArrayFunction("log2", .float)
  static let log10 = ArrayFunction("log10", .float), log1p = ArrayFunction("log1p", .float)
  static let sin = ArrayFunction("sin", .float), cos = ArrayFunction("cos", .float), tan = ArrayFunction("tan", .float)
  static let arcsin = ArrayFunction("arcsin", loop: "asin", .float), arccos = ArrayFunction("arccos", loop: "acos", .float)
  static let arctan = ArrayFunction("arctan", loop: "atan", .float), arctan2 = ArrayFunction("arctan2", loop: "atan2", .float)
  static let sinh = ArrayFunction("sinh", .float), cosh = ArrayFunction("cosh", .float), tanh = ArrayFunction("tanh", .float)
  static let hypot = ArrayFunction("hypot", .float)
  static let floor = ArrayFunction("floor", .float), ceil = ArrayFunction("ceil", .float), trunc = ArrayFunction("trunc", .float)
  static let rint = ArrayFunction("rint", loop: "round", .float)
  static let absolute = ArrayFunction("absolute", loop: "abs")
  static let sign = ArrayFunction("sign") { _, type throws(TensorError) in
    guard type == .bool else { return }
    throw TensorError(
      .dtype, op: "sign", "ufunc 'sign' did not contain a loop with signature matching types <class 'numpy.dtypes.BoolDType'> -> None")
  }
  static let maximum = ArrayFunction("maximum"), minimum = ArrayFunction("minimum")
  static let isnan = ArrayFunction("isnan", .test), isinf = ArrayFunction("isinf", .test), isfinite = ArrayFunction("isfinite", .test)
  static let logicalNot = ArrayFunction("logical_not", .test), logicalAnd = ArrayFunction("logical_and", .test)
  static let logicalOr = ArrayFunction("logical_or", .test), logicalXor = ArrayFunction("logical_xor", .test)
  static let choose = ArrayFunction("where")
}

extension np {
  /// The square root of each element; NaN for negative ones. Mirrors `numpy.sqrt`.
  public static func sqrt(_ x: NDArray) -> NDArray { ArrayFunction.sqrt(x) }
  /// e to the power of each element. Mirrors `numpy.exp`.
  public static func exp(_ x: NDArray) -> NDArray { ArrayFunction.exp(x) }
  /// 2 to the power of each element. Mirrors `numpy.exp2`.
  public static func exp2(_ x: NDArray) -> NDArray { ArrayFunction.exp2(x) }
  /// `exp(x) - 1`, precise near 0. Mirrors `numpy.expm1`.
  public static func expm1(_ x: NDArray) -> NDArray { ArrayFunction.expm1(x) }
  /// The natural logarithm of each element. Mirrors `numpy.log`.
  public static func log(_ x: NDArray) -> NDArray { ArrayFunction.log(x) }
  /// The logarithm to base 2. Mirrors `numpy.log2`.
  public static func log2(_ x: NDArray) -> NDArray { ArrayFunction.log2(x) }
  /// The logarithm to base 10. Mirrors `numpy.log10`.
  public static func log10(_ x: NDArray) -> NDArray { ArrayFunction.log10(x) }
  /// `log(1 + x)`, precise near 0. Mirrors `numpy.log1p`.
  public static func log1p(_ x: NDArray) -> NDArray { ArrayFunction.log1p(x) }
  /// The sine of each element, in radians. Mirrors `numpy.sin`.
  public static func sin(_ x: NDArray) -> NDArray { ArrayFunction.sin(x) }
  /// The cosine of each element, in radians. Mirrors `numpy.cos`.
  public static func cos(_ x: NDArray) -> NDArray { ArrayFunction.cos(x) }
  /// The tangent of each element, in radians. Mirrors `numpy.tan`.
  public static func tan(_ x: NDArray) -> NDArray { ArrayFunction.tan(x) }
  /// The angle, in radians, whose sine each element is. Mirrors `numpy.arcsin`.
  public static func arcsin(_ x: NDArray) -> NDArray { ArrayFunction.arcsin(x) }
  /// The angle, in radians, whose cosine each element is. Mirrors `numpy.arccos`.
  public static func arccos(_ x: NDArray) -> NDArray { ArrayFunction.arccos(x) }
  /// The angle, in radians, whose tangent each element is. Mirrors `numpy.arctan`.
  public static func arctan(_ x: NDArray) -> NDArray { ArrayFunction.arctan(x) }
  /// The angle of the point `(x, y)`, in radians between -π and π. Mirrors `numpy.arctan2(y, x)`.
  public static func arctan2(_ y: some ArrayOperand, _ x: some ArrayOperand) -> NDArray { ArrayFunction.arctan2(y, x) }
  /// The hyperbolic sine of each element. Mirrors `numpy.sinh`.
  public static func sinh(_ x: NDArray) -> NDArray { ArrayFunction.sinh(x) }
  /// The hyperbolic cosine of each element. Mirrors `numpy.cosh`.
  public static func cosh(_ x: NDArray) -> NDArray { ArrayFunction.cosh(x) }
  /// The hyperbolic tangent of each element. Mirrors `numpy.tanh`.
  public static func tanh(_ x: NDArray) -> NDArray { ArrayFunction.tanh(x) }
  /// `√(a² + b²)` without overflow. Mirrors `numpy.hypot`.
  public static func hypot(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.hypot(a, b) }

  /// The largest whole number not above each element. Mirrors `numpy.floor`.
  public static func floor(_ x: NDArray) -> NDArray { whole(x) ? x.copy() : ArrayFunction.floor(x) }
  /// The smallest whole number not below each element. Mirrors `numpy.ceil`.
  public static func ceil(_ x: NDArray) -> NDArray { whole(x) ? x.copy() : ArrayFunction.ceil(x) }
  /// Each element without its fraction. Mirrors `numpy.trunc`.
  public static func trunc(_ x: NDArray) -> NDArray { whole(x) ? x.copy() : ArrayFunction.trunc(x) }
  /// The nearest whole number, halves to even, or so many decimals. Mirrors `numpy.round`.
  public static func round(_ x: NDArray, _ decimals: Int = 0) -> NDArray {
    if whole(x), decimals >= 0 { return x.copy() }
    if decimals == 0 { return ArrayFunction.rint(x) }
    // NumPy scales, rounds and scales back, dividing by the power of ten for positive decimals and multiplying for negative ones.
    // Beyond 400 the power is infinite anyway.
    let scale = (1...Int(clamping: Swift.min(decimals.magnitude, 400))).reduce(1.0) { value, _ in value * 10 }
    return decimals > 0 ? ArrayFunction.rint(x * scale) / scale : (ArrayFunction.rint(x / scale) * scale).astype(x.dtype)
  }
  private static func whole(_ x: NDArray) -> Bool { x.dtype == .bool || x.dtype.isInteger }

  /// The absolute value of each element. Mirrors `numpy.abs`.
  public static func abs(_ x: NDArray) -> NDArray { ArrayFunction.absolute(x) }
  /// -1, 0 or 1 by the sign of each element. Mirrors `numpy.sign`.
  public static func sign(_ x: NDArray) -> NDArray { ArrayFunction.sign(x) }
  /// The square of each element. Mirrors `numpy.square`.
  public static func square(_ x: NDArray) -> NDArray { ArrayFunction.square(x) }
  /// The power, element by element; an exponent of 2 squares. Mirrors `numpy.power`.
  ///
  /// Reports an error for whole numbers to negative whole powers.
  public static func power(_ base: some ArrayOperand, _ exponent: some ArrayOperand) -> NDArray { ArrayFunction.power(base, exponent) }
  /// The sum, element by element. Mirrors `numpy.add`.
  public static func add(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.add(a, b) }
  /// The difference, element by element. Mirrors `numpy.subtract`.
  public static func subtract(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.subtract(a, b) }
  /// The product, element by element. Mirrors `numpy.multiply`.
  public static func multiply(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.multiply(a, b) }
  /// The quotient, element by element; whole numbers give float64. Mirrors `numpy.divide`.
  public static func divide(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.divide(a, b) }
  /// The quotient rounded down, Python's `//`; whole numbers divided by zero give 0. Mirrors `numpy.floor_divide`.
  public static func floorDivide(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.floorDivide(a, b) }
  /// The remainder with the divisor's sign; whole numbers by zero give 0. Mirrors `numpy.mod`.
  public static func mod(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.remainder(a, b) }

  /// The larger of two, element by element; NaN if either is. Mirrors `numpy.maximum`.
  public static func maximum(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.maximum(a, b) }
  /// The smaller of two, element by element; NaN if either is. Mirrors `numpy.minimum`.
  public static func minimum(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.minimum(a, b) }
  /// Each element, moved to the nearest limit when it lies outside. Mirrors `numpy.clip`.
  public static func clip(_ x: NDArray, _ low: (any ArrayOperand)?, _ high: (any ArrayOperand)?) -> NDArray {
    var result = x
    if let low { result = ArrayFunction.maximum(result, low) }
    if let high { result = ArrayFunction.minimum(result, high) }
    return low == nil && high == nil ? x.copy() : result
  }
  /// Elements of `a` where the condition holds, of `b` elsewhere; all broadcast. Mirrors `numpy.where(condition, a, b)`.
  public static func `where`(_ condition: NDArray, _ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray {
    let truth = condition.dtype == .bool ? condition : ArrayFunction.notEqual(condition, 0)
    if truth.isInvalid { return truth }
    return ArrayFunction.choose.runChoosing(truth, a.operandValue, b.operandValue)
  }
  /// The positions of the elements that are not zero, one array for each axis. Mirrors `numpy.where(condition)` and `numpy.nonzero`.
  public static func `where`(_ condition: NDArray) -> [NDArray] { nonzero(condition) }
  /// The positions of the elements that are not zero, one array for each axis. Mirrors `numpy.nonzero`.
  public static func nonzero(_ a: NDArray) -> [NDArray] {
    if a.isInvalid { return [] }
    let positions = noGrad { (ArrayFunction.notEqual(a, 0)).tensor.nonzero() }
    return (0..<a.ndim).map { d in NDArray(noGrad { positions.select(1, d).contiguous() }) }
  }

  /// Which elements are equal. Mirrors `numpy.equal`.
  public static func equal(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.equal(a, b) }
  /// Which elements differ. Mirrors `numpy.not_equal`.
  public static func notEqual(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.notEqual(a, b) }
  /// Which elements of `a` are smaller. Mirrors `numpy.less`.
  public static func less(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.less(a, b) }
  /// Which elements of `a` are smaller or equal. Mirrors `numpy.less_equal`.
  public static func lessEqual(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.lessEqual(a, b) }
  /// Which elements of `a` are larger. Mirrors `numpy.greater`.
  public static func greater(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.greater(a, b) }
  /// Which elements of `a` are larger or equal. Mirrors `numpy.greater_equal`.
  public static func greaterEqual(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.greaterEqual(a, b) }
  /// Which elements are not a number. Mirrors `numpy.isnan`.
  public static func isnan(_ x: NDArray) -> NDArray { ArrayFunction.isnan(x) }
  /// Which elements are infinite. Mirrors `numpy.isinf`.
  public static func isinf(_ x: NDArray) -> NDArray { ArrayFunction.isinf(x) }
  /// Which elements are neither infinite nor NaN. Mirrors `numpy.isfinite`.
  public static func isfinite(_ x: NDArray) -> NDArray { ArrayFunction.isfinite(x) }
  /// Which elements are zero. Mirrors `numpy.logical_not`.
  public static func logicalNot(_ x: NDArray) -> NDArray { ArrayFunction.logicalNot(x) }
  /// Where neither is zero. Mirrors `numpy.logical_and`.
  public static func logicalAnd(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.logicalAnd(a, b) }
  /// Where not both are zero. Mirrors `numpy.logical_or`.
  public static func logicalOr(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.logicalOr(a, b) }
  /// Where exactly one is zero. Mirrors `numpy.logical_xor`.
  public static func logicalXor(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { ArrayFunction.logicalXor(a, b) }

  /// Which elements are close: `|a - b| <= atol + rtol * |b|`, or equal infinities. Mirrors `numpy.isclose`.
  public static func isclose(_ a: NDArray, _ b: NDArray, rtol: Double = 1e-5, atol: Double = 1e-8, equalNan: Bool = false) -> NDArray {
    let x = a.astype(.float64), y = b.astype(.float64)
    let near = (abs(x - y) .<= (atol + rtol * abs(y))) & isfinite(y)
    let close = near | (x .== y)
    return equalNan ? close | (isnan(x) & isnan(y)) : close
  }
  /// Whether all elements are close. Mirrors `numpy.allclose`.
  public static func allclose(_ a: NDArray, _ b: NDArray, rtol: Double = 1e-5, atol: Double = 1e-8, equalNan: Bool = false) -> Bool {
    isclose(a, b, rtol: rtol, atol: atol, equalNan: equalNan).all().boolValue
  }
  /// Whether both have the same shape and equal elements. Mirrors `numpy.array_equal`.
  public static func arrayEqual(_ a: NDArray, _ b: NDArray, equalNan: Bool = false) -> Bool {
    guard !a.isInvalid, !b.isInvalid, a.shape == b.shape else { return false }
    let same = a .== b
    return (equalNan ? same | (isnan(a) & isnan(b)) : same).all().boolValue
  }
  /// Whether two arrays' memory reaches over common addresses. Mirrors `numpy.may_share_memory`.
  public static func mayShareMemory(_ a: NDArray, _ b: NDArray) -> Bool { a.tensor.mayShareMemory(with: b.tensor) }
}
