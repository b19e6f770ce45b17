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
  static func remainderOf(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray {
    let r = wholeRemainder(a, b)
    guard r.dtype.isFloatingPoint, !r.isInvalid else { return r }
    let zero = copysign(NDArray(Tensor.number(.int(0), r.dtype)), b)
    return np.where(equal(r, 0), zero.astype(r.dtype), r)
  }

  /// The power; exponents written as the numbers -1, 0.5 and 2 take NumPy's short ways, which round differently.
  static func powerOf(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray {
    if case .array(let base) = a.operandValue, case .number(let exponent) = b.operandValue, base.dtype != .bool {
      let stays = base.dtype.beside(exponent) == base.dtype
      if exponent.doubleValue == 2, stays { return square(base) }
      if base.dtype.isFloatingPoint {
        if exponent.doubleValue == -1 { return floatReciprocal(base) }
        if exponent.doubleValue == 0.5 { return np.sqrt(base) }
      }
    }
    return generalPower(a, b)
  }
}

extension NDArray {
  /// The sum, element by element. Mirrors `numpy.add`.
  public static func + (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.add.straight(a, b) ?? ArrayFunction.add(a, b) }
  /// The sum with a number.
  public static func + <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.add.straight(a, number: b.scalar) ?? ArrayFunction.add(a, Number(b))
  }
  /// The sum with a number.
  public static func + <S: TensorScalar>(a: S, b: NDArray) -> NDArray {
    ArrayFunction.add.straight(b, number: a.scalar, isFirst: true) ?? ArrayFunction.add(Number(a), b)
  }
  /// The difference, element by element. Mirrors `numpy.subtract`.
  public static func - (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.subtract.straight(a, b) ?? ArrayFunction.subtract(a, b) }
  /// The difference to a number.
  public static func - <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.subtract.straight(a, number: b.scalar) ?? ArrayFunction.subtract(a, Number(b))
  }
  /// The difference of a number.
  public static func - <S: TensorScalar>(a: S, b: NDArray) -> NDArray {
    ArrayFunction.subtract.straight(b, number: a.scalar, isFirst: true) ?? ArrayFunction.subtract(Number(a), b)
  }
  /// The product, element by element. Mirrors `numpy.multiply`.
  public static func * (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.multiply.straight(a, b) ?? ArrayFunction.multiply(a, b) }
  /// The product with a number.
  public static func * <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.multiply.straight(a, number: b.scalar) ?? ArrayFunction.multiply(a, Number(b))
  }
  /// The product with a number.
  public static func * <S: TensorScalar>(a: S, b: NDArray) -> NDArray {
    ArrayFunction.multiply.straight(b, number: a.scalar, isFirst: true) ?? ArrayFunction.multiply(Number(a), b)
  }
  /// The quotient, element by element; whole numbers give float64. Mirrors `numpy.divide`.
  public static func / (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.divide.straight(a, b) ?? ArrayFunction.divide(a, b) }
  /// The quotient by a number.
  public static func / <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.divide.straight(a, number: b.scalar) ?? ArrayFunction.divide(a, Number(b))
  }
  /// A number divided by each element.
  public static func / <S: TensorScalar>(a: S, b: NDArray) -> NDArray {
    ArrayFunction.divide.straight(b, number: a.scalar, isFirst: true) ?? ArrayFunction.divide(Number(a), b)
  }
  /// The remainder with the divisor's sign. Mirrors `numpy.remainder`.
  public static func % (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.remainderOf(a, b) }
  /// The remainder with the divisor's sign.
  public static func % <S: TensorScalar>(a: NDArray, b: S) -> NDArray { ArrayFunction.remainderOf(a, Number(b)) }
  /// The remainder of a number.
  public static func % <S: TensorScalar>(a: S, b: NDArray) -> NDArray { ArrayFunction.remainderOf(Number(a), b) }
  /// The power, element by element. Mirrors `numpy.power`.
  public static func ** (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.powerOf(a, b) }
  /// Each element to the power of a number; 2 squares.
  public static func ** <S: TensorScalar>(a: NDArray, b: S) -> NDArray { ArrayFunction.powerOf(a, Number(b)) }
  /// A number to the power of each element.
  public static func ** <S: TensorScalar>(a: S, b: NDArray) -> NDArray { ArrayFunction.powerOf(Number(a), b) }
  /// The negative. Mirrors `numpy.negative`.
  public static prefix func - (a: NDArray) -> NDArray { ArrayFunction.negative(a) }
  /// A copy. Mirrors `numpy.positive`.
  public static prefix func + (a: NDArray) -> NDArray { a.copy() }
  /// The bits the other way round; the opposite of truth values. Mirrors `numpy.invert`.
  public static prefix func ~ (a: NDArray) -> NDArray { ArrayFunction.invert(a) }
  /// The bits set in both; "and" of truth values. Mirrors `numpy.bitwise_and`.
  public static func & (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.bitwiseAnd.straight(a, b) ?? ArrayFunction.bitwiseAnd(a, b) }
  /// The bits set in either; "or" of truth values. Mirrors `numpy.bitwise_or`.
  public static func | (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.bitwiseOr.straight(a, b) ?? ArrayFunction.bitwiseOr(a, b) }
  /// The bits set in exactly one. Mirrors `numpy.bitwise_xor`.
  public static func ^ (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.bitwiseXor.straight(a, b) ?? ArrayFunction.bitwiseXor(a, b) }
  /// The bits moved up. Mirrors `numpy.left_shift`.
  public static func << (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.leftShift(a, b) }
  /// The bits moved down. Mirrors `numpy.right_shift`.
  public static func >> (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.rightShift(a, b) }

  /// Which elements are equal. Mirrors `numpy.equal`.
  public static func .== (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.equal.straight(a, b) ?? ArrayFunction.equal(a, b) }
  /// Which elements equal a number.
  public static func .== <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.equal.straight(a, number: b.scalar) ?? ArrayFunction.equal(a, Number(b))
  }
  /// Which elements differ. Mirrors `numpy.not_equal`.
  public static func .!= (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.notEqual.straight(a, b) ?? ArrayFunction.notEqual(a, b) }
  /// Which elements differ from a number.
  public static func .!= <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.notEqual.straight(a, number: b.scalar) ?? ArrayFunction.notEqual(a, Number(b))
  }
  /// Which elements are smaller. Mirrors `numpy.less`.
  public static func .< (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.less.straight(a, b) ?? ArrayFunction.less(a, b) }
  /// Which elements are smaller than a number.
  public static func .< <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.less.straight(a, number: b.scalar) ?? ArrayFunction.less(a, Number(b))
  }
  /// Which elements are smaller or equal. Mirrors `numpy.less_equal`.
  public static func .<= (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.lessEqual.straight(a, b) ?? ArrayFunction.lessEqual(a, b) }
  /// Which elements are at most a number.
  public static func .<= <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.lessEqual.straight(a, number: b.scalar) ?? ArrayFunction.lessEqual(a, Number(b))
  }
  /// Which elements are larger. Mirrors `numpy.greater`.
  public static func .> (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.greater.straight(a, b) ?? ArrayFunction.greater(a, b) }
  /// Which elements are larger than a number.
  public static func .> <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.greater.straight(a, number: b.scalar) ?? ArrayFunction.greater(a, Number(b))
  }
  /// Which elements are larger or equal. Mirrors `numpy.greater_equal`.
  public static func .>= (a: NDArray, b: NDArray) -> NDArray { ArrayFunction.greaterEqual.straight(a, b) ?? ArrayFunction.greaterEqual(a, b) }
  /// Which elements are at least a number.
  public static func .>= <S: TensorScalar>(a: NDArray, b: S) -> NDArray {
    ArrayFunction.greaterEqual.straight(a, number: b.scalar) ?? ArrayFunction.greaterEqual(a, Number(b))
  }

  /// Adds in place: what `a` refers to changes, and so do its views. Reports an error when the result's type does not fit.
  public static func += (a: NDArray, b: NDArray) { ArrayFunction.add.runInPlace(a, b) }
  /// Adds a number in place.
  public static func += <S: TensorScalar>(a: NDArray, b: S) { ArrayFunction.add.runInPlace(a, Number(b)) }
  /// Subtracts in place.
  public static func -= (a: NDArray, b: NDArray) { ArrayFunction.subtract.runInPlace(a, b) }
  /// Subtracts a number in place.
  public static func -= <S: TensorScalar>(a: NDArray, b: S) { ArrayFunction.subtract.runInPlace(a, Number(b)) }
  /// Multiplies in place.
  public static func *= (a: NDArray, b: NDArray) { ArrayFunction.multiply.runInPlace(a, b) }
  /// Multiplies with a number in place.
  public static func *= <S: TensorScalar>(a: NDArray, b: S) { ArrayFunction.multiply.runInPlace(a, Number(b)) }
  /// Divides in place. Reports an error for whole numbers, whose quotient is float64.
  public static func /= (a: NDArray, b: NDArray) { ArrayFunction.divide.runInPlace(a, b) }
  /// Divides by a number in place.
  public static func /= <S: TensorScalar>(a: NDArray, b: S) { ArrayFunction.divide.runInPlace(a, Number(b)) }
}

/// A Swift number of any kind as an operand.
struct Number: ArrayOperand {
  let scalar: Scalar
  init(_ number: some TensorScalar) { scalar = number.scalar }
  var operandValue: ArrayOperandValue { .number(scalar) }
}
