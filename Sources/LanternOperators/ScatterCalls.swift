import Lantern

extension OperatorTable {
  /// Functions that put elements and rows where positions say.
  static let scatters: [OperatorCall] = [
    .one("scatter", "x.scatter(0, index, source)", scatter),
    .one("scatter_add", "x.scatterAdd(0, index, source)") { a in
      try a.x.scatterAdd(a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "src"))
    },
    .one("scatter_reduce", "x.scatterReduce(0, index, source, .amax)") { a in
      try a.x.scatterReduce(
        a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "src"), reduction(a), includeSelf: a.flag(nil, "include_self", true))
    },
    .one("index_reduce", "x.indexReduce(0, index, source, .amax)") { a in
      try a.x.indexReduce(
        a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source"), reduction(a), includeSelf: a.flag(nil, "include_self", true))
    },
    .one("index_add", "x.indexAdd(0, index, source, alpha: 2)") { a in
      try a.x.indexAdd(a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source"), alpha: a.scalar(nil, "alpha") ?? .int(1))
    },
    .one("index_copy", "x.indexCopy(0, index, source)") { a in
      try a.x.indexCopy(a.int(1, "dim"), a.tensor(2, "index"), a.tensor(3, "source"))
    },
    .one("index_fill", "x.indexFill(0, index, 1)") { a in
      let (x, dim, index) = (try a.x, try a.int(1, "dim"), try a.tensor(2, "index"))
      if let value = try numberOrTensor(a, 3, "value") { return x.indexFill(dim, index, value) }
      return x.indexFill(dim, index, try a.scalar(3, "value") ?? .int(0))
    },
  ]

  /// `reduce="add"` and `"multiply"` are older names of two reductions.
  private static func scatter(_ a: CallArguments) throws -> Tensor {
    let (x, dim, index) = (try a.x, try a.int(1, "dim"), try a.tensor(2, "index"))
    let source = a.value(3, "src") == nil ? try numberOrTensor(a, 4, "value") : try numberOrTensor(a, 3, "src")
    let number = source == nil ? try a.scalar(3, "value") : nil
    let spread = source ?? Tensor.full([], number ?? .int(0), dtype: x.dtype).expand(index.shape)
    switch try a.string(nil, "reduce") {
    case nil: return source.map { x.scatter(dim, index, $0) } ?? x.scatter(dim, index, number ?? .int(0))
    case "add"?: return x.scatterAdd(dim, index, spread)
    case "multiply"?: return x.scatterReduce(dim, index, spread, .prod)
    case let name?: throw UnsupportedCall("reduce='\(name)'")
    }
  }

  private static func reduction(_ a: CallArguments) throws -> ScatterReduction {
    let name = try a.string(4, "reduce") ?? ""
    guard let reduction = ScatterReduction(rawValue: name) else { throw UnsupportedCall("reduce='\(name)'") }
    return reduction
  }
}
