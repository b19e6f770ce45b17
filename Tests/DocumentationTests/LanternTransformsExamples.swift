// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternTransformsExamples {
  @Test("Checkpoint: func checkpoint") func checkpoint1() throws {
    let w1 = Tensor.ones(4, 3)
    let w2 = Tensor.ones(1, 4)
    let x = Tensor.ones(2, 3, requiresGrad: true)
    let y = checkpoint { (x.linear(w1).relu()).linear(w2) }
    discard(y.sum().backward())
  }

  @Test("Checkpoint: func checkpoint") func checkpoint2() throws {
    let x = Tensor([2.0], requiresGrad: true)
    let parts: [Tensor] = checkpoint { [x * x, x.exp()] }
    discard(parts[0].sum().backward())
    try expectText([x.grad!], #"tensor([4.])"#)
  }

  @Test("FunctionGradients: func grad") func functionGradients1() throws {
    let slope = grad(of: { $0 ** 3 })
    try expectText([slope(Tensor(2.0))], #"tensor(12.)"#)
    try expectText([grad(of: slope)(Tensor(2.0))], #"tensor(12.)"#)
  }

  @Test("FunctionGradients: func grad") func functionGradients2() throws {
    try expectText([grad(of: { $0[0] * $0[1] }, argnums: [0, 1])([Tensor(2.0), Tensor(3.0)])], #"[tensor(3.), tensor(2.)]"#)
  }

  @Test("FunctionGradients: func valueAndGrad") func functionGradients3() throws {
    try expectText([valueAndGrad(of: { $0 ** 3 })(Tensor(2.0)).value], #"tensor(8.)"#)
    try expectText([valueAndGrad(of: { $0 ** 3 })(Tensor(2.0)).grad], #"tensor(12.)"#)
  }

  @Test("FunctionGradients: func valueAndGrad") func functionGradients4() throws {
    try expectText([valueAndGrad(of: { $0[0] * $0[1] }, argnums: [0, 1])([Tensor(2.0), Tensor(3.0)]).grads], #"[tensor(3.), tensor(2.)]"#)
  }

  @Test("FunctionGradients: func vjp") func functionGradients5() throws {
    let (y, pullback) = try vjp(of: { [$0[0].sin()] }, at: [Tensor([0.0, 1.0])])
    try expectText([pullback([Tensor.ones(like: y[0])])], #"[tensor([1.0000, 0.5403])]"#)
  }

  @Test("FunctionGradients: func jvp") func functionGradients6() throws {
    try expectText([try jvp(of: { [$0[0].sin()] }, at: [Tensor([0.0, 1.0])], tangents: [Tensor([2.0, 1.0])]).tangents], #"[tensor([2.0000, 0.5403])]"#)
  }

  @Test("FunctionGradients: func hvp") func functionGradients7() throws {
    try expectText([try hvp(of: { ($0 ** 3).sum() }, at: Tensor([1.0, 2.0]), Tensor([1.0, 0.5])).product], #"tensor([6., 6.])"#)
  }

  @Test("GradientCheck: func gradcheck") func gradientCheck1() throws {
    let x = Tensor([0.5, 1.5], dtype: .float64, requiresGrad: true)
    try expectText([try gradcheck({ [$0[0].sin() * $0[0]] }, [x])], #"true"#)
  }

  @Test("GradientCheck: func gradcheck") func gradientCheck2() throws {
    try expectText([try gradcheck({ $0.sin() }, Tensor([0.5, 1.5], dtype: .float64, requiresGrad: true))], #"true"#)
  }

  @Test("GradientCheck: func gradgradcheck") func gradientCheck3() throws {
    try expectText([try gradgradcheck({ [$0[0] ** 3] }, [Tensor([0.5, 1.5], dtype: .float64, requiresGrad: true)])], #"true"#)
  }

  @Test("Jacobians: func jacobian") func jacobians1() throws {
    try expectText([try jacobian(of: { [$0[0] * $0[1]] }, at: [Tensor([1.0, 2.0]), Tensor([3.0, 4.0])])[0][1]], #"tensor([[1., 0.], [0., 2.]])"#)
  }

  @Test("Jacobians: func jacobianForward") func jacobians2() throws {
    try expectText([try jacobianForward(of: { [$0[0] * $0[0]] }, at: [Tensor([1.0, 2.0])])[0][0].toArray(Float.self)], #"[2.0, 0.0, 0.0, 4.0]"#)
  }

  @Test("Jacobians: func hessian") func jacobians3() throws {
    try expectText([try hessian(of: { ($0[0] * $0[1]).sum() }, at: [Tensor([1.0]), Tensor([2.0])])[0][1]], #"tensor([[1.]])"#)
  }

  @Test("Vmap: func vmap") func vmap1() throws {
    let dot = vmap { [$0[0].dot($0[1])] }
    try expectText([dot([Tensor.ones(3, 2), Tensor.ones(3, 2)])[0]], #"tensor([2., 2., 2.])"#)
  }

  @Test("Vmap: func vmap") func vmap2() throws {
    try expectText([vmap { $0.sum() }(Tensor([[1.0, 2.0], [3.0, 4.0]]))], #"tensor([3., 7.])"#)
  }

  @Test("Vmap: func vmap") func vmap3() throws {
    try expectText([vmap({ $0.dot($1) }, inDims: (0, nil))(Tensor([[1.0, 2.0], [3.0, 4.0]]), Tensor([1.0, 10.0]))], #"tensor([21., 43.])"#)
  }
}
