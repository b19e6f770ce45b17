import Lantern

/// Turns numbers of any size into well-mixed words to seed an engine with. Mirrors `numpy.random.SeedSequence`.
///
/// ```swift
/// try SeedSequence(42).generateState(4)  // four 32-bit words
/// ```
public struct SeedSequence: Sendable, Hashable {
  /// The 32-bit words of the entropy, low word first.
  public let entropy: [UInt32]
  /// Tells the children of one sequence apart.
  public let spawnKey: [UInt32]
  private let pool: [UInt32]

  /// A sequence from 128 bits that the system chooses.
  public init() { self.init(words: (0..<4).map { _ in .random(in: .min ... .max) }) }

  /// A sequence from a number. Mirrors `SeedSequence(entropy)`.
  /// - Throws: `TensorError` for a negative number.
  public init(_ entropy: Int) throws(TensorError) { try self.init([entropy]) }

  /// A sequence from several numbers. Mirrors `SeedSequence([…])`.
  /// - Throws: `TensorError` for a negative number.
  public init(_ entropy: [Int]) throws(TensorError) {
    var words: [UInt32] = []
    for number in entropy {
      guard number >= 0 else { throw TensorError(.argument, op: "SeedSequence", "expected non-negative integer") }
      words.append(UInt32(truncatingIfNeeded: number))
      if number >> 32 != 0 { words.append(UInt32(truncatingIfNeeded: number >> 32)) }
    }
    self.init(words: words)
  }

  /// A sequence from 32-bit words, such as those of a number beyond `Int`, low word first.
  public init(words: [UInt32], spawnKey: [UInt32] = []) {
    entropy = words
    self.spawnKey = spawnKey
    var material = words
    if !spawnKey.isEmpty {
      // Without the padding, a child of a short entropy could collide with a longer entropy.
      material += [UInt32](repeating: 0, count: max(0, 4 - words.count)) + spawnKey
    }
    pool = Self.mixed(material)
  }

  /// Child number `index`: a sequence of its own. Mirrors the children of `SeedSequence.spawn`.
  public func child(_ index: UInt32) -> SeedSequence { SeedSequence(words: entropy, spawnKey: spawnKey + [index]) }

  /// How many children `spawn` has made. Mirrors `n_children_spawned`.
  public private(set) var childrenSpawned: UInt32 = 0

  /// The next `count` children, each a sequence of its own; none for a negative number. Mirrors `SeedSequence.spawn`.
  ///
  /// ```swift
  /// var sequence = try SeedSequence(42)
  /// let workers = sequence.spawn(4).map { np.random.defaultRng($0) }
  /// ```
  public mutating func spawn(_ count: Int) -> [SeedSequence] {
    let first = childrenSpawned, count = UInt32(clamping: Swift.min(count, 1 << 24))
    childrenSpawned &+= count
    return (0..<count).map { child(first &+ $0) }
  }

  private static func mixed(_ words: [UInt32]) -> [UInt32] {
    var factor: UInt32 = 0x43B0_D7E5
    func hashed(_ word: UInt32) -> UInt32 {
      var v = word ^ factor
      factor &*= 0x931E_8875
      v &*= factor
      return v ^ v >> 16
    }
    func mix(_ x: UInt32, _ y: UInt32) -> UInt32 {
      let r = 0xCA01_F9DD &* x &- 0x4973_F715 &* y
      return r ^ r >> 16
    }
    var pool = (0..<4).map { hashed($0 < words.count ? words[$0] : 0) }
    for source in 0..<4 {
      for target in 0..<4 where source != target { pool[target] = mix(pool[target], hashed(pool[source])) }
    }
    for word in words.dropFirst(4) {
      for target in 0..<4 { pool[target] = mix(pool[target], hashed(word)) }
    }
    return pool
  }

  /// So many 32-bit words; more words begin with the same ones. Mirrors `SeedSequence.generate_state`.
  public func generateState(_ count: Int) -> [UInt32] {
    var factor: UInt32 = 0x8B51_F9DD
    return (0..<max(count, 0)).map { i in
      var v = pool[i % 4] ^ factor
      factor &*= 0x58F3_8DED
      v &*= factor
      return v ^ v >> 16
    }
  }

  /// So many 64-bit words, made of pairs of 32-bit ones, the low one first. Mirrors `generate_state(n, numpy.uint64)`.
  public func generateState64(_ count: Int) -> [UInt64] {
    let count = max(count, 0)
    let words = generateState(2 * count)
    return (0..<count).map { UInt64(words[2 * $0]) | UInt64(words[2 * $0 + 1]) << 32 }
  }
}
