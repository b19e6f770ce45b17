import Testing

@testable import Lantern

private struct Sq: CustomFunction {
  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
    context.save(inputs[0])
    return [inputs[0] * inputs[0]]
  }
  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [2 * context.saved[0] * gradients[0]] }
}

/// Gives one gradient too many.
private struct F2: CustomFunction {
  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] { [inputs[0] * 2] }
  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [gradients[0], gradients[0]] }
}

/// Gives a gradient of the wrong shape.
private struct F3: CustomFunction {
  func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] { [inputs[0] * 2] }
  func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [Tensor.ones(3)] }
}

/// Hooks, the order of the engine, custom functions.
@Suite struct HookTests {
  @Test("hook-modify") func hookModify() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      y.registerHook {
        out("h1", $0)
        return $0 * 10
      }
      y.registerHook {
        out("h2", $0)
        return nil
      }
      y.sum().backward()
      out(x.grad)
    }
    #expect(
      seen.text == """
        h1 tensor([1., 1.])
        h2 tensor([10., 10.])
        tensor([20., 20.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("hook-order-retain") func hookOrderRetain() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      y.retainGrad()
      y.registerHook { $0 * 10 }
      y.sum().backward()
      out(y.grad, x.grad)
    }
    #expect(seen.text == "tensor([10., 10.]) tensor([20., 20.])")
    #expect(seen.error.isEmpty)
  }

  @Test("hook-leaf") func hookLeaf() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      x.registerHook { [unowned x] in
        out("pre", $0, x.grad)
        return nil
      }
      x.registerPostAccumulateGradHook { out("post", $0.grad) }
      (x * 3).sum().backward()
    }
    #expect(
      seen.text == """
        pre tensor([3., 3.]) None
        post tensor([3., 3.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("hook-remove") func hookRemove() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let handle = x.registerHook { _ in
        out("called")
        return nil
      }
      handle.remove()
      x.sum().backward()
      out(x.grad)
    }
    #expect(seen.text == "tensor([1., 1.])")
    #expect(seen.error.isEmpty)
  }

  @Test("hook-no-grad") func hookNoGrad() {
    let seen = Transcript.of { _ in
      Tensor.ones(2).registerHook { $0 }
    }
    #expect(seen.error == "cannot register a hook on a tensor that doesn't require gradient")
  }

  @Test("hook-shape") func hookShape() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      y.registerHook { _ in Tensor.ones(3) }
      y.sum().backward()
    }
    #expect(seen.error == "hook has changed the size of value")
  }

  @Test("hook-twice-used") func hookTwiceUsed() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      y.registerHook {
        out($0)
        return nil
      }
      (y * 3 + y * 4).sum().backward()
    }
    #expect(seen.text == "tensor([7., 7.])")
    #expect(seen.error.isEmpty)
  }

  @Test("node-hooks") func nodeHooks() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      y.registerHook { _ in
        out("tensor")
        return nil
      }
      y.gradFn?.registerPrehook { _ in
        out("node pre")
        return nil
      }
      y.gradFn?.registerHook { inputs, outputs in
        out("node post", inputs, outputs)
        return nil
      }
      y.sum().backward()
    }
    #expect(
      seen.text == """
        tensor
        node pre
        node post (tensor([2., 2.]), None) (tensor([1., 1.]),)
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("engine-order") func engineOrder() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(1, requiresGrad: true)
      let a = x * 2, b = x * 3
      let c = a + b
      for (name, t) in [("a", a), ("b", b), ("c", c)] {
        t.registerHook { _ in
          out(name)
          return nil
        }
      }
      c.backward()
      out(x.grad)
    }
    #expect(
      seen.text == """
        c
        b
        a
        tensor([5.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("next-functions") func nextFunctions() {
    let seen = Transcript.of { out in
      let w = Tensor.ones(1, requiresGrad: true), x = Tensor([2.0]), b = Tensor.zeros(1, requiresGrad: true)
      let z = w * x + b
      func text(_ node: Node?) -> String {
        let all = (node?.nextFunctions ?? []).map { next in next.map { "(\($0.node), \($0.output))" } ?? "(None, 0)" }
        return "(" + all.joined(separator: ", ") + ")"
      }
      guard case .node(let product)? = z.gradFn?.nextFunctions[0]?.node else { return }
      out(z.gradFn, text(z.gradFn), text(product))
    }
    #expect(
      seen.text == """
        <AddBackward0> ((<MulBackward0>, 0), (<AccumulateGrad>, 0)) ((<AccumulateGrad>, 0), (None, 0))
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("custom-function") func customFunction() {
    let seen = Transcript.of { out in
      let x = Tensor([3.0], requiresGrad: true)
      let y = Sq()(x)
      out(y.gradFn)
      out(y)
      y.backward()
      out(x.grad)
    }
    #expect(
      seen.text == """
        <SqBackward>
        tensor([9.], grad_fn=<SqBackward>)
        tensor([6.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("custom-function-count") func customFunctionCount() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(1, requiresGrad: true)
      F2()(x).backward()
    }
    #expect(seen.error == "function F2Backward returned an incorrect number of gradients (expected 1, got 2)")
  }

  @Test("custom-function-shape") func customFunctionShape() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      F3()(x).sum().backward()
    }
    #expect(
      seen.error == """
        Function F3Backward returned an invalid gradient at index 0 - got [3] but expected shape compatible with [2]
        """)
  }

  @Test("anomaly") func anomaly() {
    let seen = Transcript.of { _ in
      detectAnomaly {
        let x = Tensor([0.0], requiresGrad: true)
        (x.sqrt() * 0).sum().backward()
      }
    }
    #expect(seen.error == "Function 'SqrtBackward0' returned nan values in its 0th output.")
  }

  @Test("gradcheck") func gradcheck() {
    let seen = Transcript.of { out in
      let x = Tensor([0.3, -1.2, 2.0], dtype: .float64, requiresGrad: true)
      x.sin().sum().backward()
      let h = 1e-6
      let numeric = ((x + h).sin() - (x - h).sin()) / (2 * h)
      out(((numeric - x.grad!).abs() .< 1e-8).all().item().boolValue)
    }
    #expect(seen.text == "True")
    #expect(seen.error.isEmpty)
  }
}
