import Testing

@testable import Lantern

/// Running `backward`: roots, gradients, graphs that are used up.
@Suite struct BackwardTests {
  @Test("simple") func simpleBackward() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0, 3.0], requiresGrad: true)
      out(x.grad)
      let y = (x ** 2).sum()
      y.backward()
      out(x.grad)
    }
    #expect(
      seen.text == """
        None
        tensor([2., 4., 6.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("accumulate") func accumulate() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      (x * 3).sum().backward()
      (x * 4).sum().backward()
      out(x.grad)
      x.grad?.zero_()
      out(x.grad)
      x.grad = nil
      out(x.grad)
    }
    #expect(
      seen.text == """
        tensor([7., 7.])
        tensor([0., 0.])
        None
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("grad-fresh-tensor") func gradFreshTensor() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      (x * 3).sum().backward()
      let g = x.grad
      (x * 3).sum().backward()
      out(x.grad === g, g)
    }
    #expect(seen.text == "True tensor([6., 6.])")
    #expect(seen.error.isEmpty)
  }

  @Test("twice") func twice() {
    let seen = Transcript.of { _ in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      let y = (x * x).sum()
      y.backward()
      y.backward()
    }
    #expect(
      seen.error == """
        Trying to backward through the graph a second time (or directly access saved tensors after they have already been \
        freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify \
        retainGraph: true if you need to backward through the graph a second time or if you need to access saved tensors after \
        calling backward.
        """)
  }

  @Test("twice-no-saved") func twiceNoSaved() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      let y = (x + 1).sum()
      y.backward()
      y.backward()
      out(x.grad)
    }
    #expect(seen.text == "tensor([2., 2.])")
    #expect(seen.error.isEmpty)
  }

  @Test("twice-mul-scalar") func twiceMulScalar() {
    let seen = Transcript.of { _ in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      let y = (x * 3).sum()
      y.backward()
      y.backward()
    }
    #expect(
      seen.error == """
        Trying to backward through the graph a second time (or directly access saved tensors after they have already been \
        freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify \
        retainGraph: true if you need to backward through the graph a second time or if you need to access saved tensors after \
        calling backward.
        """)
  }

  @Test("retain") func retainGraph() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      let y = (x * x).sum()
      y.backward(retainGraph: true)
      y.backward()
      out(x.grad)
    }
    #expect(seen.text == "tensor([4., 8.])")
    #expect(seen.error.isEmpty)
  }

  @Test("saved-after-free") func savedAfterFree() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      let y = (x * x).sum()
      guard case .node(let f)? = y.gradFn?.nextFunctions[0]?.node else { return }
      out(f, try f.savedTensors()[0])
      y.backward()
      _ = try f.savedTensors()
    }
    #expect(seen.text == "<MulBackward0> tensor([1., 2.], requires_grad=True)")
    #expect(
      seen.error == """
        Trying to backward through the graph a second time (or directly access saved tensors after they have already been \
        freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify \
        retainGraph: true if you need to backward through the graph a second time or if you need to access saved tensors after \
        calling backward.
        """)
  }

  @Test("nonscalar") func nonscalar() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      (x * 2).backward()
    }
    #expect(seen.error == "grad can be implicitly created only for scalar outputs")
  }

  @Test("one-element-1d") func oneElement1d() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(1, 1, requiresGrad: true)
      (x * 2).backward()
      out(x.grad)
    }
    #expect(seen.text == "tensor([[2.]])")
    #expect(seen.error.isEmpty)
  }

  @Test("empty-nonscalar") func emptyNonscalar() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(0, requiresGrad: true)
      (x * 2).backward()
    }
    #expect(seen.error == "grad can be implicitly created only for scalar outputs")
  }

  @Test("gradient-arg") func gradientArg() {
    let seen = Transcript.of { out in
      let x = Tensor([1.0, 2.0], requiresGrad: true)
      (x ** 2).backward(Tensor([1.0, 10.0]))
      out(x.grad)
    }
    #expect(seen.text == "tensor([ 2., 40.])")
    #expect(seen.error.isEmpty)
  }

  @Test("gradient-wrong-shape") func gradientWrongShape() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      (x * 2).backward(Tensor.ones(3))
    }
    #expect(
      seen.error == """
        Mismatch in shape: grad_output[0] has a shape of Size([3]) and output[0] has a shape of Size([2]).
        """)
  }

  @Test("gradient-broadcastable-shape") func gradientBroadcastableShape() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      (x * 2).backward(Tensor.ones(1))
    }
    #expect(
      seen.error == """
        Mismatch in shape: grad_output[0] has a shape of Size([1]) and output[0] has a shape of Size([2]).
        """)
  }

  @Test("gradient-scalar-shape") func gradientScalarShape() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      (x * 2).sum().backward(Tensor.ones(1))
    }
    #expect(
      seen.error == """
        Mismatch in shape: grad_output[0] has a shape of Size([1]) and output[0] has a shape of Size([]).
        """)
  }

  @Test("gradient-dtype") func gradientDtype() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      (x * 2).backward(Tensor.ones(2, dtype: .float64))
      out(x.grad?.dtype)
    }
    #expect(seen.text == "float32")
    #expect(seen.error.isEmpty)
  }

  @Test("gradient-int") func gradientInt() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      (x * 2).backward(Tensor.ones(2, dtype: .int64))
      out(x.grad)
    }
    #expect(seen.text == "tensor([2., 2.])")
    #expect(seen.error.isEmpty)
  }

  @Test("no-grad-root") func noGradRoot() {
    let seen = Transcript.of { _ in
      Tensor.ones(1).backward()
    }
    #expect(seen.error == "element 0 of tensors does not require grad and does not have a grad_fn")
  }

  @Test("no-grad-root-sum") func noGradRootSum() {
    let seen = Transcript.of { _ in
      (Tensor.ones(3) * 2).sum().backward()
    }
    #expect(seen.error == "element 0 of tensors does not require grad and does not have a grad_fn")
  }

  @Test("leaf-root") func leafRoot() {
    let seen = Transcript.of { out in
      let x = Tensor(3.0, requiresGrad: true)
      x.backward()
      out(x.grad)
    }
    #expect(seen.text == "tensor(1.)")
    #expect(seen.error.isEmpty)
  }

  @Test("backward-inputs") func backwardInputs() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true), w = Tensor.ones(2, requiresGrad: true)
      (x * w).sum().backward(inputs: [w])
      out(x.grad, w.grad)
    }
    #expect(seen.text == "None tensor([1., 1.])")
    #expect(seen.error.isEmpty)
  }

  @Test("backward-inputs-empty") func backwardInputsEmpty() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      (x * 2).sum().backward(inputs: [])
    }
    #expect(seen.error == "`inputs` argument to `backward()` cannot be empty.")
  }

  @Test("nonleaf-grad-warning") func nonleafGradWarning() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      y.sum().backward()
      out(y.grad)
    }
    #expect(seen.text == "None")
    #expect(seen.error.isEmpty)
  }
}
