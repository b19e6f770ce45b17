/// What an operation is told besides its tensors: sizes, axes, numbers, switches.
///
/// One plain value for all operations, so that nodes and graphs can hold, compare and print it. Each operation says what it keeps
/// in which field.
public struct Attributes: Hashable, Sendable, BitwiseCopyable {
  /// Axes, sizes, strides, positions.
  public var ints: Shape
  /// Numbers.
  public var numbers: Numbers
  /// A switch, such as `keepDim`.
  public var flag: Bool
  /// The dtype asked for.
  public var dtype: DType?

  /// Attributes with these fields.
  public init(ints: Shape = Shape(), numbers: Numbers = Numbers(), flag: Bool = false, dtype: DType? = nil) {
    self.ints = ints
    self.numbers = numbers
    self.flag = flag
    self.dtype = dtype
  }

  /// Whether there is nothing to tell.
  @inline(__always) var isNone: Bool { ints.count == 0 && numbers.count == 0 && !flag && dtype == nil }

  /// Nothing to tell.
  @inline(__always) public static var none: Attributes { Attributes() }
}

/// At most four numbers, inside the value itself.
public struct Numbers: Hashable, Sendable, BitwiseCopyable, ExpressibleByArrayLiteral, RandomAccessCollection {
  private var a = Scalar.int(0), b = Scalar.int(0), c = Scalar.int(0), d = Scalar.int(0)
  /// How many there are.
  public private(set) var count = 0

  /// The numbers of a list, which has at most four.
  ///
  /// ```swift
  /// Numbers([.double(0.5), .int(2)])[1]  // 2
  /// ```
  public init(_ values: [Scalar]) {
    precondition(values.count <= 4, "at most four numbers fit")
    if values.count > 0 { a = values[0] }
    if values.count > 1 { b = values[1] }
    if values.count > 2 { c = values[2] }
    if values.count > 3 { d = values[3] }
    count = values.count
  }
  /// One number.
  ///
  /// ```swift
  /// Numbers(.double(0.5))[0]  // 0.5
  /// ```
  public init(_ value: Scalar) {
    a = value
    count = 1
  }
  /// `[.double(0.5)]` as numbers.
  public init(arrayLiteral elements: Scalar...) { self.init(elements) }
  /// None.
  @inline(__always) public init() {}

  /// The position of the first number.
  public var startIndex: Int { 0 }
  /// The position behind the last number.
  public var endIndex: Int { count }
  /// The number at position `i`.
  public subscript(i: Int) -> Scalar {
    precondition(i >= 0 && i < count, "Numbers index out of range")
    return i == 0 ? a : i == 1 ? b : i == 2 ? c : d
  }
}
