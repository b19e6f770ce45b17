import CKernels

// Weighted sums along one axis: what averages of windows and interpolation are made of, one axis after the other.

/// Which elements along an axis each result is made of, and with which weights.
struct Taps {
  /// The taps of result i are numbers `start[i]..<start[i + 1]` of the lists below.
  var start = [0]
  var source: [Int] = []
  var weight: [Double] = []

  /// Adds a result.
  mutating func add(_ taps: some Sequence<(Int, Double)>) {
    for (from, factor) in taps {
      source.append(from)
      weight.append(factor)
    }
    start.append(source.count)
  }

  /// The transpose: what each of the `count` elements goes into.
  func transposed(_ count: Int) -> Taps {
    var result = Taps()
    result.start = Array(repeating: 0, count: count + 1)
    for from in source { result.start[from + 1] += 1 }
    for i in 0..<count { result.start[i + 1] += result.start[i] }
    var next = result.start
    result.source = Array(repeating: 0, count: source.count)
    result.weight = Array(repeating: 0, count: source.count)
    for o in 0..<start.count - 1 {
      for t in start[o]..<start[o + 1] {
        let at = next[source[t]]
        next[source[t]] += 1
        (result.source[at], result.weight[at]) = (o, weight[t])
      }
    }
    return result
  }
}

/// A way to make one axis longer or shorter.
enum Resampling: Int {
  /// Between the two nearest elements.
  case linear
  /// Through the four nearest elements.
  case cubic
  /// Linear or cubic, but wide enough to see all elements when there are fewer results than elements.
  case linearAntialiased, cubicAntialiased
  /// The mean of an equal share of the elements.
  case share
  /// The sum, or the mean, of a window.
  case windowSum, windowMean

  /// Whether it is for images of bytes too.
  var takesBytes: Bool {
    switch self {
    case .linear, .cubic, .linearAntialiased, .cubicAntialiased: true
    case .share, .windowSum, .windowMean: false
    }
  }
}

extension Op {
  /// `ints`: the axis, how many elements it has before and after, the kind of `Resampling`, and its parameters: for windows the size,
  /// the stride, the padding in front and whether padding counts; else whether the corners are aligned. `numbers[0]`: the step from one
  /// result to the next where it is not the ratio of the sizes. `flag`: the transpose, from after to before.
  static let resample: Op = Op(
    "resample",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          let kind = Resampling(rawValue: a.ints[3])
          guard
            i.x.dtype.isFloatingPoint || (i.x.dtype.isInteger && kind == .windowSum) || (i.x.dtype == .uint8 && kind?.takesBytes == true)
          else {
            throw TensorError(
              .dtype, op: "resample", "\"resample\" not implemented for '\(i.x.dtype.legacyName)'", hint: "Convert with to(.float32) first."
            )
          }
          var shape = i.x.shape
          let expected = a.flag ? a.ints[2] : a.ints[1]
          guard shape[a.ints[0]] == expected || shape[a.ints[0]] < 0 else {
            throw TensorError(
              .shape, op: "resample", "axis \(a.ints[0]) of a tensor of shape \(shape.listed) should have \(expected) positions")
          }
          shape[a.ints[0]] = a.flag ? a.ints[1] : a.ints[2]
          return Spec(shape, i.x.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let areBytes = Resampling(rawValue: a.ints[3])?.takesBytes == true && i.x.dtype == .uint8
          let x = try areBytes ? i.x.contiguous() : i.x.forLayer()
          let out = try Tensor(empty: spec.shape, dtype: x.dtype)
          guard out.elementCount > 0 else { return noGrad { out.to(spec.dtype) } }
          var taps = Taps(a.ints, step: a.numbers.first?.doubleValue, single: x.dtype == .float32)
          if a.flag { taps = taps.transposed(a.ints[1]) }
          let bits = areBytes ? taps.makeWhole() : 0
          let (outer, inner) = out.around(a.ints[0])
          ck_resample(
            Int32(x.dtype.rawValue), outer, x.shape[a.ints[0]], out.shape[a.ints[0]], inner, taps.start, taps.source, taps.weight,
            bits, x.pointer, out.pointer)
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [
      .of { g, s in
        var back = s.attributes
        back.flag.toggle()
        return apply(.resample, g, back)
      }
    ],
    samples: .custom([
      Sample([[2, 5, 3]], Attributes(ints: [1, 5, 3, Resampling.windowSum.rawValue, 3, 2, 1, 1])),
      Sample([[2, 3]], Attributes(ints: [1, 5, 3, Resampling.windowSum.rawValue, 3, 2, 1, 0], flag: true)),
      Sample([[2, 6]], Attributes(ints: [1, 6, 3, Resampling.windowMean.rawValue, 2, 2, 0, 0])),
      Sample([[4, 2]], Attributes(ints: [0, 4, 7, Resampling.linear.rawValue, 0])),
      Sample([[2, 5]], Attributes(ints: [1, 5, 4, Resampling.cubic.rawValue, 1])),
      Sample([[2, 5]], Attributes(ints: [1, 5, 3, Resampling.share.rawValue])),
    ]))

  static let resamplings: [Op] = [resample]
}

extension Taps {
  /// The taps that the attributes of `resample` ask for; `single`: with the roundings of float32.
  init(_ ints: Shape, step: Double?, single: Bool) {
    let (count, results) = (ints[1], ints[2])
    let kind = Resampling(rawValue: ints[3]) ?? .share
    switch kind {
    case .share:
      for o in 0..<results {
        let from = o * count / results, to = ((o + 1) * count + results - 1) / results
        add((from..<to).map { ($0, 1 / Double(to - from)) })
      }
    case .windowSum, .windowMean:
      let (size, stride, padding) = (ints[4], ints[5], ints[6])
      for o in 0..<results {
        let begin = o * stride - padding, end = Swift.min(begin + size, count + padding)
        let (from, to) = (Swift.max(begin, 0), Swift.min(end, count))
        guard from < to else {
          add([])
          continue
        }
        let weight = kind == .windowSum ? 1 : 1 / Double(ints[7] == 1 ? end - begin : to - from)
        add((from..<to).lazy.map { ($0, weight) })
      }
    case .linear, .cubic:
      let aligned = ints[4] == 1
      for o in 0..<results {
        let place =
          single
          ? Double(Taps.place(o, Taps.step(count, results, aligned, step.map { Float($0) }), aligned, isCubic: kind == .cubic))
          : Taps.place(o, Taps.step(count, results, aligned, step), aligned, isCubic: kind == .cubic)
        if kind == .linear {
          let low = Swift.min(Int(place), count - 1), fraction = Swift.min(Swift.max(place - Double(low), 0), 1)
          add([(low, 1 - fraction), (Swift.min(low + 1, count - 1), fraction)])
        } else {
          let below = place.rounded(.down), fraction = place - below
          let (a, far) = (-0.75, 1 + fraction)
          func near(_ t: Double) -> Double { ((a + 2) * t - (a + 3)) * t * t + 1 }
          func outer(_ t: Double) -> Double { ((a * t - 5 * a) * t + 8 * a) * t - 4 * a }
          let weights = [outer(far), near(fraction), near(1 - fraction), outer(2 - fraction)]
          add((0..<4).map { (Swift.min(Swift.max(Int(below) - 1 + $0, 0), count - 1), weights[$0]) })
        }
      }
    case .linearAntialiased, .cubicAntialiased:
      let aligned = ints[4] == 1
      let scale = Taps.step(count, results, aligned, step)
      let reach = (kind == .linearAntialiased ? 1 : 2) * Swift.max(scale, 1)
      let (half, narrowing) = (0.5, scale >= 1 ? 1 / scale : 1)
      for o in 0..<results {
        let center = scale * (Double(o) + half)
        let from = Swift.max(Int(center - reach + half), 0), to = Swift.min(Int(center + reach + half), count)
        guard from < to else {
          add([])
          continue
        }
        let weights = (from..<to).map { Taps.bump((Double($0) - center + half) * narrowing, isCubic: kind == .cubicAntialiased) }
        let total = weights.reduce(0, +)
        add(zip(from..<to, weights).map { ($0, total == 0 ? $1 : $1 / total) })
      }
    }
  }

