// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternPlotFigureExamples {
  @Test("Axes+Bars: func bar") func axesBars1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.bar([1, 2, 3], [5, 2, 7], label: "hits"))
  }

  @Test("Axes+Bars: func bar") func axesBars2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.bar(["cat", "dog"], [3, 4]))
  }

  @Test("Axes+Bars: func hist") func axesBars3() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    let samples = [1.0, 2, 2, 3]
    let (counts, edges) = axes.hist(samples, bins: 50)
    _ = counts
    _ = edges
  }

  @Test("Axes+Image: func imshow") func axesImage1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.imshow([[0.0, 1], [2, 3]], cmap: "gray"))
  }

  @Test("Axes+Plot: func plot") func axesPlot1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    let x = [1.0, 2, 3]
    let y = [1.0, 4, 9]
    discard(axes.plot(x, y, "g--", linewidth: 2, label: "fit"))
  }

  @Test("Axes+Plot: func scatter") func axesPlot2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    let x = [1.0, 2, 3]
    let y = [1.0, 4, 9]
    discard(axes.scatter(x, y, s: 20, c: "tab:red", label: "true"))
  }

  @Test("Axes: func xlim") func axes2() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.xlim(-1, 1))
  }

  @Test("Figure: func subplots") func figure2() throws {
    let figure = Figure()
    let grid = figure.subplots(2, 3)
    discard(grid[1][2].plot([1, 2, 3]))
  }
}
