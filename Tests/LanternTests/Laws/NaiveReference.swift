import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What every operation that is no loop over elements means, written down a second time on plain arrays.
enum NaiveReference {
  typealias Function = @Sendable (_ x: [NaiveArray], _ a: Attributes) -> [NaiveArray]

  static let table: [String: Function] = moves.merging(reductions) { a, _ in a }.merging(picks) { a, _ in a }.merging(products) { a, _ in a
  }
  .merging(lines) { a, _ in a }.merging(matrices) { a, _ in a }.merging(layers) { a, _ in a }.merging(attention) { a, _ in a }.merging(
    linearAlgebra
  ) { a, _ in a }
  .merging(orders) { a, _ in a }.merging(losses) { a, _ in a }

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
    "squeeze": squeezed, "squeeze_one": squeezed, "squeeze_some": squeezed,
    "unsafe_view": { x, a in [NaiveArray(Array(a.ints), x[0].values)] },
    "split": { x, a in pieces(x[0], a.ints[0], stride(from: 0, to: x[0].shape[a.ints[0]], by: a.ints[1]).map { _ in a.ints[1] }) },
    "split_with_sizes": { x, a in pieces(x[0], a.ints[0], Array(a.ints.dropFirst())) },
    "unbind": { x, a in
      pieces(x[0], a.ints[0], Array(repeating: 1, count: x[0].shape[a.ints[0]])).map { part in
        var shape = part.shape
        shape.remove(at: a.ints[0])
        return NaiveArray(shape, part.values)
      }
    },
    "stack": { x, a in
      var shape = x[0].shape
      shape.insert(x.count, at: a.ints[0])
      return [
        .made(shape) { p in
          var from = p
          return x[from.remove(at: a.ints[0])][from]
        }
      ]
    },
    "flip": { x, a in
      [.made(x[0].shape) { p in x[0][p.indices.map { a.ints.contains($0) ? x[0].shape[$0] - 1 - p[$0] : p[$0] }] }]
    },
    "repeat": { x, a in
      let shape = Array(repeating: 1, count: a.ints.count - x[0].shape.count) + x[0].shape
      let padded = NaiveArray(shape, x[0].values)
      return [.made(zip(shape, a.ints).map { $0 * $1 }) { p in padded[zip(p, shape).map { $0 % $1 }] }]
    },
    "roll": { x, a in
      var distance = Array(repeating: 0, count: x[0].shape.count)
      for k in stride(from: 0, to: a.ints.count, by: 2) { distance[a.ints[k]] += a.ints[k + 1] }
      return [
        .made(x[0].shape) { p in x[0][p.indices.map { ((p[$0] - distance[$0]) % x[0].shape[$0] + x[0].shape[$0]) % x[0].shape[$0] }] }
      ]
    },
    "tril": { x, a in [.made(x[0].shape) { p in p[p.count - 1] - p[p.count - 2] <= a.ints[0] ? x[0][p] : 0 }] },
    "triu": { x, a in [.made(x[0].shape) { p in p[p.count - 1] - p[p.count - 2] >= a.ints[0] ? x[0][p] : 0 }] },
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
      let rank = a.ints[0]
      let (sizes, strides) = (Array(a.ints.dropFirst().prefix(rank)), Array(a.ints.dropFirst(1 + rank).prefix(rank)))
      return [.made(sizes) { p in x[0].values[zip(p, strides).reduce(a.ints[1 + 2 * rank]) { $0 + $1.0 * $1.1 }] }]
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

  private static let squeezed: Function = { x, a in
    [NaiveArray(x[0].shape.indices.filter { !a.ints.contains($0) }.map { x[0].shape[$0] }, x[0].values)]
  }

  /// Pieces of these lengths along an axis; the last one may be shorter.
  private static func pieces(_ x: NaiveArray, _ d: Int, _ lengths: [Int]) -> [NaiveArray] {
    var start = 0
    return lengths.map { length in
      let (from, size) = (start, min(length, x.shape[d] - start))
      start += length
      return .made(x.shape.replacing(d, size)) { p in x[p.replacing(d, p[d] + from)] }
    }
  }

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

  // ---- along lines: each element follows from all that lie along an axis with it

