import ArgumentParser
import Lantern

/// `lantern bench`: how fast this machine runs the workloads that the peers are measured on.
package struct Bench: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    abstract: "Measure the speed of this machine on the benchmark's workloads.",
    discussion: "Scripts/bench/compare.py runs PyTorch and NumPy beside Lantern in one session and prints the ratios.")

  @Option(help: "The workloads to run, by number or name: W1,W2/add1. All by default.")
  var only: String?

  @Option(help: "How many threads to use.")
  var threads: Int?

  @Option(help: "Seconds of samples for each workload.")
  var budget = 0.8

  @Option(help: "Seconds that one sample takes at least.")
  var sample = 0.02

  @Option(help: "Only run each workload this many times, for tools that count instructions.")
  var runs: Int?

  @Flag(help: "Print one JSON object a line.")
  var json = false

  package mutating func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1, not \(threads).") }
    if let runs, runs < 1 { throw ValidationError("--runs must be at least 1, not \(runs).") }
    guard sample > 0 else { throw ValidationError("--sample must be above 0, not \(sample).") }
    guard budget > 0 else { throw ValidationError("--budget must be above 0, not \(budget).") }
    for name in wanted where !Workload.names.contains(where: { $0 == name || $0.hasPrefix(name + "/") }) {
      throw ValidationError("There is no workload \(name). There are: \(Workload.names.joined(separator: ", ")).")
    }
  }

  private var wanted: [String] { (only ?? "").split(separator: ",").map(String.init) }

  package mutating func run() throws {
    if let threads { Threads.count = threads }
    let names = Workload.names.filter { name in wanted.isEmpty || wanted.contains { name == $0 || name.hasPrefix($0 + "/") } }
    for name in names {
      guard let workload = Workload.all[name]?() else { continue }
      if let problem = workload.check() { throw ValidationError("\(name) computes the wrong thing: \(problem).") }
      if let runs {
        for _ in 0..<runs { workload.run() }
        continue
      }
      print(Measurement(of: workload, seconds: budget, sample: sample).text(json: json))
      // One workload's memory must not be the next one's.
      Allocator.trim()
    }
  }
}

/// The samples of one workload, each of repeated calls.
struct Measurement {
  let workload: Workload
  /// Seconds of one step, fastest first; or the figures that the workload finds itself.
  let samples: [Double]

  init(of workload: Workload, seconds: Double, sample: Double) {
    self.workload = workload
    if let figure = workload.figure {
      samples = [figure()]
      return
    }
    let clock = ContinuousClock()
    func time(_ repetitions: Int) -> Double {
      let duration = clock.measure { for _ in 0..<repetitions { workload.run() } }
      return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
    _ = time(1)
    let once = time(1)
    let repetitions = max(1, Int(sample / max(once, 1e-9)))
    var samples: [Double] = []
    var spent = 0.0
    while spent < seconds || samples.count < 5 {
      let elapsed = time(repetitions)
      spent += elapsed
      samples.append(elapsed / Double(repetitions))
    }
    self.samples = samples.sorted()
  }

  func text(json: Bool) -> String {
    let (best, median) = (workload.unit.value(samples[0]), workload.unit.value(samples[samples.count / 2]))
    func rounded(_ value: Double) -> String {
      let digits = value < 1 ? 100000.0 : value < 10 ? 1000.0 : value < 1000 ? 10.0 : 1.0
      return String((value * digits).rounded() / digits)
    }
    if json {
      return """
        {"lib": "lantern", "workload": "\(workload.name)", "threads": \(Threads.count), "unit": "\(workload.unit.name)", \
        "value": \(rounded(best)), "median": \(rounded(median)), "runs": \(samples.count)}
        """
    }
    let name = workload.name + String(repeating: " ", count: max(1, 34 - workload.name.count))
    return "\(name) \(rounded(median)) \(workload.unit.name) (best \(rounded(best)), \(samples.count) samples, \(Threads.count) threads)"
  }
}
