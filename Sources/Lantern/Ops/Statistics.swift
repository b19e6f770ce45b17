// How far numbers are spread, and how long vectors are.

extension Op {
  /// `ints`: the axes; `flag`: keepDim; `numbers[0]`: what is subtracted from the number of elements before dividing by it.
  private static func spread(_ name: String, gradName: String, isRoot: Bool, rule: Rule) -> Op {
    Op(
      name, gradName: gradName,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            guard i.x.dtype.isFloatingPoint else {
              throw TensorError(
                .dtype, op: name, "std and var only support floating point and complex dtypes", hint: "Convert with to(.float32) first.")
            }
            return [Spec(i.x.shape.reduced(a.ints, keepDim: a.flag), i.x.dtype)]
          },
          run: { i, a, specs throws(TensorError) in
            let count = a.ints.reduce(1) { $0 * i.x.shape[$1] }
            let freedom = Double(count) - a.numbers[0].doubleValue
            if freedom <= 0 {
              warnOnce(
                "\(name)(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor (input numel divided by "
                  + "output numel).")
            }
            // In float64: the squares of small differences of large numbers need its digits.
            let variance = noGrad {
              let x = i.x.to(.float64)
              let off = x - x.sum(a.ints, keepDim: true) / Double(count)
              return (off * off).sum(a.ints, keepDim: a.flag) / Swift.max(freedom, 0)
            }
            return [noGrad { (isRoot ? variance.sqrt() : variance).to(specs[0].dtype) }]
          })),
      rules: [rule],
      samples: .custom([
        Sample([[2, 3, 4]], Attributes(ints: [1], numbers: [.double(1)])),
        Sample([[2, 3, 4]], Attributes(ints: [0, 2], numbers: [.double(0)], flag: true)),
        Sample([[4]], Attributes(ints: [0], numbers: [.double(1)])),
      ]))
  }

  /// The derivative of the variance, given its gradient.
  @Sendable private static func varianceRule(_ g: Tensor, _ s: Saved) -> Tensor {
    let freedom = s.reducedCount(g.dtype) - s.attributes.numbers[0].doubleValue
    let mean = apply(.mean, s.x, Attributes(ints: s.attributes.ints, flag: true))
    return g.unreduced(s) * (2 / freedom) * (s.x - mean)
  }

  static let variance: Op = spread("var", gradName: "VarBackward0", isRoot: false, rule: .of(.x, varianceRule))
  static let std: Op = spread(
    "std", gradName: "StdBackward0", isRoot: true,
    rule: .of([.x, .output]) { g, s in
      let half = (g / (s.output * 2)).maskedFill(s.output .== 0, 0)
      return varianceRule(half, s)
    })

  /// `ints`: the axes; `flag`: keepDim; `numbers[0]`: the power.
  static let vectorNorm: Op = Op(
    "linalg_vector_norm", gradName: "LinalgVectorNormBackward0",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let x = i.x
          guard x.dtype.isFloatingPoint else {
            throw TensorError(
              .dtype, op: "norm", "linalg.vector_norm: Expected a floating point or complex tensor as input. Got \(x.dtype.legacyName)",
              hint: "Convert with to(.float32) first.")
          }
          let power = a.numbers[0].doubleValue
          if power < 0 || power == .infinity, let d = a.ints.first(where: { x.shape[$0] == 0 }) {
            let name = power.isInfinite ? (power < 0 ? "-inf" : "inf") : power == power.rounded() ? "\(a.numbers[0].intValue)" : "\(power)"
            let place =
              a.ints.count == x.rank ? "on an empty tensor because the" : "on the dimension \(d) because this dimension is empty and the"
            throw TensorError(
              .argument, op: "norm", "linalg.vector_norm cannot compute the \(name) norm \(place) operation does not have an identity")
          }
          return [Spec(x.shape.reduced(a.ints, keepDim: a.flag), a.dtype ?? x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let power = a.numbers[0].doubleValue
          return [
            noGrad {
              let x = i.x.to(.float64).abs()
              let reduced: Tensor =
                switch power {
                case .infinity: apply(.amax, x, Attributes(ints: a.ints, flag: a.flag))
                case -.infinity: apply(.amin, x, Attributes(ints: a.ints, flag: a.flag))
                case 0: (x .!= 0).to(.float64).sum(a.ints, keepDim: a.flag)
                case 1: x.sum(a.ints, keepDim: a.flag)
                case 2: (x * x).sum(a.ints, keepDim: a.flag).sqrt()
                default: (x ** power).sum(a.ints, keepDim: a.flag) ** (1 / power)
                }
              return reduced.to(specs[0].dtype)
            }
          ]
        })),
    rules: [
      .of([.x, .output]) { g, s in
        let (x, norm, g) = (s.x, s.output.unreduced(s), g.unreduced(s))
        let power = s.attributes.numbers[0].doubleValue
        switch power {
        case 0: return nil  // a count has no derivative
        case 1: return x.sign() * g
        case 2: return x * (g / norm).maskedFill(norm .== 0, 0)
        case _ where power.isInfinite:
          // All elements of that size share the gradient.
          let extreme = (x.abs() .== norm).logicalOr(x.isNaN().logicalAnd(norm.isNaN())).to(g.dtype)
          return x.sign() * (extreme / extreme.sum(s.attributes.ints, keepDim: true)) * g
        default:
          let size = (x.abs() ** (power - 1)).maskedFill(x .== 0, 0)
          return x.sign() * size * (g * norm ** (1 - power)).maskedFill(norm .== 0, 0)
        }
      }
    ],
    samples: .custom([
      Sample([[2, 3, 4]], Attributes(ints: [1], numbers: [.double(2)])),
      Sample([[2, 3]], Attributes(ints: [0, 1], numbers: [.double(3)], flag: true)),
      Sample([[2, 3]], Attributes(ints: [1], numbers: [.double(1)])),
      Sample([[2, 3]], Attributes(ints: [1], numbers: [.double(.infinity)])),
      Sample([[4]], Attributes(ints: [0], numbers: [.double(-0.5)])),
    ]))

  static let statistics: [Op] = [variance, std, vectorNorm]
}

