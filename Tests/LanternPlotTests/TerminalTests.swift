import Lantern
import Testing

@testable import LanternFigure
import LanternPlot

/// Pictures as text, and which of them a terminal is given.
@Suite struct TerminalTests {
  private func detect(_ variables: [String: String]) -> TerminalGraphics { TerminalGraphics.detect { variables[$0] } }

  @Test func environmentsAreRecognized() {
    #expect(detect([:]) == .blocks && detect(["TERM": "xterm-256color"]) == .blocks)
    #expect(detect(["TERM": "xterm-kitty"]) == .kitty && detect(["TERM_PROGRAM": "WezTerm", "TERM": "xterm-256color"]) == .kitty)
    #expect(detect(["TERM": "foot"]) == .sixel && detect(["WT_SESSION": "1"]) == .sixel)
    // Inside tmux the outer terminal's pictures don't get through.
    #expect(detect(["TERM": "tmux-256color", "TMUX": "x", "KITTY_WINDOW_ID": "1"]) == .blocks)
    #expect(detect(["TERM": "xterm-kitty", "LANTERN_PLOT_TERMINAL": "SIXEL"]) == .sixel)
    #expect(detect(["TERM": "xterm-kitty", "LANTERN_PLOT_TERMINAL": "paper"]) == .kitty)
  }

  @Test func kittyComesInPieces() {
    let text = TerminalPicture.kitty(png: [UInt8](repeating: 7, count: 7000))
    let pieces = text.split(separator: "\u{1B}_G").map(String.init)
    #expect(pieces.count == 3)
    #expect(pieces[0].hasPrefix("f=100,a=T,q=2,m=1;") && pieces[1].hasPrefix("m=1;") && pieces[2].hasPrefix("m=0;"))
    let payload = pieces.map { $0.drop { $0 != ";" }.dropFirst().prefix { $0 != "\u{1B}" } }
    #expect(payload.allSatisfy { $0.count <= 4096 })
    #expect(Base64.decode(Substring(payload.joined())) == [UInt8](repeating: 7, count: 7000))
  }

  /// Reads sixels back: which color each pixel got.
  private func decoded(_ text: String, columns: Int, rows: Int) -> [[Int]] {
    var page = [[Int]](repeating: [Int](repeating: -1, count: columns), count: rows)
    var rest = Array(text.utf8)[...]
    rest = rest.drop { $0 != UInt8(ascii: "q") }.dropFirst()
    var (x, y, color, run) = (0, 0, 0, 1)
    func number() -> Int {
      var n = 0
      while let c = rest.first, c >= 48, c <= 57 {
        n = n * 10 + Int(c - 48)
        rest.removeFirst()
      }
      return n
    }
    while let c = rest.popFirst() {
      switch c {
      case UInt8(ascii: "\""), UInt8(ascii: ";"): while let d = rest.first, d == 59 || (d >= 48 && d <= 57) { rest.removeFirst() }
      case UInt8(ascii: "#"):
        color = number()
        while rest.first == UInt8(ascii: ";") {
          rest.removeFirst()
          _ = number()
        }
      case UInt8(ascii: "!"): run = number()
      case UInt8(ascii: "$"): x = 0
      case UInt8(ascii: "-"): (x, y) = (0, y + 6)
      case 63...126:
        for _ in 0..<run {
          for bit in 0..<6 where (c - 63) >> UInt8(bit) & 1 == 1 && y + bit < rows && x < columns { page[y + bit][x] = color }
          x += 1
        }
        run = 1
      default: return page
      }
    }
    return page
  }

