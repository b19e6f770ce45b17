// Elements and rows put together where they land in the same place.

/// What becomes of several elements that land in one place. Mirrors the `reduce` argument of `torch.scatter_reduce`.
public enum ScatterReduction: String, Sendable, CaseIterable {
  /// Their sum.
  case sum
  /// Their product.
  case prod
  /// Their mean; whole numbers are rounded down.
  case mean
  /// The largest.
  case amax
  /// The smallest.
  case amin
}

extension Tensor {
  /// This tensor with the elements of `source` put together where `index` says along an axis. Mirrors `torch.scatter_reduce`.
  ///
  /// Shapes: `index` no larger than `source`, nor than this tensor along other axes. With `includeSelf` the element that is there takes
  /// part; otherwise it is replaced. Equal extremes share the gradient. Reports an error for positions outside or another dtype.
  ///
  /// ```swift
  /// Tensor([1.0, 2]).scatterReduce(0, Tensor([0, 0, 1]), Tensor([5.0, 3, 1]), .amax)  // tensor([5., 2.])
  /// ```
  public func scatterReduce(
    _ dim: Int, _ index: Tensor, _ source: Tensor, _ reduction: ScatterReduction, includeSelf: Bool = true
  ) -> Tensor {
    withAxis(dim, "scatter_reduce") { axis throws(TensorError) in
      try reduced(axis, index, source, reduction, includeSelf, into: nil)
    }
  }
  /// Puts elements together in place. Mirrors `scatter_reduce_`.
  ///
  /// ```swift
  /// Tensor.zeros(2).scatterReduce_(0, Tensor([1, 1]), Tensor([3.0, 5.0]), .amax)  // tensor([0., 5.])
  /// ```
  @discardableResult public func scatterReduce_(
    _ dim: Int, _ index: Tensor, _ source: Tensor, _ reduction: ScatterReduction, includeSelf: Bool = true
  ) -> Tensor {
    withAxis(dim, "scatter_reduce") { axis throws(TensorError) in
      try reduced(axis, index, source, reduction, includeSelf, into: self)
    }
  }

  /// This tensor with the rows of `source` put together at positions along an axis. Mirrors `torch.index_reduce`.
  ///
  /// `index` is a vector of whole numbers, `source` has one row for each of them. Reports an error for positions outside, another dtype,
  /// truth values, and for `.sum`, which `indexAdd` does.
  ///
  /// ```swift
  /// Tensor([1.0, 2]).indexReduce(0, Tensor([0, 0]), Tensor([5.0, 3]), .mean)  // tensor([3., 2.])
  /// ```
  public func indexReduce(
    _ dim: Int, _ index: Tensor, _ source: Tensor, _ reduction: ScatterReduction, includeSelf: Bool = true
  ) -> Tensor {
    withAxis(dim, "index_reduce") { axis throws(TensorError) in
      let spread = try rowPositions(axis[0], index, source, reduction)
      return try reduced(axis, spread, source, reduction, includeSelf, into: nil)
    }
  }
  /// Puts rows together in place. Mirrors `index_reduce_`.
  ///
  /// ```swift
  /// Tensor.ones(2).indexReduce_(0, Tensor([1, 1]), Tensor([3.0, 5.0]), .prod)  // tensor([ 1., 15.])
  /// ```
  @discardableResult public func indexReduce_(
    _ dim: Int, _ index: Tensor, _ source: Tensor, _ reduction: ScatterReduction, includeSelf: Bool = true
  ) -> Tensor {
    withAxis(dim, "index_reduce") { axis throws(TensorError) in
      let spread = try rowPositions(axis[0], index, source, reduction)
      return try reduced(axis, spread, source, reduction, includeSelf, into: self)
    }
  }

  private func reduced(
    _ axis: Shape, _ index: Tensor, _ source: Tensor, _ reduction: ScatterReduction, _ includeSelf: Bool, into target: Tensor?
  ) throws(TensorError) -> Tensor {
    if index.isInvalid || source.isInvalid { return index.isInvalid ? index : source }
    let attributes = Attributes(ints: axis, flag: includeSelf)
    func run(_ op: Op) -> Tensor {
      target.map { op.applyInPlace($0, index, source, attributes: attributes) } ?? apply(op, self, index, source, attributes)
    }
    switch reduction {
    case .prod: return run(.scatterProduct)
    case .amax: return run(.scatterAmax)
    case .amin: return run(.scatterAmin)
    case .sum where includeSelf: return run(.scatterAdd)
    case .sum, .mean: break
    }
    let start = includeSelf ? self : scatter(axis[0], index, 0)
    let sums = apply(.scatterAdd, start, index, source, attributes)
    if reduction == .sum { return target.map { $0.copy_(sums) } ?? sums }
    guard dtype != .bool else { throw TensorError(.dtype, op: "scatter_reduce", "the mean of truth values is not implemented for 'Bool'") }
    if sums.isInvalid { return sums }
    let counts = noGrad {
      let ones = Tensor.ones(like: self, dtype: dtype.realPart)
      let present = includeSelf ? ones : ones.scatter(axis[0], index, 0)
      return present.scatterAdd(axis[0], index, Tensor.ones(like: index, dtype: dtype.realPart)).maximum(ones)
    }
    let means = dtype.isInteger ? sums.floorDivide(counts) : sums / counts
    return target.map { $0.copy_(means) } ?? means
  }

  /// One position for each element of `source`.
  private func rowPositions(_ d: Int, _ index: Tensor, _ source: Tensor, _ reduction: ScatterReduction) throws(TensorError) -> Tensor {
    if index.isInvalid || source.isInvalid { return index.isInvalid ? index : source }
    let name = "index_reduce_()"
    guard reduction != .sum else {
      throw TensorError(
        .argument, op: "index_reduce", "index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got sum.",
        hint: "indexAdd adds rows.")
    }
    try index.checkPositions("index_reduce", "\(name): Expected dtype int32/int64 for index")
    guard index.rank <= 1 else {
      throw TensorError(
        .index, op: "index_reduce",
        "\(name): Index is supposed to be a vector, but got dim: \(index.rank) with type: \(index.dtype.legacyName) and size: "
          + index.shape.listed)
    }
    guard dtype == source.dtype else {
      throw TensorError(
        .dtype, op: "index_reduce",
        "\(name): self (\(dtype.legacyName)) and source (\(source.dtype.legacyName)) must have the same scalar type",
        hint: "Convert the source with to(.\(dtype)).")
    }
    guard dtype != .bool else { throw TensorError(.dtype, op: "index_reduce", "\"index_func_\" not implemented for 'Bool'") }
    let (count, length) = (index.rank == 0 ? 1 : index.shape[0], d < source.rank ? source.shape[d] : 1)
    guard count == length || count < 0 || length < 0 else {
      throw TensorError(
        .shape, op: "index_reduce",
        "\(name): Number of indices (\(count)) should be equal to source.size(dim): (\(length)), for dim: \(d)")
    }
    try source.checkRows("index_reduce", of: self, d, index)
    if source.rank == 0 { return index.reshape(Shape()) }
    var column = Shape(repeating: 1, count: source.rank)
    column[d] = -1
    return index.reshape(column).expand(source.shape)
  }
}
