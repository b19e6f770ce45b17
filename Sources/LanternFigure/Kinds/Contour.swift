import LanternSupport

extension Plotter {
  /// Draws lines where a table of numbers takes certain levels. Mirrors `matplotlib.axes.Axes.contour`.
  ///
  /// `x` and `y` are the places of the columns and rows; `levels` how many round ones there are to be at most, 7 by default. Lines in
  /// one of `colors` are dashed below zero. Returns what a colour bar needs.
  /// ```swift
  /// axes.contour([0, 1, 2], [0, 1], [[0.0, 1, 2], [1, 2, 3]], levels: [0.5, 1.5])
  /// ```
  @discardableResult
  public func contour(
    _ x: any PlotValues, _ y: any PlotValues, _ z: any PlotTable, levels: any PlotValues = 7, cmap: ColorMap = .viridis,
    norm: Norm? = nil, colors: Color? = nil, linewidths: Double = 1.5, linestyles: LineStyle? = nil, alpha: Double? = nil
  ) -> ScalarMappable? {
    contours(Column(x), Column(y), z, levels, cmap, norm, colors, linewidths, linestyles, alpha, isFilled: false)
  }

  /// Draws lines where a table takes certain levels, with rows and columns counted from 0.
  @discardableResult
  public func contour(
    _ z: any PlotTable, levels: any PlotValues = 7, cmap: ColorMap = .viridis, norm: Norm? = nil, colors: Color? = nil,
    linewidths: Double = 1.5, linestyles: LineStyle? = nil, alpha: Double? = nil
  ) -> ScalarMappable? {
    let (rows, columns) = z.plotShape
    return contour(
      0..<columns, 0..<rows, z, levels: levels, cmap: cmap, norm: norm, colors: colors, linewidths: linewidths, linestyles: linestyles,
      alpha: alpha)
  }

  /// Fills the areas between levels of a table of numbers. Mirrors `matplotlib.axes.Axes.contourf`.
  /// ```swift
  /// axes.contourf([[0.0, 1, 2], [1, 2, 3]], levels: [0, 1, 2, 3], cmap: "RdBu")
  /// ```
  @discardableResult
  public func contourf(
    _ x: any PlotValues, _ y: any PlotValues, _ z: any PlotTable, levels: any PlotValues = 7, cmap: ColorMap = .viridis,
    norm: Norm? = nil, alpha: Double? = nil
  ) -> ScalarMappable? {
    contours(Column(x), Column(y), z, levels, cmap, norm, nil, 0, nil, alpha, isFilled: true)
  }

  /// Fills the areas between levels of a table, with rows and columns counted from 0.
  @discardableResult
  public func contourf(
    _ z: any PlotTable, levels: any PlotValues = 7, cmap: ColorMap = .viridis, norm: Norm? = nil, alpha: Double? = nil
  ) -> ScalarMappable? {
    let (rows, columns) = z.plotShape
    return contourf(0..<columns, 0..<rows, z, levels: levels, cmap: cmap, norm: norm, alpha: alpha)
  }

  private func contours(
    _ x: Column, _ y: Column, _ z: any PlotTable, _ levels: any PlotValues, _ cmap: ColorMap, _ norm: Norm?, _ color: Color?,
    _ width: Double, _ style: LineStyle?, _ alpha: Double?, isFilled: Bool
  ) -> ScalarMappable? {
    let op = isFilled ? "contourf" : "contour"
    var mappable: ScalarMappable?
    currentAxes.change { model in
      let table = try Table(z, op: op)
      guard table.rows >= 2, table.columns >= 2 else {
        throw mistake(.shape, op, "Input z must be at least a (2, 2) shaped array, but has shape (\(table.rows), \(table.columns))")
      }
      let (xs, ys) = (model.x.place(x), model.y.place(y))
      guard xs.count == table.columns, ys.count == table.rows else {
        throw mistake(
          .shape, op,
          "Length of x (\(xs.count)) must match number of columns in z (\(table.columns)), of y (\(ys.count)) of rows (\(table.rows))")
      }
      let chosen = try Self.levels(levels, table.values, isFilled: isFilled, op: op)
      let (first, last) = (chosen[0], chosen[chosen.count - 1])
      let scale = try ColorScale(norm, map: cmap, values: chosen, vmin: nil, vmax: nil, alpha: alpha, op: op)
      let grid = ContourGrid(x: xs, y: ys, z: table.values)
      var bands: [RGBA] = []
      let sticky = isFilled
      if isFilled {
        for (low, high) in zip(chosen, chosen.dropFirst()) {
          bands.append(scale.color((low + high) / 2) ?? RGBA(0, 0, 0, 0))
          // The lowest area includes its lower level.
          let outlines = grid.area(above: low == first ? low.nextDown : low) + grid.area(above: high == last ? high.nextUp : high)
          model.artists.append(ContourArea(outlines: outlines, color: bands[bands.count - 1]))
        }
      } else {
        let fixed = try model.color(color, or: nil, alpha: alpha, op: op)
        for level in chosen {
          let tint = fixed ?? scale.color(level) ?? RGBA(0, 0, 0, 0)
          bands.append(tint)
          let pattern = try (style ?? (fixed != nil && level < 0 ? .dashed : .solid)).pattern()
          model.artists.append(
            ContourLines(lines: grid.lines(at: level), color: tint, width: try Check.width(width, op: op), pattern: pattern))
        }
      }
      model.artists.append(
        RoomArtist(
          x: DataLimits(xs, sticky: sticky ? [xs.min() ?? 0, xs.max() ?? 0] : []),
          y: DataLimits(ys, sticky: sticky ? [ys.min() ?? 0, ys.max() ?? 0] : [])))
      // Contours leave no margin.
      (model.x.margin, model.y.margin) = (0, 0)
      mappable = ScalarMappable(scale: scale, levels: chosen, bands: bands, isLines: !isFilled)
      model.mappable = mappable
    }
    return mappable
  }

