// Sums, products, quotients, powers.

extension Op {
  private static let noBoolSubtraction: Validation = { inputs, _ throws(TensorError) in
    let (first, second) = (inputs.x.dtype == .bool, inputs.y?.dtype == .bool)
    guard first || second else { return }
    throw TensorError(
      .dtype, op: "sub",
      first && second
        ? "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead."
        : "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or "
          + "`logical_not()` operator instead.")
  }
  private static let noBoolNegation: Validation = { inputs, _ throws(TensorError) in
    guard inputs.x.dtype == .bool else { return }
    throw TensorError(
      .dtype, op: "neg",
      "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` "
        + "operator instead.")
  }
  /// Whole numbers cannot be divided by zero.
  private static let noZeroDivisor: Validation = { inputs, type throws(TensorError) in
    guard !type.isDifferentiable, let y = inputs.y, !y.isSymbolic, y.elementCount > 0 else { return }
    if noGrad({ (y .== 0).any().item().boolValue }) { throw TensorError(.argument, op: "div", "ZeroDivisionError") }
  }

  static let add: Op = binary("add", dx: .of { g, _ in g }, dy: .of { g, _ in g })
  static let sub: Op = binary("sub", validate: noBoolSubtraction, dx: .of { g, _ in g }, dy: .of { g, _ in -g })
  /// A number minus a tensor.
  static let rsub: Op = binary(
    "rsub", kernel: "sub", gradName: "RsubBackward1", validate: noBoolSubtraction, dx: .of { g, _ in g }, dy: .of { g, _ in -g })
  static let mul: Op = binary("mul", dx: .of(.y) { g, s in g * s.y.conj() }, dy: .of(.x) { g, s in g * s.x.conj() })
  static let div: Op = binary(
    "div", type: .float, domain: 0.3...3, dx: .of(.y) { g, s in g / s.y.conj() },
    dy: .of([.x, .y]) { g, s in -g * ((s.x / s.y) / s.y).conj() })
  static let floorDivide: Op = binary("floor_divide", gradName: "NotImplemented", validate: noZeroDivisor, dx: nil, dy: nil)
  /// The same with a derivative, zero.
  static let divFloor: Op = binary(
    "div_floor", kernel: "floor_divide", gradName: "DivBackward2", validate: noZeroDivisor, dx: .zero, dy: .zero)
  static let truncDivide: Op = binary("trunc_divide", gradName: "DivBackward2", validate: noZeroDivisor, dx: .zero, dy: .zero)
  private static func remainderOp(_ name: String, _ gradName: String) -> Op {
    binary(
      name, kernel: "remainder", gradName: gradName, validate: noZeroDivisor, dx: .of { g, _ in g },
      dy: .of([.x, .y]) { g, s in -g * s.x.detach().floorDivide(s.y.detach()) })
  }
  static let remainder: Op = remainderOp("remainder", "RemainderBackward1")
  static let remainderNumber: Op = remainderOp("remainder_number", "RemainderBackward0")
  static let fmod: Op = binary(
    "fmod", gradName: "FmodBackward1", validate: noZeroDivisor, dx: .of { g, _ in g },
    dy: .of([.x, .y]) { g, s in -g * s.x.truncDivide(s.y) })
  static let neg: Op = unary("neg", type: .same, validate: noBoolNegation) { g, _ in -g }
  static let abs: Op = unary("abs", type: .same, uses: .x) { g, s in g * s.x.sign() }
  static let sign: Op = unary("sign", type: .same) { g, _ in Tensor.zeros(like: g) }
  static let square: Op = unary("square", gradName: "PowBackward0", type: .same, uses: .x) { g, s in g * (s.x * 2).conj() }
  static let reciprocal: Op = unary("reciprocal", domain: 0.3...3, uses: .output) { g, s in -g * (s.output * s.output).conj() }

