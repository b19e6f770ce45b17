import CKernels

// Functions of whole matrices: the exponential and the pseudoinverse.

extension Op {
  /// The exponential of square matrices.
  static let matrixExp: Op = Op(
    "linalg_matrix_exp",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try i.x.checkSquare("linalg.matrix_exp")
          if !i.x.dtype.isFloatingPoint { try i.x.checkReal("linalg.matrix_exp", kernel: "linalg_matrix_exp") }
          return [Spec(i.x.shape, i.x.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype.wide)
          try MatrixKernel(kernel: CK_MATRIX_EXP, m: out.shape[out.rank - 1])
            .run(out.shape.batch.elementCount, [i.x.freshDoubles(), out])
          return [out.rounded(to: specs[0].dtype)]
        })),
    rules: [
      // The right upper block of exp [[Aᴴ, G], [0, Aᴴ]].
      .of(.x) { g, s in
        s.knowing([s.shape.count - 1]) {
          let n = s.shape[s.shape.count - 1]
          let a = s.x.conjugateTurned
          let upper = Tensor.cat([a, g], -1)
          let lower = Tensor.cat([Tensor.zeros(like: g), a], -1)
          return apply(.matrixExp, Tensor.cat([upper, lower], -2)).narrow(-2, 0, n).narrow(-1, n, n)
        }
      }
    ],
    samples: .custom([Sample([[3, 3]], ranges: [-1...1]), Sample([[2, 2, 2]], ranges: [-1...1])]))

  /// The pseudoinverse. Second and third input: how large a singular value must be to count, as such and as a part of the largest one.
  /// `flag`: the matrix is Hermitian, and only its lower triangle is read.
  static let pinv: Op = Op(
    "linalg_pinv",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let x = i.x
          guard x.rank >= 2, x.dtype == .float32 || x.dtype == .float64 || x.dtype.isComplex else {
            throw TensorError(
              .dtype, op: "linalg.pinv",
              "linalg.pinv(\(x.dtype.legacyName){\(x.shape.listed)}): expected a tensor with 2 or more dimensions of float, double, cfloat or "
                + "cdouble types")
          }
          if a.flag { try x.checkSquare("linalg.pinv") }
          let (m, n) = x.shape.rowsAndColumns
          return [Spec(x.shape.batch.appending(n, m), x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          guard i.x.elementCount > 0 else { return [try Tensor(empty: specs[0].shape, dtype: specs[0].dtype)] }
          let isHermitian = a.flag
          let out = try catchingReports { () throws(TensorError) -> Tensor in
            noGrad {
              let x = i.x.to(i.x.dtype.wide)
              let (atol, rtol) = (i.y!.to(.float64).unsqueeze(-1), i.z!.to(.float64).unsqueeze(-1))
              if isHermitian {
                let results = applyMany(.eigh, [x], count: 2)
                return results[1].inverting(results[0], atol, rtol, results[1])
              }
              let results = applyMany(.svd, [x], count: 3)
              return results[2].conjugateTurned.inverting(results[1], atol, rtol, results[0])
            }
          }
          return [out.rounded(to: specs[0].dtype)]
        })),
    rules: [
      // With P = A⁺: -Pᴴ G Pᴴ and two more parts, which live outside of the spaces of A's columns and rows.
      .of([.x, .output]) { g, s in
        let (a, p) = (s.x, s.output)
        let (gt, pt) = (g.conjugateTurned, p.conjugateTurned)
        let inside = -pt.matmul(g).matmul(pt)
        let rows = pt.matmul(p).matmul(gt - gt.matmul(p).matmul(a))
        let columns = (gt - a.matmul(p).matmul(gt)).matmul(p).matmul(pt)
        return inside + rows + columns
      }, nil,
    ],
    samples: .inPlaceOnly)

  static let matrixFunctions: [Op] = [matrixExp, pinv]
}

extension Tensor {
  /// V diag(1 / values) Uᴴ, where this is V, without the values that are too small.
  fileprivate func inverting(_ values: Tensor, _ atol: Tensor, _ rtol: Tensor, _ u: Tensor) -> Tensor {
    let sizes = values.abs()
    let limit = atol.maximum(rtol * apply(.amax, sizes, Attributes(ints: [sizes.rank - 1], flag: true)))
    let inverse = (1 / values).where(sizes .> limit, else: 0)
    return (self * inverse.unsqueeze(-2)).matmul(u.conjugateTurned)
  }
}
