// Views by explicit sizes and strides, and writing through them with gradients.

extension Op {
  /// `ints`: sizes, strides, offset.
  static let asStrided: Op = Op(
    "as_strided",
    kernel: .view(
      View { x, a throws(TensorError) in
        let rank = (a.ints.count - 1) / 2
        return View.Layout(Shape(a.ints.prefix(rank)), Shape(a.ints.dropFirst(rank).prefix(rank)), a.ints[2 * rank])
      }),
    rules: [.of { g, s in Geometry.asStridedBackward(g, s) }],
    samples: .custom([Sample([[2, 3]], Attributes(ints: [2, 2, 3, 1, 1])), Sample([[6]], Attributes(ints: [3, 3, 1, 1, 0]))]))

  /// What an in-place operation on a view makes of the view's base. Its derivative is the engine's work; see `Node.inner`.
  static let copySlices: Op = Op(
    "copy_slices", gradName: "CopySlices",
    kernel: .view(View { x, _ throws(TensorError) in View.Layout(x.shape, x.strides, x.offset) }), rules: [.of { g, _ in g }],
    samples: .inPlaceOnly)

  /// The elements of a view's geometry, taken from a gradient of the base's shape. `ints` as `Geometry` packs them.
  static let readSlice: Op = Op(
    "read_slice",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in [Spec(Geometry(a.ints, baseRank: i.x.rank).sizes, i.x.dtype)] },
        run: { i, a, _ throws(TensorError) in
          let geometry = Geometry(a.ints, baseRank: i.x.rank)
          let base = try geometry.copy(of: i.x)
          return [noGrad { geometry.view(of: base).clone() }]
        })),
    rules: [
      .of { g, s in apply(.writeSlice, s.zeros(s.spec.dtype), g, s.attributes) }
    ],
    samples: .custom([Sample([[2, 3]], Attributes(ints: [3, 1, 2, 3, 1]))]))

  /// A gradient of the base's shape with the elements of a view's geometry replaced by the second input.
  static let writeSlice: Op = Op(
    "write_slice",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.x.shape, i.x.dtype)] },
        run: { i, a, specs throws(TensorError) in
          let geometry = Geometry(a.ints, baseRank: i.x.rank)
          let base = try geometry.copy(of: i.x)
          noGrad { geometry.view(of: base) }.write(i.y!)
          return [base]
        })),
    rules: [
      .of { g, s in
        let zeros = Tensor.zeros(Geometry(s.attributes.ints, baseRank: s.shape.count).sizes, dtype: g.dtype)
        return apply(.writeSlice, g, zeros, s.attributes)
      },
      .of { g, s in apply(.readSlice, g, s.attributes) },
    ],
    samples: .custom([Sample([[2, 3], [2]], Attributes(ints: [3, 1, 2, 3, 1]))]))
}

/// Where a view lies in its base: the base's strides, then the view's sizes, strides and offset from the base's first element.
struct Geometry {
  let baseStrides: Shape
  let sizes: Shape
  let strides: Shape
  let offset: Int

  init(_ ints: Shape, baseRank: Int) {
    let rank = (ints.count - baseRank - 1) / 2
    baseStrides = Shape(ints.prefix(baseRank))
    sizes = Shape(ints.dropFirst(baseRank).prefix(rank))
    strides = Shape(ints.dropFirst(baseRank + rank).prefix(rank))
    offset = ints[ints.count - 1]
  }

  /// A fresh copy of `g` with the base's strides.
  func copy(of g: Tensor) throws(TensorError) -> Tensor {
    let out = try Tensor.empty(g.shape, dtype: g.dtype, strides: baseStrides)
    out.write(g)
    return out
  }

  func view(of base: Tensor) -> Tensor {
    Tensor(storage: base.storage, shape: sizes, strides: strides, offset: offset, dtype: base.dtype)
  }

  /// The derivative of `asStrided`, also where elements appear several times: gradients are added up per element of the storage,
  /// then read where the input lies.
  static func asStridedBackward(_ g: Tensor, _ s: Saved) -> Tensor {
    let a = s.attributes.ints
    let rank = (a.count - 1) / 2
    let (strides, offset) = (Shape(a.dropFirst(rank).prefix(rank)), a[2 * rank])
    let (inputShape, inputStrides) = (s.shape, s.inputStrides)
    let low = Swift.min(offset, s.inputOffset)
    let input = positions(inputShape, inputStrides, s.inputOffset - low)
    let output = positions(Shape(a.prefix(rank)), strides, offset - low)
    let total = Swift.max(input.max() ?? -1, output.max() ?? -1) + 1
    let sums = Tensor.zeros(total, dtype: g.dtype).indexAdd(0, Tensor(output), g.reshape(-1))
    return sums.indexSelect(0, Tensor(input)).reshape(inputShape)
  }

  static func scatterUnfold(_ g: Tensor, _ s: Saved) -> Tensor {
    let (d, size, step) = (s.attributes.ints[0], s.attributes.ints[1], s.attributes.ints[2])
    let windows = (s.shape[d] - size) / step + 1
    let index = Tensor((0..<windows).flatMap { w in (0..<size).map { w * step + $0 } })
    let moved = g.movedim(-1, d + 1)
    var flat = moved.shape
    flat.remove(at: d + 1)
    flat[d] = windows * size
    return s.zeros(g.dtype).indexAdd(d, index, moved.reshape(flat))
  }

  /// The position in memory of each element, in row-major order.
  static func positions(_ shape: Shape, _ strides: Shape, _ offset: Int) -> [Int] {
    var result = [offset]
    for d in 0..<shape.count {
      result = result.flatMap { start in (0..<shape[d]).map { start + $0 * strides[d] } }
    }
    return result
  }
}

extension Saved {
  /// The strides the input had, when it is a leaf; row-major otherwise.
  var inputStrides: Shape {
    if case .leaf(let t) = node.edge(input) { return t.strides }
    return shape.rowMajorStrides
  }
  /// Where the input began in its storage, when it is a leaf.
  var inputOffset: Int {
    if case .leaf(let t) = node.edge(input) { return t.offset }
    return 0
  }
}

extension Tensor {
  /// This view's geometry in its base, as `Geometry` unpacks it.
  func sliceGeometry(in base: Tensor) -> Attributes {
    var ints = base.strides
    for size in shape { ints.append(size) }
    for stride in strides { ints.append(stride) }
    ints.append(offset - base.offset)
    return Attributes(ints: ints)
  }
}

extension BackwardEngine {
  /// The derivative of an in-place operation on a view, from the base's gradient `g`: the view's part goes through the inner
  /// operation's rule, the rest passes.
  func copySlicesGradient(_ node: Node, _ inner: Node, _ g: Tensor, input: Int) throws(TensorError) -> Tensor? {
    let slice = apply(.readSlice, g, node.attributes)
    if inner.isFreed { throw .backwardTwice }
    let rule = inner.op.rule(input)
    let gradient = rule?.formula(slice, Saved(node: inner, input: input, gradients: [slice]))
    guard input == 0 else { return gradient }
    return apply(.writeSlice, g, gradient ?? Tensor.zeros(inner.shape, dtype: g.dtype), node.attributes)
  }
}
