// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternEngineExamples {
  @Test("Anomaly: func traced") func anomaly1() throws {
    let w = Tensor.ones(4, 3)
    let x = Tensor.ones(2, 3)
    let h = traced("encoder") { x.linear(w).log() }
    _ = h
  }

  @Test("Autograd: func grad") func autograd1() throws {
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

  @Test("ErrorScope: func withTensorErrors") func errorScope1() throws {
    do {
      let sum = try withTensorErrors { Tensor.ones(2, 3) + Tensor.ones(2, 4) }
      _ = sum
      Issue.record("no error")
    } catch {
      try expectText([error], #"add: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1 …"#)
    }
  }

  @Test("GradMode: func noGrad") func gradMode1() throws {
    let w = { let w = Tensor.ones(2, requiresGrad: true); w.sum().backward(); return w }()
    noGrad { w -= 0.1 * w.grad! }
  }

  @Test("GradMode: func inferenceMode") func gradMode2() throws {
    let w = { let w = Tensor.ones(2, requiresGrad: true); w.sum().backward(); return w }()
    let x = Tensor.ones(2)
    let prediction = inferenceMode { (x * w).sum() }
    _ = prediction
  }

  @Test("Tensor: class Tensor") func tensor1() throws {
    let x: Tensor = [[1, 2, 3], [4, 5, 6]]
    try expectText([x.sum(dim: 0)], #"tensor([5, 7, 9])"#)
  }
}
