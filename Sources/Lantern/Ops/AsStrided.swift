// Views by explicit sizes and strides, and writing through them with gradients.

extension Op {
  /// `ints`: how many sizes, sizes, strides, offset, and, unless they are row-major and 0, the input's strides and offset.
  static let asStrided: Op = Op(
    "as_strided",
    kernel: .view(
      View { x, a throws(TensorError) in
        if x.isSymbolic {
          throw TensorError(
            .symbolic, op: "asStrided", "a symbol of a graph has no place in memory to count strides in",
            hint: "Use reshape, permute or indices.")
        }
        let rank = a.ints[0]
        return View.Layout(Shape(a.ints.dropFirst().prefix(rank)), Shape(a.ints.dropFirst(1 + rank).prefix(rank)), a.ints[1 + 2 * rank])
      }),
    rules: [.of { g, s in Geometry.asStridedBackward(g, s) }],
    samples: .custom([Sample([[2, 3]], Attributes(ints: [2, 2, 2, 3, 1, 1])), Sample([[6]], Attributes(ints: [2, 3, 3, 1, 1, 0]))]))

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

  /// A fresh copy of `g` with the base's strides, in memory that also holds the view: a base may have gaps between its elements, and
  /// its view may lie in them or beyond.
  func copy(of g: Tensor) throws(TensorError) -> Tensor {
    let (own, view) = (Geometry.reach(g.shape, baseStrides, from: 0), Geometry.reach(sizes, strides, from: offset))
    let (low, high) = (Swift.min(own.lowerBound, view.lowerBound), Swift.max(own.upperBound, view.upperBound))
    let out: Tensor
    if low == 0, high < Swift.max(g.elementCount, 1) {
      out = try Tensor.empty(g.shape, dtype: g.dtype, strides: baseStrides)
    } else {
      let memory = try Tensor.filled(Shape(CollectionOfOne(high - low + 1)), .int(0), g.dtype)
      out = Tensor(storage: memory.storage, shape: g.shape, strides: baseStrides, offset: -low, dtype: g.dtype)
    }
    out.write(g)
    return out
  }

  /// The positions between the first and the last element in memory.
  private static func reach(_ shape: Shape, _ strides: Shape, from offset: Int) -> ClosedRange<Int> {
    if shape.elementCount == 0 { return 0...0 }
    var (low, high) = (offset, offset)
    for (size, stride) in zip(shape, strides) {
      if stride < 0 { low += (size - 1) * stride } else { high += (size - 1) * stride }
    }
    return low...high
  }

  func view(of base: Tensor) -> Tensor {
    Tensor(storage: base.storage, shape: sizes, strides: strides, offset: base.offset + offset, dtype: base.dtype)
  }

