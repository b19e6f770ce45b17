import Lantern

extension OperatorTable {
  /// Products of matrices, decompositions, norms.
  static let linearAlgebra: [OperatorCall] = matrixProducts + tensorProducts + norms + systems + decompositions + statistics

  private static let matrixProducts: [OperatorCall] = [
    .one("matmul", "x.matmul(y)") { a in try a.x.matmul(a.tensor(1, "other")) },
    .one("mm", "x.mm(y)") { a in try a.x.mm(a.tensor(1, "mat2")) },
    .one("bmm", "x.bmm(y)") { a in try a.x.bmm(a.tensor(1, "mat2")) },
    .one("mv", "x.mv(v)") { a in try a.x.mv(a.tensor(1, "vec")) },
    .one("dot", "x.dot(y)") { a in try a.x.dot(a.tensor(1, "other")) },
    .one("addmm", "x.addmm(a, b, beta: 1, alpha: 1)") { a in
      try a.x.addmm(a.tensor(1, "mat1"), a.tensor(2, "mat2"), beta: factor(a, "beta"), alpha: factor(a, "alpha"))
    },
    .one("addmv", "x.addmv(a, v, beta: 1, alpha: 1)") { a in
      try a.x.addmv(a.tensor(1, "mat"), a.tensor(2, "vec"), beta: factor(a, "beta"), alpha: factor(a, "alpha"))
    },
    .one("addr", "x.addr(u, v, beta: 1, alpha: 1)") { a in
      try a.x.addr(a.tensor(1, "vec1"), a.tensor(2, "vec2"), beta: factor(a, "beta"), alpha: factor(a, "alpha"))
    },
    .one("addbmm", "x.addbmm(a, b, beta: 1, alpha: 1)") { a in
      try a.x.addbmm(a.tensor(1, "batch1"), a.tensor(2, "batch2"), beta: factor(a, "beta"), alpha: factor(a, "alpha"))
    },
    .one("baddbmm", "x.baddbmm(a, b, beta: 1, alpha: 1)") { a in
      try a.x.baddbmm(a.tensor(1, "batch1"), a.tensor(2, "batch2"), beta: factor(a, "beta"), alpha: factor(a, "alpha"))
    },
    .one("linalg.multi_dot", "Linalg.multiDot([x, y, z])") { a in try Linalg.multiDot(a.tensors(0, "tensors")) },
  ]

  private static func factor(_ a: CallArguments, _ name: String) throws -> Scalar { try a.scalar(nil, name) ?? .int(1) }

  private static let tensorProducts: [OperatorCall] = [
    .one("einsum", "Tensor.einsum(\"ij,jk->ik\", [x, y])") { a in
      // The case files hold (operands, equation).
      if let equation = try? a.string(0, "equation") { return try Tensor.einsum(equation, a.tensors(1, "operands")) }
      guard let equation = try a.string(1, "equation") else { throw MalformedCase("'equation' is missing") }
      return try Tensor.einsum(equation, a.tensors(0, "operands"))
    },
    .one("tensordot", "x.tensordot(y, dims: ([0], [1]))") { a in
      let (x, y) = (try a.x, try a.tensor(1, "b"))
      switch a.value(2, "dims") {
      case .list(let lists)?, .tuple(let lists)?:
        guard lists.count == 2 else { throw UnsupportedCall("\(lists.count) lists of axes") }
        return x.tensordot(y, dims: (try axes(lists[0]), try axes(lists[1])))
      case nil: return x.tensordot(y)
      default: return x.tensordot(y, dims: try a.int(2, "dims"))
      }
    },
    .one("inner", "x.inner(y)") { a in try a.x.inner(a.tensor(1, "other")) },
    .one("outer", "x.outer(y)") { a in try a.x.outer(a.tensor(1, "vec2")) },
    .one("kron", "x.kron(y)") { a in try a.x.kron(a.tensor(1, "other")) },
    .one("cross", "x.cross(y, dim: 0)") { a in try a.x.cross(a.tensor(1, "other"), dim: a.optionalInt(2, "dim")) },
    .one("linalg.cross", "Linalg.cross(x, y, dim: -1)") { a in try Linalg.cross(a.x, a.tensor(1, "other"), dim: a.int(nil, "dim", -1)) },
    .one("linalg.vecdot", "Linalg.vecdot(x, y, dim: -1)") { a in try Linalg.vecdot(a.x, a.tensor(1, "y"), dim: a.int(nil, "dim", -1)) },
  ]

  private static func axes(_ value: CaseValue) throws -> [Int] {
    switch value {
    case .list(let items), .tuple(let items):
      return try items.map { item in
        guard case .int(let axis) = item else { throw UnsupportedCall("\(item.kind) as an axis") }
        return axis
      }
    case .int(let axis): return [axis]
    default: throw UnsupportedCall("\(value.kind) as axes")
    }
  }

