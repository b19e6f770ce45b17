// Exponentials, logarithms, roots, special functions.

extension Op {
  static let exp: Op = unary("exp", uses: .output) { g, s in g * s.output.conj() }
  static let exp2: Op = unary("exp2", uses: .output) { g, s in g * s.output.conj() * 0.6931471805599453 }
  static let expm1: Op = unary("expm1", uses: .output) { g, s in g * (s.output + 1).conj() }
  static let log: Op = unary("log", domain: 0.2...3, uses: .x) { g, s in g / s.x.conj() }
  static let log2: Op = unary("log2", domain: 0.2...3, uses: .x) { g, s in g / (s.x * 0.6931471805599453).conj() }
  static let log10: Op = unary("log10", domain: 0.2...3, uses: .x) { g, s in g / (s.x * 2.302585092994046).conj() }
  static let log1p: Op = unary("log1p", gradName: "Log1PBackward0", domain: -0.5...3, uses: .x) { g, s in g / (s.x + 1).conj() }
  static let logaddexp: Op = binary(
    "logaddexp", dx: .of([.x, .y]) { g, s in g * (s.x - s.y).sigmoid().conj() },
    dy: .of([.x, .y]) { g, s in g * (s.y - s.x).sigmoid().conj() })
  static let sqrt: Op = unary("sqrt", domain: 0.2...3, uses: .output) { g, s in g / (s.output * 2).conj() }
  static let rsqrt: Op = unary("rsqrt", domain: 0.2...3, uses: .output) { g, s in g * -0.5 * s.output.pow(3).conj() }
  static let erf: Op = unary("erf", uses: .x) { g, s in g * 1.1283791670955126 * (-(s.x * s.x)).exp() }
  static let erfc: Op = unary("erfc", uses: .x) { g, s in g * -1.1283791670955126 * (-(s.x * s.x)).exp() }

  static let exponentials: [Op] = [exp, exp2, expm1, log, log2, log10, log1p, logaddexp, sqrt, rsqrt, erf, erfc]
}

extension Tensor {
  /// e to the power of each element. Mirrors `torch.exp`.
  public func exp() -> Tensor { apply(.exp, self) }
  /// 2 to the power of each element. Mirrors `torch.exp2`.
  public func exp2() -> Tensor { apply(.exp2, self) }
  /// e^x - 1, exact for small x. Mirrors `torch.expm1`.
  public func expm1() -> Tensor { apply(.expm1, self) }
  /// The natural logarithm. Mirrors `torch.log`.
  public func log() -> Tensor { apply(.log, self) }
  /// The logarithm to base 2. Mirrors `torch.log2`.
  public func log2() -> Tensor { apply(.log2, self) }
  /// The logarithm to base 10. Mirrors `torch.log10`.
  public func log10() -> Tensor { apply(.log10, self) }
  /// log(1 + x), exact for small x. Mirrors `torch.log1p`.
  public func log1p() -> Tensor { apply(.log1p, self) }
  /// log(e^x + e^y), exact where the exponentials overflow. Mirrors `torch.logaddexp`.
  ///
  /// ```swift
  /// Tensor([1000.0]).logaddexp(Tensor([1000.0]))  // tensor([1000.6932])
  /// ```
  public func logaddexp(_ other: Tensor) -> Tensor { apply(.logaddexp, self, other) }
  /// The square root; NaN below 0. Mirrors `torch.sqrt`.
  public func sqrt() -> Tensor { apply(.sqrt, self) }
  /// One over the square root. Mirrors `torch.rsqrt`.
  public func rsqrt() -> Tensor { apply(.rsqrt, self) }
  /// The error function, 2/√π ∫₀ˣ exp(-t²) dt. Mirrors `torch.erf`.
  public func erf() -> Tensor { apply(.erf, self) }
  /// 1 - erf(x), exact for large x. Mirrors `torch.erfc`.
  public func erfc() -> Tensor { apply(.erfc, self) }
}
