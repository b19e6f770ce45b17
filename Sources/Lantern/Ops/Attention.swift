import CKernels

// Attention whose products and weights are never stored all at once.

/// What attention is told; `ints` of its operations. `numbers[0]` is the scale of the products.
struct AttentionGeometry {
  /// Heads of the query, and how many of them share one head of key and value.
  var heads: Int, group: Int
  /// Queries, keys, and the widths of keys and of values.
  var length: Int, keys: Int, width: Int, valueWidth: Int
  var isCausal = false
  /// Head `h` has mask `h / maskGroup % masks`.
  var maskGroup = 1, masks = 1
  var scale: Double

  init(heads: Int, group: Int, length: Int, keys: Int, width: Int, valueWidth: Int, isCausal: Bool, scale: Double) {
    (self.heads, self.group, self.length, self.keys) = (heads, group, length, keys)
    (self.width, self.valueWidth, self.isCausal, self.scale) = (width, valueWidth, isCausal, scale)
  }

  init(_ a: borrowing Attributes) {
    let i = a.ints
    (heads, group, length, keys, width, valueWidth, maskGroup, masks) = (i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7])
    (isCausal, scale) = (a.flag, a.numbers[0].doubleValue)
  }

  var attributes: Attributes {
    Attributes(
      ints: Shape([heads, group, length, keys, width, valueWidth, maskGroup, masks]), numbers: [.double(scale)], flag: isCausal)
  }

  var queryShape: Shape { [heads, length, width] }
  var keyShape: Shape { [heads / group, keys, width] }
  var valueShape: Shape { [heads / group, keys, valueWidth] }
  var resultShape: Shape { [heads, length, valueWidth] }
  var packedCount: Int { queryShape.elementCount + keyShape.elementCount + valueShape.elementCount }

  /// Query, key and value in one line of numbers, apart again.
  func parts(_ packed: Tensor) -> (q: Tensor, k: Tensor, v: Tensor) {
    let (q, k) = (queryShape.elementCount, keyShape.elementCount)
    return (
      packed.narrow(0, 0, q).view(queryShape), packed.narrow(0, q, k).view(keyShape),
      packed.narrow(0, q + k, valueShape.elementCount).view(valueShape)
    )
  }

  /// The kernels' view of it.
  func kernelArguments(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor?) -> ck_attention {
    func strides(_ t: Tensor) -> ck_attention_strides {
      ck_attention_strides(head: t.strides[0], row: t.strides[1], column: t.strides[2])
    }
    var a = ck_attention()
    (a.heads, a.group, a.length, a.keys, a.width, a.value_width) = (heads, group, length, keys, width, valueWidth)
    (a.is_causal, a.scale, a.mask_group, a.masks) = (isCausal ? 1 : 0, scale, maskGroup, masks)
    (a.q, a.k, a.v) = (strides(q), strides(k), strides(v))
    if let mask {
      (a.mask, a.mask_dtype, a.mask_strides) = (UnsafeRawPointer(mask.pointer), Int32(mask.dtype.rawValue), strides(mask))
    }
    return a
  }

  /// q kᵀ scale + mask: what the softmax is taken of, all at once, in differentiable operations.
  func scores(_ q: Tensor, _ k: Tensor, _ mask: Tensor?) -> Tensor {
    var scores = q.matmul(spread(k).transpose(1, 2)) * scale
    if let mask {
      // Heads in the order of the masks: [repeats, masks, heads that share one].
      let repeats = heads / (masks * maskGroup)
      let all = mask.unsqueeze(0).unsqueeze(2).expand([repeats, masks, maskGroup, length, keys]).reshape([heads, length, keys])
      scores = mask.dtype == .bool ? scores.maskedFill(all.logicalNot(), -Double.infinity) : scores + all
    }
    if isCausal {
      scores = scores.maskedFill(scores.near(Tensor.ones(length, keys, dtype: .bool)).tril().logicalNot(), -Double.infinity)
    }
    return scores
  }

  /// e^(scores - logSums): the weights.
  func weights(_ q: Tensor, _ k: Tensor, _ logSums: Tensor, _ mask: Tensor?) -> Tensor {
    // A query that sees nothing has no weights.
    let finite = logSums.maskedFill(noGrad { logSums.detach() .== -Double.infinity }, 0)
    return (scores(q, k, mask) - finite.unsqueeze(-1)).exp()
  }

  /// Each head of keys or values as often as heads of the query share it.
  func spread(_ t: Tensor) -> Tensor {
    group == 1 || t.isInvalid
      ? t : t.unsqueeze(1).expand([heads / group, group, t.shape[1], t.shape[2]]).reshape([heads, t.shape[1], t.shape[2]])
  }

  /// The sum over the heads that share one, the other way round.
  func gathered(_ t: Tensor) -> Tensor {
    group == 1 || t.isInvalid ? t : t.view([heads / group, group, t.shape[1], t.shape[2]]).sum(dims: [1])
  }
}

