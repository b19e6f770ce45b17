/// Ticks put where the user wants them.
struct FixedTicks: Hashable, Sendable {
  var places: [Double]
  /// A text for each place; `nil` for their numbers.
  var labels: [String]?
}

/// Everything an axis shows: the places of its ticks and their texts.
struct AxisTicks: Hashable, Sendable {
  struct Tick: Hashable, Sendable {
    var value: Double
    var label: String
  }

  var major: [Tick] = []
  /// The smaller ticks between; on a short logarithmic axis some of them have texts too.
  var minor: [Tick] = []
  /// What is written at the end of the axis: a common power of ten or offset.
  var offsetText = ""

  /// The ticks of an axis `length` points long.
  init(scale: AxisScale, view: ClosedInterval, length: Double, fontSize: Double, horizontal: Bool, fixed: FixedTicks? = nil) {
    let (low, high) = (min(view.from, view.to), max(view.from, view.to))
    if let fixed {
      set(fixed, scale, low, high)
      return
    }
    let bins = MaxNLocator.bins(length: length, fontSize: fontSize, horizontal: horizontal)
    switch scale {
    case .linear:
      let ticks = MaxNLocator(maxBins: bins).ticks(low, high)
      let formatter = ScalarFormatter(ticks: ticks, low: low, high: high)
      major = Self.visible(ticks, low, high, scale).map { Tick(value: $0, label: formatter.label($0)) }
      offsetText = formatter.offsetText
    case .log:
      let locator = LogLocator(maxTicks: max(bins, 2))
      let ticks = locator.majorTicks(low, high)
      major = Self.visible(ticks, low, high, scale).map { Tick(value: $0, label: LogFormatter.label($0)) }
      let between = Self.visible(locator.minorTicks(low, high), low, high, scale)
      let labels = LogFormatter.minorLabels(between, low: low, high: high, majorCount: major.count)
      minor = zip(between, labels).map { Tick(value: $0, label: $1) }
    }
  }

  private mutating func set(_ fixed: FixedTicks, _ scale: AxisScale, _ low: Double, _ high: Double) {
    let formatter = ScalarFormatter(ticks: fixed.places, low: low, high: high)
    let isNumbered = fixed.labels == nil && scale == .linear
    let labels = fixed.labels ?? fixed.places.map { scale == .linear ? formatter.label($0) : LogFormatter.label($0) }
    let inside = Set(Self.visible(fixed.places, low, high, scale))
    major = zip(fixed.places, labels).filter { inside.contains($0.0) }.map { Tick(value: $0.0, label: $0.1) }
    if isNumbered { offsetText = formatter.offsetText }
  }

  private static func visible(_ ticks: [Double], _ low: Double, _ high: Double, _ scale: AxisScale) -> [Double] {
    let (a, b) = (scale.forward(low), scale.forward(high))
    let slack = (b - a) * 1e-10
    return ticks.filter { scale.forward($0) >= a - slack && scale.forward($0) <= b + slack }
  }
}
