import Lantern

// Indices of every kind: what they name, read and written.

extension Tensor {
  /// Copies a value, broadcast and converted, into this view.
  func assign(_ value: Tensor) throws(TensorError) {
    var source = value
    // Leading axes of length 1 may be dropped.
    while source.rank > rank, source.shape[0] == 1 {
      source = Tensor(
        viewing: source, shape: Shape(source.shape.dropFirst()), strides: Shape(source.strides.dropFirst()), offset: source.offset)
    }
    guard source.broadcasts(to: shape) else {
      throw TensorError(
        .shape, op: "setitem", "could not broadcast input array from shape \(value.shape.compact) into shape \(shape.compact)")
    }
    if source.hasLayout(of: self) { return }
    if source.mayShareMemory(with: self) {
      let copy = try Tensor(empty: source.shape, dtype: source.dtype)
      copy.write(source)
      source = copy
    }
    write(source)
  }

  func broadcasts(to target: Shape) -> Bool {
    guard rank <= target.count else { return false }
    for d in 0..<rank where shape[d] != 1 && shape[d] != target[target.count - rank + d] { return false }
    return true
  }
}

/// What the parts of an index name: a view, and where arrays of positions stand in it.
struct ArraySelection {
  private(set) var view: Tensor
  private(set) var positions: ArrayPositions?
  /// Whether every axis has a single position, so that NumPy would give a scalar.
  let isElement: Bool

  init(_ array: Tensor, _ parts: [IndexPart]) throws(TensorError) {
    var needed = 0, ellipses = 0, hasArrays = false
    for part in parts {
      switch part {
      case .position, .range: needed += 1
      case .tensor(let t):
        guard t.dtype == .bool || t.dtype.isInteger else {
          throw TensorError(.index, op: "index", "arrays used as indices must be of integer (or boolean) type")
        }
        needed += t.dtype == .bool ? t.rank : 1
        hasArrays = true
      case .remainingAxes: ellipses += 1
      case .insertedAxis: break
      }
    }
    guard ellipses <= 1 else { throw TensorError(.index, op: "index", "an index can only have a single ellipsis ('...')") }
    guard needed <= array.rank else {
      throw TensorError(
        .index, op: "index", "too many indices for array: array is \(array.rank)-dimensional, but \(needed) were indexed")
    }
    var shape = Shape(), strides = Shape(), offset = array.offset
    var axis = 0
    var found: [(axis: Int, index: Tensor)] = []
    func keep(_ d: Int) {
      shape.append(array.shape[d])
      strides.append(array.strides[d])
    }
    var onlyPositions = ellipses == 0
    for part in parts {
      switch part {
      case .position(let i):
        let size = array.shape[axis]
        guard i >= -size, i < size else {
          throw TensorError(.index, op: "index", "index \(i) is out of bounds for axis \(axis) with size \(size)")
        }
        let position = i < 0 ? i + size : i
        if hasArrays {  // beside arrays a position is an array too: it takes part in where the indexed axes go
          found.append((shape.count, Tensor.number(.int(position), .int64)))
          keep(axis)
        } else {
          offset += position * array.strides[axis]
        }
        axis += 1
      case .range(let start, let end, let step):
        guard step != 0 else { throw TensorError(.argument, op: "index", "slice step cannot be zero") }
        let (first, length) = ArrayPlace.slice(array.shape[axis], start, end, step)
        shape.append(length)
        // Along one element or none nobody takes the step, which may be as long as numbers are.
        let limit = array.shape[axis] + 1
        strides.append(array.strides[axis] * Swift.min(Swift.max(step, -limit), limit))
        if length > 0 { offset += first * array.strides[axis] }
        axis += 1
        onlyPositions = false
      case .remainingAxes:
        for _ in 0..<array.rank - needed {
          keep(axis)
          axis += 1
        }
      case .insertedAxis:
        shape.append(1)
        strides.append(0)
        onlyPositions = false
      case .tensor(let t):
        onlyPositions = false
        guard t.dtype == .bool else {
          found.append((shape.count, t))
          keep(axis)
          axis += 1
          continue
        }
        for k in 0..<t.rank where t.shape[k] != array.shape[axis + k] {
          throw TensorError(
            .index, op: "index",
            "boolean index did not match indexed array along axis \(axis + k); size of axis is \(array.shape[axis + k]) but size of "
              + "corresponding boolean axis is \(t.shape[k])")
        }
        if t.rank == 0 {  // a single truth value: a new axis of length 1, all or nothing of it taken
          found.append((shape.count, Tensor([Int](repeating: 0, count: t.item().boolValue ? 1 : 0))))
          shape.append(1)
          strides.append(0)
        }
        let places = t.rank > 0 ? noGrad { t.nonzero() } : t
        for k in 0..<t.rank {
          found.append((shape.count, noGrad { places.select(1, k) }))
          keep(axis)
          axis += 1
        }
      }
    }
    while axis < array.rank {
      keep(axis)
      axis += 1
      onlyPositions = false
    }
    isElement = onlyPositions && !hasArrays
    view = Tensor(viewing: array, shape: shape, strides: strides, offset: offset)
    if hasArrays {
      let masks = parts.filter { if case .tensor(let t) = $0 { t.dtype == .bool } else { false } }
      positions = try ArrayPositions(found, of: view, isMask: masks.count == 1 && parts.count == 1)
    }
  }
}

