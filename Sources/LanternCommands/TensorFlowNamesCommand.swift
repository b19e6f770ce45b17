import ArgumentParser
import LanternGraph

/// `lantern tensorflow-names`: the page that says how TensorFlow 1's names are spelled here.
package struct TensorFlowNamesCommand: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    commandName: "tensorflow-names", abstract: "Print TensorFlow 1's names and Lantern's, as a page in Markdown.")

  package func run() { print(TensorFlowNames.page, terminator: "") }
}
