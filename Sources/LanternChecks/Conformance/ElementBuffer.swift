import Lantern
import LanternIO

/// The memory of an array whose elements are given as JSON: numbers, `"nan"`, `"inf"`, `"-inf"`, booleans, and pairs of
/// numbers for complex ones.
struct ElementBuffer {
  /// The elements in row-major order, in the machine's byte order.
  private(set) var bytes: [UInt8] = []

  /// The elements `values` as numbers of type `dtype`; throws for one that is not.
  init(_ values: [JSON], dtype: DType) throws {
    bytes.reserveCapacity(values.count * dtype.itemSize)
    for value in values { try append(value, dtype) }
  }

  private mutating func append(_ value: JSON, _ dtype: DType) throws {
    switch dtype {
    case .bool:
      guard case .bool(let flag) = value else { throw PrintingRecord.Malformed("\(value.kind) among the values of a bool array") }
      bytes.append(flag ? 1 : 0)
    case .uint8: store(try integer(value, UInt8.self))
    case .int8: store(try integer(value, Int8.self))
    case .int16: store(try integer(value, Int16.self))
    case .int32: store(try integer(value, Int32.self))
    case .int64: store(try integer(value, Int64.self))
    case .uint16: store(try integer(value, UInt16.self))
    case .uint32: store(try integer(value, UInt32.self))
    case .uint64: store(try integer(value, UInt64.self))
    case .float16: store(Float16(try real(value)))
    case .bfloat16: store(UInt16(truncatingIfNeeded: Float(try real(value)).bitPattern >> 16))
    case .float32: store(Float(try real(value)))
    case .float64: store(try real(value))
    case .complex64, .complex128:
      guard case .array(let parts) = value, parts.count == 2 else {
        throw PrintingRecord.Malformed("\(value.kind) among the values of a complex array, where pairs of numbers belong")
      }
      for part in parts { try append(part, dtype.realPart) }
    }
  }

  private mutating func store(_ value: some BitwiseCopyable) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  private func integer<T: FixedWidthInteger>(_ value: JSON, _ type: T.Type) throws -> T {
    guard case .number(let number) = value else { throw PrintingRecord.Malformed("\(value.kind) among the values of an integer array") }
    if let exact = number.int64.flatMap(T.init(exactly:)) ?? number.uint64.flatMap(T.init(exactly:)) { return exact }
    throw PrintingRecord.Malformed("\(number.text) is not a \(T.self)")
  }

  private func real(_ value: JSON) throws -> Double {
    switch value {
    case .number(let number): return number.double
    case .string("nan"): return .nan
    case .string("inf"): return .infinity
    case .string("-inf"): return -.infinity
    default: throw PrintingRecord.Malformed("\(value.kind) among the values, where a number belongs")
    }
  }
}
