import CKernels
import Foundation
import Lantern
import LanternNumPy
import Testing

/// The random streams against numbers of the real PyTorch, NumPy and TensorFlow.
@Suite struct RandomTests {
  @Test("The same seed gives the originals' numbers, bit for bit", arguments: RandomRecord.all)
  func golden(record: RandomRecord) throws {
    let made = try record.replay()
    #expect(made == record.bits, "\(record)")
  }

  @Test func goldensAreThere() {
    #expect(RandomRecord.all.count == 249)
    #expect(Set(RandomRecord.all.map(\.lib)).count == 4)
  }

  // ---- the generator

  @Test func seeding() {
    let generator = Generator()
    #expect(generator.initialSeed == 67_280_421_310_721)
    generator.manualSeed(-1)
    #expect(generator.initialSeed == .max)
    let first = generator.nextUInt64()
    // Only the low 32 bits reach the engine.
    generator.manualSeed(0xFFFF_FFFF)
    #expect(generator.nextUInt64() == first)
    manualSeed(42)
    #expect(Generator.default.initialSeed == 42)
    #expect(Generator.default.nextUInt64() == Generator(seed: 42).nextUInt64())
    let chosen = generator.seed()
    #expect(generator.initialSeed == chosen)
  }

  @Test("A state is PyTorch's blob", arguments: stateDigests)
  func stateBlob(drawn: Int, digest: UInt64) throws {
    let generator = Generator(seed: 42)
    _ = try memory(.float32, drawn) { try generator.fillNormal($0, count: drawn, dtype: .float32) }
    let state = generator.state
    #expect(state.count == Generator.stateSize)
    #expect(state.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } == digest)
  }

  /// FNV-1a digests of `torch.get_rng_state()` after `torch.manual_seed(42); torch.randn(n)`.
  static let stateDigests: [(Int, UInt64)] = [
    (0, 0x54D3_54BA_BFE0_CDDE),
    (1, 0x912C_4D45_9551_48F8),
    (2, 0x175D_D810_2334_841B),
    (5, 0xF55A_50A7_4D48_B960),
    (16, 0x3406_9076_4E7A_AB7B),
    (100, 0x85D9_7B49_01D2_27FE),
    (700, 0xFD3D_536E_B76C_5A92),
  ]

  @Test func stateRoundTrip() throws {
    for drawn in [0, 1, 5, 311, 312, 313, 624] {
      let generator = Generator(seed: 42)
      for _ in 0..<drawn { _ = generator.nextUInt64() }
      _ = try memory(.float32, 5) { try generator.fillNormal($0, count: 5, dtype: .float32) }
      let state = generator.state
      let expected = try memory(.float64, 40) { try generator.fillNormal($0, count: 40, dtype: .float64, contiguous: false) }
      let other = Generator(seed: 1)
      try other.setState(state)
      #expect(other.state == state)
      #expect(other.initialSeed == 42)
      #expect(try memory(.float64, 40) { try other.fillNormal($0, count: 40, dtype: .float64, contiguous: false) } == expected)
    }
  }

