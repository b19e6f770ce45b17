// Normalisation: batch, instance, layer, group, root mean square, local response. Halves are computed in float32 and rounded once.

extension Tensor {
  /// Each channel of [batch, channels, …] shifted and scaled to mean 0 and variance 1, then `x * weight + bias`.
  /// Mirrors `torch.nn.functional.batch_norm`.
  ///
  /// In training the statistics are those of this batch, and the running ones, when given, are moved towards them in place by
  /// `momentum` (the variance with n - 1 for n). Otherwise the running ones are used. Reports an error for vectors that do not have one
  /// element for each channel, and for a batch with one value per channel in training.
  ///
  /// ```swift
  /// let y = x.batchNorm(runningMean: mean, runningVar: variance, weight: gamma, bias: beta, training: true)
  /// ```
  public func batchNorm(
    runningMean: Tensor? = nil, runningVar: Tensor? = nil, weight: Tensor? = nil, bias: Tensor? = nil, training: Bool = false,
    momentum: Double = 0.1, eps: Double = 1e-5
  ) -> Tensor {
    if let invalid = firstInvalid([self, runningMean, runningVar, weight, bias]) { return invalid }
    return reporting { () throws(TensorError) in
      let op = "batch_norm"
      if rank == 1, shape[0] == 0 { return clone() }
      guard rank >= 2 else {
        throw TensorError(
          .shape, op: op, "batch_norm: expected input with a batch and a channel axis, but got input of size \(shape.listed)")
      }
      try checkFloat(op, "batch_norm")
      try checkKnown(1, op)
      let channels = shape[1]
      for (t, name) in [(runningMean, "running_mean"), (runningVar, "running_var"), (weight, "weight"), (bias, "bias")] {
        guard let t, t.elementCount != channels else { continue }
        throw TensorError(.shape, op: op, "\(name) should contain \(channels) elements not \(t.elementCount)")
      }
      let x = to(dtype.computeType)
      let across = Shape([1, -1] + Array(repeating: 1, count: rank - 2))
      func spread(_ t: Tensor) -> Tensor { t.to(x.dtype).view(across) }
      let standard: Tensor
      if training {
        let count = shape.hasUnknown ? nil : channels == 0 ? 0 : elementCount / channels
        guard count != 1 else {
          throw TensorError(.argument, op: op, "Expected more than 1 value per channel when training, got input size \(shape)")
        }
        let columns = x.reshape(Shape(shape[0] < 0 ? -1 : shape[0], channels, inner: shape))
        standard = apply(.standardize, columns, Attributes(numbers: [.double(eps)])).reshape(shape)
        try move(runningMean, runningVar, towards: columns, momentum)
      } else {
        guard let runningMean else { throw TensorError(.argument, op: op, "running_mean must be defined in evaluation mode") }
        guard let runningVar else { throw TensorError(.argument, op: op, "running_var must be defined in evaluation mode") }
        standard = (x - spread(runningMean)) * (spread(runningVar) + eps).rsqrt()
      }
      return standard.affine(weight.map(spread), bias.map(spread)).to(dtype)
    }
  }

  /// Moves running statistics, one element for each channel, towards those of [outer, channels, inner].
  private func move(_ mean: Tensor?, _ variance: Tensor?, towards columns: Tensor, _ momentum: Double) throws(TensorError) {
    guard mean != nil || variance != nil else { return }
    if columns.isSymbolic {
      throw TensorError(
        .symbolic, op: "batch_norm", "running statistics cannot be changed inside a graph",
        hint: "Leave them out, or use them with training: false.")
    }
    guard columns.elementCount > 0 else { return }
    noGrad {
      let found = applyAll(.moments, [columns.detach()])
      let count = Double(columns.shape[0] * columns.shape[2])
      if let mean { mean.copy_(mean * (1 - momentum) + found[0].to(mean.dtype).view(mean.shape) * momentum) }
      if let variance {
        variance.copy_(variance * (1 - momentum) + (found[1] * (count / (count - 1))).to(variance.dtype).view(variance.shape) * momentum)
      }
    }
  }

