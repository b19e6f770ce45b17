import Lantern

// Arithmetic element by element, reductions, matrices.

/// 6: arithmetic with broadcasting, functions, in-place addition.
func elementwiseOperations(_ show: TutorialWriter) {
  manualSeed(100)
  let t = Tensor.randn(1, 3)
  show("manualSeed(100); let t = Tensor.randn(1, 3)", t)
  let t1 = Tensor.randn(3, 1)
  show("let t1 = Tensor.randn(3, 1)", t1)
  let t2 = Tensor.randn(1, 3)
  show("let t2 = Tensor.randn(1, 3)", t2)
  show("t + 0.1 * (t1 / t2)", t + 0.1 * (t1 / t2))
  show("t.addcdiv(t1, t2, value: 0.1)", t.addcdiv(t1, t2, value: 0.1))
  show("t.sigmoid()", t.sigmoid())
  show("t.clamp(0, 1)", t.clamp(0, 1))
  show("t.exp()", t.exp())
  show("t.abs().sqrt()", t.abs().sqrt())
  show("t.add_(2)", t.add_(2))
  show("t ** 2", t ** 2)
  show("t.softmax(1)", t.softmax(1))
}

/// 7: sums, extremes, sorting, comparing.
func reductionsAndComparisons(_ show: TutorialWriter) {
  let a = Tensor.linspace(0, 10, 6).view(2, 3)
  show("let a = Tensor.linspace(0, 10, 6).view(2, 3)", a)
  show("a.sum(dim: 0)", a.sum(dim: 0))
  show("a.sum(dim: 0).shape", a.sum(dim: 0).shape)
  show("a.sum(dim: 0, keepDim: true)", a.sum(dim: 0, keepDim: true))
  show("a.sum(dim: 0, keepDim: true).shape", a.sum(dim: 0, keepDim: true).shape)
  show("a.sum()", a.sum())
  show("a.mean(dim: 1)", a.mean(dim: 1))
  show("a.std()", a.std())
  show("a.prod(dim: 1)", a.prod(dim: 1))
  show("a.cumsum(dim: 1)", a.cumsum(dim: 1))
  show("a.norm()", a.norm())
  show("a.max()", a.max())
  show("a.max(dim: 1).values", a.max(dim: 1).values)
  show("a.max(dim: 1).indices", a.max(dim: 1).indices)
  show("a.max(dim: 0)", a.max(dim: 0))
  show("a.argmax(dim: 1)", a.argmax(dim: 1))
  show("a.argmax()", a.argmax())
  show("a.topk(1, dim: 0)", a.topk(1, dim: 0))
  show("a.sort(dim: 1, descending: true).values", a.sort(dim: 1, descending: true).values)
  show("a .== a.round()", a .== a.round())
  show("a.equal(a.clone())", a.equal(a.clone()))
}

/// 8: products of vectors, matrices and stacks of them; inverse, determinant, trace.
func matrixOperations(_ show: TutorialWriter) {
  show("Tensor([2, 3]).dot(Tensor([3, 4]))", Tensor([2, 3]).dot(Tensor([3, 4])))
  manualSeed(100)
  let x = Tensor.randint(10, [2, 3])
  show("manualSeed(100); let x = Tensor.randint(10, [2, 3])", x)
  let y = Tensor.randint(6, [3, 4])
  show("let y = Tensor.randint(6, [3, 4])", y)
  show("x.mm(y)", x.mm(y))
  let xs = Tensor.randint(10, [2, 2, 3])
  let ys = Tensor.randint(6, [2, 3, 4])
  show("let xs = Tensor.randint(10, [2, 2, 3]); let ys = Tensor.randint(6, [2, 3, 4]); xs.bmm(ys)", xs.bmm(ys))
  let m = Tensor([[2.0, 1.0], [1.0, 3.0]])
  show("let m = Tensor([[2.0, 1.0], [1.0, 3.0]]); m.inverse()", m.inverse())
  show("m.det()", m.det())
  show("m.trace()", m.trace())
}
