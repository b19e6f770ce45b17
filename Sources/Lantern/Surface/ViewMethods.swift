// Views, as methods.

extension Tensor {
  /// The same elements in other sizes; one of them may be -1 and follows from the others. Mirrors `view`.
  ///
  /// Reports an error when the sizes do not fit, or when the memory's layout does not allow it (use `reshape` then).
  ///
  /// ```swift
  /// Tensor.arange(6).view(2, 3)  // tensor([[0, 1, 2], [3, 4, 5]])
  /// Tensor.arange(6).view(-1, 2).shape  // Size([3, 2])
  /// ```
  public func view(_ sizes: Int...) -> Tensor { view(Shape(sizes)) }
  /// The same elements in another shape. Mirrors `view`. Reports an error as `view(_:)` of sizes does.
  ///
  /// ```swift
  /// Tensor.arange(4).view([2, 2])  // tensor([[0, 1], [2, 3]])
  /// ```
  public func view(_ shape: Shape) -> Tensor { apply(isSymbolic ? .reshape : .view, self, Attributes(ints: shape)) }

  /// The same elements in other sizes: a view where the layout allows it, otherwise a copy. Mirrors `reshape`. Reports an error when the
  /// sizes do not fit.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).t().reshape(4)  // tensor([1, 3, 2, 4])
  /// ```
  public func reshape(_ sizes: Int...) -> Tensor { reshape(Shape(sizes)) }
  /// The same elements in another shape: a view where the layout allows it, otherwise a copy. Mirrors `reshape`.
  ///
  /// ```swift
  /// Tensor.arange(4).reshape([2, -1])  // tensor([[0, 1], [2, 3]])
  /// ```
  public func reshape(_ sizes: Shape) -> Tensor {
    if isContiguous || isInvalid { return view(sizes) }
    return reporting { () throws(TensorError) in
      let target = try sizes.resolved(elementCount: elementCount, op: "reshape")
      return viewStrides(for: target) != nil ? view(target) : apply(.unsafeView, apply(.contiguous, self), Attributes(ints: target))
    }
  }
  /// All elements along one axis, or the axes from `start` to `end` joined. Mirrors `flatten`. Reports an error for an axis that does not
  /// exist.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3, 4).flatten().shape  // Size([24])
  /// Tensor.zeros(2, 3, 4).flatten(1).shape  // Size([2, 12])
  /// ```
  public func flatten(_ start: Int = 0, _ end: Int = -1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let (first, last) = (try shape.axis(start, op: "flatten"), try shape.axis(end, op: "flatten"))
      guard first <= last else {
        throw TensorError(.argument, op: "flatten", "flatten() has invalid args: start_dim cannot come after end_dim")
      }
      if rank == 0 { return reshape(1) }
      if first == last { return self }
      var sizes = Shape(shape.prefix(first))
      sizes.append(shape[first...last].contains { $0 < 0 } ? -1 : shape[first...last].reduce(1, *))
      for size in shape.dropFirst(last + 1) { sizes.append(size) }
      return reshape(sizes)
    }
  }

  /// The same elements with one axis split into several; one of the sizes may be -1. Mirrors `unflatten`. Reports an error when the sizes'
  /// product is not that of the axis.
  ///
  /// ```swift
  /// Tensor.zeros(2, 12).unflatten(1, [3, -1]).shape  // Size([2, 3, 4])
  /// ```
  public func unflatten(_ dim: Int, _ sizes: Shape) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let d = try shape.axis(dim, op: "unflatten")
      guard rank > 0, !sizes.isEmpty else { throw TensorError(.shape, op: "unflatten", "unflatten: sizes must be non-empty") }
      let parts = try sizes.resolved(elementCount: nil, op: "unflatten")
      let known = parts.reduce(1) { $0 * ($1 < 0 ? 1 : $1) }
      guard parts.hasUnknown ? known > 0 && shape[d] % known == 0 : known == shape[d] else {
        throw TensorError(
          .shape, op: "unflatten",
          "unflatten: Provided sizes \(sizes.listed) don't multiply up to the size of dim \(d) (\(shape[d])) in the input tensor")
      }
      let whole = parts.map { $0 < 0 ? shape[d] / known : $0 }
      return view(Shape(Array(shape.prefix(d)) + whole + Array(shape.dropFirst(d + 1))))
    }
  }

  /// Whether this tensor shows the memory of another one that it was taken from. Mirrors `_is_view`.
  public var isView: Bool { flags.contains(.view) }

  /// A view with a new axis of length 1 at position `dim`. Mirrors `unsqueeze`. A negative `dim` counts from the end of the result. Reports
  /// an error for an axis that does not exist.
  ///
  /// ```swift
  /// Tensor([1, 2]).unsqueeze(0).shape  // Size([1, 2])
  /// Tensor([1, 2]).unsqueeze(-1).shape  // Size([2, 1])
  /// ```
  public func unsqueeze(_ dim: Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      apply(.unsqueeze, self, Attributes(ints: Shape(try shape.axis(dim, op: "unsqueeze", extra: 1))))
    }
  }
  /// A view without any axis of length 1. Mirrors `squeeze`.
  ///
  /// ```swift
  /// Tensor.zeros(1, 2, 1).squeeze().shape  // Size([2])
  /// ```
  public func squeeze() -> Tensor { apply(.squeeze, self, Attributes(ints: Shape((0..<rank).filter { shape[$0] == 1 }))) }
  /// A view without the given axes, where they have length 1. Mirrors `squeeze(dim)`. Reports an error for an axis that does not exist.
  ///
  /// ```swift
  /// Tensor.zeros(1, 2, 1).squeeze(0).shape  // Size([2, 1])
  /// ```
  public func squeeze(_ dims: Int...) -> Tensor { squeeze(dims: dims) }
  /// A view without the given axes, where they have length 1. Mirrors `squeeze(dim)`.
  ///
  /// ```swift
  /// Tensor.zeros(1, 2, 1).squeeze(dims: [0, 1]).shape  // Size([2, 1])
  /// ```
  public func squeeze(dims: [Int]) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      var axes = Shape()
      var seen: Set<Int> = []
      for dim in dims {
        let d = try shape.axis(dim, op: "squeeze")
        guard seen.insert(d).inserted else {
          throw TensorError(.argument, op: "squeeze", "dim \(d) appears multiple times in the list of dims")
        }
        if d < rank, shape[d] == 1 { axes.append(d) }
      }
      return apply(dims.count == 1 ? .squeezeOne : .squeezeSome, self, Attributes(ints: axes))
    }
  }

  /// A view with the two axes of a matrix exchanged; a vector or number is itself. Mirrors `t()`. Reports an error for more than two axes.
  ///
  /// ```swift
  /// Tensor([[1, 2, 3], [4, 5, 6]]).t()  // tensor([[1, 4], [2, 5], [3, 6]])
  /// ```
  public func t() -> Tensor {
    guard rank <= 2 else {
      return .invalid(
        reporting: TensorError(
          .shape, op: "t", "t() expects a tensor with <= 2 dimensions, but self is \(rank)D", hint: "Use transpose(_:_:) or permute(_:)."))
    }
    return apply(.t, self, Attributes(ints: rank == 2 ? [1, 0] : Shape(0..<rank)))
  }
  /// A view with the axes in reverse order. Mirrors `T`.
  public var T: Tensor { apply(.permute, self, Attributes(ints: Shape((0..<rank).reversed()))) }
  /// A view with two axes exchanged. Mirrors `transpose`. Reports an error for an axis that does not exist.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3, 4).transpose(0, -1).shape  // Size([4, 3, 2])
  /// ```
  public func transpose(_ dim0: Int, _ dim1: Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let (a, b) = (try shape.axis(dim0, op: "transpose"), try shape.axis(dim1, op: "transpose"))
      var order = Shape(0..<rank)
      if rank > 0 { (order[a], order[b]) = (b, a) }
      return apply(.transpose, self, Attributes(ints: order))
    }
  }
  /// A view with two axes exchanged. Mirrors `swapaxes`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).swapaxes(0, 1)  // tensor([[1, 3], [2, 4]])
  /// ```
  public func swapaxes(_ axis0: Int, _ axis1: Int) -> Tensor { transpose(axis0, axis1) }
  /// A view with the axes in another order. Mirrors `permute`. Reports an error unless each axis is named once.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3, 4).permute(2, 0, 1).shape  // Size([4, 2, 3])
  /// ```
  public func permute(_ dims: Int...) -> Tensor { permute(Shape(dims)) }
  /// A view with the axes in another order. Mirrors `permute`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3, 4).permute([2, 0, 1]).shape  // Size([4, 2, 3])
  /// ```
  public func permute(_ dims: Shape) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard dims.count == rank else {
        throw TensorError(
          .shape, op: "permute",
          "permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions "
            + "i.e. input.dim() = \(rank) is not equal to len(dims) = \(dims.count)")
      }
      var order = dims
      for (i, dim) in dims.enumerated() { order[i] = try shape.axis(dim, op: "permute") }
      guard Set(order).count == rank else { throw TensorError(.argument, op: "permute", "permute(): duplicate dims are not allowed.") }
      return apply(.permute, self, Attributes(ints: order))
    }
  }
  /// A view in which axes of length 1 repeat; -1 keeps a size. Nothing is copied. Mirrors `expand`. Reports an error when another size than
  /// 1 would change.
  ///
  /// ```swift
  /// Tensor([[1], [2]]).expand(-1, 3)  // tensor([[1, 1, 1], [2, 2, 2]])
  /// ```
  public func expand(_ sizes: Int...) -> Tensor { expand(Shape(sizes)) }
  /// A view in which axes of length 1 repeat. Mirrors `expand`.
  ///
  /// ```swift
  /// Tensor([1, 2]).expand([2, 2])  // tensor([[1, 2], [1, 2]])
  /// ```
  public func expand(_ shape: Shape) -> Tensor { apply(.expand, self, Attributes(ints: shape)) }
  /// A view broadcast to a shape. Mirrors `torch.broadcast_to`. Reports an error when it does not broadcast to it.
  ///
  /// ```swift
  /// Tensor([1, 2]).broadcast(to: [2, 2])  // tensor([[1, 2], [1, 2]])
  /// ```
  public func broadcast(to shape: Shape) -> Tensor { expand(shape) }
  /// Views of all tensors in the shape they broadcast to. Mirrors `torch.broadcast_tensors`.
  ///
  /// Reports an error when there is none; gives the tensors as they are then.
  ///
  /// ```swift
  /// Tensor.broadcast([Tensor.zeros(2, 1), Tensor.zeros(3)])[1].shape  // Size([2, 3])
  /// ```
  public static func broadcast(_ tensors: [Tensor]) -> [Tensor] {
    guard tensors.count > 1, !tensors.contains(where: { $0.isInvalid }) else { return tensors }
    do {
      let shape = try broadcastShape("broadcastTensors", Inputs(tensors))
      return tensors.map { $0.expand(shape) }
    } catch {
      error.report()
      return tensors
    }
  }
  /// A view of another tensor's shape. Mirrors `expand_as`. Reports an error when it does not broadcast to it.
  ///
  /// ```swift
  /// Tensor([1, 2]).expandAs(Tensor.zeros(2, 2))  // tensor([[1, 2], [1, 2]])
  /// ```
  public func expandAs(_ other: Tensor) -> Tensor { expand(other.shape) }
  /// A view of another tensor's shape. Mirrors `view_as`. Reports an error when the number of elements differs.
  ///
  /// ```swift
  /// Tensor([1, 2, 3, 4]).viewAs(Tensor.zeros(2, 2))  // tensor([[1, 2], [3, 4]])
  /// ```
  public func viewAs(_ other: Tensor) -> Tensor { view(other.shape) }

  /// A view of `length` elements along an axis, from `start` on. Mirrors `narrow`. Reports an error when they do not all lie within the
  /// axis.
  ///
  /// ```swift
  /// Tensor([[1, 2, 3], [4, 5, 6]]).narrow(1, 1, 2)  // tensor([[2, 3], [5, 6]])
  /// ```
  public func narrow(_ dim: Int, _ start: Int, _ length: Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard rank > 0 else { throw TensorError(.shape, op: "narrow", "narrow() cannot be applied to a 0-dim tensor.") }
      let d = try shape.axis(dim, op: "narrow")
      guard length >= 0 else { throw TensorError(.argument, op: "narrow", "narrow(): length must be non-negative.") }
      let size = shape[d]
      if size < 0, start >= 0 { return apply(.slice, self, Attributes(ints: [d, start, 1, length])) }
      try checkKnown(d, "narrow")
      guard start >= -size, start <= size else {
        throw TensorError(.index, op: "narrow", "start out of range (expected to be in range of [\(-size), \(size)], but got \(start))")
      }
      let first = start < 0 ? start + size : start
      guard length <= size - first else {
        throw TensorError(.index, op: "narrow", "start (\(first)) + length (\(length)) exceeds dimension size (\(size)).")
      }
      return apply(.slice, self, Attributes(ints: [d, first, 1, length]))
    }
  }
  /// A view of one position along an axis, which disappears. Mirrors `select`. Reports an error for a position outside.
  ///
  /// ```swift
  /// Tensor([[1, 2, 3], [4, 5, 6]]).select(1, -1)  // tensor([3, 6])
  /// ```
  public func select(_ dim: Int, _ index: Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard rank > 0 else { throw TensorError(.shape, op: "select", "select() cannot be applied to a 0-dim tensor.") }
      let d = try shape.axis(dim, op: "select")
      let size = shape[d]
      if size < 0 { return apply(.select, self, Attributes(ints: [d, index])) }
      guard index >= -size, index < size else {
        throw TensorError(
          .index, op: "select", "select(): index \(index) out of range for tensor of size \(shape.listed) at dimension \(d)")
      }
      return apply(.select, self, Attributes(ints: [d, index < 0 ? index + size : index]))
    }
  }
  /// A view of the elements on a diagonal of two axes, as the last axis. Mirrors `diagonal`. `offset` is above the main diagonal when
  /// positive, below it when negative. Reports an error when both axes are the same.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).diagonal()  // tensor([1, 4])
  /// Tensor([[1, 2], [3, 4]]).diagonal(offset: 1)  // tensor([2])
  /// ```
  public func diagonal(offset: Int = 0, dim1: Int = 0, dim2: Int = 1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let (p, q) = (try shape.axis(dim1, op: "diagonal"), try shape.axis(dim2, op: "diagonal"))
      guard p != q, rank >= 2 else {
        throw TensorError(.argument, op: "diagonal", "diagonal dimensions cannot be identical \(dim1), \(dim2)")
      }
      // Beyond the matrix every diagonal is empty.
      let edge = 1 << 48
      return apply(.diagonal, self, Attributes(ints: [p, q, Swift.min(Swift.max(offset, -edge), edge)]))
    }
  }
  /// A view of all windows of `size` elements along an axis, `step` apart, the window as the last axis. Mirrors `Tensor.unfold`. Reports an
  /// error when `size` exceeds the axis, and for a step below 1.
  ///
  /// ```swift
  /// Tensor.arange(5).unfold(0, 3, 2)  // tensor([[0, 1, 2], [2, 3, 4]])
  /// ```
  public func unfold(_ dim: Int, _ size: Int, _ step: Int) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let d = try shape.axis(dim, op: "unfold")
      try checkKnown(d, "unfold")
      let length = rank == 0 ? 1 : shape[d]
      guard size >= 0 else { throw TensorError(.argument, op: "unfold", "size is \(size) but must be >= 0") }
      guard size <= length else {
        throw TensorError(.argument, op: "unfold", "maximum size for tensor at dimension \(d) is \(length) but size is \(size)")
      }
      guard step > 0 else { throw TensorError(.argument, op: "unfold", "step is \(step) but must be > 0") }
      if rank == 0 { return reshape(1).narrow(0, 0, size) }
      return apply(.unfold, self, Attributes(ints: [d, size, Swift.min(step, length + 1)]))
    }
  }
  /// A view of this tensor's storage with any sizes, strides and offset, in elements. Mirrors `as_strided`.
  ///
  /// Reports an error when it would leave the storage.
  ///
  /// ```swift
  /// Tensor.arange(5).asStrided([3, 3], [1, 1])  // tensor([[0, 1, 2], [1, 2, 3], [2, 3, 4]])
  /// ```
  public func asStrided(_ size: Shape, _ stride: Shape, _ storageOffset: Int? = nil) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard size.count == stride.count else {
        throw TensorError(.shape, op: "asStrided", "mismatch in length of strides and shape: \(size.listed), \(stride.listed)")
      }
      let start = storageOffset ?? offset
      var last = start
      for d in 0..<size.count {
        guard size[d] >= 0, stride[d] >= 0 else {
          throw TensorError(
            .argument, op: "asStrided", "as_strided: Negative sizes and strides are not supported, got \(size.listed), \(stride.listed)")
        }
        let (reach, overflow) = Swift.max(size[d] - 1, 0).multipliedReportingOverflow(by: stride[d])
        let (sum, overflow2) = last.addingReportingOverflow(reach)
        last = overflow || overflow2 ? .max : sum
      }
      let capacity = storage.byteCount / dtype.itemSize
      guard start >= 0, last < capacity || size.contains(0) && last <= Shape.mostElements else {
        throw TensorError(
          .index, op: "asStrided",
          "setStorage: sizes \(size.listed), strides \(stride.listed), storage offset \(start) are out of bounds for storage of \(capacity) elements"
        )
      }
      // Along one element or none any stride is allowed, but nobody takes it.
      return apply(.asStrided, self, stridedGeometry(size, Shape(stride.map { Swift.min($0, Shape.mostElements) }), start))
    }
  }
  /// Brings a gradient back to the shape of the input it belongs to.
  package func reshape(likeInputOf s: Saved) -> Tensor { s.shape.hasUnknown ? apply(.reshapeLike, self, s.x.detach()) : reshape(s.shape) }
}
