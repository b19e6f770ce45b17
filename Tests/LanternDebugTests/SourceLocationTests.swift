import Lantern
import LanternDebug
import Testing

/// Anomalies are located in the source.
@Suite(.serialized) struct SourceLocationTests {
  private func failure(_ body: () throws -> Void) -> String {
    do {
      try withTensorErrors { try detectAnomaly(body) }
      return ""
    } catch { return "\(error)" }
  }

  @Test func fileAndLine() {
    SourceLocations.enable()
    defer { SourceLocations.disable() }
    var line = 0
    let text = failure {
      let x = Tensor([-1.0, 2.0]).requiresGrad_()
      line = #line + 1
      let y = x.sqrt()
      try backward([(y * 0).sum()])
    }
    #expect(text.contains("Function 'SqrtBackward0' returned nan values in its 0th output."))
    if SourceLocations.isAvailable { #expect(text.contains("SourceLocationTests.swift:\(line)."), "\(text)") }
  }

  @Test func scopes() {
    let named = failure {
      let x = Tensor([-1.0]).requiresGrad_()
      let y = traced("root") { x.sqrt() }
      try backward([(y * 0).sum()])
    }
    #expect(named.contains("inside 'root' at LanternDebugTests/SourceLocationTests.swift:"))
    let plain = failure {
      let x = Tensor([-1.0]).requiresGrad_()
      try backward([(x.sqrt() * 0).sum()])
    }
    #expect(plain.contains("inside detectAnomaly at LanternDebugTests/SourceLocationTests.swift:"))
    let x = Tensor([-1.0]).requiresGrad_()
    let y = x.sqrt()
    let outside = failure { try backward([(y * 0).sum()]) }
    #expect(outside.contains("recorded outside of detectAnomaly"))
    #expect(failure { try backward([(Tensor([1.0]).requiresGrad_().sqrt() * 0).sum()]) } == "")
  }
}
