// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternIO
import Testing

@Suite(.serialized) struct LanternIOSharingExamples {
  @Test("DLPack: enum DLPack") func dLPack1() throws {
    let tensor = Tensor.ones(2)
    let lent = try tensor.dlpack()
    let same = try Tensor(dlpack: lent)
    _ = same
  }
}
