// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternFigure
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternFigureStyleExamples {
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
}
