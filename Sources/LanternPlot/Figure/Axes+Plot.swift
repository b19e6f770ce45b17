import Lantern

extension Axes {
  /// Draws `y` against `x` as a line, as markers, or both. Mirrors `matplotlib.axes.Axes.plot`.
  ///
  /// `format` is a colour letter, a marker and a line style in any order (`"r--"`, `"bo"`, `"k.:"`); the named arguments go before it.
  /// Widths and sizes are in points. NaN and infinite values break the line. Columns of different lengths are a mistake that
  /// `savefig` throws; a single value of `x` or `y` counts as one point.
  /// ```swift
  /// axes.plot(x, y, "g--", linewidth: 2, label: "fit")
  /// ```
  public func plot(
    _ x: some PlotValues, _ y: some PlotValues, _ format: String = "", color: Color? = nil, linewidth: Double? = nil,
    linestyle: LineStyle? = nil, marker: Marker? = nil, markersize: Double? = nil, label: String? = nil, alpha: Double? = nil,
    zorder: Double? = nil
  ) {
    let (xs, ys) = (x.plotValues, y.plotValues)
    change { model in
      guard xs.count == ys.count else {
        throw TensorError(
          .shape, op: "plot", "x and y must have same first dimension, but have shapes (\(xs.count),) and (\(ys.count),)")
      }
      let format = try FormatString(format)
      let tint = try (color ?? format.color)?.resolved()
      let named = color != nil || format.color != nil
      let style = try Self.applying(alpha, to: tint ?? (named ? RGBA(0, 0, 0, 0) : model.nextLineColor()), op: "plot")
      var line = LineArtist(
        x: xs, y: ys, color: style, width: try Self.width(linewidth ?? 1.5, op: "plot"),
        pattern: try (linestyle ?? format.lineStyle).pattern(), marker: try (marker ?? format.marker).shape(),
        markerSize: try Self.width(markersize ?? 6, op: "plot"), label: label)
      if let zorder { line.zOrder = try Self.finite(zorder, "zorder", op: "plot") }
      model.artists.append(line)
    }
  }

  /// Draws `y` against 0, 1, 2, …
  public func plot(
    _ y: some PlotValues, _ format: String = "", color: Color? = nil, linewidth: Double? = nil, linestyle: LineStyle? = nil,
    marker: Marker? = nil, markersize: Double? = nil, label: String? = nil, alpha: Double? = nil, zorder: Double? = nil
  ) {
    let values = y.plotValues
    plot(
      0..<values.count, values, format, color: color, linewidth: linewidth, linestyle: linestyle, marker: marker,
      markersize: markersize, label: label, alpha: alpha, zorder: zorder)
  }

  /// Draws a marker at each point. Mirrors `matplotlib.axes.Axes.scatter`.
  ///
  /// `s` is the area in square points, one number or one a point (36, a diameter of 6 points, by default); `linewidths` the edge's
  /// width in points. Points with a coordinate that is not finite are left out.
  /// ```swift
  /// axes.scatter(x, y, s: 20, c: "tab:red", label: "true")
  /// ```
  public func scatter(
    _ x: some PlotValues, _ y: some PlotValues, s: (any PlotValues)? = nil, c: Color? = nil, color: Color? = nil, marker: Marker = "o",
    alpha: Double? = nil, label: String? = nil, linewidths: Double? = nil, edgecolors: Color? = nil, zorder: Double? = nil
  ) {
    let (xs, ys, sizes) = (x.plotValues, y.plotValues, s?.plotValues ?? [36])
    change { model in
      guard xs.count == ys.count else {
        throw TensorError(.shape, op: "scatter", "x and y must be the same size, but have \(xs.count) and \(ys.count) values")
      }
      guard sizes.count == 1 || sizes.count == xs.count else {
        throw TensorError(
          .shape, op: "scatter",
          "s must be a scalar, or float array-like with the same size as x and y, not \(sizes.count) values for \(xs.count) points")
      }
      // The pixel has no size to scale: a square stands in, as in matplotlib.
      guard let shape = try (marker.name == "," ? .square : marker).shape() else {
        throw TensorError(.argument, op: "scatter", "a scatter plot needs a marker, not '\(marker.name)'", hint: "use plot for a line.")
      }
      let named = c ?? color
      var face: RGBA? = try named.map { try $0.resolved() } ?? model.nextFillColor()
      face = try face.map { try Self.applying(alpha, to: $0, op: "scatter") }
      let edge = try edgecolors.map { name in
        name == "face" ? face : try name.resolved().map { try Self.applying(alpha, to: $0, op: "scatter") }
      }
      // Crosses have no inside: they are drawn with a line as wide as a plot's.
      let width = try Self.width(linewidths ?? (shape.filled ? 1 : 1.5), op: "scatter")
      var artist = ScatterArtist(
        x: xs, y: ys, sizes: sizes, face: face, edge: edge ?? face, edgeWidth: width, marker: shape, label: label)
      if let zorder { artist.zOrder = try Self.finite(zorder, "zorder", op: "scatter") }
      model.artists.append(artist)
    }
  }

