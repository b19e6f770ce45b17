// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternFigure
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternFigureReportExamples {
  @Test("Report: class Report") func report1() throws {
    let report = Report(title: "Run 12")
    let figure = Figure()
    discard(figure.gca().plot([3, 2, 1]))
    discard(report.heading("Loss"))
    discard(report.add(figure, caption: "after three epochs"))
    discard(report.table(["epoch", "loss"], [["1", "3.0"], ["2", "2.0"]]))
    discard(try report.save("run12.html"))
  }
}
