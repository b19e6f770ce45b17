// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternSupport
import Testing

@Suite(.serialized) struct LanternSupportExamples {
  @Test("ErrorScope: func withTensorErrors") func errorScope1() throws {
    do {
      let sum = try withTensorErrors { Tensor.ones(2, 3) + Tensor.ones(2, 4) }
      _ = sum
      Issue.record("no error")
    } catch {
      try expectText([error], #"add: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1 …"#)
    }
  }

  @Test("ErrorScope: func checkTensorErrors") func errorScope2() throws {
    do {
      try withTensorErrors { _ = Tensor.ones(2) + Tensor.ones(3); try checkTensorErrors() }
    
      Issue.record("no error")
    } catch {
      try expectText([error], #"add: …"#)
    }
  }

  @Test("TensorError: init") func tensorError1() throws {
    discard(TensorError(.argument, op: "scale", "the factor is 0"))
  }
}