  /// Each channel of each example normalised by itself. Mirrors `torch.nn.functional.instance_norm`.
  ///
  /// Takes [batch, channels, …]. With `useInputStats` the running statistics, when given, are moved towards the mean of those of all
  /// examples; otherwise they are used.
  ///
  /// ```swift
  /// Tensor([[[1.0, 3.0], [10.0, 50.0]]]).instanceNorm()  // tensor([[[-1.0000,  1.0000], [-1.0000,  1.0000]]])
  /// ```
  public func instanceNorm(
    runningMean: Tensor? = nil, runningVar: Tensor? = nil, weight: Tensor? = nil, bias: Tensor? = nil, useInputStats: Bool = true,
    momentum: Double = 0.1, eps: Double = 1e-5
  ) -> Tensor {
    if let invalid = firstInvalid([self, runningMean, runningVar, weight, bias]) { return invalid }
    return reporting { () throws(TensorError) in
      let op = "instance_norm"
      guard rank >= 2 else {
        throw TensorError(.shape, op: op, "instance_norm: expected input with a batch and a channel axis, but got \(shape.listed)")
      }
      for d in 0..<rank { try checkKnown(d, op) }
      let (batch, channels) = (shape[0], shape[1])
      guard useInputStats || (runningMean != nil && runningVar != nil) else {
        throw TensorError(.argument, op: op, "Expected running_mean and running_var to be defined when use_input_stats is false")
      }
      guard !useInputStats || shape.dropFirst(2).reduce(1, *) != 1 else {
        throw TensorError(.argument, op: op, "Expected more than 1 spatial element when training, got input size \(shape)")
      }
      for (t, name) in [(runningMean, "running_mean"), (runningVar, "running_var"), (weight, "weight"), (bias, "bias")] {
        guard let t, t.elementCount != channels else { continue }
        throw TensorError(.shape, op: op, "\(name) should contain \(channels) elements not \(t.elementCount)")
      }
      // Every example's channels are channels of one large example.
      func copies(_ t: Tensor) -> Tensor { t.repeat(batch) }
      let (mean, variance) = noGrad { (runningMean.map(copies), runningVar.map(copies)) }
      let flat = reshape(Shape([1, batch * channels] + shape.dropFirst(2)))
      let result = flat.batchNorm(
        runningMean: mean, runningVar: variance, weight: weight.map(copies), bias: bias.map(copies), training: useInputStats,
        momentum: momentum, eps: eps)
      if useInputStats, batch > 0 {
        noGrad {
          if let runningMean, let mean { runningMean.copy_(mean.view(batch, channels).mean(dim: 0)) }
          if let runningVar, let variance { runningVar.copy_(variance.view(batch, channels).mean(dim: 0)) }
        }
      }
      return result.reshape(shape)
    }
  }

  /// The last axes, of sizes `normalizedShape`, normalised together, then `x * weight + bias`. Mirrors `torch.nn.functional.layer_norm`.
  ///
  /// `weight` and `bias` have that shape. Reports an error when the tensor does not end in it.
  ///
  /// ```swift
  /// Tensor([[1.0, 2, 3]]).layerNorm([3])  // tensor([[-1.2247,  0.0000,  1.2247]])
  /// ```
  public func layerNorm(_ normalizedShape: [Int], weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5) -> Tensor {
    if let invalid = firstInvalid([self, weight, bias]) { return invalid }
    return reporting { () throws(TensorError) in
      try checkTail("layer_norm", normalizedShape, [("weight", weight), ("bias", bias)])
      try checkFloat("layer_norm", "LayerNormKernelImpl")
      let x = to(dtype.computeType)
      let inner = normalizedShape.reduce(1, *)
      let rows = shape.hasUnknown ? -1 : shape.dropLast(normalizedShape.count).reduce(1, *)
      let told = Attributes(numbers: [.double(eps)])
      if let weight, !shape.hasUnknown {
        let all = [x.reshape([rows, inner])] + [weight, bias].compactMap { $0?.to(x.dtype).reshape([inner]) }
        return apply(.layerNorm, all, told).reshape(shape).to(dtype)
      }
      let standard = apply(.standardize, x.reshape(Shape([1, rows, inner])), told)
      return (shape.hasUnknown ? apply(.reshapeLike, standard, x.detach()) : standard.reshape(shape))
        .affine(weight?.to(x.dtype), bias?.to(x.dtype)).to(dtype)
    }
  }

