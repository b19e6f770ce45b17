// Losses: how far a network's output, the tensor itself, lies from a target. All can be averaged, added up, or left as they are.

/// What a loss does with the losses of single elements.
public enum Reduction: String, Sendable, CaseIterable {
  /// Their mean.
  case mean
  /// Their sum.
  case sum
  /// Nothing.
  case none
}

extension Tensor {
  func reduced(_ reduction: Reduction) -> Tensor {
    switch reduction {
    case .mean: mean()
    case .sum: sum()
    case .none: self
    }
  }

  /// Half-precision numbers as float32, in which losses of several steps are computed.
  var wide: Tensor { to(dtype.computeType) }

  /// Runs a loss on operands that broadcast, in float32 where these are halves, and rounds once.
  func loss(
    _ op: String, _ others: [Tensor?], warns: Bool = false, _ reduction: Reduction, _ body: (_ x: Tensor, _ others: [Tensor?]) -> Tensor
  ) -> Tensor {
    if let invalid = firstInvalid([self] + others) { return invalid }
    if warns, let target = others[0], target.shape != shape, !shape.hasUnknown, !target.shape.hasUnknown {
      warnOnce(
        "Using a target size (torch.Size(\(target.shape.asGiven))) that is different to the input size (torch.Size(\(shape.asGiven))). "
          + "This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.")
    }
    let all = [self] + others.compactMap { $0 }
    let half = all.contains { $0.dtype.isHalf }
    let type = half ? commonOperandType(Inputs(all)) : nil
    guard let type, type.isHalf else { return body(self, others).reduced(reduction) }
    func widened(_ t: Tensor) -> Tensor { t.dtype.isHalf ? t.wide : t }
    return body(widened(self), others.map { $0.map(widened) }).reduced(reduction).to(type)
  }

  // MARK: distances

  /// The squared distances between elements. Mirrors `torch.nn.functional.mse_loss`.
  ///
  /// Operands broadcast, with a warning. `weight` multiplies the losses of elements; the mean then divides by its sum.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).mseLoss(Tensor([1.0, 4.0]))  // tensor(2.)
  /// ```
  public func mseLoss(_ target: Tensor, weight: Tensor? = nil, reduction: Reduction = .mean) -> Tensor {
    weighted("mse_loss", target, weight, reduction) { apply(.mseLoss, $0, $1) }
  }
  /// The distances between elements. Mirrors `torch.nn.functional.l1_loss`.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).l1Loss(Tensor([2.0, 5.0]))  // tensor(2.)
  /// Tensor([1.0, 2.0]).l1Loss(Tensor([2.0, 5.0]), reduction: .none)  // tensor([1., 3.])
  /// ```
  public func l1Loss(_ target: Tensor, weight: Tensor? = nil, reduction: Reduction = .mean) -> Tensor {
    weighted("l1_loss", target, weight, reduction) { ($0 - $1).abs() }
  }
  /// Distances, squared and divided by `2 beta` where they are below beta, less half of beta elsewhere.
  /// Mirrors `torch.nn.functional.smooth_l1_loss`.
  ///
  /// Reports an error for a negative beta.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).smoothL1Loss(Tensor([1.5, 5.0]), reduction: .none)  // tensor([0.1250, 2.5000])
  /// ```
  public func smoothL1Loss(_ target: Tensor, beta: Double = 1, reduction: Reduction = .mean) -> Tensor {
    guard beta >= 0 || isInvalid else {
      return .invalid(
        reporting: TensorError(
          .argument, op: "smooth_l1_loss", "smooth_l1_loss does not support negative values for beta.", hint: "Got beta = \(beta)."))
    }
    return loss("smooth_l1_loss", [target], warns: true, reduction) { x, others in
      beta == 0 && x.dtype.isFloatingPoint
        ? (x - others[0]!).abs() : apply(.smoothL1Loss, x, others[0]!, Attributes(numbers: [.double(beta)]))
    }
  }
  /// Half of squared distances where these are below delta, `delta (distance - delta / 2)` elsewhere, times `weight`.
  /// Mirrors `torch.nn.functional.huber_loss`.
  ///
  /// Reports an error where delta is not above 0.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).huberLoss(Tensor([1.5, 5.0]), delta: 2, reduction: .none)  // tensor([0.1250, 4.0000])
  /// ```
  public func huberLoss(_ target: Tensor, delta: Double = 1, weight: Tensor? = nil, reduction: Reduction = .mean) -> Tensor {
    guard delta > 0 || isInvalid else {
      return .invalid(
        reporting: TensorError(
          .argument, op: "huber_loss", "huber_loss does not support non-positive values for delta.", hint: "Got delta = \(delta)."))
    }
    // Unlike for the other weighted losses, the mean divides by the number of elements.
    let losses = weighted("huber_loss", target, weight, weight == nil ? reduction : .none) {
      apply(.huberLoss, $0, $1, Attributes(numbers: [.double(delta)]))
    }
    return weight == nil ? losses : losses.reduced(reduction)
  }

