/// Stable sorting by radix: the elements of each row become keys whose order as unsigned numbers is theirs, and are moved digit by
/// digit (four bits at a time), counted tile by tile.
enum SortKernels {
  /// Elements of one tile: 256 threads with four each.
  private static let tile = 1024

  /// The positions that sort each of the rows [rows, n], which are contiguous. Equal elements keep their order; NaN is the largest.
  /// Only the lowest `bits` bits decide, where they are all that natural numbers have.
  static func order(_ rows: Tensor, length n: Int, isDescending: Bool, bits: Int? = nil) throws(TensorError) -> Tensor {
    let total = rows.elementCount
    let out = try Tensor(empty: rows.shape, dtype: .int64, like: rows)
    if total == 0 { return out }
    let gpu = try CUDARuntime.device(rows.device.index ?? -1)
    let count = total / n
    let isWide = rows.dtype.itemSize > 4
    let keyType: DType = isWide ? .uint64 : .uint32
    var keys = try Tensor(empty: [total], dtype: keyType, like: rows)
    var otherKeys = try Tensor(empty: [total], dtype: keyType, like: rows)
    var places = try Tensor(empty: [total], dtype: .int64, like: rows)
    var otherPlaces = try Tensor(empty: [total], dtype: .int64, like: rows)
    let tiles = (n + tile - 1) / tile
    let counts = try Tensor(empty: [count * tiles * 16], dtype: .int64, like: rows)
    func launch(_ name: String, _ blocks: Int, _ shift: Int) throws(TensorError) {
      var arguments = KernelArguments()
      for t in [rows, keys, otherKeys, places, otherPlaces, counts] { arguments.add(t) }
      for number in [n, count, tiles, shift, isDescending ? 1 : 0] { arguments.add(number) }
      let kernel = try gpu.kernel("\(name)_\(rows.dtype.name)") { text(rows.dtype) }
      try gpu.launch(kernel, blocks: blocks, arguments)
    }
    try launch("sort_keys", gpu.blocks(for: total), 0)
    let bits = bits ?? (rows.dtype == .bool ? 4 : 8 * rows.dtype.itemSize)
    for shift in stride(from: 0, to: bits, by: 4) {
      try launch("sort_count", count * tiles, shift)
      try launch("sort_scan", count, shift)
      try launch("sort_move", count * tiles, shift)
      swap(&keys, &otherKeys)
      swap(&places, &otherPlaces)
    }
    return Tensor(storage: places.storage, shape: rows.shape, strides: rows.shape.rowMajorStrides, offset: 0, dtype: .int64)
  }

  static func text(_ type: DType) -> String {
    let key = type.itemSize > 4 ? "u64" : "u32"
    return CUDAText.prelude + CUDAText.sort + "KERNEL(sort_keys_\(type.name), SortArguments) { sort_keys<\(type.cudaName), \(key)>(a); }\n"
      + ["count", "scan", "move"].map { "KERNEL(sort_\($0)_\(type.name), SortArguments) { sort_\($0)<\(key)>(a); }\n" }.joined()
  }

  static var entries: [KernelCatalogue.Entry] {
    DType.allCases.filter { !$0.isComplex }.map { .init(name: "sort_\($0.name)", source: text($0)) }
  }
}

extension CUDAText {
  static let sort = #"""
    struct SortArguments {
      const void *in;
      void *keys, *other_keys;
      i64 *places, *other_places, *counts;
      i64 n, rows, tiles, shift, descending;
    };
    // Keys of as many bits as the element has. NaN is above everything; both zeros are one.
    INLINE u64 key_of(bool_t v) { return v.byte != 0; }
    INLINE u64 key_of(u8 v) { return v; }
    INLINE u64 key_of(u16 v) { return v; }
    INLINE u64 key_of(u32 v) { return v; }
    INLINE u64 key_of(u64 v) { return v; }
    INLINE u64 key_of(i8 v) { return (u8)v ^ 0x80u; }
    INLINE u64 key_of(i16 v) { return (u16)v ^ 0x8000u; }
    INLINE u64 key_of(i32 v) { return (u32)v ^ 0x80000000u; }
    INLINE u64 key_of(i64 v) { return (u64)v ^ 1ull << 63; }
    INLINE u64 key_of(float v) {
      if (v != v) return 0xffffffffu;
      const u32 bits = bits_as<u32>(v == 0 ? 0.0f : v);
      return bits & 0x80000000u ? (u32)~bits : bits | 0x80000000u;
    }
    INLINE u64 key_of(double v) {
      if (v != v) return ~0ull;
      const u64 bits = bits_as<u64>(v == 0 ? 0.0 : v);
      return bits >> 63 ? ~bits : bits | 1ull << 63;
    }
    INLINE u64 key_of_half(u16 bits, bool is_nan) {
      if (is_nan) return 0xffffu;
      if ((bits & 0x7fff) == 0) bits = 0;
      return bits & 0x8000 ? (u16)~bits : (u16)(bits | 0x8000);
    }
    INLINE u64 key_of(half_t v) { return key_of_half(v.bits, (v.bits & 0x7fff) > 0x7c00); }
    INLINE u64 key_of(bfloat_t v) { return key_of_half(v.bits, (v.bits & 0x7fff) > 0x7f80); }

