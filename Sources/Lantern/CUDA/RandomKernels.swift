/// Random numbers on a GPU: Philox with ten rounds, laid out over threads as PyTorch lays it out on the same device.
///
/// Each thread has a subsequence of its own; four words at a time come from one counter. Element `t + T (j + 4 c)`, with T the number of
/// threads, is word j of thread t's counter c; dropout takes neighbouring elements together. T depends on
/// the device's multiprocessors, so the numbers do too, as in PyTorch.
enum RandomKernels {
  /// What the words become.
  enum Kind: String, Sendable {
    case uniform, normal, whole, truth
    /// As `truth`, but with one float for each element of any type, and neighbouring elements on one thread.
    case drop
  }

  /// Fills a contiguous tensor. `a` and `b` are the limits, or mean and deviation, or the probability; `low` and `range` of whole numbers.
  static func fill(
    _ t: Tensor, _ kind: Kind, _ generator: CUDAGenerator, a: Double = 0, b: Double = 1, low: Int = 0, range: UInt64 = 0
  ) throws(TensorError) {
    let count = t.elementCount
    if count == 0 { return }
    // A recording would draw the same numbers again and again.
    try CUDAReplay.refuse("drawing random numbers")
    let gpu = try CUDARuntime.device(t.device.index ?? -1)
    let isDouble = t.dtype == .float64 && kind != .whole && kind != .drop
    let group = kind == .drop ? (count % 4 == 0 ? 4 : count % 2 == 0 ? 2 : 1) : 1
    let isLong = kind == .whole && range >= 1 << 28
    let words = isDouble || isLong ? 2 : 4
    let blocks = Swift.min((count + 255) / 256, gpu.multiprocessors * (gpu.threadsPerMultiprocessor / 256))
    let draws = (count - 1) / (256 * blocks * words) + 1
    let (seed, offset) = generator.take(UInt64(draws * 4))
    var arguments = KernelArguments()
    arguments.add(t)
    arguments.add(count)
    arguments.add(bits: seed)
    arguments.add(bits: offset)
    arguments.add(a)
    arguments.add(b)
    arguments.add(low)
    arguments.add(bits: range)
    arguments.add(group)
    let kernel = try gpu.kernel("random_\(kind.rawValue)_\(isLong ? "long_" : "")\(t.dtype.name)") { text(t.dtype) }
    try gpu.launch(kernel, blocks: blocks, arguments)
  }

  static func text(_ type: DType) -> String {
    let s = type.cudaName
    let isDouble = type == .float64
    var text = CUDAText.prelude + CUDAText.random
    text += "KERNEL(random_whole_\(type.name), RandomArguments) { draw<\(s), Whole>(a); }\n"
    text += "KERNEL(random_whole_long_\(type.name), RandomArguments) { draw<\(s), WholeLong>(a); }\n"
    text += "KERNEL(random_truth_\(type.name), RandomArguments) { draw<\(s), \(isDouble ? "TruthDouble" : "Truth")>(a); }\n"
    text += "KERNEL(random_drop_\(type.name), RandomArguments) { draw<\(s), Drop>(a); }\n"
    if type.isFloatingPoint {
      text += "KERNEL(random_uniform_\(type.name), RandomArguments) { draw<\(s), \(isDouble ? "UniformDouble" : "Uniform<\(s)>")>(a); }\n"
      text += "KERNEL(random_normal_\(type.name), RandomArguments) { draw<\(s), \(isDouble ? "NormalDouble" : "Normal")>(a); }\n"
    }
    return text
  }

  static var entries: [KernelCatalogue.Entry] {
    DType.allCases.filter { !$0.isComplex }.map { .init(name: "random_\($0.name)", source: text($0)) }
  }
}

/// A GPU's source of random numbers: a seed, and how many numbers have been drawn. Mirrors `torch.cuda.default_generators`.
package final class CUDAGenerator: Sendable {
  private struct State: Sendable {
    var seed: UInt64
    var offset: UInt64 = 0
  }
  private let state: Locked<State>

  /// PyTorch's own default seed when there is none.
  package init(seed: UInt64 = 67_280_421_310_721) { state = Locked(State(seed: seed)) }

  /// Starts over.
  package func restart(_ seed: UInt64) { state.withLock { $0 = State(seed: seed) } }

  /// The seed, and the position of the next `count` numbers, which are then gone.
  func take(_ count: UInt64) -> (seed: UInt64, offset: UInt64) {
    state.withLock { state in
      let offset = state.offset
      state.offset += count
      return (state.seed, offset)
    }
  }

  private static let all = Locked<[Int: CUDAGenerator]>([:])
  private static let standard = Locked<UInt64?>(nil)

  /// The generator of a device; `manualSeed` seeds them all.
  package static func of(_ device: Device) -> CUDAGenerator {
    let seed = standard.withLock { $0 } ?? UInt64.random(in: .min ... .max)
    return all.withLock { all in
      let index = device.index ?? 0
      if let known = all[index] { return known }
      let made = CUDAGenerator(seed: seed)
      all[index] = made
      return made
    }
  }

  /// Seeds the generators of all devices.
  static func seedAll(_ seed: UInt64) {
    standard.withLock { $0 = seed }
    let known = all.withLock { Array($0.values) }
    for generator in known { generator.restart(seed) }
  }
}

