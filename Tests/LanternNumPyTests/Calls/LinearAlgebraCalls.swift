import Lantern
import LanternNumPy

extension NumPyTable {
  static let products: [NumPyCall] = [
    .one("dot", "np.dot(a, b)") { a in np.dot(try a.array(0), try a.array(1)) },
    .one("matmul", "np.matmul(a, b)") { a in np.matmul(try a.array(0), try a.array(1)) },
    .one("inner", "np.inner(a, b)") { a in np.inner(try a.array(0), try a.array(1)) },
    .one("outer", "np.outer(a, b)") { a in np.outer(try a.operand(0), try a.operand(1)) },
    .one("vdot", "np.vdot(a, b)") { a in np.vdot(try a.array(0), try a.array(1)) },
    .one("tensordot", "np.tensordot(a, b, axes: ([0], [1]))") { a in
      let x = try a.array(0), y = try a.array(1)
      guard let axes = a.raw(nil, "axes") else { return np.tensordot(x, y) }
      if let count = axes.int { return np.tensordot(x, y, axes: count) }
      return np.tensordot(x, y, axes: (axes[0].ints, axes[1].ints))
    },
    .one("einsum", "np.einsum(\"ij,jk->ik\", a, b)") { a in
      let equation = a.text(0)!, all = try a.rest(1)
      return all.count == 1 ? np.einsum(equation, all[0]) : np.einsum(equation, all[0], all[1])
    },
    .one("trace", "np.trace(a)") { a in
      np.trace(try a.array(0), offset: a.int(1, nil, 0), axis1: a.int(2, nil, 0), axis2: a.int(3, nil, 1))
    },
    .one("kron", "np.kron(a, b)") { a in np.kron(try a.operand(0), try a.operand(1)) },
    .one("vecdot", "np.vecdot(a, b)") { a in np.vecdot(try a.array(0), try a.array(1)) },
    .one("matvec", "np.matvec(a, b)") { a in np.matvec(try a.array(0), try a.array(1)) },
    .one("vecmat", "np.vecmat(a, b)") { a in np.vecmat(try a.array(0), try a.array(1)) },
    .one("cross", "np.cross(a, b)") { a in np.cross(try a.array(0), try a.array(1)) },
  ]

  private static func order(_ a: CallArguments) -> NormOrder? {
    switch a.raw(1, "ord") {
    case .text("fro")?: .fro
    case .text("nuc")?: .nuc
    case let p?: .p(p.double)
    case nil: nil
    }
  }
  private static func sorted(_ values: NDArray) -> NDArray { np.sort(values) }

  static let linearAlgebra: [NumPyCall] = [
    .one("linalg.inv", "np.linalg.inv(a)") { a in np.linalg.inv(try a.array(0)) },
    .one("linalg.det", "np.linalg.det(a)") { a in np.linalg.det(try a.array(0)) },
    .many("linalg.slogdet", "np.linalg.slogdet(a)") { a in
      let r = np.linalg.slogdet(try a.array(0))
      return [r.sign, r.logabsdet]
    },
    .one("linalg.solve", "np.linalg.solve(a, b)") { a in np.linalg.solve(try a.array(0), try a.array(1)) },
    .many("linalg.lstsq", "np.linalg.lstsq(a, b)") { a in
      let r = np.linalg.lstsq(try a.array(0), try a.array(1))
      return [r.x, r.residuals, np.array(r.rank), r.s]
    },
    .one("linalg.pinv", "np.linalg.pinv(a)") { a in np.linalg.pinv(try a.array(0)) },
    .one("linalg.tensorinv", "np.linalg.tensorinv(a, ind: 2)") { a in np.linalg.tensorinv(try a.array(0), ind: a.int(nil, "ind", 2)) },
    .one("linalg.tensorsolve", "np.linalg.tensorsolve(a, b)") { a in np.linalg.tensorsolve(try a.array(0), try a.array(1)) },
    .many("linalg.svd", "np.linalg.svd(a, fullMatrices: false)") { a in
      let r = np.linalg.svd(try a.array(0), fullMatrices: a.flag(nil, "full_matrices", true))
      if r.s.isInvalid { return [r.s] }
      let k = r.s.shape[r.s.ndim - 1]  // further vectors are any that are at right angles
      return [np.abs(r.u[.ellipsis, 0..<k]), r.s, np.abs(r.vh[.ellipsis, 0..<k, .all])]
    },
    .one("linalg.svdvals", "np.linalg.svdvals(a)") { a in np.linalg.svdvals(try a.array(0)) },
    .many("linalg.qr", "np.linalg.qr(a, mode: .complete)") { a in
      let mode = a.text(nil, "mode").flatMap(QRMode.init) ?? .reduced
      let r = np.linalg.qr(try a.array(0), mode: mode)
      return mode == .r ? [r.r] : [r.q, r.r]
    },
    .one("linalg.cholesky", "np.linalg.cholesky(a)") { a in np.linalg.cholesky(try a.array(0)) },
    .one("linalg.eig", "np.linalg.eig(a)") { a in sorted(np.linalg.eig(try a.array(0)).eigenvalues) },
    .one("linalg.eigvals", "np.linalg.eigvals(a)") { a in sorted(np.linalg.eigvals(try a.array(0))) },
    .many("linalg.eigh", "np.linalg.eigh(a)") { a in
      let r = np.linalg.eigh(try a.array(0))
      return [r.eigenvalues, np.abs(r.eigenvectors)]
    },
    .one("linalg.eigvalsh", "np.linalg.eigvalsh(a)") { a in
      np.linalg.eigvalsh(try a.array(0), a.text(1).flatMap(Triangle.init) ?? .lower)
    },
    .one("linalg.matrix_power", "np.linalg.matrixPower(a, 3)") { a in np.linalg.matrixPower(try a.array(0), a.int(1)!) },
    .one("linalg.matrix_rank", "np.linalg.matrixRank(a)") { a in np.linalg.matrixRank(try a.array(0)) },
    .one("linalg.multi_dot", "np.linalg.multiDot([a, b, c])") { a in np.linalg.multiDot(try a.arrays(0)) },
    .one("linalg.norm", "np.linalg.norm(x, 2, axis: 0)") { a in
      np.linalg.norm(try a.array(0), order(a), axis: a.axis(), keepdims: a.flag(nil, "keepdims"))
    },
    .one("linalg.vector_norm", "np.linalg.vectorNorm(x)") { a in np.linalg.vectorNorm(try a.array(0)) },
    .one("linalg.matrix_norm", "np.linalg.matrixNorm(x)") { a in np.linalg.matrixNorm(try a.array(0)) },
    .one("linalg.cond", "np.linalg.cond(x)") { a in np.linalg.cond(try a.array(0), order(a)) },
  ]

