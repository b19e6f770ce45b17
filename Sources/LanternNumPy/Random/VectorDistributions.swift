import CKernels
import Lantern

// Distributions of vectors: the result has the axes of `size`, and one more.

extension DistributionStream {
  /// Vectors of positive numbers with sum 1. Mirrors `dirichlet`.
  public func dirichlet(_ alpha: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    let op = "dirichlet", isLegacy = draws.isLegacy
    return NDArray.reporting { () throws(TensorError) in
      let values = try vector("alpha", alpha, Double.self, op)
      for a in values where isLegacy ? a <= 0 : a < 0 { throw TensorError(.argument, op: op, isLegacy ? "alpha <= 0" : "alpha < 0") }
      let (out, rows) = try rows(op, size, values.count, .float64)
      if values.isEmpty || rows == 0 { return NDArray(out) }
      draws.run { ck_draw_dirichlet($0, values, values.count, out.pointer.assumingMemoryBound(to: Double.self), rows) }
      return NDArray(out)
    }
  }

  /// How often each of several outcomes comes up in `n` trials. Mirrors `multinomial`.
  public func multinomial(_ n: Int, _ pvals: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
    let op = "multinomial"
    return NDArray.reporting { () throws(TensorError) in
      let p = try vector("pvals", pvals, Double.self, op)
      guard !p.isEmpty else {
        throw TensorError(
          .argument, op: op, "pvals must have at least 1 dimension and the last dimension of pvals must be greater than 0.")
      }
      guard n >= 0 else { throw TensorError(.argument, op: op, "n < 0") }
      guard p.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
        throw TensorError(.argument, op: op, "pvals < 0, pvals > 1 or pvals contains NaNs")
      }
      guard WeightedChoice.compensatedSum(Array(p.dropLast())) <= 1 + 1e-12 else {
        throw TensorError(.argument, op: op, "sum(pvals[:-1]) > 1.0")
      }
      let (out, rows) = try rows(op, size, p.count, .int64)
      draws.run { draws in
        for i in 0..<rows { ck_draw_multinomial(draws, Int64(n), p, p.count, out.pointer.assumingMemoryBound(to: Int64.self) + i * p.count) }
      }
      return NDArray(out)
    }
  }

  /// Vectors of normal numbers with these means and covariances. Mirrors `multivariate_normal`.
  ///
  /// The covariances' singular vectors come from another algorithm than NumPy's, so that numbers agree up to rounding.
  public func multivariateNormal(_ mean: some ArrayOperand, _ cov: NDArray, _ size: (any ArraySize)? = nil) -> NDArray {
    let op = "multivariate_normal"
    if cov.isInvalid { return cov }
    return NDArray.reporting { () throws(TensorError) in
      guard mean.operandValue.shape.count == 1 else { throw TensorError(.shape, op: op, "mean must be 1 dimensional") }
      let center = try vector("mean", mean, Double.self, op), n = center.count
      guard cov.ndim == 2, cov.shape[0] == cov.shape[1] else {
        throw TensorError(.shape, op: op, "cov must be 2 dimensional and square")
      }
      guard cov.shape[0] == n else { throw TensorError(.shape, op: op, "mean and cov must have same length") }
      let (out, rows) = try rows(op, size, n, .float64)
      if out.elementCount == 0 { return NDArray(out) }
      draws.run { draws in
        let numbers = out.pointer.assumingMemoryBound(to: Double.self)
        for i in 0..<rows * n { numbers[i] = ck_draw_normal(draws) }
      }
      let normal = NDArray(out).reshape(rows, n), c = cov.astype(.float64)
      let (u, s, vh) = np.linalg.svd(c)
      let rebuilt = np.dot(vh.T * s, vh)
      if !rebuilt.isInvalid, !np.allclose(rebuilt, c, rtol: 1e-8, atol: 1e-8) {
        warnOnce("covariance is not symmetric positive-semidefinite.")
      }
      let factor = draws.isLegacy ? np.sqrt(s).reshape(n, 1) * vh : (u * np.sqrt(s)).T
      return (np.dot(normal, factor) + np.array(center)).reshape(out.shape)
    }
  }

  private func vector<E: TensorElement>(_ name: String, _ value: some ArrayOperand, _ type: E.Type, _ op: String) throws(TensorError) -> [E] {
    guard case .array(let a) = value.operandValue, a.ndim == 1 else {
      throw TensorError(.shape, op: op, "\(name) must be a 1-d sequence")
    }
    if a.isInvalid { throw ErrorPlace.unnamed(op) }
    return a.toArray(E.self)
  }

  func rows(_ op: String, _ size: (any ArraySize)?, _ length: Int, _ dtype: DType) throws(TensorError) -> (Tensor, Int) {
    var shape = try (size?.axisSizes ?? Shape()).checkedSizes(op)
    let rows = shape.elementCount
    shape.append(length)
    return (try Tensor(empty: try shape.checkedSizes(op), dtype: dtype), rows)
  }
}

extension np.random.Generator {
  /// How many of each color are among `nsample` drawn without putting back. Mirrors `multivariate_hypergeometric(method='marginals')`.
  public func multivariateHypergeometric(_ colors: [Int], _ nsample: Int, _ size: (any ArraySize)? = nil) -> NDArray {
    let op = "multivariate_hypergeometric"
    return NDArray.reporting { () throws(TensorError) in
      guard nsample >= 0 else { throw TensorError(.argument, op: op, "nsample must be nonnegative.") }
      guard colors.allSatisfy({ $0 >= 0 }) else { throw TensorError(.argument, op: op, "colors must be nonnegative") }
      var total = 0
      for c in colors {
        let (sum, overflow) = total.addingReportingOverflow(c)
        guard !overflow, sum < 1_000_000_000 else {
          throw TensorError(
            .argument, op: op, "When method is 'marginals', sum(colors) must be less than 1000000000.")
        }
        total = sum
      }
      guard nsample <= total else { throw TensorError(.argument, op: op, "nsample > sum(colors)") }
      let (out, rows) = try rows(op, size, colors.count, .int64)
      if colors.isEmpty { return NDArray(out) }
      let counts = colors.map(Int64.init)
      draws.run { draws in
        for i in 0..<rows {
          ck_draw_multivariate_hypergeometric(
            draws, counts, counts.count, Int64(nsample), out.pointer.assumingMemoryBound(to: Int64.self) + i * counts.count)
        }
      }
      return NDArray(out)
    }
  }
}
