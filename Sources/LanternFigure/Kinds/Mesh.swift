import LanternSupport

extension Plotter {
  /// Draws a table of numbers as coloured rectangles between the edges `x` and `y`. Mirrors `matplotlib.axes.Axes.pcolormesh`.
  ///
  /// With as many numbers as columns and rows `x` and `y` are the cells' middles; with one more their edges. Returns what a colour bar
  /// needs.
  /// ```swift
  /// axes.pcolormesh([0.0, 1, 3], [0.0, 2, 3], [[1.0, 2], [3, 4]])
  /// ```
  @discardableResult
  public func pcolormesh(
    _ x: any PlotValues, _ y: any PlotValues, _ table: any PlotTable, cmap: ColorMap = .viridis, norm: Norm? = nil, vmin: Double? = nil,
    vmax: Double? = nil, edgecolors: Color? = nil, linewidth: Double = 1, alpha: Double? = nil
  ) -> ScalarMappable? {
    let (x, y) = (Column(x), Column(y))
    var mappable: ScalarMappable?
    currentAxes.change { model in
      let table = try Table(table, op: "pcolormesh")
      let xs = try Self.edges(model.x.place(x), cells: table.columns, "x", op: "pcolormesh")
      let ys = try Self.edges(model.y.place(y), cells: table.rows, "y", op: "pcolormesh")
      mappable = try model.addMesh(
        xs, ys, table.values, cmap, norm, vmin, vmax, alpha,
        edge: try model.color(edgecolors, or: nil, alpha: alpha, op: "pcolormesh"), width: linewidth, op: "pcolormesh")
    }
    return mappable
  }

  /// Draws a table of numbers as coloured unit squares, the first row at the bottom.
  @discardableResult
  public func pcolormesh(
    _ table: any PlotTable, cmap: ColorMap = .viridis, norm: Norm? = nil, vmin: Double? = nil, vmax: Double? = nil,
    edgecolors: Color? = nil, linewidth: Double = 1, alpha: Double? = nil
  ) -> ScalarMappable? {
    let (rows, columns) = table.plotShape
    return pcolormesh(
      0...max(columns, 0), 0...max(rows, 0), table, cmap: cmap, norm: norm, vmin: vmin, vmax: vmax, edgecolors: edgecolors,
      linewidth: linewidth, alpha: alpha)
  }

  /// Counts points into `bins` x `bins` rectangles and draws the counts. Mirrors `matplotlib.axes.Axes.hist2d`.
  ///
  /// Returns the counts, one row for each bin of x, with the edges of both; empty after a mistake.
  /// ```swift
  /// let (counts, _, _) = axes.hist2d([1, 2, 2, 3], [1, 2, 2, 3], bins: 2)
  /// counts  // [[1.0, 0.0], [0.0, 3.0]]
  /// ```
  @discardableResult
  public func hist2d(
    _ x: any PlotValues, _ y: any PlotValues, bins: Int = 10, range: ((Double, Double), (Double, Double))? = nil, density: Bool = false,
    cmin: Double? = nil, cmap: ColorMap = .viridis, norm: Norm? = nil, vmin: Double? = nil, vmax: Double? = nil
  ) -> (counts: [[Double]], xedges: [Double], yedges: [Double]) {
    let (x, y) = (Column(x), Column(y))
    var result: (counts: [[Double]], xedges: [Double], yedges: [Double]) = ([], [], [])
    currentAxes.change { model in
      try Check.equal(x.count, y.count, "x and y", op: "hist2d")
      guard bins <= 4096 else { throw mistake(.argument, "hist2d", "`bins` must be at most 4096 in two dimensions, not \(bins)") }
      let (xs, ys) = (model.x.place(x), model.y.place(y))
      // The counts of each alone are not used; their edges are.
      let xEdges = try Histogram(xs, bins: bins, range: range?.0, op: "hist2d").edges
      let yEdges = try Histogram(ys, bins: bins, range: range?.1, op: "hist2d").edges
      var counts = [Double](repeating: 0, count: bins * bins)
      for (a, b) in zip(xs, ys) {
        if let column = Histogram.bin(a, xEdges), let row = Histogram.bin(b, yEdges) { counts[row * bins + column] += 1 }
      }
      if density {
        let sum = counts.reduce(0, +)
        for row in 0..<bins {
          for column in 0..<bins where sum > 0 {
            let area = (xEdges[column + 1] - xEdges[column]) * (yEdges[row + 1] - yEdges[row])
            counts[row * bins + column] /= sum * area
          }
        }
      }
      let shown = cmin.map { least in counts.map { $0 < least ? .nan : $0 } } ?? counts
      _ = try model.addMesh(xEdges, yEdges, shown, cmap, norm, vmin, vmax, nil, edge: nil, width: 0, op: "hist2d")
      result = ((0..<bins).map { column in (0..<bins).map { counts[$0 * bins + column] } }, xEdges, yEdges)
    }
    return result
  }

