import Lantern

/// What new operations of this task belong to besides their graph.
enum Scope {
  /// The path of `nameScope`s: `"layer/dense"`.
  @TaskLocal static var path = ""
  /// What has to run with every new operation.
  @TaskLocal static var controls: [Tensor] = []
}

/// Puts a name before those of the operations that `body` adds: `"layer/Add"`. Scopes nest, and a name that is taken gets a number.
/// Mirrors `tf.name_scope`.
///
/// ```swift
/// let y = nameScope("layer") { x * w }  // the operation layer/Mul
/// ```
public func nameScope<R>(_ name: String, _ body: () throws -> R) rethrows -> R {
  let path: String
  do { path = Graph.default.core.newScope(try graphName(name, "scope", "nameScope"), under: Scope.path) } catch {
    error.report()
    return try body()
  }
  return try Scope.$path.withValue(path, operation: body)
}

/// Everything that `body` adds to the graph runs only together with `operations`, which run first. Mirrors `tf.control_dependencies`.
///
/// Expressions see the values that variables had when the run began, so this decides what runs, not what an expression reads; use the
/// result of `assign` to see a new value.
public func withControlDependencies<R>(_ operations: [any Fetch], _ body: () throws -> R) rethrows -> R {
  var (fetches, targets): ([Tensor], [Tensor]) = ([], [])
  for operation in operations { operation.collect(&fetches, &targets) }
  return try Scope.$controls.withValue(Scope.controls + fetches + targets, operation: body)
}

extension Graph {
  /// Lists a tensor under a name, for other parts of a program to find. Mirrors `tf.add_to_collection`.
  public func addToCollection(_ name: String, _ tensor: Tensor) { core.addToCollection(name, tensor) }
  /// The tensors that were listed under a name, in order. Mirrors `tf.get_collection`.
  public func collection(_ name: String) -> [Tensor] { core.collection(name) }
}
