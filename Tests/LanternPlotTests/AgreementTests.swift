import Lantern
import Testing

@testable import LanternFigure

/// The three back ends draw the same scene: every point they are given lies within 0.1 points of the display list's.
@Suite(.serialized) struct AgreementTests {
  /// What cairo's functions were called with: the corners of outlines, and the origins of glyphs.
  private struct Calls {
    var points: [Point] = []
    var glyphs: [Point] = []
    var origin = Point(0, 0)
  }

  private static let calls = Locked(Calls())

  /// cairo with the functions that take coordinates replaced by ones that note them.
  private static func spy() throws -> CairoLibrary {
    var cairo = try CairoLibrary.shared()
    cairo.moveTo = { _, x, y in AgreementTests.calls.withLock { $0.points.append(Point(x, y)) } }
    cairo.lineTo = { _, x, y in AgreementTests.calls.withLock { $0.points.append(Point(x, y)) } }
    cairo.curveTo = { _, a, b, c, d, x, y in
      AgreementTests.calls.withLock { $0.points += [Point(a, b), Point(c, d), Point(x, y)] }
    }
    cairo.translate = { _, x, y in AgreementTests.calls.withLock { $0.origin = Point(x, y) } }
    cairo.rotate = { _, _ in }
    cairo.glyphPath = { _, glyphs, count in AgreementTests.note(glyphs, count) }
    cairo.showGlyphs = { _, glyphs, count in AgreementTests.note(glyphs, count) }
    return cairo
  }

  /// Glyphs of upright lines; of turned ones the origin of the line.
  private static func note(_ glyphs: UnsafeRawPointer?, _ count: Int32) {
    let glyphs = glyphs?.assumingMemoryBound(to: CairoLibrary.Glyph.self)
    calls.withLock { calls in
      for i in 0..<Int(count) {
        if let glyph = glyphs?[i] { calls.glyphs.append(Point(calls.origin.x + glyph.x, calls.origin.y + glyph.y)) }
      }
    }
  }

  private static func figure() -> Figure {
    let figure = Figure(figsize: (3, 2), layout: .tight)
    let left = figure.addSubplot(1, 2, 1)
    left.plot([0, 1, 2, 3], [1, 3, 2, 4], "r--o", label: "a $x^2$")
    left.bar([0, 1, 2], [1, 2, 3], alpha: 0.5)
    left.fillBetween([0, 1, 2], [1, 3, 2], 0.5)
    left.title("two lines\nof text")
    left.legend()
    left.grid()
    let right = figure.addSubplot(1, 2, 2)
    right.contour([[0.0, 1, 2], [1, 2, 3], [0, 5, 1]])
    right.quiver([0, 1], [0, 1], [1, 0.5], [0, 1])
    right.errorbar([0, 1], [1, 2], yerr: 0.3, capsize: 2)
    figure.colorbar(ax: right)
    return figure
  }

  /// The points of a display list in the order a canvas gets them.
  private func expected(_ items: [DisplayList.Item]) -> (points: [Point], glyphs: [Point]) {
    func corners(_ path: Path, _ shift: Point = Point(0, 0)) -> [Point] {
      path.translated(shift).elements.flatMap { element -> [Point] in
        switch element {
        case .move(let p), .line(let p): [p]
        case .curve(let a, let b, let p): [a, b, p]
        case .close: []
        }
      }
    }
    var (points, glyphs): ([Point], [Point]) = ([], [])
    for item in items {
      switch item {
      case .path(let path, _, _, _): points += corners(path)
      case .marks(let marks, let places, let choices):
        for (i, p) in places.enumerated() { points += corners(marks[choices.map { Int($0[i]) } ?? 0].path, p) }
      case .text(let run) where run.rotation == 0: glyphs += run.glyphs.map(\.origin)
      case .text, .picture, .pushClip, .popClip: break
      }
    }
    return (points, glyphs)
  }

  private func farthest(_ a: [Point], _ b: [Point], scale: Double) -> Double {
    zip(a, b).map { max(abs($0.x / scale - $1.x), abs($0.y / scale - $1.y)) }.max() ?? .infinity
  }

