import CKernels

/// Elements picked and put by positions.
///
/// Positions are checked on the GPU; what is wrong with them is told at the next copy to the processor or `CUDA.synchronize`. Elements
/// put at one place are combined in the order of their positions, by one thread for each line along the axis, so that sums have the
/// same bits every time.
enum IndexKernels {
  /// `gather` of x at `index`, which has the result's shape (axes of stride 0 where one position serves many).
  static func take(_ x: Tensor, _ index: Tensor, _ axis: Int) throws(TensorError) -> Tensor? {
    let out = try Tensor(empty: index.shape, dtype: x.dtype, like: x)
    if out.elementCount == 0 { return out }
    let (size, step) = x.rank == 0 ? (1, 0) : (x.shape[axis], x.strides[axis])
    guard let walk = StridedWalk([out, index, x.withoutAxis(axis, shape: index.shape)], shape: index.shape) else { return nil }
    let gpu = try CUDARuntime.device(x.device.index ?? -1)
    var arguments = KernelArguments(capacity: 64)
    arguments.add(out)
    arguments.add(x)
    arguments.add(index)
    arguments.add(bits: try gpu.errorFlag())
    for number in [walk.count, size, step] { arguments.add(number) }
    walk.add(to: &arguments, operands: 3)
    let type = x.dtype.carrier
    let kernel = try gpu.kernel("take_\(type.name)_\(index.dtype.name)") { text(type, index.dtype) }
    try gpu.launch(kernel, blocks: gpu.blocks(for: walk.count), arguments)
    return out
  }

  /// Puts elements of `source` (broadcast to the index's shape) into `out` at positions along an axis.
  static func put(_ how: ck_put, _ source: Tensor, into out: Tensor, _ index: Tensor, _ axis: Int) throws(TensorError) -> Bool {
    if index.elementCount == 0 { return true }
    let (size, step) = out.rank == 0 ? (1, 0) : (out.shape[axis], out.strides[axis])
    let rank = index.rank
    // Lines: all axes but the one that positions count along.
    var lines = index.shape
    let count = rank == 0 ? 1 : index.shape[axis]
    if rank > 0 { lines[axis] = 1 }
    let spread = source.expandedView(to: index.shape)
    guard
      let walk = StridedWalk(
        [out.withoutAxis(axis, shape: lines), index.view(lines, of: index), spread.view(lines, of: spread)], shape: lines)
    else { return false }
    let gpu = try CUDARuntime.device(out.device.index ?? -1)
    var arguments = KernelArguments(capacity: 64)
    arguments.add(out)
    arguments.add(spread)
    arguments.add(index)
    arguments.add(bits: try gpu.errorFlag())
    for number in [walk.count, size, step, count, rank == 0 ? 0 : index.strides[axis], rank == 0 ? 0 : spread.strides[axis]] {
      arguments.add(number)
    }
    walk.add(to: &arguments, operands: 3)
    let name = ["set", "add", "mul", "max", "min"][Int(how.rawValue)]
    let type = how == CK_PUT_SET ? out.dtype.carrier : out.dtype
    let kernel = try gpu.kernel("put_\(name)_\(type.name)_\(index.dtype.name)") { putText(name, type, index.dtype) }
    try gpu.launch(kernel, blocks: gpu.blocks(for: walk.count, threads: 64), threads: 64, arguments)
    return true
  }

  static func text(_ type: DType, _ index: DType) -> String {
    CUDAText.prelude + CUDAText.index
      + "KERNEL(take_\(type.name)_\(index.name), TakeArguments) { take<\(type.cudaName), \(index.cudaName)>(a); }\n"
  }
  static func putText(_ name: String, _ type: DType, _ index: DType) -> String {
    CUDAText.prelude + CUDAText.index
      + "KERNEL(put_\(name)_\(type.name)_\(index.name), PutArguments) { put<put_\(name), \(type.cudaName), \(index.cudaName)>(a); }\n"
  }

  static var entries: [KernelCatalogue.Entry] {
    var entries: [KernelCatalogue.Entry] = []
    for index in [DType.int64, .int32] {
      for type in [DType.uint8, .int16, .int32, .int64, .complex128] {
        entries.append(.init(name: "take_\(type.name)_\(index.name)", source: text(type, index)))
        entries.append(.init(name: "put_set_\(type.name)_\(index.name)", source: putText("set", type, index)))
      }
    }
    for type in DType.allCases where !type.isComplex {
      for how in ["add", "mul", "max", "min"] {
        entries.append(.init(name: "put_\(how)_\(type.name)", source: putText(how, type, .int64)))
      }
    }
    return entries
  }
}