  @Test func sixelsGiveThePictureBack() {
    let (columns, rows) = (11, 8)
    let pixels = (0..<columns * rows).map { i -> UInt32 in [0xFF0000, 0xFFFFFF, 0x000000, 0x0000FF][i / 3 % 4] }
    let page = decoded(TerminalPicture.sixel(PagePixels(columns: columns, rows: rows, pixels: pixels)), columns: columns, rows: rows)
    let names: [UInt32: Int] = [0xFF0000: 5 * 42, 0xFFFFFF: 5 * 42 + 6 * 6 + 5, 0: 0, 0x0000FF: 5]
    for y in 0..<rows { for x in 0..<columns { #expect(page[y][x] == names[pixels[y * columns + x]]) } }
  }

  @Test func blocksShowTwoPixelsEach() {
    let page = PagePixels(columns: 2, rows: 2, pixels: [0xFF0000, 0x00FF00, 0x0000FF, 0x0000FF])
    #expect(
      TerminalPicture.blocks(page) == "\u{1B}[38;2;255;0;0;48;2;0;0;255m▀\u{1B}[38;2;0;255;0;48;2;0;0;255m▀\u{1B}[0m\n")
    let averaged = PagePixels(columns: 4, rows: 2, pixels: [0, 0x0A0A0A, 9, 9, 0, 0x0A0A0A, 9, 9]).averaged(columns: 2, rows: 1)
    #expect(averaged.pixels == [0x050505, 9])
  }

  @Test(.enabled(if: CairoLibrary.isAvailable, SaveTests.noCairo)) func figuresFitTheTerminal() throws {
    let figure = SVGTests.showcase()
    let text = try figure.terminalText(.blocks, columns: 40)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 15 && lines.allSatisfy { line in line.count { $0 == "▀" } == 40 })
    #expect(try figure.terminalText(.kitty).hasPrefix("\u{1B}_Gf=100"))
    #expect(try figure.terminalText(.sixel, columns: 20).hasSuffix("\u{1B}\\\n"))
    #expect(throws: TensorError.self) { try figure.terminalText(.blocks, columns: 0) }
  }

  @Test func chartsOfDots() {
    let chart = BrailleChart(columns: 4, rows: 2)
    let lines = chart.lines([.init(x: [0, 1], y: [0, 1], color: 31)])
    #expect(lines.count == 2 && lines[0].hasPrefix("1 ┤") && lines[1].hasPrefix("0 ┤"))
    // The line climbs from the lower left to the upper right dot.
    func signs(_ line: String) -> [UInt32] { line.unicodeScalars.map(\.value).filter { (0x2800..<0x2900).contains($0) } }
    let (upper, lower) = (signs(lines[0]), signs(lines[1]))
    #expect(upper.count == 4 && lower.count == 4 && upper[0] == 0x2800 && lower[3] == 0x2800)
    let (first, last) = (lower[0] & 0x40, upper[3] & 0x08)
    #expect(first != 0 && last != 0)
    #expect(chart.lines([.init(x: [0], y: [.nan], color: 31)]).isEmpty)
    #expect(chart.lines([.init(x: [0, 0.5, 1], y: [1, .nan, 1], color: 32)]).count == 2)
    #expect(NumberText.short(0.12345) == "0.1235" && NumberText.short(1.5e-5) == "1.5e-5" && NumberText.short(123.46) == "123.5")
  }
}

/// Report pages.
@Suite struct ReportTests {
  @Test func figuresStandInThePage() throws {
    let report = Report(title: "Run <1>")
    report.heading("Loss & more")
    report.add(SVGTests.showcase(), caption: "first")
    report.add(SVGTests.showcase())
    report.table(["a", "b"], [["1", "2"]])
    report.text("done")
    let page = try report.html()
    #expect(page.contains("<title>Run &lt;1&gt;</title>") && page.contains("<h2>Loss &amp; more</h2>"))
    #expect(page.contains("<td>1</td><td>2</td>") && page.contains("<figcaption>first</figcaption>"))
    #expect(page.contains("id=\"f1-c1\"") && page.contains("url(#f2-c1)"))
    // Nothing is fetched: the only addresses are names of formats.
    for address in page.components(between: "http", and: "\"") { #expect(address.hasPrefix("://www.w3.org/"), "\(address)") }
    let ids = page.components(between: " id=\"", and: "\"")
    #expect(ids.count == Set(ids).count)
    try withTemporaryFolder { folder in
      try report.save(folder + "/r.html")
      #expect(try readFile(folder + "/r.html") == Array(page.utf8))
    }
    let broken = Figure()
    broken.gca().plot([1], [1, 2])
    report.add(broken)
    #expect(throws: TensorError.self) { try report.html() }
  }
}

extension String {
  fileprivate func components(between start: String, and end: Character) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: start) {
      rest = rest[range.upperBound...]
      parts.append(rest.prefix { $0 != end })
    }
    return parts
  }
}

