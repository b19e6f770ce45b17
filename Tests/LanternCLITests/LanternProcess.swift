import Foundation
import Testing

/// Runs the built `lantern` command.
enum LanternProcess {
  /// What a run left: its exit status, its standard output, its standard error.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  static func run(_ arguments: String...) throws -> Result {
    let process = Process()
    process.executableURL = try executable()
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Little is ever written to standard error: the pipe's buffer holds it while the output is read.
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self), errors: String(decoding: complaints, as: UTF8.self))
  }

  /// The command beside the test bundle, where the build puts both.
  private static func executable() throws -> URL {
    let folder = Bundle.module.bundleURL.deletingLastPathComponent()
    let command = folder.appendingPathComponent("lantern")
    try #require(FileManager.default.isExecutableFile(atPath: command.path), "no lantern command at \(command.path)")
    return command
  }
}
