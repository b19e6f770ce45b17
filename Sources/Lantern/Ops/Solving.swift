import CKernels

// Determinants and inverses, by elimination with partial pivoting, of one matrix or a stack of them.

extension Op {
  /// A check that the last two axes are those of square matrices of a type that elimination knows.
  private static func checkSquare(_ name: String, _ x: Tensor, halfError: (DType) -> String) throws(TensorError) {
    guard x.rank >= 2 else { throw TensorError(.shape, op: name, "\(name): The input tensor A must have at least 2 dimensions.") }
    let (rows, columns) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
    guard rows == columns || rows < 0 || columns < 0 else {
      throw TensorError(.shape, op: name, "\(name): A must be batches of square matrices, but they are \(rows) by \(columns) matrices")
    }
    guard x.dtype.isFloatingPoint else {
      throw TensorError(
        .dtype, op: name, "\(name): Expected a floating point or complex tensor as input. Got \(x.dtype.legacyName)",
        hint: "Convert with to(.float32) first.")
    }
    guard x.dtype == .float32 || x.dtype == .float64 else {
      throw TensorError(.dtype, op: name, halfError(x.dtype), hint: "Convert with to(.float32) first.")
    }
  }

  static let det: Op = Op(
    "linalg_det", gradName: "LinalgDetBackward0",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try checkSquare("linalg.det", i.x) { "\"lu_cpu\" not implemented for '\($0.legacyName)'" }
          return [Spec(Shape(i.x.shape.dropLast(2)), i.x.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let n = i.x.shape[i.x.rank - 1]
          let lu = try freshCopy(i.x)
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype)
          if out.elementCount > 0 { ck_det(Int32(out.dtype.rawValue), out.elementCount, n, lu.pointer, out.pointer) }
          return [out]
        })),
    rules: [.of(.x) { g, s in g.unsqueeze(-1).unsqueeze(-1) * apply(.cofactor, s.x) }],
    samples: .custom([Sample([[3, 3]]), Sample([[2, 2, 2]]), Sample([[1, 1]])]))

  /// The matrix of cofactors, det(A) A⁻ᵀ: the derivative of the determinant, which singular matrices have too.
  static let cofactor: Op = Op(
    "cofactor",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try checkSquare("linalg.det", i.x) { "\"lu_cpu\" not implemented for '\($0.legacyName)'" }
          return [Spec(i.x.shape, i.x.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let n = i.x.shape[i.x.rank - 1]
          let x = noGrad { i.x.contiguous() }
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype)
          let minor = try Tensor(empty: Shape(Swift.max(n, 1), Swift.max(n, 1)), dtype: x.dtype)
          if x.elementCount > 0 { ck_cofactor(Int32(x.dtype.rawValue), x.elementCount / (n * n), n, x.pointer, out.pointer, minor.pointer) }
          return [out]
        })),
    rules: [
      // With C = det(A) A⁻ᵀ: the derivative towards G is (<G, C> C - C Gᵀ C) / det(A). For a singular matrix it is not finite here.
      .of([.x, .output]) { g, s in
        let c = s.output
        let inner = (g * c).sum(dims: [-2, -1], keepDim: true)
        let product = c.matmul(g.transpose(-2, -1)).matmul(c)
        return (inner * c - product) / s.x.det().unsqueeze(-1).unsqueeze(-1)
      }
    ],
    samples: .custom([Sample([[3, 3]]), Sample([[2, 2, 2]])]))

  static let inverse: Op = Op(
    "linalg_inv_ex", gradName: "LinalgInvExBackward0",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try checkSquare("linalg.inv", i.x) { "linalg.inv: Low precision dtypes not supported. Got \($0.legacyName)" }
          return [Spec(i.x.shape, i.x.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let n = i.x.shape[i.x.rank - 1]
          let lu = try freshCopy(i.x)
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype)
          guard out.elementCount > 0 else { return [out] }
          let count = out.elementCount / (n * n)
          let pivot = ck_inverse(Int32(out.dtype.rawValue), count, n, lu.pointer, out.pointer)
          guard pivot == 0 else {
            let element = i.x.rank > 2 ? "(Batch element \((pivot - 1) / n)): " : ""
            throw TensorError(
              .argument, op: "linalg.inv",
              "linalg.inv: \(element)The diagonal element \((pivot - 1) % n + 1) is zero, the inversion could not be completed because the "
                + "input matrix is singular.")
          }
          return [out]
        })),
    rules: [
      .of(.output) { g, s in
        let turned = s.output.transpose(-2, -1)
        return -turned.matmul(g).matmul(turned)
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

  /// A contiguous copy that may be overwritten.
  private static func freshCopy(_ x: Tensor) throws(TensorError) -> Tensor {
    let copy = try Tensor(empty: x.shape, dtype: x.dtype)
    if x.elementCount > 0 { copy.write(x) }
    return copy
  }
}

extension Tensor {
  /// The determinant of a square matrix, or of each one in a stack, float32 or float64. Mirrors `torch.det`.
  ///
  /// Reports an error for matrices that are not square. The gradient is right for singular matrices too.
  public func det() -> Tensor { apply(.det, self) }

  /// The inverse of a square matrix, or of each one in a stack, float32 or float64. Mirrors `torch.inverse`.
  ///
  /// Reports an error for singular matrices and for ones that are not square.
  ///
  /// ```swift
  /// Tensor([[2.0, 1.0], [1.0, 3.0]]).inverse()  // tensor([[ 0.6000, -0.2000], [-0.2000,  0.4000]])
  /// ```
  public func inverse() -> Tensor { apply(.inverse, self) }

  /// The sum of a matrix's diagonal. Mirrors `torch.trace`. Whole numbers give int64.
  public func trace() -> Tensor { apply(.trace, self) }
}
