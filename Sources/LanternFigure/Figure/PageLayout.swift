/// The margins of a grid of axes in fractions of the figure, and its gaps in fractions of an axes. Mirrors `SubplotParams`.
struct Margins: Hashable, Sendable {
  var left = 0.125
  var right = 0.9
  var bottom = 0.11
  var top = 0.88
  var wspace = 0.2
  var hspace = 0.2

  var frame: Frame { Frame(left: left, bottom: bottom, width: right - left, height: top - bottom) }

  /// The place of a cell, or of several.
  func frame(_ cell: GridCell) -> Frame {
    let (rows, columns) = (Double(cell.rows), Double(cell.columns))
    let width = (right - left) / (columns + wspace * (columns - 1))
    let height = (top - bottom) / (rows + hspace * (rows - 1))
    func start(_ column: Int) -> Double { left + Double(column) * width * (1 + wspace) }
    func end(_ row: Int) -> Double { top - height - Double(row) * height * (1 + hspace) }
    let (x, y) = (start(cell.columnRange.lowerBound), end(cell.rowRange.upperBound))
    return Frame(
      left: x, bottom: y, width: start(cell.columnRange.upperBound) + width - x, height: end(cell.rowRange.lowerBound) + height - y)
  }
}

/// All axes of a figure laid out: grids first, then colour bars, which take a part of their parents' places.
struct PageLayout {
  private(set) var axes: [AxesLayout] = []
  let title: TextBlock
  let titleAnchor: Point

  let width: Double
  let height: Double
  let sources: [Axes]
  let models: [AxesModel]
  private let isConstrained: Bool
  private let views: [(x: ClosedInterval, y: ClosedInterval)]
  /// The frame that each axes was given; one of a fixed shape is drawn smaller.
  private(set) var frames: [Frame] = []
  /// The frames of colour bars that stand beside their parents' cells, as the constrained layout has them.
  private var barFrames: [Int: Frame] = [:]

  init(_ figure: Figure) {
    (width, height) = figure.pageSize
    let state = figure.snapshot
    isConstrained = state.layout == .constrained
    sources = state.axes
    models = sources.map(\.snapshot)
    views = Figure.views(models)
    title = state.title
    titleAnchor = Point(0.5 * width, isConstrained ? Self.constrainedPad : 0.02 * height)
    layOut { state.margins.frame($0) }
    // What the texts take depends on the size of the axes. matplotlib lays out once for the one, and twice for the other.
    switch state.layout {
    case .none: break
    case .tight: if let margins = tight(state.margins) { layOut { margins.frame($0) } }
    case .constrained:
      var cells: [GridCell: Frame] = [:]
      for _ in 0..<2 {
        guard let found = constrained(cells) else { break }
        (cells, barFrames) = (found.cells, found.bars)
        layOut { cells[$0] ?? Margins().frame($0) }
      }
    }
  }

  // MARK: Places

  private mutating func layOut(_ grid: (GridCell) -> Frame) {
    var known: [ObjectIdentifier: Frame] = [:]
    var anchors: [ObjectIdentifier: Point] = [:]
    for (axes, model) in zip(sources, models) {
      let id = ObjectIdentifier(axes)
      switch model.placement {
      case .cell(let cell): known[id] = grid(cell)
      case .free(let frame): known[id] = frame
      case .over, .bar: break
      }
    }
    for (index, model) in models.enumerated() {
      guard case .bar(let bar) = model.placement else { continue }
      for parent in bar.parents { anchors[ObjectIdentifier(parent)] = bar.isHorizontal ? Point(0.5, 0) : Point(1, 0.5) }
      known[ObjectIdentifier(sources[index])] = barFrames[index] ?? place(bar, &known)
    }
    for (axes, model) in zip(sources, models) {
      guard case .over(let other) = model.placement else { continue }
      known[ObjectIdentifier(axes)] = known[ObjectIdentifier(other)]
      anchors[ObjectIdentifier(axes)] = anchors[ObjectIdentifier(other)]
    }
    frames = sources.map { known[ObjectIdentifier($0)] ?? Margins().frame }
    axes = sources.indices.map { layout($0, frames[$0], anchors[ObjectIdentifier(sources[$0])]) }
  }

  /// The place of a colour bar; its parents give way.
  private func place(_ bar: BarPlacement, _ frames: inout [ObjectIdentifier: Frame]) -> Frame {
    let parents = bar.parents.map { ObjectIdentifier($0) }
    let known = parents.compactMap { frames[$0] }
    guard let first = known.first else { return Margins().frame }
    let (left, right) = (known.map(\.left).min() ?? first.left, known.map(\.right).max() ?? first.right)
    let (bottom, top) = (known.map(\.bottom).min() ?? first.bottom, known.map(\.top).max() ?? first.top)
    // A single parent is cut like a grid of two columns whose gap counts in widths of a column.
    let gap = 2 * bar.pad / (1 - bar.pad)
    let unit = 2 / (2 + gap) / (1 - bar.pad)
    let isCutAsGrid = parents.count == 1 && !isConstrained
    let kept = isCutAsGrid ? unit * (1 - bar.fraction - bar.pad) : 1 - bar.fraction - bar.pad
    let part = isCutAsGrid ? unit * bar.fraction : bar.fraction
    let length = (bar.isHorizontal ? right - left : top - bottom) * bar.shrink
    for id in parents {
      guard var frame = frames[id] else { continue }
      if bar.isHorizontal {
        frame.bottom = top - (top - frame.bottom) * kept
        frame.height *= kept
      } else {
        frame.left = left + (frame.left - left) * kept
        frame.width *= kept
      }
      frames[id] = frame
    }
    if bar.isHorizontal {
      return Frame(left: (left + right - length) / 2, bottom: bottom, width: length, height: (top - bottom) * part)
    }
    return Frame(left: right - (right - left) * part, bottom: (top + bottom - length) / 2, width: (right - left) * part, height: length)
  }

  private func layout(_ index: Int, _ frame: Frame, _ anchor: Point?) -> AxesLayout {
    var model = models[index]
    if let anchor { model.anchor = anchor }
    return AxesLayout(model, view: views[index], in: rect(frame))
  }

  /// A frame in points, from the page's upper left corner.
  func rect(_ frame: Frame) -> Rect {
    Rect(left: frame.left * width, top: (1 - frame.top) * height, right: frame.right * width, bottom: (1 - frame.bottom) * height)
  }

  /// How high the figure's title is.
  var titleHeight: Double { title.text.isEmpty ? 0 : title.fittedExtent.height }
}
