import ArgumentParser
import Lantern

/// `lantern tutorial`: a first tour, every step with its Swift text and its value.
package struct Tutorial: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    abstract: "Run the tutorial: arrays, tensors, gradients, and one regression three ways.",
    discussion: """
      Every step shows the Swift expression and, under it, its value. The same seeds give the same numbers as PyTorch, NumPy and \
      TensorFlow. Figures of the regressions are written as SVG, and as PNG where libcairo is installed.
      """)

  @Option(help: "Run only this section: its number, or a word of its title.")
  var section: String?

  @Option(help: "The folder for figures; it is made if it is missing.")
  var plots = "plots"

  @Flag(help: "Write no figures.")
  var noPlots = false

  package func run() throws {
    let sections = try section.map(TutorialSection.named) ?? TutorialSection.all
    let writer = TutorialWriter(plots: noPlots ? nil : plots) { print($0) }
    for section in sections { try section.write(to: writer) }
  }
}
