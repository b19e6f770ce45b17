// The gamma function's relatives, inverses, and functions that keep infinities out.

extension Op {
  static let lgamma: Op = unary("lgamma", domain: 0.4...4, uses: .x) { g, s in g * s.x.digamma() }
  static let digamma: Op = unary("digamma", domain: 0.4...4, uses: .x) { g, s in g * s.x.polygamma(1) }
  /// `numbers[0]`: which derivative of digamma.
  static let polygamma: Op = Op(
    "polygamma", kernel: .pointwise(Pointwise("polygamma", .float)),
    rules: [.of(.x) { g, s in g * s.x.polygamma(s.attributes.numbers[0].intValue &+ 1) }],
    samples: .custom([Sample([[2, 3]], Attributes(numbers: [.int(2)]), ranges: [0.5...4])]))
  static let erfinv: Op = unary("erfinv", domain: -0.8...0.8, uses: .output) { g, s in
    g * (s.output * s.output).exp() * 0.886226925452758
  }
  /// `numbers[0]`: how far elements are kept from 0 and 1; -infinity for not at all.
  static let logit: Op = Op(
    "logit", kernel: .pointwise(Pointwise("logit", .float)),
    rules: [
      .of(.x) { g, s in
        let eps = s.attributes.numbers[0].doubleValue
        return apply(.logitBackward, g, s.x, Attributes(numbers: eps < 0 ? [.int(0), .double(.nan)] : [.double(eps), .int(0)]))
      }
    ],
    samples: .custom([
      Sample([[2, 3]], Attributes(numbers: [.double(-.infinity)]), ranges: [0.1...0.9]),
      Sample([[2, 3]], Attributes(numbers: [.double(0.2)]), ranges: [0.25...0.75]),
    ]))
  /// `numbers`: how far inside of 0 and 1 the function is followed, and the slope beyond.
  static let logitBackward: Op = Op(
    "logit_backward", kernel: .pointwise(Pointwise("logit_backward")),
    rules: [
      .of(.y) { g, s in apply(.logitBackward, g, s.y, s.attributes) },
      .of([.x, .y]) { g, s in
        let (y, eps) = (s.y, s.attributes.numbers[0].doubleValue)
        let inside = (y .>= eps).logicalAnd(y .<= 1 - eps)
        return (g * s.x * (y * 2 - 1) / (y * (1 - y)).square()).where(inside, else: 0)
      },
    ],
    samples: .custom([Sample([[2, 3], [2, 3]], Attributes(numbers: [.double(0.1), .int(0)]), ranges: [-2...2, 0.2...0.8])]))
  static let xlogy: Op = binary(
    "xlogy", type: .float, domain: 0.3...3,
    dx: .of([.x, .y]) { g, s in g * s.y.log().where((s.x .!= 0).logicalOr(s.y .> 0), else: 0) },
    dy: .of([.x, .y]) { g, s in g * s.x / s.y })
  /// `numbers`: ten to the power of the number of decimals, or of its negative, and whether it is that.
  static let roundDecimals: Op = Op(
    "round_decimals", gradName: "RoundBackward1", kernel: .pointwise(Pointwise("round_decimals")), rules: [.zero],
    samples: .custom([
      Sample([[2, 3]], Attributes(numbers: [.int(100), .int(0)])),
      Sample([[2, 3]], Attributes(numbers: [.int(10), .int(1)]), ranges: [-99...99]),
    ]))
  /// `numbers`: what stands for NaN, infinity and -infinity.
  static let nanToNum: Op = Op(
    "nan_to_num", kernel: .pointwise(Pointwise("nan_to_num")), rules: [.of(.x) { g, s in g.where(s.x.isFinite(), else: 0) }],
    samples: .custom([Sample([[2, 3]], Attributes(numbers: [.double(0.5), .int(7), .int(-7)]))]))

  static let special: [Op] = [lgamma, digamma, polygamma, erfinv, logit, logitBackward, xlogy, roundDecimals, nanToNum]
}

