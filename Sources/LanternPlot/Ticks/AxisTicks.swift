/// Everything an axis shows: the places of its ticks and their texts.
struct AxisTicks: Hashable, Sendable {
  struct Tick: Hashable, Sendable {
    var value: Double
    var label: String
  }

  var major: [Tick] = []
  var minor: [Double] = []
  /// What is written at the end of the axis: a common power of ten or offset.
  var offsetText = ""

  /// The ticks of an axis `length` points long.
  init(scale: AxisScale, view: ClosedInterval, length: Double, fontSize: Double, horizontal: Bool) {
    let (low, high) = (min(view.from, view.to), max(view.from, view.to))
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
      minor = Self.visible(locator.minorTicks(low, high), low, high, scale)
      if major.count < 2 {
        // Less than two decades: the ticks between them say their numbers too.
        let labels = LogFormatter.minorLabels(minor, low: low, high: high, majorCount: major.count)
        major += zip(minor, labels).filter { !$0.1.isEmpty }.map { Tick(value: $0.0, label: $0.1) }
      }
    }
  }

  private static func visible(_ ticks: [Double], _ low: Double, _ high: Double, _ scale: AxisScale) -> [Double] {
    let (a, b) = (scale.forward(low), scale.forward(high))
    let slack = (b - a) * 1e-10
    return ticks.filter { scale.forward($0) >= a - slack && scale.forward($0) <= b + slack }
  }
}