  private static let norms: [OperatorCall] = [
    .one("norm", "x.norm(2, dims: [0])") { a in
      let p = try order(a, 1, "p")
      let (dims, keepDim) = (try a.optionalInts(2, "dim"), try a.flag(3, "keepdim"))
      let dtype = try a.dtype(nil, "dtype")
      switch p {
      case nil, .fro?: return Linalg.vectorNorm(try a.x, 2, dims: dims, keepDim: keepDim, dtype: dtype)
      case .nuc?: return Linalg.matrixNorm(try a.x, .nuc, dims: dims ?? [-2, -1], keepDim: keepDim, dtype: dtype)
      case .p(let p)?: return Linalg.vectorNorm(try a.x, p, dims: dims, keepDim: keepDim, dtype: dtype)
      }
    },
    .one("dist", "x.dist(y, p: 2)") { a in try a.x.dist(a.tensor(1, "other"), p: a.double(2, "p", 2)) },
    .one("cdist", "x.cdist(y, p: 2)") { a in
      _ = try a.string(3, "compute_mode")
      return try a.x.cdist(a.tensor(1, "x2"), p: a.double(2, "p", 2))
    },
    .one("linalg.norm", "Linalg.norm(x, 2, dims: [0, 1])") { a in
      try Linalg.norm(
        a.x, order(a, 1, "ord"), dims: a.optionalInts(2, "dim"), keepDim: a.flag(3, "keepdim"), dtype: a.dtype(nil, "dtype"))
    },
    .one("linalg.vector_norm", "Linalg.vectorNorm(x, 2, dims: [0])") { a in
      try Linalg.vectorNorm(
        a.x, a.double(1, "ord", 2), dims: a.optionalInts(2, "dim"), keepDim: a.flag(3, "keepdim"), dtype: a.dtype(nil, "dtype"))
    },
    .one("linalg.matrix_norm", "Linalg.matrixNorm(x, .fro)") { a in
      try Linalg.matrixNorm(
        a.x, order(a, 1, "ord") ?? .fro, dims: a.optionalInts(2, "dim") ?? [-2, -1], keepDim: a.flag(3, "keepdim"),
        dtype: a.dtype(nil, "dtype"))
    },
    .one("linalg.cond", "Linalg.cond(x, 2)") { a in try Linalg.cond(a.x, order(a, 1, "p")) },
    .one("trace", "x.trace()") { a in try a.x.trace() },
  ]

  private static func order(_ a: CallArguments, _ position: Int, _ name: String) throws -> NormOrder? {
    switch a.value(position, name) {
    case nil: return nil
    case .string("fro")?: return .fro
    case .string("nuc")?: return .nuc
    case .string("inf")?: return .p(.infinity)
    case .string("-inf")?: return .p(-.infinity)
    default: return .p(try a.double(position, name, 2))
    }
  }

  private static let systems: [OperatorCall] = [
    .one("linalg.det", "Linalg.det(x)") { a in try Linalg.det(a.x) },
    .many("linalg.slogdet", "Linalg.slogdet(x)") { a in
      let found = Linalg.slogdet(try a.x)
      return [found.sign, found.logAbsDet]
    },
    .one("linalg.inv", "Linalg.inv(x)") { a in try Linalg.inv(a.x) },
    .one("linalg.solve", "Linalg.solve(a, b)") { a in
      try Linalg.solve(a.tensor(0, "A"), a.tensor(1, "B"), left: a.flag(nil, "left", true))
    },
    .one("linalg.solve_triangular", "Linalg.solveTriangular(a, b, upper: true)") { a in
      try Linalg.solveTriangular(
        a.tensor(0, "A"), a.tensor(1, "B"), upper: a.flag(nil, "upper"), left: a.flag(nil, "left", true),
        unitriangular: a.flag(nil, "unitriangular"))
    },
    .one("cholesky_solve", "b.choleskySolve(l, upper: false)") { a in
      try a.x.choleskySolve(a.tensor(1, "input2"), upper: a.flag(2, "upper"))
    },
    .one("cholesky_inverse", "l.choleskyInverse(upper: false)") { a in try a.x.choleskyInverse(upper: a.flag(1, "upper")) },
    .one("lu_solve", "b.luSolve(lu, pivots)") { a in try a.x.luSolve(a.tensor(1, "LU_data"), a.tensor(2, "LU_pivots")) },
    .one("linalg.lu_solve", "Linalg.luSolve(lu, pivots, b)") { a in
      try Linalg.luSolve(
        a.tensor(0, "LU"), a.tensor(1, "pivots"), a.tensor(2, "B"), left: a.flag(nil, "left", true), adjoint: a.flag(nil, "adjoint"))
    },
    .many("linalg.lstsq", "Linalg.lstsq(a, b)") { a in
      let found = try Linalg.lstsq(a.tensor(0, "A"), a.tensor(1, "B"), rcond: a.optionalDouble(2, "rcond"), driver: driver(a, nil))
      return [found.solution, found.residuals, found.rank, found.singularValues]
    },
    // PyTorch's database tries derivatives with what has one.
    .many("linalg.lstsq.grad_oriented", "Linalg.lstsq(a, b)") { a in
      let found = try Linalg.lstsq(a.tensor(0, "A"), a.tensor(1, "B"), driver: driver(a, 2))
      return [found.solution, found.residuals]
    },
    // PyTorch's database makes matrices of low rank of two tensors.
    .one("linalg.pinv.singular", "Linalg.pinv(a.matmul(b.transpose(-2, -1)))") { a in
      try Linalg.pinv(a.x.matmul(a.tensor(1, "b").transpose(-2, -1)))
    },
    .one("linalg.pinv", "Linalg.pinv(x)") { a in
      try Linalg.pinv(a.x, atol: tolerance(a, "atol"), rtol: tolerance(a, "rtol"), hermitian: a.flag(nil, "hermitian"))
    },
    .one("linalg.matrix_rank", "Linalg.matrixRank(x)") { a in
      try Linalg.matrixRank(a.x, atol: tolerance(a, "atol"), rtol: tolerance(a, "rtol"), hermitian: a.flag(nil, "hermitian"))
    },
    .one("linalg.matrix_power", "Linalg.matrixPower(x, 3)") { a in try Linalg.matrixPower(a.x, a.int(1, "n")) },
    .one("matrix_exp", "Linalg.matrixExp(x)") { a in try Linalg.matrixExp(a.x) },
    .one("linalg.vander", "Linalg.vander(x)") { a in try Linalg.vander(a.x, a.optionalInt(nil, "N")) },
    .one("vander", "x.vander(increasing: true)") { a in try a.x.vander(a.optionalInt(1, "N"), increasing: a.flag(2, "increasing")) },
  ]

