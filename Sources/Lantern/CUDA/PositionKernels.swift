import CKernels

/// Positions of several axes counted as one, the positions of true elements, and rows put where sorted positions say.
enum PositionKernels {
  /// One position for each element of broadcast indices, counted over the indexed axes in row-major order. Wrong ones are told later, as
  /// with all positions; `wraps`: negative ones count from the end.
  static func folded(_ indices: [Tensor], sizes: [Int], shape: Shape, wraps: Bool, near x: Tensor) throws(TensorError) -> Tensor {
    let gpu = try CUDARuntime.device(x.device.index ?? -1)
    let out = try Tensor(empty: shape, dtype: .int64, like: x)
    if out.elementCount == 0 { return out }
    for (k, index) in indices.enumerated() {
      let spread = try noGrad { index.to(x.device).to(.int64).expandedView(to: shape).contiguous() }.usable()
      var arguments = KernelArguments()
      arguments.add(out)
      arguments.add(spread)
      arguments.add(bits: try gpu.errorFlag())
      for number in [out.elementCount, sizes[k], k == 0 ? 1 : 0, wraps ? 1 : 0] { arguments.add(number) }
      let kernel = try gpu.kernel("fold_positions") { text }
      try gpu.launch(kernel, blocks: gpu.blocks(for: out.elementCount), arguments)
    }
    return out
  }

  /// How many elements of a mask are true up to each, itself included, and how many there are in all. Waits for the device.
  static func counted(_ mask: Tensor) throws(TensorError) -> (upTo: Tensor, count: Int) {
    let flat = try mask.dense(.int64)
    let line = Tensor(storage: flat.storage, shape: [flat.elementCount], strides: [1], offset: flat.offset, dtype: .int64)
    let upTo = try RowKernels.running("cumsum", line, 0)
    let count = line.elementCount == 0 ? 0 : noGrad { upTo.select(0, line.elementCount - 1).item().intValue }
    return (upTo, count)
  }

  /// The positions of true elements [count, rank], or of the flat mask [count, 1], in row-major order.
  static func ofTrue(_ given: Tensor, isFlat: Bool) throws(TensorError) -> Tensor {
    let mask = try given.dense(.bool)
    let (upTo, count) = try counted(mask)
    let shape = isFlat ? Shape(mask.elementCount) : mask.shape
    let out = try Tensor(empty: Shape(count, shape.count), dtype: .int64, like: mask)
    if out.elementCount == 0 { return out }
    let gpu = try CUDARuntime.device(mask.device.index ?? -1)
    var arguments = KernelArguments()
    for t in [out, mask, upTo] { arguments.add(t) }
    arguments.add(mask.elementCount)
    arguments.add(shape.count)
    arguments.add(Array(shape), count: Shape.maxRank, rest: 1)
    let kernel = try gpu.kernel("true_positions") { text }
    try gpu.launch(kernel, blocks: gpu.blocks(for: mask.elementCount), arguments)
    return out
  }

  /// Rows [count, length] of `source` put into the rows of `target` [rows, length] that `index` names, both contiguous; what goes to one
  /// row is combined in order. Sorted positions let every row have threads of its own.
  static func putRows(_ how: ck_put, _ source: Tensor, into target: Tensor, _ index: Tensor, rows: Int, length: Int) throws(TensorError) {
    let count = index.elementCount
    if count == 0 || length == 0 { return }
    let gpu = try CUDARuntime.device(target.device.index ?? -1)
    let isSmall = rows <= 1 << 31
    let keys = try index.dense(isSmall ? .uint32 : .int64)
    let bits = Swift.max(4, Int.bitWidth - Swift.max(rows - 1, 1).leadingZeroBitCount)
    let order = try SortKernels.order(keys, length: count, isDescending: false, bits: bits)
    var arguments = KernelArguments()
    for t in [target, source, index, order] { arguments.add(t) }
    for number in [count, length] { arguments.add(number) }
    let name = ["set", "add"][how == CK_PUT_SET ? 0 : 1]
    let type = how == CK_PUT_SET ? target.dtype.carrier : target.dtype
    let kernel = try gpu.kernel("put_rows_\(name)_\(type.name)") { putText(name, type) }
    try gpu.launch(kernel, blocks: gpu.blocks(for: count * length), arguments)
  }

  static let text =
    CUDAText.prelude + CUDAText.positions
    + "KERNEL(fold_positions, FoldArguments) { fold_positions_of(a); }\nKERNEL(true_positions, TrueArguments) { true_positions_of(a); }\n"

  static func putText(_ name: String, _ type: DType) -> String {
    CUDAText.prelude + CUDAText.index + CUDAText.sortedRows
      + "KERNEL(put_rows_\(name)_\(type.name), RowsArguments) { put_rows<put_\(name), \(type.cudaName)>(a); }\n"
  }

  static var entries: [KernelCatalogue.Entry] {
    [.init(name: "positions", source: text)]
      + DType.allCases.filter { !$0.isComplex }.map { .init(name: "put_rows_add_\($0.name)", source: putText("add", $0)) }
      + [DType.uint8, .int16, .int32, .int64, .complex128].map { .init(name: "put_rows_set_\($0.name)", source: putText("set", $0)) }
  }
}

extension CUDAText {
  static let positions = #"""
    struct FoldArguments {
      i64 *out;
      const i64 *index;
      i64 *error;
      i64 n, size, first, wraps;
    };
    struct TrueArguments {
      i64 *out;
      const bool_t *mask;
      const i64 *up_to;
      i64 n, rank;
      i64 shape[64];
    };
    INLINE void fold_positions_of(const FoldArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += threads) {
        i64 position = a.index[i];
        if (a.wraps && position < 0) position += a.size;
        if (position < 0 || position >= a.size) *a.error = 1, position = 0;
        a.out[i] = a.first ? position : a.out[i] * a.size + position;
      }
    }
    INLINE void true_positions_of(const TrueArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += threads) {
        if (!a.mask[i].byte) continue;
        i64 *to = a.out + (a.up_to[i] - 1) * a.rank, rest = i;
        for (int d = (int)a.rank - 1; d >= 0; d--) {
          const i64 next = rest / a.shape[d];
          to[d] = rest - next * a.shape[d];
          rest = next;
        }
      }
    }

    """#

  static let sortedRows = #"""
    struct RowsArguments {
      void *out;
      const void *source;
      const i64 *index, *order;
      i64 count, length;
    };
    // The thread of the first of several sources for one row goes through them all; the sort was stable, so in their order.
    template <class How, class S> INLINE void put_rows(const RowsArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x, n = a.count * a.length;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += threads) {
        i64 k = i / a.length;
        const i64 column = i - k * a.length, row = a.index[a.order[k]];
        if (k > 0 && a.index[a.order[k - 1]] == row) continue;
        S *to = (S *)a.out + row * a.length + column;
        S value = *to;
        do value = How::of(value, ((const S *)a.source)[a.order[k] * a.length + column]);
        while (++k < a.count && a.index[a.order[k]] == row);
        *to = value;
      }
    }

    """#
}
