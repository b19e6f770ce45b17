import CKernels
import Lantern

/// NumPy's modern source of random numbers, `np.random.default_rng`: PCG64 with NumPy's distributions, number for number.
///
/// May be shared between threads; each call takes the lock for all of its numbers. Mirrors `numpy.random.Generator`.
///
/// ```swift
/// let rng = try defaultRng(42)
/// rng.random(2)  // [0.7739…, 0.4388…]
/// ```
public final class RandomGenerator: Sendable {
  // Invariant: `engine` is read and written under its lock only.
  private let engine: Locked<ck_pcg64>
  /// Where the seed came from; knows how many children were made of it.
  private let sequence: Locked<SeedSequence>

  /// A generator seeded by a sequence. Mirrors `default_rng(SeedSequence(…))`.
  public init(_ sequence: SeedSequence = SeedSequence()) {
    var engine = ck_pcg64()
    ck_pcg64_seed(&engine, sequence.generateState64(4))
    self.engine = Locked(engine)
    self.sequence = Locked(sequence)
  }

  /// So many generators that do not depend on this one or each other; none for a negative number. Mirrors `Generator.spawn`.
  public func spawn(_ count: Int) -> [RandomGenerator] {
    sequence.withLock { $0.spawn(count) }.map { RandomGenerator($0) }
  }

  /// The way from distributions to the engine.
  var draws: DrawSource {
    DrawSource(isLegacy: false) { body in
      self.engine.withLock { engine in
        withUnsafeMutablePointer(to: &engine) {
          var draws = ck_draws(legacy: nil, modern: $0)
          body(&draws)
        }
      }
    }
  }

  private func array<T>(
    _ op: String, _ count: Int, _ draw: (inout ck_pcg64) -> T
  ) throws(TensorError) -> [T] {
    try randomArray(op, count) { out in
      engine.withLock { engine in
        for i in 0..<count { (out + i).initialize(to: draw(&engine)) }
      }
    }
  }
}

/// A generator with a random start. Mirrors `np.random.default_rng()`.
public func defaultRng() -> RandomGenerator { RandomGenerator() }

/// A generator with a seed. Mirrors `np.random.default_rng(seed)`.
/// - Throws: `TensorError` for a negative seed.
public func defaultRng(_ seed: Int) throws(TensorError) -> RandomGenerator { RandomGenerator(try SeedSequence(seed)) }

/// A generator seeded by several numbers. Mirrors `np.random.default_rng([…])`.
/// - Throws: `TensorError` for a negative number.
public func defaultRng(_ seed: [Int]) throws(TensorError) -> RandomGenerator { RandomGenerator(try SeedSequence(seed)) }

// ---- state

extension RandomGenerator {
  /// Where a generator stands. Mirrors `PCG64.state`.
  public struct State: Sendable, Hashable {
    /// The engine's 128 bits.
    public var state: UInt128
    /// The stream's increment; always odd.
    public var increment: UInt128
    /// The upper half of a 64-bit draw, waiting for the next 32-bit request.
    public var pendingHalf: UInt32?

    /// A state put together from its parts.
    public init(state: UInt128, increment: UInt128, pendingHalf: UInt32?) {
      self.state = state
      self.increment = increment
      self.pendingHalf = pendingHalf
    }
  }

  /// Where the generator stands; set it to continue from there. Mirrors `bit_generator.state`.
  public var state: State {
    get {
      engine.withLock { engine in
        State(
          state: UInt128(engine.state_high) << 64 | UInt128(engine.state_low),
          increment: UInt128(engine.increment_high) << 64 | UInt128(engine.increment_low),
          pendingHalf: engine.has_half != 0 ? engine.half : nil)
      }
    }
    set {
      engine.withLock { engine in
        engine.state_high = UInt64(newValue.state >> 64)
        engine.state_low = UInt64(truncatingIfNeeded: newValue.state)
        engine.increment_high = UInt64(newValue.increment >> 64)
        engine.increment_low = UInt64(truncatingIfNeeded: newValue.increment)
        engine.has_half = newValue.pendingHalf == nil ? 0 : 1
        engine.half = newValue.pendingHalf ?? 0
      }
    }
  }
}