  @Test func badStates() {
    let generator = Generator(seed: 3)
    let good = generator.state
    var bad: [[UInt8]] = [[UInt8](repeating: 0, count: 5056)]
    for (at, value) in [(8, 0), (8, 200), (9, 255), (11, 128), (12, 0), (16, 7), (20, 1), (23, 255)] as [(Int, UInt8)] {
      var state = good
      state[at] = value
      bad.append(state)
    }
    for state in bad {
      #expect(message { try generator.setState(state) } == "Invalid mt19937 state")
    }
    #expect(
      message { try generator.setState([1, 2]) }
        == "Expected a CPUGeneratorImplState of size 5056 but found the input RNG state size to be 2")
    #expect(generator.state == good)
  }

  @Test("Vector and scalar code give the same bits", arguments: [16, 17, 31, 32, 33, 100, 1000])
  func vectorIsScalar(count: Int) throws {
    func draw(_ dtype: DType) throws -> [UInt64] {
      try memory(dtype, count) {
        try Generator(seed: 9).fillNormal($0, count: count, dtype: dtype, mean: 3.1, std: 0.7)
      }
    }
    for dtype in [DType.float32, .float16, .bfloat16] {
      let vector = try draw(dtype)
      ck_torch_normal_use_simd(0)
      defer { ck_torch_normal_use_simd(1) }
      #expect(try draw(dtype) == vector)
    }
  }

  @Test func theCachedNormalOutlivesOtherFills() throws {
    let a = Generator(seed: 5), b = Generator(seed: 5)
    let one = try memory(.float64, 1) { try a.fillNormal($0, count: 1, dtype: .float64) }
    _ = try memory(.float32, 32) { try a.fillNormal($0, count: 32, dtype: .float32) }
    let two = try memory(.float64, 1) { try a.fillNormal($0, count: 1, dtype: .float64) }
    #expect(try memory(.float64, 2) { try b.fillNormal($0, count: 2, dtype: .float64) } == one + two)
  }

  @Test func threadsShareAGenerator() async {
    let shared = Generator(seed: 6), alone = Generator(seed: 6)
    let drawn = await withTaskGroup(of: [UInt64].self) { group in
      for _ in 0..<8 { group.addTask { (0..<1000).map { _ in shared.nextUInt64() } } }
      return await group.reduce(into: []) { $0 += $1 }
    }
    // Each number comes out once, whoever got it.
    #expect(drawn.sorted() == (0..<8000).map { _ in alone.nextUInt64() }.sorted())
    #expect(shared.state == alone.state)
  }

  @Test func complexNumbersArePairs() throws {
    let pairs = try memory(.float32, 40) {
      try Generator(seed: 8).fillNormal($0, count: 40, dtype: .float32, mean: 1, std: 2 / 2.0.squareRoot())
    }
    let complex = try memory(.complex64, 20) {
      try Generator(seed: 8).fillNormal($0, count: 20, dtype: .complex64, mean: 1, std: 2)
    }
    #expect(complex == pairs)
    #expect(
      try memory(.complex128, 3) { try Generator(seed: 8).fillUniform($0, count: 3, dtype: .complex128) }
        == memory(.float64, 6) { try Generator(seed: 8).fillUniform($0, count: 6, dtype: .float64) })
  }

  @Test func uniformNeverReachesItsEnd() throws {
    // Half precision would round many numbers up to 1; those become 0, as in PyTorch.
    let bits = try memory(.bfloat16, 20000) { try Generator(seed: 1).fillUniform($0, count: 20000, dtype: .bfloat16) }
    #expect(bits.allSatisfy { $0 < 0x3F80 })
    #expect(bits.contains(0))
    let equal = try memory(.float32, 3) { try Generator(seed: 1).fillUniform($0, count: 3, dtype: .float32, from: 2, to: 2) }
    #expect(equal == [UInt64](repeating: UInt64(Float(2).bitPattern), count: 3))
  }

  @Test func integerBoundsOfFloats() throws {
    let bits = try memory(.float16, 5000) {
      try Generator(seed: 1).fillRandomIntegers($0, count: 5000, dtype: .float16, from: 0, to: 65504)
    }
    #expect(bits.allSatisfy { $0 < 0x7BFF })
    let all = try memory(.int64, 100) {
      try Generator(seed: 1).fillRandomIntegers($0, count: 100, dtype: .int64, from: .min, to: nil)
    }
    let twin = Generator(seed: 1)
    #expect(all == (0..<100).map { _ in twin.nextUInt64() })
  }

  @Test func permutations() throws {
    #expect(Generator().permutation(0) == [])
    #expect(Generator().permutation(1) == [0])
    let order = Generator(seed: 4).permutation(1000)
    #expect(order.sorted() == (0..<1000).map(Int64.init))
    let halves = try memory(.int16, 1000) { try Generator(seed: 4).fillPermutation($0, count: 1000, dtype: .int16) }
    #expect(halves.map(Int64.init) == order)
  }

  @Test func wrongArguments() {
    var room = [UInt64](repeating: 0, count: 8)
    let g = Generator()
    room.withUnsafeMutableBytes { buffer in
      let out = buffer.baseAddress!, i = out.assumingMemoryBound(to: Int64.self)
      let checks: [(String?, String)] = [
        (message { try g.fillUniform(out, count: 2, dtype: .int64) }, "\"check_uniform_bounds\" not implemented for 'Long'"),
        (message { try g.fillNormal(out, count: 2, dtype: .int64) }, "\"normal_kernel_cpu\" not implemented for 'Long'"),
        (message { try g.fillNormal(out, count: 2, dtype: .float32, std: -1) }, "normal expects std >= 0.0, but found std -1"),
        (
          message { try g.fillUniform(out, count: 2, dtype: .float32, from: 3, to: 1) },
          "uniform_ expects to return a [from, to) range, but found from=3 > to=1"
        ),
        (message { try g.fillUniform(out, count: 2, dtype: .float32, to: 1e40) }, "to is out of bounds for float"),
        (message { try g.fillUniform(out, count: 2, dtype: .float32, from: .nan) }, "from is out of bounds for float"),
        (
          message { try g.fillUniform(out, count: 2, dtype: .float16, from: -6e4, to: 6e4) },
          "uniform_ expects to-from <= std::numeric_limits<Half>::max(), but found to=60000 and from=-60000 "
            + "which result in to-from to exceed the limit"
        ),
        (
          message { try g.fillRandomIntegers(out, count: 2, dtype: .int64, from: 5, to: 5) },
          "random_ expects 'from' to be less than 'to', but got from=5 >= to=5"
        ),
        (
          message { try g.fillRandomIntegers(out, count: 2, dtype: .uint8, from: 0, to: 300) },
          "to - 1 is out of bounds for unsigned char"
        ),
        (message { try g.fillRandomIntegers(out, count: 2, dtype: .bool, from: -1, to: 1) }, "from is out of bounds for bool"),
        (
          message { try g.fillRandomFullRange(out, count: 1, dtype: .complex64) },
          "\"random_kernel_cpu\" not implemented for 'ComplexFloat'"
        ),
        (
          message { try g.fillBernoulli(out, count: 2, dtype: .float32, p: 1.5) },
          "bernoulli_ expects p to be in [0, 1], but got p=1.5"
        ),
        (
          message { try g.fillExponential(out, count: 2, dtype: .float32, lambda: 0) },
          "exponential_ expects lambda > 0.0, but found lambda=0"
        ),
        (message { try g.fillGeometric(out, count: 2, dtype: .float32, p: 1) }, "geometric_ expects p to be in (0, 1), but got p=1"),
        (
          message { try g.fillCauchy(out, count: 2, dtype: .int64) },
          "Cauchy distribution is a continuous probability distribution. dtype must be a floating point but you specified long int"
        ),
        (
          message { try g.fillLogNormal(out, count: 2, dtype: .float32, std: 0) },
          "log_normal_ expects std > 0.0, but found std=0"
        ),
        (message { try g.fillPermutation(out, count: 300, dtype: .uint8) }, "value cannot be converted to type uint8_t without overflow"),
        (message { try g.fillPermutation(out, count: 2050, dtype: .float16) }, "n cannot be greater than 2049 for Half type."),
      ]
      for (got, wanted) in checks { #expect(got == wanted) }
      func multinomial(_ weights: [Float], _ samples: Int, _ replacement: Bool) -> String? {
        message {
          try g.fillMultinomial(
            i, weights: weights, dtype: .float32, rows: 1, categories: weights.count, samples: samples, replacement: replacement)
        }
      }
      #expect(multinomial([1, 2], 3, false) == "cannot sample n_sample > prob_dist.size(-1) samples without replacement")
      #expect(multinomial([1, 2], 0, false) == "cannot sample n_sample <= 0 samples")
      #expect(multinomial([0, 0], 1, false) == "invalid multinomial distribution (sum of probabilities <= 0)")
      #expect(multinomial([-1, 2], 1, false) == "probability tensor contains either `inf`, `nan` or element < 0")
      #expect(multinomial([-1, 2], 4, true) == "invalid multinomial distribution (encountering probability entry < 0)")
      #expect(
        multinomial([.infinity, 2], 4, true)
          == "invalid multinomial distribution (encountering probability entry = infinity or NaN)")
    }
  }

  @Test("Truncated normals stay within their bounds", arguments: [DType.float16, .bfloat16, .float32, .float64])
  func truncated(dtype: DType) throws {
    for (low, high) in [(-1.0, 1.0), (0.5, 0.75), (2.5, 9)] {
      let bits = try memory(dtype, 2000) {
        try Generator(seed: 3).fillTruncatedNormal($0, count: 2000, dtype: dtype, low: low, high: high)
      }
      let one: [DType: UInt64] = [
        .float16: UInt64(low == -1 ? 0x3C00 : 0x4880), .bfloat16: UInt64(low == -1 ? 0x3F80 : 0x4110),
        .float32: UInt64(Float(high).bitPattern), .float64: high.bitPattern,
      ]
      let sign = UInt64(1) << UInt64(8 * dtype.itemSize - 1)
      // The patterns of non-negative numbers are in the order of the numbers.
      #expect(bits.allSatisfy { $0 & ~sign <= one[dtype]! })
      #expect(bits.contains { $0 & sign != 0 } == (low < 0))
    }
  }

  // ---- NumPy

  @Test func numPyStates() throws {
    let a = try RandomState(seed: [1, 2, 3])
    _ = try a.randn(3)
    let b = RandomState()
    try b.setState(a.state)
    #expect(try a.randn(7) == b.randn(7))
    #expect(a.state == b.state)
    #expect(throws: TensorError.self) { try b.setState(.init(key: [1], position: 0, cachedNormal: nil)) }
    #expect(throws: TensorError.self) { try b.setState(.init(key: b.state.key, position: 625, cachedNormal: nil)) }
    let c = try defaultRng(5), d = defaultRng()
    _ = try c.integers(0, 10, count: 1)
    #expect(c.state.pendingHalf != nil)
    d.state = c.state
    #expect(try c.integers(0, 10, count: 9) == d.integers(0, 10, count: 9))
    #expect(try c.standardNormal(100) == d.standardNormal(100))
  }

  @Test func numPyErrors() throws {
    let r = try RandomState(seed: 0), g = try defaultRng(0)
    let checks: [(String?, String)] = [
      (message { try r.seed(-1) }, "Seed must be between 0 and 2**32 - 1"),
      (message { try r.seed(1 << 32) }, "Seed must be between 0 and 2**32 - 1"),
      (message { try r.seed([]) }, "Seed must be non-empty"),
      (message { _ = try defaultRng(-1) }, "expected non-negative integer"),
      (message { _ = try r.randint(5, 5, count: 1) }, "low >= high"),
      (message { _ = try g.integers(5, 4, count: 1, endpoint: true) }, "low > high"),
      (message { _ = try r.choice(0, count: 5) }, "a must be greater than 0 unless no samples are taken"),
      (message { _ = try g.choice(0, count: 5) }, "a must be a positive integer unless no samples are taken"),
      (message { _ = try r.choice(3, count: 5, replace: false) }, "Cannot take a larger sample than population when 'replace=False'"),
      (message { _ = try g.choice(3, count: 5, replace: false) }, "Cannot take a larger sample than population when replace is False"),
      (message { _ = try r.choice(3, count: 2, p: [0.1, 0.9]) }, "'a' and 'p' must have same size"),
      (message { _ = try r.choice(2, count: 2, p: [0.1, 0.8]) }, "probabilities do not sum to 1"),
      (message { _ = try r.choice(2, count: 2, p: [-0.1, 1.1]) }, "probabilities are not non-negative"),
      (message { _ = try r.choice(2, count: 2, p: [.nan, 1]) }, "probabilities contain NaN"),
      (message { _ = try g.choice(2, count: 2, p: [.nan, 1]) }, "Probabilities contain NaN"),
      (message { _ = try g.choice(3, count: 3, replace: false, p: [0, 0.5, 0.5]) }, "Fewer non-zero entries in p than size"),
      (message { _ = try r.normal(0, -1, count: 3) }, "scale < 0"),
      (message { _ = try g.uniform(3, 1, count: 3) }, "high - low < 0"),
      (message { _ = try r.uniform(0, .infinity, count: 3) }, "Range exceeds valid bounds"),
      (message { _ = try r.doubles(-1) }, "negative dimensions are not allowed"),
    ]
    for (got, wanted) in checks { #expect(got == wanted) }
    #expect(try r.choice(0, count: 0) == [])
    #expect(r.permutation(-3) == [])
    for (dtype, low, high, wanted) in [
      (DType.uint8, 0, 300, "high is out of bounds for uint8"), (.int8, -200, 3, "low is out of bounds for int8"),
      (.bool, 0, 3, "high is out of bounds for bool"), (.float32, 0, 3, "Unsupported dtype dtype('float32') for randint"),
    ] as [(DType, Int128, Int128, String)] {
      var room = [UInt64](repeating: 0, count: 2)
      #expect(message { try r.fillRandint(&room, count: 2, dtype: dtype, low: low, high: high) } == wanted)
    }
  }

  // ---- TensorFlow

  @Test func graphSeeds() {
    #expect(PhiloxStream.seeds(graphSeed: nil, opSeed: nil, opIndex: 0) == nil)
    #expect(PhiloxStream.seeds(graphSeed: nil, opSeed: 5, opIndex: 0)! == (87_654_321, 5))
    #expect(PhiloxStream.seeds(graphSeed: 0, opSeed: 0, opIndex: 3)! == (0, 2_147_483_647))
    #expect(PhiloxStream.seeds(graphSeed: 1 << 31, opSeed: nil, opIndex: 3)! == (1, 3))
    #expect(PhiloxStream.seeds(graphSeed: -1, opSeed: (1 << 33) + 1, opIndex: 3)! == (2_147_483_646, 5))
  }

  @Test func truncatedNormalsAreWithinTwoDeviations() {
    var stream = PhiloxStream(seed: 1, seed2: 2)
    let values = stream.truncatedNormal(10001)
    #expect(values.count == 10001)
    #expect(values.allSatisfy { abs($0) < 2 })
    #expect(stream.shuffledIndices(100).sorted() == (0..<100).map(Int64.init))
    #expect(stream.shuffledIndices(0) == [])
  }
}

/// The bit patterns of memory that `fill` has filled.
func memory(_ dtype: DType, _ count: Int, _ fill: (UnsafeMutableRawPointer) throws -> Void) throws -> [UInt64] {
  let size = dtype.realPart.itemSize, bytes = dtype.itemSize * count
  var room = [UInt8](repeating: 0, count: bytes + 8)
  try room.withUnsafeMutableBytes { try fill($0.baseAddress!) }
  return stride(from: 0, to: bytes, by: size).map { at in (0..<size).reduce(0) { $0 | UInt64(room[at + $1]) << (8 * $1) } }
}

/// What `body` complains about; nil when it does not.
private func message(_ body: () throws -> Void) -> String? {
  do { try body() } catch { return (error as? TensorError)?.message ?? "\(error)" }
  return nil
}
