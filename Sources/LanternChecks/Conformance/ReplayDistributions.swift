import Lantern
import LanternNumPy

// NumPy's distributions, the same calls for both kinds of streams.

/// What a distribution's call names its parameters, in order, and the call itself.
private struct ReplayDistribution {
  let parameters: [(name: String, fallback: Double?)]
  let draw: @Sendable (any DistributionStream, [NDArray], (any ArraySize)?) -> NDArray
}

private func stream(
  _ parameters: [(String, Double?)], _ draw: @escaping @Sendable (any DistributionStream, [NDArray], (any ArraySize)?) -> NDArray
) -> ReplayDistribution { ReplayDistribution(parameters: parameters, draw: draw) }

private let distributions: [String: ReplayDistribution] = [
  "uniform": stream([("low", 0), ("high", 1)]) { $0.uniform($1[0], $1[1], $2) },
  "normal": stream([("loc", 0), ("scale", 1)]) { $0.normal($1[0], $1[1], $2) },
  "exponential": stream([("scale", 1)]) { $0.exponential($1[0], $2) },
  "gamma": stream([("shape", nil), ("scale", 1)]) { $0.gamma($1[0], $1[1], $2) },
  "standard_gamma": stream([("shape", nil)]) { $0.standardGamma($1[0], $2) },
  "beta": stream([("a", nil), ("b", nil)]) { $0.beta($1[0], $1[1], $2) },
  "chisquare": stream([("df", nil)]) { $0.chisquare($1[0], $2) },
  "noncentral_chisquare": stream([("df", nil), ("nonc", nil)]) { $0.noncentralChisquare($1[0], $1[1], $2) },
  "f": stream([("dfnum", nil), ("dfden", nil)]) { $0.f($1[0], $1[1], $2) },
  "noncentral_f": stream([("dfnum", nil), ("dfden", nil), ("nonc", nil)]) { $0.noncentralF($1[0], $1[1], $1[2], $2) },
  "standard_t": stream([("df", nil)]) { $0.standardT($1[0], $2) },
  "standard_cauchy": stream([]) { $0.standardCauchy($2) },
  "lognormal": stream([("mean", 0), ("sigma", 1)]) { $0.lognormal($1[0], $1[1], $2) },
  "laplace": stream([("loc", 0), ("scale", 1)]) { $0.laplace($1[0], $1[1], $2) },
  "logistic": stream([("loc", 0), ("scale", 1)]) { $0.logistic($1[0], $1[1], $2) },
  "gumbel": stream([("loc", 0), ("scale", 1)]) { $0.gumbel($1[0], $1[1], $2) },
  "weibull": stream([("a", nil)]) { $0.weibull($1[0], $2) },
  "pareto": stream([("a", nil)]) { $0.pareto($1[0], $2) },
  "power": stream([("a", nil)]) { $0.power($1[0], $2) },
  "rayleigh": stream([("scale", 1)]) { $0.rayleigh($1[0], $2) },
  "triangular": stream([("left", nil), ("mode", nil), ("right", nil)]) { $0.triangular($1[0], $1[1], $1[2], $2) },
  "vonmises": stream([("mu", nil), ("kappa", nil)]) { $0.vonmises($1[0], $1[1], $2) },
  "wald": stream([("mean", nil), ("scale", nil)]) { $0.wald($1[0], $1[1], $2) },
  "poisson": stream([("lam", 1)]) { $0.poisson($1[0], $2) },
  "binomial": stream([("n", nil), ("p", nil)]) { $0.binomial($1[0], $1[1], $2) },
  "negative_binomial": stream([("n", nil), ("p", nil)]) { $0.negativeBinomial($1[0], $1[1], $2) },
  "geometric": stream([("p", nil)]) { $0.geometric($1[0], $2) },
  "zipf": stream([("a", nil)]) { $0.zipf($1[0], $2) },
  "logseries": stream([("p", nil)]) { $0.logseries($1[0], $2) },
  "hypergeometric": stream([("ngood", nil), ("nbad", nil), ("nsample", nil)]) { $0.hypergeometric($1[0], $1[1], $1[2], $2) },
  "dirichlet": stream([("alpha", nil)]) { $0.dirichlet($1[0], $2) },
]

/// The result of a distribution's call; `nil` when there is none of this name.
func replayDistribution(_ name: String, _ stream: any DistributionStream, _ a: ReplayArguments) throws(TensorError) -> ReplayValue? {
  func size(_ place: Int) throws(TensorError) -> (any ArraySize)? { try a.get(place, "size")?.shape() }
  func run(_ body: () -> NDArray) throws(TensorError) -> ReplayValue {
    do { return .array(try ReplayArray(try withTensorErrors(body))) } catch {
      throw error as? TensorError ?? replayError("\(error)")
    }
  }
  switch name {
  case "multinomial":
    let n = try a.need(0, "n").int(), p = try a.need(1, "pvals").doubles(), size = try size(2)
    return try run { stream.multinomial(n, p, size) }
  case "multivariate_normal":
    let mean = try a.need(0, "mean").doubles(), cov = try numbers(a.need(1, "cov")), size = try size(2)
    return try run { stream.multivariateNormal(mean, cov, size) }
  default: break
  }
  guard let found = distributions[name] else { return nil }
  var parameters: [NDArray] = []
  for (k, parameter) in found.parameters.enumerated() {
    if let value = a.get(k, parameter.name) {
      parameters.append(try numbers(value))
    } else if let fallback = parameter.fallback {
      parameters.append(np.array(fallback))
    } else {
      throw replayError("the argument '\(parameter.name)' is missing")
    }
  }
  let shape = try size(found.parameters.count)
  return try run { found.draw(stream, parameters, shape) }
}

/// A number, or a list of numbers, as an array.
private func numbers(_ value: ReplayValue) throws(TensorError) -> NDArray {
  if case .real(let x) = value { return np.array(x) }
  let array = try asNumPy(value)
  let reals = np.array(array.doubles).reshape(array.shape)
  return array.dtype.isInteger ? reals.astype(.int64) : reals
}

extension ReplayArray {
  /// The elements of an array.
  init(_ array: NDArray) throws(TensorError) {
    let shape = Array(array.shape)
    switch array.dtype {
    case .int64: try self.init(.int64, shape, array.toArray(Int64.self))
    case .float32: try self.init(.float32, shape, array.toArray(Float.self))
    default: try self.init(.float64, shape, array.toArray(Double.self))
    }
  }
}
