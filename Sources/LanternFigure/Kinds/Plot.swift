import LanternSupport

extension Plotter {
  /// Draws `y` against `x` as a line, as markers, or both. Mirrors `matplotlib.axes.Axes.plot`.
  ///
  /// `format` is a colour letter, a marker and a line style in any order (`"r--"`, `"bo"`, `"k.:"`); the named arguments go before it.
  /// Widths and sizes are in points. NaN and infinite values break the line. Columns of different lengths are a mistake that
  /// `savefig` throws; a single value of `x` or `y` counts as one point.
  /// ```swift
  /// axes.plot([0, 1, 2], [0, 1, 4], "g--", linewidth: 2, label: "fit")
  /// ```
  public func plot(
    _ x: any PlotValues, _ y: any PlotValues, _ format: String = "", color: Color? = nil, linewidth: Double? = nil,
    linestyle: LineStyle? = nil, marker: Marker? = nil, markersize: Double? = nil, markerfacecolor: Color? = nil,
    markeredgecolor: Color? = nil, markeredgewidth: Double = 1, drawstyle: String = "default", label: String? = nil,
    alpha: Double? = nil, zorder: Double? = nil
  ) {
    let (x, y) = (Column(x), Column(y))
    currentAxes.change { model in
      guard x.count == y.count else {
        throw mistake(.shape, "plot", "x and y must have same first dimension, but have shapes (\(x.count),) and (\(y.count),)")
      }
      let format = try FormatString(format)
      let asked = color ?? format.color
      let style = try model.color(asked, or: model.nextLineColor(), alpha: alpha, op: "plot") ?? RGBA(0, 0, 0, 0)
      var line = LineArtist(
        x: model.x.place(x), y: model.y.place(y), color: style, width: try Check.width(linewidth ?? 1.5, op: "plot"),
        pattern: try (linestyle ?? format.lineStyle).pattern(), marker: try (marker ?? format.marker).shape(),
        markerSize: try Check.width(markersize ?? 6, op: "plot"), label: label)
      line.steps = try LineArtist.Steps(drawstyle: drawstyle, op: "plot")
      line.markerFace = try model.color(markerfacecolor, or: style, alpha: alpha, op: "plot")
      line.markerEdge = try model.color(markeredgecolor, or: style, alpha: alpha, op: "plot")
      line.markerEdgeWidth = try Check.width(markeredgewidth, op: "plot")
      if let zorder { line.zOrder = try Check.finite(zorder, "zorder", op: "plot") }
      model.artists.append(line)
    }
  }

  /// Draws `y` against 0, 1, 2, …
  public func plot(
    _ y: any PlotValues, _ format: String = "", color: Color? = nil, linewidth: Double? = nil, linestyle: LineStyle? = nil,
    marker: Marker? = nil, markersize: Double? = nil, label: String? = nil, alpha: Double? = nil, zorder: Double? = nil
  ) {
    let count = Column(y).count
    plot(
      0..<count, y, format, color: color, linewidth: linewidth, linestyle: linestyle, marker: marker, markersize: markersize,
      label: label, alpha: alpha, zorder: zorder)
  }

  /// Draws lines on logarithmic axes, as `plot` otherwise. Mirrors `loglog`.
  public func loglog(_ x: any PlotValues, _ y: any PlotValues, _ format: String = "", color: Color? = nil, label: String? = nil) {
    xscale(.log)
    yscale(.log)
    plot(x, y, format, color: color, label: label)
  }

  /// Draws lines on a logarithmic x axis, as `plot` otherwise. Mirrors `semilogx`.
  public func semilogx(_ x: any PlotValues, _ y: any PlotValues, _ format: String = "", color: Color? = nil, label: String? = nil) {
    xscale(.log)
    plot(x, y, format, color: color, label: label)
  }

  /// Draws lines on a logarithmic y axis, as `plot` otherwise. Mirrors `semilogy`.
  public func semilogy(_ x: any PlotValues, _ y: any PlotValues, _ format: String = "", color: Color? = nil, label: String? = nil) {
    yscale(.log)
    plot(x, y, format, color: color, label: label)
  }

