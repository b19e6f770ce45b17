// Losses of single elements, each a loop; the methods that add them up stand in Surface/.

extension Op {
  static let mseLoss: Op = binary(
    "mse_loss", dx: .of([.x, .y]) { g, s in apply(.mseLossBackward, g, s.x, s.y) },
    dy: .of([.x, .y]) { g, s in -apply(.mseLossBackward, g, s.x, s.y) })
  /// Of the incoming gradient, the input and the target.
  static let mseLossBackward: Op = Op(
    "mse_loss_backward", kernel: .pointwise(Pointwise("mse_loss_backward")),
    rules: [
      .of([.y, .z]) { g, s in g * 2 * (s.y - s.z) }, .of(.x) { g, s in g * 2 * s.x }, .of(.x) { g, s in g * -2 * s.x },
    ],
    samples: .custom([Sample([[2, 3], [2, 3], [3]])]))
  /// `numbers[0]`: beta, below which the loss is quadratic.
  static let smoothL1Loss: Op = distanceLoss("smooth_l1_loss", 0.7) { d, beta in
    beta == 0 ? d.sign() : (d / beta).clamp(-1, 1)
  }
  /// `numbers[0]`: delta, below which the loss is quadratic.
  static let huberLoss: Op = distanceLoss("huber_loss", 0.7) { d, delta in d.clamp(-delta, delta) }

  private static func distanceLoss(
    _ name: String, _ number: Double, slope: @escaping @Sendable (_ distance: Tensor, _ number: Double) -> Tensor
  ) -> Op {
    Op(
      name, kernel: .pointwise(Pointwise(name)),
      rules: [
        .of([.x, .y]) { g, s in g * slope(s.x - s.y, s.attributes.numbers[0].doubleValue) },
        .of([.x, .y]) { g, s in g * slope(s.y - s.x, s.attributes.numbers[0].doubleValue) },
      ],
      samples: .custom([Sample([[2, 3], [2, 3]], Attributes(numbers: [.double(number)]))]))
  }

  /// Of probabilities and targets.
  static let binaryCrossEntropy: Op = Op(
    "binary_cross_entropy",
    kernel: .pointwise(Pointwise("binary_cross_entropy")),
    rules: [
      .of([.x, .y]) { g, s in apply(.binaryCrossEntropyBackward, g, s.x, s.y) },
      .of(.x) { g, s in g * ((-s.x).log1p().clamp(min: -100.0) - s.x.log().clamp(min: -100.0)) },
    ],
    samples: .custom([Sample([[2, 3], [2, 3]], ranges: [0.1...0.9, 0...1])]))
  /// Of the incoming gradient, probabilities and targets.
  static let binaryCrossEntropyBackward: Op = Op(
    "binary_cross_entropy_backward", kernel: .pointwise(Pointwise("binary_cross_entropy_backward")),
    rules: [
      .of([.y, .z]) { g, s in apply(.binaryCrossEntropyBackward, g, s.y, s.z) },
      .of([.x, .y, .z]) { g, s in
        let (x, y) = (s.y, s.z)
        let variance = ((1 - x) * x).clamp(min: 1e-12)
        return g * s.x * (x * x - x * y * 2 + y) / variance.square()
      },
      .of([.x, .y]) { g, s in -g * s.x / ((1 - s.y) * s.y).clamp(min: 1e-12) },
    ],
    samples: .custom([Sample([[2, 3], [2, 3], [3]], ranges: [-2...2, 0.1...0.9, 0...1])]))

  static let lossElements: [Op] = [
    mseLoss, mseLossBackward, smoothL1Loss, huberLoss, binaryCrossEntropy, binaryCrossEntropyBackward,
  ]
}
