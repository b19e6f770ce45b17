import Lantern
import LanternNumPy
import Testing

@testable import LanternFigure
import LanternPlot

/// Each kind of plot: what it computes, its limits, and its mistakes.
@Suite struct KindTests {
  private func mistake(_ body: (Axes) -> Void) -> String {
    let axes = Figure().gca()
    body(axes)
    return axes.firstError?.description ?? "none"
  }

  @Test func lengthMismatchesNameBothLengths() {
    let cases: [(String, (Axes) -> Void)] = [
      ("3", { $0.plot([1, 2, 3], [1, 2]) }), ("(3,) and (2,)", { $0.errorbar([1, 2, 3], [1, 2]) }),
      ("3 and 2", { $0.stem([1, 2, 3], [1, 2]) }), ("3 and 2", { $0.hist2d([1, 2, 3], [1, 2]) }),
      ("3 and 2", { $0.quiver([1, 2, 3], [1, 2], [1, 2, 3], [1, 2, 3]) }), ("2 values", { $0.fillBetween([1, 2, 3], [1, 2]) }),
      ("2 elements", { $0.scatter([1, 2, 3], [1, 2, 3], c: [1, 2]) }),
      ("2 labels", { $0.boxplot([[1.0], [2.0], [3.0]], tickLabels: ["a", "b"]) }),
      ("1 and 3", { $0.pie([1, 2, 3], labels: ["a"]) }), ("Length of x (3)", { $0.contour([1, 2, 3], [1, 2], [[1.0, 2], [3, 4]]) }),
      ("3 values for 1 cells", { $0.pcolormesh([1, 2, 3], [1, 2], [[1.0]]) }), ("does not match", { $0.xticks([1, 2], ["a"]) }),
      ("weights", { $0.hist([1, 2, 3], weights: [1.0]) }),
      ("x has 3 values but curve 1 has 2", { $0.stackplot([1, 2, 3], [[1, 2, 3], [1, 2]]) }),
    ]
    for (text, call) in cases {
      let message = mistake(call)
      #expect(message.contains(text), "\(text): \(message)")
    }
  }

  @Test func wordsAndNumbersAreChecked() {
    let cases: [(String, (Axes) -> Void)] = [
      ("'steps-sideways'", { $0.step([1, 2], [1, 2], where: "sideways") }), ("'lines'", { $0.hist([1.0], histtype: "lines") }),
      ("negative", { $0.errorbar([1], [1], yerr: -1) }), ("non negative", { $0.pie([1, -1]) }),
      ("All wedge sizes are zero", { $0.pie([0, 0]) }),
      ("autopct", { $0.pie([1], autopct: "share") }), ("(2, 2)", { $0.contour([[1.0, 2]]) }),
      ("increasing", { $0.contour([[1.0, 2], [3, 4]], levels: [2, 1]) }),
      ("at least 2 levels", { $0.contourf([[1.0, 2], [3, 4]], levels: [1.0]) }),
      ("'cubic'", { $0.imshow([[1]], interpolation: "cubic") }), ("'up'", { $0.imshow([[1]], origin: "up") }),
      ("'rainbows'", { $0.imshow([[1]], cmap: "rainbows") }), ("must be positive", { $0.imshow([[1]], norm: .symlog(linthresh: 0)) }),
      ("boundaries", { $0.imshow([[1]], norm: .boundary([1])) }), ("vmin", { $0.imshow([[1.0, 2]], vmin: 3, vmax: 1) }),
      ("whis", { $0.boxplot([[1.0]], whis: -1) }), ("points", { $0.violinplot([[1.0]], points: 1) }),
      ("scale", { $0.quiver([1], [1], [1], [1], scale: 0) }),
      ("'offset'", { $0.annotate("x", xy: (0, 0), textcoords: "offset") }), ("'sides'", { $0.axis("sides") }),
      ("aspect", { $0.aspect(-1) }),
      ("margin", { $0.margins(x: -1) }), ("linthresh", { $0.yscale(.symlog(linthresh: -1)) }), ("knots", { $0.xscale(.piecewise([1])) }),
      ("'front'", { $0.spines(["front"], visible: false) }), ("'z'", { $0.tickParams(axis: "z") }), ("loc", { $0.title("x", loc: "far") }),
      ("`bins`", { $0.hist([1.0], bins: [2.0, 1]) }), ("4096", { $0.hist2d([1.0], [1.0], bins: 5000) }),
      ("NaN or Inf", { $0.axhline(0, xmin: .nan) }),
    ]
    for (text, call) in cases {
      let message = mistake(call)
      #expect(message.contains(text), "\(text): \(message)")
    }
  }

