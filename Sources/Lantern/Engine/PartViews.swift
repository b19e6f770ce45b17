// Views that show complex memory as reals, or the other way round, and their history once the memory is written to: geometry is then
// counted in real numbers on both sides.

extension Tensor {
  /// A complex tensor's memory as real numbers, with a last axis of length 2, without history; a real tensor itself.
  var inParts: Tensor {
    guard dtype.isComplex else { return self }
    var (sizes, steps) = (shape, strides)
    for d in 0..<rank { steps[d] *= 2 }
    sizes.append(2)
    steps.append(1)
    return Tensor(viewing: self, shape: sizes, strides: steps, offset: 2 * offset, dtype: dtype.realPart)
  }

  /// Whether this view shows its base's memory as numbers of another type.
  func reinterprets(_ base: Tensor) -> Bool { dtype != base.dtype }
}

extension Node {
  /// The history of a view of another type: the base's memory in parts, the view's place in it, the parts put together.
  ///
  /// - Parameters:
  ///   - origin: Where the base's gradient goes.
  ///   - base: The base's shape and dtype.
  ///   - geometry: Where the parts of the view lie among those of the base, for `asStrided`.
  ///   - view: The view's shape and dtype.
  static func reinterpreting(_ origin: Edge, _ base: Spec, _ geometry: Attributes, _ view: Spec) -> Node {
    func step(_ op: Op, _ attributes: Attributes, _ edge: Edge, _ shape: Shape, _ dtype: DType) -> Node {
      let node = Node(op, attributes, inputCount: 1, shape: shape, dtype: dtype, after: edge.sequence)
      node.edge0 = edge
      return node
    }
    var edge = origin
    if base.dtype.isComplex { edge = .node(step(.viewAsReal, .none, edge, base.shape.inParts, base.dtype.realPart), 0) }
    let parts = step(
      .asStrided, geometry, edge, view.dtype.isComplex ? view.shape.inParts : view.shape, view.dtype.realPart)
    return view.dtype.isComplex ? step(.viewAsComplex, .none, .node(parts, 0), view.shape, view.dtype) : parts
  }
}

extension Shape {
  /// The shape of complex numbers' parts.
  fileprivate var inParts: Shape {
    var sizes = self
    sizes.append(2)
    return sizes
  }
}
