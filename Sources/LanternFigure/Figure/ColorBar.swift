import LanternSupport

extension Figure {
  /// Draws the colours of something drawn with a colour map beside an axes, which gives a part of its place. Mirrors `colorbar`.
  ///
  /// Without `mappable` it is what was last drawn in the axes; several axes share one bar with `axs`. `orientation` is `"vertical"` or
  /// `"horizontal"`; `shrink` makes the bar shorter than the axes. Returns the bar's own axes.
  /// ```swift
  /// let figure = Figure()
  /// let image = figure.gca().imshow([[0.0, 1], [2, 3]])
  /// figure.colorbar(image, label: "height")
  /// ```
  @discardableResult
  public func colorbar(
    _ mappable: ScalarMappable? = nil, ax: Axes? = nil, axs: [Axes] = [], label: String = "", orientation: String = "vertical",
    fraction: Double = 0.15, pad: Double? = nil, shrink: Double = 1, aspect: Double = 20
  ) -> Axes {
    let parents = axs.isEmpty ? [ax ?? gca()] : axs
    let isHorizontal = orientation == "horizontal"
    let current = gca()
    // The constrained layout makes room for the numbers between.
    let isFar = isHorizontal && snapshot.layout != .constrained
    let place = BarPlacement(
      parents: parents, isHorizontal: isHorizontal, fraction: fraction, pad: pad ?? (isFar ? 0.15 : 0.05), shrink: shrink, aspect: aspect)
    let bar = add(.bar(place), makeCurrent: false)
    setCurrent(current)
    bar.change { model in
      try Check.word(orientation, "orientation", ["vertical", "horizontal"], op: "colorbar")
      guard fraction > 0, fraction + place.pad < 1, place.pad >= 0, shrink > 0, shrink <= 1, aspect > 0 else {
        throw mistake(.argument, "colorbar", "fraction, pad, shrink and aspect must be positive, and less than the axes together")
      }
      guard let shown = mappable ?? parents.lazy.compactMap(\.snapshot.mappable).first else {
        throw mistake(
          .argument, "colorbar", "No mappable was found to use for colorbar creation", "draw an image, contours or coloured points first.")
      }
      model.artists = [ColorBarArtist(mappable: shown, isHorizontal: isHorizontal)]
      let axis = ColorBarArtist.axis(shown, label: label, isOpposite: !isHorizontal)
      var other = AxisModel()
      (other.showsTicks, other.showsLabels, other.limits) = (false, false, ClosedInterval(0, 1))
      (model.x, model.y) = isHorizontal ? (axis, other) : (other, axis)
      model.aspect = .frame(isHorizontal ? 1 / aspect : aspect)
      model.anchor = isHorizontal ? Point(0.5, 1) : Point(0, 0.5)
    }
    return bar
  }
}

/// The colours of a map from its low to its high end, filling the axes.
struct ColorBarArtist: Artist {
  var mappable: ScalarMappable
  var isHorizontal: Bool
  var zOrder = 0.0

  var dataLimits: (x: DataLimits, y: DataLimits) { (DataLimits(), DataLimits()) }

  /// The axis along the bar.
  static func axis(_ mappable: ScalarMappable, label: String, isOpposite: Bool) -> AxisModel {
    var axis = AxisModel()
    axis.label = label
    axis.isOpposite = isOpposite
    let scale = mappable.scale
    let steps = mappable.bands.isEmpty || mappable.isLines ? scale.boundaries : mappable.levels
    if steps.count >= 2 {
      axis.scale = .piecewise(steps)
      axis.limits = ClosedInterval(steps[0], steps[steps.count - 1])
      axis.ticks = FixedTicks(places: thinned(steps))
      return axis
    }
    var (low, high) = (scale.low, scale.high)
    if scale.scale == .linear { (low, high) = FloatMath.nonsingular(low, high, expander: 0.1, tiny: 1e-15) }
    axis.scale = scale.scale
    axis.limits = ClosedInterval(low, high)
    if mappable.isLines { axis.ticks = FixedTicks(places: thinned(mappable.levels)) }
    if case .piecewise = scale.scale {
      axis.ticks = FixedTicks(places: MaxNLocator(maxBins: 9).ticks(low, high))
    }
    return axis
  }

  /// At most eleven of the levels, evenly, zero among them where there is one.
  private static func thinned(_ levels: [Double]) -> [Double] {
    let step = max(1, Int((Double(levels.count) / 10).rounded(.up)))
    let choices = (0..<step).map { start in stride(from: start, to: levels.count, by: step).map { levels[$0] } }
    return choices.min { ($0.map(abs).min() ?? 0) < ($1.map(abs).min() ?? 0) } ?? levels
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let box = transform.box
    let scale = mappable.scale
    let bands: [RGBA]
    if mappable.isLines {
      for (level, color) in zip(mappable.levels, mappable.bands) {
        let line =
          isHorizontal
          ? [Point(transform.horizontal(level), box.bottom), Point(transform.horizontal(level), box.top)]
          : [Point(box.left, transform.vertical(level)), Point(box.right, transform.vertical(level))]
        canvas.draw(.polyline(line), stroke: Stroke(color: color, width: 1.5))
      }
      return
    } else if !mappable.bands.isEmpty {
      bands = mappable.bands
    } else if scale.boundaries.count >= 2 {
      bands = zip(scale.boundaries, scale.boundaries.dropFirst()).map { scale.color(($0 + $1) / 2) ?? .white }
    } else {
      bands = scale.colors.map { RGBA($0).with(alpha: scale.alpha) }
    }
    let pixels = bands.map(\.premultiplied)
    let (start, end) =
      isHorizontal ? (Point(box.left, box.top), Point(box.right, box.bottom)) : (Point(box.left, box.bottom), Point(box.right, box.top))
    let picture =
      isHorizontal
      ? Picture(rows: 1, columns: pixels.count, pixels: pixels) : Picture(rows: pixels.count, columns: 1, pixels: pixels)
    canvas.draw(picture, from: start, to: end)
  }
}
