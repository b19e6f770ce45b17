import LanternSupport

/// A page of plots. Mirrors `matplotlib.figure.Figure`.
///
/// `figsize` is in inches and `dpi` the pixels of an inch in a PNG; both default to matplotlib's 6.4 x 4.8 inches at 100.
/// A figure may be used from any thread; drawing works on a copy.
/// ```swift
/// let figure = Figure(figsize: (8, 3), layout: .constrained)
/// let left = figure.addSubplot(1, 2, 1)
/// left.plot([1, 4, 9])
/// try figure.savefig("two.svg")
/// ```
public final class Figure: Sendable {
  /// The width and height in inches.
  public let figsize: (width: Double, height: Double)
  /// Pixels an inch in a raster.
  public let dpi: Double
  let theme: Theme

  struct State: Sendable {
    var axes: [Axes] = []
    var current: Axes?
    var title = TextBlock(text: "", size: 12, horizontal: .center, vertical: .top)
    var firstError: TensorError?
    var margins = Margins()
    var layout: Layout
    /// The next number for axes that share limits.
    var nextShare = 0
  }

  /// How the axes of a grid get their places. Mirrors `layout=`.
  public enum Layout: String, Hashable, Sendable {
    /// matplotlib's fixed margins, or those of `subplotsAdjust`.
    case none
    /// So that texts don't meet, in a grid with equal gaps. Mirrors `tight_layout`.
    case tight
    /// So that texts and colour bars don't meet, each gap only as wide as needed. Mirrors the constrained layout.
    case constrained
  }

  private let state: Locked<State>

  /// An empty figure. A size or resolution that is not positive is reported by `savefig`, and the default taken.
  public init(figsize: (Double, Double) = (6.4, 4.8), dpi: Double = 100, layout: Layout = .none, style: Style? = nil) {
    var state = State(layout: layout)
    let sizeFits = figsize.0 > 0 && figsize.1 > 0 && figsize.0 <= 1000 && figsize.1 <= 1000
    if !sizeFits {
      state.firstError = mistake(
        .argument, "figure", "figsize must be positive finite, not (\(figsize.0), \(figsize.1))", "sizes are in inches, up to 1000.")
    }
    let resolutionFits = dpi > 0 && dpi <= 10_000
    if !resolutionFits { state.firstError = mistake(.argument, "figure", "dpi must be between 0 and 10000, not \(dpi)") }
    var theme = Theme()
    do { theme = try (style ?? StyleChoice.current).theme() } catch {
      if state.firstError == nil { state.firstError = error as? TensorError }
    }
    self.theme = theme
    state.title.color = theme.ink
    self.figsize = sizeFits ? (width: figsize.0, height: figsize.1) : (width: 6.4, height: 4.8)
    self.dpi = resolutionFits ? dpi : 100
    self.state = Locked(state)
  }

  /// The axes in the order they were made, colour bars among them.
  public var axes: [Axes] { state.withLock { $0.axes } }

  /// Notes a mistake.
  func remember(_ error: TensorError) { state.withLock { if $0.firstError == nil { $0.firstError = error } } }

  /// A new axes in a place of its own, sharing the limits of others where asked.
  func add(_ placement: Placement, shareX: Axes? = nil, shareY: Axes? = nil, makeCurrent: Bool = true) -> Axes {
    let (x, y) = (shareX?.snapshot, shareY?.snapshot)
    return state.withLock { state in
      var model = AxesModel(
        placement: placement, theme: theme, shareX: x?.shareX ?? state.nextShare, shareY: y?.shareY ?? state.nextShare + 1)
      state.nextShare += 2
      if let x { model.x.share(x.x) }
      if let y { model.y.share(y.y) }
      let axes = Axes(model, in: self)
      state.axes.append(axes)
      if makeCurrent || state.current == nil { state.current = axes }
      return axes
    }
  }

  /// The axes in cell `index` (counted from 1, row by row) of a grid of `rows` x `columns`, made where there are none yet; they become
  /// the current ones. Mirrors `add_subplot` and `pyplot.subplot`.
  @discardableResult
  public func addSubplot(_ rows: Int, _ columns: Int, _ index: Int, sharex: Axes? = nil, sharey: Axes? = nil) -> Axes {
    addSubplot(rows, columns, index...index, sharex: sharex, sharey: sharey)
  }

