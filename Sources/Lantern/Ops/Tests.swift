// Comparisons and other questions; the answers are truth values.

extension Op {
  static let eq = test("eq"), ne = test("ne")
  static let lt = test("lt"), le = test("le")
  static let gt = test("gt"), ge = test("ge")
  static let isNaN = test("isnan"), isInf = test("isinf"), isFinite = test("isfinite"), signbit = test("signbit")
  static let logicalNot = test("logical_not"), logicalAnd = test("logical_and")
  static let logicalOr = test("logical_or"), logicalXor = test("logical_xor")

  static let tests: [Op] = [eq, ne, lt, le, gt, ge, isNaN, isInf, isFinite, signbit, logicalNot, logicalAnd, logicalOr, logicalXor]

  private static func onBits(_ name: String) -> Op {
    Op(
      name,
      kernel: .pointwise(
        Pointwise(name) { _, type throws(TensorError) in
          guard type.isFloatingPoint || type.isComplex else { return }
          throw TensorError(.dtype, op: name, "\"\(name)_cpu\" not implemented for '\(type.legacyName)'")
        }),
      rules: [], isDifferentiable: false, samples: .unary)
  }
  static let bitwiseNot = onBits("bitwise_not"), bitwiseAnd = onBits("bitwise_and"), bitwiseOr = onBits("bitwise_or")
  static let bitwiseXor = onBits("bitwise_xor")
  static let shiftLeft = onBits("bitwise_left_shift"), shiftRight = onBits("bitwise_right_shift")

  static let bits: [Op] = [bitwiseNot, bitwiseAnd, bitwiseOr, bitwiseXor, shiftLeft, shiftRight]
}

extension Tensor {
  /// Which elements are equal. Mirrors `torch.eq`.
  public func eq(_ other: Tensor) -> Tensor { apply(.eq, self, other) }
  /// Which elements differ. Mirrors `torch.ne`.
  public func ne(_ other: Tensor) -> Tensor { apply(.ne, self, other) }
  /// Which elements are smaller. Mirrors `torch.lt`.
  public func lt(_ other: Tensor) -> Tensor { apply(.lt, self, other) }
  /// Which elements are smaller or equal. Mirrors `torch.le`.
  public func le(_ other: Tensor) -> Tensor { apply(.le, self, other) }
  /// Which elements are larger. Mirrors `torch.gt`.
  public func gt(_ other: Tensor) -> Tensor { apply(.gt, self, other) }
  /// Which elements are larger or equal. Mirrors `torch.ge`.
  public func ge(_ other: Tensor) -> Tensor { apply(.ge, self, other) }
  /// Which elements are not numbers. Mirrors `torch.isnan`.
  public func isNaN() -> Tensor { apply(.isNaN, self) }
  /// Which elements are infinite. Mirrors `torch.isinf`.
  public func isInf() -> Tensor { apply(.isInf, self) }
  /// Which elements are neither infinite nor NaN. Mirrors `torch.isfinite`.
  public func isFinite() -> Tensor { apply(.isFinite, self) }
  /// Which elements have their sign set, -0 included. Mirrors `torch.signbit`.
  public func signbit() -> Tensor { apply(.signbit, self) }
  /// Which elements are zero. Mirrors `torch.logical_not`.
  public func logicalNot() -> Tensor { apply(.logicalNot, self) }
  /// Where both are non-zero. Mirrors `torch.logical_and`.
  public func logicalAnd(_ other: Tensor) -> Tensor { apply(.logicalAnd, self, other) }
  /// Where one or both are non-zero. Mirrors `torch.logical_or`.
  public func logicalOr(_ other: Tensor) -> Tensor { apply(.logicalOr, self, other) }
  /// Where exactly one is non-zero. Mirrors `torch.logical_xor`.
  public func logicalXor(_ other: Tensor) -> Tensor { apply(.logicalXor, self, other) }

  /// Whether both have the same shape, dtype and elements; NaN equals nothing. Mirrors `torch.equal`.
  public func equal(_ other: Tensor) -> Bool {
    guard !isInvalid, !other.isInvalid, shape == other.shape, dtype == other.dtype else { return false }
    return noGrad { (self .== other).all().item().boolValue }
  }
}
