import Lantern

extension Axes {
  /// Draws a bar of `height` at each `x`, from `bottom` up. Mirrors `matplotlib.axes.Axes.bar`.
  ///
  /// `width` is in the numbers of the x axis, one for all or one a bar; `height` and `bottom` may be single numbers too. No margin is
  /// left below the base.
  /// ```swift
  /// axes.bar([1, 2, 3], [5, 2, 7], label: "hits")
  /// ```
  public func bar(
    _ x: some PlotValues, _ height: some PlotValues, width: any PlotValues = 0.8, bottom: any PlotValues = 0.0, color: Color? = nil,
    edgecolor: Color? = nil, linewidth: Double = 1, align: String = "center", label: String? = nil, alpha: Double? = nil
  ) {
    bars(
      x.plotValues, height.plotValues, width.plotValues, bottom.plotValues, color, edgecolor, linewidth, align, label, alpha,
      isHorizontal: false, op: "bar")
  }

  /// Draws a bar for each name, with the name below it.
  /// ```swift
  /// axes.bar(["cat", "dog"], [3, 4])
  /// ```
  public func bar(
    _ names: [String], _ height: some PlotValues, width: any PlotValues = 0.8, bottom: any PlotValues = 0.0, color: Color? = nil,
    edgecolor: Color? = nil, linewidth: Double = 1, align: String = "center", label: String? = nil, alpha: Double? = nil
  ) {
    bar(
      0..<names.count, height, width: width, bottom: bottom, color: color, edgecolor: edgecolor, linewidth: linewidth, align: align,
      label: label, alpha: alpha)
    xticks(0..<names.count, names)
  }

  /// Draws bars lying along the x axis, one at each `y`. Mirrors `matplotlib.axes.Axes.barh`.
  public func barh(
    _ y: some PlotValues, _ width: some PlotValues, height: any PlotValues = 0.8, left: any PlotValues = 0.0, color: Color? = nil,
    edgecolor: Color? = nil, linewidth: Double = 1, align: String = "center", label: String? = nil, alpha: Double? = nil
  ) {
    bars(
      y.plotValues, width.plotValues, height.plotValues, left.plotValues, color, edgecolor, linewidth, align, label, alpha,
      isHorizontal: true, op: "barh")
  }

  /// Counts values into bins and draws a bar for each. Mirrors `matplotlib.axes.Axes.hist`.
  ///
  /// `bins` evenly spaced bins reach over `range`, or over the data; `density` scales the bars' area to 1. NaN is not counted.
  /// Returns the heights and the edges of the bins (empty after a mistake, which `savefig` throws).
  /// ```swift
  /// let (counts, edges) = axes.hist(samples, bins: 50)
  /// ```
  @discardableResult
  public func hist(
    _ x: some PlotValues, bins: Int = 10, range: (Double, Double)? = nil, density: Bool = false, color: Color? = nil,
    edgecolor: Color? = nil, linewidth: Double = 1, label: String? = nil, alpha: Double? = nil
  ) -> (counts: [Double], edges: [Double]) {
    do {
      var histogram = try Histogram(x.plotValues, bins: bins, range: range, op: "hist")
      if density { histogram.normalize() }
      let widths = zip(histogram.edges, histogram.edges.dropFirst()).map { $1 - $0 }
      bars(
        Array(histogram.edges.dropLast()), histogram.counts, widths, [0], color, edgecolor, linewidth, "edge", label, alpha,
        isHorizontal: false, op: "hist")
      return (histogram.counts, histogram.edges)
    } catch {
      remember(error as? TensorError ?? TensorError(.argument, op: "hist", "\(error)"))
      return ([], [])
    }
  }

  private func bars(
    _ places: [Double], _ lengths: [Double], _ widths: [Double], _ bases: [Double], _ color: Color?, _ edgeColor: Color?,
    _ lineWidth: Double, _ align: String, _ label: String?, _ alpha: Double?, isHorizontal: Bool, op: String
  ) {
    change { model in
      guard align == "center" || align == "edge" else {
        throw TensorError(.argument, op: op, "'\(align)' is not a valid value for align", hint: "supported values are 'center' and 'edge'.")
      }
      func item(_ values: [Double], _ index: Int) -> Double { values.count == 1 ? values[0] : values[index] }
      for (name, values) in [("lengths", lengths), ("widths", widths), ("bases", bases)]
      where values.count != 1 && values.count != places.count {
        throw TensorError(
          .shape, op: op, "shape mismatch: \(places.count) places but \(values.count) \(name)",
          hint: "give one number, or one for each bar.")
      }
      let bars = places.indices.map { i in
        let width = item(widths, i)
        let left = align == "center" ? places[i] - width / 2 : places[i]
        return BarArtist.Bar(left: left, right: left + width, base: item(bases, i), top: item(bases, i) + item(lengths, i))
      }
      let face = try (try color.map { try $0.resolved() } ?? model.nextFillColor()).map { try Self.applying(alpha, to: $0, op: op) }
      let edge = try (try edgeColor?.resolved()).map { try Self.applying(alpha, to: $0, op: op) }
      model.artists.append(
        BarArtist(
          bars: bars, isHorizontal: isHorizontal, face: face, edge: edge, edgeWidth: try Self.width(lineWidth, op: op), label: label))
    }
  }

  /// Sets the places of the ticks of the x axis, and their texts; without texts they say their numbers. Mirrors `set_xticks`.
  public func xticks(_ places: some PlotValues, _ labels: [String]? = nil) {
    let places = places.plotValues
    change { $0.x.ticks = try Self.ticks(places, labels, op: "xticks") }
  }

  /// Sets the places of the ticks of the y axis, and their texts; without texts they say their numbers. Mirrors `set_yticks`.
  public func yticks(_ places: some PlotValues, _ labels: [String]? = nil) {
    let places = places.plotValues
    change { $0.y.ticks = try Self.ticks(places, labels, op: "yticks") }
  }

  private static func ticks(_ places: [Double], _ labels: [String]?, op: String) throws -> FixedTicks {
    for place in places { _ = try finite(place, "Tick places", op: op) }
    if let labels, labels.count != places.count {
      throw TensorError(
        .shape, op: op, "The number of FixedLocator locations (\(places.count)), does not match the number of labels (\(labels.count)).")
    }
    return FixedTicks(places: places, labels: labels)
  }
}
