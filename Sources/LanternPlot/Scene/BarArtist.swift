/// A row of rectangles standing on a base. Mirrors the patches `matplotlib.axes.Axes.bar` and `hist` make.
struct BarArtist: Artist {
  /// One bar, in the numbers of the data.
  struct Bar: Hashable, Sendable {
    var left: Double
    var right: Double
    var base: Double
    var top: Double

    var isFinite: Bool { left.isFinite && right.isFinite && base.isFinite && top.isFinite }
  }

  var bars: [Bar]
  /// Whether the bars lie along the x axis, as those of `barh`.
  var isHorizontal = false
  var face: RGBA?
  var edge: RGBA?
  /// The width of the edge in points.
  var edgeWidth: Double
  var label: String?
  var zOrder = 1.0

  var dataLimits: (x: DataLimits, y: DataLimits) {
    var (across, along) = (DataLimits(), DataLimits())
    for bar in bars where bar.isFinite {
      across.include(bar.left)
      across.include(bar.right)
      along.include(bar.base)
      along.include(bar.top)
      along.sticky.append(bar.base)
    }
    along.sticky = Array(Set(along.sticky)).sorted()
    return isHorizontal ? (along, across) : (across, along)
  }

  private var stroke: Stroke? {
    guard let edge, edgeWidth > 0 else { return nil }
    return Stroke(color: edge, width: edgeWidth, join: .miter)
  }

  private func rectangle(_ bar: Bar, _ t: DataTransform) -> Rect {
    let (a, b) =
      isHorizontal ? (t.point(bar.base, bar.left), t.point(bar.top, bar.right)) : (t.point(bar.left, bar.base), t.point(bar.right, bar.top))
    // A base of 0 is infinitely far down a logarithmic axis: far enough is the same.
    let reach = t.box.inset(by: -4000)
    func x(_ value: Double) -> Double { min(max(value, reach.left), reach.right) }
    func y(_ value: Double) -> Double { min(max(value, reach.top), reach.bottom) }
    return Rect(left: x(min(a.x, b.x)), top: y(min(a.y, b.y)), right: x(max(a.x, b.x)), bottom: y(max(a.y, b.y)))
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    for bar in bars where bar.isFinite { canvas.draw(.rectangle(rectangle(bar, transform)), fill: face, stroke: stroke) }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    Obstacles(boxes: bars.filter(\.isFinite).map { rectangle($0, transform) })
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {
    let box = Rect(left: origin.x, top: origin.y - height, right: origin.x + width, bottom: origin.y)
    canvas.draw(.rectangle(box), fill: face, stroke: stroke)
  }
}