extension Tensor {
  /// log |Γ(x)|. Mirrors `torch.lgamma`.
  ///
  /// ```swift
  /// Tensor([1.0, 5.0]).lgamma()  // tensor([0.0000, 3.1781])
  /// ```
  public func lgamma() -> Tensor { apply(.lgamma, self) }
  /// `lgamma` in place. Mirrors `lgamma_`.
  ///
  /// ```swift
  /// Tensor([3.0]).lgamma_()  // tensor([0.6931])
  /// ```
  @discardableResult public func lgamma_() -> Tensor { Op.lgamma.applyInPlace(self) }
  /// ψ(x), the derivative of `lgamma`. Mirrors `torch.digamma`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).digamma()  // tensor([-0.5772,  0.4228])
  /// ```
  public func digamma() -> Tensor { apply(.digamma, self) }
  /// `digamma` in place. Mirrors `digamma_`.
  ///
  /// ```swift
  /// Tensor([1.0]).digamma_()  // tensor([-0.5772])
  /// ```
  @discardableResult public func digamma_() -> Tensor { Op.digamma.applyInPlace(self) }
  /// The n-th derivative of `digamma`. Mirrors `torch.polygamma(n, self)`. Reports an error for a negative n.
  ///
  /// ```swift
  /// Tensor([1.0]).polygamma(1)  // tensor([1.6449])
  /// ```
  public func polygamma(_ n: Int) -> Tensor {
    guard n >= 0 || isInvalid else {
      return .invalid(
        reporting: TensorError(.argument, op: "polygamma", "polygamma(n, x) does not support negative n.", hint: "Got n = \(n)."))
    }
    return apply(.polygamma, self, Attributes(numbers: [.int(n)]))
  }
  /// The number whose `erf` is x; NaN outside [-1, 1]. Mirrors `torch.erfinv`.
  ///
  /// ```swift
  /// Tensor([0.0, 0.5, -1.0]).erfinv()  // tensor([0.0000, 0.4769,   -inf])
  /// ```
  public func erfinv() -> Tensor { apply(.erfinv, self) }
  /// `erfinv` in place. Mirrors `erfinv_`.
  ///
  /// ```swift
  /// Tensor([0.5]).erfinv_()  // tensor([0.4769])
  /// ```
  @discardableResult public func erfinv_() -> Tensor { Op.erfinv.applyInPlace(self) }
  /// log(x / (1 - x)), the inverse of `sigmoid`, of x limited to [eps, 1 - eps] if that is given. Mirrors `torch.logit`.
  ///
  /// ```swift
  /// Tensor([0.5, 0.9]).logit()  // tensor([0.0000, 2.1972])
  /// ```
  public func logit(eps: Double? = nil) -> Tensor { apply(.logit, self, Tensor.logitLimit(eps)) }
  /// `logit` in place. Mirrors `logit_`.
  ///
  /// ```swift
  /// Tensor([0.5, 0.9]).logit_()  // tensor([0.0000, 2.1972])
  /// ```
  @discardableResult public func logit_(eps: Double? = nil) -> Tensor { Op.logit.applyInPlace(self, attributes: Tensor.logitLimit(eps)) }

  private static func logitLimit(_ eps: Double?) -> Attributes {
    Attributes(numbers: [.double(eps.flatMap { $0 < 0 ? nil : $0 } ?? -.infinity)])
  }

  /// x * log(other), and 0 where x is 0. Mirrors `torch.xlogy`.
  ///
  /// ```swift
  /// Tensor([0.0, 2.0]).xlogy(Tensor([0.0, 10.0]))  // tensor([0.0000, 4.6052])
  /// ```
  public func xlogy(_ other: Tensor) -> Tensor { apply(.xlogy, self, other) }
  /// x * log(other) for a number, and 0 where x is 0. Mirrors `torch.xlogy`.
  ///
  /// ```swift
  /// Tensor([0.0, 2.0]).xlogy(10)  // tensor([0.0000, 4.6052])
  /// ```
  public func xlogy(_ other: some TensorScalar) -> Tensor { apply(.xlogy, self, beside(other)) }
  /// `xlogy` in place. Mirrors `xlogy_`.
  ///
  /// ```swift
  /// Tensor([0.0, 2.0]).xlogy_(Tensor([0.0, 10.0]))  // tensor([0.0000, 4.6052])
  /// ```
  @discardableResult public func xlogy_(_ other: Tensor) -> Tensor { Op.xlogy.applyInPlace(self, other) }

