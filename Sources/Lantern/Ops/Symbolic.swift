// Operations that only graphs need: where a size is not known before the graph runs, a rule asks a symbol for it.

extension Op {
  /// The sum of the first input to the shape of the second.
  static let sumToLike: Op = Op(
    "sum_to_like",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.y!.shape, i.x.dtype)] },
        run: { i, _, _ throws(TensorError) in [apply(.sumTo, i.x, Attributes(ints: i.y!.shape))] })),
    rules: [.of(.x) { g, s in apply(.expandLike, g, s.x.detach()) }, nil], samples: .inPlaceOnly)

  /// The first input expanded to the shape of the second.
  static let expandLike: Op = Op(
    "expand_like",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.y!.shape, i.x.dtype)] },
        run: { i, _, _ throws(TensorError) in [i.x.expandedView(to: i.y!.shape)] })),
    rules: [.of { g, _ in g }, nil], samples: .inPlaceOnly)

  /// The first input in the shape of the second.
  static let reshapeLike: Op = Op(
    "reshape_like",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.y!.shape, i.x.dtype)] },
        run: { i, _, _ throws(TensorError) in [i.x.reshape(i.y!.shape)] })),
    rules: [.of { g, s in g.reshape(likeInputOf: s) }, nil], samples: .inPlaceOnly)

  /// The product of the sizes of the axes in `ints`, as a number of dtype `dtype`.
  static let sizeOf: Op = Op(
    "size_of",
    kernel: .call(
      Call(
        infer: { _, a throws(TensorError) in [Spec(Shape(), a.dtype ?? .int64)] },
        run: { i, a, specs throws(TensorError) in
          let count = a.ints.reduce(1) { $0 * i.x.shape[$1] }
          return [Tensor.number(.int(count), specs[0].dtype)]
        })),
    rules: [], isDifferentiable: false, samples: .inPlaceOnly)

  static let symbolic: [Op] = [sumToLike, expandLike, reshapeLike, sizeOf, zerosLike, onesLike, fullLike, copySlices, readSlice, writeSlice]
}
