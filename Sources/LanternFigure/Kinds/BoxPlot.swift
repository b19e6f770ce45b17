import LanternSupport

extension Plotter {
  /// Draws a box from the lower to the upper quartile of each sample, with a line at the median, whiskers and outliers.
  /// Mirrors `matplotlib.axes.Axes.boxplot`.
  ///
  /// Whiskers reach to the farthest value within `whis` times the box's height; what lies beyond are outliers, which `showfliers`
  /// draws. `positions` are 1, 2, … by default.
  /// ```swift
  /// axes.boxplot([[1.0, 2, 3, 4, 10], [2.0, 3, 3, 5]], tickLabels: ["a", "b"])
  /// ```
  public func boxplot(
    _ samples: [any PlotValues], positions: (any PlotValues)? = nil, widths: (any PlotValues)? = nil, tickLabels: [String]? = nil,
    whis: Double = 1.5, orientation: String = "vertical", notch: Bool = false, showmeans: Bool = false, showfliers: Bool = true,
    patchArtist: Bool = false, label: String? = nil
  ) {
    let samples = samples.map { $0.plotValues.filter { !$0.isNaN }.sorted() }
    currentAxes.change { model in
      let (isHorizontal, places, spans) = try SamplePlaces.resolve(
        &model, samples.count, positions, widths, orientation, tickLabels, op: "boxplot")
      guard whis >= 0, whis.isFinite else { throw mistake(.argument, "boxplot", "whis must not be negative, not \(whis)") }
      let ink = model.theme.ink
      func add(_ across: [Double], _ along: [Double], _ color: RGBA, zOrder: Double = 2) -> LineArtist {
        var line = LineArtist(x: isHorizontal ? along : across, y: isHorizontal ? across : along, color: color, width: 1, pattern: [])
        line.zOrder = zOrder
        return line
      }
      for (i, sample) in samples.enumerated() where !sample.isEmpty {
        let stats = BoxStatistics(sample, whis: whis)
        let (at, half) = (places[i], spans[i] / 2)
        if patchArtist {
          let corners = [
            (at - half, stats.lower), (at + half, stats.lower), (at + half, stats.upper), (at - half, stats.upper),
          ]
          var box = PolygonArtist(
            outlines: [isHorizontal ? corners.map { ($0.1, $0.0) } : corners], face: model.theme.color(0), edge: ink, edgeWidth: 1)
          box.label = i == 0 ? label : nil
          box.zOrder = 2
          model.artists.append(box)
        } else if notch {
          let waist = half / 2
          let (low, high) = stats.notch
          var box = add(
            [at - half, at + half, at + half, at + waist, at + half, at + half, at - half, at - half, at - waist, at - half, at - half],
            [
              stats.lower, stats.lower, low, stats.median, high, stats.upper, stats.upper, high, stats.median, low, stats.lower,
            ], ink)
          box.label = i == 0 ? label : nil
          model.artists.append(box)
        } else {
          var box = add(
            [at - half, at + half, at + half, at - half, at - half], [stats.lower, stats.lower, stats.upper, stats.upper, stats.lower], ink)
          box.label = i == 0 ? label : nil
          model.artists.append(box)
        }
        model.artists.append(add([at, at], [stats.lower, stats.lowWhisker], ink))
        model.artists.append(add([at, at], [stats.upper, stats.highWhisker], ink))
        for end in [stats.lowWhisker, stats.highWhisker] { model.artists.append(add([at - half / 2, at + half / 2], [end, end], ink)) }
        let waist = notch ? half / 2 : half
        var median = add([at - waist, at + waist], [stats.median, stats.median], model.theme.color(1), zOrder: 2)
        median.hasProjectingEnds = false
        model.artists.append(median)
        if showmeans {
          var mean = add([at], [stats.mean], model.theme.color(2))
          (mean.pattern, mean.marker) = (nil, try Marker.triangle.shape())
          (mean.markerFace, mean.markerEdge) = (mean.color, mean.color)
          model.artists.append(mean)
        }
        if showfliers, !stats.outliers.isEmpty {
          var points = add([Double](repeating: at, count: stats.outliers.count), stats.outliers, ink)
          (points.pattern, points.marker, points.markerEdge) = (nil, try Marker.circle.shape(), ink)
          model.artists.append(points)
        }
      }
    }
  }
}

