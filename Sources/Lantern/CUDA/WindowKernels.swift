/// Windows that slide along axes: where the largest element of each lies, and weighted sums along one axis.
enum WindowKernels {
  /// `max_positions`: one thread for each window.
  static func maxPositions(_ given: Tensor, _ ints: Shape, _ spec: Spec) throws(TensorError) -> Tensor {
    let x = try given.dense(given.dtype.isFloatingPoint ? given.dtype : .int64)
    let out = try Tensor(empty: spec.shape, dtype: .int64, like: x)
    if out.elementCount == 0 { return out }
    let gpu = try CUDARuntime.device(x.device.index ?? -1)
    let r = ints[0]
    // Axes that are missing in front have one window of one element.
    var input = [1, 1, 1], output = [1, 1, 1], kernel = [1, 1, 1], stride = [1, 1, 1], padding = [0, 0, 0], dilation = [1, 1, 1]
    let isShared = ints.count == 1 + r
    for d in 0..<r {
      let k = 3 - r + d
      (input[k], output[k]) = (x.shape[d + 2], ints[1 + d])
      if isShared { continue }
      let at = 1 + r + 4 * d
      (kernel[k], stride[k], padding[k], dilation[k]) = (ints[at], ints[at + 1], ints[at + 2], ints[at + 3])
    }
    var arguments = KernelArguments()
    arguments.add(out)
    arguments.add(x)
    arguments.add(out.elementCount)
    arguments.add(isShared)
    for three in [input, output, kernel, stride, padding, dilation] { arguments.add(three, count: 3) }
    let run = try gpu.kernel("max_positions_\(x.dtype.name)") { text(x.dtype) }
    try gpu.launch(run, blocks: gpu.blocks(for: out.elementCount), arguments)
    return out
  }

  /// `resample`: one thread for each result; the taps lie in the device's memory.
  static func resample(_ given: Tensor, _ a: borrowing Attributes, _ spec: Spec) throws(TensorError) -> Tensor {
    let areBytes = Resampling(rawValue: a.ints[3])?.takesBytes == true && given.dtype == .uint8
    let x = try given.dense(areBytes || given.dtype.isFloatingPoint ? given.dtype : .int64)
    let out = try Tensor(empty: spec.shape, dtype: x.dtype, like: x)
    if out.elementCount == 0 { return try noGrad { out.to(spec.dtype) }.usable() }
    let gpu = try CUDARuntime.device(x.device.index ?? -1)
    let taps = try tapsOnDevice(a, x, areBytes: areBytes)
    let (_, inner) = out.around(a.ints[0])
    var arguments = KernelArguments()
    arguments.add(out)
    arguments.add(x)
    for t in taps.lists { arguments.add(t) }
    for number in [out.elementCount, x.shape[a.ints[0]], out.shape[a.ints[0]], inner, taps.bits] { arguments.add(number) }
    let run = try gpu.kernel(areBytes ? "resample_bytes" : "resample_\(x.dtype.name)") { text(x.dtype) }
    try gpu.launch(run, blocks: gpu.blocks(for: out.elementCount), arguments)
    return try noGrad { out.to(spec.dtype) }.usable()
  }

  private struct TapsKey: Hashable, Sendable {
    let ints: Shape
    let step: UInt64?
    let isTransposed: Bool, isSingle: Bool, areBytes: Bool
    let device: Device
  }
  /// Where the taps of each result begin, their elements, their weights; and the bits behind the point of whole weights.
  private struct DeviceTaps: Sendable {
    let lists: [Tensor]
    let bits: Int
  }
  private static let kept = Locked<[TapsKey: DeviceTaps]>([:])

  /// The same windows come again and again: their taps are sent to the device once. A list serves every stream, since the copy is done
  /// when it is handed out.
  private static func tapsOnDevice(_ a: borrowing Attributes, _ x: Tensor, areBytes: Bool) throws(TensorError) -> DeviceTaps {
    let step = a.numbers.first?.doubleValue
    let key = TapsKey(
      ints: a.ints, step: step?.bitPattern, isTransposed: a.flag, isSingle: x.dtype.computeType == .float32, areBytes: areBytes,
      device: x.device)
    if let known = kept.withLock({ $0[key] }) { return known }
    var taps = Taps(a.ints, step: step, single: x.dtype.computeType == .float32)
    if a.flag { taps = taps.transposed(a.ints[1]) }
    let bits = areBytes ? Int(taps.makeWhole()) : 0
    let lists = noGrad { [Tensor(taps.start), Tensor(taps.source), Tensor(taps.weight, dtype: .float64)].map { $0.to(x.device) } }
    for list in lists { _ = try list.usable() }
    try CUDARuntime.device(x.device.index ?? -1).synchronizeStream()
    let made = DeviceTaps(lists: lists, bits: bits)
    kept.withLock { known in
      if known.count >= 256 { known = [:] }
      known[key] = made
    }
    return made
  }

