import Lantern
import Testing

@testable import LanternFigure

/// What the axes make of data, limits and mistakes.
@Suite struct FigureTests {
  private func axes() -> Axes { Figure().gca() }

  @Test func limitsHaveAMarginOfFivePercent() {
    let axes = axes()
    axes.plot([0, 10], [1, 2])
    #expect(axes.xlim() == (-0.5, 10.5))
    #expect(abs(axes.ylim().bottom - 0.95) < 1e-15 && abs(axes.ylim().top - 2.05) < 1e-15)
    axes.scatter([20], [1.5])
    #expect(axes.xlim() == (-1, 21))
  }

  @Test func missingNumbersDoNotCount() {
    let axes = axes()
    axes.plot([0, 1, 2, 3], [Double.nan, 1, .infinity, 2])
    #expect(axes.xlim() == (0.9, 3.1))
    axes.scatter([Double.nan, -.infinity], [100.0, 200])
    #expect(axes.ylim().top < 2.1)
  }

  @Test func emptyAndSingleAndConstantData() {
    #expect(axes().xlim() == (0, 1))
    let empty = axes()
    empty.plot([Double](), [Double]())
    #expect(abs(empty.xlim().left + 0.055) < 1e-15)
    let single = axes()
    single.plot([5], [0])
    #expect(single.xlim() == (4.725, 5.275))
    #expect(abs(single.ylim().top - 0.055) < 1e-15)
  }

  @Test func explicitLimitsStay() {
    let axes = axes()
    axes.xlim(-1, 1)
    axes.plot([0, 100], [0, 100])
    #expect(axes.xlim() == (-1, 1))
    axes.xlim(nil, 5)
    #expect(axes.xlim() == (-1, 5))
    axes.ylim(3, -3)
    #expect(axes.ylim() == (3, -3))
    axes.xlim(2, 2)
    #expect(axes.xlim().left < 2 && axes.xlim().right > 2)
    #expect(axes.firstError == nil)
  }

  @Test func referenceLinesMoveOneAxisOnly() {
    let axes = axes()
    axes.plot([0, 1], [0, 1])
    axes.axhline(11)
    axes.axvline(-10)
    #expect(abs(axes.ylim().top - 11.55) < 1e-12)
    #expect(abs(axes.xlim().left + 10.55) < 1e-12)
  }

  @Test func linesAndPointsTakeColorsInTurn() throws {
    let axes = axes()
    axes.plot([1, 2])
    axes.plot([1, 2], color: "k")
    axes.plot([1, 2])
    axes.scatter([1], [1])
    let artists = axes.snapshot.artists
    let lines = artists.compactMap { ($0 as? LineArtist)?.color }
    #expect(lines == [Color.cycle[0], .black, Color.cycle[1]])
    #expect((artists[3] as? ScatterArtist)?.faces == [Color.cycle[0]])
  }

  @Test func mistakesChangeNothingAndAreThrownBySave() throws {
    let figure = Figure()
    let axes = figure.gca()
    axes.plot([1, 2, 3], [1, 2])
    axes.scatter([1], [1], marker: "zz")
    #expect(axes.snapshot.artists.isEmpty)
    let error = #expect(throws: TensorError.self) { try figure.svg() }
    #expect(error?.message == "x and y must have same first dimension, but have shapes (3,) and (2,)")
    #expect(error?.op == "plot")
    axes.clear()
    #expect(throws: Never.self) { try figure.svg() }
  }

  @Test func everyWrongArgumentIsNamed() {
    let mistakes: [(String, (Axes) -> Void)] = [
      ("'wavy'", { $0.plot([1], linestyle: "wavy") }), ("'pale'", { $0.plot([1], color: "pale") }), ("-1", { $0.plot([1], linewidth: -1) }),
      ("nan", { $0.plot([1], markersize: .nan) }), ("1.5", { $0.plot([1], alpha: 1.5) }), ("NaN or Inf", { $0.xlim(.nan, 1) }),
      ("NaN or Inf", { $0.ylim(0, .infinity) }), ("'middle'", { $0.legend(loc: "middle") }), ("'z'", { $0.grid(axis: "z") }),
      ("2 values for 3 points", { $0.scatter([1, 2, 3], [1, 2, 3], s: [1, 2]) }), ("'none'", { $0.scatter([1], [1], marker: .none) }),
      ("'over'", { $0.text(0, 0, "x", va: "over") }), ("'mid'", { $0.text(0, 0, "x", ha: "mid") }),
      ("fontsize", { $0.text(0, 0, "x", fontsize: 0) }),
      ("ncols", { $0.legend(ncols: 0) }), ("0-1 range", { $0.plot([1], color: Color(red: 2, green: 0, blue: 0)) }),
      (
        "logarithmic",
        {
          $0.xscale(.log); $0.xlim(-1, 1)
        }
      ),
    ]
    for (text, mistake) in mistakes {
      let axes = axes()
      mistake(axes)
      #expect(axes.firstError?.description.contains(text) == true, "\(text): \(String(describing: axes.firstError))")
    }
  }

