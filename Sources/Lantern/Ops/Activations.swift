// The functions between the layers of a network. Their slopes are operations of their own, in ActivationSlopes.swift.

extension Op {
  /// A function of one tensor whose gradient is a loop over the incoming gradient and the input.
  private static func activation(
    _ name: String, kernel: String? = nil, gradName: String? = nil, numbers: [Double] = [], range: ClosedRange<Double> = -2...2,
    type: Pointwise.Promotion = .same, slope: Op, slopeNumbers: @escaping @Sendable (Numbers) -> Numbers = { $0 }
  ) -> Op {
    Op(
      name, gradName: gradName, kernel: .pointwise(Pointwise(kernel ?? name, type)),
      rules: [.of(.x) { g, s in apply(slope, g, s.x, Attributes(numbers: slopeNumbers(s.attributes.numbers))) }],
      samples: .custom([Sample([[2, 3]], Attributes(numbers: Numbers(numbers.map { .double($0) })), ranges: [range])]))
  }

  static let sigmoid: Op = unary("sigmoid", uses: .output) { g, s in
    s.output.dtype.isComplex ? g * ((1 - s.output) * s.output).conj() : apply(.sigmoidBackward, g, s.output)
  }
  static let relu: Op = unary("relu", type: .same, domain: 0.2...3, uses: .output) { g, s in
    apply(.thresholdBackward, g, s.output, Attributes(numbers: [.int(0)]))
  }
  /// `numbers`: the threshold, and what stands for elements that do not exceed it.
  static let threshold: Op = activation("threshold", numbers: [-0.4, 5], slope: thresholdBackward) { [$0[0]] }
  /// `numbers[0]`: the slope below zero.
  static let leakyRelu: Op = activation("leaky_relu", numbers: [0.1], slope: leakyReluBackward)
  /// The second input is the slope below zero.
  static let prelu: Op = binary(
    "prelu", gradName: "PreluKernelBackward0", domain: 0.2...3, dx: .of([.x, .y]) { g, s in g.where(s.x .> 0, else: g * s.y) },
    dy: .of(.x) { g, s in (g * s.x).where(s.x .<= 0, else: 0) })
  static let silu: Op = unary("silu", type: .same, uses: .x) { g, s in
    guard s.x.dtype.isComplex else { return apply(.siluBackward, g, s.x) }
    let p = s.x.sigmoid()
    return g * (p * (s.x * (1 - p) + 1)).conj()
  }
  static let mish: Op = activation("mish", slope: mishBackward)
  /// `numbers`: beta, and the threshold above which the function is the identity.
  static let softplus: Op = activation("softplus", numbers: [1.5, 20], slope: softplusBackward)
  static let logSigmoid: Op = activation("log_sigmoid", slope: logSigmoidBackward)
  static let gelu: Op = activation("gelu", slope: geluBackward)
  static let geluTanh: Op = activation("gelu_tanh", gradName: "GeluBackward0", slope: geluTanhBackward)
  /// `numbers`: the factors of the result below zero, of elements above zero, and within the exponential.
  static let elu: Op = activation("elu", numbers: [1.3, 1.1, 0.9], slope: eluBackward)
  static let celu: Op = activation("celu", kernel: "elu", numbers: [0.8, 1, 1.25], slope: eluBackward)
  /// `numbers`: the lower and the upper limit.
  static let hardtanh: Op = activation("hardtanh", kernel: "clamp", numbers: [-0.7, 0.9], slope: hardtanhBackward)
  static let hardsigmoid: Op = activation("hardsigmoid", slope: hardsigmoidBackward)
  static let hardswish: Op = activation("hardswish", slope: hardswishBackward)
  /// `numbers[0]`: half the width of what is set to zero.
  static let hardshrink: Op = activation("hardshrink", numbers: [0.5], slope: shrinkBackward)
  /// `numbers[0]`: by how much elements are moved towards zero.
  static let softshrink: Op = activation("softshrink", numbers: [0.5], slope: shrinkBackward)
  static let softsign: Op = unary("softsign", gradName: "DivBackward0", uses: .x) { g, s in
    let length = s.x.abs() + 1
    return g * (1 - s.x.abs() / length) / length
  }
  static let tanhshrink: Op = unary("tanhshrink", gradName: "SubBackward0", uses: .x) { g, s in g * s.x.tanh().square() }

  static let activations: [Op] = [
    sigmoid, relu, threshold, leakyRelu, prelu, silu, mish, softplus, logSigmoid, gelu, geluTanh, elu, celu, hardtanh, hardsigmoid,
    hardswish, hardshrink, softshrink, softsign, tanhshrink,
  ]
}
