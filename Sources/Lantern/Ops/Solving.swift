import CKernels

// Determinants and inverses, by elimination with partial pivoting, of one matrix or a stack of them.

extension Op {
  static let det: Op = Op(
    "linalg_det", gradName: "LinalgDetBackward0",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try i.x.checkSquare("linalg.det")
          try i.x.checkReal("linalg.det", kernel: "lu_cpu")
          return [Spec(Shape(i.x.shape.dropLast(2)), i.x.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let n = i.x.shape[i.x.rank - 1]
          let count = specs[0].shape.elementCount
          let lu = try i.x.freshDoubles()
          let pivots = try Tensor(empty: [count, n], dtype: .int32)
          try MatrixKernel(kernel: CK_LU, m: n, n: n).run(count, [lu, pivots])
          return [noGrad { lu.determinant(pivots).reshape(specs[0].shape).to(specs[0].dtype) }]
        })),
    rules: [.of(.x) { g, s in g.unsqueeze(-1).unsqueeze(-1) * apply(.cofactor, s.x).conj() }],
    samples: .custom([Sample([[3, 3]]), Sample([[2, 2, 2]]), Sample([[1, 1]])]))

  /// The matrix of cofactors, det(A) A⁻ᵀ: the derivative of the determinant, which singular matrices have too.
  static let cofactor: Op = Op(
    "cofactor",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try i.x.checkSquare("linalg.det")
          try i.x.checkReal("linalg.det", kernel: "lu_cpu")
          return [Spec(i.x.shape, i.x.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype.wide)
          try MatrixKernel(kernel: CK_COFACTOR, m: out.shape[out.rank - 1])
            .run(out.shape.batch.elementCount, [i.x.freshDoubles(), out])
          return [out.rounded(to: specs[0].dtype)]
        })),
    rules: [
      // With C = det(A) A⁻ᵀ: the derivative towards G is (<G, C> C - C Gᵀ C) / det(A). For a singular matrix it is not finite here.
      .of([.x, .output]) { g, s in
        let c = s.output
        let inner = (g.conj() * c).sum(dims: [-2, -1], keepDim: true)
        let product = c.matmul(g.conjugateTurned).matmul(c)
        return ((inner * c - product) / s.x.det().unsqueeze(-1).unsqueeze(-1)).conj()
      }
    ],
    samples: .custom([Sample([[3, 3]]), Sample([[2, 2, 2]])]))

  static let inverse: Op = Op(
    "linalg_inv_ex", gradName: "LinalgInvExBackward0",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try i.x.checkSquare("linalg.inv")
          try i.x.checkReal("linalg.inv")
          return [Spec(i.x.shape, i.x.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let n = i.x.shape[i.x.rank - 1]
          let count = specs[0].shape.batch.elementCount
          let out = try noGrad { Tensor.eye(n, dtype: i.x.dtype.wide).expand(specs[0].shape) }.freshDoubles()
          let pivots = try Tensor(empty: [count, n], dtype: .int32)
          let info = try MatrixKernel(kernel: CK_SOLVE, m: n, n: n).run(count, [i.x.freshDoubles(), out, pivots])
          if let failure = info.firstFailure(isBatch: i.x.rank > 2) {
            throw TensorError(
              .argument, op: "linalg.inv",
              "linalg.inv: \(failure.element)The diagonal element \(failure.info) is zero, the inversion could not be completed because the "
                + "input matrix is singular.")
          }
          return [out.rounded(to: specs[0].dtype)]
        })),
    rules: [
      .of(.output) { g, s in
        let adjoint = s.output.conjugateTurned
        return -adjoint.matmul(g).matmul(adjoint)
      }
    ],
    samples: .custom([Sample([[3, 3]]), Sample([[2, 2, 2]])]))

  static let trace: Op = Op(
    "trace",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          guard i.x.rank == 2 else {
            throw TensorError(.shape, op: "trace", "trace: expected a matrix, but got tensor with dim \(i.x.rank)")
          }
          guard i.x.dtype != .bool else { throw TensorError(.dtype, op: "trace", "\"trace\" not implemented for 'Bool'") }
          return [Spec(Shape(), i.x.dtype.isInteger ? .int64 : i.x.dtype)]
        },
        run: { i, _, specs throws(TensorError) in [noGrad { i.x.diagonal().sum(dtype: specs[0].dtype) }] })),
    rules: [
      .of { g, s in
        let (rows, columns) = (s.shape[0], s.shape[1])
        return s.knowing(0...1) { apply(.diagonalScatter, g.expand(Swift.min(rows, columns)), Attributes(ints: [0, 1, 0, rows, columns])) }
      }
    ],
    samples: .custom([Sample([[3, 3]]), Sample([[2, 4]])]))

  static let solving: [Op] = [det, cofactor, inverse, trace]
}

extension Tensor {
  /// The determinants of matrices of which this is the decomposition into triangles: the diagonal's product, turned round by every row
  /// that was swapped.
  fileprivate func determinant(_ pivots: Tensor) -> Tensor {
    let (count, n) = (pivots.shape[0], pivots.shape[1])
    let swaps = (pivots .!= Tensor.arange(1, n + 1, dtype: .int32)).sum(dim: -1)
    return reshape([count, n, n]).diagonal(dim1: 1, dim2: 2).prod(dim: -1) * (1 - 2 * (swaps % 2)).to(.float64)
  }

  /// The determinant of a square matrix, or of each one in a stack, of floats or complex numbers. Mirrors `torch.det`.
  ///
  /// Reports an error for matrices that are not square. The gradient is right for singular matrices too.
  ///
  /// ```swift
  /// Tensor([[1.0, 2.0], [3.0, 4.0]]).det()  // tensor(-2.)
  /// ```
  public func det() -> Tensor { apply(.det, self) }

  /// The inverse of a square matrix, or of each one in a stack, of floats or complex numbers. Mirrors `torch.inverse`.
  ///
  /// Reports an error for singular matrices and for ones that are not square.
  ///
  /// ```swift
  /// Tensor([[2.0, 1.0], [1.0, 3.0]]).inverse()  // tensor([[ 0.6000, -0.2000], [-0.2000,  0.4000]])
  /// ```
  public func inverse() -> Tensor { apply(.inverse, self) }

  /// The sum of a matrix's diagonal. Mirrors `torch.trace`. Whole numbers give int64.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).trace()  // tensor(5)
  /// ```
  public func trace() -> Tensor { apply(.trace, self) }
}
