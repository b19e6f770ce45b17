// Dropout: elements, or whole channels, set to zero at random. The random numbers are PyTorch's, in its order.

extension Tensor {
  /// Each element set to zero with probability `p`, the others divided by 1 - `p`; itself when not training.
  /// Mirrors `torch.nn.functional.dropout`.
  ///
  /// Reports an error for a `p` outside [0, 1].
  ///
  /// ```swift
  /// let y = Tensor.ones(1000).dropout(0.5)
  /// y.max()  // tensor(2.)
  /// Tensor([1.0, 2.0]).dropout(0.5, training: false)  // tensor([1., 2.])
  /// ```
  public func dropout(_ p: Double = 0.5, training: Bool = true, generator: Generator = .default) -> Tensor {
    dropped("dropout", p, training, generator, isAlpha: false) { $0 }
  }

  /// Each channel of [batch, channels, length] (or [channels, length]) kept or set to zero as a whole.
  /// Mirrors `torch.nn.functional.dropout1d`.
  ///
  /// ```swift
  /// Tensor.ones(2, 3, 4).dropout1d(0.5, training: false).sum()  // tensor(24.)
  /// ```
  public func dropout1d(_ p: Double = 0.5, training: Bool = true, generator: Generator = .default) -> Tensor {
    channelsDropped("dropout1d", 1, p, training, generator)
  }
  /// Each channel of [batch, channels, height, width] kept or set to zero as a whole. Mirrors `torch.nn.functional.dropout2d`.
  ///
  /// ```swift
  /// Tensor.ones(1, 2, 2, 2).dropout2d(1)  // tensor([[[[0., 0.], [0., 0.]], [[0., 0.], [0., 0.]]]])
  /// ```
  public func dropout2d(_ p: Double = 0.5, training: Bool = true, generator: Generator = .default) -> Tensor {
    dropped("dropout2d", p, training, generator, isAlpha: false, Tensor.featureShape)
  }
  /// Each channel of [batch, channels, depth, height, width] kept or set to zero as a whole. Mirrors `torch.nn.functional.dropout3d`.
  ///
  /// ```swift
  /// Tensor.ones(1, 2, 2, 2, 2).dropout3d(1).sum()  // tensor(0.)
  /// ```
  public func dropout3d(_ p: Double = 0.5, training: Bool = true, generator: Generator = .default) -> Tensor {
    channelsDropped("dropout3d", 3, p, training, generator)
  }

  /// Dropout that keeps the mean and variance of what `selu` gives: dropped elements become its lower limit.
  /// Mirrors `torch.nn.functional.alpha_dropout`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).alphaDropout(0.5, training: false)  // tensor([1., 2.])
  /// ```
  public func alphaDropout(_ p: Double = 0.5, training: Bool = false, generator: Generator = .default) -> Tensor {
    dropped("alpha_dropout", p, training, generator, isAlpha: true) { $0 }
  }
  /// `alphaDropout` of whole channels. Mirrors `torch.nn.functional.feature_alpha_dropout`.
  ///
  /// ```swift
  /// Tensor([[1.0, 2.0]]).featureAlphaDropout(0.5, training: false)  // tensor([[1., 2.]])
  /// ```
  public func featureAlphaDropout(_ p: Double = 0.5, training: Bool = false, generator: Generator = .default) -> Tensor {
    dropped("feature_alpha_dropout", p, training, generator, isAlpha: true, Tensor.featureShape)
  }

  private func channelsDropped(_ op: String, _ spatial: Int, _ p: Double, _ training: Bool, _ generator: Generator) -> Tensor {
    if isInvalid { return self }
    guard rank == spatial + 1 else { return dropped(op, p, training, generator, isAlpha: false, Tensor.featureShape) }
    return unsqueeze(0).dropped(op, p, training, generator, isAlpha: false, Tensor.featureShape).squeeze(0)
  }

  /// One random number for each example and channel.
  private static func featureShape(_ shape: Shape) -> Shape { Shape(shape.enumerated().map { $0.offset < 2 ? $0.element : 1 }) }

  private func dropped(
    _ op: String, _ p: Double, _ training: Bool, _ generator: Generator, isAlpha: Bool, _ noiseShape: (Shape) -> Shape
  ) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard p >= 0, p <= 1 else {
        throw TensorError(.argument, op: op, "dropout probability has to be between 0 and 1, but got \(p)")
      }
      guard training, p > 0, isSymbolic || elementCount > 0 else { return self }
      guard !isSymbolic || symbol?.graph is BatchLevel else {
        throw TensorError(
          .symbolic, op: op, "dropout draws its numbers when it is called", hint: "Multiply with the graph's random numbers.")
      }
      guard dtype.isFloatingPoint || dtype.isComplex else {
        throw TensorError(.dtype, op: op, "result type Float can't be cast to the desired output type \(dtype.legacyName)")
      }
      let shape = noiseShape(self.shape)
      guard shape == self.shape || rank >= 2 else {
        throw TensorError(.shape, op: op, "Feature dropout requires at least 2 dimensions in the input")
      }
      if p == 1 { return self * Tensor.zeros(Shape(), dtype: dtype) }
      // Drawn in the order in which the elements lie in memory.
      let noise = try BatchLevel.drawing(shape) { drawn throws(TensorError) in
        try Tensor.empty(drawn, dtype: dtype.realPart, strides: drawn == self.shape && isDense && !isSymbolic ? strides : nil, like: self)
          .droppingDraw(1 - p, generator)
      }
      let (factor, shift) = noGrad { () -> (Tensor, Tensor?) in
        let kept = noise
        guard isAlpha else { return (kept / (1 - p), nil) }
        // The lower limit of selu, and the scale that keeps the variance.
        let alpha = 1.7580993408473766
        let a = 1 / ((alpha * alpha * p + 1) * (1 - p)).squareRoot()
        return (kept * a, (kept - 1) * (alpha * a) + alpha * a * p)
      }
      return shift.map { self * factor + $0 } ?? self * factor
    }
  }
}
