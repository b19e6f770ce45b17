import ArgumentParser
import Lantern

/// `lantern accuracy`: how far single precision is from the truth, function by function.
package struct Accuracy: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    abstract: "Measure the error of functions of one float32 number, in units in the last place.",
    discussion: """
      Each function is computed in float32 and in float64 and the two are compared; the float64 results are held against \
      mpmath's by the tests. With --stride 1 every one of the 2^32 float32 numbers is tried. One row is written for each function: its \
      largest error in units in the last place (0.5 is the best that rounding allows), where it is, and how many results were tried. \
      The exit status is 1 when an error is larger than the function's limit.
      """)

  @Option(help: "Only these functions: exp,log.")
  var only: String?

  @Option(help: "Try every n-th float32 number.")
  var stride = 4093

  package func validate() throws {
    guard (1...1 << 30).contains(stride) else { throw ValidationError("--stride must be at least 1, not \(stride).") }
    let known = FunctionAccuracy.functions.map(\.name)
    for name in wanted where !known.contains(name) {
      throw ValidationError("There is no function \(name). There are: \(known.joined(separator: ", ")).")
    }
  }

  private var wanted: [String] { (only ?? "").split(separator: ",").map(String.init) }

  package func run() throws {
    print("| function | largest error (ULP) | at | limit (ULP) | numbers tried |")
    print("|---|---|---|---|---|")
    var misses = 0
    for function in FunctionAccuracy.functions where wanted.isEmpty || wanted.contains(function.name) {
      let measured = try FunctionAccuracy(function, stride: stride)
      print(measured.row)
      misses += measured.isWithinLimit ? 0 : 1
    }
    if misses > 0 { throw ExitCode(1) }
  }
}
