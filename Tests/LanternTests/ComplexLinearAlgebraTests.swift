import Lantern
import Testing

/// Decompositions of complex matrices put back together, and their derivatives against differences of neighbouring values.
@Suite struct ComplexLinearAlgebraTests {
  private static func random(_ seed: String, _ shape: [Int]) -> Tensor {
    var source = LawRandom(seed)
    return Tensor.complex(source.uniform(shape, in: -2...2), source.uniform(shape, in: -2...2))
  }
  private static func random(_ seed: String, _ shape: Int...) -> Tensor { random(seed, shape) }
  private static let tight = Tolerance(absolute: 1e-10, relative: 1e-10)

  private static func adjoint(_ t: Tensor) -> Tensor { t.transpose(-2, -1).conj() }
  private static func hermitian(_ t: Tensor) -> Tensor { t + adjoint(t) }
  private static func positive(_ t: Tensor) -> Tensor { t.matmul(adjoint(t)) + Tensor.eye(t.shape[t.rank - 2], dtype: .float64) }

  private func expectEqual(_ a: Tensor, _ b: Tensor, _ what: String, location: SourceLocation = #_sourceLocation) {
    let wide = b.to(.complex128).expand(a.shape)
    #expect(a.dtype == .complex128, "\(what)", sourceLocation: location)
    expectClose(a.viewAsReal(), wide.viewAsReal(), Self.tight, what)
  }

  private func identity(like t: Tensor) -> Tensor { Tensor.eye(t.shape[t.rank - 1], dtype: .complex128).expand(t.shape) }

  // MARK: decompositions

  @Test(arguments: [[1, 1], [3, 3], [5, 3], [3, 5], [2, 4, 4], [2, 7, 3], [1, 6], [6, 1], [40, 33], [33, 70], [12, 4]])
  func decompositionsPutTogether(shape: [Int]) throws {
    let a = Self.random("together", shape)
    for full in [false, true] {
      let found = Linalg.svd(a, fullMatrices: full)
      let k = found.s.shape[found.s.rank - 1]
      #expect(found.s.dtype == .float64)
      expectEqual((found.u.narrow(-1, 0, k) * found.s.unsqueeze(-2)).matmul(found.vh.narrow(-2, 0, k)), a, "svd")
      for product in [Self.adjoint(found.u).matmul(found.u), found.vh.matmul(Self.adjoint(found.vh))] {
        expectEqual(product, identity(like: product), "vectors at right angles")
      }
      #expect((found.s.narrow(-1, 0, k - 1) .>= found.s.narrow(-1, 1, k - 1)).all().item() == .bool(true))
    }
    for mode in [QRMode.reduced, .complete] {
      let qr = Linalg.qr(a, mode: mode)
      expectEqual(qr.q.matmul(qr.r), a, "qr")
      expectEqual(Self.adjoint(qr.q).matmul(qr.q), identity(like: Self.adjoint(qr.q).matmul(qr.q)), "Q")
      expectSameBits(qr.r.triu().viewAsReal(), qr.r.viewAsReal(), "R is a triangle")
      #expect((qr.r.diagonal(dim1: -2, dim2: -1).imag() .== 0).all().item() == .bool(true))
    }
    let lu = Linalg.lu(a)
    expectEqual(lu.p.matmul(lu.l).matmul(lu.u), a, "lu")
    let p = Linalg.pinv(a)
    expectEqual(a.matmul(p).matmul(a), a, "pinv")
    expectEqual(Self.adjoint(a.matmul(p)), a.matmul(p), "pinv")
    let single = Linalg.svdvals(a.to(.complex64))
    #expect(single.dtype == .float32)
    expectClose(single.to(.float64), Linalg.svdvals(a), Tolerance(absolute: 1e-4, relative: 1e-5), "complex64")
  }

