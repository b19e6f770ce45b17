/// Softmax, layer normalisation and running sums: one block of threads for each row.
enum RowKernels {
  /// Softmax or its logarithm along an axis, or the gradient of either; `second` is the result for gradients.
  static func softmax(_ name: String, _ x: Tensor, _ second: Tensor?, _ axes: Shape) throws(TensorError) -> Tensor {
    let x = try noGrad { x.contiguous() }.usable()
    let second = try second.map { t throws(TensorError) in try noGrad { t.contiguous() }.usable() }
    let out = try Tensor(empty: x.shape, dtype: (second ?? x).dtype, like: x)
    if out.elementCount == 0 { return out }
    let gpu = try CUDARuntime.device(x.device.index ?? -1)
    let (outer, count, inner) = lines(x.shape, axes.first)
    var arguments = KernelArguments()
    arguments.add(out)
    arguments.add(x)
    arguments.add(second)
    arguments.add(count)
    arguments.add(inner)
    let kernel = try gpu.kernel("\(name)_\(x.dtype.name)") { text(x.dtype) }
    try gpu.launch(kernel, blocks: outer * inner, threads: count <= 64 ? 64 : 256, arguments)
    return out
  }

  /// Layer normalisation of rows [rows, n], or the gradient of its input.
  static func layerNorm(_ name: String, _ parts: [Tensor?], epsilon: Double) throws(TensorError) -> Tensor {
    var dense: [Tensor?] = []
    for part in parts { dense.append(try part.map { t throws(TensorError) in try noGrad { t.contiguous() }.usable() }) }
    let x = dense[0]!
    let out = try Tensor(empty: x.shape, dtype: x.dtype, like: x)
    if out.elementCount == 0 { return out }
    let gpu = try CUDARuntime.device(x.device.index ?? -1)
    var arguments = KernelArguments()
    arguments.add(out)
    for k in 0..<3 { arguments.add(k < dense.count ? dense[k] : nil) }
    arguments.add(x.shape[1])
    arguments.add(epsilon)
    let kernel = try gpu.kernel("\(name)_\(x.dtype.name)") { text(x.dtype) }
    try gpu.launch(kernel, blocks: x.shape[0], threads: x.shape[1] <= 64 ? 64 : 256, arguments)
    return out
  }

  /// Running sums, products or logarithms of sums along an axis of contiguous elements of one type. Few long lines are cut into
  /// stretches: what each comes to is run over first, and then begins the next.
  static func running(_ name: String, _ x: Tensor, _ axis: Int?) throws(TensorError) -> Tensor {
    let out = try Tensor(empty: x.shape, dtype: x.dtype, like: x)
    if out.elementCount == 0 { return out }
    let (outer, count, inner) = lines(x.shape, axis)
    try run(name, x, into: out, outer: outer, count: count, inner: inner)
    return out
  }

  private static let stretch = 2048

  private static func run(_ name: String, _ x: Tensor, into out: Tensor, outer: Int, count: Int, inner: Int) throws(TensorError) {
    let gpu = try CUDARuntime.device(x.device.index ?? -1)
    let lines = outer * inner
    let byLines = lines >= 4 * gpu.multiprocessors * 32 || (inner >= 32 && count <= stretch)
    let stretches = byLines ? 1 : (count + stretch - 1) / stretch
    func launch(_ part: String, _ target: Tensor, before: Tensor?, blocks: Int) throws(TensorError) {
      var arguments = KernelArguments()
      arguments.add(target)
      arguments.add(x)
      arguments.add(before)
      for number in [count, inner, lines, stretches, Swift.min(count, stretch)] { arguments.add(number) }
      let kernel = try gpu.kernel("\(name)_\(part)_\(x.dtype.name)") { runningText(name, x.dtype) }
      try gpu.launch(kernel, blocks: blocks, arguments)
    }
    if byLines { return try launch("lines", out, before: nil, blocks: (lines + 255) / 256) }
    guard stretches > 1 else { return try launch("rows", out, before: nil, blocks: lines) }
    let totals = try Tensor(empty: [lines, stretches], dtype: x.dtype, like: x)
    let before = try Tensor(empty: [lines, stretches], dtype: x.dtype, like: x)
    try launch("totals", totals, before: nil, blocks: lines * stretches)
    try run(name, totals, into: before, outer: lines, count: stretches, inner: 1)
    try launch("rows", out, before: before, blocks: lines * stretches)
  }

