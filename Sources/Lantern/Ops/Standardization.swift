import CKernels

// Numbers shifted and scaled to mean 0 and variance 1: what batch, layer, group and instance normalisation share.

extension Op {
  /// `x` [outer, channels, inner] with the mean of each channel subtracted, divided by √(variance + `numbers[0]`). A channel's numbers
  /// are those of all outer and inner positions.
  static let standardize: Op = Op(
    "standardize", gradName: "NativeBatchNormBackward0",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in try channelSpec("standardize", i.x) },
        run: { i, a, spec throws(TensorError) in
          let x = try i.x.forLayer()
          let out = try Tensor(empty: spec.shape, dtype: x.dtype)
          ck_standardize(
            Int32(x.dtype.rawValue), x.shape[0], x.shape[1], x.shape[2], a.numbers[0].doubleValue, x.pointer, nil, nil, out.pointer)
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [.of(.x) { g, s in apply(.standardizeBackward, g, s.x, s.attributes) }], samples: channelSamples(1))

  /// The gradient of `standardize`'s input, given that of its result and the input.
  static let standardizeBackward: Op = Op(
    "standardize_backward", gradName: "NativeBatchNormBackwardBackward0",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in
          let spec = try channelSpec("standardize", i.y!)
          guard i.x.dtype == spec.dtype, i.x.shape == spec.shape || i.x.shape.hasUnknown || spec.shape.hasUnknown else {
            throw TensorError(.shape, op: "standardize", "a gradient of shape \(i.x.shape.listed) for an input of \(spec.shape.listed)")
          }
          return spec
        },
        run: { i, a, spec throws(TensorError) in
          let (g, x) = try (i.x.forLayer(), i.y!.forLayer())
          let out = try Tensor(empty: spec.shape, dtype: x.dtype)
          ck_standardize_backward(
            Int32(x.dtype.rawValue), x.shape[0], x.shape[1], x.shape[2], a.numbers[0].doubleValue, g.pointer, x.pointer, nil,
            out.pointer)
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [
      // Linear in the gradient, and its own transpose.
      .of(.y) { v, s in apply(.standardizeBackward, v, s.y, s.attributes) },
      .of([.x, .y]) { v, s in standardizeSlope(v, s.x, s.y, s.attributes) },
    ],
    samples: channelSamples(2))

  /// The derivative of `standardizeBackward` by its second input, given that of its result.
  static func standardizeSlope(_ v: Tensor, _ g: Tensor, _ x: Tensor, _ attributes: Attributes) -> Tensor {
    // The inner product of v and the result is n r (mean(v g) - mean(v) mean(g) - mean(v y) mean(g y)), where r = 1/√(variance + eps)
    // and y = (x - mean) r. This is its derivative by x.
    func mean(_ t: Tensor) -> Tensor { t.mean(dims: [0, 2], keepDim: true) }
    let off = x - mean(x)
    let r = (mean(off * off) + attributes.numbers[0].doubleValue).rsqrt()
    let y = off * r
    let (b, c) = (mean(v * y), mean(g * y))
    let a = mean(v * g) - mean(v) * mean(g)
    let (vBack, gBack) = (apply(.standardizeBackward, v, x, attributes), apply(.standardizeBackward, g, x, attributes))
    return -(r * r * y * (a - b * c)) - r * (c * vBack + b * gBack)
  }

  /// The mean and the variance of each channel of `x` [outer, channels, inner].
  static let moments: Op = Op(
    "moments",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          let spec = try channelSpec("moments", i.x)
          return Array(repeating: Spec(Shape(spec.shape[1]), spec.dtype), count: 2)
        },
        run: { i, _, specs throws(TensorError) in
          let x = try i.x.forLayer()
          let mean = try Tensor(empty: specs[0].shape, dtype: x.dtype), variance = try Tensor(empty: specs[1].shape, dtype: x.dtype)
          ck_moments(Int32(x.dtype.rawValue), x.shape[0], x.shape[1], x.shape[2], x.pointer, mean.pointer, variance.pointer)
          return noGrad { [mean.to(specs[0].dtype), variance.to(specs[1].dtype)] }
        })),
    rules: [], isDifferentiable: false, samples: channelSamples(1))

  static let standardizations: [Op] = [standardize, standardizeBackward, moments]

  private static func channelSamples(_ inputs: Int) -> Samples {
    .custom(
      [[3, 2, 4], [1, 3, 7], [5, 2, 1]].map { shape in
        Sample(Array(repeating: shape, count: inputs), Attributes(numbers: [.double(1e-3)]))
      })
  }

  private static func channelSpec(_ op: String, _ x: Tensor) throws(TensorError) -> Spec {
    guard x.dtype.isFloatingPoint else {
      throw TensorError(.dtype, op: op, "\"\(op)\" not implemented for '\(x.dtype.legacyName)'", hint: "Convert with to(.float32) first.")
    }
    guard x.rank == 3 else { throw TensorError(.shape, op: op, "expected three axes, but got \(x.shape.listed)") }
    return Spec(x.shape, x.dtype)
  }
}
