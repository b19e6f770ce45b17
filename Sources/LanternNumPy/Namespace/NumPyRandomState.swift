import Lantern

extension np.random {
  /// A legacy stream of random numbers that gives arrays; each call takes its lock. Mirrors `numpy.random.RandomState`.
  ///
  /// ```swift
  /// let random = np.random.RandomState(100)
  /// print(random.rand(3))  // [0.54340494 0.27836939 0.42451759]
  /// ```
  public final class RandomState: Sendable {
    /// The engine, which gives plain Swift arrays.
    public let engine: LanternNumPy.RandomState

    /// A stream on top of an engine.
    public init(_ engine: LanternNumPy.RandomState) { self.engine = engine }
    /// A stream with a seed in 0..<2^32; reports an error for any other.
    public convenience init(_ seed: Int) {
      self.init(LanternNumPy.RandomState())
      self.seed(seed)
    }

    /// Starts over from a seed in 0..<2^32; reports an error for any other. Mirrors `seed`.
    public func seed(_ seed: Int) { do { try engine.seed(seed) } catch { error.report() } }

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
    /// Uniform numbers in [low, high). Mirrors `uniform`.
    public func uniform(_ low: Double = 0, _ high: Double = 1, _ size: some ArraySize) -> NDArray {
      drawn("uniform", size) { count throws(TensorError) in try engine.uniform(low, high, count: count) }
    }
    /// Standard normal numbers. Mirrors `standard_normal`.
    public func standardNormal(_ size: some ArraySize) -> NDArray { drawn("standard_normal", size, engine.randn) }
    /// Normal numbers. Reports an error for a negative scale. Mirrors `normal`.
    public func normal(_ loc: Double = 0, _ scale: Double = 1, _ size: some ArraySize) -> NDArray {
      drawn("normal", size) { count throws(TensorError) in try engine.normal(loc, scale, count: count) }
    }
    /// Exponential numbers of the given mean. Reports an error for a negative scale. Mirrors `exponential`.
    public func exponential(_ scale: Double = 1, _ size: some ArraySize) -> NDArray {
      drawn("exponential", size) { count throws(TensorError) in try engine.exponential(scale, count: count) }
    }
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
    public func permutation(_ a: NDArray) -> NDArray { shuffled("permutation", a, engine.permutation) }
    /// Puts the positions along the first axis in random order, in place. Mirrors `shuffle`.
    public func shuffle(_ a: NDArray) { a[.ellipsis] = shuffled("shuffle", a, engine.permutation) }
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
  public final class Generator: Sendable {
    /// The engine, which gives plain Swift arrays.
    public let engine: RandomGenerator

    /// A stream on top of an engine.
    public init(_ engine: RandomGenerator) { self.engine = engine }
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
    /// Uniform numbers in [low, high). Mirrors `uniform`.
    public func uniform(_ low: Double = 0, _ high: Double = 1, _ size: some ArraySize) -> NDArray {
      drawn("uniform", size) { count throws(TensorError) in try engine.uniform(low, high, count: count) }
    }
    /// Standard normal numbers, of float64 or float32. Mirrors `standard_normal`.
    public func standardNormal(_ size: some ArraySize, dtype: DType = .float64) -> NDArray {
      real("standard_normal", size, dtype, engine.standardNormal, engine.standardNormalFloats)
    }
    /// Normal numbers. Reports an error for a negative scale. Mirrors `normal`.
    public func normal(_ loc: Double = 0, _ scale: Double = 1, _ size: some ArraySize) -> NDArray {
      drawn("normal", size) { count throws(TensorError) in try engine.normal(loc, scale, count: count) }
    }
    /// Exponential numbers of the given mean. Reports an error for a negative scale. Mirrors `exponential`.
    public func exponential(_ scale: Double = 1, _ size: some ArraySize) -> NDArray {
      drawn("exponential", size) { count throws(TensorError) in try engine.exponential(scale, count: count) }
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
    /// A copy with the positions along the first axis in random order. Mirrors `permutation`.
    public func permutation(_ a: NDArray) -> NDArray { shuffled("permutation", a, engine.permutation) }
    /// Puts the positions along the first axis in random order, in place. Mirrors `shuffle`.
    public func shuffle(_ a: NDArray) { a[.ellipsis] = shuffled("shuffle", a, engine.permutation) }
    /// Numbers below `n`, each with its probability in `p`. Mirrors `choice`.
    public func choice(_ n: Int, _ size: some ArraySize, replace: Bool = true, p: [Double]? = nil, shuffle: Bool = true) -> NDArray {
      drawn("choice", size) { count throws(TensorError) in try engine.choice(n, count: count, replace: replace, p: p, shuffle: shuffle) }
    }
    /// Elements of a vector, each with its probability in `p`. Mirrors `choice`.
    public func choice(_ a: NDArray, _ size: some ArraySize, replace: Bool = true, p: [Double]? = nil, shuffle: Bool = true) -> NDArray {
      chosen(a, size) { n, count throws(TensorError) in try engine.choice(n, count: count, replace: replace, p: p, shuffle: shuffle) }
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
