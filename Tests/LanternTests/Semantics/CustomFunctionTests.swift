import Testing

@testable import Lantern

/// Saves its own result.
struct SavedExponential: CustomFunction {
  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
    let y = inputs[0].exp()
    context.save(y)
    return [y]
  }
  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [gradients[0] * context.saved[0]] }
}

private struct TwiceAndThrice: CustomFunction {
  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] { [inputs[0] * 2, inputs[0] * 3] }
  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [gradients[0] * 2 + gradients[1] * 3] }
}

private struct Through: CustomFunction {
  let factor: Double
  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] { [inputs[0]] }
  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [gradients[0] * factor] }
}

private struct Largest: CustomFunction {
  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
    let position = inputs[0].argmax().to(.float32)
    context.markNonDifferentiable(position)
    #expect(context.needsInputGradient == [true, false])
    return [inputs[0] * inputs[1], position]
  }
  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [gradients[0], nil] }
}

/// Wants to know which results were used, and keeps a number beside tensors.
private struct Counted: CustomFunction {
  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
    context.values["factor"] = inputs[0].elementCount
    context.save(inputs)
    return [inputs[0] * Double(inputs[0].elementCount), inputs[0] * inputs[0]]
  }
  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [nil] }
  func backward(_ context: FunctionContext, optional gradients: [Tensor?]) -> [Tensor?] {
    let factor = context.values["factor"] as? Int ?? 0
    let first = gradients[0].map { $0 * Double(factor) }
    let second = gradients[1].map { $0 * 2 * context.saved[0] }
    guard let first, let second else { return [first ?? second] }
    return [first + second]
  }
}

@Suite struct CustomFunctionTests {
  @Test func gradientsThatAreNil() throws {
    for (uses, expected) in [([0], 2.0), ([1], 6), ([0, 1], 8)] {
      let x = Tensor([3.0, 3.0], dtype: .float64, requiresGrad: true)
      let results = Counted().apply([x])
      try backward(uses.map { results[$0].sum() })
      #expect(x.grad?.toArray(Double.self) == [expected, expected])
    }
    #expect(try gradcheck({ Counted().apply($0) }, [Tensor([0.5, 2], dtype: .float64, requiresGrad: true)]))
    #expect(try gradgradcheck({ Counted().apply($0) }, [Tensor([0.5, 2], dtype: .float64, requiresGrad: true)]))
  }

  @Test func severalResultsGetZerosWhereUnused() {
    let x = Tensor.ones(2, requiresGrad: true)
    let results = TwiceAndThrice().apply([x])
    #expect(results[0].description == "tensor([2., 2.], grad_fn=<TwiceAndThriceBackward>)")
    results[1].sum().backward()
    #expect(x.grad?.toArray(Double.self) == [3, 3])
  }

  @Test func anInputThatIsPassedOnStaysALeaf() {
    let x = Tensor.ones(2, requiresGrad: true)
    let y = Through(factor: 5)(x)
    #expect(y !== x && y.sharesMemory(with: x) && x.isLeaf && y.gradFn?.name == "ThroughBackward")
    y.sum().backward()
    #expect(x.grad?.toArray(Double.self) == [5, 5])
  }

  @Test func resultsWithoutDerivative() {
    let x = Tensor([1.0, 5.0], requiresGrad: true)
    let results = Largest().apply([x, Tensor([2.0, 2.0])])
    #expect(results[0].requiresGrad && !results[1].requiresGrad)
    results[0].sum().backward()
    #expect(x.grad?.toArray(Double.self) == [1, 1])
  }

  @Test func savedResultsAreFreedAndGuarded() {
    let twice = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = SavedExponential()(x).sum()
      y.backward()
      y.backward()
    }
    #expect(twice.error == TensorError.backwardTwice.message)
    let changed = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = SavedExponential()(x)
      y.mul_(2)
      y.sum().backward()
    }
    #expect(
      changed.error.hasPrefix(
        "one of the variables needed for gradient computation has been modified by an inplace operation: [FloatTensor [2]], which is "
          + "output 0 of SavedExponential, is at version 1; expected version 0 instead."))
  }

  @Test func theSecondDerivativeGoesThroughBackward() throws {
    let x = Tensor([0.5], dtype: .float64, requiresGrad: true)
    let first = try #require(try grad(of: [SavedExponential()(x)], withRespectTo: [x], createGraph: true)[0])
    let second = try #require(try grad(of: [first], withRespectTo: [x])[0])
    #expect(second.equal(x.detach().exp()))
  }

  @Test func withoutRecordingThereIsNoNode() {
    let x = Tensor.ones(2, requiresGrad: true)
    #expect(noGrad { SavedExponential()(x).gradFn } == nil)
    #expect(SavedExponential()(Tensor.ones(2)).gradFn == nil)
  }
}
