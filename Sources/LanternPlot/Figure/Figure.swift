import Lantern

/// A page of plots. Mirrors `matplotlib.figure.Figure`.
///
/// `figsize` is in inches and `dpi` the pixels of an inch in a PNG; both default to matplotlib's 6.4 x 4.8 inches at 100.
/// A figure may be used from any thread; drawing works on a copy.
/// ```swift
/// let figure = Figure(figsize: (8, 3))
/// let left = figure.addSubplot(1, 2, 1)
/// left.plot([1, 4, 9])
/// try figure.savefig("two.png")
/// ```
public final class Figure: Sendable {
  /// The width and height in inches.
  public let figsize: (width: Double, height: Double)
  /// Pixels an inch in a raster.
  public let dpi: Double

  private struct State: Sendable {
    var axes: [(key: SubplotKey, axes: Axes)] = []
    var current: Axes?
    var title = ""
    var firstError: TensorError?
  }

  struct SubplotKey: Hashable, Sendable {
    var rows: Int
    var columns: Int
    var index: Int
  }

  private let state: Locked<State>

  /// An empty figure. A size or resolution that is not positive is reported by `savefig`, and the default taken.
  public init(figsize: (Double, Double) = (6.4, 4.8), dpi: Double = 100) {
    var state = State()
    let sizeFits = figsize.0 > 0 && figsize.1 > 0 && figsize.0 <= 1000 && figsize.1 <= 1000
    if !sizeFits {
      state.firstError = TensorError(
        .argument, op: "figure", "figsize must be positive finite, not (\(figsize.0), \(figsize.1))",
        hint: "sizes are in inches, up to 1000.")
    }
    let resolutionFits = dpi > 0 && dpi <= 10_000
    if !resolutionFits {
      state.firstError = TensorError(.argument, op: "figure", "dpi must be between 0 and 10000, not \(dpi)")
    }
    self.figsize = sizeFits ? (width: figsize.0, height: figsize.1) : (width: 6.4, height: 4.8)
    self.dpi = resolutionFits ? dpi : 100
    self.state = Locked(state)
  }

  /// The axes in the order they were made.
  public var axes: [Axes] { state.withLock { $0.axes.map(\.axes) } }

  /// The axes in cell `index` (counted from 1, row by row) of a grid of `rows` x `columns`, made where there are none yet; they become
  /// the current ones. Mirrors `add_subplot` and `pyplot.subplot`.
  @discardableResult
  public func addSubplot(_ rows: Int, _ columns: Int, _ index: Int) -> Axes {
    state.withLock { state in
      var key = SubplotKey(rows: rows, columns: columns, index: index)
      if !(rows >= 1 && columns >= 1 && rows <= 1000 && columns <= 1000 && index >= 1 && index <= rows * columns) {
        let fits = rows >= 1 && columns >= 1
        let message =
          fits
          ? "num must be an integer with 1 <= num <= \(rows.multipliedReportingOverflow(by: columns).partialValue), not \(index)"
          : "Number of rows and columns must be positive integers, not \(rows) and \(columns)"
        if state.firstError == nil { state.firstError = TensorError(.argument, op: "subplot", message) }
        key = SubplotKey(rows: 1, columns: 1, index: 1)
      }
      if let known = state.axes.first(where: { $0.key == key }) {
        state.current = known.axes
        return known.axes
      }
      let axes = Axes(frame: Figure.frame(key))
      state.axes.append((key, axes))
      state.current = axes
      return axes
    }
  }

  /// A grid of axes, row by row. Mirrors `subplots`.
  /// ```swift
  /// let grid = figure.subplots(2, 3)
  /// grid[1][2].plot([1, 2, 3])
  /// ```
  @discardableResult
  public func subplots(_ rows: Int = 1, _ columns: Int = 1) -> [[Axes]] {
    guard rows >= 1, columns >= 1, rows <= 1000, columns <= 1000 else { return [[addSubplot(rows, columns, 1)]] }
    let grid = (0..<rows).map { row in (0..<columns).map { addSubplot(rows, columns, row * columns + $0 + 1) } }
    setCurrent(grid[0][0])
    return grid
  }

  /// The axes plotted in last; a single one that fills the figure is made where there are none. Mirrors `gca`.
  public func gca() -> Axes { state.withLock { $0.current } ?? addSubplot(1, 1, 1) }

  func setCurrent(_ axes: Axes) { state.withLock { $0.current = axes } }

  /// Writes a title above all axes. Mirrors `suptitle`.
  public func suptitle(_ text: String) { state.withLock { $0.title = text } }

  /// Removes all axes and remembered mistakes. Mirrors `clf`.
  public func clear() { state.withLock { $0 = State() } }

  /// The first mistake of a plotting call in this figure, or `nil`.
  public var firstError: TensorError? {
    let own = state.withLock { $0.firstError }
    return own ?? axes.lazy.compactMap(\.firstError).first
  }

  /// Where a cell lies: matplotlib's margins, and gaps of a fifth of a cell.
  private static func frame(_ key: SubplotKey) -> AxesModel.Frame {
    let (left, right, bottom, top, gap) = (0.125, 0.9, 0.11, 0.88, 0.2)
    let (rows, columns) = (Double(key.rows), Double(key.columns))
    let width = (right - left) / (columns + gap * (columns - 1))
    let height = (top - bottom) / (rows + gap * (rows - 1))
    let (row, column) = (key.index - 1).quotientAndRemainder(dividingBy: key.columns)
    return AxesModel.Frame(
      left: left + Double(column) * width * (1 + gap), bottom: top - height - Double(row) * height * (1 + gap), width: width,
      height: height)
  }

  /// The size of the page in points.
  var pageSize: (width: Double, height: Double) { (figsize.width * 72, figsize.height * 72) }

  /// Draws everything.
  func draw(on canvas: any Canvas) {
    let (width, height) = pageSize
    canvas.draw(.rectangle(Rect(left: 0, top: 0, right: width, bottom: height)), fill: .white)
    for axes in axes { AxesLayout(axes.snapshot, figureWidth: width, figureHeight: height).draw(on: canvas) }
    let title = state.withLock { $0.title }
    guard !title.isEmpty else { return }
    let block = TextBlock(text: title, size: 12, horizontal: .center, vertical: .top)
    for run in block.runs(at: Point(0.5 * width, 0.02 * height), canvas.measure) { canvas.draw(run) }
  }
}
