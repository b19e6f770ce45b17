/// Ticks put where the user wants them.
struct FixedTicks: Hashable, Sendable {
  var places: [Double]
  /// A text for each place; `nil` for their numbers.
  var labels: [String]?
}

/// The texts ticks have instead of their plain numbers. Mirrors `matplotlib.ticker`'s formatters.
/// ```swift
/// axes.yformatter(.percent(of: 1))
/// axes.xformatter(.custom { "\(Int($0)) km" })
/// ```
public enum TickFormatter: Sendable {
  /// Percent of a whole, with as many decimals as the ticks need. Mirrors `PercentFormatter(xmax=…)`.
  case percent(of: Double = 100)
  /// A text made from the number. Mirrors `FuncFormatter`.
  case custom(@Sendable (Double) -> String)
  /// No texts. Mirrors `NullFormatter`.
  case none
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
  init(axis: AxisModel, view: ClosedInterval, length: Double, fontSize: Double, horizontal: Bool) {
    let (low, high) = (view.low, view.high)
    let bins = MaxNLocator.bins(length: length, fontSize: fontSize, horizontal: horizontal)
    if let fixed = axis.ticks {
      set(fixed, axis, low, high)
    } else if axis.unit == .category {
      set(FixedTicks(places: axis.categories.indices.map(Double.init), labels: axis.categories), axis, low, high)
    } else if axis.unit == .date {
      let (ticks, labels) = DateLocator.ticks(low, high)
      major = zip(ticks, labels).map { Tick(value: $0, label: $1) }
    } else {
      locate(axis, low, high, bins)
    }
    if axis.showsMinor, minor.isEmpty, axis.scale == .linear { minor = Self.between(major, low, high) }
    if let formatter = axis.formatter { relabel(formatter, low, high) }
  }

  private mutating func locate(_ axis: AxisModel, _ low: Double, _ high: Double, _ bins: Int) {
    let scale = axis.scale
    switch scale {
    case .linear:
      let locator = axis.isWhole ? MaxNLocator(maxBins: 9, steps: [1, 2, 5, 10], isWhole: true) : MaxNLocator(maxBins: bins)
      let ticks = locator.ticks(low, high)
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
    case .symlog(let threshold):
      let ticks = SymLogLocator.ticks(low, high, threshold: threshold)
      major = Self.visible(ticks, low, high, scale).map { Tick(value: $0, label: SymLogLocator.label($0)) }
    case .piecewise(let knots):
      set(FixedTicks(places: knots), AxisModel(), low, high)
    }
  }

  private mutating func set(_ fixed: FixedTicks, _ axis: AxisModel, _ low: Double, _ high: Double) {
    let scale = axis.scale
    let isNumbered = fixed.labels == nil && scale == .linear && axis.unit == .number
    let formatter = ScalarFormatter(ticks: fixed.places, low: low, high: high)
    let labels =
      fixed.labels
      ?? fixed.places.map { place in
        if axis.unit == .date { return PlotDate(days: place).parts.text("%Y-%m-%d") }
        return scale == .log ? LogFormatter.label(place) : formatter.label(place)
      }
    let inside = Set(Self.visible(fixed.places, low, high, scale))
    major = zip(fixed.places, labels).filter { inside.contains($0.0) }.map { Tick(value: $0.0, label: $0.1) }
    if isNumbered { offsetText = formatter.offsetText }
  }

  /// The minor ticks of a linear axis: four between two ticks that are 1, 2.5, 5 or 10 apart, three otherwise. Mirrors
  /// `AutoMinorLocator`.
  private static func between(_ major: [Tick], _ low: Double, _ high: Double) -> [Tick] {
    guard major.count >= 2 else { return [] }
    let step = major[1].value - major[0].value
    let lead = step / FloatMath.powerOfTen(FloatMath.decade(step))
    let parts = [1, 2.5, 5, 10].contains { abs(lead - $0) < 1e-6 } ? 5.0 : 4.0
    let small = step / parts
    let (first, last) = (((low - major[0].value) / small).rounded(.up), ((high - major[0].value) / small).rounded(.down))
    guard last - first < 1000 else { return [] }
    return stride(from: first, through: last, by: 1).filter { $0.truncatingRemainder(dividingBy: parts) != 0 }
      .map { Tick(value: major[0].value + $0 * small, label: "") }
  }

  private mutating func relabel(_ formatter: TickFormatter, _ low: Double, _ high: Double) {
    offsetText = ""
    switch formatter {
    case .custom(let text): for i in major.indices { major[i].label = text(major[i].value) }
    case .none: for i in major.indices { major[i].label = "" }
    case .percent(let whole):
      let range = abs(high - low) / whole * 100
      // Enough decimals for three digits over the whole range.
      let decimals = range > 50 || range <= 0 ? 0 : Int(min(max((2 - naturalLog(2 * range) / naturalLog(10)).rounded(.up), 0), 5))
      for i in major.indices { major[i].label = NumberText.fixed(major[i].value / whole * 100, decimals: decimals) + "%" }
    }
  }

  private static func visible(_ ticks: [Double], _ low: Double, _ high: Double, _ scale: AxisScale) -> [Double] {
    let (a, b) = (scale.forward(low), scale.forward(high))
    let slack = (b - a) * 1e-10
    return ticks.filter { scale.forward($0) >= a - slack && scale.forward($0) <= b + slack }
  }
}
