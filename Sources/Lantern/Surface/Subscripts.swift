// t[0], t[1..., -1], t[.ellipsis, ..<3], t[mask]: one small protocol, one enum, a getter and a setter.

/// One part of an index: what is taken along one axis.
public enum IndexPart: Sendable {
  /// One position; the axis disappears. Negative positions count from the end.
  case position(Int)
  /// The positions from `start` up to but not including `end`, `step` apart; `nil` means to the border.
  case range(start: Int?, end: Int?, step: Int)
  /// As many whole axes as are needed.
  case remainingAxes
  /// A new axis of length 1.
  case insertedAxis
  /// The positions or truth values of a tensor.
  case tensor(Tensor)
}

/// What can stand between the brackets of a tensor: numbers, ranges, `...`, `.ellipsis`, `.newAxis`, `.stride(…)`, tensors.
public protocol TensorIndex {
  /// This index as one of the few kinds there are.
  var indexPart: IndexPart { get }
}

extension IndexPart: TensorIndex {
  /// Itself.
  public var indexPart: IndexPart { self }
}
extension Int: TensorIndex {
  /// One position.
  public var indexPart: IndexPart { .position(self) }
}
extension Range: TensorIndex where Bound == Int {
  /// The positions of the range; negative bounds count from the end.
  public var indexPart: IndexPart { .range(start: lowerBound, end: upperBound, step: 1) }
}
extension Int {
  /// The end of a range that has this position for its last; none where that is the end of the axis or behind any.
  fileprivate var asEnd: Int? { self == -1 || self == .max ? nil : self + 1 }
}
extension ClosedRange: TensorIndex where Bound == Int {
  /// The positions of the range, the last one included.
  public var indexPart: IndexPart { .range(start: lowerBound, end: upperBound.asEnd, step: 1) }
}
extension PartialRangeFrom: TensorIndex where Bound == Int {
  /// The positions from the bound on: Python's `1:`.
  public var indexPart: IndexPart { .range(start: lowerBound, end: nil, step: 1) }
}
extension PartialRangeUpTo: TensorIndex where Bound == Int {
  /// The positions before the bound: Python's `:3`.
  public var indexPart: IndexPart { .range(start: nil, end: upperBound, step: 1) }
}
extension PartialRangeThrough: TensorIndex where Bound == Int {
  /// The positions up to the bound, which is included.
  public var indexPart: IndexPart { .range(start: nil, end: upperBound.asEnd, step: 1) }
}
extension Tensor: TensorIndex {
  /// The positions or truth values in the tensor.
  public var indexPart: IndexPart { .tensor(self) }
}

extension TensorIndex where Self == IndexPart {
  /// As many whole axes as are needed: Python's `...`.
  public static var ellipsis: IndexPart { .remainingAxes }
  /// A new axis of length 1: Python's `None`.
  public static var newAxis: IndexPart { .insertedAxis }
  /// The whole axis: Python's `:`. Swift's `...` does the same.
  public static var all: IndexPart { .range(start: nil, end: nil, step: 1) }
  /// Every `step`-th position: Python's `start:end:step`.
  ///
  /// ```swift
  /// Tensor.arange(6)[.stride(from: 1, by: 2)]  // tensor([1, 3, 5])
  /// ```
  public static func stride(from start: Int? = nil, to end: Int? = nil, by step: Int) -> IndexPart {
    .range(start: start, end: end, step: step)
  }
}

