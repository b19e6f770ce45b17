/// A multi-dimensional array of numbers of one type, on one device.
///
/// A tensor is a reference: views (`t[0]`, `t.view(3, 2)`) share their memory with the tensor they were taken from, and in-place
/// operations (`add_`, `t[0] = …`) are seen by all of them. The dtype, the shape and the device are values at run time.
/// Inside a `Graph` a tensor is a symbol: it has a dtype and a shape but no numbers until the graph runs.
///
/// Mirrors `torch.Tensor`.
///
/// ```swift
/// let x: Tensor = [[1, 2, 3], [4, 5, 6]]
/// print(x.sum(dim: 0))  // tensor([5, 7, 9])
/// ```
///
/// Reading a tensor from several threads at once is safe. Changing one in place, assigning its `grad`, and running `backward`
/// through nodes that another thread's `backward` runs through are not: that needs a lock of the program's own.
public final class Tensor: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: everything here is written while the tensor is made, or by an operation that the
  // documentation above calls a change.

  @usableFromInline struct Flags: OptionSet, Sendable {
    @usableFromInline let rawValue: UInt8
    @usableFromInline init(rawValue: UInt8) { self.rawValue = rawValue }
    static let contiguous = Flags(rawValue: 1)
    static let requiresGrad = Flags(rawValue: 2)  // a leaf that asked for gradients
    static let view = Flags(rawValue: 4)
    static let symbolic = Flags(rawValue: 8)
    static let invalid = Flags(rawValue: 16)
    static let inference = Flags(rawValue: 32)
    static let device = Flags(rawValue: 64)  // not on the CPU
    static let parameter = Flags(rawValue: 128)
    /// What the straight path through `apply` does not handle.
    static let special: Flags = [.symbolic, .invalid, .inference, .device]
  }

  /// The memory, shared with views.
  @exclusivity(unchecked) package internal(set) var storage: Storage
  /// The sizes of the axes. Mirrors `torch.Tensor.shape`.
  @exclusivity(unchecked) public internal(set) var shape: Shape
  /// How many elements of memory lie between neighbours along each axis.
  @exclusivity(unchecked) package internal(set) var strides: Shape
  /// The position of the first element in the storage, in elements.
  @exclusivity(unchecked) package internal(set) var offset: Int
  /// The type of the elements. Mirrors `torch.Tensor.dtype`.
  @exclusivity(unchecked) public internal(set) var dtype: DType
  @exclusivity(unchecked) @usableFromInline var flags: Flags
  /// Which output of `node` this is.
  @exclusivity(unchecked) var outputIndex: Int32 = 0
  /// The storage's version when `node` was last right; matters for views only.
  @exclusivity(unchecked) var viewVersion: UInt32 = 0
  @exclusivity(unchecked) var viewKind: ViewKind = .plain
  /// The node that made this tensor; for a view use `gradNode`, which may have to renew it.
  @exclusivity(unchecked) var node: Node?
  /// The tensor that this is a view of; never itself a view.
  @exclusivity(unchecked) var base: Tensor?
  /// What only leaves and retained tensors need.
  @exclusivity(unchecked) var autograd: AutogradState?
  /// The node of a graph that stands for this tensor's numbers.
  @exclusivity(unchecked) package internal(set) var symbol: Symbol?

  /// What in-place operations have to know of a view's making; `number`: no view, but a Swift number beside a tensor, which nobody can
  /// change.
  enum ViewKind: UInt8 { case plain, madeWithoutGrad, madeInInference, oneOfMany, number }

  /// A tensor over memory that exists.
  @inline(__always)
  init(storage: Storage, shape: Shape, strides: Shape, offset: Int, dtype: DType, extraFlags: Flags = [], symbol: Symbol? = nil) {
    self.storage = storage
    self.shape = shape
    self.strides = strides
    self.offset = offset
    self.dtype = dtype
    self.symbol = symbol
    var flags = Tensor.isContiguous(shape, strides) ? extraFlags.union(.contiguous) : extraFlags
    if storage.device >= 0 { flags.insert(.device) }
    self.flags = flags
  }

  /// A contiguous tensor of fresh memory, not cleared.
  @inline(__always)
  package init(empty shape: Shape, dtype: DType) throws(TensorError) {
    guard shape.fits, shape.allSatisfy({ $0 >= 0 }) else { throw Tensor.badSize(shape, dtype) }
    self.storage = try CPUBackend.shared.allocate(shape.elementCount * dtype.itemSize)
    self.shape = shape
    self.strides = shape.rowMajorStrides
    self.offset = 0
    self.dtype = dtype
    self.symbol = nil
    self.flags = .contiguous
  }

  /// The same for the shape of a tensor that exists, with `count` elements.
  @inline(__always)
  init(emptyLike shape: Shape, count: Int, dtype: DType) throws(TensorError) {
    self.storage = try CPUBackend.shared.allocate(count &* dtype.itemSize)
    self.shape = shape
    self.strides = shape.rowMajorStrides
    self.offset = 0
    self.dtype = dtype
    self.symbol = nil
    self.flags = .contiguous
  }

  /// A contiguous tensor of fresh memory on a device, not cleared.
  package convenience init(empty shape: Shape, dtype: DType, on device: Device) throws(TensorError) {
    guard device != .cpu else {
      try self.init(empty: shape, dtype: dtype)
      return
    }
    guard shape.fits, shape.allSatisfy({ $0 >= 0 }) else { throw Tensor.badSize(shape, dtype) }
    let storage = try Storage.onDevice(shape.elementCount * dtype.itemSize, CUDARuntime.device(device.index ?? -1))
    self.init(storage: storage, shape: shape, strides: shape.rowMajorStrides, offset: 0, dtype: dtype)
  }

  /// The same on the device of another tensor.
  @inline(__always)
  package convenience init(empty shape: Shape, dtype: DType, like other: Tensor) throws(TensorError) {
    if other.flags.contains(.device) {
      try self.init(empty: shape, dtype: dtype, on: other.device)
    } else {
      try self.init(empty: shape, dtype: dtype)
    }
  }

  /// A tensor without axes over the memory that `Storage.element` made.
  package convenience init(element: Storage) {
    self.init(storage: element, shape: Shape(), strides: Shape(), offset: 0, dtype: element.elementType)
  }

  /// A symbol of a graph.
  package init(symbol: Symbol, shape: Shape, dtype: DType, storage: Storage = Tensor.emptyStorage) {
    self.storage = storage
    self.shape = shape
    self.strides = shape.rowMajorStrides
    self.offset = 0
    self.dtype = dtype
    self.symbol = symbol
    self.flags = [.symbolic, .contiguous]
  }

  static func tooManyAxes(_ count: Int, op: String) -> TensorError {
    TensorError(.shape, op: op, "tensor has too many (>\(Shape.maxRank)) dims: \(count)")
  }

  private static func badSize(_ shape: Shape, _ dtype: DType) -> TensorError {
    if let negative = shape.first(where: { $0 < 0 }) {
      return TensorError(.shape, op: "empty", "Trying to create tensor with negative dimension \(negative): \(shape.asGiven)")
    }
    if shape.count > Shape.maxRank { return tooManyAxes(shape.count, op: "empty") }
    return TensorError(.memory, op: "empty", "a tensor of shape \(shape.listed) and dtype \(dtype) does not fit in memory")
  }

  @inline(__always)
  static func isContiguous(_ shape: Shape, _ strides: Shape) -> Bool {
    var expected = 1
    var k = shape.count - 1
    while k >= 0 {
      let size = shape[k]
      if size == 0 { return true }
      if size != 1 {
        if strides[k] != expected { return shape.contains(0) }  // without elements there are no gaps
        expected &*= size
      }
      k -= 1
    }
    return true
  }

  /// The first element's address.
  @inline(__always) package var pointer: UnsafeMutableRawPointer { storage.base + offset &* dtype.itemSize }

  /// Whether all elements are the same one in memory.
  var isSpread: Bool {
    for d in 0..<shape.count where shape[d] != 1 && strides[d] != 0 { return false }
    return true
  }

  /// Whether the elements lie in row-major order without gaps. Mirrors `is_contiguous`.
  @inlinable public var isContiguous: Bool { flags.rawValue & 1 != 0 }

  /// The number of elements. Mirrors `numel`.
  @inlinable public var elementCount: Int { shape.elementCount }

  /// The number of axes. Mirrors `dim` and `ndim`.
  @inlinable public var rank: Int { shape.count }

  /// Where the memory is. Mirrors `torch.Tensor.device`.
  public var device: Device { flags.contains(.device) ? Device(code: storage.device) : .cpu }

  /// Whether the numbers lie in a GPU's memory. Mirrors `is_cuda`.
  public var isCUDA: Bool { flags.contains(.device) }

  /// Whether this tensor stands for numbers of a graph that has not run.
  public var isSymbolic: Bool { flags.contains(.symbolic) }

  /// Whether an operation that failed gave this tensor; see `withTensorErrors`.
  @inlinable public var isInvalid: Bool { flags.rawValue & 16 != 0 }
}
