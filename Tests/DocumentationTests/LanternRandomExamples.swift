// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternRandomExamples {
  @Test("Generator: class Generator") func generator1() throws {
    let generator = Generator(seed: 42)
    discard(generator.manualSeed(7))
  }

  @Test("Generator: init") func generator2() throws {
    try expectText([Tensor.rand(2, generator: Generator(seed: 0))], #"tensor([0.4963, 0.7682])"#)
  }

  @Test("Generator: func manualSeed") func generator3() throws {
    try expectText([Tensor.rand(2, generator: Generator().manualSeed(0))], #"tensor([0.4963, 0.7682])"#)
  }

  @Test("Generator: func seed") func generator4() throws {
    let generator = Generator()
    try expectText([generator.seed() == generator.initialSeed], #"true"#)
  }

  @Test("Generator: func setState") func generator5() throws {
    let generator = Generator(seed: 7)
    let state = generator.state
    let x = Tensor.rand(3, generator: generator)
    discard(try generator.setState(state))
    try expectText([Tensor.rand(3, generator: generator).equal(x)], #"true"#)
  }

  @Test("Generator: func manualSeed") func generator6() throws {
    discard(manualSeed(100))
  }

  @Test("Philox: struct PhiloxStream") func philox1() throws {
    let (seed, seed2) = PhiloxStream.seeds(graphSeed: 100, opSeed: 7, opIndex: 0)!
    var stream = PhiloxStream(seed: seed, seed2: seed2)
    let x = stream.uniform(5)
    _ = x
  }
}
