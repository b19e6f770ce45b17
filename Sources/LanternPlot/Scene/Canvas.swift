/// How an outline is drawn.
struct Stroke: Hashable, Sendable {
  enum Cap: Hashable, Sendable { case butt, round, square }
  enum Join: Hashable, Sendable { case miter, round, bevel }

  var color: RGBA
  /// The width in points.
  var width: Double
  /// The lengths of dashes and gaps in points; empty for a solid line.
  var dashes: [Double] = []
  var cap: Cap = .butt
  var join: Join = .round
}

/// What a raster does with the edges of an outline; the vector canvases leave everything where it is.
enum Snap: Hashable, Sendable {
  /// Outlines of horizontal and vertical segments are moved to pixel borders or centres, others stay.
  case automatic
  case always
  case never
}

/// One line of text, set from a point on its baseline.
struct TextRun: Hashable, Sendable {
  enum Alignment: Hashable, Sendable { case left, center, right }

  var text: String
  /// The point on the baseline at the left end, middle or right end, as `alignment` says.
  var origin: Point
  /// The size in points.
  var size: Double
  var color: RGBA = .black
  var alignment: Alignment = .left
  /// Degrees anticlockwise.
  var rotation: Double = 0
}

/// What a back end can do. The scene is laid out in points before any of this is called, so a canvas only paints.
protocol Canvas: AnyObject {
  /// Paints an outline: the inside with `fill`, then the line with `stroke`.
  func draw(_ path: Path, fill: RGBA?, stroke: Stroke?, snap: Snap)
  /// Paints the same outline at many places.
  func stamp(_ path: Path, at places: [Point], fill: RGBA?, stroke: Stroke?, snap: Snap)
  /// Paints a picture into the rectangle with these corners (its first pixel's at `from`), each pixel an even cell.
  func draw(_ picture: Picture, from: Point, to: Point)
  /// Sets a line of text.
  func draw(_ text: TextRun)
  /// Everything until the matching `popClip` stays inside the rectangle.
  func pushClip(_ rect: Rect)
  func popClip()
  /// How large a line of text comes out, in points.
  func measure(_ line: Substring, size: Double) -> LineSize
}

extension Canvas {
  func measure(_ line: Substring, size: Double) -> LineSize { FontMetrics.measure(line, size) }

  func draw(_ path: Path, fill: RGBA? = nil, stroke: Stroke? = nil) { draw(path, fill: fill, stroke: stroke, snap: .automatic) }
}
