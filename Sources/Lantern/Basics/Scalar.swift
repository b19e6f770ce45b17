/// A single number of any kind, as it was written in Swift.
public enum Scalar: Hashable, Sendable, BitwiseCopyable {
  case bool(Bool)
  case int(Int)
  case double(Double)
  case complex(Double, Double)

  /// The number as a `Double`; the real part of a complex one.
  public var doubleValue: Double {
    switch self {
    case .bool(let v): v ? 1 : 0
    case .int(let v): Double(v)
    case .double(let v): v
    case .complex(let re, _): re
    }
  }

  /// The number as an `Int`, truncated towards zero; `Int.min` when it does not fit or is NaN.
  public var intValue: Int {
    switch self {
    case .bool(let v): v ? 1 : 0
    case .int(let v): v
    default: Int(exactly: doubleValue.rounded(.towardZero)) ?? Int.min
    }
  }

  /// Whether the number differs from zero.
  public var boolValue: Bool {
    switch self {
    case .bool(let v): v
    case .int(let v): v != 0
    case .double(let v): v != 0
    case .complex(let re, let im): re != 0 || im != 0
    }
  }

  /// The dtype PyTorch gives a tensor made of this number: bool, int64, the default float type, or its complex counterpart.
  package var dtype: DType {
    switch self {
    case .bool: .bool
    case .int: .int64
    case .double: DType.default
    case .complex: DType.default == .float64 ? .complex128 : .complex64
    }
  }

  /// Whether the number is whole and would not fit a dtype.
  package func overflows(_ dtype: DType) -> Bool {
    guard dtype.isInteger else { return false }
    let value = doubleValue
    guard value.isFinite else { return true }
    let bits = dtype.itemSize * 8
    switch self {
    case .int(let v):
      switch dtype {
      case .uint8: return v < -255 || v > 255
      case .uint16: return v < -65535 || v > 65535
      case .uint32: return v < -0xffff_ffff || v > 0xffff_ffff
      case .uint64, .int64: return false
      default: return v < -(1 << (bits - 1)) || v >= 1 << (bits - 1)
      }
    default:
      let top =
        dtype.isSigned ? Double(sign: .plus, exponent: bits - 1, significand: 1) : Double(sign: .plus, exponent: bits, significand: 1)
      return value >= top || value < -top
    }
  }
}

extension Scalar: CustomStringConvertible {
  /// The number as Python prints it.
  public var description: String {
    switch self {
    case .bool(let v): v ? "True" : "False"
    case .int(let v): String(v)
    case .double(let v): v == v.rounded() && abs(v) < 1e16 ? String(Int(v)) + ".0" : String(v)
    case .complex(let re, let im): "(\(re)\(im < 0 ? "" : "+")\(im)j)"
    }
  }
}

/// A Swift number that can stand beside a tensor in an expression: `x * 2.5`, `1 - x`.
///
/// The number takes the tensor's dtype unless it is of a higher kind (PyTorch's rule for Python numbers): `float32 * 2.5` stays
/// `float32`, `int64 * 2.5` becomes the default float type, `bool + 1` becomes `int64`.
public protocol TensorScalar: Sendable {
  /// The number's value and kind.
  var scalar: Scalar { get }
}

extension Bool: TensorScalar {
  /// The truth value as a scalar.
  public var scalar: Scalar { .bool(self) }
}
extension Int: TensorScalar {
  /// The whole number as a scalar.
  public var scalar: Scalar { .int(self) }
}
extension Float: TensorScalar {
  /// The number as a scalar.
  public var scalar: Scalar { .double(Double(self)) }
}
extension Double: TensorScalar {
  /// The number as a scalar.
  public var scalar: Scalar { .double(self) }
}
extension Scalar: TensorScalar {
  /// Itself.
  public var scalar: Scalar { self }
}