  /// Each line along axis `ints[0]` replaced by another, which may have another length.
  private static func along(_ body: @escaping @Sendable ([Double], Attributes) -> [Double]) -> Function {
    { x, a in
      let d = a.ints[0]
      var out: NaiveArray?
      for (kept, elements) in x[0].lines([d]) {
        let line = body(elements, a)
        var next = out ?? NaiveArray(x[0].shape.replacing(d, line.count))
        for (i, v) in line.enumerated() {
          var position = kept
          position.insert(i, at: d)
          next[position] = v
        }
        out = next
      }
      return [out!]
    }
  }
  private static func logSum(_ line: [Double]) -> Double { log(line.reduce(0) { $0 + exp($1) }) }
  private static func variance(_ line: [Double], _ correction: Double) -> Double {
    let mean = line.reduce(0, +) / Double(line.count)
    return line.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (Double(line.count) - correction)
  }
  private static func norm(_ line: [Double], _ p: Double) -> Double {
    let sizes = line.map(abs)
    if p == .infinity { return sizes.max()! }
    return pow(sizes.reduce(0) { $0 + pow($1, p) }, 1 / p)
  }
  /// The positions of a line's elements in order; equal ones keep theirs.
  private static func order(_ line: [Double], isDescending: Bool) -> [Double] {
    line.indices.sorted { p, q in
      line[p] == line[q] ? p < q : isDescending ? line[p] > line[q] : line[p] < line[q]
    }.map(Double.init)
  }
  private static func running(_ start: Double, _ combine: @escaping @Sendable (Double, Double) -> Double) -> Function {
    along { line, _ in
      var total = start
      return line.map { v in
        total = combine(total, v)
        return total
      }
    }
  }

  private static let lines: [String: Function] = [
    "softmax": along { line, _ in line.map { exp($0 - logSum(line)) } },
    "log_softmax": along { line, _ in line.map { $0 - logSum(line) } },
    "logsumexp": over(logSum),
    "var": { x, a in [x[0].reduced(Array(a.ints), keepDim: a.flag) { variance($0, a.numbers[0].doubleValue) }] },
    "std": { x, a in [x[0].reduced(Array(a.ints), keepDim: a.flag) { variance($0, a.numbers[0].doubleValue).squareRoot() }] },
    "linalg_vector_norm": { x, a in [x[0].reduced(Array(a.ints), keepDim: a.flag) { norm($0, a.numbers[0].doubleValue) }] },
    "cumsum": running(0, +), "cumprod": running(1, *),
    "argsort": along { line, a in order(line, isDescending: a.flag) },
    "topk_positions": along { line, a in Array(order(line, isDescending: a.flag).prefix(a.ints[1])) },
  ]

  // ---- square matrices

  /// The determinant by expansion along the first row.
  static func determinant(_ m: [[Double]]) -> Double {
    guard let first = m.first else { return 1 }
    return first.indices.reduce(0) { $0 + ($1 % 2 == 0 ? 1 : -1) * first[$1] * determinant(minor(m, 0, $1)) }
  }
  private static func minor(_ m: [[Double]], _ row: Int, _ column: Int) -> [[Double]] {
    m.indices.filter { $0 != row }.map { i in m[i].indices.filter { $0 != column }.map { m[i][$0] } }
  }
  static func cofactors(_ m: [[Double]]) -> [[Double]] {
    m.indices.map { i in m.indices.map { j in ((i + j) % 2 == 0 ? 1 : -1) * determinant(minor(m, i, j)) } }
  }
  private static func eachMatrix(_ x: NaiveArray, _ body: ([[Double]]) -> [Double]) -> [Double] {
    let n = x.shape.last!
    return stride(from: 0, to: x.values.count, by: n * n).flatMap { start in
      body((0..<n).map { i in Array(x.values[start + i * n..<start + (i + 1) * n]) })
    }
  }

  private static let matrices: [String: Function] = [
    "linalg_det": { x, _ in [NaiveArray(Array(x[0].shape.dropLast(2)), eachMatrix(x[0]) { [determinant($0)] })] },
    "cofactor": { x, _ in [NaiveArray(x[0].shape, eachMatrix(x[0]) { cofactors($0).flatMap { $0 } })] },
    "linalg_inv_ex": { x, _ in
      [
        NaiveArray(
          x[0].shape,
          eachMatrix(x[0]) { m in
            let (c, d) = (cofactors(m), determinant(m))
            return m.indices.flatMap { i in m.indices.map { c[$0][i] / d } }
          })
      ]
    },
    "trace": { x, _ in [NaiveArray([], [(0..<min(x[0].shape[0], x[0].shape[1])).reduce(0) { $0 + x[0][[$1, $1]] }])] },
  ]

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
