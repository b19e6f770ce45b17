// Histograms: how many elements lie in each of a row of intervals.

/// What `histogram` gives.
public struct HistogramResult: Sendable {
  /// How many elements, or how much weight, each interval holds.
  public let hist: Tensor
  /// The borders of the intervals, one more than there are intervals.
  public let binEdges: Tensor
}

extension Tensor {
  private static func needsBins(_ count: Int) -> TensorError {
    TensorError(.argument, op: "histogram", "torch.histogram(): bins must be > 0, but got \(count) for dimension 0")
  }

  private func checkHistogram(_ op: String, _ kernel: String, halves: Bool) throws(TensorError) {
    guard dtype.isFloatingPoint, halves || dtype.computeType == dtype else {
      throw TensorError(.dtype, op: op, "\"\(kernel)\" not implemented for '\(dtype.legacyName)'", hint: "Convert with to(.float32) first.")
    }
  }

  /// How many elements lie in each of `bins` intervals of equal width from `min` to `max`. Mirrors `torch.histc`.
  ///
  /// Where `min` equals `max` the smallest and the largest element take their place. Elements outside, and NaN, are left out. The result
  /// has this tensor's dtype, and no derivative. Reports an error for whole numbers and for a range that is infinite or runs backwards.
  ///
  /// ```swift
  /// Tensor([1.0, 2, 1]).histc(bins: 4, min: 0, max: 3)  // tensor([0., 2., 1., 0.])
  /// ```
  public func histc(bins: Int = 100, min: Double = 0, max: Double = 0) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      try checkHistogram("histc", "histogram_cpu", halves: true)
      guard bins > 0 else { throw Tensor.needsBins(bins) }
      return try noGrad { () throws(TensorError) in
        let range = try histogramRange("histc", "torch.histc: range of", min, max, margin: 1)
        guard range.low < range.high else { throw TensorError(.argument, op: "histc", "torch.histc: max must be larger than min") }
        // In this dtype, as PyTorch computes it: near a border the rounding decides.
        let (low, high) = (Tensor.number(.double(range.low), dtype), Tensor.number(.double(range.high), dtype))
        let inside = maskedSelect((self .>= low).logicalAnd(self .<= high))
        let place = ((inside - low) * Tensor.number(.int(bins), dtype) / (high - low)).to(.int64).clamp(0, bins - 1)
        return place.bincount(minLength: bins).to(dtype)
      }
    }
  }

  /// The limits of a histogram: those given, or those of the elements where both are equal, spread where these are, too.
  private func histogramRange(
    _ op: String, _ message: String, _ min: Double, _ max: Double, margin: Double
  ) throws(TensorError) -> (low: Double, high: Double) {
    var (low, high) = (min, max)
    if low == high, isSymbolic || elementCount > 0 {
      if isSymbolic {
        throw TensorError(.symbolic, op: op, "a symbol of a graph has no smallest element before the graph runs", hint: "Give min and max.")
      }
      (low, high) = (self.min().item().doubleValue, self.max().item().doubleValue)
    }
    if low == high {
      low -= margin
      high += margin
    }
    guard low.isFinite, high.isFinite else {
      throw TensorError(.argument, op: op, "\(message) [\(low.brief), \(high.brief)] is not finite", hint: "Give a range.")
    }
    return (low, high)
  }

  /// How many elements lie in each of `bins` intervals of equal width, and the intervals' borders. Mirrors `torch.histogram`.
  ///
  /// `range` is that of the elements unless given. Each interval holds its left border, the last one both. `weight`, of this tensor's
  /// shape, says how much each element counts; `density` divides by the sum and the widths. float32 and float64 only.
  ///
  /// ```swift
  /// Tensor([1.0, 2, 1]).histogram(bins: 4, range: (0, 3)).hist  // tensor([0., 2., 1., 0.])
  /// ```
  public func histogram(bins: Int, range: (Double, Double)? = nil, weight: Tensor? = nil, density: Bool = false) -> HistogramResult {
    histogram(weight, density, halves: false) { () throws(TensorError) in
      guard bins > 0 else { throw Tensor.needsBins(bins) }
      var limits = range ?? (0, 1)
      if range == nil, elementCount > 0 || isSymbolic {
        limits = try histogramRange("histogram", "torch.histogramdd: dimension 0's range", 0, 0, margin: 0.5)
      } else if limits.0 == limits.1 {
        limits = (limits.0 - 0.5, limits.1 + 0.5)
      }
      guard limits.0.isFinite, limits.1.isFinite else {
        throw TensorError(
          .argument, op: "histogram", "torch.histogramdd: dimension 0's range [\(limits.0.brief), \(limits.1.brief)] is not finite")
      }
      guard limits.0 <= limits.1 else {
        throw TensorError(
          .argument, op: "histogram",
          "torch.histogramdd: min should not exceed max, but got min \(limits.0.brief) max \(limits.1.brief) for dimension 0")
      }
      return Tensor.linspace(limits.0, limits.1, bins &+ 1, dtype: dtype)
    }
  }

  /// How many elements lie between neighbours of a sorted vector of borders. Mirrors `torch.histogram`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 2.5]).histogram(bins: Tensor([0.0, 2.0, 4.0])).hist  // tensor([1., 2.])
  /// ```
  public func histogram(bins edges: Tensor, weight: Tensor? = nil, density: Bool = false) -> HistogramResult {
    histogram(weight, density, halves: true) { () throws(TensorError) in
      guard edges.dtype == dtype else {
        throw TensorError(
          .dtype, op: "histogram",
          "torch.histogramdd: input tensor and bins tensors should have the same dtype, but got input with dtype \(dtype.cName) and bins for "
            + "dimension 0 with dtype \(edges.dtype.cName)")
      }
      guard edges.rank == 1 else {
        throw TensorError(
          .shape, op: "histogram",
          "torch.histogramdd: bins tensor should have one dimension, but got \(edges.rank) dimensions in the bins tensor for dimension 0")
      }
      try edges.checkKnown(0, "histogram")
      guard edges.elementCount != 0 else {
        throw TensorError(
          .shape, op: "histogram",
          "torch.histogramdd: bins tensor should have at least 1 element, but got 0 elements in the bins tensor for dimension 0")
      }
      guard edges.elementCount != 1 else { throw Tensor.needsBins(0) }
      return edges
    }
  }

  private func histogram(
    _ weight: Tensor?, _ density: Bool, halves: Bool, _ borders: () throws(TensorError) -> Tensor
  ) -> HistogramResult {
    if let invalid = [self, weight].first(where: { $0?.isInvalid ?? false }) { return HistogramResult(hist: invalid!, binEdges: invalid!) }
    do throws(TensorError) {
      try checkHistogram("histogram", "histogramdd", halves: halves)
      if let weight, weight.shape != shape {
        throw TensorError(
          .shape, op: "histogram",
          "torch.histogramdd: if weight tensor is provided it should have the same shape as the input tensor excluding its innermost "
            + "dimension, but got input with shape [\(elementCount), 1] and weight with shape \(weight.shape.listed)")
      }
      if let weight, weight.dtype != dtype {
        throw TensorError(
          .dtype, op: "histogram",
          "torch.histogramdd: if weight tensor is provided, input tensor and weight tensor should have the same dtype, but got "
            + "input(\(dtype.cName)), and weight(\(weight.dtype.cName))")
      }
      return try noGrad { () throws(TensorError) in
        let edges = try borders()
        if edges.isInvalid { return HistogramResult(hist: edges, binEdges: edges) }
        let bins = edges.elementCount - 1
        let (low, high) = (edges.select(0, 0), edges.select(0, bins))
        let isInside = (self .>= low).logicalAnd(self .<= high)
        let place = (edges.searchSorted(maskedSelect(isInside), right: true) - 1).clamp(0, bins - 1)
        var hist =
          weight.map { near(Tensor.zeros([bins], dtype: dtype)).scatterAdd(0, place, $0.maskedSelect(isInside)) }
          ?? place.bincount(minLength: bins).to(dtype)
        if density { hist = hist / hist.sum() / edges.diff() }
        return HistogramResult(hist: hist, binEdges: edges)
      }
    } catch {
      let none = Tensor.invalid(reporting: error)
      return HistogramResult(hist: none, binEdges: none)
    }
  }
}
