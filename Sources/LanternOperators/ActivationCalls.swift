import Lantern

extension OperatorTable {
  /// Activations, special functions, and functions that limit numbers.
  static let activations: [OperatorCall] = activationFunctions + specialFunctions + limits

  /// Functions of one tensor that PyTorch may apply in place.
  private static func function(
    _ name: String, _ swift: String, _ run: @escaping @Sendable (Tensor, CallArguments) throws -> Tensor
  ) -> OperatorCall {
    .one("nn.functional." + name, "x." + swift) { a in
      _ = try a.flag(nil, "inplace")
      return try run(a.x, a)
    }
  }

  private static let activationFunctions: [OperatorCall] = [
    function("relu", "relu()") { x, a in x.relu() },
    function("relu6", "relu6()") { x, a in x.relu6() },
    function("hardtanh", "hardtanh(-1, 1)") { x, a in
      try x.hardtanh(a.scalar(1, "min_val") ?? .double(-1), a.scalar(2, "max_val") ?? .double(1))
    },
    function("threshold", "threshold(0.1, 20)") { x, a in
      try x.threshold(a.scalar(1, "threshold") ?? .int(0), a.scalar(2, "value") ?? .int(0))
    },
    function("leaky_relu", "leakyRelu(0.01)") { x, a in try x.leakyRelu(a.double(1, "negative_slope", 0.01)) },
    function("rrelu", "rrelu(training: false)") { x, a in
      // Calls in training were recorded after manual_seed(42).
      try x.rrelu(
        lower: a.double(1, "lower", 0.125), upper: a.double(2, "upper", 1 / 3.0), training: a.flag(3, "training"),
        generator: Generator(seed: 42))
    },
    function("prelu", "prelu(weight)") { x, a in try x.prelu(a.tensor(1, "weight")) },
    function("silu", "silu()") { x, a in x.silu() },
    function("mish", "mish()") { x, a in x.mish() },
    function("softplus", "softplus(beta: 1, threshold: 20)") { x, a in
      try x.softplus(beta: a.double(1, "beta", 1), threshold: a.double(2, "threshold", 20))
    },
    function("logsigmoid", "logSigmoid()") { x, a in x.logSigmoid() },
    function("gelu", "gelu(approximate: .tanh)") { x, a in try x.gelu(approximate: choice(a.string(1, "approximate"), .none)) },
    function("elu", "elu(alpha: 1)") { x, a in try x.elu(alpha: a.double(1, "alpha", 1)) },
    function("celu", "celu(alpha: 1)") { x, a in try x.celu(alpha: a.double(1, "alpha", 1)) },
    function("selu", "selu()") { x, a in x.selu() },
    function("hardsigmoid", "hardsigmoid()") { x, a in x.hardsigmoid() },
    function("hardswish", "hardswish()") { x, a in x.hardswish() },
    function("hardshrink", "hardshrink(0.5)") { x, a in try x.hardshrink(a.double(1, "lambd", 0.5)) },
    function("softshrink", "softshrink(0.5)") { x, a in try x.softshrink(a.double(1, "lambd", 0.5)) },
    function("softsign", "softsign()") { x, a in x.softsign() },
    function("tanhshrink", "tanhshrink()") { x, a in x.tanhshrink() },
    function("softmin", "softmin(0)") { x, a in try x.softmin(a.int(1, "dim"), dtype: a.dtype(nil, "dtype")) },
  ]

  private static let specialFunctions: [OperatorCall] = [
    .unary("lgamma", "lgamma") { $0.lgamma() }, .unary("digamma", "digamma") { $0.digamma() }, .unary("erfinv", "erfinv") { $0.erfinv() },
    .one("polygamma", "x.polygamma(1)") { a in
      // The tensor comes second, except as a method.
      guard case .tensor(let x)? = a.value(0, "n") else { return try a.tensor(1, "input").polygamma(a.int(0, "n")) }
      return try x.polygamma(a.int(1, "n"))
    },
    .one("logit", "x.logit(eps: 1e-6)") { a in try a.x.logit(eps: a.optionalDouble(1, "eps")) },
    .one("xlogy", "x.xlogy(y)") { a in
      if case .tensor(let x)? = a.value(0, "input") { return try x.xlogy(a.operand(1, "other", beside: x)) }
      let y = try a.tensor(1, "other")
      return try a.operand(0, "input", beside: y).xlogy(y)
    },
    .one("round", "x.round(), x.round(decimals: 2)") { a in try a.x.round(decimals: a.int(nil, "decimals", 0)) },
    .one("nan_to_num", "x.nanToNum(nan: 0)") { a in
      try a.x.nanToNum(nan: a.double(1, "nan", 0), posinf: a.optionalDouble(2, "posinf"), neginf: a.optionalDouble(3, "neginf"))
    },
    .one("logsumexp", "x.logSumExp(dims: [0])") { a in try a.x.logSumExp(dims: a.ints(1, "dim"), keepDim: a.flag(2, "keepdim")) },
    .one("isclose", "x.isClose(y)") { a in
      try a.x.isClose(
        a.tensor(1, "other"), rtol: a.double(2, "rtol", 1e-5), atol: a.double(3, "atol", 1e-8), equalNaN: a.flag(4, "equal_nan"))
    },
    .value("allclose", "x.allClose(y)") { a in
      .bool(
        try a.x.allClose(
          a.tensor(1, "other"), rtol: a.double(2, "rtol", 1e-5), atol: a.double(3, "atol", 1e-8), equalNaN: a.flag(4, "equal_nan")))
    },
  ]

  /// Limits are numbers or tensors, and either may be missing.
  private static func clamped(_ x: Tensor, _ min: CaseValue?, _ max: CaseValue?) throws -> Tensor {
    func number(_ value: CaseValue) throws -> Scalar {
      switch value {
      case .int(let v): .int(v)
      case .float(let v): .double(v)
      case .bool(let v): .bool(v)
      default: throw UnsupportedCall("a limit is \(value.kind)")
      }
    }
    switch (min, max) {
    case (.tensor(let low)?, .tensor(let high)?): return x.clamp(low, high)
    case (.tensor(let low)?, nil): return x.clamp(min: low)
    case (nil, .tensor(let high)?): return x.clamp(max: high)
    case (let low?, let high?): return try x.clamp(number(low), number(high))
    case (let low?, nil): return try x.clamp(min: number(low))
    case (nil, let high?): return try x.clamp(max: number(high))
    case (nil, nil): throw UnsupportedCall("no limits")
    }
  }

  private static let limits: [OperatorCall] = [
    .one("clamp", "x.clamp(min, max)") { a in try clamped(a.x, a.value(1, "min"), a.value(2, "max")) },
    .one("clamp_min", "x.clamp(min: min)") { a in try clamped(a.x, a.value(1, "min"), nil) },
    .one("clamp_max", "x.clamp(max: max)") { a in try clamped(a.x, nil, a.value(1, "max")) },
  ]
}
