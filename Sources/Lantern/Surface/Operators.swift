// The operators. Each takes two tensors, or a tensor and a Swift number; each has a named method too.

infix operator ** : LanternPowerPrecedence
/// `**` binds tighter than `*` and groups to the right, as in Python.
precedencegroup LanternPowerPrecedence {
  higherThan: MultiplicationPrecedence
  associativity: right
}

extension Tensor {
  /// The sum, element by element.
  public static func + (a: Tensor, b: Tensor) -> Tensor { apply(.add, a, b) }
  /// The sum with a number.
  public static func + <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.add, a, number: b) }
  /// The sum with a number.
  public static func + <S: TensorScalar>(a: S, b: Tensor) -> Tensor { apply(.add, b, number: a) }
  /// The difference, element by element.
  public static func - (a: Tensor, b: Tensor) -> Tensor { apply(.sub, a, b) }
  /// The difference to a number.
  public static func - <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.sub, a, number: b) }
  /// The difference of a number.
  public static func - <S: TensorScalar>(a: S, b: Tensor) -> Tensor { apply(.rsub, b.beside(a), b) }
  /// The product, element by element.
  public static func * (a: Tensor, b: Tensor) -> Tensor { apply(.mul, a, b) }
  /// The product with a number.
  public static func * <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.mul, a, number: b) }
  /// The product with a number.
  public static func * <S: TensorScalar>(a: S, b: Tensor) -> Tensor { apply(.mul, b, number: a) }
  /// The quotient, element by element; whole numbers give floats.
  public static func / (a: Tensor, b: Tensor) -> Tensor { apply(.div, a, b) }
  /// The quotient by a number; whole numbers give floats.
  public static func / <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.div, a, number: b) }
  /// A number divided by each element.
  public static func / <S: TensorScalar>(a: S, b: Tensor) -> Tensor { b.reciprocal() * a }
  /// The remainder with the divisor's sign, as in Python.
  public static func % (a: Tensor, b: Tensor) -> Tensor { apply(.remainder, a, b) }
  /// The remainder with the divisor's sign, as in Python.
  public static func % <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.remainderNumber, a, a.beside(b)) }
  /// The power, element by element.
  public static func ** (a: Tensor, b: Tensor) -> Tensor { a.pow(b) }
  /// Each element to the power of a number.
  public static func ** <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.power(b.scalar) }
  /// A number to the power of each element.
  public static func ** <S: TensorScalar>(a: S, b: Tensor) -> Tensor { apply(.numberPow, b.beside(a), b) }
  /// The negative.
  public static prefix func - (a: Tensor) -> Tensor { apply(.neg, a) }
  /// The tensor itself.
  public static prefix func + (a: Tensor) -> Tensor { a }
  /// The bits the other way round; the opposite of truth values.
  public static prefix func ~ (a: Tensor) -> Tensor {
    guard !a.dtype.isFloatingPoint, !a.dtype.isComplex else {
      return .invalid(
        reporting: TensorError(.dtype, op: "~", "~ (operator.invert) is only implemented on integer and Boolean-type tensors"))
    }
    return apply(.bitwiseNot, a)
  }
  /// The bits set in both; "and" of truth values.
  public static func & (a: Tensor, b: Tensor) -> Tensor { apply(.bitwiseAnd, a, b) }
  /// The bits set in either; "or" of truth values.
  public static func | (a: Tensor, b: Tensor) -> Tensor { apply(.bitwiseOr, a, b) }
  /// The bits set in exactly one.
  public static func ^ (a: Tensor, b: Tensor) -> Tensor { apply(.bitwiseXor, a, b) }
  /// The bits moved up.
  public static func << (a: Tensor, b: Tensor) -> Tensor { apply(.shiftLeft, a, b) }
  /// The bits moved down.
  public static func >> (a: Tensor, b: Tensor) -> Tensor { apply(.shiftRight, a, b) }

  /// Which elements are equal.
  public static func .== (a: Tensor, b: Tensor) -> Tensor { apply(.eq, a, b) }
  /// Which elements equal a number.
  public static func .== <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.eq, a, a.beside(b)) }
  /// Which elements differ.
  public static func .!= (a: Tensor, b: Tensor) -> Tensor { apply(.ne, a, b) }
  /// Which elements differ from a number.
  public static func .!= <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.ne, a, a.beside(b)) }
  /// Which elements are smaller.
  public static func .< (a: Tensor, b: Tensor) -> Tensor { apply(.lt, a, b) }
  /// Which elements are smaller than a number.
  public static func .< <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.lt, a, a.beside(b)) }
  /// Which elements are smaller or equal.
  public static func .<= (a: Tensor, b: Tensor) -> Tensor { apply(.le, a, b) }
  /// Which elements are at most a number.
  public static func .<= <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.le, a, a.beside(b)) }
  /// Which elements are larger.
  public static func .> (a: Tensor, b: Tensor) -> Tensor { apply(.gt, a, b) }
  /// Which elements are larger than a number.
  public static func .> <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.gt, a, a.beside(b)) }
  /// Which elements are larger or equal.
  public static func .>= (a: Tensor, b: Tensor) -> Tensor { apply(.ge, a, b) }
  /// Which elements are at least a number.
  public static func .>= <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.ge, a, a.beside(b)) }

  /// Adds in place: what `a` refers to changes, and so do its views.
  public static func += (a: Tensor, b: Tensor) { a.add_(b) }
  /// Adds a number in place.
  public static func += <S: TensorScalar>(a: Tensor, b: S) { a.add_(b) }
  /// Subtracts in place.
  public static func -= (a: Tensor, b: Tensor) { a.sub_(b) }
  /// Subtracts a number in place.
  public static func -= <S: TensorScalar>(a: Tensor, b: S) { a.sub_(b) }
  /// Multiplies in place.
  public static func *= (a: Tensor, b: Tensor) { a.mul_(b) }
  /// Multiplies with a number in place.
  public static func *= <S: TensorScalar>(a: Tensor, b: S) { a.mul_(b) }
  /// Divides in place.
  public static func /= (a: Tensor, b: Tensor) { a.div_(b) }
  /// Divides by a number in place.
  public static func /= <S: TensorScalar>(a: Tensor, b: S) { a.div_(b) }
}
