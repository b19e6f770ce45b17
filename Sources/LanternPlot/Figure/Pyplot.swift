import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Plotting into a current figure, with the names of `matplotlib.pyplot`.
///
/// The current figure belongs to the process, as in Python, behind a lock: calls from many threads or tasks are safe and land in the
/// same figure in some order. Work that draws in parallel makes its own `Figure`s.
/// ```swift
/// plt.figure(figsize: (8, 4))
/// plt.plot(x, y, "r-", label: "predict")
/// plt.legend()
/// try plt.savefig("fit.png")
/// ```
// swift-format-ignore: TypeNamesShouldBeCapitalized
public enum plt {
  private struct State: Sendable {
    var figures: [(number: Int, figure: Figure)] = []
    var current: Int?
    var shown = 0
  }

  private static let state = Locked(State())

  // MARK: Figures

  /// Makes a figure and makes it current. Mirrors `pyplot.figure`.
  @discardableResult
  public static func figure(figsize: (Double, Double) = (6.4, 4.8), dpi: Double = 100) -> Figure {
    let figure = Figure(figsize: figsize, dpi: dpi)
    state.withLock { state in
      let number = (state.figures.map(\.number).max() ?? 0) + 1
      state.figures.append((number, figure))
      state.current = number
    }
    return figure
  }

  /// Makes the figure with this number current; makes it where there is none. Mirrors `pyplot.figure(num)`.
  @discardableResult
  public static func figure(_ number: Int, figsize: (Double, Double) = (6.4, 4.8), dpi: Double = 100) -> Figure {
    state.withLock { state in
      state.current = number
      if let known = state.figures.first(where: { $0.number == number }) { return known.figure }
      let figure = Figure(figsize: figsize, dpi: dpi)
      state.figures.append((number, figure))
      return figure
    }
  }

  /// The current figure, made where there is none. Mirrors `pyplot.gcf`.
  public static func gcf() -> Figure {
    state.withLock { state in
      if let current = state.current, let known = state.figures.first(where: { $0.number == current }) { return known.figure }
      let figure = Figure()
      let number = (state.figures.map(\.number).max() ?? 0) + 1
      state.figures.append((number, figure))
      state.current = number
      return figure
    }
  }

  /// The current axes of the current figure, made where there are none. Mirrors `pyplot.gca`.
  public static func gca() -> Axes { gcf().gca() }

  /// Makes `axes` the current ones of the current figure. Mirrors `pyplot.sca`.
  public static func sca(_ axes: Axes) { gcf().setCurrent(axes) }

  /// Empties the current figure. Mirrors `pyplot.clf`.
  public static func clf() { gcf().clear() }

  /// Empties the current axes. Mirrors `pyplot.cla`.
  public static func cla() { gca().clear() }

  /// Forgets the current figure. Mirrors `pyplot.close`.
  public static func close() {
    state.withLock { state in
      guard let current = state.current else { return }
      state.figures.removeAll { $0.number == current }
      state.current = state.figures.last?.number
    }
  }

  /// Forgets one figure. Mirrors `pyplot.close(fig)`.
  public static func close(_ figure: Figure) {
    state.withLock { state in
      state.figures.removeAll { $0.figure === figure }
      if !state.figures.contains(where: { $0.number == state.current }) { state.current = state.figures.last?.number }
    }
  }

  /// Forgets all figures with `plt.close("all")`; any other word forgets none. Mirrors `pyplot.close("all")`.
  public static func close(_ which: String) {
    guard which == "all" else { return }
    state.withLock { state in
      state.figures = []
      state.current = nil
    }
  }

  /// The axes in cell `index` (from 1, row by row) of a grid in the current figure; they become current. Mirrors `pyplot.subplot`.
  @discardableResult
  public static func subplot(_ rows: Int, _ columns: Int, _ index: Int) -> Axes { gcf().addSubplot(rows, columns, index) }

