import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Ranks, running extremes, groups of equals and places in sorted rows, by looking at everything.
extension NaiveReference {
  /// A position along axis `ints[0]` for each line.
  private static func position(_ body: @escaping @Sendable ([Double], Attributes) -> Int) -> Function {
    { x, a in [x[0].reduced([a.ints[0]], keepDim: a.flag) { Double(body($0, a)) }] }
  }

  /// The position of the element that has a rank among the others, from 0.
  private static func position(ofRank rank: Int, _ line: [Double]) -> Int {
    line.indices.first { i in
      line.indices.filter { line[$0] < line[i] || (line[$0] == line[i] && $0 < i) }.count == rank
    }!
  }
  private static let middle = position { line, _ in position(ofRank: (line.count - 1) / 2, line) }

  private static let picked: Function = { x, a in
    let d = a.ints[0]
    return [
      .made(x[1].shape) { p in
        var from = p
        if a.flag { from[d] = x[1].int(p) } else { from.insert(x[1].int(p), at: d) }
        return x[0][from]
      }
    ]
  }
  private static let gathered: Function = { x, a in [.made(x[1].shape) { p in x[0][p.replacing(a.ints[0], x[1].int(p))] }] }
  private static let median: Function = { x, _ in [NaiveArray([], [x[0].values.sorted()[(x[0].values.count - 1) / 2]])] }

  /// Equal slices along axis `ints[0]`, or equal elements.
  private static func groups(isConsecutive: Bool) -> Function {
    { x, a in
      let d = a.ints.first
      let slices: [[Double]] = d.map { d in (0..<x[0].shape[d]).map { i in slice(x[0], d, i).values } } ?? x[0].values.map { [$0] }
      var kept: [[Double]] = []
      var inverse: [Double] = []
      if isConsecutive {
        for slice in slices {
          if kept.last != slice { kept.append(slice) }
          inverse.append(Double(kept.count - 1))
        }
      } else {
        for slice in slices where !kept.contains(slice) { kept.append(slice) }
        kept.sort { $0.lexicographicallyPrecedes($1) }
        inverse = slices.map { Double(kept.firstIndex(of: $0)!) }
      }
      let counts = NaiveArray([kept.count], kept.indices.map { g in Double(inverse.filter { $0 == Double(g) }.count) })
      guard let d else {
        return [NaiveArray([kept.count], kept.flatMap { $0 }), NaiveArray(x[0].shape, inverse), counts]
      }
      let sliceShape = x[0].shape.replacing(d, 1)
      let values = NaiveArray.made(x[0].shape.replacing(d, kept.count)) { p in
        NaiveArray(sliceShape, kept[p[d]])[p.replacing(d, 0)]
      }
      return [values, NaiveArray([slices.count], inverse), counts]
    }
  }
  private static func slice(_ x: NaiveArray, _ d: Int, _ i: Int) -> NaiveArray {
    .made(x.shape.replacing(d, 1)) { p in x[p.replacing(d, i)] }
  }

  static let orders: [String: Function] = [
    "kthvalue_positions": position { line, a in position(ofRank: a.ints[1] - 1, line) },
    "median_positions": middle, "nanmedian_positions": middle,
    "mode_positions": position { line, _ in
      let frequency = line.map { v in line.filter { $0 == v }.count }
      let value = line.indices.filter { frequency[$0] == frequency.max() }.map { line[$0] }.min()!
      return line.lastIndex(of: value)!
    },
    "kthvalue": picked, "median_dim": picked, "nanmedian_dim": picked, "mode": picked, "median": median, "nanmedian": median,
    "running_extreme_positions": { x, a in
      [
        .made(x[0].shape) { p in
          let line = (0...p[a.ints[0]]).map { x[0][p.replacing(a.ints[0], $0)] }
          return Double(line.lastIndex(of: a.flag ? line.min()! : line.max()!)!)
        }
      ]
    },
    "cummax": gathered, "cummin": gathered,
    "logcumsumexp": { x, a in
      [
        .made(x[0].shape) { p in
          log((0...p[a.ints[0]]).reduce(0) { $0 + exp(x[0][p.replacing(a.ints[0], $1)]) })
        }
      ]
    },
    "unique": groups(isConsecutive: false), "unique_consecutive": groups(isConsecutive: true),
    "searchsorted": { x, a in
      [
        .made(x[1].shape) { p in
          let row = (0..<x[0].shape.last!).map { x[0][(x[0].shape.count == 1 ? [] : p.dropLast()) + [$0]] }
          return Double(row.filter { a.flag ? $0 <= x[1][p] : $0 < x[1][p] }.count)
        }
      ]
    },
    "bincount": { x, a in
      let length = max(a.ints[0], Int(x[0].values.max()!) + 1)
      return [
        .made([length]) { p in
          x[0].values.indices.filter { Int(x[0].values[$0]) == p[0] }.reduce(0) { $0 + (x.count > 1 ? x[1].values[$1] : 1) }
        }
      ]
    },
  ]
}
