// Tensors over memory that is not Lantern's: mapped files, and what other libraries lend.

extension Tensor {
  /// A tensor over memory that `owner` keeps alive: `byteCount` bytes from `base`, of which every element must be one.
  ///
  /// The caller answers for that, and for addresses that fit the dtype.
  package convenience init(
    foreign base: UnsafeMutableRawPointer, byteCount: Int, owner: AnyObject, shape: Shape, strides: Shape, offset: Int, dtype: DType
  ) {
    self.init(
      storage: Storage.sharing(base, byteCount: byteCount, owner: owner), shape: shape, strides: strides, offset: offset, dtype: dtype)
  }

  /// The strides of elements in column-major order without gaps.
  package static func columnMajorStrides(_ shape: Shape) -> Shape {
    Shape(Shape(shape.reversed()).rowMajorStrides.reversed())
  }

  /// Whether the elements lie in column-major order without gaps.
  package var isColumnMajor: Bool { Tensor.isContiguous(Shape(shape.reversed()), Shape(strides.reversed())) }

  /// Makes every byte of a tensor of truth values 0 or 1, as kernels expect: memory from elsewhere may hold others.
  package static func normalizeTruth(_ bytes: UnsafeMutableRawBufferPointer) {
    for i in bytes.indices where bytes[i] > 1 { bytes[i] = 1 }
  }

  /// Throws when the tensor has no numbers to give: a failed operation's, or a symbol of a graph.
  package func requireNumbers(_ op: String) throws(TensorError) {
    if isInvalid { throw ErrorScope.firstError }
    guard !isSymbolic else {
      throw TensorError(
        .symbolic, op: op, "a symbol of a graph has no numbers before the graph runs", hint: "Fetch it with Session.run.")
    }
    guard device == .cpu else {
      throw TensorError(.device, op: op, "the tensor is on \(device), not on the CPU", hint: "Use to(.cpu) first.")
    }
  }
}

extension Tensor {
  /// A tensor over all of another's memory with a layout of its own; not a view in the sense of gradients and changes in place.
  package convenience init(memoryOf other: Tensor, shape: Shape, strides: Shape) {
    self.init(storage: other.storage, shape: shape, strides: strides, offset: other.offset, dtype: other.dtype)
  }

  /// This tensor when its elements lie in row-major order without gaps, otherwise a copy of which that is true; without gradients.
  package func rowMajorElements() throws(TensorError) -> Tensor {
    if isContiguous { return self }
    let copy = try Tensor(empty: shape, dtype: dtype)
    copy.write(self)
    return copy
  }

  /// Calls `body` with the bytes of the elements, which must lie without gaps, in the order of memory.
  package func withElementBytes<R>(_ body: (UnsafeRawBufferPointer) throws(TensorError) -> R) throws(TensorError) -> R {
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeRawBufferPointer(start: pointer, count: elementCount * dtype.itemSize))
  }
}