  /// Makes the weights whole numbers, multiples of 2^-bits with the most bits for which 16 hold each of them, as PyTorch does for images
  /// of bytes. Gives the number of bits. Taps of the same element become one.
  mutating func makeWhole() -> Int32 {
    var merged = Taps()
    var largest = 0.0
    for o in 0..<start.count - 1 {
      var taps: [(Int, Double)] = []
      for t in start[o]..<start[o + 1] {
        if let last = taps.last, last.0 == source[t] { taps[taps.count - 1].1 += weight[t] } else { taps.append((source[t], weight[t])) }
        largest = Swift.max(largest, taps[taps.count - 1].1)
      }
      merged.add(taps)
    }
    var bits = 0
    while bits < 22, Int(0.5 + largest * Double(1 << (bits + 1))) < 1 << 15 { bits += 1 }
    merged.weight = merged.weight.map { ($0 * Double(1 << bits)).rounded() }
    self = merged
    return Int32(bits)
  }

  /// How far apart results lie, in elements.
  private static func step<F: BinaryFloatingPoint>(_ count: Int, _ results: Int, _ aligned: Bool, _ given: F?) -> F {
    if aligned { return results > 1 ? F(count - 1) / F(results - 1) : 0 }
    return given ?? F(count) / F(results)
  }

  /// Where result `o` lies, in elements.
  private static func place<F: BinaryFloatingPoint>(_ o: Int, _ step: F, _ aligned: Bool, isCubic: Bool) -> F {
    if aligned { return step * F(o) }
    let place = step * (F(o) + 0.5) - 0.5
    return isCubic ? place : Swift.max(place, 0)
  }

  /// The weight of an element at a distance: a triangle, or a cubic (with a = -0.5, as image libraries have it).
  private static func bump(_ distance: Double, isCubic: Bool) -> Double {
    let t = Swift.abs(distance)
    guard isCubic else { return Swift.max(1 - t, 0) }
    let a = -0.5
    if t < 1 { return ((a + 2) * t - (a + 3)) * t * t + 1 }
    return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0
  }
}

extension Tensor {
  /// One axis resampled.
  func resampled(_ d: Int, to size: Int, _ kind: Resampling, _ parameters: [Int] = [], step: Double? = nil) -> Tensor {
    if isInvalid { return self }
    let numbers = step.map { Numbers(.double($0)) } ?? Numbers()
    return apply(.resample, self, Attributes(ints: Shape([d, shape[d], size, kind.rawValue] + parameters), numbers: numbers))
  }
}
