import CKernels
import Lantern

// Sums, means, extremes along axes, with NumPy's order of additions: the bits are NumPy's.

extension NDArray {
  /// The sum of all elements, or along axes. Mirrors `numpy.sum`. Small whole numbers and truth values give int64 (uint64 when unsigned).
  ///
  /// - Parameters:
  ///   - initial: a number to begin with.
  ///   - mask: only elements where it holds count.
  ///
  /// ```swift
  /// np.arange(6).reshape(2, 3).sum(axis: 0)  // [3 5 7]
  /// ```
  public func sum(
    axis: (any ArrayAxis)? = nil, dtype: DType? = nil, keepdims: Bool = false, initial: (any ArrayOperand)? = nil,
    where mask: NDArray? = nil
  ) -> NDArray {
    if let mask {
      return np.where(mask, self, NDArray(Tensor.number(.int(0), self.dtype))).sum(
        axis: axis, dtype: dtype, keepdims: keepdims, initial: initial)
    }
    if initial == nil {
      if axis == nil, !keepdims {
        if let sum = whole(CK_SUM, dtype ?? self.dtype.summed) { return sum }
      } else if let d = axis?.singleAxis, let sum = straight(CK_SUM, d, dtype ?? self.dtype.summed, keepdims) {
        return sum
      }
    }
    let sum = reduced("add", axis?.axisList, keepdims) { t, axes throws(TensorError) in
      try t.arrayReduced(CK_SUM, axes, dtype ?? t.dtype.summed, keepdims)
    }
    return initial.map { ArrayFunction.add(sum, $0) } ?? sum
  }
  /// The product of all elements, or along axes. Mirrors `numpy.prod`.
  public func prod(
    axis: (any ArrayAxis)? = nil, dtype: DType? = nil, keepdims: Bool = false, initial: (any ArrayOperand)? = nil,
    where mask: NDArray? = nil
  ) -> NDArray {
    if let mask {
      return np.where(mask, self, NDArray(Tensor.number(.int(1), self.dtype))).prod(
        axis: axis, dtype: dtype, keepdims: keepdims, initial: initial)
    }
    let product = reduced("multiply", axis?.axisList, keepdims) { t, axes throws(TensorError) in
      try t.arrayReduced(CK_PROD, axes, dtype ?? t.dtype.summed, keepdims)
    }
    return initial.map { ArrayFunction.multiply(product, $0) } ?? product
  }
  /// The largest element, or those along axes; NaN if there is one. Mirrors `numpy.max`. Reports an error when there are no elements.
  public func max(
    axis: (any ArrayAxis)? = nil, keepdims: Bool = false, initial: (any ArrayOperand)? = nil, where mask: NDArray? = nil
  ) -> NDArray { extreme(CK_MAX, .maximum, axis, keepdims, initial, mask) }
  /// The smallest element, or those along axes; NaN if there is one. Mirrors `numpy.min`. Reports an error when there are no elements.
  public func min(
    axis: (any ArrayAxis)? = nil, keepdims: Bool = false, initial: (any ArrayOperand)? = nil, where mask: NDArray? = nil
  ) -> NDArray { extreme(CK_MIN, .minimum, axis, keepdims, initial, mask) }

