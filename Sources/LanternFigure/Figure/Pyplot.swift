import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// `matplotlib.pyplot`: plotting into a current figure.
///
/// The current figure belongs to the process, as in Python, behind a lock: calls from many threads or tasks are safe and land in the
/// same figure in some order. Work that draws in parallel makes its own `Figure`s.
/// ```swift
/// plt.figure(figsize: (8, 4))
/// plt.plot([1, 2, 3], [1, 4, 9], "r-", label: "squares")
/// plt.legend()
/// try plt.savefig("squares.svg")
/// ```
public let plt = Pyplot()

/// The type of `plt`: the calls that make, choose, save and show figures. Those that draw are `Plotter`'s.
public struct Pyplot: Plotter {
  private struct State: Sendable {
    var figures: [(number: Int, figure: Figure)] = []
    var current: Int?
    var shown = 0
  }

  private static let state = Locked(State())

  // MARK: Figures

  /// The current axes of the current figure.
  public var currentAxes: Axes { gca() }

  /// The style that new figures take. Mirrors `pyplot.style`.
  public var style: StyleChoice { StyleChoice() }

  /// Makes a figure and makes it current. Mirrors `pyplot.figure`.
  @discardableResult
  public func figure(figsize: (Double, Double) = (6.4, 4.8), dpi: Double = 100, layout: Figure.Layout = .none) -> Figure {
    let figure = Figure(figsize: figsize, dpi: dpi, layout: layout)
    Self.state.withLock { state in
      let number = (state.figures.map(\.number).max() ?? 0) + 1
      state.figures.append((number, figure))
      state.current = number
    }
    return figure
  }

  /// Makes the figure with this number current; makes it where there is none. Mirrors `pyplot.figure(num)`.
  @discardableResult
  public func figure(_ number: Int, figsize: (Double, Double) = (6.4, 4.8), dpi: Double = 100) -> Figure {
    Self.state.withLock { state in
      state.current = number
      if let known = state.figures.first(where: { $0.number == number }) { return known.figure }
      let figure = Figure(figsize: figsize, dpi: dpi)
      state.figures.append((number, figure))
      return figure
    }
  }

  /// The current figure, made where there is none. Mirrors `pyplot.gcf`.
  public func gcf() -> Figure {
    Self.state.withLock { state in
      if let current = state.current, let known = state.figures.first(where: { $0.number == current }) { return known.figure }
      let figure = Figure()
      let number = (state.figures.map(\.number).max() ?? 0) + 1
      state.figures.append((number, figure))
      state.current = number
      return figure
    }
  }

  /// The current axes of the current figure, made where there are none. Mirrors `pyplot.gca`.
  public func gca() -> Axes { gcf().gca() }

  /// Makes `axes` the current ones of the current figure. Mirrors `pyplot.sca`.
  public func sca(_ axes: Axes) { gcf().setCurrent(axes) }

  /// Empties the current figure. Mirrors `pyplot.clf`.
  public func clf() { gcf().clear() }

  /// Empties the current axes. Mirrors `pyplot.cla`.
  public func cla() { gca().clear() }

  /// Forgets the current figure. Mirrors `pyplot.close`.
  public func close() {
    Self.state.withLock { state in
      guard let current = state.current else { return }
      state.figures.removeAll { $0.number == current }
      state.current = state.figures.last?.number
    }
  }

  /// Forgets one figure. Mirrors `pyplot.close(fig)`.
  public func close(_ figure: Figure) {
    Self.state.withLock { state in
      state.figures.removeAll { $0.figure === figure }
      if !state.figures.contains(where: { $0.number == state.current }) { state.current = state.figures.last?.number }
    }
  }

  /// Forgets all figures with `plt.close("all")`; any other word forgets none. Mirrors `pyplot.close("all")`.
  public func close(_ which: String) {
    guard which == "all" else { return }
    Self.state.withLock { state in
      state.figures = []
      state.current = nil
    }
  }

  /// The axes in cell `index` (from 1, row by row) of a grid in the current figure; they become current. Mirrors `pyplot.subplot`.
  @discardableResult
  public func subplot(_ rows: Int, _ columns: Int, _ index: Int, sharex: Axes? = nil, sharey: Axes? = nil) -> Axes {
    gcf().addSubplot(rows, columns, index, sharex: sharex, sharey: sharey)
  }

  /// A new figure with a grid of axes, row by row. Mirrors `pyplot.subplots`.
  /// ```swift
  /// let (figure, axes) = plt.subplots(1, 2, figsize: (8, 3), sharey: true)
  /// axes[0][1].plot([3, 1, 2])
  /// ```
  @discardableResult
  public func subplots(
    _ rows: Int = 1, _ columns: Int = 1, figsize: (Double, Double) = (6.4, 4.8), dpi: Double = 100, sharex: Bool = false,
    sharey: Bool = false, layout: Figure.Layout = .none
  ) -> (figure: Figure, axes: [[Axes]]) {
    let figure = figure(figsize: figsize, dpi: dpi, layout: layout)
    return (figure, figure.subplots(rows, columns, sharex: sharex, sharey: sharey))
  }

  /// A second y axis on the current axes; it becomes current. Mirrors `pyplot.twinx`.
  @discardableResult
  public func twinx() -> Axes {
    let twin = gca().twinx()
    sca(twin)
    return twin
  }

  /// Draws the colours of what was last drawn with a colour map beside the current axes. Mirrors `pyplot.colorbar`.
  @discardableResult
  public func colorbar(
    _ mappable: ScalarMappable? = nil, label: String = "", orientation: String = "vertical", shrink: Double = 1
  ) -> Axes {
    let axes = gca()
    let bar = gcf().colorbar(mappable, ax: axes, label: label, orientation: orientation, shrink: shrink)
    sca(axes)
    return bar
  }

  /// Writes a title above the figure. Mirrors `pyplot.suptitle`.
  public func suptitle(_ text: String, fontsize: Double = 12) { gcf().suptitle(text, fontsize: fontsize) }

  /// Lays the current figure out so that texts don't meet. Mirrors `pyplot.tight_layout`.
  public func tightLayout() { gcf().tightLayout() }

  /// Writes the current figure to a file; see `Figure.savefig`. Mirrors `pyplot.savefig`.
  public func savefig(_ path: String, dpi: Double? = nil, svgText: Figure.SVGText = .text) throws {
    try gcf().savefig(path, dpi: dpi, svgText: svgText)
  }

  /// Writes the current figure to a new file, prints its path, opens it where there is a screen, and forgets the figure.
  ///
  /// The file is `figure_1.png` (or `.svg` where libcairo is missing), counted on within the process, in the folder
  /// `LANTERN_PLOT_DIR` names or else the current one. With `DISPLAY` or `WAYLAND_DISPLAY` set and `xdg-open` installed it is opened.
  /// Returns the path. Throws as `savefig` does. Mirrors `pyplot.show`, which opens a window instead.
  @discardableResult
  public func show() throws -> String {
    let figure = gcf()
    let number = Self.state.withLock { state in
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
}
