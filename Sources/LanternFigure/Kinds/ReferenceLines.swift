import LanternSupport

extension Plotter {
  /// Draws a horizontal line at `y` from `xmin` to `xmax`, fractions of the axes. Mirrors `axhline`.
  /// ```swift
  /// axes.axhline(0.5, color: "k", linestyle: "--")
  /// ```
  public func axhline(
    _ y: Double = 0, xmin: Double = 0, xmax: Double = 1, color: Color? = nil, linewidth: Double = 1.5, linestyle: LineStyle = .solid,
    label: String? = nil, alpha: Double? = nil
  ) {
    reference(.horizontal, [y], xmin, xmax, color, linewidth, linestyle, label, alpha, op: "axhline")
  }

  /// Draws a vertical line at `x` from `ymin` to `ymax`, fractions of the axes. Mirrors `axvline`.
  public func axvline(
    _ x: Double = 0, ymin: Double = 0, ymax: Double = 1, color: Color? = nil, linewidth: Double = 1.5, linestyle: LineStyle = .solid,
    label: String? = nil, alpha: Double? = nil
  ) {
    reference(.vertical, [x], ymin, ymax, color, linewidth, linestyle, label, alpha, op: "axvline")
  }

  /// Fills a band across the axes from `ymin` to `ymax`. Mirrors `axhspan`.
  public func axhspan(_ ymin: Double, _ ymax: Double, color: Color? = nil, alpha: Double? = nil, label: String? = nil) {
    reference(.horizontal, [ymin, ymax], 0, 1, color, 1, .solid, label, alpha, op: "axhspan")
  }

  /// Fills a band over the height of the axes from `xmin` to `xmax`. Mirrors `axvspan`.
  /// ```swift
  /// axes.axvspan(2, 3, color: "0.8", alpha: 0.5)
  /// ```
  public func axvspan(_ xmin: Double, _ xmax: Double, color: Color? = nil, alpha: Double? = nil, label: String? = nil) {
    reference(.vertical, [xmin, xmax], 0, 1, color, 1, .solid, label, alpha, op: "axvspan")
  }

  private func reference(
    _ direction: ReferenceArtist.Direction, _ values: [Double], _ from: Double, _ to: Double, _ color: Color?, _ width: Double,
    _ style: LineStyle, _ label: String?, _ alpha: Double?, op: String
  ) {
    currentAxes.change { model in
      // Unlike plot, these start with the first colour of the cycle and don't use it up.
      let isBand = values.count == 2
      let other = isBand ? model.theme.color(model.fillColors) : model.theme.color(0)
      let tint = try model.color(color, or: other, alpha: alpha, op: op)
      model.artists.append(
        ReferenceArtist(
          direction: direction, values: values, from: try Check.finite(from, "The line's ends", op: op),
          to: try Check.finite(to, "The line's ends", op: op), color: tint ?? RGBA(0, 0, 0, 0),
          width: try Check.width(width, op: op), pattern: try style.pattern(), label: label, zOrder: isBand ? 1 : 2))
    }
  }

  /// Draws horizontal lines at each `y` from `xmin` to `xmax`, numbers of the data. Mirrors `hlines`.
  public func hlines(
    _ y: any PlotValues, _ xmin: any PlotValues, _ xmax: any PlotValues, colors: Color? = nil, linestyles: LineStyle = .solid,
    linewidth: Double = 1.5, label: String? = nil, alpha: Double? = nil
  ) {
    lines(Column(y), Column(xmin), Column(xmax), false, colors, linestyles, linewidth, label, alpha, op: "hlines")
  }

  /// Draws vertical lines at each `x` from `ymin` to `ymax`, numbers of the data. Mirrors `vlines`.
  /// ```swift
  /// axes.vlines([1, 2, 3], 0, [5, 2, 4], colors: "tab:red")
  /// ```
  public func vlines(
    _ x: any PlotValues, _ ymin: any PlotValues, _ ymax: any PlotValues, colors: Color? = nil, linestyles: LineStyle = .solid,
    linewidth: Double = 1.5, label: String? = nil, alpha: Double? = nil
  ) {
    lines(Column(x), Column(ymin), Column(ymax), true, colors, linestyles, linewidth, label, alpha, op: "vlines")
  }

