import ArgumentParser
import LanternGraph

/// `lantern tensorflow-names`: the page that says how TensorFlow 1's names are spelled here.
struct TensorFlowNamesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tensorflow-names", abstract: "Print TensorFlow 1's names and Lantern's, as a page in Markdown.")

  func run() { print(TensorFlowNames.page, terminator: "") }
}