  /// The axes that span the cells from the first to the last of `indices`, counted from 1, row by row. Mirrors `add_subplot(2, 2, (1, 2))`.
  /// ```swift
  /// let figure = Figure()
  /// figure.addSubplot(2, 2, 1...2).plot([1, 2, 3])
  /// figure.addSubplot(2, 2, 3).bar([1, 2], [3, 4])
  /// ```
  @discardableResult
  public func addSubplot(
    _ rows: Int, _ columns: Int, _ indices: ClosedRange<Int>, sharex: Axes? = nil, sharey: Axes? = nil
  ) -> Axes {
    var cell = GridCell(rows: 1, columns: 1, rowRange: 0...0, columnRange: 0...0)
    let fits = rows >= 1 && columns >= 1 && rows <= 1000 && columns <= 1000
    if fits, indices.lowerBound >= 1, indices.upperBound <= rows * columns {
      let (a, b) = (indices.lowerBound - 1, indices.upperBound - 1)
      let (left, right) = (min(a % columns, b % columns), max(a % columns, b % columns))
      cell = GridCell(rows: rows, columns: columns, rowRange: (a / columns)...(b / columns), columnRange: left...right)
    } else if fits {
      remember(mistake(.argument, "subplot", "num must be an integer with 1 <= num <= \(rows * columns), not \(indices.upperBound)"))
    } else {
      remember(mistake(.argument, "subplot", "Number of rows and columns must be positive integers, not \(rows) and \(columns)"))
    }
    let known = axes.first { axes in
      if case .cell(let other) = axes.snapshot.placement { return other == cell }
      return false
    }
    if let known {
      setCurrent(known)
      return known
    }
    return add(.cell(cell), shareX: sharex, shareY: sharey)
  }

  /// An axes anywhere: `(left, bottom, width, height)` in fractions of the figure. Mirrors `add_axes`.
  /// ```swift
  /// let figure = Figure()
  /// let inset = figure.addAxes((0.6, 0.6, 0.25, 0.25))
  /// inset.plot([1, 0, 1])
  /// ```
  @discardableResult
  public func addAxes(_ rect: (Double, Double, Double, Double)) -> Axes {
    let (left, bottom, width, height) = rect
    let fits = [left, bottom, width, height].allSatisfy { abs($0) <= 10 } && width > 0 && height > 0
    if !fits { remember(mistake(.argument, "add_axes", "all entries in rect must be finite and sizes positive, not \(rect)")) }
    return add(.free(fits ? Frame(left: left, bottom: bottom, width: width, height: height) : Margins().frame))
  }

  /// A grid of axes, row by row. With `sharex` or `sharey` all have the same limits, and only the outer ones texts at their ticks.
  /// Mirrors `subplots`.
  /// ```swift
  /// let grid = Figure().subplots(2, 3, sharex: true)
  /// grid[1][2].plot([1, 2, 3])
  /// ```
  @discardableResult
  public func subplots(_ rows: Int = 1, _ columns: Int = 1, sharex: Bool = false, sharey: Bool = false) -> [[Axes]] {
    guard rows >= 1, columns >= 1, rows <= 1000, columns <= 1000 else { return [[addSubplot(rows, columns, 1)]] }
    var first: Axes?
    let grid = (0..<rows).map { row in
      (0..<columns).map { column -> Axes in
        let axes = addSubplot(
          rows, columns, row * columns + column + 1, sharex: sharex ? first : nil, sharey: sharey ? first : nil)
        if first == nil { first = axes }
        axes.change { model in
          if sharex, row < rows - 1 { model.x.showsLabels = false }
          if sharey, column > 0 { model.y.showsLabels = false }
        }
        return axes
      }
    }
    setCurrent(grid[0][0])
    return grid
  }

  /// The axes plotted in last; a single one that fills the figure is made where there are none. Mirrors `gca`.
  public func gca() -> Axes { state.withLock { $0.current } ?? addSubplot(1, 1, 1) }