  private func extreme(
    _ kind: ck_reduction, _ function: ArrayFunction, _ axis: (any ArrayAxis)?, _ keepdims: Bool, _ initial: (any ArrayOperand)?,
    _ mask: NDArray?
  ) -> NDArray {
    let name = function.name
    if initial == nil, mask == nil {
      if axis == nil, !keepdims, let x = plainRun {
        return .scalar(x.dtype) { ck_reduce_run(Int32(kind.rawValue), Int32(x.dtype.rawValue), $0, x.pointer, x.shape.elementCount) }
      }
      if let d = axis?.singleAxis, let found = straight(kind, d, dtype, keepdims) { return found }
    }
    if let mask {
      guard let initial else {
        return .invalid(
          TensorError(
            .argument, op: name,
            "reduction operation '\(name)' does not have an identity, so to use a where mask one has to specify 'initial'"))
      }
      return np.where(mask, self, initial.operandValue.array.astype(dtype)).extreme(kind, function, axis, keepdims, initial, nil)
    }
    let isEmpty = size == 0 && initial != nil
    let found = reduced(name, axis?.axisList, keepdims) { t, axes throws(TensorError) in
      if axes.contains(where: { t.shape[$0] == 0 }) {
        guard let initial else {
          throw TensorError(.argument, op: name, "zero-size array to reduction operation \(name) which has no identity")
        }
        return np.full(t.shape.reduced(Shape(axes), keepDim: keepdims), 0, dtype: t.dtype).filledWith(initial).tensor
      }
      if t.dtype.isComplex { throw ArrayFunction.refusal(name) }
      return try t.arrayReduced(kind, axes, t.dtype, keepdims)
    }
    return isEmpty ? found : initial.map { function(found, $0) } ?? found
  }

  /// Elements that the kernels reduce as they lie, without any bookkeeping of axes: what small arrays are.
  private var plainRun: ElementRun? {
    guard let x = ElementRun(self), x.dtype == .float64 || x.dtype == .float32 || x.dtype == .int64, x.shape.elementCount > 0 else {
      return nil
    }
    return x
  }

  private func filledWith(_ value: any ArrayOperand) -> NDArray {
    put(value.operandValue, [.ellipsis])
    return self
  }

  /// The position of the largest element in row-major order, or the positions along an axis; the first of equals. Mirrors `numpy.argmax`.
  public func argmax(axis: Int? = nil, keepdims: Bool = false) -> NDArray { position(CK_ARGMAX, "argmax", axis, keepdims) }
  /// The position of the smallest element in row-major order, or the positions along an axis; the first of equals. Mirrors `numpy.argmin`.
  public func argmin(axis: Int? = nil, keepdims: Bool = false) -> NDArray { position(CK_ARGMIN, "argmin", axis, keepdims) }

  private func position(_ kind: ck_reduction, _ name: String, _ axis: Int?, _ keepdims: Bool) -> NDArray {
    if axis == nil, !keepdims, let x = plainRun {
      let extreme = kind == CK_ARGMIN ? CK_MIN : CK_MAX
      return .scalar(.int64) {
        let place = ck_reduce_place(Int32(extreme.rawValue), Int32(x.dtype.rawValue), x.pointer, x.shape.elementCount)
        $0.storeBytes(of: place, as: Int.self)
      }
    }
    if let axis, let places = straight(kind, axis, .int64, keepdims) { return places }
    return reduced(name, axis.map { [$0] }, keepdims) { t, axes throws(TensorError) in
      guard !axes.contains(where: { t.shape[$0] == 0 }) else {
        throw TensorError(.argument, op: name, "attempt to get \(name) of an empty sequence")
      }
      return try t.arrayReduced(kind, axes, .int64, keepdims)
    }
  }