extension Tensor {
  /// This memory walked over a shape, standing still along an axis that positions count.
  fileprivate func withoutAxis(_ axis: Int, shape: Shape) -> Tensor {
    if rank == 0 { return expandedView(to: shape) }
    var steps = Shape()
    for d in 0..<shape.count { steps.append(d == axis ? 0 : strides[d]) }
    return Tensor(storage: storage, shape: shape, strides: steps, offset: offset, dtype: dtype)
  }

  /// The same strides over another shape of the same rank.
  fileprivate func view(_ shape: Shape, of t: Tensor) -> Tensor {
    Tensor(storage: storage, shape: shape, strides: strides, offset: offset, dtype: dtype)
  }
}

extension CUDAText {
  static let index = #"""
    struct TakeArguments {
      void *out;
      const void *in, *index;
      i64 *error;
      i64 n, size, step, rank, fits32;
      i64 shape[12], stride[3][12];
    };
    struct PutArguments {
      void *out;
      const void *source, *index;
      i64 *error;
      i64 n, size, step, count, index_step, source_step, rank, fits32;
      i64 shape[12], stride[3][12];
    };
    template <class Arguments> INLINE void three_places(const Arguments &a, i64 i, i64 *at) {
      for (int d = (int)a.rank - 1; d >= 0; d--) {
        const i64 next = i / a.shape[d], index = i - next * a.shape[d];
        i = next;
        for (int k = 0; k < 3; k++) at[k] += index * a.stride[k][d];
      }
    }
    template <class S, class I> INLINE void take(const TakeArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += threads) {
        i64 at[3] = {0, 0, 0};
        three_places(a, i, at);
        i64 position = (i64)((const I *)a.index)[at[1]];
        if (position < 0 || position >= a.size) *a.error = 1, position = 0;
        ((S *)a.out)[at[0]] = ((const S *)a.in)[at[2] + position * a.step];
      }
    }
    template <class S> struct Widened { typedef double A; };
    template <> struct Widened<float> { typedef float A; };
    template <> struct Widened<half_t> { typedef float A; };
    template <> struct Widened<bfloat_t> { typedef float A; };
    template <> struct Widened<u64> { typedef u64 A; };
    #define WHOLE(S) template <> struct Widened<S> { typedef i64 A; };
    WHOLE(bool_t) WHOLE(u8) WHOLE(i8) WHOLE(i16) WHOLE(i32) WHOLE(i64) WHOLE(u16) WHOLE(u32)
    #undef WHOLE
    struct put_set { template <class S> INLINE_MEMBER S of(S, S y) { return y; } };
    struct put_add { template <class S> INLINE_MEMBER S of(S x, S y) {
      typedef typename Widened<S>::A A; return cast<S>((A)(cast<A>(x) + cast<A>(y))); } };
    struct put_mul { template <class S> INLINE_MEMBER S of(S x, S y) {
      typedef typename Widened<S>::A A; return cast<S>((A)(cast<A>(x) * cast<A>(y))); } };
    struct put_max { template <class S> INLINE_MEMBER S of(S x, S y) {
      typedef typename Widened<S>::A A; const A p = cast<A>(x), q = cast<A>(y); return p != p ? x : q != q ? y : p > q ? x : y; } };
    struct put_min { template <class S> INLINE_MEMBER S of(S x, S y) {
      typedef typename Widened<S>::A A; const A p = cast<A>(x), q = cast<A>(y); return p != p ? x : q != q ? y : p < q ? x : y; } };
    // One thread for each line, position after position.
    template <class How, class S, class I> INLINE void put(const PutArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += threads) {
        i64 at[3] = {0, 0, 0};
        three_places(a, i, at);
        for (i64 k = 0; k < a.count; k++) {
          const i64 position = (i64)((const I *)a.index)[at[1] + k * a.index_step];
          if (position < 0 || position >= a.size) { *a.error = 1; continue; }
          S *to = (S *)a.out + at[0] + position * a.step;
          *to = How::of(*to, ((const S *)a.source)[at[2] + k * a.source_step]);
        }
      }
    }

    """#
}
