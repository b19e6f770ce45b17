#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// An axes laid out on the page in points, and drawn.
struct AxesLayout {
  private static let spineWidth = 0.8

  let model: AxesModel
  let transform: DataTransform
  let x: AxisLayout
  let y: AxisLayout

  private var box: Rect { transform.box }

  init(_ model: AxesModel, view: (x: ClosedInterval, y: ClosedInterval), in cell: Rect) {
    self.model = model
    var (box, xView, yView) = (cell, view.x, view.y)
    switch model.aspect {
    case .auto: break
    case .frame(let ratio): box = Self.shrunk(cell, ratio: ratio, anchor: model.anchor)
    case .box(let ratio):
      let (width, height) = (model.x.length(xView), model.y.length(yView) * ratio)
      box = Self.shrunk(cell, ratio: height / width, anchor: model.anchor)
    case .limits: (xView, yView) = Self.widened(xView, yView, to: box.height / box.width)
    }
    transform = DataTransform(box: box, x: xView, y: yView, xScale: model.x.scale, yScale: model.y.scale)
    x = AxisLayout(model.x, theme: model.theme, isX: true, transform: transform)
    y = AxisLayout(model.y, theme: model.theme, isX: false, transform: transform)
  }

  /// The largest rectangle in `box` that is `ratio` times as high as wide.
  private static func shrunk(_ box: Rect, ratio: Double, anchor: Point) -> Rect {
    guard ratio > 0, ratio.isFinite else { return box }
    let (width, height) = (min(box.width, box.height / ratio), min(box.height, box.width * ratio))
    let left = box.left + (box.width - width) * anchor.x
    let top = box.top + (box.height - height) * (1 - anchor.y)
    return Rect(left: left, top: top, right: left + width, bottom: top + height)
  }

  /// Limits of which one pair has grown so that steps are equally long in a box `ratio` times as high as wide.
  private static func widened(_ x: ClosedInterval, _ y: ClosedInterval, to ratio: Double) -> (ClosedInterval, ClosedInterval) {
    let (width, height) = (x.to - x.from, y.to - y.from)
    func grown(_ interval: ClosedInterval, to length: Double) -> ClosedInterval {
      let middle = (interval.from + interval.to) / 2
      let half = copysign(length / 2, interval.to - interval.from)
      return ClosedInterval(middle - half, middle + half)
    }
    guard width != 0, height != 0, ratio.isFinite, width.isFinite, height.isFinite else { return (x, y) }
    return abs(width) * ratio > abs(height) ? (x, grown(y, to: abs(width) * ratio)) : (grown(x, to: abs(height) / ratio), y)
  }

  // MARK: Drawing

  func draw(on canvas: any Canvas) {
    if model.isFramed, model.hasBackground { canvas.draw(.rectangle(box), fill: model.theme.face) }
    let axisOrder = 1.5
    let spineOrder = 2.5
    var artists = model.artists.enumerated().sorted { ($0.element.zOrder, $0.offset) < ($1.element.zOrder, $1.offset) }.map(\.element)[...]
    func drawArtists(below order: Double) {
      while let artist = artists.first, artist.zOrder < order {
        draw(artist, on: canvas)
        artists.removeFirst()
      }
    }
    drawArtists(below: axisOrder)
    if model.isFramed {
      canvas.pushClip(box)
      x.drawGrid(on: canvas)
      y.drawGrid(on: canvas)
      canvas.popClip()
      x.draw(on: canvas)
      y.draw(on: canvas)
    }
    drawArtists(below: spineOrder)
    if model.isFramed { drawSpines(on: canvas) }
    drawArtists(below: .infinity)
    if let (block, anchor) = title { block.draw(on: canvas, at: anchor) }
    if let style = model.legend {
      Legend(style: style, theme: model.theme, entries: model.artists.filter(\.hasLegendEntry)).draw(
        on: canvas, transform, avoiding: model.artists)
    }
  }

  private func draw(_ artist: any Artist, on canvas: any Canvas) {
    if artist.isClipped { canvas.pushClip(box) }
    artist.draw(on: canvas, transform)
    if artist.isClipped { canvas.popClip() }
  }

  private func drawSpines(on canvas: any Canvas) {
    let stroke = Stroke(color: model.theme.ink, width: Self.spineWidth, cap: .square, join: .miter)
    let (l, t, r, b) = (box.left, box.top, box.right, box.bottom)
    for (side, from, to) in [
      (AxesModel.Side.left, Point(l, b), Point(l, t)), (.right, Point(r, b), Point(r, t)), (.bottom, Point(l, b), Point(r, b)),
      (.top, Point(l, t), Point(r, t)),
    ] where !model.hiddenSpines.contains(side) {
      canvas.draw(.polyline([from, to]), stroke: stroke)
    }
  }

  private var title: (block: TextBlock, anchor: Point)? {
    let title = model.title
    guard !title.text.isEmpty else { return nil }
    let block = TextBlock(text: title.text, size: title.size, color: title.color ?? model.theme.ink, horizontal: title.alignment)
    let fraction = title.alignment == .left ? 0 : title.alignment == .right ? 1 : 0.5
    var anchor = Point(box.left + fraction * box.width, box.top - title.pad)
    guard model.isFramed else { return (block, anchor) }
    // Ticks on the top side push the title up; so does a number at the end of the y axis that it would cover.
    if model.x.isOpposite { anchor.y = x.bounds.top - title.pad }
    if let offset = y.offsetText {
      let taken = offset.block.fittedBox(at: offset.anchor)
      if taken.overlaps(block.fittedBox(at: anchor)) { anchor.y -= block.fittedBox(at: anchor).bottom - taken.top }
    }
    return (block, anchor)
  }

  /// The part of the page that the axes takes with everything outside of its box.
  var bounds: Rect {
    var bounds = box
    if model.isFramed { bounds = bounds.union(x.bounds).union(y.bounds) }
    if let (block, anchor) = title { bounds = bounds.union(block.fittedBox(at: anchor)) }
    for artist in model.artists { if let reach = artist.reach(transform) { bounds = bounds.union(reach) } }
    if let style = model.legend, style.anchor != nil {
      let legend = Legend(style: style, theme: model.theme, entries: model.artists.filter(\.hasLegendEntry))
      bounds = bounds.union(legend.box(code: style.code, in: box))
    }
    return bounds
  }
}

extension AxisModel {
  /// How long an interval is on the axis, in steps of its scale.
  func length(_ view: ClosedInterval) -> Double { abs(scale.forward(view.to) - scale.forward(view.from)) }
}