extension CUDAText {
  static let random = #"""
    struct RandomArguments {
      void *out;
      i64 n;
      u64 seed, offset;
      double a, b;
      i64 low;
      u64 range;
      i64 group;

    };
    struct Words { u32 of[4]; };
    INLINE Words philox(u64 seed, u64 subsequence, u64 counter) {
      u32 x = (u32)counter, y = (u32)(counter >> 32), z = (u32)subsequence, w = (u32)(subsequence >> 32);
      u32 k = (u32)seed, l = (u32)(seed >> 32);
      for (int round = 0; round < 10; round++) {
        const u64 p = (u64)0xD2511F53u * x, q = (u64)0xCD9E8D57u * z;
        const u32 nx = (u32)(q >> 32) ^ y ^ k, nz = (u32)(p >> 32) ^ w ^ l;
        x = nx, y = (u32)q, z = nz, w = (u32)p;
        k += 0x9E3779B9u, l += 0xBB67AE85u;
      }
      Words words;
      words.of[0] = x, words.of[1] = y, words.of[2] = z, words.of[3] = w;
      return words;
    }
    // Numbers in (0, 1].
    INLINE float unit(u32 word) { return fmaf((float)word, 2.3283064e-10f, 2.3283064e-10f / 2.0f); }
    INLINE double unit_double(u32 x, u32 y) {
      const u64 z = (u64)x ^ ((u64)y << 21);
      return fma((double)z, 1.1102230246251565e-16, 1.1102230246251565e-16 / 2.0);
    }
    template <class S> struct Uniform {
      enum { words = 4 };
      INLINE_MEMBER S of(const RandomArguments &a, const Words &w, int j) {
        // The upper limit becomes the lower one.
        const float from = (float)a.a, to = (float)a.b;
        const S value = cast<S>(fmaf(unit(w.of[j]), to - from, from));
        return cast<float>(value) == cast<float>(cast<S>(to)) ? cast<S>(from) : value;
      }
    };
    struct UniformDouble {
      enum { words = 2 };
      INLINE_MEMBER double of(const RandomArguments &a, const Words &w, int j) {
        const double value = fma(unit_double(w.of[2 * j], w.of[2 * j + 1]), a.b - a.a, a.a);
        return value == a.b ? a.a : value;
      }
    };
    struct Normal {
      enum { words = 4 };
      INLINE_MEMBER float of(const RandomArguments &a, const Words &w, int j) {
        const float u = unit(w.of[j & 2]);
        const float v = fmaf((float)w.of[(j & 2) + 1], 2.3283064e-10f * 6.2831855f, 2.3283064e-10f * 6.2831855f / 2.0f);
        const float size = sqrtf(-2.0f * logf(u));
        return fmaf((j & 1 ? __cosf(v) : __sinf(v)) * size, (float)a.b, (float)a.a);
      }
    };
    struct NormalDouble {
      enum { words = 2 };
      INLINE_MEMBER double of(const RandomArguments &a, const Words &w, int j) {
        const u64 x = (u64)w.of[0] ^ ((u64)w.of[1] << 21), y = (u64)w.of[2] ^ ((u64)w.of[3] << 21);
        const double u = fma((double)x, 1.1102230246251565e-16, 1.1102230246251565e-16 / 2.0);
        const double v = fma((double)y, 1.1102230246251565e-16 * 2.0, 1.1102230246251565e-16);
        const double size = sqrt(-2.0 * log(u));
        double sine, cosine;
        sincospi(v, &sine, &cosine);
        return fma((j ? cosine : sine) * size, a.b, a.a);
      }
    };
    struct Truth {
      enum { words = 4 };
      INLINE_MEMBER i64 of(const RandomArguments &a, const Words &w, int j) { return unit(w.of[j]) < (float)a.a; }
    };
    struct Drop {
      enum { words = 4 };
      INLINE_MEMBER i64 of(const RandomArguments &a, const Words &w, int j) { return (double)unit(w.of[j]) < a.a; }
    };
    struct TruthDouble {
      enum { words = 2 };
      INLINE_MEMBER i64 of(const RandomArguments &a, const Words &w, int j) { return unit_double(w.of[2 * j], w.of[2 * j + 1]) < a.a; }
    };
    struct Whole {
      enum { words = 4 };
      INLINE_MEMBER i64 of(const RandomArguments &a, const Words &w, int j) { return (i64)(w.of[j] % a.range) + a.low; }
    };
    struct WholeLong {
      enum { words = 2 };
      INLINE_MEMBER i64 of(const RandomArguments &a, const Words &w, int j) {
        return (i64)((((u64)w.of[2 * j] << 32) | w.of[2 * j + 1]) % a.range + (u64)a.low);
      }
    };
    template <class S, class D> INLINE void draw(const RandomArguments &a) {
      const i64 threads = (i64)gridDim.x * blockDim.x, thread = (i64)blockIdx.x * blockDim.x + threadIdx.x;
      // A thread's word w belongs to element w % group of its group w / group.
      for (i64 w = 0; (thread + threads * (w / a.group)) * a.group < a.n; w += D::words) {
        const Words words = philox(a.seed, (u64)thread, a.offset / 4 + (u64)(w / D::words));
        for (int j = 0; j < D::words; j++) {
          const i64 i = (thread + threads * ((w + j) / a.group)) * a.group + (w + j) % a.group;
          if (i < a.n) ((S *)a.out)[i] = cast<S>(D::of(a, words, j));
        }
      }
    }

    """#
}
