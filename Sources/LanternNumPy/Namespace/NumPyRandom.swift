import Lantern

extension np {
  // swift-format-ignore: TypeNamesShouldBeCapitalized
  /// NumPy's random numbers: one stream for the process (`np.random.seed`, `np.random.rand`), streams of one's own
  /// (`np.random.RandomState(seed)`) and the modern generator (`np.random.defaultRng(seed)`). Mirrors `numpy.random`.
  ///
  /// The same seed gives NumPy's numbers, bit for bit. All of it may be used from several threads at once.
  public enum random {
    /// The stream behind the functions of `np.random`.
    static let shared = RandomState(LanternNumPy.RandomState())

    /// Starts the process's stream over from a seed in 0..<2^32. Mirrors `numpy.random.seed`.
    public static func seed(_ seed: Int) { shared.seed(seed) }
    /// Starts the process's stream over from several numbers in 0..<2^32. Mirrors `numpy.random.seed`.
    public static func seed(_ seed: [Int]) { shared.seed(seed) }
    /// Where the process's stream stands. Mirrors `numpy.random.get_state`.
    public static func getState() -> LanternNumPy.RandomState.State { shared.getState() }
    /// Continues the process's stream from a state that `getState` gave. Mirrors `numpy.random.set_state`.
    public static func setState(_ state: LanternNumPy.RandomState.State) { shared.setState(state) }
    /// Random bytes. Mirrors `numpy.random.bytes`.
    public static func bytes(_ length: Int) -> [UInt8] { shared.bytes(length) }
    /// A stream of its own with a seed. Mirrors `numpy.random.default_rng`.
    ///
    /// ```swift
    /// let rng = np.random.defaultRng(42)
    /// print(rng.random(3))  // [0.77395605 0.43887844 0.85859792]
    /// ```
    public static func defaultRng(_ seed: Int) -> Generator { Generator(seed: seed) }
    /// A stream of its own seeded by several numbers. Mirrors `numpy.random.default_rng`.
    public static func defaultRng(_ seed: [Int]) -> Generator { Generator(seed: seed) }
    /// A stream of its own seeded by a sequence. Mirrors `numpy.random.default_rng`.
    public static func defaultRng(_ sequence: SeedSequence) -> Generator { Generator(sequence) }
    /// A stream of its own with a random start. Mirrors `numpy.random.default_rng`.
    public static func defaultRng() -> Generator { Generator(RandomGenerator()) }

