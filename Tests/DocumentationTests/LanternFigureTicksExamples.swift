// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternFigure
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternFigureTicksExamples {
  @Test("AxisTicks: enum TickFormatter") func axisTicks1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.yformatter(.percent(of: 1)))
    discard(axes.xformatter(.custom { "\(Int($0)) km" }))
  }
}
