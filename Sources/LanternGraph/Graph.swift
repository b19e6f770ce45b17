import Lantern

/// A static graph: symbols and the operations between them, built once and run many times by a `Session`.
///
/// Symbols are ordinary tensors without numbers, so every operation, shape check and derivative rule of `Tensor` works on them. New
/// placeholders, variables and random tensors go into the current graph: the process-wide default one, or the one that `withGraph`
/// names. Building a graph from several threads at once is safe. Mirrors `tf.Graph` of TensorFlow 1.
///
/// A tensor with numbers may stand in an expression beside symbols. The graph refers to it and does not copy it; use `tf.constant` for a
/// value that must not follow later changes in place.
///
/// ```swift
/// let graph = Graph()
/// let y = withGraph(graph) { tf.placeholder(.float32, [nil, 1], name: "x") * 2 }
/// ```
public final class Graph: Sendable {
  /// What the symbols know of their graph. They do not keep the graph itself alive: it owns them.
  let core: GraphCore
  private let owned = Locked(Owned())

  private struct Owned {
    /// The results of every operation, by its number.
    var tensors: [Int: [Tensor]] = [:]
    var numbers: [String: Int] = [:]
    var variables: [GraphVariable] = []
  }

  /// An empty graph.
  public init() {
    core = GraphCore()
    core.setOwner(self)
  }

  deinit {
    // Consumers go before what they consume, so that no release runs down a whole chain.
    let all = owned.withLock { owned in
      defer { owned = Owned() }
      return owned.tensors
    }
    var order = all.sorted { $0.key < $1.key }.map(\.value)
    while order.popLast() != nil {}
  }

  @TaskLocal static var scoped: Graph?
  private static let process = Locked(Graph())

  /// The graph that new symbols go into. Mirrors `tf.get_default_graph`.
  public static var `default`: Graph { scoped ?? process.withLock { $0 } }

  static func reset() {
    let old = process.withLock { graph in
      defer { graph = Graph() }
      return graph
    }
    _ = old  // released outside the lock
  }

  /// Makes the random operations added from now on repeatable: together with their own seeds, or their count, this number fixes
  /// their streams. Mirrors `tf.set_random_seed`.
  public func setRandomSeed(_ seed: Int) { core.setRandomSeed(seed) }

  /// The result of an operation by name: `"loss:0"`, or `"loss"` for its first one. Mirrors `get_tensor_by_name`.
  public func tensor(named name: String) throws(TensorError) -> Tensor {
    var operation = name
    var output = 0
    if let colon = name.lastIndex(of: ":") {
      guard let number = Int(name[name.index(after: colon)...]), number >= 0 else {
        throw TensorError(.graph, op: "tensor(named:)", "the name '\(name)' is not of the form 'operation:output'")
      }
      operation = String(name[..<colon])
      output = number
    }
    let found = owned.withLock { owned in owned.numbers[operation].flatMap { owned.tensors[$0] } }
    guard let found else {
      throw TensorError(
        .notFound, op: "tensor(named:)",
        "The name '\(name)' refers to a Tensor which does not exist. The operation, '\(operation)', does not exist in the graph.")
    }
    guard output < found.count else {
      throw TensorError(
        .notFound, op: "tensor(named:)",
        "The name '\(name)' refers to a Tensor which does not exist. The operation, '\(operation)', exists but only has "
          + "\(found.count) outputs.")
    }
    return found[output]
  }

  /// The results of every operation, in the order they were added.
  var operations: [[Tensor]] { owned.withLock { $0.tensors }.sorted { $0.key < $1.key }.map(\.value) }

  /// Lets go of the derivatives' nodes.
  func forgetHistory() {
    let all = owned.withLock { $0.tensors }
    for tensors in all.values { for tensor in tensors { tensor.forgetHistory() } }
  }

  /// The variables in the order they were made.
  var variables: [GraphVariable] { owned.withLock { $0.variables } }
  func add(_ variable: GraphVariable) { owned.withLock { $0.variables.append(variable) } }
  func add(_ results: [Tensor], id: Int, name: String) {
    owned.withLock { owned in
      owned.tensors[id] = results
      owned.numbers[name] = id
    }
  }
}

/// A variable and how it gets its first value.
struct GraphVariable: Sendable {
  let read: Tensor
  let initializer: Tensor
  let isTrainable: Bool
}

/// Makes `graph` the current graph while `body` runs, in this task and the tasks it starts. Mirrors `graph.as_default()`.
public func withGraph<R>(_ graph: Graph, _ body: () throws -> R) rethrows -> R { try Graph.$scoped.withValue(graph, operation: body) }

/// Replaces the process-wide default graph with an empty one; symbols of the old one stay with it. Mirrors `tf.reset_default_graph`.
public func resetDefaultGraph() { Graph.reset() }

/// Makes the random operations added to the current graph from now on repeatable. Mirrors `tf.set_random_seed`.
public func setRandomSeed(_ seed: Int) { Graph.default.setRandomSeed(seed) }