  /// The mean of all elements, or along axes; of whole numbers in float64. Mirrors `numpy.mean`. NaN when there are no elements.
  public func mean(axis: (any ArrayAxis)? = nil, dtype: DType? = nil, keepdims: Bool = false, where mask: NDArray? = nil) -> NDArray {
    if let mask {
      let type: DType = dtype ?? (self.dtype == .bool || self.dtype.isInteger ? .float64 : self.dtype)
      let count = np.broadcastTo(mask, shape).sum(axis: axis, keepdims: keepdims)
      return (sum(axis: axis, dtype: type, keepdims: keepdims, where: mask) / count).astype(type)
    }
    if dtype == nil {
      if axis == nil, !keepdims {
        if let mean = wholeMean() { return .float64(mean) }
      } else if let d = axis?.singleAxis, let mean = straightMean(d, keepdims) {
        return mean
      }
    }
    return reduced("mean", axis?.axisList, keepdims) { t, axes throws(TensorError) in try t.arrayMean(axes, dtype, keepdims) }
  }
  /// The mean squared distance from the mean, divided by the number of elements less `ddof`. Mirrors `numpy.var`.
  public func `var`(
    axis: (any ArrayAxis)? = nil, dtype: DType? = nil, ddof: Double = 0, keepdims: Bool = false, where mask: NDArray? = nil
  ) -> NDArray {
    if let dtype, dtype != self.dtype { return astype(dtype).var(axis: axis, ddof: ddof, keepdims: keepdims, where: mask) }
    if let mask {
      let distance = self - mean(axis: axis, keepdims: true, where: mask)
      let count = np.broadcastTo(mask, shape).sum(axis: axis, keepdims: keepdims)
      let sum = (distance * distance).sum(axis: axis, keepdims: keepdims, where: mask)
      return (sum / np.maximum(count - ddof, 0)).astype(sum.dtype)
    }
    if axis == nil, !keepdims, let variance = wholeVariance(ddof) { return .float64(variance) }
    return reduced("var", axis?.axisList, keepdims) { t, axes throws(TensorError) in try t.arrayVariance(axes, ddof, keepdims) }
  }
  /// The square root of the variance. Mirrors `numpy.std`.
  public func std(
    axis: (any ArrayAxis)? = nil, dtype: DType? = nil, ddof: Double = 0, keepdims: Bool = false, where mask: NDArray? = nil
  ) -> NDArray { np.sqrt(`var`(axis: axis, dtype: dtype, ddof: ddof, keepdims: keepdims, where: mask)) }

  /// Whether any element is not zero, or any along axes. Mirrors `numpy.any`.
  public func any(axis: (any ArrayAxis)? = nil, keepdims: Bool = false, where mask: NDArray? = nil) -> NDArray {
    if axis == nil, !keepdims, mask == nil, let found = contains(true) { return .truth(found) }
    return ArrayFunction.notEqual(ArrayFunction.notEqual(self, 0).sum(axis: axis, keepdims: keepdims, where: mask), 0)
  }
  /// Whether all elements are not zero, or all along axes. Mirrors `numpy.all`.
  public func all(axis: (any ArrayAxis)? = nil, keepdims: Bool = false, where mask: NDArray? = nil) -> NDArray {
    if axis == nil, !keepdims, mask == nil, let found = contains(false) { return .truth(!found) }
    return ArrayFunction.equal(ArrayFunction.equal(self, 0).sum(axis: axis, keepdims: keepdims, where: mask), 0)
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
      if result.isComplex {
        let source = NDArray(try tensor.rowMajor(result))
        return NDArray(noGrad { kind == CK_SUM ? source.tensor.cumsum(dim: d) : source.tensor.cumprod(dim: d) })
      }
      if result == .float16 { return NDArray(try tensor.rowMajor(.float16).halfCumulated(kind, d)) }
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

  // ---- reductions of everything, where that is one run of memory

  /// A reduction of all elements to a type that is its own accumulator; `nil` when it takes more thought.
  private func whole(_ kind: ck_reduction, _ type: DType) -> NDArray? {
    guard let x = ElementRun(self), x.dtype != .float16, !x.dtype.isComplex,
      type == .float64 || type == .float32 || type == .int64 || (type == .uint64 && x.dtype == .uint64),
      x.dtype == type || (kind == CK_SUM && !x.dtype.isFloatingPoint)
    else { return nil }
    return .scalar(type) { out in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 2) { layout in
        layout[0] = x.shape.elementCount
        layout[1] = x.dtype.itemSize
        ck_reduce(
          Int32(kind.rawValue), Int32(type.rawValue), out, x.pointer, Int32(x.dtype.rawValue), 0, 1, layout.baseAddress!,
          layout.baseAddress! + 1)
      }
    }
  }
  private func wholeMean() -> Double? {
    guard dtype == .float64 || dtype == .bool || dtype.isInteger, size > 0, let sum = whole(CK_SUM, .float64),
      case .element(let storage) = sum.content
    else { return nil }
    return storage.base.load(as: Double.self) / Double(size)
  }
  private func wholeVariance(_ ddof: Double) -> Double? {
    guard dtype == .float64, Double(size) > ddof, let mean = wholeMean() else { return nil }
    let distance = self - mean
    guard let sum = (distance * distance).whole(CK_SUM, .float64), case .element(let storage) = sum.content else { return nil }
    return storage.base.load(as: Double.self) / (Double(size) - ddof)
  }
  private static func float64(_ value: Double) -> NDArray { .scalar(.float64) { $0.storeBytes(of: value, as: Double.self) } }
  private static func truth(_ value: Bool) -> NDArray { .scalar(.bool) { $0.storeBytes(of: value, as: Bool.self) } }