// ---- real numbers

extension RandomGenerator {
  /// Uniform numbers in [0, 1). Mirrors `Generator.random`.
  public func random(_ count: Int) throws(TensorError) -> [Double] { try array("random", count, { ck_pcg64_double(&$0) }) }

  /// Uniform float32 numbers in [0, 1). Mirrors `Generator.random(dtype=float32)`.
  public func randomFloats(_ count: Int) throws(TensorError) -> [Float] { try array("random", count, { ck_pcg64_float(&$0) }) }

  /// Uniform numbers in [low, high). Mirrors `Generator.uniform`.
  /// - Throws: `TensorError` when `high - low` is negative or not finite.
  public func uniform(_ low: Double = 0, _ high: Double = 1, count: Int) throws(TensorError) -> [Double] {
    let range = high - low
    guard range.isFinite else { throw TensorError(.argument, op: "uniform", "high - low range exceeds valid bounds") }
    guard range >= 0 else { throw TensorError(.argument, op: "uniform", "high - low < 0") }
    return try array("uniform", count) { low + range * ck_pcg64_double(&$0) }
  }

  /// Standard normal numbers. Mirrors `Generator.standard_normal`.
  public func standardNormal(_ count: Int) throws(TensorError) -> [Double] {
    try array("standard_normal", count, { ck_pcg64_normal(&$0) })
  }

  /// Standard normal float32 numbers. Mirrors `Generator.standard_normal(dtype=float32)`.
  public func standardNormalFloats(_ count: Int) throws(TensorError) -> [Float] {
    try array("standard_normal", count, { ck_pcg64_normal_f(&$0) })
  }

  /// Normal numbers. Mirrors `Generator.normal`.
  /// - Throws: `TensorError` for a negative scale.
  public func normal(_ loc: Double = 0, _ scale: Double = 1, count: Int) throws(TensorError) -> [Double] {
    try checkScale("normal", scale)
    return try array("normal", count) { loc + scale * ck_pcg64_normal(&$0) }
  }

  /// Exponential numbers of mean 1. Mirrors `Generator.standard_exponential`.
  public func standardExponential(_ count: Int) throws(TensorError) -> [Double] {
    try array("standard_exponential", count, { ck_pcg64_exponential(&$0) })
  }

  /// Exponential float32 numbers of mean 1. Mirrors `Generator.standard_exponential(dtype=float32)`.
  public func standardExponentialFloats(_ count: Int) throws(TensorError) -> [Float] {
    try array("standard_exponential", count, { ck_pcg64_exponential_f(&$0) })
  }

  /// Exponential numbers of the given mean. Mirrors `Generator.exponential`.
  /// - Throws: `TensorError` for a negative scale.
  public func exponential(_ scale: Double = 1, count: Int) throws(TensorError) -> [Double] {
    try checkScale("exponential", scale)
    return try array("exponential", count) { scale * ck_pcg64_exponential(&$0) }
  }
}

extension RandomGenerator {
  /// Numbers of a gamma distribution of scale 1, of float32. Mirrors `Generator.standard_gamma(dtype=float32)`.
  /// - Throws: `TensorError` for a negative shape.
  public func standardGammaFloats(_ shape: Float, _ count: Int) throws(TensorError) -> [Float] {
    guard shape.sign == .plus || shape.isNaN else { throw TensorError(.argument, op: "standard_gamma", "shape < 0") }
    return try array("standard_gamma", count) { ck_pcg64_gamma_f(&$0, shape) }
  }
}

// ---- integers and orders

extension RandomGenerator {
  /// Fills memory of an integer type, or of booleans, with numbers in [low, high), or [low, high] with `endpoint`.
  /// Mirrors `Generator.integers`.
  package func fillIntegers(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType = .int64, low: Int128, high: Int128, endpoint: Bool = false,
    highOnly: Bool = false
  ) throws(TensorError) {
    let range = try IntegerRange(op: "integers", dtype: dtype, low: low, high: high, endpoint: endpoint, highOnly: highOnly)
    engine.withLock { ck_pcg64_bounded(&$0, range.bits, range.low, range.span, out, count) }
  }

