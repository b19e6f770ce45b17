import Lantern

extension np {
  // swift-format-ignore: TypeNamesShouldBeCapitalized
  /// Discrete Fourier transforms: `np.fft.rfft(x)`. Of float32 and float16 in complex64, of everything else in complex128. Mirrors
  /// `numpy.fft`.
  public enum fft {
    private static func run(_ op: String, _ a: NDArray, isReal: Bool = false, _ body: (Tensor) -> Tensor) -> NDArray {
      if a.isInvalid { return a }
      return NDArray.reporting { () throws(TensorError) in
        guard !isReal || !a.dtype.isComplex else { throw ArrayFunction.refusal(op) }
        guard a.ndim > 0 else { throw TensorError(.shape, op: op, "axis -1 is out of bounds for array of dimension 0") }
        let type: DType = a.dtype.isComplex ? a.dtype : a.dtype == .float32 || a.dtype == .float16 ? .float32 : .float64
        let t = try a.tensor.rowMajor(type)
        return NDArray(noGrad { body(t) })
      }
    }
    private static func checked(_ op: String, _ a: NDArray, _ n: Int?, _ axis: Int) -> NDArray? {
      if a.isInvalid { return a }
      do throws(TensorError) {
        _ = try a.tensor.shape.arrayAxis(axis, op: op)
        if let n, n < 1 { throw TensorError(.argument, op: op, "Invalid number of FFT data points (\(n)) specified.") }
        return nil
      } catch { return .invalid(error) }
    }

    /// The transform along an axis, of `n` points: cut, or filled with zeros. Mirrors `numpy.fft.fft`.
    public static func fft(_ a: NDArray, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) -> NDArray {
      checked("fft", a, n, axis) ?? run("fft", a) { $0.fft(n: n, dim: axis, norm: norm) }
    }
    /// The inverse transform along an axis. Mirrors `numpy.fft.ifft`.
    public static func ifft(_ a: NDArray, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) -> NDArray {
      checked("ifft", a, n, axis) ?? run("ifft", a) { $0.ifft(n: n, dim: axis, norm: norm) }
    }
    /// The first half of the transform of real numbers; the other half mirrors it. Mirrors `numpy.fft.rfft`.
    public static func rfft(_ a: NDArray, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) -> NDArray {
      checked("rfft", a, n, axis) ?? run("rfft", a, isReal: true) { $0.rfft(n: n, dim: axis, norm: norm) }
    }
    /// The `n` real numbers whose transform begins with `a`. Mirrors `numpy.fft.irfft`.
    public static func irfft(_ a: NDArray, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) -> NDArray {
      checked("irfft", a, n, axis) ?? run("irfft", a) { $0.irfft(n: n, dim: axis, norm: norm) }
    }
    /// The transform, which is real, of numbers that mirror their conjugates. Mirrors `numpy.fft.hfft`.
    public static func hfft(_ a: NDArray, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) -> NDArray {
      checked("hfft", a, n, axis) ?? run("hfft", a) { $0.hfft(n: n, dim: axis, norm: norm) }
    }
    /// The inverse of `hfft`. Mirrors `numpy.fft.ihfft`.
    public static func ihfft(_ a: NDArray, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward) -> NDArray {
      checked("ihfft", a, n, axis) ?? run("ihfft", a, isReal: true) { $0.ihfft(n: n, dim: axis, norm: norm) }
    }
    /// The transform along two axes. Mirrors `numpy.fft.fft2`.
    public static func fft2(_ a: NDArray, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: FourierNorm = .backward) -> NDArray {
      fftn(a, s: s, axes: axes, norm: norm)
    }
    /// The inverse transform along two axes. Mirrors `numpy.fft.ifft2`.
    public static func ifft2(_ a: NDArray, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: FourierNorm = .backward) -> NDArray {
      ifftn(a, s: s, axes: axes, norm: norm)
    }
    /// The transform of real numbers along two axes. Mirrors `numpy.fft.rfft2`.
    public static func rfft2(_ a: NDArray, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: FourierNorm = .backward) -> NDArray {
      rfftn(a, s: s, axes: axes, norm: norm)
    }
    /// The inverse of `rfft2`. Mirrors `numpy.fft.irfft2`.
    public static func irfft2(_ a: NDArray, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: FourierNorm = .backward) -> NDArray {
      irfftn(a, s: s, axes: axes, norm: norm)
    }
    /// The transform along several axes, or all. Mirrors `numpy.fft.fftn`.
    public static func fftn(_ a: NDArray, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward) -> NDArray {
      run("fftn", a) { $0.fftn(s: s, dims: axes, norm: norm) }
    }
    /// The inverse transform along several axes, or all. Mirrors `numpy.fft.ifftn`.
    public static func ifftn(_ a: NDArray, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward) -> NDArray {
      run("ifftn", a) { $0.ifftn(s: s, dims: axes, norm: norm) }
    }
    /// The transform of real numbers along several axes, or all. Mirrors `numpy.fft.rfftn`.
    public static func rfftn(_ a: NDArray, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward) -> NDArray {
      run("rfftn", a, isReal: true) { $0.rfftn(s: s, dims: axes, norm: norm) }
    }
    /// The inverse of `rfftn`. Mirrors `numpy.fft.irfftn`.
    public static func irfftn(_ a: NDArray, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward) -> NDArray {
      run("irfftn", a) { $0.irfftn(s: s, dims: axes, norm: norm) }
    }
    /// The frequencies of the points of a transform of `n` samples `d` apart. Mirrors `numpy.fft.fftfreq`.
    public static func fftfreq(_ n: Int, d: Double = 1) -> NDArray {
      guard n > 0 else { return .invalid(TensorError(.argument, op: "fftfreq", "n must be positive, found \(n)")) }
      let half = (n - 1) / 2 + 1
      return np.concatenate([np.arange(half), np.arange(-(n / 2), 0)]) * (1 / (Double(n) * d))
    }
    /// The frequencies of the points of a transform of `n` real samples `d` apart. Mirrors `numpy.fft.rfftfreq`.
    public static func rfftfreq(_ n: Int, d: Double = 1) -> NDArray {
      guard n > 0 else { return .invalid(TensorError(.argument, op: "rfftfreq", "n must be positive, found \(n)")) }
      return np.arange(n / 2 + 1) * (1 / (Double(n) * d))
    }
    /// The array turned so that frequency 0 stands in the middle. Mirrors `numpy.fft.fftshift`.
    public static func fftshift(_ a: NDArray, axes: (any ArrayAxis)? = nil) -> NDArray { turned("fftshift", a, axes) { $0 / 2 } }
    /// The inverse of `fftshift`. Mirrors `numpy.fft.ifftshift`.
    public static func ifftshift(_ a: NDArray, axes: (any ArrayAxis)? = nil) -> NDArray { turned("ifftshift", a, axes) { -($0 / 2) } }
    private static func turned(_ op: String, _ a: NDArray, _ axes: (any ArrayAxis)?, _ shift: (Int) -> Int) -> NDArray {
      if a.isInvalid { return a }
      return NDArray.reporting { () throws(TensorError) in
        let found = try a.tensor.shape.arrayAxes(axes?.axisList, op: op)
        return found.isEmpty ? a.copy() : np.roll(a, found.map { shift(a.shape[$0]) }, axis: found)
      }
    }
  }
}
