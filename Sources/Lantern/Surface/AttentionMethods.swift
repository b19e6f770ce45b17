// Attention.

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension Tensor {
  /// The means of `value`'s rows, weighted for each row of this query by how well it goes with the rows of `key`:
  /// `softmax(query keyᵀ · scale + mask) value`. Mirrors `torch.nn.functional.scaled_dot_product_attention`.
  ///
  /// Query [..., L, E], key [..., S, E], value [..., S, Ev]; the result is [..., L, Ev]. A mask of truth values says which pairs take
  /// part, one of numbers is added; a query that may see nothing gives zeros. `isCausal` lets position i see positions up to i. `scale` is 1/√E unless given. With `enableGQA`, each head of
  /// key and value (the third axis from the end) serves several heads of the query. Reports an error for shapes or dtypes that do not fit.
  ///
  /// ```swift
  /// let x = Tensor([[1.0, 0.0], [0.0, 1.0]])
  /// x.scaledDotProductAttention(x, x)  // tensor([[0.6698, 0.3302], [0.3302, 0.6698]])
  /// x.scaledDotProductAttention(x, x, isCausal: true)  // tensor([[1.0000, 0.0000], [0.3302, 0.6698]])
  /// ```
  public func scaledDotProductAttention(
    _ key: Tensor, _ value: Tensor, mask: Tensor? = nil, dropout: Double = 0, isCausal: Bool = false, scale: Double? = nil,
    enableGQA: Bool = false, generator: Generator = .default
  ) -> Tensor {
    if let invalid = firstInvalid([self, key, value, mask]) { return invalid }
    return reporting { () throws(TensorError) in
      let op = "scaled_dot_product_attention"
      func refuse(_ kind: TensorError.Kind, _ message: String) -> TensorError { TensorError(kind, op: op, message) }
      guard dtype == key.dtype, dtype == value.dtype else {
        throw refuse(
          .dtype,
          "Expected query, key, and value to have the same dtype, but got query.dtype: \(dtype.cName) key.dtype: \(key.dtype.cName) and "
            + "value.dtype: \(value.dtype.cName) instead.")
      }
      guard rank >= 2, key.rank >= 2, value.rank >= 2 else {
        throw refuse(
          .shape,
          "Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: \(rank) key.dim: \(key.rank) and "
            + "value.dim: \(value.rank) instead.")
      }
      guard dtype.isFloatingPoint else { throw refuse(.dtype, "expected scalar type Float but found \(dtype.legacyName)") }
      if let mask {
        guard mask.dtype == .bool || mask.dtype == dtype || mask.dtype == .float32 else {
          throw refuse(
            .dtype,
            "Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: \(mask.dtype.cName) and  "
              + "query.dtype: \(dtype.cName) instead.")
        }
        guard !isCausal else {
          throw refuse(.argument, "_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True")
        }
      }
      guard dropout >= 0, dropout <= 1 else {
        throw refuse(.argument, "dropout probability has to be between 0 and 1, but got \(dropout)")
      }
      if let fused = try blockwiseAttention(key, value, mask, dropout, isCausal, scale, enableGQA) { return fused }
      let type = dtype.computeType
      var (k, v) = (key.to(type), value.to(type))
      if enableGQA { (k, v) = (try k.repeatingHeads(for: self), try v.repeatingHeads(for: self)) }
      try checkKnown(rank - 1, op)
      let factor = scale ?? 1 / Double(Swift.max(shape[rank - 1], 1)).squareRoot()
      var scores = (to(type) * factor).matmul(k.transpose(-2, -1))
      if isCausal {
        try checkKnown(rank - 2, op)
        try key.checkKnown(key.rank - 2, op)
        let hidden = near(Tensor.ones(shape[rank - 2], key.shape[key.rank - 2], dtype: .bool)).tril().logicalNot()
        scores = scores.maskedFill(hidden, -Double.infinity)
      } else if let mask {
        scores = mask.dtype == .bool ? scores.maskedFill(mask.logicalNot(), -Double.infinity) : scores + mask.to(type)
      }
      var shares = scores.softmax(-1)
      if mask != nil || isCausal {
        // A row that may see nothing: its softmax is NaN, its result is zero.
        let blind = noGrad { (scores.detach() .!= -Double.infinity).any(dim: -1, keepDim: true).logicalNot() }
        shares = shares.maskedFill(blind, 0)
      }
      if dropout > 0 { shares = shares.dropout(dropout, generator: generator) }
      return shares.matmul(v).to(dtype)
    }
  }

  /// The same without storing all products and weights; `nil` where shapes, dropout or the mask's gradient ask for them.
  private func blockwiseAttention(
    _ key: Tensor, _ value: Tensor, _ mask: Tensor?, _ dropout: Double, _ isCausal: Bool, _ scale: Double?, _ enableGQA: Bool
  ) throws(TensorError) -> Tensor? {
    guard dropout == 0, !isSymbolic, !key.isSymbolic, !value.isSymbolic, !(mask?.isSymbolic ?? false),
      mask == nil || !isGradEnabled || !mask!.isTracked,
      ![self, key, value].contains(where: { $0.elementCount == 0 }), mask?.elementCount != 0
    else { return nil }
    let (l, s, e) = (shape[rank - 2], key.shape[key.rank - 2], shape[rank - 1])
    guard key.shape[key.rank - 1] == e, value.shape[value.rank - 2] == s else { return nil }
    var (q, k, v) = (self, key, value)
    var batch = shape.batch, group = 1
    if enableGQA {
      guard rank >= 3, key.rank == rank, value.rank == rank, shape.batch.dropLast().elementsEqual(key.shape.batch.dropLast()),
        key.shape.batch == value.shape.batch, batch[batch.count - 1] % key.shape[rank - 3] == 0
      else { return nil }
      group = batch[batch.count - 1] / key.shape[rank - 3]
    } else if key.shape.batch != batch || value.shape.batch != batch {
      batch = try Shape.broadcast("matmul", Shape.broadcast("matmul", batch, key.shape.batch), value.shape.batch)
      (q, k, v) = (q.spread(to: batch), k.spread(to: batch), v.spread(to: batch))
    }
    let type = isCUDA ? dtype : dtype.computeType
    (q, k, v) = (q.to(type), k.to(type), v.to(type))
    var geometry = AttentionGeometry(
      heads: batch.elementCount, group: group, length: l, keys: s, width: e, valueWidth: value.shape[value.rank - 1], isCausal: isCausal,
      scale: scale ?? 1 / Double(e).squareRoot())
    var extra: [Tensor] = []
    if let mask {
      guard mask.shape.broadcasts(to: batch.appending(l, s)) else { return nil }
      extra = [noGrad { mask.masks(of: batch, l, s, type, &geometry) }]
    }
    let result: Tensor
    if isGradEnabled, q.isTracked || k.isTracked || v.isTracked {
      // One line of numbers, so that one backward pass gives all three gradients.
      let packed =
        q.shape == k.shape && k.shape == v.shape && q.rank > 2
        ? Tensor.cat([q, k, v]).flatten() : Tensor.cat([q.flatten(), k.flatten(), v.flatten()])
      result = applyMany(.attention, [packed] + extra, geometry.attributes, count: 2)[0]
    } else {
      let parts = [q.reshape(geometry.queryShape), k.reshape(geometry.keyShape), v.reshape(geometry.valueShape)]
      result = applyMany(.attentionValues, parts + extra, geometry.attributes, count: 2)[0]
    }
    return result.view(batch.appending(l, geometry.valueWidth)).to(dtype)
  }

  /// The leading axes broadcast to `batch`.
  private func spread(to batch: Shape) -> Tensor { expand(batch.appending(shape[rank - 2], shape[rank - 1])) }

  /// The masks of a batch as a stack [masks, L, S]: those that many heads share only once.
  private func masks(of batch: Shape, _ l: Int, _ s: Int, _ type: DType, _ geometry: inout AttentionGeometry) -> Tensor {
    var own = shape
    while own.count < batch.count + 2 { own.insert(1, at: 0) }
    let axes = batch.indices.filter { own[$0] != 1 }
    var mask = (dtype == .bool ? self : to(type)).view(own)
    if let first = axes.first, let last = axes.last {
      if (first...last).contains(where: { own[$0] != batch[$0] }) {
        mask = mask.expand(batch.appending(own[own.count - 2], own[own.count - 1]))
        geometry.masks = batch.elementCount
      } else {
        geometry.masks = batch[first...last].reduce(1, *)
        geometry.maskGroup = batch[(last + 1)...].reduce(1, *)
      }
    }
    return mask.reshape([geometry.masks, own[own.count - 2], own[own.count - 1]]).expand([geometry.masks, l, s])
  }

  /// Heads, the third axis from the end, repeated until there are as many as the query has.
  private func repeatingHeads(for query: Tensor) throws(TensorError) -> Tensor {
    guard rank >= 3, query.rank >= 3, shape[rank - 3] > 0, query.shape[query.rank - 3] % shape[rank - 3] == 0 else {
      throw TensorError(
        .shape, op: "scaled_dot_product_attention",
        "Number of heads in key and value must divide the number of heads in query", hint: "Got \(query.shape.listed) and \(shape.listed).")
    }
    let times = query.shape[query.rank - 3] / shape[rank - 3]
    if times == 1 { return self }
    var spread = shape
    spread.insert(times, at: rank - 2)
    return unsqueeze(-3).expand(spread).flatten(-4, -3)
  }
}
