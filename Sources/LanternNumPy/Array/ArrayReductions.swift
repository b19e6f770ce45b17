import CKernels
import Lantern

// Sums, means, extremes along axes, with NumPy's order of additions: the bits are NumPy's.

extension NDArray {
  /// The sum of all elements, or along an axis. Mirrors `numpy.sum`. Small whole numbers and truth values give int64 (uint64 when
  /// unsigned).
  ///
  /// ```swift
  /// np.arange(6).reshape(2, 3).sum(axis: 0)  // [3 5 7]
  /// ```
  public func sum(axis: Int? = nil, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    sum(axes: axis.list, dtype: dtype, keepdims: keepdims)
  }
  /// The sum along several axes. Mirrors `numpy.sum`.
  public func sum(axes: [Int]?, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    reduced("add", axes, keepdims) { t, axes throws(TensorError) in try t.arrayReduced(CK_SUM, axes, dtype ?? t.dtype.summed, keepdims) }
  }
  /// The product of all elements, or along an axis. Mirrors `numpy.prod`.
  public func prod(axis: Int? = nil, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    prod(axes: axis.list, dtype: dtype, keepdims: keepdims)
  }
  /// The product along several axes. Mirrors `numpy.prod`.
  public func prod(axes: [Int]?, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    reduced("multiply", axes, keepdims) { t, axes throws(TensorError) in
      try t.arrayReduced(CK_PROD, axes, dtype ?? t.dtype.summed, keepdims)
    }
  }
  /// The largest element, or those along an axis; NaN if there is one. Mirrors `numpy.max`. Reports an error when there are no elements.
  public func max(axis: Int? = nil, keepdims: Bool = false) -> NDArray { max(axes: axis.list, keepdims: keepdims) }
  /// The largest elements along several axes. Mirrors `numpy.max`.
  public func max(axes: [Int]?, keepdims: Bool = false) -> NDArray { extreme(CK_MAX, "maximum", axes, keepdims) }
  /// The smallest element, or those along an axis; NaN if there is one. Mirrors `numpy.min`. Reports an error when there are no elements.
  public func min(axis: Int? = nil, keepdims: Bool = false) -> NDArray { min(axes: axis.list, keepdims: keepdims) }
  /// The smallest elements along several axes. Mirrors `numpy.min`.
  public func min(axes: [Int]?, keepdims: Bool = false) -> NDArray { extreme(CK_MIN, "minimum", axes, keepdims) }

  private func extreme(_ kind: ck_reduction, _ name: String, _ axes: [Int]?, _ keepdims: Bool) -> NDArray {
    reduced(name, axes, keepdims) { t, axes throws(TensorError) in
      guard !axes.contains(where: { t.shape[$0] == 0 }) else {
        throw TensorError(.argument, op: name, "zero-size array to reduction operation \(name) which has no identity")
      }
      return try t.arrayReduced(kind, axes, t.dtype, keepdims)
    }
  }

  /// The position of the largest element in row-major order, or the positions along an axis; the first of equals. Mirrors `numpy.argmax`.
  public func argmax(axis: Int? = nil, keepdims: Bool = false) -> NDArray { position(CK_ARGMAX, "argmax", axis, keepdims) }
  /// The position of the smallest element in row-major order, or the positions along an axis; the first of equals. Mirrors `numpy.argmin`.
  public func argmin(axis: Int? = nil, keepdims: Bool = false) -> NDArray { position(CK_ARGMIN, "argmin", axis, keepdims) }

  private func position(_ kind: ck_reduction, _ name: String, _ axis: Int?, _ keepdims: Bool) -> NDArray {
    reduced(name, axis.list, keepdims) { t, axes throws(TensorError) in
      guard !axes.contains(where: { t.shape[$0] == 0 }) else {
        throw TensorError(.argument, op: name, "attempt to get \(name) of an empty sequence")
      }
      return try t.arrayReduced(kind, axes, .int64, keepdims)
    }
  }

  /// The mean of all elements, or along an axis; of whole numbers in float64. Mirrors `numpy.mean`. NaN when there are no elements.
  public func mean(axis: Int? = nil, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    mean(axes: axis.list, dtype: dtype, keepdims: keepdims)
  }
  /// The mean along several axes. Mirrors `numpy.mean`.
  public func mean(axes: [Int]?, dtype: DType? = nil, keepdims: Bool = false) -> NDArray {
    reduced("mean", axes, keepdims) { t, axes throws(TensorError) in try t.arrayMean(axes, dtype, keepdims) }
  }
  /// The mean squared distance from the mean, divided by the number of elements less `ddof`. Mirrors `numpy.var`.
  public func `var`(axis: Int? = nil, ddof: Double = 0, keepdims: Bool = false) -> NDArray {
    `var`(axes: axis.list, ddof: ddof, keepdims: keepdims)
  }
  /// The variance along several axes. Mirrors `numpy.var`.
  public func `var`(axes: [Int]?, ddof: Double = 0, keepdims: Bool = false) -> NDArray {
    reduced("var", axes, keepdims) { t, axes throws(TensorError) in try t.arrayVariance(axes, ddof, keepdims) }
  }
  /// The square root of the variance. Mirrors `numpy.std`.
  public func std(axis: Int? = nil, ddof: Double = 0, keepdims: Bool = false) -> NDArray {
    std(axes: axis.list, ddof: ddof, keepdims: keepdims)
  }
  /// The standard deviation along several axes. Mirrors `numpy.std`.
  public func std(axes: [Int]?, ddof: Double = 0, keepdims: Bool = false) -> NDArray {
    np.sqrt(`var`(axes: axes, ddof: ddof, keepdims: keepdims))
  }

