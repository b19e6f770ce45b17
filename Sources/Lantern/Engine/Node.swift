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
  /// Later nodes have larger numbers than the nodes they lead to, on whatever thread they were made.
  let sequence: UInt64
  @exclusivity(unchecked) var edge0: Edge = .none, edge1: Edge = .none, edge2: Edge = .none
  let inputCount: Int

  // What the rules look at. A saved tensor's storage must still have the version it had.
  @exclusivity(unchecked) var x: Tensor?, y: Tensor?, z: Tensor?
  @exclusivity(unchecked) var xVersion: UInt32 = 0, yVersion: UInt32 = 0, zVersion: UInt32 = 0
  /// The result without its node, which would be a cycle.
  @exclusivity(unchecked) var output: Tensor?
  @exclusivity(unchecked) var outputVersion: UInt32 = 0
  @exclusivity(unchecked) var hasSaved = false
  @exclusivity(unchecked) var isFreed = false

  // The first result's shape and dtype.
  let shape: Shape
  let dtype: DType

  /// What most nodes don't have; see `NodeRest`.
  @exclusivity(unchecked) private var rest: NodeRest?

  @inline(__always)
  init(_ op: Op, _ attributes: borrowing Attributes, inputCount: Int, shape: Shape, dtype: DType, moreSpecs: [Spec] = [], after: UInt64) {
    self.op = op
    self.inputCount = inputCount
    self.shape = shape
    self.dtype = dtype
    if !attributes.isNone || !moreSpecs.isEmpty {
      let rest = NodeRest()
      rest.attributes = copy attributes
      rest.specs = moreSpecs
      self.rest = rest
    }
    let thread = ck_thread()!
    sequence = max(thread.pointee.sequence, after) + 1
    thread.pointee.sequence = sequence
    if thread.pointee.notes_nodes || thread.pointee.anomaly { note() }
  }

  /// Tells whoever wants to know of new nodes.
  @inline(never)
  private func note() {
    let thread = ck_thread()!
    if thread.pointee.notes_nodes { NodeRecorder.note(self) }
    if thread.pointee.anomaly, let origin = AnomalyMode.origin() {
      hooks = NodeHooks()
      hooks?.origin = origin
    }
  }

  /// The object that holds what most nodes don't have, made when it is first written to.
  private var made: NodeRest {
    if let rest { return rest }
    let fresh = NodeRest()
    rest = fresh
    return fresh
  }

  package var attributes: Attributes { rest?.attributes ?? .none }
  /// The shapes and dtypes of the results behind the first one.
  var moreSpecs: [Spec] { rest?.specs ?? [] }
  var moreEdges: [Edge] {
    get { rest?.edges ?? [] }
    _modify { yield &made.edges }
  }
  /// The saved inputs behind the third one, and their versions.
  var more: [Tensor] {
    get { rest?.inputs ?? [] }
    set { if rest != nil || !newValue.isEmpty { made.inputs = newValue } }
  }
  var moreVersions: [UInt32] {
    get { rest?.inputVersions ?? [] }
    set { if rest != nil || !newValue.isEmpty { made.inputVersions = newValue } }
  }
  /// The results behind the first one, as `output`.
  var moreOutputs: [Tensor] {
    get { rest?.outputs ?? [] }
    set { if rest != nil || !newValue.isEmpty { made.outputs = newValue } }
  }
  var moreOutputVersions: [UInt32] {
    get { rest?.outputVersions ?? [] }
    set { if rest != nil || !newValue.isEmpty { made.outputVersions = newValue } }
  }
  /// The node of the operation that wrote into a view; see `Op.copySlices`.
  var inner: Node? {
    get { rest?.inner }
    set { if rest != nil || newValue != nil { made.inner = newValue } }
  }
  /// What a `CustomFunction` keeps for its own derivative.
  var custom: CustomNode? {
    get { rest?.custom }
    set { if rest != nil || newValue != nil { made.custom = newValue } }
  }
  var hooks: NodeHooks? {
    get { rest?.hooks }
    set { if rest != nil || newValue != nil { made.hooks = newValue } }
  }
  /// Where to get back what was let go of, and which of its nodes this is; see `checkpoint`.
  var checkpoint: CheckpointPlace? {
    get { rest?.checkpoint }
    set { if rest != nil || newValue != nil { made.checkpoint = newValue } }
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
    if needs.contains(.inputs), !inputs.rest.isEmpty {
      (more, moreVersions, hasSaved) = (inputs.rest, inputs.rest.map(\.storage.version), true)
    }
    if needs.contains(.output), let result {
      output = result.unrecordedAlias()
      outputVersion = result.storage.version
      hasSaved = true
    }
  }

  /// Keeps the results behind the first one, where a rule looks at them.
  func saveMoreOutputs(_ results: [Tensor]) {
    guard output != nil, op.rules.contains(where: { $0?.needs.isSuperset(of: .outputs) ?? false }) else { return }
    moreOutputs = results.dropFirst().map { $0.unrecordedAlias() }
    moreOutputVersions = moreOutputs.map(\.storage.version)
  }

  /// Throws unless everything that the rules look at is still there and still what it was.
  func checkSaved() throws(TensorError) {
    if isFreed { throw .backwardTwice }
    if checkpoint != nil { try recompute() }
    guard hasSaved else { return }
    if let x, x.storage.version != xVersion { throw changed(x, since: xVersion) }
    if let y, y.storage.version != yVersion { throw changed(y, since: yVersion) }
    if let z, z.storage.version != zVersion { throw changed(z, since: zVersion) }
    if let output, output.storage.version != outputVersion { throw changed(output, since: outputVersion) }
    guard rest != nil else { return }
    for (i, t) in more.enumerated() where t.storage.version != moreVersions[i] { throw changed(t, since: moreVersions[i]) }
    for (i, t) in moreOutputs.enumerated() where t.storage.version != moreOutputVersions[i] {
      throw changed(t, since: moreOutputVersions[i])
    }
    try inner?.checkSaved()
  }

  /// Lets go of the history of saved tensors that this node's own operation writes over: it leads back here, and would keep both
  /// alive for ever. What they were is gone, so that `backward` will refuse them in any case.
  func cutOverwritten(by target: Tensor) {
    func cut(_ t: Tensor) -> Tensor {
      guard t.storage === target.storage, t.isTracked else { return t }
      let alias = t.unrecordedAlias()
      alias.outputIndex = t.flags.contains(.view) ? -2 : -1
      return alias
    }
    y = y.map(cut)
    z = z.map(cut)
    if !more.isEmpty { more = more.map(cut) }
  }

  /// The error about a saved tensor that was written to.
  func changed(_ saved: Tensor, since version: UInt32) -> TensorError {
    // A negative output number: see `cutOverwritten`.
    var origin = saved.gradNode.map { ", which is output \(saved.outputIndex) of \($0.op.forwardName)," } ?? ""
    if saved === output { origin = ", which is output 0 of \(op.forwardName)," }
    if let i = moreOutputs.firstIndex(where: { $0 === saved }) { origin = ", which is output \(i + 1) of \(op.forwardName)," }
    if saved.outputIndex < 0 { origin = ", which is output 0 of \(saved.outputIndex == -1 ? op.forwardName : "AsStrided")," }
    return TensorError(
      .autograd, op: "backward",
      "one of the variables needed for gradient computation has been modified by an inplace operation: "
        + "[\(saved.typeName) \(saved.shape.listed)]\(origin) is at version \(saved.storage.version); expected version \(version) instead. "
        + "Hint: enable anomaly detection to find the operation that failed to compute its gradient, with detectAnomaly.")
  }

  /// Throws when a tensor made in inference mode would be kept.
  func refuseInference() throws(TensorError) {
    guard [x, y, z].contains(where: { $0?.isInference ?? false }) || more.contains(where: { $0.isInference }) else { return }
    throw TensorError(
      .autograd, op: op.name,
      "Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in computation tracked by "
        + "autograd. To work around this, you can make a clone to get a normal tensor and use it in autograd, or use `noGrad` instead of "
        + "`inferenceMode`.")
  }

  /// The tensors that the derivative will look at, in the order of the inputs, the result last. Mirrors `grad_fn._saved_…`.
  ///
  /// Throws when `backward` has let go of them, or when one was changed in place since.
  ///
  /// ```swift
  /// let x = Tensor([2.0], requiresGrad: true)
  /// try (x * x).gradFn!.savedTensors()[0]  // tensor([2.], …
  /// ```
  public func savedTensors() throws(TensorError) -> [Tensor] {
    try checkSaved()
    return try [x, y, z].compactMap { $0 } + more + (output.map { [$0] } ?? []) + moreOutputs + (custom?.context.unpacked(by: self) ?? [])
  }

  /// Lets go of what the rules look at; a second backward through this node is then an error.
  func freeSaved() {
    custom?.context.free()
    checkpoint = nil
    guard hasSaved else { return }
    (x, y, z, output) = (nil, nil, nil, nil)
    (more, moreOutputs) = ([], [])
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
    Node.take(&x, into: &dying)
    Node.take(&y, into: &dying)
    Node.take(&z, into: &dying)
    guard let rest else { return }
    for i in rest.edges.indices { Node.take(&rest.edges[i], into: &dying) }
    while !rest.inputs.isEmpty {
      var last: Tensor? = rest.inputs.removeLast()
      Node.take(&last, into: &dying)
    }
    if let node = rest.inner {
      rest.inner = nil
      dying.append(node)
    }
    // After the parents are safe: what the body of a checkpoint has captured may be all that holds them.
    rest.checkpoint = nil
    if let context = rest.custom?.context {
      for i in context.entries.indices {
        var kept: Tensor? = context.entries[i].tensor
        context.entries[i].tensor = nil
        Node.take(&kept, into: &dying)
      }
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

/// What only some nodes have. It lies apart because making and freeing a node costs by its size.
private final class NodeRest {
  var attributes = Attributes.none
  var specs: [Spec] = []
  var edges: [Edge] = []
  var inputs: [Tensor] = [], inputVersions: [UInt32] = []
  var outputs: [Tensor] = [], outputVersions: [UInt32] = []
  var inner: Node?
  var custom: CustomNode?
  var hooks: NodeHooks?
  var checkpoint: CheckpointPlace?
}

/// What a rule sees: the saved inputs and result, the shapes, and what the operation was told.
package struct Saved {
  let node: Node
  /// Which input's gradient is asked for.
  package let input: Int
  /// The gradients of all results of an operation that has several; `g` is the first.
  package let gradients: [Tensor?]
  /// The `copySlices` node around an operation that wrote into a view.
  var outer: Node?

  package var attributes: Attributes { node.attributes }
  /// The first input.
  package var x: Tensor { unpack(node.x, 0) }
  /// The second input.
  package var y: Tensor { unpack(node.y, 1) }
  /// The third input.
  package var z: Tensor { unpack(node.z, 2) }
  /// All inputs.
  package var inputs: [Tensor] {
    var all: [Tensor] = []
    if node.x != nil { all.append(x) }
    if node.y != nil { all.append(y) }
    if node.z != nil { all.append(z) }
    return all + node.more
  }
  /// The first result.
  package var output: Tensor {
    let alias = unpack(node.output, -1)
    guard isGradEnabled else { return alias }
    // The gradient will itself be differentiated: give the result its history back.
    let tracked = alias.unrecordedAlias()
    tracked.node = outer.map { $0.sliceNode(alias) } ?? node
    return tracked
  }
  /// All results of an operation that has several.
  package var outputs: [Tensor] {
    [output]
      + node.moreOutputs.enumerated().map { i, alias in
        guard isGradEnabled, alias.dtype.isDifferentiable else { return alias }
        let tracked = alias.unrecordedAlias()
        tracked.node = node
        tracked.outputIndex = Int32(i + 1)
        return tracked
      }
  }

  /// The shape and dtype of the input whose gradient is asked for.
  package var spec: Spec { node.edge(input).spec ?? Spec(node.shape, node.dtype) }
  /// The shape of the input whose gradient is asked for.
  package var shape: Shape { spec.shape }
  /// How many inputs the operation had.
  package var inputCount: Int { node.inputCount }

  /// What was kept for a position; the engine has made sure that it is what it was.
  private func unpack(_ saved: Tensor?, _ position: Int) -> Tensor {
    guard let saved else {
      preconditionFailure("the rule of \(node.op.name) for input \(input) looks at something it did not declare (\(position))")
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

extension TensorError {
  static let backwardTwice = TensorError(
    .autograd, op: "backward",
    "Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). "
      + "Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). "
      + "Specify retainGraph: true if you need to backward through the graph a second time or if you need to access saved tensors "
      + "after calling backward.")
}
