import Lantern

// The functions behind the operators, and the operators: array with array, and with a Swift number on either side.

extension ArrayFunction {
  static let add = ArrayFunction("add")
  static let subtract = ArrayFunction("subtract", loop: "sub") { _, type throws(TensorError) in
    guard type == .bool else { return }
    throw TensorError(
      .dtype, op: "subtract",
      "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead."
    )
  }
  static let multiply = ArrayFunction("multiply", loop: "mul")
  static let divide = ArrayFunction("divide", loop: "div", .quotient)
  static let floorDivide = ArrayFunction("floor_divide", .noBool)
  static let wholeRemainder = ArrayFunction("remainder", .noBool)
  static let copysign = ArrayFunction("copysign", .float)
  static let square = ArrayFunction("square", .noBool)
  static let floatReciprocal = ArrayFunction("reciprocal", .float)
  static let generalPower = ArrayFunction("power", loop: "pow", .noBool, checksValues: true) { operands, type throws(TensorError) in
    guard type.isInteger, type.isSigned, operands.count == 2 else { return }
    let hasNegative =
      switch operands[1] {
      case .number(let number): number.doubleValue < 0
      case .array(let a): a.dtype.isSigned && ArrayFunction.less.run([.array(a), .number(.int(0))]).any().boolValue
      }
    if hasNegative { throw TensorError(.argument, op: "power", "Integers to negative integer powers are not allowed.") }
  }
  static let negative = ArrayFunction("negative", loop: "neg") { _, type throws(TensorError) in
    guard type == .bool else { return }
    throw TensorError(
      .dtype, op: "negative",
      "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.")
  }
  static let equal = ArrayFunction("equal", loop: "eq", .test)
  static let notEqual = ArrayFunction("not_equal", loop: "ne", .test)
  static let less = ArrayFunction("less", loop: "lt", .test)
  static let lessEqual = ArrayFunction("less_equal", loop: "le", .test)
  static let greater = ArrayFunction("greater", loop: "gt", .test)
  static let greaterEqual = ArrayFunction("greater_equal", loop: "ge", .test)
  static let bitwiseAnd = bits("bitwise_and")
  static let bitwiseOr = bits("bitwise_or")
  static let bitwiseXor = bits("bitwise_xor")
  static let invert = bits("invert", loop: "bitwise_not")
  static let leftShift = bits("left_shift", loop: "bitwise_left_shift", .noBool)
  static let rightShift = bits("right_shift", loop: "bitwise_right_shift", .noBool)

  private static func bits(_ name: String, loop: String? = nil, _ typing: Typing = .same) -> ArrayFunction {
    ArrayFunction(name, loop: loop, typing)
  }

  /// The remainder with the divisor's sign; a zero has it too.
  static func remainderOf(_ a: ArrayOperandValue, _ b: ArrayOperandValue) -> NDArray {
    let r = wholeRemainder.two(a, b)
    guard r.dtype.isFloatingPoint, !r.isInvalid else { return r }
    let zero = copysign(NDArray(Tensor.number(.int(0), r.dtype)), b)
    return np.where(equal(r, 0), zero.astype(r.dtype), r)
  }

  static let shortRemainder: ComposedFunction.Short = { a, b in
    guard let b, !a.isInvalid, !b.isInvalid else { return nil }
    return remainderOf(a, b)
  }

  /// The power; exponents written as the numbers -1, 0.5 and 2 take NumPy's short ways, which round differently.
  static func powerOf(_ a: ArrayOperandValue, _ b: ArrayOperandValue) -> NDArray {
    if case .array(let base) = a, case .number(let exponent) = b, base.dtype != .bool {
      let stays = base.dtype.beside(exponent) == base.dtype
      if exponent.doubleValue == 2, stays { return square.one(a) }
      if base.dtype.isFloatingPoint {
        if exponent.doubleValue == -1 { return floatReciprocal.one(a) }
        if exponent.doubleValue == 0.5 { return sqrt.one(a) }
      }
    }
    return generalPower.two(a, b)
  }

  static let shortPower: ComposedFunction.Short = { a, b in
    guard let b, !a.isInvalid, !b.isInvalid else { return nil }
    return powerOf(a, b)
  }
}

