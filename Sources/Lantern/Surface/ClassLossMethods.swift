// Losses of class scores: the right class of each example is given by its number, or as a share of each class.

extension Tensor {
  /// The negative of the score of the right class, of logarithms of probabilities. Mirrors `torch.nn.functional.nll_loss`.
  ///
  /// Scores are [classes], [examples, classes] or [examples, classes, …]; `target` has the same shape without classes. `weight` has one
  /// number for each class, and the mean divides by the sum of those that count. Examples of class `ignoreIndex` do not count. Reports an
  /// error for other shapes and for classes that do not exist.
  ///
  /// ```swift
  /// Tensor([[-0.1, -2.4], [-1.6, -0.2]]).nllLoss(Tensor([0, 1]))  // tensor(0.1500)
  /// ```
  public func nllLoss(_ target: Tensor, weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: Reduction = .mean) -> Tensor {
    if let invalid = firstInvalid([self, target, weight]) { return invalid }
    return reporting { () throws(TensorError) in
      let op = "nll_loss"
      func refuse(_ message: String) -> TensorError {
        TensorError(.shape, op: op, message, hint: "Got input \(shape.listed) and target \(target.shape.listed).")
      }
      guard rank > 0 else { throw refuse("input tensor should be 1D or 2D") }
      guard target.dtype == .int64 || target.dtype == .uint8 else {
        throw TensorError(
          .dtype, op: op, "expected target dtype to be Long or Byte, but got \(target.dtype.legacyName)", hint: "Use to(.int64).")
      }
      let axis = rank == 1 ? 0 : 1
      var rest = shape
      rest.remove(at: axis)
      guard rank > 1 || target.rank == 0 || target.shape == [1] else {
        throw refuse("For 1D input, 1D target must have size 1, but got target size: \(target.shape.listed)")
      }
      guard rank == 1 || rest == target.shape || rest.hasUnknown || target.shape.hasUnknown else {
        throw rest.first == target.shape.first
          ? refuse("size mismatch (got input: \(shape.asGiven) , target: \(target.shape.asGiven)")
          : refuse("Expected input batch_size (\(shape[0])) to match target batch_size (\(target.shape.first ?? 0)).")
      }
      try checkKnown(axis, op)
      let classes = shape[axis]
      if let weight, weight.shape != [classes], !weight.shape.hasUnknown {
        throw TensorError(
          .shape, op: op,
          "weight tensor should be defined either for all \(classes) classes or no classes but got weight tensor of shape: "
            + weight.shape.asGiven)
      }
      let mode = reduction == .none ? 0 : reduction == .mean ? 1 : 2
      let attributes = Attributes(ints: [mode, ignoreIndex])
      let weights = weight.map { [$0] } ?? []
      if rank <= 2 {
        let count = rank == 1 ? 1 : shape[0]
        let result = apply(.nllLoss, [reshape([count, classes, 1]), target.reshape([count, 1])] + weights, attributes)
        return reduction == .none ? result.reshape(target.shape) : result
      }
      let result = apply(.nllLoss, [flatten(2), target.flatten(1)] + weights, attributes)
      guard reduction == .none else { return result }
      return rest.hasUnknown ? apply(.reshapeLike, result, target) : result.reshape(rest)
    }
  }

  /// The cross entropy between `softmax` of the scores and the right classes, or shares of classes.
  /// Mirrors `torch.nn.functional.cross_entropy`.
  ///
  /// Scores are [classes], [examples, classes] or [examples, classes, …]. Whole numbers in `target` are classes and have the same shape
  /// without classes; real numbers are shares and have the scores' shape. `weight` has one number for each class. `labelSmoothing` moves
  /// a part of the right class's share to all classes alike.
  ///
  /// ```swift
  /// Tensor([[2.0, 0.0], [0.0, 1.0]]).crossEntropy(Tensor([0, 1]))  // tensor(0.2201)
  /// ```
  public func crossEntropy(
    _ target: Tensor, weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: Reduction = .mean, labelSmoothing: Double = 0
  ) -> Tensor {
    if let invalid = firstInvalid([self, target, weight]) { return invalid }
    return reporting { () throws(TensorError) in
      let op = "cross_entropy"
      guard labelSmoothing >= 0, labelSmoothing <= 1 else {
        throw TensorError(.argument, op: op, "label_smoothing must be between 0.0 and 1.0. Got: \(labelSmoothing)")
      }
      guard rank > 0 else { throw TensorError(.shape, op: op, "input tensor should have an axis of classes") }
      let axis = rank == 1 ? 0 : 1
      try checkKnown(axis, op)
      if target.dtype.isFloatingPoint, target.shape == shape || target.shape.hasUnknown || shape.hasUnknown {
        guard ignoreIndex < 0 else {
          throw TensorError(.argument, op: op, "ignore_index is not supported for floating point target")
        }
        if let weight, weight.shape != [shape[axis]] {
          throw TensorError(
            .shape, op: op,
            "cross_entropy: weight tensor should be defined either for all \(shape[axis]) classes or no classes but got weight tensor of "
              + "shape: \(weight.shape.asGiven)")
        }
        return sharesLoss(target, weight, axis, reduction, labelSmoothing)
      }
      let logarithms = logSoftmax(axis)
      guard labelSmoothing > 0 else { return logarithms.nllLoss(target, weight: weight, ignoreIndex: ignoreIndex, reduction: reduction) }
      return logarithms.smoothedLoss(target, weight, axis, ignoreIndex, reduction, labelSmoothing)
    }
  }

