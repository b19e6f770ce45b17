import Lantern
import LanternNumPy

/// The functions of `np.random`, over one seeded `RandomState`.
final class RandomStateReplay: ReplayFunctions {
  private let random: RandomState

  init(_ seed: ReplaySeed) throws(TensorError) {
    switch seed {
    case .number(let number): random = try RandomState(seed: Int(clamping: number))
    case .list(let numbers): random = try RandomState(seed: numbers)
    }
  }

  func call(_ name: String, _ a: ReplayArguments) throws(TensorError) -> ReplayValue {
    switch name {
    case "rand", "randn":
      let shape = try a.shape(), count = shape.reduce(1, *)
      return .array(try ReplayArray(.float64, shape, name == "rand" ? try random.doubles(count) : try random.randn(count)))
    case "random", "random_sample", "ranf", "sample": return .array(try real(a, 0) { n throws(TensorError) in try random.doubles(n) })
    case "standard_normal": return .array(try real(a, 0) { n throws(TensorError) in try random.randn(n) })
    case "standard_exponential": return .array(try real(a, 0) { n throws(TensorError) in try random.exponential(1, count: n) })
    case "randint":
      return .array(
        try integers(a) { out, array, low, high, highOnly throws(TensorError) in
          try random.fillRandint(out, count: array.count, dtype: array.dtype, low: low, high: high, highOnly: highOnly)
        })
    case "permutation": return .array(try permuted(a) { n in random.permutation(n) })
    case "choice":
      return .array(
        try chosen(a) { population, count, replace, p throws(TensorError) in
          try random.choice(population, count: count, replace: replace, p: p)
        })
    default:
      if let drawn = try replayDistribution(name, np.random.RandomState(random), a) { return drawn }
      return try numpyFunction(name, a)
    }
  }
}

/// The methods of `np.random.default_rng(seed)`.
final class DefaultRngReplay: ReplayFunctions {
  private let rng: RandomGenerator

  init(_ seed: ReplaySeed) throws(TensorError) {
    switch seed {
    case .number(let number):
      guard number >= 0 else { throw replayError("expected non-negative integer") }
      var words = [UInt32(truncatingIfNeeded: number)], rest = number >> 32
      while rest != 0 {
        words.append(UInt32(truncatingIfNeeded: rest))
        rest >>= 32
      }
      rng = RandomGenerator(SeedSequence(words: words))
    case .list(let numbers): rng = try defaultRng(numbers)
    }
  }

  func call(_ name: String, _ a: ReplayArguments) throws(TensorError) -> ReplayValue {
    let isSingle = try a.dtype(.float64) == .float32
    switch name {
    case "random" where isSingle: return .array(try real(a, 0) { n throws(TensorError) in try rng.randomFloats(n) })
    case "random": return .array(try real(a, 0) { n throws(TensorError) in try rng.random(n) })
    case "standard_normal" where isSingle:
      return .array(try real(a, 0) { n throws(TensorError) in try rng.standardNormalFloats(n) })
    case "standard_normal": return .array(try real(a, 0) { n throws(TensorError) in try rng.standardNormal(n) })
    case "standard_exponential" where isSingle:
      return .array(try real(a, 0) { n throws(TensorError) in try rng.standardExponentialFloats(n) })
    case "standard_exponential": return .array(try real(a, 0) { n throws(TensorError) in try rng.standardExponential(n) })
    case "standard_gamma" where isSingle:
      let shape = Float(try a.need(0, "shape").double())
      return .array(try real(a, 1) { n throws(TensorError) in try rng.standardGammaFloats(shape, n) })
    case "permuted":
      let items = try asNumPy(try a.need(0, "x")), axis = try a.get(1, "axis")?.int()
      guard items.dtype == .int64 || items.dtype == .float64 else { throw replayError("permuted of \(items.dtype)") }
      let source = items.dtype == .int64 ? np.array(items.doubles).astype(.int64) : np.array(items.doubles)
      let generator = np.random.Generator(rng), shape = items.shape
      do { return .array(try ReplayArray(try withTensorErrors { generator.permuted(source.reshape(shape), axis: axis) })) } catch {
        throw error as? TensorError ?? replayError("\(error)")
      }
    case "multivariate_hypergeometric":
      let colors = try a.need(0, "colors").shape(), count = try a.need(1, "nsample").int(), size = try a.get(2, "size")?.shape()
      let generator = np.random.Generator(rng)
      do {
        return .array(try ReplayArray(try withTensorErrors { generator.multivariateHypergeometric(colors, count, size) }))
      } catch { throw error as? TensorError ?? replayError("\(error)") }
    case "integers":
      let endpoint = try a.flag(4, "endpoint", false)
      return .array(
        try integers(a) { out, array, low, high, highOnly throws(TensorError) in
          try rng.fillIntegers(
            out, count: array.count, dtype: array.dtype, low: low, high: high, endpoint: endpoint, highOnly: highOnly)
        })
    case "permutation": return .array(try permuted(a) { n in rng.permutation(n) })
    case "choice":
      let shuffle = try a.flag(5, "shuffle", true)
      return .array(
        try chosen(a) { population, count, replace, p throws(TensorError) in
          try rng.choice(population, count: count, replace: replace, p: p, shuffle: shuffle)
        })
    default:
      if let drawn = try replayDistribution(name, np.random.Generator(rng), a) { return drawn }
      return try numpyFunction(name, a)
    }
  }
}