extension Op {
  /// Means of value rows, and the logarithms of the sums of exponentials of each query's products, of a query [heads, L, E], key and value,
  /// flattened into one line of numbers after each other. A mask [masks, L, S] may follow.
  static let attention: Op = Op(
    "attention", gradName: "ScaledDotProductFlashAttentionForCpuBackward0",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let c = AttentionGeometry(a)
          try c.check(i.x, [c.packedCount], i.count > 1 ? i.y : nil)
          return [Spec(c.resultShape, i.x.dtype), Spec([c.heads, c.length], i.x.dtype.computeType)]
        },
        run: { i, a, specs throws(TensorError) in
          let c = AttentionGeometry(a), packed = i.x
          let line = try noGrad { packed.contiguous() }.usable()
          let (q, k, v) = noGrad { c.parts(line) }
          return try c.forward(q, k, v, i.y, specs)
        })),
    rules: [
      .of([.x, .y, .outputs]) { g, s in
        let (y, logSums) = (s.outputs[0], s.outputs[1])
        let gy = s.gradients[0] ?? Tensor.zeros(like: y)
        let products = (gy * y).sum(dims: [-1], dtype: logSums.dtype)
        let known = [gy, s.x, s.gradients[1].map { products - $0 } ?? products, logSums]
        return apply(.attentionBackward, s.inputs.count > 1 ? known + [s.y] : known, s.attributes)
      }, nil,
    ],
    samples: .custom([
      attentionSample(AttentionGeometry(heads: 2, group: 1, length: 3, keys: 4, width: 2, valueWidth: 3, isCausal: false, scale: 0.5)),
      attentionSample(AttentionGeometry(heads: 4, group: 2, length: 3, keys: 3, width: 2, valueWidth: 1, isCausal: true, scale: 0.7)),
      attentionSample(
        AttentionGeometry(heads: 2, group: 1, length: 2, keys: 3, width: 2, valueWidth: 2, isCausal: false, scale: 0.7), masks: 2),
    ]))

  /// The same of a query, key and value that lie as they like, without derivatives.
  static let attentionValues: Op = Op(
    "attention_values",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let c = AttentionGeometry(a)
          try c.check(i.x, c.queryShape, i.count > 3 ? i[3] : nil)
          try c.check(i.y!, c.keyShape, nil)
          try c.check(i.z!, c.valueShape, nil)
          return [Spec(c.resultShape, i.x.dtype), Spec([c.heads, c.length], i.x.dtype.computeType)]
        },
        run: { i, a, specs throws(TensorError) in
          try AttentionGeometry(a).forward(i.x, i.y!, i.z!, i.count > 3 ? i[3] : nil, specs)
        })),
    rules: [], isDifferentiable: false,
    samples: .custom([
      Sample(
        [[2, 3, 2], [1, 4, 2], [1, 4, 3]],
        AttentionGeometry(heads: 2, group: 2, length: 3, keys: 4, width: 2, valueWidth: 3, isCausal: false, scale: 0.5).attributes)
    ]))

  /// The gradient of `attention`'s line of numbers, given that of its first result [heads, L, Ev], the line, what stands for the products of
  /// the gradient's rows with the result's [heads, L], and the second result. The weights are e^(products of queries and keys - that).
  static let attentionBackward: Op = Op(
    "attention_backward",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          let c = AttentionGeometry(a)
          try c.check(i.x, c.resultShape, nil)
          try c.check(i.y!, [c.packedCount], i.count > 4 ? i[4] : nil)
          try c.check(i.z!, [c.heads, c.length], nil)
          try c.check(i[3], [c.heads, c.length], nil)
          return Spec([c.packedCount], i.y!.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let c = AttentionGeometry(a), (gradient, line, sums, logs) = (i.x, i.y!, i.z!, i[3])
          let packed = try noGrad { line.contiguous() }.usable(), gy = try noGrad { gradient.contiguous() }.usable()
          let products = try noGrad { sums.contiguous() }.usable(), logSums = try noGrad { logs.contiguous() }.usable()
          // Without keys there is nothing that a query could change.
          guard c.keys > 0 else { return try .filled(spec.shape, .double(0), spec.dtype) }
          let out = try Tensor(empty: spec.shape, dtype: spec.dtype)
          guard out.elementCount > 0 else { return out }
          let (q, k, v) = noGrad { c.parts(packed) }
          let (gq, gk, gv) = noGrad { c.parts(out) }
          var arguments = c.kernelArguments(q, k, v, i.count > 4 ? i[4] : nil)
          ck_attention_backward(
            &arguments, Int32(spec.dtype.rawValue), q.pointer, k.pointer, v.pointer, gy.pointer, products.pointer, logSums.pointer,
            gq.pointer, gk.pointer, gv.pointer)
          return out
        })),
    rules: [
      .of(.inputs) { w, s in AttentionSlopes(w, s).byGradient }, .of(.inputs) { w, s in AttentionSlopes(w, s).byLine },
      .of(.inputs) { w, s in AttentionSlopes(w, s).byProducts }, .of(.inputs) { w, s in AttentionSlopes(w, s).byLogSums }, nil,
    ],
    samples: .custom(
      [
        AttentionGeometry(heads: 2, group: 1, length: 3, keys: 4, width: 2, valueWidth: 3, isCausal: false, scale: 0.5),
        AttentionGeometry(heads: 4, group: 2, length: 3, keys: 3, width: 2, valueWidth: 1, isCausal: true, scale: 0.7),
      ].map { c in
        Sample([Array(c.resultShape), [c.packedCount], [c.heads, c.length], [c.heads, c.length]], c.attributes)
      }))

  static let attentions: [Op] = [attention, attentionValues, attentionBackward]

  private static func attentionSample(_ geometry: AttentionGeometry, masks: Int = 0) -> Sample {
    var c = geometry
    if masks == 0 { return Sample([[c.packedCount]], c.attributes) }
    c.masks = masks
    return Sample([[c.packedCount], [masks, c.length, c.keys]], c.attributes)
  }
}

