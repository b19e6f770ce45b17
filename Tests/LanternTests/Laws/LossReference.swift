import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What the slopes of shares and the losses of classes mean, written down a second time on plain arrays.
extension NaiveReference {
  static let losses: [String: Function] = [
    "softmax_backward": { x, a in
      let d = a.ints[0]
      return [
        .made(x[0].shape) { p in
          let inner = (0..<x[0].shape[d]).reduce(0.0) { $0 + x[0][p.replacing(d, $1)] * x[1][p.replacing(d, $1)] }
          return x[1][p] * (x[0][p] - inner)
        }
      ]
    },
    "log_softmax_backward": { x, a in
      let d = a.ints[0]
      return [.made(x[0].shape) { p in x[0][p] - exp(x[1][p]) * (0..<x[0].shape[d]).reduce(0.0) { $0 + x[0][p.replacing(d, $1)] } }]
    },
    "nll_loss": { x, a in
      let places = NaiveArray.positions(x[1].shape)
      let losses = places.map { p in -share(p, x[1], x.count > 2 ? x[2] : nil, a) * x[0][[p[0], max(x[1].int(p), 0), p[1]]] }
      let weight = places.reduce(0.0) { $0 + share($1, x[1], x.count > 2 ? x[2] : nil, a) }
      switch a.ints[0] {
      case 0: return [NaiveArray(x[1].shape, losses)]
      case 1: return [NaiveArray([], [losses.reduce(0, +) / weight])]
      default: return [NaiveArray([], [losses.reduce(0, +)])]
      }
    },
    "nll_loss_backward": { x, a in
      let weights = x.count > 3 ? x[3] : nil
      let places = NaiveArray.positions(x[2].shape)
      let total = a.ints[0] == 1 ? places.reduce(0.0) { $0 + share($1, x[2], weights, a) } : 1
      var out = NaiveArray(x[1].shape)
      for p in places { out[[p[0], x[2].int(p), p[1]]] -= share(p, x[2], weights, a) * x[0].broadcast(p) / total }
      return [out]
    },
  ]

  /// How much a position counts: the weight of its class, or 0 where it is ignored.
  private static func share(_ p: [Int], _ target: NaiveArray, _ weights: NaiveArray?, _ a: Attributes) -> Double {
    let c = target.int(p)
    return c == a.ints[1] ? 0 : weights?.values[c] ?? 1
  }
}
