import CKernels
import Lantern

// Reading and writing by one or two indices: the part's place in memory is found on the stack, and only what is handed out is allocated.
// What takes more thought, mistakes included, goes through `ArraySelection`.

/// Where a part of an array lies in its memory.
struct ArrayPlace {
  private(set) var shape = Shape()
  private(set) var strides = Shape()
  private(set) var offset: Int
  /// Whether every axis has a single position, so that NumPy would give a scalar.
  private(set) var isElement = true
  /// The axis of the array that the next index is for.
  private var axis = 0

  /// `nil` for arrays of positions, and for mistakes.
  @inline(__always)
  init?(_ t: Tensor, _ part: IndexPart) {
    guard !t.isInvalid else { return nil }
    offset = t.offset
    guard take(t, part, others: 0) else { return nil }
    keepRest(t)
  }

  @inline(__always)
  init?(_ t: Tensor, _ first: IndexPart, _ second: IndexPart) {
    guard !t.isInvalid else { return nil }
    offset = t.offset
    guard take(t, first, others: second.axisCount), take(t, second, others: 0) else { return nil }
    if case .remainingAxes = first, case .remainingAxes = second { return nil }
    keepRest(t)
  }

  /// `others`: how many axes the indices behind this one are for.
  private mutating func take(_ t: Tensor, _ part: IndexPart, others: Int) -> Bool {
    switch part {
    case .position(let i):
      guard axis < t.rank else { return false }
      let size = t.shape[axis], position = i < 0 ? i &+ size : i
      guard position >= 0, position < size else { return false }
      offset += position * t.strides[axis]
      axis += 1
    case .range(let start, let end, let step):
      guard axis < t.rank, step != 0 else { return false }
      let size = t.shape[axis]
      let (first, length) = ArrayPlace.slice(size, start, end, step)
      shape.append(length)
      // Along one element or none nobody takes the step, which may be as long as numbers are.
      strides.append(t.strides[axis] * Swift.min(Swift.max(step, -size - 1), size + 1))
      if length > 0 { offset += first * t.strides[axis] }
      axis += 1
      isElement = false
    case .remainingAxes:
      guard axis + others <= t.rank else { return false }
      while axis + others < t.rank { keep(t) }
      isElement = false
    case .insertedAxis:
      shape.append(1)
      strides.append(0)
      isElement = false
    case .tensor: return false
    }
    return true
  }

  private mutating func keep(_ t: Tensor) {
    shape.append(t.shape[axis])
    strides.append(t.strides[axis])
    axis += 1
  }

  private mutating func keepRest(_ t: Tensor) {
    if axis < t.rank { isElement = false }
    while axis < t.rank { keep(t) }
  }

  /// Python's `slice.indices` of a step that is not 0: the first position and how many there are.
  static func slice(_ size: Int, _ start: Int?, _ end: Int?, _ step: Int) -> (first: Int, length: Int) {
    let low = step < 0 ? -1 : 0, high = step < 0 ? size - 1 : size
    func bound(_ value: Int) -> Int { Swift.min(Swift.max(value < 0 ? value + size : value, low), high) }
    let first = start.map(bound) ?? (step < 0 ? high : low)
    let last = end.map(bound) ?? (step < 0 ? low : high)
    if step == 1 { return (first, Swift.max(last - first, 0)) }
    if step > 0 { return (first, last > first ? (last - first - 1) / step + 1 : 0) }
    return (first, last < first ? (first - last - 1) / Int(clamping: step.magnitude) + 1 : 0)
  }
}

extension IndexPart {
  /// How many axes a position or range is for.
  fileprivate var axisCount: Int {
    switch self {
    case .position, .range: 1
    default: 0
    }
  }
}

extension NDArray {
  // ---- reading ---------------------------------------------------------------------------------------------------------------------

  func taking(_ position: Int) -> NDArray {
    let t = tensor
    guard !t.isInvalid, t.rank > 0 else { return taking([.position(position)]) }
    let size = t.shape[0], i = position < 0 ? position &+ size : position
    guard i >= 0, i < size else { return taking([.position(position)]) }
    let place = t.offset + i * t.strides[0]
    if t.rank == 1 { return element(t, place) }
    var (shape, strides) = (t.shape, t.strides)
    shape.remove(at: 0)
    strides.remove(at: 0)
    return NDArray(Tensor(viewing: t, shape: shape, strides: strides, offset: place))
  }

  func taking(_ first: Int, _ second: Int) -> NDArray {
    let t = tensor
    guard !t.isInvalid, t.rank == 2 else { return taking(.position(first), .position(second)) }
    let (n, m) = (t.shape[0], t.shape[1]), i = first < 0 ? first &+ n : first, j = second < 0 ? second &+ m : second
    guard i >= 0, i < n, j >= 0, j < m else { return taking([.position(first), .position(second)]) }
    return element(t, t.offset + i * t.strides[0] + j * t.strides[1])
  }

  func taking(_ part: IndexPart) -> NDArray {
    let t = tensor
    if case .tensor(let index) = part, let taken = straightTaken(t, index) { return taken }
    guard let place = ArrayPlace(t, part) else { return taking([part]) }
    return view(t, place)
  }