  /// The edges of cells given by their edges or by their middles.
  private static func edges(_ values: [Double], cells: Int, _ name: String, op: String) throws -> [Double] {
    for value in values { _ = try Check.finite(value, name, op: op) }
    if values.count == cells + 1 { return values }
    guard values.count == cells else {
      throw mistake(.shape, op, "\(name) has \(values.count) values for \(cells) cells", "give \(cells) middles or \(cells + 1) edges.")
    }
    guard cells > 1 else { return [values[0] - 0.5, values[0] + 0.5] }
    let middles = zip(values, values.dropFirst()).map { ($0 + $1) / 2 }
    return [values[0] - (middles[0] - values[0])] + middles + [values[cells - 1] + (values[cells - 1] - middles[cells - 2])]
  }
}

extension AxesModel {
  mutating func addMesh(
    _ xs: [Double], _ ys: [Double], _ values: [Double], _ cmap: ColorMap, _ norm: Norm?, _ vmin: Double?, _ vmax: Double?,
    _ alpha: Double?, edge: RGBA?, width: Double, op: String
  ) throws -> ScalarMappable {
    let scale = try ColorScale(norm, map: cmap, values: values, vmin: vmin, vmax: vmax, alpha: alpha, op: op)
    artists.append(MeshArtist(x: xs, y: ys, pixels: scale.pixels(values), edge: edge, edgeWidth: try Check.width(width, op: op)))
    let made = ScalarMappable(scale: scale)
    mappable = made
    return made
  }
}

/// Coloured rectangles between edges. Mirrors `matplotlib.collections.QuadMesh`.
struct MeshArtist: Artist {
  var x: [Double]
  var y: [Double]
  /// The colours row by row, the first row between `y[0]` and `y[1]`.
  var pixels: [UInt32]
  var edge: RGBA?
  var edgeWidth: Double
  var zOrder = 0.0

  var dataLimits: (x: DataLimits, y: DataLimits) {
    func limits(_ edges: [Double]) -> DataLimits { DataLimits(edges, sticky: [edges.min() ?? 0, edges.max() ?? 0]) }
    return (limits(x), limits(y))
  }

  private static func isEven(_ edges: [Double]) -> Bool {
    guard edges.count > 2, let first = edges.first, let last = edges.last else { return true }
    let step = (last - first) / Double(edges.count - 1)
    return edges.enumerated().allSatisfy { abs($1 - first - Double($0) * step) <= 1e-6 * abs(step) }
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let (columns, rows) = (x.count - 1, y.count - 1)
    let isEven = Self.isEven(x) && Self.isEven(y) && transform.xScale == .linear && transform.yScale == .linear
    if isEven, edge == nil {
      // Even cells are one picture.
      let picture = Picture(rows: rows, columns: columns, pixels: pixels)
      canvas.draw(picture, from: transform.point(x[0], y[0]), to: transform.point(x[columns], y[rows]))
      return
    }
    let stroke = edge.map { Stroke(color: $0, width: edgeWidth, join: .miter) }
    let (across, down) = (x.map { transform.horizontal($0) }, y.map { transform.vertical($0) })
    for row in 0..<rows {
      for column in 0..<columns where pixels[row * columns + column] >> 24 > 0 {
        let (a, b) = (Point(across[column], down[row]), Point(across[column + 1], down[row + 1]))
        let box = Rect(left: min(a.x, b.x), top: min(a.y, b.y), right: max(a.x, b.x), bottom: max(a.y, b.y))
        let near = box.intersection(transform.box.inset(by: -100))
        guard near.width > 0, near.height > 0 else { continue }
        canvas.draw(.rectangle(near), fill: RGBA(premultiplied: pixels[row * columns + column]), stroke: stroke)
      }
    }
  }
}