  /// The last axes divided by the root of their mean square, then times `weight`. Mirrors `torch.nn.functional.rms_norm`.
  ///
  /// `eps` is the dtype's machine epsilon unless given.
  ///
  /// ```swift
  /// Tensor([[3.0, 4.0]]).rmsNorm([2])  // tensor([[0.8485, 1.1314]])
  /// ```
  public func rmsNorm(_ normalizedShape: [Int], weight: Tensor? = nil, eps: Double? = nil) -> Tensor {
    if let invalid = firstInvalid([self, weight]) { return invalid }
    return reporting { () throws(TensorError) in
      try checkTail("rms_norm", normalizedShape, [("weight", weight)])
      if !dtype.isComplex { try checkFloat("rms_norm", "rms_norm") }
      let x = to(dtype.computeType)
      let epsilon = eps ?? x.dtype.partEpsilon
      let axes = Array(rank - normalizedShape.count..<rank)
      let standard = x * ((x * x).mean(dims: axes, keepDim: true) + epsilon).rsqrt()
      return (weight.map { standard * $0.to(x.dtype) } ?? standard).to(dtype)
    }
  }

  /// The channels of [batch, channels, …] normalised in `groups` groups, then `x * weight + bias` channel by channel.
  /// Mirrors `torch.nn.functional.group_norm`.
  ///
  /// ```swift
  /// Tensor([[1.0, 3.0, 10.0, 30.0]]).groupNorm(2)  // tensor([[-1.0000,  1.0000, -1.0000,  1.0000]])
  /// ```
  public func groupNorm(_ groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5) -> Tensor {
    if let invalid = firstInvalid([self, weight, bias]) { return invalid }
    return reporting { () throws(TensorError) in
      let op = "group_norm"
      guard rank >= 2 else {
        throw TensorError(.shape, op: op, "Expected at least 2 dimensions for input tensor but received \(rank)")
      }
      try checkFloat(op, "GroupNormKernelImpl")
      for d in 1..<rank { try checkKnown(d, op) }
      guard groups > 0 else { throw TensorError(.argument, op: op, "Expected num groups to be greater than 0, got \(groups)") }
      let channels = shape[1]
      guard channels % groups == 0 else {
        throw TensorError(
          .shape, op: op,
          "Expected number of channels in input to be divisible by num_groups, but got input of shape \(shape.listed) and "
            + "num_groups=\(groups)")
      }
      for (t, name) in [(weight, "weight"), (bias, "bias")] {
        guard let t, t.rank != 1 || t.shape[0] != channels else { continue }
        throw TensorError(
          .shape, op: op,
          "Expected \(name) to be a vector of size equal to the number of channels in input, but got \(name) of shape \(t.shape.listed) and "
            + "input of shape \(shape.listed)")
      }
      let inner = shape.dropFirst().reduce(1, *) / groups
      guard shape[0] * inner != 1 else {
        throw TensorError(.argument, op: op, "Expected more than 1 value per channel when training, got input size \(shape.listed)")
      }
      let x = to(dtype.computeType)
      let rows = shape[0] < 0 ? -1 : channels == 0 ? 0 : shape[0] * groups
      let standard = apply(.standardize, x.reshape(Shape([1, rows, inner])), Attributes(numbers: [.double(eps)])).reshape(shape)
      let across = Shape([1, channels] + Array(repeating: 1, count: rank - 2))
      return standard.affine(weight?.to(x.dtype).view(across), bias?.to(x.dtype).view(across)).to(dtype)
    }
  }