  /// How many elements lie before, along and behind an axis; of no axis, one of each.
  private static func lines(_ shape: Shape, _ axis: Int?) -> (outer: Int, count: Int, inner: Int) {
    guard let d = axis else { return (1, shape.elementCount, 1) }
    return (shape.prefix(d).reduce(1, *), shape[d], shape.dropFirst(d + 1).reduce(1, *))
  }

  static func text(_ type: DType) -> String {
    let (s, a) = (type.cudaName, type.computeType.cudaName)
    return CUDAText.prelude + CUDAText.rows(type.computeType) + """
      KERNEL(softmax_\(type.name), SoftmaxArguments) { softmax<\(s), \(a), false>(a); }
      KERNEL(log_softmax_\(type.name), SoftmaxArguments) { softmax<\(s), \(a), true>(a); }
      KERNEL(softmax_backward_\(type.name), SoftmaxArguments) { softmax_backward<\(s), \(a), false>(a); }
      KERNEL(log_softmax_backward_\(type.name), SoftmaxArguments) { softmax_backward<\(s), \(a), true>(a); }
      KERNEL(native_layer_norm_\(type.name), NormArguments) { layer_norm<\(s), \(a)>(a); }
      KERNEL(layer_norm_backward_\(type.name), NormArguments) { layer_norm_backward<\(s), \(a)>(a); }

      """
  }

  static func runningText(_ name: String, _ type: DType) -> String {
    let wide = type == .float32 ? "double" : type.cudaName
    return CUDAText.prelude + CUDAText.running + """
      KERNEL(\(name)_rows_\(type.name), RunningArguments) { running_rows<\(name)_step, \(type.cudaName), \(wide)>(a); }
      KERNEL(\(name)_totals_\(type.name), RunningArguments) { running_totals<\(name)_step, \(type.cudaName), \(wide)>(a); }
      KERNEL(\(name)_lines_\(type.name), RunningArguments) { running_lines<\(name)_step, \(type.cudaName), \(wide)>(a); }

      """
  }

  static var entries: [KernelCatalogue.Entry] {
    DType.allCases.filter(\.isFloatingPoint).map { .init(name: "rows_\($0.name)", source: text($0)) }
      + [DType.int64, .uint64, .float32, .float64].flatMap { type in
        (type.isFloatingPoint ? ["cumsum", "cumprod", "logcumsumexp"] : ["cumsum", "cumprod"]).map {
          .init(name: "\($0)_\(type.name)", source: runningText($0, type))
        }
      }
  }
}

extension CUDAText {
  static func rows(_ compute: DType) -> String {
    "#define M(fn) \(compute == .float64 ? "fn" : "fn##f")\n" + blockSums + rowsText
  }