/// The five numbers of a box and what lies outside of its whiskers. Mirrors `matplotlib.cbook.boxplot_stats`.
struct BoxStatistics: Hashable, Sendable {
  var lower: Double
  var median: Double
  var upper: Double
  var mean: Double
  var lowWhisker: Double
  var highWhisker: Double
  var outliers: [Double]
  /// Where the median may lie: 1.57 box heights over the root of the count to both sides.
  var notch: (Double, Double) {
    let reach = 1.57 * (upper - lower) / Double(count).squareRoot()
    return (median - reach, median + reach)
  }
  private var count: Int

  /// The statistics of a sorted sample that is not empty.
  init(_ sorted: [Double], whis: Double) {
    lower = Self.percentile(sorted, 0.25)
    median = Self.percentile(sorted, 0.5)
    upper = Self.percentile(sorted, 0.75)
    count = sorted.count
    mean = sorted.reduce(0, +) / Double(sorted.count)
    let reach = whis * (upper - lower)
    let (low, high) = (lower - reach, upper + reach)
    lowWhisker = min(sorted.first { $0 >= low } ?? lower, lower)
    highWhisker = max(sorted.last { $0 <= high } ?? upper, upper)
    let (least, most) = (lowWhisker, highWhisker)
    outliers = sorted.filter { $0 < least } + sorted.filter { $0 > most }
  }

  /// The value below which a part of a sorted sample lies, straight between neighbours: NumPy's default.
  static func percentile(_ sorted: [Double], _ fraction: Double) -> Double {
    let place = fraction * Double(sorted.count - 1)
    let lower = min(Int(place), sorted.count - 1)
    guard lower + 1 < sorted.count else { return sorted[lower] }
    return sorted[lower] + (place - Double(lower)) * (sorted[lower + 1] - sorted[lower])
  }
}

/// Where samples stand side by side; shared by boxes and violins.
enum SamplePlaces {
  static func resolve(
    _ model: inout AxesModel, _ count: Int, _ positions: (any PlotValues)?, _ widths: (any PlotValues)?, _ orientation: String,
    _ labels: [String]?, setsTicks: Bool = true, defaultWidth: Double? = nil, op: String
  ) throws -> (isHorizontal: Bool, places: [Double], widths: [Double]) {
    try Check.word(orientation, "orientation", ["vertical", "horizontal"], op: op)
    let isHorizontal = orientation == "horizontal"
    let places = positions?.plotValues ?? (0..<count).map { Double($0 + 1) }
    guard places.count == count, places.allSatisfy(\.isFinite) else {
      throw mistake(.shape, op, "positions must be \(count) finite numbers, one a sample, not \(places.count)")
    }
    if let labels, labels.count != count {
      throw mistake(.shape, op, "Dimensions of labels and X must be compatible: \(labels.count) labels for \(count) samples")
    }
    let spread = (places.max() ?? 0) - (places.min() ?? 0)
    let width = defaultWidth ?? min(max(0.15 * spread, 0.15), 0.5)
    let spans = try Check.spread(widths?.plotValues ?? [width], count, "widths", op: op)
    if setsTicks, let low = places.min(), let high = places.max() {
      var axis = isHorizontal ? model.y : model.x
      let known = axis.ticks
      let texts = labels ?? places.map { NumberText.compact($0, decimals: 6) }
      axis.ticks = FixedTicks(places: (known?.places ?? []) + places, labels: (known?.labels ?? []) + texts)
      if isHorizontal { model.y = axis } else { model.x = axis }
      model.artists.append(
        RoomArtist(
          x: isHorizontal ? DataLimits() : DataLimits([low - 0.5, high + 0.5], sticky: [low - 0.5, high + 0.5]),
          y: isHorizontal ? DataLimits([low - 0.5, high + 0.5], sticky: [low - 0.5, high + 0.5]) : DataLimits()))
    }
    return (isHorizontal, places, spans)
  }
}

/// Nothing to see: numbers the limits must show.
struct RoomArtist: Artist {
  var x: DataLimits
  var y: DataLimits
  var zOrder = 0.0

  var dataLimits: (x: DataLimits, y: DataLimits) { (x, y) }
  func draw(on canvas: any Canvas, _ transform: DataTransform) {}
}
