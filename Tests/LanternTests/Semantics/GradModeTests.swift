import Testing

@testable import Lantern

/// Recording switched off and on.
@Suite struct GradModeTests {
  @Test("no-grad") func noGradMode() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      Lantern.noGrad {
        let y = x * 2, z = Tensor.ones(2, requiresGrad: true)
        out(y.requiresGrad, z.requiresGrad, isGradEnabled)
      }
      out(isGradEnabled)
    }
    #expect(
      seen.text == """
        False True False
        True
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("enable-grad") func enableGradMode() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      Lantern.noGrad {
        Lantern.enableGrad { out((x * 2).requiresGrad) }
        Lantern.withGrad(enabled: false) { out((x * 2).requiresGrad) }
      }
    }
    #expect(
      seen.text == """
        True
        False
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("no-grad-decorator") func noGradDecorator() {
    let seen = Transcript.of { out in
      func f(_ x: Tensor) -> Tensor { Lantern.noGrad { x * 2 } }
      out(f(Tensor.ones(2, requiresGrad: true)).requiresGrad)
    }
    #expect(seen.text == "False")
    #expect(seen.error.isEmpty)
  }

  @Test("no-grad-inplace") func noGradInplace() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      Lantern.noGrad { x -= 0.5 }
      out(x, x.version, x.isLeaf)
    }
    #expect(seen.text == "tensor([0.5000, 0.5000], requires_grad=True) 1 True")
    #expect(seen.error.isEmpty)
  }

  @Test("inference") func inference() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = inferenceMode {
        let y = x * 2
        out(y.requiresGrad, y.isInference, isInferenceModeEnabled)
        return y
      }
      out(y.isInference)
      _ = y.version
    }
    #expect(
      seen.text == """
        False True True
        True
        """)
    #expect(seen.error == "Inference tensors do not track version counter.")
  }

  @Test("inference-save") func inferenceSave() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = inferenceMode { Tensor.ones(2) }
      _ = x * y
    }
    #expect(
      seen.error == """
        Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in computation \
        tracked by autograd. To work around this, you can make a clone to get a normal tensor and use it in autograd, or use \
        `noGrad` instead of `inferenceMode`.
        """)
  }

  @Test("inference-inplace") func inferenceInplace() {
    let seen = Transcript.of { _ in
      let y = inferenceMode { Tensor.ones(2) }
      y.add_(1)
    }
    #expect(
      seen.error == """
        Inplace update to inference tensor outside inferenceMode is not allowed. You can make a clone to get a normal tensor \
        before doing inplace update.
        """)
  }

  @Test("inference-requires-grad") func inferenceRequiresGrad() {
    let seen = Transcript.of { _ in
      let y = inferenceMode { Tensor.ones(2) }
      y.requiresGrad_()
    }
    #expect(seen.error == "Setting requiresGrad = true on inference tensor outside inferenceMode is not allowed.")
  }

  @Test("inference-view-inplace") func inferenceViewInplace() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2)
      inferenceMode {
        x.add_(1)
        let v = x[0]
        out(v.isInference)
      }
      out(x, x.isInference)
    }
    #expect(
      seen.text == """
        False
        tensor([2., 2.]) False
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("view-nograd-inplace") func viewNogradInplace() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true) * 1
      let v = Lantern.noGrad { x[..<1] }
      v.mul_(2)
    }
    #expect(
      seen.error == """
        A view was created in noGrad mode and is being modified inplace with grad mode enabled. Given that this use case is \
        ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either \
        both inside the noGrad block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to \
        be tracked).
        """)
  }

  @Test("leaf-view-nograd") func leafViewNograd() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      let v = Lantern.noGrad { x[..<1] }
      v.mul_(2)
    }
    #expect(
      seen.error == """
        A view was created in noGrad mode and is being modified inplace with grad mode enabled. Given that this use case is \
        ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either \
        both inside the noGrad block (if you don't want the inplace to be tracked) or both outside (if you want the inplace to \
        be tracked).
        """)
  }
}
