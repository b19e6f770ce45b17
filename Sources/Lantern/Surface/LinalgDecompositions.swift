// Decompositions of matrices, and functions of whole matrices that follow from them.

extension Linalg {
  /// L of A = L Lᵀ for a symmetric positive definite A, of which the lower triangle is read; with `upper` U of A = Uᵀ U and the upper one.
  /// Mirrors `torch.linalg.cholesky`. Reports an error for matrices that are not positive definite.
  ///
  /// ```swift
  /// Linalg.cholesky(Tensor([[4.0, 2], [2, 5]]))  // tensor([[2., 0.], [1., 2.]])
  /// ```
  public static func cholesky(_ a: Tensor, upper: Bool = false) -> Tensor { apply(.cholesky, a, Attributes(flag: upper)) }

  /// A = Q R, where Q has columns of length 1 at right angles and R is an upper triangle. Mirrors `torch.linalg.qr`.
  ///
  /// The signs are LAPACK's. With `mode: .r`, Q is empty.
  ///
  /// ```swift
  /// let a = Tensor([[0.0, 2.0], [3.0, 1.0]])
  /// let result = Linalg.qr(a)
  /// result.q.matmul(result.r).allClose(a)  // true
  /// ```
  public static func qr(_ a: Tensor, mode: QRMode = .reduced) -> QRResult {
    let both = applyMany(.qr, [a], Attributes(ints: [mode == .reduced ? 0 : mode == .complete ? 1 : 2]), count: 2)
    return QRResult(q: both[0], r: both[1])
  }

  /// A = U diag(S) Vᵀ. Mirrors `torch.linalg.svd`.
  ///
  /// With `fullMatrices`, U and V are square; otherwise they have as many columns as there are singular values. Reports an error for
  /// NaN and infinities. The derivative of the vectors is finite only where the singular values differ.
  ///
  /// ```swift
  /// Linalg.svd(Tensor([[3.0, 0.0], [0.0, 2.0]])).s  // tensor([3., 2.])
  /// ```
  public static func svd(_ a: Tensor, fullMatrices: Bool = true) -> SVDResult {
    let all = applyMany(.svd, [a], Attributes(flag: fullMatrices), count: 3)
    return SVDResult(u: all[0], s: all[1], vh: all[2])
  }

  /// The singular values, in decreasing order. Mirrors `torch.linalg.svdvals`.
  ///
  /// ```swift
  /// Linalg.svdvals(Tensor([[0.0, 2.0], [3.0, 0.0]]))  // tensor([3., 2.])
  /// ```
  public static func svdvals(_ a: Tensor) -> Tensor { svd(a, fullMatrices: false).s }

  /// The eigenvalues of a symmetric matrix in increasing order, and its eigenvectors. Mirrors `torch.linalg.eigh`.
  ///
  /// Only one triangle is read. The derivative of the vectors is finite only where the eigenvalues differ.
  ///
  /// ```swift
  /// Linalg.eigh(Tensor([[2.0, 1.0], [1.0, 2.0]])).values  // tensor([1., 3.])
  /// ```
  public static func eigh(_ a: Tensor, _ triangle: Triangle = .lower) -> EigenResult {
    let both = applyMany(.eigh, [a], Attributes(flag: triangle == .upper), count: 2)
    return EigenResult(values: both[0], vectors: both[1])
  }

  /// The eigenvalues of a symmetric matrix, in increasing order. Mirrors `torch.linalg.eigvalsh`.
  ///
  /// ```swift
  /// Linalg.eigvalsh(Tensor([[2.0, 1.0], [1.0, 2.0]]))  // tensor([1., 3.])
  /// ```
  public static func eigvalsh(_ a: Tensor, _ triangle: Triangle = .lower) -> Tensor { eigh(a, triangle).values }

  /// The eigenvalues of a matrix of any kind and its eigenvectors of length 1, both complex. Mirrors `torch.linalg.eig`.
  ///
  /// Their order is open; those of a conjugate pair stand together. Reports an error for NaN and infinities. The derivative of the vectors
  /// is finite only where the eigenvalues differ; for complex matrices a result that depends on the phase of a vector has none.
  ///
  /// ```swift
  /// Linalg.eig(Tensor([[2.0, 0.0], [0.0, 3.0]])).values  // tensor([2.+0.j, 3.+0.j])
  /// ```
  public static func eig(_ a: Tensor) -> EigenResult {
    let both = applyMany(.eig, [a], count: 2)
    return EigenResult(values: both[0], vectors: both[1])
  }

