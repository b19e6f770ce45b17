import LanternSupport

extension Plotter {
  /// Fills the area between two curves. Mirrors `matplotlib.axes.Axes.fill_between`.
  ///
  /// `y2` may be one number. `color` paints area and edge, `facecolor` the area alone. With `where` only stretches of neighbouring
  /// points for which it is true are filled; NaN ends a stretch.
  /// ```swift
  /// axes.fillBetween([0, 1, 2], [1, 3, 2], [0, 1, 1], alpha: 0.3, label: "range")
  /// ```
  public func fillBetween(
    _ x: any PlotValues, _ y1: any PlotValues, _ y2: any PlotValues = 0.0, where condition: [Bool]? = nil, step: String? = nil,
    color: Color? = nil, facecolor: Color? = nil, edgecolor: Color? = nil, linewidth: Double = 1, alpha: Double? = nil,
    label: String? = nil
  ) {
    fill(
      Column(x), Column(y1), Column(y2), condition, step, facecolor ?? color, edgecolor ?? color, linewidth, alpha, label,
      isHorizontal: false, op: "fill_between")
  }

  /// Fills the area between two curves that go up the page. Mirrors `fill_betweenx`.
  public func fillBetweenx(
    _ y: any PlotValues, _ x1: any PlotValues, _ x2: any PlotValues = 0.0, where condition: [Bool]? = nil, color: Color? = nil,
    facecolor: Color? = nil, edgecolor: Color? = nil, linewidth: Double = 1, alpha: Double? = nil, label: String? = nil
  ) {
    fill(
      Column(y), Column(x1), Column(x2), condition, nil, facecolor ?? color, edgecolor ?? color, linewidth, alpha, label,
      isHorizontal: true,
      op: "fill_betweenx")
  }

  private func fill(
    _ along: Column, _ first: Column, _ second: Column, _ condition: [Bool]?, _ step: String?, _ color: Color?, _ edgeColor: Color?,
    _ lineWidth: Double, _ alpha: Double?, _ label: String?, isHorizontal: Bool, op: String
  ) {
    currentAxes.change { model in
      let t = isHorizontal ? model.y.place(along) : model.x.place(along)
      let a = try Check.spread(isHorizontal ? model.x.place(first) : model.y.place(first), t.count, "values of the first curve", op: op)
      let b = try Check.spread(isHorizontal ? model.x.place(second) : model.y.place(second), t.count, "values of the second curve", op: op)
      if let condition { try Check.equal(t.count, condition.count, "the places and where", op: op) }
      let steps = try LineArtist.Steps(drawstyle: step.map { "steps-" + $0 } ?? "default", op: op)
      var outlines: [[(Double, Double)]] = []
      let inside = t.indices.map { (condition?[$0] ?? true) && t[$0].isFinite && a[$0].isFinite && b[$0].isFinite }
      var start: Int?
      for i in 0...t.count {
        if i < t.count, inside[i] {
          start = start ?? i
        } else if let from = start {
          start = nil
          guard i - from > 1 else { continue }
          func curve(_ values: [Double]) -> [(Double, Double)] {
            steps.corners((from..<i).map { Point(t[$0], values[$0]) }).map { ($0.x, $0.y) }
          }
          outlines.append(curve(a) + curve(b).reversed())
        }
      }
      let face = try model.color(color, or: model.nextFillColor(), alpha: alpha, op: op)
      model.artists.append(
        PolygonArtist(
          outlines: isHorizontal ? outlines.map { $0.map { ($0.1, $0.0) } } : outlines, face: face,
          edge: try model.color(edgeColor, or: nil, alpha: alpha, op: op), edgeWidth: try Check.width(lineWidth, op: op), label: label))
    }
  }

  /// Fills a polygon. Mirrors `matplotlib.axes.Axes.fill`.
  /// ```swift
  /// axes.fill([0, 1, 0.5], [0, 0, 1], color: "C2")
  /// ```
  public func fill(_ x: any PlotValues, _ y: any PlotValues, color: Color? = nil, alpha: Double? = nil, label: String? = nil) {
    let (x, y) = (Column(x), Column(y))
    currentAxes.change { model in
      try Check.equal(x.count, y.count, "x and y", op: "fill")
      let corners = Array(zip(model.x.place(x), model.y.place(y))).filter { $0.0.isFinite && $0.1.isFinite }
      let face = try model.color(color, or: model.nextFillColor(), alpha: alpha, op: "fill")
      model.artists.append(PolygonArtist(outlines: [corners], face: face, edge: face, edgeWidth: 1, label: label))
    }
  }

  /// Fills the areas between curves added up on one another. Mirrors `stackplot`.
  /// ```swift
  /// axes.stackplot([0, 1, 2], [[1, 2, 1], [2, 1, 3]], labels: ["a", "b"])
  /// ```
  public func stackplot(
    _ x: any PlotValues, _ ys: [any PlotValues], labels: [String] = [], colors: [Color] = [], alpha: Double? = nil
  ) {
    let x = x.plotValues
    var below = [Double](repeating: 0, count: x.count)
    for (index, y) in ys.enumerated() {
      let values = y.plotValues
      guard values.count == x.count else {
        currentAxes.remember(mistake(.shape, "stackplot", "x has \(x.count) values but curve \(index) has \(values.count)"))
        return
      }
      let above = zip(below, values).map { $0 + $1 }
      fillBetween(
        x, below, above, facecolor: index < colors.count ? colors[index] : nil, alpha: alpha,
        label: index < labels.count ? labels[index] : nil)
      below = above
    }
    currentAxes.change { $0.artists = $0.artists.map { ($0 as? PolygonArtist)?.stickingToZero ?? $0 } }
  }
}

/// Filled outlines in the numbers of the data. Mirrors `matplotlib.collections.PolyCollection`.
struct PolygonArtist: Artist {
  var outlines: [[Point]]
  var face: RGBA?
  var edge: RGBA?
  var edgeWidth: Double
  var isSticky = false
  var label: String?
  var zOrder = 1.0

  init(outlines: [[(Double, Double)]], face: RGBA?, edge: RGBA?, edgeWidth: Double, label: String? = nil) {
    self.outlines = outlines.map { $0.map { Point($0.0, $0.1) } }
    self.face = face
    self.edge = edge
    self.edgeWidth = edgeWidth
    self.label = label
  }

  /// The same with no margin below 0.
  var stickingToZero: PolygonArtist {
    var copy = self
    copy.isSticky = true
    return copy
  }

  var dataLimits: (x: DataLimits, y: DataLimits) {
    (DataLimits(outlines.joined().map(\.x)), DataLimits(outlines.joined().map(\.y), sticky: isSticky ? [0] : []))
  }

  private var stroke: Stroke? { edge.flatMap { edgeWidth > 0 ? Stroke(color: $0, width: edgeWidth, join: .miter) : nil } }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let area = transform.box.inset(by: -4000)
    for outline in outlines {
      let points = outline.map { transform.point($0.x, $0.y) }
        .map { Point(min(max($0.x, area.left), area.right), min(max($0.y, area.top), area.bottom)) }
      if points.count > 1 { canvas.draw(.polyline(points, closed: true), fill: face, stroke: stroke) }
    }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    Obstacles(lines: outlines.map { $0.map { transform.point($0.x, $0.y) } })
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    Handle.patch(on: canvas, at: origin, width: width, height: height, fill: face, stroke: stroke)
  }
}
