import Testing

@testable import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Graphs of a million nodes are made, walked and freed in little stack.
@Suite(.serialized) struct DepthTests {
  /// Runs `body` on a thread of its own with 512 KB of stack and waits for it.
  private func onSmallStack(_ body: @escaping @Sendable () -> Void) {
    final class Box {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 512 * 1024)
    var thread = pthread_t()
    let made = pthread_create(
      &thread, &attributes,
      { pointer in
        guard let pointer = pointer as UnsafeMutableRawPointer? else { return nil }
        Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(Box(body)).toOpaque())
    pthread_attr_destroy(&attributes)
    #expect(made == 0)
    pthread_join(thread, nil)
  }

  #if DEBUG
    private static let million = 100_000  // a recursion would be over long before
  #else
    private static let million = 1_000_000
  #endif

  @Test func aMillionNodes() {
    onSmallStack {
      let x = Tensor.ones(1, requiresGrad: true)
      let one = Tensor.ones(1)
      var y = x + one
      for _ in 1..<Self.million { y = y + one }
      y.backward()
      #expect(x.grad?.item(Double.self) == 1)
      #expect(y.item(Double.self) == Double(Self.million + 1))
    }
  }

  @Test func aMillionNodesThatSaveTheirInputsDroppedUnwalked() {
    onSmallStack {
      let x = Tensor.ones(1, requiresGrad: true)
      var y = x * x
      for _ in 1..<Self.million { y = y * x }
      #expect(y.requiresGrad)
    }
  }

  @Test func aMillionNodesThatSaveTheirResultsKeptAndDropped() {
    onSmallStack {
      let x = Tensor.zeros(1, requiresGrad: true)
      var y = x.sigmoid()
      for _ in 1..<Self.million { y = y.relu() }
      y.backward(retainGraph: true)
      #expect(x.grad?.item(Double.self) == 0.25)
    }
  }

  @Test func aMillionStepsInPlace() {
    onSmallStack {
      let x = Tensor.ones(1, requiresGrad: true)
      let y = x * 1
      let minusOne = -Tensor.ones(1)
      for _ in 0..<Self.million { y.mul_(minusOne) }
      y.backward()
      #expect(x.grad?.item(Double.self) == 1)
    }
  }

  @Test func manyViewsOfViews() {
    onSmallStack {
      let x = Tensor.ones(2, 3, requiresGrad: true)
      var y = x * 1
      for _ in 0..<Self.million / 5 { y = y.transpose(0, 1) }
      y.sum().backward()
      #expect(x.grad?.sum().item(Double.self) == 6)
    }
  }

  @Test func manyWritesThroughViews() {
    onSmallStack {
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 1
      let v = y[0]
      for i in 0..<Self.million / 10 { if i % 2 == 0 { v.neg_() } else { y[0].neg_() } }
      let unwalked = x * 1
      for _ in 0..<Self.million / 10 { unwalked[0].exp_().log_() }
      y.sum().backward()
      #expect(x.grad?.toArray(Double.self) == [1, 1])
    }
  }

  @Test func manyCustomFunctions() {
    onSmallStack {
      let x = Tensor.zeros(1, requiresGrad: true)
      var y = x * 1
      for _ in 0..<Self.million / 10 { y = PassedOn()(y) }
      y.backward(retainGraph: true)
      #expect(x.grad?.item(Double.self) == 1)
    }
  }

  @Test func aDeepGradientOfAGradient() {
    onSmallStack {
      let x = Tensor.ones(1, requiresGrad: true)
      var y = x * x
      for _ in 1..<Self.million / 20 { y = y * x }
      let first = try? grad(of: [y], withRespectTo: [x], createGraph: true)[0]
      #expect(first?.item(Double.self) == Double(Self.million / 20 + 1))
    }
  }

  @Test func dataOfDataOfData() {
    onSmallStack {
      var x = Tensor.ones(1)
      for _ in 0..<Self.million { x = x.data }
      #expect(x.item(Double.self) == 1)
    }
  }
}

/// Gives its input's gradient on, and saves the input.
private struct PassedOn: CustomFunction {
  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
    context.save(inputs[0])
    return [inputs[0] * 1]
  }
  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [gradients[0]] }
}