  @Test(arguments: [[1, 1], [2, 2], [3, 3], [2, 5, 5], [40, 40], [70, 70]])
  func squareMatrices(shape: [Int]) throws {
    let a = Self.random("square", shape)
    let n = shape.last!
    let symmetric = Self.hermitian(a)
    for triangle in Triangle.allCases {
      // The imaginary parts of the diagonal are not looked at.
      let half = (triangle == .lower ? symmetric.tril() : symmetric.triu()) + Tensor.eye(n, dtype: .complex128) * Complex128(0, 3)
      let found = Linalg.eigh(half, triangle)
      #expect(found.values.dtype == .float64)
      expectEqual((found.vectors * found.values.unsqueeze(-2)).matmul(Self.adjoint(found.vectors)), symmetric, "eigh")
      #expect((found.values.narrow(-1, 0, n - 1) .<= found.values.narrow(-1, 1, n - 1)).all().item() == .bool(true))
    }
    let definite = Self.positive(a)
    let b = Self.random("right", Array(shape.dropLast()) + [3])
    for upper in [false, true] {
      let factor = Linalg.cholesky(upper ? definite.triu() : definite.tril(), upper: upper)
      expectEqual(upper ? Self.adjoint(factor).matmul(factor) : factor.matmul(Self.adjoint(factor)), definite, "cholesky")
      expectEqual(definite.matmul(b.choleskySolve(factor, upper: upper)), b, "cholesky_solve")
      let product = definite.matmul(factor.choleskyInverse(upper: upper))
      expectEqual(product, identity(like: product), "cholesky_inverse")
    }
    let matrix = definite + a
    expectEqual(matrix.matmul(Linalg.solve(matrix, b)), b, "solve")
    expectEqual(matrix.matmul(Linalg.inv(matrix)), identity(like: a), "inv")
    let factors = Linalg.luFactor(matrix)
    expectEqual(matrix.matmul(Linalg.luSolve(factors.lu, factors.pivots, b)), b, "lu_solve")
    expectEqual(Self.adjoint(matrix).matmul(Linalg.luSolve(factors.lu, factors.pivots, b, adjoint: true)), b, "lu_solve adjoint")
    let row = b.transpose(-2, -1)
    expectEqual(Linalg.luSolve(factors.lu, factors.pivots, row, left: false).matmul(matrix), row, "lu_solve right")
    expectEqual(
      Linalg.luSolve(factors.lu, factors.pivots, row, left: false, adjoint: true).matmul(Self.adjoint(matrix)), row,
      "lu_solve right adjoint")
    expectEqual(Linalg.solve(matrix, row, left: false).matmul(matrix), row, "solve right")
    let found = Linalg.eig(a)
    expectEqual(a.matmul(found.vectors), found.vectors * found.values.unsqueeze(-2), "eig")
    expectClose(found.vectors.abs().square().sum(dim: -2), Tensor.ones(Shape(shape.dropLast()), dtype: .float64), Self.tight, "length")
    let size = Linalg.slogdet(a)
    expectEqual(size.sign * size.logAbsDet.exp(), found.values.prod(dim: -1), "slogdet")
    let scaled = a / Double(n)
    let product = Linalg.matrixExp(scaled).matmul(Linalg.matrixExp(-scaled))
    expectEqual(product, identity(like: product), "exp(A) exp(-A)")
    // A = V diag(λ) V⁻¹ gives the exponential too.
    let parts = Linalg.eig(scaled)
    expectEqual(Linalg.matrixExp(scaled), (parts.vectors * parts.values.exp().unsqueeze(-2)).matmul(Linalg.inv(parts.vectors)), "exp(A)")
  }

  /// The gradient of det() is conj(det(A) A⁻ᵀ), also for singular matrices, where it is the limit from neighbours.
  @Test(arguments: [3, 11])
  func cofactorsOfSingularMatrices(n: Int) throws {
    let a = Self.random("cofactor", n, n)
    let singular = Tensor.cat([a.narrow(1, 0, n - 1), a.narrow(1, 0, 1) * Complex128(0, 2)], 1)
    func gradient(_ m: Tensor) throws -> Tensor {
      let leaf = m.detach().clone().requiresGrad_()
      return try grad(of: [Linalg.det(leaf).real()], withRespectTo: [leaf])[0]!
    }
    expectEqual(try gradient(a), (Linalg.det(a) * Linalg.inv(a).transpose(0, 1)).conj(), "regular")
    let limit = try gradient(singular + a * 1e-7)
    let exact = try gradient(singular)
    #expect(((limit - exact).abs().max() / exact.abs().max()).item().doubleValue < 1e-4)
  }

