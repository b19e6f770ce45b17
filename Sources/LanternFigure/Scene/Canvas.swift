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

/// An outline and its paint, to be set at many places.
struct Mark: Hashable, Sendable {
  var path: Path
  var fill: RGBA?
  var stroke: Stroke?
  var snap = Snap.automatic
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
  /// Whether the letters lean: DejaVu Sans Oblique is the upright font, slanted.
  var isItalic = false
  /// How far a letter one em high leans over.
  static let slant = 0.2

  /// Each character and its place on the page: with the bundled widths, so that every canvas agrees.
  var glyphs: [(scalar: Unicode.Scalar, origin: Point)] {
    let fraction = alignment == .left ? 0 : alignment == .right ? 1.0 : 0.5
    let start = fraction == 0 ? 0 : -fraction * FontMetrics.width(text, size: size)
    let direction = Geometry.direction(degrees: rotation)
    return FontMetrics.places(text, size: size).map { scalar, x in
      (scalar, Point(origin.x + (start + x) * direction.x, origin.y + (start + x) * direction.y))
    }
  }
}

/// What a back end can do. The scene is laid out in points before any of this is called, so a canvas only paints.
protocol Canvas: AnyObject {
  /// Paints an outline: the inside with `fill` (by the even-odd rule where asked), then the line with `stroke`.
  func draw(_ path: Path, fill: RGBA?, stroke: Stroke?, snap: Snap)
  /// Paints marks: at `places[i]` the one `choices[i]` counts to, or the first everywhere without choices.
  func stamp(_ marks: [Mark], at places: [Point], choices: [Int32]?)
  /// Paints a picture into the rectangle with these corners (its first pixel's at `from`), each pixel an even cell.
  func draw(_ picture: Picture, from: Point, to: Point)
  /// Sets a line of text.
  func draw(_ text: TextRun)
  /// Everything until the matching `popClip` stays inside the rectangle.
  func pushClip(_ rect: Rect)
  func popClip()
}

extension Canvas {
  func draw(_ path: Path, fill: RGBA? = nil, stroke: Stroke? = nil) { draw(path, fill: fill, stroke: stroke, snap: .automatic) }

  /// Paints one outline at many places.
  func stamp(_ path: Path, at places: [Point], fill: RGBA?, stroke: Stroke?, snap: Snap) {
    if !places.isEmpty { stamp([Mark(path: path, fill: fill, stroke: stroke, snap: snap)], at: places, choices: nil) }
  }
}

/// Everything a figure draws, in order: made once, then played to a canvas of any kind.
final class DisplayList: Canvas {
  enum Item: Hashable, Sendable {
    case path(Path, fill: RGBA?, stroke: Stroke?, snap: Snap)
    case marks([Mark], places: [Point], choices: [Int32]?)
    case picture(Picture, from: Point, to: Point)
    case text(TextRun)
    case pushClip(Rect)
    case popClip
  }

  private(set) var items: [Item]

  /// A list of these items.
  init(_ items: Item...) { self.items = items }

  func draw(_ path: Path, fill: RGBA?, stroke: Stroke?, snap: Snap) { items.append(.path(path, fill: fill, stroke: stroke, snap: snap)) }
  func stamp(_ marks: [Mark], at places: [Point], choices: [Int32]?) { items.append(.marks(marks, places: places, choices: choices)) }
  func draw(_ picture: Picture, from: Point, to: Point) { items.append(.picture(picture, from: from, to: to)) }
  func draw(_ text: TextRun) { items.append(.text(text)) }
  func pushClip(_ rect: Rect) { items.append(.pushClip(rect)) }
  func popClip() { items.append(.popClip) }

  func play(on canvas: any Canvas) {
    for item in items {
      switch item {
      case .path(let path, let fill, let stroke, let snap): canvas.draw(path, fill: fill, stroke: stroke, snap: snap)
      case .marks(let marks, let places, let choices): canvas.stamp(marks, at: places, choices: choices)
      case .picture(let picture, let from, let to): canvas.draw(picture, from: from, to: to)
      case .text(let run): canvas.draw(run)
      case .pushClip(let rect): canvas.pushClip(rect)
      case .popClip: canvas.popClip()
      }
    }
  }
}
