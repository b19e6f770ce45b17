import CKernels

// Numbers turned into shares that add up to one, and the logarithm of a sum of exponentials.

extension Op {
  /// `ints`: the axis; none for a single number.
  private static func shares(_ name: String, gradName: String, isLog: Bool, _ slope: @escaping @Sendable () -> Op) -> Op {
    Op(
      name, gradName: gradName,
      kernel: .single(
        Single(
          infer: { i, a throws(TensorError) in
            guard i.x.dtype.isFloatingPoint else {
              let isLast = a.ints.isEmpty || a.ints[0] == i.x.rank - 1
              throw TensorError(
                .dtype, op: name,
                "\"\(isLog ? "log_" : "")softmax_\(isLast ? "lastdim_" : "")kernel_impl\" not implemented for '\(i.x.dtype.legacyName)'",
                hint: "Convert with to(.float32) first.")
            }
            return Spec(i.x.shape, i.x.dtype)
          },
          run: { i, a, spec throws(TensorError) in
            let x = try i.x.forLayer()
            let out = try Tensor(empty: spec.shape, dtype: x.dtype)
            let (outer, count, inner) = spec.shape.around(a.ints)
            ck_softmax(Int32(x.dtype.rawValue), isLog ? 1 : 0, outer, count, inner, x.pointer, out.pointer)
            return noGrad { out.to(spec.dtype) }
          })),
      rules: [.of(.output) { g, s in apply(slope(), g, s.output, s.attributes) }],
      samples: .custom([
        Sample([[2, 3, 4]], Attributes(ints: [1])), Sample([[2, 5]], Attributes(ints: [1])), Sample([[3]], Attributes(ints: [0])),
      ]))
  }

  /// The gradient of shares, given that of the result, and the result.
  private static func sharesSlope(_ name: String, isLog: Bool, byGradient: @escaping Rule.Formula, byResult: @escaping Rule.Formula) -> Op {
    Op(
      name,
      kernel: .single(
        Single(
          infer: { i, _ throws(TensorError) in
            guard i.x.dtype == i.y!.dtype, i.x.dtype.isFloatingPoint else {
              throw TensorError(.dtype, op: name, "a gradient of dtype \(i.x.dtype) for a result of \(i.y!.dtype)")
            }
            guard i.x.shape == i.y!.shape || i.x.isSymbolic || i.y!.isSymbolic else {
              throw TensorError(.shape, op: name, "a gradient of shape \(i.x.shape.listed) for a result of \(i.y!.shape.listed)")
            }
            return Spec(i.y!.shape, i.y!.dtype)
          },
          run: { i, a, spec throws(TensorError) in
            let (g, y) = try (i.x.forLayer(), i.y!.forLayer())
            let out = try Tensor(empty: spec.shape, dtype: y.dtype)
            let (outer, count, inner) = spec.shape.around(a.ints)
            ck_softmax_gradient(Int32(y.dtype.rawValue), isLog ? 1 : 0, outer, count, inner, g.pointer, y.pointer, out.pointer)
            return noGrad { out.to(spec.dtype) }
          })),
      rules: [.of([.x, .y], byGradient), .of([.x, .y], byResult)],
      samples: .custom([Sample([[2, 3, 4], [2, 3, 4]], Attributes(ints: [1])), Sample([[3], [3]], Attributes(ints: [0]))]))
  }

  /// The largest element is subtracted first, so that no exponential overflows.
  static let softmax: Op = shares("softmax", gradName: "SoftmaxBackward0", isLog: false) { .softmaxBackward }
  static let logSoftmax: Op = shares("log_softmax", gradName: "LogSoftmaxBackward0", isLog: true) { .logSoftmaxBackward }
  /// y (g - Σ y g)
  static let softmaxBackward: Op = sharesSlope(
    "softmax_backward", isLog: false,
    byGradient: { v, s in s.y * (v - (s.y * v).sum(s.attributes.ints, keepDim: true)) },
    byResult: { v, s in
      let (g, y, axes) = (s.x, s.y, s.attributes.ints)
      return v * (g - (y * g).sum(axes, keepDim: true)) - g * (v * y).sum(axes, keepDim: true)
    })
  /// g - e^y Σ g
  static let logSoftmaxBackward: Op = sharesSlope(
    "log_softmax_backward", isLog: true,
    byGradient: { v, s in v - (s.y.exp() * v).sum(s.attributes.ints, keepDim: true) },
    byResult: { v, s in -v * s.y.exp() * s.x.sum(s.attributes.ints, keepDim: true) })

