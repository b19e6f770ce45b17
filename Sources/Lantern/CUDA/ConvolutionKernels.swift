/// Convolutions and their derivatives as products of matrices that are never stored: tiles of 64 x 64 results, whose factors are picked
/// from the tensors as they are needed. Serves every rank up to 3, stride, padding, dilation, groups and dtype.
enum ConvolutionKernels {
  enum Part: String, CaseIterable, Sendable {
    /// The result of an input and a weight.
    case forward = "convolution"
    /// The gradient of the input, of the result's and the weight.
    case input = "convolution_input"
    /// The gradient of the weight, of the result's and the input.
    case weight = "convolution_weight"
  }

  static func run(
    _ part: Part, _ a: Tensor, _ b: Tensor, bias: Tensor?, _ c: ConvolutionGeometry, _ spec: Spec
  ) throws(TensorError) -> Tensor {
    let type = workType(spec.dtype)
    let (left, right) = try (a.dense(type), b.dense(type))
    let bias = try bias.map { t throws(TensorError) in try t.dense(type) }
    let gpu = try CUDARuntime.device(left.device.index ?? -1)
    let out = try Tensor(empty: spec.shape, dtype: type, like: left)
    if out.elementCount == 0 { return try noGrad { out.to(spec.dtype) }.usable() }
    let (x, w, y): (Tensor, Tensor, Tensor) =
      switch part {
      case .forward: (left, right, out)
      case .input: (out, right, left)
      case .weight: (right, out, left)
      }
    if let done = try gpu.cudnn()?.convolve(part, gpu, x: x, w: w, y: y, c), done {
      guard let bias else { return try noGrad { out.to(spec.dtype) }.usable() }
      let shape = Shape([bias.elementCount] + Array(repeating: 1, count: c.rank))
      return try noGrad { out.add_(bias.reshape(shape)).to(spec.dtype) }.usable()
    }
    let places = Three(c, x: x.shape, w: w.shape, y: y.shape)
    let (m, n, k) = places.sizes(part)
    let tiles = ((m + 63) / 64) * ((n + 63) / 64) * c.groups
    // The weight's gradient has few results of many terms: parts of the terms are summed side by side, and then the parts.
    let most = Swift.max(1, 4 * gpu.multiprocessors / Swift.max(tiles, 1))
    let splits = part == .weight ? Swift.max(1, Swift.min(Swift.min(most, 64), k / 512)) : 1
    let accumulator = type.isFloatingPoint ? type.computeType : .int64
    let target = splits == 1 ? out : try Tensor(empty: Shape([splits] + Array(spec.shape)), dtype: accumulator, like: left)
    var arguments = KernelArguments(capacity: 48)
    arguments.add(target)
    arguments.add(left)
    arguments.add(right)
    arguments.add(bias)
    for number in [x.shape[0], c.groups, places.channels, places.filters] { arguments.add(number) }
    for three in [places.input, places.output, places.kernel, places.stride, places.padding, places.dilation] {
      arguments.add(three, count: 3)
    }
    arguments.add((k + splits - 1) / splits)
    arguments.add(out.elementCount)
    let kernel = try gpu.kernel(name(part, type, isPart: splits > 1)) { text(type) }
    try gpu.launch(kernel, blocks: tiles * splits, arguments)
    if splits == 1 { return try noGrad { out.to(spec.dtype) }.usable() }
    return try noGrad { target.sum(dims: [0]).to(spec.dtype) }.usable()
  }

  /// The type of the elements that the kernels read and write.
  private static func workType(_ dtype: DType) -> DType { dtype.isFloatingPoint ? dtype : .int64 }

  private static func name(_ part: Part, _ type: DType, isPart: Bool) -> String {
    "\(part.rawValue)_\(type.name)" + (isPart ? "_part" : "")
  }

  static func text(_ type: DType) -> String {
    let accumulator = type.isFloatingPoint ? type.computeType.cudaName : "u64"
    var text = CUDAText.prelude + CUDAText.multiplyAdd + CUDAText.convolution
    for part in Part.allCases {
      let kernel = "convolve<\(part.rawValue), \(type.cudaName), \(accumulator), "
      text += "KERNEL(\(name(part, type, isPart: false)), ConvolutionArguments) { \(kernel)\(type.cudaName)>(a); }\n"
    }
    let partial = "convolve<\(Part.weight.rawValue), \(type.cudaName), \(accumulator), \(accumulator)>(a);"
    return text + "KERNEL(\(name(.weight, type, isPart: true)), ConvolutionArguments) { \(partial) }\n"
  }

