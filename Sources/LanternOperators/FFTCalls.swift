import Lantern

extension OperatorTable {
  /// Fourier transforms.
  static let fourier: [OperatorCall] = alongOne + alongSeveral + frequencies

  private static func norm(_ a: CallArguments, _ position: Int) throws -> FourierNorm {
    guard let name = try a.string(position, "norm") else { return .backward }
    guard let norm = FourierNorm(rawValue: name) else { throw UnsupportedCall("norm '\(name)'") }
    return norm
  }

  private static func one(_ name: String, _ run: @escaping @Sendable (Tensor) -> (Int?, Int, FourierNorm) -> Tensor) -> OperatorCall {
    .one("fft." + name, "x.\(name)(n: 8, dim: -1, norm: .ortho)") { a in
      try run(a.x)(a.optionalInt(1, "n"), a.int(2, "dim", -1), norm(a, 3))
    }
  }

  private static let alongOne: [OperatorCall] = [
    one("fft", Tensor.fft), one("ifft", Tensor.ifft), one("rfft", Tensor.rfft), one("irfft", Tensor.irfft), one("hfft", Tensor.hfft),
    one("ihfft", Tensor.ihfft),
  ]

  private static func two(_ name: String, _ run: @escaping @Sendable (Tensor) -> ([Int]?, [Int], FourierNorm) -> Tensor) -> OperatorCall {
    .one("fft." + name, "x.\(name)(s: [4, 8], dims: [0, 1], norm: .ortho)") { a in
      try run(a.x)(a.optionalInts(1, "s"), a.optionalInts(2, "dim") ?? [-2, -1], norm(a, 3))
    }
  }

  private static func several(_ name: String, _ run: @escaping @Sendable (Tensor) -> ([Int]?, [Int]?, FourierNorm) -> Tensor)
    -> OperatorCall
  {
    .one("fft." + name, "x.\(name)(s: [4, 8], dims: [0, 1], norm: .ortho)") { a in
      try run(a.x)(a.optionalInts(1, "s"), a.optionalInts(2, "dim"), norm(a, 3))
    }
  }

  private static let alongSeveral: [OperatorCall] = [
    two("fft2", Tensor.fft2), two("ifft2", Tensor.ifft2), two("rfft2", Tensor.rfft2), two("irfft2", Tensor.irfft2),
    two("hfft2", Tensor.hfft2), two("ihfft2", Tensor.ihfft2), several("fftn", Tensor.fftn), several("ifftn", Tensor.ifftn),
    several("rfftn", Tensor.rfftn), several("irfftn", Tensor.irfftn), several("hfftn", Tensor.hfftn), several("ihfftn", Tensor.ihfftn),
  ]

  private static let frequencies: [OperatorCall] = [
    .one("fft.fftfreq", "Tensor.fftFreq(8, d: 0.1)") { a in
      try Tensor.fftFreq(a.int(0, "n"), d: a.double(1, "d", 1), dtype: a.dtype(nil, "dtype"))
    },
    .one("fft.rfftfreq", "Tensor.rfftFreq(8, d: 0.1)") { a in
      try Tensor.rfftFreq(a.int(0, "n"), d: a.double(1, "d", 1), dtype: a.dtype(nil, "dtype"))
    },
    .one("fft.fftshift", "x.fftShift(dims: [0])") { a in try a.x.fftShift(dims: a.optionalInts(1, "dim")) },
    .one("fft.ifftshift", "x.ifftShift(dims: [0])") { a in try a.x.ifftShift(dims: a.optionalInts(1, "dim")) },
  ]
}
