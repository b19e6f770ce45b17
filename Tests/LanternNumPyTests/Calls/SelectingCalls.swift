import Lantern
import LanternNumPy

extension NumPyTable {
  private static func mode(_ a: CallArguments) -> np.IndexMode { a.text(nil, "mode").flatMap(np.IndexMode.init) ?? .raise }

  /// A function that changes its first argument: the array afterwards.
  private static func changing(
    _ name: String, _ swift: String, _ run: @escaping @Sendable (NDArray, CallArguments) throws -> Void
  ) -> NumPyCall {
    .one(name, swift) { a in
      let x = try a.array(0).copy()
      try run(x, a)
      return x
    }
  }

  static let selecting: [NumPyCall] = [
    .one("take", "np.take(a, [0, 2], axis: 1)") { a in
      np.take(try a.array(0), try a.operand(1), axis: a.int(nil, "axis"), mode: mode(a))
    },
    .one("take_along_axis", "np.takeAlongAxis(a, indices, axis: 1)") { a in
      np.takeAlongAxis(try a.array(0), try a.array(1), axis: a.int(nil, "axis"))
    },
    changing("put_along_axis", "np.putAlongAxis(a, indices, values, axis: 1)") { x, a in
      np.putAlongAxis(x, try a.array(1), try a.operand(2), axis: a.int(nil, "axis")!)
    },
    changing("put", "np.put(a, [0, 2], values)") { x, a in np.put(x, try a.operand(1), try a.operand(2), mode: mode(a)) },
    changing("place", "np.place(a, mask, values)") { x, a in np.place(x, try a.array(1), try a.operand(2)) },
    changing("putmask", "np.putmask(a, mask, values)") { x, a in np.putmask(x, try a.array(1), try a.operand(2)) },
    changing("copyto", "np.copyto(a, values, where: mask)") { x, a in np.copyto(x, try a.operand(1), where: try a.array("where")) },
    changing("fill_diagonal", "np.fillDiagonal(a, 1)") { x, a in np.fillDiagonal(x, try a.operand(1), wrap: a.flag(nil, "wrap")) },
    .one("choose", "np.choose(a, [x, y])") { a in np.choose(try a.array(0), try a.arrays(1), mode: mode(a)) },
    .one("compress", "np.compress(condition, a, axis: 0)") { a in
      np.compress(try a.array(0), try a.array(1), axis: a.int(nil, "axis"))
    },
    .one("extract", "np.extract(condition, a)") { a in np.extract(try a.array(0), try a.array(1)) },
    .one("select", "np.select([mask], [x], fallback: 0)") { a in np.select(try a.arrays(0), try a.arrays(1)) },
    .many("nonzero", "np.nonzero(a)") { a in np.nonzero(try a.array(0)) },
    .one("flatnonzero", "np.flatnonzero(a)") { a in np.flatnonzero(try a.array(0)) },
    .one("argwhere", "np.argwhere(a)") { a in np.argwhere(try a.array(0)) },
    .one("diagonal", "np.diagonal(a, offset: 1)") { a in
      np.diagonal(try a.array(0), offset: a.int(1, nil, 0), axis1: a.int(2, nil, 0), axis2: a.int(3, nil, 1))
    },
    .one("diag", "np.diag(a, k: 1)") { a in np.diag(try a.array(0), k: a.int(nil, "k", 0)) },
    .one("diagflat", "np.diagflat(a)") { a in np.diagflat(try a.array(0), k: a.int(1, nil, 0)) },
    .one("tril", "np.tril(a)") { a in np.tril(try a.array(0), k: a.int(nil, "k", 0)) },
    .one("triu", "np.triu(a)") { a in np.triu(try a.array(0), k: a.int(nil, "k", 0)) },
    .one("tri", "np.tri(3, 4, k: 1)") { a in
      np.tri(a.int(0)!, a.int(1), k: a.int(2, nil, 0), dtype: try a.dtype("dtype") ?? .float64)
    },
    .many("tril_indices", "np.trilIndices(3)") { a in np.trilIndices(a.int(0)!, k: a.int(nil, "k", 0), m: a.int(nil, "m")) },
    .many("triu_indices", "np.triuIndices(3)") { a in np.triuIndices(a.int(0)!, k: a.int(nil, "k", 0), m: a.int(nil, "m")) },
    .many("diag_indices", "np.diagIndices(3)") { a in np.diagIndices(a.int(0)!, ndim: a.int(1, nil, 2)) },
    .many("unravel_index", "np.unravelIndex([3, 7], [3, 4])") { a in np.unravelIndex(try a.operand(0), a.ints(1)!) },
    .one("ravel_multi_index", "np.ravelMultiIndex([rows, columns], [3, 4])") { a in
      np.ravelMultiIndex(try a.arrays(0), a.ints(1)!, mode: mode(a))
    },
    .many("ix_", "np.ix_(rows, columns)") { a in np.ix_(try a.array(0), try a.array(1)) },
    .many("meshgrid", "np.meshgrid(x, y, indexing: \"ij\")") { a in
      let all = try a.rest(0), indexing = a.text(nil, "indexing") ?? "xy", sparse = a.flag(nil, "sparse")
      return all.count == 2
        ? np.meshgrid(all[0], all[1], indexing: indexing, sparse: sparse)
        : np.meshgrid(all[0], all[1], all[2], indexing: indexing, sparse: sparse)
    },
    .one("indices", "np.indices([2, 3])") { a in np.indices(a.ints(0)!) },
    .one("packbits", "np.packbits(a)") { a in
      np.packbits(try a.array(0), axis: a.int(nil, "axis"), bitorder: a.text(nil, "bitorder") ?? "big")
    },
    .one("unpackbits", "np.unpackbits(a)") { a in
      np.unpackbits(try a.array(0), axis: a.int(nil, "axis"), count: a.int(nil, "count"), bitorder: a.text(nil, "bitorder") ?? "big")
    },
  ]

