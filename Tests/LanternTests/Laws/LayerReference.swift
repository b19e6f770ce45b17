import Lantern

/// What the operations of layers mean, written down a second time on plain arrays.
extension NaiveReference {
  static let layers: [String: Function] = [
    "convolution": { x, a in
      let c = Geometry(a.ints)
      var out = NaiveArray([x[0].shape[0], x[1].shape[0]] + c.outputs(x[0], x[1]))
      for p in NaiveArray.positions(out.shape) where x.count > 2 { out[p] = x[2].values[p[1]] }
      c.eachProduct(x[0].shape, x[1].shape, out.shape) { i, w, o in out[o] += x[0][i] * x[1][w] }
      return [out]
    },
    "convolution_input": { x, a in
      let c = Geometry(a.ints)
      var out = NaiveArray([x[0].shape[0], x[1].shape[1] * c.groups] + c.sizes)
      c.eachProduct(out.shape, x[1].shape, x[0].shape) { i, w, o in out[i] += x[0][o] * x[1][w] }
      return [out]
    },
    "convolution_weight": { x, a in
      let c = Geometry(a.ints)
      var out = NaiveArray([x[0].shape[1], x[1].shape[1] / c.groups] + c.sizes)
      c.eachProduct(x[1].shape, out.shape, x[0].shape) { i, w, o in out[w] += x[0][o] * x[1][i] }
      return [out]
    },
    "resample": { x, a in
      let (d, before, after) = (a.ints[0], a.ints[1], a.ints[2])
      var out = NaiveArray(x[0].shape.replacing(d, a.flag ? before : after))
      for o in 0..<after {
        for (i, weight) in taps(o, before, after, Array(a.ints.dropFirst(3))) {
          for p in NaiveArray.positions(out.shape.replacing(d, 1)) {
            let (to, from) = a.flag ? (i, o) : (o, i)
            out[p.replacing(d, to)] += weight * x[0][p.replacing(d, from)]
          }
        }
      }
      return [out]
    },
    "max_positions": { x, a in
      let r = a.ints[0], sizes = Array(x[0].shape.dropFirst(2))
      let counts = Array(a.ints.dropFirst().prefix(r)), windows = Array(a.ints.dropFirst(1 + r))
      return [
        .made(Array(x[0].shape.prefix(2)) + counts) { p in
          let along = (0..<r).map { d -> [Int] in
            let o = p[d + 2]
            if windows.isEmpty {
              return Array(o * sizes[d] / counts[d]..<((o + 1) * sizes[d] + counts[d] - 1) / counts[d])
            }
            let (size, stride, padding, dilation) = (windows[4 * d], windows[4 * d + 1], windows[4 * d + 2], windows[4 * d + 3])
            return (0..<size).map { o * stride - padding + $0 * dilation }.filter { $0 >= 0 && $0 < sizes[d] }
          }
          let places = along.reduce([[]]) { heads, choices in heads.flatMap { head in choices.map { head + [$0] } } }
          var best = places[0]
          for place in places where x[0][Array(p.prefix(2)) + place] > x[0][Array(p.prefix(2)) + best] { best = place }
          return Double(zip(best, sizes).reduce(0) { $0 * $1.1 + $1.0 })
        }
      ]
    },
    "constant_pad_nd": { x, a in
      let shape = x[0].shape.enumerated().map { $1 + a.ints[2 * $0] + a.ints[2 * $0 + 1] }
      return [
        .made(shape) { p in
          let from = p.enumerated().map { $1 - a.ints[2 * $0] }
          return zip(from, x[0].shape).allSatisfy { $0 >= 0 && $0 < $1 } ? x[0][from] : a.numbers[0].doubleValue
        }
      ]
    },
    "standardize": { x, a in
      let (mean, variance) = statistics(x[0])
      return [.made(x[0].shape) { (x[0][$0] - mean[$0[1]]) / (variance[$0[1]] + a.numbers[0].doubleValue).squareRoot() }]
    },
    "standardize_backward": { x, a in
      // Through the sums of the definition: y depends on x directly, through the mean and through the variance.
      let (g, x) = (x[0], x[1])
      let (mean, variance) = statistics(x)
      let n = Double(x.shape[0] * x.shape[2])
      var out = NaiveArray(x.shape)
      for c in 0..<x.shape[1] {
        let places = NaiveArray.positions(x.shape).filter { $0[1] == c }
        let root = (variance[c] + a.numbers[0].doubleValue).squareRoot()
        let byVariance = places.reduce(0) { $0 + g[$1] * (x[$1] - mean[c]) } * -0.5 / (root * root * root)
        let byMean = places.reduce(0) { $0 - g[$1] / root }
        for p in places { out[p] = g[p] / root + byVariance * 2 * (x[p] - mean[c]) / n + byMean / n }
      }
      return [out]
    },
    "native_layer_norm": { x, a in
      let rows = standardized(x[0], a)
      return [.made(x[0].shape) { rows[[0] + $0] * x[1].values[$0[1]] + (x.count > 2 ? x[2].values[$0[1]] : 0) }]
    },
    "layer_norm_backward": { x, a in
      let weighted = NaiveArray.made([1] + x[0].shape) { x[0][Array($0.dropFirst())] * x[2].values[$0[2]] }
      let gradient = layers["standardize_backward"]!([weighted, NaiveArray([1] + x[1].shape, x[1].values)], a)[0]
      return [NaiveArray(x[1].shape, gradient.values)]
    },
    "layer_norm_weight": { x, a in
      let rows = standardized(x[1], a)
      return [.made([x[1].shape[1]]) { p in (0..<x[1].shape[0]).reduce(0) { $0 + x[0][[$1, p[0]]] * rows[[0, $1, p[0]]] } }]
    },
    "moments": { x, _ in
      let (mean, variance) = statistics(x[0])
      return [NaiveArray([mean.count], mean), NaiveArray([variance.count], variance)]
    },
    "attach": { x, _ in [x[0]] },
  ]

