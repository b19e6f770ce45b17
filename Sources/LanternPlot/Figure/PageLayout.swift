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

  private let width: Double
  private let height: Double
  private let isConstrained: Bool
  private let sources: [Axes]
  private let models: [AxesModel]
  private let views: [(x: ClosedInterval, y: ClosedInterval)]

  init(_ figure: Figure) {
    (width, height) = figure.pageSize
    let state = figure.snapshot
    isConstrained = state.layout == .constrained
    sources = state.axes
    models = sources.map(\.snapshot)
    views = Figure.views(models)
    title = state.title
    titleAnchor = Point(0.5 * width, (state.layout == .none ? 0.02 : 0.01) * height)
    axes = layouts { state.margins.frame($0) }
    switch state.layout {
    case .none: break
    // What the texts take depends on the size of the axes. matplotlib lays out once here, and twice there.
    case .tight: axes = layouts(tight())
    case .constrained: for _ in 0..<2 { axes = layouts(constrained()) }
    }
  }

  // MARK: Places

  private func layouts(_ grid: (GridCell) -> Frame) -> [AxesLayout] {
    var frames: [ObjectIdentifier: Frame] = [:]
    var anchors: [ObjectIdentifier: Point] = [:]
    for (axes, model) in zip(sources, models) {
      let id = ObjectIdentifier(axes)
      switch model.placement {
      case .cell(let cell): frames[id] = grid(cell)
      case .free(let frame): frames[id] = frame
      case .over, .bar: break
      }
    }
    for (axes, model) in zip(sources, models) {
      guard case .bar(let bar) = model.placement else { continue }
      frames[ObjectIdentifier(axes)] = place(bar, &frames, &anchors)
      if isConstrained, bar.parents.count == 1, let own = frames[ObjectIdentifier(axes)] {
        frames[ObjectIdentifier(axes)] = closeUp(bar, own, &frames, &anchors)
      }
    }
    for (axes, model) in zip(sources, models) {
      guard case .over(let other) = model.placement else { continue }
      frames[ObjectIdentifier(axes)] = frames[ObjectIdentifier(other)]
      anchors[ObjectIdentifier(axes)] = anchors[ObjectIdentifier(other)]
    }
    return sources.indices.map { index in
      let id = ObjectIdentifier(sources[index])
      return layout(index, frames[id] ?? Margins().frame, anchors[id])
    }
  }

  /// The place of a colour bar; its parents give way.
  private func place(
    _ bar: BarPlacement, _ frames: inout [ObjectIdentifier: Frame], _ anchors: inout [ObjectIdentifier: Point]
  ) -> Frame {
    let parents = bar.parents.map { ObjectIdentifier($0) }
    let known = parents.compactMap { frames[$0] }
    guard let first = known.first else { return Margins().frame }
    let (left, right) = (known.map(\.left).min() ?? first.left, known.map(\.right).max() ?? first.right)
    let (bottom, top) = (known.map(\.bottom).min() ?? first.bottom, known.map(\.top).max() ?? first.top)
    // A single parent is cut like a grid of two columns whose gap counts in widths of a column.
    let gap = 2 * bar.pad / (1 - bar.pad)
    let unit = 2 / (2 + gap) / (1 - bar.pad)
    let isSingle = parents.count == 1
    let kept = isSingle ? unit * (1 - bar.fraction - bar.pad) : 1 - bar.fraction - bar.pad
    let part = isSingle ? unit * bar.fraction : bar.fraction
    let length = (bar.isHorizontal ? right - left : top - bottom) * bar.shrink
    for id in parents {
      guard var frame = frames[id] else { continue }
      if bar.isHorizontal {
        frame.bottom = top - (top - frame.bottom) * kept
        frame.height *= kept
        anchors[id] = Point(0.5, 0)
      } else {
        frame.left = left + (frame.left - left) * kept
        frame.width *= kept
        anchors[id] = Point(1, 0.5)
      }
      frames[id] = frame
    }
    if bar.isHorizontal {
      return Frame(left: (left + right - length) / 2, bottom: bottom, width: length, height: (top - bottom) * part)
    }
    return Frame(left: right - (right - left) * part, bottom: (top + bottom - length) / 2, width: (right - left) * part, height: length)
  }

  /// The place of a bar in the constrained layout: no wider than it is thick, and as long as its parent's picture; the parent takes the
  /// rest.
  private func closeUp(
    _ bar: BarPlacement, _ frame: Frame, _ frames: inout [ObjectIdentifier: Frame], _ anchors: inout [ObjectIdentifier: Point]
  ) -> Frame {
    let id = ObjectIdentifier(bar.parents[0])
    guard let index = sources.firstIndex(where: { $0 === bar.parents[0] }), var parent = frames[id] else { return frame }
    // The bar's own thickness is all the room it needs.
    var result = frame
    if bar.isHorizontal {
      let thickness = min(frame.height, parent.width * width / bar.aspect / height)
      let freed = frame.height - thickness
      parent.bottom -= freed
      parent.height += freed
      frames[id] = parent
      let box = layout(index, parent, anchors[id]).transform.box
      result.left = box.left / width
      result.width = box.width / width * bar.shrink
      result.left += box.width / width * (1 - bar.shrink) / 2
      result.height = thickness
      return result
    }
    let thickness = min(frame.width, parent.height * height / bar.aspect / width)
    parent.width += frame.width - thickness
    frames[id] = parent
    let box = layout(index, parent, anchors[id]).transform.box
    result.left = frame.right - thickness
    result.width = thickness
    result.height = box.height / height * bar.shrink
    result.bottom = 1 - box.bottom / height + box.height / height * (1 - bar.shrink) / 2
    return result
  }

  private func layout(_ index: Int, _ frame: Frame, _ anchor: Point?) -> AxesLayout {
    var model = models[index]
    if let anchor { model.anchor = anchor }
    let cell = Rect(
      left: frame.left * width, top: (1 - frame.top) * height, right: frame.right * width, bottom: (1 - frame.bottom) * height)
    return AxesLayout(model, view: views[index], in: cell)
  }

  // MARK: Layouts that make room

  private struct Room {
    var left = 0.0
    var right = 0.0
    var bottom = 0.0
    var top = 0.0
  }

  /// The cell an axes belongs to: its own, or that of the one it stands on or beside.
  private func cell(of model: AxesModel) -> GridCell? {
    switch model.placement {
    case .cell(let cell): return cell
    case .free: return nil
    case .over(let other): return cell(of: other.snapshot)
    case .bar(let bar): return bar.parents.count == 1 ? cell(of: bar.parents[0].snapshot) : nil
    }
  }

  /// How far the texts of what stands in each cell reach out of the cell as it is now, in points.
  private func rooms(_ frame: (GridCell) -> Frame) -> [GridCell: Room] {
    var rooms: [GridCell: Room] = [:]
    for (layout, model) in zip(axes, models) {
      guard let cell = cell(of: model) else { continue }
      let own = frame(cell)
      let bounds = layout.bounds
      var room = rooms[cell] ?? Room()
      room.left = max(room.left, own.left * width - bounds.left)
      room.right = max(room.right, bounds.right - own.right * width)
      room.top = max(room.top, (1 - own.top) * height - bounds.top)
      room.bottom = max(room.bottom, bounds.bottom - (1 - own.bottom) * height)
      rooms[cell] = room
    }
    return rooms
  }

  /// The frames of the cells as they are laid out now: without what colour bars take.
  private var current: (GridCell) -> Frame { currentFrame ?? { Margins().frame($0) } }
  private var currentFrame: ((GridCell) -> Frame)?

  private var titleHeight: Double { title.text.isEmpty ? 0 : title.fittedExtent.height }

  /// Equal gaps, as wide as the widest text needs. Mirrors `tight_layout`: the pad is 1.08 of the font's size.
  private mutating func tight() -> (GridCell) -> Frame {
    let pad = 1.08 * 10
    let rooms = rooms(current)
    var margins = Margins()
    var (left, right, bottom, top, across, down) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for (cell, room) in rooms {
      if cell.columnRange.lowerBound == 0 { left = max(left, room.left) } else { across = max(across, room.left) }
      if cell.columnRange.upperBound == cell.columns - 1 { right = max(right, room.right) }
      if cell.rowRange.lowerBound == 0 { top = max(top, room.top) }
      if cell.rowRange.upperBound == cell.rows - 1 { bottom = max(bottom, room.bottom) }
      // A gap holds what both its neighbours need.
      for (other, beside) in rooms where other.rows == cell.rows && other.columns == cell.columns {
        if other.columnRange.upperBound + 1 == cell.columnRange.lowerBound, other.rowRange.overlaps(cell.rowRange) {
          across = max(across, room.left + beside.right)
        }
        if other.rowRange.upperBound + 1 == cell.rowRange.lowerBound, other.columnRange.overlaps(cell.columnRange) {
          down = max(down, room.top + beside.bottom)
        }
      }
    }
    let rows = Double(rooms.keys.map(\.rows).max() ?? 1)
    let columns = Double(rooms.keys.map(\.columns).max() ?? 1)
    margins.left = (left + pad) / width
    margins.right = 1 - (right + pad) / width
    margins.bottom = (bottom + pad) / height
    margins.top = 1 - (top + pad + (titleHeight > 0 ? titleHeight + pad / 2 : 0)) / height
    let cellWidth = ((margins.right - margins.left) * width - (columns - 1) * (across + pad)) / columns
    let cellHeight = ((margins.top - margins.bottom) * height - (rows - 1) * (down + pad)) / rows
    // Where there is no room at all, the texts meet.
    guard cellWidth > 1, cellHeight > 1 else { return current }
    margins.wspace = columns > 1 ? (across + pad) / cellWidth : 0
    margins.hspace = rows > 1 ? (down + pad) / cellHeight : 0
    let found = margins
    currentFrame = { found.frame($0) }
    return current
  }

  /// Every gap as wide as its own texts need. Mirrors the constrained layout: pads of 3 points, gaps of 2 % of the figure.
  private mutating func constrained() -> (GridCell) -> Frame {
    let pad = 3.0
    let rooms = rooms(current)
    let rows = rooms.keys.map(\.rows).max() ?? 1
    let columns = rooms.keys.map(\.columns).max() ?? 1
    let (gapX, gapY) = (max(pad, 0.01 * width / Double(columns)), max(pad, 0.01 * height / Double(rows)))
    var (left, right) = ([Double](repeating: 0, count: columns), [Double](repeating: 0, count: columns))
    var (top, bottom) = ([Double](repeating: 0, count: rows), [Double](repeating: 0, count: rows))
    for (cell, room) in rooms where cell.rows == rows && cell.columns == columns {
      let (a, b) = (cell.columnRange.lowerBound, cell.columnRange.upperBound)
      let (c, d) = (cell.rowRange.lowerBound, cell.rowRange.upperBound)
      left[a] = max(left[a], room.left + (a == 0 ? pad : gapX))
      right[b] = max(right[b], room.right + (b == columns - 1 ? pad : gapX))
      top[c] = max(top[c], room.top + (c == 0 ? pad : gapY))
      bottom[d] = max(bottom[d], room.bottom + (d == rows - 1 ? pad : gapY))
    }
    let titleRoom = titleHeight > 0 ? titleHeight + 2 * pad : 0
    let cellWidth = (width - left.reduce(0, +) - right.reduce(0, +)) / Double(columns)
    let cellHeight = (height - titleRoom - top.reduce(0, +) - bottom.reduce(0, +)) / Double(rows)
    guard cellWidth > 1, cellHeight > 1 else { return current }
    var (starts, tops): ([Double], [Double]) = ([], [])
    var x = 0.0
    for column in 0..<columns {
      starts.append(x + left[column])
      x += left[column] + cellWidth + right[column]
    }
    var y = titleRoom
    for row in 0..<rows {
      tops.append(y + top[row])
      y += top[row] + cellHeight + bottom[row]
    }
    let (w, h, foundStarts, foundTops) = (width, height, starts, tops)
    currentFrame = { cell in
      guard cell.rows == rows, cell.columns == columns else { return Margins().frame(cell) }
      let (l, t) = (foundStarts[cell.columnRange.lowerBound], foundTops[cell.rowRange.lowerBound])
      let (r, b) = (foundStarts[cell.columnRange.upperBound] + cellWidth, foundTops[cell.rowRange.upperBound] + cellHeight)
      return Frame(left: l / w, bottom: 1 - b / h, width: (r - l) / w, height: (b - t) / h)
    }
    return current
  }
}