  // ---- reductions along one axis of few elements that lie without gaps

  /// More elements than these are worth the general path.
  private static var straightLimit: Int { 1 << 12 }

  /// A reduction along axis `axis` to a type that is its own accumulator, row-major as NumPy's order of axes is here; `nil` when it takes
  /// more thought, mistakes included.
  private func straight(_ kind: ck_reduction, _ axis: Int, _ type: DType, _ keepdims: Bool) -> NDArray? {
    guard let x = ElementRun(self) else { return nil }
    let isPosition = kind == CK_ARGMAX || kind == CK_ARGMIN, rank = x.shape.count
    guard x.dtype == .float64 || x.dtype == .float32 || x.dtype == .int64 || (kind == CK_SUM && type == .int64 && x.dtype != .float16),
      isPosition || x.dtype == type || (kind == CK_SUM && !x.dtype.isFloatingPoint && !x.dtype.isComplex && x.dtype != .uint64),
      isPosition || type == .float64 || type == .float32 || type == .int64,
      axis >= -rank, axis < rank, x.shape.elementCount > 0, x.shape.elementCount <= Self.straightLimit
    else { return nil }
    let d = axis < 0 ? axis + rank : axis, steps = x.shape.rowMajorStrides
    var shape = x.shape
    if keepdims { shape[d] = 1 } else { shape.remove(at: d) }
    guard let (out, pointer) = NDArray.fresh(shape, type) else { return nil }
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * rank) { layout in
      var at = 0
      for k in 0..<rank where k != d {
        layout[at] = x.shape[k]
        layout[rank + at] = steps[k] * x.dtype.itemSize
        at += 1
      }
      layout[at] = x.shape[d]
      layout[rank + at] = steps[d] * x.dtype.itemSize
      let sizes = layout.baseAddress!
      ck_reduce(
        Int32(kind.rawValue), Int32((isPosition ? x.dtype : type).rawValue), pointer, x.pointer, Int32(x.dtype.rawValue), Int32(rank - 1),
        1,
        sizes, sizes + rank)
    }
    return out
  }

  /// The mean along one axis. NumPy divides by the count in float64, and rounds to the type.
  private func straightMean(_ axis: Int, _ keepdims: Bool) -> NDArray? {
    let type: DType = dtype == .float32 ? .float32 : .float64
    guard dtype == .float64 || dtype == .float32 || dtype == .int64, let sum = straight(CK_SUM, axis, type, keepdims),
      let x = ElementRun(sum)
    else { return nil }
    let total = size, count = Double(total / Swift.max(x.shape.elementCount, 1))
    if type == .float32 {
      let p = x.pointer.assumingMemoryBound(to: Float.self)
      for i in 0..<x.shape.elementCount { p[i] = Float(Double(p[i]) / count) }
    } else {
      let p = x.pointer.assumingMemoryBound(to: Double.self)
      for i in 0..<x.shape.elementCount { p[i] /= count }
    }
    return sum
  }

  /// Whether a truth value is among those of an array without gaps; `nil` for other arrays.
  private func contains(_ value: Bool) -> Bool? {
    guard let x = ElementRun(self), x.dtype == .bool else { return nil }
    return findByte(x.pointer, value ? 1 : 0, x.shape.elementCount)
  }

  private func reduced(
    _ op: String, _ axes: [Int]?, _ keepdims: Bool, _ body: (Tensor, [Int]) throws(TensorError) -> Tensor
  ) -> NDArray {
    if isInvalid { return self }
    return NDArray.reporting { () throws(TensorError) in .result(try body(tensor, try tensor.shape.arrayAxes(axes, op: op))) }
  }
}

