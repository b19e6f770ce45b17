import Foundation
import Lantern
import LanternNumPy
import Testing

/// The tutorial's NumPy steps, with the texts that NumPy and PyTorch print.
@Suite(.defaultPrintOptions) struct NumPyTutorialTests {
  @Test func arrays() {
    let random = np.random.RandomState(100)
    #expect(np.repr(random.rand(3)) == "array([0.54340494, 0.27836939, 0.42451759])")
    #expect(
      np.repr(random.randn(2, 3)) == "array([[ 0.35467445, -0.78606433, -0.2318722 ],\n       [ 0.20797568,  0.93580797,  0.17957831]])")
    #expect(np.repr(random.randint(0, 10, [2, 5])) == "array([[0, 9, 6, 2, 4],\n       [1, 5, 3, 4, 4]])")
    #expect(np.repr(random.permutation(8)) == "array([0, 2, 4, 5, 1, 6, 7, 3])")
    let a = np.arange(12).reshape(3, 4)
    #expect(np.repr(a) == "array([[ 0,  1,  2,  3],\n       [ 4,  5,  6,  7],\n       [ 8,  9, 10, 11]])")
    #expect(np.repr(a.T) == "array([[ 0,  4,  8],\n       [ 1,  5,  9],\n       [ 2,  6, 10],\n       [ 3,  7, 11]])")
    #expect(np.repr(a[1..., .stride(by: 2)]) == "array([[ 4,  6],\n       [ 8, 10]])")
    #expect(np.repr(a.sum(axis: 0)) == "array([12, 15, 18, 21])")
    #expect(np.repr(a.mean(axis: 1)) == "array([1.5, 5.5, 9.5])")
    #expect(
      np.repr(a / 7) == """
        array([[0.        , 0.14285714, 0.28571429, 0.42857143],
               [0.57142857, 0.71428571, 0.85714286, 1.        ],
               [1.14285714, 1.28571429, 1.42857143, 1.57142857]])
        """)
    #expect(np.repr(np.linspace(0, 1, 5)) == "array([0.  , 0.25, 0.5 , 0.75, 1.  ])")
    #expect(np.repr(np.eye(3)) == "array([[1., 0., 0.],\n       [0., 1., 0.],\n       [0., 0., 1.]])")
  }

  @Test(arguments: [DType.int64, .int32])
  func sharingWithTensors(dtype: DType) {
    let suffix = dtype == .int32 ? ", dtype=int32)" : ")"
    let a = np.arange(0, 40, 10).reshape(4, 1).astype(dtype), b = np.arange(0, 3).astype(dtype)
    #expect(np.repr(a) == "array([[ 0],\n       [10],\n       [20],\n       [30]]" + suffix)
    #expect(np.repr(b) == "array([0, 1, 2]" + suffix)
    let a1 = Tensor.fromNumPy(a), b1 = Tensor.fromNumPy(b)
    #expect("\(a1)" == "tensor([[ 0],\n        [10],\n        [20],\n        [30]]" + suffix)
    let c = a1 + b1
    #expect("\(c)" == "tensor([[ 0,  1,  2],\n        [10, 11, 12],\n        [20, 21, 22],\n        [30, 31, 32]]" + suffix)
    let a2 = a1.expand(4, 3)
    #expect("\(a2.stride())" == "(1, 0)")
    #expect("\(a2 + b1.unsqueeze(0).expand(4, 3))" == "\(c)")
    #expect(np.repr(c.numpy()) == "array([[ 0,  1,  2],\n       [10, 11, 12],\n       [20, 21, 22],\n       [30, 31, 32]]" + suffix)
    #expect((a1 + 0.5).dtype == .float32)
  }

  @Test func regression() {
    np.random.seed(100)
    let x = np.linspace(-1, 1, 100).reshape(100, 1)
    let y = 3 * np.power(x, 2) + 2 + 0.2 * np.random.rand(x.size).reshape(100, 1)
    let w1 = np.random.rand(1, 1), b1 = np.random.rand(1, 1)
    #expect(np.repr(x[..<3]) == "array([[-1.        ],\n       [-0.97979798],\n       [-0.95959596]])")
    #expect(np.repr(y[..<3]) == "array([[5.10868099],\n       [4.93568612],\n       [4.84737674]])")
    #expect("\(w1) \(b1)" == "[[0.77828922]] [[0.7795984]]")
    let lr = 0.01
    var lines: [String] = []
    for i in 0..<800 {
      let yPred = np.power(x, 2) * w1 + b1
      let loss = (0.5 * (yPred - y) ** 2).sum()
      let gradW = np.sum((yPred - y) * np.power(x, 2))
      let gradB = np.sum(yPred - y)
      w1 -= lr * gradW
      b1 -= lr * gradB
      if [0, 1, 9, 99, 799].contains(i) {
        lines.append(
          String(
            format: "step %d: loss %.6f w %.8f b %.8f", i, loss.item(Double.self), w1[0, 0].item(Double.self), b1[0, 0].item(Double.self)))
      }
    }
    #expect(
      lines == [
        "step 0: loss 237.144765 w 1.68704961 b 2.85000464", "step 1: loss 12.809252 w 1.70258791 b 2.54096491",
        "step 9: loss 2.463723 w 2.34770535 b 2.33588513", "step 99: loss 0.166960 w 2.99105540 b 2.09752387",
        "step 799: loss 0.166959 w 2.99134284 b 2.09741738",
      ])
    #expect("\(w1) \(b1)" == "[[2.99134284]] [[2.09741738]]")
  }
}
