import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Shows how training goes: a progress bar and live curves in the terminal, from one call in the loop, and the same curves as a figure.
///
/// Where the output is no terminal (a log file, a pipe), a line is written every ten seconds instead. Names that end alike (`loss`,
/// `val_loss`) share a chart. With `save` the figure is written to that file every ten seconds and at the end.
/// ```swift
/// let monitor = TrainingMonitor(total: 3, save: "training.svg", quiet: true)
/// for step in 0..<3 {
///   let loss = 1 / Double(step + 1)
///   monitor.log(["loss": loss, "accuracy": 1 - loss])
/// }
/// try monitor.finish()
/// monitor.last("loss")  // Optional(0.3333333333333333)
/// ```
public final class TrainingMonitor: Sendable {
  /// What a monitor writes to and reads the time from.
  struct Surroundings: Sendable {
    var isTerminal: Bool
    var columns: @Sendable () -> Int
    var write: @Sendable (String) -> Void
    /// Seconds, from any beginning.
    var now: @Sendable () -> Double

    static var process: Surroundings {
      Surroundings(
        isTerminal: isatty(STDERR_FILENO) == 1, columns: { TerminalSize.current.columns },
        write: { text in
          var bytes = Array(text.utf8)[...]
          while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { FileOutput.systemWrite(STDERR_FILENO, $0.baseAddress!, $0.count) }
            if count <= 0 { return }
            bytes = bytes.dropFirst(count)
          }
        }, now: monotonicSeconds)
    }
  }

  private struct State: Sendable {
    var names: [String] = []
    var curves: [String: MetricCurve] = [:]
    var step = 0
    var started: Double?
    var drawn = -Double.infinity
    var told = -Double.infinity
    var saved = -Double.infinity
    /// How many lines of the terminal the last drawing took.
    var height = 0
    var isFinished = false
    var firstError: TensorError?
  }

  /// The number of steps there will be, where it is known.
  public let total: Int?
  /// The title of the bar and the figure.
  public let title: String
  private let path: String?
  private let quiet: Bool
  private let surroundings: Surroundings
  private let state = Locked(State())

  private static let redrawSeconds = 0.1
  private static let lineSeconds = 10.0
  private static let saveSeconds = 10.0

  /// A monitor of `total` steps (`nil` where nobody knows), which writes its figure to `save`. A `quiet` one prints nothing.
  public convenience init(total: Int? = nil, title: String = "training", save path: String? = nil, quiet: Bool = false) {
    self.init(total: total, title: title, save: path, quiet: quiet, .process)
  }

  init(total: Int?, title: String, save path: String?, quiet: Bool, _ surroundings: Surroundings) {
    self.total = total
    self.title = title
    self.path = path
    self.quiet = quiet
    self.surroundings = surroundings
  }

  deinit { try? finish() }

  /// Notes the numbers of a step (the next one, unless `step` says which) and shows them. Costs a microsecond unless it is time to draw.
  ///
  /// Values may be numbers or tensors of one element. Mistakes in writing the figure are kept for `finish`.
  public func log(_ values: KeyValuePairs<String, any PlotValues>, step: Int? = nil) {
    let now = surroundings.now()
    let due = state.withLock { state -> (draws: Bool, tells: Bool, saves: Bool) in
      if state.started == nil { (state.started, state.saved, state.told) = (now, now, now) }
      state.isFinished = false
      let place = step ?? state.step
      state.step = place + 1
      for (name, value) in values {
        if state.curves[name] == nil {
          state.names.append(name)
          state.curves[name] = MetricCurve()
        }
        state.curves[name]?.append(Double(place), value.plotValues.first ?? .nan)
      }
      let isLast = state.step == total
      let draws = !quiet && surroundings.isTerminal && (isLast || now - state.drawn >= Self.redrawSeconds)
      let tells = !quiet && !surroundings.isTerminal && (isLast || now - state.told >= Self.lineSeconds)
      let saves = path != nil && (isLast || now - state.saved >= Self.saveSeconds)
      if draws { state.drawn = now }
      if tells { state.told = now }
      if saves { state.saved = now }
      return (draws, tells, saves)
    }
    if due.draws { redraw(now) }
    if due.tells { surroundings.write(statusLine(now) + "\n") }
    if due.saves { saveFigure() }
  }

  /// The last value of a metric.
  public func last(_ name: String) -> Double? { state.withLock { $0.curves[name]?.last } }

  /// Ends the drawing in the terminal and writes the figure. Throws what went wrong in writing it. May be called more than once.
  public func finish() throws {
    let now = surroundings.now()
    let (wasFinished, isEmpty) = state.withLock { state in
      defer { state.isFinished = true }
      return (state.isFinished, state.names.isEmpty)
    }
    if !wasFinished, !isEmpty {
      if !quiet {
        if surroundings.isTerminal { redraw(now) } else { surroundings.write(statusLine(now) + "\n") }
      }
      state.withLock { $0.height = 0 }
      if path != nil { saveFigure() }
    }
    if let error = state.withLock({ $0.firstError }) { throw error }
  }

  // MARK: The figure

  /// The curves as a figure, one axes for names that end alike.
  public func figure() -> Figure {
    let (names, curves) = state.withLock { ($0.names, $0.curves) }
    let groups = Self.groups(names)
    let figure = Figure(figsize: (6.4, 1.2 + 2.4 * Double(max(groups.count, 1))), layout: .tight)
    for (index, group) in groups.enumerated() {
      let axes = figure.addSubplot(groups.count, 1, index + 1)
      for name in group.names {
        let curve = curves[name] ?? MetricCurve()
        axes.plot(curve.steps, curve.values, curve.steps.count == 1 ? "o" : "", label: name)
      }
      axes.ylabel(group.key)
      axes.grid(alpha: 0.4)
      axes.legend()
      if index == groups.count - 1 { axes.xlabel("step") }
    }
    figure.suptitle(title)
    return figure
  }

  private func saveFigure() {
    guard let path else { return }
    do { try figure().savefig(path) } catch {
      state.withLock { if $0.firstError == nil { $0.firstError = error as? TensorError ?? mistake(.file, "monitor", "\(error)") } }
    }
  }

  /// Names that end alike, in the order they came: `loss` and `val_loss` belong together.
  static func groups(_ names: [String]) -> [(key: String, names: [String])] {
    var groups: [(key: String, names: [String])] = []
    for name in names {
      let key = String(name.split { $0 == "_" || $0 == "/" || $0 == " " }.last ?? Substring(name))
      if let index = groups.firstIndex(where: { $0.key == key }) { groups[index].names.append(name) } else { groups.append((key, [name])) }
    }
    return groups
  }

  // MARK: The terminal

  private func statusLine(_ now: Double) -> String {
    let state = state.withLock { $0 }
    let seconds = max(now - (state.started ?? now), 0)
    let speed = seconds > 0 ? Double(state.step) / seconds : 0
    let done = total.map { "\(state.step)/\($0) (\(min(100, 100 * state.step / max($0, 1)))%)" } ?? "step \(state.step)"
    let values = state.names.map { "\($0) \(NumberText.short(state.curves[$0]?.last ?? .nan))" }.joined(separator: "  ")
    return "\(title) \(done)  \(values)  \(NumberText.short(speed)) steps/s"
  }

  private func redraw(_ now: Double) {
    let state = state.withLock { $0 }
    let width = min(max(surroundings.columns(), 20), 100)
    var lines = [bar(state, now, width: width)]
    var color = 31
    for group in Self.groups(state.names).prefix(4) {
      var heading = ""
      var curves: [BrailleChart.Curve] = []
      for name in group.names {
        guard let curve = state.curves[name], let first = curve.steps.first, let end = curve.steps.last else { continue }
        let span = max(Double(total ?? 0) - 1, end, first + 1)
        curves.append(BrailleChart.Curve(x: curve.steps.map { $0 / span }, y: curve.values, color: color))
        heading += "  \u{1B}[\(color)m━ \(name)\u{1B}[0m \(NumberText.short(curve.last ?? .nan))"
        color = color == 36 ? 31 : color + 1
      }
      lines.append(heading)
      lines += BrailleChart(columns: width - 12, rows: 5).lines(curves)
    }
    // Up to where the last drawing began, then line by line, each wiped first.
    let up = state.height > 0 ? "\u{1B}[\(state.height)A" : ""
    surroundings.write(up + lines.map { "\r\u{1B}[2K\($0)\n" }.joined() + "\u{1B}[J")
    self.state.withLock { $0.height = lines.count }
  }

  private func bar(_ state: State, _ now: Double, width: Int) -> String {
    let seconds = max(now - (state.started ?? now), 0)
    let speed = seconds > 0 ? Double(state.step) / seconds : 0
    let rate = NumberText.short(speed) + " steps/s"
    guard let total, total > 0 else { return "\(title)  \(state.step) steps  \(Self.clock(seconds))  \(rate)" }
    let share = min(Double(state.step) / Double(total), 1)
    let left = speed > 0 ? Self.clock(Double(max(total - state.step, 0)) / speed) : "?"
    let text = " \(Int(share * 100))%  \(state.step)/\(total)  \(Self.clock(seconds))<\(left)  \(rate)"
    let room = max(width - title.count - text.count - 2, 4)
    let filled = Int(share * Double(room))
    return "\(title) " + String(repeating: "━", count: filled) + String(repeating: "─", count: room - filled) + text
  }

  /// Seconds as `mm:ss` or `h:mm:ss`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9))
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return (whole >= 3600 ? "\(whole / 3600):" : "") + two(whole / 60 % 60) + ":" + two(whole % 60)
  }
}

/// The values of one metric. Grows to a few thousand points; then neighbours become one, so that months of training fit.
struct MetricCurve: Hashable, Sendable {
  private(set) var steps: [Double] = []
  private(set) var values: [Double] = []
  /// The last value as it came.
  private(set) var last: Double?
  /// How many values one point stands for, and those waiting to become one.
  private var stride = 1
  private var waiting: [Double] = []
  static let most = 4096

  mutating func append(_ step: Double, _ value: Double) {
    last = value
    waiting.append(value)
    guard waiting.count >= stride else { return }
    steps.append(step)
    values.append(waiting.reduce(0, +) / Double(waiting.count))
    waiting.removeAll(keepingCapacity: true)
    guard steps.count >= Self.most else { return }
    stride *= 2
    let halves = Swift.stride(from: 0, to: steps.count - 1, by: 2)
    values = halves.map { (values[$0] + values[$0 + 1]) / 2 }
    steps = halves.map { steps[$0 + 1] }
  }
}

/// Seconds of a clock that never goes back.
@Sendable private func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
