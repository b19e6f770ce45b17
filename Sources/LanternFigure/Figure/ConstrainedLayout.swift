// Every gap of a grid as wide as its own texts and colour bars need. Mirrors matplotlib's constrained layout.

/// How far something reaches out of a box on its four sides, in points.
private struct Room {
  var left = 0.0
  var right = 0.0
  var top = 0.0
  var bottom = 0.0
}

/// What the columns of a grid need on their left and right, and the rows above and below.
private struct Borders {
  var left: [Double]
  var right: [Double]
  var top: [Double]
  var bottom: [Double]

  init(rows: Int, columns: Int) {
    (left, right) = ([Double](repeating: 0, count: columns), [Double](repeating: 0, count: columns))
    (top, bottom) = ([Double](repeating: 0, count: rows), [Double](repeating: 0, count: rows))
  }

  mutating func widen(_ cell: GridCell, _ room: Room) {
    let (c, r) = (cell.columnRange, cell.rowRange)
    left[c.lowerBound] = max(left[c.lowerBound], room.left)
    right[c.upperBound] = max(right[c.upperBound], room.right)
    top[r.lowerBound] = max(top[r.lowerBound], room.top)
    bottom[r.upperBound] = max(bottom[r.upperBound], room.bottom)
  }
}

/// Cells that are equally large inside of the borders of their rows and columns.
private struct ConstrainedGrid {
  let texts: Borders
  private let width: Double
  private let height: Double
  /// Where the inside of each column and each row begins.
  private var x: [Double] = []
  private var y: [Double] = []

  /// The grid between the page's left end and `width`, and between `start` and `height`; `nil` where there is no room for it.
  init?(_ texts: Borders, _ gaps: Borders, width: Double, from start: Double, to height: Double) {
    self.texts = texts
    let (left, right) = (zip(texts.left, gaps.left).map(+), zip(texts.right, gaps.right).map(+))
    let (top, bottom) = (zip(texts.top, gaps.top).map(+), zip(texts.bottom, gaps.bottom).map(+))
    self.width = (width - left.reduce(0, +) - right.reduce(0, +)) / Double(left.count)
    self.height = (height - start - top.reduce(0, +) - bottom.reduce(0, +)) / Double(top.count)
    guard self.width > 1, self.height > 1 else { return nil }
    var (across, down) = (0.0, start)
    for (before, after) in zip(left, right) {
      x.append(across + before)
      across += before + self.width + after
    }
    for (before, after) in zip(top, bottom) {
      y.append(down + before)
      down += before + self.height + after
    }
  }

  func inside(_ cell: GridCell) -> Rect {
    let (c, r) = (cell.columnRange, cell.rowRange)
    return Rect(left: x[c.lowerBound], top: y[r.lowerBound], right: x[c.upperBound] + width, bottom: y[r.upperBound] + height)
  }
}

extension PageLayout {
  /// What stays free round everything, in points.
  static let constrainedPad = 3.0

  /// The frames of cells and colour bars as their texts, laid out now, need them; `nil` where there is no room. Gaps are 2 % of the figure,
  /// and at least 3 points on each side.
  /// - Parameter known: the cells of the step before, which the gaps beside colour bars are fractions of; none at first.
  func constrained(_ known: [GridCell: Frame]) -> (cells: [GridCell: Frame], bars: [Int: Frame])? {
    var cells: [GridCell: Frame] = [:], frames: [Int: Frame] = [:]
    let all = models.compactMap { model -> GridCell? in if case .cell(let cell) = model.placement { cell } else { nil } }
    for shape in Set(all.map { [$0.rows, $0.columns] }) {
      let bars = bars(rows: shape[0], columns: shape[1])
      guard let grid = grid(rows: shape[0], columns: shape[1], bars, known) else { return nil }
      for cell in all where [cell.rows, cell.columns] == shape { cells[cell] = frame(grid.inside(cell)) }
      // Several bars of a cell stand beside each other, the last one nearest.
      var offsets: [GridCell: Room] = [:]
      for (index, bar, cell) in bars.reversed() {
        cells[cell] = cells[cell] ?? frame(grid.inside(cell))
        frames[index] = frame(place(bar, index, cell, grid, &offsets[cell, default: Room()]))
      }
    }
    return (cells, frames)
  }

  private func frame(_ box: Rect) -> Frame {
    Frame(left: box.left / width, bottom: 1 - box.bottom / height, width: box.width / width, height: box.height / height)
  }

  /// The cell of an axes in a grid of so many rows and columns.
  private func cell(_ axes: Axes, rows: Int, columns: Int) -> GridCell? {
    switch axes.snapshot.placement {
    case .cell(let cell): return cell.rows == rows && cell.columns == columns ? cell : nil
    case .over(let other): return cell(other, rows: rows, columns: columns)
    case .free, .bar: return nil
    }
  }

