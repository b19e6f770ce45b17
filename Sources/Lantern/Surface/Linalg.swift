/// Decompositions, solvers and norms of matrices. Mirrors `torch.linalg`.
///
/// Every function takes one matrix or a stack of them: the last two axes are those of the matrices, axes in front of them are kept.
/// Matrices are float32, float64, complex64 or complex128; 32 bit parts are computed in 64 bits and rounded once. What is said of a
/// transposed or symmetric matrix is meant of a conjugated transpose and a Hermitian matrix where numbers are complex; gradients of complex
/// numbers follow PyTorch (the conjugate derivative). All are differentiable, to any order, unless their
/// documentation says otherwise.
public enum Linalg {}

/// What `Linalg.qr` gives.
public struct QRResult: Sendable {
  /// Columns of length 1 at right angles.
  public let q: Tensor
  /// An upper triangle.
  public let r: Tensor
}

/// How much of Q `Linalg.qr` computes.
public enum QRMode: String, Sendable, CaseIterable {
  /// As many columns as the smaller side of the matrix.
  case reduced
  /// A square Q. It has a derivative where the matrix has no more rows than columns.
  case complete
  /// No Q; no derivative.
  case r
}

/// What `Linalg.svd` gives: A = U diag(S) Vᵀ.
public struct SVDResult: Sendable {
  /// The left singular vectors, in columns.
  public let u: Tensor
  /// The singular values, in decreasing order.
  public let s: Tensor
  /// The right singular vectors, in rows.
  public let vh: Tensor
}

/// What `Linalg.eigh` and `Linalg.eig` give.
public struct EigenResult: Sendable {
  /// The eigenvalues.
  public let values: Tensor
  /// The eigenvectors, in columns.
  public let vectors: Tensor
}

/// What `Linalg.luFactor` gives.
public struct LUFactorResult: Sendable {
  /// L below the diagonal, whose own diagonal is ones, and U.
  public let lu: Tensor
  /// The rows that were swapped, int32 and counted from 1: row i with row `pivots[i]`.
  public let pivots: Tensor
}

/// What `Linalg.lu` gives: A = P L U.
public struct LUResult: Sendable {
  /// A permutation.
  public let p: Tensor
  /// A lower triangle with ones on the diagonal.
  public let l: Tensor
  /// An upper triangle.
  public let u: Tensor
}

/// What `Linalg.slogdet` gives.
public struct SlogdetResult: Sendable {
  /// The determinant's sign: -1, 0 or 1; of complex matrices its quotient by its absolute value.
  public let sign: Tensor
  /// The logarithm of its absolute value; -infinity for singular matrices.
  public let logAbsDet: Tensor
}

/// What `Linalg.lstsq` gives.
public struct LstsqResult: Sendable {
  /// The X for which A X comes nearest to B; of several, the shortest.
  public let solution: Tensor
  /// The squared distances that remain, one for each column of B; empty where the driver does not tell or A has not full rank.
  public let residuals: Tensor
  /// The ranks of the matrices, int64; empty for `.gels`.
  public let rank: Tensor
  /// The singular values of the matrices; empty for `.gels` and `.gelsy`.
  public let singularValues: Tensor
}

/// Which of LAPACK's ways to solve a least squares problem `Linalg.lstsq` follows; they differ in what they tell.
public enum LstsqDriver: String, Sendable, CaseIterable {
  case gels, gelsy, gelsd, gelss
}

/// Which triangle of a symmetric matrix is read.
public enum Triangle: String, Sendable, CaseIterable {
  case lower = "L"
  case upper = "U"
}

extension Linalg {
  // MARK: determinants and inverses

  /// The determinant. Mirrors `torch.linalg.det`. Singular matrices have a derivative too.
  ///
  /// ```swift
  /// Linalg.det(Tensor([[1.0, 2.0], [3.0, 4.0]]))  // tensor(-2.)
  /// ```
  public static func det(_ a: Tensor) -> Tensor { a.det() }