  static var entries: [KernelCatalogue.Entry] {
    [DType.float32, .float64, .float16, .bfloat16, .int64].map { .init(name: "convolution_\($0.name)", source: text($0)) }
  }

  static let kernels: [(String, DeviceKernels.Kernel)] = [
    (
      "convolution",
      { i, a, specs throws(TensorError) in
        [try run(.forward, i.x, i.y!, bias: a.flag ? nil : i.z, ConvolutionGeometry(a.ints), specs[0])]
      }
    ),
    (
      "convolution_input",
      { i, a, specs throws(TensorError) in [try run(.input, i.x, i.y!, bias: nil, ConvolutionGeometry(a.ints), specs[0])] }
    ),
    (
      "convolution_weight",
      { i, a, specs throws(TensorError) in [try run(.weight, i.x, i.y!, bias: nil, ConvolutionGeometry(a.ints), specs[0])] }
    ),
  ]

  /// Sizes along three axes; those that are missing in front have one position.
  struct Three {
    let batch: Int, groups: Int, channels: Int, filters: Int
    let input: [Int], output: [Int], kernel: [Int], stride: [Int], padding: [Int], dilation: [Int]

    init(_ c: ConvolutionGeometry, x: Shape, w: Shape, y: Shape) {
      func three(_ values: some Sequence<Int>, _ filler: Int) -> [Int] { Array(repeating: filler, count: 3 - c.rank) + values }
      (batch, groups, channels, filters) = (x[0], c.groups, w[1], w[0] / c.groups)
      (input, output, kernel) = (three(x.dropFirst(2), 1), three(y.dropFirst(2), 1), three(w.dropFirst(2), 1))
      (stride, padding, dilation) = (three(c.stride, 1), three(c.padding, 0), three(c.dilation, 1))
    }

    /// Rows, columns and terms of each group's product.
    func sizes(_ part: Part) -> (Int, Int, Int) {
      let volume = kernel.reduce(1, *)
      switch part {
      case .forward: return (filters, batch * output.reduce(1, *), channels * volume)
      case .input: return (channels, batch * input.reduce(1, *), filters * volume)
      case .weight: return (filters, channels * volume, batch * output.reduce(1, *))
      }
    }
  }
}

extension Tensor {
  /// The elements in a type, without gaps, without history.
  func dense(_ type: DType) throws(TensorError) -> Tensor { try noGrad { to(type).contiguous() }.usable() }
}

