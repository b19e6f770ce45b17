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
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).exp()  // tensor([1.0000, 2.7183])
  /// ```
  public func exp() -> Tensor { apply(.exp, self) }
  /// 2 to the power of each element. Mirrors `torch.exp2`.
  ///
  /// ```swift
  /// Tensor([0.0, 3.0]).exp2()  // tensor([1., 8.])
  /// ```
  public func exp2() -> Tensor { apply(.exp2, self) }
  /// e^x - 1, exact for small x. Mirrors `torch.expm1`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).expm1()  // tensor([0.0000, 1.7183])
  /// ```
  public func expm1() -> Tensor { apply(.expm1, self) }
  /// The natural logarithm. Mirrors `torch.log`. -infinity at 0, NaN below.
  ///
  /// ```swift
  /// Tensor([1.0, 10.0, 0.0]).log()  // tensor([0.0000, 2.3026,   -inf])
  /// ```
  public func log() -> Tensor { apply(.log, self) }
  /// The logarithm to base 2. Mirrors `torch.log2`.
  ///
  /// ```swift
  /// Tensor([1.0, 8.0]).log2()  // tensor([0., 3.])
  /// ```
  public func log2() -> Tensor { apply(.log2, self) }
  /// The logarithm to base 10. Mirrors `torch.log10`.
  ///
  /// ```swift
  /// Tensor([1.0, 100.0]).log10()  // tensor([0., 2.])
  /// ```
  public func log10() -> Tensor { apply(.log10, self) }
  /// log(1 + x), exact for small x. Mirrors `torch.log1p`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).log1p()  // tensor([0.0000, 0.6931])
  /// ```
  public func log1p() -> Tensor { apply(.log1p, self) }
  /// log(e^x + e^y), exact where the exponentials overflow. Mirrors `torch.logaddexp`.
  ///
  /// ```swift
  /// Tensor([1000.0]).logaddexp(Tensor([1000.0]))  // tensor([1000.6932])
  /// ```
  public func logaddexp(_ other: Tensor) -> Tensor { apply(.logaddexp, self, other) }
  /// The square root; NaN below 0. Mirrors `torch.sqrt`.
  ///
  /// ```swift
  /// Tensor([1.0, 4.0, -1.0]).sqrt()  // tensor([1., 2., nan])
  /// ```
  public func sqrt() -> Tensor { apply(.sqrt, self) }
  /// One over the square root. Mirrors `torch.rsqrt`.
  ///
  /// ```swift
  /// Tensor([1.0, 4.0]).rsqrt()  // tensor([1.0000, 0.5000])
  /// ```
  public func rsqrt() -> Tensor { apply(.rsqrt, self) }
  /// The error function, 2/√π ∫₀ˣ exp(-t²) dt. Mirrors `torch.erf`.
  ///
  /// ```swift
  /// Tensor([0.0, 0.5, 1.0]).erf()  // tensor([0.0000, 0.5205, 0.8427])
  /// ```
  public func erf() -> Tensor { apply(.erf, self) }
  /// 1 - erf(x), exact for large x. Mirrors `torch.erfc`.
  ///
  /// ```swift
  /// Tensor([0.0, 0.5, 1.0]).erfc()  // tensor([1.0000, 0.4795, 0.1573])
  /// ```
  public func erfc() -> Tensor { apply(.erfc, self) }
}
