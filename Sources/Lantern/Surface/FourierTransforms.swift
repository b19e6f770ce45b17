// Discrete Fourier transforms of one axis, of two and of several.

/// Which way of a Fourier transform and its inverse is divided by the number of elements. Mirrors the `norm` of `torch.fft`.
public enum FourierNorm: String, Sendable, CaseIterable {
  /// The inverse transform: 1/n there, no factor here.
  case backward
  /// Both, by the square root: each is then the other's conjugate transpose.
  case ortho
  /// The forward transform.
  case forward

  /// The factor of a transform of `count` elements.
  fileprivate func scale(_ count: Double, isInverse: Bool) -> Double {
    switch self {
    case .ortho: 1 / count.squareRoot()
    case .backward: isInverse ? 1 / count : 1
    case .forward: isInverse ? 1 : 1 / count
    }
  }
}

extension Tensor {
  /// The discrete Fourier transform along an axis: `y[k] = Σ x[j] e^(-2πi jk / n)`. Mirrors `torch.fft.fft`.
  ///
  /// The result is complex; whole numbers and truth values become floats first. Reports an error for an empty axis and for half
  /// precision.
  ///
  /// - Parameters:
  ///   - n: The length: the axis is cut to it or filled up with zeros; its size when `nil`.
  ///   - dim: The axis.
  ///   - norm: Where to divide by n.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0, 4.0]).fft()  // tensor([10.+0.j, -2.+2.j, -2.+0.j, -2.-2.j])
  /// ```
  public func fft(n: Int? = nil, dim: Int = -1, norm: FourierNorm = .backward) -> Tensor {
    transformed("fft", n.map { [$0] }, [dim], norm, isInverse: false)
  }
  /// The inverse of `fft`: `x[j] = 1/n Σ y[k] e^(2πi jk / n)`. Mirrors `torch.fft.ifft`.
  ///
  /// ```swift
  /// Tensor([4.0, 0.0, 0.0, 0.0]).ifft().real()  // tensor([1., 1., 1., 1.])
  /// ```
  public func ifft(n: Int? = nil, dim: Int = -1, norm: FourierNorm = .backward) -> Tensor {
    transformed("ifft", n.map { [$0] }, [dim], norm, isInverse: true)
  }
  /// The first n / 2 + 1 elements of the Fourier transform of reals; the others are conjugates of these. Mirrors `torch.fft.rfft`.
  ///
  /// Reports an error for complex numbers, for an empty axis and for half precision.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0, 4.0]).rfft()  // tensor([10.+0.j, -2.+2.j, -2.+0.j])
  /// ```
  public func rfft(n: Int? = nil, dim: Int = -1, norm: FourierNorm = .backward) -> Tensor {
    realTransformed("rfft", n.map { [$0] }, [dim], norm, isInverse: false)
  }
  /// The inverse of `rfft`: n reals, `2 (size - 1)` when n is not given. Mirrors `torch.fft.irfft`.
  ///
  /// An odd number of reals comes back only if `n` is given. Imaginary parts that reals cannot have given rise to are ignored.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0, 4.0]).rfft().irfft()  // tensor([1., 2., 3., 4.])
  /// ```
  public func irfft(n: Int? = nil, dim: Int = -1, norm: FourierNorm = .backward) -> Tensor {
    transformedToReal("irfft", n.map { [$0] }, [dim], norm, isInverse: true)
  }
  /// The Fourier transform of numbers of which the first n / 2 + 1 are given and the others conjugates of these: n reals.
  /// Mirrors `torch.fft.hfft`.
  ///
  /// ```swift
  /// Tensor([1.0, 0.0]).hfft(n: 3)  // tensor([1., 1., 1.])
  /// ```
  public func hfft(n: Int? = nil, dim: Int = -1, norm: FourierNorm = .backward) -> Tensor {
    transformedToReal("hfft", n.map { [$0] }, [dim], norm, isInverse: false)
  }
  /// The inverse of `hfft`: the first n / 2 + 1 complex numbers. Mirrors `torch.fft.ihfft`. Reports an error for complex numbers.
  ///
  /// ```swift
  /// Tensor([4.0, 4.0]).ihfft().real()  // tensor([4., 0.])
  /// ```
  public func ihfft(n: Int? = nil, dim: Int = -1, norm: FourierNorm = .backward) -> Tensor {
    realTransformed("ihfft", n.map { [$0] }, [dim], norm, isInverse: true)
  }

