import LanternSupport

extension Plotter {
  /// Draws a marker at each point. Mirrors `matplotlib.axes.Axes.scatter`.
  ///
  /// `s` is the area in square points, one number or one a point (36, a diameter of 6 points, by default); `linewidths` the edge's
  /// width in points. Points with a coordinate that is not finite are left out.
  /// ```swift
  /// axes.scatter([1, 2, 3], [2, 1, 3], s: 20, c: "tab:red", label: "true")
  /// ```
  public func scatter(
    _ x: any PlotValues, _ y: any PlotValues, s: (any PlotValues)? = nil, c: Color? = nil, color: Color? = nil, marker: Marker = "o",
    alpha: Double? = nil, label: String? = nil, linewidths: Double? = nil, edgecolors: Color? = nil, zorder: Double? = nil
  ) {
    let (x, y, sizes) = (Column(x), Column(y), s?.plotValues ?? [36])
    currentAxes.change { model in
      var artist = try ScatterArtist(&model, x, y, sizes: sizes, marker: marker, linewidth: linewidths, label: label, zOrder: zorder)
      artist.faces = [try model.color(c ?? color, or: model.nextFillColor(), alpha: alpha, op: "scatter")]
      if let edgecolors, edgecolors.name != "face" {
        artist.edges = [try model.color(edgecolors, or: nil, alpha: alpha, op: "scatter")]
      }
      model.artists.append(artist)
    }
  }

  /// Draws a marker at each point in the colour of its number in `c`. Returns what a colour bar needs.
  /// ```swift
  /// axes.scatter([1, 2, 3], [2, 1, 3], c: [0.1, 0.5, 0.9], cmap: "plasma")
  /// axes.figure?.colorbar(ax: axes)
  /// ```
  @discardableResult
  public func scatter(
    _ x: any PlotValues, _ y: any PlotValues, s: (any PlotValues)? = nil, c: any PlotValues, marker: Marker = "o",
    cmap: ColorMap = .viridis, norm: Norm? = nil, vmin: Double? = nil, vmax: Double? = nil, alpha: Double? = nil, label: String? = nil,
    linewidths: Double? = nil, edgecolors: Color? = nil, zorder: Double? = nil
  ) -> ScalarMappable? {
    let (x, y, sizes, numbers) = (Column(x), Column(y), s?.plotValues ?? [36], c.plotValues)
    var mappable: ScalarMappable?
    currentAxes.change { model in
      guard numbers.count == x.count else {
        throw mistake(
          .shape, "scatter", "'c' argument has \(numbers.count) elements, which is inconsistent with 'x' and 'y' with size \(x.count)")
      }
      var artist = try ScatterArtist(&model, x, y, sizes: sizes, marker: marker, linewidth: linewidths, label: label, zOrder: zorder)
      let scale = try ColorScale(norm, map: cmap, values: numbers, vmin: vmin, vmax: vmax, alpha: alpha, op: "scatter")
      artist.faces = numbers.map { scale.color($0) }
      if let edgecolors, edgecolors.name != "face" {
        artist.edges = [try model.color(edgecolors, or: nil, alpha: alpha, op: "scatter")]
      }
      mappable = ScalarMappable(scale: scale)
      model.mappable = mappable
      model.artists.append(artist)
    }
    return mappable
  }
}

/// A cloud of points. Mirrors the collection `matplotlib.axes.Axes.scatter` makes.
struct ScatterArtist: Artist {
  var x: [Double]
  var y: [Double]
  /// Areas in square points: one for all, or one a point.
  var sizes: [Double]
  /// One colour for all, or one a point.
  var faces: [RGBA?] = []
  /// The edges' colours; where there are none, the faces'.
  var edges: [RGBA?] = []
  /// The width of the edge in points.
  var edgeWidth: Double
  var marker: MarkerShape
  var label: String?
  var zOrder = 1.0

