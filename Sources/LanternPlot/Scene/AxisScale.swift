#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// How numbers are spread along an axis. Mirrors `matplotlib.scale`.
public enum AxisScale: String, Hashable, Sendable {
  /// Evenly.
  case linear
  /// By their decimal logarithm; numbers that are not positive fall off the low end.
  case log

  /// The place on the axis, before limits are applied.
  func forward(_ value: Double) -> Double {
    switch self {
    case .linear: value
    case .log: value > 0 ? log10(value) : value.isNaN ? .nan : -1000
    }
  }

  func inverse(_ place: Double) -> Double {
    switch self {
    case .linear: place
    case .log: pow(10, place)
    }
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

  /// The limits of an axis that shows all of this with `margin` of its length free at both ends.
  func view(scale: AxisScale, margin: Double) -> ClosedInterval {
    var ends: (low: Double, high: Double)
    switch scale {
    case .linear:
      ends = FloatMath.nonsingular(isEmpty ? -.infinity : low, high, expander: 0.05, tiny: 1e-15)
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
    }
    let (a, b) = (scale.forward(ends.low), scale.forward(ends.high))
    let spread = (b - a) * margin
    let delta = spread.isFinite ? spread : 0
    var (from, to) = (scale.inverse(a - delta), scale.inverse(b + delta))
    let slack = 1e-5 * abs(ends.high - ends.low)
    if let bound = sticky.filter({ $0 < ends.low + slack }).max() { from = max(from, bound) }
    if let bound = sticky.filter({ $0 >= ends.high - slack }).min() { to = min(to, bound) }
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
}

/// Where data lands on the page.
struct DataTransform: Hashable, Sendable {
  /// The rectangle of the axes in points.
  let box: Rect
  let x: ClosedInterval
  let y: ClosedInterval
  let xScale: AxisScale
  let yScale: AxisScale

  func horizontal(_ value: Double) -> Double {
    let (a, b) = (xScale.forward(x.from), xScale.forward(x.to))
    return box.left + Self.fraction(xScale.forward(value), a, b) * box.width
  }

  func vertical(_ value: Double) -> Double {
    let (a, b) = (yScale.forward(y.from), yScale.forward(y.to))
    return box.bottom - Self.fraction(yScale.forward(value), a, b) * box.height
  }

  func point(_ x: Double, _ y: Double) -> Point { Point(horizontal(x), vertical(y)) }

  /// (value - a) / (b - a), halved first where the difference would overflow.
  private static func fraction(_ value: Double, _ a: Double, _ b: Double) -> Double {
    let span = b - a
    return span.isFinite ? (value - a) / span : (value / 2 - a / 2) / (b / 2 - a / 2)
  }
}