/// Arrays of positions along some axes of a view, checked and broadcast.
struct ArrayPositions {
  private let parts: [IndexPart]
  private let resultShape: Shape
  private let isMask: Bool

  init(_ found: [(axis: Int, index: Tensor)], of view: Tensor, isMask: Bool) throws(TensorError) {
    self.isMask = isMask
    var common = Shape()
    var parts = [IndexPart](repeating: .all, count: view.rank)
    for (axis, index) in found {
      do { common = try Shape.broadcast("index", common, index.shape) } catch {
        throw TensorError(
          .index, op: "index",
          "shape mismatch: indexing arrays could not be broadcast together with shapes "
            + found.filter { $0.index.rank > 0 }.map { $0.index.shape.compact + " " }.joined())
      }
      let whole = noGrad { index.to(.int64) }
      let size = view.shape[axis]
      for position in whole.toArray(Int.self) where position < -size || position >= size {
        throw TensorError(.index, op: "index", "index \(position) is out of bounds for axis \(axis) with size \(size)")
      }
      parts[axis] = .tensor(whole)
    }
    self.parts = parts
    let axes = found.map(\.axis)
    let together = axes[axes.count - 1] - axes[0] == axes.count - 1
    var shape = Shape()
    if !together { for size in common { shape.append(size) } }
    for d in 0..<view.rank {
      if together, d == axes[0] { for size in common { shape.append(size) } }
      if !axes.contains(d) { shape.append(view.shape[d]) }
    }
    resultShape = shape
  }

  /// A copy of the elements at the positions.
  func read(_ view: Tensor) throws(TensorError) -> Tensor { noGrad { view.read(parts) } }

  /// Writes a value, broadcast and converted, to the positions.
  func write(_ value: Tensor, into view: Tensor) throws(TensorError) {
    guard value.broadcasts(to: resultShape) else {
      if isMask, value.rank == 1, resultShape.count == 1 {
        throw TensorError(
          .shape, op: "setitem",
          "NumPy boolean array indexing assignment cannot assign \(value.elementCount) input values to the \(resultShape[0]) output "
            + "values where the mask is true")
      }
      throw TensorError(
        .shape, op: "setitem",
        "shape mismatch: value array of shape \(value.shape.compact) could not be broadcast to indexing result of shape "
          + resultShape.compact)
    }
    noGrad { view.write(value, parts) }
  }
}

extension Tensor {
  fileprivate func read(_ parts: [IndexPart]) -> Tensor { self[dynamically: parts] }
  fileprivate func write(_ value: Tensor, _ parts: [IndexPart]) { self[dynamically: parts] = value }
}
