// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternPlotExamples {
  @Test("PlotDate: struct PlotDate") func plotDate1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    let days = (1...5).map { PlotDate(2024, 3, $0) }
    discard(axes.plot(days, [3, 1, 4, 1, 5]))
    try expectText([PlotDate("2024-03-01T12:30")!.description], #"2024-03-01 12:30:00"#)
    try expectText([PlotDate(1970, 1, 2).days], #"1.0"#)
  }

  @Test("PlotValues: protocol PlotValues") func plotValues1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.plot(0..<10, [1.0, 4, 9, 16, 25, 36, 49, 64, 81, 100]))
    discard(axes.bar(["cat", "dog"], [3, 4]))
  }

  @Test("Axes: protocol Plotter") func axes1() throws {
    func draw(into plotter: some Plotter) { plotter.plot([1, 4, 9]) }
    discard(draw(into: plt))
    discard(draw(into: Figure().gca()))
  }

  @Test("ColorBar: func colorbar") func colorBar1() throws {
    let figure = Figure()
    let image = figure.gca().imshow([[0.0, 1], [2, 3]])
    discard(figure.colorbar(image, label: "height"))
  }

  @Test("Figure: func addSubplot") func figure2() throws {
    let figure = Figure()
    discard(figure.addSubplot(2, 2, 1...2).plot([1, 2, 3]))
    discard(figure.addSubplot(2, 2, 3).bar([1, 2], [3, 4]))
  }

  @Test("Figure: func addAxes") func figure3() throws {
    let figure = Figure()
    let inset = figure.addAxes((0.6, 0.6, 0.25, 0.25))
    discard(inset.plot([1, 0, 1]))
  }

  @Test("Figure: func subplots") func figure4() throws {
    let grid = Figure().subplots(2, 3, sharex: true)
    discard(grid[1][2].plot([1, 2, 3]))
  }

  @Test("Figure: func subplotsAdjust") func figure5() throws {
    discard(Figure().subplotsAdjust(left: 0.2, hspace: 0.5))
  }

  @Test("Legend: struct LegendLocation") func legend1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.legend(loc: .upperLeft))
    discard(axes.legend(loc: "lower right"))
  }

  @Test("Plotter+Axis: func xlim") func plotterAxis1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.xlim(-1, 1))
  }

  @Test("Plotter+Axis: func margins") func plotterAxis2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.margins(x: 0))
  }

  @Test("Plotter+Axis: func yscale") func plotterAxis3() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.yscale(.log))
  }

  @Test("Plotter+Axis: func xticks") func plotterAxis4() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.xticks([0, 1, 2], ["low", "middle", "high"], rotation: 45))
  }

  @Test("Plotter+Axis: func tickParams") func plotterAxis5() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.tickParams(axis: "x", labelsize: 8, rotation: 45))
  }

  @Test("Plotter+Axis: func yformatter") func plotterAxis6() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.yformatter(.percent(of: 1)))
  }

  @Test("Plotter+Axis: func spines") func plotterAxis7() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.spines(["top", "right"], visible: false))
  }

  @Test("Plotter+Axis: func legend") func plotterAxis8() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.legend(loc: .upperLeft, bboxToAnchor: (1, 1)))
  }

  @Test("Twin: func twinx") func twin1() throws {
    let axes = Figure().gca()
    discard(axes.plot([1, 2, 3], label: "loss"))
    let right = axes.twinx()
    discard(right.plot([0.5, 0.7, 0.9], "C1", label: "accuracy"))
    discard(right.ylabel("accuracy"))
  }

  @Test("Bar: func bar") func bar1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.bar([1, 2, 3], [5, 2, 7], label: "hits"))
    discard(axes.bar(["cat", "dog"], [3, 4], yerr: 0.5))
  }

  @Test("Bar: func barh") func bar2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.barh(["one", "two"], [3, 5]))
  }

  @Test("BoxPlot: func boxplot") func boxPlot1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.boxplot([[1.0, 2, 3, 4, 10], [2.0, 3, 3, 5]], tickLabels: ["a", "b"]))
  }

  @Test("Contour: func contour") func contour1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.contour([0, 1, 2], [0, 1], [[0.0, 1, 2], [1, 2, 3]], levels: [0.5, 1.5]))
  }

  @Test("Contour: func contourf") func contour2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.contourf([[0.0, 1, 2], [1, 2, 3]], levels: [0, 1, 2, 3], cmap: "RdBu"))
  }

  @Test("ErrorBar: func errorbar") func errorBar1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.errorbar([1, 2, 3], [2, 3, 5], yerr: [0.3, 0.2, 0.5], fmt: "o-", capsize: 3))
  }

  @Test("FillBetween: func fillBetween") func fillBetween1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.fillBetween([0, 1, 2], [1, 3, 2], [0, 1, 1], alpha: 0.3, label: "range"))
  }

  @Test("FillBetween: func fill") func fillBetween2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.fill([0, 1, 0.5], [0, 0, 1], color: "C2"))
  }

  @Test("FillBetween: func stackplot") func fillBetween3() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.stackplot([0, 1, 2], [[1, 2, 1], [2, 1, 3]], labels: ["a", "b"]))
  }

  @Test("Hist: func hist") func hist1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    let (counts, edges) = axes.hist([1.0, 2, 2, 3], bins: 2)
    try expectText([counts], #"[1.0, 3.0]"#)
    try expectText([edges], #"[1.0, 2.0, 3.0]"#)
    discard(axes.hist([1.0, 2, 2, 3], bins: [0.0, 2, 2.5, 4]))
  }

  @Test("Image: func imshow") func image1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.imshow([[0.0, 1], [2, 3]], cmap: "gray"))
    discard(axes.figure?.colorbar(ax: axes))
  }

  @Test("Image: func matshow") func image2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.matshow([[5, 1], [0, 4]]))
  }

  @Test("Mesh: func pcolormesh") func mesh1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.pcolormesh([0.0, 1, 3], [0.0, 2, 3], [[1.0, 2], [3, 4]]))
  }

  @Test("Mesh: func hist2d") func mesh2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    let (counts, _, _) = axes.hist2d([1, 2, 2, 3], [1, 2, 2, 3], bins: 2)
    try expectText([counts], #"[[1.0, 0.0], [0.0, 3.0]]"#)
  }

  @Test("Pie: func pie") func pie1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.pie([3, 2, 1], labels: ["a", "b", "c"], autopct: "%.0f%%"))
  }

  @Test("Plot: func plot") func plot1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.plot([0, 1, 2], [0, 1, 4], "g--", linewidth: 2, label: "fit"))
  }

  @Test("Plot: func step") func plot2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.step([1, 2, 3], [1, 4, 2], where: "post"))
  }

  @Test("Quiver: func quiver") func quiver1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.quiver([0, 1, 0, 1], [0, 0, 1, 1], [1, 0, -1, 0.5], [0, 1, 0, 0.5]))
  }

  @Test("ReferenceLines: func axhline") func referenceLines1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.axhline(0.5, color: "k", linestyle: "--"))
  }

  @Test("ReferenceLines: func axvspan") func referenceLines2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.axvspan(2, 3, color: "0.8", alpha: 0.5))
  }

  @Test("ReferenceLines: func vlines") func referenceLines3() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.vlines([1, 2, 3], 0, [5, 2, 4], colors: "tab:red"))
  }

  @Test("Scatter: func scatter") func scatter1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.scatter([1, 2, 3], [2, 1, 3], s: 20, c: "tab:red", label: "true"))
  }

  @Test("Scatter: func scatter") func scatter2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.scatter([1, 2, 3], [2, 1, 3], c: [0.1, 0.5, 0.9], cmap: "plasma"))
    discard(axes.figure?.colorbar(ax: axes))
  }

  @Test("Stem: func stem") func stem1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.stem([0, 1, 2, 3], [2, 1, 3, 2]))
  }

  @Test("Text: func text") func text1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.text(0.5, 0.5, "$R^2 = 0.98$", ha: "center", coords: "axes"))
  }

  @Test("Text: func annotate") func text2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.annotate("peak", xy: (2, 9), xytext: (0.5, 8), arrowstyle: "->"))
  }

  @Test("Violin: func violinplot") func violin1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.violinplot([[1.0, 2, 2, 3], [2.0, 3, 5, 5]], showmedians: true))
  }

  @Test("TrainingMonitor: class TrainingMonitor") func trainingMonitor1() throws {
    let monitor = TrainingMonitor(total: 3, save: "training.svg", quiet: true)
    for step in 0..<3 {
      let loss = 1 / Double(step + 1)
      monitor.log(["loss": loss, "accuracy": 1 - loss])
    }
    discard(try monitor.finish())
    discard(monitor.last("loss"))
  }

  @Test("Report: class Report") func report1() throws {
    let report = Report(title: "Run 12")
    let figure = Figure()
    discard(figure.gca().plot([3, 2, 1]))
    discard(report.heading("Loss"))
    discard(report.add(figure, caption: "after three epochs"))
    discard(report.table(["epoch", "loss"], [["1", "3.0"], ["2", "2.0"]]))
    discard(try report.save("run12.html"))
  }

  @Test("AxisScale: enum AxisScale") func axisScale1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.yscale(.log))
    discard(axes.xscale(.symlog(linthresh: 0.1)))
  }

  @Test("Color: struct Color") func color1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    let x = [1.0, 2, 3]
    let y = [1.0, 4, 9]
    discard(axes.plot(x, y, color: "tab:orange"))
    discard(axes.plot(x, y, color: Color(red: 0.2, green: 0.4, blue: 1)))
  }

  @Test("ColorMap: struct ColorMap") func colorMap1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.imshow([[0.0, 1], [2, 3]], cmap: "gray"))
    try expectText([ColorMap.names.contains("magma")], #"true"#)
  }

  @Test("LineStyle: struct LineStyle") func lineStyle1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    let x = [1.0, 2, 3]
    let y = [1.0, 4, 9]
    discard(axes.plot(x, y, linestyle: .dashed))
    discard(axes.plot(x, y, linestyle: "-."))
  }

  @Test("Marker: struct Marker") func marker1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    let x = [1.0, 2, 3]
    let y = [1.0, 4, 9]
    discard(axes.scatter(x, y, marker: .square))
    discard(axes.plot(x, y, marker: "x"))
  }

  @Test("Norm: enum Norm") func norm1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.imshow([[1.0, 10], [100, 1000]], norm: .log()))
    discard(axes.imshow([[-1.0, 0], [2, 4]], cmap: "RdBu", norm: .twoSlope(vcenter: 0)))
  }

  @Test("Preview: func terminalText") func preview1() throws {
    let figure = Figure(figsize: (4, 3))
    discard(figure.gca().plot([1, 4, 9]))
    let text = try? figure.terminalText(.blocks, columns: 60)
    _ = text
  }

  @Test("Preview: func preview") func preview2() throws {
    let figure = Figure()
    discard(figure.gca().plot([1, 4, 9]))
    discard(try? figure.preview(.blocks))
  }

  @Test("AxisTicks: enum TickFormatter") func axisTicks1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.yformatter(.percent(of: 1)))
    discard(axes.xformatter(.custom { "\(Int($0)) km" }))
  }
}
