// Random numbers drawn into a tensor that exists. Elements are drawn in the order they lie in memory, as PyTorch does.

extension Op {
  /// Numbers that were drawn, in place of what was there; the gradient ends here.
  private static func draw(_ name: String, _ gradName: String) -> Op {
    Op(name, gradName: gradName, kernel: copy.kernel, rules: [.zero, nil], samples: .inPlaceOnly)
  }
  static let uniformDraw: Op = draw("uniform", "UniformBackward0")
  static let normalDraw: Op = draw("normal", "NormalBackward0")
  static let randomDraw: Op = draw("random", "RandomBackward0")
  static let bernoulliDraw: Op = draw("bernoulli_draw", "BernoulliBackward1")
  static let exponentialDraw: Op = draw("exponential", "ExponentialBackward0")
  static let geometricDraw: Op = draw("geometric", "GeometricBackward0")
  static let cauchyDraw: Op = draw("cauchy", "CauchyBackward0")
  static let logNormalDraw: Op = draw("log_normal", "LogNormalBackward0")

  static let draws: [Op] = [
    uniformDraw, normalDraw, randomDraw, bernoulliDraw, exponentialDraw, geometricDraw, cauchyDraw, logNormalDraw,
  ]
}

extension Tensor {
  @discardableResult
  private func draw(
    _ op: Op, _ generator: Generator, onDevice: ((Tensor, CUDAGenerator) throws(TensorError) -> Void)? = nil,
    _ fill: (UnsafeMutableRawPointer, Int) throws(TensorError) -> Void
  ) -> Tensor {
    if isInvalid { return self }
    if isSymbolic { return op.applyInPlace(self, self) }
    do throws(TensorError) {
      try BatchLevel.checkDrawInPlace()
      // Memory order: the axis with the largest stride is outermost.
      let order = Shape((0..<rank).sorted { (strides[$0], $1) > (strides[$1], $0) })
      let sizes = Shape(order.map { shape[$0] })
      let drawn: Tensor
      if isCUDA, let onDevice, generator === Generator.default {
        drawn = try Tensor(empty: sizes, dtype: dtype, like: self)
        try onDevice(drawn, .of(device))
      } else {
        // Another generator, or a distribution without a kernel: the processor's numbers.
        drawn = try Tensor(empty: sizes, dtype: dtype)
        try fill(drawn.pointer, drawn.elementCount)
      }
      op.applyInPlace(self, noGrad { drawn.permute(order.inversePermutation) })
    } catch { error.report() }
    return self
  }

