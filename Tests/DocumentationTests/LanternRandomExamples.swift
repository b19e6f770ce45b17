// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternRandomExamples {
  @Test("Generator: class Generator") func generator1() throws {
    let generator = Generator(seed: 42)
    discard(generator.manualSeed(7))
  }

  @Test("Generator: func manualSeed") func generator2() throws {
    discard(manualSeed(100))
  }

  @Test("Philox: struct PhiloxStream") func philox1() throws {
    let (seed, seed2) = PhiloxStream.seeds(graphSeed: 100, opSeed: 7, opIndex: 0)!
    var stream = PhiloxStream(seed: seed, seed2: seed2)
    let x = stream.uniform(5)
    _ = x
  }
}
