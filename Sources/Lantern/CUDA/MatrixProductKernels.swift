/// Matrix products by kernels of our own: what runs where cuBLASLt is missing or does not serve the type.
enum MatrixProductKernels {
  static func run(
    _ gpu: CUDADevice, _ a: Tensor, _ b: Tensor, into out: Tensor, batch: Int, steps: (a: Int, b: Int, out: Int), alpha: Double,
    beta: Double
  ) throws(TensorError) {
    let r = a.rank - 2
    let (m, k, n) = (a.shape[r], a.shape[r + 1], b.shape[r + 1])
    if m == 0 || n == 0 || batch == 0 { return }
    guard serves(a.dtype), a.dtype == b.dtype, a.dtype == out.dtype else {
      throw TensorError(.dtype, op: "matmul", "\"addmm_cuda\" not implemented for '\(a.dtype.legacyName)'")
    }
    if let library = gpu.cublas(),
      try library.multiply(gpu, a, b, into: out, batch: batch, steps: steps, alpha: alpha, beta: beta)
    {
      return
    }
    var arguments = KernelArguments()
    arguments.add(out)
    arguments.add(a)
    arguments.add(b)
    for size in [m, n, k, batch, steps.a, steps.b, steps.out] { arguments.add(size) }
    for t in [a, b, out] {
      arguments.add(t.strides[t.rank - 2])
      arguments.add(t.strides[t.rank - 1])
    }
    arguments.add(alpha)
    arguments.add(beta)
    let kernel = try gpu.kernel("product_\(a.dtype.name)") { text(a.dtype) }
    try gpu.launch(kernel, blocks: batch * ((m + 63) / 64) * ((n + 63) / 64), arguments)
  }

  static func serves(_ type: DType) -> Bool { !type.isComplex && type != .bool }

  /// Whole numbers are added up unsigned, so that they wrap around.
  static func text(_ type: DType) -> String {
    let accumulator = type.isFloatingPoint ? type.computeType.cudaName : "u64"
    return CUDAText.prelude + CUDAText.multiplyAdd + CUDAText.product
      + "KERNEL(product_\(type.name), ProductArguments) { product<\(type.cudaName), \(accumulator)>(a); }\n"
  }

  static var entries: [KernelCatalogue.Entry] {
    DType.allCases.filter(serves).map { .init(name: "product_\($0.name)", source: text($0)) }
  }
}

extension CUDAText {
  /// A product and a sum in one step, whatever the compiler is told about fusing them elsewhere.
  static let multiplyAdd = #"""
    INLINE float multiply_add(float x, float y, float z) { return fmaf(x, y, z); }
    INLINE double multiply_add(double x, double y, double z) { return fma(x, y, z); }
    INLINE u64 multiply_add(u64 x, u64 y, u64 z) { return x * y + z; }

    """#

  static let product = #"""
    struct ProductArguments {
      void *out;
      const void *left, *right;
      i64 m, n, k, batch, left_step, right_step, out_step;
      i64 left_row, left_column, right_row, right_column, out_row, out_column;
      double alpha, beta;
    };
    // 64 x 64 results for each block of 256 threads, 4 x 4 for each thread, 16 terms at a time.
    template <class S, class A> INLINE void product(const ProductArguments &a) {
      SHARED A left[16][68], right[16][68];
      const i64 columns = (a.n + 63) / 64, rows = (a.m + 63) / 64;
      const i64 batch = blockIdx.x / (rows * columns), tile = blockIdx.x % (rows * columns);
      const i64 row = tile / columns * 64, column = tile % columns * 64;
      const S *x = (const S *)a.left + batch * a.left_step, *y = (const S *)a.right + batch * a.right_step;
      S *out = (S *)a.out + batch * a.out_step;
      const int thread = (int)threadIdx.x, tx = thread % 16, ty = thread / 16;
      // Threads side by side read along whichever axis is dense.
      const bool left_by_rows = a.left_column == 1, right_by_rows = a.right_column == 1;
      A sum[4][4];
      for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) sum[i][j] = (A)0;
      for (i64 first = 0; first < a.k; first += 16) {
        for (int part = 0; part < 4; part++) {
          const int e = part * 256 + thread;
          const int lk = left_by_rows ? e % 16 : e / 64, lr = left_by_rows ? e / 16 : e % 64;
          const i64 i = row + lr, t = first + lk;
          left[lk][lr] = i < a.m && t < a.k ? cast<A>(x[i * a.left_row + t * a.left_column]) : (A)0;
          const int rk = right_by_rows ? e / 64 : e % 16, rc = right_by_rows ? e % 64 : e / 16;
          const i64 j = column + rc, s = first + rk;
          right[rk][rc] = j < a.n && s < a.k ? cast<A>(y[s * a.right_row + j * a.right_column]) : (A)0;
        }
        __syncthreads();
        for (int t = 0; t < 16; t++) {
          A l[4], r[4];
          for (int i = 0; i < 4; i++) l[i] = left[t][ty * 4 + i], r[i] = right[t][tx + 16 * i];
          for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) sum[i][j] = multiply_add(l[i], r[j], sum[i][j]);
        }
        __syncthreads();
      }
      for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) {
          const i64 to_row = row + ty * 4 + i, to_column = column + tx + 16 * j;
          if (to_row >= a.m || to_column >= a.n) continue;
          S *to = out + to_row * a.out_row + to_column * a.out_column;
          A value = sum[i][j];
          if (a.alpha != 1) value = value * (A)a.alpha;
          if (a.beta != 0) value = value + (A)a.beta * cast<A>(*to);
          *to = cast<S>(value);
        }
    }

    """#
}
