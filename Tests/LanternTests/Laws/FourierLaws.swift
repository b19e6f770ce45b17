import CKernels
import Lantern
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Fourier transforms against their definition, each other, and the theorems about them.
@Suite struct FourierLaws {
  /// The definition: y[k] = Σ x[j] e^(∓2πi jk / n), angles reduced in whole numbers.
  static func definition(_ x: [Complex128], isInverse: Bool = false) -> [Complex128] {
    let n = x.count
    return (0..<n).map { k in
      var (re, im) = (0.0, 0.0)
      for j in 0..<n {
        let angle = (isInverse ? 2 : -2) * Double.pi * Double(j * k % n) / Double(n)
        re += x[j].real * cos(angle) - x[j].imaginary * sin(angle)
        im += x[j].real * sin(angle) + x[j].imaginary * cos(angle)
      }
      return Complex128(re, im)
    }
  }

  private static func numbers(_ shape: [Int], _ seed: String, _ dtype: DType = .complex128) -> Tensor {
    var random = LawRandom(seed)
    return Tensor.complex(random.uniform(shape), random.uniform(shape)).to(dtype)
  }

  /// The largest difference, measured by the typical size of the wanted elements.
  private static func distance(_ a: Tensor, _ b: Tensor) -> Double {
    guard a.shape == b.shape, a.dtype == b.dtype else { return .infinity }
    let wide: DType = a.dtype.isComplex ? .complex128 : .float64
    let (p, q) = (a.to(wide), b.to(wide))
    if p.elementCount == 0 { return 0 }
    let size = (q.abs() * q.abs()).mean().sqrt().item().doubleValue
    return (p - q).abs().max().item().doubleValue / Swift.max(size, 1e-300)
  }

  private static func limit(_ dtype: DType) -> Double { dtype.realPart == .float32 ? 3e-6 : 2e-14 }

  /// All small lengths; powers; products of odd primes; large primes, which go another way.
  static let lengths =
    Array(1...40) + [49, 64, 77, 81, 97, 100, 121, 125, 128, 131, 169, 210, 243, 256, 289, 343, 499, 512, 509 * 2, 997, 1024, 1155, 1250]

  @Test("Definition", arguments: lengths)
  func definition(n: Int) {
    for rows in n < 200 ? [1, 3, 37] : [2] {
      let wide = Self.numbers([rows, n], "definition \(n)")
      for dtype in [DType.complex64, .complex128] {
        let z = wide.to(dtype)
        let limit = Self.limit(dtype)
        func wanted(_ x: Tensor, isInverse: Bool) -> Tensor {
          let lines = (0..<rows).flatMap { Self.definition(x.select(0, $0).to(.complex128).toArray(), isInverse: isInverse) }
          return Tensor(lines, shape: [rows, n]).to(dtype)
        }
        let forward = wanted(z, isInverse: false)
        #expect(Self.distance(z.fft(), forward) < limit, "fft \(n) \(dtype)")
        #expect(Self.distance(z.ifft() * n, wanted(z, isInverse: true)) < limit, "ifft \(n) \(dtype)")
        #expect(Self.distance(z.t().contiguous().fft(dim: 0), forward.t()) < limit, "columns \(n) \(dtype)")
        #expect(Self.distance(z.t().contiguous().t().fft(), forward) < limit, "strided \(n) \(dtype)")
        let x = z.real()
        let whole = wanted(x.to(dtype), isInverse: false)
        let half = whole.narrow(1, 0, n / 2 + 1)
        #expect(Self.distance(x.fft(), whole) < limit, "fft of reals \(n) \(dtype)")
        #expect(Self.distance(x.rfft(), half) < limit, "rfft \(n) \(dtype)")
        #expect(Self.distance(x.ihfft() * n, half.conj()) < limit, "ihfft \(n) \(dtype)")
        #expect(Self.distance(half.irfft(n: n), x.contiguous()) < limit, "irfft \(n) \(dtype)")
        #expect(Self.distance(half.conj().hfft(n: n), x * n) < limit, "hfft \(n) \(dtype)")
      }
    }
  }

