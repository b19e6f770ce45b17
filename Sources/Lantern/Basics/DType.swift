/// The type of a tensor's elements, chosen at run time.
///
/// The names and their meaning are those of PyTorch and NumPy; `uint16`, `uint32` and `uint64` can be stored, converted and
/// printed, as in PyTorch.
public enum DType: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  case bool, uint8, int8, int16, int32, int64, uint16, uint32, uint64
  case float16, bfloat16, float32, float64, complex64, complex128

  /// The size of one element in bytes.
  @inlinable public var itemSize: Int {
    switch self {
    case .bool, .uint8, .int8: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64, .complex64: 8
    case .complex128: 16
    }
  }

  /// Whether the elements are real floating-point numbers (`float16`, `bfloat16`, `float32`, `float64`).
  @inlinable public var isFloatingPoint: Bool { rawValue >= DType.float16.rawValue && rawValue <= DType.float64.rawValue }

  /// Whether the elements are complex numbers.
  @inlinable public var isComplex: Bool { rawValue >= DType.complex64.rawValue }

  /// Whether the elements are integers; `bool` is not one.
  @inlinable public var isInteger: Bool { rawValue >= DType.uint8.rawValue && rawValue <= DType.uint64.rawValue }

  /// Whether the elements can be negative.
  @inlinable public var isSigned: Bool {
    switch self {
    case .bool, .uint8, .uint16, .uint32, .uint64: false
    default: true
    }
  }

  /// Whether tensors of this type can have gradients: floating-point and complex ones can.
  @inlinable public var isDifferentiable: Bool { rawValue >= DType.float16.rawValue }

  /// The type of the real and imaginary parts of a complex type; itself for every other type.
  public var realPart: DType {
    switch self {
    case .complex64: .float32
    case .complex128: .float64
    default: self
    }
  }

  /// PyTorch's old name of the type, as in `FloatTensor`: `"Float"`, `"Long"`, `"BFloat16"`, …
  public var legacyName: String {
    switch self {
    case .bool: "Bool"
    case .uint8: "Byte"
    case .int8: "Char"
    case .int16: "Short"
    case .int32: "Int"
    case .int64: "Long"
    case .uint16: "UInt16"
    case .uint32: "UInt32"
    case .uint64: "UInt64"
    case .float16: "Half"
    case .bfloat16: "BFloat16"
    case .float32: "Float"
    case .float64: "Double"
    case .complex64: "ComplexFloat"
    case .complex128: "ComplexDouble"
    }
  }

  /// The name of the type: `"float32"`, `"int64"`, …
  public var name: String {
    switch self {
    case .bool: "bool"
    case .uint8: "uint8"
    case .int8: "int8"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .uint16: "uint16"
    case .uint32: "uint32"
    case .uint64: "uint64"
    case .float16: "float16"
    case .bfloat16: "bfloat16"
    case .float32: "float32"
    case .float64: "float64"
    case .complex64: "complex64"
    case .complex128: "complex128"
    }
  }

  /// The largest finite number of a real or complex type's parts.
  var largestFinite: Double {
    switch realPart {
    case .float16: 65504
    case .bfloat16: 0x1.FEp127
    case .float32: Double(Float.greatestFiniteMagnitude)
    default: .greatestFiniteMagnitude
    }
  }

  /// The type with this name, or `nil` when there is none: `DType(named: "float32") == .float32`.
  ///
  /// ```swift
  /// DType(named: "float32")!  // float32
  /// ```
  public init?(named name: some StringProtocol) {
    guard let found = DType.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

extension DType: CustomStringConvertible {
  /// The name of the type: `float32`.
  public var description: String { name }
}
