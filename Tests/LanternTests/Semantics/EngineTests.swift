import Testing

@testable import Lantern

/// What PyTorch was seen to do beyond the listed snippets.
@Suite struct EngineTests {
  private func leaf(_ count: Int = 2) -> Tensor { Tensor.ones(count, requiresGrad: true) }

  @Test func aHookMustKeepTheDType() {
    let seen = Transcript.of { _ in
      let y = leaf() * 2
      y.registerHook { $0.to(.float64) }
      y.sum().backward()
    }
    #expect(seen.error == "hook has changed the type of value (was FloatTensor got DoubleTensor)")
  }

  @Test func hooksAfterAccumulationAreForLeaves() {
    #expect(
      Transcript.of { _ in (leaf() * 2).registerPostAccumulateGradHook { _ in } }.error
        == "post accumulate grad hooks cannot be registered on non-leaf tensors")
    #expect(
      Transcript.of { _ in Tensor.ones(2).registerPostAccumulateGradHook { _ in } }.error
        == "cannot register a hook on a tensor that doesn't require gradient")
  }

  @Test func retainGradFollowsTheTensorAndHooksStayWithTheNode() {
    let seen = Transcript.of { out in
      let y = leaf() * 2
      y.retainGrad()
      y.registerHook {
        out("old", $0)
        return nil
      }
      y.mul_(3)
      y.registerHook {
        out("new", $0)
        return nil
      }
      y.sum().backward()
      out(y.grad)
    }
    #expect(seen.text == "new tensor([1., 1.])\nold tensor([3., 3.])\ntensor([1., 1.])")
  }

  @Test func backwardIntoAResult() {
    let x = leaf()
    let y = x * 2
    (y * 3).sum().backward(inputs: [y])
    #expect(y.grad?.toArray(Double.self) == [3, 3] && x.grad == nil)
    let error = Transcript.of { _ in (leaf() * 3).sum().backward(inputs: [Tensor.ones(2)]) }.error
    #expect(error == "can't retainGrad on Tensor that has requiresGrad: false")
  }

  @Test func aTargetInTheMiddleNeedsNothingBehindIt() throws {
    let x = leaf()
    let y = x.exp()
    y.sum().backward()  // frees what exp saved
    let z = y * 2
    #expect(try grad(of: [z.sum()], withRespectTo: [y])[0]?.toArray(Double.self) == [2, 2])
  }

  @Test func gradNeedsInputs() {
    #expect(
      Transcript.of { _ in _ = try grad(of: [leaf().sum()], withRespectTo: []) }.error == "`inputs` argument to `grad()` cannot be empty.")
  }

  @Test func usedUpGraphsThrowAndDoNotStop() {
    let y = (leaf() * leaf()).sum()
    y.backward()
    #expect(throws: TensorError.backwardTwice) { try backward([y]) }
  }

  static let overwriting: [(String, @Sendable (Tensor) -> Void)] = [
    ("Mul", { $0.mul_($0) }), ("AsStrided", { $0[0].mul_($0[1]) }), ("AsStrided", { $0[0].mul_($0[0]) }),
  ]

  @Test(arguments: overwriting)
  func operandsThatWereOverwritten(_ name: String, _ change: @Sendable (Tensor) -> Void) {
    let seen = Transcript.of { _ in
      let y = leaf() * 2
      change(y)
      y.sum().backward()
    }
    #expect(seen.error.contains("which is output 0 of \(name), is at version 1; expected version 0 instead."))
  }

  @Test func detachedAliasesShareTheCounter() {
    let seen = Transcript.of { _ in
      let y = leaf().exp()
      y.detach().mul_(2)
      y.sum().backward()
    }
    #expect(seen.error.contains("which is output 0 of Exp, is at version 1"))
  }

  @Test func inferenceModeNests() {
    let x = leaf()
    let inside = inferenceMode {
      let enabled = enableGrad { (x * 2).requiresGrad }
      #expect(!enabled)
      let z = Tensor.ones(2, requiresGrad: true)
      #expect(z.requiresGrad && z.isInference && z[0].isInference && !z[0].requiresGrad)
      return z
    }
    #expect(isGradEnabled && !isInferenceModeEnabled)
    #expect(inside[0].isInference && !(inside + 1).isInference)
    #expect((inside.detach() + x).requiresGrad)
    #expect((inside.clone() * x).requiresGrad)
    let viewed = x * 1
    let view = inferenceMode { viewed[..<1] }
    #expect(
      Transcript.of { _ in view.mul_(2) }.error.hasPrefix(
        "A view was created in inferenceMode mode and is being modified inplace in normal mode."))
  }

  @Test func oneOfSeveralViews() {
    let x = leaf(4) * 1
    #expect(Transcript.of { _ in x.split([2, 2])[1].mul_(2) }.error.hasPrefix("Output 1 of SplitWithSizes is a view"))
    #expect(Transcript.of { _ in x.split(2)[0][0].mul_(2) }.error.hasPrefix("Output 0 of Select is a view"))
    #expect(Transcript.of { _ in Tensor.ones(4).split(2)[0].mul_(2) }.error.isEmpty)
  }

  @Test func gradientsOfSeveralViews() throws {
    let x = Tensor.arange(6.0).view(2, 3).requiresGrad_()
    let columns = x.unbind(1)
    let parts = x.split([1, 2], dim: 1)
    (columns[1] * 2).sum().backward()
    #expect(x.grad?.toArray(Double.self) == [0, 2, 0, 0, 2, 0])
    x.grad = nil
    ((parts[1] ** 2).sum() + parts[0].sum()).backward()
    #expect(x.grad?.toArray(Double.self) == [1, 2, 4, 1, 8, 10])
    let halves = x.chunk(2)
    let g = try #require(try grad(of: [(halves[0] ** 3).sum()], withRespectTo: [x], createGraph: true)[0])
    let h = try grad(of: [g.sum()], withRespectTo: [x])[0]
    #expect(h?.toArray(Double.self) == [0, 6, 12, 0, 0, 0])
  }

  @Test func aViewOfALeafThatAskedItself() {
    let x = Tensor.ones(2)
    let v = x[0]
    v.requiresGrad_()
    #expect(v.isLeaf && !x.requiresGrad)
    #expect(!Transcript.of { _ in v.mul_(2) }.error.isEmpty)
    #expect(!Transcript.of { _ in x[0].detach_() }.error.isEmpty)
  }

  @Test func dataKeepsHistoryAndCounter() {
    let y = leaf() * 2
    y.add_(1)
    y.data = Tensor.ones(3)
    #expect(y.description == "tensor([1., 1., 1.], grad_fn=<AddBackward0>)")
    #expect(y.version == 1)
  }

  @Test func secondDerivativesThroughWritesIntoViews() throws {
    let x = Tensor([0.5, 2.0], dtype: .float64, requiresGrad: true)
    let y = x * 1
    y[0].exp_()
    let g = try #require(try grad(of: [(y * y).sum()], withRespectTo: [x], createGraph: true)[0])
    let h = try #require(try grad(of: [g.sum()], withRespectTo: [x])[0])
    // (e^x)² and x² have the second derivatives 4 (e^x)² and 2.
    let expected = Tensor([4 * 2.718281828459045, 2.0], dtype: .float64)
    #expect(((h - expected).abs() .< 1e-12).all().item().boolValue)
  }

  @Test func viewsOfTransposedBasesFollowWrites() {
    let x = Tensor.arange(6.0).view(2, 3).requiresGrad_()
    let base = (x * 1).t().clone()
    let v = base[1]
    base.mul_(2)
    (v * Tensor([1.0, 10.0])).sum().backward()
    #expect(x.grad?.toArray(Double.self) == [0, 2, 0, 0, 20, 0])
  }
}
