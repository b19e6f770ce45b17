/// Numbers of channels [outer, channels, inner] standardised, its gradient, and their means and variances: what batch, group and
/// instance normalisation share. One block of threads for each channel; sums are in float64 as on the processor.
enum ChannelKernels {
  static func run(_ name: String, _ inputs: [Tensor], epsilon: Double, _ specs: [Spec]) throws(TensorError) -> [Tensor] {
    var dense: [Tensor] = []
    for t in inputs { dense.append(try t.dense(t.dtype)) }
    let x = dense.last!
    var outs: [Tensor] = []
    for spec in specs { outs.append(try Tensor(empty: spec.shape, dtype: x.dtype, like: x)) }
    if outs[0].elementCount == 0 { return outs }
    let gpu = try CUDARuntime.device(x.device.index ?? -1)
    var arguments = KernelArguments()
    for k in 0..<2 { arguments.add(k < outs.count ? outs[k] : nil) }
    for k in 0..<2 { arguments.add(k < dense.count ? dense[k] : nil) }
    for d in 0..<3 { arguments.add(x.shape[d]) }
    arguments.add(epsilon)
    let kernel = try gpu.kernel("\(name)_\(x.dtype.name)") { text(x.dtype) }
    try gpu.launch(kernel, blocks: x.shape[1], threads: x.shape[0] * x.shape[2] <= 64 ? 64 : 256, arguments)
    return outs
  }

  static func text(_ type: DType) -> String {
    let types = "\(type.cudaName), \(type.computeType.cudaName)"
    return CUDAText.prelude + CUDAText.blockSums + CUDAText.channels + """
      KERNEL(standardize_\(type.name), ChannelArguments) { standardize<\(types)>(a); }
      KERNEL(standardize_backward_\(type.name), ChannelArguments) { standardize_backward<\(types)>(a); }
      KERNEL(moments_\(type.name), ChannelArguments) { moments<\(types)>(a); }

      """
  }

  static var entries: [KernelCatalogue.Entry] {
    DType.allCases.filter(\.isFloatingPoint).map { .init(name: "channels_\($0.name)", source: text($0)) }
  }

  static let kernels: [(String, DeviceKernels.Kernel)] = ["standardize", "standardize_backward", "moments"].map { name in
    (
      name,
      { i, a, specs throws(TensorError) in try run(name, i.all, epsilon: a.numbers.first?.doubleValue ?? 0, specs) }
    )
  }
}

extension CUDAText {
  static let channels = #"""
    struct ChannelArguments {
      void *out, *second;
      const void *x, *y;
      i64 outer, channels, inner;
      double epsilon;
    };
    // Element number i of this block's channel.
    INLINE i64 channel_place(const ChannelArguments &a, i64 i) {
      const i64 o = i / a.inner;
      return (o * a.channels + blockIdx.x) * a.inner + i - o * a.inner;
    }
    template <class S> INLINE void channel_moments(const ChannelArguments &a, const S *x, double *mean, double *variance) {
      const i64 count = a.outer * a.inner;
      double sum = 0;
      for (i64 i = threadIdx.x; i < count; i += blockDim.x) sum += cast<double>(x[channel_place(a, i)]);
      *mean = sum_of_block(sum) / (double)count;
      double squares = 0;
      for (i64 i = threadIdx.x; i < count; i += blockDim.x) {
        const double off = cast<double>(x[channel_place(a, i)]) - *mean;
        squares += off * off;
      }
      *variance = sum_of_block(squares) / (double)count;
    }
    template <class S, class A> INLINE void moments(const ChannelArguments &a) {
      double mean, variance;
      channel_moments(a, (const S *)a.x, &mean, &variance);
      if (threadIdx.x == 0) ((S *)a.out)[blockIdx.x] = cast<S>(mean), ((S *)a.second)[blockIdx.x] = cast<S>(variance);
    }
    template <class S, class A> INLINE void standardize(const ChannelArguments &a) {
      const S *x = (const S *)a.x;
      double mean, variance;
      channel_moments(a, x, &mean, &variance);
      const A middle = (A)mean, scale = (A)(1 / sqrt(variance + a.epsilon));
      for (i64 i = threadIdx.x; i < a.outer * a.inner; i += blockDim.x) {
        const i64 at = channel_place(a, i);
        ((S *)a.out)[at] = cast<S>((A)((cast<A>(x[at]) - middle) * scale));
      }
    }
    // The gradient of the result, and x.
    template <class S, class A> INLINE void standardize_backward(const ChannelArguments &a) {
      const S *g = (const S *)a.x, *x = (const S *)a.y;
      const i64 count = a.outer * a.inner;
      double mean, variance, slopes = 0, products = 0;
      channel_moments(a, x, &mean, &variance);
      for (i64 i = threadIdx.x; i < count; i += blockDim.x) {
        const i64 at = channel_place(a, i);
        const double slope = cast<double>(g[at]);
        slopes += slope, products += slope * (cast<double>(x[at]) - mean);
      }
      slopes = sum_of_block(slopes) / (double)count, products = sum_of_block(products) / (double)count;
      const double inverse = 1 / (variance + a.epsilon);
      const A factor = (A)sqrt(inverse), middle = (A)mean, shift = (A)slopes, tilt = (A)(products * inverse);
      for (i64 i = threadIdx.x; i < count; i += blockDim.x) {
        const i64 at = channel_place(a, i);
        ((S *)a.out)[at] = cast<S>((A)(factor * (cast<A>(g[at]) - shift - (cast<A>(x[at]) - middle) * tilt)));
      }
    }

    """#
}
