/// Places ticks at whole years, months, days, hours, minutes or seconds. Mirrors `matplotlib.dates.AutoDateLocator` and
/// `AutoDateFormatter`.
enum DateLocator {
  private enum Frequency: Int {
    case year, month, day, hour, minute, second, microsecond
  }

  private static let fewestTicks = 5
  private static let mostTicks = [11, 12, 11, 12, 11, 11, 8]
  private static let intervals: [[Int]] = [
    [1, 2, 4, 5, 10, 20, 40, 50, 100, 200, 400, 500, 1000, 2000, 4000, 5000, 10000], [1, 2, 3, 4, 6], [1, 2, 4, 7, 14],
    [1, 2, 3, 4, 6, 12], [1, 5, 10, 15, 30], [1, 5, 10, 15, 30],
  ]
  private static let formats = ["%Y", "%Y-%m", "%Y-%m-%d", "%m-%d %H", "%d %H:%M", "%H:%M:%S", "%M:%S.%f"]

  /// The ticks between two moments, in days since 1970, and their texts.
  static func ticks(_ low: Double, _ high: Double) -> (ticks: [Double], labels: [String]) {
    guard low < high, abs(low) < 3e6, abs(high) < 3e6 else { return ([], []) }
    let (from, to) = (PlotDate(days: low).parts, PlotDate(days: high).parts)
    let (frequency, interval) = choose(from, to, days: high - low)
    let values: [Double]
    switch frequency {
    case .year:
      let first = Int((Double(from.year) / Double(interval)).rounded(.down)) * interval
      values = stride(from: first, through: to.year + interval, by: interval).map { PlotDate($0).days }
    case .month:
      values = stride(from: from.year * 12, through: to.year * 12 + 12, by: interval).map { PlotDate(0, $0 + 1).days }
    case .day:
      let allowed = interval == 14 ? [1, 15] : interval == 7 ? [1, 8, 15, 22] : Array(stride(from: 1, through: 31, by: interval))
      values = stride(from: low.rounded(.down), through: high, by: 1).filter { allowed.contains(PlotDate(days: $0).parts.day) }
    case .hour, .minute, .second:
      let unit = frequency == .hour ? 24.0 : frequency == .minute ? 1440 : 86400
      let step = Double(interval)
      let day = low.rounded(.down)
      // Half a microsecond: finer than a date can be.
      let nudge = 0.5e-6 / 86400 * unit / step
      let (first, last) = (((low - day) * unit / step - nudge).rounded(.up), ((high - day) * unit / step + nudge).rounded(.down))
      values = first <= last ? stride(from: first, through: last, by: 1).map { day + $0 * step / unit } : []
    case .microsecond:
      values = MaxNLocator(maxBins: 7).ticks(low * 86400, high * 86400).map { $0 / 86400 }
    }
    // A moment is known to the microsecond.
    let slack = 0.5 / 86_400_000_000
    let inside = values.filter { $0 >= low - slack && $0 <= high + slack }
    return (inside, inside.map { PlotDate(days: $0).parts.text(formats[frequency.rawValue]) })
  }

  /// The unit in which there are enough ticks, and every which of them leaves few enough.
  private static func choose(_ from: PlotDate.Parts, _ to: PlotDate.Parts, days: Double) -> (Frequency, Int) {
    // Whole years, months and hours between the ends, as a calendar counts them.
    let fromRest = (from.month, from.day, from.hour * 3600 + from.minute * 60 + from.second)
    let toRest = (to.month, to.day, to.hour * 3600 + to.minute * 60 + to.second)
    let years = to.year - from.year - (toRest < fromRest ? 1 : 0)
    let months = (to.year - from.year) * 12 + to.month - from.month - ((toRest.1, toRest.2) < (fromRest.1, fromRest.2) ? 1 : 0)
    let wholeDays = Int(days.rounded(.down))
    let seconds = days * 86400
    let hours = Int((seconds / 3600 + 1e-9).rounded(.down))
    let minutes = Int((seconds / 60 + 1e-9).rounded(.down))
    let counts = [years, months, wholeDays, hours, minutes, Int(seconds.rounded(.down))]
    for (index, count) in counts.enumerated() where count >= fewestTicks {
      let fitting = intervals[index].first { count <= $0 * (mostTicks[index] - 1) }
      return (Frequency(rawValue: index) ?? .day, fitting ?? intervals[index].last ?? 1)
    }
    return (.microsecond, 1)
  }
}