  /// The sign of the determinant and the logarithm of its size, where the determinant itself would overflow or vanish.
  /// Mirrors `torch.linalg.slogdet`.
  ///
  /// ```swift
  /// Linalg.slogdet(Tensor([[0.0, 2.0], [3.0, 0.0]])).sign  // tensor(-1.)
  /// Linalg.slogdet(Tensor([[0.0, 2.0], [3.0, 0.0]])).logAbsDet  // tensor(1.7918)
  /// ```
  public static func slogdet(_ a: Tensor) -> SlogdetResult {
    let both = applyMany(.slogdet, [a], count: 2)
    return SlogdetResult(sign: both[0], logAbsDet: both[1])
  }

  /// The inverse. Mirrors `torch.linalg.inv`. Reports an error for singular matrices.
  ///
  /// ```swift
  /// Linalg.inv(Tensor([[2.0, 0.0], [0.0, 4.0]]))  // tensor([[0.5000, 0.0000], [0.0000, 0.2500]])
  /// ```
  public static func inv(_ a: Tensor) -> Tensor { a.inverse() }

  /// The pseudoinverse: the matrix P for which A P A = A and P A P = P, and A P and P A are symmetric. Mirrors `torch.linalg.pinv`.
  ///
  /// Singular values up to max(atol, rtol * the largest) count as zero. Without either, `rtol` is the larger side of the matrix times the
  /// dtype's epsilon. With `hermitian`, A is taken for symmetric, and only its lower triangle is read.
  ///
  /// ```swift
  /// Linalg.pinv(Tensor([[1.0, 0], [0, 2], [0, 0]]))  // tensor([[1.0000, 0.0000, 0.0000], [0.0000, 0.5000, 0.0000]])
  /// ```
  public static func pinv(_ a: Tensor, atol: Double? = nil, rtol: Double? = nil, hermitian: Bool = false) -> Tensor {
    pinv(a, atol: atol.map { .number(.double($0), .float64) }, rtol: rtol.map { .number(.double($0), .float64) }, hermitian: hermitian)
  }

  /// The pseudoinverse, with tolerances for each matrix of a stack. Mirrors `torch.linalg.pinv`.
  ///
  /// ```swift
  /// Linalg.pinv(Tensor([[2.0, 0.0], [0.0, 0.1]]), atol: Tensor(0.5), rtol: nil)  // tensor([[0.5000, 0.0000], [0.0000, 0.0000]])
  /// ```
  public static func pinv(_ a: Tensor, atol: Tensor?, rtol: Tensor?, hermitian: Bool = false) -> Tensor {
    if a.isInvalid { return a }
    let (absolute, relative) = tolerances(a, atol, rtol)
    return apply(.pinv, a, absolute, relative, Attributes(flag: hermitian))
  }

  /// How many singular values count, int64. Mirrors `torch.linalg.matrix_rank`; the tolerances are those of `pinv`. No derivative.
  ///
  /// ```swift
  /// Linalg.matrixRank(Tensor([[1.0, 2.0], [2.0, 4.0]]))  // tensor(1)
  /// ```
  public static func matrixRank(_ a: Tensor, atol: Double? = nil, rtol: Double? = nil, hermitian: Bool = false) -> Tensor {
    matrixRank(
      a, atol: atol.map { .number(.double($0), .float64) }, rtol: rtol.map { .number(.double($0), .float64) }, hermitian: hermitian)
  }

  /// How many singular values count, with tolerances for each matrix of a stack. Mirrors `torch.linalg.matrix_rank`.
  ///
  /// ```swift
  /// Linalg.matrixRank(Tensor([[2.0, 0.0], [0.0, 0.1]]), atol: Tensor(0.5), rtol: nil)  // tensor(1)
  /// ```
  public static func matrixRank(_ a: Tensor, atol: Tensor?, rtol: Tensor?, hermitian: Bool = false) -> Tensor {
    if a.isInvalid { return a }
    return reporting { () throws(TensorError) in
      guard a.rank >= 2 else {
        throw TensorError(
          .shape, op: "linalg.matrix_rank", "torch.linalg.matrix_rank: The input tensor input must have at least 2 dimensions.")
      }
      let (absolute, relative) = tolerances(a, atol, rtol)
      return noGrad {
        let sizes = hermitian ? eigvalsh(a).abs() : svdvals(a)
        guard sizes.rank > 0, sizes.shape[sizes.rank - 1] != 0 else { return a.near(Tensor.zeros(a.shape.batch, dtype: .int64)) }
        let largest = apply(.amax, sizes, Attributes(ints: [sizes.rank - 1]))
        let limit = absolute.maximum(relative * largest.to(.float64))
        return (sizes.to(.float64) .> limit.unsqueeze(-1)).sum(dim: -1)
      }
    }
  }

