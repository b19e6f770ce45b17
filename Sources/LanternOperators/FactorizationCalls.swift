import Lantern

extension OperatorTable {
  /// Functions of matrices that tell what went wrong, reflectors, equations of tensors, and older names.
  static let factorizations: [OperatorCall] = checked + reflectors + tensorEquations + olderNames

  private static let checked: [OperatorCall] = [
    .many("linalg.cholesky_ex", "Linalg.choleskyEx(x)") { a in
      let found = try Linalg.choleskyEx(a.x, upper: a.flag(nil, "upper"))
      return [found.l, found.info]
    },
    .many("linalg.lu_factor_ex", "Linalg.luFactorEx(x)") { a in
      let found = try Linalg.luFactorEx(a.x, pivot: a.flag(nil, "pivot", true))
      return [found.lu, found.pivots, found.info]
    },
    .many("linalg.inv_ex", "Linalg.invEx(x)") { a in
      let found = Linalg.invEx(try a.x)
      return [found.inverse, found.info]
    },
    .many("linalg.solve_ex", "Linalg.solveEx(a, b)") { a in
      let found = try Linalg.solveEx(a.tensor(0, "A"), a.tensor(1, "B"), left: a.flag(nil, "left", true))
      return [found.result, found.info]
    },
  ]

  private static let reflectors: [OperatorCall] = [
    .many("geqrf", "x.geqrf()") { a in
      let found = try a.x.geqrf()
      return [found.a, found.tau]
    },
    .one("ormqr", "x.ormqr(tau, y)") { a in
      try a.x.ormqr(a.tensor(1, "tau"), a.tensor(2, "other"), left: a.flag(3, "left", true), transpose: a.flag(4, "transpose"))
    },
    .one("linalg.householder_product", "Linalg.householderProduct(x, tau)") { a in
      try Linalg.householderProduct(a.x, a.tensor(1, "tau"))
    },
  ]

  private static let tensorEquations: [OperatorCall] = [
    .one("linalg.tensorinv", "Linalg.tensorInv(x, ind: 2)") { a in try Linalg.tensorInv(a.x, ind: a.int(1, "ind", 2)) },
    .one("linalg.tensorsolve", "Linalg.tensorSolve(x, y)") { a in
      try Linalg.tensorSolve(a.x, a.tensor(1, "other"), dims: a.optionalInts(2, "dims"))
    },
    .one("linalg.diagonal", "Linalg.diagonal(x)") { a in
      try Linalg.diagonal(a.x, offset: a.int(nil, "offset", 0), dim1: a.int(nil, "dim1", -2), dim2: a.int(nil, "dim2", -1))
    },
    .one("vdot", "x.vdot(y)") { a in try a.x.vdot(a.tensor(1, "other")) },
    .one("logdet", "x.logdet()") { a in try a.x.logdet() },
    .one("pinverse", "x.pinverse()") { a in try a.x.pinverse(rcond: a.double(1, "rcond", 1e-15)) },
  ]

  private static let olderNames: [OperatorCall] = [
    .one("cholesky", "Linalg.cholesky(x)") { a in try Linalg.cholesky(a.x, upper: a.flag(1, "upper")) },
    .many("qr", "Linalg.qr(x)") { a in
      let found = try Linalg.qr(a.x, mode: a.flag(1, "some", true) ? .reduced : .complete)
      return [found.q, found.r]
    },
    .many("svd", "Linalg.svd(x)") { a in
      guard try a.flag(2, "compute_uv", true) else { throw UnsupportedCall("svd without vectors") }
      let found = try Linalg.svd(a.x, fullMatrices: !a.flag(1, "some", true))
      return [found.u, found.s, found.vh.transpose(-2, -1).conj()]
    },
    .many("lu", "Linalg.luFactor(x)") { a in
      let found = try Linalg.luFactorEx(a.x, pivot: a.flag(1, "pivot", true))
      return try [found.lu, found.pivots] + (a.flag(2, "get_infos") ? [found.info] : [])
    },
    .many("lu_unpack", "Linalg.luUnpack(lu, pivots)") { a in
      let found = try Linalg.luUnpack(a.tensor(0, "LU_data"), a.tensor(1, "LU_pivots"))
      guard try a.flag(2, "unpack_data", true), try a.flag(3, "unpack_pivots", true) else { throw UnsupportedCall("a part of lu_unpack") }
      return [found.p, found.l, found.u]
    },
    .many("triangular_solve", "Linalg.solveTriangular(a, b, upper: true)") { a in
      let matrix = try a.tensor(1, "A")
      let (isUpper, isTransposed) = (try a.flag(2, "upper", true), try a.flag(3, "transpose"))
      let x = try Linalg.solveTriangular(
        isTransposed ? matrix.transpose(-2, -1) : matrix, a.x, upper: isUpper != isTransposed, unitriangular: a.flag(4, "unitriangular"))
      return [x, matrix.clone()]
    },
  ]
}
