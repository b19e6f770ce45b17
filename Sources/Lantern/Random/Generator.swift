import CKernels

/// A source of random numbers: PyTorch's CPU generator, number for number.
///
/// The numbers depend on the seed and on the calls made so far, never on the number of threads or the processor. A generator may be
/// shared between threads: each call takes its lock, so that one call's numbers are never torn apart by another's; which call comes
/// first is then up to the threads. Mirrors `torch.Generator`.
///
/// ```swift
/// let generator = Generator(seed: 42)
/// generator.manualSeed(7)
/// ```
public final class Generator: Sendable {
  // Invariant: `core` is read and written under its lock only, and no method calls out while it holds the lock.
  private let core: Locked<Core>

  private struct Core: Sendable {
    var stream: ck_mt_stream
    var seed: UInt64

    init(seed: UInt64) {
      self.seed = seed
      stream = ck_mt_stream()
      ck_mt19937_seed(&stream.engine, UInt32(truncatingIfNeeded: seed))
    }
  }

  /// A generator with the given seed; PyTorch's own default when there is none. Mirrors `torch.Generator().manual_seed(seed)`.
  ///
  /// Only the low 32 bits of the seed reach the engine, as in PyTorch.
  ///
  /// ```swift
  /// Tensor.rand(2, generator: Generator(seed: 0))  // tensor([0.4963, 0.7682])
  /// ```
  public init(seed: UInt64 = 67_280_421_310_721) {
    core = Locked(Core(seed: seed))
  }

  /// The process-wide generator that every random operation uses unless it is given one. Starts from a random seed.
  public static let `default` = Generator(seed: UInt64.random(in: .min ... .max))

  /// Starts over from a seed; a negative one is taken modulo 2^64. Forgets the cached normal number. Mirrors `Generator.manual_seed`.
  /// - Returns: the generator itself.
  ///
  /// ```swift
  /// Tensor.rand(2, generator: Generator().manualSeed(0))  // tensor([0.4963, 0.7682])
  /// ```
  @discardableResult
  public func manualSeed(_ seed: Int) -> Generator {
    restart(UInt64(bitPattern: Int64(seed)))
    return self
  }

  /// Starts over from a seed that the system chooses, and returns it. Mirrors `Generator.seed`.
  ///
  /// ```swift
  /// let generator = Generator()
  /// generator.seed() == generator.initialSeed  // true
  /// ```
  @discardableResult
  public func seed() -> UInt64 {
    let seed = UInt64.random(in: .min ... .max)
    restart(seed)
    return seed
  }

  /// The seed the generator was last started from. Mirrors `Generator.initial_seed`.
  public var initialSeed: UInt64 { core.withLock { $0.seed } }

  private func restart(_ seed: UInt64) {
    core.withLock { $0 = Core(seed: seed) }
  }

  /// Runs a fill with the stream to itself.
  package func withStream<Result: Sendable>(_ body: (inout ck_mt_stream) -> sending Result) -> Result {
    core.withLock { body(&$0.stream) }
  }

  /// The next 64 random bits: the high word is drawn first.
  package func nextUInt64() -> UInt64 { withStream { ck_mt19937_u64(&$0.engine) } }
}

extension Generator {
  /// The size of a state in bytes.
  public static let stateSize = 5056

  /// The whole state, in the bytes of PyTorch's `Generator.get_state()`: seed, position, the 624 words and the cached normal number.
  public var state: [UInt8] {
    core.withLock { core in
      var blob = ByteWriter(capacity: Self.stateSize)
      let engine = core.stream.engine
      let fresh = engine.fresh != 0
      blob.append(core.seed)
      blob.append(UInt32(fresh ? 1 : 624 - engine.index + 1))
      blob.append(1 as UInt32)
      blob.append(UInt64(fresh ? 0 : engine.index))
      var words = [UInt32](repeating: 0, count: 624)
      ck_mt19937_get_words(&core.stream.engine, &words)
      for word in words { blob.append(UInt64(word)) }
      let cached = core.stream.has_cached_normal != 0
      blob.append(0 as UInt64)
      blob.append(cached ? core.stream.cached_normal.bitPattern : 0)
      blob.append(0 as UInt64)
      blob.append(UInt64(cached ? 1 : 0))
      blob.append(0 as UInt64)
      return blob.bytes
    }
  }

  /// Takes over a state that `state`, or PyTorch's `get_state()`, gave. Mirrors `Generator.set_state`.
  /// - Throws: `TensorError` when the bytes are not 5056 in number or are no state of this generator.
  ///
  /// ```swift
  /// let generator = Generator(seed: 7)
  /// let state = generator.state
  /// let x = Tensor.rand(3, generator: generator)
  /// try generator.setState(state)
  /// Tensor.rand(3, generator: generator).equal(x)  // true
  /// ```
  public func setState(_ bytes: [UInt8]) throws(TensorError) {
    guard bytes.count == Self.stateSize else {
      throw TensorError(
        .argument, op: "set_state",
        "Expected a CPUGeneratorImplState of size \(Self.stateSize) but found the input RNG state size to be \(bytes.count)")
    }
    func word32(_ at: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << (8 * $1) } }
    func word64(_ at: Int) -> UInt64 { UInt64(word32(at)) | UInt64(word32(at + 4)) << 32 }
    let left = Int32(bitPattern: word32(8)), next = word64(16)
    let fresh = left == 1 && next == 0
    // `left` and `next` count the same block from both ends; together they must make a position inside it.
    guard word32(12) == 1, left > 0, left <= 624, next <= 624, fresh || Int(next) + Int(left) == 625 else {
      throw TensorError(.argument, op: "set_state", "Invalid mt19937 state", hint: "Pass the bytes of a generator's state, unchanged.")
    }
    let words = (0..<624).map { word32(24 + 8 * $0) }
    let tail = 24 + 8 * 624
    core.withLock { core in
      core.seed = word64(0)
      core.stream.engine.index = fresh ? 624 : Int32(next)
      core.stream.engine.fresh = fresh ? 1 : 0
      ck_mt19937_set_words(&core.stream.engine, words)
      core.stream.has_cached_normal = word32(tail + 24) != 0 ? 1 : 0
      core.stream.cached_normal = Double(bitPattern: word64(tail + 8))
    }
  }
}

/// Seeds the default generator and those of all GPUs, so that everything random after it is repeatable. Mirrors `torch.manual_seed`.
///
/// ```swift
/// manualSeed(100)
/// ```
/// - Parameter seed: any number; a negative one is taken modulo 2^64.
/// - Returns: the default generator.
@discardableResult
public func manualSeed(_ seed: Int) -> Generator {
  CUDAGenerator.seedAll(UInt64(bitPattern: Int64(seed)))
  return Generator.default.manualSeed(seed)
}

/// Little-endian bytes, put together number by number.
private struct ByteWriter {
  var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func append<T: FixedWidthInteger>(_ value: T) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
