import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What attention means, written down a second time on plain arrays.
extension NaiveReference {
  static let attention: [String: Function] = [
    "attention": { x, a in attend(Heads(a, line: x[0]), mask: x.count > 1 ? x[1] : nil) },
    "attention_values": { x, a in attend(Heads(a, q: x[0], k: x[1], v: x[2]), mask: x.count > 3 ? x[3] : nil) },
    "attention_backward": { x, a in
      let h = Heads(a, line: x[1])
      var (gq, gk, gv) = (NaiveArray(h.q.shape), NaiveArray(h.k.shape), NaiveArray(h.v.shape))
      for head in 0..<h.heads {
        let source = head / h.group
        for i in 0..<h.length {
          for j in 0..<h.keys where !(h.isCausal && j > i) {
            let weight = exp(h.product(head, i, j) - x[3][[head, i]])
            var slope = -x[2][[head, i]]
            for e in 0..<h.v.shape[2] {
              slope += x[0][[head, i, e]] * h.v[[source, j, e]]
              gv[[source, j, e]] += weight * x[0][[head, i, e]]
            }
            for e in 0..<h.q.shape[2] {
              gq[[head, i, e]] += weight * slope * h.scale * h.k[[source, j, e]]
              gk[[source, j, e]] += weight * slope * h.scale * h.q[[head, i, e]]
            }
          }
        }
      }
      return [NaiveArray([a.packedCount], gq.values + gk.values + gv.values)]
    },
  ]

  private static func attend(_ h: Heads, mask: NaiveArray?) -> [NaiveArray] {
    var (y, logSums) = (NaiveArray([h.heads, h.length, h.v.shape[2]]), NaiveArray([h.heads, h.length]))
    for head in 0..<h.heads {
      for i in 0..<h.length {
        let weights = (0..<h.keys).map { j in
          h.isCausal && j > i ? 0 : exp(h.product(head, i, j) + (mask?[[head / h.maskGroup % h.masks, i, j]] ?? 0))
        }
        let total = weights.reduce(0, +)
        logSums[[head, i]] = log(total)
        for j in 0..<h.keys {
          for e in 0..<h.v.shape[2] { y[[head, i, e]] += weights[j] / total * h.v[[head / h.group, j, e]] }
        }
      }
    }
    return [y, logSums]
  }

  private struct Heads {
    let heads: Int, group: Int, length: Int, keys: Int, maskGroup: Int, masks: Int
    let isCausal: Bool, scale: Double
    let q: NaiveArray, k: NaiveArray, v: NaiveArray

    init(_ a: Attributes, q: NaiveArray, k: NaiveArray, v: NaiveArray) {
      (heads, group, length, keys, maskGroup, masks) = (a.ints[0], a.ints[1], a.ints[2], a.ints[3], a.ints[6], a.ints[7])
      (isCausal, scale) = (a.flag, a.numbers[0].doubleValue)
      (self.q, self.k, self.v) = (q, k, v)
    }

    init(_ a: Attributes, line: NaiveArray) {
      let i = a.ints, sources = i[0] / i[1]
      let shapes = [[i[0], i[2], i[4]], [sources, i[3], i[4]], [sources, i[3], i[5]]]
      var start = 0
      let parts = shapes.map { shape in
        let count = shape.reduce(1, *)
        start += count
        return NaiveArray(shape, Array(line.values[(start - count)..<start]))
      }
      self.init(a, q: parts[0], k: parts[1], v: parts[2])
    }

    func product(_ head: Int, _ i: Int, _ j: Int) -> Double {
      (0..<q.shape[2]).reduce(0) { $0 + q[[head, i, $1]] * k[[head / group, j, $1]] } * scale
    }
  }
}

extension Attributes {
  fileprivate var packedCount: Int {
    let i = ints, sources = i[0] / i[1]
    return i[0] * i[2] * i[4] + sources * i[3] * (i[4] + i[5])
  }
}
