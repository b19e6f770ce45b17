import Lantern

/// The largest error of one function of a float32 number.
struct FunctionAccuracy {
  let function: Op
  let stride: Int
  /// In units in the last place of the exact result; infinite where one of the two is NaN or infinite and the other is not.
  private(set) var largest = 0.0
  private(set) var place = Float.nan
  private(set) var tried = 0

  /// Every operation of the table that makes one real number of one, and none of whole numbers; but for rounding to decimals, which
  /// PyTorch defines by what float32 makes of a product.
  static let functions: [Op] = Op.all.filter { op in
    guard case .pointwise(let loop) = op.kernel, op.rules.count == 1, !loop.isTest, !loop.givesPart, op.name != "round_decimals"
    else { return false }
    func result(_ dtype: DType) -> DType? {
      try? withTensorErrors { apply(op, Tensor.ones(1, dtype: dtype), parameters(of: op)).dtype }
    }
    return result(.float32) == .float32 && result(.int64)?.isInteger != true
  }

  /// How large the error may be: gamma and error functions are given two units, all others one.
  var limit: Double { Self.limits[function.name] ?? 1 }
  var isWithinLimit: Bool { largest <= limit }

  private static let limits: [String: Double] = [
    "erf": 2, "erfc": 2, "erfinv": 2, "lgamma": 2, "digamma": 2, "polygamma": 2, "gelu": 2,
  ]

  /// The row of the table: function, error, place, limit, count.
  var row: String {
    let (error, limit) = (largest.isFinite ? "\((largest * 1000).rounded() / 1000)" : "inf", Int(limit))
    return "| \(function.name) | \(error) | \(place) | \(limit) | \(tried) |"
  }

  /// The parameters that a function is tried with: those of its first sample.
  static func parameters(of function: Op) -> Attributes {
    if case .custom(let samples) = function.samples { samples[0].attributes } else { .none }
  }

  /// Tries every `stride`-th float32 number, from the one whose bits are all 0 on.
  init(_ function: Op, stride: Int) throws {
    self.function = function
    self.stride = stride
    let attributes = Self.parameters(of: function)
    // Both computations get the parameters as float32 has them.
    var rounded = attributes
    rounded.numbers = Numbers(attributes.numbers.map { .double(Double(Float($0.doubleValue))) })
    let block = 1 << 18
    let x = Tensor.empty(block, dtype: .float32)
    var bits = 0
    while bits < 1 << 32 {
      let count = min(block, ((1 << 32) - bits + stride - 1) / stride)
      let numbers = UnsafeMutableBufferPointer(start: x.pointer.assumingMemoryBound(to: UInt32.self), count: count)
      for i in 0..<count { numbers[i] = UInt32(truncatingIfNeeded: bits + i * stride) }
      let part = x.narrow(0, 0, count)
      let (got, wanted) = try withTensorErrors {
        (apply(function, part, attributes), apply(function, part.to(.float64), rounded))
      }
      compare(part, got, wanted, count)
      bits += count * stride
      tried += count
    }
  }

  private mutating func compare(_ x: Tensor, _ got: Tensor, _ wanted: Tensor, _ count: Int) {
    let inputs = UnsafeBufferPointer(start: x.pointer.assumingMemoryBound(to: Float.self), count: count)
    let results = UnsafeBufferPointer(start: got.pointer.assumingMemoryBound(to: Float.self), count: count)
    let exact = UnsafeBufferPointer(start: wanted.pointer.assumingMemoryBound(to: Double.self), count: count)
    for i in 0..<count {
      let error = Self.error(results[i], exact[i])
      if error > largest { (largest, place) = (error, inputs[i]) }
    }
  }

  /// The distance between a float32 result and the exact one, in units in the last place of float32 at the exact one.
  static func error(_ result: Float, _ exact: Double) -> Double {
    if result.isNaN || exact.isNaN { return result.isNaN && exact.isNaN ? 0 : .infinity }
    let rounded = Float(exact)
    if result.isInfinite && result == rounded { return 0 }
    if exact.isInfinite { return .infinity }
    // Infinity counts as the number after the largest one.
    let distance = (result.isInfinite ? Double(signOf: Double(result), magnitudeOf: 0x1p128) : Double(result)) - exact
    return Swift.abs(distance) / unit(exact)
  }

  /// The distance between neighbouring float32 numbers around `x`.
  private static func unit(_ x: Double) -> Double {
    let exponent = Swift.min(Swift.max(Int((x.bitPattern >> 52) & 0x7ff) - 1023, -126), 127) - 23
    return Double(bitPattern: UInt64(exponent + 1023) << 52)
  }
}
