// Numbers turned into shares that add up to one, and the logarithm of a sum of exponentials.

extension Op {
  /// `ints`: the axis; none for a single number.
  private static func shares(
    _ name: String, gradName: String, errorPrefix: String, compute: @escaping @Sendable (Tensor, Shape) -> Tensor,
    _ formula: @escaping Rule.Formula
  ) -> Op {
    Op(
      name, gradName: gradName,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            guard i.x.dtype.isFloatingPoint else {
              let isLast = a.ints.isEmpty || a.ints[0] == i.x.rank - 1
              throw TensorError(
                .dtype, op: name,
                "\"\(errorPrefix)softmax_\(isLast ? "lastdim_" : "")kernel_impl\" not implemented for '\(i.x.dtype.legacyName)'",
                hint: "Convert with to(.float32) first.")
            }
            return [Spec(i.x.shape, i.x.dtype)]
          },
          run: { i, a, specs throws(TensorError) in
            if specs[0].shape.elementCount == 0 { return [try Tensor(empty: specs[0].shape, dtype: specs[0].dtype)] }
            return [noGrad { compute(i.x.to(specs[0].dtype.computeType), a.ints).to(specs[0].dtype) }]
          })),
      rules: [.of(.output, formula)],
      samples: .custom([
        Sample([[2, 3, 4]], Attributes(ints: [1])), Sample([[2, 5]], Attributes(ints: [1])), Sample([[3]], Attributes(ints: [0])),
      ]))
  }

  /// The largest element is subtracted first, so that no exponential overflows.
  static let softmax: Op = shares(
    "softmax", gradName: "SoftmaxBackward0", errorPrefix: "",
    compute: { x, axes in
      let exponentials = (x - apply(.amax, x, Attributes(ints: axes, flag: true))).exp()
      return exponentials / exponentials.sum(axes, keepDim: true)
    }, { g, s in s.output * (g - (g * s.output).sum(s.attributes.ints, keepDim: true)) })

  static let logSoftmax: Op = shares(
    "log_softmax", gradName: "LogSoftmaxBackward0", errorPrefix: "log_",
    compute: { x, axes in
      let below = x - apply(.amax, x, Attributes(ints: axes, flag: true))
      return below - below.exp().sum(axes, keepDim: true).log()
    }, { g, s in g - s.output.exp() * g.sum(s.attributes.ints, keepDim: true) })

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

  static let softmaxes: [Op] = [softmax, logSoftmax, logSumExp]
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
  public func logSoftmax(_ dim: Int, dtype: DType? = nil) -> Tensor { shares(.logSoftmax, dim, dtype) }

  /// The logarithm of the sum of exponentials along an axis, without overflow. Mirrors `torch.logsumexp`.
  public func logSumExp(_ dim: Int, keepDim: Bool = false) -> Tensor { logSumExp(dims: [dim], keepDim: keepDim) }

  /// The logarithm of the sum of exponentials along several axes. Mirrors `torch.logsumexp`.
  public func logSumExp(dims: [Int], keepDim: Bool = false) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let axes = try shape.axes(dims, op: "logsumexp")
      return apply(.logSumExp, dtype.isFloatingPoint ? self : to(.default), Attributes(ints: axes, flag: keepDim))
    }
  }
}