  /// Draws uniform numbers from [`from`, `to`) in place. Mirrors `uniform_`. Reports an error for whole numbers.
  ///
  /// ```swift
  /// Tensor.zeros(3).uniform_(0, 10, generator: Generator(seed: 0))  // tensor([4.9626, 7.6822, 0.8848])
  /// ```
  @discardableResult public func uniform_(_ from: Double = 0, _ to: Double = 1, generator: Generator = .default) -> Tensor {
    draw(.uniformDraw, generator, onDevice: Tensor.uniformOnDevice(dtype, from, to)) { out, count throws(TensorError) in
      try generator.fillUniform(out, count: count, dtype: dtype, from: from, to: to)
    }
  }
  /// Draws normal numbers in place. Mirrors `normal_`. Reports an error for a negative deviation or whole numbers.
  ///
  /// ```swift
  /// Tensor.zeros(3).normal_(0, 2, generator: Generator(seed: 0))  // tensor([ 3.0820, -0.5869, -4.3576])
  /// ```
  @discardableResult public func normal_(_ mean: Double = 0, _ std: Double = 1, generator: Generator = .default) -> Tensor {
    draw(.normalDraw, generator, onDevice: Tensor.normalOnDevice(dtype, mean, std)) { out, count throws(TensorError) in
      try generator.fillNormal(out, count: count, dtype: dtype, mean: mean, std: std, contiguous: isContiguous)
    }
  }
  /// Draws whole numbers from `from` up to but not including `to` in place. Mirrors `random_(from, to)`.
  ///
  /// ```swift
  /// Tensor.zeros(4).random_(10, 20, generator: Generator(seed: 0))  // tensor([14., 19., 13., 10.])
  /// ```
  @discardableResult public func random_(_ from: Int, _ to: Int?, generator: Generator = .default) -> Tensor {
    draw(.randomDraw, generator, onDevice: to.flatMap { Tensor.wholeOnDevice(dtype, from, $0) }) { out, count throws(TensorError) in
      try generator.fillRandomIntegers(out, count: count, dtype: dtype, from: from, to: to)
    }
  }
  /// Draws whole numbers from 0 up to but not including `to` in place. Mirrors `random_(to)`.
  ///
  /// ```swift
  /// Tensor.zeros(4).random_(10, generator: Generator(seed: 0))  // tensor([4., 9., 3., 0.])
  /// ```
  @discardableResult public func random_(_ to: Int, generator: Generator = .default) -> Tensor { random_(0, to, generator: generator) }
  /// Draws whole numbers from the dtype's whole range (floats: all they hold exactly) in place. Mirrors `random_()`.
  ///
  /// ```swift
  /// Tensor.zeros(3, dtype: .bool).random_().dtype  // bool
  /// ```
  @discardableResult public func random_(generator: Generator = .default) -> Tensor {
    draw(.randomDraw, generator) { out, count throws(TensorError) in try generator.fillRandomFullRange(out, count: count, dtype: dtype) }
  }
  /// Draws ones with probability `p`, zeros otherwise, in place. Mirrors `bernoulli_(p)`.
  ///
  /// ```swift
  /// Tensor.zeros(3).bernoulli_(1)  // tensor([1., 1., 1.])
  /// ```
  @discardableResult public func bernoulli_(_ p: Double = 0.5, generator: Generator = .default) -> Tensor {
    draw(.bernoulliDraw, generator, onDevice: Tensor.truthOnDevice(dtype, p)) { out, count throws(TensorError) in
      try generator.fillBernoulli(out, count: count, dtype: dtype, p: p)
    }
  }
  /// Draws what dropout keeps: on a GPU in the order of PyTorch's own kernel for that.
  func droppingDraw(_ p: Double, _ generator: Generator) -> Tensor {
    guard isCUDA, !dtype.isComplex else { return bernoulli_(p, generator: generator) }
    return draw(.bernoulliDraw, generator, onDevice: { t, own throws(TensorError) in try RandomKernels.fill(t, .drop, own, a: p) }) {
      out, count throws(TensorError) in try generator.fillBernoulli(out, count: count, dtype: dtype, p: p)
    }
  }
  /// Draws exponential numbers of rate `lambda` in place. Mirrors `exponential_`.
  ///
  /// ```swift
  /// let times = Tensor.zeros(100).exponential_(2)
  /// (times .>= 0).all()  // tensor(True)
  /// ```
  @discardableResult public func exponential_(_ lambda: Double = 1, generator: Generator = .default) -> Tensor {
    draw(.exponentialDraw, generator) { out, count throws(TensorError) in
      try generator.fillExponential(out, count: count, dtype: dtype, lambda: lambda)
    }
  }
  /// Draws how many trials the first success takes, each succeeding with probability `p`, in place. Mirrors `geometric_`.
  ///
  /// ```swift
  /// let trials = Tensor.zeros(100).geometric_(0.5)
  /// (trials .>= 1).all()  // tensor(True)
  /// ```
  @discardableResult public func geometric_(_ p: Double, generator: Generator = .default) -> Tensor {
    draw(.geometricDraw, generator) { out, count throws(TensorError) in try generator.fillGeometric(out, count: count, dtype: dtype, p: p) }
  }
  /// Draws Cauchy numbers in place. Mirrors `cauchy_`.
  ///
  /// ```swift
  /// Tensor.zeros(2, 3).cauchy_().shape  // Size([2, 3])
  /// ```
  @discardableResult public func cauchy_(_ median: Double = 0, _ sigma: Double = 1, generator: Generator = .default) -> Tensor {
    draw(.cauchyDraw, generator) { out, count throws(TensorError) in
      try generator.fillCauchy(out, count: count, dtype: dtype, median: median, sigma: sigma)
    }
  }
  /// Draws numbers whose logarithm is normal, in place. Mirrors `log_normal_`.
  ///
  /// ```swift
  /// let x = Tensor.zeros(100).logNormal_(0, 1)
  /// (x .> 0).all()  // tensor(True)
  /// ```
  @discardableResult public func logNormal_(_ mean: Double = 1, _ std: Double = 2, generator: Generator = .default) -> Tensor {
    draw(.logNormalDraw, generator) { out, count throws(TensorError) in
      try generator.fillLogNormal(out, count: count, dtype: dtype, mean: mean, std: std)
    }
  }

  /// Draws `count` positions a row, with probabilities proportional to the row's numbers, int64. Mirrors `torch.multinomial`.
  ///
  /// Reports an error for negative, infinite or NaN weights, and when there are too few to draw without replacement.
  ///
  /// ```swift
  /// Tensor.multinomial(Tensor([0.0, 0.0, 1.0]), 2, replacement: true)  // tensor([2, 2])
  /// ```
  public static func multinomial(_ weights: Tensor, _ count: Int, replacement: Bool = false, generator: Generator = .default) -> Tensor {
    if weights.isInvalid { return weights }
    return reporting { () throws(TensorError) in
      guard weights.rank == 1 || weights.rank == 2 else {
        throw TensorError(.shape, op: "multinomial", "prob_dist must be 1 or 2 dim", hint: "Got \(weights.shape.listed).")
      }
      let source = noGrad { weights.cpu().contiguous() }
      let rows = weights.rank == 2 ? weights.shape[0] : 1
      let out = try Tensor(empty: weights.rank == 2 ? Shape(rows, Swift.max(count, 0)) : Shape(Swift.max(count, 0)), dtype: .int64)
      try generator.fillMultinomial(
        out.pointer.assumingMemoryBound(to: Int64.self), weights: source.pointer, dtype: weights.dtype, rows: rows,
        categories: weights.shape[weights.rank - 1], samples: count, replacement: replacement)
      return weights.near(out)
    }
  }
}
