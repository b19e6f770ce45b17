import Lantern

extension np.random {
  /// A legacy stream of random numbers that gives arrays; each call takes its lock. Mirrors `numpy.random.RandomState`.
  ///
  /// ```swift
  /// let random = np.random.RandomState(100)
  /// print(random.rand(3))  // [0.54340494 0.27836939 0.42451759]
  /// ```
  public final class RandomState: DistributionStream {
    /// The engine, which gives plain Swift arrays.
    public let engine: LanternNumPy.RandomState

    /// The way to the engine.
    public var draws: DrawSource { engine.draws }

    /// A stream on top of an engine.
    public init(_ engine: LanternNumPy.RandomState) { self.engine = engine }
    /// A stream seeded by several numbers in 0..<2^32; reports an error for any other.
    public convenience init(_ seed: [Int]) { self.init { () throws(TensorError) in try LanternNumPy.RandomState(seed: seed) } }
    /// A stream with a seed in 0..<2^32; reports an error for any other.
    public convenience init(_ seed: Int) { self.init { () throws(TensorError) in try LanternNumPy.RandomState(seed: seed) } }
    private convenience init(_ engine: () throws(TensorError) -> LanternNumPy.RandomState) {
      do { self.init(try engine()) } catch {
        error.report()
        self.init(LanternNumPy.RandomState())
      }
    }

    /// Starts over from a seed in 0..<2^32; reports an error for any other. Mirrors `seed`.
    public func seed(_ seed: Int) { do { try engine.seed(seed) } catch { error.report() } }
    /// Starts over from several numbers in 0..<2^32; reports an error for any other. Mirrors `seed`.
    public func seed(_ seed: [Int]) { do { try engine.seed(seed) } catch { error.report() } }
    /// Where the stream stands. Mirrors `get_state`.
    public func getState() -> LanternNumPy.RandomState.State { engine.state }
    /// Continues from a state that `getState` gave; reports an error for one that makes no sense. Mirrors `set_state`.
    public func setState(_ state: LanternNumPy.RandomState.State) { do { try engine.setState(state) } catch { error.report() } }
    /// Random bytes. Mirrors `bytes`.
    public func bytes(_ length: Int) -> [UInt8] {
      randomBytes(length) { out, words throws(TensorError) in
        try engine.fillRandint(out, count: words, dtype: .uint32, low: 0, high: 1 << 32)
      }
    }

    /// Uniform numbers in [0, 1), with the sizes as arguments. Mirrors `rand`.
    public func rand(_ sizes: Int...) -> NDArray { randomSample(sizes) }
    /// A uniform number in [0, 1). Mirrors `rand`.
    public func rand() -> Double { randomSample([]).item(Double.self) }
    /// Standard normal numbers, with the sizes as arguments. Mirrors `randn`.
    public func randn(_ sizes: Int...) -> NDArray { standardNormal(sizes) }
    /// A standard normal number. Mirrors `randn`.
    public func randn() -> Double { standardNormal([]).item(Double.self) }
    /// Uniform numbers in [0, 1). Mirrors `random_sample`.
    public func randomSample(_ size: some ArraySize) -> NDArray { drawn("random_sample", size, engine.doubles) }
    /// Standard normal numbers. Mirrors `standard_normal`.
    public func standardNormal(_ size: some ArraySize) -> NDArray { drawn("standard_normal", size, engine.randn) }
    /// Whole numbers in [low, high). Reports an error when there is none, or the type cannot hold them. Mirrors `randint`.
    public func randint(_ low: Int, _ high: Int, _ size: some ArraySize, dtype: DType = .int64) -> NDArray {
      drawnIntegers("randint", size, dtype) { out, count throws(TensorError) in
        try engine.fillRandint(out, count: count, dtype: dtype, low: Int128(low), high: Int128(high))
      }
    }
    /// Whole numbers in [0, high). Mirrors `randint`.
    public func randint(_ high: Int, size: some ArraySize, dtype: DType = .int64) -> NDArray {
      drawnIntegers("randint", size, dtype) { out, count throws(TensorError) in
        try engine.fillRandint(out, count: count, dtype: dtype, low: 0, high: Int128(high), highOnly: true)
      }
    }
    /// A whole number in [low, high). Mirrors `randint`.
    public func randint(_ low: Int, _ high: Int) -> Int { randint(low, high, []).item(Int.self) }
    /// The numbers 0..<n in random order. Mirrors `permutation`.
    public func permutation(_ n: Int) -> NDArray { np.array(engine.permutation(n)) }
    /// A copy with the positions along the first axis in random order. Mirrors `permutation`.
    public func permutation(_ a: NDArray) -> NDArray { shuffled("permutation", a, 0, engine.permutation) }
    /// Puts the positions along the first axis in random order, in place. Mirrors `shuffle`.
    public func shuffle(_ a: NDArray) { a[.ellipsis] = shuffled("shuffle", a, 0, engine.permutation) }
    /// Numbers below `n`, each with its probability in `p`. Mirrors `choice`.
    public func choice(_ n: Int, _ size: some ArraySize, replace: Bool = true, p: [Double]? = nil) -> NDArray {
      drawn("choice", size) { count throws(TensorError) in try engine.choice(n, count: count, replace: replace, p: p) }
    }
    /// Elements of a vector, each with its probability in `p`. Mirrors `choice`.
    public func choice(_ a: NDArray, _ size: some ArraySize, replace: Bool = true, p: [Double]? = nil) -> NDArray {
      chosen(a, size) { n, count throws(TensorError) in try engine.choice(n, count: count, replace: replace, p: p) }
    }
  }