  /// A new figure with a grid of axes, row by row. Mirrors `pyplot.subplots`.
  /// ```swift
  /// let (figure, axes) = plt.subplots(1, 2, figsize: (8, 3))
  /// axes[0][1].plot([3, 1, 2])
  /// ```
  @discardableResult
  public static func subplots(
    _ rows: Int = 1, _ columns: Int = 1, figsize: (Double, Double) = (6.4, 4.8), dpi: Double = 100
  ) -> (figure: Figure, axes: [[Axes]]) {
    let figure = figure(figsize: figsize, dpi: dpi)
    return (figure, figure.subplots(rows, columns))
  }

  /// Writes the current figure to a file; see `Figure.savefig`. Mirrors `pyplot.savefig`.
  public static func savefig(_ path: String, dpi: Double? = nil) throws { try gcf().savefig(path, dpi: dpi) }

  /// Writes the current figure to a new file, prints its path, opens it where there is a screen, and forgets the figure.
  ///
  /// The file is `figure_1.png` (or `.svg` where libcairo is missing), counted on within the process, in the folder
  /// `LANTERN_PLOT_DIR` names or else the current one. With `DISPLAY` or `WAYLAND_DISPLAY` set and `xdg-open` installed it is opened.
  /// Returns the path. Throws as `savefig` does. Mirrors `pyplot.show`, which opens a window instead.
  @discardableResult
  public static func show() throws -> String {
    let figure = gcf()
    let number = state.withLock { state in
      state.shown += 1
      return state.shown
    }
    let folder = FileOutput.environment("LANTERN_PLOT_DIR").map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? ""
    let format = CairoLibrary.isAvailable ? PictureFormat.png : .svg
    let path = "\(folder)figure_\(number).\(format.rawValue)"
    try FileOutput.write(try figure.bytes(format, dpi: nil), to: path, op: "show")
    print(path)
    Viewer.open(path)
    close(figure)
    return path
  }

  // MARK: Drawing

  /// Draws `y` against `x`; see `Axes.plot`. Mirrors `pyplot.plot`.
  public static func plot(
    _ x: some PlotValues, _ y: some PlotValues, _ format: String = "", color: Color? = nil, linewidth: Double? = nil,
    linestyle: LineStyle? = nil, marker: Marker? = nil, markersize: Double? = nil, label: String? = nil, alpha: Double? = nil,
    zorder: Double? = nil
  ) {
    gca().plot(
      x, y, format, color: color, linewidth: linewidth, linestyle: linestyle, marker: marker, markersize: markersize, label: label,
      alpha: alpha, zorder: zorder)
  }

  /// Draws `y` against 0, 1, 2, …; see `Axes.plot`.
  public static func plot(
    _ y: some PlotValues, _ format: String = "", color: Color? = nil, linewidth: Double? = nil, linestyle: LineStyle? = nil,
    marker: Marker? = nil, markersize: Double? = nil, label: String? = nil, alpha: Double? = nil, zorder: Double? = nil
  ) {
    gca().plot(
      y, format, color: color, linewidth: linewidth, linestyle: linestyle, marker: marker, markersize: markersize, label: label,
      alpha: alpha, zorder: zorder)
  }

  /// Draws a marker at each point; see `Axes.scatter`. Mirrors `pyplot.scatter`.
  public static func scatter(
    _ x: some PlotValues, _ y: some PlotValues, s: (any PlotValues)? = nil, c: Color? = nil, color: Color? = nil, marker: Marker = "o",
    alpha: Double? = nil, label: String? = nil, linewidths: Double? = nil, edgecolors: Color? = nil, zorder: Double? = nil
  ) {
    gca().scatter(
      x, y, s: s, c: c, color: color, marker: marker, alpha: alpha, label: label, linewidths: linewidths, edgecolors: edgecolors,
      zorder: zorder)
  }

