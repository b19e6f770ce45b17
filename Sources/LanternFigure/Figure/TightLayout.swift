// Equal gaps between the axes of a grid, as wide as the widest texts need.

extension PageLayout {
  /// The cell that an axes belongs to: its own, or that of the one it stands on or beside.
  private func cell(of model: AxesModel) -> GridCell? {
    switch model.placement {
    case .cell(let cell): return cell
    case .free: return nil
    case .over(let other): return cell(of: other.snapshot)
    case .bar(let bar): return bar.parents.count == 1 ? cell(of: bar.parents[0].snapshot) : nil
    }
  }

  /// What each cell holds takes this much of the page now.
  private var taken: [GridCell: Rect] {
    var taken: [GridCell: Rect] = [:]
    for (layout, model) in zip(axes, models) {
      guard let cell = cell(of: model) else { continue }
      taken[cell] = taken[cell].map { $0.union(layout.bounds) } ?? layout.bounds
    }
    return taken
  }

  /// The margins with which the texts just fit, a little more than a letter apart; `nil` where there is no room at all. Mirrors
  /// `tight_layout`.
  func tight(_ margins: Margins) -> Margins? {
    let pad = 1.08 * 10
    let taken = taken
    let rows = taken.keys.map(\.rows).max() ?? 1, columns = taken.keys.map(\.columns).max() ?? 1
    // What reaches over each border between columns (with the figure's at both ends), for each row; and the other way round.
    var across = [[Double]](repeating: [Double](repeating: 0, count: columns + 1), count: rows)
    var down = [[Double]](repeating: [Double](repeating: 0, count: columns), count: rows + 1)
    for (cell, bounds) in taken {
      let own = rect(margins.frame(cell))
      // A cell of a coarser grid covers several of the finest one.
      let (up, over) = (rows / cell.rows, columns / cell.columns)
      guard up * cell.rows == rows, over * cell.columns == columns else { continue }
      let (top, bottom) = (cell.rowRange.lowerBound * up, (cell.rowRange.upperBound + 1) * up)
      let (left, right) = (cell.columnRange.lowerBound * over, (cell.columnRange.upperBound + 1) * over)
      for row in top..<bottom {
        across[row][left] += own.left - bounds.left
        across[row][right] += bounds.right - own.right
      }
      for column in left..<right {
        down[top][column] += own.top - bounds.top
        down[bottom][column] += bounds.bottom - own.bottom
      }
    }
    func widest(_ values: some Sequence<Double>) -> Double { values.max() ?? 0 }
    let title = titleHeight > 0 ? titleHeight + pad : 0
    var found = Margins()
    found.left = (max(widest(across.map { $0[0] }), 0) + pad) / width
    found.right = 1 - (max(widest(across.map { $0[columns] }), 0) + pad) / width
    found.bottom = (max(widest(down[rows]), 0) + pad) / height
    found.top = 1 - (max(widest(down[0]), 0) + pad + title) / height
    let gapX = columns > 1 ? widest(across.joined(inner: columns)) + pad : 0
    let gapY = rows > 1 ? widest(down[1..<rows].joined()) + pad : 0
    let cellWidth = ((found.right - found.left) * width - Double(columns - 1) * gapX) / Double(columns)
    let cellHeight = ((found.top - found.bottom) * height - Double(rows - 1) * gapY) / Double(rows)
    guard cellWidth > 1, cellHeight > 1 else { return nil }
    found.wspace = gapX / cellWidth
    found.hspace = gapY / cellHeight
    return found
  }
}

extension [[Double]] {
  /// What stands between the first and the last number of each row.
  fileprivate func joined(inner columns: Int) -> [Double] { flatMap { $0[1..<columns] } }
}
