import Foundation
import Lantern
import Testing

@testable import LanternChecks

@Suite struct PrintingReplayTests {
  /// The texts of PyTorch and NumPy, made by `Scripts/goldens/printing.py`.
  @Test func goldensPrintTheSame() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let path = tests.appendingPathComponent("LanternTests/Golden/print-goldens.jsonl").path
    var report: [String] = []
    let result = try replayPrinting(path: path) { report.append($0) }
    #expect(result.failed == 0, "\(report.joined(separator: "\n"))")
    #expect(result.passed >= 1_100)
  }

  @Test func aDifferentTextFails() throws {
    let (result, report) = try replay([
      #"{"lib": "torch", "dtype": "float32", "shape": [1], "values": [1.5], "requires_grad": false, "text": "tensor([1.5000])"}"#,
      #"{"lib": "torch", "dtype": "float32", "shape": [1], "values": [1.5], "requires_grad": false, "text": "tensor([1.5])"}"#,
    ])
    #expect(result == (1, 1))
    #expect(report.contains(#"line 2: expected "tensor([1.5])""#))
    #expect(report.contains(#"line 2:      got "tensor([1.5000])""#))
    #expect(report.last == "1 passed, 1 failed")
  }

  @Test(arguments: [
    ("{", "line 1, column 2: not JSON: expected a key in quotes, found the end of the text"),
    ("[]", "a record must be an object, not an array"),
    (record(dtype: "float8"), "unknown dtype 'float8'"),
    (record(shape: "[2]"), "the shape [2] does not fit 1 values"),
    (record(shape: "[-1]"), "'shape' must hold sizes, that is integers from 0 up"),
    (record(shape: "[2147483647, 2147483647, 2147483647, 2147483647]"), "does not fit 1 values"),
    (record(shape: "[" + Array(repeating: "1", count: 65).joined(separator: ",") + "]"), "65 dimensions; 64 is the most"),
    (record(values: "[\"one\"]"), "a string among the values, where a number belongs"),
    (record(dtype: "uint8", values: "[256]"), "256 is not a UInt8"),
    (record(dtype: "int64", values: "[1.5]"), "1.5 is not a Int64"),
    (record(dtype: "bool", values: "[1]"), "a number among the values of a bool array"),
    (record(dtype: "complex64", values: "[1]"), "a number among the values of a complex array, where pairs of numbers belong"),
    (record(library: "jax"), "unknown 'lib' jax"),
    (record(extra: #", "options": {"colour": 1}"#), "unknown option 'colour'"),
    (record(extra: #", "options": {"precision": "4"}"#), "'precision' must be an integer, not a string"),
    (record(extra: #", "grad_fn": 1"#), "'grad_fn' must be a string, not a number"),
  ]) func malformedLinesAreReported(line: String, message: String) throws {
    let (result, report) = try replay([line])
    #expect(result == (0, 1))
    #expect(report.first?.contains(message) == true, "\(report)")
  }

  @Test func filesThatCannotBeReadThrow() {
    #expect(throws: TensorError.self) { try replayPrinting(path: "/nowhere/goldens.jsonl") { _ in } }
    #expect(throws: TensorError.self) { try replayPrinting(path: "/") { _ in } }
    #expect(throws: TensorError.self) { try replay([""]) }
  }
}

private func record(
  library: String = "torch", dtype: String = "float32", shape: String = "[1]", values: String = "[1]", extra: String = ""
) -> String {
  #"{"lib": "\#(library)", "dtype": "\#(dtype)", "shape": \#(shape), "values": \#(values), "text": "tensor([1.])"\#(extra)}"#
}

private func replay(_ lines: [String]) throws -> (result: (passed: Int, failed: Int), report: [String]) {
  let file = FileManager.default.temporaryDirectory.appendingPathComponent("printing-\(UUID().uuidString).jsonl")
  defer { try? FileManager.default.removeItem(at: file) }
  try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
  var report: [String] = []
  let result = try replayPrinting(path: file.path) { report.append($0) }
  return (result, report)
}