  private static func driver(_ a: CallArguments, _ position: Int?) throws -> LstsqDriver {
    guard let name = try a.string(position, "driver") else { return .gelsy }
    guard let driver = LstsqDriver(rawValue: name) else { throw UnsupportedCall("driver \(name)") }
    return driver
  }

  /// A tensor, or a number as one.
  private static func tolerance(_ a: CallArguments, _ name: String) throws -> Tensor? {
    if case .tensor(let tensor)? = a.value(nil, name) { return tensor }
    return try a.optionalDouble(nil, name).map { Tensor.full([], $0, dtype: .float64) }
  }

  private static let decompositions: [OperatorCall] = [
    .one("linalg.cholesky", "Linalg.cholesky(x)") { a in try Linalg.cholesky(a.x, upper: a.flag(nil, "upper")) },
    .many("linalg.qr", "Linalg.qr(x)") { a in
      guard let mode = QRMode(rawValue: try a.string(1, "mode") ?? "reduced") else { throw UnsupportedCall("mode") }
      let found = Linalg.qr(try a.x, mode: mode)
      return [found.q, found.r]
    },
    .many("linalg.svd", "Linalg.svd(x)") { a in
      let found = try Linalg.svd(a.x, fullMatrices: a.flag(1, "full_matrices", true))
      return [found.u, found.s, found.vh]
    },
    .one("linalg.svdvals", "Linalg.svdvals(x)") { a in try Linalg.svdvals(a.x) },
    .many("linalg.eigh", "Linalg.eigh(x)") { a in
      let found = Linalg.eigh(try a.x, try triangle(a))
      return [found.values, found.vectors]
    },
    .one("linalg.eigvalsh", "Linalg.eigvalsh(x)") { a in try Linalg.eigvalsh(a.x, triangle(a)) },
    .many("linalg.eig", "Linalg.eig(x)") { a in
      let found = Linalg.eig(try a.x)
      return [found.values, found.vectors]
    },
    .one("linalg.eigvals", "Linalg.eigvals(x)") { a in try Linalg.eigvals(a.x) },
    .many("linalg.lu", "Linalg.lu(x)") { a in
      let found = try Linalg.lu(a.x, pivot: a.flag(nil, "pivot", true))
      return [found.p, found.l, found.u]
    },
    .many("linalg.lu_factor", "Linalg.luFactor(x)") { a in
      let found = try Linalg.luFactor(a.x, pivot: a.flag(nil, "pivot", true))
      return [found.lu, found.pivots]
    },
  ]

  private static func triangle(_ a: CallArguments) throws -> Triangle {
    guard let triangle = Triangle(rawValue: try a.string(1, "UPLO") ?? "L") else { throw UnsupportedCall("UPLO") }
    return triangle
  }

  private static let statistics: [OperatorCall] = [
    .one("cov", "x.cov()") { a in
      try a.x.cov(
        correction: a.int(nil, "correction", 1), fweights: a.optionalTensor(nil, "fweights"), aweights: a.optionalTensor(nil, "aweights"))
    },
    .one("corrcoef", "x.corrcoef()") { a in try a.x.corrcoef() },
  ]
}