  /// A tensor to the power of a number: `numbers[0]` is the number.
  static let powNumber: Op = binary(
    "pow_number", kernel: "pow", gradName: "PowBackward0", domain: 0.3...3,
    validate: { i, type throws(TensorError) in
      guard type.isInteger, let y = i.y, !y.isSymbolic, y.rank == 0, y.item().intValue < 0 else { return }
      throw TensorError(.argument, op: "pow", "Integers to negative integer powers are not allowed.")
    },
    dx: .of([.x, .y]) { g, s in
      guard let exponent = s.attributes.numbers.first else { return g * (s.y * s.x.pow(s.y - 1)).conj() }
      if !exponent.boolValue { return Tensor.zeros(like: g) }
      return g * (s.x.power(exponent.lessOne) * s.y).conj()
    },
    dy: .of([.x, .output]) { g, s in g * (s.output * s.x.log()).conj() })
  static let pow: Op = binary(
    "pow", gradName: "PowBackward1", domain: 0.3...3,
    dx: .of([.x, .y]) { g, s in g * (s.y * s.x.pow(s.y - 1)).where(s.y .!= 0, else: 0).conj() },
    dy: .of([.x, .y, .output]) { g, s in powerByExponent(g, s) })
  /// A number to the power of a tensor.
  static let numberPow: Op = binary(
    "number_pow", kernel: "pow", gradName: "PowBackward2", domain: 0.3...3,
    dx: .of([.x, .y]) { g, s in g * (s.y * s.x.pow(s.y - 1)).conj() },
    dy: .of([.x, .y, .output]) { g, s in powerByExponent(g, s) })

  /// The derivative of a power by the exponent; 0 where 0 is raised to 0 or a positive number.
  private static func powerByExponent(_ g: Tensor, _ s: Saved) -> Tensor {
    let isOther = s.y.dtype.isComplex ? (s.y.imag() .!= 0).logicalOr(s.y.real() .< 0) : s.y .< 0
    return g * (s.output * s.x.log()).where((s.x .!= 0).logicalOr(isOther), else: 0).conj()
  }

  /// `numbers[0]`: the factor.
  static let addcmul: Op = Op(
    "addcmul", kernel: .pointwise(Pointwise("addcmul")),
    rules: [
      .of { g, _ in g }, .of(.z) { g, s in g * (s.z * s.attributes.numbers[0]).conj() },
      .of(.y) { g, s in g * (s.y * s.attributes.numbers[0]).conj() },
    ],
    samples: .custom([Sample([[2, 3], [2, 3], [3]], Attributes(numbers: [.double(0.7)]))]))
  /// `numbers[0]`: the factor.
  static let addcdiv: Op = Op(
    "addcdiv", kernel: .pointwise(Pointwise("addcdiv")),
    rules: [
      .of { g, _ in g }, .of(.z) { g, s in g * (s.attributes.numbers[0] / s.z).conj() },
      .of([.y, .z]) { g, s in -g * (s.y * s.attributes.numbers[0] / (s.z * s.z)).conj() },
    ],
    samples: .custom([Sample([[2, 3], [2, 1], [3]], Attributes(numbers: [.double(0.7)]), ranges: [-2...2, -2...2, 0.5...2])]))
  private static func lerpOp(_ name: String, _ gradName: String) -> Op {
    Op(
      name, gradName: gradName, kernel: .pointwise(Pointwise("lerp")),
      rules: [
        .of(.z) { g, s in g * (1 - s.z).conj() }, .of(.z) { g, s in g * s.z.conj() },
        .of([.x, .y]) { g, s in g * (s.y - s.x).conj() },
      ],
      samples: .custom([Sample([[2, 3], [2, 3], [3]])]))
  }
  static let lerp: Op = lerpOp("lerp", "LerpBackward1")
  /// With a number as the weight.
  static let lerpNumber: Op = lerpOp("lerp_number", "LerpBackward0")
  static let hypot: Op = binary(
    "hypot", type: .float, domain: 0.3...3, dx: .of([.x, .output]) { g, s in g * (s.x / s.output) },
    dy: .of([.y, .output]) { g, s in g * (s.y / s.output) })
  static let atan2: Op = binary(
    "atan2", type: .float, domain: 0.3...3, dx: .of([.x, .y]) { g, s in g * (s.y / (s.x * s.x + s.y * s.y)) },
    dy: .of([.x, .y]) { g, s in -g * (s.x / (s.x * s.x + s.y * s.y)) })
  static let copysign: Op = binary(
    "copysign", type: .float, domain: 0.3...3, dx: .of([.x, .output]) { g, s in g * (s.output / s.x).where(s.x .!= 0, else: 0) }, dy: .zero)

