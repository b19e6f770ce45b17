import Lantern
import Testing

@testable import LanternFigure

/// Style strings, colours, dashes and markers.
@Suite struct StyleTests {
  @Test(arguments: [
    ("r-", "r", "none", "-"), ("g--", "g", "none", "--"), ("bo", "b", "o", "none"), ("k.:", "k", ".", ":"), ("-.", nil, "none", "-."),
    ("", nil, "none", "-"), ("C2--", "C2", "none", "--"), ("ro-", "r", "o", "-"), ("1", nil, "1", "none"), ("^k:", "k", "^", ":"),
    ("steelblue", "steelblue", "none", "-"), ("#ff0000", "#ff0000", "none", "-"), ("C12o", "C12", "o", "none"), ("x ", nil, "x", "none"),
  ])
  func formatStrings(text: String, color: String?, marker: String, line: String) throws {
    let format = try FormatString(text)
    #expect(format.color == color.map { Color($0) })
    #expect(format.marker.name == marker)
    #expect(format.lineStyle.name == line)
  }

  @Test(arguments: [
    ("rr-", "two color symbols"), ("--:", "two linestyle symbols"), ("os", "two marker symbols"),
    ("rC", "'C' must be followed by a number"),
    ("q", "unrecognized character 'q'"), ("r-é", "unrecognized character 'é'"), ("0", "unrecognized character '0'"),
  ])
  func wrongFormatStringsSayWhy(text: String, reason: String) {
    let error = #expect(throws: TensorError.self) { try FormatString(text) }
    #expect(error?.message == "'\(text)' is not a valid format string (\(reason))")
    #expect(error?.kind == .argument)
  }

  @Test func colorNames() throws {
    #expect(try Color("r").resolved() == RGBA(1, 0, 0, 1))
    #expect(try Color("g").resolved() == RGBA(0, 0.5, 0, 1))
    #expect(try Color("green").resolved() == RGBA(0x008000))
    #expect(try Color("C0").resolved() == RGBA(0x1F77B4))
    #expect(try Color("C13").resolved() == RGBA(0xD62728))
    #expect(try Color("tab:orange").resolved() == RGBA(0xFF7F0E))
    #expect(try Color("tab:grey").resolved() == RGBA(0x7F7F7F))
    #expect(try Color("#1f77b4").resolved() == RGBA(0x1F77B4))
    #expect(try Color("#f80").resolved() == RGBA(0xFF8800))
    #expect(try Color("#1f77b480").resolved() == RGBA(0x1F77B4).with(alpha: 128.0 / 255))
    #expect(try Color("0.5").resolved() == RGBA(0.5, 0.5, 0.5, 1))
    #expect(try Color("none").resolved() == nil)
    #expect(try Color("SteelBlue").resolved() == RGBA(0x4682B4))
    #expect(Color.cssNames.count == 148)
  }

  @Test(arguments: ["#12", "#gggggg", "nocolor", "2.0", "-1", "C", "Cx", "tab:", "nan", "#-12345", "1e400"])
  func unknownColors(name: String) {
    let error = #expect(throws: TensorError.self) { try Color(name).resolved() }
    #expect(error?.message == "'\(name)' is not a color")
  }

  @Test func dashesAndMarkers() throws {
    #expect(try LineStyle.dashed.pattern() == [3.7, 1.6])
    #expect(try LineStyle("dotted").pattern() == [1, 1.65])
    #expect(try LineStyle("-").pattern() == [])
    #expect(try LineStyle.none.pattern() == nil)
    #expect(throws: TensorError.self) { try LineStyle("wavy").pattern() }
    for name in Marker.characters {
      let shape = try #require(try Marker(String(name)).shape())
      #expect(!shape.path.isEmpty)
    }
    #expect(try Marker.none.shape() == nil)
    #expect(throws: TensorError.self) { try Marker("oo").shape() }
  }

