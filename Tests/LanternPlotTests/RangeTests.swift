import Glibc
import Testing

@testable import LanternFigure

/// Limits, ticks and labels of whole axes against matplotlib's, on random ranges.
@Suite struct RangeTests {
  /// What differs in a row of the table, or `nil`.
  private func difference(_ row: [String]) -> String? {
    var axis = AxisModel()
    axis.scale = row[0] == "log" ? .log : row[0] == "symlog" ? .symlog() : .linear
    let (low, high) = (Double(row[2])!, Double(row[3])!)
    let view = axis.view(DataLimits([low, high]))
    let (from, to) = (Double(row[4])!, Double(row[5])!)
    // A logarithm and a power of ten lose a few of the last bits on the way.
    let slack = (row[0] == "linear" ? 1e-14 : 1e-11) * max(abs(from), abs(to))
    guard abs(view.from - from) <= slack, abs(view.to - to) <= slack else { return "limits \(view) for \(from)...\(to)" }
    let ticks = AxisTicks(
      axis: axis, view: ClosedInterval(from, to), length: Double(row[1])! * 72, fontSize: 10, horizontal: true)
    let expected = numbers(row[6])
    let span = abs(to - from)
    let places = ticks.major.map(\.value)
    guard places.count == expected.count, zip(places, expected).allSatisfy({ abs($0 - $1) <= 1e-13 * max(span, abs($1)) }) else {
      return "ticks \(places) for \(expected)"
    }
    let labels = ticks.major.map(\.label).joined(separator: "|")
    guard labels == row[7] else { return "labels \(labels) for \(row[7])" }
    return ticks.offsetText == row[8] ? nil : "offset \(ticks.offsetText) for \(row[8])"
  }

  @Test func axesAreMatplotlibs() throws {
    let other = getenv("LANTERN_PLOT_RANGES").map { String(cString: $0) }
    let rows = try goldenRows("ranges.tsv", at: other)
    #expect(rows.count >= 400)
    var wrong = 0
    for row in rows {
      guard let text = difference(row) else { continue }
      wrong += 1
      if wrong <= 20 { Issue.record("\(row[0]) \(row[1]) in \(row[2])...\(row[3]): \(text)") }
    }
    #expect(wrong == 0, "\(wrong) of \(rows.count) ranges differ")
    if other != nil { print("\(rows.count - wrong) of \(rows.count) ranges equal matplotlib's") }
  }
}
