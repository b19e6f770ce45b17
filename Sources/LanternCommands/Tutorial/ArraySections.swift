import Lantern
import LanternNumPy

// NumPy's arrays, and arrays and tensors together.

/// 1: random arrays, views, reductions, ranges.
func numpyArrays(_ show: TutorialWriter) {
  np.random.seed(100)
  show("np.random.seed(100); np.random.rand(3)", np.random.rand(3))
  show("np.random.randn(2, 3)", np.random.randn(2, 3))
  show("np.random.randint(0, 10, [2, 5])", np.random.randint(0, 10, [2, 5]))
  show("np.random.permutation(8)", np.random.permutation(8))
  let a = np.arange(12).reshape(3, 4)
  show("let a = np.arange(12).reshape(3, 4)", a)
  show("a.T", a.T)
  show("a[1..., .stride(by: 2)]", a[1..., .stride(by: 2)])
  show("a.sum(axis: 0)", a.sum(axis: 0))
  show("a.mean(axis: 1)", a.mean(axis: 1))
  show("a / 7", a / 7)
  show("np.linspace(0, 1, 5)", np.linspace(0, 1, 5))
  show("np.eye(3)", np.eye(3))
}

/// 5: broadcasting, by itself and by hand, on arrays and on tensors over the same memory.
func broadcastingAndInterop(_ show: TutorialWriter) {
  for dtype in [DType.int64, .int32] {
    show("dtype", dtype)
    let A = np.arange(0, 40, 10).reshape(4, 1).astype(dtype)
    show("let A = np.arange(0, 40, 10).reshape(4, 1).astype(dtype)", A)
    let B = np.arange(0, 3).astype(dtype)
    show("let B = np.arange(0, 3).astype(dtype)", B)
    let A1 = Tensor.fromNumPy(A)
    show("let A1 = Tensor.fromNumPy(A)", A1)
    let B1 = Tensor.fromNumPy(B)
    show("let B1 = Tensor.fromNumPy(B)", B1)
    let C = A1 + B1
    show("let C = A1 + B1", C)
    let A2 = A1.expand(4, 3)
    show("let A2 = A1.expand(4, 3)", A2)
    show("A2.stride()", A2.stride())
    let B3 = B1.unsqueeze(0).expand(4, 3)
    show("let B3 = B1.unsqueeze(0).expand(4, 3)", B3)
    let C1 = A2 + B3
    show("let C1 = A2 + B3", C1)
    guard dtype == .int32 else { continue }
    show("C.numpy()", C.numpy())
    show("(A1 + 0.5).dtype", (A1 + 0.5).dtype)
  }
}
