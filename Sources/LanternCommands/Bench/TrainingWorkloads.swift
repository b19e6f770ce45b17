import Lantern

// W7: a perceptron of three layers. W8: LeNet, and ResNet-18 forward. W9: a small GPT, trained and decoding.

/// The parameters of a model, and a step of an optimiser over all of them.
final class Parameters {
  private(set) var all: [Tensor] = []
  private var means: [Tensor] = []
  private var squares: [Tensor] = []
  private var steps = 0

  /// A parameter drawn from a normal distribution.
  func normal(_ shape: Shape, _ deviation: Double) -> Tensor { add(Tensor.randn(shape) * deviation) }
  /// A parameter of a layer with this many inputs, drawn as PyTorch's layers draw theirs.
  func uniform(_ shape: Shape, inputs: Int) -> Tensor { add((Tensor.rand(shape) * 2 - 1) / Double(inputs).squareRoot()) }
  func full(_ shape: Shape, _ value: Double) -> Tensor { add(Tensor.full(shape, value)) }

  private func add(_ t: Tensor) -> Tensor {
    let leaf = t.detach().requiresGrad_()
    all.append(leaf)
    return leaf
  }

  func clearGradients() { for p in all { p.grad = nil } }

  func sgd(rate: Double, momentum: Double) {
    if means.isEmpty { means = all.map { Tensor.zeros(like: $0.detach()) } }
    noGrad { sgdStep_(all, means, rate: rate, momentum: momentum) }
  }

  /// Adam, or AdamW where the decay of the weights is not zero.
  func adam(rate: Double, decay: Double = 0) {
    if means.isEmpty {
      means = all.map { Tensor.zeros(like: $0.detach()) }
      squares = all.map { Tensor.zeros(like: $0.detach()) }
    }
    steps += 1
    noGrad { adamStep_(all, means, squares, step: steps, rate: rate, weightDecay: decay, decoupled: true) }
  }
}

extension Workload {
  /// A training step; it must lower the loss.
  private static func training(_ name: String, _ unit: Unit, _ step: @escaping () -> Tensor) -> Workload {
    Workload(
      name: name, unit: unit,
      check: {
        let first = step().item().doubleValue
        for _ in 0..<3 { _ = step() }
        let last = step().item().doubleValue
        return last < first ? nil : "the loss goes from \(first) to \(last)"
      }, run: { _ = step() })
  }

  static let perceptrons: [Named] = ["sgdm", "adam"].map { optimiser -> Named in
    let name = "W7/mlp_\(optimiser)"
    return (
      name,
      {
        manualSeed(0)
        let parameters = Parameters()
        let sizes = [784, 512, 512, 10]
        let layers = (0..<3).map { i in
          (parameters.uniform([sizes[i + 1], sizes[i]], inputs: sizes[i]), parameters.uniform([sizes[i + 1]], inputs: sizes[i]))
        }
        let (x, t) = (Tensor.randn(64, 784), Tensor.randint(0, 10, [64]))
        return training(name, .microseconds(per: "step")) {
          parameters.clearGradients()
          let h1 = x.linear(layers[0].0, layers[0].1).relu()
          let h2 = h1.linear(layers[1].0, layers[1].1).relu()
          let loss = h2.linear(layers[2].0, layers[2].1).crossEntropy(t)
          loss.backward()
          if optimiser == "adam" { parameters.adam(rate: 1e-3) } else { parameters.sgd(rate: 0.01, momentum: 0.9) }
          return loss
        }
      }
    )
  }

  static let images: [Named] = [lenet, resnet(1), resnet(8)]

