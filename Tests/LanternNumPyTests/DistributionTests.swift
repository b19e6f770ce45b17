import Lantern
import LanternNumPy
import Testing

/// Streams and distributions against numbers that the real NumPy printed; `numpy-random.json` is replayed by the command-line tests.
@Suite(.defaultPrintOptions) struct DistributionTests {
  @Test func vectorsOfNormalNumbers() {
    let cov = np.array([[2, 0.3], [0.3, 0.5]])
    let legacy = np.random.RandomState(3).multivariateNormal([0, 1], cov, 2)
    let modern = np.random.defaultRng(3).multivariateNormal([0, 1], cov, 2)
    #expect(
      np.allclose(legacy.ravel(), [-2.57437592937807, 0.7998335658838314, 0.09841899023104828, -0.24304020399311055], rtol: 1e-13))
    #expect(
      np.allclose(modern.ravel(), [-2.553469778114944, -1.2225000533374057, -0.5175379436108133, 0.515826536501202], rtol: 1e-13))
  }

  @Test func childrenOfSeeds() throws {
    var sequence = try SeedSequence(42)
    #expect(sequence.spawn(3).map { $0.generateState(1)[0] } == [2_684_470_948, 4_091_952_314, 233_227_757])
    #expect(sequence.spawn(1).map { $0.generateState(1)[0] } == [3_276_785_861])
    #expect(sequence.childrenSpawned == 4)
    #expect(sequence.spawn(-2).isEmpty)
    #expect(np.random.defaultRng(7).spawn(2).map { $0.random() } == [0.7978591868433563, 0.4805820057358118])
  }

  @Test func bytes() {
    #expect(np.random.RandomState(5).bytes(7) == [99, 139, 212, 56, 206, 72, 32])
    #expect(np.random.defaultRng(5).bytes(7) == [168, 229, 184, 171, 238, 171, 20])
    #expect(np.random.defaultRng(5).bytes(0) == [])
  }

  @Test func partsAlongAxes() {
    let g = np.random.defaultRng(9), a = np.arange(12).reshape(3, 4)
    #expect(np.arrayEqual(g.choice(a, 2, axis: 1), np.array([[1, 3], [5, 7], [9, 11]])))
    #expect(np.arrayEqual(g.permutation(a, axis: 1), np.array([[1, 2, 3, 0], [5, 6, 7, 4], [9, 10, 11, 8]])))
    #expect(np.arrayEqual(g.permuted(a, axis: 0), np.array([[8, 1, 6, 7], [4, 9, 10, 11], [0, 5, 2, 3]])))
    let b = a.copy()
    g.shuffle(b, axis: 1)
    #expect(np.arrayEqual(b, np.array([[1, 0, 2, 3], [5, 4, 6, 7], [9, 8, 10, 11]])))
  }

  @Test func statesGoOn() {
    let random = np.random.RandomState(1)
    _ = random.standardNormal(3)
    let state = random.getState(), numbers = random.gamma(2.0, 1.0, 4)
    random.setState(state)
    #expect(np.arrayEqual(random.gamma(2.0, 1.0, 4), numbers))
    let rng = np.random.defaultRng(1), start = rng.state, first = rng.poisson(4, 5)
    rng.state = start
    #expect(np.arrayEqual(rng.poisson(4, 5), first))
    np.random.seed([1, 2])
    let process = np.random.getState()
    let drawn = np.random.beta(2, 3, 3)
    np.random.setState(process)
    #expect(np.arrayEqual(np.random.beta(2, 3, 3), drawn))
  }

  @Test func shapesOfParameters() {
    let g = np.random.defaultRng(1)
    #expect(g.gamma(np.ones([2, 1]), [1.0, 2, 3]).shape == [2, 3])
    #expect(g.normal(0, 1).shape == [])
    #expect(g.poisson([1.0, 2], [4, 2]).shape == [4, 2])
    #expect(g.dirichlet([1.0, 2, 3], [2, 2]).shape == [2, 2, 3])
    #expect(g.multinomial(5, [0.5, 0.5]).shape == [2])
    #expect(g.binomial(10, 0.5, 0).shape == [0])
    #expect(g.gamma(Double.nan, 1.0).item(Double.self).isNaN)
  }

  @Test func mistakesAreNumPys() {
    let r = np.random.RandomState(0), g = np.random.defaultRng(0)
    let cases: [(String, () -> NDArray)] = [
      ("shape < 0", { g.gamma(-1.0) }), ("scale < 0", { r.gamma(1.0, -1.0) }), ("a <= 0", { g.beta(0, 1) }),
      ("lam < 0 or lam is NaN", { r.poisson(-1.0) }), ("lam value too large", { g.poisson(1e20) }), ("n < 0", { g.binomial(-1, 0.5) }),
      ("p < 0, p > 1 or p is NaN", { r.binomial(3, 1.5) }), ("p <= 0, p > 1 or p contains NaNs", { g.geometric(0) }),
      ("ngood + nbad < nsample", { g.hypergeometric(1, 2, 4) }), ("nsample < 1 or nsample is NaN", { r.hypergeometric(1, 2, 0) }),
      ("both ngood and nbad must be less than 1000000000", { g.hypergeometric(1_000_000_000, 3, 4) }),
      ("a <= 1 or a is NaN", { g.zipf(1) }), ("p < 0, p >= 1 or p is NaN", { g.logseries(1) }), ("n <= 0", { r.negativeBinomial(0, 0.5) }),
      ("df <= 0", { g.standardT(0) }), ("left > mode", { g.triangular(2, 1, 3) }), ("left == right", { r.triangular(1, 1, 1) }),
      ("kappa < 0", { g.vonmises(0, -1) }), ("mean <= 0", { r.wald(0, 1) }), ("alpha <= 0", { r.dirichlet([0.0, 1]) }),
      ("alpha < 0", { g.dirichlet([-1.0, 1]) }), ("n < 0", { g.multinomial(-1, [0.5, 0.5]) }),
      ("pvals < 0, pvals > 1 or pvals contains NaNs", { g.multinomial(3, [1.2, -0.2]) }), ("sum(pvals[:-1]) > 1.0", { g.multinomial(3, [0.7, 0.7, 0.1]) }),
      ("cov must be 2 dimensional and square", { g.multivariateNormal([1.0, 2], np.ones([1, 2])) }),
      ("mean and cov must have same length", { g.multivariateNormal([1.0, 2, 3], np.eye(2)) }), ("high - low < 0", { g.uniform(3, 1) }),
      ("Range exceeds valid bounds", { r.uniform(0, Double.infinity) }), ("negative dimensions are not allowed", { g.gamma(1.0, 1.0, -1) }),
      (
        "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape (3,) and arg 1 with shape (2,).",
        { g.gamma([1.0, 2], 1.0, 3) }
      ),
    ]
    for (message, run) in cases { #expect(attempt(run) == "error: " + message) }
  }
}