  func taking(_ first: IndexPart, _ second: IndexPart) -> NDArray {
    let t = tensor
    if case .tensor(let index) = second, case .range(nil, nil, 1) = first, let taken = straightTaken(t, index, axis: 1) {
      return taken
    }
    guard let place = ArrayPlace(t, first, second) else { return taking([first, second]) }
    return view(t, place)
  }

  func taking(_ parts: [IndexPart]) -> NDArray {
    let t = tensor
    if t.isInvalid { return self }
    if parts.count == 1, case .tensor(let index) = parts[0], let taken = straightTaken(t, index) { return taken }
    return NDArray.reporting { () throws(TensorError) in
      let selection = try ArraySelection(t, parts)
      if let positions = selection.positions { return NDArray.result(try positions.read(selection.view)) }
      return selection.isElement ? element(t, selection.view.offset) : NDArray(selection.view)
    }
  }

  @inline(__always)
  private func view(_ t: Tensor, _ place: ArrayPlace) -> NDArray {
    if place.isElement { return element(t, place.offset) }
    return NDArray(Tensor(viewing: t, shape: place.shape, strides: place.strides, offset: place.offset))
  }

  /// A copy of the element at a place of the memory.
  @inline(__always)
  private func element(_ t: Tensor, _ place: Int) -> NDArray {
    let dtype = t.dtype, size = dtype.itemSize
    let copy = Storage.element(dtype, of: t, at: place), from = t.storage.base + place * size
    if size == 8 {
      copy.base.storeBytes(of: from.load(as: UInt64.self), as: UInt64.self)
    } else {
      copy.base.copyMemory(from: from, byteCount: size)
    }
    return NDArray(element: copy)
  }

  /// The elements at positions of one axis, or where a mask of the leading axes holds, of an array without gaps; `nil` when it takes more
  /// thought, mistakes included.
  private func straightTaken(_ t: Tensor, _ index: Tensor, axis: Int = 0) -> NDArray? {
    guard t.isContiguous, index.isContiguous, !t.isInvalid, !index.isInvalid, axis < t.rank else { return nil }
    if index.dtype == .bool { return axis == 0 ? straightTaken(t, mask: index) : nil }
    guard index.dtype == .int64, t.rank + index.rank <= 8 else { return nil }
    let size = t.shape[axis], count = index.elementCount, places = index.pointer.assumingMemoryBound(to: Int64.self)
    var low: Int64 = 0, high: Int64 = -1
    for i in 0..<count {
      low = Swift.min(low, places[i])
      high = Swift.max(high, places[i])
    }
    guard low >= 0, high < size else { return nil }
    var shape = axis == 0 ? index.shape : Shape(t.shape[0])
    if axis == 1 { for d in 0..<index.rank { shape.append(index.shape[d]) } }
    var bytes = t.dtype.itemSize
    for d in axis + 1..<Swift.max(t.rank, axis + 1) {
      shape.append(t.shape[d])
      bytes &*= t.shape[d]
    }
    guard let out = try? Tensor(empty: shape, dtype: t.dtype) else { return nil }
    if axis == 0, bytes == 8 {
      let (x, y) = (t.pointer.assumingMemoryBound(to: UInt64.self), out.pointer.assumingMemoryBound(to: UInt64.self))
      for i in 0..<count { y[i] = x[Int(places[i])] }
    } else {
      ck_take_rows(axis == 0 ? 1 : t.shape[0], size, count, bytes, t.pointer, places, out.pointer)
    }
    return .result(out)
  }
  private func straightTaken(_ t: Tensor, mask: Tensor) -> NDArray? {
    guard mask.rank > 0, mask.rank <= t.rank else { return nil }
    for d in 0..<mask.rank where mask.shape[d] != t.shape[d] { return nil }
    let count = mask.elementCount, truth = mask.pointer.assumingMemoryBound(to: UInt8.self)
    var found = 0
    for i in 0..<count { found &+= Int(truth[i]) }
    var shape = Shape(found), bytes = t.dtype.itemSize
    for d in mask.rank..<t.rank {
      shape.append(t.shape[d])
      bytes &*= t.shape[d]
    }
    guard let out = try? Tensor(empty: shape, dtype: t.dtype) else { return nil }
    switch bytes {
    case 8: gather(UInt64.self, t, out.pointer, truth, count)
    case 4: gather(UInt32.self, t, out.pointer, truth, count)
    case 2: gather(UInt16.self, t, out.pointer, truth, count)
    case 1: gather(UInt8.self, t, out.pointer, truth, count)
    default:
      var to = out.pointer
      for i in 0..<count where truth[i] != 0 {
        to.copyMemory(from: t.pointer + i * bytes, byteCount: bytes)
        to += bytes
      }
    }
    return NDArray(out)
  }
  private func gather<E: BitwiseCopyable>(
    _ type: E.Type, _ t: Tensor, _ out: UnsafeMutableRawPointer, _ truth: UnsafePointer<UInt8>, _ count: Int
  ) {
    let (x, y) = (t.pointer.assumingMemoryBound(to: E.self), out.assumingMemoryBound(to: E.self))
    var at = 0
    for i in 0..<count where truth[i] != 0 {
      y[at] = x[i]
      at &+= 1
    }
  }