  @Test func gridsOfAxes() throws {
    let figure = Figure()
    let grid = figure.subplots(2, 3)
    #expect(grid.count == 2 && grid[0].count == 3 && figure.axes.count == 6)
    #expect(figure.addSubplot(2, 3, 6) === grid[1][2])
    #expect(figure.gca() === grid[1][2])
    let frame = PageLayout(figure).axes[5].transform.box
    #expect(abs(frame.right - 0.9 * 460.8) < 1e-9 && abs(frame.bottom - 0.89 * 345.6) < 1e-9)
    figure.addSubplot(2, 2, 5)
    #expect(figure.firstError?.message == "num must be an integer with 1 <= num <= 4, not 5")
    #expect(Figure(figsize: (-1, 2)).firstError != nil)
    #expect(Figure(figsize: (.nan, 2)).firstError != nil)
    #expect(Figure(dpi: 0).firstError != nil)
    let huge = Figure()
    huge.addSubplot(.max, .max, 1)
    huge.subplots(0, 0)
    #expect(huge.firstError != nil)
  }

  @Test func manyThreadsMayPlot() async throws {
    let figure = Figure()
    await withTaskGroup(of: Void.self) { group in
      for i in 0..<16 {
        group.addTask {
          let axes = figure.gca()
          for j in 0..<20 { axes.plot([Double(i), Double(j)]) }
          _ = try? figure.svg()
        }
      }
    }
    #expect(figure.axes.count == 1)
    #expect(figure.gca().snapshot.artists.count == 320)
  }
}

/// The legend's box and where it goes.
@Suite struct LegendTests {
  private func place(_ x: [Double], _ y: [Double], scatter: Bool = false) -> Int {
    let figure = Figure()
    let axes = figure.gca()
    if scatter { axes.scatter(x, y, label: "data") } else { axes.plot(x, y, label: "data") }
    axes.xlim(0, 1)
    axes.ylim(0, 1)
    let model = axes.snapshot
    let layout = pageLayout(axes)
    let legend = Legend(style: LegendStyle(), entries: model.artists)
    return legend.bestCode(in: layout.transform, avoiding: model.artists)
  }

  @Test func bestPlaceCoversLeast() {
    #expect(place([0, 1], [0.1, 0.1]) == 1)
    #expect(place([0, 1], [0, 1]) == 2)
    #expect(place([0, 1], [1, 0]) == 1)
    #expect(place([0.05, 0.95], [0.95, 0.95], scatter: true) == 3)
    #expect(place([0.05, 0.05, 0.95], [0.05, 0.95, 0.95], scatter: true) == 4)
    #expect(place([0.05, 0.05, 0.95, 0.95], [0.05, 0.95, 0.95, 0.05], scatter: true) == 5)
    // A line that crosses the corner without a vertex in it counts too.
    #expect(place([0.7, 1.1], [1.1, 0.7]) == 2)
    #expect(place([Double.nan], [.nan]) == 1)
  }

  @Test func boxIsMatplotlibs() {
    let axes = Figure().gca()
    axes.plot([0, 1], label: "00")
    axes.plot([0, 1], label: "_hidden")
    axes.plot([0, 1], label: "")
    axes.plot([0, 1], label: "00")
    let legend = Legend(style: LegendStyle(), entries: axes.snapshot.artists.filter(\.hasLegendEntry))
    #expect(legend.entries.count == 2)
    let size = legend.size
    #expect(abs(size.width - (8 + 20 + 8 + 20 * 1303.0 / 2048)) < 1e-9)
    #expect(abs(size.height - 33) < 1e-9)
    let area = Rect(left: 0, top: 0, right: 400, bottom: 300)
    #expect(legend.box(code: 1, in: area).right == 395)
    #expect(legend.box(code: 3, in: area).bottom == 295)
    #expect(abs(legend.box(code: 10, in: area).left - (400 - size.width) / 2) < 1e-9)
  }

