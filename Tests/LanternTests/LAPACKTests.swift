import Lantern
import Testing

/// Large decompositions give the same with LAPACK as without it. Where no LAPACK is found there is nothing to compare.
@Suite(.serialized) struct LAPACKTests {
  private static let close = Tolerance(absolute: 1e-9, relative: 1e-9)

  private static func both(_ body: () -> [Tensor]) -> (with: [Tensor], without: [Tensor]) {
    LAPACK.use(true)
    let with = body()
    LAPACK.use(false)
    let without = body()
    LAPACK.use(true)
    return (with, without)
  }

  private static func matrices(_ rows: Int, _ columns: Int) -> [Tensor] {
    var source = LawRandom("lapack")
    return [source.uniform([rows, columns]), Tensor.complex(source.uniform([rows, columns]), source.uniform([rows, columns]))]
  }

  /// Elements compared as real numbers: the size of the difference with zero.
  private static func expectSame(_ x: Tensor, _ y: Tensor, _ what: String) {
    expectClose((x - y).abs(), Tensor.zeros(like: (x - y).abs()), close, what)
  }

  @Test(.enabled(if: LAPACK.isUsed, "no OpenBLAS here"), arguments: [[120, 120], [150, 110], [110, 150]])
  func rectangles(shape: [Int]) {
    for a in Self.matrices(shape[0], shape[1]) {
      let reduced = Self.both { Array([Linalg.qr(a).q, Linalg.qr(a).r]) }
      for (x, y) in zip(reduced.with, reduced.without) { Self.expectSame(x, y, "qr") }
      let complete = Linalg.qr(a, mode: .complete)
      Self.expectSame(complete.q.matmul(complete.r), a, "qr, complete")
      let kept = Self.both { [a.geqrf().a, a.geqrf().tau] }
      for (x, y) in zip(kept.with, kept.without) { Self.expectSame(x, y, "geqrf") }
      let values = Self.both { [Linalg.svdvals(a)] }
      Self.expectSame(values.with[0], values.without[0], "svdvals")
      for full in [false, true] {
        let (u, s, vh) = { ($0.u, $0.s, $0.vh) }(Linalg.svd(a, fullMatrices: full))
        let count = min(shape[0], shape[1])
        Self.expectSame((u.narrow(-1, 0, count) * s).matmul(vh.narrow(-2, 0, count)), a, "svd")
        Self.expectSame(u.transpose(-2, -1).conj().matmul(u), Tensor.eye(u.shape[1], dtype: a.dtype), "u of svd")
        Self.expectSame(vh.matmul(vh.transpose(-2, -1).conj()), Tensor.eye(vh.shape[0], dtype: a.dtype), "vh of svd")
      }
    }
  }

  @Test(.enabled(if: LAPACK.isUsed, "no OpenBLAS here")) func squares() {
    for a in Self.matrices(100, 100) {
      let hermitian = a + a.transpose(0, 1).conj()
      for upper in [false, true] {
        let half = upper ? hermitian.triu() : hermitian.tril()
        let values = Self.both { [Linalg.eigvalsh(half, upper ? .upper : .lower)] }
        Self.expectSame(values.with[0], values.without[0], "eigvalsh")
        let found = Linalg.eigh(half, upper ? .upper : .lower)
        Self.expectSame(hermitian.matmul(found.vectors), found.vectors * found.values, "eigh")
      }
      let found = Linalg.eig(a)
      let wide = a.to(.complex128)
      Self.expectSame(wide.matmul(found.vectors), found.vectors * found.values, "eig")
      Self.expectSame(found.vectors.abs().square().sum(dim: 0), Tensor.ones([100], dtype: .float64), "lengths of eigenvectors")
      Self.expectSame(found.values.sum(), wide.trace(), "sum of eigenvalues")
    }
  }

  @Test func numbersThatAreNotFinite() throws {
    let a = Tensor.full([100, 100], Double.nan)
    #expect(Linalg.eigh(a).values.isNaN().all().item().boolValue)
    #expect(throws: TensorError.self) { try withTensorErrors { Linalg.eig(a).values } }
    #expect(throws: TensorError.self) { try withTensorErrors { Linalg.svd(a).s } }
  }
}