  /// The levels asked for, or about so many round ones that span the numbers.
  private static func levels(_ asked: any PlotValues, _ z: [Double], isFilled: Bool, op: String) throws -> [Double] {
    if let count = asked as? Int {
      guard count >= 1, count <= 1000 else { throw mistake(.argument, op, "levels must be between 1 and 1000, not \(count)") }
      let finite = z.filter(\.isFinite)
      let (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
      let all = MaxNLocator(maxBins: count + 1, steps: MaxNLocator.contourSteps, minimumTicks: 1).ticks(low, high)
      let start = all.lastIndex { $0 < low } ?? 0
      let end = all.firstIndex { $0 > high }.map { $0 + 1 } ?? all.count
      return end - start < 3 ? all : Array(all[start..<end])
    }
    let levels = asked.plotValues
    guard !levels.isEmpty, levels.allSatisfy(\.isFinite), zip(levels, levels.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw mistake(.argument, op, "Contour levels must be increasing")
    }
    guard !isFilled || levels.count >= 2 else { throw mistake(.argument, op, "Filled contours require at least 2 levels.") }
    return levels
  }
}

/// Finds lines and areas in a table of numbers, cell by cell (marching squares).
struct ContourGrid {
  let x: [Double]
  let y: [Double]
  let z: [Double]

  private var columns: Int { x.count }

  /// A corner of an outline: a grid point, or the place on the edge behind it (across or up) where the level is met.
  private struct Node: Hashable {
    var corner: Int32
    /// 0 the corner itself, 1 on the edge to the next column, 2 on the edge to the next row.
    var edge: Int8
  }

  /// The outlines of where the table is at least `level`: with the area on one side, and closed.
  func area(above level: Double) -> [[Point]] {
    var next = [Node: [Node]](minimumCapacity: 4 * columns)
    forEachSide(of: level) { from, to in
      // A side that the neighbour runs back along lies inside.
      if let index = next[to]?.firstIndex(of: from) {
        next[to]?.remove(at: index)
      } else {
        next[from, default: []].append(to)
      }
    }
    return chains(&next, level)
  }

  /// The lines at `level`; closed ones end where they begin.
  func lines(at level: Double) -> [[Point]] {
    var next: [Node: [Node]] = [:]
    var hasEntry: Set<Node> = []
    forEachSide(of: level) { from, to in
      // Inside a cell the line runs from edge to edge; two points of one edge bound a side of the cell.
      guard from.edge != 0, to.edge != 0, from != to else { return }
      next[from, default: []].append(to)
      hasEntry.insert(to)
    }
    // Open lines first, from their beginnings.
    let starts = next.keys.filter { !hasEntry.contains($0) }.sorted { ($0.corner, $0.edge) < ($1.corner, $1.edge) }
    var lines = starts.map { chain(from: $0, &next, level) }
    lines += chains(&next, level)
    return lines
  }

