import CKernels

// Recording what a closure does instead of doing it: every operation on this thread is added to one graph, also those on tensors with
// numbers, and changes in place become new symbols.

/// A graph that takes note of everything that happens while a closure runs.
package protocol TracingGraph: SymbolGraph {
  /// The symbol that stands for a tensor with numbers.
  func captured(_ tensor: Tensor) throws(TensorError) -> Tensor
  /// Takes note that a tensor's numbers will be others from now on.
  func changed(_ tensor: Tensor)
  /// Throws where a symbol is a view of numbers that were changed since: it would not show the change.
  func checkCurrent(_ symbol: Symbol) throws(TensorError)
  /// Takes note that a leaf has got a gradient.
  func receivedGradient(_ leaf: Tensor)
}

package enum Tracing {
  @TaskLocal static var current: (any TracingGraph)?

  /// Whether this thread records what it does.
  @inline(__always) package static var isOn: Bool { ck_thread().pointee.tracing }

  /// Runs `body` while everything it does is added to `graph`.
  package static func run<R>(_ graph: any TracingGraph, _ body: () throws -> R) rethrows -> R {
    try $current.withValue(graph) {
      let thread = ck_thread()!
      let before = thread.pointee.tracing
      thread.pointee.tracing = true
      defer { thread.pointee.tracing = before }
      return try body()
    }
  }

}

/// What a tensor's history was before a closure was recorded.
package struct TracedHistory {
  let node: Node?
  let outputIndex: Int32
}

extension Op {
  /// A change in place becomes a symbol that the target stands for from now on.
  func traceInPlace(_ target: Tensor, _ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) {
    guard let graph = Tracing.current else { return }
    // What a view or an alias was made of would not see the change.
    var isView = target.flags.contains(.view) && target.base != nil && (!target.isSymbolic || !(target.base?.isSymbolic ?? true))
    if let op = target.symbol?.op, case .view = op.kernel { isView = true }
    if isView {
      throw TensorError(
        .graph, op: name + "_", "a view of a tensor cannot be changed in place while a function is compiled",
        hint: "Change the whole tensor, or build the new value with cat or where.")
    }
    if isGradEnabled { try target.checkInPlace(tracked: inputs.anyTracked) }
    let results = try append(inputs, attributes)
    var result = results[0]
    guard result.shape == target.shape else {
      throw TensorError(
        .shape, op: name + "_",
        "output with shape \(target.shape.listed) doesn't match the broadcast shape \(result.shape.listed)")
    }
    if isGradEnabled { record(inputs, attributes, result) }
    if result.dtype != target.dtype {
      guard result.dtype.canCast(to: target.dtype) else {
        throw TensorError(
          .dtype, op: name + "_",
          "result type \(result.dtype.legacyName) can't be cast to the desired output type \(target.dtype.legacyName)")
      }
      result = result.to(target.dtype)
    }
    graph.changed(target)
    target.become(result)
  }
}

extension Tensor {
  /// Stands for another symbol from now on, with that one's history.
  package func become(_ other: Tensor) {
    symbol = other.symbol
    flags.insert(.symbolic)
    storage.version &+= 1
    if let made = other.node {
      node = made
      outputIndex = other.outputIndex
    }
  }

  /// Has its own numbers and history again.
  package func becomeReal(_ history: TracedHistory) {
    symbol = nil
    flags.remove(.symbolic)
    node = history.node
    outputIndex = history.outputIndex
  }

  /// The history that the tensor has now.
  package var tracedHistory: TracedHistory { TracedHistory(node: node, outputIndex: outputIndex) }

  /// Counts a change of the numbers in place.
  package func countChange() { storage.version &+= 1 }

  /// The same symbol without history, for a graph to hold on to: what this tensor stands for may change.
  package var snapshot: Tensor { unrecordedAlias() }

  /// Lets go of the history.
  package func forgetHistory() { node = nil }
}