  /// PyTorch's defaults: the relative tolerance is only there by itself when no absolute one above zero is given.
  private static func tolerances(_ a: Tensor, _ atol: Tensor?, _ rtol: Tensor?) -> (absolute: Tensor, relative: Tensor) {
    let side = a.rank < 2 ? 1 : Swift.max(a.shape.rowsAndColumns.rows, a.shape.rowsAndColumns.columns)
    let epsilon = Double(side) * a.dtype.partEpsilon
    return noGrad {
      let absolute = atol?.detach().to(.float64) ?? Tensor.number(.double(0), .float64)
      let usual = Tensor.number(.double(epsilon), .float64)
      let relative = rtol?.detach().to(.float64) ?? Tensor.where(absolute .> 0, Tensor.number(.double(0), .float64), usual)
      return (absolute, relative)
    }
  }

  // MARK: systems of equations

  /// X of A X = B, or with `left: false` of X A = B. Mirrors `torch.linalg.solve`.
  ///
  /// B is a matrix [n, k] or a vector [n] (or stacks of them); a B of one axis less than A, of the same sizes, is a stack of vectors.
  /// Stacks are broadcast. Reports an error for singular matrices.
  ///
  /// ```swift
  /// Linalg.solve(Tensor([[2.0, 0], [0, 4]]), Tensor([2.0, 2]))  // tensor([1.0000, 0.5000])
  /// ```
  public static func solve(_ a: Tensor, _ b: Tensor, left: Bool = true) -> Tensor {
    solve(a, b, left: left, allowsSingular: false)
  }

  static func solve(_ a: Tensor, _ b: Tensor, left: Bool, allowsSingular: Bool) -> Tensor {
    if a.isInvalid { return a }
    if b.isInvalid { return b }
    return reporting { () throws(TensorError) in
      let (right, isVector) = try rightHandSide(a, b, left)
      let (matrices, sides) = try a.batched(with: right, "linalg.solve")
      let attributes = Attributes(flag: allowsSingular)
      guard left else { return apply(.solve, matrices.turned, sides.turned, attributes).turned }
      let x = apply(.solve, matrices, sides, attributes)
      return isVector ? x.squeeze(-1) : x
    }
  }

  /// B as matrices, and whether it is one of vectors.
  static func rightHandSide(_ a: Tensor, _ b: Tensor, _ left: Bool) throws(TensorError) -> (Tensor, isVector: Bool) {
    try a.checkSquare("linalg.solve")
    try a.checkReal("linalg.solve", kernel: "lu_cpu")
    let isVector = b.rank == 1 || (a.rank == b.rank + 1 && Shape(a.shape.dropLast()) == b.shape)
    guard !isVector || left else {
      throw TensorError(
        .argument, op: "linalg.solve",
        "linalg.solve: Vector broadcasting of the left hand side is not supported for left=False. In this case linalg.solve is equivalent "
          + "to B / A.squeeze(-1)")
    }
    let right = isVector ? b.unsqueeze(-1) : b
    try right.checkMatrix("linalg.solve", "B")
    return (right, isVector)
  }