  /// The Fourier transform along two axes. Mirrors `torch.fft.fft2`.
  ///
  /// - Parameters:
  ///   - s: The lengths of the axes; -1 leaves one as it is.
  ///   - dims: The axes.
  ///   - norm: Where to divide by the number of elements.
  ///
  /// ```swift
  /// Tensor.ones(2, 2).fft2()  // tensor([[4.+0.j, 0.+0.j], [0.+0.j, 0.+0.j]])
  /// ```
  public func fft2(s: [Int]? = nil, dims: [Int] = [-2, -1], norm: FourierNorm = .backward) -> Tensor { fftn(s: s, dims: dims, norm: norm) }
  /// The inverse of `fft2`. Mirrors `torch.fft.ifft2`.
  ///
  /// ```swift
  /// Tensor.ones(2, 2).ifft2()  // tensor([[1.+0.j, 0.+0.j], [0.+0.j, 0.+0.j]])
  /// ```
  public func ifft2(s: [Int]? = nil, dims: [Int] = [-2, -1], norm: FourierNorm = .backward) -> Tensor {
    ifftn(s: s, dims: dims, norm: norm)
  }
  /// The half of `fft2` that determines the rest, of reals. Mirrors `torch.fft.rfft2`.
  ///
  /// ```swift
  /// Tensor.ones(4, 4).rfft2().shape  // Size([4, 3])
  /// ```
  public func rfft2(s: [Int]? = nil, dims: [Int] = [-2, -1], norm: FourierNorm = .backward) -> Tensor {
    rfftn(s: s, dims: dims, norm: norm)
  }
  /// The inverse of `rfft2`. Mirrors `torch.fft.irfft2`.
  ///
  /// ```swift
  /// Tensor([[1.0, 2.0], [3.0, 4.0]]).rfft2().irfft2()  // tensor([[1., 2.], [3., 4.]])
  /// ```
  public func irfft2(s: [Int]? = nil, dims: [Int] = [-2, -1], norm: FourierNorm = .backward) -> Tensor {
    irfftn(s: s, dims: dims, norm: norm)
  }
  /// `hfft` along the second axis after `fft` along the first. Mirrors `torch.fft.hfft2`.
  ///
  /// ```swift
  /// Tensor.ones(4, 3).hfft2().shape  // Size([4, 4])
  /// ```
  public func hfft2(s: [Int]? = nil, dims: [Int] = [-2, -1], norm: FourierNorm = .backward) -> Tensor {
    hfftn(s: s, dims: dims, norm: norm)
  }
  /// The inverse of `hfft2`. Mirrors `torch.fft.ihfft2`.
  ///
  /// ```swift
  /// Tensor.ones(4, 4).ihfft2().shape  // Size([4, 3])
  /// ```
  public func ihfft2(s: [Int]? = nil, dims: [Int] = [-2, -1], norm: FourierNorm = .backward) -> Tensor {
    ihfftn(s: s, dims: dims, norm: norm)
  }

