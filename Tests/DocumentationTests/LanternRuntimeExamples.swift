// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternRuntimeExamples {
  @Test("Backend: func to") func backend1() throws {
    try expectText([Tensor([1, 2]).to(.cpu).device], #"cpu"#)
  }

  @Test("Backend: func cpu") func backend2() throws {
    try expectText([Tensor([1, 2]).cpu().device], #"cpu"#)
  }
}
