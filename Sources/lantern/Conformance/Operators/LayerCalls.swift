import Lantern

extension OperatorTable {
  /// Functions of layers: activations, normalisation, convolution, losses.
  static let layers: [OperatorCall] = [
    .unary("nn.functional.relu", "relu") { $0.relu() },
    .unary("nn.functional.silu", "silu") { $0.silu() },
    .one("softmax", "x.softmax(0)") { a in try a.x.softmax(a.int(1, "dim"), dtype: a.dtype(nil, "dtype")) },
    .one("log_softmax", "x.logSoftmax(0)") { a in try a.x.logSoftmax(a.int(1, "dim"), dtype: a.dtype(nil, "dtype")) },
  ]
}
