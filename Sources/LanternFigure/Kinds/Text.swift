import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension Plotter {
  /// Writes a text with its left end on the point (x, y) of the data. Mirrors `matplotlib.axes.Axes.text`.
  ///
  /// `ha` is `"left"`, `"center"` or `"right"`; `va` is `"baseline"`, `"bottom"`, `"center"` or `"top"`; `fontsize` is in points and
  /// `rotation` in degrees anticlockwise. `coords` `"axes"` counts x and y in fractions of the axes. `bbox` fills a box behind it.
  /// ```swift
  /// axes.text(0.5, 0.5, "$R^2 = 0.98$", ha: "center", coords: "axes")
  /// ```
  public func text(
    _ x: Double, _ y: Double, _ text: String, color: Color? = nil, fontsize: Double = 10, ha: String = "left", va: String = "baseline",
    rotation: Double = 0, alpha: Double? = nil, coords: String = "data", bbox: Color? = nil
  ) {
    currentAxes.change { model in
      try Check.word(coords, "coords", ["data", "axes"], op: "text")
      guard
        let block = try TextBlock(
          &model, text, color: color, fontsize: fontsize, ha: ha, va: va, rotation: rotation, alpha: alpha, op: "text")
      else { return }
      var artist = TextArtist(x: x, y: y, block: block)
      artist.isInAxes = coords == "axes"
      artist.background = try bbox?.resolved(model.theme)
      model.artists.append(artist)
    }
  }

  /// Writes a text and, where `xytext` puts it elsewhere, draws an arrow from it to the point `xy` of the data. Mirrors `annotate`.
  ///
  /// `textcoords` is `"data"` or `"offset points"`; `arrowstyle` `"->"`, `"-|>"`, `"<->"`, `"-"` or `nil` for no arrow.
  /// ```swift
  /// axes.annotate("peak", xy: (2, 9), xytext: (0.5, 8), arrowstyle: "->")
  /// ```
  public func annotate(
    _ text: String, xy: (Double, Double), xytext: (Double, Double)? = nil, textcoords: String = "data", arrowstyle: String? = nil,
    color: Color? = nil, arrowcolor: Color? = nil, fontsize: Double = 10, ha: String = "left", va: String = "baseline"
  ) {
    currentAxes.change { model in
      try Check.word(textcoords, "textcoords", ["data", "offset points"], op: "annotate")
      if let arrowstyle { try Check.word(arrowstyle, "arrowstyle", ["->", "-|>", "<-", "<->", "-"], op: "annotate") }
      guard
        let block = try TextBlock(&model, text, color: color, fontsize: fontsize, ha: ha, va: va, rotation: 0, alpha: nil, op: "annotate")
      else { return }
      let isOffset = textcoords == "offset points"
      let place = xytext ?? (isOffset ? (0, 0) : xy)
      var artist = TextArtist(x: isOffset ? xy.0 : place.0, y: isOffset ? xy.1 : place.1, block: block)
      if isOffset { artist.shift = Point(place.0, -place.1) }
      if let arrowstyle, xytext != nil {
        let ink = try model.color(arrowcolor, or: model.theme.ink, alpha: nil, op: "annotate") ?? model.theme.ink
        artist.arrow = TextArtist.Arrow(to: Point(xy.0, xy.1), style: arrowstyle, color: ink)
      }
      model.artists.append(artist)
    }
  }
}

extension TextBlock {
  /// A text as a plotting call asks for it; `nil` where its colour is none.
  init?(
    _ model: inout AxesModel, _ text: String, color: Color?, fontsize: Double, ha: String, va: String, rotation: Double, alpha: Double?,
    op: String
  ) throws {
    let across: [String: TextRun.Alignment] = ["left": .left, "center": .center, "right": .right]
    let down: [String: Vertical] = [
      "baseline": .baseline, "bottom": .bottom, "center": .center, "top": .top, "center_baseline": .centerBaseline,
    ]
    try Check.word(ha, "ha", ["left", "center", "right"], op: op)
    try Check.word(va, "va", ["baseline", "bottom", "center", "top", "center_baseline"], op: op)
    let size = try Check.fontSize(fontsize, op: op)
    let turn = try Check.finite(rotation, "rotation", op: op)
    guard let tint = try model.color(color, or: model.theme.ink, alpha: alpha, op: op) else { return nil }
    self.init(
      text: text, size: size, color: tint, horizontal: across[ha] ?? .left, vertical: down[va] ?? .baseline, rotation: turn)
  }
}

