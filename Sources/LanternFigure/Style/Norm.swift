#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// How numbers are spread over the colours of a map. Mirrors `matplotlib.colors.Normalize` and its relatives.
///
/// Ends that are not given are the smallest and largest of the data.
/// ```swift
/// axes.imshow([[1.0, 10], [100, 1000]], norm: .log())
/// axes.imshow([[-1.0, 0], [2, 4]], cmap: "RdBu", norm: .twoSlope(vcenter: 0))
/// ```
public enum Norm: Hashable, Sendable {
  /// Evenly. Mirrors `Normalize`.
  case linear(vmin: Double? = nil, vmax: Double? = nil)
  /// By the logarithm; numbers that are not positive have no colour. Mirrors `LogNorm`.
  case log(vmin: Double? = nil, vmax: Double? = nil)
  /// By the logarithm on both sides of `-linthresh ... linthresh`. Mirrors `SymLogNorm`.
  case symlog(linthresh: Double, vmin: Double? = nil, vmax: Double? = nil)
  /// Evenly on each side of `vcenter`, which takes the map's middle. Mirrors `TwoSlopeNorm`.
  case twoSlope(vcenter: Double, vmin: Double? = nil, vmax: Double? = nil)
  /// One colour between each two neighbouring boundaries. Mirrors `BoundaryNorm`.
  case boundary([Double])
}

/// A norm with its ends known.
struct ColorScale: Hashable, Sendable {
  var low: Double
  var high: Double
  var scale: AxisScale
  /// The borders between colours, where each takes a whole stretch.
  var boundaries: [Double] = []
  /// The colours as 0xRRGGBB.
  var colors: [UInt32]
  var alpha = 1.0

  private var ends: (low: Double, high: Double)

  static func == (a: ColorScale, b: ColorScale) -> Bool {
    a.low == b.low && a.high == b.high && a.scale == b.scale && a.boundaries == b.boundaries && a.colors == b.colors && a.alpha == b.alpha
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(low)
    hasher.combine(high)
    hasher.combine(colors)
  }

  /// The scale for `values`; `vmin` and `vmax` go before what the norm says.
  init(
    _ norm: Norm?, map: ColorMap, values: [Double], vmin: Double? = nil, vmax: Double? = nil, alpha: Double? = nil, op: String
  ) throws {
    try Check.alpha(alpha, op: op)
    colors = try map.colors()
    self.alpha = alpha ?? 1
    scale = .linear
    let norm = norm ?? .linear()
    var given: (Double?, Double?) = (vmin, vmax)
    var isUsable: (Double) -> Bool = { $0.isFinite }
    var center: Double?
    switch norm {
    case .linear(let a, let b): given = (vmin ?? a, vmax ?? b)
    case .log(let a, let b):
      given = (vmin ?? a, vmax ?? b)
      scale = .log
      isUsable = { $0.isFinite && $0 > 0 }
    case .symlog(let threshold, let a, let b):
      guard threshold > 0, threshold.isFinite else { throw mistake(.argument, op, "linthresh must be positive, not \(threshold)") }
      given = (vmin ?? a, vmax ?? b)
      scale = .symlog(linthresh: threshold)
    case .twoSlope(let middle, let a, let b):
      given = (vmin ?? a, vmax ?? b)
      center = middle
    case .boundary(let edges):
      guard edges.count >= 2, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }), edges.allSatisfy(\.isFinite) else {
        throw mistake(.argument, op, "boundaries must increase, and there must be two of them at least")
      }
      boundaries = edges
      given = (edges[0], edges[edges.count - 1])
      scale = .piecewise(edges)
    }
    var (least, most) = (Double.infinity, -Double.infinity)
    if given.0 == nil || given.1 == nil {
      for value in values where isUsable(value) {
        least = min(least, value)
        most = max(most, value)
      }
    }
    if least > most { (least, most) = scale == .log ? (1, 10) : (0, 1) }
    low = try Check.finite(given.0 ?? min(least, given.1 ?? least), "vmin", op: op)
    high = try Check.finite(given.1 ?? max(most, given.0 ?? most), "vmax", op: op)
    guard low <= high else { throw mistake(.argument, op, "vmin must be less or equal to vmax, not \(low) and \(high)") }
    if scale == .log, low <= 0 { throw mistake(.argument, op, "a logarithmic norm has no place for vmin \(low)", "use a positive one.") }
    if let center {
      if center <= low { low = center - (high > center ? high - center : 1) }
      if center >= high { high = center + (center - low) }
      scale = .piecewise([low, center, high])
    }
    ends = (scale.forward(low), scale.forward(high))
  }

  /// Where a number lies between the first colour (0) and the last (1).
  func fraction(_ value: Double) -> Double {
    let span = ends.high - ends.low
    guard span > 0 else { return 0 }
    let place = scale.forward(value)
    return span.isFinite ? (place - ends.low) / span : (place / 2 - ends.low / 2) / (ends.high / 2 - ends.low / 2)
  }

  /// The number of the colour, of NaN `nil`.
  func index(_ value: Double) -> Int? {
    guard !value.isNaN, scale != .log || value > 0 else { return nil }
    if !boundaries.isEmpty {
      let region = min(max(boundaries.firstIndex { $0 > value } ?? boundaries.count, 1), boundaries.count - 1) - 1
      let regions = boundaries.count - 1
      return regions == 1 ? 0 : region * (colors.count - 1) / (regions - 1)
    }
    return Int(min(max(fraction(value) * Double(colors.count), 0), Double(colors.count - 1)))
  }

  func color(_ value: Double) -> RGBA? { index(value).map { RGBA(colors[$0]).with(alpha: alpha) } }

  /// The colours as pixels with premultiplied alpha.
  var premultiplied: [UInt32] { colors.map { RGBA($0).with(alpha: alpha).premultiplied } }

  /// The colours of a table's cells; nothing for NaN.
  func pixels(_ values: [Double]) -> [UInt32] {
    let table = premultiplied
    guard scale == .linear, boundaries.isEmpty else { return values.map { index($0).map { table[$0] } ?? 0 } }
    let span = high / 2 - low / 2
    let last = Double(table.count - 1)
    return values.map { value in
      guard !value.isNaN else { return 0 }
      let fraction = span > 0 ? (value / 2 - low / 2) / span : 0
      return table[Int(min(max(fraction * Double(table.count), 0), last))]
    }
  }
}

/// What was drawn with a colour map: what a colour bar needs. Mirrors `matplotlib.cm.ScalarMappable`.
public struct ScalarMappable: Hashable, Sendable {
  let scale: ColorScale
  /// The levels of contours, which the bar shows as steps.
  var levels: [Double] = []
  /// The colours between the levels.
  var bands: [RGBA] = []
  /// Whether the contours are lines rather than areas.
  var isLines = false

  /// The number of the map's first colour.
  public var vmin: Double { scale.low }
  /// The number of the map's last colour.
  public var vmax: Double { scale.high }
}
