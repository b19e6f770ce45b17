// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternFigure
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternFigureKindsExamples {
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
}
