import CKernels
import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// How fields of text become elements of a dtype: parsed in a type that holds them all, which is converted at the end.
struct FieldConversion {
  let dtype: DType
  /// The type that is parsed: int64, uint64, float64 or complex128.
  let parsed: DType

  init(_ dtype: DType) {
    self.dtype = dtype
    parsed =
      switch dtype {
      case .bool: .int64
      case _ where dtype.isComplex: .complex128
      case _ where dtype.isFloatingPoint: .float64
      default: dtype.isSigned ? .int64 : .uint64
      }
  }

  /// Stores the number that the text is; false where it is none, or does not fit.
  @inline(__always)
  func store(_ text: UnsafeBufferPointer<UInt8>, _ target: UnsafeMutableRawPointer) -> Bool {
    guard let base = text.baseAddress, !text.isEmpty else { return false }
    let start = UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)
    let end = start + text.count
    switch parsed {
    case .float64:
      return ck_decimal_double(start, end, target.assumingMemoryBound(to: Double.self)) == end
    case .complex128: return storeComplex(start, end, target.assumingMemoryBound(to: Double.self))
    default:
      var (magnitude, negative, overflow): (UInt64, Int32, Int32) = (0, 0, 0)
      guard ck_decimal_integer(start, end, &magnitude, &negative, &overflow) == end, overflow == 0 else { return false }
      if parsed == .uint64 {
        guard negative == 0, dtype.itemSize == 8 || magnitude >> UInt64(8 * dtype.itemSize) == 0 else { return false }
        target.storeBytes(of: magnitude, as: UInt64.self)
        return true
      }
      if dtype == .bool {
        guard magnitude <= UInt64(Int64.max) + UInt64(negative) else { return false }
        target.storeBytes(of: magnitude == 0 ? 0 : 1, as: Int64.self)
        return true
      }
      let largest = UInt64(1) << UInt64(8 * dtype.itemSize - 1)
      guard magnitude < largest || (negative != 0 && magnitude == largest) else { return false }
      target.storeBytes(of: negative != 0 ? Int64(truncatingIfNeeded: 0 &- magnitude) : Int64(magnitude), as: Int64.self)
      return true
    }
  }

  /// `1+2j`, `2j`, `1`, each also in parentheses.
  private func storeComplex(_ start: UnsafePointer<CChar>, _ end: UnsafePointer<CChar>, _ parts: UnsafeMutablePointer<Double>) -> Bool {
    var (start, end) = (start, end)
    func skipSpace() { while start < end, TextOptions.Checked.isSpace(UInt8(bitPattern: start.pointee)) { start += 1 } }
    if start.pointee == 0x28 {
      guard end - start > 2, end[-1] == 0x29 else { return false }
      start += 1
      end -= 1
      skipSpace()
      while end > start, TextOptions.Checked.isSpace(UInt8(bitPattern: end[-1])) { end -= 1 }
    }
    guard let first = ck_decimal_double(start, end, &parts[0]) else { return false }
    parts[1] = 0
    if first == end { return true }
    if first.pointee == 0x6A {
      (parts[0], parts[1]) = (0, parts[0])
      return first + 1 == end
    }
    guard first.pointee == 0x2B || first.pointee == 0x2D, let second = ck_decimal_double(first, end, &parts[1]) else { return false }
    return second + 1 == end && second.pointee == 0x6A
  }

  /// What stands for a missing element.
  func fill(_ value: Scalar?) -> Scalar {
    if let value { return value }
    switch dtype {
    case .bool: return .bool(false)
    case _ where dtype.isComplex: return .complex(.nan, 0)
    case _ where dtype.isFloatingPoint: return .double(.nan)
    default: return .int(-1)
    }
  }

  /// The parsed elements as a tensor.
  func tensor(_ elements: UnsafeRawPointer?, _ shape: Shape) throws(TensorError) -> Tensor {
    let tensor = try Tensor(empty: shape, dtype: dtype)
    if let elements, shape.elementCount > 0 {
      ck_cast(
        shape.elementCount, tensor.pointer, Int32(dtype.rawValue), dtype.itemSize, elements, Int32(parsed.rawValue), parsed.itemSize)
    }
    return tensor
  }
}

/// Memory that grows, and whose lack is an error.
struct GrowingBuffer: ~Copyable {
  private(set) var base: UnsafeMutableRawPointer?
  private(set) var count = 0
  private var capacity = 0

  init() {}
  deinit { free(base) }

  /// Makes room for `more` bytes at the end; where they are.
  @inline(__always)
  mutating func reserve(_ more: Int) throws(TensorError) -> UnsafeMutableRawPointer {
    if count + more > capacity { try grow(count + more) }
    guard let base else { throw Self.full(more) }
    return base + count
  }
  /// Keeps what was written behind the end.
  mutating func keep(_ more: Int) { count += more }
  /// Drops bytes at the end.
  mutating func drop(_ fewer: Int) { count -= min(fewer, count) }

  private mutating func grow(_ needed: Int) throws(TensorError) {
    let wanted = max(needed, 2 * capacity, 1 << 12)
    guard let larger = realloc(base, wanted) else { throw Self.full(wanted) }
    (base, capacity) = (larger, wanted)
  }
  private static func full(_ bytes: Int) -> TensorError { TensorError(.memory, op: "loadtxt", "not enough memory: \(bytes) bytes") }
}
