import CKernels

// Elements by their position in row-major order, along an axis as an index says, or several times over.

extension Tensor {
  /// The elements at positions counted in row-major order, in the shape of `index`. Mirrors `torch.take`.
  ///
  /// `index` is int64; negative positions count from the end. Reports an error for positions outside.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).take(Tensor([3, -4]))  // tensor([4, 1])
  /// ```
  public func take(_ index: Tensor) -> Tensor {
    if isInvalid || index.isInvalid { return isInvalid ? self : index }
    return reporting { () throws(TensorError) in
      try index.checkLong("take", "take()")
      try checkElements("take", index)
      if !isSymbolic, elementCount == 0 { return apply(.reshapeLike, reshape(-1), index) }
      return apply(.index, [reshape(-1), index], Attributes(ints: [0]))
    }
  }

  /// This tensor with elements of `source` put at (or added to) positions counted in row-major order. Mirrors `torch.put`.
  ///
  /// `index` is int64 with as many elements as `source`; of several for one place the last one stays, unless `accumulate` is set. Reports
  /// an error for positions outside or another dtype.
  ///
  /// ```swift
  /// Tensor.zeros(2, 2).put(Tensor([0, 3, 3]), Tensor([1.0, 2, 3]), accumulate: true)  // tensor([[1., 0.], [0., 5.]])
  /// ```
  public func put(_ index: Tensor, _ source: Tensor, accumulate: Bool = false) -> Tensor {
    if isInvalid || index.isInvalid || source.isInvalid { return isInvalid ? self : index.isInvalid ? index : source }
    return reporting { () throws(TensorError) in
      try index.checkLong("put", "put_()")
      guard source.dtype == dtype else {
        throw TensorError(
          .dtype, op: "put",
          "put_(): self and source expected to have the same dtype, but got self.dtype = \(dtype.legacyName) and source.dtype = "
            + source.dtype.legacyName, hint: "Convert the source with to(.\(dtype)).")
      }
      guard source.elementCount == index.elementCount || index.shape.hasUnknown || source.shape.hasUnknown else {
        throw TensorError(
          .index, op: "put",
          "put_(): Expected source and index to have the same number of elements, but got source.numel() = \(source.elementCount), "
            + "index.numel() = \(index.elementCount)")
      }
      try checkElements("put", index)
      return reshape(-1).indexPut([index.reshape(-1)], axes: [0], source.reshape(-1), accumulate: accumulate).reshape(shape)
    }
  }
  /// Puts elements in place. Mirrors `put_`.
  ///
  /// ```swift
  /// Tensor.zeros(3).put_(Tensor([2, 0]), Tensor([5.0, 6.0]))  // tensor([6., 0., 5.])
  /// ```
  @discardableResult public func put_(_ index: Tensor, _ source: Tensor, accumulate: Bool = false) -> Tensor {
    // Of a copy: a view of this tensor in its own history would keep it alive for ever.
    let changed = clone().put(index, source, accumulate: accumulate)
    return changed.isInvalid ? self : copy_(changed)
  }

  /// For each element of `indices`, the element whose position along an axis it names; both are broadcast along the other axes,
  /// and negative positions count from the end. Without an axis both count as vectors. Mirrors `torch.take_along_dim`.
  ///
  /// ```swift
  /// let x = Tensor([[3, 1, 2], [6, 5, 4]])
  /// x.takeAlongDim(x.argsort(dim: 1), 1)  // tensor([[1, 2, 3], [4, 5, 6]])
  /// ```
  public func takeAlongDim(_ indices: Tensor, _ dim: Int? = nil) -> Tensor {
    if isInvalid || indices.isInvalid { return isInvalid ? self : indices }
    return reporting { () throws(TensorError) in
      try indices.checkPositions(
        "take_along_dim", "torch.take_along_dim(): dtype of indices should be Long but got \(indices.dtype.legacyName)")
      guard let dim else {
        let flat = reshape(-1)
        return flat.gather(0, indices.reshape(-1).countedFromFront(flat.shape, [0]))
      }
      guard indices.rank == rank else {
        throw TensorError(
          .shape, op: "take_along_dim",
          "torch.take_along_dim(): input and indices should have the same number of dimensions, but got \(rank) dimensions for input, and "
            + "\(indices.rank) dimensions for indices")
      }
      let d = try shape.axis(dim, op: "take_along_dim")
      if rank == 0 { return gather(0, indices.countedFromFront(shape, [])) }
      var (own, other) = (shape, indices.shape)
      (own[d], other[d]) = (1, 1)
      let common = try Shape.broadcast("take_along_dim", own, other)
      (own, other) = (common, common)
      (own[d], other[d]) = (shape[d], indices.shape[d])
      let spread = other == indices.shape ? indices : indices.expand(other)
      return (own == shape ? self : expand(own)).gather(d, spread.countedFromFront(shape, [d]))
    }
  }

