import CKernels

// Random tensors: PyTorch's CPU streams, bit for bit.

extension Tensor {
  private static func random(
    _ shape: Shape, _ dtype: DType, _ requiresGrad: Bool, _ generator: Generator,
    onDevice: ((Tensor, CUDAGenerator) throws(TensorError) -> Void)? = nil, _ fill: (Tensor) throws(TensorError) -> Void
  ) -> Tensor {
    reporting { () throws(TensorError) in
      try BatchLevel.drawing(shape) { shape throws(TensorError) in
        let standard = ck_thread().pointee.device
        if standard > 0, let onDevice, generator === Generator.default {
          let device = Device(code: standard - 1)
          let out = try Tensor(empty: shape, dtype: dtype, on: device)
          try onDevice(out, .of(device))
          return out
        }
        let out = try Tensor(empty: shape, dtype: dtype)
        try fill(out)
        return out
      }
    }.tracked(requiresGrad)
  }

  /// Uniform numbers from [0, 1). Mirrors `torch.rand`.
  ///
  /// ```swift
  /// manualSeed(100)
  /// Tensor.rand(3)  // tensor([0.1117, 0.8158, 0.2626])
  /// ```
  public static func rand(_ sizes: Int..., dtype: DType = .default, generator: Generator = .default, requiresGrad: Bool = false) -> Tensor {
    rand(Shape(sizes), dtype: dtype, generator: generator, requiresGrad: requiresGrad)
  }
  /// Uniform numbers from [0, 1) in a given shape. Mirrors `torch.rand`.
  ///
  /// ```swift
  /// Tensor.rand([2, 3]).shape  // Size([2, 3])
  /// ```
  public static func rand(_ shape: Shape, dtype: DType = .default, generator: Generator = .default, requiresGrad: Bool = false) -> Tensor {
    random(shape, dtype, requiresGrad, generator, onDevice: uniformOnDevice(dtype, 0, 1)) { t throws(TensorError) in
      try generator.fillUniform(t.pointer, count: t.elementCount, dtype: dtype, from: 0, to: 1)
    }
  }
  /// Standard normal numbers. Mirrors `torch.randn`.
  ///
  /// ```swift
  /// Tensor.randn(3, generator: Generator(seed: 0))  // tensor([ 1.5410, -0.2934, -2.1788])
  /// ```
  public static func randn(_ sizes: Int..., dtype: DType = .default, generator: Generator = .default, requiresGrad: Bool = false) -> Tensor
  {
    randn(Shape(sizes), dtype: dtype, generator: generator, requiresGrad: requiresGrad)
  }
  /// Standard normal numbers in a given shape. Mirrors `torch.randn`.
  ///
  /// ```swift
  /// Tensor.randn([2, 3]).shape  // Size([2, 3])
  /// ```
  public static func randn(_ shape: Shape, dtype: DType = .default, generator: Generator = .default, requiresGrad: Bool = false) -> Tensor {
    normal(0, 1, shape, dtype: dtype, generator: generator, requiresGrad: requiresGrad)
  }
  /// Normal numbers of a mean and standard deviation. Mirrors `torch.normal(mean, std, size)`.
  ///
  /// ```swift
  /// Tensor.normal(10, 0.5, [3], generator: Generator(seed: 0))  // tensor([10.7705,  9.8533,  8.9106])
  /// ```
  public static func normal(
    _ mean: Double, _ std: Double, _ shape: Shape, dtype: DType = .default, generator: Generator = .default, requiresGrad: Bool = false
  ) -> Tensor {
    random(shape, dtype, requiresGrad, generator, onDevice: normalOnDevice(dtype, mean, std)) { t throws(TensorError) in
      try generator.fillNormal(t.pointer, count: t.elementCount, dtype: dtype, mean: mean, std: std, contiguous: true)
    }
  }
  /// Whole numbers from `low` up to but not including `high`. Mirrors `torch.randint`.
  ///
  /// ```swift
  /// Tensor.randint(1, 7, [5], generator: Generator(seed: 0))  // tensor([3, 4, 6, 1, 2])
  /// ```
  public static func randint(
    _ low: Int, _ high: Int, _ shape: Shape, dtype: DType = .int64, generator: Generator = .default, requiresGrad: Bool = false
  ) -> Tensor {
    random(shape, dtype, requiresGrad, generator, onDevice: wholeOnDevice(dtype, low, high)) { t throws(TensorError) in
      try generator.fillRandomIntegers(t.pointer, count: t.elementCount, dtype: dtype, from: low, to: high)
    }
  }
  /// Whole numbers from 0 up to but not including `high`. Mirrors `torch.randint`.
  ///
  /// ```swift
  /// Tensor.randint(10, [4], generator: Generator(seed: 0))  // tensor([4, 9, 3, 0])
  /// ```
  public static func randint(_ high: Int, _ shape: Shape, dtype: DType = .int64, generator: Generator = .default) -> Tensor {
    randint(0, high, shape, dtype: dtype, generator: generator)
  }
  /// The whole numbers below `n` in random order. Mirrors `torch.randperm`.
  ///
  /// ```swift
  /// Tensor.randperm(5, generator: Generator(seed: 0))  // tensor([4, 0, 1, 3, 2])
  /// ```
  public static func randperm(_ n: Int, dtype: DType = .int64, generator: Generator = .default) -> Tensor {
    random(Shape(n), .int64, false, generator) { t throws(TensorError) in
      try generator.fillPermutation(t.pointer, count: n, dtype: .int64)
    }.to(dtype)
  }
  /// Ones with the probabilities given, zeros otherwise. Mirrors `torch.bernoulli`. Reports an error for numbers outside [0, 1].
  ///
  /// ```swift
  /// Tensor.bernoulli(Tensor([0.0, 1.0]))  // tensor([0., 1.])
  /// ```
  public static func bernoulli(_ probabilities: Tensor, generator: Generator = .default) -> Tensor {
    if probabilities.isInvalid { return probabilities }
    if probabilities.isSymbolic {
      if probabilities.symbol?.graph is BatchLevel {
        return (rand(probabilities.shape, dtype: .float64, generator: generator) .< probabilities).to(probabilities.dtype)
      }
      return .invalid(
        reporting: TensorError(
          .symbolic, op: "bernoulli", "a symbol of a graph has no numbers to draw by", hint: "Compare it with the graph's random numbers."))
    }
    return apply(.bernoulli, probabilities, generator)
  }
  /// Uniform numbers in the shape and dtype of another tensor. Mirrors `torch.rand_like`.
  ///
  /// ```swift
  /// Tensor.rand(like: Tensor.zeros(2, 3)).shape  // Size([2, 3])
  /// ```
  public static func rand(like t: Tensor, generator: Generator = .default) -> Tensor {
    withDevice(of: t) { rand(t.shape, dtype: t.dtype, generator: generator) }
  }
  /// Standard normal numbers in the shape and dtype of another tensor. Mirrors `torch.randn_like`.
  ///
  /// ```swift
  /// Tensor.randn(like: Tensor.zeros(2, 3)).shape  // Size([2, 3])
  /// ```
  public static func randn(like t: Tensor, generator: Generator = .default) -> Tensor {
    withDevice(of: t) { randn(t.shape, dtype: t.dtype, generator: generator) }
  }

