import CKernels

// The three transforms that all others are made of. `numbers[0]` is what the sums are multiplied with; `flag`: whether the exponents
// are positive, as in the inverse transform. Each one's derivative is another of them.

extension Op {
  /// Complex numbers to complex numbers; `ints`: the axes.
  static let fftC2C: Op = Op(
    "fft_c2c",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          guard i.x.dtype.isComplex else { throw unsupported(i.x) }
          return Spec(i.x.shape, i.x.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let out = try Tensor(empty: spec.shape, dtype: spec.dtype)
          if a.ints.isEmpty { out.write(i.x) }
          if a.ints.count > 1, spec.dtype == .complex64, out.elementCount <= smallTransform {
            let wide = noGrad { apply(.fftC2C, i.x.to(.complex128), copy a) }
            out.write(wide)
            return out
          }
          for (k, d) in a.ints.enumerated() {
            try transform(
              CK_FFT_COMPLEX, k == 0 ? i.x : out, into: out, axis: d, n: spec.shape[d], isInverse: a.flag,
              scale: k == 0 ? a.numbers[0].doubleValue : 1)
          }
          return out
        })),
    rules: [
      .of { g, s in apply(.fftC2C, g, Attributes(ints: s.attributes.ints, numbers: s.attributes.numbers, flag: !s.attributes.flag)) }
    ],
    samples: .complex([
      Sample([[2, 5]], Attributes(ints: [1], numbers: [.double(1)])),
      Sample([[2, 3, 4]], Attributes(ints: [0, 2], numbers: [.double(0.25)], flag: true)),
    ]))

  /// Reals to the first half of their transform along the axis `ints[0]`.
  static let fftR2C: Op = Op(
    "fft_r2c",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          guard i.x.dtype == .float32 || i.x.dtype == .float64 else { throw unsupported(i.x) }
          var shape = i.x.shape
          shape[a.ints[0]] = shape[a.ints[0]] / 2 + 1
          return Spec(shape, i.x.dtype == .float32 ? .complex64 : .complex128)
        },
        run: { i, a, spec throws(TensorError) in
          let out = try Tensor(empty: spec.shape, dtype: spec.dtype)
          try transform(
            CK_FFT_REAL, i.x, into: out, axis: a.ints[0], n: i.x.shape[a.ints[0]], isInverse: a.flag, scale: a.numbers[0].doubleValue)
          return out
        })),
    rules: [
      // Each of the numbers left out would have the gradient 0, and a counterpart in the first half takes the other half of a sum.
      .of { g, s in
        let (d, n) = (s.attributes.ints[0], s.shape[s.attributes.ints[0]])
        let halved = g * foldingWeights(g, d, n, 0.5)
        return apply(.fftC2R, halved, Attributes(ints: [d, n], numbers: s.attributes.numbers, flag: !s.attributes.flag))
      }
    ],
    samples: .complex([
      Sample([[2, 5]], Attributes(ints: [1], numbers: [.double(1)])),
      Sample([[4, 3]], Attributes(ints: [0], numbers: [.double(0.5)], flag: true)),
    ]))

  /// The first half of a transform, which stands for all of it, back to `ints[1]` reals along the axis `ints[0]`.
  static let fftC2R: Op = Op(
    "fft_c2r",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          guard i.x.dtype.isComplex else { throw unsupported(i.x) }
          var shape = i.x.shape
          shape[a.ints[0]] = a.ints[1]
          return Spec(shape, i.x.dtype.realPart)
        },
        run: { i, a, spec throws(TensorError) in
          let out = try Tensor(empty: spec.shape, dtype: spec.dtype)
          try transform(
            CK_FFT_TO_REAL, i.x, into: out, axis: a.ints[0], n: a.ints[1], isInverse: a.flag, scale: a.numbers[0].doubleValue)
          return out
        })),
    rules: [
      .of { g, s in
        let (d, n) = (s.attributes.ints[0], s.attributes.ints[1])
        let half = apply(.fftR2C, g, Attributes(ints: [d], numbers: s.attributes.numbers, flag: !s.attributes.flag))
        return half * foldingWeights(half, d, n, 2)
      }
    ],
    samples: .complex([
      Sample([[2, 3]], Attributes(ints: [1, 5], numbers: [.double(1)], flag: true)),
      Sample([[3, 2]], Attributes(ints: [0, 4], numbers: [.double(0.5)])),
    ]))

  static let fourier: [Op] = [fftC2C, fftR2C, fftC2R]

  private static func unsupported(_ x: Tensor) -> TensorError {
    TensorError(.dtype, op: "fft", "Unsupported dtype \(x.dtype.legacyName)", hint: "Convert with to(.float32) first.")
  }

  /// `weight` for the numbers of the first half of a transform of length `n` that stand for another one too, 1 for the others.
  private static func foldingWeights(_ like: Tensor, _ d: Int, _ n: Int, _ weight: Double) -> Tensor {
    if like.isInvalid || like.elementCount == 0 {
      return like.near(Tensor.ones(1, dtype: like.dtype.isComplex ? like.dtype.realPart : like.dtype))
    }
    let weights = (0...n / 2).map { $0 == 0 || 2 * $0 == n ? 1 : weight }
    var shape = Shape(repeating: 1, count: like.rank)
    shape[d] = weights.count
    return like.near(Tensor(weights, shape: shape)).to(like.dtype.realPart)
  }

  /// Up to this many elements float32 is computed in float64.
  private static var smallTransform: Int { 1 << 11 }

  private static func transform(
    _ kind: ck_fft_kind, _ x: Tensor, into out: Tensor, axis: Int, n: Int, isInverse: Bool, scale: Double
  ) throws(TensorError) {
    if x.isInvalid { throw ErrorScope.firstError }
    if out.elementCount == 0 { return }
    if x.dtype.realPart == .float32, Swift.max(x.elementCount, out.elementCount) <= smallTransform {
      // Little work: the digits of float64 are free, and the result is rounded once.
      let wide = try Tensor(empty: out.shape, dtype: out.dtype.isComplex ? .complex128 : .float64)
      try transform(
        kind, noGrad { x.to(x.dtype.isComplex ? .complex128 : .float64) }, into: wide, axis: axis, n: n, isInverse: isInverse, scale: scale)
      return out.write(wide)
    }
    // Everything is counted in parts of numbers.
    let (inParts, outParts) = (x.dtype.isComplex ? 2 : 1, out.dtype.isComplex ? 2 : 1)
    let others = (0..<x.rank).filter { $0 != axis }
    let (sizes, from, to) = (others.map { x.shape[$0] }, others.map { x.strides[$0] * inParts }, others.map { out.strides[$0] * outParts })
    var failed: Int32 = 0
    sizes.withUnsafeBufferPointer { sizes in
      from.withUnsafeBufferPointer { from in
        to.withUnsafeBufferPointer { to in
          var call = ck_fft(
            kind: Int32(kind.rawValue), dtype: Int32(x.dtype.realPart.rawValue), inverse: isInverse ? 1 : 0, n: n,
            available: x.shape[axis], scale: scale, in: UnsafeRawPointer(x.pointer), out: out.pointer, in_step: x.strides[axis] * inParts,
            out_step: out.strides[axis] * outParts, rank: Int32(others.count), sizes: sizes.baseAddress, in_strides: from.baseAddress,
            out_strides: to.baseAddress)
          failed = ck_fft_run(&call)
        }
      }
    }
    if failed != 0 { throw TensorError(.memory, op: "fft", "not enough memory for a transform of length \(n)") }
  }
}
