import CKernels

// Each fill writes `count` elements of contiguous memory in the order in which PyTorch visits them. Complex memory is filled as pairs of
// its real type. Arguments are checked before the first number is drawn, and the messages are PyTorch's.

extension Generator {
  /// Uniform numbers in [from, to). Mirrors `Tensor.uniform_`.
  package func fillUniform(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, from: Double = 0, to: Double = 1
  ) throws(TensorError) {
    try RandomBounds.checkUniform(dtype, from, to)
    let real = RealView(dtype, count)
    withStream { ck_torch_uniform(&$0, real.code, out, real.count, from, to) }
  }

  /// Normal numbers. A complex number's variance is shared by its two parts. Mirrors `Tensor.normal_`.
  /// - Parameter contiguous: whether the tensor is; others, and small ones, take another algorithm with other numbers.
  package func fillNormal(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, mean: Double = 0, std: Double = 1, contiguous: Bool = true
  ) throws(TensorError) {
    guard std >= 0 else {
      throw TensorError(.argument, op: "normal_", "normal expects std >= 0.0, but found std \(RandomBounds.text(std))")
    }
    if count == 0 { return }
    guard dtype.isDifferentiable else { throw RandomBounds.notImplemented("normal_", "normal_kernel_cpu", dtype) }
    let real = RealView(dtype, count)
    let std = dtype.isComplex ? std / 2.0.squareRoot() : std
    withStream { ck_torch_normal(&$0, real.code, out, real.count, mean, std, contiguous ? 1 : 0) }
  }

  /// The exponentials of normal numbers. Mirrors `Tensor.log_normal_`.
  package func fillLogNormal(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, mean: Double = 1, std: Double = 2
  ) throws(TensorError) {
    guard std > 0 else {
      throw TensorError(.argument, op: "log_normal_", "log_normal_ expects std > 0.0, but found std=\(RandomBounds.text(std))")
    }
    guard dtype.isFloatingPoint else { throw RandomBounds.notImplemented("log_normal_", "log_normal_cpu", dtype) }
    withStream { ck_torch_log_normal(&$0, dtype.code, out, count, mean, std) }
  }

  /// Exponential numbers of rate `lambda`. Mirrors `Tensor.exponential_`.
  package func fillExponential(_ out: UnsafeMutableRawPointer, count: Int, dtype: DType, lambda: Double = 1) throws(TensorError) {
    guard dtype.isFloatingPoint else {
      throw RandomBounds.notContinuous("exponential_", "Exponential", dtype.legacyName)
    }
    guard lambda > 0 else {
      throw TensorError(
        .argument, op: "exponential_", "exponential_ expects lambda > 0.0, but found lambda=\(RandomBounds.text(lambda))")
    }
    withStream { ck_torch_exponential(&$0, dtype.code, out, count, lambda) }
  }

  /// How many trials of probability `p` it takes to succeed. Mirrors `Tensor.geometric_`.
  package func fillGeometric(_ out: UnsafeMutableRawPointer, count: Int, dtype: DType, p: Double) throws(TensorError) {
    guard p > 0, p < 1 else {
      throw TensorError(.argument, op: "geometric_", "geometric_ expects p to be in (0, 1), but got p=\(RandomBounds.text(p))")
    }
    guard dtype.isFloatingPoint || RandomBounds.isSmallInteger(dtype) else {
      throw RandomBounds.notImplemented("geometric_", "geometric_cpu", dtype)
    }
    withStream { ck_torch_geometric(&$0, dtype.code, out, count, p) }
  }

  /// Cauchy (Lorentz) numbers. Mirrors `Tensor.cauchy_`.
  package func fillCauchy(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, median: Double = 0, sigma: Double = 1
  ) throws(TensorError) {
    guard sigma > 0 else {
      throw TensorError(.argument, op: "cauchy_", "cauchy_ expects sigma > 0.0, but found sigma=\(RandomBounds.text(sigma))")
    }
    guard dtype.isFloatingPoint else { throw RandomBounds.notContinuous("cauchy_", "Cauchy", RandomBounds.cxxName(dtype)) }
    withStream { ck_torch_cauchy(&$0, dtype.code, out, count, median, sigma) }
  }

  /// Integers in [from, to); without `to`, up to the largest the type can hold, and all 64 bits when `from` is the least `Int`.
  /// Mirrors `Tensor.random_(from, to)` and `torch.randint`.
  package func fillRandomIntegers(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, from: Int, to: Int?
  ) throws(TensorError) {
    let (base, range) = try RandomBounds.integerRange(dtype, from, to)
    withStream { ck_torch_integers(&$0, dtype.code, out, count, range, base) }
  }

  /// Integers over everything the type can hold that is not negative; for floating-point types, up to the last one before which all
  /// integers are exact. Mirrors `Tensor.random_()`.
  package func fillRandomFullRange(_ out: UnsafeMutableRawPointer, count: Int, dtype: DType) throws(TensorError) {
    guard dtype.isFloatingPoint || dtype == .bool || RandomBounds.isSmallInteger(dtype) else {
      throw RandomBounds.notImplemented("random_", "random_kernel_cpu", dtype)
    }
    withStream { ck_torch_full_range(&$0, dtype.code, out, count) }
  }

