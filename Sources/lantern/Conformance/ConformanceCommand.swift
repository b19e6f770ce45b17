import ArgumentParser
import Lantern

/// `lantern conformance`: replays recorded calls of other libraries and compares.
struct Conformance: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Replay what PyTorch, NumPy and TensorFlow printed or drew, and compare.",
    discussion: """
      The files are made by the programs in Scripts/goldens. One line is written for each difference, and the counts at the end. \
      The exit status is 1 when anything differs or cannot be replayed.
      """)

  @Option(help: "Arrays and the texts printed for them: one JSON object a line.")
  var printing: String?

  @Option(help: "Random calls and the numbers they gave: a JSON array of objects.")
  var random: String?

  func validate() throws {
    if printing == nil && random == nil { throw ValidationError("Nothing to replay. Give --printing FILE, --random FILE or both.") }
  }

  func run() throws {
    var failed = 0
    if let printing { failed += try replayPrinting(path: printing).failed }
    if let random { failed += try replayRandomFile(path: random).failed }
    if failed > 0 { throw ExitCode(1) }
  }
}
