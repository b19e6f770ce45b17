// The functions between the layers of a network.

extension Op {
  static let sigmoid: Op = unary("sigmoid", uses: .output) { g, s in g * ((1 - s.output) * s.output).conj() }
  static let relu: Op = unary("relu", type: .same, domain: 0.2...3, uses: .output) { g, s in g.where(s.output .> 0, else: 0) }
  /// `numbers[0]`: the slope below zero.
  static let leakyRelu: Op = Op(
    "leaky_relu", kernel: .pointwise(Pointwise("leaky_relu", .float)),
    rules: [.of(.x) { g, s in g.where(s.x .> 0, else: g * s.attributes.numbers[0].doubleValue) }],
    samples: .custom([Sample([[2, 3]], Attributes(numbers: [.double(0.1)]))]))
  static let silu: Op = unary("silu", uses: .x) { g, s in
    let p = s.x.sigmoid()
    return g * (p * (s.x * (1 - p) + 1)).conj()
  }
  /// `numbers`: beta, and the threshold above which the function is the identity.
  static let softplus: Op = Op(
    "softplus", kernel: .pointwise(Pointwise("softplus", .float)),
    rules: [
      .of(.x) { g, s in
        let (beta, threshold) = (s.attributes.numbers[0].doubleValue, s.attributes.numbers[1].doubleValue)
        let scaled = s.x * beta
        return g.where(scaled .> threshold, else: g * scaled.sigmoid())
      }
    ],
    samples: .custom([Sample([[2, 3]], Attributes(numbers: [.double(1.5), .double(20)]))]))
  static let gelu: Op = unary("gelu", uses: .x) { g, s in
    let cdf = ((s.x * 0.7071067811865476).erf() + 1) * 0.5
    let pdf = (s.x * s.x * -0.5).exp() * 0.3989422804014327
    return g * (cdf + s.x * pdf)
  }
  /// `numbers[0]`: alpha.
  static let elu: Op = Op(
    "elu", kernel: .pointwise(Pointwise("elu", .float)),
    rules: [.of(.x) { g, s in g.where(s.x .> 0, else: g * s.attributes.numbers[0].doubleValue * s.x.exp()) }],
    samples: .custom([Sample([[2, 3]], Attributes(numbers: [.double(1.3)]))]))

  static let activations: [Op] = [sigmoid, relu, leakyRelu, silu, softplus, gelu, elu]
}

extension Tensor {
  /// 1 / (1 + e^-x). Mirrors `torch.sigmoid`.
  public func sigmoid() -> Tensor { apply(.sigmoid, self) }
  /// The larger of x and 0; its derivative at 0 is 0. Mirrors `torch.relu`.
  public func relu() -> Tensor { apply(.relu, self) }
  /// x, or `slope * x` below zero. Mirrors `torch.nn.functional.leaky_relu`.
  public func leakyRelu(_ slope: Double = 0.01) -> Tensor { apply(.leakyRelu, self, Attributes(numbers: [.double(slope)])) }
  /// x * sigmoid(x). Mirrors `torch.nn.functional.silu`.
  public func silu() -> Tensor { apply(.silu, self) }
  /// log(1 + e^(beta x)) / beta. Mirrors `torch.nn.functional.softplus`.
  public func softplus(beta: Double = 1, threshold: Double = 20) -> Tensor {
    apply(.softplus, self, Attributes(numbers: [.double(beta), .double(threshold)]))
  }
  /// x Φ(x), with the normal distribution's Φ. Mirrors `torch.nn.functional.gelu`.
  public func gelu() -> Tensor { apply(.gelu, self) }
  /// x, or `alpha (e^x - 1)` below zero. Mirrors `torch.nn.functional.elu`.
  public func elu(alpha: Double = 1) -> Tensor { apply(.elu, self, Attributes(numbers: [.double(alpha)])) }
}
