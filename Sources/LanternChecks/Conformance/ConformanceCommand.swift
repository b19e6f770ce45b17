import ArgumentParser
import Lantern
import LanternIO
import LanternOperators

/// `lantern conformance`: replays recorded calls of other libraries and compares.
package struct Conformance: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    abstract: "Replay what PyTorch, NumPy and TensorFlow computed, printed or drew, and compare.",
    discussion: """
      The files are made by the programs in Scripts/goldens. One line is written for each difference, and the counts at the end. \
      The exit status is 1 when anything differs or cannot be replayed.
      """)

  @Argument(help: "A directory of recorded calls: NAME.json and NAME.safetensors for each function.")
  var directory: String?

  @Option(help: "Replay only the calls of this function, such as add or nn.functional.conv2d.")
  var op: String?

  @Flag(help: "Make the calls in graphs, on placeholders. Functions that need numbers to know their result's shape count as unsupported.")
  var graph = false

  @Option(help: "Where the arguments lie: cpu, cuda or cuda:1.")
  var device = "cpu"

  @Flag(help: "List the functions of PyTorch that Lantern has, with Lantern's spelling, and stop.")
  var list = false

  @Flag(help: "With --list: write the page docs/pytorch-names.md.")
  var markdown = false

  @Flag(help: "Say of every case that does not pass why, not only of the first of each function.")
  var verbose = false

  @Option(help: "Arrays and the texts printed for them: one JSON object a line.")
  var printing: String?

  @Option(help: "Random calls and the numbers they gave: a JSON array of objects.")
  var random: String?

  package func validate() throws {
    if directory == nil && printing == nil && random == nil && !list {
      throw ValidationError("Nothing to replay. Give a directory of recorded calls, --printing FILE or --random FILE.")
    }
  }

  package func run() throws {
    if list && markdown {
      print(NamesPage.text, terminator: "")
      return
    }
    if list {
      for call in OperatorTable.all { print("\(call.name)\t\(call.swift)") }
      return
    }
    var failed = 0
    if let directory {
      failed += try replayOperators(directory: directory, only: op, isVerbose: verbose, inGraph: graph, on: Device(device)).failed
    }
    if let printing { failed += try replayPrinting(path: printing).failed }
    if let random { failed += try replayRandomFile(path: random).failed }
    if failed > 0 { throw ExitCode(1) }
  }
}

/// Replays a directory of recorded calls; one line is written for each function, and the counts last.
@discardableResult
func replayOperators(
  directory: String, only: String?, isVerbose: Bool, inGraph: Bool = false, on device: Device = .cpu,
  report: (String) -> Void = { print($0) }
) throws -> (passed: Int, failed: Int) {
  let names = try fileNames(in: directory, op: "conformance").filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  let chosen = only.map { wanted in names.filter { $0 == wanted || $0.hasPrefix(wanted + ".") } } ?? names
  guard !chosen.isEmpty else {
    throw TensorError(.file, op: "conformance", "'\(directory)' holds no cases" + (only.map { " of '\($0)'" } ?? "") + ".")
  }
  var passed = 0, failed = 0
  for name in chosen {
    do {
      for (function, tally) in try OperatorReplay.replay(name, directory: directory, inGraph: inGraph, on: device) {
        passed += tally.passed
        failed += tally.failed + tally.unsupported
        report("\(function): \(tally.passed) passed, \(tally.failed) failed, \(tally.unsupported) unsupported")
        for complaint in isVerbose ? tally.complaints[...] : tally.complaints.prefix(1) { report("  \(complaint)") }
      }
    } catch {
      failed += 1
      report("\(name): 0 passed, 1 failed: the file cannot be read: \(error)")
    }
  }
  report("\(passed) passed, \(failed) failed")
  if device != .cpu {
    let detours = CUDA.detours.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
    report("over the processor: \(detours.isEmpty ? "none" : detours.joined(separator: ", "))")
  }
  return (passed, failed)
}