    /// Uniform numbers in [0, 1), with the sizes as arguments. Mirrors `numpy.random.rand`.
    public static func rand(_ sizes: Int...) -> NDArray { shared.randomSample(sizes) }
    /// A uniform number in [0, 1). Mirrors `numpy.random.rand`.
    public static func rand() -> Double { shared.rand() }
    /// Standard normal numbers, with the sizes as arguments. Mirrors `numpy.random.randn`.
    public static func randn(_ sizes: Int...) -> NDArray { shared.standardNormal(sizes) }
    /// A standard normal number. Mirrors `numpy.random.randn`.
    public static func randn() -> Double { shared.randn() }
    /// Uniform numbers in [0, 1). Mirrors `numpy.random.random`.
    public static func random(_ size: some ArraySize) -> NDArray { shared.randomSample(size) }
    /// Uniform numbers in [0, 1). Mirrors `numpy.random.random_sample`.
    public static func randomSample(_ size: some ArraySize) -> NDArray { shared.randomSample(size) }
    /// Whole numbers in [low, high). Mirrors `numpy.random.randint`.
    public static func randint(_ low: Int, _ high: Int, _ size: some ArraySize, dtype: DType = .int64) -> NDArray {
      shared.randint(low, high, size, dtype: dtype)
    }
    /// Whole numbers in [0, high). Mirrors `numpy.random.randint`.
    public static func randint(_ high: Int, size: some ArraySize, dtype: DType = .int64) -> NDArray {
      shared.randint(high, size: size, dtype: dtype)
    }
    /// A whole number in [low, high). Mirrors `numpy.random.randint`.
    public static func randint(_ low: Int, _ high: Int) -> Int { shared.randint(low, high) }
    /// Vectors of positive numbers with sum 1. Mirrors `numpy.random.dirichlet`.
    public static func dirichlet(_ alpha: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray { shared.dirichlet(alpha, size) }
    /// How often each of several outcomes comes up in `n` trials. Mirrors `numpy.random.multinomial`.
    public static func multinomial(_ n: Int, _ pvals: some ArrayOperand, _ size: (any ArraySize)? = nil) -> NDArray {
      shared.multinomial(n, pvals, size)
    }
    /// Vectors of normal numbers with these means and covariances. Mirrors `numpy.random.multivariate_normal`.
    public static func multivariateNormal(_ mean: some ArrayOperand, _ cov: NDArray, _ size: (any ArraySize)? = nil) -> NDArray {
      shared.multivariateNormal(mean, cov, size)
    }
    /// Standard normal numbers. Mirrors `numpy.random.standard_normal`.
    public static func standardNormal(_ size: some ArraySize) -> NDArray { shared.standardNormal(size) }
    /// The numbers 0..<n in random order. Mirrors `numpy.random.permutation`.
    public static func permutation(_ n: Int) -> NDArray { shared.permutation(n) }
    /// A copy with the positions along the first axis in random order. Mirrors `numpy.random.permutation`.
    public static func permutation(_ a: NDArray) -> NDArray { shared.permutation(a) }
    /// Puts the positions along the first axis in random order, in place. Mirrors `numpy.random.shuffle`.
    public static func shuffle(_ a: NDArray) { shared.shuffle(a) }
    /// Numbers below `n`, drawn at random. Mirrors `numpy.random.choice`.
    public static func choice(_ n: Int, _ size: some ArraySize, replace: Bool = true, p: [Double]? = nil) -> NDArray {
      shared.choice(n, size, replace: replace, p: p)
    }
    /// Elements of a vector, drawn at random. Mirrors `numpy.random.choice`.
    public static func choice(_ a: NDArray, _ size: some ArraySize, replace: Bool = true, p: [Double]? = nil) -> NDArray {
      shared.choice(a, size, replace: replace, p: p)
    }
  }
}

// ---- what both kinds of streams need ---------------------------------------------------------------------------------------------

/// An array of drawn numbers; reports an error for negative sizes.
func drawn<E: TensorElement>(_ op: String, _ size: some ArraySize, _ draw: (Int) throws(TensorError) -> [E]) -> NDArray {
  NDArray.reporting { () throws(TensorError) in
    let shape = try size.axisSizes.checkedSizes(op)
    return NDArray(Tensor(try draw(shape.elementCount), shape: shape))
  }
}

/// An array of whole numbers of a type, which `fill` writes.
func drawnIntegers(
  _ op: String, _ size: some ArraySize, _ dtype: DType, _ fill: (UnsafeMutableRawPointer, Int) throws(TensorError) -> Void
) -> NDArray {
  NDArray.reporting { () throws(TensorError) in
    let out = try Tensor(empty: try size.axisSizes.checkedSizes(op), dtype: dtype)
    try fill(out.pointer, out.elementCount)
    return NDArray(out)
  }
}

/// The positions along an axis in the order that `order` gives.
func shuffled(_ op: String, _ a: NDArray, _ axis: Int, _ order: (Int) -> [Int64]) -> NDArray {
  if a.isInvalid { return a }
  guard a.ndim > 0 else { return .invalid(TensorError(.argument, op: op, "x must be an integer or at least 1-dimensional")) }
  return NDArray.reporting { () throws(TensorError) in
    let d = try a.tensor.shape.arrayAxis(axis, op: op)
    return np.take(a, np.array(order(a.shape[d])), axis: d)
  }
}

/// Elements of a vector, or parts along an axis, at drawn positions.
func chosen(
  _ a: NDArray, _ size: some ArraySize, _ axis: Int? = nil, _ draw: (Int, Int) throws(TensorError) -> [Int64]
) -> NDArray {
  if a.isInvalid { return a }
  guard a.ndim == 1 || axis != nil else { return .invalid(TensorError(.argument, op: "choice", "a must be 1-dimensional or an integer")) }
  return NDArray.reporting { () throws(TensorError) in
    let d = try a.tensor.shape.arrayAxis(axis ?? 0, op: "choice")
    let positions = drawn("choice", size) { count throws(TensorError) in try draw(a.shape[d], count) }
    return positions.isInvalid ? positions : np.take(a, positions, axis: d)
  }
}

/// Bytes, cut from random 32-bit words; reports an error for a negative length.
func randomBytes(_ length: Int, _ fill: (UnsafeMutableRawPointer, Int) throws(TensorError) -> Void) -> [UInt8] {
  do throws(TensorError) {
    guard length >= 0 else { throw TensorError(.argument, op: "bytes", "negative dimensions are not allowed") }
    try checkRoom(for: length / 8, "bytes")
    // NumPy asks for one word at least.
    let words = Swift.max(length - 1, 0) / 4 + 1
    let room = try Tensor(empty: Shape(CollectionOfOne(words)), dtype: .uint32)
    try fill(room.pointer, words)
    return Array(UnsafeRawBufferPointer(start: room.pointer, count: length))
  } catch {
    error.report()
    return []
  }
}
