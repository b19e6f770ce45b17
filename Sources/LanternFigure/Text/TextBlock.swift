#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Text of one or more lines at a place. Mirrors `matplotlib.text.Text`.
struct TextBlock: Hashable, Sendable {
  enum Vertical: Hashable, Sendable { case top, center, baseline, bottom, centerBaseline }
  /// What of a turned text is aligned: the box round it, or the text before it is turned.
  enum RotationMode: Hashable, Sendable { case box, anchor }

  var text: String
  var size: Double
  var color: RGBA = .black
  var horizontal: TextRun.Alignment = .left
  var vertical: Vertical = .baseline
  /// Degrees anticlockwise.
  var rotation: Double = 0
  var rotationMode = RotationMode.box

  /// The block with its upper left corner in the origin, not turned yet.
  private struct Layout {
    var width = 0.0
    var height = 0.0
    var lines: [(line: SetLine, baseline: Double)] = []
    var first: Double { lines[0].baseline }
    var last: Double { lines[lines.count - 1].baseline }
  }

  /// - Parameter isFitted: whether plain lines are measured as pixels show them; see `FontMetrics.fitted`.
  private func layout(isFitted: Bool = false) -> Layout {
    let texts = text.split(separator: "\n", omittingEmptySubsequences: false)
    let gap = texts.count > 1 ? FontMetrics.lineGap(size) : 0
    var layout = Layout()
    for text in texts {
      var line = MathText.set(text, size: size)
      if isFitted, line.shapes.isEmpty, line.runs.count == 1, line.runs[0].size == size, !line.runs[0].isItalic {
        let fitted = FontMetrics.fitted(line.runs[0].text, size: size)
        (line.width, line.ascent) = (fitted.width, max(line.ascent, fitted.ascent))
      }
      let ascent = max(line.ascent, FontMetrics.ascent(size)) + gap / 2
      let descent = max(line.descent, FontMetrics.descent(size)) + gap / 2
      layout.width = max(layout.width, line.width)
      layout.lines.append((line, layout.height + ascent))
      layout.height += ascent + descent
    }
    return layout
  }

  /// The size of the block before it is turned.
  var extent: (width: Double, height: Double) {
    let layout = layout()
    return (layout.width, layout.height)
  }

  /// The same as matplotlib measures it, which fits text to pixels.
  var fittedExtent: (width: Double, height: Double) {
    let layout = layout(isFitted: true)
    return (layout.width, layout.height)
  }

  /// How far below the top of the block its first and last baselines lie.
  var baselines: (first: Double, last: Double) {
    let layout = layout()
    return (layout.first, layout.last)
  }

  private func turned(_ p: Point) -> Point {
    guard rotation != 0 else { return p }
    let (c, s) = rotation == 90 ? (0, 1) : (cos(rotation * .pi / 180), sin(rotation * .pi / 180))
    return Point(p.x * c + p.y * s, p.y * c - p.x * s)
  }

  /// What the anchor is, in the turned block.
  private func anchorPoint(_ layout: Layout) -> Point {
    let fraction = horizontal == .left ? 0 : horizontal == .right ? 1.0 : 0.5
    if rotationMode == .anchor {
      let y: Double
      switch vertical {
      case .top: y = 0
      case .center: y = layout.height / 2
      case .baseline: y = layout.last
      case .bottom: y = layout.height
      case .centerBaseline: y = layout.last / 2
      }
      return turned(Point(fraction * layout.width, y))
    }
    let box = bounds(layout)
    let y: Double
    switch vertical {
    case .top: y = box.top
    case .center: y = (box.top + box.bottom) / 2
    case .baseline: y = box.bottom - (layout.height - layout.last)
    case .bottom: y = box.bottom
    case .centerBaseline: y = box.bottom - box.height + layout.last / 2
    }
    return Point(box.left + fraction * box.width, y)
  }

  /// The box round the turned block.
  private func bounds(_ layout: Layout) -> Rect {
    let corners = [
      Point(0, 0), Point(layout.width, 0), Point(0, layout.height), Point(layout.width, layout.height),
    ].map(turned)
    return Rect(
      left: corners.map(\.x).min()!, top: corners.map(\.y).min()!, right: corners.map(\.x).max()!, bottom: corners.map(\.y).max()!)
  }

  /// The box the turned text takes with the anchor at `anchor`.
  func box(at anchor: Point) -> Rect { box(layout(), anchor) }

  /// The same as matplotlib measures it, which fits text to pixels: what layouts make room for.
  func fittedBox(at anchor: Point) -> Rect { box(layout(isFitted: true), anchor) }

  private func box(_ layout: Layout, _ anchor: Point) -> Rect {
    let (own, box) = (anchorPoint(layout), bounds(layout))
    let (x, y) = (anchor.x - own.x, anchor.y - own.y)
    return Rect(left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y)
  }

  /// Draws the text with the anchor at `anchor`.
  func draw(on canvas: any Canvas, at anchor: Point) {
    let layout = layout()
    let own = anchorPoint(layout)
    func place(_ x: Double, _ y: Double) -> Point {
      let p = turned(Point(x, y))
      return Point(p.x - own.x + anchor.x, p.y - own.y + anchor.y)
    }
    let fraction = horizontal == .left ? 0 : horizontal == .right ? 1.0 : 0.5
    for (line, baseline) in layout.lines where line.width > 0 || !line.runs.isEmpty {
      let left = fraction * (layout.width - line.width)
      let isPlain = line.shapes.isEmpty && line.runs.count == 1 && line.runs[0].x == 0 && line.runs[0].rise == 0 && !line.runs[0].isItalic
      for run in line.runs {
        // A whole line keeps its alignment, so that it stays in place in a viewer with another font.
        let alignment = isPlain ? horizontal : .left
        let x = left + run.x + (isPlain ? fraction * line.width : 0)
        canvas.draw(
          TextRun(
            text: run.text, origin: place(x, baseline - run.rise), size: run.size, color: color, alignment: alignment, rotation: rotation,
            isItalic: run.isItalic)
        )
      }
      for shape in line.shapes {
        canvas.draw(.polyline(shape.map { place(left + $0.x, baseline - $0.y) }, closed: true), fill: color, stroke: nil, snap: .never)
      }
    }
  }
}
