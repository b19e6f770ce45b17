/// An axes laid out on the page in points, and drawn. matplotlib's default sizes.
struct AxesLayout {
  private static let fontSize = 10.0
  private static let titleSize = 12.0
  private static let titlePad = 6.0
  private static let labelPad = 4.0
  private static let tickLength = 3.5
  private static let tickPad = 3.5
  private static let minorTickLength = 2.0
  private static let minorTickWidth = 0.6
  private static let minorTickPad = 3.4
  private static let lineWidth = 0.8
  private static let offsetTextPad = 3.0

  let model: AxesModel
  let transform: DataTransform
  let xTicks: AxisTicks
  let yTicks: AxisTicks

  private var box: Rect { transform.box }

  init(_ model: AxesModel, figureWidth: Double, figureHeight: Double) {
    self.model = model
    let frame = model.frame
    var box = Rect(
      left: frame.left * figureWidth, top: (1 - frame.bottom - frame.height) * figureHeight,
      right: (frame.left + frame.width) * figureWidth, bottom: (1 - frame.bottom) * figureHeight)
    let view = model.view
    if model.isEqualAspect { box = Self.shrunk(box, width: abs(view.x.to - view.x.from), height: abs(view.y.to - view.y.from)) }
    transform = DataTransform(box: box, x: view.x, y: view.y, xScale: model.x.scale, yScale: model.y.scale)
    xTicks = AxisTicks(
      scale: model.x.scale, view: view.x, length: box.width, fontSize: Self.fontSize, horizontal: true, fixed: model.x.ticks)
    yTicks = AxisTicks(
      scale: model.y.scale, view: view.y, length: box.height, fontSize: Self.fontSize, horizontal: false, fixed: model.y.ticks)
  }

  /// The largest rectangle of this shape in the middle of `box`.
  private static func shrunk(_ box: Rect, width: Double, height: Double) -> Rect {
    guard width > 0, height > 0, width.isFinite, height.isFinite else { return box }
    let scale = min(box.width / width, box.height / height)
    let (x, y) = ((box.width - width * scale) / 2, (box.height - height * scale) / 2)
    return Rect(left: box.left + x, top: box.top + y, right: box.right - x, bottom: box.bottom - y)
  }

  func draw(on canvas: any Canvas) {
    canvas.draw(.rectangle(box), fill: .white)
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
    drawAxis(on: canvas)
    drawArtists(below: spineOrder)
    drawSpines(on: canvas)
    drawArtists(below: .infinity)
    drawTitle(on: canvas)
    if let style = model.legend {
      Legend(style: style, entries: model.artists.filter(\.hasLegendEntry)).draw(
        on: canvas, transform, avoiding: model.artists)
    }
  }

  private func draw(_ artist: any Artist, on canvas: any Canvas) {
    if artist is TextArtist {
      artist.draw(on: canvas, transform)
    } else {
      canvas.pushClip(box)
      artist.draw(on: canvas, transform)
      canvas.popClip()
    }
  }

  private func drawSpines(on canvas: any Canvas) {
    let stroke = Stroke(color: .black, width: Self.lineWidth, cap: .square, join: .miter)
    let (l, t, r, b) = (box.left, box.top, box.right, box.bottom)
    for (from, to) in [
      (Point(l, b), Point(l, t)), (Point(r, b), Point(r, t)), (Point(l, b), Point(r, b)), (Point(l, t), Point(r, t)),
    ] {
      canvas.draw(.polyline([from, to]), stroke: stroke)
    }
  }

  // MARK: Ticks, labels and grid

  private func drawAxis(on canvas: any Canvas) {
    drawGrid(on: canvas)
    let down = Path.polyline([Point(0, 0), Point(0, Self.tickLength)])
    let left = Path.polyline([Point(0, 0), Point(-Self.tickLength, 0)])
    let stroke = Stroke(color: .black, width: Self.lineWidth)
    let xPlaces = xTicks.major.map { Point(transform.horizontal($0.value), box.bottom) }
    let yPlaces = yTicks.major.map { Point(box.left, transform.vertical($0.value)) }
    if !xPlaces.isEmpty { canvas.stamp(down, at: xPlaces, fill: nil, stroke: stroke, snap: .always) }
    if !yPlaces.isEmpty { canvas.stamp(left, at: yPlaces, fill: nil, stroke: stroke, snap: .always) }
    drawMinorTicks(on: canvas)
    for (block, anchor) in xLabels + yLabels { write(block, at: anchor, on: canvas) }
    drawOffsetTexts(on: canvas)
    drawAxisLabels(on: canvas)
  }

  private func drawMinorTicks(on canvas: any Canvas) {
    let stroke = Stroke(color: .black, width: Self.minorTickWidth)
    if !xTicks.minor.isEmpty {
      let down = Path.polyline([Point(0, 0), Point(0, Self.minorTickLength)])
      let places = xTicks.minor.map { Point(transform.horizontal($0.value), box.bottom) }
      canvas.stamp(down, at: places, fill: nil, stroke: stroke, snap: .always)
    }
    if !yTicks.minor.isEmpty {
      let left = Path.polyline([Point(0, 0), Point(-Self.minorTickLength, 0)])
      let places = yTicks.minor.map { Point(box.left, transform.vertical($0.value)) }
      canvas.stamp(left, at: places, fill: nil, stroke: stroke, snap: .always)
    }
  }