  private func weighted(
    _ op: String, _ target: Tensor, _ weight: Tensor?, _ reduction: Reduction, _ elements: (Tensor, Tensor) -> Tensor
  ) -> Tensor {
    guard let weight else { return loss(op, [target], warns: true, reduction) { elements($0, $1[0]!) } }
    if let invalid = firstInvalid([self, target, weight]) { return invalid }
    guard weight.shape == shape || shape.hasUnknown || weight.shape.hasUnknown else {
      return .invalid(
        reporting: TensorError(
          .shape, op: op, "Weights and input must have the same size.", hint: "Got \(weight.shape.listed) and \(shape.listed)."))
    }
    let type = dtype
    let sum = loss(op, [target, weight], warns: true, reduction == .mean ? .sum : reduction) { elements($0, $1[0]!) * $1[1]! }
    return reduction == .mean ? (sum / weight.sum()).to(type.isFloatingPoint ? sum.dtype : type) : sum
  }

  // MARK: probabilities

  /// The cross entropy of probabilities and targets, both between 0 and 1. Mirrors `torch.nn.functional.binary_cross_entropy`.
  ///
  /// Logarithms are no lower than -100, so that no loss is infinite. Reports an error for other shapes of the target and for elements
  /// outside [0, 1].
  ///
  /// ```swift
  /// Tensor([0.9, 0.2]).binaryCrossEntropy(Tensor([1.0, 0.0]))  // tensor(0.1643)
  /// ```
  public func binaryCrossEntropy(_ target: Tensor, weight: Tensor? = nil, reduction: Reduction = .mean) -> Tensor {
    if let invalid = firstInvalid([self, target, weight]) { return invalid }
    guard target.shape == shape || shape.hasUnknown || target.shape.hasUnknown else {
      return .invalid(
        reporting: TensorError(
          .shape, op: "binary_cross_entropy",
          "Using a target size (torch.Size(\(target.shape.asGiven))) that is different to the input size (torch.Size(\(shape.asGiven))) is "
            + "deprecated. Please ensure they have the same size."))
    }
    if dtype.isFloatingPoint, !isSymbolic, noGrad({ (self .< 0).logicalOr(self .> 1).any().item().boolValue }) {
      return .invalid(
        reporting: TensorError(
          .argument, op: "binary_cross_entropy", "all elements of input should be between 0 and 1",
          hint: "Apply sigmoid() first, or use binaryCrossEntropyWithLogits."))
    }
    return loss("binary_cross_entropy", [target, weight], reduction) { x, others in
      let losses = apply(.binaryCrossEntropy, x, others[0]!)
      return others[1].map { losses * $0 } ?? losses
    }
  }

  /// The cross entropy of `sigmoid` of the elements and targets between 0 and 1, without loss of digits.
  /// Mirrors `torch.nn.functional.binary_cross_entropy_with_logits`.
  ///
  /// `positiveWeight` multiplies what targets of 1 add. Reports an error for other shapes of the target.
  ///
  /// ```swift
  /// Tensor([0.0, 2.0]).binaryCrossEntropyWithLogits(Tensor([1.0, 0.0]))  // tensor(1.4100)
  /// ```
  public func binaryCrossEntropyWithLogits(
    _ target: Tensor, weight: Tensor? = nil, positiveWeight: Tensor? = nil, reduction: Reduction = .mean
  ) -> Tensor {
    if let invalid = firstInvalid([self, target, weight, positiveWeight]) { return invalid }
    guard target.shape == shape || shape.hasUnknown || target.shape.hasUnknown else {
      return .invalid(
        reporting: TensorError(
          .shape, op: "binary_cross_entropy_with_logits",
          "Target size (torch.Size(\(target.shape.asGiven))) must be the same as input size (torch.Size(\(shape.asGiven)))"))
    }
    return loss("binary_cross_entropy_with_logits", [target, weight, positiveWeight], reduction) { x, others in
      let (target, logarithm) = (others[0]!, x.logSigmoid())
      var losses = (1 - target) * x
      if let positive = others[2] { losses = losses - logarithm * ((positive - 1) * target + 1) } else { losses = losses - logarithm }
      return others[1].map { losses * $0 } ?? losses
    }
  }