  @Test func everyKindSurvivesOddData() throws {
    let rows: [[Double]] = [[], [.nan], [.infinity, 1], [0, 0], [1e308, -1e308], [5]]
    for row in rows {
      let figure = Figure(layout: .tight)
      let axes = figure.gca()
      axes.step(row, row)
      axes.stem(row, row)
      axes.errorbar(row, row, yerr: 0.1, capsize: 2)
      axes.fillBetween(row, row)
      axes.bar(row, row)
      axes.scatter(row, row, s: row.map(abs), c: row)
      axes.boxplot([row])
      axes.violinplot([row])
      axes.quiver(row, row, row, row)
      axes.hlines(row, 0, 1)
      axes.axvspan(0, row.first ?? 0)
      axes.annotate("here", xy: (row.first ?? 0, 0), xytext: (1, 1), arrowstyle: "->")
      #expect(axes.firstError == nil, "\(row)")
      let document = try figure.svg()
      #expect(!document.contains("nan") && !document.contains("inf"), "\(row)")
    }
    let figure = Figure()
    figure.gca().contourf([[Double.nan, 1], [2, 3]])
    figure.gca().contour([[1.0, 1], [1, 1]])
    figure.gca().imshow([[Double.nan]], norm: .log())
    figure.colorbar()
    #expect(try figure.svg().contains("</svg>"))
  }

  @Test func boxStatisticsAreMatplotlibs() {
    // matplotlib.cbook.boxplot_stats([1, 2, 3, 4, 10]) and of [1, 2, 2, 3].
    let stats = BoxStatistics([1, 2, 3, 4, 10], whis: 1.5)
    #expect((stats.lower, stats.median, stats.upper) == (2, 3, 4) && stats.outliers == [10])
    #expect(stats.lowWhisker == 1 && stats.highWhisker == 4 && stats.mean == 4)
    #expect(BoxStatistics([1, 2, 2, 3], whis: 1.5).lower == 1.75)
  }

  @Test func boxesAndViolinsStandAtWholeNumbers() {
    let axes = Figure().gca()
    axes.boxplot([[1.0, 2, 3], [2.0, 3]], tickLabels: ["a", "b"])
    #expect(axes.xlim() == (0.5, 2.5))
    #expect(pageLayoutLabels(axes) == ["a", "b"])
  }

  private func pageLayoutLabels(_ axes: Axes) -> [String] {
    AxisTicks(axis: axes.snapshot.x, view: axes.view.x, length: 300, fontSize: 10, horizontal: true).major.map(\.label)
  }

  @Test func contourLevelsAreMatplotlibs() {
    func levels(_ low: Double, _ high: Double, _ count: Int = 7, filled: Bool = false) -> [Double] {
      let axes = Figure().gca()
      let z = [[low, high], [low, high]]
      return (filled ? axes.contourf(z, levels: count) : axes.contour(z, levels: count))?.levels ?? []
    }
    #expect(levels(-1, 1) == [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1])
    #expect(levels(0, 9.3, filled: true) == [0, 1.5, 3, 4.5, 6, 7.5, 9, 10.5])
    #expect(levels(0.2, 0.9, 3).count == 5)
  }