  private func drawGrid(on canvas: any Canvas) {
    func stroke(_ style: AxesModel.GridStyle?) -> Stroke? {
      style.flatMap { LineArtist.stroke(color: $0.color, width: $0.width, pattern: $0.pattern) }
    }
    canvas.pushClip(box)
    if let stroke = stroke(model.x.grid) {
      for tick in xTicks.major {
        let x = transform.horizontal(tick.value)
        canvas.draw(.polyline([Point(x, box.bottom), Point(x, box.top)]), stroke: stroke)
      }
    }
    if let stroke = stroke(model.y.grid) {
      for tick in yTicks.major {
        let y = transform.vertical(tick.value)
        canvas.draw(.polyline([Point(box.left, y), Point(box.right, y)]), stroke: stroke)
      }
    }
    canvas.popClip()
  }

  private func xLabel(_ text: String) -> TextBlock { TextBlock(text: text, size: Self.fontSize, horizontal: .center, vertical: .top) }

  private func yLabel(_ text: String) -> TextBlock {
    TextBlock(text: text, size: Self.fontSize, horizontal: .right, vertical: .centerBaseline)
  }

  private static let majorDistance = tickLength + tickPad
  private static let minorDistance = minorTickLength + minorTickPad

  /// The texts below the x axis and where they stand.
  private var xLabels: [(block: TextBlock, anchor: Point)] {
    func labels(_ ticks: [AxisTicks.Tick], _ distance: Double) -> [(block: TextBlock, anchor: Point)] {
      ticks.filter { !$0.label.isEmpty }.map { (xLabel($0.label), Point(transform.horizontal($0.value), box.bottom + distance)) }
    }
    return labels(xTicks.major, Self.majorDistance) + labels(xTicks.minor, Self.minorDistance)
  }

  /// The texts beside the y axis and where they stand.
  private var yLabels: [(block: TextBlock, anchor: Point)] {
    func labels(_ ticks: [AxisTicks.Tick], _ distance: Double) -> [(block: TextBlock, anchor: Point)] {
      ticks.filter { !$0.label.isEmpty }.map { (yLabel($0.label), Point(box.left - distance, transform.vertical($0.value))) }
    }
    return labels(yTicks.major, Self.majorDistance) + labels(yTicks.minor, Self.minorDistance)
  }

  /// How far the tick labels reach below the axes.
  private func xLabelsBottom(_ measure: TextMeasure) -> Double {
    xLabels.map { $0.block.box(at: $0.anchor, measure).bottom }.max() ?? box.bottom
  }

  /// How far the tick labels reach to the left of the axes.
  private func yLabelsLeft(_ measure: TextMeasure) -> Double {
    yLabels.map { $0.block.box(at: $0.anchor, measure).left }.min() ?? box.left
  }

  private var yOffsetText: (block: TextBlock, anchor: Point)? {
    guard !yTicks.offsetText.isEmpty else { return nil }
    return (TextBlock(text: yTicks.offsetText, size: Self.fontSize), Point(box.left, box.top - Self.offsetTextPad))
  }

  private func drawOffsetTexts(on canvas: any Canvas) {
    if !xTicks.offsetText.isEmpty {
      let block = TextBlock(text: xTicks.offsetText, size: Self.fontSize, horizontal: .right, vertical: .top)
      write(block, at: Point(box.right, xLabelsBottom(canvas.measure) + Self.offsetTextPad), on: canvas)
    }
    if let (block, anchor) = yOffsetText { write(block, at: anchor, on: canvas) }
  }

  private func drawAxisLabels(on canvas: any Canvas) {
    if !model.x.label.isEmpty {
      let block = TextBlock(text: model.x.label, size: Self.fontSize, horizontal: .center, vertical: .top)
      write(block, at: Point((box.left + box.right) / 2, xLabelsBottom(canvas.measure) + Self.labelPad), on: canvas)
    }
    if !model.y.label.isEmpty {
      let block = TextBlock(text: model.y.label, size: Self.fontSize, horizontal: .center, vertical: .bottom, rotation: 90)
      write(block, at: Point(yLabelsLeft(canvas.measure) - Self.labelPad, (box.top + box.bottom) / 2), on: canvas)
    }
  }

  private func drawTitle(on canvas: any Canvas) {
    guard !model.title.isEmpty else { return }
    let block = TextBlock(text: model.title, size: Self.titleSize, horizontal: .center)
    var anchor = Point((box.left + box.right) / 2, box.top - Self.titlePad)
    // The title gives way to the number at the end of the y axis.
    if let offset = yOffsetText {
      let taken = offset.block.box(at: offset.anchor)
      if taken.overlaps(block.box(at: anchor)) { anchor.y -= block.box(at: anchor).bottom - taken.top }
    }
    write(block, at: anchor, on: canvas)
  }

  private func write(_ block: TextBlock, at anchor: Point, on canvas: any Canvas) {
    for run in block.runs(at: anchor, canvas.measure) { canvas.draw(run) }
  }
}
