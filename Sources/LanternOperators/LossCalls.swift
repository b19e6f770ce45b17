import Lantern

extension OperatorTable {
  private static func loss(
    _ name: String, _ swift: String, _ run: @escaping @Sendable (Tensor, Reduction, CallArguments) throws -> Tensor
  ) -> OperatorCall {
    .one("nn.functional." + name, "x." + swift) { a in
      // Replaced by `reduction` long ago.
      _ = (a.value(nil, "size_average"), a.value(nil, "reduce"))
      let name = try a.string(nil, "reduction") ?? "mean"
      guard let reduction = name == "batchmean" ? .mean : Reduction(rawValue: name) else { throw UnsupportedCall("reduction \(name)") }
      return try run(a.x, reduction, a)
    }
  }

  /// Losses.
  static let losses: [OperatorCall] = [
    loss("mse_loss", "mseLoss(target)") { x, r, a in
      try x.mseLoss(a.tensor(1, "target"), weight: a.optionalTensor(nil, "weight"), reduction: r)
    },
    loss("l1_loss", "l1Loss(target)") { x, r, a in
      try x.l1Loss(a.tensor(1, "target"), weight: a.optionalTensor(nil, "weight"), reduction: r)
    },
    loss("smooth_l1_loss", "smoothL1Loss(target, beta: 1)") { x, r, a in
      try x.smoothL1Loss(a.tensor(1, "target"), beta: a.double(nil, "beta", 1), reduction: r)
    },
    loss("huber_loss", "huberLoss(target, delta: 1)") { x, r, a in
      try x.huberLoss(a.tensor(1, "target"), delta: a.double(nil, "delta", 1), weight: a.optionalTensor(nil, "weight"), reduction: r)
    },
    loss("binary_cross_entropy", "binaryCrossEntropy(target)") { x, r, a in
      try x.binaryCrossEntropy(a.tensor(1, "target"), weight: a.optionalTensor(2, "weight"), reduction: r)
    },
    loss("binary_cross_entropy_with_logits", "binaryCrossEntropyWithLogits(target)") { x, r, a in
      try x.binaryCrossEntropyWithLogits(
        a.tensor(1, "target"), weight: a.optionalTensor(2, "weight"), positiveWeight: a.optionalTensor(nil, "pos_weight"), reduction: r)
    },
    loss("kl_div", "klDiv(target, batchMean: true)") { x, r, a in
      let batchMean = try a.string(nil, "reduction") == "batchmean"
      return try x.klDiv(a.tensor(1, "target"), reduction: r, batchMean: batchMean, logTarget: a.flag(nil, "log_target"))
    },
    loss("poisson_nll_loss", "poissonNLLLoss(target)") { x, r, a in
      try x.poissonNLLLoss(
        a.tensor(1, "target"), logInput: a.flag(2, "log_input", true), full: a.flag(3, "full"), eps: a.double(nil, "eps", 1e-8),
        reduction: r)
    },
    loss("gaussian_nll_loss", "gaussianNLLLoss(target, variance: v)") { x, r, a in
      try x.gaussianNLLLoss(
        a.tensor(1, "target"), variance: a.operand(2, "var", beside: x), full: a.flag(3, "full"), eps: a.double(4, "eps", 1e-6),
        reduction: r)
    },
    loss("hinge_embedding_loss", "hingeEmbeddingLoss(target)") { x, r, a in
      try x.hingeEmbeddingLoss(a.tensor(1, "target"), margin: a.double(2, "margin", 1), reduction: r)
    },
    loss("margin_ranking_loss", "marginRankingLoss(y, target)") { x, r, a in
      try x.marginRankingLoss(a.tensor(1, "input2"), a.tensor(2, "target"), margin: a.double(3, "margin", 0), reduction: r)
    },
    loss("cosine_embedding_loss", "cosineEmbeddingLoss(y, target)") { x, r, a in
      try x.cosineEmbeddingLoss(a.tensor(1, "input2"), a.tensor(2, "target"), margin: a.double(3, "margin", 0), reduction: r)
    },
    loss("triplet_margin_loss", "tripletMarginLoss(positive, negative)") { x, r, a in
      try x.tripletMarginLoss(
        a.tensor(1, "positive"), a.tensor(2, "negative"), margin: a.double(3, "margin", 1), p: a.double(4, "p", 2),
        eps: a.double(5, "eps", 1e-6), swap: a.flag(6, "swap"), reduction: r)
    },
    loss("soft_margin_loss", "softMarginLoss(target)") { x, r, a in try x.softMarginLoss(a.tensor(1, "target"), reduction: r) },
    loss("multilabel_soft_margin_loss", "multilabelSoftMarginLoss(target)") { x, r, a in
      try x.multilabelSoftMarginLoss(a.tensor(1, "target"), weight: a.optionalTensor(2, "weight"), reduction: r)
    },
    loss("nll_loss", "nllLoss(target)") { x, r, a in
      try x.nllLoss(
        a.tensor(1, "target"), weight: a.optionalTensor(2, "weight"), ignoreIndex: a.int(nil, "ignore_index", -100), reduction: r)
    },
    loss("cross_entropy", "crossEntropy(target)") { x, r, a in
      try x.crossEntropy(
        a.tensor(1, "target"), weight: a.optionalTensor(2, "weight"), ignoreIndex: a.int(nil, "ignore_index", -100), reduction: r,
        labelSmoothing: a.double(nil, "label_smoothing", 0))
    },
    loss("ctc_loss", "ctcLoss(targets, inputLengths: [5], targetLengths: [3])") { x, r, a in
      // Lengths come as lists or as tensors.
      func lengths(_ position: Int, _ name: String) throws -> [Int] {
        if case .tensor(let t)? = a.value(position, name) { return t.toArray(Int.self) }
        return try a.ints(position, name)
      }
      return try x.ctcLoss(
        a.tensor(1, "targets"), inputLengths: lengths(2, "input_lengths"), targetLengths: lengths(3, "target_lengths"),
        blank: a.int(4, "blank", 0), reduction: r, zeroInfinity: a.flag(nil, "zero_infinity"))
    },
  ]
}