  @Test func valuesOfOtherFunctions() throws {
    let (a, b) = (Self.random("a", 3, 4), Self.random("b", 3, 4))
    expectEqual(Linalg.vecdot(a, b), (a.conj() * b).sum(dim: -1), "vecdot")
    expectEqual(a.select(0, 0).vdot(b.select(0, 0)), Linalg.vecdot(a, b).select(0, 0), "vdot")
    let centred = a - a.mean(dim: 1, keepDim: true)
    expectEqual(a.cov(), centred.matmul(Self.adjoint(centred)) / 3, "cov")
    expectEqual(a.corrcoef().diagonal(), Tensor.ones(3, dtype: .complex128), "corrcoef")
    let found = Linalg.lstsq(a.t(), b.t(), driver: .gelsd)
    expectEqual(a.conj().matmul(a.t().matmul(found.solution)), a.conj().matmul(b.t()), "lstsq")
    #expect(found.residuals.dtype == .float64 && found.singularValues.dtype == .float64)
    #expect(Linalg.matrixRank(a).item() == .int(3))
    let square = Self.random("c", 3, 3)
    expectEqual(square.logdet().exp(), Linalg.det(square), "logdet")
    let inverse = Linalg.inv(square)
    for p: NormOrder in [.fro, .nuc, 1, 2, .p(.infinity)] {
      expectClose(Linalg.cond(square, p), Linalg.matrixNorm(square, p) * Linalg.matrixNorm(inverse, p), Self.tight, "cond \(p)")
    }
  }

  @Test func unusualMatrices() throws {
    func message(_ body: () -> Tensor) -> String {
      do {
        _ = try withTensorErrors(body)
        return "no error"
      } catch let error as TensorError { return error.message } catch { return "\(error)" }
    }
    let a = Self.random("a", 2, 3, 3)
    a.select(0, 1).select(0, 0).fill_(Complex128(0, .nan))
    #expect(message { Linalg.svd(a).s }.hasPrefix("linalg.svd: (Batch element 1): The algorithm failed to converge"))
    #expect(message { Linalg.eig(a).values } == "torch.linalg.eig: input tensor should not contain infs or NaNs.")
    #expect(message { Linalg.cholesky(-Tensor.eye(3, dtype: .complex64)) }.contains("leading minor of order 1 is not positive-definite"))
    #expect(message { Linalg.inv(Tensor.zeros(2, 2, dtype: .complex64)) }.contains("the input matrix is singular"))
    #expect(Linalg.slogdet(Tensor.zeros(2, 2, dtype: .complex64)).logAbsDet.item() == .double(-.infinity))
    #expect(Linalg.matrixExp(Tensor.full([2, 2], Complex128(.nan, 0))).abs().isNaN().all().item() == .bool(true))
    // Far from 1, neither squares nor products may overflow or vanish.
    let base = Self.random("scale", 3, 3)
    for scale in [1e-160, 1e160] {
      expectClose(Linalg.svdvals(base * scale) / scale, Linalg.svdvals(base), Self.tight, "svdvals times \(scale)")
      let matrix = Self.hermitian(base)
      expectClose(Linalg.eigvalsh(matrix * scale) / scale, Linalg.eigvalsh(matrix), Self.tight, "eigvalsh times \(scale)")
      expectEqual(Linalg.qr(base * scale).q, Linalg.qr(base).q, "qr times \(scale)")
    }
    // Ranks below the size, and none at all.
    let row = Self.random("row", 4)
    let single = row.unsqueeze(1).matmul(row.conj().unsqueeze(0))
    #expect(Linalg.matrixRank(single).item() == .int(1) && Linalg.matrixRank(single, hermitian: true).item() == .int(1))
    expectEqual(Linalg.pinv(single, hermitian: true), Linalg.pinv(single), "pinv of a matrix of rank 1")
    for shape: Shape in [[0, 0], [0, 3], [3, 0], [2, 0, 0], [0, 3, 3]] {
      let empty = Tensor.zeros(shape, dtype: .complex64)
      try withTensorErrors {
        let (m, n) = (shape[shape.count - 2], shape[shape.count - 1])
        #expect(Linalg.svd(empty).u.shape == Shape(shape.dropLast(2) + [m, m]))
        #expect(Linalg.qr(empty, mode: .complete).q.shape == Shape(shape.dropLast(2) + [m, m]))
        #expect(Linalg.pinv(empty).shape == Shape(shape.dropLast(2) + [n, m]))
        guard m == n else { return }
        #expect(Linalg.eigh(empty).values.dtype == .float32)
        #expect(Linalg.det(empty).shape == Shape(shape.dropLast(2)))
        #expect(Linalg.inv(empty).shape == shape && Linalg.eig(empty).vectors.shape == shape)
      }
    }
  }