extension NDArray {
  /// The sum, element by element. Mirrors `numpy.add`.
  public static func + (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.add.two(.array(a), .array(b)) }
  /// The sum with a number.
  public static func + <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.add.two(.array(a), .number(b.scalar))
  }
  /// The sum with a number.
  public static func + <S: TensorScalar>(a: S, b: NDArray) -> NDArray {
    ArrayFunction.add.two(.number(a.scalar), .array(b))
  }
  /// The difference, element by element. Mirrors `numpy.subtract`.
  public static func - (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.subtract.two(.array(a), .array(b)) }
  /// The difference to a number.
  public static func - <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.subtract.two(.array(a), .number(b.scalar))
  }
  /// The difference of a number.
  public static func - <S: TensorScalar>(a: S, b: NDArray) -> NDArray {
    ArrayFunction.subtract.two(.number(a.scalar), .array(b))
  }
  /// The product, element by element. Mirrors `numpy.multiply`.
  public static func * (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.multiply.two(.array(a), .array(b)) }
  /// The product with a number.
  public static func * <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.multiply.two(.array(a), .number(b.scalar))
  }
  /// The product with a number.
  public static func * <S: TensorScalar>(a: S, b: NDArray) -> NDArray {
    ArrayFunction.multiply.two(.number(a.scalar), .array(b))
  }
  /// The quotient, element by element; whole numbers give float64. Mirrors `numpy.divide`.
  public static func / (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.divide.two(.array(a), .array(b)) }
  /// The quotient by a number.
  public static func / <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.divide.two(.array(a), .number(b.scalar))
  }
  /// A number divided by each element.
  public static func / <S: TensorScalar>(a: S, b: NDArray) -> NDArray {
    ArrayFunction.divide.two(.number(a.scalar), .array(b))
  }
  /// The remainder with the divisor's sign. Mirrors `numpy.remainder`.
  public static func % (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.remainderOf(.array(a), .array(b)) }
  /// The remainder with the divisor's sign.
  public static func % <S: TensorScalar>(a: NDArray, b: S) -> NDArray { ArrayFunction.remainderOf(.array(a), .number(b.scalar)) }
  /// The remainder of a number.
  public static func % <S: TensorScalar>(a: S, b: NDArray) -> NDArray { ArrayFunction.remainderOf(.number(a.scalar), .array(b)) }
  /// The power, element by element. Mirrors `numpy.power`.
  public static func ** (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.powerOf(.array(a), .array(b)) }
  /// Each element to the power of a number; 2 squares.
  public static func ** <S: TensorScalar>(a: NDArray, b: S) -> NDArray { ArrayFunction.powerOf(.array(a), .number(b.scalar)) }
  /// A number to the power of each element.
  public static func ** <S: TensorScalar>(a: S, b: NDArray) -> NDArray { ArrayFunction.powerOf(.number(a.scalar), .array(b)) }
  /// The negative. Mirrors `numpy.negative`.
  public static prefix func - (a: NDArray) -> NDArray { ArrayFunction.negative.one(.array(a)) }
  /// A copy. Mirrors `numpy.positive`.
  public static prefix func + (a: NDArray) -> NDArray { a.copy() }
  /// The bits the other way round; the opposite of truth values. Mirrors `numpy.invert`.
  public static prefix func ~ (a: NDArray) -> NDArray { ArrayFunction.invert.one(.array(a)) }
  /// The bits set in both; "and" of truth values. Mirrors `numpy.bitwise_and`.
  public static func & (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.bitwiseAnd.two(.array(a), .array(b)) }
  /// The bits set in either; "or" of truth values. Mirrors `numpy.bitwise_or`.
  public static func | (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.bitwiseOr.two(.array(a), .array(b)) }
  /// The bits set in exactly one. Mirrors `numpy.bitwise_xor`.
  public static func ^ (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.bitwiseXor.two(.array(a), .array(b)) }
  /// The bits moved up. Mirrors `numpy.left_shift`.
  public static func << (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.leftShift.two(.array(a), .array(b)) }
  /// The bits moved down. Mirrors `numpy.right_shift`.
  public static func >> (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.rightShift.two(.array(a), .array(b)) }

  /// Which elements are equal. Mirrors `numpy.equal`.
  public static func .== (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.equal.two(.array(a), .array(b)) }
  /// Which elements equal a number.
  public static func .== <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.equal.two(.array(a), .number(b.scalar))
  }
  /// Which elements differ. Mirrors `numpy.not_equal`.
  public static func .!= (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.notEqual.two(.array(a), .array(b)) }
  /// Which elements differ from a number.
  public static func .!= <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.notEqual.two(.array(a), .number(b.scalar))
  }
  /// Which elements are smaller. Mirrors `numpy.less`.
  public static func .< (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.less.two(.array(a), .array(b)) }
  /// Which elements are smaller than a number.
  public static func .< <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.less.two(.array(a), .number(b.scalar))
  }
  /// Which elements are smaller or equal. Mirrors `numpy.less_equal`.
  public static func .<= (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.lessEqual.two(.array(a), .array(b)) }
  /// Which elements are at most a number.
  public static func .<= <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.lessEqual.two(.array(a), .number(b.scalar))
  }
  /// Which elements are larger. Mirrors `numpy.greater`.
  public static func .> (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.greater.two(.array(a), .array(b)) }
  /// Which elements are larger than a number.
  public static func .> <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.greater.two(.array(a), .number(b.scalar))
  }
  /// Which elements are larger or equal. Mirrors `numpy.greater_equal`.
  public static func .>= (a: NDArray, b: NDArray) -> NDArray {
    ArrayFunction.greaterEqual.two(.array(a), .array(b))
  }
  /// Which elements are at least a number.
  public static func .>= <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.greaterEqual.two(.array(a), .number(b.scalar))
  }

  /// Adds in place: what `a` refers to changes, and so do its views. Reports an error when the result's type does not fit.
  public static func += (a: NDArray, b: NDArray) { ArrayFunction.add.runInPlace(a, .array(b)) }
  /// Adds a number in place.
  public static func += <S: TensorScalar>(a: NDArray, b: S) { ArrayFunction.add.runInPlace(a, .number(b.scalar)) }
  /// Subtracts in place.
  public static func -= (a: NDArray, b: NDArray) { ArrayFunction.subtract.runInPlace(a, .array(b)) }
  /// Subtracts a number in place.
  public static func -= <S: TensorScalar>(a: NDArray, b: S) { ArrayFunction.subtract.runInPlace(a, .number(b.scalar)) }
  /// Multiplies in place.
  public static func *= (a: NDArray, b: NDArray) { ArrayFunction.multiply.runInPlace(a, .array(b)) }
  /// Multiplies with a number in place.
  public static func *= <S: TensorScalar>(a: NDArray, b: S) { ArrayFunction.multiply.runInPlace(a, .number(b.scalar)) }
  /// Divides in place. Reports an error for whole numbers, whose quotient is float64.
  public static func /= (a: NDArray, b: NDArray) { ArrayFunction.divide.runInPlace(a, .array(b)) }
  /// Divides by a number in place.
  public static func /= <S: TensorScalar>(a: NDArray, b: S) { ArrayFunction.divide.runInPlace(a, .number(b.scalar)) }
}
