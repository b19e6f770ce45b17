import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A moment on a time axis, in the Gregorian calendar, without a time zone.
///
/// Rows of dates make their axis a date axis: ticks fall on whole years, months, days, hours, minutes or seconds.
/// Mirrors what `datetime` and `numpy.datetime64` are to matplotlib.
/// ```swift
/// let days = (1...5).map { PlotDate(2024, 3, $0) }
/// axes.plot(days, [3, 1, 4, 1, 5])
/// PlotDate("2024-03-01T12:30")!.description  // 2024-03-01 12:30:00
/// PlotDate(1970, 1, 2).days  // 1.0
/// ```
public struct PlotDate: Hashable, Sendable, Comparable, PlotNumber, CustomStringConvertible {
  /// Days since the beginning of 1970, matplotlib's number of the date.
  public let days: Double

  /// The date with this many days since the beginning of 1970.
  public init(days: Double) { self.days = days }

  /// The moment `seconds` after the beginning of 1970: what clocks and files tell.
  public init(secondsSince1970 seconds: Double) { days = seconds / 86400 }

  /// A date from its parts. Months and days beyond their year or month run on into the next.
  public init(_ year: Int, _ month: Int = 1, _ day: Int = 1, hour: Int = 0, minute: Int = 0, second: Double = 0) {
    let months = (month - 1).quotientAndRemainder(dividingBy: 12)
    let carry = months.remainder < 0 ? 1 : 0
    let whole = Self.dayNumber(year + months.quotient - carry, months.remainder + 12 * carry + 1, 1) + day - 1
    days = Double(whole) + (Double(hour) * 3600 + Double(minute) * 60 + second) / 86400
  }

  /// A date written as `2024`, `2024-03`, `2024-03-01`, `2024-03-01T12:30` or `2024-03-01 12:30:15.5`; `nil` for other texts.
  public init?(_ text: String) {
    let halves = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }
    let date = halves[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...3).contains(date.count), !date.contains(nil), let year = date[0], (1...9999).contains(year) else { return nil }
    let (month, day) = (date.count > 1 ? date[1]! : 1, date.count > 2 ? date[2]! : 1)
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    var seconds = 0.0
    if halves.count == 2 {
      let clock = halves[1].split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
      guard (1...3).contains(clock.count), !clock.contains(nil) else { return nil }
      for (value, unit) in zip(clock, [3600.0, 60, 1]) { seconds += value! * unit }
      guard seconds >= 0, seconds < 86400 else { return nil }
    }
    days = Double(Self.dayNumber(year, month, day)) + seconds / 86400
  }

  /// The days.
  public var plotNumber: Double { days }

  /// Dates.
  public static var plotUnit: PlotUnit { .date }

  /// Earlier dates come first.
  public static func < (a: PlotDate, b: PlotDate) -> Bool { a.days < b.days }

  /// The date and time, as `2024-03-01 12:30:00`.
  public var description: String { parts.text("%Y-%m-%d %H:%M:%S") }

  /// The number of a day: 0 is the first of 1970. Counts in eras of 400 years that begin in March.
  static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let era = Int((Double(shifted) / 400).rounded(.down))
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// A moment in the units people count in.
  struct Parts: Hashable {
    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var microsecond = 0

    /// The parts in the letters of C's `strftime`: %Y %m %d %H %M %S and %f.
    func text(_ format: String) -> String {
      func digits(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.count)) + text
      }
      var result = ""
      var isField = false
      for c in format {
        if isField {
          switch c {
          case "Y": result += digits(year, 4)
          case "m": result += digits(month, 2)
          case "d": result += digits(day, 2)
          case "H": result += digits(hour, 2)
          case "M": result += digits(minute, 2)
          case "S": result += digits(second, 2)
          case "f": result += digits(microsecond, 6)
          case "b": result += ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
          default: result.append(c)
          }
          isField = false
        } else if c == "%" {
          isField = true
        } else {
          result.append(c)
        }
      }
      return result
    }
  }

  /// The parts, to the nearest microsecond.
  var parts: Parts {
    guard days.isFinite, abs(days) < 4e6 else { return Parts() }
    let whole = days.rounded(.down)
    var microseconds = Int(((days - whole) * 86_400_000_000).rounded())
    var number = Int(whole)
    if microseconds >= 86_400_000_000 {
      microseconds -= 86_400_000_000
      number += 1
    }
    let shifted = number + 719_468
    let era = Int((Double(shifted) / 146_097).rounded(.down))
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let seconds = microseconds / 1_000_000
    return Parts(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1,
      hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60, microsecond: microseconds % 1_000_000)
  }
}
