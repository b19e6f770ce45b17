// The gradients of activations: an incoming gradient times a slope, in one loop each, so that no intermediate result is stored and
// half-precision numbers are rounded once.

extension Op {
  /// A loop over an incoming gradient and the place (or result) at which the slope is taken; linear in the former. `second` is the
  /// slope's own slope at a place; where it is absent, it is zero.
  private static func slope(
    _ name: String, _ itself: @autoclosure @escaping @Sendable () -> Op, numbers: [Double] = [],
    second: (@Sendable (_ at: Tensor, _ p: Numbers) -> Tensor)? = nil
  ) -> Op {
    Op(
      name, kernel: .pointwise(Pointwise(name)),
      rules: [
        .of(.y) { g, s in apply(itself(), g, s.y, s.attributes) },
        second.map { second in .of([.x, .y]) { g, s in g * s.x * second(s.y, s.attributes.numbers) } } ?? .zero,
      ],
      samples: .custom([Sample([[2, 3], [2, 3]], Attributes(numbers: Numbers(numbers.map { .double($0) })))]))
  }

  /// At the result.
  static let sigmoidBackward: Op = slope("sigmoid_backward", sigmoidBackward) { y, _ in 1 - y * 2 }
  /// At the result.
  static let tanhBackward: Op = slope("tanh_backward", tanhBackward) { y, _ in y * -2 }
  /// `numbers[0]`: the threshold.
  static let thresholdBackward: Op = slope("threshold_backward", thresholdBackward, numbers: [-0.4])
  /// `numbers[0]`: the slope below zero.
  static let leakyReluBackward: Op = slope("leaky_relu_backward", leakyReluBackward, numbers: [0.1])
  static let siluBackward: Op = slope("silu_backward", siluBackward) { x, _ in
    let p = x.sigmoid()
    return p * (1 - p) * (x * (1 - p * 2) + 2)
  }
  static let mishBackward: Op = slope("mish_backward", mishBackward) { x, _ in
    let (p, t) = (x.sigmoid(), x.softplus().tanh())
    return (1 - t * t) * p * (x * (1 - p) - x * p * t * 2 + 2)
  }
  /// `numbers`: beta and the threshold.
  static let softplusBackward: Op = slope("softplus_backward", softplusBackward, numbers: [1.5, 20]) { x, n in
    let (beta, threshold) = (n[0].doubleValue, n[1].doubleValue)
    let p = (x * beta).sigmoid()
    return (p * (1 - p) * beta).where(x * beta .<= threshold, else: 0)
  }
  static let logSigmoidBackward: Op = slope("log_sigmoid_backward", logSigmoidBackward) { x, _ in
    let p = x.sigmoid()
    return p * (p - 1)
  }
  static let geluBackward: Op = slope("gelu_backward", geluBackward) { x, _ in
    let square = x * x
    return (square * -0.5).exp() * 0.3989422804014327 * (2 - square)
  }
  static let geluTanhBackward: Op = slope("gelu_tanh_backward", geluTanhBackward) { x, _ in
    let (k, c) = (0.7978845608028654, 0.044715)
    let square = x * x
    let t = (x * (square * c + 1) * k).tanh()
    let (first, second) = ((square * (3 * c) + 1) * k, x * (6 * k * c))
    return (1 - t * t) * (first + x * second * 0.5 - x * t * first * first)
  }
  /// `numbers`: as those of `elu`.
  static let eluBackward: Op = slope("elu_backward", eluBackward, numbers: [1.3, 1.1, 0.9]) { x, n in
    let (below, inner) = (n[0].doubleValue, n[2].doubleValue)
    return ((x * inner).exp() * (below * inner * inner)).where(x .<= 0, else: 0)
  }
  /// `numbers`: the limits.
  static let hardtanhBackward: Op = slope("hardtanh_backward", hardtanhBackward, numbers: [-0.7, 0.9])
  static let hardsigmoidBackward: Op = slope("hardsigmoid_backward", hardsigmoidBackward)
  static let hardswishBackward: Op = slope("hardswish_backward", hardswishBackward) { x, _ in
    Tensor.full(like: x, 1 / 3.0).where((x .> -3).logicalAnd(x .< 3), else: 0)
  }
  /// `numbers[0]`: half the width of the part without slope.
  static let shrinkBackward: Op = slope("shrink_backward", shrinkBackward, numbers: [0.5])

  static let activationSlopes: [Op] = [
    sigmoidBackward, tanhBackward, thresholdBackward, leakyReluBackward, siluBackward, mishBackward, softplusBackward, logSigmoidBackward,
    geluBackward, geluTanhBackward, eluBackward, hardtanhBackward, hardsigmoidBackward, hardswishBackward, shrinkBackward,
  ]
}