// ---- what both have in common

/// Random real numbers in the shape given by `size`.
private func real<T: BitwiseCopyable & BinaryFloatingPoint>(
  _ a: ReplayArguments, _ place: Int, _ draw: (Int) throws(TensorError) -> [T]
) throws(TensorError) -> ReplayArray {
  let shape = try a.get(place, "size")?.shape() ?? []
  return try ReplayArray(T.self == Float.self ? .float32 : .float64, shape, try draw(shape.reduce(1, *)))
}

/// Random integers for `(low, high=None, size=None, dtype=int)`.
private func integers(
  _ a: ReplayArguments,
  _ fill: (UnsafeMutableRawPointer, ReplayArray, Int128, Int128, Bool) throws(TensorError) -> Void
) throws(TensorError) -> ReplayArray {
  let first = try a.need(0, "low").integer(), second = a.get(1, "high")
  let low = second == nil ? 0 : first, high = try second?.integer() ?? first
  let array = try ReplayArray(try a.dtype(.int64, at: 3), try a.get(2, "size")?.shape() ?? [])
  return try array.filled { out throws(TensorError) in try fill(out, array, low, high, second == nil) }
}

/// `permutation(n)` or the rows of an array in random order.
private func permuted(_ a: ReplayArguments, _ order: (Int) -> [Int64]) throws(TensorError) -> ReplayArray {
  let argument = try a.need(0, "x")
  switch argument {
  case .integer:
    let count = try argument.shape()[0]
    return try ReplayArray(.int64, [count], order(count))
  default:
    let rows = try asNumPy(argument)
    return try rows.rows(order(rows.shape.first ?? 0))
  }
}

/// `choice(a, size=None, replace=True, p=None)`.
private func chosen(
  _ a: ReplayArguments, _ draw: (Int, Int, Bool, [Double]?) throws(TensorError) -> [Int64]
) throws(TensorError) -> ReplayArray {
  let population = try a.need(0, "a"), shape = try a.get(1, "size")?.shape() ?? []
  let replace = try a.flag(2, "replace", true), count = shape.reduce(1, *)
  var p: [Double]?
  if let given = a.get(3, "p") { p = try given.doubles() }
  if case .integer = population { return try ReplayArray(.int64, shape, try draw(try population.int(), count, replace, p)) }
  let items = try asNumPy(population)
  var result = try items.rows(try draw(items.shape.first ?? 0, count, replace, p))
  result.shape = shape + items.shape.dropFirst()
  return result
}

/// A list as NumPy reads it: float64 when a number has a point.
func asNumPy(_ value: ReplayValue) throws(TensorError) -> ReplayArray {
  let array = try value.array()
  if case .list = value, array.dtype == .float32 { return try .of(value, dtype: .float64) }
  return array
}

/// The few functions of NumPy that make arguments.
private func numpyFunction(_ name: String, _ a: ReplayArguments) throws(TensorError) -> ReplayValue {
  switch name {
  case "array", "asarray": return .array(try asNumPy(try a.need(0, "object")))
  case "arange", "range":
    let isRange = a.positional.count > 1
    let start = isRange ? try a.need(0, "start").size() : 0, end = try a.need(isRange ? 1 : 0, "stop").size()
    return .array(try ReplayArray(.int64, [max(end - start, 0)], (start..<max(start, end)).map(Int64.init)))
  default: throw replayError("no function named '\(name)' in numpy.random")
  }
}
