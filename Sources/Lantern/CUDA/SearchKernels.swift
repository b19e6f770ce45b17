/// Places in sorted rows, and the positions of running extremes.
enum SearchKernels {
  /// How many elements of each sorted row lie before each value; `right`: behind equal ones.
  static func search(_ rows: Tensor, _ values: Tensor, _ sorter: Tensor?, right: Bool, _ spec: Spec) throws(TensorError) -> Tensor {
    let type: DType = rows.dtype.isFloatingPoint || values.dtype.isFloatingPoint ? .float64 : .int64
    let (row, value) = try (rows.dense(type), noGrad { values.to(rows.device) }.dense(type))
    let order = try sorter.map { t throws(TensorError) in try t.dense(.int64) }
    let out = try Tensor(empty: spec.shape, dtype: .int64, like: rows)
    if out.elementCount > 0 {
      let gpu = try CUDARuntime.device(rows.device.index ?? -1)
      let count = rows.rank == 1 ? 1 : rows.shape.dropLast().reduce(1, *)
      var arguments = KernelArguments()
      for t in [out, row, value] { arguments.add(t) }
      arguments.add(order)
      arguments.add(bits: try gpu.errorFlag())
      for number in [out.elementCount, rows.shape[rows.rank - 1], out.elementCount / count, right ? 1 : 0] { arguments.add(number) }
      let kernel = try gpu.kernel("search_\(type.name)") { text }
      try gpu.launch(kernel, blocks: gpu.blocks(for: out.elementCount), arguments)
    }
    return try noGrad { out.to(spec.dtype) }.usable()
  }

  /// Where the largest (or smallest) element up to each lies along an axis; the last of equal ones, NaN before all.
  static func runningExtreme(_ x: Tensor, _ axis: Int, isSmallest: Bool) throws(TensorError) -> Tensor {
    let dense = try x.dense(x.dtype)
    let out = try Tensor(empty: x.shape, dtype: .int64, like: x)
    if out.elementCount == 0 { return out }
    let gpu = try CUDARuntime.device(x.device.index ?? -1)
    let (outer, inner) = dense.around(axis)
    var arguments = KernelArguments()
    for t in [out, dense] { arguments.add(t) }
    for number in [outer * inner, dense.shape[axis], inner, isSmallest ? 1 : 0] { arguments.add(number) }
    let kernel = try gpu.kernel("running_extreme_\(x.dtype.name)") { extremeText(x.dtype) }
    try gpu.launch(kernel, blocks: gpu.blocks(for: outer * inner, threads: 64), threads: 64, arguments)
    return out
  }

  static let text =
    CUDAText.prelude + CUDAText.search
    + ["double", "i64"].map { "KERNEL(search_\($0 == "double" ? "float64" : "int64"), SearchArguments) { search<\($0)>(a); }\n" }.joined()

  static func extremeText(_ type: DType) -> String {
    CUDAText.prelude + CUDAText.search
      + "KERNEL(running_extreme_\(type.name), ExtremeArguments) { running_extreme<\(type.cudaName)>(a); }\n"
  }

  static var entries: [KernelCatalogue.Entry] {
    [.init(name: "search", source: text)]
      + DType.allCases.filter { !$0.isComplex }.map { .init(name: "running_extreme_\($0.name)", source: extremeText($0)) }
  }
}

extension CUDAText {
  static let search = #"""
    struct SearchArguments {
      i64 *out;
      const void *row, *value;
      const i64 *order;
      i64 *error;
      i64 n, length, values, right;
    };
    struct ExtremeArguments {
      i64 *out;
      const void *in;
      i64 lines, count, inner, smallest;
    };
    template <class S> INLINE void search(const SearchArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += threads) {
        const i64 start = i / a.values * a.length;
        const S *row = (const S *)a.row + start, value = ((const S *)a.value)[i];
        i64 low = 0, high = a.length;
        while (low < high) {
          const i64 middle = low + (high - low) / 2;
          i64 at = a.order ? a.order[start + middle] : middle;
          if (at < 0 || at >= a.length) *a.error = 1, at = 0;
          if (a.right ? row[at] > value : row[at] >= value) high = middle; else low = middle + 1;
        }
        a.out[i] = low;
      }
    }
    template <class S> INLINE void running_extreme(const ExtremeArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x;
      for (i64 line = (i64)blockIdx.x * blockDim.x + threadIdx.x; line < a.lines; line += threads) {
        const i64 outer = line / a.inner, first = outer * a.count * a.inner + line - outer * a.inner;
        i64 best = 0;
        auto top = wide(((const S *)a.in)[first]);
        for (i64 i = 0; i < a.count; i++) {
          const auto v = wide(((const S *)a.in)[first + i * a.inner]);
          const bool is_better = v != v || (top == top && (a.smallest ? v <= top : v >= top));
          if (is_better) best = i, top = v;
          a.out[first + i * a.inner] = best;
        }
      }
    }

    """#
}
