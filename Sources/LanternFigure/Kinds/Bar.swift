import LanternSupport

extension Plotter {
  /// Draws a bar of `height` at each `x`, from `bottom` up. Mirrors `matplotlib.axes.Axes.bar`.
  ///
  /// `x` may be numbers, dates or names. `width` is in the numbers of the x axis, one for all or one a bar; `height`, `bottom`, `xerr`
  /// and `yerr` may be single numbers too. No margin is left below the base.
  /// ```swift
  /// axes.bar([1, 2, 3], [5, 2, 7], label: "hits")
  /// axes.bar(["cat", "dog"], [3, 4], yerr: 0.5)
  /// ```
  public func bar(
    _ x: any PlotValues, _ height: any PlotValues, width: any PlotValues = 0.8, bottom: any PlotValues = 0.0, align: String = "center",
    color: Color? = nil, edgecolor: Color? = nil, linewidth: Double = 1, yerr: (any PlotValues)? = nil, capsize: Double = 0,
    label: String? = nil, alpha: Double? = nil
  ) {
    bars(
      Column(x), height.plotValues, width.plotValues, bottom.plotValues, color, edgecolor, linewidth, align, label, alpha,
      error: yerr?.plotValues, capsize, isHorizontal: false, op: "bar")
  }

  /// Draws bars lying along the x axis, one at each `y`. Mirrors `matplotlib.axes.Axes.barh`.
  /// ```swift
  /// axes.barh(["one", "two"], [3, 5])
  /// ```
  public func barh(
    _ y: any PlotValues, _ width: any PlotValues, height: any PlotValues = 0.8, left: any PlotValues = 0.0, align: String = "center",
    color: Color? = nil, edgecolor: Color? = nil, linewidth: Double = 1, xerr: (any PlotValues)? = nil, capsize: Double = 0,
    label: String? = nil, alpha: Double? = nil
  ) {
    bars(
      Column(y), width.plotValues, height.plotValues, left.plotValues, color, edgecolor, linewidth, align, label, alpha,
      error: xerr?.plotValues, capsize, isHorizontal: true, op: "barh")
  }

  private func bars(
    _ places: Column, _ lengths: [Double], _ widths: [Double], _ bases: [Double], _ color: Color?, _ edgeColor: Color?,
    _ lineWidth: Double, _ align: String, _ label: String?, _ alpha: Double?, error: [Double]?, _ capsize: Double, isHorizontal: Bool,
    op: String
  ) {
    currentAxes.change { model in
      try Check.word(align, "align", ["center", "edge"], op: op)
      let at = isHorizontal ? model.y.place(places) : model.x.place(places)
      let lengths = try Check.spread(lengths, at.count, "lengths", op: op)
      let widths = try Check.spread(widths, at.count, "widths", op: op)
      let bases = try Check.spread(bases, at.count, "bases", op: op)
      let bars = at.indices.map { i in
        let left = align == "center" ? at[i] - widths[i] / 2 : at[i]
        return BarArtist.Bar(left: left, right: left + widths[i], base: bases[i], top: bases[i] + lengths[i])
      }
      model.artists.append(
        BarArtist(
          bars: bars, isHorizontal: isHorizontal, face: try model.color(color, or: model.nextFillColor(), alpha: alpha, op: op),
          edge: try model.color(edgeColor, or: nil, alpha: alpha, op: op), edgeWidth: try Check.width(lineWidth, op: op), label: label))
      guard let error else { return }
      let reach = try Check.spread(error, at.count, "errors", op: op)
      let tops = bars.map(\.top)
      let middles = bars.map { ($0.left + $0.right) / 2 }
      try model.addErrorBars(
        isHorizontal ? tops : middles, isHorizontal ? middles : tops, x: isHorizontal ? (reach, reach) : nil,
        y: isHorizontal ? nil : (reach, reach), color: model.theme.ink, width: 1.5, capsize: capsize, zOrder: 2, op: op)
    }
  }
}

/// A row of rectangles standing on a base. Mirrors the patches `matplotlib.axes.Axes.bar` and `hist` make.
struct BarArtist: Artist {
  /// One bar, in the numbers of the data.
  struct Bar: Hashable, Sendable {
    var left: Double
    var right: Double
    var base: Double
    var top: Double

    var isFinite: Bool { left.isFinite && right.isFinite && base.isFinite && top.isFinite }
  }

  var bars: [Bar]
  /// Whether the bars lie along the x axis, as those of `barh`.
  var isHorizontal = false
  var face: RGBA?
  var edge: RGBA?
  /// The width of the edge in points.
  var edgeWidth: Double
  /// Whether one outline goes round all bars, which stand side by side on 0.
  var isOutline = false
  var label: String?
  var zOrder = 1.0

  var dataLimits: (x: DataLimits, y: DataLimits) {
    var (across, along) = (DataLimits(), DataLimits())
    for bar in bars where bar.isFinite {
      across.include(bar.left)
      across.include(bar.right)
      along.include(bar.base)
      along.include(bar.top)
      if !isOutline || face != nil { along.sticky.append(bar.base) }
    }
    along.sticky = Array(Set(along.sticky)).sorted()
    return isHorizontal ? (along, across) : (across, along)
  }

  private var stroke: Stroke? {
    guard let edge, edgeWidth > 0 else { return nil }
    return Stroke(color: edge, width: edgeWidth, join: .miter)
  }

  private func rectangle(_ bar: Bar, _ t: DataTransform) -> Rect {
    let (a, b) =
      isHorizontal ? (t.point(bar.base, bar.left), t.point(bar.top, bar.right)) : (t.point(bar.left, bar.base), t.point(bar.right, bar.top))
    // A base of 0 is infinitely far down a logarithmic axis: far enough is the same.
    let reach = t.box.inset(by: -4000)
    func x(_ value: Double) -> Double { min(max(value, reach.left), reach.right) }
    func y(_ value: Double) -> Double { min(max(value, reach.top), reach.bottom) }
    return Rect(left: x(min(a.x, b.x)), top: y(min(a.y, b.y)), right: x(max(a.x, b.x)), bottom: y(max(a.y, b.y)))
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    if isOutline, let first = bars.first {
      var corners = [(first.left, 0.0)]
      for bar in bars { corners += [(bar.left, bar.top), (bar.right, bar.top)] }
      corners.append((bars[bars.count - 1].right, 0))
      let points = corners.map { isHorizontal ? transform.point($0.1, $0.0) : transform.point($0.0, $0.1) }
      let area = transform.box.inset(by: -4000)
      let near = points.map { Point(min(max($0.x, area.left), area.right), min(max($0.y, area.top), area.bottom)) }
      canvas.draw(.polyline(near, closed: face != nil), fill: face, stroke: stroke)
      return
    }
    for bar in bars where bar.isFinite { canvas.draw(.rectangle(rectangle(bar, transform)), fill: face, stroke: stroke) }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    Obstacles(boxes: bars.filter(\.isFinite).map { rectangle($0, transform) })
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    let box = Rect(left: origin.x, top: origin.y - height, right: origin.x + width, bottom: origin.y)
    canvas.draw(.rectangle(box), fill: face, stroke: stroke)
  }
}