  /// Whether any element is not zero, or any along an axis. Mirrors `numpy.any`.
  public func any(axis: Int? = nil, keepdims: Bool = false) -> NDArray {
    ArrayFunction.notEqual(ArrayFunction.notEqual(self, 0).sum(axis: axis, keepdims: keepdims), 0)
  }
  /// Whether all elements are not zero, or all along an axis. Mirrors `numpy.all`.
  public func all(axis: Int? = nil, keepdims: Bool = false) -> NDArray {
    ArrayFunction.equal(ArrayFunction.equal(self, 0).sum(axis: axis, keepdims: keepdims), 0)
  }

  /// The running sums along an axis, or of all elements in row-major order. Mirrors `numpy.cumsum`.
  public func cumsum(axis: Int? = nil, dtype: DType? = nil) -> NDArray { cumulated(CK_SUM, "cumsum", axis, dtype) }
  /// The running products along an axis, or of all elements in row-major order. Mirrors `numpy.cumprod`.
  public func cumprod(axis: Int? = nil, dtype: DType? = nil) -> NDArray { cumulated(CK_PROD, "cumprod", axis, dtype) }

  private func cumulated(_ kind: ck_reduction, _ name: String, _ axis: Int?, _ dtype: DType?) -> NDArray {
    if isInvalid { return self }
    guard let axis else { return ravel().cumulated(kind, name, 0, dtype) }
    return NDArray.reporting { () throws(TensorError) in
      let d = try tensor.shape.arrayAxis(axis, op: name)
      let result = dtype ?? self.dtype.summed
      let accumulator = try result.accumulator(name)
      let source = try tensor.rowMajor(accumulator)
      let out = try Tensor(empty: source.shape, dtype: accumulator)
      let outer = source.shape.prefix(d).reduce(1, *), inner = source.shape.dropFirst(d + 1).reduce(1, *)
      if size > 0 {
        ck_cumulate(Int32(kind.rawValue), Int32(accumulator.rawValue), out.pointer, source.pointer, outer, source.shape[d], inner)
      }
      return NDArray(result == accumulator ? out : try out.rowMajorCopy(result))
    }
  }

  private func reduced(
    _ op: String, _ axes: [Int]?, _ keepdims: Bool, _ body: (Tensor, [Int]) throws(TensorError) -> Tensor
  ) -> NDArray {
    if isInvalid { return self }
    return NDArray.reporting { () throws(TensorError) in .result(try body(tensor, try tensor.shape.arrayAxes(axes, op: op))) }
  }
}

extension Optional<Int> {
  /// The axis as a list of axes.
  fileprivate var list: [Int]? { map { [$0] } }
}

extension DType {
  /// The type of a sum of elements of this type.
  var summed: DType { self == .bool || (isInteger && isSigned) ? .int64 : isInteger ? .uint64 : self }

  /// The type that reductions to this type are computed in.
  func accumulator(_ op: String) throws(TensorError) -> DType {
    guard !isComplex else {
      throw TensorError(.dtype, op: op, "'\(op)' is not supported for \(self) arrays", hint: "Work on the real and imaginary parts.")
    }
    return isFloatingPoint ? computeType : self == .uint64 ? .uint64 : .int64
  }
}

extension Tensor {
  /// Reduces over axes. The order of additions is NumPy's: axes are walked from the longest steps to the shortest.
  func arrayReduced(_ kind: ck_reduction, _ axes: [Int], _ type: DType, _ keepdims: Bool) throws(TensorError) -> Tensor {
    let isPosition = kind == CK_ARGMAX || kind == CK_ARGMIN
    if kind == CK_SUM, type == .float16, dtype == .float16, let sum = try halfSum(axes, keepdims) { return sum }
    // Along a row NumPy sums float16 in float32; other floats are converted to the asked type element by element.
    let accumulator = try (isPosition ? dtype : type).accumulator("reduce")
    let order = isPosition ? Array(0..<rank) : memoryOrder
    let kept = order.filter { !axes.contains($0) }, walked = kept + order.filter(axes.contains)
    let shape = shape.reduced(Shape(axes), keepDim: keepdims)
    let out = try Tensor(empty: Shape(kept.map { self.shape[$0] }), dtype: isPosition ? .int64 : accumulator)
    var source = type == .bool && dtype != .bool ? try rowMajorCopy(.bool) : self
    if kind == CK_SUM, accumulator.isFloatingPoint, source.addsThroughBuffer(axes, order) {
      let gathered = try Tensor(empty: self.shape, dtype: dtype)
      source = Tensor(viewing: gathered, shape: self.shape, strides: self.shape.strides(inOrder: order), offset: 0)
      source.write(self)
    }
    let sizes = walked.map { self.shape[$0] }, steps = walked.map { source.strides[$0] * source.dtype.itemSize }
    ck_reduce(
      Int32(kind.rawValue), Int32(accumulator.rawValue), out.pointer, source.pointer, Int32(source.dtype.rawValue), Int32(kept.count),
      Int32(axes.count), sizes, steps)
    var strides = Shape()
    for d in 0..<rank {
      if let k = kept.firstIndex(of: d) { strides.append(out.strides[k]) } else if keepdims { strides.append(0) }
    }
    let result = Tensor(viewing: out, shape: shape, strides: keepdims ? shape.fixingUnitStrides(strides) : strides, offset: 0)
    if isPosition || type == accumulator { return result }
    let converted = try Tensor.forArray(shape, dtype: type, like: [result])
    converted.write(result)
    return converted
  }