  private func chains(_ next: inout [Node: [Node]], _ level: Double) -> [[Point]] {
    let starts = next.keys.sorted { ($0.corner, $0.edge) < ($1.corner, $1.edge) }
    return starts.compactMap { start in
      guard next[start]?.isEmpty == false else { return nil }
      return chain(from: start, &next, level)
    }
  }

  private func chain(from start: Node, _ next: inout [Node: [Node]], _ level: Double) -> [Point] {
    var points = [place(start, level)]
    var node = start
    while let following = next[node]?.popLast() {
      points.append(place(following, level))
      node = following
    }
    return points
  }

  private func place(_ node: Node, _ level: Double) -> Point {
    let (row, column) = Int(node.corner).quotientAndRemainder(dividingBy: columns)
    guard node.edge != 0 else { return Point(x[column], y[row]) }
    let other = node.edge == 1 ? Int(node.corner) + 1 : Int(node.corner) + columns
    let (a, b) = (z[Int(node.corner)], z[other])
    let t = a == b ? 0.5 : (level - a) / (b - a)
    return node.edge == 1
      ? Point(x[column] + t * (x[column + 1] - x[column]), y[row]) : Point(x[column], y[row] + t * (y[row + 1] - y[row]))
  }

  /// Calls back with the sides of the parts of all cells that are at least `level`, in order round each part.
  private func forEachSide(of level: Double, _ body: (Node, Node) -> Void) {
    for row in 0..<(y.count - 1) {
      for column in 0..<(columns - 1) {
        let first = row * columns + column
        let corners = [first, first + 1, first + columns + 1, first + columns]
        let values = corners.map { z[$0] }
        guard values.allSatisfy(\.isFinite) else { continue }
        let isHigh = values.map { $0 >= level }
        guard isHigh.contains(true) else { continue }
        // The nodes on the edges after each corner, and the corners themselves.
        let crossings = [
          Node(corner: Int32(first), edge: 1), Node(corner: Int32(first + 1), edge: 2), Node(corner: Int32(first + columns), edge: 1),
          Node(corner: Int32(first), edge: 2),
        ]
        func ring(_ range: [Int]) -> [Node] {
          var nodes: [Node] = []
          for i in range {
            let j = (i + 1) % 4
            if isHigh[i] { nodes.append(Node(corner: Int32(corners[i]), edge: 0)) }
            if isHigh[i] != isHigh[j] { nodes.append(crossings[i]) }
          }
          return nodes
        }
        let isSaddle = isHigh[0] == isHigh[2] && isHigh[1] == isHigh[3] && isHigh[0] != isHigh[1]
        let middle = values.reduce(0, +) / 4
        if isSaddle, middle < level {
          // Two high corners that don't meet.
          for i in 0..<4 where isHigh[i] {
            let part = [crossings[(i + 3) % 4], Node(corner: Int32(corners[i]), edge: 0), crossings[i]]
            emit(part, body)
          }
        } else {
          emit(ring([0, 1, 2, 3]), body)
        }
      }
    }
  }

  private func emit(_ ring: [Node], _ body: (Node, Node) -> Void) {
    for (index, node) in ring.enumerated() { body(node, ring[(index + 1) % ring.count]) }
  }
}

/// The area between two levels.
struct ContourArea: Artist {
  /// Of both levels: what an odd number of them surrounds is the area.
  var outlines: [[Point]]
  var color: RGBA
  var zOrder = 1.0

  var dataLimits: (x: DataLimits, y: DataLimits) { (DataLimits(), DataLimits()) }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    var path = Path(isEvenOdd: true)
    for outline in outlines { path.elements += Path.polyline(outline.map { transform.point($0.x, $0.y) }, closed: true).elements }
    if !path.isEmpty { canvas.draw(path, fill: color, stroke: nil, snap: .never) }
  }
}

/// The lines at one level.
struct ContourLines: Artist {
  var lines: [[Point]]
  var color: RGBA
  var width: Double
  var pattern: [Double]?
  var zOrder = 2.0

  var dataLimits: (x: DataLimits, y: DataLimits) { (DataLimits(), DataLimits()) }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    guard var stroke = LineArtist.stroke(color: color, width: width, pattern: pattern) else { return }
    stroke.cap = .butt
    for line in lines {
      let isClosed = line.count > 2 && line[0] == line[line.count - 1]
      let points = (isClosed ? Array(line.dropLast()) : line).map { transform.point($0.x, $0.y) }
      canvas.draw(.polyline(points, closed: isClosed), fill: nil, stroke: stroke, snap: .never)
    }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    Obstacles(lines: lines.map { $0.map { transform.point($0.x, $0.y) } })
  }
}
