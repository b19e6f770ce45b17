import Testing

@testable import Lantern

/// Leaves and their flags, as PyTorch behaves; each test is named after what was observed there.
@Suite struct LeafTests {
  @Test("leaf-basic") func leafBasic() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2), y = Tensor.ones(2, requiresGrad: true)
      let z = x * 2, w = y * 2
      out(x.isLeaf, x.requiresGrad, y.isLeaf, y.requiresGrad, z.isLeaf, z.requiresGrad, w.isLeaf, w.requiresGrad)
      out(x.gradFn, y.gradFn, z.gradFn, w.gradFn?.name)
    }
    #expect(
      seen.text == """
        True False True True True False False True
        None None None MulBackward0
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("requires-grad-inplace") func requiresGradInplace() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2)
      out(x.requiresGrad_() === x, x.requiresGrad)
      x.requiresGrad_(false)
      out(x.requiresGrad)
    }
    #expect(
      seen.text == """
        True True
        False
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("requires-grad-false-nonleaf") func requiresGradFalseNonleaf() {
    let seen = Transcript.of { _ in
      let y = Tensor.ones(2, requiresGrad: true) * 2
      y.requiresGrad_(false)
    }
    #expect(
      seen.error == """
        you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that \
        doesn't require differentiation use var_no_grad = var.detach().
        """)
  }

  @Test("requires-grad-setter-nonleaf") func requiresGradSetterNonleaf() {
    let seen = Transcript.of { _ in
      let y = Tensor.ones(2, requiresGrad: true) * 2
      y.requiresGrad = false
    }
    #expect(
      seen.error == """
        you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that \
        doesn't require differentiation use var_no_grad = var.detach().
        """)
  }

  @Test("requires-grad-true-nonleaf") func requiresGradTrueNonleaf() {
    let seen = Transcript.of { out in
      let y = Tensor.ones(2, requiresGrad: true) * 2
      y.requiresGrad_()
      out(y.requiresGrad, y.isLeaf)
    }
    #expect(seen.text == "True False")
    #expect(seen.error.isEmpty)
  }

  @Test("requires-grad-int") func requiresGradInt() {
    let seen = Transcript.of { _ in
      _ = Tensor([1, 2], requiresGrad: true)
    }
    #expect(seen.error == "Only Tensors of floating point and complex dtype can require gradients")
  }

  @Test("requires-grad-int-setter") func requiresGradIntSetter() {
    let seen = Transcript.of { _ in
      let x = Tensor([1, 2])
      x.requiresGrad_()
    }
    #expect(seen.error == "only Tensors of floating point dtype can require gradients")
  }

  @Test("requires-grad-int-attr") func requiresGradIntAttr() {
    let seen = Transcript.of { _ in
      let x = Tensor([1, 2])
      x.requiresGrad = true
    }
    #expect(seen.error == "only Tensors of floating point and complex dtype can require gradients")
  }

  @Test("requires-grad-bool-creation") func requiresGradBoolCreation() {
    let seen = Transcript.of { _ in
      _ = Tensor.zeros(2, dtype: .bool, requiresGrad: true)
    }
    #expect(seen.error == "Only Tensors of floating point and complex dtype can require gradients")
  }

  @Test("int-result-of-float") func intResultOfFloat() {
    let seen = Transcript.of { out in
      let x = Tensor([1.5, -2.0], requiresGrad: true)
      out((x .> 0).requiresGrad, x.argmax().requiresGrad, x.to(.int64).requiresGrad, x.sign().requiresGrad, x.round().requiresGrad)
    }
    #expect(seen.text == "False False False True True")
    #expect(seen.error.isEmpty)
  }

  @Test("clone-detach") func cloneDetach() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let c = x.clone(), d = x.detach()
      out(c.requiresGrad, c.isLeaf, d.requiresGrad, d.isLeaf, d.sharesMemory(with: x))
      d[0] = Tensor(5.0)
      out(x)
    }
    #expect(
      seen.text == """
        True False False True True
        tensor([5., 1.], requires_grad=True)
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("detach-inplace") func detachInplace() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      y.detach_()
      out(y.requiresGrad, y.isLeaf)
      let v = (x * 2)[0]
      v.detach_()
    }
    #expect(seen.text == "False True")
    #expect(seen.error == "Can't detach views in-place. Use detach() instead.")
  }

  @Test("data-attr") func dataAttr() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      x.data[0] = Tensor(7.0)
      out(x, x.version)
      x.detach()[1] = Tensor(8.0)
      out(x, x.version)
    }
    #expect(
      seen.text == """
        tensor([7., 1.], requires_grad=True) 0
        tensor([7., 8.], requires_grad=True) 1
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("item-tolist") func itemTolist() {
    let seen = Transcript.of { out in
      let x = Tensor([2.5], requiresGrad: true)
      out(x.item(), x.toArray(Double.self), x.item(Double.self))
    }
    #expect(seen.text == "2.5 [2.5] 2.5")
    #expect(seen.error.isEmpty)
  }

  @Test("float-multi") func floatMulti() {
    let seen = Transcript.of { _ in
      _ = Tensor.ones(2).item()
    }
    #expect(seen.error == "a Tensor with 2 elements cannot be converted to Scalar")
  }

  @Test("float-warn") func floatWarn() {
    let seen = Transcript.of { out in
      let x = Tensor(2.5, requiresGrad: true)
      out((x * 1).item(Double.self), (x * 1).item(Int.self))
    }
    #expect(seen.text == "2.5 2")
    #expect(seen.error.isEmpty)
  }
}
