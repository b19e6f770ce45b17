/// A cloud of points. Mirrors the collection `matplotlib.axes.Axes.scatter` makes.
struct ScatterArtist: Artist {
  var x: [Double]
  var y: [Double]
  /// Areas in square points: one for all, or one a point.
  var sizes: [Double]
  var face: RGBA?
  var edge: RGBA?
  /// The width of the edge in points.
  var edgeWidth: Double
  var marker: MarkerShape
  var label: String?
  var zOrder = 1.0

  var dataLimits: (x: DataLimits, y: DataLimits) {
    var limits = (x: DataLimits(), y: DataLimits())
    for (a, b) in zip(x, y) where a.isFinite && b.isFinite {
      limits.x.include(a)
      limits.y.include(b)
    }
    return limits
  }

  private var stroke: Stroke? {
    guard let edge, edgeWidth > 0 else { return nil }
    return Stroke(color: edge, width: edgeWidth, join: marker.join)
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let largest = sizes.max().map { $0.squareRoot() } ?? 0
    let near = transform.box.inset(by: -(largest + edgeWidth + 10))
    if sizes.count == 1 {
      let places = zip(x, y).map { transform.point($0, $1) }.filter { $0.isFinite && near.contains($0) }
      stamp(area: sizes[0], at: places, on: canvas)
      return
    }
    for i in x.indices {
      let p = transform.point(x[i], y[i])
      guard p.isFinite, near.contains(p), sizes[i].isFinite else { continue }
      let path = marker.path(size: max(sizes[i], 0).squareRoot()).translated(p)
      canvas.draw(path, fill: marker.filled ? face : nil, stroke: stroke, snap: .automatic)
    }
  }

  private func stamp(area: Double, at places: [Point], on canvas: any Canvas) {
    guard !places.isEmpty, area.isFinite, area >= 0 else { return }
    canvas.stamp(
      marker.path(size: area.squareRoot()), at: places, fill: marker.filled ? face : nil, stroke: stroke, snap: .automatic)
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    Obstacles(points: zip(x, y).map { transform.point($0, $1) }.filter(\.isFinite))
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    let finite = sizes.filter(\.isFinite)
    let area = ((finite.min() ?? 0) + (finite.max() ?? 0)) / 2
    // A single sample hangs a little below the middle of the field.
    stamp(area: area, at: [Point(origin.x + width / 2, origin.y - 0.375 * height)], on: canvas)
  }
}
