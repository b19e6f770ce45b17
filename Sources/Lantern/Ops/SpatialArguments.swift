// What functions over one to three spatial axes are told: one number for all axes, or one for each.

/// One whole number for every spatial axis, or one for each: a kernel size, a stride, a padding, an output size.
///
/// ```swift
/// x.maxPool2d(2)             // windows of 2 x 2
/// x.maxPool2d([3, 2])        // windows of 3 rows and 2 columns
/// x.maxPool2d(PerAxis(n))    // a number that is not written out
/// ```
public struct PerAxis: Hashable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// One number, or one for each axis.
  public let values: [Int]
  /// The same number for every axis.
  ///
  /// ```swift
  /// Tensor.ones(1, 4, 4).maxPool2d(PerAxis(2)).shape  // Size([1, 2, 2])
  /// ```
  public init(_ value: Int) { values = [value] }
  /// A number for each axis.
  ///
  /// ```swift
  /// Tensor.ones(1, 4, 6).maxPool2d(PerAxis([2, 3])).shape  // Size([1, 2, 2])
  /// ```
  public init(_ values: [Int]) { self.values = values }
  /// `2`, the same for every axis.
  public init(integerLiteral value: Int) { values = [value] }
  /// `[3, 2]`, one for each axis.
  public init(arrayLiteral elements: Int...) { values = elements }

  /// The largest number that any of them may be: products of two stay far from overflow.
  static let limit = 1 << 31

  /// The numbers of `rank` axes. Throws when there are neither one nor `rank`, or when one is beyond all memory.
  func expanded(_ rank: Int, _ op: String, _ name: String) throws(TensorError) -> [Int] {
    guard values.count == 1 || values.count == rank else {
      throw TensorError(
        .argument, op: op,
        "expected \(name) to be a single integer value or a list of \(rank) values to match the convolution dimensions, but got "
          + "\(name)=\(values)")
    }
    for value in values where value > PerAxis.limit || value < -PerAxis.limit {
      throw TensorError(.argument, op: op, "\(name) of \(value) is larger than any tensor", hint: "At most \(PerAxis.limit) is allowed.")
    }
    return values.count == rank ? values : Array(repeating: values[0], count: rank)
  }
}

/// The zeros around the input of a convolution: a number of them, or a rule.
///
/// ```swift
/// x.conv2d(weight, padding: 1)
/// x.conv2d(weight, padding: [0, 1])
/// x.conv2d(weight, padding: .same)   // the output is as large as the input
/// ```
public struct ConvolutionPadding: Hashable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  enum Kind: Hashable, Sendable {
    case zeros(PerAxis)
    case same
  }
  let kind: Kind
  private init(kind: Kind) { self.kind = kind }
  /// So many zeros on both sides of each axis.
  ///
  /// ```swift
  /// Tensor.ones(1, 1, 4).conv1d(Tensor.ones(1, 1, 3), padding: ConvolutionPadding(PerAxis(1))).shape  // Size([1, 1, 4])
  /// ```
  public init(_ zeros: PerAxis) { kind = .zeros(zeros) }
  /// So many zeros on both sides of every axis.
  ///
  /// ```swift
  /// Tensor.ones(1, 1, 4).conv1d(Tensor.ones(1, 1, 3), padding: ConvolutionPadding(1)).shape  // Size([1, 1, 4])
  /// ```
  public init(_ zeros: Int) { kind = .zeros(PerAxis(zeros)) }
  /// `1`, the same for every axis.
  public init(integerLiteral value: Int) { kind = .zeros(PerAxis(value)) }
  /// `[0, 1]`, one for each axis.
  public init(arrayLiteral elements: Int...) { kind = .zeros(PerAxis(elements)) }
  /// As many zeros as make the output as large as the input; an odd one goes behind. Needs a stride of 1.
  public static let same = ConvolutionPadding(kind: .same)
  /// None.
  public static let valid = ConvolutionPadding(kind: .zeros(0))
}

extension Tensor {
  /// Runs `body` on a batch: a single example gets a batch axis for it, which the result loses again.
  ///
  /// Throws when the rank is neither `spatial` + 1 nor `spatial` + 2.
  func batched(
    _ spatial: Int, _ refuse: @autoclosure () -> TensorError, _ body: (Tensor) throws(TensorError) -> Tensor
  ) throws(TensorError) -> Tensor {
    guard rank == spatial + 1 || rank == spatial + 2 else { throw refuse() }
    return rank == spatial + 2 ? try body(self) : try body(unsqueeze(0)).squeeze(0)
  }

  /// Throws a symbolic error when the size of one of the last `count` axes is only known when a graph runs.
  func checkKnownTail(_ count: Int, _ op: String) throws(TensorError) {
    for d in Swift.max(rank - count, 0)..<rank { try checkKnown(d, op) }
  }
}

extension DType {
  /// The type that layers compute in: float32 for halves, int64 for whole numbers.
  var layerType: DType { isFloatingPoint ? computeType : isInteger || self == .bool ? .int64 : self }
}