  private typealias PlacedBar = (index: Int, bar: BarPlacement, cell: GridCell)

  /// The colour bars whose parents all stand in a grid, and the cells that these cover.
  private func bars(rows: Int, columns: Int) -> [PlacedBar] {
    models.enumerated().compactMap { index, model in
      guard case .bar(let bar) = model.placement else { return nil }
      let cells = bar.parents.compactMap { cell($0, rows: rows, columns: columns) }
      guard var whole = cells.first, cells.count == bar.parents.count else { return nil }
      for cell in cells {
        let (r, c) = (cell.rowRange, cell.columnRange)
        whole.rowRange = min(whole.rowRange.lowerBound, r.lowerBound)...max(whole.rowRange.upperBound, r.upperBound)
        whole.columnRange = min(whole.columnRange.lowerBound, c.lowerBound)...max(whole.columnRange.upperBound, c.upperBound)
      }
      return (index, bar, whole)
    }
  }

  private func grid(rows: Int, columns: Int, _ bars: [PlacedBar], _ known: [GridCell: Frame]) -> ConstrainedGrid? {
    let pad = Self.constrainedPad
    let (gapX, gapY) = (max(pad, 0.01 * width / Double(columns)), max(pad, 0.01 * height / Double(rows)))
    var texts = Borders(rows: rows, columns: columns), gaps = texts
    for index in models.indices {
      guard let cell = cell(sources[index], rows: rows, columns: columns) else { continue }
      let (c, r) = (cell.columnRange, cell.rowRange)
      let (own, bounds) = (rect(frames[index]), axes[index].bounds)
      var room = Room(
        left: own.left - bounds.left, right: bounds.right - own.right, top: own.top - bounds.top, bottom: bounds.bottom - own.bottom)
      var gap = Room(
        left: c.lowerBound > 0 ? gapX : pad, right: c.upperBound < columns - 1 ? gapX : pad, top: r.lowerBound > 0 ? gapY : pad,
        bottom: r.upperBound < rows - 1 ? gapY : pad)
      for (other, bar, whole) in bars where bar.parents.contains(where: { $0 === sources[index] }) {
        let (taken, inside) = (axes[other].bounds, known[whole].map(rect))
        if bar.isHorizontal {
          if whole.rowRange.upperBound == r.upperBound { gap.bottom += taken.height + bar.pad * (inside?.height ?? 0) }
          if whole.columnRange.lowerBound == c.lowerBound { room.left += max(bounds.left - taken.left, 0) }
          if whole.columnRange.upperBound == c.upperBound { room.right += max(taken.right - bounds.right, 0) }
        } else {
          if whole.columnRange.upperBound == c.upperBound { gap.right += taken.width + bar.pad * (inside?.width ?? 0) }
          if whole.rowRange.lowerBound == r.lowerBound { room.top += max(bounds.top - taken.top, 0) }
          if whole.rowRange.upperBound == r.upperBound { room.bottom += max(taken.bottom - bounds.bottom, 0) }
        }
      }
      texts.widen(cell, room)
      gaps.widen(cell, gap)
    }
    return ConstrainedGrid(texts, gaps, width: width, from: titleHeight > 0 ? titleHeight + 2 * pad : 0, to: height)
  }

  /// The place of a colour bar beside the cells that its parents stand in, outside of their texts.
  private func place(_ bar: BarPlacement, _ index: Int, _ cell: GridCell, _ grid: ConstrainedGrid, _ offset: inout Room) -> Rect {
    let inside = grid.inside(cell), taken = axes[index].bounds, now = rect(frames[index])
    if bar.isHorizontal {
      let (length, thickness, pad) = (inside.width * bar.shrink, inside.height * bar.fraction, bar.pad * inside.height)
      let start = inside.bottom + grid.texts.bottom[cell.rowRange.upperBound] + offset.bottom + pad
      // The bar is as thick as its length wants it, at the upper end of its place; its texts end where it may end.
      let bottom = start + taken.height - (taken.bottom - now.bottom)
      offset.bottom += taken.height + pad
      let left = inside.left + (inside.width - length) / 2
      return Rect(left: left, top: bottom - thickness, right: left + length, bottom: bottom)
    }
    let (length, thickness, pad) = (inside.height * bar.shrink, inside.width * bar.fraction, bar.pad * inside.width)
    let left = inside.right + grid.texts.right[cell.columnRange.upperBound] + offset.right + pad + now.left - taken.left
    offset.right += taken.width + pad
    let top = inside.top + (inside.height - length) / 2
    return Rect(left: left, top: top, right: left + thickness, bottom: top + length)
  }
}
