#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// How numbers are spread along an axis. Mirrors `matplotlib.scale`.
/// ```swift
/// axes.yscale(.log)
/// axes.xscale(.symlog(linthresh: 0.1))
/// ```
public enum AxisScale: Hashable, Sendable {
  /// Evenly.
  case linear
  /// By their decimal logarithm; numbers that are not positive fall off the low end.
  case log
  /// Evenly from `-linthresh` to `linthresh`, by the decimal logarithm beyond.
  case symlog(linthresh: Double = 2)
  /// Evenly between neighbouring knots, which are equally far apart on the axis: a colour bar's.
  case piecewise([Double])

  /// The place on the axis, before limits are applied.
  func forward(_ value: Double) -> Double {
    switch self {
    case .linear: return value
    case .log: return value > 0 ? log10(value) : value.isNaN ? .nan : -1000
    case .symlog(let threshold):
      guard abs(value) > threshold else { return value * Self.symmetricSlope }
      return copysign(threshold * (Self.symmetricSlope + log10(abs(value) / threshold)), value)
    case .piecewise(let knots): return Self.interpolate(value, knots) { ($0, Double($1)) }
    }
  }

  func inverse(_ place: Double) -> Double {
    switch self {
    case .linear: return place
    case .log: return pow(10, place)
    case .symlog(let threshold):
      guard abs(place) > threshold * Self.symmetricSlope else { return place / Self.symmetricSlope }
      return copysign(threshold * pow(10, abs(place) / threshold - Self.symmetricSlope), place)
    case .piecewise(let knots): return Self.interpolate(place, knots) { (Double($1), $0) }
    }
  }

  /// The linear part takes as much room as a decade: 1 / (1 - 1/10).
  private static let symmetricSlope = 1 / (1 - 0.1)

  private static func interpolate(_ x: Double, _ knots: [Double], _ pair: (Double, Int) -> (Double, Double)) -> Double {
    guard knots.count >= 2 else { return x }
    let points: [(Double, Double)] = knots.enumerated().map { pair($1, $0) }
    let upper = min(max(points.firstIndex { $0.0 > x } ?? points.count - 1, 1), points.count - 1)
    let (a, b) = (points[upper - 1], points[upper])
    return a.1 + (x - a.0) / (b.0 - a.0) * (b.1 - a.1)
  }
}

/// The smallest and largest of the numbers an axis must show, and its smallest positive one.
struct DataLimits: Hashable, Sendable {
  var low = Double.infinity
  var high = -Double.infinity
  var smallestPositive = Double.infinity
  /// Values the margin must not cross: the foot of bars, the border of an image.
  var sticky: [Double] = []

  var isEmpty: Bool { low > high }

  init() {}

  /// The limits that show all finite values, with some of them sticky.
  init(_ values: some Sequence<Double>, sticky: [Double] = []) {
    for value in values { include(value) }
    self.sticky = sticky
  }

  mutating func include(_ value: Double) {
    guard value.isFinite else { return }
    low = min(low, value)
    high = max(high, value)
    if value > 0 { smallestPositive = min(smallestPositive, value) }
  }

  mutating func include(_ other: DataLimits) {
    low = min(low, other.low)
    high = max(high, other.high)
    smallestPositive = min(smallestPositive, other.smallestPositive)
    sticky += other.sticky
  }

  /// The limits of points with both coordinates finite.
  static func points(_ x: [Double], _ y: [Double]) -> (x: DataLimits, y: DataLimits) {
    var limits = (x: DataLimits(), y: DataLimits())
    for i in 0..<min(x.count, y.count) where x[i].isFinite && y[i].isFinite {
      limits.x.include(x[i])
      limits.y.include(y[i])
    }
    return limits
  }

