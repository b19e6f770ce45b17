import Lantern

// The distributions over the process's stream.

extension np.random {
  /// Uniform numbers in [low, high). Mirrors `numpy.random.uniform`.
  public static func uniform(_ low: some ArrayOperand = 0.0, _ high: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.uniform(low, high, size)
  }
  /// Normal numbers. Mirrors `numpy.random.normal`.
  public static func normal(_ loc: some ArrayOperand = 0.0, _ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.normal(loc, scale, size)
  }
  /// Exponential numbers of the given mean. Mirrors `numpy.random.exponential`.
  public static func exponential(_ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.exponential(scale, size)
  }
  /// Exponential numbers of mean 1. Mirrors `numpy.random.standard_exponential`.
  public static func standardExponential(_ size: (any ArraySize)? = nil) -> NDArray { shared.standardExponential(size) }
  /// Numbers of a gamma distribution. Mirrors `numpy.random.gamma`.
  public static func gamma(_ shape: some ArrayOperand, _ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.gamma(shape, scale, size)
  }
  /// Numbers of a gamma distribution of scale 1. Mirrors `numpy.random.standard_gamma`.
  public static func standardGamma(_ shape: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.standardGamma(shape, size)
  }
  /// Numbers of a beta distribution, in [0, 1]. Mirrors `numpy.random.beta`.
  public static func beta(_ a: some ArrayOperand, _ b: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.beta(a, b, size)
  }
  /// Sums of `df` squares of normal numbers. Mirrors `numpy.random.chisquare`.
  public static func chisquare(_ df: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray { shared.chisquare(df, size) }
  /// Sums of `df` squares of normal numbers whose means are not 0. Mirrors `numpy.random.noncentral_chisquare`.
  public static func noncentralChisquare(_ df: some ArrayOperand, _ nonc: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.noncentralChisquare(df, nonc, size)
  }
  /// Numbers of Fisher's distribution of a quotient of variances. Mirrors `numpy.random.f`.
  public static func f(_ dfnum: some ArrayOperand, _ dfden: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.f(dfnum, dfden, size)
  }
  /// Numbers of Fisher's distribution with a mean that is not 0. Mirrors `numpy.random.noncentral_f`.
  public static func noncentralF(
    _ dfnum: some ArrayOperand, _ dfden: some ArrayOperand, _ nonc: some ArrayOperand, _ size: (any ArraySize)? = nil
  ) -> NDArray { shared.noncentralF(dfnum, dfden, nonc, size) }
  /// Numbers of Student's distribution. Mirrors `numpy.random.standard_t`.
  public static func standardT(_ df: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray { shared.standardT(df, size) }
  /// Numbers of the Cauchy distribution: quotients of two normal numbers. Mirrors `numpy.random.standard_cauchy`.
  public static func standardCauchy(_ size: (any ArraySize)? = nil) -> NDArray { shared.standardCauchy(size) }
  /// Numbers whose logarithms are normal. Mirrors `numpy.random.lognormal`.
  public static func lognormal(_ mean: some ArrayOperand = 0.0, _ sigma: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray
  { shared.lognormal(mean, sigma, size) }
  /// Numbers of the double exponential distribution. Mirrors `numpy.random.laplace`.
  public static func laplace(_ loc: some ArrayOperand = 0.0, _ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.laplace(loc, scale, size)
  }
  /// Numbers of the logistic distribution. Mirrors `numpy.random.logistic`.
  public static func logistic(_ loc: some ArrayOperand = 0.0, _ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.logistic(loc, scale, size)
  }
  /// Numbers of Gumbel's distribution of extremes. Mirrors `numpy.random.gumbel`.
  public static func gumbel(_ loc: some ArrayOperand = 0.0, _ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.gumbel(loc, scale, size)
  }
  /// Numbers of Weibull's distribution of scale 1. Mirrors `numpy.random.weibull`.
  public static func weibull(_ a: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray { shared.weibull(a, size) }
  /// Numbers of Pareto's distribution, from 0 on (Lomax). Mirrors `numpy.random.pareto`.
  public static func pareto(_ a: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray { shared.pareto(a, size) }
  /// Numbers in [0, 1] with density `a * x ** (a - 1)`. Mirrors `numpy.random.power`.
  public static func power(_ a: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray { shared.power(a, size) }
  /// Lengths of vectors of two normal numbers. Mirrors `numpy.random.rayleigh`.
  public static func rayleigh(_ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray { shared.rayleigh(scale, size) }
  /// Numbers in [left, right], most often near `mode`. Mirrors `numpy.random.triangular`.
  public static func triangular(
    _ left: some ArrayOperand, _ mode: some ArrayOperand, _ right: some ArrayOperand, _ size: (any ArraySize)? = nil
  ) -> NDArray { shared.triangular(left, mode, right, size) }
  /// Angles in [-π, π], most often near `mu`. Mirrors `numpy.random.vonmises`.
  public static func vonmises(_ mu: some ArrayOperand, _ kappa: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.vonmises(mu, kappa, size)
  }
  /// Numbers of the inverse Gaussian distribution. Mirrors `numpy.random.wald`.
  public static func wald(_ mean: some ArrayOperand, _ scale: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.wald(mean, scale, size)
  }
  /// Numbers of events in an interval where `lam` are expected. Mirrors `numpy.random.poisson`.
  public static func poisson(_ lam: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray { shared.poisson(lam, size) }
  /// Numbers of successes in `n` trials of probability `p`. Mirrors `numpy.random.binomial`.
  public static func binomial(_ n: some ArrayOperand, _ p: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.binomial(n, p, size)
  }
  /// Numbers of failures before `n` successes of probability `p`. Mirrors `numpy.random.negative_binomial`.
  public static func negativeBinomial(_ n: some ArrayOperand, _ p: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    shared.negativeBinomial(n, p, size)
  }
  /// Numbers of trials of probability `p` until one succeeds. Mirrors `numpy.random.geometric`.
  public static func geometric(_ p: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray { shared.geometric(p, size) }
  /// Numbers of Zipf's distribution: `k` with a probability proportional to `k ** -a`. Mirrors `numpy.random.zipf`.
  public static func zipf(_ a: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray { shared.zipf(a, size) }
  /// Numbers of the logarithmic series distribution. Mirrors `numpy.random.logseries`.
  public static func logseries(_ p: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray { shared.logseries(p, size) }
  /// Numbers of good ones among `nsample` drawn without putting back from `ngood` good and `nbad` bad ones. Mirrors
  /// `numpy.random.hypergeometric`.
  public static func hypergeometric(
    _ ngood: some ArrayOperand, _ nbad: some ArrayOperand, _ nsample: some ArrayOperand, _ size: (any ArraySize)? = nil
  ) -> NDArray { shared.hypergeometric(ngood, nbad, nsample, size) }
}
