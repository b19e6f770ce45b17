// Rounding to whole numbers. Whole numbers pass unchanged.

extension Op {
  static let floor: Op = unary("floor") { g, _ in Tensor.zeros(like: g) }
  static let ceil: Op = unary("ceil") { g, _ in Tensor.zeros(like: g) }
  static let trunc: Op = unary("trunc") { g, _ in Tensor.zeros(like: g) }
  static let round: Op = unary("round") { g, _ in Tensor.zeros(like: g) }
  static let frac: Op = unary("frac", domain: 0.1...0.9) { g, _ in g }

  static let rounding: [Op] = [floor, ceil, trunc, round, frac]
}

extension Tensor {
  /// The largest whole number not above each element. Mirrors `torch.floor`.
  ///
  /// ```swift
  /// Tensor([1.5, -1.5]).floor()  // tensor([ 1., -2.])
  /// ```
  public func floor() -> Tensor { dtype.isInteger ? clone() : apply(.floor, self) }
  /// The smallest whole number not below each element. Mirrors `torch.ceil`.
  ///
  /// ```swift
  /// Tensor([1.5, -1.5]).ceil()  // tensor([ 2., -1.])
  /// ```
  public func ceil() -> Tensor { dtype.isInteger ? clone() : apply(.ceil, self) }
  /// Each element without its fraction. Mirrors `torch.trunc`.
  ///
  /// ```swift
  /// Tensor([1.5, -1.5]).trunc()  // tensor([ 1., -1.])
  /// ```
  public func trunc() -> Tensor { dtype.isInteger ? clone() : apply(.trunc, self) }
  /// The nearest whole number; ties go to the even one. Mirrors `torch.round`.
  ///
  /// ```swift
  /// Tensor([0.5, 1.5, 2.4, -0.6]).round()  // tensor([ 0.,  2.,  2., -1.])
  /// ```
  public func round() -> Tensor { dtype.isInteger ? clone() : apply(.round, self) }
  /// The fraction of each element, with its sign. Mirrors `torch.frac`.
  ///
  /// ```swift
  /// Tensor([1.5, -1.5]).frac()  // tensor([ 0.5000, -0.5000])
  /// ```
  public func frac() -> Tensor { apply(.frac, self) }
}
