import Testing

@testable import Lantern

/// Warnings go to one place for the whole process, so these tests take turns.
@Suite(.serialized) struct WarningTests {
  private func warnings(_ body: () -> Void) -> [String] {
    final class Sink: Sendable {
      let seen = Locked<[String]>([])
    }
    let sink = Sink()
    let before = Warnings.handler.withLock { $0 }
    Warnings.reset()
    Warnings.handler.withLock { $0 = { text in sink.seen.withLock { $0.append(text) } } }
    body()
    Warnings.handler.withLock { $0 = before }
    return sink.seen.withLock { $0 }
  }

  @Test("nonleaf-grad-warning") func gradOfAResult() {
    let y = Tensor.ones(2, requiresGrad: true) * 2
    let texts = warnings { #expect(y.grad == nil) }
    #expect(
      texts.contains(
        "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during "
          + "backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retainGrad() on the "
          + "non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead."))
  }

  @Test("backward-create-graph") func aGraphForTheGradient() {
    let x = Tensor.ones(2, requiresGrad: true)
    let texts = warnings { x.sum().backward(createGraph: true) }
    #expect(texts.contains { $0.hasPrefix("Using backward() with createGraph: true will create a reference cycle") })
    x.grad = nil
  }

  @Test("anomaly") func searchingForNaN() {
    let texts = warnings { detectAnomaly {} }
    #expect(
      texts.contains("Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging."))
  }
}
