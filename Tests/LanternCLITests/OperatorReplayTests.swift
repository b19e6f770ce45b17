import Foundation
import Lantern
import LanternIO
import Testing

@testable import LanternChecks
import LanternOperators

@Suite struct OperatorReplayTests {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/operators").path

  /// Calls of PyTorch's functions, recorded by `Scripts/goldens/operators.py`.
  @Test func recordedCallsComeAgain() throws {
    var report: [String] = []
    let result = try replayOperators(directory: Self.golden, only: nil, isVerbose: true) { report.append($0) }
    let complaints = report.filter { $0.hasPrefix("  ") }
    #expect(result.failed == 0, "\(complaints.joined(separator: "\n"))")
    #expect(result.passed > 2000)
  }

  /// The same calls on placeholders, computed by a session. Some functions need numbers before the graph runs, and say so.
  @Test func recordedCallsComeAgainInGraphs() throws {
    let tallies = try OperatorReplay.replay("operators", directory: Self.golden, inGraph: true).map(\.tally)
    let failed = tallies.reduce(0) { $0 + $1.failed }
    #expect(failed == 0, "\(tallies.filter { $0.failed > 0 }.flatMap(\.complaints).joined(separator: "\n"))")
    #expect(tallies.reduce(0) { $0 + $1.passed } > 2300)
  }

  /// A result, a gradient, a dtype, a shape that is not as recorded is a failure.
  @Test func differencesFail() throws {
    let cases = """
      [{"id":"same","op":"mul","args":[{"tensor":"a","requires_grad":true},{"tensor":"a","requires_grad":true}],"kwargs":{},"outputs":["b"],\
      "compare":["close"],"grad_outputs":["one"],"grads":{"a":"c"}},
      {"id":"value","op":"mul","args":[{"tensor":"a"},{"tensor":"a"}],"kwargs":{},"outputs":["c"],"compare":["close"]},
      {"id":"gradient","op":"mul","args":[{"tensor":"a","requires_grad":true},{"tensor":"a"}],"kwargs":{},"outputs":["b"],\
      "compare":["close"],"grad_outputs":["one"],"grads":{"a":"b"}},
      {"id":"dtype","op":"mul","args":[{"tensor":"a"},{"tensor":"a"}],"kwargs":{},"outputs":["d"],"compare":["close"]},
      {"id":"shape","op":"sum","args":[{"tensor":"a"}],"kwargs":{},"outputs":["a"],"compare":["close"]},
      {"id":"count","op":"sum","args":[{"tensor":"a"}],"kwargs":{},"outputs":["a","a"],"compare":["close","close"]},
      {"id":"unread","op":"sum","args":[{"tensor":"a"}],"kwargs":{"surprise":1},"outputs":["a"],"compare":["close"]},
      {"id":"unknown","op":"astrology","args":[{"tensor":"a"}],"kwargs":{},"outputs":["a"],"compare":["close"]},
      {"id":"malformed","op":"sum","args":[{"tensor":"z"}],"kwargs":{},"outputs":["a"],"compare":["close"]}]
      """
    let (a, b, c) = ([Float(1), -2, 3], [Float(1), 4, 9], [Float(2), -4, 6])
    let header = ["a", "b", "c", "one"].enumerated().map {
      #""\#($0.element)":{"dtype":"F32","shape":[3],"data_offsets":[\#(12 * $0.offset),\#(12 * $0.offset + 12)]}"#
    }
    let text = "{" + header.joined(separator: ",") + #","d":{"dtype":"F64","shape":[3],"data_offsets":[48,72]}}"#
    var data: [UInt8] = (0..<8).map { UInt8(truncatingIfNeeded: text.utf8.count >> (8 * $0)) } + Array(text.utf8)
    for number in a + b + c + [1, 1, 1] { withUnsafeBytes(of: number.bitPattern) { data += Array($0) } }
    for number in b { withUnsafeBytes(of: Double(number).bitPattern) { data += Array($0) } }

    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("lantern-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try Data(cases.utf8).write(to: directory.appendingPathComponent("cases.json"))
    try Data(data).write(to: directory.appendingPathComponent("cases.safetensors"))
    var report: [String] = []
    let result = try replayOperators(directory: directory.path, only: nil, isVerbose: true) { report.append($0) }
    #expect(result == (1, 8))
    let complaints = report.filter { $0.hasPrefix("  ") }.joined(separator: "\n")
    for id in ["value", "gradient", "dtype", "shape", "count", "unread", "unknown", "malformed"] {
      #expect(complaints.contains("  \(id): "), "\(complaints)")
    }
    #expect(report.last == "1 passed, 8 failed")
  }

  /// The page of names is what the table gives.
  @Test func namesPageIsCurrent() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../docs/pytorch-names.md")
    let written = try String(contentsOf: page, encoding: .utf8)
    #expect(written == NamesPage.text, "run: lantern conformance --list --markdown > docs/pytorch-names.md")
  }
}
