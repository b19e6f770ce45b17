import Lantern

extension OperatorTable {
  /// Functions that reduce axes: truth, extremes, products, spreads, and those that leave NaN out.
  static let summaries: [OperatorCall] = questions + spreads + others

  private static let questions: [OperatorCall] = [
    .one("any", "x.any(dim: 0)") { a in
      let (dims, keepDim) = try a.axes()
      return try dims.map { try a.x.any(dims: $0, keepDim: keepDim) } ?? a.x.any()
    },
    .one("all", "x.all(dim: 0)") { a in
      let (dims, keepDim) = try a.axes()
      return try dims.map { try a.x.all(dims: $0, keepDim: keepDim) } ?? a.x.all()
    },
    .one("count_nonzero", "x.countNonzero(dim: 0)") { a in try a.x.countNonzero(dims: a.optionalInts(1, "dim") ?? []) },
    overAxes("amax", "x.amax(dims: [0, 1])") { x, dims, keepDim, _ in x.amax(dims: dims, keepDim: keepDim) },
    overAxes("amin", "x.amin(dims: [0, 1])") { x, dims, keepDim, _ in x.amin(dims: dims, keepDim: keepDim) },
    .many("aminmax", "x.aminmax(dim: 0)") { a in
      let found = try a.x.aminmax(dim: a.optionalInt(nil, "dim"), keepDim: a.flag(nil, "keepdim"))
      return [found.min, found.max]
    },
  ]

  /// `dim`, `correction` and `keepdim`, the second of which has an older form, `unbiased`.
  private static func spread(_ a: CallArguments) throws -> (dims: [Int], correction: Double, keepDim: Bool) {
    let first = a.value(1, "dim")
    var (dims, correction): ([Int], Double) = ([], 1)
    if case .bool(let unbiased)? = first { correction = unbiased ? 1 : 0 } else { dims = try a.optionalInts(1, "dim") ?? [] }
    if a.value(2, "unbiased") != nil { correction = try a.flag(2, "unbiased") ? 1 : 0 }
    correction = try a.optionalDouble(nil, "correction") ?? correction
    return (dims, correction, try a.flag(3, "keepdim"))
  }

  private static let spreads: [OperatorCall] = [
    .one("std", "x.std(dim: 0)") { a in
      let s = try spread(a)
      return try a.x.std(dims: s.dims, correction: s.correction, keepDim: s.keepDim)
    },
    .one("var", "x.var(dim: 0)") { a in
      let s = try spread(a)
      return try a.x.var(dims: s.dims, correction: s.correction, keepDim: s.keepDim)
    },
    .many("std_mean", "x.stdMean(dim: 0)") { a in
      let s = try spread(a)
      let found = try a.x.stdMean(dims: s.dims, correction: s.correction, keepDim: s.keepDim)
      return [found.std, found.mean]
    },
    .many("var_mean", "x.varMean(dim: 0)") { a in
      let s = try spread(a)
      let found = try a.x.varMean(dims: s.dims, correction: s.correction, keepDim: s.keepDim)
      return [found.variance, found.mean]
    },
  ]

  private static let others: [OperatorCall] = [
    .one("prod", "x.prod(dim: 0)") { a in
      guard let dim = try a.optionalInt(1, "dim") else { return try a.x.prod(dtype: a.dtype(nil, "dtype")) }
      return try a.x.prod(dim: dim, keepDim: a.flag(2, "keepdim"), dtype: a.dtype(nil, "dtype"))
    },
    overAxes("nansum", "x.nanSum(dims: [0, 1])") { $0.nanSum(dims: $1, keepDim: $2, dtype: $3) },
    overAxes("nanmean", "x.nanMean(dims: [0, 1])") { $0.nanMean(dims: $1, keepDim: $2, dtype: $3) },
    quantile("quantile", "x.quantile(0.5, dim: 0)", { $0.quantile($1, dim: $2, keepDim: $3, interpolation: $4) }) {
      $0.quantile($1, dim: $2, keepDim: $3, interpolation: $4)
    },
    quantile("nanquantile", "x.nanQuantile(0.5, dim: 0)", { $0.nanQuantile($1, dim: $2, keepDim: $3, interpolation: $4) }) {
      $0.nanQuantile($1, dim: $2, keepDim: $3, interpolation: $4)
    },
    .one("renorm", "x.renorm(2, dim: 0, maxNorm: 1)") { a in
      try a.x.renorm(a.double(1, "p", 2), dim: a.int(2, "dim"), maxNorm: a.double(3, "maxnorm", 1))
    },
    .one("diff", "x.diff(dim: 0)") { a in
      try a.x.diff(
        a.int(1, "n", 1), dim: a.int(2, "dim", -1), prepend: a.optionalTensor(3, "prepend"), append: a.optionalTensor(4, "append"))
    },
    trapezoid("trapezoid", "y.trapezoid(x)", { $0.trapezoid($1, dim: $2) }) { $0.trapezoid(dx: $1, dim: $2) },
    trapezoid("trapz", "y.trapezoid(x)", { $0.trapezoid($1, dim: $2) }) { $0.trapezoid(dx: $1, dim: $2) },
    trapezoid("cumulative_trapezoid", "y.cumulativeTrapezoid(x)", { $0.cumulativeTrapezoid($1, dim: $2) }) {
      $0.cumulativeTrapezoid(dx: $1, dim: $2)
    },
  ]

  private static func quantile(
    _ name: String, _ swift: String, _ many: @escaping @Sendable (Tensor, Tensor, Int?, Bool, Interpolation) -> Tensor,
    _ one: @escaping @Sendable (Tensor, Double, Int?, Bool, Interpolation) -> Tensor
  ) -> OperatorCall {
    .one(name, swift) { a in
      let (dim, keepDim) = (try a.optionalInt(2, "dim"), try a.flag(3, "keepdim"))
      let text = try a.string(nil, "interpolation") ?? "linear"
      guard let interpolation = Interpolation(rawValue: text) else { throw UnsupportedCall("interpolation '\(text)'") }
      if case .tensor(let q)? = a.value(1, "q") { return many(try a.x, q, dim, keepDim, interpolation) }
      return one(try a.x, try a.double(1, "q", .nan), dim, keepDim, interpolation)
    }
  }

  private static func trapezoid(
    _ name: String, _ swift: String, _ points: @escaping @Sendable (Tensor, Tensor, Int) -> Tensor,
    _ even: @escaping @Sendable (Tensor, Scalar, Int) -> Tensor
  ) -> OperatorCall {
    .one(name, swift) { a in
      let y = try a.tensor(0, "y")
      let dim = try a.int(nil, "dim", -1)
      if let x = try a.optionalTensor(1, "x") { return points(y, x, dim) }
      return even(y, try a.scalar(nil, "dx") ?? .int(1), dim)
    }
  }
}
