import Lantern

/// What every operation that is no loop over elements means, written down a second time on plain arrays.
enum NaiveReference {
  typealias Function = @Sendable (_ x: [NaiveArray], _ a: Attributes) -> [NaiveArray]

  static let table: [String: Function] = moves.merging(reductions) { a, _ in a }.merging(picks) { a, _ in a }.merging(products) { a, _ in a }

  private static let same: Function = { x, _ in [x[0]] }

  // ---- moving numbers, and other looks at them

  private static let moves: [String: Function] = [
    "clone": same, "contiguous": same, "to_copy": same, "alias": same,
    "view": { x, a in
      let known = a.ints.filter { $0 >= 0 }.reduce(1, *)
      return [NaiveArray(a.ints.map { $0 < 0 ? x[0].values.count / known : $0 }, x[0].values)]
    },
    "expand": { x, a in [.made(Array(a.ints)) { x[0].broadcast($0) }] },
    "permute": permuted, "transpose": permuted, "t": permuted,
    "unsqueeze": { x, a in
      var shape = x[0].shape
      shape.insert(1, at: a.ints[0])
      return [NaiveArray(shape, x[0].values)]
    },
    "squeeze": { x, a in [NaiveArray(x[0].shape.indices.filter { !a.ints.contains($0) }.map { x[0].shape[$0] }, x[0].values)] },
    "select": { x, a in
      var shape = x[0].shape
      shape.remove(at: a.ints[0])
      return [
        .made(shape) { position in
          var from = position
          from.insert(a.ints[1], at: a.ints[0])
          return x[0][from]
        }
      ]
    },
    "slice": { x, a in
      [.made(x[0].shape.replacing(a.ints[0], a.ints[3])) { p in x[0][p.replacing(a.ints[0], a.ints[1] + a.ints[2] * p[a.ints[0]])] }]
    },
    "slice_scatter": { x, a in
      var out = NaiveArray(x[0].shape.replacing(a.ints[0], a.ints[3]))
      for p in NaiveArray.positions(x[0].shape) { out[p.replacing(a.ints[0], a.ints[1] + a.ints[2] * p[a.ints[0]])] = x[0][p] }
      return [out]
    },
    "diagonal": { x, a in
      let (p, q, offset) = (a.ints[0], a.ints[1], a.ints[2])
      let rest = x[0].shape.indices.filter { $0 != p && $0 != q }
      let length = (0..<x[0].shape[p]).filter { (0..<x[0].shape[q]).contains($0 + offset) }.count
      return [
        .made(rest.map { x[0].shape[$0] } + [length]) { position in
          var from = Array(repeating: 0, count: x[0].shape.count)
          for (axis, i) in zip(rest, position) { from[axis] = i }
          from[p] = position.last! - min(offset, 0)
          from[q] = position.last! + max(offset, 0)
          return x[0][from]
        }
      ]
    },
    "diagonal_scatter": { x, a in
      let (p, q, offset) = (a.ints[0], a.ints[1], a.ints[2])
      let shape = Array(a.ints.dropFirst(3))
      let rest = shape.indices.filter { $0 != p && $0 != q }
      var out = NaiveArray(shape)
      for position in NaiveArray.positions(x[0].shape) {
        var to = Array(repeating: 0, count: shape.count)
        for (axis, i) in zip(rest, position) { to[axis] = i }
        to[p] = position.last! - min(offset, 0)
        to[q] = position.last! + max(offset, 0)
        out[to] = x[0][position]
      }
      return [out]
    },
    "unfold": { x, a in
      let (d, size, step) = (a.ints[0], a.ints[1], a.ints[2])
      let windows = (x[0].shape[d] - size) / step + 1
      return [.made(x[0].shape.replacing(d, windows) + [size]) { p in x[0][Array(p.dropLast()).replacing(d, p[d] * step + p.last!)] }]
    },
    "as_strided": { x, a in
      let rank = (a.ints.count - 1) / 2
      return [
        .made(Array(a.ints.prefix(rank))) { p in
          x[0].values[p.indices.reduce(a.ints[2 * rank]) { $0 + p[$1] * a.ints[rank + $1] }]
        }
      ]
    },
    "read_slice": { x, a in
      let layout = Slice(a.ints, baseRank: x[0].shape.count)
      return [.made(layout.sizes) { x[0].values[layout.place($0)] }]
    },
    "write_slice": { x, a in
      let layout = Slice(a.ints, baseRank: x[0].shape.count)
      var out = x[0]
      for p in NaiveArray.positions(layout.sizes) { out.values[layout.place(p)] = x[1].broadcast(p) }
      return [out]
    },
    "cat": { x, a in
      let d = a.ints[0]
      var out: NaiveArray?
      let total = x.reduce(0) { $0 + $1.shape[d] }
      var start = 0
      for part in x {
        var next = out ?? NaiveArray(part.shape.replacing(d, total))
        for p in NaiveArray.positions(part.shape) { next[p.replacing(d, p[d] + start)] = part[p] }
        start += part.shape[d]
        out = next
      }
      return [out!]
    },
  ]