  /// Draws a horizontal line at `y` from `xmin` to `xmax`, fractions of the axes. Mirrors `matplotlib.axes.Axes.axhline`.
  public func axhline(
    _ y: Double = 0, xmin: Double = 0, xmax: Double = 1, color: Color? = nil, linewidth: Double = 1.5, linestyle: LineStyle = .solid,
    label: String? = nil, alpha: Double? = nil
  ) {
    reference(.horizontal, y, xmin, xmax, color, linewidth, linestyle, label, alpha, op: "axhline")
  }

  /// Draws a vertical line at `x` from `ymin` to `ymax`, fractions of the axes. Mirrors `matplotlib.axes.Axes.axvline`.
  public func axvline(
    _ x: Double = 0, ymin: Double = 0, ymax: Double = 1, color: Color? = nil, linewidth: Double = 1.5, linestyle: LineStyle = .solid,
    label: String? = nil, alpha: Double? = nil
  ) {
    reference(.vertical, x, ymin, ymax, color, linewidth, linestyle, label, alpha, op: "axvline")
  }

  private func reference(
    _ direction: ReferenceLine.Direction, _ value: Double, _ from: Double, _ to: Double, _ color: Color?, _ width: Double,
    _ style: LineStyle, _ label: String?, _ alpha: Double?, op: String
  ) {
    change { model in
      // Unlike plot, these lines start with the first colour of the cycle and don't use it up.
      let tint = try color.map { try $0.resolved() ?? RGBA(0, 0, 0, 0) } ?? Color.cycle[0]
      model.artists.append(
        ReferenceLine(
          direction: direction, value: value, from: try Self.finite(from, "The line's ends", op: op),
          to: try Self.finite(to, "The line's ends", op: op), color: try Self.applying(alpha, to: tint, op: op),
          width: try Self.width(width, op: op), pattern: try style.pattern(), label: label))
    }
  }

  /// Writes a text with its left end on the point (x, y) of the data. Mirrors `matplotlib.axes.Axes.text`.
  ///
  /// `ha` is `"left"`, `"center"` or `"right"`; `va` is `"baseline"`, `"bottom"`, `"center"` or `"top"`; `fontsize` is in points.
  public func text(
    _ x: Double, _ y: Double, _ text: String, color: Color = "k", fontsize: Double = 10, ha: String = "left", va: String = "baseline",
    alpha: Double? = nil
  ) {
    change { model in
      guard let horizontal = ["left": TextRun.Alignment.left, "center": .center, "right": .right][ha] else {
        throw TensorError(
          .argument, op: "text", "'\(ha)' is not a valid value for ha", hint: "supported values are 'left', 'center' and 'right'.")
      }
      guard let vertical = ["baseline": TextBlock.Vertical.baseline, "bottom": .bottom, "center": .center, "top": .top][va] else {
        throw TensorError(
          .argument, op: "text", "'\(va)' is not a valid value for va",
          hint: "supported values are 'baseline', 'bottom', 'center' and 'top'.")
      }
      guard fontsize > 0, fontsize <= 1000 else {
        throw TensorError(.argument, op: "text", "fontsize must be between 0 and 1000 points, not \(fontsize)")
      }
      guard let tint = try color.resolved() else { return }
      let block = TextBlock(
        text: text, size: fontsize, color: try Self.applying(alpha, to: tint, op: "text"), horizontal: horizontal, vertical: vertical)
      model.artists.append(TextArtist(x: x, y: y, block: block))
    }
  }

  /// A width or size in points: not negative, finite.
  static func width(_ value: Double, op: String) throws -> Double {
    guard value >= 0, value <= 1e4 else {
      throw TensorError(.argument, op: op, "a width or size must be between 0 and 10000 points, not \(value)")
    }
    return value
  }

  /// The colour with `alpha` in place of its own.
  static func applying(_ alpha: Double?, to color: RGBA, op: String) throws -> RGBA {
    guard let alpha else { return color }
    guard alpha >= 0, alpha <= 1 else { throw TensorError(.argument, op: op, "alpha (\(alpha)) is outside 0-1 range") }
    return color.alpha == 0 ? color : color.with(alpha: alpha)
  }
}
