import Lantern

// Types of elements.

extension np {
  /// The limits of a float type. Mirrors `numpy.finfo`.
  public struct FloatInfo: Sendable, Hashable {
    /// The type's size in bits.
    public let bits: Int
    /// The distance from 1 to the next number.
    public let eps: Double
    /// The largest finite number.
    public let max: Double
    /// The smallest number with full precision.
    public let tiny: Double
    /// The smallest number above zero.
    public let smallestSubnormal: Double
    /// How many decimal digits every number keeps.
    public let precision: Int
    /// The smallest finite number.
    public var min: Double { -max }
  }
  /// The limits of an integer type. Mirrors `numpy.iinfo`.
  public struct IntegerInfo: Sendable, Hashable {
    /// The type's size in bits.
    public let bits: Int
    /// The smallest number.
    public let min: Int
    /// The largest number.
    public let max: UInt
  }

  /// The limits of a float type; those of the parts for a complex one. Reports an error for other types. Mirrors `numpy.finfo`.
  public static func finfo(_ dtype: DType) -> FloatInfo {
    switch dtype.realPart {
    case .float16: return FloatInfo(bits: 16, eps: 0x1p-10, max: 65504, tiny: 0x1p-14, smallestSubnormal: 0x1p-24, precision: 3)
    case .float32:
      return FloatInfo(
        bits: 32, eps: 0x1p-23, max: Double(Float.greatestFiniteMagnitude), tiny: 0x1p-126, smallestSubnormal: 0x1p-149, precision: 6)
    case .float64: break
    default: TensorError(.dtype, op: "finfo", "data type \(dtype) not inexact", hint: "Use iinfo for whole numbers.").report()
    }
    return FloatInfo(
      bits: 64, eps: 0x1p-52, max: .greatestFiniteMagnitude, tiny: .leastNormalMagnitude, smallestSubnormal: .leastNonzeroMagnitude,
      precision: 15)
  }
  /// The limits of an integer type. Reports an error for other types. Mirrors `numpy.iinfo`.
  public static func iinfo(_ dtype: DType) -> IntegerInfo {
    if !dtype.isInteger {
      TensorError(.dtype, op: "iinfo", "Invalid integer data type '\(dtype)'.", hint: "Use finfo for floats.").report()
      return IntegerInfo(bits: 64, min: .min, max: UInt(Int.max))
    }
    let bits = dtype.itemSize * 8
    if !dtype.isSigned { return IntegerInfo(bits: bits, min: 0, max: UInt.max >> UInt(64 - bits)) }
    return IntegerInfo(bits: bits, min: Int.min >> (64 - bits), max: UInt(Int.max) >> UInt(64 - bits))
  }

  /// The smallest type that both convert to safely. Mirrors `numpy.promote_types`.
  public static func promoteTypes(_ a: DType, _ b: DType) -> DType { .promoteArrays(a, b) }
  /// The type that an operation on these arrays and numbers computes in. Mirrors `numpy.result_type`.
  public static func resultType(_ operands: any ArrayOperand...) -> DType { ArrayOperandValue.commonType(operands.map(\.operandValue)) }
  /// What may change when one type becomes another.
  public enum Casting: String, Sendable, Hashable {
    case no, equiv, safe
    case sameKind = "same_kind"
    case unsafe
  }
  /// Whether one type becomes another under a rule. Mirrors `numpy.can_cast`.
  public static func canCast(_ from: DType, _ to: DType, casting: Casting = .safe) -> Bool {
    switch casting {
    case .no, .equiv: from == to
    case .safe: DType.promoteArrays(from, to) == to
    case .sameKind: DType.promoteArrays(from, to) == to || from.castsSameKind(to: to)
    case .unsafe: true
    }
  }
  /// The smallest type that holds a number. Mirrors `numpy.min_scalar_type`.
  public static func minScalarType(_ value: some TensorScalar) -> DType {
    switch value.scalar {
    case .bool: return .bool
    case .int(let v):
      let types: [DType] = v < 0 ? [.int8, .int16, .int32, .int64] : [.uint8, .uint16, .uint32, .uint64]
      return types.first { $0.holds(v) } ?? .int64
    case .double(let v):
      let size = v.magnitude
      return !v.isFinite || size < 65000 ? .float16 : size < 3.4e38 ? .float32 : .float64
    case .complex(let re, let im): return Swift.max(re.magnitude, im.magnitude) < 3.4e38 ? .complex64 : .complex128
    }
  }
  /// Whether a type is of a kind: `.integer`, `.floating`, … Mirrors `numpy.issubdtype`.
  public static func issubdtype(_ dtype: DType, _ kind: Kind) -> Bool {
    switch kind {
    case .bool: dtype == .bool
    case .integer: dtype.isInteger
    case .signedInteger: dtype.isInteger && dtype.isSigned
    case .unsignedInteger: dtype.isInteger && !dtype.isSigned
    case .floating: dtype.isFloatingPoint
    case .complexFloating: dtype.isComplex
    case .inexact: dtype.isFloatingPoint || dtype.isComplex
    case .number: dtype != .bool
    }
  }
  /// Kinds of types.
  public enum Kind: Sendable, Hashable {
    /// Truth values.
    case bool
    /// Whole numbers.
    case integer
    /// Whole numbers with a sign.
    case signedInteger
    /// Whole numbers without a sign.
    case unsignedInteger
    /// Real numbers.
    case floating
    /// Complex numbers.
    case complexFloating
    /// Real and complex numbers.
    case inexact
    /// All but truth values.
    case number
  }
}
