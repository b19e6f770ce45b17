// How rows of observations vary together, and the positions of triangles.

extension Tensor {
  /// The covariances of the variables in the rows, observed once in each column. Mirrors `torch.cov`.
  ///
  /// A vector is one variable; its variance is a single number. Of complex numbers, those of the second variable are conjugated. `fweights` says how often each observation counts (whole numbers),
  /// `aweights` how much (floats); `correction` is taken from the number of observations. Reports an error for truth values, for negative
  /// weights, and for weights of a wrong dtype or size.
  ///
  /// ```swift
  /// Tensor([[0.0, 1, 2], [2, 1, 0]]).cov()  // tensor([[ 1., -1.], [-1., 1.]])
  /// ```
  public func cov(correction: Int = 1, fweights: Tensor? = nil, aweights: Tensor? = nil) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard rank <= 2 else {
        throw TensorError(
          .shape, op: "cov", "cov(): expected input to have two or fewer dimensions but got an input with \(rank) dimensions")
      }
      guard dtype != .bool else { throw TensorError(.dtype, op: "cov", "cov(): bool dtype is not supported for input") }
      let ownType = dtype.isFloatingPoint || dtype.isComplex ? dtype : .default
      let x = (rank < 2 ? reshape(1, elementCount) : self).to(ownType.computeType)
      let observations = x.shape[1]
      // Weights stay in their own dtype, which the result's follows from.
      let weight = try Tensor.weights(fweights, aweights, observations)
      let resultType = weight.map { DType.promote(ownType, $0.dtype) } ?? ownType
      let total = weight?.sum() ?? Tensor.number(.double(Double(observations)), x.dtype)
      let mean = (weight.map { x * $0 } ?? x).sum(dim: 1, keepDim: true) / total
      var factor = total - correction
      if let weight, let aweights, correction != 0 { factor = total - (weight * aweights).sum() * correction / total }
      if factor.isSymbolic {
        factor = factor.clamp(min: 0)
      } else if factor.detach().item().doubleValue <= 0 {
        warnOnce("cov(): degrees of freedom is <= 0. Correction should be strictly less than the number of observations.")
        factor = Tensor.zeros(like: factor)
      }
      let centred = x - mean
      let weighted = weight.map { centred * $0 } ?? centred
      let product = centred.to(weighted.dtype).mm(weighted.t().conj())
      return (product / factor).squeeze().to(resultType)
    }
  }

  /// The weights of both kinds, multiplied.
  private static func weights(_ fweights: Tensor?, _ aweights: Tensor?, _ observations: Int) throws(TensorError) -> Tensor? {
    func check(_ t: Tensor, _ name: String, _ kind: String, _ isRight: Bool) throws(TensorError) {
      guard t.rank <= 1 else {
        throw TensorError(
          .shape, op: "cov", "cov(): expected \(name) to have one or fewer dimensions but got \(name) with \(t.rank) dimensions")
      }
      guard isRight else {
        throw TensorError(
          .dtype, op: "cov", "cov(): expected \(name) to have \(kind) dtype but got \(name) with \(t.dtype.legacyName) dtype")
      }
      guard t.elementCount == observations else {
        throw TensorError(
          .shape, op: "cov",
          "cov(): expected \(name) to have the same numel as there are observations in the input but got \(t.elementCount) != "
            + "\(observations)")
      }
      // Of symbols nothing is known yet.
      guard observations == 0 || t.isSymbolic || noGrad({ (t .>= 0).all().item().boolValue }) else {
        throw TensorError(.argument, op: "cov", "cov(): \(name) cannot be negative")
      }
    }
    if let fweights { try check(fweights, "fweights", "integral", fweights.dtype.isInteger) }
    if let aweights { try check(aweights, "aweights", "floating point", aweights.dtype.isFloatingPoint) }
    guard let fweights else { return aweights }
    return aweights.map { fweights * $0 } ?? fweights
  }

  /// The covariances divided by both variables' standard deviations, from -1 to 1. Mirrors `torch.corrcoef`.
  ///
  /// ```swift
  /// Tensor([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]).corrcoef()  // tensor([[ 1., -1.], [-1.,  1.]])
  /// ```
  public func corrcoef() -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard rank <= 2 else {
        throw TensorError(
          .shape, op: "corrcoef", "corrcoef(): expected input to have two or fewer dimensions but got an input with \(rank) dimensions")
      }
      let resultType = dtype.isFloatingPoint || dtype.isComplex ? dtype : .default
      let c = (dtype == .bool ? self : to(resultType.computeType)).cov()
      if c.rank == 0 { return (c / c).to(resultType) }
      let deviations = c.diagonal().real().sqrt()
      let scaled = c / deviations.unsqueeze(1) / deviations.unsqueeze(0)
      if scaled.dtype.isComplex { return Tensor.complex(scaled.real().clamp(-1, 1), scaled.imag().clamp(-1, 1)).to(resultType) }
      return scaled.clamp(-1, 1).to(resultType)
    }
  }

  /// The rows and columns of the lower triangle's elements, [2, n] in row-major order; `offset` moves its border. Mirrors
  /// `torch.tril_indices`.
  ///
  /// ```swift
  /// Tensor.trilIndices(2, 2)  // tensor([[0, 1, 1], [0, 0, 1]])
  /// ```
  public static func trilIndices(_ rows: Int, _ columns: Int, offset: Int = 0, dtype: DType = .int64) -> Tensor {
    let below = offset == .max ? offset : offset + 1
    return triangleIndices("tril_indices", rows, columns, dtype) {
      (firstRow(reaching: 1, of: rows, shift: below)..<rows, clampedSum(rows, columns, shift: below))
    } range: { row in
      0..<clamped(row, columns, shift: below)
    }
  }

  /// The rows and columns of the upper triangle's elements, [2, n] in row-major order. Mirrors `torch.triu_indices`.
  ///
  /// ```swift
  /// Tensor.triuIndices(2, 3, offset: 1)  // tensor([[0, 0, 1], [1, 2, 2]])
  /// ```
  public static func triuIndices(_ rows: Int, _ columns: Int, offset: Int = 0, dtype: DType = .int64) -> Tensor {
    triangleIndices("triu_indices", rows, columns, dtype) {
      (0..<firstRow(reaching: columns, of: rows, shift: offset), rows * columns - clampedSum(rows, columns, shift: offset))
    } range: { row in
      clamped(row, columns, shift: offset)..<columns
    }
  }

  /// `row + shift`, kept between 0 and `columns`.
  private static func clamped(_ row: Int, _ columns: Int, shift: Int) -> Int {
    let (sum, overflow) = row.addingReportingOverflow(shift)
    return overflow ? columns : Swift.min(Swift.max(sum, 0), columns)
  }

  /// The first row of which `row + shift` is at least `value`, or `rows`.
  private static func firstRow(reaching value: Int, of rows: Int, shift: Int) -> Int {
    let (row, overflow) = value.subtractingReportingOverflow(shift)
    return overflow ? rows : Swift.min(Swift.max(row, 0), rows)
  }

  /// The sum of `row + shift`, kept between 0 and `columns`, over all rows.
  private static func clampedSum(_ rows: Int, _ columns: Int, shift: Int) -> Int {
    let (start, end) = (firstRow(reaching: 0, of: rows, shift: shift), firstRow(reaching: columns, of: rows, shift: shift))
    let slope = start < end ? (end - start) * (start + shift + end - 1 + shift) / 2 : 0
    return slope + (rows - end) * columns
  }

  /// `extent` gives the rows that have positions, so that the others cost nothing, and how many positions there are.
  private static func triangleIndices(
    _ op: String, _ rows: Int, _ columns: Int, _ dtype: DType, extent: () -> (rows: Range<Int>, count: Int), range: (Int) -> Range<Int>
  ) -> Tensor {
    reporting { () throws(TensorError) in
      guard rows >= 0 else { throw TensorError(.argument, op: op, "row must be non-negative, got\(rows)") }
      guard columns >= 0 else { throw TensorError(.argument, op: op, "col must be non-negative, got\(columns)") }
      guard columns == 0 || rows <= (1 << 40) / columns else {
        throw TensorError(.memory, op: op, "the positions of \(rows) by \(columns) elements do not fit in memory")
      }
      let (filled, count) = columns == 0 ? (0..<0, 0) : extent()
      let out = try Tensor(empty: Shape(2, count), dtype: .int64)
      let first = out.pointer.assumingMemoryBound(to: Int64.self)
      var at = 0
      for row in filled {
        for column in range(row) {
          first[at] = Int64(row)
          first[count + at] = Int64(column)
          at += 1
        }
      }
      return out.to(dtype)
    }
  }
}
