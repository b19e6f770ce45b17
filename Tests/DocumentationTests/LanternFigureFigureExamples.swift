// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternFigure
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternFigureFigureExamples {
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
}
