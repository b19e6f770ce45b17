// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternNumPy
import Testing

@Suite(.serialized) struct LanternNumPyExamples {
  @Test("ArrayReductions: func sum") func arrayReductions1() throws {
    try expectText([np.arange(6).reshape(2, 3).sum(axis: 0)], #"[3 5 7]"#)
  }

  @Test("ArrayShape: struct ArrayShape") func arrayShape1() throws {
    let a = np.zeros([3, 4])
    try expectText([a.shape, a.shape[0], a.shape == [3, 4]], #"(3, 4) 3 true"#)
  }

  @Test("ArraySubscripts: subscript") func arraySubscripts1() throws {
    let a = np.arange(6).reshape(2, 3)
    try expectText([a[0, .stride(by: -1)]], #"[2 1 0]"#)
    a[a .> 3] = 0
  }

  @Test("ArrayViews: func reshape") func arrayViews1() throws {
    try expectText([np.arange(6).reshape(2, -1).shape], #"(2, 3)"#)
  }

  @Test("NDArray: class NDArray") func nDArray1() throws {
    let a = np.arange(12).reshape(3, 4)
    try expectText([a[1..., .stride(by: 2)]], #"[[ 4  6] [ 8 10]]"#)
  }

  @Test("NDArray: func toArray") func nDArray2() throws {
    try expectText([np.arange(3).toArray(Double.self)], #"[0.0, 1.0, 2.0]"#)
  }

  @Test("TensorSharing: func numpy") func tensorSharing1() throws {
    let t = Tensor.zeros(2)
    let a = t.numpy()
    discard(t.add_(1))
    try expectText([a], #"[1. 1.]"#)
  }

  @Test("ArraySharing: func dlpack") func arraySharing1() throws {
    let lent = try np.arange(3).dlpack()
    let printed = try np.fromDlpack(lent)
    try expectText([printed], #"[0 1 2]"#)
  }

  @Test("NumPyCreation: func array") func numPyCreation1() throws {
    discard(np.array([[1, 2], [3, 4]]))
  }

  @Test("NumPyCreation: func linspace") func numPyCreation2() throws {
    try expectText([np.linspace(0, 1, 5)], #"[0.   0.25 0.5  0.75 1.  ]"#)
  }

  @Test("NumPyHistograms: func histogram") func numPyHistograms1() throws {
    let (counts, edges) = np.histogram(np.array([1, 2, 1]), bins: 2)
    _ = counts
    _ = edges
  }

  @Test("NumPyJoining: func block") func numPyJoining1() throws {
    let a = np.ones([2, 2])
    let b = np.ones([2, 1])
    let c = np.ones([1, 2])
    let d = np.ones([1, 1])
    discard(np.block([[a, b], [c, d]]))
  }

  @Test("NumPyNamespace: enum np") func numPyNamespace1() throws {
    discard(np.random.seed(100))
    let x = np.linspace(-1, 1, 100).reshape(100, 1)
    let y = 3 * np.power(x, 2) + 2 + 0.2 * np.random.rand(x.size).reshape(100, 1)
    _ = y
  }

  @Test("NumPyPadding: func pad") func numPyPadding1() throws {
    try expectText([np.pad(np.array([1, 2, 3]), [(2, 1)], mode: .reflect)], #"[3 2 1 2 3 2]"#)
  }

  @Test("NumPyProducts: func matmul") func numPyProducts1() throws {
    try expectText([np.matmul(np.ones([2, 3]), np.ones([3, 4])).shape], #"(2, 4)"#)
  }

  @Test("NumPyQuantiles: func quantile") func numPyQuantiles1() throws {
    try expectText([np.quantile(np.array([1, 2, 3, 4]), 0.5)], #"2.5"#)
  }

  @Test("NumPyRandom: func defaultRng") func numPyRandom1() throws {
    let rng = np.random.defaultRng(42)
    try expectText([rng.random(3)], #"[0.77395605 0.43887844 0.85859792]"#)
  }

  @Test("NumPyRandomState: class RandomState") func numPyRandomState1() throws {
    let random = np.random.RandomState(100)
    try expectText([random.rand(3)], #"[0.54340494 0.27836939 0.42451759]"#)
  }

  @Test("NumPySelecting: func ix_") func numPySelecting1() throws {
    let a = np.ones([3, 4])
    discard(a[parts: np.ix_(np.array([0, 2]), np.array([1, 3])).map(\.indexPart)])
  }

  @Test("DefaultRng: class RandomGenerator") func defaultRng1() throws {
    let rng = try defaultRng(42)
    try expectText([rng.random(2)], #"[0.7739…, 0.4388…]"#)
  }

  @Test("DistributionStream: protocol DistributionStream") func distributionStream1() throws {
    let rng = np.random.defaultRng(42)
    discard(rng.gamma(2.0, [1.0, 10.0, 100.0]))
  }

  @Test("RandomState: class RandomState") func randomState1() throws {
    let random = try RandomState(seed: 42)
    try expectText([random.randn(3)], #"[0.4967…, -0.1382…, 0.6476…]"#)
  }

  @Test("SeedSequence: struct SeedSequence") func seedSequence1() throws {
    discard(try SeedSequence(42).generateState(4))
  }

  @Test("SeedSequence: let first") func seedSequence2() throws {
    var sequence = try SeedSequence(42)
    let workers = sequence.spawn(4).map { np.random.defaultRng($0) }
    _ = workers
  }
}
