import CKernels

// Layer normalisation: rows standardised, then weighted and moved, in one loop.

extension Op {
  /// The rows of `x` [rows, n] standardised, times a weight [n], plus, where there is one, a bias [n]. `numbers[0]`: what is added to the
  /// variance.
  static let layerNorm: Op = Op(
    "native_layer_norm", gradName: "NativeLayerNormBackward0",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in
          for k in 1..<i.count { try checkRows("layer_norm", i.x, i[k], isRow: true) }
          return Spec(i.x.shape, i.x.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let (x, weight, bias) = try (i.x.forLayer(), i.y!.forLayer(), i.z?.forLayer())
          let out = try Tensor(empty: spec.shape, dtype: x.dtype)
          ck_standardize(
            Int32(x.dtype.rawValue), 1, x.shape[0], x.shape[1], a.numbers[0].doubleValue, x.pointer, weight.pointer, bias?.pointer,
            out.pointer)
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [
      .of([.x, .y]) { g, s in apply(.layerNormBackward, g, s.x, s.y, s.attributes) },
      .of(.x) { g, s in apply(.layerNormWeight, g, s.x, s.attributes) },
      .of { g, _ in g.sum(dims: [0]) },
    ],
    samples: .custom([
      Sample([[3, 5], [5], [5]], Attributes(numbers: [.double(1e-3)])), Sample([[2, 7], [7]], Attributes(numbers: [.double(1e-3)])),
      Sample([[4, 1], [1], [1]], Attributes(numbers: [.double(0.5)])),
    ]))

  /// The gradient of `layerNorm`'s first input, given that of its result, the input and the weight.
  static let layerNormBackward: Op = Op(
    "layer_norm_backward",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in
          try checkRows("layer_norm", i.y!, i.x, isRow: false)
          try checkRows("layer_norm", i.y!, i.z!, isRow: true)
          return Spec(i.y!.shape, i.y!.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let (g, x, weight) = try (i.x.forLayer(), i.y!.forLayer(), i.z!.forLayer())
          let out = try Tensor(empty: spec.shape, dtype: x.dtype)
          ck_standardize_backward(
            Int32(x.dtype.rawValue), 1, x.shape[0], x.shape[1], a.numbers[0].doubleValue, g.pointer, x.pointer, weight.pointer, out.pointer)
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [
      // It is `standardizeBackward` of g * weight: linear in that, and its own transpose.
      .of([.y, .z]) { v, s in v.unstandardized(s.y, s) * s.z },
      .of([.x, .y, .z]) { v, s in (s.x * s.z).unstandardizedSlope(v, s.y, s) },
      .of([.x, .y]) { v, s in (s.x * v.unstandardized(s.y, s)).sum(dims: [0]) },
    ],
    samples: .custom([
      Sample([[3, 5], [3, 5], [5]], Attributes(numbers: [.double(1e-3)])),
      Sample([[2, 1], [2, 1], [1]], Attributes(numbers: [.double(0.5)])),
    ]))

  /// The gradient of `layerNorm`'s weight, given that of its result and its input.
  static let layerNormWeight: Op = Op(
    "layer_norm_weight",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in
          try checkRows("layer_norm", i.y!, i.x, isRow: false)
          return Spec([i.y!.shape[1]], i.y!.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let (g, x) = try (i.x.forLayer(), i.y!.forLayer())
          let out = try Tensor(empty: spec.shape, dtype: x.dtype)
          guard
            ck_standardize_weight(
              Int32(x.dtype.rawValue), x.shape[0], x.shape[1], a.numbers[0].doubleValue, g.pointer, x.pointer, out.pointer) != 0
          else { throw TensorError(.memory, op: "layer_norm", "no memory for sums over \(x.shape.listed)") }
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [
      .of(.y) { v, s in v * apply(.standardize, s.y.unsqueeze(0), s.attributes).squeeze(0) },
      .of([.x, .y]) { v, s in (s.x * v).unstandardized(s.y, s) },
    ],
    samples: .custom([
      Sample([[3, 5], [3, 5]], Attributes(numbers: [.double(1e-3)])), Sample([[2, 1], [2, 1]], Attributes(numbers: [.double(0.5)])),
    ]))

  static let layerNorms: [Op] = [layerNorm, layerNormBackward, layerNormWeight]

  /// Throws unless `x` is a matrix of floats and `other` has its shape, or that of one row.
  private static func checkRows(_ op: String, _ x: Tensor, _ other: Tensor, isRow: Bool) throws(TensorError) {
    guard x.dtype.isFloatingPoint, other.dtype == x.dtype else {
      throw TensorError(
        .dtype, op: op, "expected floating point tensors of one dtype, but got \(x.dtype.legacyName) and \(other.dtype.legacyName)")
    }
    guard x.rank == 2 else { throw TensorError(.shape, op: op, "expected rows, but got \(x.shape.listed)") }
    let wanted = isRow ? Shape(x.shape[1]) : x.shape
    guard other.shape == wanted || other.shape.hasUnknown || wanted.hasUnknown else {
      throw TensorError(.shape, op: op, "expected a tensor of shape \(wanted.listed), but got \(other.shape.listed)")
    }
  }
}

extension Tensor {
  /// The gradient of rows that were standardised, given this one of the result.
  fileprivate func unstandardized(_ x: Tensor, _ s: Saved) -> Tensor {
    apply(.standardizeBackward, unsqueeze(0), x.unsqueeze(0), s.attributes).squeeze(0)
  }

  /// The derivative by x of that gradient, given `v` for it.
  fileprivate func unstandardizedSlope(_ v: Tensor, _ x: Tensor, _ s: Saved) -> Tensor {
    Op.standardizeSlope(v.unsqueeze(0), self.unsqueeze(0), x.unsqueeze(0), s.attributes).squeeze(0)
  }
}
