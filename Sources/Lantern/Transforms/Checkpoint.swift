import CKernels

// Memory for time: what `backward` looks at is not kept but computed again.

/// The result of `body`, of which `backward` computes again whatever it needs, instead of keeping it. Mirrors
/// `torch.utils.checkpoint.checkpoint(use_reentrant=False)`.
///
/// Everything that `body` captures gets its gradient, as without the checkpoint. `body` is called once more when `backward` comes to it,
/// with random generators in the state they had, so that `dropout` drops the same elements; it must do the same as the first time.
/// Checkpoints can be nested: then no more than the innermost piece that is being walked through is kept.
///
/// - Parameters:
///   - preservesRandomState: Whether the generators give the same numbers again.
///   - generators: Which generators `body` draws from.
///   - body: The computation; must not depend on anything that changes before `backward`.
///
/// `backward` reports an error when `body` recorded something else than the first time.
///
/// ```swift
/// let y = checkpoint { (x.linear(w1).relu()).linear(w2) }
/// y.sum().backward()
/// ```
public func checkpoint(
  preservesRandomState: Bool = true, generators: [Generator] = [.default], _ body: @escaping () -> Tensor
) -> Tensor {
  let results: [Tensor] = checkpoint(preservesRandomState: preservesRandomState, generators: generators) { [body()] }
  return results[0]
}

/// `checkpoint` of a computation with several results.
///
/// ```swift
/// let x = Tensor([2.0], requiresGrad: true)
/// let parts: [Tensor] = checkpoint { [x * x, x.exp()] }
/// parts[0].sum().backward()
/// x.grad!  // tensor([4.])
/// ```
public func checkpoint(
  preservesRandomState: Bool = true, generators: [Generator] = [.default], _ body: @escaping () -> [Tensor]
) -> [Tensor] {
  guard isGradEnabled else { return body() }
  let states = preservesRandomState ? generators.map { ($0, $0.state) } : []
  let recorder = NodeRecorder()
  let results = recorder.recording(body)
  let frame = CheckpointFrame(body, states: states, operations: recorder.nodes.map(\.op))
  for (k, node) in recorder.nodes.enumerated() { node.letGo(untilNeededFrom: frame, k) }
  return results
}

/// Notes every node made while it is at work.
final class NodeRecorder {
  fileprivate(set) var nodes: [Node] = []
  private let outer = NodeRecorder.current

  // A task sees its own recorder only; `ck_thread().notes_nodes` says whether to look at all.
  @TaskLocal private static var current: Box?

  private struct Box: @unchecked Sendable {
    // Used by the thread that made it alone.
    let recorder: NodeRecorder
  }

  static func note(_ node: Node) { current?.recorder.add(node) }

  private func add(_ node: Node) {
    nodes.append(node)
    outer?.recorder.add(node)
  }

  func recording<R>(_ body: () -> R) -> R {
    let thread = ck_thread()!
    let before = thread.pointee.notes_nodes
    thread.pointee.notes_nodes = true
    defer { thread.pointee.notes_nodes = before }
    return NodeRecorder.$current.withValue(Box(recorder: self), operation: body)
  }

  /// Runs `body` without any recorder.
  static func pausing<R>(_ body: () -> R) -> R {
    let thread = ck_thread()!
    let before = thread.pointee.notes_nodes
    thread.pointee.notes_nodes = false
    defer { thread.pointee.notes_nodes = before }
    return $current.withValue(nil, operation: body)
  }
}

/// What is needed to compute the nodes of a checkpoint again.
final class CheckpointFrame {
  private let body: () -> [Tensor]
  private let states: [(generator: Generator, state: [UInt8])]
  private let operations: [Op]
  /// The nodes of the second computation, until each has given what it saved to its predecessor.
  private var again: [Node?]?

  init(_ body: @escaping () -> [Tensor], states: [(Generator, [UInt8])], operations: [Op]) {
    self.body = body
    self.states = states
    self.operations = operations
  }

  /// The node that stands where node `k` stood the first time.
  func node(_ k: Int) throws(TensorError) -> Node {
    if again == nil { again = try computeAgain() }
    guard let node = again?[k] else { throw .backwardTwice }
    again?[k] = nil
    return node
  }

  private func computeAgain() throws(TensorError) -> [Node] {
    let now = states.map { ($0.generator, $0.generator.state) }
    for (generator, state) in states { try generator.setState(state) }
    let recorder = NodeRecorder()
    let results = NodeRecorder.pausing { enableGrad { recorder.recording(body) } }
    for (generator, state) in now { try generator.setState(state) }
    if results.contains(where: { $0.isInvalid }) { try checkTensorErrors() }
    guard recorder.nodes.count == operations.count, zip(recorder.nodes, operations).allSatisfy({ $0.op.name == $1.name }) else {
      throw TensorError(
        .autograd, op: "checkpoint",
        "A different number of tensors was saved during the original forward and recomputation: the checkpoint recorded "
          + "\(operations.count) operations at first and \(recorder.nodes.count) when it was computed again",
        hint: "The body of a checkpoint must do the same each time it is called.")
    }
    return recorder.nodes
  }
}

/// Which node of a checkpoint a node is.
final class CheckpointPlace {
  let frame: CheckpointFrame
  let index: Int

  init(_ frame: CheckpointFrame, _ index: Int) {
    self.frame = frame
    self.index = index
  }
}

extension Node {
  /// Lets go of what the rules look at until it is needed.
  fileprivate func letGo(untilNeededFrom frame: CheckpointFrame, _ k: Int) {
    guard hasSaved || custom != nil else { return }
    (x, y, z, output) = (nil, nil, nil, nil)
    (more, moreOutputs) = ([], [])
    custom?.context.free()
    checkpoint = CheckpointPlace(frame, k)
  }

  /// Gets back what `letGo` gave away.
  func recompute() throws(TensorError) {
    while let place = checkpoint {
      let other = try place.frame.node(place.index)
      checkpoint = other.checkpoint
      (x, y, z, more, output, moreOutputs) = (other.x, other.y, other.z, other.more, other.output, other.moreOutputs)
      (xVersion, yVersion, zVersion, moreVersions) = (other.xVersion, other.yVersion, other.zVersion, other.moreVersions)
      (outputVersion, moreOutputVersions) = (other.outputVersion, other.moreOutputVersions)
      (custom, hasSaved) = (other.custom, other.hasSaved)
    }
  }
}