  static func text(_ type: DType) -> String {
    var text = CUDAText.prelude + CUDAText.windows
    if type != .uint8 {
      text += "KERNEL(max_positions_\(type.name), WindowArguments) { max_positions<\(type.cudaName)>(a); }\n"
      let accumulator = type.isFloatingPoint ? type.computeType.cudaName : "u64"
      text += "KERNEL(resample_\(type.name), ResampleArguments) { resample<\(type.cudaName), \(accumulator)>(a); }\n"
    }
    return type == .uint8 ? text + "KERNEL(resample_bytes, ResampleArguments) { resample_whole(a); }\n" : text
  }

  static var entries: [KernelCatalogue.Entry] {
    [DType.float32, .float64, .float16, .bfloat16, .int64, .uint8].map { .init(name: "windows_\($0.name)", source: text($0)) }
  }

  static let kernels: [(String, DeviceKernels.Kernel)] = [
    ("max_positions", { i, a, specs throws(TensorError) in [try maxPositions(i.x, a.ints, specs[0])] }),
    ("resample", { i, a, specs throws(TensorError) in [try resample(i.x, a, specs[0])] }),
  ]
}

extension CUDAText {
  static let windows = #"""
    struct WindowArguments {
      i64 *out;
      const void *in;
      i64 n, shared;
      i64 input[3], output[3], kernel[3], stride[3], padding[3], dilation[3];
    };
    struct ResampleArguments {
      void *out;
      const void *in;
      const i64 *start, *source;
      const double *weight;
      i64 n, count, results, inner, bits;
    };
    // The positions of window o along axis d; windows that share the axis out lie edge to edge.
    INLINE void window_range(const WindowArguments &a, int d, i64 o, i64 *first, i64 *last) {
      if (a.shared) {
        *first = o * a.input[d] / a.output[d];
        *last = ((o + 1) * a.input[d] + a.output[d] - 1) / a.output[d];
      } else {
        const i64 begin = o * a.stride[d] - a.padding[d], end = begin + a.dilation[d] * (a.kernel[d] - 1) + 1;
        *first = begin < 0 ? begin + (-begin + a.dilation[d] - 1) / a.dilation[d] * a.dilation[d] : begin;
        *last = end < a.input[d] ? end : a.input[d];
      }
    }
    template <class S> INLINE void max_positions(const WindowArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x, planes = a.output[0] * a.output[1] * a.output[2];
      for (i64 at = (i64)blockIdx.x * blockDim.x + threadIdx.x; at < a.n; at += threads) {
        const i64 plane = at / planes, o = at - plane * planes;
        const S *x = (const S *)a.in + plane * a.input[0] * a.input[1] * a.input[2];
        i64 first[3], last[3];
        window_range(a, 0, o / (a.output[1] * a.output[2]), &first[0], &last[0]);
        window_range(a, 1, o / a.output[2] % a.output[1], &first[1], &last[1]);
        window_range(a, 2, o % a.output[2], &first[2], &last[2]);
        i64 place = (first[0] * a.input[1] + first[1]) * a.input[2] + first[2];
        bool found = false;
        auto best = wide(x[0]);
        for (i64 i = first[0]; i < last[0]; i += a.dilation[0])
          for (i64 j = first[1]; j < last[1]; j += a.dilation[1])
            for (i64 k = first[2]; k < last[2]; k += a.dilation[2]) {
              const i64 here = (i * a.input[1] + j) * a.input[2] + k;
              const auto value = wide(x[here]);
              if (!found || value > best || value != value) found = true, best = value, place = here;
            }
        a.out[at] = place;
      }
    }
    template <class S, class A> INLINE void resample(const ResampleArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x;
      for (i64 at = (i64)blockIdx.x * blockDim.x + threadIdx.x; at < a.n; at += threads) {
        const i64 line = at / a.inner, outer = line / a.results, o = line - outer * a.results;
        const S *x = (const S *)a.in + outer * a.count * a.inner + at - line * a.inner;
        A sum = (A)0;
        for (i64 t = a.start[o]; t < a.start[o + 1]; t++) sum += (A)a.weight[t] * cast<A>(x[a.source[t] * a.inner]);
        ((S *)a.out)[at] = cast<S>(sum);
      }
    }
    // Bytes with whole weights, multiples of 2^-bits.
    INLINE void resample_whole(const ResampleArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x;
      for (i64 at = (i64)blockIdx.x * blockDim.x + threadIdx.x; at < a.n; at += threads) {
        const i64 line = at / a.inner, outer = line / a.results, o = line - outer * a.results;
        const u8 *x = (const u8 *)a.in + outer * a.count * a.inner + at - line * a.inner;
        i32 sum = a.bits > 0 ? 1 << (a.bits - 1) : 0;
        for (i64 t = a.start[o]; t < a.start[o + 1]; t++) sum += (i32)a.weight[t] * (i32)x[a.source[t] * a.inner];
        sum = sum < 0 ? 0 : sum >> a.bits;
        ((u8 *)a.out)[at] = (u8)(sum > 255 ? 255 : sum);
      }
    }

    """#
}