  @Test func fontWidths() {
    // DejaVu Sans: a digit is 1303 units of 2048.
    #expect(FontMetrics.width("00", size: 2048) == 2606)
    #expect(FontMetrics.width("\u{2212}", size: 2048) == 1716)
    #expect(FontMetrics.width("", size: 10) == 0)
    #expect(FontMetrics.width("α漢\u{301}", size: 2048) == 1350 + 2048)
  }
}

/// Labels with mathematics in them.
@Suite struct MathTextTests {
  private func set(_ line: String) -> SetLine { MathText.set(Substring(line), size: 1) }
  private func texts(_ line: String) -> [String] { set(line).runs.map(\.text) }

  @Test func ordinaryTextStays() {
    #expect(texts("loss") == ["loss"])
    #expect(texts("5$") == ["5$"])
    #expect(texts("cost \\$5 or \\$6") == ["cost $5 or $6"])
    #expect(texts("") == [])
    #expect(texts("a_b^c") == ["a_b^c"])
  }

  /// Places are matplotlib's, in ems: what its parser gives for DejaVu Sans.
  @Test func scriptsRiseAndFall() {
    let power = set("$10^{-3}$").runs
    #expect(power.map(\.text) == ["10", "\u{2212}3"])
    #expect(power[1].size == 0.7 && abs(power[1].rise - 0.413) < 1e-3 && abs(power[1].x - 1.282) < 2e-3)
    let both = set("$x_i^2$ units").runs
    #expect(both.map(\.text) == ["x", "2", "i", " units"] || both.map(\.text) == ["x", "i", "2", " units"])
    let (raised, lowered) = (both.first { $0.text == "2" }!, both.first { $0.text == "i" }!)
    #expect(abs(raised.x - lowered.x) < 1e-9 && raised.rise > 0.4 && lowered.rise < -0.3)
    #expect(both[0].isItalic && !raised.isItalic && both[3].rise == 0 && !both[3].isItalic)
    #expect(texts("$e^{x^{y^z}}$").count == 4)
  }

  @Test func fractionsAndRootsHaveBars() {
    let fraction = set("$\\frac{a}{b}$")
    #expect(fraction.runs.map(\.text) == ["a", "b"] && fraction.shapes.count == 1)
    #expect(abs(fraction.runs[0].rise - 0.358) < 0.08 && abs(fraction.runs[1].rise + 0.371) < 0.08)
    #expect(fraction.descent > 0.3 && fraction.ascent > 0.7)
    let root = set("$\\sqrt{2x}$")
    #expect(root.shapes.count == 2 && root.runs.map(\.text).joined() == "2x")
    #expect(set("$\\sqrt[3]{x}$").runs.map(\.text) == ["3", "x"])
  }

  @Test func commands() {
    #expect(texts("$\\alpha\\times\\beta$").joined() == "α×β")
    // An operator between operands has space on both sides, a sign has none.
    #expect(abs(set("$a+b$").width - 2.48) < 0.01)
    #expect(set("$-b$").width < FontMetrics.width("\u{2212}b", size: 1) + 1e-9)
    #expect(texts("$\\mathrm{loss}_{\\mathrm{val}}$") == ["loss", "val"])
    #expect(texts("$x^\\infty$") == ["x", "∞"])
    #expect(texts("$\\unknown$") == ["\\unknown"])
  }

  @Test(arguments: [
    "$", "$$", "$^$", "$_{$", "$x^$", "$\\$", "$\\$ $", "${{{$", "$}}}$", "$^^^_$", "\\", "$$$$",
    "$\\frac$", "$\\frac{a$", "$\\sqrt[$",
    "$\\hat$", "$\\mathrm{$",
  ])
  func brokenMathematicsStillDraws(text: String) throws {
    let figure = Figure()
    figure.gca().title(text)
    figure.gca().ylabel(text)
    #expect(throws: Never.self) { try figure.svg() }
  }
}
