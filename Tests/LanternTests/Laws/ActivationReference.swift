import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What activations, their slopes, special functions and losses of elements mean, one element at a time.
extension PointwiseReference {
  static let activations: [String: PointwiseReference] = [
    "sigmoid": .near { x, _ in logistic(x[0]) },
    "sigmoid_backward": .near { x, _ in x[0] * ((1 - x[1]) * x[1]) },
    "tanh_backward": .near { x, _ in x[0] * (1 - x[1] * x[1]) },
    "relu": .exact({ x, _ in x[0].isNaN ? x[0] : max(x[0], 0) }, { x, _ in max(x[0], 0) }),
    "threshold": .exact({ x, p in x[0] <= p[0] ? p[1] : x[0] }, { x, p in x[0] <= p[0] ? p[1] : x[0] }),
    "threshold_backward": .exact { x, p in x[1] <= p[0] ? 0 : x[0] },
    "leaky_relu": .near { x, p in x[0] > 0 ? x[0] : x[0] * p[0] },
    "leaky_relu_backward": .near { x, p in x[1] > 0 ? x[0] : x[0] * p[0] },
    "prelu": .near { x, _ in x[0] > 0 ? x[0] : x[0] * x[1] },
    "silu": .near { x, _ in x[0] / (1 + exp(-x[0])) },
    "silu_backward": .near { x, _ in x[0] * (logistic(x[1]) * (1 + x[1] * (1 - logistic(x[1])))) },
    "mish": .near { x, _ in x[0] * gate(x[0]) },
    "mish_backward": .near { x, _ in x[0] * (gate(x[1]) + x[1] * (1 - gate(x[1]) * gate(x[1])) * logistic(x[1])) },
    "softplus": .near { x, p in x[0] * p[0] > p[1] ? x[0] : log1p(exp(x[0] * p[0])) / p[0] },
    "softplus_backward": .near { x, p in x[1] * p[0] > p[1] ? x[0] : x[0] * logistic(x[1] * p[0]) },
    "log_sigmoid": .near { x, _ in x[0] < 0 ? x[0] - log1p(exp(x[0])) : -log1p(exp(-x[0])) },
    "log_sigmoid_backward": .near { x, _ in x[0] * logistic(-x[1]) },
    "gelu": .near { x, _ in x[0] * (1 + erf(x[0] * 0.5.squareRoot())) / 2 },
    "gelu_backward": .near { x, _ in
      x[0] * ((1 + erf(x[1] * 0.5.squareRoot())) / 2 + x[1] * exp(-x[1] * x[1] / 2) / (2 * Double.pi).squareRoot())
    },
    "gelu_tanh": .near { x, _ in x[0] / 2 * (1 + tanh(cubic(x[0]))) },
    "gelu_tanh_backward": .near { x, _ in
      let t = tanh(cubic(x[1]))
      let slope = (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * x[1] * x[1])
      return x[0] * (0.5 * (1 + t) + 0.5 * x[1] * (1 - t * t) * slope)
    },
    "elu": exponentialUnit, "celu": exponentialUnit,
    "elu_backward": .near { x, p in x[1] <= 0 ? x[0] * (p[2] * p[0]) * exp(x[1] * p[2]) : x[0] * p[1] },
    "hardtanh": .exact({ x, p in x[0].isNaN ? .nan : min(max(x[0], p[0]), p[1]) }, { x, p in min(max(x[0], p[0]), p[1]) }),
    "hardtanh_backward": .exact { x, p in x[1] <= p[0] || x[1] >= p[1] ? 0 : x[0] },
    "hardsigmoid": .near { x, _ in limited(x[0] + 3, 0, 6) / 6 },
    "hardsigmoid_backward": .near { x, _ in abs(x[1]) < 3 ? x[0] / 6 : 0 },
    "hardswish": .near { x, _ in x[0] * limited(x[0] + 3, 0, 6) / 6 },
    "hardswish_backward": .near { x, _ in x[1] <= -3 ? 0 : x[1] < 3 ? x[0] * (x[1] / 3 + 0.5) : x[0] },
    "hardshrink": .exact { x, p in abs(x[0]) <= p[0] ? 0 : x[0] },
    "softshrink": .near { x, p in abs(x[0]) <= p[0] ? 0 : x[0] > 0 ? x[0] - p[0] : x[0] + p[0] },
    "shrink_backward": .exact { x, p in abs(x[1]) <= p[0] ? 0 : x[0] },
    "softsign": .near { x, _ in x[0] / (1 + abs(x[0])) },
    "tanhshrink": .near { x, _ in x[0] - tanh(x[0]) },
  ]

