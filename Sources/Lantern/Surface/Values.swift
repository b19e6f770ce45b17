// Numbers into tensors and out of them.

extension Tensor {
  /// The number in a tensor of one element. Mirrors `item()`.
  ///
  /// Reports an error when there are several elements.
  ///
  /// ```swift
  /// Tensor([2.5]).item()  // 2.5
  /// ```
  public func item() -> Scalar {
    if isInvalid { return .double(.nan) }
    if isSymbolic {
      TensorError(.symbolic, op: "item", "a symbol of a graph has no number before the graph runs", hint: "Fetch it with Session.run.")
        .report()
      return .double(.nan)
    }
    guard elementCount == 1 else {
      TensorError(.argument, op: "item", "a Tensor with \(elementCount) elements cannot be converted to Scalar", hint: "Use toArray().")
        .report()
      return .double(.nan)
    }
    if isCUDA {
      let copy = noGrad { cpu() }
      return copy.isInvalid ? .double(.nan) : copy.dtype.load(from: copy.pointer)
    }
    return dtype.load(from: pointer)
  }

  /// The number in a tensor of one element, as a Swift type: `loss.item(Double.self)`. Mirrors `item()`.
  ///
  /// ```swift
  /// Tensor([2.5]).item(Double.self)  // 2.5
  /// ```
  public func item<E: TensorElement>(_ type: E.Type) -> E { toArray(E.self).first ?? zero(E.self) }

  /// All elements in row-major order, converted to a Swift type. Mirrors `tolist()` of a flat tensor.
  ///
  /// ```swift
  /// Tensor([[1.5, 2], [3, 4]]).toArray(Double.self)  // [1.5, 2.0, 3.0, 4.0]
  /// ```
  public func toArray<E: TensorElement>(_ type: E.Type = E.self) -> [E] {
    if isInvalid { return [] }
    if isSymbolic {
      TensorError(.symbolic, op: "toArray", "a symbol of a graph has no numbers before the graph runs", hint: "Fetch it with Session.run.")
        .report()
      return []
    }
    let count = elementCount
    let shape = self.shape
    return [E](unsafeUninitializedCapacity: count) { buffer, initialized in
      if count > 0 {
        let target = Tensor(
          storage: .sharing(UnsafeMutableRawPointer(buffer.baseAddress!), byteCount: count * E.dtype.itemSize, owner: self), shape: shape,
          strides: shape.rowMajorStrides, offset: 0, dtype: E.dtype)
        target.write(self)
      }
      initialized = count
    }
  }

  private func zero<E: TensorElement>(_: E.Type) -> E {
    withUnsafeTemporaryAllocation(of: E.self, capacity: 1) { one in
      UnsafeMutableRawBufferPointer(one).initializeMemory(as: UInt8.self, repeating: 0)
      return one[0]
    }
  }

  /// A tensor of the elements of an array, in row-major order, with a shape of its own.
  ///
  /// Reports an error when the number of elements does not fit the shape.
  ///
  /// ```swift
  /// Tensor([1, 2, 3, 4], shape: [2, 2])  // tensor([[1, 2], [3, 4]])
  /// ```
  public convenience init<E: TensorElement>(_ elements: [E], shape: Shape) {
    self.init(copying: elements, shape: shape)
  }

  private convenience init<E: TensorElement>(copying elements: [E], shape: Shape) {
    let count = shape.contains { $0 < 0 } ? -1 : shape.elementCount
    guard count == elements.count, let storage = try? Storage.allocate(count * E.dtype.itemSize) else {
      TensorError(.shape, op: "Tensor", "shape '\(shape.listed)' is invalid for input of size \(elements.count)").report()
      self.init(storage: Tensor.emptyStorage, shape: [0], strides: [1], offset: 0, dtype: .float32, extraFlags: .invalid)
      return
    }
    elements.withUnsafeBytes { raw in
      if let from = raw.baseAddress { storage.base.copyMemory(from: from, byteCount: raw.count) }
    }
    self.init(storage: storage, shape: shape, strides: shape.rowMajorStrides, offset: 0, dtype: E.dtype)
  }

  /// The sizes of the axes. Mirrors `size()`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3).size()  // Size([2, 3])
  /// ```
  public func size() -> Shape { shape }
  /// The size of one axis, which may be counted from the end. Mirrors `size(dim)`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3).size(-1)  // 3
  /// ```
  public func size(_ dim: Int) -> Int {
    do { return rank == 0 && !isInvalid ? try noAxes(dim) : shape[try shape.axis(dim, op: "size")] } catch {
      error.report()
      return 0
    }
  }
  private func noAxes(_ dim: Int) throws(TensorError) -> Int {
    throw TensorError(.index, op: "size", "Dimension specified as \(dim) but tensor has no dimensions")
  }
  /// How many elements lie between neighbours along each axis; prints as `(3, 1)`. Mirrors `stride()`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3).stride()  // (3, 1)
  /// Tensor.zeros(2, 3).t().stride()  // (1, 3)
  /// ```
  public func stride() -> Strides { Strides(strides) }
  /// The number of elements. Mirrors `numel()`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3).numel()  // 6
  /// ```
  public func numel() -> Int { elementCount }
  /// The number of axes. Mirrors `dim()`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3).dim()  // 2
  /// ```
  public func dim() -> Int { rank }
  /// The number of axes. Mirrors `ndim`.
  public var ndim: Int { rank }
  /// PyTorch's old name of the tensor's type: `FloatTensor`. Mirrors `type()`.
  ///
  /// ```swift
  /// Tensor([1.0]).type()  // FloatTensor
  /// ```
  public func type() -> String { typeName }
  /// The position of the first element in the storage, in elements. Mirrors `storage_offset()`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3)[1].storageOffset()  // 3
  /// ```
  public func storageOffset() -> Int { offset }
  /// Whether both tensors' elements lie in the same memory.
  ///
  /// ```swift
  /// let x = Tensor([[1, 2], [3, 4]])
  /// x.t().sharesMemory(with: x)  // true
  /// x.clone().sharesMemory(with: x)  // false
  /// ```
  public func sharesMemory(with other: Tensor) -> Bool {
    storage.base == other.storage.base && device == other.device && !isInvalid && !isSymbolic
  }
}

/// The strides of a tensor, in elements.
public struct Strides: Sendable, Hashable, CustomStringConvertible {
  private let values: Shape
  init(_ values: Shape) { self.values = values }
  /// The stride of one axis, counted from the front.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3).stride()[0]  // 3
  /// ```
  public subscript(axis: Int) -> Int { values[axis] }
  /// The number of axes.
  public var count: Int { values.count }
  /// `(3, 1)`, as Python shows a tuple.
  public var description: String { values.tupleDescription }
}