  static let blockSums = #"""
    // The sum of a number of each thread, for all threads of the block.
    template <class A> INLINE A sum_of_block(A v) {
      SHARED A shared[256];
      __syncthreads();
      shared[threadIdx.x] = v;
      __syncthreads();
      for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) shared[threadIdx.x] += shared[threadIdx.x + half];
        __syncthreads();
      }
      return shared[0];
    }

    """#

  private static let rowsText = #"""
    struct SoftmaxArguments {
      void *out;
      const void *in, *second;
      i64 count, inner;
    };
    struct NormArguments {
      void *out;
      const void *x, *y, *z;
      i64 count;
      double epsilon;
    };
    template <class A> INLINE A largest(A x, A y) { return x != x ? x : y != y ? y : x > y ? x : y; }
    template <class A> INLINE A largest_of_block(A v) {
      SHARED A shared[256];
      __syncthreads();
      shared[threadIdx.x] = v;
      __syncthreads();
      for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) shared[threadIdx.x] = largest(shared[threadIdx.x], shared[threadIdx.x + half]);
        __syncthreads();
      }
      return shared[0];
    }

    template <class S, class A, bool is_log> INLINE void softmax(const SoftmaxArguments &a) {
      const i64 first = blockIdx.x / a.inner * a.count * a.inner + blockIdx.x % a.inner;
      const S *x = (const S *)a.in + first;
      S *out = (S *)a.out + first;
      A top = -INFINITY;
      for (i64 i = threadIdx.x; i < a.count; i += blockDim.x) top = largest(top, cast<A>(x[i * a.inner]));
      top = largest_of_block(top);
      A sum = 0;
      for (i64 i = threadIdx.x; i < a.count; i += blockDim.x) sum += M(exp)(cast<A>(x[i * a.inner]) - top);
      sum = sum_of_block(sum);
      if (is_log) {
        const A logarithm = M(log)(sum);
        for (i64 i = threadIdx.x; i < a.count; i += blockDim.x) out[i * a.inner] = cast<S>(cast<A>(x[i * a.inner]) - top - logarithm);
      } else {
        for (i64 i = threadIdx.x; i < a.count; i += blockDim.x) out[i * a.inner] = cast<S>(M(exp)(cast<A>(x[i * a.inner]) - top) / sum);
      }
    }

    template <class S, class A, bool is_log> INLINE void softmax_backward(const SoftmaxArguments &a) {
      const i64 first = blockIdx.x / a.inner * a.count * a.inner + blockIdx.x % a.inner;
      const S *g = (const S *)a.in + first, *y = (const S *)a.second + first;
      S *out = (S *)a.out + first;
      A sum = 0;
      for (i64 i = threadIdx.x; i < a.count; i += blockDim.x) {
        const A slope = cast<A>(g[i * a.inner]);
        sum += is_log ? slope : slope * cast<A>(y[i * a.inner]);
      }
      sum = sum_of_block(sum);
      for (i64 i = threadIdx.x; i < a.count; i += blockDim.x) {
        const A slope = cast<A>(g[i * a.inner]), value = cast<A>(y[i * a.inner]);
        out[i * a.inner] = cast<S>(is_log ? slope - M(exp)(value) * sum : value * (slope - sum));
      }
    }

    template <class S, class A> INLINE void moments(const S *x, i64 count, double epsilon, A *mean, A *scale) {
      A sum = 0;
      for (i64 i = threadIdx.x; i < count; i += blockDim.x) sum += cast<A>(x[i]);
      *mean = sum_of_block(sum) / (A)count;
      A squares = 0;
      for (i64 i = threadIdx.x; i < count; i += blockDim.x) {
        const A off = cast<A>(x[i]) - *mean;
        squares += off * off;
      }
      *scale = 1 / M(sqrt)(sum_of_block(squares) / (A)count + (A)epsilon);
    }

    // x, the weight, the bias.
    template <class S, class A> INLINE void layer_norm(const NormArguments &a) {
      const S *x = (const S *)a.x + blockIdx.x * a.count, *weight = (const S *)a.y, *bias = (const S *)a.z;
      S *out = (S *)a.out + blockIdx.x * a.count;
      A mean, scale;
      moments<S, A>(x, a.count, a.epsilon, &mean, &scale);
      for (i64 i = threadIdx.x; i < a.count; i += blockDim.x) {
        A v = (cast<A>(x[i]) - mean) * scale * cast<A>(weight[i]);
        if (bias) v += cast<A>(bias[i]);
        out[i] = cast<S>(v);
      }
    }

    // The gradient of the result, x, the weight.
    template <class S, class A> INLINE void layer_norm_backward(const NormArguments &a) {
      const S *g = (const S *)a.x + blockIdx.x * a.count, *x = (const S *)a.y + blockIdx.x * a.count, *weight = (const S *)a.z;
      S *out = (S *)a.out + blockIdx.x * a.count;
      A mean, scale;
      moments<S, A>(x, a.count, a.epsilon, &mean, &scale);
      A slopes = 0, products = 0;
      for (i64 i = threadIdx.x; i < a.count; i += blockDim.x) {
        const A slope = cast<A>(g[i]) * cast<A>(weight[i]);
        slopes += slope;
        products += slope * (cast<A>(x[i]) - mean) * scale;
      }
      slopes = sum_of_block(slopes) / (A)a.count;
      products = sum_of_block(products) / (A)a.count;
      for (i64 i = threadIdx.x; i < a.count; i += blockDim.x) {
        const A slope = cast<A>(g[i]) * cast<A>(weight[i]), place = (cast<A>(x[i]) - mean) * scale;
        out[i] = cast<S>(scale * (slope - slopes - place * products));
      }
    }

    """#

  static let running = #"""
    struct RunningArguments {
      void *out;
      const void *in, *before;
      i64 count, inner, lines, stretches, stretch;
    };
    struct cumsum_step {
      template <class A> INLINE_MEMBER A none() { return (A)0; }
      template <class A> INLINE_MEMBER A join(A x, A y) { return x + y; }
    };
    struct cumprod_step {
      template <class A> INLINE_MEMBER A none() { return (A)1; }
      template <class A> INLINE_MEMBER A join(A x, A y) { return x * y; }
    };
    // log(exp(a) + exp(b)) without overflow; infinities of one sign stay what they are.
    struct logcumsumexp_step {
      template <class A> INLINE_MEMBER A none() { return -(A)INFINITY; }
      template <class A> INLINE_MEMBER A join(A x, A y) {
        if (x != x || y != y) return x + y;
        const A low = x < y ? x : y, high = x < y ? y : x;
        return low != high || low - low == 0 ? log1p(exp(low - high)) + high : x;
      }
    };
    // One thread for each line.
    template <class R, class S, class A> INLINE void running_lines(const RunningArguments &a) {
      const i64 line = (i64)blockIdx.x * blockDim.x + threadIdx.x;
      if (line >= a.lines) return;
      const i64 first = line / a.inner * a.count * a.inner + line % a.inner;
      A sum = R::template none<A>();
      for (i64 i = 0; i < a.count; i++) {
        sum = R::join(sum, (A)((const S *)a.in)[first + i * a.inner]);
        ((S *)a.out)[first + i * a.inner] = (S)sum;
      }
    }
    // One block for each stretch of a line, 256 elements at a time, after what comes before it.
    template <class R, class S, class A> INLINE void running_rows(const RunningArguments &a) {
      SHARED A shared[256];
      const i64 line = blockIdx.x / a.stretches, part = blockIdx.x % a.stretches;
      const i64 first = line / a.inner * a.count * a.inner + line % a.inner, begin = part * a.stretch;
      const i64 end = begin + a.stretch < a.count ? begin + a.stretch : a.count;
      A before = part > 0 ? (A)((const S *)a.before)[blockIdx.x - 1] : R::template none<A>();
      for (i64 start = begin; start < end; start += blockDim.x) {
        const i64 i = start + threadIdx.x;
        shared[threadIdx.x] = i < end ? (A)((const S *)a.in)[first + i * a.inner] : R::template none<A>();
        __syncthreads();
        for (unsigned step = 1; step < blockDim.x; step *= 2) {
          const A left = threadIdx.x >= step ? shared[threadIdx.x - step] : R::template none<A>();
          __syncthreads();
          shared[threadIdx.x] = R::join(left, shared[threadIdx.x]);
          __syncthreads();
        }
        if (i < end) ((S *)a.out)[first + i * a.inner] = (S)R::join(before, shared[threadIdx.x]);
        before = R::join(before, shared[blockDim.x - 1]);
        __syncthreads();
      }
    }
    // What each stretch of a line comes to: [lines, stretches].
    template <class R, class S, class A> INLINE void running_totals(const RunningArguments &a) {
      SHARED A shared[256];
      const i64 line = blockIdx.x / a.stretches, begin = blockIdx.x % a.stretches * a.stretch;
      const i64 first = line / a.inner * a.count * a.inner + line % a.inner, end = begin + a.stretch < a.count ? begin + a.stretch : a.count;
      // Neighbours are joined, in order.
      const i64 share = (a.stretch + blockDim.x - 1) / blockDim.x, from = begin + threadIdx.x * share;
      A sum = R::template none<A>();
      for (i64 i = from; i < from + share && i < end; i++) sum = R::join(sum, (A)((const S *)a.in)[first + i * a.inner]);
      shared[threadIdx.x] = sum;
      __syncthreads();
      for (unsigned step = 1; step < blockDim.x; step *= 2) {
        if (threadIdx.x % (2 * step) == 0 && threadIdx.x + step < blockDim.x)
          shared[threadIdx.x] = R::join(shared[threadIdx.x], shared[threadIdx.x + step]);
        __syncthreads();
      }
      if (threadIdx.x == 0) ((S *)a.out)[blockIdx.x] = (S)shared[0];
    }

    """#
}
