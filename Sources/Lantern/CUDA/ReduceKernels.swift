import CKernels

/// Reductions over any axes: by rows (a block for each result) or by columns (a thread for each result). Long ones are cut into
/// segments whose partial results are reduced again, so that the order of additions depends on sizes alone.
enum ReduceKernels {
  static let names = ["sum", "prod", "max", "min", "argmax", "argmin"]

  /// Results are of the `accumulating` type, positions int64.
  static func run(
    _ gpu: CUDADevice, _ kind: ck_reduction, _ x: Tensor, _ axes: Shape, accumulating: DType, into out: Tensor
  ) throws(TensorError) {
    if out.elementCount == 0 { return }
    let isArg = kind == CK_ARGMAX || kind == CK_ARGMIN
    let all = axes.count == x.rank
    var kept = Shape(), keptSteps = Shape(), reduced = Shape(), reducedSteps = Shape()
    for d in 0..<x.rank {
      if !all, !axes.contains(d) {
        kept.append(x.shape[d])
        keptSteps.append(x.strides[d])
      } else {
        reduced.append(x.shape[d])
        reducedSteps.append(x.strides[d])
      }
    }
    let keptView = Tensor(storage: x.storage, shape: kept, strides: keptSteps, offset: 0, dtype: x.dtype)
    let reducedView = Tensor(storage: x.storage, shape: reduced, strides: reducedSteps, offset: 0, dtype: x.dtype)
    guard let outer = StridedWalk([keptView], shape: kept), let inner = StridedWalk([reducedView], shape: reduced) else {
      return try detour(kind, x, axes, accumulating, out)
    }
    let results = outer.count
    let length = inner.count
    // Neighbouring results in neighbouring memory: threads side by side read side by side.
    let keptStep = outer.strides[0].last ?? 0
    let reducedStep = inner.strides[0].last ?? 0
    let byColumns = outer.rank > 0 && results >= 32 && (abs(keptStep) < abs(reducedStep) || length <= 8)
    let most = byColumns ? 1024 : 65536
    let segments = isArg || length <= most ? 1 : (length + most - 1) / most
    let target = segments == 1 ? out : try Tensor(empty: Shape(results * segments), dtype: accumulating, like: x)
    var arguments = KernelArguments(capacity: 64)
    arguments.add(target)
    arguments.add(x)
    arguments.add(results)
    arguments.add(length)
    arguments.add(segments)
    arguments.add((length + segments - 1) / segments)
    arguments.add(outer.rank)
    arguments.add(inner.rank)
    arguments.add(outer.sizes, count: StridedWalk.maxRank, rest: 1)
    arguments.add(outer.strides[0], count: StridedWalk.maxRank)
    arguments.add(inner.sizes, count: StridedWalk.maxRank, rest: 1)
    arguments.add(inner.strides[0], count: StridedWalk.maxRank)
    let name = names[Int(kind.rawValue)]
    let kernel = try gpu.kernel("\(name)_\(byColumns ? "columns" : "rows")_\(x.dtype.name)_\(accumulating.name)") {
      text(name, x.dtype, accumulating)
    }
    if byColumns {
      try gpu.launch(kernel, blocks: (results * segments + 255) / 256, arguments)
    } else {
      try gpu.launch(kernel, blocks: results * segments, threads: length > 256 ? 256 : 64, arguments)
    }
    if segments > 1 {
      let stack = Tensor(
        storage: target.storage, shape: Shape(results, segments), strides: Shape(segments, 1), offset: 0, dtype: accumulating)
      try run(gpu, kind, stack, [1], accumulating: accumulating, into: out)
    }
  }

  private static func detour(
    _ kind: ck_reduction, _ x: Tensor, _ axes: Shape, _ accumulating: DType, _ out: Tensor
  ) throws(TensorError) {
    CUDADispatch.countDetour("reduce")
    let host = try Tensor(empty: out.shape, dtype: out.dtype)
    CPUBackend.shared.reduce(kind, try CUDADispatch.hostMirror(x), axes, accumulating: accumulating, into: host)
    try out.backend().copy(host, to: out)
  }

  static func text(_ name: String, _ type: DType, _ accumulator: DType) -> String {
    let suffix = "\(type.name)_\(accumulator.name)"
    let reduction = "\(name)_of<\(accumulator.cudaName)>"
    return CUDAText.prelude + CUDAText.reduce + """
      KERNEL(\(name)_rows_\(suffix), ReduceArguments) { reduce_rows<\(reduction), \(type.cudaName)>(a); }
      KERNEL(\(name)_columns_\(suffix), ReduceArguments) { reduce_columns<\(reduction), \(type.cudaName)>(a); }

      """
  }

  /// Every text that can be asked for.
  static var entries: [KernelCatalogue.Entry] {
    var entries: [KernelCatalogue.Entry] = []
    for type in DType.allCases where !type.isComplex {
      let accumulator: DType = type.isFloatingPoint ? type.computeType : type == .uint64 ? .uint64 : .int64
      for name in names { entries.append(.init(name: "\(name)_\(type.name)", source: text(name, type, accumulator))) }
    }
    return entries
  }
}

