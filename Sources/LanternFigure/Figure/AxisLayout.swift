/// One axis laid out on the page: its ticks, their texts, its label and grid, on any of the four sides.
struct AxisLayout {
  private static let tickLength = 3.5
  private static let tickPad = 3.5
  private static let tickWidth = 0.8
  private static let minorTickLength = 2.0
  private static let minorTickWidth = 0.6
  private static let minorTickPad = 3.4
  private static let offsetTextPad = 3.0

  let axis: AxisModel
  let theme: Theme
  let isX: Bool
  let ticks: AxisTicks
  let transform: DataTransform

  private var box: Rect { transform.box }

  init(_ axis: AxisModel, theme: Theme, isX: Bool, transform: DataTransform) {
    self.axis = axis
    self.theme = theme
    self.isX = isX
    self.transform = transform
    ticks = AxisTicks(
      axis: axis, view: isX ? transform.x : transform.y, length: isX ? transform.box.width : transform.box.height,
      fontSize: axis.tickSize, horizontal: isX)
  }

  /// The point of the axis's line at a value, `distance` points outside of the box.
  private func place(_ value: Double, outside distance: Double = 0, isOpposite: Bool? = nil) -> Point {
    let isOpposite = isOpposite ?? axis.isOpposite
    if isX { return Point(transform.horizontal(value), isOpposite ? box.top - distance : box.bottom + distance) }
    return Point(isOpposite ? box.right + distance : box.left - distance, transform.vertical(value))
  }

  private var ink: RGBA { axis.tickColor ?? theme.ink }

  // MARK: Drawing

  func drawGrid(on canvas: any Canvas) {
    for (style, marks) in [(axis.grid, ticks.major), (axis.minorGrid, ticks.minor)] {
      guard let stroke = style?.stroke else { continue }
      for tick in marks {
        let p = place(tick.value)
        let line = isX ? [Point(p.x, box.bottom), Point(p.x, box.top)] : [Point(box.left, p.y), Point(box.right, p.y)]
        canvas.draw(.polyline(line), stroke: stroke)
      }
    }
  }

  func draw(on canvas: any Canvas) {
    if axis.showsTicks {
      for (marks, length, width) in [
        (ticks.major, Self.tickLength, Self.tickWidth), (ticks.minor, Self.minorTickLength, Self.minorTickWidth),
      ] {
        for isOpposite in axis.hasTicksOnBothSides ? [false, true] : [axis.isOpposite] {
          let out = isOpposite ? -length : length
          let path = Path.polyline([Point(0, 0), isX ? Point(0, out) : Point(-out, 0)])
          let places = marks.map { place($0.value, isOpposite: isOpposite) }
          canvas.stamp(path, at: places, fill: nil, stroke: Stroke(color: ink, width: width), snap: .always)
        }
      }
    }
    for (block, anchor) in tickTexts { block.draw(on: canvas, at: anchor) }
    if let (block, anchor) = offsetText { block.draw(on: canvas, at: anchor) }
    if let (block, anchor) = label { block.draw(on: canvas, at: anchor) }
  }

  // MARK: Texts

  /// The texts of the ticks and where they stand.
  private var tickTexts: [(block: TextBlock, anchor: Point)] {
    guard axis.showsLabels else { return [] }
    var block = TextBlock(text: "", size: axis.tickSize, color: ink, rotation: axis.tickRotation)
    if isX {
      block.horizontal = .center
      block.vertical = axis.isOpposite ? .bottom : .top
    } else {
      block.horizontal = axis.isOpposite ? .left : .right
      block.vertical = .centerBaseline
    }
    let (majorLength, minorLength) = axis.showsTicks ? (Self.tickLength, Self.minorTickLength) : (0, 0)
    var texts: [(block: TextBlock, anchor: Point)] = []
    for (marks, distance) in [(ticks.major, majorLength + Self.tickPad), (ticks.minor, minorLength + Self.minorTickPad)] {
      for tick in marks where !tick.label.isEmpty {
        block.text = tick.label
        texts.append((block, place(tick.value, outside: distance)))
      }
    }
    return texts
  }

  /// How far the ticks' texts reach out of the box.
  private var depth: Double {
    var depth = 0.0
    for (block, anchor) in tickTexts {
      let taken = block.fittedBox(at: anchor)
      switch (isX, axis.isOpposite) {
      case (true, false): depth = max(depth, taken.bottom - box.bottom)
      case (true, true): depth = max(depth, box.top - taken.top)
      case (false, false): depth = max(depth, box.left - taken.left)
      case (false, true): depth = max(depth, taken.right - box.right)
      }
    }
    return depth
  }

  var offsetText: (block: TextBlock, anchor: Point)? {
    guard !ticks.offsetText.isEmpty, axis.showsLabels else { return nil }
    var block = TextBlock(text: ticks.offsetText, size: axis.tickSize, color: ink)
    if isX {
      block.horizontal = .right
      block.vertical = axis.isOpposite ? .bottom : .top
      let distance = depth + Self.offsetTextPad
      return (block, Point(box.right, axis.isOpposite ? box.top - distance : box.bottom + distance))
    }
    block.horizontal = axis.isOpposite ? .right : .left
    return (block, Point(axis.isOpposite ? box.right : box.left, box.top - Self.offsetTextPad))
  }

  private var label: (block: TextBlock, anchor: Point)? {
    guard !axis.label.isEmpty else { return nil }
    let distance = depth + axis.labelPad
    var block = TextBlock(text: axis.label, size: axis.labelSize, color: axis.labelColor ?? theme.ink, horizontal: .center)
    if isX {
      block.vertical = axis.isOpposite ? .bottom : .top
      return (block, Point((box.left + box.right) / 2, axis.isOpposite ? box.top - distance : box.bottom + distance))
    }
    block.rotation = 90
    block.rotationMode = .anchor
    block.vertical = axis.isOpposite ? .top : .bottom
    return (block, Point(axis.isOpposite ? box.right + distance : box.left - distance, (box.top + box.bottom) / 2))
  }

  /// The part of the page that everything of this axis takes.
  var bounds: Rect {
    var bounds = box
    if axis.showsTicks, !ticks.major.isEmpty {
      switch (isX, axis.isOpposite) {
      case (true, false): bounds.bottom += Self.tickLength
      case (true, true): bounds.top -= Self.tickLength
      case (false, false): bounds.left -= Self.tickLength
      case (false, true): bounds.right += Self.tickLength
      }
    }
    for (block, anchor) in tickTexts { bounds = bounds.union(block.fittedBox(at: anchor)) }
    if let (block, anchor) = offsetText { bounds = bounds.union(block.fittedBox(at: anchor)) }
    if let (block, anchor) = label { bounds = bounds.union(block.fittedBox(at: anchor)) }
    return bounds
  }
}