  /// X of A X = B (or X A = B) for a triangular A. Mirrors `torch.linalg.solve_triangular`.
  ///
  /// The other triangle of A is not looked at, and with `unitriangular` neither is its diagonal, which counts as ones. Stacks are
  /// broadcast. A zero on the diagonal gives infinities.
  ///
  /// ```swift
  /// Linalg.solveTriangular(Tensor([[1.0, 0.0], [2.0, 4.0]]), Tensor([[1.0], [6.0]]), upper: false)  // tensor([[1.], [1.]])
  /// ```
  public static func solveTriangular(_ a: Tensor, _ b: Tensor, upper: Bool, left: Bool = true, unitriangular: Bool = false) -> Tensor {
    if a.isInvalid { return a }
    if b.isInvalid { return b }
    return reporting { () throws(TensorError) in
      try a.checkSquare("linalg.solve_triangular")
      try b.checkMatrix("linalg.solve_triangular", "B")
      let (triangles, sides) = try a.batched(with: b, "linalg.solve_triangular")
      if left { return triangles.solvingTriangle(sides, upper: upper, unit: unitriangular) }
      return triangles.turned.solvingTriangle(sides.turned, upper: !upper, unit: unitriangular).turned
    }
  }

  /// The decomposition P A = L U that `luSolve` takes. Mirrors `torch.linalg.lu_factor`. Reports an error for singular matrices, and as
  /// PyTorch does on processors where rows are not to be exchanged (`pivot: false`).
  ///
  /// ```swift
  /// Linalg.luFactor(Tensor([[1.0, 2.0], [4.0, 4.0]])).pivots  // tensor([2, 2], dtype=int32)
  /// Linalg.luFactor(Tensor([[1.0, 2.0], [4.0, 4.0]])).lu  // tensor([[4.0000, 4.0000], [0.2500, 1.0000]])
  /// ```
  public static func luFactor(_ a: Tensor, pivot: Bool = true) -> LUFactorResult {
    do throws(TensorError) {
      try checkLU(a, "torch.lu_factor", pivot)
      let both = applyMany(.luFactor, [a], count: 2)
      if !a.isInvalid, !a.isSymbolic { try checkPivots(both[0]) }
      return LUFactorResult(lu: both[0], pivots: both[1])
    } catch {
      let none = Tensor.invalid(reporting: error)
      return LUFactorResult(lu: none, pivots: none)
    }
  }

  static func checkLU(_ a: Tensor, _ op: String, _ pivot: Bool) throws(TensorError) {
    guard a.rank >= 2 || a.isInvalid else {
      throw TensorError(.shape, op: op, "\(op): Expected tensor with 2 or more dimensions. Got size: \(a.shape.listed) instead")
    }
    guard pivot || a.isInvalid else {
      throw TensorError(.argument, op: op, "linalg.lu_factor: LU without pivoting is not implemented on the CPU", hint: "Leave pivot true.")
    }
  }

  private static func checkPivots(_ lu: Tensor) throws(TensorError) {
    let zeros = noGrad { (lu.detach().diagonal(dim1: -2, dim2: -1) .== 0) }
    let steps = zeros.shape[zeros.rank - 1]
    guard let at = zeros.toArray(Bool.self).firstIndex(of: true) else { return }
    let element = lu.rank > 2 ? "(Batch element \(at / steps)): " : ""
    throw TensorError(
      .argument, op: "linalg.lu_factor",
      "torch.linalg.lu_factor: \(element)U[\(at % steps + 1),\(at % steps + 1)] is zero and using it on lu_solve would result in a division "
        + "by zero. If you still want to perform the factorization, consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)")
  }

  /// A = P L U: a permutation and two triangles. Mirrors `torch.linalg.lu`. `pivot: false` is an error, as on PyTorch's processors.
  ///
  /// ```swift
  /// Linalg.lu(Tensor([[1.0, 2.0], [4.0, 4.0]])).u  // tensor([[4., 4.], [0., 1.]])
  /// ```
  public static func lu(_ a: Tensor, pivot: Bool = true) -> LUResult {
    do throws(TensorError) {
      try checkLU(a, "linalg.lu", pivot)
      let both = applyMany(.luFactor, [a], count: 2)
      if both[0].isInvalid { return LUResult(p: both[0], l: both[0], u: both[0]) }
      return luUnpack(both[0], both[1])
    } catch {
      let none = Tensor.invalid(reporting: error)
      return LUResult(p: none, l: none, u: none)
    }
  }