  private static let lenet: Named = (
    "W8/lenet_adam",
    {
      manualSeed(0)
      let parameters = Parameters()
      func layer(_ shape: Shape) -> (Tensor, Tensor) {
        let inputs = shape.dropFirst().reduce(1, *)
        return (parameters.uniform(shape, inputs: inputs), parameters.uniform([shape[0]], inputs: inputs))
      }
      let (c1, c2, l1, l2) = (layer([32, 1, 3, 3]), layer([64, 32, 3, 3]), layer([128, 9216]), layer([10, 128]))
      let (x, t) = (Tensor.randn(64, 1, 28, 28), Tensor.randint(0, 10, [64]))
      return training("W8/lenet_adam", .time("ms/step", scale: 1e3, count: 1)) {
        parameters.clearGradients()
        let features = x.conv2d(c1.0, c1.1).relu().conv2d(c2.0, c2.1).relu().maxPool2d(2)
        let loss = features.flatten(1).linear(l1.0, l1.1).relu().linear(l2.0, l2.1).crossEntropy(t)
        loss.backward()
        parameters.adam(rate: 1e-3)
        return loss
      }
    }
  )

  private static func resnet(_ batch: Int) -> Named {
    let name = "W8/resnet18_fwd_b\(batch)"
    return (
      name,
      {
        manualSeed(0)
        let model = ResNet18()
        let x = Tensor.randn(batch, 3, 224, 224)
        return plain(
          name, .time("ms", scale: 1e3, count: 1),
          check: {
            // Images don't see each other.
            let (all, alone) = noGrad { (model(x), model(x[0..<1])) }
            return expect((all[0] - alone[0]).abs().max().item().doubleValue, 0, within: 1e-3)
          }, { model(x) })
      }
    )
  }
}

/// ResNet-18 with random weights, for inference.
private struct ResNet18 {
  struct Norm {
    let mean: Tensor, variance: Tensor, weight: Tensor, bias: Tensor
    init(_ channels: Int) {
      (mean, variance) = (Tensor.zeros(channels), Tensor.ones(channels))
      (weight, bias) = (Tensor.ones(channels), Tensor.zeros(channels))
    }
    func callAsFunction(_ x: Tensor) -> Tensor { x.batchNorm(runningMean: mean, runningVar: variance, weight: weight, bias: bias) }
  }

  struct Convolution {
    let weight: Tensor
    let stride: Int, padding: Int
    init(_ from: Int, _ to: Int, _ window: Int, _ stride: Int, _ padding: Int) {
      weight = (Tensor.rand(to, from, window, window) * 2 - 1) / Double(from * window * window).squareRoot()
      (self.stride, self.padding) = (stride, padding)
    }
    func callAsFunction(_ x: Tensor) -> Tensor { x.conv2d(weight, stride: PerAxis(stride), padding: .init(integerLiteral: padding)) }
  }

  struct Block {
    let c1: Convolution, b1: Norm, c2: Convolution, b2: Norm
    let shortcut: (Convolution, Norm)?
    init(_ from: Int, _ to: Int, _ stride: Int) {
      (c1, b1, c2, b2) = (Convolution(from, to, 3, stride, 1), Norm(to), Convolution(to, to, 3, 1, 1), Norm(to))
      shortcut = stride != 1 || from != to ? (Convolution(from, to, 1, stride, 0), Norm(to)) : nil
    }
    func callAsFunction(_ x: Tensor) -> Tensor {
      let y = b2(c2(b1(c1(x)).relu()))
      return (y + (shortcut.map { $0.1($0.0(x)) } ?? x)).relu()
    }
  }

  let stem = Convolution(3, 64, 7, 2, 3)
  let norm = Norm(64)
  let blocks: [Block]
  let weight = (Tensor.rand(1000, 512) * 2 - 1) / 512.0.squareRoot()
  let bias = Tensor.zeros(1000)

  init() {
    var blocks: [Block] = []
    var from = 64
    for (to, stride) in [(64, 1), (128, 2), (256, 2), (512, 2)] {
      blocks += [Block(from, to, stride), Block(to, to, 1)]
      from = to
    }
    self.blocks = blocks
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    var y = norm(stem(x)).relu().maxPool2d(3, stride: 2, padding: 1)
    for block in blocks { y = block(y) }
    return y.adaptiveAvgPool2d(1).flatten(1).linear(weight, bias)
  }
}