  /// The modern stream of random numbers that gives arrays; each call takes its lock. Mirrors `numpy.random.Generator`.
  public final class Generator: DistributionStream {
    /// The engine, which gives plain Swift arrays.
    public let engine: RandomGenerator

    /// The way to the engine.
    public var draws: DrawSource { engine.draws }
    /// Where the stream stands; set it to continue from there. Mirrors `bit_generator.state`.
    public var state: RandomGenerator.State {
      get { engine.state }
      set { engine.state = newValue }
    }

    /// A stream on top of an engine.
    public init(_ engine: RandomGenerator) { self.engine = engine }
    /// A stream seeded by a sequence. Mirrors `default_rng(SeedSequence(…))`.
    public convenience init(_ sequence: SeedSequence) { self.init(RandomGenerator(sequence)) }
    /// A stream seeded by several numbers; reports an error for a negative one.
    public convenience init(seed: [Int]) {
      do { self.init(try LanternNumPy.defaultRng(seed)) } catch {
        error.report()
        self.init(RandomGenerator())
      }
    }
    /// So many streams that do not depend on this one or each other. Mirrors `spawn`. None for a negative number.
    public func spawn(_ count: Int) -> [Generator] { engine.spawn(count).map(Generator.init) }
    /// Random bytes. Mirrors `bytes`.
    public func bytes(_ length: Int) -> [UInt8] {
      randomBytes(length) { out, words throws(TensorError) in
        try engine.fillIntegers(out, count: words, dtype: .uint32, low: 0, high: 1 << 32)
      }
    }
    /// A stream with a seed; reports an error for a negative one.
    public convenience init(seed: Int) {
      do { self.init(try LanternNumPy.defaultRng(seed)) } catch {
        error.report()
        self.init(RandomGenerator())
      }
    }

