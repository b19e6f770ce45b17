// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternFigure
import LanternNumPy
import LanternPlot
import Testing

@Suite(.serialized) struct LanternFigureMonitorExamples {
  @Test("TrainingMonitor: class TrainingMonitor") func trainingMonitor1() throws {
    let monitor = TrainingMonitor(total: 3, save: "training.svg", quiet: true)
    for step in 0..<3 {
      let loss = 1 / Double(step + 1)
      monitor.log(["loss": loss, "accuracy": 1 - loss])
    }
    discard(try monitor.finish())
    discard(monitor.last("loss"))
  }
}
