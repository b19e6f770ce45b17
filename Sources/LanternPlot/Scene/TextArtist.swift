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

  /// Where the lines of the block stand, from its top left corner.
  private struct Layout {
    var width = 0.0
    var height = 0.0
    var baselines: [Double] = []
  }

  private func layout(_ measure: TextMeasure) -> Layout {
    let lines = lines
    // Lines after the first are set apart by the font's own gap.
    let gap = lines.count > 1 ? FontMetrics.linePitch(size) - FontMetrics.ascent(size) - FontMetrics.descent(size) : 0
    var layout = Layout()
    for line in lines {
      let measured = set(MathText.spans(line), measure).size
      layout.width = max(layout.width, measured.width)
      layout.baselines.append(layout.height + gap / 2 + measured.ascent)
      layout.height += measured.ascent + measured.descent + gap
    }
    return layout
  }

  /// The size of one line, and how far right of its left end each stretch begins.
  private func set(_ spans: [TextSpan], _ measure: TextMeasure) -> (size: LineSize, starts: [Double]) {
    var result = LineSize(width: 0, ascent: FontMetrics.ascent(size), descent: FontMetrics.descent(size))
    var starts: [Double] = []
    for (index, span) in spans.enumerated() {
      let own = measure(Substring(span.text), size * span.scale)
      let isAfterBase = index > 0 && span.scale < spans[index - 1].scale
      let start =
        span.isStacked && index > 0 ? starts[index - 1] : result.width + (span.lead + (isAfterBase ? MathText.spaceBefore : 0)) * size
      starts.append(start)
      result.width = max(result.width, start + own.width + (span.isScript ? MathText.spaceAfter * size : 0))
      if span.isScript {
        result.ascent = max(result.ascent, (span.rise + MathText.digitHeight * span.scale) * size)
        result.descent = max(result.descent, -span.rise * size)
      } else {
        result.ascent = max(result.ascent, own.ascent)
        result.descent = max(result.descent, own.descent)
      }
    }
    return (result, starts)
  }

  /// The size of the block.
  func extent(_ measure: TextMeasure = FontMetrics.measure) -> (width: Double, height: Double) {
    let layout = layout(measure)
    return (layout.width, layout.height)
  }

  /// How far below the top of the block its first and last baselines lie.
  func baselines(_ measure: TextMeasure = FontMetrics.measure) -> (first: Double, last: Double) {
    let baselines = layout(measure).baselines
    return (baselines[0], baselines[baselines.count - 1])
  }

  /// How far the anchor lies below the top of the block.
  private func anchorDepth(_ layout: Layout) -> Double {
    let last = layout.baselines[layout.baselines.count - 1]
    switch vertical {
    case .top: return 0
    case .center: return layout.height / 2
    case .baseline: return last
    case .bottom: return layout.height
    case .centerBaseline: return last / 2
    }
  }

  /// The runs with the anchor at `anchor`.
  func runs(at anchor: Point, _ measure: TextMeasure = FontMetrics.measure) -> [TextRun] {
    let layout = layout(measure)
    let depth = anchorDepth(layout)
    let angle = rotation * .pi / 180
    let (c, s) = (rotation == 90 ? 0 : cos(angle), rotation == 90 ? 1 : sin(angle))
    var runs: [TextRun] = []
    for (line, baseline) in zip(lines, layout.baselines) where !line.isEmpty {
      let down = baseline - depth
      let start = Point(anchor.x + down * s, anchor.y + down * c)
      let spans = MathText.spans(line)
      guard spans.count > 1 || spans.contains(where: \.isScript) else {
        let text = spans.first?.text ?? ""
        if !text.isEmpty {
          runs.append(TextRun(text: text, origin: start, size: size, color: color, alignment: horizontal, rotation: rotation))
        }
        continue
      }
      // Stretches of different height are set one after the other from the left end.
      let (extent, starts) = set(spans, measure)
      let left = horizontal == .left ? 0 : horizontal == .right ? -extent.width : -extent.width / 2
      for (span, offset) in zip(spans, starts) {
        let (along, up) = (left + offset, span.rise * size)
        let origin = Point(start.x + along * c - up * s, start.y - along * s - up * c)
        runs.append(TextRun(text: span.text, origin: origin, size: size * span.scale, color: color, rotation: rotation))
      }
    }
    return runs
  }

  /// The box the text takes when it is not rotated.
  func box(at anchor: Point, _ measure: TextMeasure = FontMetrics.measure) -> Rect {
    let layout = layout(measure)
    let left: Double
    switch horizontal {
    case .left: left = anchor.x
    case .center: left = anchor.x - layout.width / 2
    case .right: left = anchor.x - layout.width
    }
    let top = anchor.y - anchorDepth(layout)
    return Rect(left: left, top: top, right: left + layout.width, bottom: top + layout.height)
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
    for run in block.runs(at: anchor, canvas.measure) { canvas.draw(run) }
  }

  func obstacles(_ transform: DataTransform) -> Obstacles {
    let anchor = transform.point(x, y)
    return anchor.isFinite ? Obstacles(boxes: [block.box(at: anchor)]) : Obstacles()
  }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {}
}
