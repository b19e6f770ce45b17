// Ties between a result and what it was made from that its numbers do not show.

extension Op {
  /// The first input as it is; the second gets a gradient of zeros instead of none.
  static let attach: Op = Op(
    "attach",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in Spec(i.x.shape, i.x.dtype) },
        run: { i, _, _ throws(TensorError) in noGrad { i.x.clone() } })),
    rules: [.of { g, _ in g }, .of { g, s in s.zeros(g.dtype) }],
    samples: .custom([Sample([[2, 3], [4]])]))

  /// The first input as it is; its gradient is multiplied with the second one.
  static let scaleGradient: Op = Op(
    "scale_gradient",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in Spec(i.x.shape, i.x.dtype) },
        run: { i, _, _ throws(TensorError) in noGrad { i.x.clone() } })),
    rules: [.of(.y) { g, s in g * s.y }, nil], samples: .inPlaceOnly)

  static let attachments: [Op] = [attach, scaleGradient]
}