extension CUDAText {
  static let convolution = #"""
    struct ConvolutionArguments {
      void *out;
      const void *left, *right, *bias;
      i64 batch, groups, channels, filters;
      i64 input[3], output[3], kernel[3], stride[3], padding[3], dilation[3];
      i64 terms, size;
    };
    // 32 bits are enough for nearly all divisions, and much faster.
    INLINE i64 quotient(i64 x, i64 y) { return ((u64)x | (u64)y) >> 32 ? x / y : (i64)((u32)x / (u32)y); }
    INLINE i64 volume(const i64 *size) { return size[0] * size[1] * size[2]; }
    struct Place { i64 d, h, w; };
    INLINE Place place_of(i64 i, const i64 *size) {
      Place p;
      const i64 rows = quotient(i, size[2]);
      p.w = i - rows * size[2];
      p.d = quotient(rows, size[1]);
      p.h = rows - p.d * size[1];
      return p;
    }
    // One matrix product for each group: its sizes, where a column lies, the elements of the factors, and where results go.
    struct Column { i64 base; Place at; };
    template <class S> INLINE S window(const ConvolutionArguments &a, const S *x, i64 base, Place o, Place k) {
      const i64 d = o.d * a.stride[0] - a.padding[0] + k.d * a.dilation[0], h = o.h * a.stride[1] - a.padding[1] + k.h * a.dilation[1];
      const i64 w = o.w * a.stride[2] - a.padding[2] + k.w * a.dilation[2];
      const bool inside = d >= 0 && d < a.input[0] && h >= 0 && h < a.input[1] && w >= 0 && w < a.input[2];
      return inside ? x[base + (d * a.input[1] + h) * a.input[2] + w] : cast<S>((u8)0);
    }
    struct convolution {
      INLINE_MEMBER i64 rows(const ConvolutionArguments &a) { return a.filters; }
      INLINE_MEMBER i64 columns(const ConvolutionArguments &a) { return a.batch * volume(a.output); }
      INLINE_MEMBER i64 terms(const ConvolutionArguments &a) { return a.channels * volume(a.kernel); }
      INLINE_MEMBER Column column(const ConvolutionArguments &a, i64 g, i64 j) {
        Column c;
        const i64 plane = volume(a.output), n = quotient(j, plane);
        c.base = (n * a.groups + g) * a.channels * volume(a.input);
        c.at = place_of(j - n * plane, a.output);
        return c;
      }
      template <class S> INLINE_MEMBER S left(const ConvolutionArguments &a, i64 g, i64 i, i64 t) {
        return ((const S *)a.right)[(g * a.filters + i) * terms(a) + t];
      }
      template <class S> INLINE_MEMBER S right(const ConvolutionArguments &a, i64, const Column &c, i64 t) {
        const i64 taps = volume(a.kernel), channel = quotient(t, taps);
        return window(a, (const S *)a.left, c.base + channel * volume(a.input), c.at,
                      place_of(t - channel * taps, a.kernel));
      }
      INLINE_MEMBER i64 result(const ConvolutionArguments &a, i64 g, i64 i, i64 j) {
        const i64 plane = volume(a.output), n = quotient(j, plane);
        return ((n * a.groups + g) * a.filters + i) * plane + j - n * plane;
      }
    };
    struct convolution_input {
      INLINE_MEMBER i64 rows(const ConvolutionArguments &a) { return a.channels; }
      INLINE_MEMBER i64 columns(const ConvolutionArguments &a) { return a.batch * volume(a.input); }
      INLINE_MEMBER i64 terms(const ConvolutionArguments &a) { return a.filters * volume(a.kernel); }
      INLINE_MEMBER Column column(const ConvolutionArguments &a, i64 g, i64 j) {
        Column c;
        const i64 plane = volume(a.input), n = quotient(j, plane);
        c.base = (n * a.groups + g) * a.filters * volume(a.output);
        c.at = place_of(j - n * plane, a.input);
        return c;
      }
      template <class S> INLINE_MEMBER S left(const ConvolutionArguments &a, i64 g, i64 i, i64 t) {
        const i64 taps = volume(a.kernel), filter = quotient(t, taps);
        return ((const S *)a.right)[((g * a.filters + filter) * a.channels + i) * taps + t - filter * taps];
      }
      // Whether some window's tap k lies on this position, and which window's.
      INLINE_MEMBER bool window_of(i64 at, i64 k, i64 stride, i64 count, i64 *o) {
        if (at < k) return false;
        *o = quotient(at - k, stride);
        return *o * stride == at - k && *o < count;
      }
      template <class S> INLINE_MEMBER S right(const ConvolutionArguments &a, i64, const Column &c, i64 t) {
        const i64 taps = volume(a.kernel), filter = quotient(t, taps);
        const Place k = place_of(t - filter * taps, a.kernel);
        Place o;
        const bool inside = window_of(c.at.d + a.padding[0], k.d * a.dilation[0], a.stride[0], a.output[0], &o.d) &&
                            window_of(c.at.h + a.padding[1], k.h * a.dilation[1], a.stride[1], a.output[1], &o.h) &&
                            window_of(c.at.w + a.padding[2], k.w * a.dilation[2], a.stride[2], a.output[2], &o.w);
        if (!inside) return cast<S>((u8)0);
        return ((const S *)a.left)[c.base + filter * volume(a.output) + (o.d * a.output[1] + o.h) * a.output[2] + o.w];
      }
      INLINE_MEMBER i64 result(const ConvolutionArguments &a, i64 g, i64 i, i64 j) {
        const i64 plane = volume(a.input), n = quotient(j, plane);
        return ((n * a.groups + g) * a.channels + i) * plane + j - n * plane;
      }
    };
    struct convolution_weight {
      INLINE_MEMBER i64 rows(const ConvolutionArguments &a) { return a.filters; }
      INLINE_MEMBER i64 columns(const ConvolutionArguments &a) { return a.channels * volume(a.kernel); }
      INLINE_MEMBER i64 terms(const ConvolutionArguments &a) { return a.batch * volume(a.output); }
      INLINE_MEMBER Column column(const ConvolutionArguments &a, i64, i64 j) {
        Column c;
        const i64 taps = volume(a.kernel), channel = quotient(j, taps);
        c.base = channel * volume(a.input);
        c.at = place_of(j - channel * taps, a.kernel);
        return c;
      }
      template <class S> INLINE_MEMBER S left(const ConvolutionArguments &a, i64 g, i64 i, i64 t) {
        const i64 plane = volume(a.output), n = quotient(t, plane);
        return ((const S *)a.left)[((n * a.groups + g) * a.filters + i) * plane + t - n * plane];
      }
      template <class S> INLINE_MEMBER S right(const ConvolutionArguments &a, i64 g, const Column &c, i64 t) {
        const i64 plane = volume(a.output), n = quotient(t, plane);
        return window(a, (const S *)a.right, (n * a.groups + g) * a.channels * volume(a.input) + c.base, place_of(t - n * plane, a.output), c.at);
      }
      INLINE_MEMBER i64 result(const ConvolutionArguments &a, i64 g, i64 i, i64 j) { return (g * a.filters + i) * columns(a) + j; }
    };

