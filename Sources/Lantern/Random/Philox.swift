import CKernels

/// The random stream of one TensorFlow 1 operation in one session: Philox4x32-10 with TensorFlow's distributions.
///
/// Every run of the operation takes its numbers from where the stream stands and moves it on by 256 blocks an element, so that the second
/// run continues after the first one. A stream is a value: copy it to replay a run.
///
/// ```swift
/// let (seed, seed2) = PhiloxStream.seeds(graphSeed: 100, opSeed: 7, opIndex: 0)!
/// var stream = PhiloxStream(seed: seed, seed2: seed2)
/// let x = stream.uniform(5)  // tf.random_uniform([5], seed=7) under tf.set_random_seed(100)
/// ```
public struct PhiloxStream: Sendable {
  private var generator = ck_philox()

  /// A stream with the two seed attributes of a TensorFlow random operation; a pair of zeros asks for a random start.
  public init(seed: UInt64, seed2: UInt64) {
    if seed == 0 && seed2 == 0 {
      ck_philox_seed(&generator, .random(in: .min ... .max), .random(in: .min ... .max))
    } else {
      ck_philox_seed(&generator, seed, seed2)
    }
  }

  /// The seed attributes of an operation. Mirrors `tf.compat.v1.get_seed`.
  /// - Parameters:
  ///   - graphSeed: the number given to `set_random_seed`, if any.
  ///   - opSeed: the operation's own seed, if any.
  ///   - opIndex: how many random operations without a seed of their own the graph had before; stands in for a missing `opSeed`.
  /// - Returns: the pair of seeds, or nil when neither is given: such an operation starts anew in every session.
  public static func seeds(graphSeed: Int?, opSeed: Int?, opIndex: Int) -> (seed: UInt64, seed2: UInt64)? {
    let modulus = Int(Int32.max)
    func reduced(_ seed: Int) -> UInt64 {
      let remainder = seed % modulus
      return UInt64(remainder < 0 ? remainder + modulus : remainder)
    }
    guard graphSeed != nil || opSeed != nil else { return nil }
    let pair = (seed: graphSeed.map(reduced) ?? 87_654_321, seed2: reduced(opSeed ?? opIndex))
    // A pair of zeros would mean a random start.
    return pair.seed == 0 && pair.seed2 == 0 ? (0, UInt64(modulus)) : pair
  }

  /// Numbers the stream reserves for a run of so many elements.
  private mutating func advance(_ count: Int) { ck_philox_skip(&generator, UInt64(count) &* 256) }
}

// ---- fills of raw memory, one run each

extension PhiloxStream {
  /// Uniform float32 or float64 numbers in [low, high). Mirrors `tf.random_uniform`.
  /// - Throws: `TensorError` for other types.
  package mutating func fillUniform(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, low: Double = 0, high: Double = 1
  ) throws(TensorError) {
    try fill(
      out, count, dtype, "random_uniform",
      ck_philox_uniform_f32, { ($0 * (Float(high) - Float(low))) + Float(low) },
      ck_philox_uniform_f64, { ($0 * (high - low)) + low })
  }

  /// Normal float32 or float64 numbers. Mirrors `tf.random_normal`.
  package mutating func fillNormal(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, mean: Double = 0, std: Double = 1
  ) throws(TensorError) {
    try fill(
      out, count, dtype, "random_normal",
      ck_philox_normal_f32, { ($0 * Float(std)) + Float(mean) }, ck_philox_normal_f64, { ($0 * std) + mean })
  }

  /// Normal numbers of which those beyond two standard deviations are drawn again. Mirrors `tf.truncated_normal`.
  package mutating func fillTruncatedNormal(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, mean: Double = 0, std: Double = 1
  ) throws(TensorError) {
    try fill(
      out, count, dtype, "truncated_normal",
      ck_philox_truncated_normal_f32, { ($0 * Float(std)) + Float(mean) },
      ck_philox_truncated_normal_f64, { ($0 * std) + mean })
  }