extension DType {
  /// The type of a sum of elements of this type.
  var summed: DType { self == .bool || (isInteger && isSigned) ? .int64 : isInteger ? .uint64 : self }

  /// The type that reductions to this type are computed in.
  func accumulator(_ op: String) throws(TensorError) -> DType {
    guard !isComplex else { throw ArrayFunction.refusal(op) }
    return isFloatingPoint ? computeType : self == .uint64 ? .uint64 : .int64
  }
}

extension Tensor {
  /// Reduces over axes. The order of additions is NumPy's: axes are walked from the longest steps to the shortest.
  func arrayReduced(_ kind: ck_reduction, _ axes: [Int], _ type: DType, _ keepdims: Bool) throws(TensorError) -> Tensor {
    if isInvalid { return self }  // an operation before has failed
    let isPosition = kind == CK_ARGMAX || kind == CK_ARGMIN
    if type.isComplex { return try complexReduced(kind, axes, type, keepdims) }
    if dtype.isComplex, !isPosition { return try realPart().arrayReduced(kind, axes, type, keepdims) }
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

  /// Running sums or products of float16, rounded at each step as NumPy's are; the elements lie in row-major order.
  fileprivate func halfCumulated(_ kind: ck_reduction, _ d: Int) throws(TensorError) -> Tensor {
    let out = try Tensor(empty: shape, dtype: .float16)
    let inner = shape.dropFirst(d + 1).reduce(1, *), block = inner * shape[d]
    let x = pointer.assumingMemoryBound(to: Float16.self), y = out.pointer.assumingMemoryBound(to: Float16.self)
    for i in 0..<elementCount {
      y[i] = i % block < inner ? x[i] : kind == CK_SUM ? y[i - inner] + x[i] : y[i - inner] * x[i]
    }
    return out
  }

  /// Sums and products of complex numbers.
  private func complexReduced(_ kind: ck_reduction, _ axes: [Int], _ type: DType, _ keepdims: Bool) throws(TensorError) -> Tensor {
    let source = dtype == type ? self : try rowMajorCopy(type)
    switch kind {
    case CK_SUM:  // each part is a sum of reals
      let out = try Tensor(empty: shape.reduced(Shape(axes), keepDim: keepdims), dtype: type)
      out.realPart().write(try source.realPart().arrayReduced(kind, axes, type.realPart, keepdims))
      out.imaginaryPart().write(try source.imaginaryPart().arrayReduced(kind, axes, type.realPart, keepdims))
      return out
    case CK_PROD:
      let order = (0..<rank).filter { !axes.contains($0) } + axes
      let rows = try NDArray(source).permuted(order).tensor.rowMajorCopy()
      let out = try Tensor(empty: shape.reduced(Shape(axes), keepDim: keepdims), dtype: type)
      ck_complex_product(
        Int32(type.rawValue), out.pointer, rows.pointer, out.elementCount, axes.reduce(1) { $0 * shape[$1] })
      return out
    default: throw ArrayFunction.refusal("reduce")
    }
  }

  /// The real parts of complex numbers where they lie.
  func realPart() -> Tensor { complexPart(0) }
  /// The imaginary parts of complex numbers where they lie.
  func imaginaryPart() -> Tensor { complexPart(1) }
  private func complexPart(_ k: Int) -> Tensor {
    Tensor(viewing: self, shape: shape, strides: Shape(strides.map { $0 * 2 }), offset: 2 * offset + k, dtype: dtype.realPart)
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
    if dtype.isComplex { return (NDArray(self) / NDArray(Tensor.number(.double(count), dtype.realPart))).astype(type).tensor }
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
    if type.isComplex {
      let squares =
        ArrayFunction.multiply(np.real(distance), np.real(distance)) + ArrayFunction.multiply(np.imag(distance), np.imag(distance))
      let sum = try squares.tensor.arrayReduced(CK_SUM, axes, type.realPart, keepdims)
      return try sum.divided(by: Swift.max(Double(count) - ddof, 0), type.realPart)
    }
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