  @Test func emptyLegendsDraw() throws {
    let figure = Figure()
    figure.gca().legend(title: "nothing", ncols: 3)
    #expect(try figure.svg().contains(">nothing</text>"))
  }
}

/// The layout of an axes on its page.
func pageLayout(_ axes: Axes) -> AxesLayout {
  let figure = axes.figure!
  return PageLayout(figure).axes[figure.axes.firstIndex { $0 === axes }!]
}

/// Bars, histograms and ticks put by hand.
@Suite struct BarTests {
  @Test func barsLeaveNoMarginBelowTheirBase() {
    let axes = Figure().gca()
    axes.bar([1, 2, 3], [5, 2, 7])
    #expect(axes.ylim().bottom == 0 && abs(axes.ylim().top - 7.35) < 1e-12)
    #expect(abs(axes.xlim().left - 0.46) < 1e-12 && abs(axes.xlim().right - 3.54) < 1e-12)
    let lying = Figure().gca()
    lying.barh([1, 2], [-3, -4])
    #expect(lying.xlim().right == 0 && abs(lying.xlim().left + 4.2) < 1e-12)
  }

  @Test func namesStandBelow() throws {
    let figure = Figure()
    figure.gca().bar(["cat", "dog"], [3, 4], label: "pets")
    figure.gca().legend()
    let document = try figure.svg()
    #expect(document.contains(">cat</text>") && document.contains(">dog</text>") && document.contains(">pets</text>"))
  }

  @Test func histogramsCountAsNumPyDoes() throws {
    let axes = Figure().gca()
    let (counts, edges) = axes.hist([1, 2, 2, 3, 3, 3, 4.0, .nan], bins: 3)
    #expect(counts == [1, 2, 4] && edges == [1, 2, 3, 4])
    #expect(axes.hist([5, 5]).edges.first == 4.5)
    #expect(axes.hist([Double]()).counts == [Double](repeating: 0, count: 10))
    // 0.1 steps: every edge belongs to the bin on its right, the last to the last.
    let steps = axes.hist((0...10).map { Double($0) / 10 }, bins: 10).counts
    #expect(steps.reduce(0, +) == 11 && steps[9] == 2)
    let density = axes.hist([0, 1, 1, 2], bins: 2, range: (0, 4), density: true)
    #expect(density.counts == [0.375, 0.125])
    #expect(axes.firstError == nil)
    #expect(axes.hist([0, .infinity]).counts == [])
    #expect(axes.firstError?.message.contains("is not finite") == true)
    let other = Figure().gca()
    other.hist([1, 2], bins: 0)
    #expect(other.firstError?.message.contains("`bins`") == true)
  }

  @Test func mismatchedBarsAreMistakes() {
    for mistake: (Axes) -> Void in [
      { $0.bar([1, 2, 3], [1, 2]) }, { $0.bar([1, 2], [1, 2], width: [1, 2, 3]) }, { $0.bar([1], [1], align: "left") },
      { $0.xticks([1, 2], ["one"]) }, { $0.yticks([Double.nan]) },
    ] {
      let axes = Figure().gca()
      mistake(axes)
      #expect(axes.firstError != nil)
    }
  }

  @Test func ticksByHand() throws {
    let figure = Figure()
    let axes = figure.gca()
    axes.plot([0, 10], [0, 10])
    axes.xticks([0, 5, 99], ["low", "middle", "far"])
    axes.yticks([2.5, 5])
    let document = try figure.svg()
    #expect(document.contains(">middle</text>") && !document.contains(">far</text>"))
    #expect(document.contains(">2.5</text>") && document.contains(">5.0</text>") && !document.contains(">7.5</text>"))
    axes.xscale(.log)
    axes.xticks([-1, 0, 1, 10, 1e308])
    axes.yticks([1e308, 1.0000001e308, Double.leastNonzeroMagnitude])
    axes.ylim(-1.7e308, 1.7e308)
    #expect(try figure.svg().contains(">10</text>"))
  }

  @Test func barsOnALogarithmicAxis() throws {
    let figure = Figure()
    figure.gca().bar([1, 2], [10, 100])
    figure.gca().yscale(.log)
    #expect(!(try figure.svg().contains("inf")))
  }
}

