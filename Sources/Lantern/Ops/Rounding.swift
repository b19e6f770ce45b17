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
  public func floor() -> Tensor { dtype.isInteger ? clone() : apply(.floor, self) }
  /// The smallest whole number not below each element. Mirrors `torch.ceil`.
  public func ceil() -> Tensor { dtype.isInteger ? clone() : apply(.ceil, self) }
  /// Each element without its fraction. Mirrors `torch.trunc`.
  public func trunc() -> Tensor { dtype.isInteger ? clone() : apply(.trunc, self) }
  /// The nearest whole number; ties go to the even one. Mirrors `torch.round`.
  public func round() -> Tensor { dtype.isInteger ? clone() : apply(.round, self) }
  /// The fraction of each element, with its sign. Mirrors `torch.frac`.
  public func frac() -> Tensor { apply(.frac, self) }
}