  static let specialFunctions: [String: PointwiseReference] = [
    "lgamma": .near { x, _ in logGamma(x[0]) },
    "digamma": .near { x, _ in digamma(x[0]) },
    "polygamma": .near { x, _ in secondOfDigamma(x[0]) },
    "erfinv": .near { x, _ in inverseErf(x[0]) },
    "logit": .near { x, p in
      let z = limited(x[0], p[0], 1 - p[0])
      return log(z / (1 - z))
    },
    "logit_backward": .near { x, p in x[1] < p[0] || x[1] > 1 - p[0] ? p[1] : x[0] / (x[1] * (1 - x[1])) },
    "xlogy": .near { x, _ in x[1].isNaN ? .nan : x[0] == 0 ? 0 : x[0] * log(x[1]) },
    "round_decimals": .near { x, p in (x[0] * p[0]).rounded(.toNearestOrEven) / p[0] },
    "nan_to_num": .exact { x, p in x[0].isNaN ? p[0] : x[0].isFinite ? x[0] : x[0] > 0 ? p[1] : p[2] },
    "clamp_tensor": .exact(
      { x, _ in x.contains { $0.isNaN } ? .nan : min(max(x[0], x[1]), x[2]) }, { x, _ in min(max(x[0], x[1]), x[2]) }),
  ]

  static let losses: [String: PointwiseReference] = [
    "mse_loss": .near { x, _ in (x[0] - x[1]) * (x[0] - x[1]) },
    "mse_loss_backward": .near { x, _ in 2 * x[0] * (x[1] - x[2]) },
    "smooth_l1_loss": .near { x, p in
      let d = abs(x[0] - x[1])
      return d < p[0] ? d * d / (2 * p[0]) : d - p[0] / 2
    },
    "huber_loss": .near { x, p in
      let d = abs(x[0] - x[1])
      return d <= p[0] ? d * d / 2 : p[0] * (d - p[0] / 2)
    },
    "binary_cross_entropy": .near { x, _ in (x[1] - 1) * atLeast(log1p(-x[0]), -100) - x[1] * atLeast(log(x[0]), -100) },
    "binary_cross_entropy_backward": .near { x, _ in x[0] * (x[1] - x[2]) / atLeast((1 - x[1]) * x[1], 1e-12) },
  ]

  private static let exponentialUnit = PointwiseReference.near { x, p in x[0] < 0 ? p[0] * expm1(x[0] * p[2]) : p[1] * x[0] }
  private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  private static func gate(_ x: Double) -> Double { tanh(log1p(exp(x))) }
  private static func cubic(_ x: Double) -> Double { (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x) }
  private static func limited(_ x: Double, _ low: Double, _ high: Double) -> Double { x.isNaN ? x : min(max(x, low), high) }
  private static func atLeast(_ x: Double, _ low: Double) -> Double { x < low ? low : x }

  private static func logGamma(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x.isInfinite || (x <= 0 && x == x.rounded()) { return .infinity }
    if x < 100 { return log(abs(tgamma(x))) }
    return (x - 0.5) * log(x) - x + log(2 * Double.pi) / 2 + 1 / (12 * x)  // Stirling
  }

  /// By reflection to positive numbers, then moved up to where four terms of the asymptotic series do.
  private static func digamma(_ x: Double) -> Double {
    if x == 0 { return x.sign == .minus ? .infinity : -.infinity }
    if x < 0 { return x == x.rounded() ? .nan : digamma(1 - x) - .pi / tan(.pi * x.truncatingRemainder(dividingBy: 1)) }
    var (at, sum) = (x, 0.0)
    while at < 50 {
      sum -= 1 / at
      at += 1
    }
    if at == .infinity { return at }
    let z = 1 / (at * at)
    return sum + log(at) - 0.5 / at - z * (1 / 12.0 - z * (1 / 120.0 - z * (1 / 252.0 - z / 240)))
  }

  /// -2 Σ 1 / (x + k)³, whose far terms follow an integral.
  private static func secondOfDigamma(_ x: Double) -> Double {
    if x.isNaN || x == -.infinity { return .nan }
    if x <= 0, x == x.rounded() { return -.infinity }
    var (at, sum) = (x, 0.0)
    while at < 200 {
      sum += 1 / (at * at * at)
      at += 1
    }
    let square = at * at
    return -2 * (sum + 1 / (2 * square) + 1 / (2 * square * at) + 1 / (4 * square * square) - 1 / (12 * square * square * square))
  }

  /// Newton's method, which never passes the solution on a curve that bends down.
  private static func inverseErf(_ x: Double) -> Double {
    if !(abs(x) < 1) { return abs(x) == 1 ? x * .infinity : .nan }
    var y = 0.0
    for _ in 0..<100 { y -= (erf(y) - abs(x)) * Double.pi.squareRoot() / 2 * exp(y * y) }
    return x < 0 ? -y : y
  }
}