  // MARK: derivatives

  private static func parts(_ t: Tensor) -> Tensor { t.dtype.isComplex ? t.viewAsReal() : t }

  private static func weighed(_ results: [Tensor], _ seed: String) -> Tensor {
    results.enumerated().map { k, t in
      var random = LawRandom("\(seed) \(k)")
      let numbers = parts(t)
      return (numbers * random.uniform(Array(numbers.shape), in: 0.5...1.5)).sum()
    }.reduce(Tensor(0.0, dtype: .float64)) { $0 + $1 }
  }

  /// First and second derivatives of a function of one tensor.
  private static func expectDerivatives(_ name: String, at x: Tensor, _ body: (Tensor) -> [Tensor]) throws {
    let step = 1e-6
    let direction = x.dtype.isComplex ? random(name, Array(x.shape)) : random(name, Array(x.shape)).real().clone()
    func slope(_ t: Tensor, createGraph: Bool) throws -> (leaf: Tensor, slope: Tensor) {
      let leaf = t.detach().clone().requiresGrad_()
      let g = try grad(of: [weighed(body(leaf), name)], withRespectTo: [leaf], createGraph: createGraph)[0]!
      return (leaf, (parts(g) * parts(direction)).sum())
    }
    try withTensorErrors {
      func value(_ t: Tensor) -> Double { weighed(body(t), name).item().doubleValue }
      let first = try slope(x, createGraph: true)
      let numeric = (value(x + direction * step) - value(x - direction * step)) / (2 * step)
      let analytic = first.slope.item().doubleValue
      #expect(abs(analytic - numeric) <= 1e-5 + 1e-4 * abs(numeric), "\(name): \(analytic), but differences give \(numeric)")
      guard first.slope.requiresGrad else { return }
      let second = try grad(of: [first.slope], withRespectTo: [first.leaf], allowUnused: true)[0]
      let above = try slope(x + direction * step, createGraph: false).slope.item().doubleValue
      let below = try slope(x - direction * step, createGraph: false).slope.item().doubleValue
      let numericSecond = (above - below) / (2 * step)
      let analyticSecond = second.map { (parts($0) * parts(direction)).sum().item().doubleValue } ?? 0
      #expect(
        abs(analyticSecond - numericSecond) <= 1e-4 + 1e-3 * abs(numericSecond),
        "\(name), second: \(analyticSecond), but differences give \(numericSecond)")
    }
  }

  @Test func derivativesOfDecompositions() throws {
    let square = Self.random("square", 3, 3)
    let (tall, wide) = (Self.random("tall", 4, 3), Self.random("wide", 2, 3, 4))
    for upper in [false, true] {
      try Self.expectDerivatives("cholesky \(upper)", at: square) { [Linalg.cholesky(Self.positive($0), upper: upper)] }
      try Self.expectDerivatives("cholesky_solve \(upper)", at: square) {
        [wide.select(0, 0).choleskySolve(Linalg.cholesky(Self.positive($0), upper: upper), upper: upper)]
      }
    }
    try Self.expectDerivatives("eigvalsh", at: square) { [Linalg.eigvalsh(Self.hermitian($0))] }
    // Vectors have no phase, so absolute values and products in which it cancels are compared.
    try Self.expectDerivatives("eigh", at: square) { x in
      let found = Linalg.eigh(Self.hermitian(x))
      return [found.values, found.vectors.abs(), found.vectors.select(1, 0).outer(found.vectors.select(1, 0).conj())]
    }
    for a in [square, square.real().clone()] {
      try Self.expectDerivatives("eig of \(a.dtype)", at: a) { x in
        let found = Linalg.eig(x)
        return [found.values, found.vectors.abs()]
      }
      try Self.expectDerivatives("eigvals of \(a.dtype)", at: a) { [Linalg.eigvals($0)] }
    }
    for (name, a) in [("square", square), ("tall", tall), ("wide", wide)] {
      try Self.expectDerivatives("svdvals \(name)", at: a) { [Linalg.svdvals($0)] }
      try Self.expectDerivatives("svd \(name)", at: a) { x in
        let found = Linalg.svd(x, fullMatrices: false)
        return [found.u.abs(), found.s, found.vh.abs(), found.u.matmul(found.vh)]
      }
      try Self.expectDerivatives("qr \(name)", at: a) { x in
        let found = Linalg.qr(x)
        return [found.q, found.r]
      }
      try Self.expectDerivatives("pinv \(name)", at: a) { [Linalg.pinv($0)] }
      try Self.expectDerivatives("lu \(name)", at: a) { x in
        let found = Linalg.lu(x)
        return [found.l, found.u]
      }
      for p: NormOrder in [.fro, .nuc, 1, 2] {
        try Self.expectDerivatives("matrix_norm \(p) \(name)", at: a) { [Linalg.matrixNorm($0, p)] }
      }
    }
    try Self.expectDerivatives("determinants", at: square) { x in
      let found = Linalg.slogdet(x)
      return [Linalg.det(x), found.sign, found.logAbsDet, x.logdet()]
    }
    try Self.expectDerivatives("solve", at: square) { x in
      [
        Linalg.inv(x), Linalg.solve(x, wide), Linalg.solve(x, tall, left: false), Linalg.solveTriangular(x, wide, upper: true),
        Linalg.solveTriangular(x, tall, upper: false, left: false, unitriangular: true),
      ]
    }
    try Self.expectDerivatives("lu_solve", at: square) { x in
      let factors = Linalg.luFactor(x)
      return [
        Linalg.luSolve(factors.lu, factors.pivots, wide.select(0, 0)), Linalg.luSolve(factors.lu, factors.pivots, tall, left: false),
        Linalg.luSolve(factors.lu, factors.pivots, wide.select(0, 0), adjoint: true),
      ]
    }
    try Self.expectDerivatives("matrix functions", at: square / 2) { x in
      [Linalg.matrixExp(x), Linalg.matrixPower(x, 3), Linalg.matrixPower(x, -2)]
    }
    try Self.expectDerivatives("lstsq", at: tall) { x in
      let found = Linalg.lstsq(x, Self.random("b", 4, 2), driver: .gels)
      return [found.solution, found.residuals]
    }
    try Self.expectDerivatives("statistics", at: tall) { x in
      [x.cov(), x.corrcoef(), Linalg.vecdot(x, x.flip(0)), x.logaddexp(x.flip(0)), x.rmsNorm([3])]
    }
    let (matrix, tau) = (Self.random("reflectors", 4, 3), Self.random("tau", 3))
    try Self.expectDerivatives("reflectors", at: matrix) { x in
      [Linalg.householderProduct(x, tau), x.ormqr(tau, tall, transpose: true), x.ormqr(tau, tall.t(), left: false)]
    }
  }

  /// What depends on the phase of a vector has no derivative.
  @Test func phases() throws {
    let a = Self.random("phases", 3, 3).requiresGrad_()
    func message(_ body: () -> Tensor) -> String {
      do {
        try withTensorErrors { _ = try grad(of: [body().real().sum()], withRespectTo: [a]) }
        return "no error"
      } catch let error as TensorError { return error.message } catch { return "\(error)" }
    }
    #expect(message { Linalg.eigh(a).vectors }.contains("linalg_eigh_backward: The eigenvectors in the complex case are specified up to"))
    #expect(message { Linalg.eig(a).vectors }.contains("linalg_eig_backward: The eigenvectors in the complex case are specified up to"))
    for body in [{ Linalg.svd(a).u }, { Linalg.svd(a).vh }] {
      #expect(message(body).contains("svd_backward: The singular vectors in the complex case are specified up to multiplication"))
    }
    #expect(message { Linalg.svd(a).s.to(.complex128) } == "no error")
  }
}
