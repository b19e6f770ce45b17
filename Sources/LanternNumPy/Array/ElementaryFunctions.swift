import Lantern

// The functions of each element that loops of the core compute.

extension ArrayFunction {
  static let sqrt = ArrayFunction("sqrt", .float), exp = ArrayFunction("exp", .float), exp2 = ArrayFunction("exp2", .float)
  static let expm1 = ArrayFunction("expm1", .float), log = ArrayFunction("log", .float), log2 = ArrayFunction("log2", .float)
  static let log10 = ArrayFunction("log10", .float), log1p = ArrayFunction("log1p", .float)
  static let sin = ArrayFunction("sin", .float), cos = ArrayFunction("cos", .float), tan = ArrayFunction("tan", .float)
  static let arcsin = ArrayFunction("arcsin", loop: "asin", .float), arccos = ArrayFunction("arccos", loop: "acos", .float)
  static let arctan = ArrayFunction("arctan", loop: "atan", .float), arctan2 = ArrayFunction("arctan2", loop: "atan2", .float)
  static let sinh = ArrayFunction("sinh", .float), cosh = ArrayFunction("cosh", .float), tanh = ArrayFunction("tanh", .float)
  static let arcsinh = ArrayFunction("arcsinh", loop: "asinh", .float), arccosh = ArrayFunction("arccosh", loop: "acosh", .float)
  static let arctanh = ArrayFunction("arctanh", loop: "atanh", .float), logaddexp = ArrayFunction("logaddexp", .float)
  static let hypot = ArrayFunction("hypot", .float), fmod = ArrayFunction("fmod", .noBool)
  static let floor = ArrayFunction("floor", .float).keepingWhole, ceil = ArrayFunction("ceil", .float).keepingWhole
  static let trunc = ArrayFunction("trunc", .float).keepingWhole
  static let rint = ArrayFunction("rint", loop: "round", .float)
  static let realAbsolute = ArrayFunction("absolute", loop: "abs"), complexAbsolute = ArrayFunction("absolute", loop: "abs_complex")
  static let fabs = ArrayFunction("fabs", loop: "abs", .float)
  static let realSign = ArrayFunction("sign") { _, type throws(TensorError) in
    guard type == .bool else { return }
    throw TensorError(
      .dtype, op: "sign", "ufunc 'sign' did not contain a loop with signature matching types <class 'numpy.dtypes.BoolDType'> -> None")
  }
  static let complexSign = ArrayFunction("sign", loop: "sgn")
  static let maximum = ArrayFunction("maximum"), minimum = ArrayFunction("minimum")
  static let isnan = ArrayFunction("isnan", .test), isinf = ArrayFunction("isinf", .test), isfinite = ArrayFunction("isfinite", .test)
  static let signbit = ArrayFunction("signbit", .test)
  static let logicalNot = ArrayFunction("logical_not", .test), logicalAnd = ArrayFunction("logical_and", .test)
  static let logicalOr = ArrayFunction("logical_or", .test), logicalXor = ArrayFunction("logical_xor", .test)
  static let choose = ArrayFunction("where")
  static let conjugate = ArrayFunction("conjugate", loop: "conj"), complexAngle = ArrayFunction("angle", loop: "angle_complex")
}

/// A function of each element that is made of others, with the same places for `out`, `where` and `dtype`.
struct ComposedFunction: Sendable {
  /// A way without lists for the commonest operands; `nil` for others. The second operand is `nil` where there is only one.
  typealias Short = @Sendable (ArrayOperandValue, ArrayOperandValue?) -> NDArray?

  let name: String
  private let short: Short?
  let body: @Sendable ([ArrayOperandValue]) -> NDArray

  init(_ name: String, short: Short? = nil, _ body: @escaping @Sendable ([ArrayOperandValue]) -> NDArray) {
    self.name = name
    self.short = short
    self.body = body
  }

  func callAsFunction(_ a: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil) -> NDArray {
    let value = a.operandValue
    if let short, out == nil, mask == nil, dtype == nil, let found = short(value, nil) { return found }
    return run([value], out, mask, dtype)
  }
  func callAsFunction(
    _ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray? = nil, where mask: NDArray? = nil, dtype: DType? = nil
  ) -> NDArray {
    let (first, second) = (a.operandValue, b.operandValue)
    if let short, out == nil, mask == nil, dtype == nil, let found = short(first, second) { return found }
    return run([first, second], out, mask, dtype)
  }

  private func run(_ values: [ArrayOperandValue], _ out: NDArray?, _ mask: NDArray?, _ dtype: DType?) -> NDArray {
    if let invalid = values.first(where: \.isInvalid) { return invalid.array }
    return ArrayFunction.stored(name, out, mask) { body(dtype.map { type in values.map { $0.brought(to: type) } } ?? values) }
  }
}

