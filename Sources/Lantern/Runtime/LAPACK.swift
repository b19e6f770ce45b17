import CKernels

/// LAPACK from OpenBLAS, for the decompositions of large matrices: QR, SVD, and eigenvalues.
///
/// It is looked for when the first decomposition is asked for, and used where it measured faster than the kernels of this library; elimination
/// and Cholesky are left to those. `LANTERN_LAPACK=off` leaves everything to them.
package enum LAPACK {
  /// Whether LAPACK's functions were found; asking the first time lets the kernels use them.
  package static let isUsed: Bool = load()

  /// Switches LAPACK on or off for the decompositions that follow, in all threads. Returns whether it is on: only where it was found.
  @discardableResult
  package static func use(_ on: Bool) -> Bool {
    guard isUsed, on, let functions else {
      if isUsed { ck_linalg_use_lapack(nil) }
      return false
    }
    ck_linalg_use_lapack(functions)
    return true
  }

  // Never freed: threads may read it at any time.
  nonisolated(unsafe) private static let functions: UnsafePointer<ck_lapack_functions>? = find()

  private static func load() -> Bool {
    guard SystemFile.environment("LANTERN_LAPACK") != "off", let functions else { return false }
    ck_linalg_use_lapack(functions)
    return true
  }

  private static func find() -> UnsafePointer<ck_lapack_functions>? {
    guard let library = LibrarySearch(names: ["libopenblas.so.0"]).library else { return nil }
    typealias Function = @convention(c) () -> Void
    func address(_ name: String) -> UnsafeMutableRawPointer? {
      library.symbol(name, as: Function.self).map { unsafeBitCast($0, to: UnsafeMutableRawPointer.self) }
    }
    var found = ck_lapack_functions()
    guard
      let lq = address("dgelqf_"), let q = address("dorglq_"), let eigh = address("dsyevd_"), let svd = address("dgesdd_"),
      let eig = address("dgeev_"), let complexLQ = address("zgelqf_"), let complexQ = address("zunglq_"),
      let complexEigh = address("zheevd_"), let complexSVD = address("zgesdd_"), let complexEig = address("zgeev_")
    else { return nil }
    (found.reals.lq, found.reals.q_of_lq, found.reals.eigh, found.reals.svd, found.reals.eig) = (lq, q, eigh, svd, eig)
    (found.complexes.lq, found.complexes.q_of_lq, found.complexes.eigh) = (complexLQ, complexQ, complexEigh)
    (found.complexes.svd, found.complexes.eig) = (complexSVD, complexEig)
    // One thread for each matrix, so that results don't depend on how many there are.
    if let limit = library.symbol("openblas_set_num_threads", as: (@convention(c) (Int32) -> Void).self) { limit(1) }
    let kept = UnsafeMutablePointer<ck_lapack_functions>.allocate(capacity: 1)
    kept.initialize(to: found)
    return UnsafePointer(kept)
  }
}