  private static let permuted: Function = { x, a in
    [
      .made(a.ints.map { x[0].shape[$0] }) { position in
        var from = position
        for (new, old) in a.ints.enumerated() { from[old] = position[new] }
        return x[0][from]
      }
    ]
  }

  /// A view of a row-major base: its sizes, strides and offset, after the base's strides.
  private struct Slice {
    let sizes: [Int], strides: [Int], offset: Int
    init(_ ints: Shape, baseRank: Int) {
      let rank = (ints.count - baseRank - 1) / 2
      sizes = Array(ints.dropFirst(baseRank).prefix(rank))
      strides = Array(ints.dropFirst(baseRank + rank).prefix(rank))
      offset = ints[ints.count - 1]
    }
    func place(_ p: [Int]) -> Int { zip(p, strides).reduce(offset) { $0 + $1.0 * $1.1 } }
  }

  // ---- reductions

  private static func over(_ body: @escaping @Sendable ([Double]) -> Double) -> Function {
    { x, a in [x[0].reduced(Array(a.ints), keepDim: a.flag, body)] }
  }
  private static let sum = over { $0.reduce(0, +) }
  private static let product = over { $0.reduce(1, *) }
  private static let mean = over { $0.reduce(0, +) / Double($0.count) }
  private static let largest = over(top)
  private static let smallest = over { -top($0.map { -$0 }) }
  private static let positionOfLargest = over { Double(place($0)) }
  private static let positionOfSmallest = over { Double(place($0.map { -$0 })) }

  /// The largest element; NaN when there is one.
  private static func top(_ line: [Double]) -> Double { line.contains { $0.isNaN } ? .nan : line.max() ?? -.infinity }
  /// Where the first NaN stands, or else the first of the largest elements.
  private static func place(_ line: [Double]) -> Int { line.firstIndex { $0.isNaN } ?? line.firstIndex(of: top(line)) ?? 0 }

  private static let reductions: [String: Function] = [
    "sum": sum, "sum_dim": sum, "prod": product, "prod_dim": product, "mean": mean, "mean_dim": mean, "max": largest, "amax": largest,
    "min": smallest, "amin": smallest, "argmax": positionOfLargest, "argmin": positionOfSmallest,
    "any": over { $0.contains { $0 != 0 } ? 1 : 0 },
    "all": over { $0.allSatisfy { $0 != 0 } ? 1 : 0 },
    "max_dim": { x, a in largest(x, a) + positionOfLargest(x, a) },
    "min_dim": { x, a in smallest(x, a) + positionOfSmallest(x, a) },
    "sum_to": { x, a in
      var out = NaiveArray(Array(a.ints))
      for p in NaiveArray.positions(x[0].shape) {
        out[zip(p.suffix(a.ints.count), a.ints).map { $1 == 1 ? 0 : $0 }] += x[0][p]
      }
      return [out]
    },
  ]

  // ---- picking and putting

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

  private static let picks: [String: Function] = [
    "index_select": { x, a in
      [.made(x[0].shape.replacing(a.ints[0], x[1].values.count)) { p in x[0][p.replacing(a.ints[0], Int(x[1].values[p[a.ints[0]]]))] }]
    },
    "index_add": { x, a in
      var out = x[0]
      for p in NaiveArray.positions(x[2].shape) { out[p.replacing(a.ints[0], Int(x[1].values[p[a.ints[0]]]))] += x[2][p] }
      return [out]
    },
    "gather": { x, a in [.made(x[1].shape) { p in x[0][p.replacing(a.ints[0], x[1].int(p))] }] },
    "scatter": scattered { _, new in new },
    "scatter_add": scattered(+),
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

  // ---- matrix products

  private static let products: [String: Function] = [
    "mm": { x, _ in
      [.made([x[0].shape[0], x[1].shape[1]]) { p in (0..<x[0].shape[1]).reduce(0) { $0 + x[0][[p[0], $1]] * x[1][[$1, p[1]]] } }]
    },
    "bmm": { x, _ in
      [
        .made([x[0].shape[0], x[0].shape[1], x[1].shape[2]]) { p in
          (0..<x[0].shape[2]).reduce(0) { $0 + x[0][[p[0], p[1], $1]] * x[1][[p[0], $1, p[2]]] }
        }
      ]
    },
    "mv": { x, _ in [.made([x[0].shape[0]]) { p in (0..<x[0].shape[1]).reduce(0) { $0 + x[0][[p[0], $1]] * x[1][[$1]] } }] },
    "dot": { x, _ in [NaiveArray([], [zip(x[0].values, x[1].values).reduce(0) { $0 + $1.0 * $1.1 }])] },
  ]
}

extension Array {
  fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