  /// `ints`: the axes; `flag`: keepDim.
  static let logSumExp: Op = Op(
    "logsumexp", gradName: "LogsumexpBackward0",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          guard i.x.dtype.isFloatingPoint else {
            throw TensorError(.dtype, op: "logsumexp", "\"logsumexp_cpu\" not implemented for '\(i.x.dtype.legacyName)'")
          }
          return [Spec(i.x.shape.reduced(a.ints, keepDim: a.flag), i.x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let x = noGrad { i.x.to(i.x.dtype.computeType) }
          if x.elementCount == 0 { return [try Tensor.filled(specs[0].shape, .double(-.infinity), specs[0].dtype)] }
          return [
            noGrad {
              // An infinite maximum is left out: infinity minus itself would be NaN.
              let top = apply(.amax, x, Attributes(ints: a.ints, flag: true))
              let finite = top.where(top.isFinite(), else: 0)
              let sum = (x - finite).exp().sum(a.ints, keepDim: true)
              return (sum.log() + finite).reshape(specs[0].shape).to(specs[0].dtype)
            }
          ]
        })),
    rules: [.of([.x, .output]) { g, s in g.unreduced(s) * (s.x - s.output.unreduced(s)).exp() }],
    samples: .custom([Sample([[2, 3, 4]], Attributes(ints: [1])), Sample([[2, 3, 4]], Attributes(ints: [0, 2], flag: true))]))

  static let softmaxes: [Op] = [softmax, logSoftmax, softmaxBackward, logSoftmaxBackward, logSumExp]
}

extension Tensor {
  private func shares(_ op: Op, _ dim: Int, _ dtype: DType?) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let d = try shape.axis(dim, op: op.name)
      return apply(op, to(dtype ?? self.dtype), Attributes(ints: rank == 0 ? [] : [d]))
    }
  }

  /// The exponentials of the elements divided by their sum along an axis, so that they add up to 1. Mirrors `torch.softmax`.
  ///
  /// Reports an error for whole numbers, unless a dtype to convert to is given.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0]).softmax(0)  // tensor([0.0900, 0.2447, 0.6652])
  /// ```
  public func softmax(_ dim: Int, dtype: DType? = nil) -> Tensor { shares(.softmax, dim, dtype) }

  /// The logarithm of `softmax`, without its loss of digits. Mirrors `torch.log_softmax`.
  ///
  /// ```swift
  /// Tensor([[1.0, 2.0, 3.0]]).logSoftmax(-1)  // tensor([[-2.4076, -1.4076, -0.4076]])
  /// ```
  public func logSoftmax(_ dim: Int, dtype: DType? = nil) -> Tensor { shares(.logSoftmax, dim, dtype) }

  /// The logarithm of the sum of exponentials along an axis, without overflow. Mirrors `torch.logsumexp`.
  ///
  /// ```swift
  /// Tensor([[0.0, 0.0], [1000.0, 1000.0]]).logSumExp(1)  // tensor([6.9315e-01, 1.0007e+03])
  /// ```
  public func logSumExp(_ dim: Int, keepDim: Bool = false) -> Tensor { logSumExp(dims: [dim], keepDim: keepDim) }

  /// The logarithm of the sum of exponentials along several axes. Mirrors `torch.logsumexp`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3).logSumExp(dims: [0, 1], keepDim: true)  // tensor([[1.7918]])
  /// ```
  public func logSumExp(dims: [Int], keepDim: Bool = false) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let axes = try shape.axes(dims, op: "logsumexp")
      if dtype.isComplex { return complexLogSumExp(axes, keepDim) }
      return apply(.logSumExp, dtype.isFloatingPoint ? self : to(.default), Attributes(ints: axes, flag: keepDim))
    }
  }

  /// The largest real part is taken out, where it is finite, so that no exponential overflows.
  private func complexLogSumExp(_ axes: Shape, _ keepDim: Bool) -> Tensor {
    guard elementCount > 0 else { return exp().sum(dims: Array(axes), keepDim: keepDim).log() }
    let largest = detach().real().amax(dims: Array(axes), keepDim: true)
    let shift = largest.where(largest.isFinite(), else: Tensor.zeros(like: largest))
    let sum = (self - shift).exp().sum(dims: Array(axes), keepDim: true).log() + shift
    return keepDim ? sum : sum.squeeze(dims: Array(axes))
  }
}

extension Shape {
  /// How many elements lie before, along and behind an axis; of no axis, one of each.
  fileprivate func around(_ axes: Shape) -> (outer: Int, count: Int, inner: Int) {
    guard let d = axes.first else { return (1, 1, 1) }
    return (self[..<d].reduce(1, *), self[d], self[(d + 1)...].reduce(1, *))
  }
}
