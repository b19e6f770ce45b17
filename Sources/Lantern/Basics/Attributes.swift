/// What an operation is told besides its tensors: sizes, axes, numbers, switches.
///
/// One plain value for all operations, so that nodes and graphs can hold, compare and print it. Each operation says what it keeps
/// in which field.
public struct Attributes: Hashable, Sendable {
  /// Axes, sizes, strides, positions.
  public var ints: Shape
  /// Numbers.
  public var numbers: [Scalar]
  /// A switch, such as `keepDim`.
  public var flag: Bool
  /// The dtype asked for.
  public var dtype: DType?

  /// Attributes with these fields.
  public init(ints: Shape = Shape(), numbers: [Scalar] = [], flag: Bool = false, dtype: DType? = nil) {
    self.ints = ints
    self.numbers = numbers
    self.flag = flag
    self.dtype = dtype
  }

  /// Nothing to tell.
  @inline(__always) public static var none: Attributes { Attributes() }
}