  /// The derivative of `asStrided`, also where elements appear several times: gradients are added up per element of the storage,
  /// then read where the input lies.
  static func asStridedBackward(_ g: Tensor, _ s: Saved) -> Tensor {
    let a = s.attributes.ints
    let rank = a[0]
    let (strides, offset) = (Shape(a.dropFirst(1 + rank).prefix(rank)), a[1 + 2 * rank])
    let inputShape = s.shape
    let isNoted = a.count > 2 + 2 * rank
    let inputStrides = isNoted ? Shape(a.dropFirst(2 + 2 * rank).prefix(inputShape.count)) : inputShape.rowMajorStrides
    let inputOffset = isNoted ? a[a.count - 1] : 0
    let low = Swift.min(offset, inputOffset)
    let input = positions(inputShape, inputStrides, inputOffset - low)
    let output = positions(Shape(a.dropFirst().prefix(rank)), strides, offset - low)
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

extension Tensor {
  /// This view's geometry and its base's, as `asStrided` wants them.
  func stridedGeometry(in base: Tensor) -> Attributes { base.stridedGeometry(shape, strides, offset) }

  /// A geometry in this tensor's storage together with this tensor's own, as `asStrided` wants them.
  func stridedGeometry(_ sizes: Shape, _ steps: Shape, _ start: Int) -> Attributes {
    var ints: Shape = [sizes.count]
    for size in sizes { ints.append(size) }
    for step in steps { ints.append(step) }
    ints.append(start)
    if !isContiguous || offset != 0 {
      for stride in strides { ints.append(stride) }
      ints.append(offset)
    }
    return Attributes(ints: ints)
  }

  /// Another look at the memory of `other`, without history; the strides may be negative. Nothing is checked.
  package convenience init(viewing other: Tensor, shape: Shape, strides: Shape, offset: Int, dtype: DType? = nil) {
    self.init(storage: other.storage, shape: shape, strides: strides, offset: offset, dtype: dtype ?? other.dtype)
  }

  /// This view's geometry in its base, as `Geometry` unpacks it; in real numbers, and the flag set, where one of them is complex.
  func sliceGeometry(in base: Tensor) -> Attributes {
    if reinterprets(base) {
      var geometry = inParts.sliceGeometry(in: base.inParts)
      geometry.flag = true
      return geometry
    }
    var ints = base.strides
    for size in shape { ints.append(size) }
    for stride in strides { ints.append(stride) }
    ints.append(offset - base.offset)
    return Attributes(ints: ints)
  }
}

extension Node {
  /// For a `copySlices` node: the history of what was written, as a view of the base.
  func sliceNode(_ written: Tensor) -> Node {
    if attributes.flag {
      let whole = Tensor(storage: written.storage, shape: shape, strides: shape.rowMajorStrides, offset: 0, dtype: dtype).inParts
      let geometry = Geometry(attributes.ints, baseRank: whole.rank)
      let alias = Tensor(viewing: whole, shape: whole.shape, strides: geometry.baseStrides, offset: 0)
      return .reinterpreting(
        .node(self, 0), Spec(shape, dtype), alias.stridedGeometry(geometry.sizes, geometry.strides, geometry.offset),
        Spec(written.shape, written.dtype))
    }
    let geometry = Geometry(attributes.ints, baseRank: shape.count)
    let alias = Tensor(storage: written.storage, shape: shape, strides: geometry.baseStrides, offset: 0, dtype: dtype)
    let made = Node(
      .asStrided, alias.stridedGeometry(geometry.sizes, geometry.strides, geometry.offset), inputCount: 1, shape: written.shape,
      dtype: dtype, after: sequence)
    made.edge0 = .node(self, 0)
    return made
  }
}

extension BackwardEngine {
  /// The derivative of an in-place operation on a view, from the base's gradient `g`: the view's part goes through the inner
  /// operation's rule, the rest passes.
  func copySlicesGradient(_ node: Node, _ inner: Node, _ g: Tensor, input: Int) throws(TensorError) -> Tensor? {
    if node.attributes.flag { return try reinterpretedSlicesGradient(node, inner, g, input: input) }
    let slice = apply(.readSlice, g, node.attributes)
    let rule = inner.op.rule(input)
    let gradient = rule?.formula(slice, Saved(node: inner, input: input, gradients: [slice], outer: node))
    guard input == 0 else { return gradient }
    return apply(.writeSlice, g, gradient ?? Tensor.zeros(inner.shape, dtype: g.dtype), node.attributes)
  }

  /// The same where the base or the view is complex and the other shows its parts.
  private func reinterpretedSlicesGradient(_ node: Node, _ inner: Node, _ g: Tensor, input: Int) throws(TensorError) -> Tensor? {
    let whole = g.dtype.isComplex ? g.viewAsReal() : g
    let parts = apply(.readSlice, whole, node.attributes)
    let slice = inner.dtype.isComplex ? parts.contiguous().viewAsComplex() : parts
    let gradient = inner.op.rule(input)?.formula(slice, Saved(node: inner, input: input, gradients: [slice], outer: node))
    guard input == 0 else { return gradient }
    let own = gradient ?? Tensor.zeros(inner.shape, dtype: inner.dtype)
    let written = apply(.writeSlice, whole, inner.dtype.isComplex ? own.viewAsReal() : own, node.attributes)
    return g.dtype.isComplex ? written.contiguous().viewAsComplex() : written
  }
}
