import Foundation
import Lantern
import LanternNumPy

/// One line of the golden file: a call of a real library, and what came out.
struct RandomRecord: Sendable, CustomStringConvertible {
  let lib: String
  let call: String
  let seed: [Int]
  let dtype: DType
  /// The bit patterns, cut to the width of the type.
  let bits: [UInt64]

  var description: String { "\(lib): \(call), seed \(seed)" }

  static let all: [RandomRecord] = {
    struct Line: Decodable {
      let lib: String, call: String, dtype: String
      let seed: Seed
      let values: [Number]
      let bits: [String]?
    }
    enum Seed: Decodable {
      case one(Int)
      case many([Int])
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) { self = .one(number) } else { self = .many(try container.decode([Int].self)) }
      }
    }
    /// Integers are read as such: a detour through a double would lose their last bits.
    enum Number: Decodable {
      case integer(Int64)
      case real(Double)
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = if let n = try? container.decode(Int64.self) { .integer(n) } else { .real(try container.decode(Double.self)) }
      }
      var bits: UInt64 {
        switch self {
        case .integer(let n): UInt64(bitPattern: n)
        case .real(let x): x.bitPattern
        }
      }
    }
    do {
      let url = Bundle.module.url(forResource: "rng-goldens", withExtension: "json", subdirectory: "Golden")!
      return try JSONDecoder().decode([Line].self, from: Data(contentsOf: url)).map { line in
        let dtype = DType.allCases.first { $0.name == line.dtype }!
        let bits = line.bits.map { $0.map { UInt64($0, radix: 16)! } } ?? line.values.map(\.bits)
        let seed: [Int] =
          switch line.seed {
          case .one(let number): [number]
          case .many(let numbers): numbers
          }
        return RandomRecord(lib: line.lib, call: line.call, seed: seed, dtype: dtype, bits: bits)
      }
    } catch {
      fatalError("the golden file cannot be read: \(error)")
    }
  }()

  /// Makes the numbers once more.
  func replay() throws -> [UInt64] {
    switch lib {
    case "torch": return try torch()
    case "numpy.random (legacy)": return try legacy(seed.count == 1 ? RandomState(seed: seed[0]) : RandomState(seed: seed))
    case "numpy default_rng": return try modern(defaultRng(seed[0]))
    default: return try graph()
    }
  }

  struct Unknown: Error { let call: String }

  // ---- PyTorch

  private func torch() throws -> [UInt64] {
    let g = Generator(seed: UInt64(seed[0]))
    func uniform(_ count: Int, _ from: Double = 0, _ to: Double = 1) throws -> [UInt64] {
      try memory(dtype, count) { try g.fillUniform($0, count: count, dtype: dtype, from: from, to: to) }
    }
    func normal(_ count: Int, _ mean: Double = 0, _ std: Double = 1) throws -> [UInt64] {
      try memory(dtype, count) { try g.fillNormal($0, count: count, dtype: dtype, mean: mean, std: std) }
    }
    /// A layer's weight of `count` elements, uniform within the bound of kaiming_uniform_(a: sqrt(5)), and then its bias.
    func weight(_ count: Int, fanIn: Double) throws -> [UInt64] {
      let slope = 5.0.squareRoot(), gain = (2 / (1 + slope * slope)).squareRoot()
      let bound = 3.0.squareRoot() * (gain / fanIn.squareRoot())
      return try uniform(count, -bound, bound)
    }
    func bias(_ count: Int, fanIn: Double) throws -> [UInt64] {
      let bound = 1 / fanIn.squareRoot()
      return try uniform(count, -bound, bound)
    }
    func multinomial(_ samples: Int, replacement: Bool) throws -> [UInt64] {
      let weights: [Float] = [1, 2, 3, 4]
      return try memory(.int64, samples) {
        try g.fillMultinomial(
          $0.assumingMemoryBound(to: Int64.self), weights: weights, dtype: .float32, rows: 1, categories: 4, samples: samples,
          replacement: replacement)
      }
    }
    switch call {
    case "rand(5)", "rand(5, dtype=float64)", "rand(5, dtype=float16)", "rand(5, dtype=bfloat16)": return try uniform(5)
    case "randn(5)", "randn(5, dtype=float64)", "randn(5, dtype=bfloat16)": return try normal(5)
    case "randn(16)[:5]", "randn(16, dtype=float64)[:5]", "randn(16, dtype=float16)[:5]": return Array(try normal(16).prefix(5))
    case "randn(20)[-5:]", "randn(20, dtype=bfloat16)[-5:]": return Array(try normal(20).suffix(5))
    case "empty(5).normal_(2, 3)": return try normal(5, 2, 3)
    case "empty(16).normal_(2, 3)[:5]": return Array(try normal(16, 2, 3).prefix(5))
    case "empty(5).uniform_(-1, 2)", "empty(5, dtype=float64).uniform_(-1, 2)": return try uniform(5, -1, 2)
    case "randint(0, 10, (5,))":
      return try memory(dtype, 5) { try g.fillRandomIntegers($0, count: 5, dtype: dtype, from: 0, to: 10) }
    case "randint(0, 2**40, (5,))":
      return try memory(dtype, 5) { try g.fillRandomIntegers($0, count: 5, dtype: dtype, from: 0, to: 1 << 40) }
    case "empty(5, dtype=int64).random_()", "empty(5, dtype=int32).random_()", "empty(5, dtype=uint8).random_()", "empty(5).random_()":
      return try memory(dtype, 5) { try g.fillRandomFullRange($0, count: 5, dtype: dtype) }
    case "randperm(10)[:5]": return g.permutation(10).prefix(5).map { UInt64($0) }
    case "empty(5).bernoulli_(0.3)": return try memory(dtype, 5) { try g.fillBernoulli($0, count: 5, dtype: dtype, p: 0.3) }
    case "bernoulli(full((5,), 0.3))":
      let p = [Float](repeating: 0.3, count: 5)
      return try memory(dtype, 5) {
        try g.fillBernoulli($0, count: 5, dtype: dtype, probabilities: p, probabilityType: .float32)
      }
    case "multinomial(tensor([1., 2., 3., 4.]), 4)": return try multinomial(4, replacement: false)
    case "multinomial(tensor([1., 2., 3., 4.]), 5, True)": return try multinomial(5, replacement: true)
    case "empty(5).exponential_(1.5)":
      return try memory(dtype, 5) { try g.fillExponential($0, count: 5, dtype: dtype, lambda: 1.5) }
    case "empty(5).log_normal_(1, 2)":
      return try memory(dtype, 5) { try g.fillLogNormal($0, count: 5, dtype: dtype, mean: 1, std: 2) }
    case "empty(5).geometric_(0.3)": return try memory(dtype, 5) { try g.fillGeometric($0, count: 5, dtype: dtype, p: 0.3) }
    case "empty(5).cauchy_(1, 2)":
      return try memory(dtype, 5) { try g.fillCauchy($0, count: 5, dtype: dtype, median: 1, sigma: 2) }
    case "dropout(ones(5), 0.4)":
      let mask = try memory(.bool, 5) { try g.fillBernoulli($0, count: 5, dtype: .bool, p: 1 - 0.4) }
      return mask.map { UInt64((Float($0) / Float(1 - 0.4)).bitPattern) }
    case "nn.Linear(3, 2).weight.flatten()[:5]": return Array(try weight(6, fanIn: 3).prefix(5))
    case "nn.Linear(3, 2).bias":
      _ = try weight(6, fanIn: 3)
      return try bias(2, fanIn: 3)
    case "nn.Conv2d(1, 1, 2).weight.flatten()": return try weight(4, fanIn: 4)
    case "nn.Conv2d(1, 1, 2).bias":
      _ = try weight(4, fanIn: 4)
      return try bias(1, fanIn: 4)
    case "nn.Embedding(2, 3).weight.flatten()[:5]": return Array(try normal(6).prefix(5))
    case "nn.init.xavier_uniform_(empty(2, 3)).flatten()[:5]":
      let bound = 3.0.squareRoot() * (2.0 / 5).squareRoot()
      return Array(try uniform(6, -bound, bound).prefix(5))
    default: throw Unknown(call: call)
    }
  }

  // ---- NumPy

  private func legacy(_ r: RandomState) throws -> [UInt64] {
    switch call {
    case "rand(5)": patterns(try r.doubles(5))
    case "randn(5)": patterns(try r.randn(5))
    case "uniform(-1, 2, 5)": patterns(try r.uniform(-1, 2, count: 5))
    case "normal(2, 3, 5)": patterns(try r.normal(2, 3, count: 5))
    case "randint(0, 10, 5)": patterns(try r.randint(0, 10, count: 5))
    case "randint(0, 2**40, 5)": patterns(try r.randint(0, 1 << 40, count: 5))
    case "permutation(10)[:5]": patterns(Array(r.permutation(10).prefix(5)))
    case "choice(10, 5)": patterns(try r.choice(10, count: 5))
    case "choice(10, 5, replace=False)": patterns(try r.choice(10, count: 5, replace: false))
    case "choice(4, 5, p=[.1,.2,.3,.4])": patterns(try r.choice(4, count: 5, p: [0.1, 0.2, 0.3, 0.4]))
    case "exponential(2, 5)": patterns(try r.exponential(2, count: 5))
    case "randint(0, 200, 5, dtype=uint8)":
      try memory(.uint8, 5) { try r.fillRandint($0, count: 5, dtype: .uint8, low: 0, high: 200) }
    default: throw Unknown(call: call)
    }
  }

  private func modern(_ r: RandomGenerator) throws -> [UInt64] {
    switch call {
    case "random(5)": patterns(try r.random(5))
    case "random(5, dtype=float32)": try r.randomFloats(5).map { UInt64($0.bitPattern) }
    case "standard_normal(5)": patterns(try r.standardNormal(5))
    case "standard_normal(5, dtype=float32)": try r.standardNormalFloats(5).map { UInt64($0.bitPattern) }
    case "normal(2, 3, 5)": patterns(try r.normal(2, 3, count: 5))
    case "uniform(-1, 2, 5)": patterns(try r.uniform(-1, 2, count: 5))
    case "integers(0, 10, 5)": patterns(try r.integers(0, 10, count: 5))
    case "integers(0, 2**40, 5)": patterns(try r.integers(0, 1 << 40, count: 5))
    case "integers(0, 200, 5, dtype=uint8)":
      try memory(.uint8, 5) { try r.fillIntegers($0, count: 5, dtype: .uint8, low: 0, high: 200) }
    case "permutation(10)[:5]": patterns(Array(r.permutation(10).prefix(5)))
    case "choice(10, 5)": patterns(try r.choice(10, count: 5))
    case "choice(10, 5, replace=False)": patterns(try r.choice(10, count: 5, replace: false))
    case "exponential(2, 5)": patterns(try r.exponential(2, count: 5))
    default: throw Unknown(call: call)
    }
  }

  private func patterns(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }
  private func patterns(_ values: [Int64]) -> [UInt64] { values.map { UInt64(bitPattern: $0) } }

  // ---- TensorFlow

  private func graph() throws -> [UInt64] {
    let isSecond = call.hasSuffix("  second run")
    let plain = isSecond ? String(call.dropLast("  second run".count)) : call
    let (a, b) = PhiloxStream.seeds(graphSeed: seed[0], opSeed: plain.contains("seed=7") ? 7 : nil, opIndex: 0)!
    var stream = PhiloxStream(seed: a, seed2: b)
    func run() throws -> [UInt64] {
      switch plain {
      case "random_uniform([5], seed=7)", "random_uniform([5])  (first op of the graph, no op seed)":
        return stream.uniform(5).map { UInt64($0.bitPattern) }
      case "random_normal([5], seed=7)": return stream.normal(5).map { UInt64($0.bitPattern) }
      case "truncated_normal([5], seed=7)": return stream.truncatedNormal(5).map { UInt64($0.bitPattern) }
      case "random_uniform([5], -1, 2, seed=7)": return stream.uniform(5, low: -1, high: 2).map { UInt64($0.bitPattern) }
      case "random_uniform([5], 0, 10, dtype=int32, seed=7)":
        return try memory(.int32, 5) { try stream.fillIntegers($0, count: 5, dtype: .int32, low: 0, high: 10) }
      case "random_shuffle(range(10), seed=7)[:5]": return stream.shuffledIndices(10).prefix(5).map { UInt64($0) }
      case "random_normal([5], dtype=float64, seed=7)":
        return try memory(.float64, 5) { try stream.fillNormal($0, count: 5, dtype: .float64) }
      default: throw Unknown(call: call)
      }
    }
    if isSecond { _ = try run() }
    return try run()
  }
}
