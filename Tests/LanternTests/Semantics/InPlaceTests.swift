import Testing

@testable import Lantern

/// In-place operations and version counters.
@Suite struct InPlaceTests {
  @Test("leaf-inplace") func leafInplace() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      x.add_(1)
    }
    #expect(seen.error == "a leaf Variable that requires grad is being used in an in-place operation.")
  }

  @Test("leaf-setitem") func leafSetitem() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      x[0] = Tensor(5.0)
    }
    #expect(seen.error == "a view of a leaf Variable that requires grad is being used in an in-place operation.")
  }

  @Test("leaf-view-inplace") func leafViewInplace() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      x[0].mul_(2)
    }
    #expect(seen.error == "a view of a leaf Variable that requires grad is being used in an in-place operation.")
  }

  @Test("leaf-augmented") func leafAugmented() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      x -= 1
    }
    #expect(seen.error == "a leaf Variable that requires grad is being used in an in-place operation.")
  }

  @Test("version-error") func versionError() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      let z = y * y
      y.add_(1)
      z.sum().backward()
    }
    #expect(
      seen.error == """
        one of the variables needed for gradient computation has been modified by an inplace operation: [FloatTensor [2]], \
        which is output 0 of Add, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the \
        operation that failed to compute its gradient, with detectAnomaly.
        """)
  }

  @Test("version-error-exp") func versionErrorExp() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(3, requiresGrad: true)
      let y = x.exp()
      y.mul_(2)
      y.sum().backward()
    }
    #expect(
      seen.error == """
        one of the variables needed for gradient computation has been modified by an inplace operation: [FloatTensor [3]], \
        which is output 0 of Exp, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the \
        operation that failed to compute its gradient, with detectAnomaly.
        """)
  }

  @Test("version-error-leaf") func versionErrorLeaf() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, 3, requiresGrad: true), w = Tensor.ones(3, 4, requiresGrad: true)
      let y = x.mm(w)
      noGrad { _ = w.zero_() }
      y.sum().backward()
    }
    #expect(
      seen.error == """
        one of the variables needed for gradient computation has been modified by an inplace operation: [FloatTensor [3, 4]] \
        is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to \
        compute its gradient, with detectAnomaly.
        """)
  }

  @Test("version-error-sigmoid") func versionErrorSigmoid() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(4, requiresGrad: true)
      let y = x.sigmoid()
      y[0] = Tensor(0.0)
      y.sum().backward()
    }
    #expect(
      seen.error == """
        one of the variables needed for gradient computation has been modified by an inplace operation: [FloatTensor [4]], \
        which is output 0 of Sigmoid, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the \
        operation that failed to compute its gradient, with detectAnomaly.
        """)
  }

  @Test("version-ok") func versionOk() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      y.add_(1)
      y.mul_(3)
      out(y.version, y)
      y.sum().backward()
      out(x.grad)
    }
    #expect(
      seen.text == """
        2 tensor([9., 9.], grad_fn=<MulBackward0>)
        tensor([6., 6.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("inplace-grad-fn") func inplaceGradFn() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      let y = x * 2
      out(y.gradFn)
      y.add_(1)
      out(y.gradFn)
      y.relu_()
      out(y.gradFn)
    }
    #expect(
      seen.text == """
        <MulBackward0>
        <AddBackward0>
        <ReluBackward0>
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("version-counting") func versionCounting() {
    let seen = Transcript.of { out in
      let x = Tensor.zeros(4)
      let v = x[..<2]
      out(x.version, v.version)
      v.add_(1)
      out(x.version, v.version)
      x[3] = Tensor(1.0)
      out(x.version, v.version)
      x.data.add_(1)
      out(x.version)
    }
    #expect(
      seen.text == """
        0 0
        1 1
        2 2
        2
        """)
    #expect(seen.error.isEmpty)
  }
}
