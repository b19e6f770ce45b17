import CKernels
import Lantern

/// What a node is for a fused group: one instruction, with conversions around it.
enum Work {
  /// A loop of the table, computed in a type.
  case loop(Int32, type: DType, result: DType, Numbers)
  /// Conversion, or a copy.
  case cast
  /// The trailing axes, from `axis` on, reduced; a mean divides by `count`.
  case reduce(ck_reduction, axis: Int, mean: Bool)
}

extension Program {
  /// What node `k` is for a group; `nil` when only its own kernel can run it.
  func work(_ k: Int, _ notes: Interpreter.Notes) -> Work? {
    let node = nodes[k]
    guard case .op(let op) = node.action, node.outputCount == 1, let out = notes.layouts[node.output] else { return nil }
    let inputs = node.inputs.map { notes.layouts[$0] }
    guard out.shape.count <= CK_FUSED_RANK, out.offset == 0, (inputs + [out]).allSatisfy({ $0 != nil && $0!.shape.elementCount > 0 })
    else { return nil }
    if case .pointwise(let loop) = op.kernel {
      guard let type = notes.types[k], !op.looksAtNumbers(type), node.inputs.count <= 3, out.fillsMemory else { return nil }
      let loopType = type.computeType
      guard ck_pointwise_loop(loop.index, Int32(loopType.rawValue)) != nil else { return nil }
      return .loop(loop.index, type: loopType, result: loop.resultType(loopType), node.attributes.numbers)
    }
    let x = inputs[0]!
    switch op.name {
    case "to_copy", "clone", "contiguous":
      guard out.fillsMemory, out.dtype == x.dtype || !(out.dtype.isComplex || x.dtype.isComplex) else { return nil }
      return .cast
    case "sum", "sum_dim", "mean", "mean_dim", "amax", "amin", "max", "min", "sum_to", "sum_to_like":
      guard x.dtype == .float32 || x.dtype == .float64, out.dtype == x.dtype, x.shape.count <= CK_FUSED_RANK,
        let axis = trailingAxis(op.name, node.attributes, x, out)
      else { return nil }
      let kind = op.name.contains("max") ? CK_MAX : op.name.contains("min") ? CK_MIN : CK_SUM
      return .reduce(kind, axis: axis, mean: op.name.hasPrefix("mean"))
    default: return nil
    }
  }

  /// The first of the reduced axes where these are the last ones and their elements lie side by side, so that the kernel would add them
  /// up in the same order.
  private func trailingAxis(_ name: String, _ attributes: Attributes, _ x: Layout, _ out: Layout) -> Int? {
    let rank = x.shape.count
    var reduced: [Bool] = Array(repeating: false, count: rank)
    if name.hasPrefix("sum_to") {
      let missing = rank - out.shape.count
      for d in 0..<rank { reduced[d] = d < missing || (out.shape[d - missing] == 1 && x.shape[d] != 1) }
    } else {
      for d in attributes.ints { reduced[d] = true }
    }
    guard let first = (0..<rank).first(where: { reduced[$0] && x.shape[$0] != 1 }) else { return nil }
    var expected = 1
    for d in stride(from: rank - 1, through: first, by: -1) where x.shape[d] != 1 {
      guard reduced[d], x.strides[d] == expected else { return nil }
      expected *= x.shape[d]
    }
    // Where the kept axes have a smaller step the kernel goes by columns.
    for d in 0..<first where x.shape[d] != 1 && x.strides[d] < expected { return nil }
    return first
  }
}