/// Images.
@Suite struct ImageTests {
  @Test func theFirstRowIsOnTop() {
    let figure = Figure()
    let axes = figure.gca()
    axes.imshow([[0.0, 1, 2], [3, 4, 5]])
    #expect(axes.xlim() == (-0.5, 2.5) && axes.ylim() == (1.5, -0.5))
    let picture = (axes.snapshot.artists[0] as? ImageArtist)?.picture
    #expect(picture?.pixels.first == 0xFF44_0154 && picture?.pixels.last == 0xFFFD_E725)
    let layout = pageLayout(axes)
    #expect(abs(layout.transform.box.width / layout.transform.box.height - 1.5) < 1e-12)
  }

  @Test func emptyCellsAndShortRows() throws {
    let axes = Figure().gca()
    axes.imshow([[0, 1], [2]], cmap: "gray_r", vmin: 0, vmax: 2)
    #expect((axes.snapshot.artists[0] as? ImageArtist)?.picture.pixels == [0xFFFF_FFFF, 0xFF7F_7F7F, 0xFF00_0000, 0])
    axes.imshow([[Double.infinity, -.infinity, .nan]])
    #expect(axes.firstError == nil)
    axes.imshow([[Double]]())
    #expect(axes.firstError?.message == "Invalid shape (0, 0) for image data")
  }

  @Test func picturesInsideADocument() throws {
    let figure = Figure()
    figure.gca().imshow([[0.0, 0, 1]], cmap: "gray")
    // Few cells are rectangles, neighbours of one colour share theirs.
    #expect(try figure.svg().split(separator: "crispEdges")[1].split(separator: "</g>")[0].split(separator: "<path").count == 3)
    figure.gca().imshow((0..<100).map { row in (0..<100).map { row * $0 } })
    let document = try figure.svg()
    #expect(document.contains("xlink:href=\"data:image/png;base64,iVBORw0KGgo"))
    // What the encoder writes reads back: the filter, then each row less the one above.
    var rows = [[UInt8]](repeating: [UInt8](repeating: 0, count: 900), count: 5)
    for row in 0..<5 {
      for i in 0..<900 {
        let (base, spot): (Int, Int) = (i / 300 * 60, i % 7 == row ? i % 100 : 0)
        rows[row][i] = UInt8(base + spot)
      }
    }
    let file = PNGEncoder.encode(columns: 300, rows: 5, channels: 3) { row, target in for i in 0..<900 { target[i] = rows[row][i] } }
    let raw = try #require(inflated(Array(file[43...])))
    #expect(raw.count == 5 * 901)
    for row in 0..<5 {
      #expect(raw[row * 901] == 2)
      let line: [UInt8] = (0..<900).map { i in
        let above: UInt8 = row > 0 ? rows[row - 1][i] : 0
        return raw[row * 901 + 1 + i] &+ above
      }
      #expect(line == rows[row])
    }
    // The check value of the CRC every PNG ends with.
    #expect(PNGEncoder.checksum(Array("IEND".utf8)) == 0xAE42_6082)
    #expect(Base64.encode(Array("any carnal pleas".utf8)) == "YW55IGNhcm5hbCBwbGVhcw==")
    #expect(Base64.encode([]) == "")
  }
}

/// Reads one block of deflate's fixed codes with matches at distance 1, as far as its end; `nil` for anything else.
private func inflated(_ bytes: [UInt8]) -> [UInt8]? {
  var position = 0
  func bit() -> Int {
    defer { position += 1 }
    return position / 8 < bytes.count ? Int(bytes[position / 8] >> UInt8(position % 8) & 1) : 0
  }
  func bits(_ count: Int) -> Int { (0..<count).reduce(0) { $0 | bit() << $1 } }
  guard bits(3) == 3 else { return nil }
  var out: [UInt8] = []
  while position < 8 * bytes.count {
    var code = (0..<7).reduce(0) { sum, _ in sum << 1 | bit() }
    let symbol: Int
    if code <= 0x17 {
      symbol = 256 + code
    } else {
      code = code << 1 | bit()
      if code <= 0xBF {
        symbol = code - 0x30
      } else if code <= 0xC7 {
        symbol = 280 + code - 0xC0
      } else {
        symbol = 144 + (code << 1 | bit()) - 0x190
      }
    }
    if symbol < 256 { out.append(UInt8(symbol)) }
    if symbol == 256 { return out }
    guard symbol > 256 else { continue }
    // RFC 1951, 3.2.5.
    let bases = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
    let extra = symbol < 265 || symbol == 285 ? 0 : (symbol - 261) / 4
    let length = bases[symbol - 257] + bits(extra)
    guard bits(5) == 0, let last = out.last else { return nil }
    out += [UInt8](repeating: last, count: length)
  }
  return nil
}
