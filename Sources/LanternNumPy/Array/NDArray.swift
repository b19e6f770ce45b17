import Lantern

/// A NumPy array: numbers of one type in any number of axes, sharing memory with its views.
///
/// Arrays behave as in NumPy: `a[1..., .stride(by: -1)]` is a view, `+` promotes types by NumPy's rules (NEP 50), whole numbers
/// are `int64` and others `float64` unless a type is asked for, `a += b` writes into `a`'s memory. Arrays have no gradients.
/// Mirrors `numpy.ndarray`.
///
/// A single element (`a[0, 1]`) is a copy, as NumPy's scalars are; `a[0, 1] += 1` and `a[0, 1] = 2` change the array.
///
/// ```swift
/// let a = np.arange(12).reshape(3, 4)
/// print(a[1..., .stride(by: 2)])  // [[ 4  6]
///                                 //  [ 8 10]]
/// ```
///
/// Reading an array from several threads at once is safe, changing it is not. Copies of an `NDArray` are the same array, as two Python
/// names of one array are.
public struct NDArray: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: memory changes only in operations documented to do so.

  /// What an array is, in one word: making a view costs one object, and reading an element costs one.
  enum Content {
    /// Memory and its layout; never has a history.
    case array(Tensor)
    /// The same without axes, where NumPy would have a scalar and no array; only the text of `np.repr` differs.
    case scalar(Tensor)
    /// One element's memory, where NumPy would have a scalar; it may know the array that it was read from, and where.
    case element(Storage)
  }
  let content: Content

  package init(_ tensor: Tensor, isScalar: Bool = false) { content = isScalar ? .scalar(tensor) : .array(tensor) }

  /// The memory of one element, as `Storage.element` gives it.
  init(element: Storage) { content = .element(element) }

  /// The memory and its layout.
  package var tensor: Tensor {
    switch content {
    case .array(let tensor), .scalar(let tensor): tensor
    case .element(let storage): Tensor(element: storage)
    }
  }

  /// The place in an array that a scalar was read from, for `a[0] += 1`.
  var origin: Tensor? {
    guard case .element(let storage) = content, let source = storage.elementSource else { return nil }
    return Tensor(viewing: source, shape: Shape(), strides: Shape(), offset: storage.elementPlace)
  }

  /// Whether NumPy would have a scalar here.
  package var isScalar: Bool { if case .array = content { false } else { true } }

  /// The sizes of the axes; prints as `(3, 4)`. Mirrors `shape`.
  public var shape: ArrayShape { ArrayShape(sizes) }
  /// The type of the elements. Mirrors `dtype`.
  public var dtype: DType {
    switch content {
    case .array(let tensor), .scalar(let tensor): tensor.dtype
    case .element(let storage): storage.elementType
    }
  }
  /// The number of elements. Mirrors `size`.
  public var size: Int {
    switch content {
    case .array(let tensor), .scalar(let tensor): tensor.elementCount
    case .element: 1
    }
  }
  /// The number of axes. Mirrors `ndim`.
  public var ndim: Int { sizes.count }
  /// The length of the first axis. Mirrors `len(a)`; 0 for an array without axes.
  public var count: Int {
    let sizes = sizes
    return sizes.isEmpty ? 0 : sizes[0]
  }
  private var sizes: Shape {
    switch content {
    case .array(let tensor), .scalar(let tensor): tensor.shape
    case .element: Shape()
    }
  }
  /// The size of one element in bytes. Mirrors `itemsize`.
  public var itemsize: Int { dtype.itemSize }
  /// The size of all elements in bytes. Mirrors `nbytes`.
  public var nbytes: Int { size * itemsize }
  /// How many bytes lie between neighbours along each axis; prints as a tuple. Mirrors `strides`.
  public var strides: ArrayShape { ArrayShape(Shape(tensor.strides.map { $0 * dtype.itemSize })) }
  /// Whether an operation that failed gave this array; see `withTensorErrors`.
  public var isInvalid: Bool {
    switch content {
    case .array(let tensor), .scalar(let tensor): tensor.isInvalid
    case .element: false
    }
  }

  /// Whether the elements lie in row-major order without gaps. Mirrors `flags.c_contiguous`.
  public var isContiguous: Bool {
    switch content {
    case .array(let tensor), .scalar(let tensor): tensor.isContiguous
    case .element: true
    }
  }

  static func invalid(_ error: TensorError) -> NDArray { NDArray(Tensor.invalid(reporting: error)) }

  /// Runs `body`; when it throws, reports the error and gives an invalid array.
  static func reporting(_ body: () throws(TensorError) -> NDArray) -> NDArray {
    do { return try body() } catch { return .invalid(error) }
  }

  /// What a reduction or an operation on numbers without axes gives: a scalar when there is no axis.
  static func result(_ tensor: Tensor) -> NDArray { NDArray(tensor, isScalar: tensor.rank == 0) }

  /// A scalar of fresh memory, which `fill` is to write.
  @inline(__always)
  static func scalar(_ dtype: DType, _ fill: (UnsafeMutableRawPointer) -> Void) -> NDArray {
    let element = Storage.element(dtype)
    fill(element.base)
    return NDArray(element: element)
  }

  /// A result of fresh memory that is not cleared, row-major; a scalar when there is no axis. Together with the address of its elements.
  @inline(__always)
  static func fresh(_ shape: Shape, _ dtype: DType) -> (array: NDArray, pointer: UnsafeMutableRawPointer)? {
    if shape.isEmpty {
      let element = Storage.element(dtype)
      return (NDArray(element: element), element.base)
    }
    guard let out = try? Tensor(empty: shape, dtype: dtype) else { return nil }
    return (NDArray(out), out.pointer)
  }
}