  @Test func contoursCloseAndMeetEdges() {
    let side = (0..<21).map { Double($0) / 10 - 1 }
    let grid = ContourGrid(x: side, y: side, z: side.flatMap { b in side.map { $0 * $0 + b * b } })
    let lines = grid.lines(at: 0.25)
    #expect(lines.count == 1 && lines[0].first == lines[0].last)
    for p in lines[0] { #expect(abs((p.x * p.x + p.y * p.y).squareRoot() - 0.5) < 0.01) }
    // Outside of the circle: the square's border and the circle, as two outlines.
    let outside = grid.area(above: 0.25)
    #expect(outside.count == 2)
    func area(_ outline: [Point]) -> Double {
      var sum = 0.0
      for (a, b) in zip(outline, outline.dropFirst() + outline.prefix(1)) { sum += a.x * b.y - b.x * a.y }
      return sum / 2
    }
    let difference = abs(outside.map(area).reduce(0, +)) - (4 - Double.pi * 0.25)
    #expect(abs(difference) < 0.02)
    let whole = grid.area(above: -1).map(area)
    #expect(whole.count == 1 && abs(abs(whole[0]) - 4) < 1e-12)
    #expect(grid.lines(at: 1.5).count == 4)
  }

  @Test func namesTakePlacesInOrder() {
    let axes = Figure().gca()
    axes.bar(["cat", "dog"], [3, 4])
    axes.plot(["dog", "bird"], [1, 2])
    #expect(axes.snapshot.x.categories == ["cat", "dog", "bird"])
    #expect((axes.snapshot.artists[1] as? LineArtist)?.x == [1, 2])
    #expect(pageLayoutLabels(axes) == ["cat", "dog", "bird"])
  }

  @Test func tensorsAndArraysPlot() throws {
    let figure = Figure()
    let axes = figure.gca()
    axes.plot(Tensor([1, 2, 3]), np.array([4.0, 5, 6]))
    axes.scatter(Tensor([1.0, 2]), [Float(1), 2])
    #expect((axes.snapshot.artists[0] as? LineArtist)?.y == [4, 5, 6])
    let image = Figure().gca()
    image.imshow(Tensor([[1, 2], [3, 4]]))
    image.imshow(np.zeros([4, 5, 3]))
    #expect(image.firstError == nil)
    #expect((image.snapshot.artists[1] as? ImageArtist)?.picture.columns == 5)
    image.imshow(Tensor([1, 2, 3]))
    #expect(image.firstError?.message.contains("Invalid shape") == true)
  }

  @Test func norms() throws {
    let log = try ColorScale(.log(), map: "gray", values: [1, 10, 100, -1, .nan], op: "")
    #expect(log.low == 1 && log.high == 100 && abs(log.fraction(10) - 0.5) < 1e-12 && log.index(-1) == nil && log.index(.nan) == nil)
    let slope = try ColorScale(.twoSlope(vcenter: 0, vmin: -1, vmax: 10), map: "RdBu", values: [], op: "")
    #expect(slope.fraction(0) == 0.5 && slope.fraction(-0.5) == 0.25 && slope.fraction(5) == 0.75)
    let bounds = try ColorScale(.boundary([0, 1, 5]), map: "gray", values: [], op: "")
    #expect(bounds.index(0.5) == 0 && bounds.index(3) == 255 && bounds.index(99) == 255)
    let sym = try ColorScale(.symlog(linthresh: 1), map: "gray", values: [-100, 100], op: "")
    #expect(abs(sym.fraction(0) - 0.5) < 1e-12)
    // Numbers of matplotlib's tables.
    #expect(try ColorMap("viridis").colors()[0] == 0x440154 && ColorMap("viridis").colors()[255] == 0xFDE725)
    #expect(try ColorMap("magma").colors()[128] == 0xB73779 && ColorMap("jet_r").colors()[255] == 0x000080)
    #expect(try ColorMap("RdBu").colors()[0] == 0x67001F && ColorMap("tab10").colors().count == 10)
    for name in ColorMap.names { #expect(try ColorMap(name).colors().count >= 8, "\(name)") }
  }

  @Test func sharedAndTwinAxes() {
    let figure = Figure()
    let grid = figure.subplots(2, 1, sharex: true)
    grid[0][0].plot([0, 10], [0, 1])
    grid[1][0].plot([5, 20], [3, 4])
    #expect(grid[0][0].xlim() == (-1, 21) && grid[1][0].xlim() == (-1, 21))
    #expect(grid[0][0].ylim().top < 2)
    grid[1][0].xlim(0, 5)
    #expect(grid[0][0].xlim() == (0, 5))
    let twin = grid[0][0].twinx()
    twin.plot([0, 1], [100, 200])
    #expect(twin.xlim() == (0, 5) && twin.ylim().top > 200)
    let page = PageLayout(figure)
    #expect(page.axes[0].transform.box == page.axes[2].transform.box)
  }

  @Test func layoutsKeepTextsApart() {
    for layout in [Figure.Layout.tight, .constrained] {
      let figure = Figure(layout: layout)
      let grid = figure.subplots(2, 2)
      for axes in grid.joined() {
        axes.plot([1e5, 2e5], [1, 2])
        axes.title("title")
        axes.xlabel("x")
        axes.ylabel("y")
      }
      figure.colorbar(grid[1][1].imshow([[1.0, 2], [3, 4]]), ax: grid[1][1], label: "z")
      figure.suptitle("all")
      let boxes: [Rect] = PageLayout(figure).axes.map(\.bounds)
      let page = Rect(left: -0.5, top: -0.5, right: 461.3, bottom: 346.1)
      for (i, a) in boxes.enumerated() {
        #expect(a.intersection(page) == a, "\(layout) \(a)")
        // The picture's last number reaches under its bar.
        for b in boxes[(i + 1)...] where i != 3 { #expect(!a.inset(by: 0.5).overlaps(b.inset(by: 0.5)), "\(layout)") }
      }
    }
  }

  @Test func stylesColorFigures() throws {
    let figure = Figure(style: "dark")
    figure.gca().plot([1, 2])
    #expect((figure.gca().snapshot.artists[0] as? LineArtist)?.color == RGBA(0x8DD3C7))
    #expect(Figure(style: "grid").gca().snapshot.x.grid != nil)
    #expect(Figure(style: "neon").firstError?.message.contains("'neon'") == true)
  }
}

/// Dates and their ticks.
@Suite struct DateTests {
  @Test func partsAndDays() {
    #expect(PlotDate(1970, 1, 1).days == 0 && PlotDate(2000, 3, 1).days == 11017 && PlotDate(1969, 12, 31).days == -1)
    #expect(PlotDate(2024, 14, 1) == PlotDate(2025, 2, 1) && PlotDate(2024, 1, 32) == PlotDate(2024, 2, 1))
    #expect(PlotDate("2024-02-29T12:30")?.description == "2024-02-29 12:30:00")
    #expect(PlotDate("2024")?.description == "2024-01-01 00:00:00")
    for text in ["", "x", "2024-13", "2024-1-1-1", "2024-01-01T25:00", "2024-01-01T", "-5"] { #expect(PlotDate(text) == nil, "\(text)") }
    for day in stride(from: -200_000.0, to: 200_000, by: 997) {
      let parts = PlotDate(days: day).parts
      #expect(PlotDate(parts.year, parts.month, parts.day).days == day)
    }
  }

  /// matplotlib's AutoDateLocator and AutoDateFormatter on the same ranges.
  @Test(arguments: [
    ("2000", "2020", ["2000", "2002", "2004", "2006", "2008", "2010", "2012", "2014", "2016", "2018", "2020"]),
    (
      "2024-01-01", "2024-12-31",
      ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06", "2024-07", "2024-08", "2024-09", "2024-10", "2024-11", "2024-12"]
    ),
    (
      "2024-01-01", "2024-01-10",
      [
        "2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08", "2024-01-09",
        "2024-01-10",
      ]
    ),
    (
      "2024-01-01", "2024-01-02",
      ["01-01 00", "01-01 03", "01-01 06", "01-01 09", "01-01 12", "01-01 15", "01-01 18", "01-01 21", "01-02 00"]
    ),
    (
      "2024-01-01T00:00", "2024-01-01T00:40",
      ["01 00:00", "01 00:05", "01 00:10", "01 00:15", "01 00:20", "01 00:25", "01 00:30", "01 00:35", "01 00:40"]
    ),
    (
      "2024-01-01T00:00:00", "2024-01-01T00:00:08",
      ["00:00:00", "00:00:01", "00:00:02", "00:00:03", "00:00:04", "00:00:05", "00:00:06", "00:00:07", "00:00:08"]
    ),
  ])
  func ticks(from: String, to: String, labels: [String]) {
    #expect(DateLocator.ticks(PlotDate(from)!.days, PlotDate(to)!.days).labels == labels)
  }
}