  static let arithmetic: [Op] = [
    add, sub, rsub, mul, div, floorDivide, divFloor, truncDivide, remainder, remainderNumber, fmod, neg, abs, sign, square, reciprocal,
    powNumber, pow, numberPow, addcmul, addcdiv, lerp, lerpNumber, hypot, atan2, copysign,
  ]
}

extension Tensor {
  /// `self + alpha * other`, element by element. Mirrors `torch.add`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).add(Tensor([3.0, 4.0]), alpha: 10)  // tensor([31., 42.])
  /// ```
  public func add(_ other: Tensor, alpha: some TensorScalar = 1) -> Tensor { apply(.add, self, other.scaled(alpha.scalar)) }
  /// `self + other` for a number. Mirrors `torch.add`.
  ///
  /// ```swift
  /// Tensor([1, 2]).add(0.5)  // tensor([1.5000, 2.5000])
  /// ```
  public func add(_ other: some TensorScalar) -> Tensor { apply(.add, self, beside(other)) }
  /// `self - alpha * other`, element by element. Mirrors `torch.sub`.
  ///
  /// ```swift
  /// Tensor([[5.0, 6.0], [7.0, 8.0]]).sub(Tensor([1.0, 2.0]))  // tensor([[4., 4.], [6., 6.]])
  /// ```
  public func sub(_ other: Tensor, alpha: some TensorScalar = 1) -> Tensor { apply(.sub, self, other.scaled(alpha.scalar)) }
  /// `self - other` for a number. Mirrors `torch.sub`.
  ///
  /// ```swift
  /// Tensor([5, 6]).sub(1)  // tensor([4, 5])
  /// ```
  public func sub(_ other: some TensorScalar) -> Tensor { apply(.sub, self, beside(other)) }
  /// `self * other`, element by element. Mirrors `torch.mul`.
  ///
  /// ```swift
  /// Tensor([[1.0, 2.0], [3.0, 4.0]]).mul(Tensor([10.0, 100.0]))  // tensor([[ 10., 200.], [ 30., 400.]])
  /// ```
  public func mul(_ other: Tensor) -> Tensor { apply(.mul, self, other) }
  /// `self * other` for a number. Mirrors `torch.mul`.
  ///
  /// ```swift
  /// Tensor([1, 2]).mul(3)  // tensor([3, 6])
  /// ```
  public func mul(_ other: some TensorScalar) -> Tensor { apply(.mul, self, beside(other)) }
  /// `self / other`, element by element; whole numbers give floats. Mirrors `torch.div`.
  ///
  /// ```swift
  /// Tensor([1, 2]).div(Tensor([2, 4]))  // tensor([0.5000, 0.5000])
  /// ```
  public func div(_ other: Tensor) -> Tensor { apply(.div, self, other) }
  /// `self / other` for a number; whole numbers give floats. Mirrors `torch.div`.
  ///
  /// ```swift
  /// Tensor([1, 2]).div(2)  // tensor([0.5000, 1.0000])
  /// ```
  public func div(_ other: some TensorScalar) -> Tensor { apply(.div, self, beside(other)) }
  /// How a quotient is rounded.
  public enum DivisionRounding: Sendable {
    /// Down.
    case floor
    /// Towards zero.
    case trunc
  }
  /// The rounded quotient; whole numbers stay whole. Mirrors `torch.div(rounding_mode=)`.
  ///
  /// Reports an error for whole numbers divided by zero.
  ///
  /// ```swift
  /// Tensor([7, -7]).div(Tensor([2, 2]), rounding: .floor)  // tensor([ 3, -4])
  /// ```
  public func div(_ other: Tensor, rounding: DivisionRounding) -> Tensor {
    apply(rounding == .floor ? .divFloor : .truncDivide, self, other)
  }
  /// The quotient rounded down. Mirrors `torch.floor_divide`. Reports an error for whole numbers divided by zero.
  ///
  /// ```swift
  /// Tensor([7, -7]).floorDivide(Tensor([2, 2]))  // tensor([ 3, -4])
  /// ```
  public func floorDivide(_ other: Tensor) -> Tensor { apply(.floorDivide, self, other) }
  /// The quotient rounded down. Mirrors `torch.floor_divide`.
  ///
  /// ```swift
  /// Tensor([7.5, -7.5]).floorDivide(2)  // tensor([ 3., -4.])
  /// ```
  public func floorDivide(_ other: some TensorScalar) -> Tensor { apply(.floorDivide, self, beside(other)) }
  /// The quotient rounded towards zero. Mirrors `torch.div(rounding_mode="trunc")`.
  ///
  /// ```swift
  /// Tensor([7, -7]).truncDivide(Tensor([2, 2]))  // tensor([ 3, -3])
  /// ```
  public func truncDivide(_ other: Tensor) -> Tensor { apply(.truncDivide, self, other) }
  /// The remainder with the divisor's sign, as Python's `%`. Mirrors `torch.remainder`.
  ///
  /// ```swift
  /// Tensor([7, -7]).remainder(Tensor([3, 3]))  // tensor([1, 2])
  /// ```
  public func remainder(_ other: Tensor) -> Tensor { apply(.remainder, self, other) }
  /// The remainder with the divisor's sign, as Python's `%`. Mirrors `torch.remainder`.
  ///
  /// ```swift
  /// Tensor([5.5, -5.5]).remainder(2)  // tensor([1.5000, 0.5000])
  /// ```
  public func remainder(_ other: some TensorScalar) -> Tensor { apply(.remainderNumber, self, beside(other)) }
  /// The remainder with the dividend's sign, as C's `fmod`. Mirrors `torch.fmod`.
  ///
  /// ```swift
  /// Tensor([7, -7]).fmod(Tensor([3, 3]))  // tensor([ 1, -1])
  /// ```
  public func fmod(_ other: Tensor) -> Tensor { apply(.fmod, self, other) }
  /// The negative of each element. Mirrors `torch.neg`. Reports an error for truth values.
  ///
  /// ```swift
  /// Tensor([1.0, -2.0]).neg()  // tensor([-1.,  2.])
  /// ```
  public func neg() -> Tensor { apply(.neg, self) }
  /// The absolute value of each element, a real number; its derivative at 0 is 0. Mirrors `torch.abs`.
  ///
  /// ```swift
  /// Tensor([1.0, -2.0]).abs()  // tensor([1., 2.])
  /// ```
  public func abs() -> Tensor { apply(dtype.isComplex ? .absComplex : .abs, self) }
  /// -1, 0 or 1 by the sign of each element. Mirrors `torch.sign`.
  ///
  /// ```swift
  /// Tensor([-3.0, 0.0, 5.0]).sign()  // tensor([-1.,  0.,  1.])
  /// ```
  public func sign() -> Tensor { apply(.sign, self) }
  /// The square of each element; truth values become int64. Mirrors `torch.square`.
  ///
  /// ```swift
  /// Tensor([-3.0, 2.0]).square()  // tensor([9., 4.])
  /// ```
  public func square() -> Tensor { apply(.square, dtype == .bool ? to(.int64) : self) }
  /// `1 / x` for each element. Mirrors `torch.reciprocal`.
  ///
  /// ```swift
  /// Tensor([2.0, 4.0]).reciprocal()  // tensor([0.5000, 0.2500])
  /// ```
  public func reciprocal() -> Tensor { apply(.reciprocal, self) }
  /// Each element to the power of the other's. Mirrors `torch.pow`.
  ///
  /// ```swift
  /// Tensor([2.0, 3.0]).pow(Tensor([3.0, 2.0]))  // tensor([8., 9.])
  /// ```
  public func pow(_ exponent: Tensor) -> Tensor { apply(.pow, self, exponent) }
  /// Each element to the power of a number. Mirrors `torch.pow`.
  ///
  /// Reports an error for whole numbers to a negative whole power.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0]).pow(2)  // tensor([1., 4., 9.])
  /// ```
  public func pow(_ exponent: some TensorScalar) -> Tensor { power(exponent.scalar) }

