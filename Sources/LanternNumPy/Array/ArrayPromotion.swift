import Lantern

// NumPy's promotion (NEP 50): the types of arrays decide, Swift numbers beside an array adapt to it.

/// An operand of an array operation: an array, or a Swift number that adapts to the arrays beside it.
public enum ArrayOperandValue: Sendable {
  case array(NDArray)
  case number(Scalar)
}

/// What array operations take: arrays, and Swift's numbers and truth values.
public protocol ArrayOperand: Sendable {
  /// The array or the number.
  var operandValue: ArrayOperandValue { get }
}

extension NDArray: ArrayOperand {
  /// The array.
  public var operandValue: ArrayOperandValue { .array(self) }
}
extension Int: ArrayOperand {
  /// The number.
  public var operandValue: ArrayOperandValue { .number(.int(self)) }
}
extension Double: ArrayOperand {
  /// The number.
  public var operandValue: ArrayOperandValue { .number(.double(self)) }
}
extension Float: ArrayOperand {
  /// The number.
  public var operandValue: ArrayOperandValue { .number(.double(Double(self))) }
}
extension Bool: ArrayOperand {
  /// The truth value.
  public var operandValue: ArrayOperandValue { .number(.bool(self)) }
}

extension Complex64: ArrayOperand {
  /// The number.
  public var operandValue: ArrayOperandValue { .number(scalar) }
}
extension Complex128: ArrayOperand {
  /// The number.
  public var operandValue: ArrayOperandValue { .number(scalar) }
}
extension Array: ArrayOperand where Element: TensorElement {
  /// The numbers as an array of their type.
  public var operandValue: ArrayOperandValue { .array(np.array(self)) }
}

extension DType {
  /// The smallest type that both convert to safely. Mirrors `numpy.promote_types`.
  package static func promoteArrays(_ a: DType, _ b: DType) -> DType {
    if a == b { return a }
    if a == .bool { return b }
    if b == .bool { return a }
    if a.isInteger, b.isInteger {
      if a.isSigned == b.isSigned { return a.itemSize >= b.itemSize ? a : b }
      let (signed, unsigned) = a.isSigned ? (a, b) : (b, a)
      if signed.itemSize > unsigned.itemSize { return signed }
      return [.int16, .int32, .int64, .float64][unsigned.itemSize.trailingZeroBitCount]
    }
    if a.isComplex || b.isComplex {
      let real = promoteArrays(a.realPart, b.realPart)
      return real == .float64 ? .complex128 : .complex64
    }
    if a.isInteger { return promoteArrays(a.holdingFloat, b) }
    if b.isInteger { return promoteArrays(a, b.holdingFloat) }
    if (a == .bfloat16) != (b == .bfloat16) { return promoteArrays(a == .bfloat16 ? .float32 : a, b == .bfloat16 ? .float32 : b) }
    return a.itemSize >= b.itemSize ? a : b
  }

  /// The float type that functions such as `sqrt` compute a whole number of this type in; itself for all others.
  var holdingFloat: DType {
    guard self == .bool || isInteger else { return self }
    return itemSize == 1 ? .float16 : itemSize == 2 ? .float32 : .float64
  }

  /// The type a Swift number has on its own.
  init(numberAlone scalar: Scalar) {
    switch scalar {
    case .bool: self = .bool
    case .int: self = .int64
    case .double: self = .float64
    case .complex: self = .complex128
    }
  }

  /// The type of an array of this type beside a Swift number.
  func beside(_ scalar: Scalar) -> DType {
    switch scalar {
    case .bool: self
    case .int: self == .bool ? .int64 : self
    case .double: self == .bool || isInteger ? .float64 : self
    case .complex: isComplex ? self : holdingFloat == .float64 || isInteger || self == .bool ? .complex128 : .complex64
    }
  }

  private var kindRank: Int { self == .bool ? 0 : isInteger ? isSigned ? 2 : 1 : isFloatingPoint ? 3 : 4 }

  /// Whether a result of this type may be written into an array of `target`. Mirrors `np.can_cast(…, 'same_kind')`.
  func castsSameKind(to target: DType) -> Bool { kindRank <= target.kindRank }
}

extension ArrayOperandValue {
  /// The type that operands are brought to.
  static func commonType(_ operands: [ArrayOperandValue]) -> DType {
    var type: DType?
    for case .array(let a) in operands { type = type.map { DType.promoteArrays($0, a.dtype) } ?? a.dtype }
    for case .number(let number) in operands {
      type = type.map { $0.beside(number) } ?? DType(numberAlone: number)
    }
    return type ?? .float64
  }

  /// The operand with the type `type`; a number stays as it is.
  func brought(to type: DType) -> ArrayOperandValue {
    if case .array(let a) = self, a.dtype != type { return .array(a.astype(type)) }
    return self
  }

  /// The operand as an array; a number has the type it has on its own.
  var array: NDArray {
    switch self {
    case .array(let a): a
    case .number(let number): NDArray(Tensor.number(number, DType(numberAlone: number)))
    }
  }

  var isInvalid: Bool { if case .array(let a) = self { a.isInvalid } else { false } }

  var shape: Shape { if case .array(let a) = self { a.tensor.shape } else { Shape() } }

  /// The operand as a tensor; a number gets the type `type`.
  func tensor(_ type: DType, op: String) throws(TensorError) -> Tensor {
    switch self {
    case .array(let a): return a.tensor
    case .number(let number):
      if case .int(let value) = number, !type.holds(value) {
        throw TensorError(.dtype, op: op, "Python integer \(value) out of bounds for \(type)")
      }
      return Tensor.number(number, type)
    }
  }
}

extension DType {
  /// Whether a whole number fits this type.
  func holds(_ value: Int) -> Bool {
    switch self {
    case .uint8: UInt8(exactly: value) != nil
    case .int8: Int8(exactly: value) != nil
    case .int16: Int16(exactly: value) != nil
    case .int32: Int32(exactly: value) != nil
    case .uint16: UInt16(exactly: value) != nil
    case .uint32: UInt32(exactly: value) != nil
    case .uint64: value >= 0
    default: true
    }
  }
}
