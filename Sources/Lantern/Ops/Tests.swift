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
  ///
  /// ```swift
  /// Tensor([1, 2]).eq(Tensor([1, 3]))  // tensor([ True, False])
  /// ```
  public func eq(_ other: Tensor) -> Tensor { apply(.eq, self, other) }
  /// Which elements differ. Mirrors `torch.ne`.
  ///
  /// ```swift
  /// Tensor([1, 2]).ne(Tensor([1, 3]))  // tensor([False,  True])
  /// ```
  public func ne(_ other: Tensor) -> Tensor { apply(.ne, self, other) }
  /// Which elements are smaller. Mirrors `torch.lt`.
  ///
  /// ```swift
  /// Tensor([1, 2, 3]).lt(Tensor([2, 2, 2]))  // tensor([ True, False, False])
  /// ```
  public func lt(_ other: Tensor) -> Tensor { apply(.lt, self, other) }
  /// Which elements are smaller or equal. Mirrors `torch.le`.
  ///
  /// ```swift
  /// Tensor([1, 2, 3]).le(Tensor([2, 2, 2]))  // tensor([ True,  True, False])
  /// ```
  public func le(_ other: Tensor) -> Tensor { apply(.le, self, other) }
  /// Which elements are larger. Mirrors `torch.gt`.
  ///
  /// ```swift
  /// Tensor([1, 2, 3]).gt(Tensor([2, 2, 2]))  // tensor([False, False,  True])
  /// ```
  public func gt(_ other: Tensor) -> Tensor { apply(.gt, self, other) }
  /// Which elements are larger or equal. Mirrors `torch.ge`.
  ///
  /// ```swift
  /// Tensor([1, 2, 3]).ge(Tensor([2, 2, 2]))  // tensor([False,  True,  True])
  /// ```
  public func ge(_ other: Tensor) -> Tensor { apply(.ge, self, other) }
  /// Which elements are not numbers. Mirrors `torch.isnan`.
  ///
  /// ```swift
  /// Tensor([1.0, .nan]).isNaN()  // tensor([False,  True])
  /// ```
  public func isNaN() -> Tensor { apply(.isNaN, self) }
  /// Which elements are infinite. Mirrors `torch.isinf`.
  ///
  /// ```swift
  /// Tensor([1.0, -.infinity]).isInf()  // tensor([False,  True])
  /// ```
  public func isInf() -> Tensor { apply(.isInf, self) }
  /// Which elements are neither infinite nor NaN. Mirrors `torch.isfinite`.
  ///
  /// ```swift
  /// Tensor([1.0, .infinity, .nan]).isFinite()  // tensor([ True, False, False])
  /// ```
  public func isFinite() -> Tensor { apply(.isFinite, self) }
  /// Which elements have their sign set, -0 included. Mirrors `torch.signbit`.
  ///
  /// ```swift
  /// Tensor([1.0, -1.0, -0.0]).signbit()  // tensor([False,  True,  True])
  /// ```
  public func signbit() -> Tensor { apply(.signbit, self) }
  /// Which elements are zero. Mirrors `torch.logical_not`.
  ///
  /// ```swift
  /// Tensor([0, 1, 2]).logicalNot()  // tensor([ True, False, False])
  /// ```
  public func logicalNot() -> Tensor { apply(.logicalNot, self) }
  /// Where both are non-zero. Mirrors `torch.logical_and`.
  ///
  /// ```swift
  /// Tensor([0, 1, 2]).logicalAnd(Tensor([1, 1, 0]))  // tensor([False,  True, False])
  /// ```
  public func logicalAnd(_ other: Tensor) -> Tensor { apply(.logicalAnd, self, other) }
  /// Where one or both are non-zero. Mirrors `torch.logical_or`.
  ///
  /// ```swift
  /// Tensor([0, 1, 0]).logicalOr(Tensor([0, 0, 2]))  // tensor([False,  True,  True])
  /// ```
  public func logicalOr(_ other: Tensor) -> Tensor { apply(.logicalOr, self, other) }
  /// Where exactly one is non-zero. Mirrors `torch.logical_xor`.
  ///
  /// ```swift
  /// Tensor([0, 1, 2]).logicalXor(Tensor([0, 0, 1]))  // tensor([False,  True, False])
  /// ```
  public func logicalXor(_ other: Tensor) -> Tensor { apply(.logicalXor, self, other) }

  /// Whether both have the same shape, dtype and elements; NaN equals nothing. Mirrors `torch.equal`.
  ///
  /// ```swift
  /// Tensor([1, 2]).equal(Tensor([1, 2]))  // true
  /// ```
  public func equal(_ other: Tensor) -> Bool {
    guard !isInvalid, !other.isInvalid, shape == other.shape, dtype == other.dtype else { return false }
    return noGrad { (self .== other).all().item().boolValue }
  }
}