  // ---- writing ---------------------------------------------------------------------------------------------------------------------

  func put(_ value: ArrayOperandValue, _ part: IndexPart) {
    let t = tensor
    if case .tensor(let mask) = part, straightPut(value, t, mask) { return }
    if let place = ArrayPlace(t, part), write(value, t, place) { return }
    put(value, [part])
  }

  func put(_ value: ArrayOperandValue, _ first: IndexPart, _ second: IndexPart) {
    let t = tensor
    if let place = ArrayPlace(t, first, second), write(value, t, place) { return }
    put(value, [first, second])
  }

  func put(_ value: ArrayOperandValue, _ parts: [IndexPart]) {
    if isInvalid || value.isInvalid { return }
    do throws(TensorError) {
      let t = tensor
      let source = try value.tensor(dtype, op: "setitem")
      let selection = try ArraySelection(t, parts)
      if let positions = selection.positions {
        try positions.write(source, into: selection.view)
      } else {
        try selection.view.assign(source)
      }
      t.storage.version &+= 1
    } catch { error.report() }
  }

  /// Writes a number, or an array that broadcasts and lies elsewhere, to a place; whether that was possible.
  private func write(_ value: ArrayOperandValue, _ t: Tensor, _ place: ArrayPlace) -> Bool {
    switch value {
    case .number(let number):
      if case .int(let whole) = number, !t.dtype.holds(whole) { return false }
      if place.isElement {
        let target = t.storage.base + place.offset * t.dtype.itemSize
        if t.dtype == .float64, case .double(let v) = number {
          target.storeBytes(of: v, as: Double.self)
        } else {
          t.dtype.store(number, to: target)
        }
      } else {
        var bits: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &bits) { raw in
          t.dtype.store(number, to: raw.baseAddress!)
          place.copy(from: raw.baseAddress!, t.dtype, Shape(), Shape(), into: t)
        }
      }
    case .array(let array):
      switch array.content {
      case .element(let storage): place.copy(from: storage.base, storage.elementType, Shape(), Shape(), into: t)
      case .array(let source), .scalar(let source):
        guard !source.isInvalid, source.broadcasts(to: place.shape), !source.mayShareMemory(with: t) else { return false }
        place.copy(from: source.pointer, source.dtype, source.shape, source.strides, into: t)
      }
    }
    t.storage.version &+= 1
    return true
  }

  /// Writes a number where a mask of the array's shape holds, both without gaps; whether that was possible.
  private func straightPut(_ value: ArrayOperandValue, _ t: Tensor, _ mask: Tensor) -> Bool {
    guard case .number(let number) = value, !t.isInvalid, !mask.isInvalid, mask.dtype == .bool, mask.shape == t.shape, t.rank > 0,
      t.isContiguous, mask.isContiguous, let bits = NumberBits(number, t.dtype), mask.storage !== t.storage
    else { return false }
    let truth = mask.pointer.assumingMemoryBound(to: UInt8.self), count = mask.elementCount
    func fill<E: BitwiseCopyable>(_ value: E) {
      let target = t.pointer.assumingMemoryBound(to: E.self)
      for i in 0..<count where truth[i] != 0 { target[i] = value }
    }
    bits.spreading(1) { one in
      switch t.dtype.itemSize {
      case 8: fill(one.load(as: UInt64.self))
      case 4: fill(one.load(as: UInt32.self))
      case 2: fill(one.load(as: UInt16.self))
      default: fill(one.load(as: UInt8.self))
      }
    }
    t.storage.version &+= 1
    return true
  }
}

extension ArrayPlace {
  /// Copies elements, broadcast and converted, to this place in a tensor's memory.
  fileprivate func copy(from source: UnsafeRawPointer, _ type: DType, _ sourceShape: Shape, _ sourceStrides: Shape, into t: Tensor) {
    let rank = shape.count, missing = rank - sourceShape.count
    for d in 0..<rank where shape[d] == 0 { return }  // strides may then be beyond all numbers
    if type == t.dtype, shape == sourceShape, strides == sourceStrides, strides == shape.rowMajorStrides {
      (t.storage.base + offset * type.itemSize).copyMemory(from: source, byteCount: shape.elementCount * type.itemSize)
      return
    }
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * Swift.max(rank, 1)) { layout in
      for d in 0..<rank {
        layout[d] = shape[d]
        layout[rank + d] = strides[d] &* t.dtype.itemSize
        layout[2 * rank + d] = d < missing || sourceShape[d - missing] == 1 ? 0 : sourceStrides[d - missing] &* type.itemSize
      }
      let sizes = layout.baseAddress!
      ck_copy(
        Int32(rank), sizes, t.storage.base + offset * t.dtype.itemSize, Int32(t.dtype.rawValue), sizes + rank, source,
        Int32(type.rawValue), sizes + 2 * rank)
    }
  }
}
