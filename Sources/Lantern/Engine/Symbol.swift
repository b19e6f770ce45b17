/// A node of a static graph: an operation waiting for its inputs' numbers.
///
/// Tensors whose body is a symbol are ordinary tensors: the same operations, the same shape checks and the same derivative rules
/// apply to them. `LanternGraph` gives them values.
package final class Symbol: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: nothing is written after `init`; the graph's list has a lock of its own.

  /// The graph this belongs to.
  package let graph: SymbolGraph
  /// The operation; `nil` for a source (placeholder, variable, constant), which the graph knows by `id`.
  package let op: Op?
  package let attributes: Attributes
  package let inputs: [Tensor]
  /// Which of the operation's results.
  package let outputIndex: Int
  /// The position of the operation in the graph's order; results of one operation share it.
  package let id: Int
  /// The name in the graph: `add_1:0`.
  package let name: String

  package init(graph: SymbolGraph, op: Op?, attributes: Attributes, inputs: [Tensor], outputIndex: Int, id: Int, name: String) {
    self.graph = graph
    self.op = op
    self.attributes = attributes
    self.inputs = inputs
    self.outputIndex = outputIndex
    self.id = id
    self.name = name
  }
}

/// What the engine needs of a graph: to number what is added to it.
package protocol SymbolGraph: AnyObject, Sendable {
  /// The number and the name for an operation that is being added.
  func register(_ op: Op) -> (id: Int, name: String)
}

extension Op {
  /// Adds this operation to the graph of its symbolic inputs; runs only the shape and dtype rules.
  func append(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Tensor] {
    let all = inputs.all
    guard let graph = all.lazy.compactMap({ $0.symbol?.graph }).first else {
      throw TensorError(.symbolic, op: name, "a symbolic tensor without a graph")
    }
    for t in all {
      if let other = t.symbol?.graph, other !== graph {
        throw TensorError(.graph, op: name, "the inputs belong to different graphs", hint: "Build the whole expression in one Graph.")
      }
    }
    let specs = try infer(inputs, attributes)
    let (id, name) = graph.register(self)
    let kept = copy attributes
    return specs.enumerated().map { i, spec in
      let symbol = Symbol(graph: graph, op: self, attributes: kept, inputs: all, outputIndex: i, id: id, name: "\(name):\(i)")
      return Tensor(symbol: symbol, shape: spec.shape, dtype: spec.dtype)
    }
  }

  /// The shapes and dtypes of the results.
  package func infer(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Spec] {
    switch kernel {
    case .pointwise(let loop): [try loop.infer(name, inputs)]
    case .view(let view): [Spec(try view.layout(inputs.x, attributes).shape, inputs.x.dtype)]
    case .single(let single): [try single.infer(inputs, attributes)]
    case .call(let call): try call.infer(inputs, attributes)
    }
  }
}
