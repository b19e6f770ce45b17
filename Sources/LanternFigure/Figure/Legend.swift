import LanternSupport

/// Where a legend stands: `"best"`, `"upper right"`, `"lower left"`, `"center"`, … Mirrors the `loc` of `matplotlib.legend.Legend`.
/// ```swift
/// axes.legend(loc: .upperLeft)
/// axes.legend(loc: "lower right")
/// ```
public struct LegendLocation: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name the place was made with.
  public let name: String

  /// The place with this name; an unknown one is reported by `legend`.
  public init(_ name: String) { self.name = name }

  /// The place with this name: `let l: LegendLocation = "upper left"`.
  public init(stringLiteral value: String) { name = value }

  /// The first of the places that covers the least.
  public static let best = LegendLocation("best")
  /// In the corner at the top right.
  public static let upperRight = LegendLocation("upper right")
  /// In the corner at the top left.
  public static let upperLeft = LegendLocation("upper left")
  /// In the corner at the bottom left.
  public static let lowerLeft = LegendLocation("lower left")
  /// In the corner at the bottom right.
  public static let lowerRight = LegendLocation("lower right")
  /// In the middle.
  public static let center = LegendLocation("center")

  /// matplotlib's numbering: 0 is best.
  static let names = [
    "best", "upper right", "upper left", "lower left", "lower right", "right", "center left", "center right", "lower center",
    "upper center", "center",
  ]

  func code() throws -> Int {
    guard let code = Self.names.firstIndex(of: name) else {
      throw TensorError(
        .argument, op: "legend", "'\(name)' is not a valid value for loc",
        hint: "supported values are \(Self.names.map { "'\($0)'" }.joined(separator: ", ")).")
    }
    return code
  }
}

/// What `legend` was asked for.
struct LegendStyle: Hashable, Sendable {
  var code = 0
  var title = ""
  var fontSize = 10.0
  var frame = true
  var columns = 1
  /// The point of the axes, in fractions, where the box's own corner stands.
  var anchor: Point?
}

/// The box that says which line is which, laid out and drawn.
struct Legend {
  let style: LegendStyle
  var theme = Theme()
  let entries: [any Artist]

  // All but the colours are multiples of the font size.
  private static let borderPad = 0.4
  private static let handleLength = 2.0
  private static let handleHeight = 0.7
  private static let handleTextPad = 0.8
  private static let labelSpacing = 0.5
  private static let columnSpacing = 2.0
  private static let axesPad = 0.5
  private static let cornerRadius = 0.2
  private static let frameAlpha = 0.8

  private var em: Double { style.fontSize }

  private func text(_ entry: any Artist) -> TextBlock { TextBlock(text: entry.label ?? "", size: em, color: theme.ink) }

  /// The entries in columns, the first ones taking one more where they don't come out even.
  private var columns: [[any Artist]] {
    let count = max(1, min(style.columns, entries.count))
    let (least, extra) = entries.count.quotientAndRemainder(dividingBy: count)
    var start = 0
    return (0..<count).map { index in
      let size = least + (index < extra ? 1 : 0)
      defer { start += size }
      return Array(entries[start..<start + size])
    }
  }

  private func width(_ column: [any Artist]) -> Double {
    (Self.handleLength + Self.handleTextPad) * em + (column.map { text($0).extent.width }.max() ?? 0)
  }

  private func height(_ column: [any Artist]) -> Double {
    column.map { text($0).extent.height }.reduce(0, +) + Double(max(0, column.count - 1)) * Self.labelSpacing * em
  }

  private var titleBlock: TextBlock? {
    style.title.isEmpty ? nil : TextBlock(text: style.title, size: em, color: theme.ink, horizontal: .center)
  }

  /// The width and height of the box.
  var size: (width: Double, height: Double) {
    let columns = columns
    var width = columns.map { self.width($0) }.reduce(0, +) + Double(columns.count - 1) * Self.columnSpacing * em
    var height = columns.map { self.height($0) }.max() ?? 0
    if let titleBlock {
      let title = titleBlock.extent
      width = max(width, title.width)
      height += title.height + Self.labelSpacing * em
    }
    return (width + 2 * Self.borderPad * em, height + 2 * Self.borderPad * em)
  }

  /// The box at one of the ten places inside `axes`, or with that corner at the anchor.
  func box(code: Int, in axes: Rect) -> Rect {
    var area = axes
    if let anchor = style.anchor {
      let (x, y) = (axes.left + anchor.x * axes.width, axes.bottom - anchor.y * axes.height)
      area = Rect(left: x, top: y, right: x, bottom: y)
    }
    area = area.inset(by: Self.axesPad * em)
    let (w, h) = size
    let x: Double
    switch code {
    case 2, 3, 6: x = area.left
    case 8, 9, 10: x = (area.left + area.right - w) / 2
    default: x = area.right - w
    }
    let y: Double
    switch code {
    case 1, 2, 9: y = area.top
    case 3, 4, 8: y = area.bottom - h
    default: y = (area.top + area.bottom - h) / 2
    }
    return Rect(left: x, top: y, right: x + w, bottom: y + h)
  }

  /// The box where it covers least: the first place that covers nothing, else the one with the fewest points, texts and lines.
  func bestCode(in transform: DataTransform, avoiding artists: [any Artist]) -> Int {
    let obstacles = artists.map { $0.obstacles(transform) }
    var best = (badness: Int.max, code: 1)
    for code in 1...10 {
      let box = box(code: code, in: transform.box)
      var badness = 0
      for obstacle in obstacles {
        badness += obstacle.points.count { box.contains($0) }
        badness += obstacle.boxes.count { box.overlaps($0) }
        for line in obstacle.lines { badness += line.count { box.contains($0) } }
        if obstacle.lines.contains(where: { Self.crosses($0, border: box) }) { badness += 1 }
      }
      if badness < best.badness { best = (badness, code) }
      if badness == 0 { break }
    }
    return best.code
  }

  /// Whether a line meets the border of a box (not: lies wholly inside).
  static func crosses(_ line: [Point], border box: Rect) -> Bool {
    for (a, b) in zip(line, line.dropFirst()) {
      guard Polyline.clip(a, b, box) != nil else { continue }
      if !(box.contains(a) && box.contains(b)) { return true }
    }
    return false
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform, avoiding artists: [any Artist]) {
    let code = style.code == 0 ? (style.anchor == nil ? bestCode(in: transform, avoiding: artists) : 1) : style.code
    let box = box(code: code, in: transform.box)
    if style.frame {
      canvas.draw(
        .roundedRectangle(box, radius: Self.cornerRadius * em), fill: theme.face.with(alpha: Self.frameAlpha),
        stroke: Stroke(color: theme.faint.with(alpha: Self.frameAlpha), width: 1, join: .miter), snap: .always)
    }
    var top = box.top + Self.borderPad * em
    if let titleBlock {
      titleBlock.draw(on: canvas, at: Point((box.left + box.right) / 2, top + titleBlock.baselines.last))
      top += titleBlock.extent.height + Self.labelSpacing * em
    }
    var left = box.left + Self.borderPad * em
    for column in columns {
      var y = top
      for entry in column {
        let block = text(entry)
        let baselines = block.baselines
        entry.drawHandle(
          on: canvas, at: Point(left, y + baselines.first), width: Self.handleLength * em, height: Self.handleHeight * em)
        block.draw(on: canvas, at: Point(left + (Self.handleLength + Self.handleTextPad) * em, y + baselines.last))
        y += block.extent.height + Self.labelSpacing * em
      }
      left += width(column) + Self.columnSpacing * em
    }
  }
}
