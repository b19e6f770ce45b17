#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Text of one or more lines at a place. Mirrors `matplotlib.text.Text`.
struct TextBlock: Hashable, Sendable {
  enum Vertical: Hashable, Sendable { case top, center, baseline, bottom, centerBaseline }

  var text: String
  var size: Double
  var color: RGBA = .black
  var horizontal: TextRun.Alignment = .left
  var vertical: Vertical = .baseline
  /// Degrees anticlockwise, about the anchor.
  var rotation: Double = 0

  private var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  var width: Double { lines.map { FontMetrics.width($0, size: size) }.max() ?? 0 }

  var height: Double {
    let count = Double(lines.count)
    let gap = lines.count > 1 ? FontMetrics.linePitch(size) - FontMetrics.ascent(size) - FontMetrics.descent(size) : 0
    return count * (FontMetrics.ascent(size) + FontMetrics.descent(size) + gap)
  }

  /// The runs with the anchor at `anchor`.
  func runs(at anchor: Point) -> [TextRun] {
    let lines = lines
    let (ascent, descent) = (FontMetrics.ascent(size), FontMetrics.descent(size))
    let pitch = FontMetrics.linePitch(size)
    let halfGap = lines.count > 1 ? (pitch - ascent - descent) / 2 : 0
    let firstBaseline = halfGap + ascent
    let lastBaseline = firstBaseline + Double(lines.count - 1) * pitch
    // Down from the top of the block to the anchor.
    let anchorDepth: Double
    switch vertical {
    case .top: anchorDepth = 0
    case .center: anchorDepth = height / 2
    case .baseline: anchorDepth = lastBaseline
    case .bottom: anchorDepth = height
    case .centerBaseline: anchorDepth = lastBaseline / 2
    }
    let angle = rotation * .pi / 180
    let (c, s) = (rotation == 90 ? 0 : cos(angle), rotation == 90 ? 1 : sin(angle))
    return lines.enumerated().compactMap { index, line in
      guard !line.isEmpty else { return nil }
      let down = firstBaseline + Double(index) * pitch - anchorDepth
      return TextRun(
        text: String(line), origin: Point(anchor.x + down * s, anchor.y + down * c), size: size, color: color, alignment: horizontal,
        rotation: rotation)
    }
  }

  /// The box the text takes when it is not rotated.
  func box(at anchor: Point) -> Rect {
    let left: Double
    switch horizontal {
    case .left: left = anchor.x
    case .center: left = anchor.x - width / 2
    case .right: left = anchor.x - width
    }
    let top: Double
    switch vertical {
    case .top: top = anchor.y
    case .center: top = anchor.y - height / 2
    case .baseline: top = anchor.y - height + FontMetrics.descent(size)
    case .bottom: top = anchor.y - height
    case .centerBaseline: top = anchor.y - (height - FontMetrics.descent(size)) / 2
    }
    return Rect(left: left, top: top, right: left + width, bottom: top + height)
  }
}

/// A text at a place in the data. Mirrors `matplotlib.axes.Axes.text`.
struct TextArtist: Artist {
  var x: Double
  var y: Double
  var block: TextBlock
  var zOrder = 3.0

  var label: String? { nil }
  var dataLimits: (x: DataLimits, y: DataLimits) { (DataLimits(), DataLimits()) }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let anchor = transform.point(x, y)
    guard anchor.isFinite, abs(anchor.x) < 1e5, abs(anchor.y) < 1e5 else { return }
    for run in block.runs(at: anchor) { canvas.draw(run) }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    let anchor = transform.point(x, y)
    return anchor.isFinite ? Obstacles(boxes: [block.box(at: anchor)]) : Obstacles()
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {}
}
