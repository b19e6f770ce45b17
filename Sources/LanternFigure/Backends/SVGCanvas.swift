/// Writes SVG 1.1 with nothing but the standard library: the same scene gives the same bytes.
///
/// Text is written as text in DejaVu Sans (or the viewer's sans-serif), anchored at its left end, middle or right end, so that
/// labels stay in place whichever font the viewer has; or as outlines, where those are at hand.
final class SVGCanvas: Canvas {
  private var body = ""
  private var definitions = ""
  private var clips: [Rect: String] = [:]
  private var markers: [Path: String] = [:]
  private let width: Double
  private let height: Double
  /// What all names begin with, so that several documents fit into one page.
  private let prefix: String
  /// What draws letters as outlines; without it text stays text.
  private let outlines: GlyphOutlines?

  /// A page of this many points.
  init(width: Double, height: Double, prefix: String = "", outlines: GlyphOutlines? = nil) {
    self.outlines = outlines
    self.width = width
    self.height = height
    self.prefix = prefix
  }

  /// The whole file.
  var document: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element }

  /// The picture as it stands inside another document.
  var element: String {
    let (w, h) = (number(width), number(height))
    var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\""
    text += " width=\"\(w)pt\" height=\"\(h)pt\" viewBox=\"0 0 \(w) \(h)\""
    text += " font-family=\"'DejaVu Sans', 'Bitstream Vera Sans', Verdana, sans-serif\">\n"
    if !definitions.isEmpty { text += "<defs>\n\(definitions)</defs>\n" }
    return text + body + "</svg>\n"
  }

  private func number(_ x: Double) -> String { NumberText.compact(x) }

  func draw(_ path: Path, fill: RGBA?, stroke: Stroke?, snap: Snap) {
    let rule = path.isEvenOdd ? " fill-rule=\"evenodd\"" : ""
    body += "<path d=\"\(data(path))\"\(rule)\(paint(fill, stroke))/>\n"
  }

  func stamp(_ marks: [Mark], at places: [Point], choices: [Int32]?) {
    let ids = marks.map { mark -> String in
      if let known = markers[mark.path] { return known }
      let id = "\(prefix)m\(markers.count + 1)"
      markers[mark.path] = id
      definitions += "<path id=\"\(id)\" d=\"\(data(mark.path))\"/>\n"
      return id
    }
    var open: Int?
    for (index, p) in places.enumerated() {
      let choice = choices.map { Int($0[index]) } ?? 0
      if choice != open {
        // Neighbours of one look share a group.
        body += (open == nil ? "" : "</g>\n") + "<g\(paint(marks[choice].fill, marks[choice].stroke))>\n"
        open = choice
      }
      body += "<use xlink:href=\"#\(ids[choice])\" x=\"\(number(p.x))\" y=\"\(number(p.y))\"/>\n"
    }
    if open != nil { body += "</g>\n" }
  }

  func draw(_ original: Picture, from: Point, to: Point) {
    let picture = original.adapted(width: abs(to.x - from.x) * 100 / 72, height: abs(to.y - from.y) * 100 / 72)
    let (x, y) = ((to.x - from.x) / Double(picture.columns), (to.y - from.y) / Double(picture.rows))
    // Many viewers blur enlarged pictures whatever they are told: few cells are drawn as rectangles.
    let few = 4096
    if picture.rows * picture.columns <= few {
      drawCells(picture, from: from, width: x, height: y)
      return
    }
    body += "<image width=\"\(picture.columns)\" height=\"\(picture.rows)\" preserveAspectRatio=\"none\""
    let matrix = [x, 0, 0, y, from.x, from.y].map { NumberText.compact($0, decimals: 6) }
    body += " transform=\"matrix(\(matrix.joined(separator: " ")))\" style=\"image-rendering:optimizeSpeed;image-rendering:pixelated\""
    body += " xlink:href=\"data:image/png;base64,\(Base64.encode(PNGEncoder.encode(picture)))\"/>\n"
  }

  private func drawCells(_ picture: Picture, from: Point, width: Double, height: Double) {
    body += "<g shape-rendering=\"crispEdges\">\n"
    for row in 0..<picture.rows {
      let pixels = picture.pixels[row * picture.columns..<(row + 1) * picture.columns]
      let start = pixels.startIndex
      var column = start
      while column < pixels.endIndex {
        // Neighbours of one colour share a rectangle.
        let end = pixels[column...].firstIndex { $0 != pixels[column] } ?? pixels.endIndex
        let (left, right) = (from.x + Double(column - start) * width, from.x + Double(end - start) * width)
        let (top, bottom) = (from.y + Double(row) * height, from.y + Double(row + 1) * height)
        let box = Rect(left: min(left, right), top: min(top, bottom), right: max(left, right), bottom: max(top, bottom))
        let color = RGBA(premultiplied: pixels[column])
        if color.alpha > 0 { draw(.rectangle(box), fill: color) }
        column = end
      }
    }
    body += "</g>\n"
  }

  func draw(_ text: TextRun) {
    if let outlines {
      let path = outlines.path(text)
      if !path.isEmpty { draw(path, fill: text.color) }
      return
    }
    let (x, y) = (number(text.origin.x), number(text.origin.y))
    body += "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(number(text.size))\""
    switch text.alignment {
    case .left: break
    case .center: body += " text-anchor=\"middle\""
    case .right: body += " text-anchor=\"end\""
    }
    if text.isItalic { body += " font-style=\"oblique\"" }
    body += attribute("fill", text.color)
    if text.rotation != 0 { body += " transform=\"rotate(\(number(-text.rotation)) \(x) \(y))\"" }
    body += " xml:space=\"preserve\">\(SVGCanvas.escape(text.text))</text>\n"
  }

  func pushClip(_ rect: Rect) {
    let id = clips[rect] ?? "\(prefix)c\(clips.count + 1)"
    if clips[rect] == nil {
      clips[rect] = id
      definitions += "<clipPath id=\"\(id)\"><rect x=\"\(number(rect.left))\" y=\"\(number(rect.top))\""
      definitions += " width=\"\(number(rect.width))\" height=\"\(number(rect.height))\"/></clipPath>\n"
    }
    body += "<g clip-path=\"url(#\(id))\">\n"
  }

  func popClip() { body += "</g>\n" }

  private func data(_ path: Path) -> String {
    var text = ""
    func add(_ command: String, _ points: Point...) {
      text += command
      for (i, p) in points.enumerated() { text += (i == 0 ? "" : " ") + number(p.x) + " " + number(p.y) }
    }
    for element in path.elements {
      switch element {
      case .move(let p): add("M", p)
      case .line(let p): add("L", p)
      case .curve(let a, let b, let p): add("C", a, b, p)
      case .close: text += "Z"
      }
    }
    return text
  }

  private func paint(_ fill: RGBA?, _ stroke: Stroke?) -> String {
    var text = fill.map { attribute("fill", $0) } ?? " fill=\"none\""
    guard let stroke else { return text }
    text += attribute("stroke", stroke.color)
    text += " stroke-width=\"\(number(stroke.width))\""
    if !stroke.dashes.isEmpty { text += " stroke-dasharray=\"\(stroke.dashes.map(number).joined(separator: " "))\"" }
    switch stroke.cap {
    case .butt: break
    case .round: text += " stroke-linecap=\"round\""
    case .square: text += " stroke-linecap=\"square\""
    }
    switch stroke.join {
    case .miter: break
    case .round: text += " stroke-linejoin=\"round\""
    case .bevel: text += " stroke-linejoin=\"bevel\""
    }
    return text
  }

  private func attribute(_ name: String, _ color: RGBA) -> String {
    func hex(_ part: Double) -> String {
      let value = String(Int((part * 255).rounded()), radix: 16)
      return value.count == 1 ? "0" + value : value
    }
    let text = " \(name)=\"#\(hex(color.red))\(hex(color.green))\(hex(color.blue))\""
    return color.alpha < 1 ? text + " \(name)-opacity=\"\(NumberText.compact(color.alpha, decimals: 4))\"" : text
  }

  /// The text with XML's own characters escaped, and those XML has no place for left out.
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t": result += " "
      default:
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0xFFFE || scalar.value == 0xFFFF
        if !isControl { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}
