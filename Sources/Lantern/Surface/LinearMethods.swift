// Linear layers, distances, and halves that gate each other.

extension Tensor {
  /// `x weightᵀ + bias` along the last axis: weight [out, in] or [in]. Mirrors `torch.nn.functional.linear`.
  ///
  /// Reports an error for shapes or dtypes that do not fit.
  ///
  /// ```swift
  /// Tensor([[1.0, 2]]).linear(Tensor([[3.0, 4]]), Tensor([0.5]))  // tensor([[11.5000]])
  /// ```
  public func linear(_ weight: Tensor, _ bias: Tensor? = nil) -> Tensor {
    if let invalid = firstInvalid([self, weight, bias]) { return invalid }
    return reporting { () throws(TensorError) in
      guard rank > 0, weight.rank > 0 else {
        throw TensorError(
          .shape, op: "linear", "both arguments to linear need to be at least 1D, but they are \(rank)D and \(weight.rank)D")
      }
      guard weight.rank <= 2 else {
        throw TensorError(.shape, op: "linear", "linear(): weight must be a matrix or a vector, but has shape \(weight.shape.listed)")
      }
      if let bias, bias.dtype != dtype, !isSymbolic {
        throw TensorError(
          .dtype, op: "linear", "self and mat2 must have the same dtype, but got \(bias.dtype.legacyName) and \(dtype.legacyName)",
          hint: "Convert the bias with to(.\(dtype)).")
      }
      // One operation, one rounding.
      if rank == 2, weight.rank == 2, let bias, bias.rank <= 1 { return bias.addmm(self, weight.t()) }
      // On a GPU also for stacks of rows: the bias is added before the sums are written.
      if let bias, isCUDA || weight.isCUDA || bias.isCUDA, rank > 2, weight.rank == 2, bias.rank == 1, !shape.hasUnknown, elementCount > 0,
        isSymbolic || isContiguous, shape[rank - 1] == weight.shape[1]
      {
        let flat = bias.addmm(reshape(-1, shape[rank - 1]), weight.t())
        return flat.reshape(Shape(shape.dropLast() + [weight.shape[0]]))
      }
      let product = matmul(weight.rank == 2 ? weight.t() : weight)
      guard let bias, !product.isInvalid else { return product }
      guard Shape.canExpand(bias.shape, to: product.shape) else {
        throw Tensor.cannotExpand(bias.shape, to: product.shape, op: "linear")
      }
      return product + bias
    }
  }

  /// `xᵀ weight[k] y + bias[k]` for each k along the last axes of this tensor x and `other` y: weight [out, in1, in2].
  /// Mirrors `torch.nn.functional.bilinear`.
  ///
  /// ```swift
  /// Tensor([[1.0, 2.0]]).bilinear(Tensor([[3.0, 4.0]]), Tensor([[[1.0, 0.0], [0.0, 1.0]]]))  // tensor([[11.]])
  /// ```
  public func bilinear(_ other: Tensor, _ weight: Tensor, _ bias: Tensor? = nil) -> Tensor {
    if let invalid = firstInvalid([self, other, weight, bias]) { return invalid }
    return reporting { () throws(TensorError) in
      func refuse(_ message: String) -> TensorError { TensorError(.shape, op: "bilinear", "bilinear(): " + message) }
      guard rank > 0, rank == other.rank else { throw refuse("input dimensions do not match: got \(rank) and \(other.rank)") }
      guard weight.rank == 3 else { throw refuse("weight must have three axes, but has shape \(weight.shape.listed)") }
      for d in 0..<rank - 1 where shape[d] != other.shape[d] {
        throw refuse("input batch dimensions do not match at dim \(d): got \(shape[d]) and \(other.shape[d])")
      }
      for d in 0..<rank {
        try checkKnown(d, "bilinear")
        try other.checkKnown(d, "bilinear")
      }
      let (out, first, second) = (weight.shape[0], weight.shape[1], weight.shape[2])
      guard shape[rank - 1] == first else {
        throw refuse("input1 size does not match weight size: got \(shape[rank - 1]) but expected \(first)")
      }
      guard other.shape[rank - 1] == second else {
        throw refuse("input2 size does not match weight size: got \(other.shape[rank - 1]) but expected \(second)")
      }
      if let bias, bias.elementCount != out {
        throw refuse("bias size does not match weight size: got \(bias.elementCount) but expected \(out)")
      }
      let rows = shape.dropLast().reduce(1, *)
      let left = reshape(Shape(rows, first)).mm(weight.permute(1, 0, 2).reshape(Shape(first, out * second))).reshape([rows, out, second])
      let product = left.bmm(other.reshape([rows, second, 1])).reshape(Shape(shape.dropLast() + [out]))
      return bias.map { product + $0 } ?? product
    }
  }