// ---- elements out of an array --------------------------------------------------------------------------------------------------

extension NDArray {
  /// The number in an array of one element. Mirrors `item()`. Reports an error when there are several.
  public func item() -> Scalar {
    if isInvalid { return .double(.nan) }
    guard size == 1 else {
      TensorError(.argument, op: "item", "can only convert an array of size 1 to a Python scalar", hint: "Use toArray().").report()
      return .double(.nan)
    }
    if case .element(let storage) = content { return storage.elementType.load(from: storage.base) }
    return tensor.item()
  }
  /// The number in an array of one element as a Swift type: `loss.item(Double.self)`. Reports an error when there are several.
  public func item<E: TensorElement>(_ type: E.Type) -> E {
    if size != 1, !isInvalid {
      TensorError(.argument, op: "item", "can only convert an array of size 1 to a Python scalar", hint: "Use toArray().").report()
    }
    return tensor.item(E.self)
  }
  /// All elements in row-major order, converted to a Swift type. Mirrors `a.ravel().tolist()`.
  ///
  /// ```swift
  /// np.arange(3).toArray(Double.self)  // [0.0, 1.0, 2.0]
  /// ```
  public func toArray<E: TensorElement>(_ type: E.Type = E.self) -> [E] { tensor.toArray(E.self) }

  /// The truth of an array of one element. Mirrors `bool(a)`. Reports an error when there are several.
  public var boolValue: Bool {
    if isInvalid { return false }
    guard size == 1 else {
      TensorError(
        .argument, op: "bool",
        size == 0
          ? "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty."
          : "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"
      ).report()
      return false
    }
    return item().boolValue
  }
}

// ---- text ----------------------------------------------------------------------------------------------------------------------

extension NDArray: CustomStringConvertible, CustomDebugStringConvertible {
  /// The text NumPy's `print(a)` shows: `[1 2 3]`. Mirrors `str(a)`.
  public var description: String { text(.str) }
  /// The text that names the type: `array([1, 2, 3])`. Mirrors `repr(a)`.
  public var debugDescription: String { text(.repr) }

  func text(_ style: NumPyTextStyle, options: NumPyPrintOptions = .current) -> String {
    if isInvalid { return "array(<invalid>)" }
    return withExtendedLifetime(tensor) {
      let printable = PrintableArray(
        base: UnsafeRawPointer(tensor.storage.base), dtype: dtype, shape: Array(tensor.shape), strides: Array(tensor.strides),
        offset: tensor.offset)
      return isScalar ? describeNumPyScalar(printable, style: style) : describeArray(printable, options: options, style: style)
    }
  }
}
