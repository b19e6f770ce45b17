import Lantern

extension OperatorTable {
  /// Functions that reduce axes, run along an axis, or sort.
  static let reductions: [OperatorCall] = sums + extremes + ordering

  /// A reduction with optional axes; without any, everything is reduced.
  static func overAxes(
    _ name: String, _ swift: String, _ run: @escaping @Sendable (Tensor, _ dims: [Int], _ keepDim: Bool, DType?) -> Tensor
  ) -> OperatorCall {
    .one(name, swift) { a in
      let (dims, keepDim) = try a.axes()
      return try run(a.x, dims ?? [], keepDim, a.dtype(nil, "dtype"))
    }
  }

  private static let sums: [OperatorCall] = [
    overAxes("sum", "x.sum(dims: [0, 1], keepDim: true)") { $0.sum(dims: $1, keepDim: $2, dtype: $3) },
    overAxes("mean", "x.mean(dims: [0, 1], keepDim: true)") { $0.mean(dims: $1, keepDim: $2, dtype: $3) },
    .one("cumsum", "x.cumsum(dim: 0)") { a in try a.x.cumsum(dim: a.int(1, "dim"), dtype: a.dtype(nil, "dtype")) },
    .one("cumprod", "x.cumprod(dim: 0)") { a in try a.x.cumprod(dim: a.int(1, "dim"), dtype: a.dtype(nil, "dtype")) },
  ]

  /// A function with and without an axis, which gives positions too when it has one.
  static func extreme(
    _ name: String, _ swift: String, whole: @escaping @Sendable (Tensor) -> Tensor,
    along: @escaping @Sendable (Tensor, Int, Bool) -> ValuesAndIndices
  ) -> OperatorCall {
    .many(name, swift) { a in
      guard let dim = try a.optionalInt(1, "dim") else { return [whole(try a.x)] }
      let found = along(try a.x, dim, try a.flag(2, "keepdim"))
      return [found.values, found.indices]
    }
  }

  private static let extremes: [OperatorCall] = [
    extreme("max", "x.max(), x.max(dim: 0)", whole: { $0.max() }, along: { $0.max(dim: $1, keepDim: $2) }),
    extreme("min", "x.min(), x.min(dim: 0)", whole: { $0.min() }, along: { $0.min(dim: $1, keepDim: $2) }),
    .one("argmax", "x.argmax(dim: 0)") { a in
      guard let dim = try a.optionalInt(1, "dim") else { return try a.x.argmax(keepDim: a.flag(2, "keepdim")) }
      return try a.x.argmax(dim: dim, keepDim: a.flag(2, "keepdim"))
    },
    .one("argmin", "x.argmin(dim: 0)") { a in
      guard let dim = try a.optionalInt(1, "dim") else { return try a.x.argmin(keepDim: a.flag(2, "keepdim")) }
      return try a.x.argmin(dim: dim, keepDim: a.flag(2, "keepdim"))
    },
  ]

  private static let ordering: [OperatorCall] = [
    .many("sort", "x.sort(dim: 0, descending: true)") { a in
      _ = try a.flag(nil, "stable")
      let found = try a.x.sort(dim: a.int(1, "dim", -1), descending: a.flag(2, "descending"))
      return [found.values, found.indices]
    },
    .one("argsort", "x.argsort(dim: 0)") { a in
      _ = try a.flag(nil, "stable")
      return try a.x.argsort(dim: a.int(1, "dim", -1), descending: a.flag(2, "descending"))
    },
    .many("topk", "x.topk(3, dim: 0)") { a in
      _ = try a.flag(4, "sorted", true)
      let found = try a.x.topk(a.int(1, "k"), dim: a.int(2, "dim", -1), largest: a.flag(3, "largest", true))
      return [found.values, found.indices]
    },
  ]
}
