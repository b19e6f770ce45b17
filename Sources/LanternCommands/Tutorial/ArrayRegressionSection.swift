import Lantern
import LanternNumPy

/// 11: a parabola fitted by gradient descent, with gradients written by hand.
func arrayRegression(_ show: TutorialWriter) throws {
  np.random.seed(100)
  let x = np.linspace(-1, 1, 100).reshape(100, 1)
  show("np.random.seed(100); let x = np.linspace(-1, 1, 100).reshape(100, 1); x[..<3]", x[..<3])
  let y = 3 * np.power(x, 2) + 2 + 0.2 * np.random.rand(x.size).reshape(100, 1)
  show("let y = 3 * np.power(x, 2) + 2 + 0.2 * np.random.rand(x.size).reshape(100, 1); y[..<3]", y[..<3])
  let w = np.random.rand(1, 1)
  let b = np.random.rand(1, 1)
  show.prints("let w = np.random.rand(1, 1); let b = np.random.rand(1, 1); print(w, b)", w, b)
  let rate = 0.01
  for step in 0..<800 {
    let predicted = np.power(x, 2) * w + b
    let loss = (0.5 * (predicted - y) ** 2).sum()
    let wGrad = np.sum((predicted - y) * np.power(x, 2))
    let bGrad = np.sum(predicted - y)
    w -= rate * wGrad
    b -= rate * bGrad
    if [0, 1, 9, 99, 799].contains(step) {
      let (l, w, b) = (loss.item(Double.self), w.item(Double.self), b.item(Double.self))
      show.line("step \(step): loss \(fixed(l, 6)) w \(fixed(w, 8)) b \(fixed(b, 8))")
    }
  }
  show.prints("print(w, b)", w, b)
  try plotRegression(
    show, "regression-numpy", "NumPy", x: x.toArray(Double.self), y: y.toArray(Double.self),
    predicted: (np.power(x, 2) * w + b).toArray(Double.self))
}
