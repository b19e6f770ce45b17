import Lantern

extension Program {
  /// Leaves out `tf.identity`, which only gives a value another name.
  mutating func dropNames() {
    var renamed = [Int](repeating: -1, count: valueCount)
    for node in nodes {
      if case .op(let op) = node.action, op.gradName == Op.identityGradName { renamed[node.output] = node.inputs[0] }
    }
    rename(renamed)
  }

  /// Leaves out operations that give back the bits of their input: times 1, minus 0, twice negated, conversions to the same type.
  mutating func simplify() {
    let makers = makers()
    var renamed = [Int](repeating: -1, count: valueCount)
    func name(_ v: Int) -> Int {
      var v = v
      while renamed[v] >= 0 { v = renamed[v] }
      return v
    }
    /// The one number that a value is everywhere.
    func number(_ v: Int) -> Double? {
      guard case .constant(let tensor) = nodes[makers[v]].action, tensor.elementCount == 1, !tensor.dtype.isComplex else { return nil }
      return tensor.item().doubleValue
    }
    /// Whether the elements of a value lie in a row, as the result of an operation on it would.
    func isPlain(_ v: Int) -> Bool {
      switch nodes[makers[v]].action {
      case .op(let op): op.givesFreshMemory
      default: true
      }
    }
    for k in nodes.indices {
      let node = nodes[k]
      guard case .op(let op) = node.action, node.outputCount == 1, !node.inputs.isEmpty else { continue }
      let inputs = node.inputs.map(name)
      var same: Int?
      switch op.name {
      case "mul":
        if number(inputs[1]) == 1 { same = inputs[0] } else if number(inputs[0]) == 1 { same = inputs[1] }
      case "div": if number(inputs[1]) == 1 { same = inputs[0] }
      case "sub": if let zero = number(inputs[1]), zero == 0, zero.sign == .plus { same = inputs[0] }
      case "neg":
        let inner = nodes[makers[inputs[0]]]
        if case .op(let other) = inner.action, other === op { same = name(inner.inputs[0]) }
      case "expand", "view", "to_copy", "reshape", "sum_to": same = inputs[0]
      default: break
      }
      guard let same, makers[same] >= 0 else { continue }
      let source = nodes[makers[same]]
      guard source.output == same, source.shape == node.shape, !node.shape.hasUnknown, source.dtype == node.dtype, isPlain(same) else {
        continue
      }
      renamed[node.output] = same
    }
    rename(renamed)
  }
}