extension ArrayOperandValue: ArrayOperand {
  /// Itself.
  public var operandValue: ArrayOperandValue { self }

  /// The type of the elements, of a number the one it has on its own.
  var dtype: DType {
    switch self {
    case .array(let a): a.dtype
    case .number(let number): DType(numberAlone: number)
    }
  }
  var isWhole: Bool { dtype == .bool || dtype.isInteger }
}

extension ArrayFunction {
  /// The function of floats; whole numbers stay as they are.
  fileprivate var keepingWhole: ComposedFunction {
    ComposedFunction(name, short: { a, _ in if case .array(let x) = a { straight(x) } else { nil } }) { v in
      v[0].isWhole ? v[0].array.copy() : run(v)
    }
  }

  static let positive = ComposedFunction("positive") { v in
    guard v[0].dtype != .bool else {
      return .invalid(
        TensorError(
          .dtype, op: "positive",
          "ufunc 'positive' did not contain a loop with signature matching types <class 'numpy.dtypes.BoolDType'> -> None"))
    }
    return v[0].array.copy()
  }
  static let absolute = ComposedFunction(
    "absolute", short: { a, _ in if case .array(let x) = a, !x.dtype.isComplex { realAbsolute.straight(x) } else { nil } }
  ) { v in (v[0].dtype.isComplex ? complexAbsolute : realAbsolute).run(v) }
  static let sign = ComposedFunction("sign") { v in
    if v[0].dtype.isComplex { return complexSign.run(v) }
    let signs = realSign.run(v)
    return signs.dtype.isFloatingPoint && !signs.isInvalid ? np.where(isnan(v[0]), v[0], signs) : signs
  }
  static let remainder = ComposedFunction("remainder", short: shortRemainder) { v in remainderOf(v[0], v[1]) }
  static let power = ComposedFunction("power", short: shortPower) { v in powerOf(v[0], v[1]) }
  static let floatPower = ComposedFunction("float_power") { v in
    let wide: DType = v.contains { $0.dtype.isComplex } ? .complex128 : .float64
    return generalPower(v[0].array.astype(wide), v[1].array.astype(wide))
  }
  /// 1 divided by each element, in the element's own type.
  static let reciprocal = ComposedFunction("reciprocal") { v in
    guard v[0].isWhole else { return floatReciprocal.run(v) }
    let x = v[0].dtype == .bool ? v[0].array.astype(.int8) : v[0].array
    return np.where(equal(absolute(x), 1), x, 0)
  }
  static let heaviside = ComposedFunction("heaviside") { v in
    let type = Typing.float.type(of: v), x = v[0].array.astype(type), h = v[1].array.astype(type)
    let steps = np.where(less(x, 0), NDArray(Tensor.number(.int(0), type)), NDArray(Tensor.number(.int(1), type)))
    return np.where(isnan(x), x, np.where(equal(x, 0), h, steps))
  }
  static let fmax = ComposedFunction("fmax") { v in numberFirst(v, maximum) }
  static let fmin = ComposedFunction("fmin") { v in numberFirst(v, minimum) }

  private static func numberFirst(_ v: [ArrayOperandValue], _ function: ArrayFunction) -> NDArray {
    let chosen = function.run(v)
    guard !chosen.isInvalid, chosen.dtype.isFloatingPoint else { return chosen }
    let a = v[0].array, b = v[1].array
    return np.where(isnan(a), b.astype(chosen.dtype), np.where(isnan(b), a.astype(chosen.dtype), chosen))
  }

  static let degrees = ComposedFunction("degrees") { v in scaled(v, 180 / Double.pi) }
  static let radians = ComposedFunction("radians") { v in scaled(v, Double.pi / 180) }

  private static func scaled(_ v: [ArrayOperandValue], _ factor: Double) -> NDArray {
    let type = Typing.float.type(of: v)
    return multiply(v[0].array.astype(type), factor)
  }

  static let sinc = ComposedFunction("sinc") { v in
    let x = v[0].array, type = Typing.quotient.type(of: v)
    let y = multiply(np.where(equal(x, 0), NDArray(Tensor.number(.double(1e-20), type)), x.astype(type)), Double.pi)
    return divide(sin(y), y)
  }

  // ---- functions without a loop in the core

