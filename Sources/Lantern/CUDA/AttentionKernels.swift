/// Attention block by block: the weights of a block of queries and keys are made, used and forgotten, so that memory grows with the
/// length and not with its square. Sums are in float32 (float64 for that); results have the same bits every time.
enum AttentionKernels {
  /// How many queries and keys a block of threads works on at a time, for rows of `width` numbers. Shared memory: 48 KiB at most.
  struct Tile {
    let width: Int, queries: Int, keys: Int

    /// Nil where a row is too wide. Backward passes hold three tiles of rows at a time instead of two.
    init?(_ c: AttentionGeometry, _ type: DType, isBackward: Bool) {
      guard let width = [32, 64, 128, 256].first(where: { $0 >= Swift.max(c.width, c.valueWidth) }) else { return nil }
      let isWide = type == .float64
      self.width = width
      switch (width, isWide, isBackward) {
      case (...64, false, false): (queries, keys) = (64, 32)
      case (...64, false, true), (128, false, false): (queries, keys) = (32, 32)
      case (...64, true, _), (128, false, true), (128, true, false), (256, false, false): (queries, keys) = (16, 16)
      default: return nil
      }
    }
  }

  /// Means of value rows and the logarithms of the sums of exponentials.
  static func forward(
    _ c: AttentionGeometry, _ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor?, _ specs: [Spec]
  ) throws(TensorError) -> [Tensor] {
    let y = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype, like: q)
    let logSums = try Tensor(empty: specs[1].shape, dtype: specs[1].dtype, like: q)
    if logSums.elementCount == 0 { return [y, logSums] }
    guard let tile = Tile(c, q.dtype, isBackward: false) else { return try wholeForward(c, q, k, v, mask, specs) }
    let gpu = try CUDARuntime.device(q.device.index ?? -1)
    let arguments = arguments(c, q, k, v, mask, [y, logSums])
    let kernel = try gpu.kernel("attention_\(q.dtype.name)_\(tile.width)") { text(q.dtype, tile.width) }
    try gpu.launch(kernel, blocks: c.heads * ((c.length + tile.queries - 1) / tile.queries), arguments)
    return [y, logSums]
  }

  /// The gradients of query, key and value, one after the other.
  static func backward(
    _ c: AttentionGeometry, _ gy: Tensor, _ packed: Tensor, _ products: Tensor, _ logSums: Tensor, _ mask: Tensor?, _ spec: Spec
  ) throws(TensorError) -> Tensor {
    let out = try Tensor(empty: spec.shape, dtype: spec.dtype, like: packed)
    if out.elementCount == 0 { return out }
    if c.keys == 0 || c.length == 0 || c.heads == 0 { return try noGrad { Tensor.zeros(like: packed) }.usable() }
    let (gradient, line) = try (gy.dense(packed.dtype), packed.dense(packed.dtype))
    let type = packed.dtype.computeType
    let (sums, logs) = try (products.dense(type), logSums.dense(type))
    let (q, k, v) = noGrad { c.parts(line) }
    guard let tile = Tile(c, q.dtype, isBackward: true) else { return try wholeBackward(c, gradient, q, k, v, sums, logs, mask, spec) }
    let (gq, gk, gv) = noGrad { c.parts(out) }
    let gpu = try CUDARuntime.device(q.device.index ?? -1)
    let arguments = arguments(c, q, k, v, mask, [gradient, sums, logs, gq, gk, gv])
    func kernel(_ name: String) throws(TensorError) -> CUDAKernel {
      try gpu.kernel("attention_\(name)_\(q.dtype.name)_\(tile.width)") { text(q.dtype, tile.width) }
    }
    try gpu.launch(try kernel("queries"), blocks: c.heads * ((c.length + tile.queries - 1) / tile.queries), arguments)
    try gpu.launch(try kernel("keys"), blocks: c.heads / c.group * ((c.keys + tile.keys - 1) / tile.keys), arguments)
    return out
  }

  /// All weights at once, for rows that are too wide for shared memory.
  private static func wholeForward(
    _ c: AttentionGeometry, _ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor?, _ specs: [Spec]
  ) throws(TensorError) -> [Tensor] {
    let (y, logSums) = noGrad { () -> (Tensor, Tensor) in
      let type = q.dtype.computeType
      let scores = c.scores(q.to(type), k.to(type), mask.map { $0.dtype == .bool ? $0 : $0.to(type) })
      let logSums = scores.logSumExp(-1)
      let weights = (scores - logSums.maskedFill(logSums .== -Double.infinity, 0).unsqueeze(-1)).exp()
      return (weights.matmul(c.spread(v.to(type))).to(specs[0].dtype), logSums)
    }
    return [try y.usable(), try logSums.usable()]
  }
  private static func wholeBackward(
    _ c: AttentionGeometry, _ gy: Tensor, _ q: Tensor, _ k: Tensor, _ v: Tensor, _ products: Tensor, _ logSums: Tensor, _ mask: Tensor?,
    _ spec: Spec
  ) throws(TensorError) -> Tensor {
    try noGrad { () -> Tensor in
      let type = q.dtype.computeType
      let (gy, q, k, v) = (gy.to(type), q.to(type), k.to(type), v.to(type))
      let weights = c.weights(q, k, logSums, mask.map { $0.dtype == .bool ? $0 : $0.to(type) })
      let slopes = weights * (gy.matmul(c.spread(v).transpose(1, 2)) - products.unsqueeze(-1)) * c.scale
      let byKey = c.gathered(slopes.transpose(1, 2).matmul(q)), byValue = c.gathered(weights.transpose(1, 2).matmul(gy))
      return Tensor.cat([slopes.matmul(c.spread(k)).flatten(), byKey.flatten(), byValue.flatten()]).to(spec.dtype)
    }.usable()
  }

  private static func arguments(
    _ c: AttentionGeometry, _ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor?, _ others: [Tensor]
  ) -> KernelArguments {
    var arguments = KernelArguments(capacity: 40)
    for t in [q, k, v, mask] { arguments.add(t) }
    for i in 0..<6 { arguments.add(i < others.count ? others[i] : nil) }
    for number in [c.heads, c.group, c.length, c.keys, c.width, c.valueWidth, c.maskGroup, c.masks] { arguments.add(number) }
    arguments.add(c.isCausal)
    arguments.add(mask?.dtype == .bool)
    for t in [q, k, v, mask] { arguments.add(t.map { Array($0.strides) } ?? [], count: 3) }
    arguments.add(c.scale)
    return arguments
  }

  static func text(_ type: DType, _ width: Int) -> String {
    let (s, a) = (type.cudaName, type.computeType.cudaName)
    let c = AttentionGeometry(heads: 1, group: 1, length: 1, keys: 1, width: width, valueWidth: width, isCausal: false, scale: 1)
    var text = CUDAText.prelude + CUDAText.multiplyAdd + CUDAText.attention
    if let t = Tile(c, type, isBackward: false) {
      let kernel = "attention<\(s), \(a), \(width), \(t.queries), \(t.keys)>(a);"
      text += "KERNEL(attention_\(type.name)_\(width), AttentionArguments) { \(kernel) }\n"
    }
    if let t = Tile(c, type, isBackward: true) {
      for part in ["queries", "keys"] {
        let kernel = "attention_\(part)<\(s), \(a), \(width), \(t.queries), \(t.keys)>(a);"
        text += "KERNEL(attention_\(part)_\(type.name)_\(width), AttentionArguments) { \(kernel) }\n"
      }
    }
    return text
  }

  static var entries: [KernelCatalogue.Entry] {
    [DType.float32, .float64, .float16, .bfloat16].flatMap { type in
      (type == .float64 ? [32, 64, 128] : [32, 64, 128, 256]).map { .init(name: "attention_\(type.name)_\($0)", source: text(type, $0)) }
    }
  }

  static let kernels: [(String, DeviceKernels.Kernel)] = [
    (
      "attention",
      { i, a, specs throws(TensorError) in
        let c = AttentionGeometry(a)
        let line = try i.x.dense(i.x.dtype)
        let (q, k, v) = noGrad { c.parts(line) }
        return try forward(c, q, k, v, i.y, specs)
      }
    ),
    (
      "attention_values",
      { i, a, specs throws(TensorError) in try forward(AttentionGeometry(a), i.x, i.y!, i.z!, i.count > 3 ? i[3] : nil, specs) }
    ),
    (
      "attention_backward",
      { i, a, specs throws(TensorError) in
        [try backward(AttentionGeometry(a), i.x, i.y!, i.z!, i[3], i.count > 4 ? i[4] : nil, specs[0])]
      }
    ),
  ]
}

