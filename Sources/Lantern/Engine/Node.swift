import CKernels

/// Where a gradient goes next: into a node, into a leaf's `grad`, or nowhere.
package enum Edge {
  case none
  case node(Node, Int)
  case leaf(Tensor)

  /// The shape and dtype a gradient must have to go there.
  var spec: Spec? {
    switch self {
    case .none: nil
    case .node(let node, let output): node.spec(of: output)
    case .leaf(let tensor): Spec(tensor.shape, tensor.dtype)
    }
  }
}

/// A recorded operation: what `backward` walks through. Mirrors PyTorch's `grad_fn`.
public final class Node: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: `backward` is the only writer, and two of them must not run through one node at once.

  package let op: Op
  package let attributes: Attributes
  /// Later nodes have larger numbers than the nodes they lead to, on whatever thread they were made.
  let sequence: UInt64
  var edge0: Edge = .none, edge1: Edge = .none, edge2: Edge = .none
  var moreEdges: [Edge] = []
  let inputCount: Int

  // What the rules look at. A saved tensor's storage must still have the version it had.
  var x: Tensor?, y: Tensor?, z: Tensor?, more: [Tensor] = []
  var xVersion: UInt32 = 0, yVersion: UInt32 = 0, zVersion: UInt32 = 0, moreVersions: [UInt32] = []
  /// The result without its node, which would be a cycle.
  var output: Tensor?
  var outputVersion: UInt32 = 0
  var hasSaved = false
  var isFreed = false

  // The results' shapes and dtypes.
  let shape: Shape
  let dtype: DType
  let moreSpecs: [Spec]

  /// The node of the operation that wrote into a view; see `Op.copySlices`.
  var inner: Node?
  var hooks: NodeHooks?

  @inline(__always)
  init(_ op: Op, _ attributes: borrowing Attributes, inputCount: Int, shape: Shape, dtype: DType, moreSpecs: [Spec] = [], after: UInt64) {
    self.op = op
    self.attributes = copy attributes
    self.inputCount = inputCount
    self.shape = shape
    self.dtype = dtype
    self.moreSpecs = moreSpecs
    let thread = ck_thread()!
    sequence = max(thread.pointee.sequence, after) + 1
    thread.pointee.sequence = sequence
  }

  func spec(of output: Int) -> Spec { output == 0 ? Spec(shape, dtype) : moreSpecs[output - 1] }
  var outputCount: Int { 1 + moreSpecs.count }

  func edge(_ i: Int) -> Edge {
    switch i {
    case 0: edge0
    case 1: edge1
    case 2: edge2
    default: i - 3 < moreEdges.count ? moreEdges[i - 3] : .none  // inputs behind the last tracked one have no entry
    }
  }

  func setEdge(_ i: Int, _ edge: Edge) {
    switch i {
    case 0: edge0 = edge
    case 1: edge1 = edge
    case 2: edge2 = edge
    default:
      while moreEdges.count < i - 2 { moreEdges.append(.none) }
      moreEdges[i - 3] = edge
    }
  }

  /// The name PyTorch prints: `MulBackward0`.
  public var name: String { op.gradName }

  /// The nodes that gradients go to next, one for each input; `nil` where an input takes none. Mirrors `next_functions`.
  public var nextFunctions: [(node: NextNode, output: Int)?] {
    (0..<inputCount).map { i in
      switch edge(i) {
      case .none: nil
      case .node(let node, let output): (.node(node), output)
      case .leaf(let tensor): (.accumulateGrad(tensor), 0)
      }
    }
  }

  /// What a gradient goes to: another node, or the `grad` of a leaf.
  public enum NextNode: CustomStringConvertible {
    case node(Node)
    case accumulateGrad(Tensor)

    /// `<MulBackward0>`, `<AccumulateGrad>`.
    public var description: String {
      switch self {
      case .node(let node): node.description
      case .accumulateGrad: "<AccumulateGrad>"
      }
    }
  }

  /// Keeps what the rules of the tracked inputs look at.
  func save(_ needs: Rule.Needs, _ inputs: borrowing Inputs, _ result: Tensor?) {
    if needs.contains(.x) { (x, xVersion, hasSaved) = (inputs.x, inputs.x.storage.version, true) }
    if needs.contains(.y), let t = inputs.y { (y, yVersion, hasSaved) = (t, t.storage.version, true) }
    if needs.contains(.z), let t = inputs.z { (z, zVersion, hasSaved) = (t, t.storage.version, true) }
    if needs.contains(.inputs), !inputs.rest.isEmpty { (more, moreVersions, hasSaved) = (inputs.rest, inputs.rest.map(\.storage.version), true) }
    if needs.contains(.output), let result {
      output = result.unrecordedAlias()
      outputVersion = result.storage.version
      hasSaved = true
    }
  }

  /// Lets go of what the rules look at; a second backward through this node is then an error.
  func freeSaved() {
    guard hasSaved else { return }
    (x, y, z, output) = (nil, nil, nil, nil)
    more = []
    isFreed = true
    inner?.freeSaved()
  }

  deinit {
    // Releasing a long chain node by node would overflow the stack: each parent about to die is emptied here first, in a loop.
    var dying: [Node] = []
    moveParents(into: &dying)
    while var node = dying.popLast() {
      if isKnownUniquelyReferenced(&node) { node.moveParents(into: &dying) }
    }
  }

  private func moveParents(into dying: inout [Node]) {
    Node.take(&edge0, into: &dying)
    Node.take(&edge1, into: &dying)
    Node.take(&edge2, into: &dying)
    if !moreEdges.isEmpty { for i in moreEdges.indices { Node.take(&moreEdges[i], into: &dying) } }
    Node.take(&x, into: &dying)
    Node.take(&y, into: &dying)
    Node.take(&z, into: &dying)
    while !more.isEmpty {
      var last: Tensor? = more.removeLast()
      Node.take(&last, into: &dying)
    }
    if let node = inner {
      inner = nil
      dying.append(node)
    }
  }

  @inline(__always)
  private static func take(_ edge: inout Edge, into dying: inout [Node]) {
    guard case .node(let node, _) = edge else { return }
    edge = .none
    dying.append(node)
  }

  /// A saved tensor that nobody else holds would take its node down with it: its node is taken out first.
  @inline(__always)
  private static func take(_ tensor: inout Tensor?, into dying: inout [Node]) {
    guard tensor != nil else { return }
    if isKnownUniquelyReferenced(&tensor), let t = tensor {
      if let node = t.node {
        t.node = nil
        dying.append(node)
      }
      if isKnownUniquelyReferenced(&t.base), let base = t.base, let node = base.node {
        base.node = nil
        dying.append(node)
      }
    }
    tensor = nil
  }
}