  /// Each element rounded to a number of decimals, ties to even; a negative number rounds to tens, hundreds, … Mirrors
  /// `torch.round(decimals=)`.
  ///
  /// ```swift
  /// Tensor([1.2345, -6.78]).round(decimals: 1)  // tensor([ 1.2000, -6.8000])
  /// ```
  public func round(decimals: Int) -> Tensor { decimals == 0 ? round() : apply(.roundDecimals, self, Tensor.decimalFactor(decimals)) }
  /// Rounds to a number of decimals in place. Mirrors `round_(decimals=)`.
  ///
  /// ```swift
  /// Tensor([1.234, 5.678]).round_(decimals: 1)  // tensor([1.2000, 5.7000])
  /// ```
  @discardableResult public func round_(decimals: Int) -> Tensor {
    decimals == 0 ? round_() : Op.roundDecimals.applyInPlace(self, attributes: Tensor.decimalFactor(decimals))
  }

  private static func decimalFactor(_ decimals: Int) -> Attributes {
    // Multiplied up one by one: exact as far as a power of ten can be.
    let factor = (0..<Swift.min(decimals.magnitude, 400)).reduce(1.0) { power, _ in power * 10 }
    return Attributes(numbers: [.double(factor), .int(decimals < 0 ? 1 : 0)])
  }

  /// Finite numbers for NaN and the infinities: 0 and the ends of the dtype, unless others are given. Mirrors `torch.nan_to_num`.
  ///
  /// Whole numbers pass unchanged.
  ///
  /// ```swift
  /// Tensor([.nan, .infinity, 1.0]).nanToNum(posinf: 100)  // tensor([  0., 100.,   1.])
  /// ```
  public func nanToNum(nan: Double = 0, posinf: Double? = nil, neginf: Double? = nil) -> Tensor {
    if isInvalid { return self }
    if dtype.isComplex {
      let parts = [real(), imag()].map { $0.nanToNum(nan: nan, posinf: posinf, neginf: neginf) }
      return Tensor.complex(parts[0], parts[1])
    }
    guard dtype.isFloatingPoint else { return clone() }
    return apply(.nanToNum, self, replacements(nan, posinf, neginf))
  }
  /// Replaces NaN and the infinities in place. Mirrors `nan_to_num_`.
  ///
  /// ```swift
  /// Tensor([.nan, 1.0]).nanToNum_(nan: -1)  // tensor([-1.,  1.])
  /// ```
  @discardableResult public func nanToNum_(nan: Double = 0, posinf: Double? = nil, neginf: Double? = nil) -> Tensor {
    guard dtype.isFloatingPoint || dtype.isComplex else { return self }
    return Op.nanToNum.applyInPlace(self, attributes: replacements(nan, posinf, neginf))
  }

  private func replacements(_ nan: Double, _ posinf: Double?, _ neginf: Double?) -> Attributes {
    Attributes(numbers: [.double(nan), .double(posinf ?? dtype.largestFinite), .double(neginf ?? -dtype.largestFinite)])
  }

  /// Which elements are nearly equal: `|self - other| <= atol + rtol * |other|`, or equal. Mirrors `torch.isclose`.
  ///
  /// NaN is near to NaN only with `equalNaN`. Reports an error for different dtypes and for negative tolerances.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).isClose(Tensor([1.0 + 1e-7, 2.1]))  // tensor([ True, False])
  /// ```
  public func isClose(_ other: Tensor, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false) -> Tensor {
    if let invalid = firstInvalid([self, other]) { return invalid }
    return reporting { () throws(TensorError) in
      guard dtype == other.dtype else {
        throw TensorError(.dtype, op: "isclose", "\(dtype.legacyName) did not match \(other.dtype.legacyName)")
      }
      for (name, value) in [("rtol", rtol), ("atol", atol)] where !(value >= 0) {
        throw TensorError(.argument, op: "isclose", "\(name) must be greater than or equal to zero, but got \(value)")
      }
      return noGrad {
        var close = self .== other
        if equalNaN, dtype.isDifferentiable { close = close.logicalOr((self .!= self).logicalAnd(other .!= other)) }
        if rtol == 0, atol == 0 { return close }
        let wide = dtype.isDifferentiable ? other : other.to(.default)
        let allowed = (wide * rtol).abs() + atol
        let actual = ((dtype == .bool ? self.to(.default) : self) - wide).abs()
        return close.logicalOr(actual.isFinite().logicalAnd(actual .<= allowed))
      }
    }
  }

  /// Whether all elements are nearly equal; see `isClose`. Mirrors `torch.allclose`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).allClose(Tensor([1.0, 2.000001]))  // true
  /// ```
  public func allClose(_ other: Tensor, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false) -> Bool {
    let close = isClose(other, rtol: rtol, atol: atol, equalNaN: equalNaN)
    return !close.isInvalid && close.all().item().boolValue
  }
}
