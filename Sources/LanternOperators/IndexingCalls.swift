import Lantern

extension OperatorTable {
  /// Functions that pick and put elements.
  static let indexing: [OperatorCall] = [
    .one("__getitem__", "x[1, 0..., .newAxis]") { a in
      guard let index = a.value(1, "index") else { return try a.x[dynamically: [.insertedAxis]] }
      return try a.x[dynamically: parts(of: index)]
    },
    .one("gather", "x.gather(0, index)") { a in
      _ = try a.flag(nil, "sparse_grad")
      return try a.x.gather(a.int(1, "dim"), a.tensor(2, "index"))
    },
    .one("index_select", "x.indexSelect(0, index)") { a in try a.x.indexSelect(a.int(1, "dim"), a.tensor(2, "index")) },
    .one("masked_select", "x.maskedSelect(mask)") { a in try a.x.maskedSelect(a.tensor(1, "mask")) },
    .one("masked_fill", "x.maskedFill(mask, 0)") { a in
      let (x, mask) = (try a.x, try a.tensor(1, "mask"))
      if let value = try numberOrTensor(a, 2, "value") { return x.maskedFill(mask, value) }
      return x.maskedFill(mask, try a.scalar(2, "value") ?? .int(0))
    },
    .one("take", "x.take(index)") { a in try a.x.take(a.tensor(1, "index")) },
    .one("take_along_dim", "x.takeAlongDim(indices, 0)") { a in
      try a.x.takeAlongDim(a.tensor(1, "indices"), a.optionalInt(2, "dim"))
    },
    .one("put", "x.put(index, source)") { a in
      try a.x.put(a.tensor(1, "index"), a.tensor(2, "source"), accumulate: a.flag(3, "accumulate"))
    },
    .one("index_put", "x.indexPut([index], values, accumulate: true)") { a in
      try a.x.indexPut(a.tensors(1, "indices"), a.tensor(2, "values"), accumulate: a.flag(3, "accumulate"))
    },
    .one("argwhere", "x.argwhere()") { a in try a.x.argwhere() },
    .one("repeat_interleave", "x.repeatInterleave(2, dim: 0)") { a in
      let (x, dim, size) = (try a.x, try a.optionalInt(2, "dim"), try a.optionalInt(nil, "output_size"))
      if let repeats = try numberOrTensor(a, 1, "repeats") { return x.repeatInterleave(repeats, dim: dim, outputSize: size) }
      if let repeats = try a.optionalInt(1, "repeats") { return x.repeatInterleave(repeats, dim: dim, outputSize: size) }
      return Tensor.repeatInterleave(x, outputSize: size)
    },
    .one("masked_scatter", "x.maskedScatter(mask, source)") { a in try a.x.maskedScatter(a.tensor(1, "mask"), a.tensor(2, "source")) },
  ]

  /// An argument that is a tensor; `nil` when it is a number.
  static func numberOrTensor(_ a: CallArguments, _ position: Int, _ name: String) throws -> Tensor? {
    guard case .tensor(let tensor)? = a.value(position, name) else { return nil }
    return tensor
  }

  /// What stands between the brackets in Python, as Lantern's parts of an index.
  package static func parts(of index: CaseValue) throws -> [IndexPart] {
    guard case .tuple(let items) = index else { return [try part(index)] }
    return try items.map(part)
  }

  private static func part(_ value: CaseValue) throws -> IndexPart {
    switch value {
    case .int(let i): return .position(i)
    case .slice(let start, let stop, let step): return .range(start: start, end: stop, step: step ?? 1)
    case .ellipsis: return .remainingAxes
    case .none: return .insertedAxis
    case .tensor(let tensor): return .tensor(tensor)
    case .bool(let flag): return .tensor(Tensor.full([], flag, dtype: .bool))
    case .list(let items): return .tensor(try listTensor(items))
    default: throw UnsupportedCall("\(value.kind) in an index")
    }
  }

  private static func listTensor(_ items: [CaseValue]) throws -> Tensor {
    var rows: [Tensor] = []
    for item in items {
      switch item {
      case .int(let i): rows.append(Tensor.full([], i, dtype: .int64))
      case .bool(let flag): rows.append(Tensor.full([], flag, dtype: .bool))
      case .list(let inner): rows.append(try listTensor(inner))
      default: throw UnsupportedCall("\(item.kind) in an index list")
      }
    }
    return rows.isEmpty ? Tensor.zeros(0, dtype: .int64) : Tensor.stack(rows)
  }
}