  @Test(.enabled(if: CairoLibrary.isAvailable, SaveTests.noCairo)) func cairoGetsTheListsPoints() throws {
    let figure = Self.figure()
    let list = figure.displayList()
    #expect(list.items == figure.displayList().items)
    // Turned text is placed by turning the page; marks used often are painted once and copied.
    let items = list.items.filter { item in
      switch item {
      case .text(let run): run.rotation == 0
      case .marks(_, let places, _): places.count < 8
      default: true
      }
    }
    let wanted = expected(items)
    #expect(wanted.points.count > 200 && wanted.glyphs.count > 30)
    for (name, scale) in [("pdf", 1.0), ("png", 10.0)] {
      Self.calls.withLock { $0 = Calls() }
      let cairo = try Self.spy()
      let canvas =
        name == "pdf" ? try CairoCanvas(cairo, pdfWidth: 216, height: 144) : try CairoCanvas(cairo, pngWidth: 3, height: 2, dpi: 720)
      for item in items { DisplayList(item).play(on: canvas) }
      let calls = Self.calls.withLock { $0 }
      #expect(calls.points.count == wanted.points.count && calls.glyphs.count == wanted.glyphs.count, "\(name)")
      #expect(farthest(calls.points, wanted.points, scale: scale) < 0.1, "\(name)")
      #expect(farthest(calls.glyphs, wanted.glyphs, scale: scale) < 0.1, "\(name)")
    }
  }

  @Test func svgHasTheListsPoints() throws {
    let figure = Self.figure()
    let wanted = expected(figure.displayList().items)
    let document = try figure.svg()
    // Marks stand in definitions and are used at places: those are looked up.
    var marks: [Substring: [Point]] = [:]
    var points: [Point] = []
    func attribute(_ name: String, _ line: Substring) -> Substring? {
      line.firstRange(of: " \(name)=\"").map { line[$0.upperBound...].prefix { $0 != "\"" } }
    }
    func corners(_ data: Substring) -> [Point] {
      let numbers = data.split { "MLCZ ".contains($0) }.map { Double($0)! }
      return stride(from: 0, to: numbers.count - 1, by: 2).map { Point(numbers[$0], numbers[$0 + 1]) }
    }
    for line in document.split(separator: "\n") {
      if line.hasPrefix("<use"), let id = attribute("xlink:href", line)?.dropFirst() {
        let place = Point(Double(attribute("x", line)!)!, Double(attribute("y", line)!)!)
        points += (marks[id] ?? []).map { Point($0.x + place.x, $0.y + place.y) }
      } else if line.hasPrefix("<path"), let data = attribute("d", line) {
        if let id = attribute("id", line) { marks[id] = corners(data) } else if !line.contains("crisp") { points += corners(data) }
      }
    }
    // The bar's colours are drawn as cells, which the list has as one picture.
    let cells = points.count - wanted.points.count
    #expect(cells == 4 * 256 || cells == 0, "\(cells)")
    let ordered = points.filter { p in wanted.points.contains { abs($0.x - p.x) < 0.1 && abs($0.y - p.y) < 0.1 } }
    #expect(ordered.count >= wanted.points.count)
    for case .text(let run) in figure.displayList().items {
      let text = "<text x=\"\(NumberText.compact(run.origin.x))\" y=\"\(NumberText.compact(run.origin.y))\""
      #expect(document.contains(text), "\(run.text)")
    }
  }

  @Test(.enabled(if: CairoLibrary.isAvailable && FontFile() != nil, SaveTests.noCairo)) func lettersAsOutlines() throws {
    let figure = Figure(figsize: (3, 2))
    figure.gca().title("Outlined $x^2$")
    let document = try figure.svg(text: .outlines)
    #expect(!document.contains("<text"))
    #expect(document == (try figure.svg(text: .outlines)))
    // The dot and the stem of an i make two outlines inside its box.
    let path = try GlyphOutlines().path(TextRun(text: "i", origin: Point(10, 20), size: 10))
    #expect(path.elements.count { if case .move = $0 { true } else { false } } == 2)
    for case .line(let p) in path.elements { #expect(p.x > 10 && p.x < 12.8 && p.y <= 20.01 && p.y > 12) }
  }
}
