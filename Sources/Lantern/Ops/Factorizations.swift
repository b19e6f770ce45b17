import CKernels

// The decompositions of Cholesky and of Householder.

extension Op {
  /// L of A = L Lᴴ, or with `flag` U of A = Uᴴ U, of which that triangle of A is read. With an `ints[0]` of 1, what went
  /// wrong is a second result instead of an error.
  static let cholesky: Op = Op(
    "linalg_cholesky_ex",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          try i.x.checkSquare("linalg.cholesky")
          try i.x.checkReal("linalg.cholesky", kernel: "cholesky_cpu")
          return [Spec(i.x.shape, i.x.dtype)] + (a.ints.isEmpty ? [] : [Spec(i.x.shape.batch, .int32)])
        },
        run: { i, a, specs throws(TensorError) in
          let out = try i.x.freshDoubles()
          let info = try MatrixKernel(kernel: CK_CHOLESKY, m: out.shape[out.rank - 1], flags: a.flag ? [CK_UPPER] : [])
            .run(out.shape.batch.elementCount, [out])
          if !a.ints.isEmpty { return [out.rounded(to: specs[0].dtype), Tensor(info, shape: specs[1].shape)] }
          if let failure = info.firstFailure(isBatch: out.rank > 2) {
            throw TensorError(
              .argument, op: "linalg.cholesky",
              "linalg.cholesky: \(failure.element)The factorization could not be completed because the input is not positive-definite "
                + "(the leading minor of order \(failure.info) is not positive-definite).")
          }
          return [out.rounded(to: specs[0].dtype)]
        })),
    rules: [
      // With dL = L Φ(L⁻¹ dA L⁻ᴴ), where Φ keeps the lower triangle and half of the diagonal; dA is Hermitian, and so is the gradient.
      .of(.output) { g, s in
        let isUpper = s.attributes.flag
        let (lower, gradient) = isUpper ? (s.output.conjugateTurned, g.conjugateTurned) : (s.output, g)
        let phi = lower.conjugateTurned.matmul(gradient)
        let middle = 0.5 * (phi.tril() + phi.tril(-1).conjugateTurned)
        let left = lower.conjugateTurned.solvingTriangle(middle, upper: true)
        return lower.conjugateTurned.solvingTriangle(left.conjugateTurned, upper: true).conjugateTurned
      }
    ],
    samples: .inPlaceOnly)

  /// Q and R. `ints[0]`: 0 for as many columns of Q as can be told, 1 for all of them, 2 for R alone.
  static let qr: Op = Op(
    "linalg_qr",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let x = i.x
          try x.checkMatrix("linalg.qr")
          try x.checkReal("linalg.qr", kernel: "geqrf_cpu")
          let (m, n) = x.shape.rowsAndColumns
          let k = a.ints[0] == 1 ? m : Swift.min(m, n)
          return [
            Spec(a.ints[0] == 2 ? [0] : x.shape.batch.appending(m, k), x.dtype), Spec(x.shape.batch.appending(k, n), x.dtype),
          ]
        },
        run: { i, a, specs throws(TensorError) in
          let (m, n) = i.x.shape.rowsAndColumns
          let k = specs[1].shape.rowsAndColumns.rows
          let r = try i.x.freshDoubles()
          let q = a.ints[0] == 2 ? nil : try Tensor(empty: specs[0].shape, dtype: r.dtype)
          try MatrixKernel(kernel: CK_QR, m: m, n: n, k: k).run(r.shape.batch.elementCount, [r, q])
          let columns: Tensor
          if let q { columns = q.rounded(to: specs[0].dtype) } else { columns = try Tensor(empty: [0], dtype: specs[0].dtype) }
          return [columns, noGrad { r.narrow(-2, 0, k).to(specs[1].dtype).contiguous() }]
        })),
    rules: [
      .of([.x, .outputs]) { g, s in
        let mode = s.attributes.ints[0]
        if mode == 2 {
          return .invalid(
            reporting: TensorError(
              .autograd, op: "linalg.qr",
              "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use linalg.qr(A, mode='reduced') if you "
                + "are going to differentiate through linalg.qr."))
        }
        return s.knowing([s.shape.count - 2, s.shape.count - 1]) { qrGradient(s, isComplete: mode == 1) }
      }
    ],
    samples: .custom([
      Sample([[3, 2]], Attributes(ints: [0])), Sample([[2, 3, 3]], Attributes(ints: [1])), Sample([[2, 4]], Attributes(ints: [0])),
    ]))

  private static func qrGradient(_ s: Saved, isComplete: Bool) -> Tensor {
    let (m, n) = s.shape.rowsAndColumns
    if isComplete, m > n {
      return .invalid(
        reporting: TensorError(
          .autograd, op: "linalg.qr", "The QR decomposition is not differentiable when mode='complete' and nrows > ncols."))
    }
    let (q, r) = (s.outputs[0], s.outputs[1])
    var gq = s.gradients[0]
    guard m < n else { return squareQRGradient(gq, s.gradients[1], q, r) }
    // A = [X Y] with X = Q U square and R = [U Qᴴ Y]: Y's part of R is one more use of Q.
    let gu = s.gradients[1]?.narrow(-1, 0, m)
    guard let gv = s.gradients[1]?.narrow(-1, m, n - m) else {
      let left = squareQRGradient(gq, nil, q, r.narrow(-1, 0, m))
      return Tensor.cat([left, Tensor.zeros(like: s.x.narrow(-1, m, n - m))], -1)
    }
    let more = s.x.narrow(-1, m, n - m).matmul(gv.conjugateTurned)
    gq = gq.map { $0 + more } ?? more
    return Tensor.cat([squareQRGradient(gq, gu, q, r.narrow(-1, 0, m)), q.matmul(gv)], -1)
  }

  /// [gQ + Q S(triu(gR Rᴴ - Qᴴ gQ))] R⁻ᴴ, where S mirrors a triangle at its diagonal, which is real.
  private static func squareQRGradient(_ gq: Tensor?, _ gr: Tensor?, _ q: Tensor, _ r: Tensor) -> Tensor {
    var middle = Tensor.zeros(like: r)
    if let gr { middle = gr.matmul(r.conjugateTurned) }
    if let gq { middle = middle - q.conjugateTurned.matmul(gq) }
    let half = middle.triu() * (1 - 0.5 * Tensor.eye(like: middle))
    let mirrored = half + half.conjugateTurned
    var left = q.matmul(mirrored)
    if let gq { left = left + gq }
    return r.solvingTriangle(left.conjugateTurned, upper: true).conjugateTurned
  }

  /// R and the reflectors that Q is made of, and their factors.
  static let reflectors: Op = Op(
    "geqrf",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          guard i.x.rank >= 2 else {
            throw TensorError(.shape, op: "geqrf", "torch.geqrf: input must have at least 2 dimensions.")
          }
          try i.x.checkKernel("geqrf", "geqrf_cpu")
          let (m, n) = i.x.shape.rowsAndColumns
          return [Spec(i.x.shape, i.x.dtype), Spec(i.x.shape.batch.appending(Swift.min(m, n)), i.x.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let (m, n) = i.x.shape.rowsAndColumns
          let a = try i.x.freshDoubles()
          let tau = try Tensor(empty: specs[1].shape, dtype: a.dtype)
          try MatrixKernel(kernel: CK_QR, m: m, n: n).run(a.shape.batch.elementCount, [a, nil, tau])
          return [a.rounded(to: specs[0].dtype), tau.rounded(to: specs[1].dtype)]
        })),
    rules: [
      .of { _, _ in
        .invalid(reporting: TensorError(.autograd, op: "geqrf", "the derivative for 'geqrf' is not implemented.", hint: "Use Linalg.qr."))
      }
    ],
    samples: .inPlaceOnly)

  static let factorizations: [Op] = [cholesky, qr, reflectors]
}
