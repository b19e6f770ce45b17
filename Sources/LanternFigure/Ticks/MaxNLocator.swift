#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Places ticks at round steps (1, 2, 2.5 or 5 times a power of ten), at most `maxBins` intervals and at least two ticks.
/// Mirrors `matplotlib.ticker.AutoLocator`.
struct MaxNLocator: Hashable, Sendable {
  /// The largest number of intervals.
  var maxBins: Int
  /// The round steps, from 1 to 10.
  var steps: [Double] = [1, 2, 2.5, 5, 10]
  /// The fewest ticks inside the range.
  var minimumTicks = 2
  /// Whether steps are whole numbers.
  var isWhole = false

  /// The steps contour levels are chosen from.
  static let contourSteps: [Double] = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

  /// One decade below, the decade and one step above, so that rounding of the scale never runs out of steps.
  private var staircase: [Double] { steps.dropLast().map { 0.1 * $0 } + steps + [10 * steps[1]] }

  /// The number of intervals that leave room for the labels on an axis `length` points long.
  static func bins(length: Double, fontSize: Double, horizontal: Bool) -> Int {
    guard length.isFinite, length > 0 else { return 1 }
    return Int(min(max((length / (fontSize * (horizontal ? 3 : 2))).rounded(.down), 1), 9))
  }

  /// The ticks for a range; the first and last may lie just outside of it.
  func ticks(_ from: Double, _ to: Double) -> [Double] {
    var (low, high) = FloatMath.nonsingular(from, to, expander: 1e-13, tiny: 1e-14)
    let bins = Double(max(maxBins, 1))
    let span = high - low
    guard span.isFinite else { return [low, high] }
    let middle = (high + low) / 2
    let scale = FloatMath.powerOfTen(FloatMath.decade(span / bins))
    // Far from zero the range is moved there first: products of step and index would lose their last digits.
    let offset = abs(middle) / span < 100 ? 0 : copysign(FloatMath.powerOfTen(FloatMath.decade(abs(middle))), middle)
    low -= offset
    high -= offset
    var steps = staircase.map { $0 * scale }
    if isWhole { steps.removeAll { $0 >= 1 && abs($0 - $0.rounded()) >= 0.001 } }
    let wanted = (high - low) / bins
    let first = steps.firstIndex { $0 >= wanted } ?? steps.count - 1
    var ticks: [Double] = []
    for raw in steps[...first].reversed() where raw > 0 {
      let hasRoom = isWhole && high.rounded(.down) - low.rounded(.up) >= Double(minimumTicks - 1)
      let step = hasRoom ? max(1, raw) : raw
      let start = FloatMath.divmod(low, step).quotient * step
      let a = index(notAbove: low - start, step: step, offset: offset)
      let b = index(notBelow: high - start, step: step, offset: offset)
      guard b - a < 1000 else { break }
      ticks = stride(from: a, to: b + 1, by: 1).map { $0 * step + start }
      if ticks.count(where: { $0 >= low && $0 <= high }) > minimumTicks - 1 { break }
    }
    return ticks.map { $0 + offset }
  }

  private func isClose(_ fraction: Double, to edge: Double, step: Double, offset: Double) -> Bool {
    var tolerance = 1e-10
    if offset != 0 {
      let digits = log10(abs(offset) / step)
      tolerance = min(0.4999, max(1e-10, FloatMath.powerOfTen(digits - 12)))
    }
    return abs(fraction - edge) < tolerance
  }

  /// The largest n with n steps not above `x`, give or take rounding.
  private func index(notAbove x: Double, step: Double, offset: Double) -> Double {
    let (quotient, remainder) = FloatMath.divmod(x, step)
    return isClose(remainder / step, to: 1, step: step, offset: offset) ? quotient + 1 : quotient
  }

  /// The smallest n with n steps not below `x`, give or take rounding.
  private func index(notBelow x: Double, step: Double, offset: Double) -> Double {
    let (quotient, remainder) = FloatMath.divmod(x, step)
    return isClose(remainder / step, to: 0, step: step, offset: offset) ? quotient : quotient + 1
  }
}