  /// The eigenvalues of a matrix of any kind, complex. Mirrors `torch.linalg.eigvals`.
  ///
  /// ```swift
  /// Linalg.eigvals(Tensor([[0.0, -1.0], [1.0, 0.0]])).imag().abs()  // tensor([1., 1.])
  /// ```
  public static func eigvals(_ a: Tensor) -> Tensor { eig(a).values }

  /// X for which A X comes nearest to B. Mirrors `torch.linalg.lstsq`.
  ///
  /// A is [m, n]; B is [m, k], or [m] (stacks of vectors: one axis less than A). Stacks are broadcast. Singular values below `rcond` times
  /// the largest count as zero (by default: the larger side times the dtype's epsilon), except for `.gels`, which takes A for one of full
  /// rank. What else is told depends on the driver, as with LAPACK.
  ///
  /// ```swift
  /// Linalg.lstsq(Tensor([[2.0], [0.0]]), Tensor([[6.0], [5.0]])).solution  // tensor([[3.]])
  /// ```
  public static func lstsq(_ a: Tensor, _ b: Tensor, rcond: Double? = nil, driver: LstsqDriver = .gelsy) -> LstsqResult {
    for t in [a, b] where t.isInvalid { return LstsqResult(solution: t, residuals: t, rank: t, singularValues: t) }
    do throws(TensorError) {
      let op = "linalg.lstsq"
      guard a.rank >= 2 else { throw TensorError(.shape, op: op, "torch.linalg.lstsq: input must have at least 2 dimensions.") }
      guard b.rank >= 1 else { throw TensorError(.shape, op: op, "torch.linalg.lstsq: other must have at least 1 dimension.") }
      guard a.dtype == b.dtype else {
        throw TensorError(
          .dtype, op: op,
          "torch.linalg.lstsq: Expected input and other to have the same dtype, but got input's dtype \(a.dtype.legacyName) and other's dtype "
            + "\(b.dtype.legacyName)")
      }
      try a.checkKernel(op, "linalg_lstsq_cpu")
      let isVector = b.rank == 1 || (a.rank - 1 == b.rank && Shape(a.shape.dropLast()) == b.shape)
      let right = isVector ? b.unsqueeze(-1) : b
      let (m, n) = a.shape.rowsAndColumns
      guard right.shape[right.rank - 2] == m else {
        throw TensorError(
          .shape, op: op,
          "torch.linalg.lstsq: input.size(\(isVector ? "-1" : "-2")) should match other.size(\(isVector ? "-1" : "-2"))")
      }
      let (matrices, sides) = try a.batched(with: right, op)
      let epsilon = Double(Swift.max(m, n)) * a.dtype.partEpsilon
      let relative = driver == .gels ? 0 : rcond.map { $0 < 0 ? epsilon : $0 } ?? epsilon
      // In 64 bits, so that nothing is rounded between the pseudoinverse and the solution.
      let (wideA, wideB) = (matrices.to(a.dtype.wide), sides.to(a.dtype.wide))
      let solution = pinv(wideA, atol: 0, rtol: relative).matmul(wideB)
      let none = a.near(Tensor.zeros(0, dtype: a.dtype.realPart))
      // Empty, but it takes part in backward.
      let noResiduals = (isVector ? solution.squeeze(-1) : solution).to(a.dtype).real().reshape(-1).narrow(0, 0, 0)
      let values = noGrad { svdvals(wideA) }
      if values.isInvalid { return LstsqResult(solution: values, residuals: values, rank: values, singularValues: values) }
      let rank = noGrad { matrixRank(wideA, atol: 0, rtol: relative) }
      let isFull = driver == .gels || noGrad { (rank .== n).all().item().boolValue }
      var residuals = noResiduals
      if m > n, driver != .gelsy, isFull { residuals = (wideA.matmul(solution) - wideB).abs().square().sum(dim: -2).to(a.dtype.realPart) }
      return LstsqResult(
        solution: (isVector ? solution.squeeze(-1) : solution).to(a.dtype), residuals: residuals,
        rank: driver == .gels ? none.to(.int64) : rank,
        singularValues: driver == .gelsd || driver == .gelss ? values.rounded(to: a.dtype.realPart) : none)
    } catch {
      let none = Tensor.invalid(reporting: error)
      return LstsqResult(solution: none, residuals: none, rank: none, singularValues: none)
    }
  }

