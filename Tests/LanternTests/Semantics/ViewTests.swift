import Testing

@testable import Lantern

/// Views, and writing through them.
@Suite struct ViewTests {
  @Test("copyslices") func copyslices() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(4, requiresGrad: true)
      let y = x * 2
      let v = y[..<2]
      v.mul_(3)
      out(y.gradFn, v.gradFn)
      out(y)
      y.sum().backward()
      out(x.grad)
    }
    #expect(
      seen.text == """
        <CopySlices> <AsStridedBackward0>
        tensor([6., 6., 2., 2.], grad_fn=<CopySlices>)
        tensor([6., 6., 2., 2.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("setitem") func setitem() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(4, requiresGrad: true)
      let y = x * 2
      y[0] = Tensor(10.0)
      out(y, y.gradFn)
      y.sum().backward()
      out(x.grad)
    }
    #expect(
      seen.text == """
        tensor([10.,  2.,  2.,  2.], grad_fn=<CopySlices>) <CopySlices>
        tensor([0., 2., 2., 2.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("setitem-into-plain") func setitemIntoPlain() {
    let seen = Transcript.of { out in
      let m = Tensor([[2.0, 3.0]], requiresGrad: true)
      let J = Tensor.zeros(1, 2)
      out(J.requiresGrad)
      J[0, 0] = m[0, 0] ** 2 + 3 * m[0, 1]
      J[0, 1] = m[0, 1] ** 2 + 2 * m[0, 0]
      out(J, J.isLeaf)
      J.backward(Tensor([[1.0, 0.0]]), retainGraph: true)
      out(m.grad)
      m.grad?.zero_()
      J.backward(Tensor([[0.0, 1.0]]))
      out(m.grad)
    }
    #expect(
      seen.text == """
        False
        tensor([[13., 13.]], grad_fn=<CopySlices>) False
        tensor([[4., 3.]])
        tensor([[2., 6.]])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("setitem-index-put") func setitemIndexPut() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(4, requiresGrad: true)
      var y = x * 2
      y[Tensor([0, 2])] = Tensor([5.0, 6.0])
      out(y.gradFn)
      y.sum().backward()
      out(x.grad)
      x.grad = nil
      y = x * 2
      y[y .> 1] = Tensor(0.0)
      out(y.gradFn)
      y.sum().backward()
      out(x.grad)
    }
    #expect(
      seen.text == """
        <IndexPutBackward0>
        tensor([0., 2., 0., 2.])
        <IndexPutBackward0>
        tensor([0., 0., 0., 0.])
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("view-grad-fns") func viewGradFns() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, 3, requiresGrad: true)
      let views: [(String, Tensor)] = [
        ("view", x.view(6)), ("reshape", x.reshape(3, 2)), ("t", x.t()), ("T", x.T), ("transpose", x.transpose(0, 1)),
        ("permute", x.permute(1, 0)), ("index0", x[0]), ("slice", x[..., 1...]), ("select", x.select(0, 1)),
        ("narrow", x.narrow(1, 0, 2)), ("unsqueeze", x.unsqueeze(0)), ("squeeze", x.squeeze()), ("squeeze0", x.squeeze(0)),
        ("expand", x.expand(4, 2, 3)), ("flatten", x.flatten()), ("diagonal", x.diagonal()), ("unfold", x.unfold(1, 2, 1)),
        ("as_strided", x.asStrided([2], [1])), ("view_as", x.viewAs(x)), ("unflatten", x.unflatten(1, [3, 1])),
        ("movedim", x.movedim(0, 1)), ("swapaxes", x.swapaxes(0, 1)), ("detach", x.detach()), ("none_idx", x[.newAxis]),
        ("ellipsis", x[.ellipsis, 0]), ("step", x[..., .stride(by: 2)]),
      ]
      for (name, view) in views { out(name, view.gradFn?.name ?? "NoneType", view.isView) }
    }
    #expect(
      seen.text == """
        view ViewBackward0 True
        reshape ViewBackward0 True
        t TBackward0 True
        T PermuteBackward0 True
        transpose TransposeBackward0 True
        permute PermuteBackward0 True
        index0 SelectBackward0 True
        slice SliceBackward0 True
        select SelectBackward0 True
        narrow SliceBackward0 True
        unsqueeze UnsqueezeBackward0 True
        squeeze SqueezeBackward0 True
        squeeze0 SqueezeBackward1 True
        expand ExpandBackward0 True
        flatten ViewBackward0 True
        diagonal DiagonalBackward0 True
        unfold UnfoldBackward0 True
        as_strided AsStridedBackward0 True
        view_as ViewBackward0 True
        unflatten ViewBackward0 True
        movedim PermuteBackward0 True
        swapaxes TransposeBackward0 True
        detach NoneType False
        none_idx UnsqueezeBackward0 True
        ellipsis SelectBackward0 True
        step SliceBackward0 True
        """)
    #expect(seen.error.isEmpty)
  }

  @Test("multi-view-inplace") func multiViewInplace() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(4, requiresGrad: true) * 1
      let p = x.split(2)[0]
      p.mul_(2)
    }
    #expect(
      seen.error == """
        Output 0 of Split is a view and is being modified inplace. This view is the output of a function that returns multiple \
        views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation \
        by an out-of-place one.
        """)
  }

  @Test("unbind-inplace") func unbindInplace() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, 2, requiresGrad: true) * 1
      let p = x.unbind(0)[0]
      p.mul_(2)
    }
    #expect(
      seen.error == """
        Output 0 of Unbind is a view and is being modified inplace. This view is the output of a function that returns \
        multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace \
        operation by an out-of-place one.
        """)
  }

  @Test("expand-inplace") func expandInplace() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(1).expand(3)
      x.add_(1)
    }
    #expect(
      seen.error == """
        unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please \
        clone() the tensor before performing the operation.
        """)
  }

  @Test("inplace-overlap") func inplaceOverlap() {
    let seen = Transcript.of { _ in
      let x = Tensor.arange(6.0)
      x[1...].add_(x[..<(-1)])
    }
    #expect(
      seen.error == """
        unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. \
        Please clone() the tensor before performing the operation.
        """)
  }

  @Test("inplace-dtype") func inplaceDtype() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, dtype: .int64)
      x.add_(1.5)
    }
    #expect(seen.error == "result type Float can't be cast to the desired output type Long")
  }

  @Test("inplace-div-int") func inplaceDivInt() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2, dtype: .int64)
      x.div_(2)
    }
    #expect(seen.error == "result type Float can't be cast to the desired output type Long")
  }

  @Test("inplace-shape") func inplaceShape() {
    let seen = Transcript.of { _ in
      let x = Tensor.ones(2)
      x.add_(Tensor.ones(3, 2))
    }
    #expect(seen.error == "output with shape [2] doesn't match the broadcast shape [3, 2]")
  }

  @Test("set-data") func setData() {
    let seen = Transcript.of { out in
      let x = Tensor.ones(2, requiresGrad: true)
      x.data = Tensor.ones(3)
      out(x.shape)
      x.data = Tensor.ones(2, dtype: .int64)
    }
    #expect(seen.text == "Size([3])")
    #expect(seen.error == "data set to a tensor that requires gradients must be floating point or complex dtype")
  }
}
