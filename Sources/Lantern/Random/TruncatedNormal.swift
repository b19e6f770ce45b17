#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension Generator {
  /// Normal numbers within [low, high], by rejection: one or many draws of the whole tensor. Mirrors `nn.init.trunc_normal_`.
  /// - Parameter contiguous: as for `fillNormal`.
  package func fillTruncatedNormal(
    _ out: UnsafeMutableRawPointer, count: Int, dtype: DType, mean: Double = 0, std: Double = 1, low: Double = -2, high: Double = 2,
    contiguous: Bool = true
  ) throws(TensorError) {
    guard dtype.isFloatingPoint else { throw RandomBounds.notImplemented("trunc_normal_", "normal_kernel_cpu", dtype) }
    guard std > 0, low < high else {
      throw TensorError(
        .argument, op: "trunc_normal_",
        "trunc_normal_ needs std > 0 and a < b, but found std=\(RandomBounds.text(std)), a=\(RandomBounds.text(low)), "
          + "b=\(RandomBounds.text(high))")
    }
    if count == 0 { return }
    func below(_ x: Double) -> Double { (1 + erf(x / 2.0.squareRoot())) / 2 }
    let values = RealMemory(out, dtype)
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: count * dtype.itemSize, alignment: 64)
    defer { scratch.deallocate() }
    let candidates = RealMemory(scratch, dtype)
    if below((high - mean) / std) - below((low - mean) / std) > 0.3 {
      let lowest = values.rounded(low), highest = values.rounded(high)
      func isOutside(_ i: Int) -> Bool { values[i] < lowest || values[i] > highest }
      try fillNormal(out, count: count, dtype: dtype, mean: mean, std: std, contiguous: contiguous)
      while (0..<count).contains(where: isOutside) {
        try fillNormal(scratch, count: count, dtype: dtype, mean: mean, std: std, contiguous: contiguous)
        for i in 0..<count where isOutside(i) { values[i] = candidates[i] }
      }
      return
    }
    // Little of the bell lies within the bounds: draw uniformly there and accept in proportion to the density.
    let peak = (max(low, min(mean, high)) - mean) / std
    let logPeak = -0.5 * (peak * peak)
    var pending = [Bool](repeating: true, count: count)
    while pending.contains(true) {
      try fillUniform(scratch, count: count, dtype: dtype, from: low, to: high)
      // Each step rounds to the type, as the tensor operations do of which PyTorch builds the density. A subtracted number is rounded
      // to the type first; a divisor of half-precision numbers stays a float.
      let densities = (0..<count).map { i in
        let z = values.divided(values.rounded(candidates[i] - values.rounded(mean)), by: std)
        return values.rounded(values.rounded(values.rounded(z * z) * -0.5) - values.rounded(logPeak))
      }
      for i in 0..<count where pending[i] { values[i] = candidates[i] }
      try fillUniform(scratch, count: count, dtype: dtype)
      for i in 0..<count where pending[i] { pending[i] = values.logarithm(candidates[i]) > densities[i] }
    }
  }
}

/// Memory of a floating-point type, read and written as doubles.
private struct RealMemory {
  private let base: UnsafeMutableRawPointer
  private let dtype: DType

  init(_ base: UnsafeMutableRawPointer, _ dtype: DType) {
    self.base = base
    self.dtype = dtype
  }

  subscript(_ i: Int) -> Double {
    get {
      switch dtype {
      case .float64: base.load(fromByteOffset: 8 * i, as: Double.self)
      case .float32: Double(base.load(fromByteOffset: 4 * i, as: Float.self))
      case .bfloat16: Double(Float(bitPattern: UInt32(base.load(fromByteOffset: 2 * i, as: UInt16.self)) << 16))
      default: Self.half(base.load(fromByteOffset: 2 * i, as: UInt16.self))
      }
    }
    nonmutating set {
      // The value is one of the type already, so nothing is lost.
      switch dtype {
      case .float64: base.storeBytes(of: newValue, toByteOffset: 8 * i, as: Double.self)
      case .float32: base.storeBytes(of: Float(newValue), toByteOffset: 4 * i, as: Float.self)
      case .bfloat16: base.storeBytes(of: UInt16(Float(newValue).bitPattern >> 16), toByteOffset: 2 * i, as: UInt16.self)
      default: base.storeBytes(of: Self.halfBits(newValue), toByteOffset: 2 * i, as: UInt16.self)
      }
    }
  }

  /// A number of a tensor operation as it is stored: through float for the half types.
  func rounded(_ value: Double) -> Double {
    switch dtype {
    case .float64: value
    case .float32: Double(Float(value))
    default: Double(RandomBounds.roundedToHalf(Float(value), dtype == .float16 ? 11 : 8))
    }
  }

  /// A quotient; half-precision numbers are divided in float.
  func divided(_ value: Double, by divisor: Double) -> Double {
    rounded(value / (dtype == .float64 ? divisor : Double(Float(divisor))))
  }

  func logarithm(_ value: Double) -> Double { dtype == .float64 ? log(value) : rounded(Double(logf(Float(value)))) }

  private static func half(_ bits: UInt16) -> Double {
    let exponent = Int(bits >> 10 & 31), fraction = Double(bits & 1023)
    let magnitude =
      exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
    return bits >> 15 == 0 ? magnitude : -magnitude
  }

  private static func halfBits(_ value: Double) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0, magnitude = abs(value)
    if magnitude < 0x1p-14 { return sign | UInt16(magnitude * 0x1p24) }
    return sign | UInt16(magnitude.exponent + 15) << 10 | UInt16((magnitude.significand - 1) * 1024)
  }
}