extension Node: CustomStringConvertible {
  /// `<MulBackward0>`.
  public var description: String { "<\(name)>" }
}

/// What a rule sees: the saved inputs and result, the shapes, and what the operation was told.
package struct Saved {
  let node: Node
  /// Which input's gradient is asked for.
  package let input: Int
  /// The gradients of all results of an operation that has several; `g` is the first.
  package let gradients: [Tensor?]

  package var attributes: Attributes { node.attributes }
  /// The first input.
  package var x: Tensor { unpack(node.x, node.xVersion, 0) }
  /// The second input.
  package var y: Tensor { unpack(node.y, node.yVersion, 1) }
  /// The third input.
  package var z: Tensor { unpack(node.z, node.zVersion, 2) }
  /// All inputs.
  package var inputs: [Tensor] {
    var all: [Tensor] = []
    if node.x != nil { all.append(x) }
    if node.y != nil { all.append(y) }
    if node.z != nil { all.append(z) }
    for (i, t) in node.more.enumerated() { all.append(unpack(t, node.moreVersions[i], i + 3)) }
    return all
  }
  /// The first result.
  package var output: Tensor {
    let alias = unpack(node.output, node.outputVersion, -1)
    guard isGradEnabled, !alias.isInvalid else { return alias }
    // The gradient will itself be differentiated: give the result its history back.
    let tracked = alias.unrecordedAlias()
    tracked.node = node
    return tracked
  }

  /// The shape and dtype of the input whose gradient is asked for.
  package var spec: Spec { node.edge(input).spec ?? Spec(node.shape, node.dtype) }
  /// The shape of the input whose gradient is asked for.
  package var shape: Shape { spec.shape }
  /// How many inputs the operation had.
  package var inputCount: Int { node.inputCount }

  private func unpack(_ saved: Tensor?, _ version: UInt32, _ position: Int) -> Tensor {
    guard let saved else {
      precondition(node.isFreed, "the rule of \(node.op.name) for input \(input) looks at something it did not declare (\(position))")
      return Tensor.invalid(reporting: .backwardTwice)
    }
    let now = saved.storage.version
    if now != version {
      let origin = saved.gradNode.map { ", which is output \(saved.outputIndex) of \($0.op.forwardName)," } ?? ""
      return Tensor.invalid(
        reporting: TensorError(
          .autograd, op: "backward",
          "one of the variables needed for gradient computation has been modified by an inplace operation: "
            + "[\(saved.typeName) \(saved.shape.listed)]\(origin) is at version \(now); expected version \(version) instead. "
            + "Hint: enable anomaly detection to find the operation that failed to compute its gradient, with detectAnomaly."))
    }
    return saved
  }
}

extension Op {
  /// The gradient's name without its ending: `Mul` of `MulBackward0`.
  var forwardName: String {
    guard let end = gradName.range(ofText: "Backward") else { return gradName }
    return String(gradName[..<end])
  }
}

extension String {
  /// Where `text` begins in this string.
  func range(ofText text: String) -> String.Index? {
    var i = startIndex
    while i < endIndex {
      if self[i...].hasPrefix(text) { return i }
      i = index(after: i)
    }
    return nil
  }
}

extension TensorError {
  static let backwardTwice = TensorError(
    .autograd, op: "backward",
    "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). "
      + "Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). "
      + "Specify retainGraph: true if you need to backward through the graph a second time or if you need to access saved tensors "
      + "after calling backward.")
}
