import CKernels

// Indexing by several tensors of positions at once.

/// Positions for several axes, brought to one list of rows: the indexed axes go to the front and are counted as one.
struct AdvancedIndex {
  let shape: Shape
  private let axes: Shape
  private let indexShape: Shape
  private let rest: [Int]
  private let inPlace: Bool
  private let indices: [Tensor]

  init(_ x: Tensor, _ indices: [Tensor], _ axes: Shape) throws(TensorError) {
    self.axes = axes
    self.indices = indices
    var common = Shape()
    for index in indices {
      try index.checkPositions("index", "tensors used as indices must be long, int, byte or bool tensors")
      do { common = try Shape.broadcast("index", common, index.shape) } catch {
        throw TensorError(
          .index, op: "index",
          "shape mismatch: indexing tensors could not be broadcast together with shapes "
            + indices.map { $0.shape.listed }.joined(separator: ", "))
      }
    }
    indexShape = common
    rest = (0..<x.rank).filter { !axes.contains($0) }
    inPlace = axes.count > 0 && axes[axes.count - 1] - axes[0] == axes.count - 1
    var shape = Shape()
    if inPlace { for d in 0..<axes[0] { shape.append(x.shape[d]) } }
    for size in common { shape.append(size) }
    for d in rest where !inPlace || d > axes[0] { shape.append(x.shape[d]) }
    self.shape = shape
  }

  /// One position for each element of the broadcast indices, counted over the indexed axes in row-major order.
  private func positions(_ x: Tensor) throws(TensorError) -> Tensor {
    let out = try Tensor.filled(indexShape, .int(0), .int64)
    let total = out.elementCount
    for (k, index) in indices.enumerated() {
      let d = axes[k]
      let size = x.shape[d]
      let spread = try noGrad { index.to(.int64).expandedView(to: indexShape).contiguous() }.usable()
      let bad = ck_find_bad_index(total, spread.int64Pointer, Int64(size), 1)
      guard bad < 0 else {
        throw TensorError(
          .index, op: "index", "index \(spread.int64Pointer[bad]) is out of bounds for dimension \(d) with size \(size)")
      }
      let target = out.pointer.assumingMemoryBound(to: Int64.self)
      for i in 0..<total {
        let position = spread.int64Pointer[i]
        target[i] = target[i] * Int64(size) + (position < 0 ? position + Int64(size) : position)
      }
    }
    return out
  }

  private func rowsFirst(_ x: Tensor) throws(TensorError) -> Tensor {
    let order = Shape(Array(axes) + rest)
    return try noGrad { x.permute(order).contiguous() }.usable()
  }

  private func counts(_ x: Tensor) -> (rows: Int, length: Int) {
    (axes.reduce(1) { $0 * x.shape[$1] }, rest.reduce(1) { $0 * x.shape[$1] })
  }

  /// The order of axes of the result when the index's axes are brought to the front.
  private var toFront: Shape {
    let before = inPlace ? axes[0] : 0
    let n = indexShape.count
    return Shape(Array(before..<before + n) + Array(0..<before) + Array(before + n..<Swift.max(shape.count, before + n)))
  }

  func read(_ x: Tensor) throws(TensorError) -> Tensor {
    let index = try positions(x)
    let source = try rowsFirst(x)
    let (rows, length) = counts(x)
    let out = try Tensor(empty: Shape(toFront.map { shape[$0] }), dtype: x.dtype)
    ck_take_rows(1, rows, index.elementCount, length * x.dtype.itemSize, source.pointer, index.int64Pointer, out.pointer)
    return noGrad { out.permute(toFront.inversePermutation).contiguous().unrecordedAlias() }
  }

  func put(_ values: Tensor, into out: Tensor, add: Bool) throws(TensorError) {
    let index = try positions(out)
    let (rows, length) = counts(out)
    let target = try rowsFirst(out)
    let source = try noGrad { values.to(out.dtype).expandedView(to: shape).permute(toFront).contiguous() }.usable()
    ck_put_rows(
      Int32(out.dtype.rawValue), Int32((add ? CK_PUT_ADD : CK_PUT_SET).rawValue), 1, rows, index.elementCount, length, target.pointer,
      index.int64Pointer, source.pointer)
    if target.storage !== out.storage { out.write(noGrad { target.permute(Shape(Array(axes) + rest).inversePermutation) }) }
  }

  // MARK: - on a GPU

  private func folded(_ x: Tensor) throws(TensorError) -> Tensor {
    try PositionKernels.folded(indices, sizes: axes.map { x.shape[$0] }, shape: indexShape, wraps: true, near: x)
  }

  /// Rows of a matrix at positions: what `take` and `put` work on.
  private func rows(_ t: Tensor, _ count: Int, _ length: Int) -> Tensor {
    Tensor(storage: t.storage, shape: [count, length], strides: [length, 1], offset: t.offset, dtype: t.dtype)
  }

  func readOnDevice(_ x: Tensor) throws(TensorError) -> Tensor {
    let index = try folded(x)
    let source = try rowsFirst(x)
    let (count, length) = counts(x)
    let total = index.elementCount
    let spread = Tensor(storage: index.storage, shape: [total, length], strides: [1, 0], offset: index.offset, dtype: .int64)
    guard let out = try IndexKernels.take(rows(source, count, length), spread, 0) else {
      throw TensorError(.shape, op: "index", "too many axes for a GPU")
    }
    return try noGrad { out.view(Shape(toFront.map { shape[$0] })).permute(toFront.inversePermutation).contiguous().unrecordedAlias() }
      .usable()
  }

  func putOnDevice(_ values: Tensor, into x: Tensor, add: Bool) throws(TensorError) -> Tensor {
    // Half types are added up in float32 and rounded once.
    let type = add && x.dtype.isFloatingPoint ? x.dtype.computeType : x.dtype
    let index = try folded(x)
    let (count, length) = counts(x)
    let order = Shape(Array(axes) + rest)
    let target = try noGrad { x.to(type).permute(order).clone().contiguous() }.usable()
    let source = try noGrad { values.to(x.device).to(type).expandedView(to: shape).permute(toFront).contiguous() }.usable()
    try PositionKernels.putRows(
      add ? CK_PUT_ADD : CK_PUT_SET, source, into: rows(target, count, length), index, rows: count, length: length)
    return try noGrad { target.permute(order.inversePermutation).to(x.dtype).contiguous().unrecordedAlias() }.usable()
  }
}