    // 64 x 64 results for each block of 256 threads, 4 x 4 for each thread, 16 terms at a time. O: the type of the results.
    template <class P, class S, class A, class O> INLINE void convolve(const ConvolutionArguments &a) {
      SHARED A left[16][68], right[16][68];
      const i64 m = P::rows(a), n = P::columns(a), k = P::terms(a);
      const i64 wide = (n + 63) / 64, tiles = (m + 63) / 64 * wide;
      const i64 tile = blockIdx.x % tiles, rest = blockIdx.x / tiles, group = rest % a.groups, part = rest / a.groups;
      const i64 row = tile / wide * 64, column = tile % wide * 64;
      const i64 begin = part * a.terms, end = begin + a.terms < k ? begin + a.terms : k;
      const int thread = (int)threadIdx.x, tx = thread % 16, ty = thread / 16;
      const i64 j = column + thread % 64;
      Column mine;
      if (j < n) mine = P::column(a, group, j);
      A sum[4][4];
      for (int p = 0; p < 4; p++) for (int q = 0; q < 4; q++) sum[p][q] = (A)0;
      for (i64 first = begin; first < end; first += 16) {
        for (int p = 0; p < 4; p++) {
          const int e = p * 256 + thread, lt = e % 16, li = e / 16, rt = e / 64;
          const i64 i = row + li, t = first + lt, s = first + rt;
          left[lt][li] = i < m && t < end ? cast<A>(P::template left<S>(a, group, i, t)) : (A)0;
          right[rt][thread % 64] = j < n && s < end ? cast<A>(P::template right<S>(a, group, mine, s)) : (A)0;
        }
        __syncthreads();
        for (int t = 0; t < 16; t++) {
          A l[4], r[4];
          for (int p = 0; p < 4; p++) l[p] = left[t][ty * 4 + p], r[p] = right[t][tx + 16 * p];
          for (int p = 0; p < 4; p++) for (int q = 0; q < 4; q++) sum[p][q] = multiply_add(l[p], r[q], sum[p][q]);
        }
        __syncthreads();
      }
      for (int p = 0; p < 4; p++)
        for (int q = 0; q < 4; q++) {
          const i64 i = row + ty * 4 + p, to = column + tx + 16 * q;
          if (i >= m || to >= n) continue;
          A value = sum[p][q];
          if (a.bias) value = value + cast<A>(((const S *)a.bias)[group * a.filters + i]);
          ((O *)a.out)[part * a.size + P::result(a, group, i, to)] = cast<O>(value);
        }
    }

    """#
}
