// Differences of neighbours, areas under curves, and rows of limited length.

extension Tensor {
  /// The differences of neighbours along an axis, taken `n` times. Mirrors `torch.diff`.
  ///
  /// `prepend` and `append` are joined to the tensor first. Of truth values it tells whether neighbours differ.
  ///
  /// ```swift
  /// Tensor([1, 4, 9]).diff()  // tensor([3, 5])
  /// ```
  public func diff(_ n: Int = 1, dim: Int = -1, prepend: Tensor? = nil, append: Tensor? = nil) -> Tensor {
    if let invalid = [self, prepend, append].first(where: { $0?.isInvalid ?? false }) { return invalid! }
    return reporting { () throws(TensorError) in
      guard rank > 0 else { throw TensorError(.shape, op: "diff", "diff expects input to be at least one-dimensional") }
      guard n >= 0 else { throw TensorError(.argument, op: "diff", "order must be non-negative but got \(n)") }
      let d = try shape.axis(dim, op: "diff")
      for end in [prepend, append].compactMap({ $0 }) {
        guard end.rank == rank else {
          throw TensorError(.shape, op: "diff", "diff expects prepend or append to be the same dimension as input")
        }
        for k in 0..<rank where k != d && shape[k] != end.shape[k] && shape[k] >= 0 && end.shape[k] >= 0 {
          throw TensorError(
            .shape, op: "diff",
            "diff expects the shape of tensor to prepend or append to match that of input except along the differencing dimension; "
              + "input.size(\(k)) = \(shape[k]), but got tensor.size(\(k)) = \(end.shape[k])")
        }
      }
      if n == 0 { return clone() }
      let parts = [prepend, self, append].compactMap { $0 }
      var x = parts.count == 1 ? self : Tensor.cat(parts, d)
      _ = try x.usable()
      try x.checkKnown(d, "diff")
      for _ in 0..<Swift.min(n, Swift.max(x.shape[d], 1)) {
        let length = Swift.max(x.shape[d] - 1, 0)
        let (later, earlier) = (x.narrow(d, x.shape[d] - length, length), x.narrow(d, 0, length))
        x = try (x.dtype == .bool ? later .!= earlier : later - earlier).usable()
      }
      return x
    }
  }

  // The heights of neighbours added up, and the checks that both rules share.
  private func trapezoids(_ op: String, _ dim: Int, _ x: Tensor? = nil) throws(TensorError) -> (d: Int, sums: Tensor) {
    if x != nil, dtype == .bool || x!.dtype == .bool {
      throw TensorError(.dtype, op: op, "\(op): received a bool input for `x` or `y`, but bool is not supported")
    }
    guard dtype != .bool else {
      throw TensorError(.dtype, op: op, "\(op): received a bool input for `y`, but bool is not supported")
    }
    guard rank > 0 else { throw TensorError(.index, op: op, "Dimension specified as \(dim) but tensor has no dimensions") }
    let d = try shape.axis(dim, op: op)
    try checkKnown(d, op)
    let length = Swift.max(shape[d] - 1, 0)
    return (d, narrow(d, 0, length) + narrow(d, shape[d] - length, length))
  }

  /// The widths between sample points, in the shape that fits `self` along `d`.
  private func widths(_ op: String, of points: Tensor, _ d: Int) throws(TensorError) -> Tensor {
    var points = points
    if points.rank == 1 {
      guard points.shape[0] == shape[d] else {
        throw TensorError(
          .shape, op: op, "\(op): There must be one `x` value for each sample point",
          hint: "There are \(points.shape[0]) for \(shape[d]) samples.")
      }
      for _ in 0..<d { points = points.unsqueeze(0) }
      for _ in 0..<(rank - 1 - d) { points = points.unsqueeze(-1) }
    }
    while points.rank < rank { points = points.unsqueeze(0) }
    let axis = points.rank == rank ? d : try points.shape.axis(d, op: op)
    return points.diff(dim: axis)
  }