extension CUDAText {
  /// 256 threads in 16 rows of 16: each has some rows of a block's results and every 16th column. Sixteen threads of one row are half a
  /// warp, so that they find a row's largest number and sum by shuffling.
  static let attention = #"""
    struct Steps { i64 head, row, column; };
    struct AttentionArguments {
      const void *q, *k, *v, *mask;
      // Of the forward pass: the result, the logarithms of sums. Of the backward pass: the gradient of the result, the products of
      // its rows with those of the result, the logarithms, and the three gradients.
      void *other[6];
      i64 heads, group, length, keys, width, value_width, mask_group, masks, causal, truth;
      Steps q_step, k_step, v_step, mask_step;
      double scale;
    };
    INLINE float exponential(float x) { return expf(x); }
    INLINE double exponential(double x) { return exp(x); }
    INLINE float logarithm(float x) { return logf(x); }
    INLINE double logarithm(double x) { return log(x); }
    template <class A> INLINE A sum_of_row(A v) {
      for (int step = 8; step > 0; step /= 2) v += __shfl_xor_sync(0xffffffffu, v, step);
      return v;
    }
    template <class A> INLINE A largest_of_row(A v) {
      for (int step = 8; step > 0; step /= 2) {
        const A other = __shfl_xor_sync(0xffffffffu, v, step);
        v = other > v ? other : v;
      }
      return v;
    }
    // Rows of `width` numbers into shared memory, filled up with zeros to ROWS and D.
    template <int ROWS, int D, class S, class A> INLINE void load_rows(A *tile, const S *from, Steps step, i64 first, i64 count, i64 width) {
      for (int e = (int)threadIdx.x; e < ROWS * D; e += 256) {
        const int r = e / D, d = e % D;
        tile[r * (D + 1) + d] = first + r < count && d < width ? cast<A>(from[(first + r) * step.row + d * step.column]) : (A)0;
      }
    }
    // The product of two rows of shared memory.
    template <int D, int ROWS, int COLUMNS, class A> INLINE void products(const A *left, const A *right, A (&out)[ROWS][COLUMNS]) {
      const int tx = (int)threadIdx.x % 16, ty = (int)threadIdx.x / 16;
      for (int i = 0; i < ROWS; i++) for (int j = 0; j < COLUMNS; j++) out[i][j] = (A)0;
      #pragma unroll 4
      for (int d = 0; d < D; d++) {
        A l[ROWS], r[COLUMNS];
        for (int i = 0; i < ROWS; i++) l[i] = left[(ty * ROWS + i) * (D + 1) + d];
        for (int j = 0; j < COLUMNS; j++) r[j] = right[(tx + 16 * j) * (D + 1) + d];
        for (int i = 0; i < ROWS; i++) for (int j = 0; j < COLUMNS; j++) out[i][j] = multiply_add(l[i], r[j], out[i][j]);
      }
    }
    // Adds weights [rows, COUNT] times rows of shared memory.
    template <int D, int ROWS, int COUNT, class A> INLINE void add_weighted(const A *weights, const A *rows, A (&sums)[ROWS][D / 16]) {
      const int tx = (int)threadIdx.x % 16, ty = (int)threadIdx.x / 16;
      #pragma unroll 4
      for (int k = 0; k < COUNT; k++) {
        A w[ROWS];
        for (int i = 0; i < ROWS; i++) w[i] = weights[(ty * ROWS + i) * (COUNT + 1) + k];
        for (int j = 0; j < D / 16; j++) {
          const A value = rows[k * (D + 1) + tx + 16 * j];
          for (int i = 0; i < ROWS; i++) sums[i][j] = multiply_add(w[i], value, sums[i][j]);
        }
      }
    }
    template <int D, int ROWS, class S, class A> INLINE void store_rows(S *to, i64 first, i64 count, i64 width, const A (&sums)[ROWS][D / 16]) {
      const int tx = (int)threadIdx.x % 16, ty = (int)threadIdx.x / 16;
      for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < D / 16; j++) {
          const i64 row = first + ty * ROWS + i, column = tx + 16 * j;
          if (row < count && column < width) to[row * width + column] = cast<S>(sums[i][j]);
        }
    }
    // What the softmax is taken of: minus infinity where a query sees nothing.
    template <class S, class A> INLINE A score(const AttentionArguments &a, i64 head, i64 query, i64 key, A product) {
      if (query >= a.length || key >= a.keys || (a.causal && key > query)) return -(A)INFINITY;
      A value = product * (A)a.scale;
      if (a.mask) {
        const i64 at = head / a.mask_group % a.masks * a.mask_step.head + query * a.mask_step.row + key * a.mask_step.column;
        if (a.truth) return ((const u8 *)a.mask)[at] ? value : -(A)INFINITY;
        value += cast<A>(((const S *)a.mask)[at]);
      }
      return value;
    }

    template <class S, class A, int D, int BQ, int BK> INLINE void attention(const AttentionArguments &a) {
      const int RQ = BQ / 16, RK = BK / 16;
      SHARED A queries[BQ * (D + 1)], rows[BK * (D + 1)], weights[BQ * (BK + 1)];
      const i64 blocks = (a.length + BQ - 1) / BQ, head = blockIdx.x / blocks, top = blockIdx.x % blocks * BQ, source = head / a.group;
      const int tx = (int)threadIdx.x % 16, ty = (int)threadIdx.x / 16;
      load_rows<BQ, D>(queries, (const S *)a.q + head * a.q_step.head, a.q_step, top, a.length, a.width);
      A peak[RQ], sum[RQ], out[RQ][D / 16];
      for (int i = 0; i < RQ; i++) {
        peak[i] = -(A)INFINITY, sum[i] = (A)0;
        for (int j = 0; j < D / 16; j++) out[i][j] = (A)0;
      }
      const i64 reach = a.causal && top + BQ < a.keys ? top + BQ : a.keys;
      for (i64 left = 0; left < reach; left += BK) {
        __syncthreads();
        load_rows<BK, D>(rows, (const S *)a.k + source * a.k_step.head, a.k_step, left, a.keys, a.width);
        __syncthreads();
        A scores[RQ][RK];
        products<D>(queries, rows, scores);
        for (int i = 0; i < RQ; i++) {
          const i64 query = top + ty * RQ + i;
          A high = peak[i];
          for (int j = 0; j < RK; j++) {
            scores[i][j] = score<S>(a, head, query, left + tx + 16 * j, scores[i][j]);
            high = scores[i][j] > high ? scores[i][j] : high;
          }
          high = largest_of_row(high);
          // What was summed before a larger product came is scaled down to it.
          const A shift = high == -(A)INFINITY ? (A)0 : high, factor = exponential(peak[i] - shift);
          A part = (A)0;
          for (int j = 0; j < RK; j++) {
            const A weight = exponential(scores[i][j] - shift);
            weights[(ty * RQ + i) * (BK + 1) + tx + 16 * j] = weight;
            part += weight;
          }
          sum[i] = sum[i] * factor + sum_of_row(part);
          peak[i] = high;
          for (int j = 0; j < D / 16; j++) out[i][j] *= factor;
        }
        __syncthreads();
        load_rows<BK, D>(rows, (const S *)a.v + source * a.v_step.head, a.v_step, left, a.keys, a.value_width);
        __syncthreads();
        add_weighted<D, RQ, BK>(weights, rows, out);
      }
      for (int i = 0; i < RQ; i++) {
        const i64 query = top + ty * RQ + i;
        // Zeros, where all weights are, even next to values that are not finite.
        for (int j = 0; j < D / 16; j++) out[i][j] = sum[i] == 0 ? (A)0 : out[i][j] / sum[i];
        if (tx == 0 && query < a.length)
          ((A *)a.other[1])[head * a.length + query] = sum[i] == 0 ? -(A)INFINITY : peak[i] + logarithm(sum[i]);
      }
      store_rows<D>((S *)a.other[0] + head * a.length * a.value_width, top, a.length, a.value_width, out);
    }

    INLINE Steps dense(i64 width) {
      Steps step;
      step.head = 0, step.row = width, step.column = 1;
      return step;
    }
    template <class A> INLINE A finite_log(A v) { return v == -(A)INFINITY ? (A)0 : v; }

    // The gradient of a block of queries: all keys, block by block.
    template <class S, class A, int D, int BQ, int BK> INLINE void attention_queries(const AttentionArguments &a) {
      const int RQ = BQ / 16, RK = BK / 16;
      SHARED A queries[BQ * (D + 1)], gradients[BQ * (D + 1)], rows[BK * (D + 1)], slopes[BQ * (BK + 1)];
      const i64 blocks = (a.length + BQ - 1) / BQ, head = blockIdx.x / blocks, top = blockIdx.x % blocks * BQ, source = head / a.group;
      const int tx = (int)threadIdx.x % 16, ty = (int)threadIdx.x / 16;
      const S *keys = (const S *)a.k + source * a.k_step.head, *values = (const S *)a.v + source * a.v_step.head;
      load_rows<BQ, D>(queries, (const S *)a.q + head * a.q_step.head, a.q_step, top, a.length, a.width);
      load_rows<BQ, D>(gradients, (const S *)a.other[0] + head * a.length * a.value_width, dense(a.value_width), top, a.length, a.value_width);
      A out[RQ][D / 16], known[RQ], log_sum[RQ];
      for (int i = 0; i < RQ; i++) {
        const i64 query = top + ty * RQ + i, at = head * a.length + (query < a.length ? query : a.length - 1);
        known[i] = ((const A *)a.other[1])[at], log_sum[i] = finite_log(((const A *)a.other[2])[at]);
        for (int j = 0; j < D / 16; j++) out[i][j] = (A)0;
      }
      const i64 reach = a.causal && top + BQ < a.keys ? top + BQ : a.keys;
      for (i64 left = 0; left < reach; left += BK) {
        A weights[RQ][RK], steps[RQ][RK];
        __syncthreads();
        load_rows<BK, D>(rows, keys, a.k_step, left, a.keys, a.width);
        __syncthreads();
        products<D>(queries, rows, weights);
        __syncthreads();
        load_rows<BK, D>(rows, values, a.v_step, left, a.keys, a.value_width);
        __syncthreads();
        products<D>(gradients, rows, steps);
        for (int i = 0; i < RQ; i++)
          for (int j = 0; j < RK; j++) {
            const A weight = exponential(score<S>(a, head, top + ty * RQ + i, left + tx + 16 * j, weights[i][j]) - log_sum[i]);
            slopes[(ty * RQ + i) * (BK + 1) + tx + 16 * j] = weight == 0 ? (A)0 : weight * (steps[i][j] - known[i]) * (A)a.scale;
          }
        __syncthreads();
        load_rows<BK, D>(rows, keys, a.k_step, left, a.keys, a.width);
        __syncthreads();
        add_weighted<D, RQ, BK>(slopes, rows, out);
      }
      store_rows<D>((S *)a.other[3] + head * a.length * a.width, top, a.length, a.width, out);
    }

    // The gradients of a block of keys and values: all queries of the heads that share them, in order.
    template <class S, class A, int D, int BQ, int BK> INLINE void attention_keys(const AttentionArguments &a) {
      const int RQ = BQ / 16, RK = BK / 16;
      SHARED A keys[BK * (D + 1)], values[BK * (D + 1)], rows[BQ * (D + 1)], weights[BK * (BQ + 1)];
      const i64 blocks = (a.keys + BK - 1) / BK, source = blockIdx.x / blocks, left = blockIdx.x % blocks * BK;
      const int tx = (int)threadIdx.x % 16, ty = (int)threadIdx.x / 16;
      load_rows<BK, D>(keys, (const S *)a.k + source * a.k_step.head, a.k_step, left, a.keys, a.width);
      load_rows<BK, D>(values, (const S *)a.v + source * a.v_step.head, a.v_step, left, a.keys, a.value_width);
      A by_key[RK][D / 16], by_value[RK][D / 16];
      for (int i = 0; i < RK; i++) for (int j = 0; j < D / 16; j++) by_key[i][j] = by_value[i][j] = (A)0;
      for (i64 head = source * a.group; head < (source + 1) * a.group; head++) {
        const S *queries = (const S *)a.q + head * a.q_step.head, *gradients = (const S *)a.other[0] + head * a.length * a.value_width;
        const A *known = (const A *)a.other[1] + head * a.length, *log_sums = (const A *)a.other[2] + head * a.length;
        for (i64 top = a.causal ? left / BQ * BQ : 0; top < a.length; top += BQ) {
          A scores[RK][RQ], steps[RK][RQ];
          __syncthreads();
          load_rows<BQ, D>(rows, queries, a.q_step, top, a.length, a.width);
          __syncthreads();
          products<D>(keys, rows, scores);
          for (int i = 0; i < RK; i++)
            for (int j = 0; j < RQ; j++) {
              const i64 query = top + tx + 16 * j, at = query < a.length ? query : a.length - 1;
              scores[i][j] = exponential(score<S>(a, head, query, left + ty * RK + i, scores[i][j]) - finite_log(log_sums[at]));
              weights[(ty * RK + i) * (BQ + 1) + tx + 16 * j] = scores[i][j];
            }
          __syncthreads();
          load_rows<BQ, D>(rows, gradients, dense(a.value_width), top, a.length, a.value_width);
          __syncthreads();
          add_weighted<D, RK, BQ>(weights, rows, by_value);
          products<D>(values, rows, steps);
          __syncthreads();
          for (int i = 0; i < RK; i++)
            for (int j = 0; j < RQ; j++) {
              const i64 query = top + tx + 16 * j, at = query < a.length ? query : a.length - 1;
              weights[(ty * RK + i) * (BQ + 1) + tx + 16 * j] =
                scores[i][j] == 0 ? (A)0 : scores[i][j] * (steps[i][j] - known[at]) * (A)a.scale;
            }
          load_rows<BQ, D>(rows, queries, a.q_step, top, a.length, a.width);
          __syncthreads();
          add_weighted<D, RK, BQ>(weights, rows, by_key);
        }
      }
      store_rows<D>((S *)a.other[4] + source * a.keys * a.width, left, a.keys, a.width, by_key);
      store_rows<D>((S *)a.other[5] + source * a.keys * a.value_width, left, a.keys, a.value_width, by_value);
    }

    """#
}
