// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternNumPy
import Testing

@Suite(.serialized) struct LanternNumPyRandomExamples {
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
