// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternFigure
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternFigureTerminalExamples {
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
}
