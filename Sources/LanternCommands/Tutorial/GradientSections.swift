import Lantern

// Automatic differentiation.

/// 9: which tensors are tracked, gradients that add up, a graph that can be walked once.
func scalarAutograd(_ show: TutorialWriter) {
  manualSeed(100)
  let x = FloatTensor([2])
  show("manualSeed(100); let x = FloatTensor([2])", x)
  let w = Tensor.randn(1, requiresGrad: true)
  show("let w = Tensor.randn(1, requiresGrad: true)", w)
  let b = Tensor.randn(1, requiresGrad: true)
  show("let b = Tensor.randn(1, requiresGrad: true)", b)
  let y = w.mul(x)
  show("let y = w.mul(x)", y)
  let z = y.add(b)
  show("let z = y.add(b)", z)
  show("x.requiresGrad, w.requiresGrad, b.requiresGrad", x.requiresGrad, w.requiresGrad, b.requiresGrad)
  show("y.requiresGrad, z.requiresGrad", y.requiresGrad, z.requiresGrad)
  show("x.isLeaf, w.isLeaf, b.isLeaf, y.isLeaf, z.isLeaf", x.isLeaf, w.isLeaf, b.isLeaf, y.isLeaf, z.isLeaf)
  show("x.gradFn, w.gradFn, b.gradFn", x.gradFn, w.gradFn, b.gradFn)
  show("y.gradFn", y.gradFn)
  show("z.gradFn", z.gradFn)
  show("w.grad, b.grad", w.grad, b.grad)
  z.backward(retainGraph: true)
  show("z.backward(retainGraph: true); w.grad", w.grad)
  show("b.grad", b.grad)
  show("x.grad", x.grad)
  z.backward()
  show("z.backward(); w.grad", w.grad)
  show("b.grad", b.grad)
  show.fails("z.backward()") { z.backward() }
  w.grad!.zero_()
  show("w.grad!.zero_(); w.grad", w.grad)
  show("noGrad { (w * x).requiresGrad }", noGrad { (w * x).requiresGrad })
  show("w.detach()", w.detach())
}

/// 10: a gradient for each output of a vector function, assembled from assignments to elements.
func jacobian(_ show: TutorialWriter) {
  let x = Tensor([[2, 3]], dtype: .float32, requiresGrad: true)
  show("let x = Tensor([[2, 3]], dtype: .float32, requiresGrad: true)", x)
  let y = Tensor.zeros(1, 2)
  show("let y = Tensor.zeros(1, 2)", y)
  y[0, 0] = x[0, 0] ** 2 + 3 * x[0, 1]
  show("y[0, 0] = x[0, 0] ** 2 + 3 * x[0, 1]; y", y)
  y[0, 1] = x[0, 1] ** 2 + 2 * x[0, 0]
  show("y[0, 1] = x[0, 1] ** 2 + 2 * x[0, 0]; y", y)
  show("y.gradFn", y.gradFn)
  show.fails("y.backward()") { y.backward() }
  let J = Tensor.zeros(2, 2)
  y.backward(gradient: [[1.0, 0.0]], retainGraph: true)
  show("let J = Tensor.zeros(2, 2); y.backward(gradient: [[1.0, 0.0]], retainGraph: true); x.grad", x.grad)
  J[0] = x.grad!
  x.grad = Tensor.zeros(like: x.grad!)
  y.backward(gradient: [[0.0, 1.0]])
  show("J[0] = x.grad!; x.grad = Tensor.zeros(like: x.grad!); y.backward(gradient: [[0.0, 1.0]]); x.grad", x.grad)
  J[1] = x.grad!
  show("J[1] = x.grad!; J", J)
}
