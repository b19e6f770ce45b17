import LanternSupport

extension Plotter {
  /// Counts values into bins and draws a bar for each. Mirrors `matplotlib.axes.Axes.hist`.
  ///
  /// `bins` is their number, evenly spaced over `range` or over the data, or a row of edges, the last of which belongs to its bin.
  /// `density` scales the bars' area to 1, `cumulative` adds up, `weights` count instead of 1. `histtype` is `"bar"`, `"step"` (an
  /// outline) or `"stepfilled"`. NaN is not counted. Returns the heights and the edges of the bins (empty after a mistake, which
  /// `savefig` throws).
  /// ```swift
  /// let (counts, edges) = axes.hist([1.0, 2, 2, 3], bins: 2)
  /// counts  // [1.0, 3.0]
  /// edges  // [1.0, 2.0, 3.0]
  /// axes.hist([1.0, 2, 2, 3], bins: [0.0, 2, 2.5, 4])
  /// ```
  @discardableResult
  public func hist(
    _ x: any PlotValues, bins: any PlotValues = 10, range: (Double, Double)? = nil, density: Bool = false,
    weights: (any PlotValues)? = nil, cumulative: Bool = false, histtype: String = "bar", orientation: String = "vertical",
    rwidth: Double? = nil, log: Bool = false, color: Color? = nil, edgecolor: Color? = nil, linewidth: Double = 1, label: String? = nil,
    alpha: Double? = nil
  ) -> (counts: [Double], edges: [Double]) {
    var result: (counts: [Double], edges: [Double]) = ([], [])
    let column = Column(x)
    currentAxes.change { model in
      try Check.word(histtype, "histtype", ["bar", "step", "stepfilled"], op: "hist")
      try Check.word(orientation, "orientation", ["vertical", "horizontal"], op: "hist")
      let isHorizontal = orientation == "horizontal"
      let values = isHorizontal ? model.y.place(column) : model.x.place(column)
      var histogram =
        bins is Int
        ? try Histogram(values, bins: bins as? Int ?? 10, range: range, weights: weights?.plotValues, op: "hist")
        : try Histogram(values, edges: bins.plotValues, weights: weights?.plotValues, op: "hist")
      if density { histogram.normalize() }
      if cumulative { histogram.accumulate(density: density) }
      let (counts, edges) = (histogram.counts, histogram.edges)
      let tint = try model.color(color, or: model.nextFillColor(), alpha: alpha, op: "hist")
      let edge = try model.color(edgecolor, or: histtype == "step" ? tint : nil, alpha: alpha, op: "hist")
      let shrink = (1 - min(max(rwidth ?? 1, 0), 1)) / 2
      let bars = counts.indices.map { i in
        let pad = (edges[i + 1] - edges[i]) * shrink
        return BarArtist.Bar(left: edges[i] + pad, right: edges[i + 1] - pad, base: 0, top: counts[i])
      }
      var artist = BarArtist(
        bars: bars, isHorizontal: isHorizontal, face: histtype == "step" ? nil : tint, edge: edge,
        edgeWidth: try Check.width(linewidth, op: "hist"), label: label)
      artist.isOutline = histtype != "bar"
      if histtype == "step" { artist.zOrder = 2 }
      model.artists.append(artist)
      if log { if isHorizontal { model.x.scale = .log } else { model.y.scale = .log } }
      result = (counts, edges)
    }
    return result
  }
}

/// How many values fall between neighbouring edges. Mirrors `numpy.histogram`.
struct Histogram: Hashable, Sendable {
  var counts: [Double]
  /// One more than there are bins.
  var edges: [Double]

  /// Counts into `bins` bins over `range`, or over the data where there is none; NaN is not counted. The last bin includes its right edge.
  init(_ values: [Double], bins: Int, range: (Double, Double)?, weights: [Double]? = nil, op: String) throws {
    guard bins >= 1, bins <= 1_000_000 else { throw mistake(.argument, op, "`bins` must be between 1 and 1000000, not \(bins)") }
    var (low, high) = range ?? (0, 1)
    if range == nil {
      let present = values.filter { !$0.isNaN }
      (low, high) = (present.min() ?? 0, present.max() ?? 1)
    }
    guard low.isFinite, high.isFinite, (high - low).isFinite else {
      throw mistake(
        .argument, op, "\(range == nil ? "autodetected" : "supplied") range of [\(low), \(high)] is not finite",
        "give a range, or leave infinite values out.")
    }
    guard low <= high else { throw mistake(.argument, op, "max must be larger than min in range parameter, not (\(low), \(high))") }
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let step = (high - low) / Double(bins)
    edges = (0..<bins).map { low + Double($0) * step } + [high]
    counts = [Double](repeating: 0, count: bins)
    let scale = Double(bins) / (high - low)
    if let weights { try Check.equal(values.count, weights.count, "x and weights", op: op) }
    for (place, value) in values.enumerated() where value >= low && value <= high {
      var index = min(max(Int((value - low) * scale), 0), bins - 1)
      // The product may be off by a bin where the value is an edge.
      if value < edges[index], index > 0 { index -= 1 } else if index + 1 < bins, value >= edges[index + 1] { index += 1 }
      counts[index] += weights?[place] ?? 1
    }
  }

  /// Counts into bins between increasing edges; the last bin includes its right one.
  init(_ values: [Double], edges: [Double], weights: [Double]? = nil, op: String) throws {
    guard edges.count >= 2, edges.allSatisfy(\.isFinite), zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw mistake(.argument, op, "`bins` must increase monotonically, and have two finite edges at least")
    }
    if let weights { try Check.equal(values.count, weights.count, "x and weights", op: op) }
    self.edges = edges
    counts = [Double](repeating: 0, count: edges.count - 1)
    for (place, value) in values.enumerated() {
      if let index = Self.bin(value, edges) { counts[index] += weights?[place] ?? 1 }
    }
  }

  /// The bin a value falls into, by halving.
  static func bin(_ value: Double, _ edges: [Double]) -> Int? {
    guard value >= edges[0], value <= edges[edges.count - 1] else { return nil }
    var (low, high) = (0, edges.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if value >= edges[middle] { low = middle } else { high = middle }
    }
    return low
  }

  /// Adds each bin to those before it; of a density the last becomes 1.
  mutating func accumulate(density: Bool) {
    var sum = 0.0
    for i in counts.indices {
      sum += density ? counts[i] * (edges[i + 1] - edges[i]) : counts[i]
      counts[i] = sum
    }
  }

  /// Divides so that the bars' area is 1.
  mutating func normalize() {
    let total = counts.reduce(0, +)
    guard total > 0 else { return }
    for i in counts.indices { counts[i] /= total * (edges[i + 1] - edges[i]) }
  }
}
