// A tensor with one of its views replaced: what writing into the view would make of it, without the writing.

extension Tensor {
  /// This tensor with one position along an axis replaced by `source`. Mirrors `torch.select_scatter`.
  ///
  /// `source` has the shape of `select(dim, index)`; its dtype is converted.
  ///
  /// ```swift
  /// Tensor.zeros(2, 2).selectScatter(Tensor([1.0, 2]), 0, 1)  // tensor([[0., 0.], [1., 2.]])
  /// ```
  public func selectScatter(_ source: Tensor, _ dim: Int, _ index: Int) -> Tensor {
    replacing("select_scatter", source) { $0.select(dim, index) }
  }
  /// This tensor with every `step`-th position along an axis, from `start` to before `end`, replaced by `source`. Mirrors
  /// `torch.slice_scatter`.
  ///
  /// `source` has the shape of that slice; its dtype is converted.
  ///
  /// ```swift
  /// Tensor.zeros(4).sliceScatter(Tensor([1.0, 2]), 0, start: 1, step: 2)  // tensor([0., 1., 0., 2.])
  /// ```
  public func sliceScatter(_ source: Tensor, _ dim: Int = 0, start: Int? = nil, end: Int? = nil, step: Int = 1) -> Tensor {
    replacing("slice_scatter", source) { $0.slice(dim, start: start, end: end, step: step) }
  }
  /// This tensor with a diagonal of two axes replaced by `source`. Mirrors `torch.diagonal_scatter`.
  ///
  /// `source` has the shape of `diagonal(offset:dim1:dim2:)`; its dtype is converted.
  ///
  /// ```swift
  /// Tensor.zeros(2, 2).diagonalScatter(Tensor([1.0, 2.0]))  // tensor([[1., 0.], [0., 2.]])
  /// ```
  public func diagonalScatter(_ source: Tensor, offset: Int = 0, dim1: Int = 0, dim2: Int = 1) -> Tensor {
    replacing("diagonal_scatter", source) { $0.diagonal(offset: offset, dim1: dim1, dim2: dim2) }
  }
  /// A view of every `step`-th position along an axis, from `start` to before `end`. Mirrors `x[start:end:step]` along `dim`.
  ///
  /// Negative bounds count from the end, and bounds beyond the axis mean its ends. Reports an error unless `step` is positive.
  ///
  /// ```swift
  /// Tensor.arange(6).slice(0, start: 1, step: 2)  // tensor([1, 3, 5])
  /// ```
  public func slice(_ dim: Int = 0, start: Int? = nil, end: Int? = nil, step: Int = 1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard rank > 0 else { throw TensorError(.index, op: "slice", "slice() cannot be applied to a 0-dim tensor.") }
      let d = try shape.axis(dim, op: "slice")
      let whole = Array(repeating: IndexPart.range(start: nil, end: nil, step: 1), count: d)
      return self[dynamically: whole + [.range(start: start, end: end, step: step)]]
    }
  }

  private func replacing(_ op: String, _ source: Tensor, _ look: (Tensor) -> Tensor) -> Tensor {
    if isInvalid || source.isInvalid { return isInvalid ? self : source }
    return reporting { () throws(TensorError) in
      var count = 1
      for d in 0..<rank {
        try checkKnown(d, op)
        let (product, overflow) = count.multipliedReportingOverflow(by: Swift.max(shape[d], 1))
        guard !overflow else { throw TensorError(.memory, op: op, "a tensor of shape \(shape.listed) does not fit in memory") }
        count = product
      }
      // The layout that the view would have in a contiguous tensor of this shape.
      let layout = Tensor(storage: storage, shape: shape, strides: shape.rowMajorStrides, offset: 0, dtype: dtype)
      let view = noGrad { look(layout) }
      if view.isInvalid { return view }
      guard source.shape == view.shape else {
        throw TensorError(
          .shape, op: op,
          "expected src to have a size equal to the slice of self. src size = \(source.shape.listed), slice size = \(view.shape.listed)")
      }
      var ints = layout.strides
      for size in view.shape { ints.append(size) }
      for stride in view.strides { ints.append(stride) }
      ints.append(view.offset)
      return apply(.writeSlice, self, source.to(dtype), Attributes(ints: ints))
    }
  }
}