  /// The Fourier transform along several axes. Mirrors `torch.fft.fftn`.
  ///
  /// - Parameters:
  ///   - s: The lengths of the axes, -1 leaving one as it is; without `dims`, those of the last axes.
  ///   - dims: The axes; when `nil`, all of them, or as many of the last as `s` has lengths.
  ///   - norm: Where to divide by the number of elements.
  ///
  /// ```swift
  /// Tensor.ones(2, 2).fftn()  // tensor([[4.+0.j, 0.+0.j], [0.+0.j, 0.+0.j]])
  /// ```
  public func fftn(s: [Int]? = nil, dims: [Int]? = nil, norm: FourierNorm = .backward) -> Tensor {
    transformed("fftn", s, dims, norm, isInverse: false)
  }
  /// The inverse of `fftn`. Mirrors `torch.fft.ifftn`.
  ///
  /// ```swift
  /// Tensor.ones(2, 2).ifftn(dims: [0])  // tensor([[1.+0.j, 1.+0.j], [0.+0.j, 0.+0.j]])
  /// ```
  public func ifftn(s: [Int]? = nil, dims: [Int]? = nil, norm: FourierNorm = .backward) -> Tensor {
    transformed("ifftn", s, dims, norm, isInverse: true)
  }
  /// The half of `fftn` that determines the rest, of reals: the last of the axes is halved. Mirrors `torch.fft.rfftn`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3, 4).rfftn().shape  // Size([2, 3, 3])
  /// ```
  public func rfftn(s: [Int]? = nil, dims: [Int]? = nil, norm: FourierNorm = .backward) -> Tensor {
    realTransformed("rfftn", s, dims, norm, isInverse: false)
  }
  /// The inverse of `rfftn`. Mirrors `torch.fft.irfftn`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3, 3).irfftn().shape  // Size([2, 3, 4])
  /// ```
  public func irfftn(s: [Int]? = nil, dims: [Int]? = nil, norm: FourierNorm = .backward) -> Tensor {
    transformedToReal("irfftn", s, dims, norm, isInverse: true)
  }
  /// `hfft` along the last of several axes after `fft` along the others. Mirrors `torch.fft.hfftn`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3, 3).hfftn().shape  // Size([2, 3, 4])
  /// ```
  public func hfftn(s: [Int]? = nil, dims: [Int]? = nil, norm: FourierNorm = .backward) -> Tensor {
    transformedToReal("hfftn", s, dims, norm, isInverse: false)
  }
  /// The inverse of `hfftn`. Mirrors `torch.fft.ihfftn`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3, 4).ihfftn().shape  // Size([2, 3, 3])
  /// ```
  public func ihfftn(s: [Int]? = nil, dims: [Int]? = nil, norm: FourierNorm = .backward) -> Tensor {
    realTransformed("ihfftn", s, dims, norm, isInverse: true)
  }

  // ---- how they are made ---------------------------------------------------------------------------------------------------------

  private func transformed(_ op: String, _ sizes: [Int]?, _ dims: [Int]?, _ norm: FourierNorm, isInverse: Bool) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let axes = try FourierAxes(op, self, sizes, dims)
      let x = try withElementsForFourier().resized(axes)
      return apply(.fftC2C, x.to(x.dtype.complexCounterpart), axes.attributes(norm.scale(axes.count, isInverse: isInverse), isInverse))
    }
  }

  private func realTransformed(_ op: String, _ sizes: [Int]?, _ dims: [Int]?, _ norm: FourierNorm, isInverse: Bool) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard !dtype.isComplex else {
        throw TensorError(
          .dtype, op: op, "\(op) expects a real\(op.hasSuffix("n") ? "-valued" : "") input tensor, but got \(dtype.legacyName)",
          hint: "Take real() or abs() first, or transform complex numbers with fft.")
      }
      let axes = try FourierAxes(op, self, sizes, dims, needsAxis: true)
      let x = try withElementsForFourier().resized(axes)
      let scale = norm.scale(axes.count, isInverse: isInverse)
      let half = apply(.fftR2C, x, Attributes(ints: [axes.dims.last!], numbers: [.double(scale)], flag: isInverse))
      return axes.dims.count == 1 ? half : apply(.fftC2C, half, axes.withoutLast.attributes(1, isInverse))
    }
  }

  private func transformedToReal(_ op: String, _ sizes: [Int]?, _ dims: [Int]?, _ norm: FourierNorm, isInverse: Bool) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let axes = try FourierAxes(op, self, sizes, dims, needsAxis: true, isHalved: true)
      var halved = axes
      halved.sizes[axes.sizes.count - 1] = axes.sizes.last! / 2 + 1
      var x = try withElementsForFourier().resized(halved)
      x = x.to(x.dtype.complexCounterpart)
      if axes.dims.count > 1 { x = apply(.fftC2C, x, axes.withoutLast.attributes(1, isInverse)) }
      let scale = norm.scale(axes.count, isInverse: isInverse)
      return apply(.fftC2R, x, Attributes(ints: [axes.dims.last!, axes.sizes.last!], numbers: [.double(scale)], flag: isInverse))
    }
  }

  /// This tensor as floats that transforms know.
  private func withElementsForFourier() throws(TensorError) -> Tensor {
    guard dtype != .float16, dtype != .bfloat16 else {
      throw TensorError(.dtype, op: "fft", "Unsupported dtype \(dtype.legacyName)", hint: "Convert with to(.float32) first.")
    }
    guard !dtype.isDifferentiable else { return self }
    let type: DType = DType.default == .float64 ? .float64 : .float32
    return to(type)
  }

  /// Cut or filled up with zeros to the sizes wanted.
  private func resized(_ axes: FourierAxes) -> Tensor {
    var x = self
    for (d, size) in zip(axes.dims, axes.sizes) where !x.isInvalid && x.shape[d] != size {
      if x.shape[d] > size {
        x = x.narrow(d, 0, size)
      } else {
        var missing = x.shape
        missing[d] = size - x.shape[d]
        x = Tensor.cat([x, x.near(Tensor.zeros(missing, dtype: x.dtype))], d)
      }
    }
    return x
  }
}

