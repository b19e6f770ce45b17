import Lantern

/// The bounds of a request for random integers, checked as NumPy checks them.
struct IntegerRange {
  /// The lowest number, modulo 2^64.
  let low: UInt64
  /// How far the highest number lies above the lowest.
  let span: UInt64
  /// The width of the type: 1 for booleans.
  let bits: Int32

  /// - Parameters:
  ///   - high: the end of the interval; belongs to it when `endpoint` says so.
  ///   - highOnly: whether the caller gave one bound, which is then `high`; NumPy's message names it alone.
  init(op: String, dtype: DType, low: Int128, high: Int128, endpoint: Bool, highOnly: Bool = false) throws(TensorError) {
    func fail(_ message: String) -> TensorError { TensorError(.argument, op: op, message) }
    guard dtype == .bool || dtype.isInteger else {
      throw TensorError(.dtype, op: op, "Unsupported dtype dtype('\(dtype.name)') for \(op)")
    }
    let bits = dtype == .bool ? 1 : dtype.itemSize * 8
    let least: Int128 = dtype.isSigned ? -(1 << Int128(bits - 1)) : 0
    let most: Int128 = (1 << Int128(dtype.isSigned ? bits - 1 : bits)) - 1
    let last = endpoint ? high : high - 1
    guard low >= least else { throw fail("low is out of bounds for \(dtype.name)") }
    guard last <= most else { throw fail("high is out of bounds for \(dtype.name)") }
    guard low <= last else {
      throw fail(highOnly ? (endpoint ? "high < 0" : "high <= 0") : endpoint ? "low > high" : "low >= high")
    }
    self.low = UInt64(truncatingIfNeeded: low)
    span = UInt64(last - low)
    self.bits = Int32(bits)
  }
}

/// Throws when there is no memory for `count` numbers of 64 bits: a Swift array of so many would stop the program instead.
func checkRoom(for count: Int, _ op: String) throws(TensorError) {
  do throws(TensorError) { _ = try Tensor(empty: Shape(CollectionOfOne(max(count, 0))), dtype: .int64) } catch {
    throw TensorError(.memory, op: op, "Unable to allocate an array with shape (\(count),) and data type of 8 bytes")
  }
}

/// The numbers `0..<count`, none for a negative count; reports an error when there is no memory for them.
func countedUp(to count: Int, _ op: String) -> [Int64] {
  do throws(TensorError) { try checkRoom(for: count, op) } catch {
    error.report()
    return []
  }
  return (0..<max(count, 0)).map(Int64.init)
}

/// Room for `count` random numbers of a type, filled by `body`.
/// - Throws: `TensorError` for a negative count, in NumPy's words.
func randomArray<T>(_ op: String, _ count: Int, _ body: (UnsafeMutablePointer<T>) -> Void) throws(TensorError) -> [T] {
  guard count >= 0 else { throw TensorError(.argument, op: op, "negative dimensions are not allowed") }
  try checkRoom(for: count, op)
  return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
    if let base = buffer.baseAddress { body(base) }
    initialized = count
  }
}
