// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternNumPy
import Testing

@Suite(.serialized) struct LanternNumPyNamespaceExamples {
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
}
