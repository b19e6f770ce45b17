// Sines and their relatives.

extension Op {
  static let sin: Op = unary("sin", uses: .x) { g, s in g * s.x.cos().conj() }
  static let cos: Op = unary("cos", uses: .x) { g, s in g * -s.x.sin().conj() }
  static let tan: Op = unary("tan", domain: -1...1, uses: .output) { g, s in g * (s.output * s.output + 1).conj() }
  static let asin: Op = unary("asin", domain: -0.8...0.8, uses: .x) { g, s in g * (1 - s.x * s.x).rsqrt().conj() }
  static let acos: Op = unary("acos", domain: -0.8...0.8, uses: .x) { g, s in -g * (1 - s.x * s.x).rsqrt().conj() }
  static let atan: Op = unary("atan", uses: .x) { g, s in g / (s.x * s.x + 1).conj() }
  static let sinh: Op = unary("sinh", uses: .x) { g, s in g * s.x.cosh().conj() }
  static let cosh: Op = unary("cosh", uses: .x) { g, s in g * s.x.sinh().conj() }
  static let tanh: Op = unary("tanh", uses: .output) { g, s in
    s.output.dtype.isComplex ? g * (1 - s.output * s.output).conj() : apply(.tanhBackward, g, s.output)
  }
  static let asinh: Op = unary("asinh", uses: .x) { g, s in g * (s.x * s.x + 1).rsqrt().conj() }
  static let acosh: Op = unary("acosh", domain: 1.2...3, uses: .x) { g, s in
    // The root of the product has another branch than the product of the roots; of reals only the former exists everywhere.
    s.x.dtype.isComplex ? g * ((s.x - 1).rsqrt() * (s.x + 1).rsqrt()).conj() : g * (s.x * s.x - 1).rsqrt()
  }
  static let atanh: Op = unary("atanh", domain: -0.8...0.8, uses: .x) { g, s in g / (1 - s.x * s.x).conj() }

  static let trigonometry: [Op] = [sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh]
}

extension Tensor {
  /// The sine of each element, in radians. Mirrors `torch.sin`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).sin()  // tensor([0.0000, 0.8415])
  /// ```
  public func sin() -> Tensor { apply(.sin, self) }
  /// The cosine of each element, in radians. Mirrors `torch.cos`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).cos()  // tensor([1.0000, 0.5403])
  /// ```
  public func cos() -> Tensor { apply(.cos, self) }
  /// The tangent of each element, in radians. Mirrors `torch.tan`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).tan()  // tensor([0.0000, 1.5574])
  /// ```
  public func tan() -> Tensor { apply(.tan, self) }
  /// The angle whose sine is x; NaN outside [-1, 1]. Mirrors `torch.asin`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0, 2.0]).asin()  // tensor([0.0000, 1.5708,    nan])
  /// ```
  public func asin() -> Tensor { apply(.asin, self) }
  /// The angle whose cosine is x; NaN outside [-1, 1]. Mirrors `torch.acos`.
  ///
  /// ```swift
  /// Tensor([1.0, 0.0]).acos()  // tensor([0.0000, 1.5708])
  /// ```
  public func acos() -> Tensor { apply(.acos, self) }
  /// The angle whose tangent is x. Mirrors `torch.atan`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).atan()  // tensor([0.0000, 0.7854])
  /// ```
  public func atan() -> Tensor { apply(.atan, self) }
  /// The hyperbolic sine. Mirrors `torch.sinh`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).sinh()  // tensor([0.0000, 1.1752])
  /// ```
  public func sinh() -> Tensor { apply(.sinh, self) }
  /// The hyperbolic cosine. Mirrors `torch.cosh`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).cosh()  // tensor([1.0000, 1.5431])
  /// ```
  public func cosh() -> Tensor { apply(.cosh, self) }
  /// The hyperbolic tangent. Mirrors `torch.tanh`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).tanh()  // tensor([0.0000, 0.7616])
  /// ```
  public func tanh() -> Tensor { apply(.tanh, self) }
  /// The inverse of the hyperbolic sine. Mirrors `torch.asinh`.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).asinh()  // tensor([0.0000, 0.8814])
  /// ```
  public func asinh() -> Tensor { apply(.asinh, self) }
  /// The inverse of the hyperbolic cosine; NaN below 1. Mirrors `torch.acosh`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).acosh()  // tensor([0.0000, 1.3170])
  /// ```
  public func acosh() -> Tensor { apply(.acosh, self) }
  /// The inverse of the hyperbolic tangent; NaN outside (-1, 1). Mirrors `torch.atanh`.
  ///
  /// ```swift
  /// Tensor([0.0, 0.5]).atanh()  // tensor([0.0000, 0.5493])
  /// ```
  public func atanh() -> Tensor { apply(.atanh, self) }
}