extension Tensor {
  /// The part of this tensor that the indices name. Mirrors PyTorch's `x[…]`.
  ///
  /// Positions, ranges, `.ellipsis` and `.newAxis` give a view; tensors of positions or truth values give a copy. Assigning writes
  /// into this tensor, broadcast and converted, and is recorded for `backward`. Reports an error for positions that don't exist.
  ///
  /// ```swift
  /// let x = Tensor.arange(6).view(2, 3)
  /// print(x[0, 1...])   // tensor([1, 2])
  /// x[1, ..<2] = Tensor([7, 8])
  /// ```
  public subscript(indices: any TensorIndex...) -> Tensor {
    get { taking(indices.map(\.indexPart)) }
    set { put(newValue, indices.map(\.indexPart)) }
  }
  /// One position along the first axis. Mirrors `x[i]`; negative positions count from the end. Reports an error for positions outside.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]])[-1]  // tensor([3, 4])
  /// ```
  public subscript(i: Int) -> Tensor {
    get { position(i) }
    set { position(i).assign(newValue) }
  }
  /// One position along the first two axes. Mirrors `x[i, j]`. Reports an error for positions outside.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]])[1, 0]  // tensor(3)
  /// ```
  public subscript(i: Int, j: Int) -> Tensor {
    get { position(i, j) }
    set { position(i, j).assign(newValue) }
  }
  /// The whole of the first axis: a view of the tensor. Mirrors `x[:]`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]])[...]  // tensor([[1, 2], [3, 4]])
  /// ```
  public subscript(whole: (UnboundedRange_) -> ()) -> Tensor {
    get { taking([.range(start: nil, end: nil, step: 1)]) }
    set { put(newValue, [.range(start: nil, end: nil, step: 1)]) }
  }
  /// The whole of the first axis, and an index for the second. Mirrors `x[:, i]`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]])[..., 1]  // tensor([2, 4])
  /// ```
  public subscript(whole: (UnboundedRange_) -> (), second: any TensorIndex) -> Tensor {
    get { taking([.range(start: nil, end: nil, step: 1), second.indexPart]) }
    set { put(newValue, [.range(start: nil, end: nil, step: 1), second.indexPart]) }
  }
  /// An index for the first axis, and the whole of the second. Mirrors `x[i, :]`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]])[0, ...]  // tensor([1, 2])
  /// ```
  public subscript(first: any TensorIndex, whole: (UnboundedRange_) -> ()) -> Tensor {
    get { taking([first.indexPart, .range(start: nil, end: nil, step: 1)]) }
    set { put(newValue, [first.indexPart, .range(start: nil, end: nil, step: 1)]) }
  }
  /// The whole of the first two axes, and an index for the third. Mirrors `x[:, :, i]`.
  ///
  /// ```swift
  /// Tensor.arange(8).view(2, 2, 2)[..., ..., 0]  // tensor([[0, 2], [4, 6]])
  /// ```
  public subscript(whole: (UnboundedRange_) -> (), alsoWhole: (UnboundedRange_) -> (), third: any TensorIndex) -> Tensor {
    get { taking([.range(start: nil, end: nil, step: 1), .range(start: nil, end: nil, step: 1), third.indexPart]) }
    set { put(newValue, [.range(start: nil, end: nil, step: 1), .range(start: nil, end: nil, step: 1), third.indexPart]) }
  }

  /// The part that a list of indices names.
  package subscript(dynamically parts: [IndexPart]) -> Tensor {
    get { taking(parts) }
    set { put(newValue, parts) }
  }

  /// Writes a number into the part that the indices name. Mirrors `x[i, j] = value`.
  ///
  /// ```swift
  /// let x = Tensor([[1, 2], [3, 4]])
  /// x.set(0, at: 1)
  /// x  // tensor([[1, 2], [0, 0]])
  /// ```
  public func set(_ value: some TensorScalar, at indices: any TensorIndex...) {
    put(Tensor.number(value.scalar, dtype), indices.map(\.indexPart))
  }

  // ---- reading ------------------------------------------------------------------------------------------------------------------

