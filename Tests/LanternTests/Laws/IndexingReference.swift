import Lantern

/// What it means to pick elements by position, and to put them somewhere.
extension NaiveReference {
  private static func scattered(_ combine: @escaping @Sendable (Double, Double) -> Double) -> Function {
    { x, a in
      var out = x[0]
      for p in NaiveArray.positions(x[1].shape) {
        let to = p.replacing(a.ints[0], x[1].int(p))
        out[to] = combine(out[to], x[2][p])
      }
      return [out]
    }
  }

  /// Without the flag, the first element that comes replaces what is there.
  private static func reduced(_ combine: @escaping @Sendable (Double, Double) -> Double) -> Function {
    { x, a in
      var out = x[0]
      var isReached = NaiveArray(x[0].shape)
      for p in NaiveArray.positions(x[1].shape) {
        let to = p.replacing(a.ints[0], x[1].int(p))
        out[to] = a.flag || isReached[to] == 1 ? combine(out[to], x[2][p]) : x[2][p]
        isReached[to] = 1
      }
      return [out]
    }
  }

  private static let gathered: Function = { x, a in
    // A number counts as a vector of one.
    [.made(x[1].shape) { p in x[0][p.isEmpty ? [x[1].int(p)] : p.replacing(a.ints[0], x[1].int(p))] }]
  }

  static let picks: [String: Function] = [
    "index_select": { x, a in
      [.made(x[0].shape.replacing(a.ints[0], x[1].values.count)) { p in x[0][p.replacing(a.ints[0], Int(x[1].values[p[a.ints[0]]]))] }]
    },
    "index_add": { x, a in
      var out = x[0]
      for p in NaiveArray.positions(x[2].shape) { out[p.replacing(a.ints[0], Int(x[1].values[p[a.ints[0]]]))] += x[2][p] }
      return [out]
    },
    "index_copy": { x, a in
      var out = x[0]
      for p in NaiveArray.positions(x[2].shape) { out[p.replacing(a.ints[0], Int(x[1].values[p[a.ints[0]]]))] = x[2][p] }
      return [out]
    },
    "index_fill": { x, a in [.made(x[0].shape) { p in x[1].values.contains(Double(p[a.ints[0]])) ? x[2].values[0] : x[0][p] }] },
    "gather": gathered,
    "scatter": scattered { _, new in new }, "scatter_number": scattered { _, new in new },
    "sort": gathered, "topk": gathered,
    "scatter_add": scattered(+), "scatter_prod": reduced(*), "scatter_amax": reduced { max($0, $1) },
    "scatter_amin": reduced { min($0, $1) },
    "nonzero": { x, _ in
      let found = NaiveArray.positions(x[0].shape).filter { x[0][$0] != 0 }
      return [NaiveArray([found.count, x[0].shape.count], found.flatMap { $0.map(Double.init) })]
    },
    "masked_select": { x, _ in
      let shape = x[0].shape.count >= x[1].shape.count ? x[0].shape : x[1].shape
      let found = NaiveArray.positions(shape).filter { x[1].broadcast($0) != 0 }
      return [NaiveArray([found.count], found.map { x[0].broadcast($0) })]
    },
    "masked_scatter": { x, _ in
      var (out, next) = (x[0], 0)
      for p in NaiveArray.positions(x[0].shape) where x[1].broadcast(p) != 0 {
        out[p] = x[2].values[next]
        next += 1
      }
      return [out]
    },
    "masked_fill": { x, a in [.made(x[0].shape) { x[1].broadcast($0) != 0 ? a.numbers[0].doubleValue : x[0][$0] }] },
    "index": { x, a in
      let target = Advanced(x[0].shape, Array(x[1...]), Array(a.ints))
      return [.made(target.shape) { x[0][target.place($0)] }]
    },
    "index_put": { x, a in
      let target = Advanced(x[0].shape, Array(x[2...]), Array(a.ints))
      var out = x[0]
      for p in NaiveArray.positions(target.shape) {
        let to = target.place(p)
        out[to] = (a.flag ? out[to] : 0) + x[1].broadcast(p)
      }
      return [out]
    },
  ]

  /// Positions for several axes at once.
  private struct Advanced {
    let axes: [Int], indices: [NaiveArray], common: [Int], rest: [Int], start: Int
    let shape: [Int]

    init(_ x: [Int], _ indices: [NaiveArray], _ axes: [Int]) {
      var common: [Int] = []
      for index in indices {
        let rank = max(common.count, index.shape.count)
        let (p, q) = ([common, index.shape].map { Array(repeating: 1, count: rank - $0.count) + $0 }).pair
        common = zip(p, q).map { $0 == 1 ? $1 : $0 }
      }
      let rest = x.indices.filter { !axes.contains($0) }
      // Where the indexed axes are neighbours their place is kept; otherwise the new axes go to the front.
      let start = axes.last! - axes.first! == axes.count - 1 ? axes.first! : 0
      var shape = rest.map { x[$0] }
      shape.insert(contentsOf: common, at: start)
      (self.axes, self.indices, self.common, self.rest, self.start, self.shape) = (axes, indices, common, rest, start, shape)
    }

    func place(_ p: [Int]) -> [Int] {
      let chosen = Array(p[start..<start + common.count])
      let others = p[..<start] + p[(start + common.count)...]
      var from = Array(repeating: 0, count: axes.count + rest.count)
      for (axis, i) in zip(rest, others) { from[axis] = i }
      for (axis, index) in zip(axes, indices) { from[axis] = Int(index.broadcast(chosen)) }
      return from
    }
  }
}

extension Array {
  fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