  /// Each element divided by `(k + alpha * mean)^beta`, where the mean is that of the squares of `size` neighbouring channels.
  /// Mirrors `torch.nn.functional.local_response_norm`.
  ///
  /// ```swift
  /// Tensor.ones(1, 2, 1).localResponseNorm(2, alpha: 2, beta: 1)  // tensor([[[0.5000], [0.3333]]])
  /// ```
  public func localResponseNorm(_ size: Int, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let op = "local_response_norm"
      guard rank >= 3 else {
        throw TensorError(.shape, op: op, "Expected 3D or higher dimensionality input (got \(rank) dimensions)")
      }
      guard size > 0, size <= PerAxis.limit else {
        throw TensorError(.argument, op: op, "kernel size should be greater than zero, but got \(size)")
      }
      try checkKnown(1, op)
      if elementCount == 0 { return self }
      let squares = (self * self).pad([0, 0, 0, 0, size / 2, (size - 1) / 2].suffixed(after: 2 * (rank - 2)))
      let sums = squares.to(dtype.computeType).resampled(1, to: shape[1], .windowSum, [size, 1, 0, 1])
      let means = dtype.isFloatingPoint ? (sums / size).to(dtype) : sums.truncDivide(sums.beside(size))
      return self / (means * alpha + k).pow(beta)
    }
  }

  /// This tensor divided by its `p`-norm along an axis, or by `eps` where that is larger. Mirrors `torch.nn.functional.normalize`.
  ///
  /// ```swift
  /// Tensor([[3.0, 4.0]]).normalize()  // tensor([[0.6000, 0.8000]])
  /// ```
  public func normalize(p: Double = 2, dim: Int = 1, eps: Double = 1e-12) -> Tensor {
    self / norm(p, dim: dim, keepDim: true).clamp(min: eps)
  }

  // MARK: shared parts

  func firstInvalid(_ tensors: [Tensor?]) -> Tensor? { tensors.lazy.compactMap { $0 }.first { $0.isInvalid } }

  /// `self * weight + bias`, each of which may be missing.
  fileprivate func affine(_ weight: Tensor?, _ bias: Tensor?) -> Tensor {
    switch (weight, bias) {
    case (let weight?, let bias?): bias.addcmul(self, weight)
    case (let weight?, nil): self * weight
    case (nil, let bias?): self + bias
    case (nil, nil): self
    }
  }

  private func checkFloat(_ op: String, _ kernel: String) throws(TensorError) {
    guard dtype.isFloatingPoint else {
      throw TensorError(.dtype, op: op, "\"\(kernel)\" not implemented for '\(dtype.legacyName)'", hint: "Convert with to(.float32) first.")
    }
  }

  private func checkTail(_ op: String, _ tail: [Int], _ parameters: [(String, Tensor?)]) throws(TensorError) {
    let listed = "[" + tail.map(String.init).joined(separator: ", ") + "]"
    guard !tail.isEmpty else {
      throw TensorError(
        .argument, op: op,
        "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []")
    }
    for (name, t) in parameters {
      guard let t, Array(t.shape) != tail else { continue }
      throw TensorError(
        .shape, op: op,
        "Expected \(name) to be of same shape as normalized_shape, but got \(name) of shape \(t.shape.listed) and normalized_shape = \(listed)"
      )
    }
    guard rank >= tail.count, Array(shape.suffix(tail.count)) == tail else {
      throw TensorError(
        .shape, op: op,
        "Given normalized_shape=\(listed), expected input with shape [*, \(listed.dropFirst().dropLast())], but got input of "
          + "size\(shape.listed)")
    }
  }
}

extension Shape {
  /// [outer, channels, the product of what follows the first two axes of `shape`].
  fileprivate init(_ outer: Int, _ channels: Int, inner shape: Shape) {
    self = [outer, channels, shape.dropFirst(2).reduce(1, *)]
  }
}

extension Array where Element == Int {
  /// The last two numbers behind `zeros` zeros: padding of an axis that `zeros / 2` others follow.
  fileprivate func suffixed(after zeros: Int) -> [Int] { Array(repeating: 0, count: zeros) + suffix(2) }
}