  /// The matrix multiplied with itself `n` times; the identity for 0, powers of the inverse below. Mirrors `torch.linalg.matrix_power`.
  ///
  /// Whole numbers are allowed where `n` is not negative.
  ///
  /// ```swift
  /// Linalg.matrixPower(Tensor([[1, 1], [0, 1]]), 3)  // tensor([[1, 3], [0, 1]])
  /// ```
  public static func matrixPower(_ a: Tensor, _ n: Int) -> Tensor {
    if a.isInvalid { return a }
    return reporting { () throws(TensorError) in
      try a.checkSquare("linalg.matrix_power")
      if n == 0 { return a.cancelled + a.near(Tensor.eye(a.shape[a.rank - 1], dtype: a.dtype)) }
      var square = n < 0 ? inv(a) : a
      var rest = n.magnitude
      var product: Tensor?
      while rest > 0 {
        if rest & 1 == 1 { product = product.map { $0.matmul(square) } ?? square }
        rest >>= 1
        if rest > 0 { square = square.matmul(square) }
      }
      return n == 1 ? a.clone() : product ?? square
    }
  }

  /// The exponential I + A + A²/2 + A³/6 + …  Mirrors `torch.linalg.matrix_exp`. Halves are allowed.
  ///
  /// ```swift
  /// Linalg.matrixExp(Tensor([[0.0, 1], [0, 0]]))  // tensor([[1., 1.], [0., 1.]])
  /// ```
  public static func matrixExp(_ a: Tensor) -> Tensor { apply(.matrixExp, a) }

  /// The product of matrices in the order that takes the fewest multiplications. Mirrors `torch.linalg.multi_dot`.
  ///
  /// The first and the last one may be vectors, a row and a column.
  ///
  /// ```swift
  /// Linalg.multiDot([Tensor([1.0, 2.0]), Tensor([[1.0, 0.0], [0.0, 3.0]]), Tensor([1.0, 1.0])])  // tensor(7.)
  /// ```
  public static func multiDot(_ tensors: [Tensor]) -> Tensor {
    if let invalid = tensors.first(where: { $0.isInvalid }) { return invalid }
    return reporting { () throws(TensorError) in
      let op = "linalg.multi_dot"
      let n = tensors.count
      guard n >= 2 else { throw TensorError(.argument, op: op, "multi_dot(): expected at least 2 tensors but got \(n)") }
      for (i, t) in tensors.enumerated() {
        if i == 0 || i == n - 1 {
          guard t.rank == 1 || t.rank == 2 else {
            throw TensorError(.shape, op: op, "multi_dot(): the \(i == 0 ? "first" : "last") tensor must be 1D or 2D but got \(t.rank)D")
          }
        } else if t.rank != 2 {
          throw TensorError(.shape, op: op, "multi_dot(): tensor \(i) must be 2D but got \(t.rank)D")
        }
        guard t.dtype == tensors[0].dtype else {
          throw TensorError(
            .dtype, op: op,
            "multi_dot(): all tensors must have be the same dtype but tensor 0 is \(tensors[0].dtype.cName) and tensor \(i) \(t.dtype.cName)"
          )
        }
      }
      var matrices = tensors
      if tensors[0].rank == 1 { matrices[0] = tensors[0].unsqueeze(0) }
      if tensors[n - 1].rank == 1 { matrices[n - 1] = tensors[n - 1].unsqueeze(-1) }
      for i in 1..<n where matrices[i - 1].shape[1] != matrices[i].shape[0] {
        throw TensorError(
          .shape, op: op,
          "multi_dot(): tensors \(i - 1) and \(i) with shapes \(tensors[i - 1].shape.listed) and \(tensors[i].shape.listed) cannot be multiplied"
        )
      }
      var product = chain(matrices)
      if tensors[n - 1].rank == 1 { product = product.squeeze(-1) }
      return tensors[0].rank == 1 ? product.squeeze(0) : product
    }
  }

