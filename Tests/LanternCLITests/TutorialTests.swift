import Foundation
import Lantern
import Testing

@testable import LanternChecks
@testable import LanternCommands

@Suite struct TutorialTests {
  /// Everything the tutorial prints, against what PyTorch, NumPy and TensorFlow gave (`Scripts/goldens/tutorial.py`).
  ///
  /// The command runs as a process of its own: other tests draw from the process-wide generators at the same time.
  @Test func everyValueIsTheOriginals() throws {
    let result = try LanternProcess.run("tutorial", "--no-plots")
    #expect(result.status == 0, "\(result.errors)")
    let golden = try #require(Bundle.module.url(forResource: "tutorial", withExtension: "out", subdirectory: "Golden"))
    let expected = sections(try String(contentsOf: golden, encoding: .utf8))
    var got = sections(result.output)
    #expect(got.removeValue(forKey: "0. Checking the machine")?.isEmpty == false)
    #expect(expected.count == 13)
    #expect(got.keys.sorted() == expected.keys.sorted())
    for (title, lines) in expected {
      let found = got[title] ?? []
      #expect(found.count == lines.count, "\(title): \(found.count) lines, not \(lines.count)")
      for (i, line) in lines.enumerated() where i < found.count {
        #expect(found[i] == line, "\(title), line \(i + 1)")
      }
    }
  }

  /// The lines under each `=== title ===`, without empty ones at the end.
  private func sections(_ text: String) -> [String: [String]] {
    var all: [String: [String]] = [:]
    var title: String?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("=== "), line.hasSuffix(" ===") {
        title = String(line.dropFirst(4).dropLast(4))
        all[title!] = []
      } else if let title {
        all[title]!.append(String(line))
      }
    }
    return all.mapValues { lines in Array(lines[..<((lines.lastIndex { !$0.isEmpty } ?? -1) + 1)]) }
  }

  /// What a step says it runs is what it runs.
  @Test func theQuotedSourceIsTheSource() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appendingPathComponent("Sources/LanternCommands/Tutorial")
    var count = 0
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) where file.pathExtension == "swift"
    {
      let name = file.lastPathComponent
      for step in TutorialStep.all(in: try String(contentsOf: file, encoding: .utf8)) {
        count += 1
        let problem = step.problem
        #expect(problem == nil, "\(name):\(step.line): \(problem ?? "")")
      }
    }
    #expect(count == 178)
  }

  @Test func aFalseQuoteIsFound() {
    func problems(_ source: String) -> [String?] { TutorialStep.all(in: source).map(\.problem) }
    #expect(problems(#"  show("x + 1", x + 1)"#) == [nil])
    #expect(problems("  let y = x + 1\n  show(\"let y = x + 1\", y)") == [nil])
    #expect(problems("  show(\n    \"f(x, y), z\", f(x, y),\n    z)") == [nil])
    #expect(problems("  go()\n  show.fails(\"y.run()\") { y.run() }") == [nil])
    #expect(problems(#"  show.prints("print(a, b)", a, b)"#) == [nil])
    #expect(problems(#"  show("x + 1", x + 2)"#) != [nil])
    #expect(problems("  let y = x + 2\n  show(\"let y = x + 1\", y)") != [nil])
    #expect(problems("  go()\n  show(\"stop(); y\", y)") != [nil])
    #expect(problems(#"  show.fails("y.run()") { y.walk() }"#) != [nil])
    #expect(problems(#"  show.prints("print(a, b)", a)"#) != [nil])
  }

  @Test func sectionsAreFoundByNumberAndWord() throws {
    #expect(try TutorialSection.named("9").map(\.number) == [9])
    #expect(try TutorialSection.named("JACOBIAN").map(\.number) == [10])
    #expect(TutorialSection.all.map(\.number) == Array(0...13))
    for name in ["14", "", "gradient descent"] {
      let error = #expect(throws: TensorError.self) { try TutorialSection.named(name) }
      #expect(error?.message.contains("there is no section '\(name)'") == true)
      #expect(error?.message.contains("\n  13. The same as a TensorFlow 1 graph") == true)
    }
    let result = try LanternProcess.run("tutorial", "--section", "nothing")
    #expect(result.status != 0)
    #expect(result.errors.contains("there is no section 'nothing'"))
  }

  @Test func regressionsDrawFigures() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lantern-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let plots = folder.appendingPathComponent("a/b").path
    for (section, name) in [("11", "regression-numpy"), ("12", "regression-tensor"), ("13", "regression-graph")] {
      let result = try LanternProcess.run("tutorial", "--section", section, "--plots", plots)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("figure: \(plots)/\(name).svg"))
      let svg = try String(contentsOfFile: "\(plots)/\(name).svg", encoding: .utf8)
      #expect(svg.contains("predict") && svg.contains("true"))
    }
    let blocked = folder.appendingPathComponent("file")
    try Data().write(to: blocked)
    let result = try LanternProcess.run("tutorial", "--section", "12", "--plots", blocked.path + "/plots")
    #expect(result.status != 0)
    #expect(result.errors.contains("cannot make the folder"))
  }
}