  /// Draws `y` as steps between the values of `x`; `where` says whether a level lies before (`"pre"`), after (`"post"`) or round
  /// (`"mid"`) its x. Mirrors `step`.
  /// ```swift
  /// axes.step([1, 2, 3], [1, 4, 2], where: "post")
  /// ```
  public func step(
    _ x: any PlotValues, _ y: any PlotValues, _ format: String = "", where place: String = "pre", color: Color? = nil,
    linewidth: Double? = nil, linestyle: LineStyle? = nil, label: String? = nil, alpha: Double? = nil
  ) {
    plot(
      x, y, format, color: color, linewidth: linewidth, linestyle: linestyle, drawstyle: "steps-" + place, label: label, alpha: alpha)
  }
}

/// A line through points, with or without a sign at each. Mirrors `matplotlib.lines.Line2D`.
struct LineArtist: Artist {
  /// Where the level of a point lies: before, after or round it.
  enum Steps: Hashable, Sendable {
    case none, before, after, round

    init(drawstyle: String, op: String) throws {
      let known: [String: Steps] = [
        "default": .none, "steps": .before, "steps-pre": .before, "steps-post": .after, "steps-mid": .round,
      ]
      guard let steps = known[drawstyle] else {
        throw mistake(
          .argument, op, "'\(drawstyle)' is not a valid value for drawstyle", "supported values are \(known.keys.sorted()).")
      }
      self = steps
    }

    /// The corners of the steps through some points.
    func corners(_ points: [Point]) -> [Point] {
      guard self != .none, let first = points.first else { return points }
      var corners = [first]
      for (a, b) in zip(points, points.dropFirst()) {
        switch self {
        case .none: break
        case .before: corners.append(Point(a.x, b.y))
        case .after: corners.append(Point(b.x, a.y))
        case .round:
          let middle = (a.x + b.x) / 2
          corners += [Point(middle, a.y), Point(middle, b.y)]
        }
        corners.append(b)
      }
      return corners
    }
  }

  var x: [Double]
  var y: [Double]
  var color: RGBA
  /// In points.
  var width: Double
  /// Multiples of the width; empty for a solid line, `nil` for no line.
  var pattern: [Double]?
  var marker: MarkerShape?
  var markerSize = 6.0
  var markerFace: RGBA?
  var markerEdge: RGBA?
  var markerEdgeWidth = 1.0
  var steps = Steps.none
  /// Ends of a solid line project by half its width.
  var hasProjectingEnds = true
  var label: String?
  var zOrder = 2.0

  var dataLimits: (x: DataLimits, y: DataLimits) { DataLimits.points(x, y) }

  /// The stroke of the line itself.
  var stroke: Stroke? {
    var stroke = LineArtist.stroke(color: color, width: width, pattern: pattern)
    if !hasProjectingEnds { stroke?.cap = .butt }
    return stroke
  }

  static func stroke(color: RGBA, width: Double, pattern: [Double]?) -> Stroke? {
    guard let pattern, width > 0, color.alpha > 0 else { return nil }
    return Stroke(
      color: color, width: width, dashes: pattern.map { $0 * width }, cap: pattern.isEmpty ? .square : .butt, join: .round)
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let points = transform.points(x, y)
    if let stroke {
      let path = Polyline.path(Polyline.simplified(steps.corners(points)), near: transform.box)
      // Pieces of a dashed line would begin their dashes anew, and those of a translucent one show where they meet.
      let isWhole = !stroke.dashes.isEmpty || color.alpha < 1
      for piece in isWhole ? [path] : Polyline.pieces(path) where !piece.isEmpty { canvas.draw(piece, stroke: stroke) }
    }
    guard let marker else { return }
    let near = transform.box.inset(by: -(markerSize + 10))
    stampMarker(marker, at: points.filter { $0.isFinite && near.contains($0) }, on: canvas)
  }

  private func stampMarker(_ marker: MarkerShape, at places: [Point], on canvas: any Canvas) {
    guard !places.isEmpty, markerSize > 0 else { return }
    let edge = markerEdge.flatMap { color in
      marker.isPixel || markerEdgeWidth == 0 ? nil : Stroke(color: color, width: markerEdgeWidth, join: marker.join)
    }
    canvas.stamp(
      marker.path(size: markerSize), at: places, fill: marker.filled ? markerFace : nil, stroke: edge,
      snap: markerSize >= marker.snapThreshold ? .always : .never)
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    Obstacles(lines: Polyline.stretches(steps.corners(transform.points(x, y))))
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    if let stroke { Handle.line(on: canvas, at: origin, width: width, height: height, stroke: stroke) }
    if let marker { stampMarker(marker, at: [Point(origin.x + width / 2, origin.y - height / 2)], on: canvas) }
  }
}
