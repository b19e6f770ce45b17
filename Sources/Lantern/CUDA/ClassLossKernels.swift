/// The negative logarithm of the likelihood of classes: one thread for each position. Classes are checked on the device, as positions are.
enum ClassLossKernels {
  /// The loss at each position, and what its weight is in a mean.
  static func loss(_ i: borrowing Inputs, _ a: borrowing Attributes, _ spec: Spec) throws(TensorError) -> Tensor {
    let x = i.x
    let type = x.dtype.computeType
    let (scores, target) = try (x.dense(x.dtype), i.y!.dense(.int64))
    let weight = try i.z.map { t throws(TensorError) in try t.dense(type) }
    let places = Shape(x.shape[0], x.shape[2])
    let losses = try Tensor(empty: places, dtype: type, like: x)
    let weights = a.ints[0] == 1 ? try Tensor(empty: places, dtype: type, like: x) : nil
    try launch("nll_loss", x, losses, [weights, scores, target, weight, nil, nil], a)
    let reduction = a.ints[0]
    return try noGrad {
      switch reduction {
      case 0: losses.to(spec.dtype)
      case 1: (losses.sum() / weights!.sum()).to(spec.dtype)
      default: losses.sum().to(spec.dtype)
      }
    }.usable()
  }

  static func backward(_ i: borrowing Inputs, _ a: borrowing Attributes, _ spec: Spec) throws(TensorError) -> Tensor {
    let type = spec.dtype.computeType
    let target = try i.z!.dense(.int64)
    let weight = try i.rest.first.map { t throws(TensorError) in try t.dense(type) }
    var g = try i.x.dense(type)
    let out = try Tensor(empty: spec.shape, dtype: spec.dtype, like: target)
    if a.ints[0] == 1 {
      // Shared out by weight: the sum of the weights of what counts.
      let places = Shape(spec.shape[0], spec.shape[2])
      let (unused, weights) = try (Tensor(empty: places, dtype: type, like: out), Tensor(empty: places, dtype: type, like: out))
      try launch("nll_loss", out, unused, [weights, nil, target, weight, nil, nil], a)
      g = try noGrad { g / weights.sum() }.usable()
    }
    try launch("nll_loss_backward", out, out, [nil, nil, target, weight, g, nil], a, isSingle: a.ints[0] != 0)
    return out
  }

  private static func launch(
    _ name: String, _ x: Tensor, _ out: Tensor, _ others: [Tensor?], _ a: borrowing Attributes, isSingle: Bool = false
  ) throws(TensorError) {
    if out.elementCount == 0 { return }
    let gpu = try CUDARuntime.device(x.device.index ?? -1)
    var arguments = KernelArguments()
    arguments.add(out)
    for t in others.prefix(5) { arguments.add(t) }
    arguments.add(bits: try gpu.errorFlag())
    for number in [out.elementCount, x.shape[1], x.shape[2], a.ints[1]] { arguments.add(number) }
    arguments.add(isSingle)
    let kernel = try gpu.kernel("\(name)_\(x.dtype.name)") { text(x.dtype) }
    try gpu.launch(kernel, blocks: gpu.blocks(for: out.elementCount), arguments)
  }

  static func text(_ type: DType) -> String {
    let types = "\(type.cudaName), \(type.computeType.cudaName)"
    return CUDAText.prelude + CUDAText.classLosses + """
      KERNEL(nll_loss_\(type.name), ClassArguments) { nll_loss<\(types)>(a); }
      KERNEL(nll_loss_backward_\(type.name), ClassArguments) { nll_loss_backward<\(types)>(a); }

      """
  }

  static var entries: [KernelCatalogue.Entry] {
    DType.allCases.filter(\.isFloatingPoint).map { .init(name: "nll_loss_\($0.name)", source: text($0)) }
  }

  static let kernels: [(String, DeviceKernels.Kernel)] = [
    ("nll_loss", { i, a, specs throws(TensorError) in [try loss(i, a, specs[0])] }),
    ("nll_loss_backward", { i, a, specs throws(TensorError) in [try backward(i, a, specs[0])] }),
  ]
}

extension CUDAText {
  static let classLosses = #"""
    struct ClassArguments {
      void *out, *weights;
      const void *scores;
      const i64 *target;
      const void *weight, *gradient;
      i64 *error;
      i64 n, classes, inner, ignored, single;
    };
    // Losses [outer, inner]; the weights of all positions where they are wanted. Without scores only those.
    template <class S, class A> INLINE void nll_loss(const ClassArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += threads) {
        const i64 t = a.target[i], o = i / a.inner;
        const bool wrong = t != a.ignored && (t < 0 || t >= a.classes);
        if (wrong) *a.error = 1;
        const bool counts = t != a.ignored && !wrong;
        const A w = !counts ? (A)0 : a.weight ? ((const A *)a.weight)[t] : (A)1;
        if (a.weights) ((A *)a.weights)[i] = w;
        if (a.scores) ((A *)a.out)[i] = counts ? -w * cast<A>(((const S *)a.scores)[(o * a.classes + t) * a.inner + i - o * a.inner]) : (A)0;
      }
    }
    // Every element [outer, classes, inner] is written by its own thread.
    template <class S, class A> INLINE void nll_loss_backward(const ClassArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += threads) {
        const i64 line = i / a.inner, o = line / a.classes, c = line - o * a.classes, at = o * a.inner + i - line * a.inner;
        const i64 t = a.target[at];
        if (t != a.ignored && (t < 0 || t >= a.classes)) *a.error = 1;
        A v = (A)0;
        if (t == c && t != a.ignored) v = -(a.weight ? ((const A *)a.weight)[t] : (A)1) * ((const A *)a.gradient)[a.single ? 0 : at];
        ((S *)a.out)[i] = cast<S>(v);
      }
    }

    """#
}