/// A text at a place in the data, with or without an arrow. Mirrors `matplotlib.text.Annotation`.
struct TextArtist: Artist {
  struct Arrow: Hashable, Sendable {
    /// Where it points, in the numbers of the data.
    var to: Point
    var style: String
    var color: RGBA
  }

  var x: Double
  var y: Double
  var block: TextBlock
  /// Whether x and y are fractions of the axes.
  var isInAxes = false
  /// Points on the page added to the place.
  var shift = Point(0, 0)
  var arrow: Arrow?
  var background: RGBA?
  var zOrder = 3.0

  var isClipped: Bool { false }
  var dataLimits: (x: DataLimits, y: DataLimits) { (DataLimits(), DataLimits()) }

  private func anchor(_ t: DataTransform) -> Point? {
    let p = isInAxes ? Point(t.box.left + x * t.box.width, t.box.bottom - y * t.box.height) : t.point(x, y)
    guard p.isFinite, abs(p.x) < 1e5, abs(p.y) < 1e5 else { return nil }
    return Point(p.x + shift.x, p.y + shift.y)
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    guard let anchor = anchor(transform) else { return }
    if let background {
      let pad = 4.0
      canvas.draw(
        .rectangle(block.box(at: anchor).inset(by: -pad)), fill: background, stroke: Stroke(color: block.color, width: 1, join: .miter))
    }
    if let arrow { draw(arrow, from: block.box(at: anchor), on: canvas, transform) }
    block.draw(on: canvas, at: anchor)
  }

  /// The arrow from the edge of the text's box towards the point, 2 points short at both ends.
  private func draw(_ arrow: Arrow, from box: Rect, on canvas: any Canvas, _ transform: DataTransform) {
    let target = transform.point(arrow.to.x, arrow.to.y)
    guard target.isFinite, abs(target.x) < 1e5, abs(target.y) < 1e5 else { return }
    let padded = box.inset(by: -4)
    let middle = Point((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    let (dx, dy) = (target.x - middle.x, target.y - middle.y)
    // Where the way to the target leaves the box.
    let leave = min(
      dx == 0 ? .infinity : (dx > 0 ? padded.right - middle.x : padded.left - middle.x) / dx,
      dy == 0 ? .infinity : (dy > 0 ? padded.bottom - middle.y : padded.top - middle.y) / dy)
    let length = (dx * dx + dy * dy).squareRoot()
    guard leave < 1, length > 0 else { return }
    let (ux, uy) = (dx / length, dy / length)
    let gap = 2.0
    let start = Point(middle.x + dx * leave + gap * ux, middle.y + dy * leave + gap * uy)
    let end = Point(target.x - gap * ux, target.y - gap * uy)
    guard (end.x - start.x) * ux + (end.y - start.y) * uy > 0 else { return }
    let stroke = Stroke(color: arrow.color, width: 1, cap: .butt, join: .round)
    canvas.draw(.polyline([start, end]), stroke: stroke)
    func head(at tip: Point, _ ux: Double, _ uy: Double, filled: Bool) {
      let (along, aside) = (4.0, filled ? 1.6 : 2.0)
      let (x, y) = (tip.x - along * ux, tip.y - along * uy)
      let wings = [Point(x - aside * uy, y + aside * ux), tip, Point(x + aside * uy, y - aside * ux)]
      canvas.draw(.polyline(wings, closed: filled), fill: filled ? arrow.color : nil, stroke: stroke, snap: .never)
    }
    if arrow.style.hasSuffix(">") { head(at: end, ux, uy, filled: arrow.style == "-|>") }
    if arrow.style.hasPrefix("<") { head(at: start, -ux, -uy, filled: false) }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    anchor(transform).map { Obstacles(boxes: [block.box(at: $0)]) } ?? Obstacles()
  }

  func reach(_ transform: DataTransform) -> Rect? { anchor(transform).map { block.box(at: $0) } }
}