extension DType {
  /// The type of complex numbers whose parts have this type.
  fileprivate var complexCounterpart: DType { isComplex ? self : self == .float64 ? .complex128 : .complex64 }
}

/// The axes of a Fourier transform, counted from the front, and how long they shall be.
private struct FourierAxes {
  var dims: [Int]
  var sizes: [Int]

  /// The number of elements that go into each result.
  var count: Double { sizes.reduce(1) { $0 * Double($1) } }
  var withoutLast: FourierAxes { FourierAxes(dims: dims.dropLast(), sizes: sizes.dropLast()) }

  func attributes(_ scale: Double, _ isInverse: Bool) -> Attributes {
    Attributes(ints: Shape(dims), numbers: [.double(scale)], flag: isInverse)
  }

  private init(dims: [Int], sizes: [Int]) { (self.dims, self.sizes) = (dims, sizes) }

  /// Checks the arguments. `isHalved`: the last axis holds the first half of a transform, and its size is wanted whole.
  init(
    _ op: String, _ x: Tensor, _ wanted: [Int]?, _ given: [Int]?, needsAxis: Bool = false, isHalved: Bool = false
  ) throws(TensorError) {
    if let given {
      dims = []
      for dim in given {
        guard x.rank > 0 else { throw TensorError(.index, op: op, "Dimension specified as \(dim) but tensor has no dimensions") }
        dims.append(try x.shape.axis(dim, op: op))
      }
      guard Set(dims).count == dims.count else { throw TensorError(.argument, op: op, "FFT dims must be unique") }
      if let wanted, wanted.count != dims.count {
        throw TensorError(.argument, op: op, "When given, dim and shape arguments must have the same length")
      }
    } else {
      let count = wanted?.count ?? x.rank
      guard count <= x.rank else {
        throw TensorError(.argument, op: op, "Got shape with \(count) values but input tensor only has \(x.rank) dimensions.")
      }
      dims = Array(x.rank - count..<x.rank)
    }
    if needsAxis, dims.isEmpty { throw TensorError(.argument, op: op, "\(op) must transform at least one axis") }
    sizes = []
    let isSingle = !op.hasSuffix("n")
    for (i, d) in dims.enumerated() {
      if let size = wanted?[i], size != -1 || isSingle {
        sizes.append(size)
      } else {
        try x.checkKnown(d, op)
        sizes.append(isHalved && i == dims.count - 1 ? 2 * (x.shape[d] - 1) : x.shape[d])
      }
      guard sizes[i] > 0 else {
        throw TensorError(
          .argument, op: op, "Invalid number of data points (\(sizes[i])) specified", hint: "The input's shape is \(x.shape.listed).")
      }
    }
  }
}