  init(
    _ model: inout AxesModel, _ x: Column, _ y: Column, sizes: [Double], marker: Marker, linewidth: Double?, label: String?,
    zOrder: Double?
  ) throws {
    guard x.count == y.count else {
      throw mistake(.shape, "scatter", "x and y must be the same size, but have \(x.count) and \(y.count) values")
    }
    guard sizes.count == 1 || sizes.count == x.count else {
      throw mistake(
        .shape, "scatter",
        "s must be a scalar, or float array-like with the same size as x and y, not \(sizes.count) values for \(x.count) points")
    }
    // The pixel has no size to scale: a square stands in, as in matplotlib.
    guard let shape = try (marker.name == "," ? .square : marker).shape() else {
      throw mistake(.argument, "scatter", "a scatter plot needs a marker, not '\(marker.name)'", "use plot for a line.")
    }
    self.x = model.x.place(x)
    self.y = model.y.place(y)
    self.sizes = sizes
    // Crosses have no inside: they are drawn with a line as wide as a plot's.
    edgeWidth = try Check.width(linewidth ?? (shape.filled ? 1 : 1.5), op: "scatter")
    self.marker = shape
    self.label = label
    if let zOrder { self.zOrder = try Check.finite(zOrder, "zorder", op: "scatter") }
  }

  var dataLimits: (x: DataLimits, y: DataLimits) { DataLimits.points(x, y) }

  private func item<T>(_ values: [T], _ index: Int) -> T? { values.count == 1 ? values[0] : index < values.count ? values[index] : nil }

  private func mark(area: Double, face: RGBA?, edge: RGBA?) -> Mark {
    let stroke = edge.flatMap { edgeWidth > 0 ? Stroke(color: $0, width: edgeWidth, join: marker.join) : nil }
    return Mark(path: marker.path(size: max(area, 0).squareRoot()), fill: marker.filled ? face : nil, stroke: stroke)
  }

  /// What tells the marks of two points apart.
  private struct Look: Hashable {
    var area: Double
    var face: RGBA?
    var edge: RGBA?
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let largest = sizes.max().map { max($0, 0).squareRoot() } ?? 0
    let near = transform.box.inset(by: -(largest + edgeWidth + 10))
    let points = transform.points(x, y)
    if sizes.count == 1, faces.count == 1, edges.count <= 1 {
      guard sizes[0].isFinite, sizes[0] >= 0 else { return }
      let places = points.filter { $0.isFinite && near.contains($0) }
      if !places.isEmpty { canvas.stamp([mark(area: sizes[0], face: faces[0], edge: edges.first ?? faces[0])], at: places, choices: nil) }
      return
    }
    var (marks, known): ([Mark], [Look: Int32]) = ([], [:])
    var (places, choices): ([Point], [Int32]) = ([], [])
    for (i, p) in points.enumerated() where p.isFinite && near.contains(p) {
      guard let area = item(sizes, i), area.isFinite, let face = item(faces, i) else { continue }
      let look = Look(area: area, face: face, edge: edges.isEmpty ? face : item(edges, i) ?? nil)
      if known[look] == nil {
        known[look] = Int32(marks.count)
        marks.append(mark(area: area, face: look.face, edge: look.edge))
      }
      places.append(p)
      choices.append(known[look] ?? 0)
    }
    if !places.isEmpty { canvas.stamp(marks, at: places, choices: choices) }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles { Obstacles(points: transform.points(x, y).filter(\.isFinite)) }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    let finite = sizes.filter(\.isFinite)
    let area = ((finite.min() ?? 0) + (finite.max() ?? 0)) / 2
    guard let face = faces.first else { return }
    // A single sample hangs a little below the middle of the field.
    let place = Point(origin.x + width / 2, origin.y - 0.375 * height)
    canvas.stamp([mark(area: area, face: face, edge: edges.first ?? face)], at: [place], choices: nil)
  }
}
