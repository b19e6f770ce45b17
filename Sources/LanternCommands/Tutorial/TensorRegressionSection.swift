import Lantern

/// 12: a parabola fitted by gradient descent, with gradients from `backward`.
func tensorRegression(_ show: TutorialWriter) throws {
  manualSeed(100)
  let x = Tensor.linspace(-1, 1, 100).unsqueeze(1)
  show("manualSeed(100); let x = Tensor.linspace(-1, 1, 100).unsqueeze(1); x[..<3]", x[..<3])
  let y = 3 * x.pow(2) + 2 + 0.2 * Tensor.rand(x.size())
  show("let y = 3 * x.pow(2) + 2 + 0.2 * Tensor.rand(x.size()); y[..<3]", y[..<3])
  manualSeed(100)
  let w = Tensor.rand(1, 1, dtype: .float32, requiresGrad: true)
  show("manualSeed(100); let w = Tensor.rand(1, 1, dtype: .float32, requiresGrad: true)", w)
  let b = Tensor.rand(1, 1, dtype: .float32, requiresGrad: true)
  show("let b = Tensor.rand(1, 1, dtype: .float32, requiresGrad: true)", b)
  let rate = 0.01
  var loss = Tensor(0)
  for step in 0..<800 {
    let predicted = x.pow(2).mm(w) + b
    loss = (0.5 * (predicted - y) ** 2).sum()
    loss.backward()
    let (wGrad, bGrad) = (w.grad!, b.grad!)
    noGrad {
      w -= rate * wGrad
      b -= rate * bGrad
    }
    func number(_ t: Tensor, _ digits: Int) -> String { fixed(t.item(Double.self), digits) }
    if [0, 1, 9].contains(step) {
      show.line(
        "step \(step): loss \(number(loss, 3)) w.grad \(number(wGrad, 3)) b.grad \(number(bGrad, 3)) w \(number(w, 4)) b \(number(b, 4))")
    } else if [99, 799].contains(step) {
      show.line("step \(step): loss \(number(loss, 3)) w \(number(w, 4)) b \(number(b, 4))")
    }
    wGrad.zero_()
    bGrad.zero_()
  }
  show("loss", loss)
  show("w", w)
  show("b", b)
  try plotRegression(
    show, "regression-tensor", "Tensor and autograd", x: x.toArray(Double.self), y: y.toArray(Double.self),
    predicted: noGrad { x.pow(2).mm(w) + b }.toArray(Double.self))
}
