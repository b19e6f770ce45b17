import LanternSupport

extension Plotter {
  /// Draws a stem from the baseline to each value, with a disc at its end. Mirrors `matplotlib.axes.Axes.stem`.
  ///
  /// The formats are those of `plot`; the baseline lies at `bottom`.
  /// ```swift
  /// axes.stem([0, 1, 2, 3], [2, 1, 3, 2])
  /// ```
  public func stem(
    _ x: any PlotValues, _ y: any PlotValues, linefmt: String = "C0-", markerfmt: String = "C0o", basefmt: String = "C3-",
    bottom: Double = 0, label: String? = nil
  ) {
    let (x, y) = (Column(x), Column(y))
    currentAxes.change { model in
      try Check.equal(x.count, y.count, "x and y", op: "stem")
      let (xs, ys) = (model.x.place(x), model.y.place(y))
      let (line, heads, base) = (try FormatString(linefmt), try FormatString(markerfmt), try FormatString(basefmt))
      func tint(_ format: FormatString, _ other: RGBA) throws -> RGBA {
        try model.color(format.color, or: other, alpha: nil, op: "stem") ?? other
      }
      let color = try tint(line, model.theme.color(0))
      let segments: [SegmentsArtist.Segment] = xs.indices.map { .init(xs[$0], bottom, xs[$0], ys[$0]) }
      model.artists.append(SegmentsArtist(segments: segments, color: color, pattern: try line.lineStyle.pattern()))
      let headColor = try tint(heads, color)
      var points = LineArtist(x: xs, y: ys, color: headColor, width: 1.5, pattern: nil, marker: try heads.marker.shape(), label: label)
      (points.markerFace, points.markerEdge) = (headColor, headColor)
      model.artists.append(points)
      let finite = xs.filter(\.isFinite)
      if let low = finite.min(), let high = finite.max() {
        model.artists.append(
          LineArtist(
            x: [low, high], y: [bottom, bottom], color: try tint(base, model.theme.color(3)), width: 1.5,
            pattern: try base.lineStyle.pattern()))
      }
    }
  }
}