  private static func standardized(_ rows: NaiveArray, _ a: Attributes) -> NaiveArray {
    layers["standardize"]!([NaiveArray([1] + rows.shape, rows.values)], a)[0]
  }

  /// The mean and variance of each channel of [outer, channels, inner].
  private static func statistics(_ x: NaiveArray) -> (mean: [Double], variance: [Double]) {
    let channels = (0..<x.shape[1]).map { c in NaiveArray.positions(x.shape).filter { $0[1] == c }.map { x[$0] } }
    let means = channels.map { $0.reduce(0, +) / Double($0.count) }
    return (means, zip(channels, means).map { line, mean in line.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(line.count) })
  }

  /// Which elements make result `o`, and their weights. `p`: the kind and its parameters.
  private static func taps(_ o: Int, _ before: Int, _ after: Int, _ p: [Int]) -> [(Int, Double)] {
    let isAligned = p.count == 2 && p[1] == 1
    let place = isAligned ? Double(o * (before - 1)) / Double(after - 1) : (Double(o) + 0.5) * Double(before) / Double(after) - 0.5
    func inside(_ i: Int) -> Int { min(max(i, 0), before - 1) }
    switch p[0] {
    case 0:  // linear: a triangle of width one on each side; what lies outside counts for the edge
      return (-1...before).map { (inside($0), max(0, 1 - abs(place - Double($0)))) }
    case 1:  // cubic with a = -0.75
      return (-3...before + 2).map { i in
        let t = abs(place - Double(i))
        let near = 1.25 * t * t * t - 2.25 * t * t + 1, far = -0.75 * (t * t * t - 5 * t * t + 8 * t - 4)
        return (inside(i), t < 1 ? near : t < 2 ? far : 0)
      }
    case 4:  // equal shares
      let range = o * before / after..<((o + 1) * before + after - 1) / after
      return range.map { ($0, 1 / Double(range.count)) }
    default:  // windows: size, stride, padding, whether padding counts
      let begin = o * p[2] - p[3], end = min(begin + p[1], before + p[3])
      let real = (begin..<end).filter { $0 >= 0 && $0 < before }
      return real.map { ($0, p[0] == 5 ? 1 : 1 / Double(p[4] == 1 ? end - begin : real.count)) }
    }
  }

  /// What a convolution is told.
  private struct Geometry {
    let stride: [Int], padding: [Int], dilation: [Int], groups: Int, sizes: [Int]

    init(_ ints: Shape) {
      let r = ints[0]
      func part(_ k: Int) -> [Int] { Array(ints.dropFirst(1 + k * r).prefix(r)) }
      (stride, padding, dilation, groups) = (part(0), part(1), part(2), ints[1 + 3 * r])
      sizes = Array(ints.dropFirst(2 + 3 * r))
    }

    func outputs(_ x: NaiveArray, _ w: NaiveArray) -> [Int] {
      if !sizes.isEmpty { return sizes }
      return stride.indices.map { d in
        (0..<100).filter { $0 * stride[d] - padding[d] + dilation[d] * (w.shape[d + 2] - 1) < x.shape[d + 2] + padding[d] }.count
      }
    }

    /// Calls `body` with the positions of an input, a weight and an output that meet in a product.
    func eachProduct(_ x: [Int], _ w: [Int], _ y: [Int], _ body: (_ input: [Int], _ weight: [Int], _ output: [Int]) -> Void) {
      for o in NaiveArray.positions(y) {
        for tap in NaiveArray.positions(Array(w.dropFirst())) {
          let spatial = stride.indices.map { o[$0 + 2] * stride[$0] - padding[$0] + tap[$0 + 1] * dilation[$0] }
          guard zip(spatial, x.dropFirst(2)).allSatisfy({ $0 >= 0 && $0 < $1 }) else { continue }
          let group = o[1] / (w[0] / groups)
          body([o[0], group * w[1] + tap[0]] + spatial, [o[1]] + tap, o)
        }
      }
    }
  }
}
