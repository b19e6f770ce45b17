import CKernels

/// A Swift type whose values are the elements of a tensor of some dtype.
public protocol TensorElement: Sendable, BitwiseCopyable {
  /// The dtype of tensors whose elements these are.
  static var dtype: DType { get }
}

extension Bool: TensorElement {
  /// `bool`
  public static var dtype: DType { .bool }
}
extension UInt8: TensorElement {
  /// `uint8`
  public static var dtype: DType { .uint8 }
}
extension Int8: TensorElement {
  /// `int8`
  public static var dtype: DType { .int8 }
}
extension Int16: TensorElement {
  /// `int16`
  public static var dtype: DType { .int16 }
}
extension Int32: TensorElement {
  /// `int32`
  public static var dtype: DType { .int32 }
}
extension Int: TensorElement {
  /// `int64`
  public static var dtype: DType { .int64 }
}
extension Int64: TensorElement {
  /// `int64`
  public static var dtype: DType { .int64 }
}
extension UInt16: TensorElement {
  /// `uint16`
  public static var dtype: DType { .uint16 }
}
extension UInt32: TensorElement {
  /// `uint32`
  public static var dtype: DType { .uint32 }
}
extension UInt64: TensorElement {
  /// `uint64`
  public static var dtype: DType { .uint64 }
}
extension Float16: TensorElement {
  /// `float16`
  public static var dtype: DType { .float16 }
}
extension Float: TensorElement {
  /// `float32`
  public static var dtype: DType { .float32 }
}
extension Double: TensorElement {
  /// `float64`
  public static var dtype: DType { .float64 }
}

/// A 16-bit number with the range of `Float` and eight bits of precision.
public struct BFloat16: TensorElement, Hashable {
  /// The bits: the upper half of a `Float`'s.
  public var bitPattern: UInt16
  /// The number with these bits.
  ///
  /// ```swift
  /// BFloat16(bitPattern: 0x3F80) == BFloat16(1)  // true
  /// ```
  public init(bitPattern: UInt16) { self.bitPattern = bitPattern }
  /// The nearest number; ties go to even.
  ///
  /// ```swift
  /// Float(BFloat16(3.14159))  // 3.140625
  /// ```
  public init(_ value: Float) { bitPattern = ck_f32_to_bf16(value) }
  /// `bfloat16`
  public static var dtype: DType { .bfloat16 }
}

extension Float {
  /// The same number, exactly.
  ///
  /// ```swift
  /// Float(BFloat16(1.5))  // 1.5
  /// ```
  public init(_ value: BFloat16) { self = ck_bf16_to_f32(value.bitPattern) }
}

/// A complex number with `Float` parts.
public struct Complex64: TensorElement, Hashable {
  /// The real and the imaginary part.
  public var real: Float, imaginary: Float
  /// `real + imaginary i`
  ///
  /// ```swift
  /// Complex64(1, 2).imaginary  // 2.0
  /// ```
  public init(_ real: Float, _ imaginary: Float = 0) { (self.real, self.imaginary) = (real, imaginary) }
  /// `complex64`
  public static var dtype: DType { .complex64 }
}

/// A complex number with `Double` parts.
public struct Complex128: TensorElement, Hashable {
  /// The real and the imaginary part.
  public var real: Double, imaginary: Double
  /// `real + imaginary i`
  ///
  /// ```swift
  /// Complex128(1, 2).real  // 1.0
  /// ```
  public init(_ real: Double, _ imaginary: Double = 0) { (self.real, self.imaginary) = (real, imaginary) }
  /// `complex128`
  public static var dtype: DType { .complex128 }
}

extension Complex64: TensorScalar {
  /// The number as a scalar.
  public var scalar: Scalar { .complex(Double(real), Double(imaginary)) }
}
extension Complex128: TensorScalar {
  /// The number as a scalar.
  public var scalar: Scalar { .complex(real, imaginary) }
}

extension DType {
  /// Writes a number as one element of this type; whole numbers wrap around.
  package func store(_ number: Scalar, to pointer: UnsafeMutableRawPointer) {
    switch number {
    case .bool(let v):
      var v = Int64(v ? 1 : 0)
      ck_cast(1, pointer, Int32(rawValue), itemSize, &v, Int32(DType.int64.rawValue), 8)
    case .int(let v):
      var v = Int64(v)
      ck_cast(1, pointer, Int32(rawValue), itemSize, &v, Int32(DType.int64.rawValue), 8)
    case .double(let v):
      var v = v
      ck_cast(1, pointer, Int32(rawValue), itemSize, &v, Int32(DType.float64.rawValue), 8)
    case .complex(let re, let im):
      var v = Complex128(re, im)
      ck_cast(1, pointer, Int32(rawValue), itemSize, &v, Int32(DType.complex128.rawValue), 16)
    }
  }

  /// Reads one element of this type.
  package func load(from pointer: UnsafeRawPointer) -> Scalar {
    if self == .bool { return .bool(pointer.load(as: UInt8.self) != 0) }
    if isInteger {
      var v: Int64 = 0
      ck_cast(1, &v, Int32(DType.int64.rawValue), 8, pointer, Int32(rawValue), itemSize)
      return .int(Int(v))
    }
    if isFloatingPoint {
      var v = 0.0
      ck_cast(1, &v, Int32(DType.float64.rawValue), 8, pointer, Int32(rawValue), itemSize)
      return .double(v)
    }
    var v = Complex128(0)
    ck_cast(1, &v, Int32(DType.complex128.rawValue), 16, pointer, Int32(rawValue), itemSize)
    return .complex(v.real, v.imaginary)
  }

  /// The type's name in C++, as some of PyTorch's messages have it.
  var cName: String {
    switch self {
    case .bool: "bool"
    case .uint8: "unsigned char"
    case .int8: "signed char"
    case .int16: "short int"
    case .int32: "int"
    case .int64: "long int"
    case .uint16: "uint16_t"
    case .uint32: "uint32_t"
    case .uint64: "uint64_t"
    case .float16: "c10::Half"
    case .bfloat16: "c10::BFloat16"
    case .float32: "float"
    case .float64: "double"
    case .complex64: "c10::complex<float>"
    case .complex128: "c10::complex<double>"
    }
  }
}

extension Tensor {
  /// PyTorch's old name of the tensor's type: `FloatTensor`. Mirrors `type()`.
  public var typeName: String { dtype.legacyName + "Tensor" }
}
