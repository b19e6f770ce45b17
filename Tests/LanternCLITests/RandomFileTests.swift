import Foundation
import Lantern
import Testing

@testable import LanternChecks

@Suite struct RandomFileTests {
  /// The numbers of PyTorch, NumPy and TensorFlow, recorded by `Scripts/goldens/random_numbers.py`.
  @Test func goldensComeAgain() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    var report: [String] = []
    let result = try replayRandomFile(path: tests.appendingPathComponent("LanternTests/Golden/rng-goldens.json").path) { report.append($0) }
    #expect(result.failed == 0, "\(report.joined(separator: "\n"))")
    #expect(result.passed >= 200)
  }

  /// NumPy's distributions over both of its streams, recorded by the same script with `--distributions`.
  @Test func distributionsComeAgain() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    var report: [String] = []
    let result = try replayRandomFile(path: tests.appendingPathComponent("LanternNumPyTests/Golden/numpy-random.json").path) {
      report.append($0)
    }
    #expect(result.failed == 0, "\(report.joined(separator: "\n"))")
    #expect(result.passed >= 350)
  }

  @Test func differencesAndUnknownCallsFail() throws {
    let (result, report) = try replay(
      """
      [{"lib": "torch", "call": "rand(2)", "seed": 100, "dtype": "float32", "values": [0.1, 0.8], "bits": ["3de4b040", "3f50db18"]},
       {"lib": "torch", "call": "rand(2)", "seed": 100, "dtype": "float32", "values": [0.1, 0.8], "bits": ["3de4b040", "3f50db19"]},
       {"lib": "torch", "call": "rand(2)", "seed": 100, "dtype": "float32", "values": [0.1], "bits": ["3de4b040"]},
       {"lib": "torch", "call": "rand(2)", "seed": 100, "dtype": "float32", "values": [0.1, 0.8]},
       {"lib": "torch", "call": "astrology(2)", "seed": 100, "dtype": "float32", "values": [], "bits": []},
       {"lib": "abacus", "call": "rand(2)", "seed": 100, "dtype": "float32", "values": [], "bits": []},
       {"lib": "torch", "call": "randperm(4)", "seed": "x", "dtype": "int64", "values": []},
       7]
      """)
    #expect(result == (1, 7))
    #expect(report[0] == "record 2: torch: rand(2): element 1: expected 3f50db19, got 3f50db18")
    #expect(report[1] == "record 3: torch: rand(2): expected 1 numbers, got 2")
    #expect(report[2].contains("has no bits to compare"))
    #expect(report[5].contains("'seed' must be a number or a list of numbers"))
    #expect(report[6].contains("a record must be an object, not a number"))
    #expect(report.last == "1 passed, 7 failed")
  }

  @Test(arguments: [("{", "is not JSON"), ("{}", "holds an object, where an array of records belongs"), ("[]", "holds no records")])
  func filesWithoutRecordsAreErrors(_ text: String, _ message: String) throws {
    let error = #expect(throws: TensorError.self) { try replay(text) }
    #expect(error?.kind == .file)
    #expect(error?.message.contains(message) == true)
  }

  private func replay(_ text: String) throws -> ((passed: Int, failed: Int), [String]) {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("lantern-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    var report: [String] = []
    let result = try replayRandomFile(path: file.path) { report.append($0) }
    return (result, report)
  }
}