  /// The first half along an axis times the sigmoid of the second half. Mirrors `torch.nn.functional.glu`.
  ///
  /// Reports an error for an axis of odd size.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 0.0, 100.0]).glu()  // tensor([0.5000, 2.0000])
  /// ```
  public func glu(_ dim: Int = -1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard rank > 0 else { throw TensorError(.shape, op: "glu", "glu does not support scalars because halving size must be even") }
      let d = try shape.axis(dim, op: "glu")
      try checkKnown(d, "glu")
      guard shape[d] % 2 == 0 else {
        throw TensorError(.shape, op: "glu", "Halving dimension must be even, but dimension \(d) is size \(shape[d])")
      }
      guard dtype.isFloatingPoint || dtype.isComplex else {
        throw TensorError(
          .dtype, op: "glu", "\"glu_cpu\" not implemented for '\(dtype.legacyName)'", hint: "Convert with to(.float32) first.")
      }
      let (x, half) = (to(dtype.computeType), shape[d] / 2)
      return (x.narrow(d, 0, half) * x.narrow(d, half, half).sigmoid()).to(dtype)
    }
  }

  /// The cosine of the angle between this tensor and `other` along an axis, both broadcast; lengths count as at least `eps`.
  /// Mirrors `torch.nn.functional.cosine_similarity`.
  ///
  /// ```swift
  /// Tensor([[1.0, 0]]).cosineSimilarity(Tensor([[1.0, 1]]))  // tensor([0.7071])
  /// ```
  public func cosineSimilarity(_ other: Tensor, dim: Int = 1, eps: Double = 1e-8) -> Tensor {
    if let invalid = firstInvalid([self, other]) { return invalid }
    return reporting { () throws(TensorError) in
      let common = commonOperandType(Inputs(self, other))
      guard common.isFloatingPoint || common.isComplex else {
        throw TensorError(
          .dtype, op: "cosine_similarity",
          "expected common dtype to be floating point, yet common dtype is \(common.legacyName)", hint: "Convert with to(.float32) first.")
      }
      let shape = try Shape.broadcast("cosine_similarity", shape, other.shape)
      let (x, y) = (to(common).expand(shape), other.to(common).expand(shape))
      let (a, b) = (x / x.norm(dim: dim, keepDim: true).clamp(min: eps), y / y.norm(dim: dim, keepDim: true).clamp(min: eps))
      return (a * b).sum(dim: dim)
    }
  }

  /// The `p`-norm of `self - other + eps` along the last axis. Mirrors `torch.nn.functional.pairwise_distance`.
  ///
  /// ```swift
  /// Tensor([[0.0, 0.0]]).pairwiseDistance(Tensor([[3.0, 4.0]]))  // tensor([5.0000])
  /// ```
  public func pairwiseDistance(_ other: Tensor, p: Double = 2, eps: Double = 1e-6, keepDim: Bool = false) -> Tensor {
    (self - other + eps).norm(p, dim: -1, keepDim: keepDim)
  }
}