  static let cbrt = ComposedFunction("cbrt") { v in mapped("cbrt", v, .float) { libm.cbrt($0) } }
  static let logaddexp2 = ComposedFunction("logaddexp2") { v in
    mapped("logaddexp2", v, .float) { a, b in
      if a == b { return a + 1 }
      let most = Swift.max(a, b)
      return most + libm.log1p(libm.exp2(-Swift.abs(a - b))) * 1.4426950408889634
    }
  }
  static let nextafter = ComposedFunction("nextafter") { v in
    let type = Typing.float.type(of: v)
    return mapped("nextafter", v, .float) { a, b in
      if a.isNaN || b.isNaN { return .nan }
      if a == b { return b }
      switch type {
      case .float16: return Double(a < b ? Float16(a).nextUp : Float16(a).nextDown)
      case .float32: return Double(a < b ? Float(a).nextUp : Float(a).nextDown)
      default: return a < b ? a.nextUp : a.nextDown
      }
    }
  }
  static let spacing = ComposedFunction("spacing") { v in
    let type = Typing.float.type(of: v)
    return mapped("spacing", v, .float) { a in
      guard a.isFinite else { return .nan }
      if a == 0 { return np.finfo(type).smallestSubnormal }
      // Of float16 NumPy gives the distance to the next larger number, always positive.
      if type == .float16 { return Double(Float16(a).nextUp - Float16(a)) }
      let size =
        switch type {
        case .float32: Double(Float(a.magnitude).ulp)
        default: a.magnitude.ulp
        }
      return a.sign == .minus ? -size : size
    }
  }
  static let ldexp = ComposedFunction("ldexp") { v in
    guard v[1].isWhole else { return .invalid(refusal("ldexp")) }
    let type = Typing.float.type(of: [v[0]])
    return mapped("ldexp", [v[0].brought(to: type), v[1].brought(to: .float64)], .same) { a, b in
      libm.scalbn(a, Int32(clamping: Int(Swift.max(-5000, Swift.min(5000, b)))))
    }.astype(type)
  }
  static let gcd = ComposedFunction("gcd") { v in wholeMapped("gcd", v) { a, b in divisor(a.magnitude, b.magnitude) } }
  static let lcm = ComposedFunction("lcm") { v in
    wholeMapped("lcm", v) { a, b in
      let d = divisor(a.magnitude, b.magnitude)
      return d == 0 ? 0 : a.magnitude / d &* b.magnitude
    }
  }
  static let bitwiseCount = ComposedFunction("bitwise_count") { v in
    guard v[0].isWhole else { return .invalid(refusal("bitwise_count")) }
    let a = v[0].array
    if a.dtype == .uint64 { return NDArray(Tensor(a.toArray(UInt64.self).map { UInt8($0.nonzeroBitCount) }, shape: a.tensor.shape)) }
    return NDArray(Tensor(a.toArray(Int.self).map { UInt8($0.magnitude.nonzeroBitCount) }, shape: a.tensor.shape))
  }

  private static func divisor(_ a: UInt, _ b: UInt) -> UInt {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  /// A function of pairs of whole numbers, in their common type.
  private static func wholeMapped(_ name: String, _ v: [ArrayOperandValue], _ f: (Int, Int) -> UInt) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      let type = Typing.same.type(of: v)
      guard type.isInteger else { throw refusal(name) }
      let shape = try commonShape(v.map(\.shape), op: name)
      let a = np.broadcastTo(v[0].array, shape).toArray(Int.self), b = np.broadcastTo(v[1].array, shape).toArray(Int.self)
      return NDArray(Tensor(zip(a, b).map { Int(bitPattern: f($0, $1)) }, shape: shape)).astype(type)
    }
  }

  /// A function of numbers, computed in float64 and rounded once.
  static func mapped(_ name: String, _ v: [ArrayOperandValue], _ typing: Typing, _ f: (Double) -> Double) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      let type = typing.type(of: v)
      if type.isComplex { throw refusal(name) }
      let x = v[0].array
      return NDArray.result(Tensor(x.toArray(Double.self).map(f), shape: x.tensor.shape)).astype(type)
    }
  }

  /// A function of pairs of numbers, computed in float64 and rounded once.
  static func mapped(_ name: String, _ v: [ArrayOperandValue], _ typing: Typing, _ f: (Double, Double) -> Double) -> NDArray {
    NDArray.reporting { () throws(TensorError) in
      let type = typing.type(of: v)
      if type.isComplex { throw refusal(name) }
      let shape = try commonShape(v.map(\.shape), op: name)
      let a = np.broadcastTo(v[0].array, shape).toArray(Double.self), b = np.broadcastTo(v[1].array, shape).toArray(Double.self)
      return NDArray.result(Tensor(zip(a, b).map(f), shape: shape)).astype(type)
    }
  }
}
