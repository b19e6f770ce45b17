/// A line through points, with or without a sign at each. Mirrors `matplotlib.lines.Line2D`.
struct LineArtist: Artist {
  var x: [Double]
  var y: [Double]
  var color: RGBA
  /// In points.
  var width: Double
  /// Multiples of the width; empty for a solid line, `nil` for no line.
  var pattern: [Double]?
  var marker: MarkerShape?
  var markerSize: Double
  var label: String?
  var zOrder = 2.0

  var dataLimits: (x: DataLimits, y: DataLimits) {
    var limits = (x: DataLimits(), y: DataLimits())
    for (a, b) in zip(x, y) where a.isFinite && b.isFinite {
      limits.x.include(a)
      limits.y.include(b)
    }
    return limits
  }

  /// The stroke of the line itself.
  var stroke: Stroke? { LineArtist.stroke(color: color, width: width, pattern: pattern) }

  static func stroke(color: RGBA, width: Double, pattern: [Double]?) -> Stroke? {
    guard let pattern, width > 0 else { return nil }
    return Stroke(
      color: color, width: width, dashes: pattern.map { $0 * width }, cap: pattern.isEmpty ? .square : .butt, join: .round)
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let points = zip(x, y).map { transform.point($0, $1) }
    if let stroke {
      let path = Polyline.path(Polyline.simplified(points), near: transform.box)
      // Pieces of a dashed line would begin their dashes anew, and those of a translucent one show where they meet.
      let isWhole = !stroke.dashes.isEmpty || color.alpha < 1
      for piece in isWhole ? [path] : Polyline.pieces(path) where !piece.isEmpty { canvas.draw(piece, stroke: stroke) }
    }
    guard let marker else { return }
    let near = transform.box.inset(by: -(markerSize + 10))
    let places = points.filter { $0.isFinite && near.contains($0) }
    stampMarker(marker, at: places, on: canvas)
  }

  private func stampMarker(_ marker: MarkerShape, at places: [Point], on canvas: any Canvas) {
    guard !places.isEmpty, markerSize > 0 else { return }
    let edge = marker.isPixel ? nil : Stroke(color: color, width: 1, join: marker.join)
    canvas.stamp(
      marker.path(size: markerSize), at: places, fill: marker.filled ? color : nil, stroke: edge,
      snap: markerSize >= marker.snapThreshold ? .always : .never)
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    Obstacles(lines: Polyline.stretches(zip(x, y).map { transform.point($0, $1) }))
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    let y = origin.y - height / 2
    if let stroke { canvas.draw(.polyline([Point(origin.x, y), Point(origin.x + width, y)]), stroke: stroke) }
    if let marker { stampMarker(marker, at: [Point(origin.x + width / 2, y)], on: canvas) }
  }
}

/// A straight line across the axes at one value. Mirrors `matplotlib.axes.Axes.axhline` and `axvline`.
struct ReferenceLine: Artist {
  enum Direction: Hashable, Sendable { case horizontal, vertical }

  var direction: Direction
  var value: Double
  /// Where it begins and ends, as fractions of the axes.
  var from: Double
  var to: Double
  var color: RGBA
  var width: Double
  var pattern: [Double]?
  var label: String?
  var zOrder = 2.0

  var dataLimits: (x: DataLimits, y: DataLimits) {
    var limits = (x: DataLimits(), y: DataLimits())
    switch direction {
    case .horizontal: limits.y.include(value)
    case .vertical: limits.x.include(value)
    }
    return limits
  }

  private func ends(_ t: DataTransform) -> [Point] {
    switch direction {
    case .horizontal:
      let y = t.vertical(value)
      return [Point(t.box.left + from * t.box.width, y), Point(t.box.left + to * t.box.width, y)]
    case .vertical:
      let x = t.horizontal(value)
      return [Point(x, t.box.bottom - from * t.box.height), Point(x, t.box.bottom - to * t.box.height)]
    }
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    guard let stroke = LineArtist.stroke(color: color, width: width, pattern: pattern) else { return }
    let path = Polyline.path(ends(transform), near: transform.box)
    if !path.isEmpty { canvas.draw(path, stroke: stroke) }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles { Obstacles(lines: Polyline.stretches(ends(transform))) }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    guard let stroke = LineArtist.stroke(color: color, width: self.width, pattern: pattern) else { return }
    let y = origin.y - height / 2
    canvas.draw(.polyline([Point(origin.x, y), Point(origin.x + width, y)]), stroke: stroke)
  }
}
