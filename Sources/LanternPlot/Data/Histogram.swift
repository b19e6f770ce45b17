import Lantern

/// How many values fall between neighbouring edges. Mirrors `numpy.histogram` with evenly spaced bins.
struct Histogram: Hashable, Sendable {
  var counts: [Double]
  /// One more than there are bins.
  var edges: [Double]

  /// Counts into `bins` bins over `range`, or over the data where there is none; NaN is not counted. The last bin includes its right edge.
  init(_ values: [Double], bins: Int, range: (Double, Double)?, op: String) throws {
    guard bins >= 1, bins <= 1_000_000 else { throw TensorError(.argument, op: op, "`bins` must be between 1 and 1000000, not \(bins)") }
    var (low, high) = range ?? (0, 1)
    if range == nil {
      let present = values.filter { !$0.isNaN }
      (low, high) = (present.min() ?? 0, present.max() ?? 1)
    }
    guard low.isFinite, high.isFinite, (high - low).isFinite else {
      throw TensorError(
        .argument, op: op, "\(range == nil ? "autodetected" : "supplied") range of [\(low), \(high)] is not finite",
        hint: "give a range, or leave infinite values out.")
    }
    guard low <= high else { throw TensorError(.argument, op: op, "max must be larger than min in range parameter, not (\(low), \(high))") }
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let step = (high - low) / Double(bins)
    edges = (0..<bins).map { low + Double($0) * step } + [high]
    counts = [Double](repeating: 0, count: bins)
    let scale = Double(bins) / (high - low)
    for value in values where value >= low && value <= high {
      var index = min(max(Int((value - low) * scale), 0), bins - 1)
      // The product may be off by a bin where the value is an edge.
      if value < edges[index], index > 0 { index -= 1 } else if index + 1 < bins, value >= edges[index + 1] { index += 1 }
      counts[index] += 1
    }
  }

  /// Divides so that the bars' area is 1.
  mutating func normalize() {
    let total = counts.reduce(0, +)
    guard total > 0 else { return }
    for i in counts.indices { counts[i] /= total * (edges[i + 1] - edges[i]) }
  }
}
