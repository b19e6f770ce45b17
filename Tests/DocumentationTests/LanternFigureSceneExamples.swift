// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternFigure
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternFigureSceneExamples {
  @Test("AxisScale: enum AxisScale") func axisScale1() throws {
    let axes = Figure().addSubplot(1, 1, 1)
    discard(axes.yscale(.log))
    discard(axes.xscale(.symlog(linthresh: 0.1)))
  }
}
