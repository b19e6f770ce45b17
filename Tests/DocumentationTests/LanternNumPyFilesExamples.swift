// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternNumPy
import Testing

@Suite(.serialized) struct LanternNumPyFilesExamples {
  @Test("ArraySharing: func dlpack") func arraySharing1() throws {
    let lent = try np.arange(3).dlpack()
    let printed = try np.fromDlpack(lent)
    try expectText([printed], #"[0 1 2]"#)
  }
}