extension Tensor {
  private func overAxes(_ op: Op, _ dims: [Int], _ keepDim: Bool, _ number: Double, _ dtype: DType? = nil) -> Tensor {
    if isInvalid { return self }
    if self.dtype.isComplex {
      // Lengths are those of the absolute values; squared distances are those of the parts, added up.
      if op === Op.vectorNorm { return abs().overAxes(op, dims, keepDim, number, dtype) }
      let variance = real().overAxes(.variance, dims, keepDim, number) + imag().overAxes(.variance, dims, keepDim, number)
      return op === Op.std ? variance.sqrt() : variance
    }
    return reporting { () throws(TensorError) in
      let axes = try shape.axes(dims, op: op.name)
      return apply(op, self, Attributes(ints: axes, numbers: [.double(number)], flag: keepDim, dtype: dtype))
    }
  }

  /// The variance of all elements: the mean squared distance from their mean, with n - `correction` for n. Mirrors `torch.var`.
  ///
  /// Reports an error for whole numbers.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0, 4.0]).var()  // tensor(1.6667)
  /// Tensor([1.0, 2.0, 3.0, 4.0]).var(correction: 0)  // tensor(1.2500)
  /// ```
  public func `var`(correction: Double = 1) -> Tensor { overAxes(.variance, [], false, correction) }
  /// The variance along an axis. Mirrors `torch.var(dim)`.
  ///
  /// ```swift
  /// Tensor([[1.0, 3.0], [2.0, 6.0]]).var(dim: 1)  // tensor([2., 8.])
  /// ```
  public func `var`(dim: Int, correction: Double = 1, keepDim: Bool = false) -> Tensor { overAxes(.variance, [dim], keepDim, correction) }
  /// The variance along several axes; along all when the list is empty. Mirrors `torch.var(dim)`.
  ///
  /// ```swift
  /// Tensor.arange(8.0).view(2, 2, 2).var(dims: [0, -1])  // tensor([5.6667, 5.6667])
  /// ```
  public func `var`(dims: [Int], correction: Double = 1, keepDim: Bool = false) -> Tensor { overAxes(.variance, dims, keepDim, correction) }
  /// The variance with n - 1 for n where `unbiased`, else with n. Mirrors `torch.var(unbiased)`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0, 4.0]).var(unbiased: false)  // tensor(1.2500)
  /// ```
  public func `var`(unbiased: Bool) -> Tensor { overAxes(.variance, [], false, unbiased ? 1 : 0) }

