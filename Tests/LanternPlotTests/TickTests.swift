import Testing

@testable import LanternFigure

/// Ticks, their texts and automatic limits against matplotlib's answers.
@Suite struct TickTests {
  private func axis(_ scale: AxisScale) -> AxisModel {
    var axis = AxisModel()
    axis.scale = scale
    return axis
  }

  @Test func linearTicksAreMatplotlibs() throws {
    let rows = try goldenRows("ticks.tsv").filter { $0[0] == "linear" }
    #expect(rows.count >= 300)
    for row in rows {
      let (low, high) = (Double(row[2])!, Double(row[3])!)
      let ticks = MaxNLocator(maxBins: Int(row[1])!).ticks(low, high)
      #expect(ticks == numbers(row[4]), "\(row[2])...\(row[3]) in \(row[1]) bins")
    }
  }

  @Test func labelsAreMatplotlibs() throws {
    for row in try goldenRows("ticks.tsv") where row[0] == "linear" {
      let (low, high) = (Double(row[2])!, Double(row[3])!)
      let ticks = numbers(row[4])
      let formatter = ScalarFormatter(ticks: ticks, low: low, high: high)
      let slack = (high - low) * 1e-10
      let labels = ticks.filter { $0 >= low - slack && $0 <= high + slack }.map(formatter.label)
      #expect(labels.joined(separator: " ") == row[5], "\(row[2])...\(row[3]) in \(row[1]) bins")
      #expect(formatter.offsetText == row[6], "\(row[2])...\(row[3]) in \(row[1]) bins")
    }
  }

  @Test func logTicksAreMatplotlibs() throws {
    let rows = try goldenRows("ticks.tsv").filter { $0[0] == "log" }
    #expect(rows.count == 60)
    for row in rows {
      let ticks = LogLocator(maxTicks: Int(row[1])!).majorTicks(Double(row[2])!, Double(row[3])!)
      let expected = numbers(row[4])
      #expect(ticks.count == expected.count, "\(row[2])...\(row[3]): \(ticks) for \(expected)")
      for (a, b) in zip(ticks, expected) { #expect(abs(a - b) <= 1e-12 * b, "\(row[2])...\(row[3])") }
    }
  }

  @Test func automaticLimitsAreMatplotlibs() throws {
    let rows = try goldenRows("ticks.tsv").filter { $0[0] == "view" }
    #expect(rows.count > 20)
    for row in rows {
      var limits = DataLimits()
      limits.include(Double(row[2])!)
      limits.include(Double(row[3])!)
      let view = limits.view(scale: row[1] == "log" ? .log : .linear, margin: 0.05)
      let (low, high) = (Double(row[4])!, Double(row[5])!)
      let slack = 1e-13 * max(abs(low), abs(high))
      #expect(abs(view.from - low) <= slack && abs(view.to - high) <= slack, "\(row): \(view)")
    }
  }

  @Test func roomDecidesHowManyIntervals() {
    #expect(MaxNLocator.bins(length: 357.12, fontSize: 10, horizontal: true) == 9)
    #expect(MaxNLocator.bins(length: 100, fontSize: 10, horizontal: true) == 3)
    #expect(MaxNLocator.bins(length: 100, fontSize: 10, horizontal: false) == 5)
    #expect(MaxNLocator.bins(length: 1, fontSize: 10, horizontal: false) == 1)
    #expect(MaxNLocator.bins(length: 0, fontSize: 10, horizontal: false) == 1)
  }

  @Test func extremeRangesGiveFewFiniteTicks() {
    for (low, high) in [
      (-Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude), (0, Double.leastNonzeroMagnitude), (1, 1.0.nextUp),
      (-1e308, 1e308), (0, 0),
      (1e308, 1.7e308), (9_007_199_254_740_992, 9_007_199_254_740_994),
    ] {
      let ticks = AxisTicks(axis: axis(.linear), view: ClosedInterval(low, high), length: 300, fontSize: 10, horizontal: true)
      #expect(ticks.major.count <= 20, "\(low)...\(high)")
      #expect(ticks.major.allSatisfy { $0.value.isFinite }, "\(low)...\(high)")
    }
  }

  @Test func shortLogAxesLabelBetweenDecades() {
    let ticks = AxisTicks(axis: axis(.log), view: ClosedInterval(1.9, 8.5), length: 300, fontSize: 10, horizontal: false)
    #expect(ticks.major.isEmpty)
    let labels = ticks.minor.map(\.label).filter { !$0.isEmpty }
    #expect(labels == ["$2\\times10^{0}$", "$3\\times10^{0}$", "$4\\times10^{0}$", "$6\\times10^{0}$"])
  }

  @Test func logLabelsArePowers() {
    #expect(LogFormatter.label(1000) == "$10^{3}$")
    #expect(LogFormatter.label(1e-12) == "$10^{-12}$")
    #expect(LogFormatter.label(2e-3) == "$2\\times10^{-3}$")
    let ticks = AxisTicks(axis: axis(.log), view: ClosedInterval(0.5, 2000), length: 300, fontSize: 10, horizontal: true)
    #expect(ticks.major.map(\.label) == ["$10^{0}$", "$10^{1}$", "$10^{2}$", "$10^{3}$"])
    #expect(Set(ticks.minor.map(\.value)).isSuperset(of: [20, 0.5]) && !ticks.minor.contains { $0.value == 0.4 })
  }
}

/// Numbers as text.
@Suite struct NumberTextTests {
  @Test func coordinatesAreShort() {
    #expect(NumberText.compact(12.5) == "12.5")
    #expect(NumberText.compact(-0.0004) == "0")
    #expect(NumberText.compact(-0.25) == "-0.25")
    #expect(NumberText.compact(3) == "3")
    #expect(NumberText.compact(1.0006) == "1.001")
    #expect(NumberText.compact(0.999999) == "1")
    #expect(NumberText.compact(10.05, decimals: 2) == "10.05")
    #expect(NumberText.compact(1e17) == "100000000000000000")
    #expect(NumberText.compact(.nan) == "0")
  }

  @Test func fixedIsCorrectlyRounded() {
    #expect(NumberText.fixed(0.125, decimals: 2) == "0.12")
    #expect(NumberText.fixed(0.375, decimals: 2) == "0.38")
    #expect(NumberText.fixed(0.15, decimals: 1) == "0.1")
    #expect(NumberText.fixed(2.5, decimals: 0) == "2")
    #expect(NumberText.fixed(3.5, decimals: 0) == "4")
    #expect(NumberText.fixed(9.995, decimals: 1) == "10.0")
    #expect(NumberText.fixed(-0.001, decimals: 2) == "-0.00")
    #expect(NumberText.fixed(1e23, decimals: 0) == "99999999999999991611392")
    #expect(NumberText.fixed(0.1, decimals: 20) == "0.10000000000000000555")
    #expect(NumberText.fixed(Double.leastNonzeroMagnitude, decimals: 3) == "0.000")
    #expect(NumberText.fixed(0, decimals: 2) == "0.00")
  }
}