  /// The permutation and the triangles that `luFactor` has put into one matrix. Mirrors `torch.lu_unpack`.
  ///
  /// ```swift
  /// let factors = Linalg.luFactor(Tensor([[1.0, 2.0], [4.0, 4.0]]))
  /// Linalg.luUnpack(factors.lu, factors.pivots).l  // tensor([[1.0000, 0.0000], [0.2500, 1.0000]])
  /// ```
  public static func luUnpack(_ lu: Tensor, _ pivots: Tensor) -> LUResult {
    let invalid = lu.isInvalid ? lu : pivots
    if invalid.isInvalid { return LUResult(p: invalid, l: invalid, u: invalid) }
    do throws(TensorError) {
      try lu.checkMatrix("lu_unpack", "LU")
      let (m, n) = lu.shape.rowsAndColumns
      let k = Swift.min(m, n)
      let order = apply(.pivotsToPermutation, pivots, Attributes(ints: [m]))
      let permutation = noGrad { (order.unsqueeze(-2) .== order.near(Tensor.arange(m)).unsqueeze(-1)).to(lu.dtype) }
      let lower = lu.corner(m, k).tril(-1) + lu.near(Tensor.eye(m, k, dtype: lu.dtype))
      return LUResult(p: permutation, l: lower, u: lu.corner(k, n).triu())
    } catch {
      let none = Tensor.invalid(reporting: error)
      return LUResult(p: none, l: none, u: none)
    }
  }

  /// X of A X = B (or X A = B, or with the transposed and conjugated A) from what `luFactor` gave of A. Mirrors `torch.linalg.lu_solve`.
  ///
  /// ```swift
  /// let factors = Linalg.luFactor(Tensor([[1.0, 2.0], [4.0, 4.0]]))
  /// Linalg.luSolve(factors.lu, factors.pivots, Tensor([[5.0], [12.0]]))  // tensor([[1.], [2.]])
  /// ```
  public static func luSolve(_ lu: Tensor, _ pivots: Tensor, _ b: Tensor, left: Bool = true, adjoint: Bool = false) -> Tensor {
    for t in [lu, pivots, b] where t.isInvalid { return t }
    return reporting { () throws(TensorError) in
      let op = "linalg.lu_solve"
      try lu.checkKernel(op, "lu_solve_cpu")
      guard pivots.dtype == .int32 else {
        throw TensorError(.dtype, op: op, "linalg.lu_solve: pivots should be a Tensor of scalar type torch.int32")
      }
      try lu.checkSquare("torch.linalg.lu_solve")
      try b.checkMatrix(op, "B")
      let n = lu.shape[lu.rank - 1]
      guard pivots.shape == Shape(lu.shape.dropLast()) else {
        throw TensorError(
          .shape, op: op,
          "linalg.lu_solve: Number of pivots per batch should be same as the dimension of the matrix, but got pivots of shape "
            + "\(pivots.shape.listed) for LU of shape \(lu.shape.listed)")
      }
      // X A = B is Aᴴ Xᴴ = Bᴴ.
      let right = left ? b : b.conjugateTurned
      guard right.dtype == lu.dtype else {
        throw TensorError(
          .dtype, op: op,
          "linalg.lu_solve: Expected LU and B to have the same dtype, but found LU of type \(lu.dtype.legacyName) and B of type "
            + "\(b.dtype.legacyName) instead")
      }
      guard right.shape.rowsAndColumns.rows == n else {
        let (rows, columns) = b.shape.rowsAndColumns
        throw TensorError(
          .shape, op: op,
          "linalg.lu_solve: Incompatible shapes of A and B for the equation \(left ? "AX" : "XA") = B (\(n)x\(n) and \(rows)x\(columns))")
      }
      let (factors, sides) = try lu.batched(with: right, op)
      let order = apply(.pivotsToPermutation, pivots, Attributes(ints: [n])).unsqueeze(-1)
      let x: Tensor
      if left != adjoint {
        let permuted = sides.gather(-2, order.expand(sides.shape))
        x = factors.solvingTriangle(factors.solvingTriangle(permuted, upper: false, unit: true), upper: true)
      } else {
        let swapped = factors.conjugateTurned
        let y = swapped.solvingTriangle(swapped.solvingTriangle(sides, upper: false), upper: true, unit: true)
        x = y.gather(-2, order.argsort(dim: -2).expand(sides.shape))
      }
      return left ? x : x.conjugateTurned
    }
  }
}

