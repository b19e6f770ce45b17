import Testing

@testable import Lantern

/// What autograd keeps alive, and that it lets go: nothing may survive the last outside reference to a result.
@Suite struct GraphMemoryTests {
  private final class Weak {
    weak var object: AnyObject?
    init(_ object: AnyObject) { self.object = object }
  }

  /// Whether all objects that `make` gives are freed once nobody outside holds them.
  @inline(never)
  private func areFreed(_ make: () -> [AnyObject?]) -> Bool {
    let watched = make().compactMap { $0 }.map(Weak.init)
    return !watched.isEmpty && watched.allSatisfy { $0.object == nil }
  }

  private func leaf() -> Tensor { Tensor.ones(4, requiresGrad: true) }

  @Test func aLeafAndItsGrad() {
    #expect(
      areFreed {
        let x = leaf()
        (x * x).sum().backward()
        return [x, x.grad]
      })
  }

  @Test func aChainOfNodes() {
    #expect(
      areFreed {
        let x = leaf()
        let y = x.exp().sigmoid() * x
        return [x, y, y.gradFn, y.node?.x?.gradFn]
      })
  }

  @Test func aGraphThatWasKept() {
    #expect(
      areFreed {
        let x = leaf()
        let y = (x.exp() * x).sum()
        y.backward(retainGraph: true)
        return [x, y, y.gradFn, x.grad]
      })
  }

  @Test func gradientsOfGradients() throws {
    #expect(
      areFreed {
        let x = leaf()
        let g = try? grad(of: [(x.exp() * x).sum()], withRespectTo: [x], createGraph: true)[0]
        return [x, g, g?.gradFn]
      })
  }

  @Test func hooks() {
    #expect(
      areFreed {
        let x = leaf()
        let y = x * 2
        let seen = Weak(x)
        y.registerHook { g in seen.object == nil ? nil : g }
        x.registerPostAccumulateGradHook { $0.grad = nil }
        y.gradFn?.registerPrehook { $0 }
        y.gradFn?.registerHook { inputs, _ in inputs }
        y.sum().backward()
        return [x, y, y.gradFn]
      })
  }

  @Test func aHandleDoesNotKeepTheTensor() {
    var handle: HookHandle?
    #expect(
      areFreed {
        let y = leaf() * 2
        handle = y.registerHook { $0 }
        return [y, y.gradFn]
      })
    handle?.remove()
  }

  @Test func retainedGradients() {
    #expect(
      areFreed {
        let x = leaf()
        let y = x * 2
        y.retainGrad()
        y.mul_(3)
        y.sum().backward()
        return [x, y, y.grad, y.gradFn]
      })
  }

  @Test func writingIntoViews() {
    #expect(
      areFreed {
        let x = leaf()
        let y = x * 2
        let v = y[..<2]
        v.mul_(3)
        y[3] = x[0] * x[1]
        y[Tensor([0, 1])] = x[..<2]
        y.sum().backward()
        return [x, y, v, y.gradFn, v.gradFn]
      })
  }

  @Test func aTensorWrittenOverWithItself() {
    #expect(
      areFreed {
        let x = leaf()
        let y = x * 2
        y.mul_(y)
        let z = x * 2
        z[0].mul_(z[1])
        return [x, y, z, y.gradFn, z.gradFn]
      })
  }

  @Test func severalViewsOfOneTensor() {
    #expect(
      areFreed {
        let x = leaf() * 1
        let parts = x.split(2) + x.unbind()
        (parts[0].sum() + parts[3]).backward()
        return [x, parts[0], parts[1], parts[3], parts[1].gradFn]
      })
  }

  @Test func customFunctionsThatSaveTheirResults() {
    #expect(
      areFreed {
        let x = leaf()
        let y = SavedExponential()(x)
        return [x, y, y.gradFn]
      })
  }

  @Test func aGraphThatFailed() {
    #expect(
      areFreed {
        let x = leaf()
        let y = x.exp()
        y.mul_(2)
        _ = Transcript.of { _ in y.sum().backward() }
        return [x, y, y.gradFn]
      })
  }

  @Test func gradTakesOverOnlyWhatNobodyElseHolds() {
    let x = leaf()
    let given = Tensor([1.0, 2.0, 3.0, 4.0])
    (x + 1).backward(given)
    x.grad?.zero_()
    #expect(given.toArray(Double.self) == [1, 2, 3, 4])
    var hooked: Tensor?
    let y = x + 1
    y.registerHook {
      hooked = $0
      return nil
    }
    x.grad = nil
    (y * 2).sum().backward()
    x.grad?.zero_()
    #expect(hooked?.toArray(Double.self) == [2, 2, 2, 2])
    let z = leaf()
    (x + z).backward(given * 2)
    #expect(x.grad?.sharesMemory(with: z.grad!) == false)
  }

  @Test func retainedGradAndLeafGradDoNotShare() {
    let x = leaf()
    let y = x + 1
    y.retainGrad()
    (y * 2).sum().backward()
    x.grad?.zero_()
    #expect(y.grad?.toArray(Double.self) == [2, 2, 2, 2])
  }
}
