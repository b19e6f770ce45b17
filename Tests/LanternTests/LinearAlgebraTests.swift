import Lantern
import Testing

/// Decompositions put back together, their derivatives against differences of neighbouring values, and PyTorch's error messages.
@Suite struct LinearAlgebraTests {
  private static func random(_ seed: String, _ shape: Int...) -> Tensor {
    var source = LawRandom(seed)
    return source.uniform(shape, in: -2...2)
  }
  private static let tight = Tolerance(absolute: 1e-11, relative: 1e-11)

  private static func turned(_ t: Tensor) -> Tensor { t.transpose(-2, -1) }
  private static func positive(_ t: Tensor) -> Tensor { t.matmul(turned(t)) + Tensor.eye(t.shape[t.rank - 2], dtype: .float64) }

  /// Every float result, weighted at random.
  private static func weighed(_ results: [Tensor], _ seed: String) -> Tensor {
    results.enumerated().map { k, t in
      var random = LawRandom("\(seed) \(k)")
      return (t * random.uniform(Array(t.shape), in: 0.5...1.5)).sum()
    }.reduce(Tensor(0.0, dtype: .float64)) { $0 + $1 }
  }

  /// First and second derivatives of a function of one tensor.
  private static func expectDerivatives(_ name: String, at x: Tensor, _ body: (Tensor) -> [Tensor]) throws {
    var random = LawRandom(name)
    let direction = random.uniform(Array(x.shape))
    let step = 1e-6
    func slope(_ t: Tensor, createGraph: Bool) throws -> (leaf: Tensor, slope: Tensor) {
      let leaf = t.detach().clone().requiresGrad_()
      let value = weighed(body(leaf), name)
      let g = try grad(of: [value], withRespectTo: [leaf], createGraph: createGraph)[0]!
      return (leaf, (g * direction).sum())
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
      let analyticSecond = second.map { ($0 * direction).sum().item().doubleValue } ?? 0
      #expect(
        abs(analyticSecond - numericSecond) <= 1e-4 + 1e-3 * abs(numericSecond),
        "\(name), second: \(analyticSecond), but differences give \(numericSecond)")
    }
  }

  private static func message(_ body: () -> Tensor) -> String {
    do {
      _ = try withTensorErrors(body)
      return "no error"
    } catch let error as TensorError { return error.message } catch { return "\(error)" }
  }

  // MARK: decompositions

  @Test(arguments: [[3, 3], [5, 3], [3, 5], [2, 4, 4], [2, 7, 3], [1, 6], [6, 1], [40, 33], [33, 70]])
  func decompositionsPutTogether(shape: [Int]) throws {
    var source = LawRandom("together")
    let a = source.uniform(shape)
    for full in [false, true] {
      let found = Linalg.svd(a, fullMatrices: full)
      let k = found.s.shape[found.s.rank - 1]
      let back = (found.u.narrow(-1, 0, k) * found.s.unsqueeze(-2)).matmul(found.vh.narrow(-2, 0, k))
      expectClose(back, a, Self.tight, "svd")
      for side in [found.u, Self.turned(found.vh)] {
        expectClose(
          Self.turned(side).matmul(side),
          Tensor.eye(side.shape[side.rank - 1], dtype: .float64).expand(
            Self.turned(side).matmul(side).shape), Self.tight, "vectors at right angles")
      }
      #expect((found.s.narrow(-1, 0, k - 1) .>= found.s.narrow(-1, 1, k - 1)).all().item() == .bool(true))
    }
    for mode in [QRMode.reduced, .complete] {
      let qr = Linalg.qr(a, mode: mode)
      expectClose(qr.q.matmul(qr.r), a, Self.tight, "qr")
      expectSameBits(qr.r.triu(), qr.r, "R is a triangle")
    }
    expectSameBits(Linalg.qr(a, mode: .r).r, Linalg.qr(a).r, "R alone")
    let lu = Linalg.lu(a)
    expectClose(lu.p.matmul(lu.l).matmul(lu.u), a, Self.tight, "lu")
    let p = Linalg.pinv(a)
    expectClose(a.matmul(p).matmul(a), a, Self.tight, "pinv")
  }

  @Test(arguments: [[1, 1], [3, 3], [2, 5, 5], [40, 40], [70, 70]])
  func squareMatrices(shape: [Int]) throws {
    var source = LawRandom("square")
    let a = source.uniform(shape)
    let n = shape.last!
    let symmetric = a + Self.turned(a)
    for triangle in Triangle.allCases {
      let half = triangle == .lower ? symmetric.tril() : symmetric.triu()
      let found = Linalg.eigh(half, triangle)
      expectClose((found.vectors * found.values.unsqueeze(-2)).matmul(Self.turned(found.vectors)), symmetric, Self.tight, "eigh")
      #expect((found.values.narrow(-1, 0, n - 1) .<= found.values.narrow(-1, 1, n - 1)).all().item() == .bool(true))
    }
    let definite = Self.positive(a)
    for upper in [false, true] {
      let factor = Linalg.cholesky(upper ? definite.triu() : definite.tril(), upper: upper)
      expectClose(upper ? Self.turned(factor).matmul(factor) : factor.matmul(Self.turned(factor)), definite, Self.tight, "cholesky")
      let b = source.uniform(Array(shape.dropLast()) + [2])
      expectClose(definite.matmul(b.choleskySolve(factor, upper: upper)), b, Self.tight, "cholesky_solve")
      if shape.count == 2 {
        expectClose(definite.matmul(factor.choleskyInverse(upper: upper)), Tensor.eye(n, dtype: .float64), Self.tight, "cholesky_inverse")
      }
    }
    let b = source.uniform(Array(shape.dropLast()) + [3])
    let x = Linalg.solve(definite, b)
    expectClose(definite.matmul(x), b, Self.tight, "solve")
    let factors = Linalg.luFactor(definite + a)
    expectClose((definite + a).matmul(Linalg.luSolve(factors.lu, factors.pivots, b)), b, Self.tight, "lu_solve")
    expectClose(
      Self.turned(definite + a).matmul(Linalg.luSolve(factors.lu, factors.pivots, b, adjoint: true)), b, Self.tight, "lu_solve adjoint")
    let row = Self.turned(b)
    expectClose(Linalg.luSolve(factors.lu, factors.pivots, row, left: false).matmul(definite + a), row, Self.tight, "lu_solve right")
    expectClose(Linalg.solve(definite + a, row, left: false).matmul(definite + a), row, Self.tight, "solve right")
    // A v = λ v, in real and imaginary parts.
    let found = Linalg.eig(a)
    let (values, vectors) = (found.values.toArray(Complex128.self), found.vectors.toArray(Complex128.self))
    let elements = a.doubles
    for (k, value) in values.enumerated() {
      let (matrix, column) = (k / n, k % n)
      var length = 0.0
      for i in 0..<n {
        var (re, im) = (0.0, 0.0)
        for j in 0..<n {
          let v = vectors[matrix * n * n + j * n + column]
          re += elements[matrix * n * n + i * n + j] * v.real
          im += elements[matrix * n * n + i * n + j] * v.imaginary
        }
        let v = vectors[matrix * n * n + i * n + column]
        length += v.real * v.real + v.imaginary * v.imaginary
        #expect(abs(re - (value.real * v.real - value.imaginary * v.imaginary)) < 1e-10)
        #expect(abs(im - (value.real * v.imaginary + value.imaginary * v.real)) < 1e-10)
      }
      #expect(abs(length - 1) < 1e-12)
    }
    expectClose(
      Linalg.matrixExp(a).matmul(Linalg.matrixExp(-a)), Tensor.eye(n, dtype: .float64).expand(a.shape),
      Tolerance(absolute: 1e-3, relative: 0), "exp(A) exp(-A)")
  }

  @Test func singularAndEmptyMatrices() throws {
    let zero = Tensor.zeros(3, 3, dtype: .float64)
    #expect(Linalg.svdvals(zero).doubles == [0, 0, 0])
    let ones = Tensor.ones(4, 4, dtype: .float64)
    let found = Linalg.svd(ones)
    expectClose(Self.turned(found.u).matmul(found.u), Tensor.eye(4, dtype: .float64), Self.tight, "U of a matrix of rank 1")
    expectClose(found.vh.matmul(Self.turned(found.vh)), Tensor.eye(4, dtype: .float64), Self.tight, "V of a matrix of rank 1")
    #expect(Linalg.matrixRank(ones).item() == .int(1))
    #expect(Linalg.matrixRank(ones, hermitian: true).item() == .int(1))
    expectClose(Linalg.pinv(ones), ones / 16, Self.tight, "pinv of a matrix of rank 1")
    #expect(Linalg.slogdet(ones).logAbsDet.item() == .double(-.infinity))
    #expect(Linalg.cond(ones, 1).item() == .double(.infinity))
    #expect(Linalg.cond(ones, .nuc).item() == .double(.infinity))
    for shape: Shape in [[0, 0], [0, 3], [3, 0], [2, 0, 0], [0, 3, 3]] {
      let a = Tensor.zeros(shape, dtype: .float32)
      try withTensorErrors {
        let (m, n) = (shape[shape.count - 2], shape[shape.count - 1])
        #expect(Linalg.svd(a).u.shape == Shape(shape.dropLast(2) + [m, m]))
        #expect(Linalg.qr(a, mode: .complete).q.shape == Shape(shape.dropLast(2) + [m, m]))
        #expect(Linalg.pinv(a).shape == Shape(shape.dropLast(2) + [n, m]))
        #expect(Linalg.lu(a).p.shape == Shape(shape.dropLast(2) + [m, m]))
        guard m == n else { return }
        #expect(Linalg.eigh(a).values.shape == Shape(shape.dropLast()))
        #expect(Linalg.cholesky(a).shape == shape)
        #expect(Linalg.inv(a).shape == shape)
        #expect(Linalg.matrixExp(a).shape == shape)
        #expect(Linalg.eig(a).vectors.shape == shape)
        #expect(Linalg.solve(a, Tensor.zeros(Shape(shape.dropLast() + [2]))).shape == Shape(shape.dropLast() + [2]))
      }
    }
    // Far from 1, neither squares nor products may overflow or vanish.
    let base = Self.random("scale", 3, 3)
    for scale in [1e-160, 1e160] {
      expectClose(Linalg.svdvals(base * scale) / scale, Linalg.svdvals(base), Self.tight, "svdvals times \(scale)")
      let symmetric = base + base.t()
      expectClose(Linalg.eigvalsh(symmetric * scale) / scale, Linalg.eigvalsh(symmetric), Self.tight, "eigvalsh times \(scale)")
      expectClose(Linalg.qr(base * scale).q, Linalg.qr(base).q, Self.tight, "qr times \(scale)")
    }
    #expect(Linalg.eigvalsh(Tensor.full([2, 2], Double.nan)).doubles.allSatisfy { $0.isNaN })
    #expect(Linalg.matrixExp(Tensor.full([2, 2], Double.nan, dtype: .float64)).doubles.allSatisfy { $0.isNaN })
  }

  // MARK: derivatives

  @Test func derivativesOfDecompositions() throws {
    let square = Self.random("square", 3, 3)
    let (tall, wide) = (Self.random("tall", 4, 3), Self.random("wide", 2, 3, 4))
    try Self.expectDerivatives("cholesky", at: square) { [Linalg.cholesky(Self.positive($0))] }
    try Self.expectDerivatives("cholesky upper", at: square) { [Linalg.cholesky(Self.positive($0), upper: true)] }
    try Self.expectDerivatives("cholesky_solve", at: square) { x in
      [
        tall.t().choleskySolve(Linalg.cholesky(Self.positive(x))),
        tall.t().choleskySolve(Linalg.cholesky(Self.positive(x), upper: true), upper: true),
      ]
    }
    try Self.expectDerivatives("eigh values", at: square) { [Linalg.eigvalsh($0 + Self.turned($0))] }
    // Vectors have no sign, so squares of them are compared.
    try Self.expectDerivatives("eigh", at: square) { x in
      let found = Linalg.eigh(x + Self.turned(x))
      return [found.values, found.vectors * found.vectors]
    }
    for (name, a) in [("square", square), ("tall", tall), ("wide", wide)] {
      try Self.expectDerivatives("svdvals \(name)", at: a) { [Linalg.svdvals($0)] }
      try Self.expectDerivatives("svd \(name)", at: a) { x in
        let found = Linalg.svd(x, fullMatrices: false)
        return [found.u * found.u, found.s, found.vh * found.vh]
      }
      try Self.expectDerivatives("pinv \(name)", at: a) { [Linalg.pinv($0)] }
      try Self.expectDerivatives("lu \(name)", at: a) { x in
        let found = Linalg.lu(x)
        return [found.l, found.u]
      }
      for p: NormOrder in [.fro, .nuc, 1, -1, 2, -2, .p(.infinity), .p(-.infinity)] {
        try Self.expectDerivatives("matrix_norm \(name)", at: a) { [Linalg.matrixNorm($0, p)] }
      }
    }
    try Self.expectDerivatives("pinv of rank 1", at: Self.random("rank", 3)) { x in [Linalg.pinv(x.outer(x))] }
    try Self.expectDerivatives("pinv hermitian", at: square) { x in [Linalg.pinv(x + Self.turned(x), hermitian: true)] }
    try Self.expectDerivatives("solve", at: square) { x in
      [Linalg.solve(x, tall.t()), Linalg.solve(x, x.select(0, 1)), Linalg.solve(x, tall, left: false), Linalg.solve(x, wide)]
    }
    try Self.expectDerivatives("lu_solve", at: square) { x in
      let factors = Linalg.luFactor(x)
      return [Linalg.luSolve(factors.lu, factors.pivots, tall.t()), Linalg.luSolve(factors.lu, factors.pivots, tall.t(), adjoint: true)]
    }
    try Self.expectDerivatives("lstsq", at: tall) { x in
      let found = Linalg.lstsq(x, Self.random("right", 4, 2), driver: .gels)
      return [found.solution, found.residuals]
    }
    try Self.expectDerivatives("cond", at: square) { [Linalg.cond($0), Linalg.cond($0, 1), Linalg.cond($0, .nuc)] }
    try Self.expectDerivatives("matrix_power", at: square) { [Linalg.matrixPower($0, 3), Linalg.matrixPower($0, -2)] }
    try Self.expectDerivatives("cov", at: tall) { [$0.cov(), $0.corrcoef()] }
    try Self.expectDerivatives("cdist", at: tall) { x in [0.5, 1, 1.5, 2, 3, .infinity].map { x.cdist(square, p: $0) } }
    try Self.expectDerivatives("einsum", at: wide) { x in
      [Tensor.einsum("bij,kj,i->bk", x, square.narrow(1, 0, 1).expand(3, 4), square.select(0, 0)), Tensor.einsum("bij,cij->bc", x, x)]
    }
  }

  /// Where distances vanish, so do their derivatives, as in PyTorch.
  @Test func distancesOfEqualPoints() throws {
    for p in [0, 0.5, 1, 1.5, 2, 3, Double.infinity] {
      let x = Tensor([[1.0, 2], [3, 4]]).requiresGrad_()
      let distance = x.cdist(x.detach(), p: p)
      #expect(distance.diagonal().doubles == [0, 0])
      distance.diagonal().sum().backward()
      #expect(x.grad!.doubles == [0, 0, 0, 0], "p = \(p)")
    }
    let x = Tensor([[1.0, 2]]).requiresGrad_()
    let g = try grad(of: [x.cdist(x.detach()).sum()], withRespectTo: [x], createGraph: true)[0]!
    let second = try grad(of: [(g * g).sum()], withRespectTo: [x], allowUnused: true)[0]
    #expect(second == nil || second!.doubles.allSatisfy { $0.isFinite })
  }

  // MARK: products

  /// Einstein sums against sums over all indices.
  @Test(arguments: [
    ("ij,jk->ik", [[2, 3], [3, 4]]), ("ij,jk", [[2, 3], [3, 4]]), ("ii", [[3, 3]]), ("ii->i", [[3, 3]]), ("ij->", [[2, 3]]),
    ("bij,bjk->bik", [[2, 2, 3], [2, 3, 2]]), ("a b , b c -> c a", [[2, 3], [3, 4]]), ("i,j,k->kji", [[2], [3], [4]]),
    ("ij,ik,il->jkl", [[2, 3], [2, 2], [2, 4]]), ("iji->j", [[2, 3, 2]]), ("Ba,aB", [[2, 3], [3, 2]]), ("ij,ij->ij", [[2, 3], [2, 3]]),
    ("ij,j,i->", [[2, 3], [3], [2]]), ("ba", [[2, 3]]), ("iij,jkk->ik", [[2, 2, 3], [3, 4, 4]]), ("ij,kl->", [[2, 3], [2, 2]]),
  ])
  func einsum(equation: String, shapes: [[Int]]) throws {
    var source = LawRandom(equation)
    let operands = shapes.map { source.uniform($0) }
    let text = equation.filter { $0 != " " }
    let sides = text.components(of: "->")
    let inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
    let letters = Array(Set(inputs.joined())).sorted()
    let output = sides.count > 1 ? Array(sides[1]) : letters.filter { l in inputs.joined().filter { $0 == l }.count == 1 }
    var sizes: [Character: Int] = [:]
    for (names, shape) in zip(inputs, shapes) { for (name, size) in zip(names, shape) { sizes[name] = size } }
    let arrays = operands.map { NaiveArray($0) }
    var wanted = NaiveArray(output.map { sizes[$0]! })
    for position in NaiveArray.positions(letters.map { sizes[$0]! }) {
      let place = Dictionary(uniqueKeysWithValues: zip(letters, position))
      wanted[output.map { place[$0]! }] += zip(arrays, inputs).reduce(1) { $0 * $1.0[$1.1.map { place[$0]! }] }
    }
    let made = try withTensorErrors { Tensor.einsum(equation, operands) }
    #expect(Array(made.shape) == wanted.shape)
    #expect(Self.tight.mismatch(made.doubles, wanted.values) == nil)
  }

  @Test func einsumWithEllipsis() throws {
    let (a, b) = (Self.random("a", 2, 1, 3, 4), Self.random("b", 5, 4, 3))
    expectClose(Tensor.einsum("...ij,...jk->...ik", a, b), a.matmul(b), Self.tight, "stacks")
    expectClose(Tensor.einsum("...ij,...jk", a, b), a.matmul(b), Self.tight, "stacks, no arrow")
    expectClose(Tensor.einsum("...ij->...ji", a), a.transpose(-2, -1), Self.tight, "transposed")
    expectClose(Tensor.einsum("...ij->ij", a), a.sum(dims: [0, 1]), Self.tight, "summed")
    expectClose(Tensor.einsum("i...->...", a), a.sum(dim: 0), Self.tight, "leading axis")
    expectClose(
      Tensor.einsum("i...j,...->ji", b, Self.random("c", 4)), Tensor.einsum("iaj,a->ji", b, Self.random("c", 4)), Self.tight, "both")
    #expect(Tensor.einsum("ij,jk->ik", Tensor([[1, 2]]), Tensor([[3], [4]])).toArray(Int.self) == [11])
  }

  @Test func zeroFactorsIgnoreNaN() {
    let nan = Tensor.full([2, 2], Double.nan, dtype: .float64)
    let (a, b) = (Self.random("a", 2, 3), Self.random("b", 3, 2))
    expectSameBits(nan.addmm(a, b, beta: 0), a.mm(b), "addmm")
    expectSameBits(nan.select(0, 0).addmv(a, b.select(1, 0), beta: 0), a.mv(b.select(1, 0)), "addmv")
    expectSameBits(nan.addr(a.select(1, 0), b.select(0, 0), beta: 0), a.select(1, 0).outer(b.select(0, 0)), "addr")
    #expect(Tensor([[1, 2]]).addmm(Tensor([[2]]), Tensor([[3, 4]]), beta: 0.6, alpha: 1.9).toArray(Int.self) == [6, 8])
    #expect(Tensor([true, false]).addr(Tensor([true, false]), Tensor([false, true])).toArray(Bool.self) == [true, true, true, false])
  }

  @Test func otherFunctions() throws {
    #expect(Tensor([1, 2, 3]).vander().toArray(Int.self) == [1, 1, 1, 4, 2, 1, 9, 3, 1])
    #expect(Tensor([1, 2]).vander(3, increasing: true).toArray(Int.self) == [1, 1, 1, 1, 2, 4])
    #expect(Tensor.trilIndices(3, 2, offset: 1).toArray(Int.self) == [0, 0, 1, 1, 2, 2, 0, 1, 0, 1, 0, 1])
    #expect(Tensor.triuIndices(2, 3, offset: 1).toArray(Int.self) == [0, 0, 1, 1, 2, 2])
    #expect(Tensor.trilIndices(2, 2, offset: .min).shape == [2, 0])
    #expect(Tensor.trilIndices(2, 2, offset: .max).shape == [2, 4])
    #expect(Tensor.triuIndices(2, 2, offset: .min).shape == [2, 4])
    #expect(Tensor.triuIndices(2, 2, offset: .max).shape == [2, 0])
    let chain = [Self.random("1", 4), Self.random("2", 4, 9), Self.random("3", 9, 2), Self.random("4", 2)]
    expectClose(Linalg.multiDot(chain), chain[0].matmul(chain[1]).matmul(chain[2]).matmul(chain[3]), Self.tight, "multi_dot")
    expectClose(Linalg.vecdot(chain[0], chain[0]), chain[0].dot(chain[0]), Self.tight, "vecdot")
    // What each driver tells.
    let (a, b) = (Self.random("a", 4, 3), Self.random("b", 4, 2))
    for driver in LstsqDriver.allCases {
      let found = Linalg.lstsq(a, b, driver: driver)
      expectClose(a.t().mm(a.mm(found.solution)), a.t().mm(b), Self.tight, "lstsq")
      #expect(found.residuals.shape == (driver == .gelsy ? [0] : [2]))
      #expect(found.rank.shape == (driver == .gels ? [0] : []))
      #expect(found.singularValues.shape == (driver == .gels || driver == .gelsy ? [0] : [3]))
    }
  }

  // MARK: mistakes

  @Test func messages() {
    let (a, square) = (Tensor.ones(2, 3), Tensor.zeros(3, 3))
    let eye = Tensor.eye(3)
    let cases: [(String, () -> Tensor)] = [
      ("torch.linalg.solve: The solver failed because the input matrix is singular.", { Linalg.solve(square, Tensor.ones(3, 1)) }),
      (
        "torch.linalg.solve: (Batch element 1): The solver failed because the input matrix is singular.",
        { Linalg.solve(Tensor.stack([eye, square]), Tensor.ones(2, 3, 1)) }
      ),
      ("linalg.solve: A must be batches of square matrices, but they are 2 by 3 matrices", { Linalg.solve(a, a) }),
      ("linalg.solve: Incompatible shapes of A and B for the equation AX = B (3x3 and 4x2)", { Linalg.solve(eye, Tensor.ones(4, 2)) }),
      ("linalg.solve: Expected a floating point or complex tensor as input. Got Long", { Linalg.solve(eye.to(.int64), eye.to(.int64)) }),
      ("\"lu_cpu\" not implemented for 'Half'", { Linalg.solve(eye.to(.float16), eye.to(.float16)) }),
      (
        "linalg.cholesky: (Batch element 1): The factorization could not be completed because the input is not positive-definite "
          + "(the leading minor of order 1 is not positive-definite).", { Linalg.cholesky(Tensor.stack([eye, -eye])) }
      ),
      (
        "linalg.svd: The algorithm failed to converge because the input matrix contained non-finite values.",
        { Linalg.svdvals(Tensor.full([2, 2], Double.nan)) }
      ),
      ("linalg.qr: The input tensor A must have at least 2 dimensions.", { Linalg.qr(Tensor.ones(3)).q }),
      ("linalg.slogdet: Low precision dtypes not supported. Got Half", { Linalg.slogdet(eye.to(.float16)).sign }),
      ("linalg.matrix_norm: Order 3 not supported.", { Linalg.matrixNorm(eye, 3) }),
      ("einsum(): fewer operands were provided than specified in the equation", { Tensor.einsum("ij,jk", a) }),
      ("einsum(): output subscript k does not appear in the equation for any input operand", { Tensor.einsum("ij->ijk", a) }),
      ("einsum(): output subscript i appears more than once in the output", { Tensor.einsum("ij->ii", a) }),
      ("einsum(): subscript i is repeated for operand 0 but the sizes don't match, 3 != 2", { Tensor.einsum("ii", a) }),
      ("einsum(): found '.' for operand 0 that is not part of any ellipsis", { Tensor.einsum("i..", a) }),
      ("einsum(): invalid subscript given at index 1 in the equation string, subscripts must be in [a-zA-Z]", { Tensor.einsum("i1", a) }),
      ("contracted dimensions need to match, but first has size 3 in dim 1 and second has size 2 in dim 0", { a.tensordot(a, dims: 1) }),
      ("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", { a.addmm(a, a) }),
      ("size mismatch, got input (5), mat (2x3), vec (3)", { Tensor.ones(5).addmv(a, Tensor.ones(3)) }),
      ("cdist only supports non-negative p values", { a.cdist(a, p: -1) }),
      ("cov(): bool dtype is not supported for input", { a.to(.bool).cov() }),
      ("torch.linalg.lstsq: input.size(-2) should match other.size(-2)", { Linalg.lstsq(a, Tensor.ones(3, 1)).solution }),
      ("multi_dot(): expected at least 2 tensors but got 1", { Linalg.multiDot([a]) }),
      (
        "linalg.cross: inputs dimension -1 must have length 3. Got 2 and 2",
        { Linalg.cross(square.narrow(1, 0, 2), square.narrow(1, 0, 2)) }
      ),
    ]
    for (wanted, body) in cases { #expect(Self.message(body) == wanted) }
  }

  /// Nothing stops the program inside `withTensorErrors`, whatever it is given.
  @Test func nothingTraps() {
    let tensors = [
      Tensor.ones(2, 3), Tensor.zeros(0), Tensor(1.0), Tensor.ones(2, 2, dtype: .bool), Tensor.full([2, 2], Double.nan), Tensor.ones(3, 0),
      Tensor.ones([1, 1, 1, 1, 1, 1, 1, 2, 2]), Tensor.ones(2, 2, dtype: .int8), Tensor.eye(2, dtype: .float64),
      Tensor.ones(2, 2, dtype: .float16),
      Tensor.eye(2).to(.complex64),
    ]
    for x in tensors {
      for y in tensors {
        _ = try? withTensorErrors {
          // Each in a scope of its own: after the first mistake the others would only pass on what is invalid.
          let calls: [() -> Tensor] = [
            { x.matmul(y) }, { x.addmm(y, y) }, { x.baddbmm(y, y, beta: Double.nan) }, { x.addbmm(y, y) }, { x.addmv(y, x) },
            { x.addr(y, y) },
            { x.inner(y) }, { x.tensordot(y, dims: .max) }, { x.tensordot(y, dims: ([.min], [9])) }, { x.tensordot(y, dims: ([0], [0])) },
            { x.kron(y) }, { x.cross(y) }, { Linalg.cross(x, y, dim: .min) }, { x.cdist(y, p: .nan) }, { x.dist(y, p: .infinity) },
            { Linalg.solve(x, y) }, { Linalg.solve(x, y, left: false) }, { Linalg.solveTriangular(x, y, upper: true) },
            { x.choleskySolve(y) }, { x.choleskyInverse() }, { x.luSolve(y, y) }, { x.luSolve(y, Tensor([0, 9]).to(.int32)) },
            { Linalg.lstsq(x, y).solution }, { Linalg.multiDot([x, y]) }, { Tensor.einsum("ij,jk", x, y) },
            { Tensor.einsum("...i,i...", x, y) },
            { x.cov(fweights: y) }, { x.cov(aweights: y) }, { Linalg.vecdot(x, y) }, { Linalg.luUnpack(x, y).u },
          ]
          for call in calls { _ = try? withTensorErrors(call) }
        }
      }
      let calls: [() -> Tensor] = [
        { Linalg.svd(x).u }, { Linalg.qr(x, mode: .complete).q }, { Linalg.eigh(x).values }, { Linalg.eig(x).values },
        { Linalg.cholesky(x) },
        { Linalg.lu(x).p }, { Linalg.luFactor(x).lu }, { Linalg.slogdet(x).sign }, { Linalg.det(x) }, { Linalg.inv(x) }, { Linalg.pinv(x) },
        { Linalg.pinv(x, hermitian: true) }, { Linalg.matrixRank(x) }, { Linalg.matrixRank(x, atol: .nan, hermitian: true) },
        { Linalg.matrixPower(x, .min) }, { Linalg.matrixPower(x, 0) }, { Linalg.matrixExp(x) }, { Linalg.cond(x) },
        { Linalg.cond(x, .nuc) },
        { Linalg.cond(x, 1) }, { Linalg.norm(x, 2) }, { Linalg.norm(x, .nuc, dims: [0, 0]) },
        { Linalg.matrixNorm(x, 1, dims: [.min, .max]) },
        { Linalg.vectorNorm(x, .nan) }, { Linalg.vectorNorm(x, -1, dims: []) }, { x.vander(.max) }, { x.vander(-1) },
        { Linalg.vander(x, .max) },
        { Linalg.vander(x, 0) }, { Tensor.einsum("->", x) }, { Tensor.einsum("", x) }, { Tensor.einsum("é", x) }, { x.corrcoef() },
        { Tensor.trilIndices(.max, .max) }, { Tensor.triuIndices(-1, 2) }, { x.cov(correction: .max) }, { Tensor.einsum("ij", []) },
      ]
      for call in calls { _ = try? withTensorErrors(call) }
    }
  }
}

extension String {
  /// The parts between a separator.
  fileprivate func components(of separator: String) -> [String] {
    var parts = [""]
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    return parts
  }
}
