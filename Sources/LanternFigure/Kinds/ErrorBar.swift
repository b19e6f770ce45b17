import LanternSupport

extension Plotter {
  /// Draws points with bars that show how far off they may be. Mirrors `matplotlib.axes.Axes.errorbar`.
  ///
  /// `xerr` and `yerr` are one number for all, one a point, or two rows (below, above) in `xerrLimits`, `yerrLimits`. `capsize` is half
  /// the length of the caps in points, 0 by default. `fmt` `"none"` draws the bars alone.
  /// ```swift
  /// axes.errorbar([1, 2, 3], [2, 3, 5], yerr: [0.3, 0.2, 0.5], fmt: "o-", capsize: 3)
  /// ```
  public func errorbar(
    _ x: any PlotValues, _ y: any PlotValues, yerr: (any PlotValues)? = nil, xerr: (any PlotValues)? = nil,
    yerrLimits: (any PlotValues, any PlotValues)? = nil, xerrLimits: (any PlotValues, any PlotValues)? = nil, fmt: String = "",
    ecolor: Color? = nil, elinewidth: Double? = nil, capsize: Double = 0, color: Color? = nil, linewidth: Double? = nil,
    linestyle: LineStyle? = nil, marker: Marker? = nil, markersize: Double? = nil, label: String? = nil, alpha: Double? = nil
  ) {
    let (x, y) = (Column(x), Column(y))
    let across = xerrLimits.map { ($0.0.plotValues, $0.1.plotValues) } ?? xerr.map { ($0.plotValues, $0.plotValues) }
    let along = yerrLimits.map { ($0.0.plotValues, $0.1.plotValues) } ?? yerr.map { ($0.plotValues, $0.plotValues) }
    currentAxes.change { model in
      guard x.count == y.count else {
        throw mistake(.shape, "errorbar", "x and y must have same first dimension, but have shapes (\(x.count),) and (\(y.count),)")
      }
      let isBare = fmt.lowercased() == "none"
      let format = try FormatString(isBare ? "" : fmt)
      let tint = try model.color(color ?? format.color, or: model.nextLineColor(), alpha: alpha, op: "errorbar") ?? RGBA(0, 0, 0, 0)
      let (xs, ys) = (model.x.place(x), model.y.place(y))
      func spread(_ errors: ([Double], [Double])?) throws -> ([Double], [Double])? {
        guard let errors else { return nil }
        let pair = (
          try Check.spread(errors.0, xs.count, "errors", op: "errorbar"), try Check.spread(errors.1, xs.count, "errors", op: "errorbar")
        )
        guard !pair.0.contains(where: { $0 < 0 }), !pair.1.contains(where: { $0 < 0 }) else {
          throw mistake(.argument, "errorbar", "'xerr' and 'yerr' must not contain negative values")
        }
        return pair
      }
      let bars = try model.color(ecolor, or: tint, alpha: alpha, op: "errorbar") ?? tint
      let width = try Check.width(elinewidth ?? linewidth ?? 1.5, op: "errorbar")
      try model.addErrorBars(
        xs, ys, x: try spread(across), y: try spread(along), color: bars, width: width, capsize: capsize, zOrder: 2, op: "errorbar")
      var line = LineArtist(
        x: xs, y: ys, color: tint, width: try Check.width(linewidth ?? 1.5, op: "errorbar"),
        pattern: isBare ? nil : try (linestyle ?? format.lineStyle).pattern(),
        marker: isBare ? nil : try (marker ?? format.marker).shape(), markerSize: try Check.width(markersize ?? 6, op: "errorbar"),
        label: label)
      (line.markerFace, line.markerEdge) = (tint, tint)
      // The points lie just above their bars.
      line.zOrder = 2.1
      model.artists.append(line)
    }
  }
}

extension AxesModel {
  /// Bars from each point by `x` and `y` (below, above), with caps where `capsize` is positive.
  mutating func addErrorBars(
    _ xs: [Double], _ ys: [Double], x: ([Double], [Double])?, y: ([Double], [Double])?, color: RGBA, width: Double, capsize: Double,
    zOrder: Double, op: String
  ) throws {
    let cap = try Check.width(capsize, op: op)
    for (isX, errors) in [(true, x), (false, y)] {
      guard let errors else { continue }
      let segments: [SegmentsArtist.Segment] = xs.indices.map { i in
        isX
          ? .init(xs[i] - errors.0[i], ys[i], xs[i] + errors.1[i], ys[i]) : .init(xs[i], ys[i] - errors.0[i], xs[i], ys[i] + errors.1[i])
      }
      artists.append(SegmentsArtist(segments: segments, color: color, width: width, zOrder: zOrder))
      guard cap > 0 else { continue }
      var caps = LineArtist(
        x: segments.flatMap { [$0.x0, $0.x1] }, y: segments.flatMap { [$0.y0, $0.y1] }, color: color, width: 0, pattern: nil,
        marker: try Marker(isX ? "|" : "_").shape(), markerSize: 2 * cap)
      caps.markerEdge = color
      caps.zOrder = zOrder
      artists.append(caps)
    }
  }
}
