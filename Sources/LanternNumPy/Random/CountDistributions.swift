import CKernels
import Lantern

// Distributions of whole numbers. Each reports NumPy's error for parameters that do not make sense.

extension DistributionStream {
  /// Numbers of events in an interval where `lam` are expected. Mirrors `poisson`.
  public func poisson(_ lam: some ArrayOperand = 1.0, _ size: (any ArraySize)? = nil) -> NDArray {
    whole("poisson", CK_DIST_POISSON, [Parameter("lam", lam, .poisson)], [], size)
  }
  /// Numbers of successes in `n` trials of probability `p`. Mirrors `binomial`.
  public func binomial(_ n: some ArrayOperand, _ p: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    whole("binomial", CK_DIST_BINOMIAL, [Parameter("p", p, .probability)], [Parameter("n", n)], size)
  }
  /// Numbers of failures before `n` successes of probability `p`. Mirrors `negative_binomial`.
  public func negativeBinomial(_ n: some ArrayOperand, _ p: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    whole("negative_binomial", CK_DIST_NEGATIVE_BINOMIAL, [Parameter("n", n, .positive), Parameter("p", p, draws.isLegacy ? .probability : .positiveProbability)], [], size)
  }
  /// Numbers of trials of probability `p` until one succeeds. Mirrors `geometric`.
  public func geometric(_ p: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    whole("geometric", CK_DIST_GEOMETRIC, [Parameter("p", p, .positiveProbability)], [], size)
  }
  /// Numbers of Zipf's distribution: `k` with a probability proportional to `k ** -a`. Mirrors `zipf`.
  public func zipf(_ a: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    whole("zipf", CK_DIST_ZIPF, [Parameter("a", a, .aboveOne)], [], size)
  }
  /// Numbers of the logarithmic series distribution. Mirrors `logseries`.
  public func logseries(_ p: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    whole("logseries", CK_DIST_LOGSERIES, [Parameter("p", p, .probabilityBelowOne)], [], size)
  }
  /// Numbers of good ones among `nsample` drawn without putting back from `ngood` good and `nbad` bad ones. Mirrors `hypergeometric`.
  public func hypergeometric(_ ngood: some ArrayOperand, _ nbad: some ArrayOperand, _ nsample: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    whole(
      "hypergeometric", CK_DIST_HYPERGEOMETRIC, [], [Parameter("ngood", ngood), Parameter("nbad", nbad), Parameter("nsample", nsample)], size
    ) { [isLegacy = draws.isLegacy] _, n in
      for i in 0..<Swift.max(n[0].count, n[1].count, n[2].count) {
        let good = n[0][n[0].count == 1 ? 0 : i], bad = n[1][n[1].count == 1 ? 0 : i], sample = n[2][n[2].count == 1 ? 0 : i]
        if !isLegacy, good >= 1_000_000_000 || bad >= 1_000_000_000 { return "both ngood and nbad must be less than 1000000000" }
        let (all, overflow) = good.addingReportingOverflow(bad)
        if overflow || all < sample { return "ngood + nbad < nsample" }
        if isLegacy, sample < 1 { return "nsample < 1 or nsample is NaN" }
      }
      return nil
    }
  }
}
