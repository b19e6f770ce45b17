// Losses of comparisons: which of two scores is larger, which of two examples is nearer.

extension Tensor {
  /// x where the target is 1, and what is missing from x to the margin where it is -1. Mirrors
  /// `torch.nn.functional.hinge_embedding_loss`.
  ///
  /// ```swift
  /// Tensor([0.3, 0.3]).hingeEmbeddingLoss(Tensor([1.0, -1.0]), reduction: .none)  // tensor([0.3000, 0.7000])
  /// ```
  public func hingeEmbeddingLoss(_ target: Tensor, margin: Double = 1, reduction: Reduction = .mean) -> Tensor {
    loss("hinge_embedding_loss", [target], reduction) { x, others in
      let target = others[0]!
      return (margin - x).clamp(min: 0).where(target .!= 1, else: 0) + x.where(target .!= -1, else: 0)
    }
  }

  /// What this tensor lacks to exceed the other by the margin, where the target is 1, or the other way round, where it is -1.
  /// Mirrors `torch.nn.functional.margin_ranking_loss`. Reports an error where the numbers of axes differ.
  ///
  /// ```swift
  /// Tensor([2.0, 1.0]).marginRankingLoss(Tensor([1.0, 3.0]), Tensor([1.0, 1.0]))  // tensor(1.)
  /// ```
  public func marginRankingLoss(_ other: Tensor, _ target: Tensor, margin: Double = 0, reduction: Reduction = .mean) -> Tensor {
    if let invalid = firstInvalid([self, other, target]) { return invalid }
    guard rank == other.rank, rank == target.rank else {
      return .invalid(
        reporting: TensorError(
          .shape, op: "margin_ranking_loss",
          "margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: torch.Size(\(shape.asGiven)), "
            + "input2: torch.Size(\(other.shape.asGiven)), target: torch.Size(\(target.shape.asGiven)) "))
    }
    return loss("margin_ranking_loss", [other, target], reduction) { x, others in
      (-others[1]! * (x - others[0]!) + margin).clamp(min: 0)
    }
  }

  /// 1 less the cosine between rows where the target is 1, and by how much it exceeds the margin where it is -1.
  /// Mirrors `torch.nn.functional.cosine_embedding_loss`. Reports an error for other than rows, or one row, and a target for each.
  ///
  /// ```swift
  /// Tensor([[1.0, 0.0]]).cosineEmbeddingLoss(Tensor([[0.0, 1.0]]), Tensor([1.0]))  // tensor(1.)
  /// ```
  public func cosineEmbeddingLoss(_ other: Tensor, _ target: Tensor, margin: Double = 0, reduction: Reduction = .mean) -> Tensor {
    if let invalid = firstInvalid([self, other, target]) { return invalid }
    let op = "cosine_embedding_loss"
    func refuse(_ message: String) -> Tensor {
      .invalid(
        reporting: TensorError(
          .shape, op: op, message,
          hint: "Got input1: \(shape.listed), input2: \(other.shape.listed), target: \(target.shape.listed)."))
    }
    guard target.rank <= 1 else { return refuse("0D or 1D target tensor expected, multi-target not supported") }
    guard rank == target.rank + 1, other.rank == target.rank + 1 else {
      return refuse(
        target.rank == 1
          ? "1D target tensor expects 2D input tensors, but found inputs with sizes \(shape.asGiven) and \(other.shape.asGiven)."
          : "0D target tensor expects 1D input tensors, but found inputs with sizes \(shape.asGiven) and \(other.shape.asGiven).")
    }
    return loss(op, [other, target], reduction) { x, others in
      let (y, target) = (others[0]!, others[1]!)
      let axis = target.rank
      let products = (x * y).sum(dim: axis)
      let lengths = ((x * x).sum(dim: axis) + 1e-12) * ((y * y).sum(dim: axis) + 1e-12)
      let cosine = products / lengths.sqrt()
      return (1 - cosine).where(target .== 1, else: 0) + (cosine - margin).clamp(min: 0).where(target .== -1, else: 0)
    }
  }

  /// What this tensor's rows lack to lie nearer to `positive` than to `negative` by the margin, in the p-norm.
  /// Mirrors `torch.nn.functional.triplet_margin_loss`.
  ///
  /// With `swap` the distance between `positive` and `negative` counts where it is the smaller one. Reports an error where the numbers
  /// of axes differ, and for a margin that is not above 0.
  ///
  /// ```swift
  /// Tensor([[0.0]]).tripletMarginLoss(Tensor([[1.0]]), Tensor([[1.5]]))  // tensor(0.5000)
  /// ```
  public func tripletMarginLoss(
    _ positive: Tensor, _ negative: Tensor, margin: Double = 1, p: Double = 2, eps: Double = 1e-6, swap: Bool = false,
    reduction: Reduction = .mean
  ) -> Tensor {
    if let invalid = firstInvalid([self, positive, negative]) { return invalid }
    let op = "triplet_margin_loss"
    return reporting { () throws(TensorError) in
      guard rank == positive.rank, rank == negative.rank else {
        throw TensorError(
          .shape, op: op,
          "The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor \(rank)D, "
            + "positive \(positive.rank)D, and negative \(negative.rank)D inputs")
      }
      guard margin > 0 else {
        throw TensorError(.argument, op: op, "margin must be greater than 0, got \(margin)")
      }
      return loss(op, [positive, negative], reduction) { x, others in
        let (near, far) = (others[0]!, others[1]!)
        let wanted = x.pairwiseDistance(near, p: p, eps: eps)
        var unwanted = x.pairwiseDistance(far, p: p, eps: eps)
        if swap { unwanted = unwanted.minimum(near.pairwiseDistance(far, p: p, eps: eps)) }
        return (wanted - unwanted + margin).clamp(min: 0)
      }
    }
  }

  /// log(1 + e^(-target x)), for targets of 1 and -1. Mirrors `torch.nn.functional.soft_margin_loss`.
  ///
  /// ```swift
  /// Tensor([0.0, 2.0]).softMarginLoss(Tensor([1.0, -1.0]))  // tensor(1.4100)
  /// ```
  public func softMarginLoss(_ target: Tensor, reduction: Reduction = .mean) -> Tensor {
    loss("soft_margin_loss", [target], reduction) { x, others in -(others[0]! * x).logSigmoid() }
  }

  /// The mean over classes, the last axis, of the binary cross entropy of logits and targets of 0 and 1. Mirrors
  /// `torch.nn.functional.multilabel_soft_margin_loss`.
  ///
  /// ```swift
  /// Tensor([[0.0, 2.0]]).multilabelSoftMarginLoss(Tensor([[1.0, 0.0]]))  // tensor(1.4100)
  /// ```
  public func multilabelSoftMarginLoss(_ target: Tensor, weight: Tensor? = nil, reduction: Reduction = .mean) -> Tensor {
    loss("multilabel_soft_margin_loss", [target, weight], reduction) { x, others in
      let target = others[0]!
      let losses = -(target * x.logSigmoid() + (1 - target) * (-x).logSigmoid())
      return (others[1].map { losses * $0 } ?? losses).mean(dim: -1)
    }
  }
}
