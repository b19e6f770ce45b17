import Lantern
import LanternGraph
import LanternIO
import LanternOperators

/// Replays a call in a graph: arguments are placeholders, and a session computes results and gradients.
enum SymbolicReplay {
  static func complaint(_ json: JSON, _ file: [String: Tensor]) throws -> String? {
    try withGraph(Graph()) {
      var feed = Feed()
      let recorded = try OperatorCase(json, file: file) { values in
        let symbol = tf.placeholder(values.dtype, values.shape.map { $0 })
        feed[symbol] = values.detach()
        return symbol
      }
      // Symbols have no contents to change.
      guard recorded.mutations.isEmpty else { throw UnsupportedCall("changes its arguments") }
      let outputs = try ReplayedCall.outputs(recorded)
      let weighted = try ReplayedCall.weighted(recorded, outputs).filter { $0.0.isSymbolic }
      let keys = recorded.gradients.keys.sorted()
      let leaves = try keys.map { try ReplayedCall.leaf(recorded, $0) }
      let found = try weighted.isEmpty ? [] : gradients(weighted.map(\.0), leaves, gradYs: weighted.map(\.1))

      let symbols: [Tensor] =
        outputs.compactMap { output -> Tensor? in if case .tensor(let t) = output, t.isSymbolic { t } else { nil } }
        + found.compactMap { $0 }
      var values = try Session().run(symbols, feed: feed)[...]
      let results = outputs.map { output -> OperatorCall.Output in
        if case .tensor(let t) = output, t.isSymbolic { .tensor(values.removeFirst()) } else { output }
      }
      let computed = found.map { symbol -> Tensor? in symbol == nil ? nil : values.removeFirst() }
      return try ReplayedCall(recorded: recorded, outputs: results, gradients: Dictionary(uniqueKeysWithValues: zip(keys, computed)))
        .complaint(zeroIsNone: true)
    }
  }
}