  /// A number for each class, laid along the axis of classes.
  private func alongClasses(_ weight: Tensor, _ axis: Int) -> Tensor {
    weight.reshape(Shape((0..<rank).map { $0 == axis ? -1 : 1 }))
  }

  /// Cross entropy with shares of classes as the target.
  private func sharesLoss(_ target: Tensor, _ weight: Tensor?, _ axis: Int, _ reduction: Reduction, _ smoothing: Double) -> Tensor {
    let (type, classes) = (dtype, shape[axis])
    var shares = target.wide
    if smoothing > 0 { shares = shares * (1 - smoothing) + smoothing / Double(classes) }
    var products = wide.logSoftmax(axis) * shares
    if let weight { products = products * alongClasses(weight.wide, axis) }
    let losses = -products.sum(dim: axis)
    guard reduction == .mean else { return losses.reduced(reduction).to(type) }
    return losses.mean().to(type)
  }

  /// Cross entropy of logarithms with classes as the target, part of whose share is spread over all classes.
  private func smoothedLoss(
    _ target: Tensor, _ weight: Tensor?, _ axis: Int, _ ignored: Int, _ reduction: Reduction, _ smoothing: Double
  ) -> Tensor {
    if isInvalid { return self }
    let classes = shape[axis]
    let right = wide.nllLoss(target, weight: weight?.wide, ignoreIndex: ignored, reduction: reduction)
    if right.isInvalid { return right }
    let weighted = weight.map { wide * alongClasses($0.wide, axis) } ?? wide
    let isIgnored = target .== ignored
    let spread = (-weighted.sum(dim: axis)).where(isIgnored.logicalNot(), else: 0)
    let everywhere: Tensor
    switch reduction {
    case .none: everywhere = spread
    case .sum: everywhere = spread.sum()
    case .mean:
      let counted = isIgnored.logicalNot().to(spread.dtype)
      if let weight {
        let position = target.where(isIgnored.logicalNot(), else: 0)
        everywhere = spread.sum() / (weight.wide.indexSelect(0, position.flatten()).reshape(target.shape) * counted).sum()
      } else {
        everywhere = spread.sum() / counted.sum()
      }
    }
    return (right * (1 - smoothing) + everywhere * (smoothing / Double(classes))).to(dtype)
  }

