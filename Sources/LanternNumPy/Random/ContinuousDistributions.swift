import CKernels
import Lantern

// Continuous distributions. Each reports NumPy's error for parameters that do not make sense.

extension DistributionStream {
  /// Uniform numbers in [low, high). Mirrors `uniform`.
  public func uniform(_ low: some ArrayOperand = 0.0, _ high: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    real(
      "uniform", CK_DIST_UNIFORM, [Parameter("low", low), Parameter("high", high)], size
    ) { [isLegacy = draws.isLegacy] v in
      for i in 0..<Swift.max(v[0].count, v[1].count) {
        let range = v[1][v[1].count == 1 ? 0 : i] - v[0][v[0].count == 1 ? 0 : i]
        if !range.isFinite { return isLegacy ? "Range exceeds valid bounds" : "high - low range exceeds valid bounds" }
        if !isLegacy, range < 0 { return "high - low < 0" }
      }
      return nil
    }
  }
  /// Normal numbers. Mirrors `normal`.
  public func normal(_ loc: some ArrayOperand = 0.0, _ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    real("normal", CK_DIST_NORMAL, [Parameter("loc", loc), Parameter("scale", scale, .nonNegative)], size)
  }
  /// Exponential numbers of the given mean. Mirrors `exponential`.
  public func exponential(_ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    real("exponential", CK_DIST_EXPONENTIAL, [Parameter("scale", scale, .nonNegative)], size)
  }
  /// Exponential numbers of mean 1. Mirrors `standard_exponential`.
  public func standardExponential(_ size: (any ArraySize)? = nil) -> NDArray {
    real("standard_exponential", CK_DIST_EXPONENTIAL, [Parameter("scale", 1.0)], size)
  }
  /// Numbers of a gamma distribution. Mirrors `gamma`.
  public func gamma(_ shape: some ArrayOperand, _ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    real("gamma", CK_DIST_GAMMA, [Parameter("shape", shape, .nonNegative), Parameter("scale", scale, .nonNegative)], size)
  }
  /// Numbers of a gamma distribution of scale 1. Mirrors `standard_gamma`.
  public func standardGamma(_ shape: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("standard_gamma", CK_DIST_STANDARD_GAMMA, [Parameter("shape", shape, .nonNegative)], size)
  }
  /// Numbers of a beta distribution, in [0, 1]. Mirrors `beta`.
  public func beta(_ a: some ArrayOperand, _ b: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("beta", CK_DIST_BETA, [Parameter("a", a, .positive), Parameter("b", b, .positive)], size)
  }
  /// Sums of `df` squares of normal numbers. Mirrors `chisquare`.
  public func chisquare(_ df: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("chisquare", CK_DIST_CHISQUARE, [Parameter("df", df, .positive)], size)
  }
  /// Sums of `df` squares of normal numbers whose means are not 0. Mirrors `noncentral_chisquare`.
  public func noncentralChisquare(_ df: some ArrayOperand, _ nonc: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("noncentral_chisquare", CK_DIST_NONCENTRAL_CHISQUARE, [Parameter("df", df, .positive), Parameter("nonc", nonc, .nonNegative)], size)
  }
  /// Numbers of Fisher's distribution of a quotient of variances. Mirrors `f`.
  public func f(_ dfnum: some ArrayOperand, _ dfden: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("f", CK_DIST_F, [Parameter("dfnum", dfnum, .positive), Parameter("dfden", dfden, .positive)], size)
  }
  /// Numbers of Fisher's distribution with a mean that is not 0. Mirrors `noncentral_f`.
  public func noncentralF(_ dfnum: some ArrayOperand, _ dfden: some ArrayOperand, _ nonc: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("noncentral_f", CK_DIST_NONCENTRAL_F, [Parameter("dfnum", dfnum, .positive), Parameter("dfden", dfden, .positive), Parameter("nonc", nonc, .nonNegative)], size)
  }
  /// Numbers of Student's distribution. Mirrors `standard_t`.
  public func standardT(_ df: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("standard_t", CK_DIST_STANDARD_T, [Parameter("df", df, .positive)], size)
  }
  /// Numbers of the Cauchy distribution: quotients of two normal numbers. Mirrors `standard_cauchy`.
  public func standardCauchy(_ size: (any ArraySize)? = nil) -> NDArray {
    real("standard_cauchy", CK_DIST_STANDARD_CAUCHY, [], size)
  }
  /// Numbers whose logarithms are normal. Mirrors `lognormal`.
  public func lognormal(_ mean: some ArrayOperand = 0.0, _ sigma: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    real("lognormal", CK_DIST_LOGNORMAL, [Parameter("mean", mean), Parameter("sigma", sigma, .nonNegative)], size)
  }
  /// Numbers of the double exponential distribution. Mirrors `laplace`.
  public func laplace(_ loc: some ArrayOperand = 0.0, _ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    real("laplace", CK_DIST_LAPLACE, [Parameter("loc", loc), Parameter("scale", scale, .nonNegative)], size)
  }
  /// Numbers of the logistic distribution. Mirrors `logistic`.
  public func logistic(_ loc: some ArrayOperand = 0.0, _ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    real("logistic", CK_DIST_LOGISTIC, [Parameter("loc", loc), Parameter("scale", scale, .nonNegative)], size)
  }
  /// Numbers of Gumbel's distribution of extremes. Mirrors `gumbel`.
  public func gumbel(_ loc: some ArrayOperand = 0.0, _ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    real("gumbel", CK_DIST_GUMBEL, [Parameter("loc", loc), Parameter("scale", scale, .nonNegative)], size)
  }
  /// Numbers of Weibull's distribution of scale 1. Mirrors `weibull`.
  public func weibull(_ a: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("weibull", CK_DIST_WEIBULL, [Parameter("a", a, .nonNegative)], size)
  }
  /// Numbers of Pareto's distribution, from 0 on (Lomax). Mirrors `pareto`.
  public func pareto(_ a: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("pareto", CK_DIST_PARETO, [Parameter("a", a, .positive)], size)
  }
  /// Numbers in [0, 1] with density `a * x ** (a - 1)`. Mirrors `power`.
  public func power(_ a: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("power", CK_DIST_POWER, [Parameter("a", a, .positive)], size)
  }
  /// Lengths of vectors of two normal numbers. Mirrors `rayleigh`.
  public func rayleigh(_ scale: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    real("rayleigh", CK_DIST_RAYLEIGH, [Parameter("scale", scale, .nonNegative)], size)
  }
  /// Numbers in [left, right], most often near `mode`. Mirrors `triangular`.
  public func triangular(_ left: some ArrayOperand, _ mode: some ArrayOperand, _ right: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real(
      "triangular", CK_DIST_TRIANGULAR, [Parameter("left", left), Parameter("mode", mode), Parameter("right", right)], size
    ) { v in
      for i in 0..<Swift.max(v[0].count, v[1].count, v[2].count) {
        let left = v[0][v[0].count == 1 ? 0 : i], mode = v[1][v[1].count == 1 ? 0 : i], right = v[2][v[2].count == 1 ? 0 : i]
        if left > mode { return "left > mode" }
        if mode > right { return "mode > right" }
        if left == right { return "left == right" }
      }
      return nil
    }
  }
  /// Angles in [-π, π], most often near `mu`. Mirrors `vonmises`.
  public func vonmises(_ mu: some ArrayOperand, _ kappa: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("vonmises", CK_DIST_VONMISES, [Parameter("mu", mu), Parameter("kappa", kappa, .nonNegative)], size)
  }
  /// Numbers of the inverse Gaussian distribution. Mirrors `wald`.
  public func wald(_ mean: some ArrayOperand, _ scale: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    real("wald", CK_DIST_WALD, [Parameter("mean", mean, .positive), Parameter("scale", scale, .positive)], size)
  }
}
