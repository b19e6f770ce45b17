import Testing

@testable import LanternFigure

/// The SVG writer: well-formed, the same bytes every time, safe with any text and any number.
@Suite struct SVGTests {
  /// A figure with one of everything.
  static func showcase() -> Figure {
    let figure = Figure()
    let axes = figure.addSubplot(1, 2, 1)
    axes.scatter([-1, 0, 1], [5, 2, 5], label: "true")
    axes.plot([-1, 0, 1], [5, 2, 5], "r-", label: "predict")
    axes.plot([-1, 0, 1], [4, Double.nan, 4], "g--s")
    axes.title("a < b & \"c\"")
    axes.xlabel("x\u{1}\u{8}")
    axes.ylabel("loss\n(log)")
    axes.grid()
    axes.axhline(3, color: "k", linestyle: ":")
    axes.text(0, 3, "<tag attr='1'>\nsecond")
    axes.legend()
    let other = figure.addSubplot(1, 2, 2)
    other.yscale(.log)
    other.plot([1, 10, 1000])
    other.scatter([0, 1], [1, 10], s: [10, 100], edgecolors: "k")
    figure.suptitle("both")
    return figure
  }

  /// Whether tags nest, attributes are quoted and no bare `&` or `<` is left.
  private func problem(in document: String) -> String? {
    var open: [String] = []
    var rest = Substring(document)
    while let start = rest.firstIndex(where: { $0 == "<" || $0 == "&" || $0 == ">" }) {
      if rest[start] == ">" { return "bare > near \(rest[start...].prefix(40))" }
      if rest[start] == "&" {
        let entity = rest[start...].prefix(6)
        guard ["&amp;", "&lt;", "&gt;", "&quot;"].contains(where: { entity.hasPrefix($0) }) else { return "bare & in \(entity)" }
        rest = rest[rest.index(after: start)...]
        continue
      }
      guard let end = rest[start...].firstIndex(of: ">") else { return "unclosed tag" }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.count(where: { $0 == "\"" }) % 2 != 0 { return "odd quotes in \(tag)" }
      if tag.hasPrefix("?") || tag.hasSuffix("/") { continue }
      let name = String(tag.prefix { $0 != " " })
      if name.hasPrefix("/") {
        guard open.popLast() == String(name.dropFirst()) else { return "mismatched \(name)" }
      } else {
        open.append(name)
      }
    }
    return open.isEmpty ? nil : "left open: \(open)"
  }

  @Test func documentsAreWellFormed() throws {
    let document = try Self.showcase().svg()
    #expect(problem(in: document) == nil)
    #expect(document.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "))
    #expect(document.contains(">a &lt; b &amp; &quot;c&quot;</text>"))
    #expect(document.contains(">&lt;tag attr='1'&gt;</text>"))
    #expect(document.contains(">x</text>"))
    #expect(document.contains("width=\"460.8pt\" height=\"345.6pt\" viewBox=\"0 0 460.8 345.6\""))
    // Every reference has its definition.
    for id in document.split(separator: "\"").filter({ $0.hasPrefix("#m") || $0.hasPrefix("url(#") }) {
      let name = id.drop { $0 != "#" }.dropFirst().prefix { $0 != ")" }
      #expect(document.contains("id=\"\(name)\""), "\(id)")
    }
  }

  @Test func sameFigureSameBytes() throws {
    let figure = Self.showcase()
    #expect(try figure.svg() == figure.svg())
    #expect(try figure.svg() == Self.showcase().svg())
  }