    /// Uniform numbers in [0, 1), of float64 or float32. Mirrors `random`.
    public func random(_ size: some ArraySize, dtype: DType = .float64) -> NDArray {
      real("random", size, dtype, engine.random, engine.randomFloats)
    }
    /// A uniform number in [0, 1). Mirrors `random`.
    public func random() -> Double { random([]).item(Double.self) }
    /// Standard normal numbers, of float64 or float32. Mirrors `standard_normal`.
    public func standardNormal(_ size: some ArraySize, dtype: DType = .float64) -> NDArray {
      real("standard_normal", size, dtype, engine.standardNormal, engine.standardNormalFloats)
    }
    /// Whole numbers in [low, high), or [low, high] with `endpoint`. Mirrors `integers`.
    public func integers(_ low: Int, _ high: Int, _ size: some ArraySize, dtype: DType = .int64, endpoint: Bool = false) -> NDArray {
      drawnIntegers("integers", size, dtype) { out, count throws(TensorError) in
        try engine.fillIntegers(out, count: count, dtype: dtype, low: Int128(low), high: Int128(high), endpoint: endpoint)
      }
    }
    /// Whole numbers in [0, high), or [0, high] with `endpoint`. Mirrors `integers`.
    public func integers(_ high: Int, size: some ArraySize, dtype: DType = .int64, endpoint: Bool = false) -> NDArray {
      drawnIntegers("integers", size, dtype) { out, count throws(TensorError) in
        try engine.fillIntegers(out, count: count, dtype: dtype, low: 0, high: Int128(high), endpoint: endpoint, highOnly: true)
      }
    }
    /// A whole number in [low, high). Mirrors `integers`.
    public func integers(_ low: Int, _ high: Int) -> Int { integers(low, high, []).item(Int.self) }
    /// The numbers 0..<n in random order. Mirrors `permutation`.
    public func permutation(_ n: Int) -> NDArray { np.array(engine.permutation(n)) }
    /// A copy with the positions along an axis in random order, rows staying together. Mirrors `permutation`.
    public func permutation(_ a: NDArray, axis: Int = 0) -> NDArray { shuffled("permutation", a, axis, engine.permutation) }
    /// Puts the positions along an axis in random order, in place, rows staying together. Mirrors `shuffle`.
    public func shuffle(_ a: NDArray, axis: Int = 0) { a[.ellipsis] = shuffled("shuffle", a, axis, engine.permutation) }
    /// A copy with each row along an axis in a random order of its own, or with all elements in random order. Mirrors `permuted`.
    public func permuted(_ a: NDArray, axis: Int? = nil) -> NDArray {
      if a.isInvalid { return a }
      guard let axis else { return shuffled("permuted", a.flatten(), 0, engine.permutation).reshape(a.shape) }
      return NDArray.reporting { () throws(TensorError) in
        let d = try a.tensor.shape.arrayAxis(axis, op: "permuted"), length = a.shape[d]
        if a.size == 0 { return a.copy() }
        var order: [Int64] = []
        order.reserveCapacity(a.size)
        for _ in 0..<a.size / length { order += engine.permutation(length) }
        let rows = np.moveaxis(a, d, -1)
        return np.moveaxis(np.takeAlongAxis(rows, np.array(order).reshape(rows.shape), axis: -1), -1, d).copy()
      }
    }
    /// Numbers below `n`, each with its probability in `p`. Mirrors `choice`.
    public func choice(_ n: Int, _ size: some ArraySize, replace: Bool = true, p: [Double]? = nil, shuffle: Bool = true) -> NDArray {
      drawn("choice", size) { count throws(TensorError) in try engine.choice(n, count: count, replace: replace, p: p, shuffle: shuffle) }
    }
    /// Elements of a vector, or parts along an axis, each with its probability in `p`. Mirrors `choice`.
    public func choice(
      _ a: NDArray, _ size: some ArraySize, replace: Bool = true, p: [Double]? = nil, axis: Int = 0, shuffle: Bool = true
    ) -> NDArray {
      if a.ndim == 0, !a.isInvalid {
        return .invalid(TensorError(.argument, op: "choice", "a must be a sequence or an integer, not an array without axes"))
      }
      return chosen(a, size, axis) { n, count throws(TensorError) in
        try engine.choice(n, count: count, replace: replace, p: p, shuffle: shuffle)
      }
    }

    /// Standard exponential numbers of float64 or float32. Mirrors `standard_exponential(dtype=…)`.
    public func standardExponential(_ size: some ArraySize, dtype: DType) -> NDArray {
      real("standard_exponential", size, dtype, engine.standardExponential, engine.standardExponentialFloats)
    }
    /// Numbers of a gamma distribution of scale 1, of float64 or float32. Mirrors `standard_gamma(dtype=…)`.
    public func standardGamma(_ shape: Double, _ size: some ArraySize, dtype: DType) -> NDArray {
      if dtype == .float64 { return standardGamma(shape, size) }
      return real("standard_gamma", size, dtype, engine.random) { count throws(TensorError) in
        try engine.standardGammaFloats(Float(shape), count)
      }
    }

    private func real(
      _ op: String, _ size: some ArraySize, _ dtype: DType, _ doubles: (Int) throws(TensorError) -> [Double],
      _ floats: (Int) throws(TensorError) -> [Float]
    ) -> NDArray {
      switch dtype {
      case .float64: drawn(op, size, doubles)
      case .float32: drawn(op, size, floats)
      default: .invalid(TensorError(.dtype, op: op, "Unsupported dtype dtype('\(dtype)') for \(op)"))
      }
    }
  }
}
