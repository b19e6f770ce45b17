// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternPlot
import LanternPlotData
import Testing

@Suite(.serialized) struct LanternPlotDataExamples {
  @Test("PlotValues: protocol PlotValues") func plotValues1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.plot(0..<10, [1.0, 4, 9, 16, 25, 36, 49, 64, 81, 100]))
    discard(axes.bar(["cat", "dog"], [3, 4]))
  }
}