  private func lines(
    _ places: Column, _ from: Column, _ to: Column, _ isVertical: Bool, _ color: Color?, _ style: LineStyle, _ width: Double,
    _ label: String?, _ alpha: Double?, op: String
  ) {
    currentAxes.change { model in
      let at = isVertical ? model.x.place(places) : model.y.place(places)
      let a = try Check.spread(isVertical ? model.y.place(from) : model.x.place(from), at.count, "starts", op: op)
      let b = try Check.spread(isVertical ? model.y.place(to) : model.x.place(to), at.count, "ends", op: op)
      let tint = try model.color(color, or: model.theme.color(0), alpha: alpha, op: op) ?? RGBA(0, 0, 0, 0)
      let segments: [SegmentsArtist.Segment] = at.indices.map { i in
        isVertical ? .init(at[i], a[i], at[i], b[i]) : .init(a[i], at[i], b[i], at[i])
      }
      model.artists.append(
        SegmentsArtist(
          segments: segments, color: tint, width: try Check.width(width, op: op), pattern: try style.pattern(), label: label))
    }
  }
}

/// A straight line across the axes at one value, or a band between two. Mirrors what `axhline` and `axhspan` make.
struct ReferenceArtist: Artist {
  enum Direction: Hashable, Sendable { case horizontal, vertical }

  var direction: Direction
  var values: [Double]
  /// Where it begins and ends, as fractions of the axes.
  var from: Double
  var to: Double
  var color: RGBA
  var width: Double
  var pattern: [Double]?
  var label: String?
  var zOrder = 2.0

  var dataLimits: (x: DataLimits, y: DataLimits) {
    switch direction {
    case .horizontal: (DataLimits(), DataLimits(values))
    case .vertical: (DataLimits(values), DataLimits())
    }
  }

  private var stroke: Stroke? { LineArtist.stroke(color: color, width: width, pattern: pattern) }

  private func ends(_ value: Double, _ t: DataTransform) -> [Point] {
    switch direction {
    case .horizontal:
      let y = t.vertical(value)
      return [Point(t.box.left + from * t.box.width, y), Point(t.box.left + to * t.box.width, y)]
    case .vertical:
      let x = t.horizontal(value)
      return [Point(x, t.box.bottom - from * t.box.height), Point(x, t.box.bottom - to * t.box.height)]
    }
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    guard values.allSatisfy(\.isFinite), let stroke else { return }
    if values.count == 2 {
      let corners = ends(values[0], transform) + ends(values[1], transform).reversed()
      canvas.draw(.polyline(corners, closed: true), fill: color, stroke: Stroke(color: color, width: width, join: .miter))
      return
    }
    let path = Polyline.path(ends(values[0], transform), near: transform.box)
    if !path.isEmpty { canvas.draw(path, stroke: stroke) }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    values.count == 2 ? Obstacles() : Obstacles(lines: Polyline.stretches(ends(values[0], transform)))
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    guard let stroke else { return }
    if values.count == 2 {
      Handle.patch(on: canvas, at: origin, width: width, height: height, fill: color, stroke: stroke)
    } else {
      Handle.line(on: canvas, at: origin, width: width, height: height, stroke: stroke)
    }
  }
}

/// Straight lines that are not connected. Mirrors `matplotlib.collections.LineCollection`.
struct SegmentsArtist: Artist {
  struct Segment: Hashable, Sendable {
    var x0: Double
    var y0: Double
    var x1: Double
    var y1: Double

    init(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) { (self.x0, self.y0, self.x1, self.y1) = (x0, y0, x1, y1) }

    var isFinite: Bool { x0.isFinite && y0.isFinite && x1.isFinite && y1.isFinite }
  }

  var segments: [Segment]
  var color: RGBA
  var width = 1.5
  var pattern: [Double]? = []
  var label: String?
  var zOrder = 2.0

  var dataLimits: (x: DataLimits, y: DataLimits) {
    let known = segments.filter(\.isFinite)
    return (DataLimits(known.flatMap { [$0.x0, $0.x1] }), DataLimits(known.flatMap { [$0.y0, $0.y1] }))
  }

  private var stroke: Stroke? {
    var stroke = LineArtist.stroke(color: color, width: width, pattern: pattern)
    stroke?.cap = .butt
    return stroke
  }

  private func ends(_ s: Segment, _ t: DataTransform) -> [Point] { [t.point(s.x0, s.y0), t.point(s.x1, s.y1)] }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    guard let stroke else { return }
    for segment in segments {
      let path = Polyline.path(ends(segment, transform), near: transform.box)
      if !path.isEmpty { canvas.draw(path, stroke: stroke) }
    }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    Obstacles(lines: segments.flatMap { Polyline.stretches(ends($0, transform)) })
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    if let stroke { Handle.line(on: canvas, at: origin, width: width, height: height, stroke: stroke) }
  }
}
