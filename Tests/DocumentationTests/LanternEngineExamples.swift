// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternEngineExamples {
  @Test("Anomaly: func detectAnomaly") func anomaly1() throws {
    let x = Tensor([0.0], requiresGrad: true)
    do {
      try withTensorErrors { detectAnomaly { (x.sqrt() * 0).sum().backward() } }
    
      Issue.record("no error")
    } catch {
      try expectText([error], #"backward: Function 'SqrtBackward0' …"#)
    }
  }

  @Test("Anomaly: func traced") func anomaly2() throws {
    let w = Tensor.ones(4, 3)
    let x = Tensor.ones(2, 3)
    let h = traced("encoder") { x.linear(w).log() }
    _ = h
  }

  @Test("Autograd: func requiresGrad_") func autograd1() throws {
    try expectText([Tensor([1.0]).requiresGrad_().requiresGrad], #"true"#)
  }

  @Test("Autograd: func detach") func autograd2() throws {
    let x = Tensor([2.0], requiresGrad: true)
    try expectText([(x * x).detach().requiresGrad], #"false"#)
  }

  @Test("Autograd: func detach_") func autograd3() throws {
    let x = Tensor([2.0], requiresGrad: true)
    let y = x * x
    discard(y.detach_())
    try expectText([y.isLeaf], #"true"#)
  }

  @Test("Autograd: func backward") func autograd4() throws {
    let x = Tensor([1.0, 2.0, 3.0], requiresGrad: true)
    discard((x ** 2).sum().backward())
    try expectText([x.grad!], #"tensor([2., 4., 6.])"#)
  }

  @Test("Autograd: func backward") func autograd5() throws {
    let x = Tensor([1.0, 2.0], requiresGrad: true)
    discard((x ** 2).backward(gradient: Tensor([1.0, 10.0])))
    try expectText([x.grad!], #"tensor([ 2., 40.])"#)
  }

  @Test("Autograd: func backward") func autograd6() throws {
    let x = Tensor([1.0, 2.0], requiresGrad: true)
    discard(try backward([x.sum(), (x * x).sum()]))
    try expectText([x.grad!], #"tensor([3., 5.])"#)
  }

  @Test("Autograd: func grad") func autograd7() throws {
    let x = Tensor([1.0, 2.0]).requiresGrad_()
    let g = try grad(of: [(x ** 3).sum()], withRespectTo: [x])[0]!
    try expectText([g], #"tensor([ 3., 12.])"#)
  }

  @Test("CustomFunction: protocol CustomFunction") func customFunction1() throws {
    let x = Tensor([3.0], requiresGrad: true)
    struct Square: CustomFunction {
      func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
        context.save(inputs[0])
        return [inputs[0] * inputs[0]]
      }
      func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [2 * context.saved[0] * gradients[0]] }
    }
    let y = Square()(x)
    _ = y
  }

  @Test("CustomFunction: func markNonDifferentiable") func customFunction2() throws {
    struct Sign: CustomFunction {
      func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
        let y = inputs[0].sign()
        context.markNonDifferentiable(y)
        return [y]
      }
      func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [nil] }
    }
    try expectText([Sign()(Tensor([3.0], requiresGrad: true)).requiresGrad], #"false"#)
  }

  @Test("GradMode: func noGrad") func gradMode1() throws {
    let w = { let w = Tensor.ones(2, requiresGrad: true); w.sum().backward(); return w }()
    noGrad { w -= 0.1 * w.grad! }
  }

  @Test("GradMode: func enableGrad") func gradMode2() throws {
    let x = Tensor([1.0], requiresGrad: true)
    noGrad { enableGrad { (x * 2).requiresGrad } }
  }

  @Test("GradMode: func withGrad") func gradMode3() throws {
    let x = Tensor([1.0], requiresGrad: true)
    try expectText([withGrad(enabled: false) { (x * 2).requiresGrad }], #"false"#)
  }

  @Test("GradMode: func inferenceMode") func gradMode4() throws {
    let w = { let w = Tensor.ones(2, requiresGrad: true); w.sum().backward(); return w }()
    let x = Tensor.ones(2)
    let prediction = inferenceMode { (x * w).sum() }
    _ = prediction
  }

  @Test("Hooks: func remove") func hooks1() throws {
    let x = Tensor([1.0], requiresGrad: true)
    let handle = x.registerHook { $0 * 10 }
    discard(handle.remove())
    discard((3 * x).sum().backward())
    try expectText([x.grad!], #"tensor([3.])"#)
  }

  @Test("Hooks: func registerHook") func hooks2() throws {
    let x = Tensor([1.0], requiresGrad: true)
    discard(x.registerHook { $0 * 10 })
    discard((3 * x).sum().backward())
    try expectText([x.grad!], #"tensor([30.])"#)
  }

  @Test("Hooks: func registerPostAccumulateGradHook") func hooks3() throws {
    let x = Tensor([1.0], requiresGrad: true)
    discard(x.registerPostAccumulateGradHook { $0.grad!.mul_(2) })
    discard((3 * x).sum().backward())
    try expectText([x.grad!], #"tensor([6.])"#)
  }

  @Test("Hooks: func retainGrad") func hooks4() throws {
    let x = Tensor([2.0], requiresGrad: true)
    let y = x * x
    discard(y.retainGrad())
    discard((3 * y).sum().backward())
    try expectText([y.grad!], #"tensor([3.])"#)
  }

  @Test("Hooks: func registerPrehook") func hooks5() throws {
    let x = Tensor([1.0], requiresGrad: true)
    let y = 3 * x
    discard(y.gradFn!.registerPrehook { [$0[0]! * 10] })
    discard(y.sum().backward())
    try expectText([x.grad!], #"tensor([30.])"#)
  }

  @Test("Hooks: func registerHook") func hooks6() throws {
    let x = Tensor([1.0], requiresGrad: true)
    let y = x.exp()
    discard(y.gradFn!.registerHook { inputs, _ in [inputs[0]! * 0] })
    discard(y.sum().backward())
    try expectText([x.grad!], #"tensor([0.])"#)
  }

  @Test("InPlace: func canCast") func inPlace1() throws {
    try expectText([DType.float32.canCast(to: .int64)], #"false"#)
    try expectText([DType.int64.canCast(to: .float32)], #"true"#)
  }

  @Test("Node: func savedTensors") func node1() throws {
    let x = Tensor([2.0], requiresGrad: true)
    try expectText([try (x * x).gradFn!.savedTensors()[0]], #"tensor([2.], …"#)
  }

  @Test("Tensor: class Tensor") func tensor1() throws {
    let x: Tensor = [[1, 2, 3], [4, 5, 6]]
    try expectText([x.sum(dim: 0)], #"tensor([5, 7, 9])"#)
  }
}
