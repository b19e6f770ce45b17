import Lantern

/// One thing whose speed is measured: what it is, in which unit it is told, and how to run it.
struct Workload {
  let name: String
  let unit: Unit
  /// Checks the result first: a fast wrong answer is none. Gives what is wrong.
  let check: () -> String?
  let run: () -> Void
  /// Finds the figure itself, in the unit, where that is not how long `run` takes.
  var figure: (() -> Double)?

  /// How the seconds of one run are told.
  enum Unit {
    /// Time for one of `count` steps, elements or operations.
    case time(String, scale: Double, count: Int)
    /// Work done in a second, in multiples of `scale`.
    case rate(String, work: Double, scale: Double)
    /// Memory, in megabytes of 2^20 bytes.
    case megabytes

    static func nanoseconds(per what: String, _ count: Int) -> Unit { .time("ns/" + what, scale: 1e9, count: count) }
    static func microseconds(per what: String, _ count: Int = 1) -> Unit { .time("us/" + what, scale: 1e6, count: count) }
    static func gigaflops(_ operations: Int) -> Unit { .rate("GFLOP/s", work: Double(operations), scale: 1e9) }

    var name: String {
      switch self {
      case .time(let name, _, _), .rate(let name, _, _): name
      case .megabytes: "MB"
      }
    }

    func value(_ seconds: Double) -> Double {
      switch self {
      case .time(_, let scale, let count): seconds * scale / Double(count)
      case .rate(_, let work, let scale): work / seconds / scale
      case .megabytes: seconds
      }
    }
  }

  typealias Named = (name: String, make: @Sendable () -> Workload)

  private static let list: [Named] =
    regression + overhead + elementwise + reductions + products + convolutions + perceptrons + images + transformers + moves + graphs
    + memory + smallArrays

  static let all: [String: @Sendable () -> Workload] = Dictionary(uniqueKeysWithValues: list.map { ($0.name, $0.make) })
  static var names: [String] { list.map(\.name) }

  /// A workload that runs without recording, checked by comparing a few of its numbers with what they should be.
  static func plain(_ name: String, _ unit: Unit, check: @escaping () -> String?, _ body: @escaping () -> Tensor) -> Workload {
    Workload(name: name, unit: unit, check: check, run: { _ = noGrad(body) })
  }

  /// What is wrong when two numbers differ by more than a part of the second.
  static func expect(_ value: Double, _ wanted: Double, within part: Double = 1e-4) -> String? {
    abs(value - wanted) <= part * max(1, abs(wanted)) ? nil : "\(value) instead of \(wanted)"
  }
}
