import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Decompositions and solvers of matrices, by the plainest way there is.
extension NaiveReference {
  typealias Matrix = [[Double]]

  private static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    a.map { row in (b.first ?? []).indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } } }
  }
  private static func identity(_ n: Int) -> Matrix { (0..<n).map { i in (0..<n).map { $0 == i ? 1 : 0 } } }
  private static func inverse(_ m: Matrix) -> Matrix {
    let (c, d) = (cofactors(m), determinant(m))
    return m.indices.map { i in m.indices.map { c[$0][i] / d } }
  }

  /// The matrices of a stack.
  private static func matrices(_ x: NaiveArray) -> [Matrix] {
    let (m, n) = (x.shape[x.shape.count - 2], x.shape[x.shape.count - 1])
    return stride(from: 0, to: x.values.count, by: m * n).map { start in
      (0..<m).map { i in Array(x.values[(start + i * n)..<(start + (i + 1) * n)]) }
    }
  }

  private static func stack(_ batch: [Int], _ all: [Matrix]) -> NaiveArray {
    NaiveArray(batch + [all[0].count, all[0][0].count], all.flatMap { $0.flatMap { $0 } })
  }

  /// A function of the pairs of matrices of two stacks.
  private static func pairwise(_ body: @escaping @Sendable (Matrix, Matrix, Attributes) -> Matrix) -> Function {
    { x, a in [stack(Array(x[0].shape.dropLast(2)), zip(matrices(x[0]), matrices(x[1])).map { body($0, $1, a) })] }
  }

  /// Both triangles in one matrix, and the rows swapped, from 1.
  private static func eliminate(_ m: Matrix) -> (Matrix, [Double]) {
    var a = m
    var swaps: [Double] = []
    for k in 0..<min(a.count, a[0].count) {
      let best = (k..<a.count).max { abs(a[$0][k]) < abs(a[$1][k]) }!
      swaps.append(Double(best + 1))
      a.swapAt(k, best)
      for i in (k + 1)..<max(a.count, k + 1) {
        a[i][k] /= a[k][k]
        for j in (k + 1)..<max(a[i].count, k + 1) { a[i][j] -= a[i][k] * a[k][j] }
      }
    }
    return (a, swaps)
  }

  /// Q, square, and R, by whole reflection matrices.
  private static func reflect(_ m: Matrix) -> (Matrix, Matrix) {
    var (q, r) = (identity(m.count), m)
    for k in 0..<min(m.count - 1, m[0].count) {
      let column = (k..<m.count).map { r[$0][k] }
      let length = sqrt(column.reduce(0) { $0 + $1 * $1 })
      var v = column
      v[0] += column[0] < 0 ? -length : length
      let square = v.reduce(0) { $0 + $1 * $1 }
      var h = identity(m.count)
      for i in v.indices { for j in v.indices { h[k + i][k + j] -= 2 * v[i] * v[j] / square } }
      (q, r) = (product(q, h), product(h, r))
    }
    for i in r.indices { for j in r[i].indices where j < i { r[i][j] = 0 } }
    return (q, r)
  }

  private static func added(_ x: [NaiveArray], _ a: Attributes) -> [NaiveArray] {
    let (beta, alpha) = (a.numbers[0].doubleValue, a.numbers[1].doubleValue)
    let products = zip(matrices(x[1]), matrices(x[2])).map { product($0, $1) }
    let whole = stack(Array(x[1].shape.dropLast(2)), products)
    return [.made(whole.shape) { beta * x[0].broadcast($0) + alpha * whole[$0] }]
  }

  static let linearAlgebra: [String: Function] = [
    "linalg_solve_ex": pairwise { a, b, _ in product(inverse(a), b) },
    "linalg_solve_triangular": pairwise { a, b, attributes in
      let triangle = a.indices.map { i in
        a.indices.map { j -> Double in
          if i == j { return attributes.ints[0] == 1 ? 1 : a[i][j] }
          return (j > i) == attributes.flag ? a[i][j] : 0
        }
      }
      return product(inverse(triangle), b)
    },
    "linalg_lu_factor_ex": { x, _ in
      let all = matrices(x[0]).map { eliminate($0) }
      let batch = Array(x[0].shape.dropLast(2))
      return [stack(batch, all.map(\.0)), NaiveArray(batch + [all[0].1.count], all.flatMap(\.1))]
    },
    "linalg_slogdet": { x, _ in
      let determinants = matrices(x[0]).map { determinant($0) }
      let batch = Array(x[0].shape.dropLast(2))
      return [NaiveArray(batch, determinants.map { $0 < 0 ? -1 : $0 > 0 ? 1 : 0 }), NaiveArray(batch, determinants.map { log(abs($0)) })]
    },
    "linalg_qr": { x, a in
      let all = matrices(x[0]).map { reflect($0) }
      let (m, n) = (x[0].shape[x[0].shape.count - 2], x[0].shape[x[0].shape.count - 1])
      let k = a.ints[0] == 1 ? m : min(m, n)
      let batch = Array(x[0].shape.dropLast(2))
      return [stack(batch, all.map { $0.0.map { Array($0.prefix(k)) } }), stack(batch, all.map { Array($0.1.prefix(k)) })]
    },
    "linalg_matrix_exp": { x, _ in
      let all = matrices(x[0]).map { m -> Matrix in
        var (sum, term) = (identity(m.count), identity(m.count))
        for k in 1...40 {
          term = product(term, m).map { $0.map { $0 / Double(k) } }
          sum = zip(sum, term).map { zip($0, $1).map { $0 + $1 } }
        }
        return sum
      }
      return [stack(Array(x[0].shape.dropLast(2)), all)]
    },
    "cdist": pairwise { a, b, attributes in
      let p = attributes.numbers[0].doubleValue
      return a.map { x in
        b.map { y in
          let sizes = zip(x, y).map { abs($0 - $1) }
          return p.isInfinite ? sizes.max()! : pow(sizes.reduce(0) { $0 + pow($1, p) }, 1 / p)
        }
      }
    },
    "addmm": { x, a in added(x, a) },
    "baddbmm": { x, a in added(x, a) },
  ]
}
