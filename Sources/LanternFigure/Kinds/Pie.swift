import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension Plotter {
  /// Draws shares of a whole as wedges of a disc, anticlockwise from `startangle` degrees. Mirrors `matplotlib.axes.Axes.pie`.
  ///
  /// `autopct` writes each share: `"%.1f%%"` with that many decimals. `explode` moves wedges out by fractions of the radius; a
  /// `wedgewidth` less than 1 leaves a hole.
  /// ```swift
  /// axes.pie([3, 2, 1], labels: ["a", "b", "c"], autopct: "%.0f%%")
  /// ```
  public func pie(
    _ x: any PlotValues, explode: any PlotValues = 0.0, labels: [String] = [], colors: [Color] = [], autopct: String? = nil,
    pctdistance: Double = 0.6, labeldistance: Double = 1.1, startangle: Double = 0, radius: Double = 1, counterclock: Bool = true,
    wedgewidth: Double? = nil, edgecolor: Color? = nil
  ) {
    let (shares, offsets) = (x.plotValues, explode.plotValues)
    currentAxes.change { model in
      guard shares.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw mistake(.argument, "pie", "Wedge sizes 'x' must be non negative values")
      }
      let sum = shares.reduce(0, +)
      guard sum > 0 else { throw mistake(.argument, "pie", "All wedge sizes are zero") }
      guard labels.isEmpty || labels.count == shares.count else {
        throw mistake(.shape, "pie", "'labels' must be of length 'x', not \(labels.count) and \(shares.count)")
      }
      let offsets = try Check.spread(offsets, shares.count, "values of explode", op: "pie")
      let decimals = try autopct.map { try Self.decimals($0) }
      var angle = startangle * .pi / 180
      for (i, share) in shares.enumerated() {
        let part = share / sum
        let next = angle + (counterclock ? 2 : -2) * .pi * part
        let middle = (angle + next) / 2
        let center = Point(offsets[i] * radius * cos(middle), offsets[i] * radius * sin(middle))
        let asked = colors.isEmpty ? nil : colors[i % colors.count]
        let name = labels.isEmpty ? "" : labels[i]
        model.artists.append(
          WedgeArtist(
            center: center, radius: radius, inner: wedgewidth.map { max(0, radius - $0) } ?? 0, from: angle, to: next,
            face: try model.color(asked, or: model.theme.color(i), alpha: nil, op: "pie"),
            edge: try model.color(edgecolor, or: nil, alpha: nil, op: "pie"), label: name))
        func write(_ text: String, at distance: Double, _ horizontal: TextRun.Alignment) {
          let block = TextBlock(text: text, size: 10, color: model.theme.ink, horizontal: horizontal, vertical: .center)
          let (x, y) = (center.x + distance * radius * cos(middle), center.y + distance * radius * sin(middle))
          model.artists.append(TextArtist(x: x, y: y, block: block))
        }
        if !name.isEmpty { write(name, at: labeldistance, cos(middle) > 0 ? .left : .right) }
        if let decimals { write(NumberText.fixed(100 * part, decimals: decimals.count) + decimals.suffix, at: pctdistance, .center) }
        angle = next
      }
      model.isFramed = false
      model.aspect = .box(1)
      model.x.limits = ClosedInterval(-1.25, 1.25)
      model.y.limits = ClosedInterval(-1.25, 1.25)
    }
  }

  /// The decimals a format such as `%.1f%%` asks for, and what stands behind the number.
  private static func decimals(_ format: String) throws -> (count: Int, suffix: String) {
    let parts = format.split(separator: "f", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts[0].drop { $0 != "." }.dropFirst()
    guard parts.count == 2, parts[0].hasPrefix("%"), let count = Int(digits), (0...10).contains(count) else {
      throw mistake(.argument, "pie", "'\(format)' is not a format for autopct", "write it like \"%.1f%%\".")
    }
    return (count, String(parts[1]).replacing("%%", with: "%"))
  }
}

/// A piece of a disc or ring. Mirrors `matplotlib.patches.Wedge`.
struct WedgeArtist: Artist {
  var center: Point
  var radius: Double
  var inner: Double
  /// The angles of its sides in radians.
  var from: Double
  var to: Double
  var face: RGBA?
  var edge: RGBA?
  var label: String?
  var zOrder = 1.0

  var dataLimits: (x: DataLimits, y: DataLimits) { (DataLimits(), DataLimits()) }
  var isClipped: Bool { false }

  private var stroke: Stroke? { edge.map { Stroke(color: $0, width: 1, join: .miter) } }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let middle = transform.point(center.x, center.y)
    let scale = abs(transform.horizontal(1) - transform.horizontal(0))
    guard middle.isFinite, from != to else { return }
    func rim(_ angle: Double, _ r: Double) -> Point { Point(middle.x + r * scale * cos(angle), middle.y - r * scale * sin(angle)) }
    var path = Path()
    path.move(inner > 0 ? rim(from, inner) : middle)
    path.line(rim(from, radius))
    path.elements += Geometry.arc(center: middle, radius: radius * scale, from: from, to: to)
    if inner > 0 {
      path.line(rim(to, inner))
      path.elements += Geometry.arc(center: middle, radius: inner * scale, from: to, to: from)
    }
    path.close()
    canvas.draw(path, fill: face, stroke: stroke)
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    Handle.patch(on: canvas, at: origin, width: width, height: height, fill: face, stroke: stroke)
  }
}
