// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternFigure
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternFigureValuesExamples {
  @Test("PlotDate: struct PlotDate") func plotDate1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    let days = (1...5).map { PlotDate(2024, 3, $0) }
    discard(axes.plot(days, [3, 1, 4, 1, 5]))
    try expectText([PlotDate("2024-03-01T12:30")!.description], #"2024-03-01 12:30:00"#)
    try expectText([PlotDate(1970, 1, 2).days], #"1.0"#)
  }
}
