import ArgumentParser
import Lantern
import LanternChecks
import LanternCommands

/// The `lantern` command.
@main
struct LanternCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lantern",
    abstract: "Tensors, automatic differentiation and deep learning for Swift on Linux.",
    version: LanternInfo.version,
    subcommands: [
      Tutorial.self, Doctor.self, Bench.self, Conformance.self, Accuracy.self, Fuzz.self, CUDACheck.self, TensorFlowNamesCommand.self,
    ])
}
