// The operators. Each takes two tensors, or a tensor and a Swift number; each has a named method too.

infix operator ** : LanternPowerPrecedence
/// `**` binds tighter than `*` and groups to the right, as in Python.
precedencegroup LanternPowerPrecedence {
  higherThan: MultiplicationPrecedence
  associativity: right
}

extension Tensor {
  /// The sum, element by element. Both are broadcast and their dtypes promoted. Mirrors `torch.add`. Reports an error for shapes that do
  /// not fit.
  ///
  /// ```swift
  /// Tensor([[1], [2]]) + Tensor([10, 20])  // tensor([[11, 21], [12, 22]])
  /// ```
  public static func + (a: Tensor, b: Tensor) -> Tensor { apply(.add, a, b) }
  /// The sum with a number.
  ///
  /// ```swift
  /// Tensor([1, 2]) + 0.5  // tensor([1.5000, 2.5000])
  /// ```
  public static func + <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.add, a, number: b) }
  /// The sum with a number.
  ///
  /// ```swift
  /// 1 + Tensor([1, 2])  // tensor([2, 3])
  /// ```
  public static func + <S: TensorScalar>(a: S, b: Tensor) -> Tensor { apply(.add, b, number: a) }
  /// The difference, element by element. Mirrors `torch.sub`.
  ///
  /// ```swift
  /// Tensor([5, 6]) - Tensor([1, 2])  // tensor([4, 4])
  /// ```
  public static func - (a: Tensor, b: Tensor) -> Tensor { apply(.sub, a, b) }
  /// The difference to a number.
  ///
  /// ```swift
  /// Tensor([5, 6]) - 1  // tensor([4, 5])
  /// ```
  public static func - <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.sub, a, number: b) }
  /// The difference of a number.
  ///
  /// ```swift
  /// 10 - Tensor([1, 2])  // tensor([9, 8])
  /// ```
  public static func - <S: TensorScalar>(a: S, b: Tensor) -> Tensor { apply(.rsub, b.beside(a), b) }
  /// The product, element by element. Mirrors `torch.mul`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]) * Tensor([10, 100])  // tensor([[ 10, 200], [ 30, 400]])
  /// ```
  public static func * (a: Tensor, b: Tensor) -> Tensor { apply(.mul, a, b) }
  /// The product with a number.
  ///
  /// ```swift
  /// Tensor([1, 2]) * 3  // tensor([3, 6])
  /// ```
  public static func * <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.mul, a, number: b) }
  /// The product with a number.
  ///
  /// ```swift
  /// 3 * Tensor([1, 2])  // tensor([3, 6])
  /// ```
  public static func * <S: TensorScalar>(a: S, b: Tensor) -> Tensor { apply(.mul, b, number: a) }
  /// The quotient, element by element; whole numbers give floats. Mirrors `torch.div`.
  ///
  /// ```swift
  /// Tensor([1, 2]) / Tensor([2, 4])  // tensor([0.5000, 0.5000])
  /// ```
  public static func / (a: Tensor, b: Tensor) -> Tensor { apply(.div, a, b) }
  /// The quotient by a number; whole numbers give floats.
  ///
  /// ```swift
  /// Tensor([1, 2]) / 2  // tensor([0.5000, 1.0000])
  /// ```
  public static func / <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.div, a, number: b) }
  /// A number divided by each element.
  ///
  /// ```swift
  /// 1 / Tensor([2, 4])  // tensor([0.5000, 0.2500])
  /// ```
  public static func / <S: TensorScalar>(a: S, b: Tensor) -> Tensor { b.reciprocal() * a }
  /// The remainder with the divisor's sign, as in Python. Mirrors `torch.remainder`.
  ///
  /// ```swift
  /// Tensor([7, -7]) % Tensor([3, 3])  // tensor([1, 2])
  /// ```
  public static func % (a: Tensor, b: Tensor) -> Tensor { apply(.remainder, a, b) }
  /// The remainder with the divisor's sign, as in Python.
  ///
  /// ```swift
  /// Tensor([7, -7]) % 3  // tensor([1, 2])
  /// ```
  public static func % <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.remainderNumber, a, a.beside(b)) }
  /// The power, element by element. Mirrors `torch.pow`.
  ///
  /// ```swift
  /// Tensor([2, 3]) ** Tensor([3, 2])  // tensor([8, 9])
  /// ```
  public static func ** (a: Tensor, b: Tensor) -> Tensor { a.pow(b) }
  /// Each element to the power of a number.
  ///
  /// ```swift
  /// Tensor([2.0, 3.0]) ** 2  // tensor([4., 9.])
  /// ```
  public static func ** <S: TensorScalar>(a: Tensor, b: S) -> Tensor { a.power(b.scalar) }
  /// A number to the power of each element.
  ///
  /// ```swift
  /// 2 ** Tensor([1, 2, 3])  // tensor([2, 4, 8])
  /// ```
  public static func ** <S: TensorScalar>(a: S, b: Tensor) -> Tensor { apply(.numberPow, b.beside(a), b) }
  /// The negative. Mirrors `torch.neg`.
  ///
  /// ```swift
  /// -Tensor([1, -2])  // tensor([-1,  2])
  /// ```
  public static prefix func - (a: Tensor) -> Tensor { apply(.neg, a) }
  /// The tensor itself. Mirrors `torch.positive`.
  ///
  /// ```swift
  /// +Tensor([1, -2])  // tensor([ 1, -2])
  /// ```
  public static prefix func + (a: Tensor) -> Tensor { a }
  /// The bits the other way round; the opposite of truth values. Mirrors `torch.bitwise_not`. Reports an error for floats.
  ///
  /// ```swift
  /// ~Tensor([true, false])  // tensor([False,  True])
  /// ~Tensor([0, 5])  // tensor([-1, -6])
  /// ```
  public static prefix func ~ (a: Tensor) -> Tensor {
    guard !a.dtype.isFloatingPoint, !a.dtype.isComplex else {
      return .invalid(
        reporting: TensorError(.dtype, op: "~", "~ (operator.invert) is only implemented on integer and Boolean-type tensors"))
    }
    return apply(.bitwiseNot, a)
  }
  /// The bits set in both; "and" of truth values. Mirrors `torch.bitwise_and`. Reports an error for floats.
  ///
  /// ```swift
  /// Tensor([true, true]) & Tensor([true, false])  // tensor([ True, False])
  /// ```
  public static func & (a: Tensor, b: Tensor) -> Tensor { apply(.bitwiseAnd, a, b) }
  /// The bits set in either; "or" of truth values. Mirrors `torch.bitwise_or`.
  ///
  /// ```swift
  /// Tensor([4, 1]) | Tensor([1, 1])  // tensor([5, 1])
  /// ```
  public static func | (a: Tensor, b: Tensor) -> Tensor { apply(.bitwiseOr, a, b) }
  /// The bits set in exactly one. Mirrors `torch.bitwise_xor`.
  ///
  /// ```swift
  /// Tensor([5, 1]) ^ Tensor([1, 1])  // tensor([4, 0])
  /// ```
  public static func ^ (a: Tensor, b: Tensor) -> Tensor { apply(.bitwiseXor, a, b) }
  /// The bits moved up. Mirrors `torch.bitwise_left_shift`.
  ///
  /// ```swift
  /// Tensor([1, 3]) << Tensor([2, 1])  // tensor([4, 6])
  /// ```
  public static func << (a: Tensor, b: Tensor) -> Tensor { apply(.shiftLeft, a, b) }
  /// The bits moved down. Mirrors `torch.bitwise_right_shift`.
  ///
  /// ```swift
  /// Tensor([8, 3]) >> Tensor([2, 1])  // tensor([2, 1])
  /// ```
  public static func >> (a: Tensor, b: Tensor) -> Tensor { apply(.shiftRight, a, b) }

  /// Which elements are equal. The result is of dtype bool. Mirrors `torch.eq`.
  ///
  /// ```swift
  /// Tensor([1, 2]) .== Tensor([1, 3])  // tensor([ True, False])
  /// ```
  public static func .== (a: Tensor, b: Tensor) -> Tensor { apply(.eq, a, b) }
  /// Which elements equal a number.
  ///
  /// ```swift
  /// Tensor([1, 2]) .== 2  // tensor([False,  True])
  /// ```
  public static func .== <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.eq, a, a.beside(b)) }
  /// Which elements differ. Mirrors `torch.ne`.
  ///
  /// ```swift
  /// Tensor([1, 2]) .!= Tensor([1, 3])  // tensor([False,  True])
  /// ```
  public static func .!= (a: Tensor, b: Tensor) -> Tensor { apply(.ne, a, b) }
  /// Which elements differ from a number.
  ///
  /// ```swift
  /// Tensor([1, 2]) .!= 2  // tensor([ True, False])
  /// ```
  public static func .!= <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.ne, a, a.beside(b)) }
  /// Which elements are smaller. Mirrors `torch.lt`.
  ///
  /// ```swift
  /// Tensor([1, 2]) .< Tensor([2, 2])  // tensor([ True, False])
  /// ```
  public static func .< (a: Tensor, b: Tensor) -> Tensor { apply(.lt, a, b) }
  /// Which elements are smaller than a number.
  ///
  /// ```swift
  /// Tensor([1, 2]) .< 2  // tensor([ True, False])
  /// ```
  public static func .< <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.lt, a, a.beside(b)) }
  /// Which elements are smaller or equal. Mirrors `torch.le`.
  ///
  /// ```swift
  /// Tensor([1, 3]) .<= Tensor([1, 2])  // tensor([ True, False])
  /// ```
  public static func .<= (a: Tensor, b: Tensor) -> Tensor { apply(.le, a, b) }
  /// Which elements are at most a number.
  ///
  /// ```swift
  /// Tensor([1, 3]) .<= 1  // tensor([ True, False])
  /// ```
  public static func .<= <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.le, a, a.beside(b)) }
  /// Which elements are larger. Mirrors `torch.gt`.
  ///
  /// ```swift
  /// Tensor([1, 3]) .> Tensor([1, 2])  // tensor([False,  True])
  /// ```
  public static func .> (a: Tensor, b: Tensor) -> Tensor { apply(.gt, a, b) }
  /// Which elements are larger than a number.
  ///
  /// ```swift
  /// Tensor([1, 3]) .> 1  // tensor([False,  True])
  /// ```
  public static func .> <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.gt, a, a.beside(b)) }
  /// Which elements are larger or equal. Mirrors `torch.ge`.
  ///
  /// ```swift
  /// Tensor([1, 2]) .>= Tensor([2, 2])  // tensor([False,  True])
  /// ```
  public static func .>= (a: Tensor, b: Tensor) -> Tensor { apply(.ge, a, b) }
  /// Which elements are at least a number.
  ///
  /// ```swift
  /// Tensor([1, 2]) .>= 2  // tensor([False,  True])
  /// ```
  public static func .>= <S: TensorScalar>(a: Tensor, b: S) -> Tensor { apply(.ge, a, a.beside(b)) }

  /// Adds in place: what `a` refers to changes, and so do its views. Mirrors `add_`. Reports an error where the result has another shape or
  /// a dtype that `a` cannot hold.
  ///
  /// ```swift
  /// let x = Tensor([[1, 2], [3, 4]])
  /// x[0] += Tensor([10, 20])
  /// x  // tensor([[11, 22], [ 3,  4]])
  /// ```
  public static func += (a: Tensor, b: Tensor) { a.add_(b) }
  /// Adds a number in place.
  ///
  /// ```swift
  /// let x = Tensor([1, 2])
  /// x += 1
  /// x  // tensor([2, 3])
  /// ```
  public static func += <S: TensorScalar>(a: Tensor, b: S) { a.add_(b) }
  /// Subtracts in place. Mirrors `sub_`.
  ///
  /// ```swift
  /// let x = Tensor([5, 6])
  /// x -= Tensor([1, 2])
  /// x  // tensor([4, 4])
  /// ```
  public static func -= (a: Tensor, b: Tensor) { a.sub_(b) }
  /// Subtracts a number in place.
  ///
  /// ```swift
  /// let x = Tensor([5, 6])
  /// x -= 1
  /// x  // tensor([4, 5])
  /// ```
  public static func -= <S: TensorScalar>(a: Tensor, b: S) { a.sub_(b) }
  /// Multiplies in place. Mirrors `mul_`.
  ///
  /// ```swift
  /// let x = Tensor([1, 2])
  /// x *= Tensor([3, 4])
  /// x  // tensor([3, 8])
  /// ```
  public static func *= (a: Tensor, b: Tensor) { a.mul_(b) }
  /// Multiplies with a number in place.
  ///
  /// ```swift
  /// let x = Tensor([1, 2])
  /// x *= 3
  /// x  // tensor([3, 6])
  /// ```
  public static func *= <S: TensorScalar>(a: Tensor, b: S) { a.mul_(b) }
  /// Divides in place. Mirrors `div_`.
  ///
  /// ```swift
  /// let x = Tensor([1.0, 2.0])
  /// x /= Tensor([2.0, 8.0])
  /// x  // tensor([0.5000, 0.2500])
  /// ```
  public static func /= (a: Tensor, b: Tensor) { a.div_(b) }
  /// Divides by a number in place.
  ///
  /// ```swift
  /// let x = Tensor([1.0, 2.0])
  /// x /= 2
  /// x  // tensor([0.5000, 1.0000])
  /// ```
  public static func /= <S: TensorScalar>(a: Tensor, b: S) { a.div_(b) }
}