  /// This tensor with values put at (or added to) the positions that tensors give for its first axes. Mirrors `torch.index_put`.
  ///
  /// The indices are whole numbers or masks, and broadcast against each other; `nil` leaves an axis whole. `values` has this tensor's dtype
  /// and is broadcast to the indexed part. Reports an error for positions outside.
  ///
  /// ```swift
  /// Tensor.zeros(3).indexPut([Tensor([0, 2, 2])], Tensor(1.0), accumulate: true)  // tensor([1., 0., 2.])
  /// ```
  public func indexPut(_ indices: [Tensor?], _ values: Tensor, accumulate: Bool = false) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let (view, tensors) = try indexed(by: indices, values)
      if view.isInvalid || tensors.isEmpty { return view.isInvalid ? view : self }
      // A single truth value for the whole tensor adds an axis; only in place is there a way back from it.
      guard view === self else { return clone().indexPut_(indices, values, accumulate: accumulate) }
      return indexPut(tensors.map(\.index), axes: Shape(tensors.map(\.axis)), values, accumulate: accumulate)
    }
  }
  /// Puts values in place. Mirrors `index_put_`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 2).indexPut_([Tensor([0, 1]), Tensor([1, 0])], Tensor([5.0, 6.0]))  // tensor([[0., 5.], [6., 0.]])
  /// ```
  @discardableResult public func indexPut_(_ indices: [Tensor?], _ values: Tensor, accumulate: Bool = false) -> Tensor {
    if isInvalid { return self }
    do throws(TensorError) {
      let (view, tensors) = try indexed(by: indices, values)
      guard !view.isInvalid, !tensors.isEmpty else { return self }
      let attributes = Attributes(ints: Shape(tensors.map(\.axis)), flag: accumulate)
      Op.indexPut.applyInPlace(view, values, rest: tensors.map(\.index), attributes: attributes)
    } catch { error.report() }
    return self
  }

  private func indexed(by indices: [Tensor?], _ values: Tensor) throws(TensorError) -> (view: Tensor, tensors: [(axis: Int, index: Tensor)])
  {
    if let invalid = (indices.compactMap { $0 } + [values]).first(where: { $0.isInvalid }) { return (invalid, []) }
    guard values.dtype == dtype else {
      throw TensorError(
        .dtype, op: "index_put_",
        "Index put requires the source and destination dtypes match, got \(dtype.legacyName) for the destination and "
          + "\(values.dtype.legacyName) for the source.", hint: "Convert the values with to(.\(dtype)).")
    }
    guard indices.count <= rank || indices.contains(where: { $0?.dtype == .bool }) else {
      throw TensorError(.index, op: "index_put_", "too many indices for tensor of dimension \(rank) (got \(indices.count))")
    }
    return try viewed(indices.map { $0.map { .tensor($0) } ?? .range(start: nil, end: nil, step: 1) })
  }

  /// The elements, or the rows along an axis, each repeated as often. Mirrors `torch.repeat_interleave`.
  ///
  /// Without an axis the tensor counts as a vector. Reports an error for a negative number and for an `outputSize` that is not the result's.
  ///
  /// ```swift
  /// Tensor([1, 2]).repeatInterleave(2)  // tensor([1, 1, 2, 2])
  /// ```
  public func repeatInterleave(_ repeats: Int, dim: Int? = nil, outputSize: Int? = nil) -> Tensor {
    if isInvalid { return self }
    guard let dim else { return reshape(-1).repeatInterleave(repeats, dim: 0, outputSize: outputSize) }
    return reporting { () throws(TensorError) in
      let d = try interleavedAxis(dim)
      guard repeats >= 0 else { throw TensorError(.argument, op: "repeat_interleave", "Repeats must be non-negative") }
      try checkKnown(d, "repeat_interleave")
      let (length, overflow) = shape[d].multipliedReportingOverflow(by: repeats)
      guard !overflow else {
        throw TensorError(.memory, op: "repeat_interleave", "\(shape[d]) rows repeated \(repeats) times do not fit in memory")
      }
      guard outputSize == nil || outputSize == length else {
        throw TensorError(
          .argument, op: "repeat_interleave", "repeat_interleave: Invalid output_size, expected \(length) but got \(outputSize ?? 0)")
      }
      if repeats == 1 { return clone() }
      var (spread, target) = (shape, shape)
      spread.insert(repeats, at: d + 1)
      target[d] = length
      return unsqueeze(d + 1).expand(spread).contiguous().reshape(target)
    }
  }

  /// The elements, or the rows along an axis, each repeated as often as `repeats` says. Mirrors `torch.repeat_interleave`.
  ///
  /// `repeats` is a number or a vector of int32 or int64, one for each row. Reports an error for negative numbers.
  ///
  /// ```swift
  /// Tensor([5, 6, 7]).repeatInterleave(Tensor([2, 0, 1]))  // tensor([5, 5, 7])
  /// ```
  public func repeatInterleave(_ repeats: Tensor, dim: Int? = nil, outputSize: Int? = nil) -> Tensor {
    if isInvalid || repeats.isInvalid { return isInvalid ? self : repeats }
    guard let dim else { return reshape(-1).repeatInterleave(repeats, dim: 0, outputSize: outputSize) }
    return reporting { () throws(TensorError) in
      let d = try interleavedAxis(dim)
      try checkKnown(d, "repeat_interleave")
      guard repeats.rank <= 1 else { throw TensorError(.shape, op: "repeat_interleave", "repeats must be 0-dim or 1-dim tensor") }
      guard repeats.rank == 0 || repeats.shape[0] == 1 || repeats.shape[0] == shape[d] else {
        throw TensorError(
          .shape, op: "repeat_interleave",
          "repeats must have the same size as input along dim, but got repeats.size(0) = \(repeats.shape[0]) and input.size(\(d)) = \(shape[d])"
        )
      }
      let each = repeats.reshape(-1).expand(shape[d])
      return indexSelect(d, try Tensor.interleavedPositions(each, outputSize))
    }
  }

  /// Each position of a vector as often as the number there says. Mirrors `torch.repeat_interleave(repeats)`.
  ///
  /// ```swift
  /// Tensor.repeatInterleave(Tensor([1, 0, 2]))  // tensor([0, 2, 2])
  /// ```
  public static func repeatInterleave(_ repeats: Tensor, outputSize: Int? = nil) -> Tensor {
    if repeats.isInvalid { return repeats }
    return reporting { () throws(TensorError) in
      guard repeats.rank == 1 else {
        throw TensorError(.shape, op: "repeat_interleave", "repeat_interleave only accept 1D vector as repeat")
      }
      return try interleavedPositions(repeats, outputSize).to(repeats.dtype)
    }
  }

  private static func interleavedPositions(_ repeats: Tensor, _ outputSize: Int?) throws(TensorError) -> Tensor {
    guard !repeats.isSymbolic else {
      throw TensorError(
        .symbolic, op: "repeat_interleave", "how often rows are repeated is not known before the graph runs", hint: "Give a number.")
    }
    guard repeats.dtype == .int64 || repeats.dtype == .int32 else {
      throw TensorError(
        .dtype, op: "repeat_interleave", "\"repeat_interleave_cpu\" not implemented for '\(repeats.dtype.legacyName)'",
        hint: "Convert the repeats with to(.int64).")
    }
    let counts = try repeats.positionsInt64()
    var total = 0
    for k in 0..<counts.elementCount {
      let count = Int(counts.int64Pointer[k])
      guard count >= 0 else { throw TensorError(.argument, op: "repeat_interleave", "repeats can not be negative") }
      let (sum, overflow) = total.addingReportingOverflow(count)
      guard !overflow else { throw TensorError(.memory, op: "repeat_interleave", "the repeated rows do not fit in memory") }
      total = sum
    }
    guard outputSize == nil || outputSize == total else {
      throw TensorError(
        .argument, op: "repeat_interleave", "allocated size does not match required size", hint: "\(total) rows are needed.")
    }
    let out = try Tensor(empty: Shape(total), dtype: .int64)
    var to = out.pointer.assumingMemoryBound(to: Int64.self)
    for k in 0..<counts.elementCount {
      let count = Int(counts.int64Pointer[k])
      to.update(repeating: Int64(k), count: count)
      to += count
    }
    return repeats.near(out)
  }

  private func interleavedAxis(_ dim: Int) throws(TensorError) -> Int {
    guard rank > 0 else {
      throw TensorError(.index, op: "repeat_interleave", "Dimension specified as \(dim) but tensor has no dimensions")
    }
    return try shape.axis(dim, op: "repeat_interleave")
  }

  /// The positions of the non-zero elements, one row each, int64. Mirrors `torch.argwhere`.
  ///
  /// ```swift
  /// Tensor([[0, 5], [6, 0]]).argwhere()  // tensor([[0, 1], [1, 0]])
  /// ```
  public func argwhere() -> Tensor { nonzero() }

  private func checkLong(_ op: String, _ name: String) throws(TensorError) {
    guard dtype == .int64 else {
      throw TensorError(
        .dtype, op: op, "\(name): Expected a long tensor for index, but got \(dtype.legacyName)", hint: "Convert it with to(.int64).")
    }
  }

  /// Whether all positions in row-major order exist; symbols are checked when the graph runs.
  private func checkElements(_ op: String, _ index: Tensor) throws(TensorError) {
    if isSymbolic || index.isSymbolic || index.elementCount == 0 { return }
    guard elementCount > 0 else {
      throw TensorError(
        .index, op: op, op == "take" ? "take(): tried to take from an empty tensor" : "put_(): tried to put into an empty tensor")
    }
    let positions = try index.positionsInt64()
    let bad = ck_find_bad_index(positions.elementCount, positions.int64Pointer, Int64(elementCount), 1)
    guard bad < 0 else {
      throw TensorError(
        .index, op: op,
        "out of range: tried to access index \(positions.int64Pointer[bad]) on a tensor of \(elementCount) elements.")
    }
  }
}
