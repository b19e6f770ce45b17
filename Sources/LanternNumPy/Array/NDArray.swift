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
/// Reading an array from several threads at once is safe, changing it is not.
public final class NDArray: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: the fields never change; the memory does only in operations documented to do so.

  /// The memory and its layout; never has a history.
  package let tensor: Tensor
  /// Whether NumPy would have a scalar here and no array; only the text of `np.repr` differs.
  package let isScalar: Bool
  /// The array that a scalar was read from, and where, for `a[0] += 1`.
  private let source: Tensor?
  private let place: Int

  package init(_ tensor: Tensor, isScalar: Bool = false, source: Tensor? = nil, place: Int = 0) {
    self.tensor = tensor
    self.isScalar = isScalar
    self.source = source
    self.place = place
  }

  /// The place in an array that a scalar was read from.
  var origin: Tensor? { source.map { Tensor(viewing: $0, shape: Shape(), strides: Shape(), offset: place) } }

  /// The sizes of the axes; prints as `(3, 4)`. Mirrors `shape`.
  public var shape: ArrayShape { ArrayShape(tensor.shape) }
  /// The type of the elements. Mirrors `dtype`.
  public var dtype: DType { tensor.dtype }
  /// The number of elements. Mirrors `size`.
  public var size: Int { tensor.elementCount }
  /// The number of axes. Mirrors `ndim`.
  public var ndim: Int { tensor.rank }
  /// The length of the first axis. Mirrors `len(a)`; 0 for an array without axes.
  public var count: Int { tensor.shape.first ?? 0 }
  /// The size of one element in bytes. Mirrors `itemsize`.
  public var itemsize: Int { dtype.itemSize }
  /// The size of all elements in bytes. Mirrors `nbytes`.
  public var nbytes: Int { size * itemsize }
  /// How many bytes lie between neighbours along each axis; prints as a tuple. Mirrors `strides`.
  public var strides: ArrayShape { ArrayShape(Shape(tensor.strides.map { $0 * dtype.itemSize })) }
  /// Whether an operation that failed gave this array; see `withTensorErrors`.
  public var isInvalid: Bool { tensor.isInvalid }

  /// Whether the elements lie in row-major order without gaps. Mirrors `flags.c_contiguous`.
  public var isContiguous: Bool { tensor.isContiguous }

  static func invalid(_ error: TensorError) -> NDArray { NDArray(Tensor.invalid(reporting: error)) }

  /// Runs `body`; when it throws, reports the error and gives an invalid array.
  static func reporting(_ body: () throws(TensorError) -> NDArray) -> NDArray {
    do { return try body() } catch { return .invalid(error) }
  }

  /// What a reduction or an operation on numbers without axes gives: a scalar when there is no axis.
  static func result(_ tensor: Tensor) -> NDArray { NDArray(tensor, isScalar: tensor.rank == 0) }
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
    return tensor.item().boolValue
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
