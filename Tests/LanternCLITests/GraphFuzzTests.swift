import Testing

@testable import LanternChecks

@Suite struct GraphFuzzTests {
  @Test func randomPrograms() {
    var notes: [String] = []
    let (passed, failed) = fuzzGraphs(programs: 0..<60, seed: 2026, verbose: false) { notes.append($0) }
    #expect(passed == 60 && failed == 0, "\(notes.joined(separator: "\n"))")
  }
}
