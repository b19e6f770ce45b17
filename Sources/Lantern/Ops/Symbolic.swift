// Operations that only graphs need: where a size is not known before the graph runs, a rule asks a symbol for it.

extension Op {
  /// The sum of the first input to the shape of the second.
  static let sumToLike: Op = Op(
    "sum_to_like",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.y!.shape, i.x.dtype)] },
        run: { i, _, _ throws(TensorError) in [i.x.shape == i.y!.shape ? i.x : apply(.sumTo, i.x, Attributes(ints: i.y!.shape))] })),
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

  /// The input in the sizes `ints`, one of which may be -1. A symbol cannot tell whether its numbers will lie in a row, so a view would
  /// not do.
  static let reshape: Op = Op(
    "reshape",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in [Spec(try i.x.reshapedShape(a.ints), i.x.dtype)] },
        run: { i, a, _ throws(TensorError) in [i.x.reshape(a.ints)] })),
    rules: [.of { g, s in g.reshape(likeInputOf: s) }], samples: .inPlaceOnly)

  /// The first elements of `x`'s picked by the mask `y`, as a vector of the shape of `z` that zeros fill up.
  static let maskedScatterSource: Op = Op(
    "masked_scatter_source",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.z!.shape, i.x.dtype)] },
        run: { i, _, specs throws(TensorError) in
          let picked = i.x.maskedSelect(i.y!)
          let padding = Tensor.zeros(Swift.max(i.z!.elementCount - picked.elementCount, 0), dtype: specs[0].dtype)
          return [Tensor.cat([picked, padding], 0).reshape(specs[0].shape)]
        })),
    rules: [.of([.x, .y]) { g, s in s.zeros(g.dtype).maskedScatter(s.y, g) }, nil, nil], samples: .inPlaceOnly)

  /// The piece of the first input along axis `ints[0]` that lies where input number `ints[1]` of a `cat` of all further inputs went.
  static let catPart: Op = Op(
    "cat_part",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in [Spec(i[a.ints[1] + 1].shape, i.x.dtype)] },
        run: { i, a, _ throws(TensorError) in
          let (d, k) = (a.ints[0], a.ints[1])
          let start = (0..<k).reduce(0) { $0 + i[$1 + 1].shape[d] }
          return [i.x.narrow(d, start, i[k + 1].shape[d])]
        })),
    rules: [
      .of(.inputs) { g, s in
        let (d, k) = (s.attributes.ints[0], s.attributes.ints[1])
        return Tensor.cat(s.inputs.dropFirst().enumerated().map { $0 == k ? g : Tensor.zeros(like: $1, dtype: g.dtype) }, d)
      }, nil,
    ], samples: .inPlaceOnly)

  /// Zeros in the shape of the second input with the first one put in: the derivative of `slice` along an axis of unknown size.
  /// `ints`: axis, start, step.
  static let sliceScatterLike: Op = Op(
    "slice_scatter_like",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.y!.shape, i.x.dtype)] },
        run: { i, a, specs throws(TensorError) in
          let (d, size) = (a.ints[0], specs[0].shape[a.ints[0]])
          return [apply(.sliceScatter, i.x, Attributes(ints: [d, a.ints[1] < 0 ? a.ints[1] + size : a.ints[1], a.ints[2], size]))]
        })),
    rules: [
      .of(.x) { g, s in
        let a = s.attributes.ints
        return a[1] < 0 ? g.select(a[0], a[1]).unsqueeze(a[0]) : apply(.slice, g, Attributes(ints: [a[0], a[1], a[2], s.shape[a[0]]]))
      }, nil,
    ], samples: .inPlaceOnly)

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

  static let symbolic: [Op] = [
    sumToLike, expandLike, reshapeLike, reshape, maskedScatterSource, catPart, sliceScatterLike, sizeOf, zerosLike, onesLike, fullLike,
    copySlices, readSlice, writeSlice,
  ]
}