  func setCurrent(_ axes: Axes) { state.withLock { $0.current = axes } }

  /// Writes a title above all axes. Mirrors `suptitle`.
  public func suptitle(_ text: String, fontsize: Double = 12) {
    state.withLock { $0.title.text = text }
    do {
      let size = try Check.fontSize(fontsize, op: "suptitle")
      state.withLock { $0.title.size = size }
    } catch { remember(error as? TensorError ?? mistake(.argument, "suptitle", "\(error)")) }
  }

  /// Lays the grid out so that texts don't meet. Mirrors `tight_layout`.
  public func tightLayout() { state.withLock { $0.layout = .tight } }

  /// Sets the margins of the grid in fractions of the figure, and the gaps in fractions of an axes. Mirrors `subplots_adjust`.
  /// ```swift
  /// Figure().subplotsAdjust(left: 0.2, hspace: 0.5)
  /// ```
  public func subplotsAdjust(
    left: Double? = nil, bottom: Double? = nil, right: Double? = nil, top: Double? = nil, wspace: Double? = nil, hspace: Double? = nil
  ) {
    state.withLock { state in
      var margins = state.margins
      margins.left = left ?? margins.left
      margins.bottom = bottom ?? margins.bottom
      margins.right = right ?? margins.right
      margins.top = top ?? margins.top
      margins.wspace = wspace ?? margins.wspace
      margins.hspace = hspace ?? margins.hspace
      if margins.left < margins.right, margins.bottom < margins.top, margins.wspace >= 0, margins.hspace >= 0 {
        state.margins = margins
        state.layout = .none
      } else if state.firstError == nil {
        state.firstError = mistake(.argument, "subplots_adjust", "left must be less than right, bottom less than top, gaps not negative")
      }
    }
  }

  /// Removes all axes and remembered mistakes. Mirrors `clf`.
  public func clear() {
    state.withLock { state in
      let color = state.title.color
      state = State(layout: state.layout)
      state.title.color = color
    }
  }

  /// The first mistake of a plotting call in this figure, or `nil`.
  public var firstError: TensorError? {
    let own = state.withLock { $0.firstError }
    return own ?? axes.lazy.compactMap(\.firstError).first
  }

  /// The size of the page in points.
  var pageSize: (width: Double, height: Double) { (figsize.width * 72, figsize.height * 72) }

  /// A copy of everything but the axes' contents.
  var snapshot: State { state.withLock { $0 } }

  /// The limits of axes, those that share them together.
  static func views(_ models: [AxesModel]) -> [(x: ClosedInterval, y: ClosedInterval)] {
    var (xData, yData): ([Int: DataLimits], [Int: DataLimits]) = ([:], [:])
    // Axes without anything in them show 0 to 1.
    var touched: Set<Int> = []
    for model in models {
      let limits = model.dataLimits
      xData[model.shareX, default: DataLimits()].include(limits.x)
      yData[model.shareY, default: DataLimits()].include(limits.y)
      if !model.artists.isEmpty { touched.formUnion([model.shareX, model.shareY]) }
    }
    func view(_ axis: AxisModel, _ share: Int, _ data: DataLimits?) -> ClosedInterval {
      if axis.limits == nil, !touched.contains(share), axis.scale == .linear {
        return axis.isInverted ? ClosedInterval(1, 0) : ClosedInterval(0, 1)
      }
      return axis.view(data ?? DataLimits())
    }
    return models.map { (view($0.x, $0.shareX, xData[$0.shareX]), view($0.y, $0.shareY, yData[$0.shareY])) }
  }

  /// Everything there is to draw, in points.
  func displayList() -> DisplayList {
    let list = DisplayList()
    let (width, height) = pageSize
    list.draw(.rectangle(Rect(left: 0, top: 0, right: width, bottom: height)), fill: theme.page)
    let page = PageLayout(self)
    for layout in page.axes { layout.draw(on: list) }
    if !page.title.text.isEmpty { page.title.draw(on: list, at: page.titleAnchor) }
    return list
  }
}
