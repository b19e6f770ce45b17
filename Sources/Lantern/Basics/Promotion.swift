import Synchronization

/// The default float type, and the type that operands of different types are computed in: PyTorch's promotion rules.
extension DType {
  private static let defaultStorage = Atomic<UInt8>(DType.float32.rawValue)

  /// The type of float tensors made without saying one: `float32` until it is changed. Mirrors `torch.get_default_dtype`.
  public static var `default`: DType { DType(rawValue: defaultStorage.load(ordering: .relaxed))! }

  /// Changes the default float type for the whole process. Mirrors `torch.set_default_dtype`.
  public static func setDefault(_ dtype: DType) throws(TensorError) {
    guard dtype.isFloatingPoint else {
      throw TensorError(.dtype, op: "setDefault", "only floating-point types are supported as the default type, got \(dtype)")
    }
    defaultStorage.store(dtype.rawValue, ordering: .relaxed)
  }

  /// The smallest type that holds the values of both: `torch.promote_types`.
  ///
  /// ```swift
  /// DType.promote(.uint8, .int8)        // int16
  /// DType.promote(.float16, .bfloat16)  // float32
  /// ```
  public static func promote(_ a: DType, _ b: DType) -> DType {
    if a == b { return a }
    if a.isComplex || b.isComplex {
      let wide = a.realPart == .float64 || b.realPart == .float64
      return wide ? .complex128 : .complex64
    }
    if a.isFloatingPoint || b.isFloatingPoint {
      if !a.isFloatingPoint { return b }
      if !b.isFloatingPoint { return a }
      if a == .float64 || b == .float64 { return .float64 }
      return .float32  // the two halves differ, or one is float32
    }
    if a == .bool { return b }
    if b == .bool { return a }
    if a.isSigned == b.isSigned { return a.itemSize >= b.itemSize ? a : b }
    let (signed, unsigned) = a.isSigned ? (a, b) : (b, a)
    if signed.itemSize > unsigned.itemSize { return signed }
    switch unsigned.itemSize {
    case 1: return .int16
    case 2: return .int32
    default: return .int64
    }
  }

  /// 0 for bool, 1 for whole numbers, 2 for reals, 3 for complex numbers.
  package var category: Int { self == .bool ? 0 : isInteger ? 1 : isFloatingPoint ? 2 : 3 }

  /// The type of a tensor of this type and a Swift number.
  package func promoted(with scalar: Scalar) -> DType {
    let other = scalar.dtype
    return other.category > category ? DType.promote(self, other) : self
  }

  /// The type loops compute in: half precision in float32, every other type in itself.
  package var computeType: DType { self == .float16 || self == .bfloat16 ? .float32 : self }
}