  /// The standard deviation of all elements, the root of `var`. Mirrors `torch.std`.
  ///
  /// Reports an error for whole numbers.
  ///
  /// ```swift
  /// Tensor.linspace(0, 10, 6).std()  // tensor(3.7417)
  /// ```
  public func std(correction: Double = 1) -> Tensor { overAxes(.std, [], false, correction) }
  /// The standard deviation along an axis. Mirrors `torch.std(dim)`.
  ///
  /// ```swift
  /// Tensor([[1.0, 3.0], [2.0, 6.0]]).std(dim: 1, keepDim: true)  // tensor([[1.4142], [2.8284]])
  /// ```
  public func std(dim: Int, correction: Double = 1, keepDim: Bool = false) -> Tensor { overAxes(.std, [dim], keepDim, correction) }
  /// The standard deviation along several axes; along all when the list is empty. Mirrors `torch.std(dim)`.
  ///
  /// ```swift
  /// Tensor.arange(8.0).view(2, 2, 2).std(dims: [0, -1])  // tensor([2.3805, 2.3805])
  /// ```
  public func std(dims: [Int], correction: Double = 1, keepDim: Bool = false) -> Tensor { overAxes(.std, dims, keepDim, correction) }
  /// The standard deviation with n - 1 for n where `unbiased`, else with n. Mirrors `torch.std(unbiased)`.
  ///
  /// ```swift
  /// Tensor([1.0, 3.0]).std(unbiased: false)  // tensor(1.)
  /// ```
  public func std(unbiased: Bool) -> Tensor { overAxes(.std, [], false, unbiased ? 1 : 0) }

  /// The length of all elements taken as one vector: (Σ |x|ᵖ)^(1/p). Mirrors `torch.norm` and `torch.linalg.vector_norm`.
  ///
  /// `p` may be infinite (the largest absolute value; the smallest for `-.infinity`) or 0 (how many are not zero). Reports an error
  /// for whole numbers.
  ///
  /// ```swift
  /// Tensor([3.0, 4.0]).norm()  // tensor(5.)
  /// Tensor([3.0, 4.0]).norm(1)  // tensor(7.)
  /// ```
  public func norm(_ p: Double = 2) -> Tensor { overAxes(.vectorNorm, [], false, p) }
  /// The lengths of the vectors along an axis. Mirrors `torch.norm(dim)`.
  ///
  /// ```swift
  /// Tensor([[3.0, 4.0], [6.0, 8.0]]).norm(dim: 1)  // tensor([ 5., 10.])
  /// ```
  public func norm(_ p: Double = 2, dim: Int, keepDim: Bool = false) -> Tensor { overAxes(.vectorNorm, [dim], keepDim, p) }
  /// The lengths along several axes taken as one vector. Mirrors `torch.norm(dim)`.
  ///
  /// ```swift
  /// Tensor.ones(2, 2, 2).norm(dims: [0, 1])  // tensor([2., 2.])
  /// ```
  public func norm(_ p: Double = 2, dims: [Int], keepDim: Bool = false) -> Tensor { overAxes(.vectorNorm, dims, keepDim, p) }
}