extension CUDAText {
  static let reduce = #"""
    struct ReduceArguments {
      void *out;
      const void *in;
      i64 results, length, segments, segment, outer_rank, inner_rank;
      i64 outer_size[12], outer_stride[12], inner_size[12], inner_stride[12];
    };
    template <class A> struct Limits {
      INLINE_MEMBER A lowest() { return -INFINITY; }
      INLINE_MEMBER A highest() { return INFINITY; }
    };
    template <> struct Limits<i64> {
      INLINE_MEMBER i64 lowest() { return (i64)(1ull << 63); }
      INLINE_MEMBER i64 highest() { return (i64)(~0ull >> 1); }
    };
    template <> struct Limits<u64> {
      INLINE_MEMBER u64 lowest() { return 0; }
      INLINE_MEMBER u64 highest() { return ~0ull; }
    };

    // A reduction: the state that nothing gives, that of one element at a position, that of two stretches, and the result.
    template <class A> struct sum_of {
      typedef A Number; typedef A State; typedef A Result;
      INLINE_MEMBER State none() { return (A)0; }
      INLINE_MEMBER State one(A v, i64) { return v; }
      INLINE_MEMBER State join(State x, State y) { return x + y; }
      INLINE_MEMBER Result result(State s) { return s; }
    };
    template <class A> struct prod_of : sum_of<A> {
      INLINE_MEMBER A none() { return (A)1; }
      INLINE_MEMBER A join(A x, A y) { return x * y; }
    };
    template <class A> struct max_of : sum_of<A> {
      INLINE_MEMBER A none() { return Limits<A>::lowest(); }
      INLINE_MEMBER A join(A x, A y) { return x != x ? x : y != y ? y : x > y ? x : y; }
    };
    template <class A> struct min_of : sum_of<A> {
      INLINE_MEMBER A none() { return Limits<A>::highest(); }
      INLINE_MEMBER A join(A x, A y) { return x != x ? x : y != y ? y : x < y ? x : y; }
    };
    template <class A> struct Place { A value; i64 at; };
    template <class A> struct argmax_of {
      typedef A Number; typedef Place<A> State; typedef i64 Result;
      INLINE_MEMBER State none() { State s; s.value = 0, s.at = -1; return s; }
      INLINE_MEMBER State one(A v, i64 at) { State s; s.value = v, s.at = at; return s; }
      INLINE_MEMBER Result result(State s) { return s.at < 0 ? 0 : s.at; }
      INLINE_MEMBER bool beats(A x, A y) { return x > y; }
      INLINE_MEMBER State join(State x, State y) { return join_by<argmax_of>(x, y); }
      template <class R> INLINE_MEMBER State join_by(State x, State y) {
        if (y.at < 0) return x;
        if (x.at < 0) return y;
        const bool x_nan = x.value != x.value, y_nan = y.value != y.value;
        if (x_nan != y_nan) return x_nan ? x : y;
        if (x_nan || x.value == y.value) return x.at < y.at ? x : y;
        return R::beats(x.value, y.value) ? x : y;
      }
    };
    template <class A> struct argmin_of : argmax_of<A> {
      typedef Place<A> State;
      INLINE_MEMBER bool beats(A x, A y) { return x < y; }
      INLINE_MEMBER State join(State x, State y) { return argmax_of<A>::template join_by<argmin_of>(x, y); }
    };

    INLINE i64 place(i64 i, i64 rank, const i64 *size, const i64 *stride) {
      if (rank == 1) return i * stride[0];
      i64 at = 0;
      for (int d = (int)rank - 1; d >= 0; d--) {
        const i64 next = i / size[d];
        at += (i - next * size[d]) * stride[d];
        i = next;
      }
      return at;
    }

    // One block for each result and segment.
    template <class R, class S> INLINE void reduce_rows(const ReduceArguments &a) {
      typedef typename R::State State;
      SHARED State shared[256];
      const i64 result = blockIdx.x / a.segments, part = blockIdx.x % a.segments;
      const S *in = (const S *)a.in + place(result, a.outer_rank, a.outer_size, a.outer_stride);
      const i64 begin = part * a.segment, end = begin + a.segment < a.length ? begin + a.segment : a.length;
      State state = R::none();
      for (i64 i = begin + threadIdx.x; i < end; i += blockDim.x)
        state = R::join(state, R::one(cast<typename R::Number>(in[place(i, a.inner_rank, a.inner_size, a.inner_stride)]), i));
      shared[threadIdx.x] = state;
      __syncthreads();
      for (unsigned half = blockDim.x / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) shared[threadIdx.x] = R::join(shared[threadIdx.x], shared[threadIdx.x + half]);
        __syncthreads();
      }
      if (threadIdx.x == 0) ((typename R::Result *)a.out)[blockIdx.x] = R::result(shared[0]);
    }

    // One thread for each result and segment; neighbours read neighbours.
    template <class R, class S> INLINE void reduce_columns(const ReduceArguments &a) {
      const i64 thread = (i64)blockIdx.x * blockDim.x + threadIdx.x;
      if (thread >= a.results * a.segments) return;
      const i64 part = thread / a.results, result = thread % a.results;
      const S *in = (const S *)a.in + place(result, a.outer_rank, a.outer_size, a.outer_stride);
      const i64 begin = part * a.segment, end = begin + a.segment < a.length ? begin + a.segment : a.length;
      typename R::State state = R::none();
      for (i64 i = begin; i < end; i++)
        state = R::join(state, R::one(cast<typename R::Number>(in[place(i, a.inner_rank, a.inner_size, a.inner_stride)]), i));
      ((typename R::Result *)a.out)[result * a.segments + part] = R::result(state);
    }

    """#
}
