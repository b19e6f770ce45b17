import Testing

@testable import Lantern

/// `grad` and derivatives of higher order.
@Suite struct GradFunctionTests {
  @Test("grad-basic") func gradBasic() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      out(try grad(of: [(x ** 3).sum()], withRespectTo: [x]), x.grad)
    }
    #expect(seen.text == "(tensor([ 3., 12.]),) None")
    #expect(seen.error.isEmpty)
  }

  @Test("grad-unused") func gradUnused() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true), w = Tensor.ones(2, requiresGrad: true)
      _ = try grad(of: [x.sum()], withRespectTo: [x, w])
    }
    #expect(
      seen.error == """
        The differentiated Tensor at index 1 appears to not have been used in the graph. Set allowUnused: true if this is the \
        desired behavior.
        """)
  }

  @Test("grad-unused-allow") func gradUnusedAllow() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true), w = Tensor.ones(2, requiresGrad: true)
      out(try grad(of: [x.sum()], withRespectTo: [x, w], allowUnused: true))
      out(try grad(of: [x.sum()], withRespectTo: [x, w], materializeGrads: true))
    }
    #expect(
      seen.text == """
        (tensor([1., 1.]), None)
        (tensor([1., 1.]), tensor([0., 0.]))
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("grad-input-no-requires") func gradInputNoRequires() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      _ = try grad(of: [x.sum()], withRespectTo: [Tensor.ones(2)])
    }
    #expect(seen.error == "One of the differentiated Tensors does not require grad")
  }

  @Test("grad-nonscalar") func gradNonscalar() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      _ = try grad(of: [x * 2], withRespectTo: [x])
    }
    #expect(seen.error == "grad can be implicitly created only for scalar outputs")
  }

  @Test("grad-outputs-shape") func gradOutputsShape() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      _ = try grad(of: [x * 2], withRespectTo: [x], gradOutputs: [Tensor.ones(3)])
    }
    #expect(
      seen.error == """
        Mismatch in shape: grad_output[0] has a shape of Size([3]) and output[0] has a shape of Size([2]).
        """)
  }

  @Test("double") func doubleBackward() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      let g = try #require(try grad(of: [(x ** 3).sum()], withRespectTo: [x], createGraph: true)[0])
      out(g)
      out(try grad(of: [g.sum()], withRespectTo: [x])[0])
    }
    #expect(
      seen.text == """
        tensor([ 3., 12.], grad_fn=<MulBackward0>)
        tensor([ 6., 12.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("backward-create-graph") func backwardCreateGraph() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      (x ** 3).sum().backward(createGraph: true)
      out(x.grad)
      x.grad = nil
    }
    #expect(seen.text == "tensor([ 3., 12.], grad_fn=<CopyBackwards>)")
    #expect(seen.error.isEmpty)
  }

  @Test("double-no-create") func doubleNoCreate() {
    let seen = Transcript.of { _ in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      let g = try #require(try grad(of: [(x ** 3).sum()], withRespectTo: [x])[0])
      g.sum().backward()
    }
    #expect(seen.error == "element 0 of tensors does not require grad and does not have a grad_fn")
  }

  @Test("jacobian-hessian") func jacobianHessian() {
    let seen = Transcript.of { out in
      out(try jacobian(of: { $0 ** 2 }, at: Tensor([1.0, 2.0])))
      out(try hessian(of: { ($0 ** 3).sum() }, at: Tensor([1.0, 2.0])))
    }
    #expect(
      seen.text == """
        tensor([[2., 0.],
                [0., 4.]])
        tensor([[ 6.,  0.],
                [ 0., 12.]])
        """)
    #expect(seen.error.isEmpty)
  }
}