  /// The divergence `target (log(target) - x)` of Kullback and Leibler, for logarithms x of probabilities.
  /// Mirrors `torch.nn.functional.kl_div`.
  ///
  /// With `logTarget` the target holds logarithms too. With `batchMean` the sum is divided by the size of axis 0 instead, which is the
  /// divergence's definition. Reports an error for whole and complex numbers.
  ///
  /// ```swift
  /// Tensor([[0.5, 0.5]]).log().klDiv(Tensor([[0.9, 0.1]]), batchMean: true)  // tensor(0.3681)
  /// ```
  public func klDiv(_ target: Tensor, reduction: Reduction = .mean, batchMean: Bool = false, logTarget: Bool = false) -> Tensor {
    if let invalid = firstInvalid([self, target]) { return invalid }
    for t in [self, target] where !t.dtype.isFloatingPoint {
      return .invalid(
        reporting: TensorError(.dtype, op: "kl_div", "kl_div: \(t.dtype.isComplex ? "Complex" : "Integral") inputs not supported."))
    }
    if batchMean, rank == 0 {
      return .invalid(
        reporting: TensorError(.shape, op: "kl_div", "kl_div with batchMean needs an axis of examples", hint: "Use reduction: .mean."))
    }
    let total = loss("kl_div", [target], batchMean ? .sum : reduction) { x, others in
      let target = others[0]!
      return logTarget ? target.exp() * (target - x) : target.xlogy(target) - target * x
    }
    return batchMean ? total / shape[0] : total
  }

  /// The negative logarithm of the likelihood of counts under Poisson's distribution, whose rate is e^x, or x with `logInput` false.
  /// Mirrors `torch.nn.functional.poisson_nll_loss`.
  ///
  /// `full` adds Stirling's approximation of the constant term where the target exceeds 1.
  ///
  /// ```swift
  /// Tensor([0.0, 1.0]).poissonNLLLoss(Tensor([1.0, 2.0]))  // tensor(0.8591)
  /// ```
  public func poissonNLLLoss(
    _ target: Tensor, logInput: Bool = true, full: Bool = false, eps: Double = 1e-8, reduction: Reduction = .mean
  ) -> Tensor {
    loss("poisson_nll_loss", [target], reduction) { x, others in
      let target = others[0]!
      let losses = logInput ? x.exp() - target * x : x - target * (x + eps).log()
      guard full else { return losses }
      let stirling = target * target.log() - target + (target * (2 * Double.pi)).log() * 0.5
      return losses + stirling.where(target .> 1, else: 0)
    }
  }

  /// The negative logarithm of the likelihood of targets under normal distributions around the elements, with a variance for each, or
  /// one along the last axis. Mirrors `torch.nn.functional.gaussian_nll_loss`.
  ///
  /// Variances below `eps` count as `eps`. `full` adds the constant term. Reports an error for negative variances.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0]).gaussianNLLLoss(Tensor([1.0, 4.0]), variance: Tensor([1.0, 1.0]))  // tensor(1.)
  /// ```
  public func gaussianNLLLoss(
    _ target: Tensor, variance: Tensor, full: Bool = false, eps: Double = 1e-6, reduction: Reduction = .mean
  ) -> Tensor {
    if let invalid = firstInvalid([self, target, variance]) { return invalid }
    let op = "gaussian_nll_loss"
    return reporting { () throws(TensorError) in
      guard eps > 0 else { throw TensorError(.argument, op: op, "eps must be positive", hint: "Got \(eps).") }
      var spread = variance
      if variance.shape != shape {
        if variance.shape == Shape(shape.dropLast()), rank > 0 {
          spread = variance.unsqueeze(-1)
        } else if variance.rank != 0, variance.rank != rank || !Shape.canExpand(variance.shape, to: shape) {
          throw TensorError(.shape, op: op, "var is of incorrect size", hint: "Got \(variance.shape.listed) for \(shape.listed).")
        }
      }
      guard variance.isSymbolic || !noGrad({ (variance .< 0).any().item().boolValue }) else {
        throw TensorError(.argument, op: op, "var has negative entry/entries")
      }
      guard spread.dtype.isFloatingPoint else {
        throw TensorError(
          .dtype, op: op, "result type Float can't be cast to the desired output type \(spread.dtype.legacyName)",
          hint: "Convert with to(.float32) first.")
      }
      return loss(op, [target, spread], reduction) { x, others in
        // The limit does not count for gradients.
        let v = others[1]!
        let limited = v + noGrad { v.clamp(min: eps) - v }
        let losses = (limited.log() + (x - others[0]!).square() / limited) * 0.5
        return full ? losses + 0.9189385332046727 : losses
      }
    }
  }
}

extension DType {
  /// Whether this is one of the types of two bytes that are computed in float32.
  var isHalf: Bool { self == .float16 || self == .bfloat16 }
}
