import CKernels
import Lantern

/// NumPy's legacy source of random numbers, the one behind `np.random.seed`: the same seed gives the same numbers.
///
/// May be shared between threads; each call takes the lock for all of its numbers. Mirrors `numpy.random.RandomState`.
///
/// ```swift
/// let random = try RandomState(seed: 42)
/// random.randn(3)  // [0.4967…, -0.1382…, 0.6476…]
/// ```
public final class RandomState: Sendable {
  // Invariant: `stream` is read and written under its lock only.
  private let stream: Locked<ck_mt_stream>

  /// A stream that starts from a seed the system chooses.
  public init() {
    var fresh = ck_mt_stream()
    let key = (0..<624).map { _ in UInt32.random(in: .min ... .max) }
    ck_mt19937_seed_array(&fresh.engine, key, key.count)
    stream = Locked(fresh)
  }

  /// A stream with a seed. Mirrors `RandomState(seed)`.
  /// - Throws: `TensorError` unless the seed lies in 0..<2^32.
  public convenience init(seed: Int) throws(TensorError) {
    self.init(blank: ())
    try self.seed(seed)
  }

  /// A stream seeded by several numbers. Mirrors `RandomState([…])`.
  /// - Throws: `TensorError` when there is none, or one of them lies outside 0..<2^32.
  public convenience init(seed: [Int]) throws(TensorError) {
    self.init(blank: ())
    try self.seed(seed)
  }

  /// A stream that is to be seeded before anybody draws from it: asking the system for 624 numbers takes its time.
  private init(blank: ()) { stream = Locked(ck_mt_stream()) }

  /// Starts over from a seed in 0..<2^32. Mirrors `np.random.seed`.
  public func seed(_ seed: Int) throws(TensorError) {
    let seed = try Self.word(seed)
    stream.withLock { stream in
      stream = ck_mt_stream()
      ck_mt19937_seed(&stream.engine, seed)
    }
  }

  /// Starts over from one or more numbers in 0..<2^32; `[s]` is not the same as `s`. Mirrors `np.random.seed([…])`.
  public func seed(_ seed: [Int]) throws(TensorError) {
    guard !seed.isEmpty else { throw TensorError(.argument, op: "seed", "Seed must be non-empty") }
    var key: [UInt32] = []
    for number in seed { key.append(try Self.word(number)) }
    stream.withLock { [key] stream in
      stream = ck_mt_stream()
      ck_mt19937_seed_array(&stream.engine, key, key.count)
    }
  }

  private static func word(_ seed: Int) throws(TensorError) -> UInt32 {
    guard let word = UInt32(exactly: seed) else {
      throw TensorError(.argument, op: "seed", "Seed must be between 0 and 2**32 - 1")
    }
    return word
  }

  private func array<T>(
    _ op: String, _ count: Int, _ fill: (inout ck_mt_stream, UnsafeMutablePointer<T>) -> Void
  ) throws(TensorError) -> [T] {
    try randomArray(op, count) { out in stream.withLock { fill(&$0, out) } }
  }
}

extension RandomState {
  /// The way from distributions to the stream.
  var draws: DrawSource {
    DrawSource(isLegacy: true) { body in
      self.stream.withLock { stream in
        withUnsafeMutablePointer(to: &stream) {
          var draws = ck_draws(legacy: $0, modern: nil)
          body(&draws)
        }
      }
    }
  }
}

// ---- state

extension RandomState {
  /// Where a stream stands. Mirrors the tuple of `RandomState.get_state()`.
  public struct State: Sendable, Hashable {
    /// The 624 words of the engine.
    public var key: [UInt32]
    /// How many of them are used up: 0...624.
    public var position: Int
    /// The second half of the last pair of normal numbers, when it has not been handed out.
    public var cachedNormal: Double?

    /// A state put together from its parts.
    public init(key: [UInt32], position: Int, cachedNormal: Double?) {
      self.key = key
      self.position = position
      self.cachedNormal = cachedNormal
    }
  }

  /// Where the stream stands. Mirrors `RandomState.get_state`.
  public var state: State {
    stream.withLock { stream in
      var key = [UInt32](repeating: 0, count: 624)
      ck_mt19937_get_words(&stream.engine, &key)
      return State(
        key: key, position: Int(stream.engine.index), cachedNormal: stream.has_cached_normal != 0 ? stream.cached_normal : nil)
    }
  }

  /// Continues from a state that `state` gave. Mirrors `RandomState.set_state`.
  /// - Throws: `TensorError` unless there are 624 words and the position lies in 0...624.
  public func setState(_ state: State) throws(TensorError) {
    guard state.key.count == 624, (0...624).contains(state.position) else {
      throw TensorError(
        .argument, op: "set_state", "set_state can only be used with legacy MT19937 state instances.",
        hint: "A state has 624 words and a position in 0...624; this one has \(state.key.count) and \(state.position).")
    }
    stream.withLock { stream in
      ck_mt19937_set_words(&stream.engine, state.key)
      stream.engine.index = Int32(state.position)
      stream.engine.fresh = 0
      stream.has_cached_normal = state.cachedNormal == nil ? 0 : 1
      stream.cached_normal = state.cachedNormal ?? 0
    }
  }
}

