import Lantern

extension Program {
  /// Computes equal expressions once: the same operation, told the same, on the same values.
  mutating func mergeCommonSubexpressions() {
    struct Key: Hashable {
      let kind: Int
      let op: ObjectIdentifier?
      let attributes: Attributes
      /// Zeros of both signs are equal, but not the same.
      let signs: [Bool]
      let inputs: [Int]
      let numbers: [UInt8]
      let dtype: DType
    }
    var known: [Key: Int] = [:]
    var renamed = [Int](repeating: -1, count: valueCount)
    for k in nodes.indices {
      let node = nodes[k]
      let inputs = node.inputs.map { renamed[$0] >= 0 ? renamed[$0] : $0 }
      nodes[k].inputs = inputs
      let key: Key
      switch node.action {
      case .op(let op) where !op.isRandom:
        key = Key(
          kind: node.outputCount, op: ObjectIdentifier(op), attributes: node.attributes,
          signs: node.attributes.numbers.map { $0.doubleValue.sign == .minus },
          inputs: inputs, numbers: [], dtype: node.dtype)
      case .constant(let tensor) where tensor.rank == 0 && !tensor.isCUDA:
        let bytes = [UInt8](UnsafeRawBufferPointer(start: tensor.pointer, count: tensor.dtype.itemSize))
        key = Key(kind: -1, op: nil, attributes: .none, signs: [], inputs: [], numbers: bytes, dtype: tensor.dtype)
      case .variable(let index):
        key = Key(kind: -2, op: nil, attributes: .none, signs: [], inputs: [index], numbers: [], dtype: node.dtype)
      case .live(let tensor):
        key = Key(kind: -3, op: ObjectIdentifier(tensor), attributes: .none, signs: [], inputs: [], numbers: [], dtype: node.dtype)
      default: continue
      }
      if let first = known[key] {
        for i in 0..<node.outputCount { renamed[node.output + i] = first + i }
      } else {
        known[key] = node.output
      }
    }
    rename(renamed)
  }
}

extension Op {
  /// Whether two runs on the same numbers may give different ones.
  var isRandom: Bool { ["rand", "bernoulli", "dropout", "multinomial", "normal_"].contains { name.contains($0) } }
}
