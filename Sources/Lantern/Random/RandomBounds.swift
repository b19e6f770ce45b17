#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The checks of the random fills' arguments, and PyTorch's words for what is wrong with them.
enum RandomBounds {
  /// A number as C++ streams print it: six significant digits.
  static func text(_ value: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 48)
    let written = withVaList([value]) { vsnprintf(&buffer, 48, "%g", $0) }
    return String(decoding: buffer.prefix(Int(written)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The C++ name of a type, which some of PyTorch's messages show.
  static func cxxName(_ dtype: DType) -> String {
    switch dtype {
    case .bool: "bool"
    case .uint8: "unsigned char"
    case .int8: "signed char"
    case .int16: "short int"
    case .int32: "int"
    case .int64: "long int"
    case .uint16: "short unsigned int"
    case .uint32: "unsigned int"
    case .uint64: "long unsigned int"
    case .float16: "c10::Half"
    case .bfloat16: "c10::BFloat16"
    case .float32: "float"
    case .float64: "double"
    case .complex64: "c10::complex<float>"
    case .complex128: "c10::complex<double>"
    }
  }

  /// Whether the type is one of the five integers that every random kernel takes.
  static func isSmallInteger(_ dtype: DType) -> Bool {
    switch dtype {
    case .uint8, .int8, .int16, .int32, .int64: true
    default: false
    }
  }

  static func notImplemented(_ op: String, _ kernel: String, _ dtype: DType) -> TensorError {
    TensorError(
      .dtype, op: op, "\"\(kernel)\" not implemented for '\(dtype.legacyName)'",
      hint: "Draw into float32 and convert.")
  }

  static func notContinuous(_ op: String, _ name: String, _ typeName: String) -> TensorError {
    TensorError(
      .dtype, op: op,
      "\(name) distribution is a continuous probability distribution. dtype must be a floating point but you specified \(typeName)")
  }

  static func checkUniform(_ dtype: DType, _ from: Double, _ to: Double) throws(TensorError) {
    guard dtype.isDifferentiable else { throw notImplemented("uniform_", "check_uniform_bounds", dtype) }
    let limit = dtype.largestFinite
    func fail(_ message: String) -> TensorError { TensorError(.argument, op: "uniform_", message) }
    for (name, bound) in [("from", from), ("to", to)] where !(abs(bound) <= limit) {
      throw fail("\(name) is out of bounds for \(cxxName(dtype.realPart))")
    }
    guard from <= to else {
      throw fail("uniform_ expects to return a [from, to) range, but found from=\(text(from)) > to=\(text(to))")
    }
    guard to - from <= limit else {
      throw fail(
        "uniform_ expects to-from <= std::numeric_limits<\(dtype.realPart.legacyName)>::max(), "
          + "but found to=\(text(to)) and from=\(text(from)) which result in to-from to exceed the limit")
    }
  }

  static func checkPermutation(_ dtype: DType, _ count: Int) throws(TensorError) {
    func fail(_ message: String) -> TensorError { TensorError(.argument, op: "randperm", message) }
    guard count >= 0 else { throw fail("Trying to create tensor with negative dimension \(count): [\(count)]") }
    guard dtype != .bool, !dtype.isComplex else { throw notImplemented("randperm", "randperm", dtype) }
    if dtype.isFloatingPoint {
      let exact = 1 << digits(dtype) + 1
      if count > exact { throw fail("n cannot be greater than \(exact) for \(dtype.legacyName) type.") }
    } else if let bounds = integerBounds(dtype), count > bounds.upperBound {
      throw fail("value cannot be converted to type \(dtype.name)_t without overflow")
    }
  }

  // ---- integers

  /// The bits of a floating-point type's significand.
  private static func digits(_ dtype: DType) -> Int {
    switch dtype {
    case .float16: 11
    case .bfloat16: 8
    case .float32: 24
    default: 53
    }
  }

  /// The integers a type can hold, as far as `Int` reaches; nil for floating-point types that hold every `Int`'s magnitude.
  private static func integerBounds(_ dtype: DType) -> ClosedRange<Int>? {
    switch dtype {
    case .bool: 0...1
    case .uint8: 0...255
    case .int8: -128...127
    case .int16: -32768...32767
    case .int32: Int(Int32.min)...Int(Int32.max)
    case .uint16: 0...65535
    case .uint32: 0...Int(UInt32.max)
    case .uint64: 0...Int.max
    case .float16: -65504...65504
    default: nil
    }
  }

  /// The lowest number and the number of values for a draw in [from, to); a range of 0 stands for all 2^64.
  static func integerRange(_ dtype: DType, _ from: Int, _ to: Int?) throws(TensorError) -> (base: Int64, range: UInt64) {
    func fail(_ message: String) -> TensorError { TensorError(.argument, op: "random_", message) }
    var from = from
    if let to {
      guard from < to else { throw fail("random_ expects 'from' to be less than 'to', but got from=\(from) >= to=\(to)") }
      var to = to
      if dtype.isFloatingPoint {
        (from, to) = (movedUp(from, dtype), movedDown(to, dtype))
        guard from < to else {
          throw fail(
            "random_ expects 'from' casted to dtype to be less than 'to' casted to dtype, but got from=\(from) >= to=\(to)")
        }
      }
      try check(dtype, from, to - 1)
      return (Int64(from), UInt64(bitPattern: Int64(to &- from)))
    }
    if from == .min { return (0, 0) }
    var last = integerBounds(dtype)?.upperBound ?? Int.max
    if dtype.isFloatingPoint {
      last = 1 << digits(dtype)
      from = movedUp(from, dtype)
      guard from < last else {
        throw fail(
          "random_ expects 'from' casted to dtype to be less than or equal to 'to_inc' casted to dtype, "
            + "but got from=\(from) > to_inc=\(last)")
      }
    }
    try check(dtype, from, last)
    return (Int64(from), UInt64(bitPattern: Int64(last &- from)) + 1)
  }

  private static func check(_ dtype: DType, _ from: Int, _ last: Int) throws(TensorError) {
    guard !dtype.isComplex else {
      throw TensorError(.dtype, op: "random_", "check_random_bounds handles only integral, floating-point and boolean types")
    }
    guard let bounds = integerBounds(dtype) else { return }
    for (name, value) in [("from", from), ("to - 1", last)] where !bounds.contains(value) {
      throw TensorError(.argument, op: "random_", "\(name) is out of bounds for \(cxxName(dtype))")
    }
  }

  /// An integer rounded to the type and back, towards zero when it does not fit `Int`.
  private static func rounded(_ value: Int, _ dtype: DType) -> Int {
    let real =
      switch dtype {
      case .float64: Double(value)
      case .float32: Double(Float(value))
      default: Double(roundedToHalf(Float(value), digits(dtype)))
      }
    return Int(exactly: real) ?? (real > 0 ? .max : .min)
  }

  /// A float rounded to a half type with so many bits in the significand, to nearest even.
  static func roundedToHalf(_ value: Float, _ digits: Int) -> Float {
    // Half's subnormal numbers are multiples of 2^-24; adding and taking away 0.5 leaves just those.
    if digits == 11, abs(value) < 0x1p-14 { return value < 0 ? -((-value + 0.5) - 0.5) : (value + 0.5) - 0.5 }
    if digits == 11, abs(value) >= 65520 { return value < 0 ? -.infinity : .infinity }
    let dropped = UInt32(24 - digits), bits = value.bitPattern
    let half = UInt32(1) << (dropped - 1) - 1 + (bits >> dropped & 1)
    return Float(bitPattern: ((bits &+ half) >> dropped) << dropped)
  }

  // The cast of a number drawn between `from` and `to` must not leave the interval, so the bounds move to the next representable number.

  private static func movedUp(_ from: Int, _ dtype: DType) -> Int {
    guard from < .max else { return from }
    let next = rounded(from + 1, dtype)
    return next < from ? next &+ gap(from + 1, dtype) : from
  }

  private static func movedDown(_ to: Int, _ dtype: DType) -> Int {
    guard to > .min else { return to }
    let last = rounded(to - 1, dtype)
    return last >= to ? last &- gap(to - 1, dtype) : to
  }

  /// The distance between neighbours of the type near an integer.
  private static func gap(_ value: Int, _ dtype: DType) -> Int {
    1 << (Int.bitWidth - 1 - value.magnitude.leadingZeroBitCount - digits(dtype) + 1)
  }
}