extension AttentionGeometry {
  /// Throws unless a tensor has the shape that it must have; a mask has one for all.
  fileprivate func check(_ t: Tensor, _ shape: Shape, _ mask: Tensor?) throws(TensorError) {
    // The processor computes half types in float32 from the start; a GPU's kernel converts as it reads.
    guard t.dtype == .float32 || t.dtype == .float64 || (t.isCUDA && t.dtype.isFloatingPoint) else {
      throw TensorError(.dtype, op: "attention", "\"attention\" not implemented for '\(t.dtype.legacyName)'")
    }
    guard !t.shape.hasUnknown else {
      throw TensorError(.symbolic, op: "attention", "the sizes \(t.shape.listed) are not known before the graph runs")
    }
    guard t.shape == shape else {
      throw TensorError(.shape, op: "attention", "expected a tensor of shape \(shape.listed), but got \(t.shape.listed)")
    }
    guard let mask else { return }
    guard mask.shape == [masks, length, keys], mask.dtype == .bool || mask.dtype == t.dtype else {
      throw TensorError(.shape, op: "attention", "a mask of shape \(mask.shape.listed) and dtype \(mask.dtype) does not fit")
    }
  }

  fileprivate func forward(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor?, _ specs: [Spec]) throws(TensorError) -> [Tensor] {
    let y = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype), logSums = try Tensor(empty: specs[1].shape, dtype: specs[1].dtype)
    guard logSums.elementCount > 0 else { return [y, logSums] }
    var arguments = kernelArguments(q, k, v, mask)
    ck_attention_forward(&arguments, Int32(y.dtype.rawValue), q.pointer, k.pointer, v.pointer, y.pointer, logSums.pointer)
    return [y, logSums]
  }
}

/// The derivatives of `attentionBackward`, all of whose inputs count as independent: gq = scale dS k, gk = scale dSᵀ q and gv = Pᵀ gy with
/// the weights P and dS = P (gy vᵀ - products).
private struct AttentionSlopes {
  let c: AttentionGeometry
  let gy: Tensor, q: Tensor, k: Tensor, v: Tensor
  /// What comes in for gq, gk and gv.
  let a: Tensor, b: Tensor, d: Tensor
  let weights: Tensor, slopes: Tensor
  /// The derivative by dS, and that by the weights' exponents.
  let bySlopes: Tensor, byExponents: Tensor

  init(_ incoming: Tensor, _ s: Saved) {
    c = AttentionGeometry(s.attributes)
    let inputs = s.inputs
    gy = inputs[0]
    var (_, key, value) = c.parts(inputs[1])
    q = c.parts(inputs[1]).q
    (key, value) = (c.spread(key), c.spread(value))
    (k, v) = (key, value)
    let parts = c.parts(incoming.contiguous())
    (a, b, d) = (parts.q, c.spread(parts.k), c.spread(parts.v))
    weights = c.weights(q, c.parts(inputs[1]).k, inputs[3], inputs.count > 4 ? inputs[4] : nil)
    let differences = gy.matmul(v.transpose(1, 2)) - inputs[2].unsqueeze(-1)
    slopes = weights * differences
    bySlopes = (a.matmul(k.transpose(1, 2)) + q.matmul(b.transpose(1, 2))) * c.scale
    byExponents = weights * (differences * bySlopes + gy.matmul(d.transpose(1, 2)))
  }

  var byGradient: Tensor { (weights * bySlopes).matmul(v) + weights.matmul(d) }
  var byProducts: Tensor { -(weights * bySlopes).sum(dims: [-1]) }
  var byLogSums: Tensor { -byExponents.sum(dims: [-1]) }
  var byLine: Tensor {
    let byQuery = (byExponents.matmul(k) + slopes.matmul(b)) * c.scale
    let byKey = c.gathered((byExponents.transpose(1, 2).matmul(q) + slopes.transpose(1, 2).matmul(a)) * c.scale)
    let byValue = c.gathered((weights * bySlopes).transpose(1, 2).matmul(gy))
    return Tensor.cat([byQuery.flatten(), byKey.flatten(), byValue.flatten()])
  }
}