  /// Draws a horizontal line across the axes; see `Axes.axhline`. Mirrors `pyplot.axhline`.
  public static func axhline(
    _ y: Double = 0, xmin: Double = 0, xmax: Double = 1, color: Color? = nil, linewidth: Double = 1.5, linestyle: LineStyle = .solid,
    label: String? = nil, alpha: Double? = nil
  ) {
    gca().axhline(
      y, xmin: xmin, xmax: xmax, color: color, linewidth: linewidth, linestyle: linestyle, label: label, alpha: alpha)
  }

  /// Draws a vertical line across the axes; see `Axes.axvline`. Mirrors `pyplot.axvline`.
  public static func axvline(
    _ x: Double = 0, ymin: Double = 0, ymax: Double = 1, color: Color? = nil, linewidth: Double = 1.5, linestyle: LineStyle = .solid,
    label: String? = nil, alpha: Double? = nil
  ) {
    gca().axvline(
      x, ymin: ymin, ymax: ymax, color: color, linewidth: linewidth, linestyle: linestyle, label: label, alpha: alpha)
  }

  /// Writes a text at a point of the data; see `Axes.text`. Mirrors `pyplot.text`.
  public static func text(
    _ x: Double, _ y: Double, _ text: String, color: Color = "k", fontsize: Double = 10, ha: String = "left", va: String = "baseline",
    alpha: Double? = nil
  ) {
    gca().text(x, y, text, color: color, fontsize: fontsize, ha: ha, va: va, alpha: alpha)
  }

  // MARK: Axes

  /// The ends of the x axis. Mirrors `pyplot.xlim()`.
  public static func xlim() -> (left: Double, right: Double) { gca().xlim() }

  /// Sets the ends of the x axis; `nil` keeps one as it is. Mirrors `pyplot.xlim`.
  public static func xlim(_ left: Double?, _ right: Double?) { gca().xlim(left, right) }

  /// The ends of the y axis. Mirrors `pyplot.ylim()`.
  public static func ylim() -> (bottom: Double, top: Double) { gca().ylim() }

  /// Sets the ends of the y axis; `nil` keeps one as it is. Mirrors `pyplot.ylim`.
  public static func ylim(_ bottom: Double?, _ top: Double?) { gca().ylim(bottom, top) }

  /// Makes the x axis linear or logarithmic. Mirrors `pyplot.xscale`.
  public static func xscale(_ scale: AxisScale) { gca().xscale(scale) }

  /// Makes the y axis linear or logarithmic. Mirrors `pyplot.yscale`.
  public static func yscale(_ scale: AxisScale) { gca().yscale(scale) }

  /// Writes a title above the axes. Mirrors `pyplot.title`.
  public static func title(_ text: String) { gca().title(text) }

  /// Writes a title above the figure. Mirrors `pyplot.suptitle`.
  public static func suptitle(_ text: String) { gcf().suptitle(text) }

  /// Writes a text below the x axis. Mirrors `pyplot.xlabel`.
  public static func xlabel(_ text: String) { gca().xlabel(text) }

  /// Writes a text beside the y axis. Mirrors `pyplot.ylabel`.
  public static func ylabel(_ text: String) { gca().ylabel(text) }

  /// Draws lines at the ticks; see `Axes.grid`. Mirrors `pyplot.grid`.
  public static func grid(
    _ visible: Bool = true, axis: String = "both", color: Color? = nil, linestyle: LineStyle = .solid, linewidth: Double = 0.8,
    alpha: Double? = nil
  ) {
    gca().grid(visible, axis: axis, color: color, linestyle: linestyle, linewidth: linewidth, alpha: alpha)
  }

  /// Draws the box that names what has a label; see `Axes.legend`. Mirrors `pyplot.legend`.
  public static func legend(loc: LegendLocation = .best, title: String = "", fontsize: Double = 10, frameon: Bool = true, ncols: Int = 1) {
    gca().legend(loc: loc, title: title, fontsize: fontsize, frameon: frameon, ncols: ncols)
  }
}