  package func power(_ exponent: Scalar) -> Tensor {
    if exponent.isNumber(2), dtype.promoted(with: exponent) == dtype, dtype != .bool { return apply(.square, self) }
    return apply(.powNumber, self, beside(exponent), Attributes(numbers: [exponent]))
  }

  /// `self + value * a * b`. Mirrors `torch.addcmul`.
  ///
  /// ```swift
  /// Tensor([1.0, 1.0]).addcmul(Tensor([2.0, 3.0]), Tensor([4.0, 5.0]), value: 0.5)  // tensor([5.0000, 8.5000])
  /// ```
  public func addcmul(_ a: Tensor, _ b: Tensor, value: some TensorScalar = 1) -> Tensor {
    apply(.addcmul, self, a, b, Attributes(numbers: [value.scalar]))
  }
  /// `self + value * (a / b)`. Mirrors `torch.addcdiv`.
  ///
  /// ```swift
  /// Tensor([1.0]).addcdiv(Tensor([3.0]), Tensor([2.0]), value: 0.5)  // tensor([1.7500])
  /// ```
  public func addcdiv(_ a: Tensor, _ b: Tensor, value: some TensorScalar = 1) -> Tensor {
    apply(.addcdiv, self, a, b, Attributes(numbers: [value.scalar]))
  }
  /// `self + weight * (end - self)`. Mirrors `torch.lerp`.
  ///
  /// ```swift
  /// Tensor([0.0, 0.0]).lerp(Tensor([10.0, 10.0]), Tensor([0.1, 0.9]))  // tensor([1., 9.])
  /// ```
  public func lerp(_ end: Tensor, _ weight: Tensor) -> Tensor { apply(.lerp, self, end, weight) }
  /// `self + weight * (end - self)`. Mirrors `torch.lerp`.
  ///
  /// ```swift
  /// Tensor([0.0, 10.0]).lerp(Tensor([10.0, 20.0]), 0.5)  // tensor([ 5., 15.])
  /// ```
  public func lerp(_ end: Tensor, _ weight: some TensorScalar) -> Tensor { apply(.lerpNumber, self, end, beside(weight)) }
  /// `√(self² + other²)` without overflow. Mirrors `torch.hypot`.
  ///
  /// ```swift
  /// Tensor([3.0]).hypot(Tensor([4.0]))  // tensor([5.])
  /// ```
  public func hypot(_ other: Tensor) -> Tensor { apply(.hypot, self, other) }
  /// The magnitude of this tensor's elements with the signs of the other's. Mirrors `torch.copysign`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).copysign(Tensor([-1.0, 0.0]))  // tensor([-1.,  2.])
  /// ```
  public func copysign(_ other: Tensor) -> Tensor { apply(.copysign, self, other) }

  /// This tensor times the `alpha` of a sum.
  func scaled(_ factor: Scalar) -> Tensor {
    if factor.isNumber(1) { return self }
    if dtype.isInteger, let whole = Int(exactly: factor.doubleValue) { return self * whole }
    return self * factor
  }
}

/// The angle of the point `(x, y)`, element by element, in radians between -π and π. Mirrors `torch.atan2(y, x)`.
///
/// ```swift
/// atan2(y: Tensor([1.0]), x: Tensor([1.0]))  // tensor([0.7854])
/// ```
public func atan2(y: Tensor, x: Tensor) -> Tensor { apply(.atan2, y, x) }
