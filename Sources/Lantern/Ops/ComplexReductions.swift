import CKernels

// Sums and products of complex numbers. What needs an order is refused.

extension Op {
  /// Reduces complex numbers over `axes`, or other numbers to a complex result.
  static func reduceComplex(_ kind: ck_reduction, _ x: Tensor, _ axes: Shape, _ spec: Spec) throws(TensorError) -> Tensor {
    guard x.dtype.isComplex else { return try reduceComplex(kind, noGrad { x.to(spec.dtype) }.usable(), axes, spec) }
    switch kind {
    case CK_SUM:
      // Each part is a sum of reals.
      let out = try Tensor(empty: spec.shape, dtype: x.dtype)
      let parts = Spec(spec.shape, x.dtype.realPart)
      for k in 0..<2 { try out.part(k).write(reduce(kind, x.part(k), axes, parts)) }
      return noGrad { out.to(spec.dtype) }
    case CK_PROD:
      let order = Shape((0..<x.rank).filter { !axes.contains($0) } + Array(axes))
      let rows = try noGrad { x.permute(order).contiguous() }.usable()
      let out = try Tensor(empty: spec.shape, dtype: x.dtype)
      let length = axes.reduce(1) { $0 * x.shape[$1] }
      ck_complex_product(Int32(x.dtype.rawValue), out.pointer, rows.pointer, out.elementCount, length)
      return noGrad { out.to(spec.dtype) }
    default:
      let name =
        switch kind {
        case CK_MAX: axes.count == x.rank ? "max_all" : "max_values_cpu"
        case CK_MIN: axes.count == x.rank ? "min_all" : "min_values_cpu"
        default: ""
        }
      throw TensorError(
        .dtype, op: "reduce",
        name.isEmpty
          ? "arg\(kind == CK_ARGMAX ? "max" : "min")(): does not support complex input"
          : "\"\(name)\" not implemented for '\(x.dtype.legacyName)'",
        hint: "Complex numbers have no order; look at abs().")
    }
  }

  /// Running sums or products of complex numbers along axis `d`, which lie in `x` without gaps.
  static func cumulateComplex(_ kind: ck_reduction, _ x: Tensor, _ d: Int?, into out: Tensor) {
    if x.isInvalid { return }
    guard let d else { return out.write(x) }
    let outer = x.shape.prefix(d).reduce(1, *)
    let inner = x.shape.dropFirst(d + 1).reduce(1, *)
    ck_complex_cumulate(kind == CK_PROD ? 1 : 0, Int32(x.dtype.rawValue), out.pointer, x.pointer, outer, x.shape[d], inner)
  }
}

extension Tensor {
  /// The real (0) or imaginary (1) parts where they lie, without history.
  func part(_ k: Int) -> Tensor {
    var steps = strides
    for d in 0..<rank { steps[d] *= 2 }
    return Tensor(viewing: self, shape: shape, strides: steps, offset: 2 * offset + k, dtype: dtype.realPart)
  }
}