  /// Integers in [low, high), int32 or int64. Mirrors `tf.random_uniform` of an integer type.
  package mutating func fillIntegers(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, low: Int, high: Int
  ) throws(TensorError) {
    guard low < high else {
      throw TensorError(.argument, op: "random_uniform", "Need minval < maxval, got \(low) >= \(high)")
    }
    switch dtype {
    case .int32:
      guard let low = Int32(exactly: low), let high = Int32(exactly: high) else {
        throw TensorError(.argument, op: "random_uniform", "minval and maxval must fit int32, got \(low) and \(high)")
      }
      ck_philox_integers_i32(&generator, out.assumingMemoryBound(to: Int32.self), count, low, high)
    case .int64:
      ck_philox_integers_i64(&generator, out.assumingMemoryBound(to: Int64.self), count, Int64(low), Int64(high))
    default: throw Self.unsupported("random_uniform", dtype)
    }
    advance(count)
  }

  private mutating func fill(
    _ out: UnsafeMutableRawPointer, _ count: Int, _ dtype: DType, _ op: String,
    _ single: (UnsafePointer<ck_philox>, UnsafeMutablePointer<Float>, Int) -> Void, _ mapSingle: (Float) -> Float,
    _ double: (UnsafePointer<ck_philox>, UnsafeMutablePointer<Double>, Int) -> Void, _ mapDouble: (Double) -> Double
  ) throws(TensorError) {
    switch dtype {
    case .float32:
      let values = out.assumingMemoryBound(to: Float.self)
      single(&generator, values, count)
      for i in 0..<count { values[i] = mapSingle(values[i]) }
    case .float64:
      let values = out.assumingMemoryBound(to: Double.self)
      double(&generator, values, count)
      for i in 0..<count { values[i] = mapDouble(values[i]) }
    default: throw Self.unsupported(op, dtype)
    }
    advance(count)
  }

  private static func unsupported(_ op: String, _ dtype: DType) -> TensorError {
    TensorError(.dtype, op: op, "\(op) does not make \(dtype.name)", hint: "Draw float32 or float64 and convert.")
  }
}

// ---- arrays

extension PhiloxStream {
  /// Uniform numbers in [low, high). Mirrors `tf.random_uniform([count], low, high)`.
  public mutating func uniform(_ count: Int, low: Float = 0, high: Float = 1) -> [Float] {
    array(count, of: Float.self) { try $0.fillUniform($1, count: count, dtype: .float32, low: Double(low), high: Double(high)) }
  }

  /// Normal numbers. Mirrors `tf.random_normal([count], mean, stddev)`.
  public mutating func normal(_ count: Int, mean: Float = 0, std: Float = 1) -> [Float] {
    array(count, of: Float.self) { try $0.fillNormal($1, count: count, dtype: .float32, mean: Double(mean), std: Double(std)) }
  }

  /// Normal numbers within two standard deviations. Mirrors `tf.truncated_normal([count], mean, stddev)`.
  public mutating func truncatedNormal(_ count: Int, mean: Float = 0, std: Float = 1) -> [Float] {
    array(count, of: Float.self) {
      try $0.fillTruncatedNormal($1, count: count, dtype: .float32, mean: Double(mean), std: Double(std))
    }
  }

  /// The order in which `tf.random_shuffle` puts `count` rows: row `i` of the result is row `order[i]` of the input.
  public mutating func shuffledIndices(_ count: Int) -> [Int64] {
    var order = (0..<max(count, 0)).map(Int64.init)
    ck_philox_shuffle(&generator, &order, order.count)
    ck_philox_skip(&generator, UInt64((max(order.count, 1) - 1 + 3) / 4))
    return order
  }

  private mutating func array<T>(
    _ count: Int, of type: T.Type, _ body: (inout PhiloxStream, UnsafeMutableRawPointer) throws -> Void
  ) -> [T] {
    let count = max(count, 0)
    return [T](unsafeUninitializedCapacity: count) { buffer, initialized in
      // The element types of the array methods are the ones the fills take, so they cannot fail.
      if let base = buffer.baseAddress { try! body(&self, UnsafeMutableRawPointer(base)) }
      initialized = count
    }
  }
}
