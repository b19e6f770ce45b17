import Lantern

extension OperatorTable {
  /// Functions that look for an order: ranks, running extremes, groups, places, histograms.
  static let orders: [OperatorCall] = selections + groups + places

  private static func pair(_ name: String, _ swift: String, _ run: @escaping @Sendable (CallArguments) throws -> ValuesAndIndices)
    -> OperatorCall
  {
    .many(name, swift) { a in
      let found = try run(a)
      return [found.values, found.indices]
    }
  }

  private static let selections: [OperatorCall] = [
    extreme("median", "x.median(), x.median(dim: 0)", whole: { $0.median() }, along: { $0.median(dim: $1, keepDim: $2) }),
    extreme("nanmedian", "x.nanMedian(), x.nanMedian(dim: 0)", whole: { $0.nanMedian() }, along: { $0.nanMedian(dim: $1, keepDim: $2) }),
    pair("mode", "x.mode(dim: 0)") { a in try a.x.mode(dim: a.int(1, "dim", -1), keepDim: a.flag(2, "keepdim")) },
    pair("kthvalue", "x.kthValue(2, dim: 0)") { a in
      try a.x.kthValue(a.int(1, "k"), dim: a.int(2, "dim", -1), keepDim: a.flag(3, "keepdim"))
    },
    pair("cummax", "x.cummax(dim: 0)") { a in try a.x.cummax(dim: a.int(1, "dim")) },
    pair("cummin", "x.cummin(dim: 0)") { a in try a.x.cummin(dim: a.int(1, "dim")) },
    .one("logcumsumexp", "x.logCumSumExp(dim: 0)") { a in try a.x.logCumSumExp(dim: a.int(1, "dim")) },
    .one("msort", "x.msort()") { a in try a.x.msort() },
  ]

  /// The values, and where asked for the group of each element and the sizes of the groups.
  private static func asked(_ a: CallArguments, _ found: UniqueResult, from position: Int) throws -> [Tensor] {
    let (inverse, counts) = (try a.flag(position, "return_inverse"), try a.flag(position + 1, "return_counts"))
    return [found.values] + (inverse ? [found.inverse] : []) + (counts ? [found.counts] : [])
  }

  private static let groups: [OperatorCall] = [
    .many("unique", "x.unique(dim: 0).values") { a in
      _ = try a.flag(1, "sorted", true)
      return try asked(a, a.x.unique(dim: a.optionalInt(4, "dim")), from: 2)
    },
    .many("unique_consecutive", "x.uniqueConsecutive(dim: 0).values") { a in
      try asked(a, a.x.uniqueConsecutive(dim: a.optionalInt(3, "dim")), from: 1)
    },
    .many("nonzero", "x.nonzero()") { a in try a.flag(nil, "as_tuple") ? a.x.nonzeroPerAxis() : [a.x.nonzero()] },
  ]

  private static let places: [OperatorCall] = [
    .one("searchsorted", "rows.searchSorted(values, right: true)") { a in
      let rows = try a.tensor(0, "sorted_sequence")
      var right = try a.flag(nil, "right")
      if let side = try a.string(nil, "side") { right = side == "right" }
      let (sorter, int32) = (try a.optionalTensor(nil, "sorter"), try a.flag(nil, "out_int32"))
      if case .tensor(let values)? = a.value(1, "input") { return rows.searchSorted(values, right: right, sorter: sorter, int32: int32) }
      return rows.searchSorted(try a.scalar(1, "input") ?? .int(0), right: right, sorter: sorter, int32: int32)
    },
    .one("bucketize", "x.bucketize(boundaries)") { a in
      let boundaries = try a.tensor(1, "boundaries")
      return try a.operand(0, "input", beside: boundaries).bucketize(
        boundaries, right: a.flag(nil, "right"), int32: a.flag(nil, "out_int32"))
    },
    .one("bincount", "x.bincount()") { a in
      try a.x.bincount(weights: a.optionalTensor(1, "weights"), minLength: a.int(2, "minlength", 0))
    },
    .one("histc", "x.histc(bins: 10)") { a in
      try a.x.histc(bins: a.int(1, "bins", 100), min: a.double(2, "min", 0), max: a.double(3, "max", 0))
    },
    .many("histogram", "x.histogram(bins: 10)") { a in
      let (weight, density) = (try a.optionalTensor(nil, "weight"), try a.flag(nil, "density"))
      let found: HistogramResult
      if case .tensor(let edges)? = a.value(1, "bins") {
        found = try a.x.histogram(bins: edges, weight: weight, density: density)
      } else {
        let range = try a.doubles(nil, "range").map { bounds throws in
          guard bounds.count == 2 else { throw UnsupportedCall("a range of \(bounds.count) numbers") }
          return (bounds[0], bounds[1])
        }
        found = try a.x.histogram(bins: a.int(1, "bins"), range: range, weight: weight, density: density)
      }
      return [found.hist, found.binEdges]
    },
  ]
}
