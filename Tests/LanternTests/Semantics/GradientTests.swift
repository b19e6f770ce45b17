import Testing

@testable import Lantern

/// What `backward` leaves in `grad`.
@Suite struct GradientTests {
  @Test("retain-grad") func retainGrad() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      y.retainGrad()
      out(y.retainsGrad, x.retainsGrad)
      (y * 3).sum().backward()
      out(y.grad)
    }
    #expect(
      seen.text == """
        True False
        tensor([3., 3.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("retain-grad-leaf") func retainGradLeaf() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      x.retainGrad()
      out(x.retainsGrad)
      Tensor.ones(2).retainGrad()
    }
    #expect(seen.text == "False")
    #expect(seen.error == "can't retainGrad on Tensor that has requiresGrad: false")
  }

  @Test("grad-assign-shape") func gradAssignShape() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      x.grad = Tensor.ones(3)
    }
    #expect(
      seen.error == """
        attempting to assign a gradient of size '[3]' to a tensor of size '[2]'. Please ensure that the gradient and the \
        tensor are the same size
        """)
  }

  @Test("grad-assign-dtype") func gradAssignDtype() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      x.grad = Tensor.ones(2, dtype: .float64)
    }
    #expect(
      seen.error == """
        attempting to assign a gradient with dtype 'double' to a tensor with grad_dtype 'Float'. The gradient must match the \
        tensor's dtype.
        """)
  }

  @Test("grad-assign-self") func gradAssignSelf() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      x.grad = x
    }
    #expect(seen.error == "can't assign Variable as its own grad")
  }

  @Test("undefined-unused") func undefinedUnused() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true), w = Tensor.ones(2, requiresGrad: true)
      x.sum().backward()
      out(w.grad)
    }
    #expect(seen.text == "None")
    #expect(seen.error.isEmpty)
  }

  @Test("broadcast-reduce") func broadcastReduce() {
    let seen = Transcript.of { out in
      let b = Tensor.ones(3, requiresGrad: true), x = Tensor.ones(2, 3, requiresGrad: true)
      (x * b).sum().backward()
      out(b.grad, x.grad?.shape)
    }
    #expect(seen.text == "tensor([2., 2., 2.]) Size([2, 3])")
    #expect(seen.error.isEmpty)
  }

  @Test("autograd-backward-multi") func autogradBackwardMulti() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      try backward([x.sum(), (x * x).sum()])
      out(x.grad)
    }
    #expect(seen.text == "tensor([3., 5.])")
    #expect(seen.error.isEmpty)
  }

  @Test("max-ties") func maxTies() {
    let seen = Transcript.of { out in
      let x = Tensor([3.0, 3.0, 1.0], requiresGrad: true)
      x.max().backward()
      out(x.grad)
      x.grad = nil
      x.max(dim: 0).values.backward()
      out(x.grad)
      x.grad = nil
      x.amax(dim: 0).backward()
      out(x.grad)
      x.grad = nil
      x.maximum(Tensor(3.0)).sum().backward()
      out(x.grad)
    }
    #expect(
      seen.text == """
        tensor([0.5000, 0.5000, 0.0000])
        tensor([1., 0., 0.])
        tensor([0.5000, 0.5000, 0.0000])
        tensor([0.5000, 0.5000, 0.0000])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("subgradients") func subgradients() {
    let seen = Transcript.of { out in
      func check(_ name: String, _ f: (Tensor) -> Tensor) {
        let x = Tensor([0.0], requiresGrad: true)
        f(x).sum().backward()
        out(name, x.grad)
      }
      check("relu") { $0.relu() }
      check("abs") { $0.abs() }
      check("sqrt") { $0.sqrt() }
      check("sign") { $0.sign() }
      check("log") { $0.log() }
      check("leaky_relu") { $0.leakyRelu() }
      check("softplus") { $0.softplus() }
      check("elu") { $0.elu() }
      check("gelu") { $0.gelu() }
      check("silu") { $0.silu() }
      let x = Tensor([-1.0, 0.0, 1.0], requiresGrad: true)
      x.clamp(0, 1).sum().backward()
      out("clamp", x.grad)
      x.grad = nil
      x.relu().sum().backward()
      out("relu", x.grad)
      x.grad = nil
      x.pow(0.0).sum().backward()
      out("pow0", x.grad)
    }
    #expect(
      seen.text == """
        relu tensor([0.])
        abs tensor([0.])
        sqrt tensor([inf])
        sign tensor([0.])
        log tensor([inf])
        leaky_relu tensor([0.0100])
        softplus tensor([0.5000])
        elu tensor([1.])
        gelu tensor([0.5000])
        silu tensor([0.5000])
        clamp tensor([0., 1., 1.])
        relu tensor([0., 0., 1.])
        pow0 tensor([0., 0., 0.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("not-implemented") func notImplemented() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x.floorDivide(1)
      out(y.requiresGrad, y.gradFn?.name)
      y.sum().backward()
    }
    #expect(seen.text == "True NotImplemented")
    #expect(seen.error == "derivative for aten::floor_divide is not implemented")
  }

  @Test("non-diff-op") func nonDiffOp() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      out((x .== 1).requiresGrad, x.isNaN().requiresGrad, x.argmax().requiresGrad, Tensor.bernoulli(x / 2).requiresGrad)
      (x .> 0).sum().backward()
    }
    #expect(seen.text == "False False False True")
    #expect(seen.error == "element 0 of tensors does not require grad and does not have a grad_fn")
  }

  @Test("grad-layout") func gradLayout() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(3, 2).t().requiresGrad_()
      (x * 2).sum().backward()
      out(x.stride(), x.grad?.stride())
    }
    #expect(seen.text == "(1, 2) (1, 2)")
    #expect(seen.error.isEmpty)
  }

  @Test("grad-half") func gradHalf() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, dtype: .float16, requiresGrad: true), w = Tensor.ones(2, requiresGrad: true)
      (x * w).sum().backward()
      out(x.grad?.dtype, w.grad?.dtype)
    }
    #expect(seen.text == "float16 float32")
    #expect(seen.error.isEmpty)
  }
}