// ---- real numbers

extension RandomState {
  /// Uniform numbers in [0, 1). Mirrors `rand`, `random` and `random_sample`.
  public func doubles(_ count: Int) throws(TensorError) -> [Double] {
    try array("random_sample", count) { ck_legacy_doubles(&$0, $1, count) }
  }

  /// Uniform numbers in [low, high). Mirrors `RandomState.uniform`.
  /// - Throws: `TensorError` when `high - low` is not finite.
  public func uniform(_ low: Double = 0, _ high: Double = 1, count: Int) throws(TensorError) -> [Double] {
    let range = high - low
    guard range.isFinite else { throw TensorError(.argument, op: "uniform", "Range exceeds valid bounds") }
    return try doubles(count).map { low + range * $0 }
  }

  /// Standard normal numbers. Mirrors `randn` and `standard_normal`.
  public func randn(_ count: Int) throws(TensorError) -> [Double] {
    try array("standard_normal", count) { ck_legacy_normals(&$0, $1, count, 0, 1) }
  }

  /// Normal numbers. Mirrors `RandomState.normal`.
  /// - Throws: `TensorError` for a negative scale.
  public func normal(_ loc: Double = 0, _ scale: Double = 1, count: Int) throws(TensorError) -> [Double] {
    try checkScale("normal", scale)
    return try array("normal", count) { ck_legacy_normals(&$0, $1, count, loc, scale) }
  }

  /// Exponential numbers of the given mean. Mirrors `RandomState.exponential`.
  /// - Throws: `TensorError` for a negative scale.
  public func exponential(_ scale: Double = 1, count: Int) throws(TensorError) -> [Double] {
    try checkScale("exponential", scale)
    return try array("exponential", count) { ck_legacy_exponentials(&$0, $1, count, scale) }
  }
}

/// NumPy refuses a negative scale, minus zero included.
func checkScale(_ op: String, _ scale: Double) throws(TensorError) {
  guard scale.sign == .plus || scale.isNaN else { throw TensorError(.argument, op: op, "scale < 0") }
}

// ---- integers and orders

extension RandomState {
  /// Fills memory of an integer type, or of booleans, with numbers in [low, high). Mirrors `randint(low, high, size, dtype)`.
  package func fillRandint(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType = .int64, low: Int128, high: Int128, highOnly: Bool = false
  ) throws(TensorError) {
    let range = try IntegerRange(op: "randint", dtype: dtype, low: low, high: high, endpoint: false, highOnly: highOnly)
    stream.withLock { ck_legacy_bounded(&$0, range.bits, range.low, range.span, out, count) }
  }

  /// Integers in [low, high). Mirrors `randint(low, high, size)`.
  public func randint(_ low: Int, _ high: Int, count: Int) throws(TensorError) -> [Int64] {
    let range = try IntegerRange(op: "randint", dtype: .int64, low: Int128(low), high: Int128(high), endpoint: false)
    return try array("randint", count) { ck_legacy_bounded(&$0, range.bits, range.low, range.span, $1, count) }
  }

  /// Shuffles the rows `items` stand for. Mirrors `RandomState.shuffle`.
  public func shuffle(_ items: inout [Int64]) {
    let count = items.count
    items.withUnsafeMutableBufferPointer { items in
      guard let base = items.baseAddress else { return }
      stream.withLock { ck_legacy_shuffle(&$0, base, count) }
    }
  }

  /// The numbers `0..<count` in random order; none for a negative count. Mirrors `RandomState.permutation`.
  public func permutation(_ count: Int) -> [Int64] {
    var order = countedUp(to: count, "permutation")
    shuffle(&order)
    return order
  }

  /// `count` indices below `population`. Mirrors `RandomState.choice`.
  /// - Parameters:
  ///   - replace: whether an index may come up more than once.
  ///   - p: a probability for each index; all alike without it.
  /// - Throws: `TensorError` when there is nothing to choose from, too little without replacement, or `p` is no distribution.
  public func choice(_ population: Int, count: Int, replace: Bool = true, p: [Double]? = nil) throws(TensorError) -> [Int64] {
    func fail(_ message: String) -> TensorError { TensorError(.argument, op: "choice", message) }
    guard population > 0 || count == 0 else { throw fail("a must be greater than 0 unless no samples are taken") }
    guard count >= 0 else { throw fail("negative dimensions are not allowed") }
    var weighted = try p.map { p throws(TensorError) in try WeightedChoice(p, population: population, .legacy) }
    if replace {
      if let weighted { return try weighted.sample(count, doubles) }
      return count == 0 ? [] : try randint(0, population, count: count)
    }
    guard count <= max(population, 0) else { throw fail("Cannot take a larger sample than population when 'replace=False'") }
    if let drawn = try weighted?.sampleDistinct(count, doubles) { return drawn }
    return Array(permutation(population).prefix(count))
  }
}
