extension plt {
  /// Draws a bar at each `x`; see `Axes.bar`. Mirrors `pyplot.bar`.
  public static func bar(
    _ x: some PlotValues, _ height: some PlotValues, width: any PlotValues = 0.8, bottom: any PlotValues = 0.0, color: Color? = nil,
    edgecolor: Color? = nil, linewidth: Double = 1, align: String = "center", label: String? = nil, alpha: Double? = nil
  ) {
    gca().bar(
      x, height, width: width, bottom: bottom, color: color, edgecolor: edgecolor, linewidth: linewidth, align: align, label: label,
      alpha: alpha)
  }

  /// Draws a bar for each name; see `Axes.bar`.
  public static func bar(
    _ names: [String], _ height: some PlotValues, width: any PlotValues = 0.8, bottom: any PlotValues = 0.0, color: Color? = nil,
    edgecolor: Color? = nil, linewidth: Double = 1, align: String = "center", label: String? = nil, alpha: Double? = nil
  ) {
    gca().bar(
      names, height, width: width, bottom: bottom, color: color, edgecolor: edgecolor, linewidth: linewidth, align: align, label: label,
      alpha: alpha)
  }

  /// Draws bars lying along the x axis; see `Axes.barh`. Mirrors `pyplot.barh`.
  public static func barh(
    _ y: some PlotValues, _ width: some PlotValues, height: any PlotValues = 0.8, left: any PlotValues = 0.0, color: Color? = nil,
    edgecolor: Color? = nil, linewidth: Double = 1, align: String = "center", label: String? = nil, alpha: Double? = nil
  ) {
    gca().barh(
      y, width, height: height, left: left, color: color, edgecolor: edgecolor, linewidth: linewidth, align: align, label: label,
      alpha: alpha)
  }

  /// Counts values into bins and draws them; see `Axes.hist`. Mirrors `pyplot.hist`.
  @discardableResult
  public static func hist(
    _ x: some PlotValues, bins: Int = 10, range: (Double, Double)? = nil, density: Bool = false, color: Color? = nil,
    edgecolor: Color? = nil, linewidth: Double = 1, label: String? = nil, alpha: Double? = nil
  ) -> (counts: [Double], edges: [Double]) {
    gca().hist(
      x, bins: bins, range: range, density: density, color: color, edgecolor: edgecolor, linewidth: linewidth, label: label, alpha: alpha)
  }

  /// Sets the ticks of the x axis; see `Axes.xticks`. Mirrors `pyplot.xticks`.
  public static func xticks(_ places: some PlotValues, _ labels: [String]? = nil) { gca().xticks(places, labels) }

  /// Sets the ticks of the y axis; see `Axes.yticks`. Mirrors `pyplot.yticks`.
  public static func yticks(_ places: some PlotValues, _ labels: [String]? = nil) { gca().yticks(places, labels) }
}
