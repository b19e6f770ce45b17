// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternBasicsExamples {
  @Test("Attributes: init") func attributes1() throws {
    try expectText([Numbers([.double(0.5), .int(2)])[1]], #"2"#)
  }

  @Test("Attributes: init") func attributes2() throws {
    try expectText([Numbers(.double(0.5))[0]], #"0.5"#)
  }

  @Test("DType: init") func dType1() throws {
    try expectText([DType(named: "float32")!], #"float32"#)
  }

  @Test("Device: func cuda") func device1() throws {
    try expectText([Device.cuda(1)], #"cuda:1"#)
  }

  @Test("Device: init") func device2() throws {
    try expectText([try Device("cuda:1") == .cuda(1)], #"true"#)
  }

  @Test("Elements: init") func elements1() throws {
    try expectText([BFloat16(bitPattern: 0x3F80) == BFloat16(1)], #"true"#)
  }

  @Test("Elements: init") func elements2() throws {
    try expectText([Float(BFloat16(3.14159))], #"3.140625"#)
  }

  @Test("Elements: init") func elements3() throws {
    try expectText([Float(BFloat16(1.5))], #"1.5"#)
  }

  @Test("Elements: init") func elements4() throws {
    try expectText([Complex64(1, 2).imaginary], #"2.0"#)
  }

  @Test("Elements: init") func elements5() throws {
    try expectText([Complex128(1, 2).real], #"1.0"#)
  }

  @Test("Promotion: func promote") func promotion1() throws {
    try expectText([DType.promote(.uint8, .int8)], #"int16"#)
    try expectText([DType.promote(.float16, .bfloat16)], #"float32"#)
  }

  @Test("Shape: struct Shape") func shape1() throws {
    let shape: Shape = [2, 3]
    try expectText([shape, shape.elementCount], #"Size([2, 3]) 6"#)
  }

  @Test("Shape: init") func shape2() throws {
    try expectText([Shape().count], #"0"#)
  }

  @Test("Shape: init") func shape3() throws {
    try expectText([Shape(repeating: 2, count: 3)], #"Size([2, 2, 2])"#)
  }

  @Test("Shape: init") func shape4() throws {
    try expectText([Shape(1...3)], #"Size([1, 2, 3])"#)
  }

  @Test("Shape: var k") func shape5() throws {
    var shape: Shape = [2, 3]
    discard(shape.append(4))
    try expectText([shape], #"Size([2, 3, 4])"#)
  }

  @Test("Shape: var k") func shape6() throws {
    var shape: Shape = [2, 3]
    discard(shape.insert(1, at: 0))
    try expectText([shape], #"Size([1, 2, 3])"#)
  }

  @Test("Shape: let removed") func shape7() throws {
    var shape: Shape = [2, 3, 4]
    try expectText([shape.remove(at: 1)], #"3"#)
    try expectText([shape], #"Size([2, 4])"#)
  }

  @Test("Shape: subscript") func shape8() throws {
    let shape: Shape = [2, 3]
    try expectText([shape[1]], #"3"#)
  }

  @Test("Shape: func") func shape9() throws {
    try expectText([([2, 3] as Shape) == Shape([2, 3])], #"true"#)
  }

  @Test("Shape: init") func shape10() throws {
    let shape: Shape = [2, 3]
    try expectText([shape.count], #"2"#)
  }
}
