import Lantern

// W1: the regression of the tutorial, 800 steps, eager, as a beginner writes it. W2: the cost of one operation on one element.

extension Workload {
  static let regression: [Named] = [
    (
      "W1/seed_regression",
      {
        manualSeed(0)
        let x = Tensor.linspace(-1, 1, 100).unsqueeze(1)
        let y = 3 * x.pow(2) + 2 + 0.2 * Tensor.rand(x.shape)
        func train() -> (w: Double, b: Double) {
          let w = Tensor.rand(1, 1, requiresGrad: true)
          let b = Tensor.rand(1, 1, requiresGrad: true)
          let lr = 0.01
          for _ in 0..<800 {
            let prediction = x.pow(2).mm(w) + b
            let loss = (0.5 * (prediction - y) ** 2).sum()
            loss.backward()
            noGrad {
              w.sub_(lr * w.grad!)
              b.sub_(lr * b.grad!)
              w.grad!.zero_()
              b.grad!.zero_()
            }
          }
          return (w.item().doubleValue, b.item().doubleValue)
        }
        return Workload(
          name: "W1/seed_regression", unit: .microseconds(per: "step", 800),
          check: {
            let (w, b) = train()
            return abs(w - 3) < 0.1 && abs(b - 2.1) < 0.1 ? nil : "the regression found w \(w), b \(b)"
          },
          run: { _ = train() })
      }
    )
  ]

  private static func chain(_ x: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    var y = x
    for _ in 0..<5 {
      y = y * a
      y = y + b
    }
    return y
  }

  private static func add(_ name: String, tracked: Bool) -> Named {
    (
      name,
      {
        let a = Tensor([1.0], requiresGrad: tracked)
        let b = Tensor([2.0])
        return Workload(
          name: name, unit: .nanoseconds(per: "op", 1000),
          check: { (a + b).item().doubleValue == 3 && (a + b).requiresGrad == tracked ? nil : "1 + 2 is not 3" },
          run: { for _ in 0..<1000 { _ = a + b } })
      }
    )
  }

  static let overhead: [Named] = [
    add("W2/add1", tracked: false),
    add("W2/add1_grad", tracked: true),
    (
      "W2/chain10_fwdbwd",
      {
        let x = Tensor([1.0], requiresGrad: true)
        let (a, b) = (Tensor([0.5]), Tensor([2.0]))
        return Workload(
          name: "W2/chain10_fwdbwd", unit: .nanoseconds(per: "op", 1000),
          check: {
            x.grad = nil
            chain(x, a, b).backward()
            return x.grad!.item().doubleValue == 0.03125 ? nil : "the gradient is \(x.grad!)"
          },
          run: { for _ in 0..<100 { chain(x, a, b).backward() } })
      }
    ),
    (
      "W2/chain10_bwd",
      {
        let x = Tensor([1.0], requiresGrad: true)
        let y = chain(x, Tensor([0.5]), Tensor([2.0]))
        return Workload(
          name: "W2/chain10_bwd", unit: .nanoseconds(per: "op", 1000),
          check: {
            x.grad = nil
            y.backward(retainGraph: true)
            return x.grad!.item().doubleValue == 0.03125 ? nil : "the gradient is \(x.grad!)"
          },
          run: { for _ in 0..<100 { y.backward(retainGraph: true) } })
      }
    ),
  ]
}
