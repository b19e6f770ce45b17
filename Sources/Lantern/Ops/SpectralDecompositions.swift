import CKernels

// Eigenvalues and singular values, and the vectors that go with them.

extension Op {
  /// The eigenvalues of Hermitian matrices, in increasing order, and their vectors, in columns. `flag`: the upper triangle is read.
  static let eigh: Op = Op(
    "linalg_eigh",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try i.x.checkSquare("linalg.eigh")
          try i.x.checkKernel("linalg.eigh", "linalg_eigh_cpu")
          return [Spec(Shape(i.x.shape.dropLast()), i.x.dtype.realPart), Spec(i.x.shape, i.x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let vectors = try i.x.freshDoubles()
          let values = try Tensor(empty: specs[0].shape, dtype: .float64)
          let info = try MatrixKernel(kernel: CK_EIGH, m: vectors.shape[vectors.rank - 1], flags: a.flag ? [CK_UPPER] : [])
            .run(vectors.shape.batch.elementCount, [vectors, values])
          try checkConvergence("linalg.eigh", info, isBatch: vectors.rank > 2)
          return [values.rounded(to: specs[0].dtype), vectors.rounded(to: specs[1].dtype)]
        })),
    rules: [
      // V (diag(gλ) + (Vᴴ gV) / E) Vᴴ with E[i, j] = λ[j] - λ[i]
      .of(.outputs) { _, s in
        let (values, vectors) = (s.outputs[0], s.outputs[1])
        guard let gv = s.gradients[1] else {
          guard let gl = s.gradients[0] else { return nil }
          return (vectors * gl.unsqueeze(-2)).matmul(vectors.conjugateTurned)
        }
        let gaps = values.unsqueeze(-2) - values.unsqueeze(-1)
        let turns = vectors.conjugateTurned.matmul(gv)
        if let error = phaseError("linalg_eigh_backward", turns) { return error }
        var middle = turns.overGaps(gaps)
        if let gl = s.gradients[0] { middle = middle + gl.unsqueeze(-1) * Tensor.eye(like: gaps) }
        return vectors.matmul(middle).matmul(vectors.conjugateTurned)
      }
    ],
    samples: .inPlaceOnly)

  /// U, the singular values in decreasing order, and Vᴴ. `flag`: U and V are square.
  static let svd: Op = Op(
    "linalg_svd",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let x = i.x
          try x.checkMatrix("linalg.svd")
          try x.checkReal("linalg.svd", kernel: "linalg_svd_cpu")
          let (m, n) = x.shape.rowsAndColumns
          let k = Swift.min(m, n)
          let batch = x.shape.batch
          return [
            Spec(batch.appending(m, a.flag ? m : k), x.dtype), Spec(batch.appending(k), x.dtype.realPart),
            Spec(batch.appending(a.flag ? n : k, n), x.dtype),
          ]
        },
        run: { i, a, specs throws(TensorError) in
          let (m, n) = i.x.shape.rowsAndColumns
          let x = try i.x.freshDoubles()
          guard noGrad({ x.isFinite().all().item().boolValue }) else {
            throw TensorError(
              .argument, op: "linalg.svd",
              "linalg.svd: \(x.rank > 2 ? "(Batch element \(firstNonFinite(x))): " : "")The algorithm failed to converge because the input "
                + "matrix contained non-finite values.")
          }
          let u = try Tensor(empty: specs[0].shape, dtype: x.dtype)
          let s = try Tensor(empty: specs[1].shape, dtype: .float64)
          let vt = try Tensor(empty: specs[2].shape, dtype: x.dtype)
          let info = try MatrixKernel(kernel: CK_SVD, m: m, n: n, flags: a.flag ? [CK_FULL] : [])
            .run(x.shape.batch.elementCount, [x, u, s, vt])
          try checkConvergence("linalg.svd", info, isBatch: x.rank > 2)
          return [u.rounded(to: specs[0].dtype), s.rounded(to: specs[1].dtype), vt.rounded(to: specs[2].dtype)]
        })),
    rules: [.of(.outputs) { _, s in s.knowing([s.shape.count - 2, s.shape.count - 1]) { svdGradient(s) } }],
    samples: .inPlaceOnly)

  /// U [(skew(Uᴴ gU) / E) S + S (skew(Vᴴ gV) / E) + diag(gS)] Vᴴ with E[i, j] = S[j]² - S[i]², and what lies outside of the spaces of U
  /// and V. Of square U and V only the columns that belong to singular values have a derivative.
  private static func svdGradient(_ s: Saved) -> Tensor {
    let (m, n) = s.shape.rowsAndColumns
    let k = Swift.min(m, n)
    let (u, sigma, vt) = (s.outputs[0].narrow(-1, 0, k), s.outputs[1], s.outputs[2].narrow(-2, 0, k))
    let gu = s.gradients[0]?.narrow(-1, 0, k)
    let gvt = s.gradients[2]?.narrow(-2, 0, k)
    let (row, column) = (sigma.unsqueeze(-2), sigma.unsqueeze(-1))
    guard gu != nil || gvt != nil else {
      guard let gs = s.gradients[1] else { return Tensor.zeros(s.shape, dtype: sigma.dtype) }
      return (u * gs.unsqueeze(-2)).matmul(vt)
    }
    func skew(_ t: Tensor) -> Tensor { t - t.conjugateTurned }
    let gaps = row * row - column * column
    let (uTurns, vTurns) = (gu.map { skew(u.conjugateTurned.matmul($0)) }, gvt.map { skew(vt.matmul($0.conjugateTurned)) })
    if let error = phaseError("svd_backward", uTurns, vTurns) { return error }
    var middle = Tensor.zeros(like: gaps)
    if let gs = s.gradients[1] { middle = gs.unsqueeze(-1) * Tensor.eye(like: gaps) }
    if let uTurns {
      middle = middle + uTurns.overGaps(gaps) * row
      // A vector of u may turn in the complex plane if that of v turns along.
      if u.dtype.isComplex, vTurns != nil { middle = middle + uTurns * Tensor.eye(like: gaps) / (2 * row) }
    }
    if let vTurns { middle = middle + column * vTurns.overGaps(gaps) }
    var gradient = u.matmul(middle).matmul(vt)
    if m > k, let gu {
      let outside = gu / row
      gradient = gradient + (outside - u.matmul(u.conjugateTurned.matmul(outside))).matmul(vt)
    }
    if n > k, let gvt {
      let outside = gvt / column
      gradient = gradient + u.matmul(outside - outside.matmul(vt.conjugateTurned).matmul(vt))
    }
    return gradient
  }

  /// The eigenvalues of matrices of any kind and their vectors, both complex.
  static let eig: Op = Op(
    "linalg_eig",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try i.x.checkSquare("linalg.eig")
          try i.x.checkReal("linalg.eig", kernel: "linalg_eig_out_cpu")
          let dtype = i.x.dtype.complexOfParts
          return [Spec(Shape(i.x.shape.dropLast()), dtype), Spec(i.x.shape, dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let x = try i.x.freshDoubles()
          guard noGrad({ x.isFinite().all().item().boolValue }) else {
            throw TensorError(.argument, op: "linalg.eig", "torch.linalg.eig: input tensor should not contain infs or NaNs.")
          }
          let values = try Tensor(empty: specs[0].shape, dtype: .complex128)
          let vectors = try Tensor(empty: specs[1].shape, dtype: .complex128)
          let info = try MatrixKernel(kernel: CK_EIG, m: x.shape[x.rank - 1]).run(x.shape.batch.elementCount, [x, values, vectors])
          try checkConvergence("linalg.eig", info, isBatch: x.rank > 2)
          return [values.rounded(to: specs[0].dtype), vectors.rounded(to: specs[1].dtype)]
        })),
    rules: [
      // V⁻ᴴ (diag(gλ) + (Vᴴ gV - Vᴴ V diag(Re(Vᴴ gV))) / conj(E)) Vᴴ with E[i, j] = λ[j] - λ[i]: the vectors have length 1.
      .of(.outputs) { _, s in
        let (values, vectors) = (s.outputs[0], s.outputs[1])
        let adjoint = vectors.conjugateTurned
        guard let gv = s.gradients[1] else {
          return s.gradients[0].map { adjoint.solving($0.unsqueeze(-1) * adjoint) }
        }
        let turns = adjoint.matmul(gv)
        if s.spec.dtype.isComplex, let error = phaseError("linalg_eig_backward", turns) { return error }
        let lengths = turns.diagonal(dim1: -2, dim2: -1).real().unsqueeze(-2)
        let gaps = (values.unsqueeze(-2) - values.unsqueeze(-1)).conj()
        var middle = (turns - adjoint.matmul(vectors * lengths)).overGaps(gaps)
        if let gl = s.gradients[0] { middle = middle + gl.unsqueeze(-1) * Tensor.eye(like: gaps) }
        return adjoint.solving(middle.matmul(adjoint))
      }
    ],
    samples: .inPlaceOnly)

  /// The error of a gradient that depends on the phase of complex vectors, which is nobody's choice: what turns them, on the diagonal of
  /// `turns` (and for singular vectors of `others`), has to vanish, but for what errors in the numbers make of it.
  private static func phaseError(_ op: String, _ turns: Tensor?, _ others: Tensor? = nil) -> Tensor? {
    func imaginary(_ t: Tensor) -> Tensor { t.diagonal(dim1: -2, dim2: -1).imag() }
    let known = [turns, others].compactMap { $0 }
    guard let first = known.first, first.dtype.isComplex, !known.contains(where: { $0.isSymbolic || $0.isInvalid }) else { return nil }
    let isFixed = noGrad { () -> Bool in
      let other = known.count == 2 ? -imaginary(known[1]) : Tensor.zeros(like: imaginary(first))
      return ((imaginary(first) - other).abs() .<= 0.01 + 0.01 * other.abs()).all().item().boolValue
    }
    if isFixed { return nil }
    let (vectors, term) =
      op == "svd_backward"
      ? ("singular vectors", "phase term, making it ill-defined.") : ("eigenvectors", "quantity, so it is ill-defined.")
    return .invalid(
      reporting: TensorError(
        .autograd, op: op,
        "\(op): The \(vectors) in the complex case are specified up to multiplication by e^{i phi}. The specified loss function depends on "
          + "this \(term)", hint: "Use what does not change with the phase, like abs() of the vectors."))
  }

  static let spectral: [Op] = [eigh, svd, eig]

  private static func checkConvergence(_ op: String, _ info: [Int32], isBatch: Bool) throws(TensorError) {
    guard let failure = info.firstFailure(isBatch: isBatch) else { return }
    throw TensorError(
      .argument, op: op,
      "\(op): \(failure.element)The algorithm failed to converge because the input matrix is ill-conditioned or has too many repeated "
        + "\(op == "linalg.svd" ? "singular values" : "eigenvalues").")
  }

  /// The first matrix of a stack with an element that is not a finite number.
  private static func firstNonFinite(_ x: Tensor) -> Int {
    let size = Swift.max(x.shape.rowsAndColumns.rows * x.shape.rowsAndColumns.columns, 1)
    return (noGrad { x.isFinite() }.toArray(Bool.self).firstIndex(of: false) ?? 0) / size
  }
}

extension Tensor {
  /// Ones on the diagonal of the last two axes of `t`, which are equal; broadcasts over the others.
  static func eye(like t: Tensor) -> Tensor {
    if t.shape.hasUnknown { return Tensor.ones(like: t).triu().tril() }
    return Tensor.eye(t.shape[t.rank - 1], dtype: t.dtype)
  }

  /// This matrix divided by the gaps between values; zero on the diagonal, where there is no gap.
  func overGaps(_ gaps: Tensor) -> Tensor {
    let unit = Tensor.eye(like: gaps)
    return self * (1 - unit) / (gaps + unit)
  }
}