  /// Long transforms: there and back, Parseval's theorem, and one frequency alone.
  @Test("Long", arguments: [4096, 10007, 1 << 16, 65_537, 3 * 5 * 7 * 11 * 13, 1 << 18])
  func long(n: Int) {
    for dtype in [DType.complex64, .complex128] {
      let z = Self.numbers([n], "long \(n)", dtype)
      let y = z.fft(norm: .ortho)
      #expect(Self.distance(y.ifft(norm: .ortho), z) < Self.limit(dtype))
      let (before, after) = ((z.abs() * z.abs()).sum().item().doubleValue, (y.abs() * y.abs()).sum().item().doubleValue)
      #expect(abs(before - after) < 1e-5 * before)
      let x = z.real().contiguous()
      #expect(Self.distance(x.rfft().irfft(n: n), x) < Self.limit(dtype))
      #expect(Self.distance(x.rfft(), x.fft().narrow(0, 0, n / 2 + 1)) < Self.limit(dtype))
    }
    let wave = Tensor.polar(Tensor.ones(n, dtype: .float64), Tensor.arange(Double(n), dtype: .float64) * (2 * Double.pi * 5 / Double(n)))
    let spectrum = wave.fft(norm: .forward).abs()
    #expect(spectrum.argmax().item() == .int(5) && abs(spectrum.select(0, 5).item().doubleValue - 1) < 1e-9)
    #expect(spectrum.sum().item().doubleValue < 1 + 1e-6)
  }

  /// Several axes are one after the other; lengths cut and fill; norms divide where they say.
  @Test func severalAxes() {
    let z = Self.numbers([3, 4, 5, 6], "several")
    let limit = 1e-13
    #expect(Self.distance(z.fftn(dims: [0, 2, -1]), z.fft(dim: 0).fft(dim: 2).fft(dim: 3)) < limit)
    #expect(Self.distance(z.fftn(), z.fft2().fft2(dims: [0, 1])) < limit)
    #expect(Self.distance(z.fftn(dims: [3, 1]), z.permute(0, 3, 2, 1).contiguous().fft2(dims: [1, 3]).permute(0, 3, 2, 1)) < limit)
    #expect(Self.distance(z.fftn().ifftn(), z) < limit)
    #expect(Self.distance(z.fftn(dims: []), z) == 0)
    let x = z.real()
    #expect(Self.distance(x.rfftn(dims: [1, 3, 2]), x.fftn(dims: [1, 3, 2]).narrow(2, 0, 3)) < limit)
    #expect(Self.distance(x.rfftn().irfftn(), x.contiguous()) < limit)
    #expect(Self.distance(x.rfft2(s: [7, 9]).irfft2(s: [7, 9]).narrow(2, 0, 5).narrow(3, 0, 6), x.contiguous()) < limit)
    #expect(Self.distance(x.ihfftn().hfftn(), x.contiguous()) < limit)
    #expect(Self.distance(z.hfft2(s: [-1, 8]), z.fft(dim: 2).hfft(n: 8)) < limit)
    #expect(Self.distance(z.fft(n: 4, dim: 3), z.narrow(3, 0, 4).fft()) < limit)
    let filled = Tensor.cat([z, Tensor.zeros(3, 4, 5, 3, dtype: .complex128)], 3)
    #expect(Self.distance(z.fft(n: 9), filled.fft()) < limit)
    #expect(Self.distance(z.fftn(s: [9]), filled.fft()) < limit)
    #expect(Self.distance(z.fftn(s: [-1, 9]), filled.fft2()) < limit)
    for dims in [[3], [2, 3]] {
      let count = dims.reduce(1.0) { $0 * Double(z.shape[$1]) }
      #expect(Self.distance(z.fftn(dims: dims, norm: .ortho) * count.squareRoot(), z.fftn(dims: dims)) < limit)
      #expect(Self.distance(z.fftn(dims: dims, norm: .forward) * count, z.fftn(dims: dims)) < limit)
      #expect(Self.distance(z.ifftn(dims: dims, norm: .forward), z.ifftn(dims: dims) * count) < limit)
      #expect(Self.distance(z.fftn(dims: dims, norm: .ortho).ifftn(dims: dims, norm: .ortho), z) < limit)
    }
    // Two axes of a stretched tensor, and many rows of many lengths, on all threads.
    let row = Self.numbers([1, 6], "row")
    #expect(Self.distance(row.expand(5, 6).fft2(), row.expand(5, 6).contiguous().fft2()) < limit)
    let many = Self.numbers([1000, 60], "many")
    #expect(Self.distance(many.fft().narrow(0, 517, 1), many.narrow(0, 517, 1).fft()) < limit)
  }

  /// Every instruction set gives the same up to rounding, every number of threads the same bits.
  @Test func threads() {
    let z = Self.numbers([333, 48], "threads", .complex64)
    let wanted = z.fft()
    ck_pool_set_threads(1)
    expectSameBits(z.fft(), wanted, "one thread")
    ck_pool_set_threads(0)
  }