  /// The cheapest order, found for ever longer parts of the chain.
  private static func chain(_ matrices: [Tensor]) -> Tensor {
    let n = matrices.count
    let sizes = [matrices[0].shape[0]] + matrices.map { $0.shape[1] }
    var cost = Array(repeating: Array(repeating: 0.0, count: n), count: n)
    var cut = Array(repeating: Array(repeating: 0, count: n), count: n)
    for length in 1..<n {
      for i in 0..<(n - length) {
        let j = i + length
        cost[i][j] = .infinity
        for k in i..<j {
          let total = cost[i][k] + cost[k + 1][j] + Double(sizes[i]) * Double(sizes[k + 1]) * Double(sizes[j + 1])
          if total < cost[i][j] { (cost[i][j], cut[i][j]) = (total, k) }
        }
      }
    }
    func product(_ i: Int, _ j: Int) -> Tensor {
      i == j ? matrices[i] : product(i, cut[i][j]).mm(product(cut[i][j] + 1, j))
    }
    return product(0, n - 1)
  }

  /// The powers 0 ..< `n` of each element of the vectors along the last axis, in a new last axis. Mirrors `torch.linalg.vander`.
  /// Whole numbers give int64.
  ///
  /// ```swift
  /// Linalg.vander(Tensor([1, 2, 3]))  // tensor([[1, 1, 1], [1, 2, 4], [1, 3, 9]])
  /// ```
  public static func vander(_ x: Tensor, _ n: Int? = nil) -> Tensor {
    if x.isInvalid { return x }
    return reporting { () throws(TensorError) in
      let count = n ?? (x.rank > 0 ? x.shape[x.rank - 1] : 1)
      guard count > 1 else { throw TensorError(.argument, op: "linalg.vander", "N must be greater than 1.") }
      try x.checkPowers(count, "linalg.vander")
      guard x.dtype != .bool else {
        throw TensorError(
          .dtype, op: "linalg.vander", "linalg.vander supports floating point, complex, and integer tensors, but got Bool")
      }
      let vectors = x.rank == 0 ? x.unsqueeze(0) : x
      let base = x.dtype.isInteger ? vectors.to(.int64) : vectors
      let columns = base.unsqueeze(-1).expand(base.shape.appending(count - 1))
      return Tensor.cat([base.near(Tensor.ones(base.shape.appending(1), dtype: base.dtype)), columns.cumprod(dim: -1).to(base.dtype)], -1)
    }
  }
}

extension Tensor {
  fileprivate func checkPowers(_ count: Int, _ op: String) throws(TensorError) {
    let (size, overflow) = Swift.max(elementCount, 1).multipliedReportingOverflow(by: count)
    guard !overflow, size < 1 << 48 else {
      throw TensorError(.memory, op: op, "\(count) powers of \(elementCount) elements do not fit in memory")
    }
  }

  /// The powers of each element of a vector, the highest in the first column, or in the last one where `increasing`.
  /// Mirrors `torch.vander`.
  ///
  /// ```swift
  /// Tensor([1, 2, 3]).vander()  // tensor([[1, 1, 1], [4, 2, 1], [9, 3, 1]])
  /// Tensor([2, 3]).vander(3, increasing: true)  // tensor([[1, 2, 4], [1, 3, 9]])
  /// ```
  public func vander(_ n: Int? = nil, increasing: Bool = false) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard rank == 1 else { throw TensorError(.shape, op: "vander", "x must be a one-dimensional tensor.") }
      let count = n ?? shape[0]
      guard count >= 0 else { throw TensorError(.argument, op: "vander", "N must be non-negative.") }
      try checkPowers(count, "vander")
      let base = dtype == .bool || dtype.isInteger ? to(.int64) : self
      if count == 0 { return base.near(Tensor.zeros([shape[0], 0], dtype: base.dtype)) }
      let ones = base.near(Tensor.ones([shape[0], 1], dtype: base.dtype))
      if count == 1 { return ones }
      let powers = Tensor.cat([ones, base.unsqueeze(-1).expand([shape[0], count - 1]).cumprod(dim: -1).to(base.dtype)], -1)
      return increasing ? powers : powers.flip(1)
    }
  }
}