  /// The limits of an axis that shows all of this with `margin` of its length free at both ends.
  func view(scale: AxisScale, margin: Double, unit: PlotUnit = .number) -> ClosedInterval {
    var ends: (low: Double, high: Double)
    switch scale {
    case .log:
      if isEmpty || high <= 0 {
        ends = (1, 10)
      } else {
        ends = (low <= 0 ? smallestPositive : low, high)
        if ends.low == ends.high {
          let decade = log10(ends.low)
          ends = (pow(10, decade.rounded(.up) - 1), pow(10, decade.rounded(.down) + 1))
        }
      }
    default:
      if unit == .date {
        ends = isEmpty ? (0, 1) : low == high ? (low - 2 * 365.0, high + 2 * 365.0) : (low, high)
      } else {
        ends = FloatMath.nonsingular(isEmpty ? -.infinity : low, high, expander: 0.05, tiny: 1e-15)
      }
    }
    let (a, b) = (scale.forward(ends.low), scale.forward(ends.high))
    let spread = (b - a) * margin
    let delta = spread.isFinite ? spread : 0
    var (from, to) = (scale.inverse(a - delta), scale.inverse(b + delta))
    let slack = 1e-5 * abs(ends.high - ends.low)
    let bounds = scale == .log ? sticky.filter { $0 > 0 } : sticky
    if let bound = bounds.filter({ $0 < ends.low + slack }).max() { from = max(from, bound) }
    if let bound = bounds.filter({ $0 >= ends.high - slack }).min() { to = min(to, bound) }
    if scale == .linear {
      (from, to) = FloatMath.nonsingular(from, to, expander: 1e-12, tiny: 1e-13)
    }
    return ClosedInterval(from, to)
  }
}

/// The two ends of an axis; `from` is the left or bottom one and may be the larger.
struct ClosedInterval: Hashable, Sendable {
  var from: Double
  var to: Double

  init(_ from: Double, _ to: Double) {
    self.from = from
    self.to = to
  }

  var low: Double { min(from, to) }
  var high: Double { max(from, to) }
  var reversed: ClosedInterval { ClosedInterval(to, from) }
}

/// Where data lands on the page.
struct DataTransform: Hashable, Sendable {
  /// The rectangle of the axes in points.
  let box: Rect
  let x: ClosedInterval
  let y: ClosedInterval
  let xScale: AxisScale
  let yScale: AxisScale
  private let xEnds: (Double, Double)
  private let yEnds: (Double, Double)

  init(box: Rect, x: ClosedInterval, y: ClosedInterval, xScale: AxisScale = .linear, yScale: AxisScale = .linear) {
    self.box = box
    self.x = x
    self.y = y
    self.xScale = xScale
    self.yScale = yScale
    xEnds = (xScale.forward(x.from), xScale.forward(x.to))
    yEnds = (yScale.forward(y.from), yScale.forward(y.to))
  }

  static func == (a: DataTransform, b: DataTransform) -> Bool {
    a.box == b.box && a.x == b.x && a.y == b.y && a.xScale == b.xScale && a.yScale == b.yScale
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(box)
    hasher.combine(x)
    hasher.combine(y)
  }

  func horizontal(_ value: Double) -> Double {
    box.left + Self.fraction(xScale == .linear ? value : xScale.forward(value), xEnds.0, xEnds.1) * box.width
  }

  func vertical(_ value: Double) -> Double {
    box.bottom - Self.fraction(yScale == .linear ? value : yScale.forward(value), yEnds.0, yEnds.1) * box.height
  }

  func point(_ x: Double, _ y: Double) -> Point { Point(horizontal(x), vertical(y)) }

  /// The points of two columns on the page.
  func points(_ x: [Double], _ y: [Double]) -> [Point] {
    let count = min(x.count, y.count)
    return [Point](unsafeUninitializedCapacity: count) { buffer, filled in
      for i in 0..<count { (buffer.baseAddress! + i).initialize(to: point(x[i], y[i])) }
      filled = count
    }
  }

  /// (value - a) / (b - a), halved first where the difference would overflow.
  private static func fraction(_ value: Double, _ a: Double, _ b: Double) -> Double {
    let span = b - a
    return span.isFinite ? (value - a) / span : (value / 2 - a / 2) / (b / 2 - a / 2)
  }
}