  @Test func theLineIsWhereItBelongs() throws {
    let figure = Figure()
    let axes = figure.gca()
    axes.plot([-1, 1], [2, 6], "r-")
    axes.xlim(-1, 1)
    axes.ylim(2, 6)
    // matplotlib's axes reach from (57.6, 41.472) to (414.72, 307.584) points.
    #expect(
      try figure.svg().contains(
        "<path d=\"M57.6 307.584L414.72 41.472\" fill=\"none\" stroke=\"#ff0000\" stroke-width=\"1.5\" stroke-linecap=\"square\""))
  }

  @Test func missingPointsBreakTheLine() {
    let box = Rect(left: 0, top: 0, right: 100, bottom: 100)
    let points = [Point(0, 0), Point(1, 1), Point(2, .nan), Point(3, 3), Point(4, 4), Point(.infinity, 0), Point(9, 9)]
    let path = Polyline.path(points, near: box)
    #expect(path.elements == [.move(Point(0, 0)), .line(Point(1, 1)), .move(Point(3, 3)), .line(Point(4, 4))])
  }

  @Test func farPointsAreCut() {
    let box = Rect(left: 0, top: 0, right: 100, bottom: 100)
    let path = Polyline.path([Point(-1e300, 50), Point(1e9, 50), Point(1e9, 1e30), Point(50, 50), Point(60, 60)], near: box)
    for case let .line(p) in path.elements { #expect(abs(p.x) < 5000 && abs(p.y) < 5000) }
    #expect(path.elements.contains(.line(Point(60, 60))))
    #expect(Polyline.path([Point(-1e4, -1e4), Point(1e4, -1e4)], near: box).isEmpty)
  }

  @Test func hostileNumbersStillDraw() throws {
    let rows: [[Double]] = [
      [], [.nan], [.infinity, -.infinity], [1e308, -1e308], [Double.leastNonzeroMagnitude, 0], [0, .greatestFiniteMagnitude], [1, 1, 1],
      [1, 1.0.nextUp],
    ]
    for row in rows {
      for scale in [AxisScale.linear, .log] {
        let figure = Figure()
        let axes = figure.gca()
        axes.yscale(scale)
        axes.plot(row, "o-")
        axes.scatter(row, row, s: 1e9)
        axes.axhline(.nan)
        axes.text(.infinity, 0, "far")
        axes.legend()
        let document = try figure.svg()
        #expect(problem(in: document) == nil)
        #expect(!document.contains("nan") && !document.contains("inf"), "\(row) \(scale)")
      }
    }
  }
}

/// Long lines are shortened before they are drawn.
@Suite struct PolylineTests {
  private let box = Rect(left: 0, top: 0, right: 100, bottom: 100)

  @Test func shortLinesStay() {
    let points = (0..<4000).map { Point(Double($0) * 0.001, 0) }
    #expect(Polyline.simplified(points) == points)
  }

  @Test func columnsKeepTheirEndsAndExtremes() {
    let points = (0..<100_000).map { Point(Double($0) * 0.001, $0 == 50_020 ? 99 : Double($0 % 7)) }
    let short = Polyline.simplified(points)
    #expect(short.count <= 4 * 801 && short.count > 1000)
    #expect(short.first == points.first && short.last == points.last)
    #expect(short.contains(Point(50.02, 99)))
    // Order is kept.
    #expect(zip(short, short.dropFirst()).allSatisfy { $0.x <= $1.x })
  }

  @Test func gapsStay() {
    let points = (0..<10_000).map { $0 == 5000 ? Point(.nan, 0) : Point(Double($0) * 0.01, 0) }
    let path = Polyline.path(Polyline.simplified(points), near: box)
    let moves = path.elements.count { if case .move = $0 { true } else { false } }
    #expect(moves == 2)
  }

  @Test func piecesMeet() {
    let path = Polyline.path((0..<10_000).map { Point(Double($0) * 0.01, Double($0 % 3)) }, near: box)
    let pieces = Polyline.pieces(path)
    #expect(pieces.count > 100)
    for (a, b) in zip(pieces, pieces.dropFirst()) {
      guard case .line(let end)? = a.elements.last, case .move(let start)? = b.elements.first else {
        Issue.record("a piece that does not begin with a move")
        continue
      }
      #expect(end == start)
    }
  }
}
