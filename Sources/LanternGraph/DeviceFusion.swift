import Lantern

/// Element-by-element operations on a GPU, put off until somebody looks at what they give, so that neighbours run as one kernel.
struct DeviceFusion {
  private var chain: FusedChain?
  /// The step of each value that is put off, and the memory that waits for it.
  private var waiting: [Int: (step: Int, out: Tensor)] = [:]

  /// Puts a node off; nil where it has to run by itself. Whoever looks at an input that is put off must flush first.
  mutating func join(_ op: Op, _ node: Program.Node, _ inputs: borrowing Inputs, _ values: [Tensor?]) throws(TensorError) -> Tensor? {
    guard node.outputCount == 1 else { return nil }
    for _ in 0..<2 {
      let step = chain?.count ?? 0
      let result = try FusedChain.join(&chain, op, inputs, node.attributes) { waiting[node.inputs[$0]]?.step }
      if let result {
        waiting[node.output] = (step, result)
        return result
      }
      // The beginning of another chain, perhaps.
      guard chain != nil, try FusedChain.takes(op, inputs, node.attributes) else { return nil }
      try flush(values)
    }
    return nil
  }

  func isWaiting(_ node: Program.Node) -> Bool { !waiting.isEmpty && node.inputs.contains { waiting[$0] != nil } }

  /// Runs what was put off. What nobody will look at any more is not in `values` and gets no memory written.
  mutating func flush(_ values: [Tensor?]) throws(TensorError) {
    guard let ready = chain else { return }
    let shown = waiting.filter { values[$0.key] != nil }.map(\.value).sorted { $0.step < $1.step }
    chain = nil
    waiting = [:]
    try ready.run(shown)
  }
}
