// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternBasicsExamples {
  @Test("Promotion: func promote") func promotion1() throws {
    try expectText([DType.promote(.uint8, .int8)], #"int16"#)
    try expectText([DType.promote(.float16, .bfloat16)], #"float32"#)
  }

  @Test("Shape: struct Shape") func shape1() throws {
    let shape: Shape = [2, 3]
    try expectText([shape, shape.elementCount], #"Size([2, 3]) 6"#)
  }
}