extension Tensor {
  /// A check for functions that refuse halves by the words that refuse whole numbers.
  func checkReal(_ op: String) throws(TensorError) {
    guard !dtype.isFloatingPoint || dtype == .float32 || dtype == .float64 else {
      throw TensorError(
        .dtype, op: op, "\(op): Low precision dtypes not supported. Got \(dtype.legacyName)", hint: "Convert with to(.float32) first.")
    }
    try checkReal(op, kernel: op)
  }

  /// X of A X = B where `lu` and `pivots` are what `Linalg.luFactor` gave of A and this is B. Mirrors `torch.lu_solve`.
  ///
  /// ```swift
  /// let factors = Linalg.luFactor(Tensor([[1.0, 2.0], [4.0, 4.0]]))
  /// Tensor([[5.0], [12.0]]).luSolve(factors.lu, factors.pivots)  // tensor([[1.], [2.]])
  /// ```
  public func luSolve(_ lu: Tensor, _ pivots: Tensor) -> Tensor { Linalg.luSolve(lu, pivots, self) }

  /// X of A X = B where `factor` is A's Cholesky triangle, the lower one unless `upper`, and this is B. Mirrors `torch.cholesky_solve`.
  ///
  /// ```swift
  /// let factor = Tensor([[2.0, 0.0], [0.0, 1.0]])  // of [[4, 0], [0, 1]]
  /// Tensor([[8.0], [3.0]]).choleskySolve(factor)  // tensor([[2.], [3.]])
  /// ```
  public func choleskySolve(_ factor: Tensor, upper: Bool = false) -> Tensor {
    if isInvalid { return self }
    if factor.isInvalid { return factor }
    return reporting { () throws(TensorError) in
      let op = "cholesky_solve"
      guard rank >= 2 else { throw TensorError(.shape, op: op, "b should have at least 2 dimensions, but has \(rank) dimensions instead") }
      guard factor.rank >= 2 else {
        throw TensorError(.shape, op: op, "u should have at least 2 dimensions, but has \(factor.rank) dimensions instead")
      }
      let (n, columns) = factor.shape.rowsAndColumns
      guard n == columns || n < 0 || columns < 0 else {
        throw TensorError(.shape, op: op, "A must be batches of square matrices, but they are \(n) by \(columns) matrices")
      }
      guard shape[rank - 2] == n || n < 0 || shape[rank - 2] < 0 else {
        throw TensorError(
          .shape, op: op,
          "Incompatible matrix sizes for cholesky_solve: each A matrix is \(n) by \(n) but each b matrix is \(shape[rank - 2]) by "
            + "\(shape[rank - 1])")
      }
      try checkKernel(op, "cholesky_solve_cpu")
      let (triangles, sides) = try factor.batched(with: self, op)
      return apply(.choleskySolve, sides, triangles, Attributes(flag: upper))
    }
  }

  /// The inverse of A where this is A's Cholesky triangle, the lower one unless `upper`. Mirrors `torch.cholesky_inverse`.
  ///
  /// ```swift
  /// Tensor([[2.0, 0.0], [1.0, 1.0]]).choleskyInverse()  // tensor([[ 0.5000, -0.5000], [-0.5000,  1.0000]])
  /// ```
  public func choleskyInverse(upper: Bool = false) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      try checkSquare("cholesky_inverse")
      return near(Tensor.eye(shape[rank - 1], dtype: dtype)).choleskySolve(self, upper: upper)
    }
  }
}
