import Lantern

extension Program {
  /// Results with more elements than this are computed in every run: keeping them would cost memory.
  private static var mostFolded: Int { 1 << 16 }

  /// Computes what depends on constants alone, or only on shapes that are known.
  mutating func foldConstants() {
    let makers = makers()
    for k in nodes.indices {
      let node = nodes[k]
      guard case .op(let op) = node.action, node.outputCount == 1, !op.isRandom, !node.shape.hasUnknown,
        node.shape.elementCount <= Program.mostFolded
      else { continue }
      var inputs: [Tensor] = []
      for v in node.inputs {
        let maker = nodes[makers[v]]
        if case .constant(let tensor) = maker.action {
          inputs.append(tensor)
        } else if op.givesSizesOnly, !maker.shape.hasUnknown, maker.output == v {
          // Its numbers do not matter.
          inputs.append(Tensor.number(.int(0), maker.dtype).expand(maker.shape))
        }
      }
      guard inputs.count == node.inputs.count, !inputs.isEmpty else { continue }
      let found = try? catchingReports { () throws(TensorError) in
        try noGrad { () throws(TensorError) in try op.evaluate(Inputs(inputs), node.attributes) }
      }
      // What fails here fails again in the run, where the error belongs.
      guard let found, !found.isInvalid, found.shape == node.shape else { continue }
      nodes[k].action = .constant(found)
      nodes[k].inputs = []
    }
  }
}