  static let sorting: [NumPyCall] = [
    .one("sort", "np.sort(a, axis: 0)") { a in
      np.sort(try a.array(0), axis: a.hasNamed("axis") ? a.int(nil, "axis") : -1)
    },
    .one("argsort", "np.argsort(a, axis: 0)") { a in
      _ = a.text(nil, "kind")
      return np.argsort(try a.array(0), axis: a.int(nil, "axis", -1))
    },
    .one("partition", "np.partition(a, 2)") { a in np.partition(try a.array(0), a.ints(1)!) },
    .one("lexsort", "np.lexsort([second, first])") { a in np.lexsort(try a.arrays(0)) },
    .one("searchsorted", "np.searchsorted(a, values, side: \"right\")") { a in
      np.searchsorted(try a.array(0), try a.operand(1), side: a.text(nil, "side") ?? "left", sorter: try a.array("sorter"))
    },
    .one("unique", "np.unique(a, axis: 0)") { a in np.unique(try a.array(0), axis: a.int(nil, "axis")) },
    .one("unique_values", "np.uniqueValues(a)") { a in np.sort(np.uniqueValues(try a.array(0))) },
    .many("unique_counts", "np.uniqueCounts(a)") { a in
      let all = np.uniqueCounts(try a.array(0))
      return [all.values, all.counts]
    },
    .many("unique_inverse", "np.uniqueInverse(a)") { a in
      let all = np.uniqueInverse(try a.array(0))
      return [all.values, all.inverseIndices]
    },
    .many("unique_all", "np.uniqueAll(a)") { a in
      let all = np.uniqueAll(try a.array(0), equalNan: false)
      return [all.values, all.indices, all.inverseIndices, all.counts]
    },
    .one("union1d", "np.union1d(a, b)") { a in np.union1d(try a.array(0), try a.array(1)) },
    .one("intersect1d", "np.intersect1d(a, b)") { a in np.intersect1d(try a.array(0), try a.array(1)) },
    .one("setdiff1d", "np.setdiff1d(a, b)") { a in np.setdiff1d(try a.array(0), try a.array(1)) },
    .one("setxor1d", "np.setxor1d(a, b)") { a in np.setxor1d(try a.array(0), try a.array(1)) },
    .one("isin", "np.isin(a, b)") { a in np.isin(try a.operand(0), try a.array(1), invert: a.flag(nil, "invert")) },
  ]
}
