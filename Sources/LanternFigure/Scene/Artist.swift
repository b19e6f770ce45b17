/// Something drawn in an axes: a line, a cloud of points, a text. A value; the axes keeps them in the order they were made.
protocol Artist: Sendable {
  /// The text of its entry in the legend; `nil` or one that starts with an underscore has none.
  var label: String? { get }
  /// What lies above what: higher is drawn later, equal ones in the order they were made.
  var zOrder: Double { get }
  /// The numbers the automatic limits must show.
  var dataLimits: (x: DataLimits, y: DataLimits) { get }
  /// Whether what lies outside of the axes is cut off.
  var isClipped: Bool { get }

  func draw(on canvas: any Canvas, _ transform: DataTransform)
  /// What a legend should rather not cover, on the page.
  func obstacles(_ transform: DataTransform) -> Obstacles
  /// Draws the sample beside the legend's text into a field with its left end on the baseline at `origin`.
  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double)
  /// What it covers outside of the axes, which a tight layout makes room for.
  func reach(_ transform: DataTransform) -> Rect?
}

/// What a legend placed automatically avoids.
struct Obstacles: Sendable {
  /// Lines: their corners count, and their crossing the legend's border.
  var lines: [[Point]] = []
  /// Single points.
  var points: [Point] = []
  /// Bars and texts.
  var boxes: [Rect] = []
}

extension Artist {
  var label: String? { nil }
  var isClipped: Bool { true }
  var hasLegendEntry: Bool { label.map { !$0.isEmpty && !$0.hasPrefix("_") } ?? false }

  func obstacles(_ transform: DataTransform) -> Obstacles { Obstacles() }
  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {}
  func reach(_ transform: DataTransform) -> Rect? { nil }
}

/// The sample a legend shows for filled shapes.
enum Handle {
  static func patch(on canvas: any Canvas, at origin: Point, width: Double, height: Double, fill: RGBA?, stroke: Stroke?) {
    let box = Rect(left: origin.x, top: origin.y - height, right: origin.x + width, bottom: origin.y)
    canvas.draw(.rectangle(box), fill: fill, stroke: stroke)
  }

  static func line(on canvas: any Canvas, at origin: Point, width: Double, height: Double, stroke: Stroke) {
    let y = origin.y - height / 2
    canvas.draw(.polyline([Point(origin.x, y), Point(origin.x + width, y)]), stroke: stroke)
  }
}
