// Decompositions and solvers that tell what went wrong instead of reporting an error.

/// What `Linalg.choleskyEx` gives.
public struct CholeskyExResult: Sendable {
  /// The triangle; where `info` is not 0, as far as it was computed.
  public let l: Tensor
  /// For each matrix 0, or the order of the first leading minor that is not positive definite; int32.
  public let info: Tensor
}

/// What `Linalg.luFactorEx` gives.
public struct LUFactorExResult: Sendable {
  /// L below the diagonal, whose own diagonal is ones, and U.
  public let lu: Tensor
  /// The rows that were swapped, int32 and counted from 1.
  public let pivots: Tensor
  /// For each matrix 0, or the number of the first zero on U's diagonal, counted from 1; int32.
  public let info: Tensor
}

/// What `Linalg.invEx` gives.
public struct InverseExResult: Sendable {
  /// The inverse; infinities and NaN where `info` is not 0.
  public let inverse: Tensor
  /// As that of `LUFactorExResult`.
  public let info: Tensor
}

/// What `Linalg.solveEx` gives.
public struct SolveExResult: Sendable {
  /// The solution; infinities and NaN where `info` is not 0.
  public let result: Tensor
  /// As that of `LUFactorExResult`.
  public let info: Tensor
}

extension Linalg {
  /// `cholesky` that tells in `info` which matrices are not positive definite. Mirrors `torch.linalg.cholesky_ex`.
  ///
  /// ```swift
  /// Linalg.choleskyEx(Tensor([[1.0, 0], [0, -1]])).info  // tensor(2, dtype=int32)
  /// ```
  public static func choleskyEx(_ a: Tensor, upper: Bool = false) -> CholeskyExResult {
    let both = applyMany(.cholesky, [a], Attributes(ints: [1], flag: upper), count: 2)
    return CholeskyExResult(l: both[0], info: both[1])
  }

  /// `luFactor` that tells in `info` which matrices are singular. Mirrors `torch.linalg.lu_factor_ex`.
  ///
  /// ```swift
  /// Linalg.luFactorEx(Tensor([[1.0, 2.0], [2.0, 4.0]])).info  // tensor(2, dtype=int32)
  /// ```
  public static func luFactorEx(_ a: Tensor, pivot: Bool = true) -> LUFactorExResult {
    do throws(TensorError) {
      try checkLU(a, "torch.lu_factor", pivot)
      for d in 0..<(a.isInvalid ? 0 : a.rank) { try a.checkKnown(d, "linalg.lu_factor_ex") }
      let both = applyMany(.luFactor, [a], count: 2)
      return LUFactorExResult(lu: both[0], pivots: both[1], info: both[0].isInvalid ? both[0] : firstZero(both[0]))
    } catch {
      let none = Tensor.invalid(reporting: error)
      return LUFactorExResult(lu: none, pivots: none, info: none)
    }
  }

  /// The place of the first zero on the diagonal, counted from 1, or 0.
  private static func firstZero(_ lu: Tensor) -> Tensor {
    let steps = Swift.min(lu.shape.rowsAndColumns.rows, lu.shape.rowsAndColumns.columns)
    guard steps != 0 else { return lu.near(Tensor.zeros(lu.shape.batch, dtype: .int32)) }
    return noGrad {
      let zeros = (lu.detach().diagonal(dim1: -2, dim2: -1) .== 0).to(.int32)
      // The first one has the largest number when the places are counted from behind.
      let last = (zeros * zeros.near(Tensor.arange(steps, 0, -1, dtype: .int32))).amax(dim: -1)
      return ((steps + 1 - last) * (last .!= 0)).to(.int32)
    }
  }

  /// `inv` that tells in `info` which matrices are singular. Mirrors `torch.linalg.inv_ex`.
  ///
  /// ```swift
  /// Linalg.invEx(Tensor([[2.0, 0.0], [0.0, 0.0]])).info  // tensor(2, dtype=int32)
  /// ```
  public static func invEx(_ a: Tensor) -> InverseExResult {
    do throws(TensorError) {
      if a.isInvalid { return InverseExResult(inverse: a, info: a) }
      try a.checkSquare("linalg.inv")
      try a.checkReal("linalg.inv")
      let factors = luFactorEx(a)
      let identity = a.near(Tensor.eye(a.shape[a.rank - 1], dtype: a.dtype)).expand(a.shape)
      return InverseExResult(inverse: luSolve(factors.lu, factors.pivots, identity), info: factors.info)
    } catch {
      let none = Tensor.invalid(reporting: error)
      return InverseExResult(inverse: none, info: none)
    }
  }

  /// `solve` that tells in `info` which matrices are singular. Mirrors `torch.linalg.solve_ex`.
  ///
  /// ```swift
  /// Linalg.solveEx(Tensor([[2.0, 0.0], [0.0, 4.0]]), Tensor([2.0, 2.0])).result  // tensor([1.0000, 0.5000])
  /// ```
  public static func solveEx(_ a: Tensor, _ b: Tensor, left: Bool = true) -> SolveExResult {
    for t in [a, b] where t.isInvalid { return SolveExResult(result: t, info: t) }
    do throws(TensorError) {
      let (right, isVector) = try rightHandSide(a, b, left)
      let (matrices, sides) = try a.batched(with: right, "linalg.solve")
      try Op.checkPair("linalg.solve", matrices, left ? sides : sides.turned)
      let factors = luFactorEx(a)
      // A may have fewer axes in front than B.
      let pivots = factors.pivots.expand(Shape(matrices.shape.dropLast()))
      let x = luSolve(factors.lu.expand(matrices.shape), pivots, sides, left: left)
      return SolveExResult(result: isVector ? x.squeeze(-1) : x, info: factors.info)
    } catch {
      let none = Tensor.invalid(reporting: error)
      return SolveExResult(result: none, info: none)
    }
  }
}