  /// The sum of float16 along axes that are not the innermost: NumPy rounds after each row. `nil` when there is no such axis.
  private func halfSum(_ axes: [Int], _ keepdims: Bool) throws(TensorError) -> Tensor? {
    let order = memoryOrder.filter { shape[$0] != 1 }
    let inner = Array(order.reversed().prefix(while: axes.contains))
    let outer = order.filter { axes.contains($0) && !inner.contains($0) }
    guard !outer.isEmpty, elementCount > 0 else { return nil }
    let rows = inner.isEmpty ? self : try arrayReduced(CK_SUM, inner, .float32, true)
    let count = outer.reduce(1) { $0 * shape[$1] }
    var sum: NDArray?
    for k in 0..<count {
      var parts = [IndexPart](repeating: .all, count: rank), rest = k
      for d in outer.reversed() {
        parts[d] = (rest % shape[d]...rest % shape[d]).indexPart
        rest /= shape[d]
      }
      let row = NDArray(try ArraySelection(rows, parts).view)
      sum = (sum.map { ArrayFunction.add($0, row) } ?? row).astype(.float16)
    }
    return sum?.reshape(shape.reduced(Shape(axes), keepDim: keepdims)).tensor
  }

  /// Whether NumPy gathers the elements of each sum in its buffer of 8,192, and so adds them pairwise as one run: when the innermost axes
  /// are summed and do not follow each other evenly.
  private func addsThroughBuffer(_ axes: [Int], _ order: [Int]) -> Bool {
    let inner = order.filter { shape[$0] != 1 }.reversed().prefix(while: axes.contains)
    let length = inner.reduce(1) { $0 * shape[$1] }
    guard inner.count > 1, length <= 8192 else { return false }
    return zip(inner, inner.dropFirst()).contains { strides[$1] != shape[$0] * strides[$0] }
  }

  func arrayMean(_ axes: [Int], _ dtype: DType?, _ keepdims: Bool) throws(TensorError) -> Tensor {
    let type = dtype ?? (self.dtype == .bool || self.dtype.isInteger ? .float64 : self.dtype)
    let count = axes.reduce(1) { $0 * shape[$1] }
    if count == 0 { warnOnce("Mean of empty slice.") }
    let sum = try arrayReduced(CK_SUM, axes, type == .float16 ? .float32 : type, keepdims)
    return try sum.divided(by: Double(count), type)
  }

  /// NumPy divides by the count as an int64, that is in float64, and rounds to the type.
  fileprivate func divided(by count: Double, _ type: DType) throws(TensorError) -> Tensor {
    let quotient = NDArray(self).astype(.float64) / NDArray(Tensor.number(.double(count), .float64))
    return quotient.astype(dtype).astype(type).tensor
  }

  func arrayVariance(_ axes: [Int], _ ddof: Double, _ keepdims: Bool) throws(TensorError) -> Tensor {
    let type: DType = dtype == .bool || dtype.isInteger ? .float64 : dtype
    let wide: DType = type == .float16 ? .float32 : type
    let count = axes.reduce(1) { $0 * shape[$1] }
    if Double(count) <= ddof { warnOnce("Degrees of freedom <= 0 for slice") }
    let mean = NDArray(try arrayReduced(CK_SUM, axes, wide, true).divided(by: Double(count), wide))
    let distance = NDArray(self) - mean
    let squares = ArrayFunction.multiply(distance, distance).tensor
    let sum = try squares.arrayReduced(CK_SUM, axes, wide, keepdims)
    return try sum.divided(by: Swift.max(Double(count) - ddof, 0), type)
  }
}

extension Shape {
  /// Strides for axes of length 1 do not matter; row-major ones let the tensor know that it is contiguous.
  fileprivate func fixingUnitStrides(_ strides: Shape) -> Shape {
    var result = strides
    let plain = rowMajorStrides
    for d in 0..<count where self[d] == 1 { result[d] = plain[d] }
    return result
  }
}
