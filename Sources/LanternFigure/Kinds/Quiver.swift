import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension Plotter {
  /// Draws an arrow (u, v) from each point (x, y). Mirrors `matplotlib.axes.Axes.quiver`.
  ///
  /// Directions are those of the page. An arrow `scale` long (in the numbers of u and v) is as long as the axes are wide; without it a
  /// scale is chosen by the mean length. `width` is the shaft's, as a fraction of the axes' width.
  /// ```swift
  /// axes.quiver([0, 1, 0, 1], [0, 0, 1, 1], [1, 0, -1, 0.5], [0, 1, 0, 0.5])
  /// ```
  public func quiver(
    _ x: any PlotValues, _ y: any PlotValues, _ u: any PlotValues, _ v: any PlotValues, scale: Double? = nil, width: Double? = nil,
    pivot: String = "tail", color: Color? = nil, alpha: Double? = nil
  ) {
    let (x, y, u, v) = (Column(x), Column(y), u.plotValues, v.plotValues)
    currentAxes.change { model in
      for (name, count) in [("y", y.count), ("u", u.count), ("v", v.count)] {
        try Check.equal(x.count, count, "x and \(name)", op: "quiver")
      }
      try Check.word(pivot, "pivot", ["tail", "middle", "mid", "tip"], op: "quiver")
      if let scale, !(scale > 0 && scale.isFinite) { throw mistake(.argument, "quiver", "scale must be positive, not \(scale)") }
      let tint = try model.color(color, or: model.theme.ink, alpha: alpha, op: "quiver") ?? RGBA(0, 0, 0, 0)
      model.artists.append(
        QuiverArtist(
          x: model.x.place(x), y: model.y.place(y), u: u, v: v, scale: scale, width: width,
          pivot: pivot == "tip" ? 1 : pivot == "tail" ? 0 : 0.5, color: tint))
    }
  }
}

/// Arrows. Mirrors `matplotlib.quiver.Quiver` with its defaults: widths and lengths in widths of the axes.
struct QuiverArtist: Artist {
  var x: [Double]
  var y: [Double]
  var u: [Double]
  var v: [Double]
  var scale: Double?
  var width: Double?
  /// Which part of the arrow stands on the point, from 0, its end, to 1, its tip.
  var pivot: Double
  var color: RGBA
  var zOrder = 1.0

  // In widths of the shaft.
  private static let headWidth = 3.0
  private static let headLength = 5.0
  private static let headAxisLength = 4.5

  var dataLimits: (x: DataLimits, y: DataLimits) { DataLimits.points(x, y) }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let lengths = zip(u, v).map { ($0 * $0 + $1 * $1).squareRoot() }
    let known = lengths.filter(\.isFinite)
    let count = Double(known.count)
    let span = transform.box.width
    let shaft = (width ?? 0.06 / min(max(count.squareRoot(), 8), 25)) * span
    let mean = known.reduce(0, +) / max(count, 1)
    let full = scale ?? (mean > 0 ? 1.8 * mean * max(10, count.squareRoot()) : 1)
    for i in x.indices where lengths[i].isFinite {
      let p = transform.point(x[i], y[i])
      guard p.isFinite, abs(p.x) < 1e5, abs(p.y) < 1e5 else { continue }
      let length = lengths[i] / full * span / shaft
      if length < 1 {
        // Too short for an arrow: a hexagon.
        let corners = (0..<6).map { k in
          let angle = Double(k) * .pi / 3
          return Point(p.x + 0.5 * shaft * cos(angle), p.y - 0.5 * shaft * sin(angle))
        }
        canvas.draw(.polyline(corners, closed: true), fill: color, stroke: nil, snap: .never)
        continue
      }
      // The head shrinks with arrows shorter than itself.
      let shrink = min(length / Self.headLength, 1)
      let (head, axis, half) = (Self.headLength * shrink, Self.headAxisLength * shrink, Self.headWidth / 2 * shrink)
      let body = 0.5 * shrink
      let outline = [
        (0.0, -body), (length - axis, -body), (length - head, -half), (length, 0), (length - head, half), (length - axis, body), (0, body),
      ]
      let (c, s) = (u[i] / lengths[i], v[i] / lengths[i])
      let corners = outline.map { a, b in
        let along = (a - pivot * length) * shaft
        return Point(p.x + along * c - b * shaft * s, p.y - along * s - b * shaft * c)
      }
      canvas.draw(.polyline(corners, closed: true), fill: color, stroke: nil, snap: .never)
    }
  }
}