  /// The area under the samples along an axis, by the trapezoid rule, at the points `x`. Mirrors `torch.trapezoid`.
  ///
  /// `x` holds one point for each sample, as a vector or in a shape that broadcasts. Without samples the area is 0. Whole numbers give
  /// floats. Reports an error for truth values.
  ///
  /// ```swift
  /// Tensor([1.0, 5, 10]).trapezoid(Tensor([1.0, 3, 6]))  // tensor(28.5000)
  /// ```
  public func trapezoid(_ x: Tensor, dim: Int = -1) -> Tensor {
    if isInvalid || x.isInvalid { return isInvalid ? self : x }
    return reporting { () throws(TensorError) in
      if let empty = try emptyArea(dim) { return empty }
      let (d, sums) = try trapezoids("trapezoid", dim, x)
      return (sums * (try widths("trapezoid", of: x, d))).sum(dim: d) / 2
    }
  }
  /// The area under samples `dx` apart. Mirrors `torch.trapezoid`.
  ///
  /// ```swift
  /// Tensor([1.0, 3.0, 5.0]).trapezoid(dx: 2)  // tensor(12.)
  /// ```
  public func trapezoid(dx: some TensorScalar = 1, dim: Int = -1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let dx = try Tensor.checkWidth("trapezoid", dx.scalar)
      if let empty = try emptyArea(dim) { return empty }
      let d = try trapezoids("trapezoid", dim).d
      return (sum(dim: d) - (select(d, 0) + select(d, shape[d] - 1)) * 0.5) * dx
    }
  }

  private func emptyArea(_ dim: Int) throws(TensorError) -> Tensor? {
    guard rank > 0, shape[try shape.axis(dim, op: "trapezoid")] == 0 else { return nil }
    return sum(dim: dim).to(dtype)
  }

  private static func checkWidth(_ op: String, _ dx: Scalar) throws(TensorError) -> Double {
    switch dx {
    case .int, .double: return dx.doubleValue
    default: throw TensorError(.argument, op: op, "\(op): Currently, we only support dx as a real number.")
    }
  }

  /// The areas under the samples up to each one after the first. Mirrors `torch.cumulative_trapezoid`.
  ///
  /// ```swift
  /// Tensor([1.0, 5, 10]).cumulativeTrapezoid(Tensor([1.0, 3, 6]))  // tensor([ 6.0000, 28.5000])
  /// ```
  public func cumulativeTrapezoid(_ x: Tensor, dim: Int = -1) -> Tensor {
    if isInvalid || x.isInvalid { return isInvalid ? self : x }
    return reporting { () throws(TensorError) in
      let (d, sums) = try trapezoids("cumulative_trapezoid", dim, x)
      return (try widths("cumulative_trapezoid", of: x, d) * sums).cumsum(dim: d) / 2
    }
  }
  /// The areas under samples `dx` apart, up to each one after the first. Mirrors `torch.cumulative_trapezoid`.
  ///
  /// ```swift
  /// Tensor([1.0, 3.0, 5.0]).cumulativeTrapezoid()  // tensor([2., 6.])
  /// ```
  public func cumulativeTrapezoid(dx: some TensorScalar = 1, dim: Int = -1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let dx = try Tensor.checkWidth("cumulative_trapezoid", dx.scalar)
      let (d, sums) = try trapezoids("cumulative_trapezoid", dim)
      return (sums * (dx / 2)).cumsum(dim: d)
    }
  }

  /// This tensor with each slice along an axis that is longer than `maxNorm` shortened to that length. Mirrors `torch.renorm`.
  ///
  /// Lengths are p-norms. Reports an error for whole numbers, for less than two axes, and for a `p` that is not positive.
  ///
  /// ```swift
  /// Tensor([[3.0, 4], [0, 1]]).renorm(2, dim: 0, maxNorm: 1)  // tensor([[0.6000, 0.8000], [0.0000, 1.0000]])
  /// ```
  public func renorm(_ p: Double, dim: Int, maxNorm: Double) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard p > 0 else { throw TensorError(.argument, op: "renorm", "renorm: non-positive-norm not supported") }
      guard maxNorm >= 0 else {
        throw TensorError(.argument, op: "renorm", "renorm: expected maxnorm to be >= 0 but got \(maxNorm.brief)")
      }
      guard rank > 1 else {
        throw TensorError(.shape, op: "renorm", "renorm: input needs at least 2 dimensions, got \(rank) dimensions")
      }
      let d = try shape.axis(dim, op: "renorm")
      let length = to(dtype.computeType).norm(p, dims: (0..<rank).filter { $0 != d }, keepDim: true)
      if length.isInvalid { return length }
      let factor = (maxNorm / (length + 1e-7)).where(length .> maxNorm, else: 1)
      return self * factor.to(dtype)
    }
  }
}