/// The training monitor, with a clock and an output of the test's own.
@Suite struct MonitorTests {
  /// What a monitor wrote, and the time it is told.
  private final class World: Sendable {
    let text = Locked("")
    let time = Locked(0.0)

    func surroundings(terminal: Bool) -> TrainingMonitor.Surroundings {
      .init(
        isTerminal: terminal, columns: { 60 }, write: { piece in self.text.withLock { $0 += piece } }, now: { self.time.withLock { $0 } })
    }

    var written: String { text.withLock { $0 } }
    func wait(_ seconds: Double) { time.withLock { $0 += seconds } }
  }

  @Test func aLineNowAndThenWithoutATerminal() throws {
    let world = World()
    let monitor = TrainingMonitor(total: 100, title: "fit", save: nil, quiet: false, world.surroundings(terminal: false))
    for step in 0..<100 {
      monitor.log(["loss": 1 / Double(step + 1), "accuracy": Tensor([0.5])])
      world.wait(0.25)
    }
    try monitor.finish()
    let lines = world.written.split(separator: "\n")
    // After 10 and 20 seconds, at the last step, and at the end.
    #expect(lines.count == 4 && lines.allSatisfy { $0.hasPrefix("fit ") && !$0.contains("\u{1B}") })
    #expect(lines[2].contains("100/100 (100%)") && lines[2].contains("loss 0.01") && lines[2].contains("accuracy 0.5"))
    #expect(monitor.last("loss") == 0.01 && monitor.last("none") == nil)
  }

  @Test func terminalsAreRedrawnInPlace() throws {
    let world = World()
    let monitor = TrainingMonitor(total: 10, title: "fit", save: nil, quiet: false, world.surroundings(terminal: true))
    monitor.log(["loss": 2.0, "val_loss": 3.0, "accuracy": 0.1])
    #expect(world.written.contains("10%  1/10") && world.written.contains("━ val_loss"))
    let height = world.written.count { $0 == "\n" }
    // A bar, and for each of two groups a heading and five lines.
    #expect(height == 1 + 2 * 6)
    world.text.withLock { $0 = "" }
    monitor.log(["loss": 1.0])
    #expect(world.written.isEmpty)
    world.wait(1)
    monitor.log(["loss": 0.5])
    #expect(world.written.hasPrefix("\u{1B}[\(height)A") && world.written.contains("30%") && world.written.contains("00:01<00:02"))
    try monitor.finish()
    let after = world.written
    try monitor.finish()
    #expect(world.written == after)
  }

  @Test func quietOnesSaveOnly() throws {
    try withTemporaryFolder { folder in
      let world = World()
      let path = folder + "/run.svg"
      let monitor = TrainingMonitor(total: nil, title: "run", save: path, quiet: true, world.surroundings(terminal: true))
      monitor.log(["loss": 1.0, "val_loss": Float(2)])
      #expect(listFolder(folder).isEmpty)
      world.wait(11)
      monitor.log(["loss": 0.5, "val_loss": 1])
      let early = try readFile(path)
      try monitor.finish()
      let document = String(decoding: try readFile(path), as: UTF8.self)
      #expect(world.written.isEmpty && early.count > 1000)
      #expect(document.contains(">val_loss</text>") && document.contains(">run</text>"))
      let bad = TrainingMonitor(total: 1, title: "run", save: folder + "/none/run.svg", quiet: true, world.surroundings(terminal: false))
      bad.log(["loss": 1])
      #expect(throws: TensorError.self) { try bad.finish() }
    }
  }

  @Test func longCurvesStayShort() {
    var curve = MetricCurve()
    for step in 0..<100_000 { curve.append(Double(step), Double(step)) }
    #expect(curve.steps.count < MetricCurve.most && curve.steps.count >= MetricCurve.most / 2 - 1)
    #expect(zip(curve.steps, curve.steps.dropFirst()).allSatisfy { $0 < $1 } && curve.last == 99_999)
    #expect(TrainingMonitor.groups(["loss", "val_loss", "train/acc"]).map(\.key) == ["loss", "acc"])
    #expect(TrainingMonitor.clock(3725) == "1:02:05" && TrainingMonitor.clock(65) == "01:05")
  }
}
