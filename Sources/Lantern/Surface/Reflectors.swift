// Householder reflectors, as LAPACK keeps them: what Q of a QR decomposition is made of.

/// What `geqrf` gives.
public struct ReflectorsResult: Sendable {
  /// R, and below its diagonal the reflectors' vectors, whose first elements are 1 and left out.
  public let a: Tensor
  /// The reflectors' factors.
  public let tau: Tensor
}

extension Tensor {
  /// The QR decomposition as LAPACK keeps it: R and, below its diagonal, the vectors v of the reflectors 1 - τ v vᴴ whose product is Q.
  /// Mirrors `torch.geqrf`. `Linalg.householderProduct` makes Q of it, `ormqr` multiplies with Q. No derivative, as in PyTorch.
  ///
  /// ```swift
  /// Tensor([[3.0], [4.0]]).geqrf().a[0]  // tensor([-5.])
  /// ```
  public func geqrf() -> ReflectorsResult {
    let both = applyMany(.reflectors, [self], count: 2)
    return ReflectorsResult(a: both[0], tau: both[1])
  }

  /// The product of `other` with Q, whose reflectors this matrix [m, k] and `tau` [k] are: Q B, with `transpose` Qᴴ B; not `left`: B Q and
  /// B Qᴴ. Mirrors `torch.ormqr`. Stacks have the same leading axes.
  ///
  /// Reports an error for shapes that do not fit.
  ///
  /// ```swift
  /// let qr = a.geqrf()
  /// qr.a.ormqr(qr.tau, b, transpose: true)  // Qᴴ b
  /// ```
  public func ormqr(_ tau: Tensor, _ other: Tensor, left: Bool = true, transpose: Bool = false) -> Tensor {
    for t in [self, tau, other] where t.isInvalid { return t }
    return reporting { () throws(TensorError) in
      let op = "torch.ormqr"
      func check(_ holds: Bool, _ message: @autoclosure () -> String) throws(TensorError) {
        if !holds { throw TensorError(.shape, op: "ormqr", "\(op): \(message())", hint: "Pass what geqrf() gave.") }
      }
      try check(rank >= 2, "input must have at least 2 dimensions.")
      try check(other.rank >= 2, "other must have at least 2 dimensions.")
      for t in [self, tau, other] { for d in 0..<t.rank { try t.checkKnown(d, "ormqr") } }
      let (side, name) = left ? (other.shape[other.rank - 2], "-2") : (other.shape[other.rank - 1], "-1")
      try check(tau.rank > 0 && side >= tau.shape[tau.rank - 1], "other.shape[\(name)] must be greater than or equal to tau.shape[-1]")
      try check(side == shape[rank - 2], "other.shape[\(name)] must be equal to input.shape[-2]")
      try check(tau.shape[tau.rank - 1] <= shape[rank - 1], "tau.shape[-1] must be less than or equal to input.shape[-1]")
      try check(
        rank == tau.rank + 1,
        "Expected tau to have one dimension less than input, but got tau.ndim equal to \(tau.rank) and input.ndim is equal to \(rank)")
      try check(
        rank == other.rank,
        "Expected other to have the same number of dimensions as input, but got other.ndim equal to \(other.rank) and input.ndim is equal to "
          + "\(rank)")
      try check(
        shape.batch == other.shape.batch && Shape(tau.shape.dropLast()) == shape.batch,
        "batch dimensions of input, tau and other should be equal, but got \(shape.listed), \(tau.shape.listed) and \(other.shape.listed)")
      for t in [tau, other] where t.dtype != dtype {
        throw TensorError(.dtype, op: "ormqr", "\(op): dtype \(t.dtype.legacyName) does not match input dtype \(dtype.legacyName)")
      }
      try checkKernel("ormqr", "ormqr_cpu")
      if left { return reflecting(other, tau, isTransposed: transpose) }
      return reflecting(other.conjugateTurned, tau, isTransposed: !transpose).conjugateTurned
    }
  }

  /// Q B, or Qᴴ B, one reflector after the other.
  fileprivate func reflecting(_ b: Tensor, _ tau: Tensor, isTransposed: Bool) -> Tensor {
    let (m, k) = (shape[rank - 2], tau.shape[tau.rank - 1])
    var result = b
    for i in isTransposed ? Array(0..<k) : Array((0..<k).reversed()) {
      let below = select(-1, i).narrow(-1, i + 1, m - i - 1)
      let v = Tensor.cat([below.near(Tensor.ones(Shape(below.shape.dropLast()).appending(1), dtype: dtype)), below], -1).unsqueeze(-1)
      let factor = tau.select(-1, i).unsqueeze(-1).unsqueeze(-1)
      let rows = result.narrow(-2, i, m - i)
      let changed = rows - (isTransposed ? factor.conj() : factor) * v.matmul(v.conjugateTurned.matmul(rows))
      result = i == 0 ? changed : Tensor.cat([result.narrow(-2, 0, i), changed], -2)
    }
    return result
  }
}

extension Linalg {
  /// The first n columns of Q, whose reflectors lie below the diagonal of `a` [m, n] and in `tau` [k], k ≤ n ≤ m.
  /// Mirrors `torch.linalg.householder_product`.
  ///
  /// Reports an error for shapes that do not fit.
  ///
  /// ```swift
  /// let factors = Tensor([[3.0], [4.0]]).geqrf()
  /// Linalg.householderProduct(factors.a, factors.tau)  // tensor([[-0.6000], [-0.8000]])
  /// ```
  public static func householderProduct(_ a: Tensor, _ tau: Tensor) -> Tensor {
    for t in [a, tau] where t.isInvalid { return t }
    return reporting { () throws(TensorError) in
      let op = "linalg.householder_product"
      func check(_ kind: TensorError.Kind, _ holds: Bool, _ message: @autoclosure () -> String) throws(TensorError) {
        if !holds { throw TensorError(kind, op: op, "torch.linalg.householder_product: \(message())", hint: "Pass what geqrf() gave.") }
      }
      try check(.shape, a.rank >= 2, "input must have at least 2 dimensions.")
      for t in [a, tau] { for d in 0..<t.rank { try t.checkKnown(d, op) } }
      let (m, n) = a.shape.rowsAndColumns
      try check(.shape, m >= n, "input.shape[-2] must be greater than or equal to input.shape[-1]")
      try check(
        .shape, tau.rank > 0 && n >= tau.shape[tau.rank - 1], "input.shape[-1] must be greater than or equal to tau.shape[-1]")
      try check(
        .shape, a.rank == tau.rank + 1,
        "Expected tau to have one dimension less than input, but got tau.ndim equal to \(tau.rank) and input.ndim is equal to \(a.rank)")
      try check(
        .shape, Shape(tau.shape.dropLast()) == a.shape.batch,
        "Expected batch dimensions of tau to be equal to input.shape[:-2], but got \(Shape(tau.shape.dropLast()).listed)")
      try check(.dtype, a.dtype == tau.dtype, "tau dtype \(tau.dtype.legacyName) does not match input dtype \(a.dtype.legacyName)")
      try a.checkKernel(op, "householder_product_cpu")
      let identity = a.near(Tensor.eye(m, n, dtype: a.dtype)).expand(a.shape)
      // Without a reflector the result still takes part in backward.
      return tau.shape[tau.rank - 1] == 0 ? identity + a.cancelled : a.reflecting(identity, tau, isTransposed: false)
    }
  }
}