  /// The kernels that draw on a GPU; nil where the arguments are wrong or the type has none, which the processor's code then says.
  static func uniformOnDevice(_ dtype: DType, _ from: Double, _ to: Double) -> ((Tensor, CUDAGenerator) throws(TensorError) -> Void)? {
    guard dtype.isFloatingPoint, from <= to, from.isFinite, to.isFinite, to - from <= dtype.largestFinite else { return nil }
    return { t, generator throws(TensorError) in try RandomKernels.fill(t, .uniform, generator, a: from, b: to) }
  }
  static func normalOnDevice(_ dtype: DType, _ mean: Double, _ std: Double) -> ((Tensor, CUDAGenerator) throws(TensorError) -> Void)? {
    guard dtype.isFloatingPoint, std >= 0 else { return nil }
    return { t, generator throws(TensorError) in try RandomKernels.fill(t, .normal, generator, a: mean, b: std) }
  }
  static func wholeOnDevice(_ dtype: DType, _ low: Int, _ high: Int) -> ((Tensor, CUDAGenerator) throws(TensorError) -> Void)? {
    guard !dtype.isComplex, low < high, low >= -(1 << 24), high <= 1 << 24 || dtype == .int64, dtype.itemSize >= 4 else { return nil }
    return { t, generator throws(TensorError) in
      try RandomKernels.fill(t, .whole, generator, low: low, range: UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low)))
    }
  }
  static func truthOnDevice(_ dtype: DType, _ p: Double) -> ((Tensor, CUDAGenerator) throws(TensorError) -> Void)? {
    guard !dtype.isComplex, p >= 0, p <= 1 else { return nil }
    return { t, generator throws(TensorError) in try RandomKernels.fill(t, .truth, generator, a: p) }
  }

  /// Runs `body` with new tensors where a tensor is.
  static func withDevice<R, E: Error>(of t: Tensor, _ body: () throws(E) -> R) throws(E) -> R {
    t.isCUDA ? try Lantern.withDevice(t.device, body) : try body()
  }

  private static func apply(_ op: Op, _ p: Tensor, _ generator: Generator) -> Tensor {
    if p.isCUDA, generator === Generator.default {
      let made = noGrad { (rand(like: p) .< p).to(p.dtype) }
      if isGradEnabled { op.record(Inputs(p), .none, made) }
      return made
    }
    let p = p.cpu()
    let made = random(p.shape, p.dtype, false, generator) { t throws(TensorError) in
      let source = noGrad { p.contiguous() }
      try generator.fillBernoulli(t.pointer, count: t.elementCount, dtype: t.dtype, probabilities: source.pointer, probabilityType: p.dtype)
    }
    if isGradEnabled { op.record(Inputs(p), .none, made) }
    return made
  }
}

extension Op {
  /// A draw by probabilities; its derivative is zero.
  static let bernoulli: Op = Op(
    "bernoulli",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.x.shape, i.x.dtype)] },
        run: { i, _, _ throws(TensorError) in [Tensor.bernoulli(i.x)] })),
    rules: [.zero], samples: .inPlaceOnly)
}