    template <class S, class K> INLINE void sort_keys(const SortArguments &a) {
      const i64 step = (i64)gridDim.x * blockDim.x, total = a.n * a.rows;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < total; i += step) {
        const K key = (K)key_of(((const S *)a.in)[i]);
        ((K *)a.keys)[i] = a.descending ? (K)~key : key;
        a.places[i] = i % a.n;
      }
    }
    // How often each digit appears in a tile: counts[row][digit][tile].
    template <class K> INLINE void sort_count(const SortArguments &a) {
      SHARED u32 seen[16][256];
      const i64 row = blockIdx.x / a.tiles, tile = blockIdx.x % a.tiles;
      const int thread = (int)threadIdx.x;
      for (int d = 0; d < 16; d++) seen[d][thread] = 0;
      for (int k = 0; k < 4; k++) {
        const i64 i = tile * 1024 + thread * 4 + k;
        if (i < a.n) seen[(((const K *)a.keys)[row * a.n + i] >> a.shift) & 15][thread]++;
      }
      __syncthreads();
      if (thread < 16) {
        i64 sum = 0;
        for (int t = 0; t < 256; t++) sum += seen[thread][t];
        a.counts[(row * 16 + thread) * a.tiles + tile] = sum;
      }
    }
    // Where each digit of each tile begins: running sums over a row's counts.
    template <class K> INLINE void sort_scan(const SortArguments &a) {
      SHARED i64 shared[256];
      i64 *counts = a.counts + (i64)blockIdx.x * 16 * a.tiles;
      const i64 total = 16 * a.tiles;
      i64 before = 0;
      for (i64 start = 0; start < total; start += 256) {
        const i64 i = start + threadIdx.x;
        const i64 own = i < total ? counts[i] : 0;
        shared[threadIdx.x] = own;
        __syncthreads();
        for (unsigned step = 1; step < 256; step *= 2) {
          const i64 left = threadIdx.x >= step ? shared[threadIdx.x - step] : 0;
          __syncthreads();
          shared[threadIdx.x] += left;
          __syncthreads();
        }
        if (i < total) counts[i] = before + shared[threadIdx.x] - own;
        before += shared[255];
        __syncthreads();
      }
    }
    template <class K> INLINE void sort_move(const SortArguments &a) {
      SHARED u32 seen[16][256];
      const i64 row = blockIdx.x / a.tiles, tile = blockIdx.x % a.tiles;
      const int thread = (int)threadIdx.x;
      const K *keys = (const K *)a.keys + row * a.n;
      for (int d = 0; d < 16; d++) seen[d][thread] = 0;
      for (int k = 0; k < 4; k++) {
        const i64 i = tile * 1024 + thread * 4 + k;
        if (i < a.n) seen[(keys[i] >> a.shift) & 15][thread]++;
      }
      __syncthreads();
      // Each digit's counts of the threads before.
      if (thread < 16) {
        u32 sum = 0;
        for (int t = 0; t < 256; t++) {
          const u32 own = seen[thread][t];
          seen[thread][t] = sum;
          sum += own;
        }
      }
      __syncthreads();
      for (int k = 0; k < 4; k++) {
        const i64 i = tile * 1024 + thread * 4 + k;
        if (i >= a.n) break;
        const int digit = (int)((keys[i] >> a.shift) & 15);
        const i64 to = a.counts[(row * 16 + digit) * a.tiles + tile] + seen[digit][thread]++;
        ((K *)a.other_keys)[row * a.n + to] = keys[i];
        a.other_places[row * a.n + to] = a.places[row * a.n + i];
      }
    }

    """#
}