  private static func norm(_ a: CallArguments) -> FourierNorm {
    switch a.text(nil, "norm") {
    case "ortho": .ortho
    case "forward": .forward
    default: .backward
    }
  }
  private static func along(
    _ name: String, _ run: @escaping @Sendable (NDArray, Int?, Int, FourierNorm) -> NDArray
  ) -> NumPyCall {
    .one("fft." + name, "np.fft.\(name)(a, n: 8, axis: 0, norm: .ortho)") { a in
      run(try a.array(0), a.int(nil, "n"), a.int(nil, "axis", -1), norm(a))
    }
  }
  private static func planes(
    _ name: String, _ run: @escaping @Sendable (NDArray, [Int]?, [Int]?, FourierNorm) -> NDArray
  ) -> NumPyCall {
    .one("fft." + name, "np.fft.\(name)(a, s: [4, 8], axes: [0, 1])") { a in
      run(try a.array(0), a.ints(nil, "s"), a.ints(nil, "axes"), norm(a))
    }
  }

  static let fourier: [NumPyCall] = [
    along("fft") { np.fft.fft($0, n: $1, axis: $2, norm: $3) },
    along("ifft") { np.fft.ifft($0, n: $1, axis: $2, norm: $3) },
    along("rfft") { np.fft.rfft($0, n: $1, axis: $2, norm: $3) },
    along("irfft") { np.fft.irfft($0, n: $1, axis: $2, norm: $3) },
    along("hfft") { np.fft.hfft($0, n: $1, axis: $2, norm: $3) },
    along("ihfft") { np.fft.ihfft($0, n: $1, axis: $2, norm: $3) },
    planes("fft2") { np.fft.fft2($0, s: $1, axes: $2 ?? [-2, -1], norm: $3) },
    planes("ifft2") { np.fft.ifft2($0, s: $1, axes: $2 ?? [-2, -1], norm: $3) },
    planes("rfft2") { np.fft.rfft2($0, s: $1, axes: $2 ?? [-2, -1], norm: $3) },
    planes("irfft2") { np.fft.irfft2($0, s: $1, axes: $2 ?? [-2, -1], norm: $3) },
    planes("fftn") { np.fft.fftn($0, s: $1, axes: $2, norm: $3) },
    planes("ifftn") { np.fft.ifftn($0, s: $1, axes: $2, norm: $3) },
    planes("rfftn") { np.fft.rfftn($0, s: $1, axes: $2, norm: $3) },
    planes("irfftn") { np.fft.irfftn($0, s: $1, axes: $2, norm: $3) },
    .one("fft.fftfreq", "np.fft.fftfreq(8, d: 0.1)") { a in np.fft.fftfreq(a.int(0)!, d: a.double(1) ?? 1) },
    .one("fft.rfftfreq", "np.fft.rfftfreq(8, d: 0.1)") { a in np.fft.rfftfreq(a.int(0)!, d: a.double(1) ?? 1) },
    .one("fft.fftshift", "np.fft.fftshift(a)") { a in np.fft.fftshift(try a.array(0), axes: a.axis(nil, "axes")) },
    .one("fft.ifftshift", "np.fft.ifftshift(a)") { a in np.fft.ifftshift(try a.array(0), axes: a.axis(nil, "axes")) },
  ]
}