  /// Integers in [low, high), or [low, high] with `endpoint`. Mirrors `Generator.integers`.
  public func integers(_ low: Int, _ high: Int, count: Int, endpoint: Bool = false) throws(TensorError) -> [Int64] {
    let range = try IntegerRange(op: "integers", dtype: .int64, low: Int128(low), high: Int128(high), endpoint: endpoint)
    return try randomArray("integers", count) { out in
      engine.withLock { ck_pcg64_bounded(&$0, range.bits, range.low, range.span, out, count) }
    }
  }

  /// Shuffles the rows `items` stand for. Mirrors `Generator.shuffle`.
  public func shuffle(_ items: inout [Int64]) {
    change(&items) { ck_pcg64_shuffle(&$0, $1, $2) }
  }

  /// The numbers `0..<count` in random order; none for a negative count. Mirrors `Generator.permutation`.
  public func permutation(_ count: Int) -> [Int64] {
    var order = countedUp(to: count, "permutation")
    shuffle(&order)
    return order
  }

  private func change(_ items: inout [Int64], _ body: (inout ck_pcg64, UnsafeMutablePointer<Int64>, Int) -> Void) {
    let count = items.count
    items.withUnsafeMutableBufferPointer { items in
      guard let base = items.baseAddress else { return }
      engine.withLock { body(&$0, base, count) }
    }
  }

  /// `count` indices below `population`. Mirrors `Generator.choice`.
  /// - Parameters:
  ///   - replace: whether an index may come up more than once.
  ///   - p: a probability for each index; all alike without it.
  ///   - shuffle: whether indices drawn without replacement come in random order; without it the draw is cheaper.
  /// - Throws: `TensorError` when there is nothing to choose from, too little without replacement, or `p` is no distribution.
  public func choice(
    _ population: Int, count: Int, replace: Bool = true, p: [Double]? = nil, shuffle: Bool = true
  ) throws(TensorError) -> [Int64] {
    func fail(_ message: String) -> TensorError { TensorError(.argument, op: "choice", message) }
    guard population > 0 || count == 0 else { throw fail("a must be a positive integer unless no samples are taken") }
    guard count >= 0 else { throw fail("negative dimensions are not allowed") }
    var weighted = try p.map { p throws(TensorError) in try WeightedChoice(p, population: population, .generator) }
    if replace {
      if let weighted { return try weighted.sample(count, random) }
      return count == 0 ? [] : try integers(0, population, count: count)
    }
    guard count <= max(population, 0) else { throw fail("Cannot take a larger sample than population when replace is False") }
    if let drawn = try weighted?.sampleDistinct(count, random) { return drawn }
    return count == 0 ? [] : distinct(population, count, shuffle)
  }

  private func distinct(_ population: Int, _ count: Int, _ shuffle: Bool) -> [Int64] {
    // A large part of a large population: put the whole of it in order from the tail. Else Floyd's method with a set.
    if population > 10000 && count > population / (shuffle ? 50 : 20) {
      var order = countedUp(to: population, "choice")
      guard order.count == population else { return [] }
      change(&order) { ck_pcg64_shuffle_tail(&$0, $1, $2, max(population - count, 1)) }
      return Array(order.suffix(count))
    }
    var drawn: [Int64] = [], seen = Set<Int64>(minimumCapacity: count)
    drawn.reserveCapacity(count)
    engine.withLock { engine in
      for last in population - count..<population {
        let candidate = Int64(ck_pcg64_lemire(&engine, UInt64(last)))
        let index = seen.contains(candidate) ? Int64(last) : candidate
        seen.insert(index)
        drawn.append(index)
      }
    }
    if shuffle { change(&drawn) { ck_pcg64_shuffle_tail(&$0, $1, $2, 1) } }
    return drawn
  }
}