  /// The numbers `0..<count` in random order. Mirrors `torch.randperm`.
  package func fillPermutation(_ out: UnsafeMutableRawPointer, count: Int, dtype: DType = .int64) throws(TensorError) {
    try RandomBounds.checkPermutation(dtype, count)
    if dtype == .int64 {
      withStream { ck_torch_permutation(&$0, out.assumingMemoryBound(to: Int64.self), count) }
    } else {
      ck_torch_store_integers(dtype.code, out, permutation(count), count)
    }
  }

  /// The numbers `0..<count` in random order, as `fillPermutation` draws them.
  package func permutation(_ count: Int) -> [Int64] {
    [Int64](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let base = buffer.baseAddress { withStream { ck_torch_permutation(&$0, base, count) } }
      initialized = count
    }
  }

  /// Ones with probability `p`, else zeros. Mirrors `Tensor.bernoulli_(p)`; dropout's mask.
  package func fillBernoulli(_ out: UnsafeMutableRawPointer, count: Int, dtype: DType, p: Double) throws(TensorError) {
    guard p >= 0, p <= 1 else {
      throw TensorError(.argument, op: "bernoulli_", "bernoulli_ expects p to be in [0, 1], but got p=\(RandomBounds.text(p))")
    }
    guard dtype.isFloatingPoint || dtype == .bool || RandomBounds.isSmallInteger(dtype) else {
      throw RandomBounds.notImplemented("bernoulli_", "bernoulli_scalar_cpu_", dtype)
    }
    withStream { ck_torch_bernoulli(&$0, dtype.code, out, count, p) }
  }

  /// Ones with a probability of their own each. Mirrors `torch.bernoulli(probabilities)`.
  /// - Parameter probabilities: `count` numbers in [0, 1], of the floating-point type `probabilityType`, in the order of the output.
  package func fillBernoulli(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, probabilities: UnsafeRawPointer, probabilityType: DType
  ) throws(TensorError) {
    guard probabilityType.isFloatingPoint else {
      throw RandomBounds.notImplemented("bernoulli", "bernoulli_tensor_cpu_p_", probabilityType)
    }
    guard dtype.isFloatingPoint || dtype == .bool || RandomBounds.isSmallInteger(dtype) else {
      throw RandomBounds.notImplemented("bernoulli", "bernoulli_tensor_cpu_self_", dtype)
    }
    guard ck_torch_are_probabilities(probabilityType.code, probabilities, count) != 0 else {
      throw TensorError(
        .argument, op: "bernoulli", "Expected p_in >= 0 && p_in <= 1 to be true, but got false.",
        hint: "Every probability must lie in [0, 1].")
    }
    withStream { ck_torch_bernoulli_each(&$0, dtype.code, out, probabilityType.code, probabilities, count) }
  }

  /// Indices drawn with the given weights, `samples` from each of `rows` rows of `categories`. Mirrors `torch.multinomial`.
  /// - Parameters:
  ///   - weights: `rows * categories` numbers of the floating-point type `dtype`; they need not sum to 1.
  ///   - out: room for `rows * samples` indices.
  package func fillMultinomial(
    _ out: UnsafeMutablePointer<Int64>, weights: UnsafeRawPointer, dtype: DType, rows: Int, categories: Int, samples: Int,
    replacement: Bool
  ) throws(TensorError) {
    func fail(_ message: String) -> TensorError { TensorError(.argument, op: "multinomial", message) }
    guard dtype.isFloatingPoint else {
      throw TensorError(
        .dtype, op: "multinomial", "multinomial only supports floating-point dtypes for input, got: \(dtype.legacyName)")
    }
    guard samples > 0 else { throw fail("cannot sample n_sample <= 0 samples") }
    guard replacement || samples <= categories else {
      throw fail("cannot sample n_sample > prob_dist.size(-1) samples without replacement")
    }
    guard categories <= 1 << 24 else { throw fail("number of categories cannot exceed 2^24") }
    let race = !replacement || samples == 1
    switch ck_torch_weight_fault(dtype.code, weights, rows, categories) {
    case 0: break
    case 3: throw fail("invalid multinomial distribution (sum of probabilities <= 0)")
    case _ where race: throw fail("probability tensor contains either `inf`, `nan` or element < 0")
    case 1: throw fail("invalid multinomial distribution (encountering probability entry < 0)")
    default: throw fail("invalid multinomial distribution (encountering probability entry = infinity or NaN)")
    }
    let status = withStream {
      ck_torch_multinomial(&$0, dtype.code, weights, rows, categories, samples, replacement ? 1 : 0, out)
    }
    if status != 0 {
      throw TensorError(.memory, op: "multinomial", "not enough memory for a table of \(categories) categories")
    }
  }
}

/// Memory seen as real numbers: a complex one is two of them.
private struct RealView {
  let code: ck_dtype
  let count: Int

  init(_ dtype: DType, _ count: Int) {
    code = dtype.realPart.code
    self.count = dtype.isComplex ? 2 * count : count
  }
}

extension DType {
  fileprivate var code: ck_dtype { ck_dtype(rawValue: UInt32(rawValue)) }
}