  /// The loss of connectionist temporal classification: the negative logarithm of the probability of a sequence of labels, whichever
  /// steps they fall on. Mirrors `torch.nn.functional.ctc_loss`.
  ///
  /// The tensor holds logarithms of probabilities [steps, examples, classes] or [steps, classes], as `logSoftmax` gives them. `targets`
  /// are [examples, longest] or all labels in one row. The lengths have a number for each example. Class `blank` stands for no label.
  /// The mean divides each loss by its number of labels first. `zeroInfinity` makes infinite losses, of inputs too short for their
  /// labels, count as 0. There is no second derivative. Reports an error for lengths and labels out of range.
  ///
  /// ```swift
  /// Tensor.zeros(2, 1, 2).logSoftmax(-1).ctcLoss(Tensor([[1]]), inputLengths: [2], targetLengths: [1])  // tensor(0.2877)
  /// ```
  public func ctcLoss(
    _ targets: Tensor, inputLengths: [Int], targetLengths: [Int], blank: Int = 0, reduction: Reduction = .mean, zeroInfinity: Bool = false
  ) -> Tensor {
    if let invalid = firstInvalid([self, targets]) { return invalid }
    return reporting { () throws(TensorError) in
      let op = "ctc_loss"
      guard !isSymbolic, !targets.isSymbolic else {
        throw TensorError(.symbolic, op: op, "ctc_loss looks at the labels when it is called", hint: "Call it outside of graphs.")
      }
      guard dtype == .float32 || dtype == .float64 else {
        throw TensorError(.dtype, op: op, "\"ctc_loss_cpu\" not implemented for '\(dtype.legacyName)'", hint: "Convert with to(.float32).")
      }
      guard rank == 3 || rank == 2 else {
        throw TensorError(.shape, op: op, "log_probs must be [steps, examples, classes] or [steps, classes]", hint: "Got \(shape.listed).")
      }
      guard targets.dtype.isInteger else {
        throw TensorError(.dtype, op: op, "targets must be integral tensor", hint: "Got \(targets.dtype).")
      }
      let isSingle = rank == 2
      let logarithms = isSingle ? unsqueeze(1) : self
      let (steps, examples, classes) = (logarithms.shape[0], logarithms.shape[1], logarithms.shape[2])
      guard blank >= 0, blank < classes else { throw TensorError(.argument, op: op, "blank must be in label range", hint: "Got \(blank).") }
      guard inputLengths.count == examples else {
        throw TensorError(.argument, op: op, "input_lengths must be of size batch_size", hint: "Got \(inputLengths.count) for \(examples).")
      }
      guard targetLengths.count == examples else {
        throw TensorError(
          .argument, op: op, "target_lengths must be of size batch_size", hint: "Got \(targetLengths.count) for \(examples).")
      }
      if let wrong = inputLengths.first(where: { $0 < 0 || $0 > steps }) {
        throw TensorError(
          .argument, op: op,
          "Expected input_lengths to have value at most \(steps), but got value \(wrong) (while checking arguments for "
            + "ctc_loss_allocate_outputs)")
      }
      let starts = try Tensor.labelStarts(targets, targetLengths, isSingle: isSingle)
      let labels = noGrad { targets.to(.int64).contiguous() }
      if let wrong = labels.toArray(Int.self).first(where: { $0 < 0 || $0 >= classes }) {
        // Labels behind the end of an example's are never looked at.
        for (start, length) in zip(starts, targetLengths) {
          let own = labels.flatten().narrow(0, start, length).toArray(Int.self)
          guard own.allSatisfy({ $0 >= 0 && $0 < classes }) else {
            throw TensorError(.index, op: op, "Target \(wrong) is out of bounds.", hint: "There are \(classes) classes.")
          }
        }
      }
      func row(_ values: [Int]) -> Tensor { Tensor(values, shape: [values.count]) }
      var losses = apply(
        .ctcLoss, [logarithms, labels, row(starts), row(targetLengths), row(inputLengths)], Attributes(ints: [blank], flag: zeroInfinity))
      if isSingle { losses = losses.squeeze(0) }
      guard reduction == .mean else { return losses.reduced(reduction) }
      let counts = row(targetLengths.map { Swift.max($0, 1) }).to(dtype)
      return (losses / (isSingle ? counts.squeeze(0) : counts)).mean()
    }
  }

  /// Where each example's labels begin among all of them.
  private static func labelStarts(_ targets: Tensor, _ lengths: [Int], isSingle: Bool) throws(TensorError) -> [Int] {
    let op = "ctc_loss"
    if let wrong = lengths.first(where: { $0 < 0 }) {
      throw TensorError(.argument, op: op, "Expected target_lengths to have value at least 0, but got value \(wrong)")
    }
    if targets.rank == 2 {
      guard targets.shape[0] == lengths.count, lengths.allSatisfy({ $0 <= targets.shape[1] }) else {
        throw TensorError(
          .shape, op: op,
          "Expected tensor to have size at least \(lengths.max() ?? 0) at dimension 1, but got size "
            + "\(targets.shape.asGiven)",
          hint: "One row of labels for each of \(lengths.count) examples.")
      }
      return lengths.indices.map { $0 * targets.shape[1] }
    }
    guard targets.rank == 1 else { throw TensorError(.shape, op: op, "targets must be 1D or 2D", hint: "Got \(targets.shape.listed).") }
    var starts: [Int] = []
    var next = 0
    for length in lengths {
      starts.append(next)
      let (sum, overflow) = next.addingReportingOverflow(length)
      guard !overflow, sum <= targets.elementCount else {
        throw TensorError(
          .shape, op: op, "Expected targets to have at least as many elements as target_lengths add up to, but got \(targets.elementCount)",
          hint: "The lengths are \(lengths).")
      }
      next = sum
    }
    return starts
  }
}