  /// All-`Int` indexing without lists on the way.
  private func position(_ i: Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in try selecting(0, i, axis: 0) }
  }

  private func position(_ i: Int, _ j: Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard rank != 1 else { throw Tensor.tooManyIndices(rank) }
      return try selecting(0, i, axis: 0).selecting(0, j, axis: 1)
    }
  }

  /// `axis` is the number the user would give the axis.
  private func selecting(_ d: Int, _ i: Int, axis: Int) throws(TensorError) -> Tensor {
    guard d < rank else {
      if rank == 0, axis == 0 {
        throw TensorError(
          .index, op: "index",
          "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number"
        )
      }
      throw Tensor.tooManyIndices(axis)
    }
    let size = shape[d]
    guard size < 0 || (i >= -size && i < size) else {
      throw TensorError(.index, op: "index", "index \(i) is out of bounds for dimension \(axis) with size \(size)")
    }
    return apply(.select, self, Attributes(ints: Shape(d, i < 0 && size >= 0 ? i + size : i)))
  }

  private static func tooManyIndices(_ rank: Int) -> TensorError {
    TensorError(.index, op: "index", "too many indices for tensor of dimension \(rank)")
  }

  /// A view by everything but tensors, and where tensors stand in it: (axis of the view, tensor).
  func viewed(_ parts: [IndexPart]) throws(TensorError) -> (view: Tensor, tensors: [(axis: Int, index: Tensor)]) {
    var needed = 0
    var ellipses = 0
    for part in parts {
      switch part {
      case .position, .range: needed += 1
      case .tensor(let t): needed += t.dtype == .bool || t.dtype == .uint8 ? t.rank : t.rank == 0 && t.dtype.isInteger ? 1 : 1
      case .remainingAxes: ellipses += 1
      case .insertedAxis: break
      }
    }
    guard ellipses <= 1 else { throw TensorError(.index, op: "index", "an index can only have a single ellipsis ('...')") }
    if rank == 0, needed > 0, !parts.contains(where: { if case .tensor = $0 { true } else { false } }) { _ = try selecting(0, 0, axis: 0) }
    guard needed <= rank else { throw Tensor.tooManyIndices(rank) }
    var view = self
    var tensors: [(Int, Tensor)] = []
    var d = 0  // the axis of `view`
    var axis = 0  // the axis of this tensor
    for part in parts {
      switch part {
      case .position(let i):
        view = try view.selecting(d, i, axis: axis)
        axis += 1
      case .range(let start, let end, let step):
        view = try view.slicing(d, start, end, step)
        d += 1
        axis += 1
      case .remainingAxes:
        d += rank - needed
        axis += rank - needed
      case .insertedAxis:
        view = try view.unsqueeze(d).usable()
        d += 1
      case .tensor(let t):
        guard t.dtype == .bool || t.dtype == .uint8 else {
          guard t.dtype.isInteger, t.dtype != .int8, t.dtype != .int16 else {
            throw TensorError(.index, op: "index", "tensors used as indices must be long, int, byte or bool tensors")
          }
          tensors.append((d, t))
          d += 1
          axis += 1
          continue
        }
        for k in 0..<t.rank where t.shape[k] != view.shape[d + k] {
          throw TensorError(
            .index, op: "index",
            "The shape of the mask \(t.shape.listed) at index \(k) does not match the shape of the indexed tensor \(shape.listed) at index \(axis + k)"
          )
        }
        if t.rank == 0 {  // a single truth value: a new axis of length 1 or 0
          view = try view.unsqueeze(d).usable()
          tensors.append((d, noGrad { t.reshape(1).nonzero().select(1, 0) }))
          d += 1
          continue
        }
        let positions = noGrad { t.nonzero() }
        for k in 0..<t.rank { tensors.append((d + k, noGrad { positions.select(1, k) })) }
        d += t.rank
        axis += t.rank
      }
    }
    return (view, tensors)
  }

  private func slicing(_ d: Int, _ start: Int?, _ end: Int?, _ step: Int) throws(TensorError) -> Tensor {
    guard step > 0 else { throw TensorError(.argument, op: "index", "step must be greater than zero") }
    let size = shape[d]
    if start == nil, end == nil, step == 1 { return self }
    guard size >= 0 else {
      throw TensorError(.symbolic, op: "index", "an axis of unknown size can only be taken whole", hint: "Give the placeholder a size.")
    }
    func bound(_ value: Int) -> Int { Swift.min(Swift.max(value < 0 ? value + size : value, 0), size) }
    let first = bound(start ?? 0)
    let last = Swift.max(bound(end ?? size), first)
    let length = last == first ? 0 : (last - first - 1) / step + 1
    if first == 0, length == size { return self }
    return apply(.slice, self, Attributes(ints: [d, first, Swift.min(step, size + 1), length]))
  }

  private func taking(_ parts: [IndexPart]) -> Tensor {
    if isInvalid { return self }
    // A mask for the whole tensor needs no list of positions, unless the history is to say that it was an index.
    if parts.count == 1, case .tensor(let mask) = parts[0], mask.dtype == .bool, rank > 0, mask.shape == shape,
      flags.union(mask.flags).isDisjoint(with: .special), !isTracked || !isGradEnabled, !Tracing.isOn
    {
      return apply(.maskedSelect, self, mask)
    }
    return reporting { () throws(TensorError) in
      let (view, tensors) = try viewed(parts)
      if tensors.isEmpty {
        guard view === self else { return view }
        let isSliced = parts.contains { if case .range = $0 { true } else { false } }
        return isSliced && !isSymbolic ? apply(.slice, self, Attributes(ints: [0, 0, 1, shape[0]])) : apply(.alias, self)
      }
      return apply(.index, [view] + tensors.map(\.index), Attributes(ints: Shape(tensors.map(\.axis))))
    }
  }

  // ---- writing ------------------------------------------------------------------------------------------------------------------

  private func put(_ value: Tensor, _ parts: [IndexPart]) {
    if isInvalid || value.isInvalid { return }
    do throws(TensorError) {
      let (view, tensors) = try viewed(parts)
      if tensors.isEmpty {
        view.assign(value)
        return
      }
      let values = noGrad { value.dtype == dtype } ? value : value.to(dtype)
      Op.indexPut.applyInPlace(view, values, rest: tensors.map(\.index), attributes: Attributes(ints: Shape(tensors.map(\.axis))))
    } catch { error.report() }
  }

  /// Copies a value into this view, unless it is this view itself, which is what `x[0] += 1` assigns.
  private func assign(_ value: Tensor) {
    if isInvalid || value.isInvalid { return }
    if value.storage === storage, value.offset == offset, value.shape == shape, value.strides == strides { return }
    // Leading axes of length 1 of the value may be dropped, as in PyTorch.
    var source = value
    while source.rank > rank, source.shape[0] == 1 { source = source.squeeze(0) }
    copy_(source)
  }
}

extension Op {
  /// The same tensor as a view of its own.
  static let alias: Op = Op(
    "alias", kernel: .view(View { x, _ throws(TensorError) in View.Layout(x.shape, x.strides, x.offset) }), rules: [.of { g, _ in g }],
    samples: .custom([Sample([[2, 3]])]))
}
