import Lantern

extension Graph: CustomStringConvertible {
  /// The operations in the order they were added, one a line: name, kind, inputs, dtype and shape.
  public var description: String {
    operations.map { symbols in
      let first = symbols[0]
      let symbol = first.symbol!
      let inputs = symbol.inputs.map { $0.symbol?.name ?? "tensor \($0.shape.listed)" }
      let kind = symbol.op?.name ?? core.kind(symbol.id)
      return "\(first.operationName): \(kind)(\(inputs.joined(separator: ", "))) -> "
        + symbols.map { "\($0.dtype) \($0.shape.listed)" }.joined(separator: ", ")
    }.joined(separator: "\n")
  }

  /// The graph in the language of Graphviz: `dot -Tsvg` draws it.
  public var graphviz: String {
    func quoted(_ text: String) -> String { "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" }
    var lines = ["digraph {", "  rankdir = TB", "  node [shape = box, fontname = \"sans-serif\"]"]
    for symbols in operations {
      let symbol = symbols[0].symbol!
      let name = symbols[0].operationName
      let label = "\(name)\n\(symbols[0].dtype) \(symbols[0].shape.listed)"
      let style = symbol.op == nil ? ", style = rounded" : ""
      lines.append("  \(quoted(name)) [label = \(quoted(label).replacing("\n", with: "\\n"))\(style)]")
      for input in symbol.inputs where input.symbol != nil { lines.append("  \(quoted(input.operationName)) -> \(quoted(name))") }
      for control in core.controls(of: symbol.id) where control.symbol != nil {
        lines.append("  \(quoted(control.operationName)) -> \(quoted(name)) [style = dashed]")
      }
    }
    return (lines + ["}"]).joined(separator: "\n")
  }
}

extension Session {
  /// The plan that the last call of `run` followed, step by step, and the memory that it needs; empty before the second run of the same
  /// fetches with feeds of the same shapes.
  public var planDescription: String { lastPlan?.description ?? "" }
}

extension FrozenGraph: CustomStringConvertible {
  /// The nodes in the order they run, one a line.
  public var description: String { function.prepared.program.description }
}

extension Program {
  /// The nodes in the order they run, one a line.
  var description: String {
    nodes.map { node in
      let kind =
        switch node.action {
        case .feed(let k): "feed \(k)"
        case .constant: "constant"
        case .live: "tensor"
        case .variable(let k): "variable \(k)"
        case .op(let op): op.name
        case .random: "random"
        case .check: "assign"
        }
      return
        "%\(node.output) = \(kind)(\(node.inputs.map { "%\($0)" }.joined(separator: ", "))) \(node.dtype) \(node.shape.listed)  // \(node.name)"
    }.joined(separator: "\n")
  }
}

extension Tensor {
  /// The name of this symbol in its graph, `"Add:0"`; `nil` for a tensor with numbers. Mirrors `tf.Tensor.name`.
  public var symbolName: String? { symbol?.name }
}