  @Test func frequencies() {
    #expect(Tensor.fftFreq(5, d: 0.5, dtype: .float64).doubles == [0, 0.4, 0.8, -0.8, -0.4])
    #expect(Tensor.fftFreq(4).doubles == [0, 0.25, -0.5, -0.25] && Tensor.fftFreq(4).dtype == .float32)
    #expect(Tensor.rfftFreq(5, d: 0.5, dtype: .float64).doubles == [0, 0.4, 0.8] && Tensor.rfftFreq(0).shape == [1])
    #expect(Tensor.fftFreq(0).shape == [0])
    #expect(Tensor.arange(5).fftShift().doubles == [3, 4, 0, 1, 2] && Tensor.arange(5).ifftShift().doubles == [2, 3, 4, 0, 1])
    let x = Tensor.arange(12).view(3, 4)
    #expect(x.fftShift().ifftShift().equal(x) && x.fftShift(dims: [-1]).equal(x.roll(2, 1)))
  }

  @Test func types() throws {
    for dtype in [DType.bool, .uint8, .int64, .float32] {
      let x = Tensor([1, 0, 1, 1]).to(dtype)
      #expect(x.fft().dtype == .complex64 && x.rfft().dtype == .complex64 && x.irfft().dtype == .float32)
      #expect(Self.distance(x.fft(), x.to(.float64).fft().to(.complex64)) < 1e-6)
    }
    #expect(Tensor.ones(0, 4).fft().shape == [0, 4] && Tensor.ones(0, 4).irfft().shape == [0, 6])
    #expect(Tensor(2.0).fftn().toArray(Complex128.self) == [Complex128(2)])
  }

  @Test("Refusals", arguments: Array(refused.keys).sorted())
  func refusals(name: String) {
    let (message, body) = Self.refused[name]!
    let error = #expect(throws: TensorError.self) { try withTensorErrors { body() } }
    #expect(error?.message == message)
  }
  static let refused: [String: (String, @Sendable () -> Tensor)] = [
    "length 0": ("Invalid number of data points (0) specified", { Tensor.ones(3).fft(n: 0) }),
    "negative length": ("Invalid number of data points (-1) specified", { Tensor.ones(3).rfft(n: -1) }),
    "empty": ("Invalid number of data points (0) specified", { Tensor.ones(2, 0).fft() }),
    "one number back": ("Invalid number of data points (0) specified", { Tensor.ones(1).irfft() }),
    "length -2 of several": ("Invalid number of data points (-2) specified", { Tensor.ones(2, 2).fft2(s: [-2, 1]) }),
    "axis": ("Dimension out of range (expected to be in range of [-1, 0], but got 5)", { Tensor.ones(3).fft(dim: 5) }),
    "axis of one axis": ("Dimension out of range (expected to be in range of [-1, 0], but got -2)", { Tensor.ones(3).fft2() }),
    "no axes": ("Dimension specified as -1 but tensor has no dimensions", { Tensor(1.0).fft() }),
    "no axis": ("rfftn must transform at least one axis", { Tensor.ones(3).rfftn(dims: []) }),
    "twice": ("FFT dims must be unique", { Tensor.ones(3, 3).fftn(dims: [0, -2]) }),
    "lists": ("When given, dim and shape arguments must have the same length", { Tensor.ones(3, 3).fftn(s: [2], dims: [0, 1]) }),
    "too many": ("Got shape with 3 values but input tensor only has 2 dimensions.", { Tensor.ones(3, 3).fftn(s: [2, 2, 2]) }),
    "complex": ("rfft expects a real input tensor, but got ComplexFloat", { Tensor.ones(3, dtype: .complex64).rfft() }),
    "complex 2": ("rfftn expects a real-valued input tensor, but got ComplexFloat", { Tensor.ones(3, 3, dtype: .complex64).rfft2() }),
    "half": ("Unsupported dtype BFloat16", { Tensor.ones(3, dtype: .bfloat16).fft() }),
    "huge": (
      "a tensor of shape [9223372036854775806] and dtype float32 does not fit in memory", { Tensor.ones(1).fft(n: Int.max) }
    ),
    "negative frequencies": ("Trying to create tensor with negative dimension -1: [-1]", { Tensor.fftFreq(-1) }),
    "whole frequencies": ("fftfreq requires a floating point or complex dtype", { Tensor.fftFreq(3, dtype: .int64) }),
    "shift": ("`shifts` required", { Tensor(1.0).fftShift() }),
  ]
}
