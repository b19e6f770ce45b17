#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Places ticks at zero and at powers of ten on both sides of it. Mirrors `matplotlib.ticker.SymmetricalLogLocator`.
enum SymLogLocator {
  private static let maxTicks = 15.0

  static func ticks(_ from: Double, _ to: Double, threshold: Double) -> [Double] {
    let (low, high) = (min(from, to), max(from, to))
    if -threshold <= low, high <= threshold { return Array(Set([low, 0, high])).sorted() }
    let (hasLower, hasUpper) = (low < -threshold, high > threshold)
    let hasMiddle = (hasLower && high > -threshold) || (hasUpper && low < threshold)
    // log(1000) / log(10) is a little less than 3: rounding is matplotlib's.
    func decades(_ a: Double, _ b: Double) -> (Double, Double) {
      ((naturalLog(a) / naturalLog(10)).rounded(.down), (naturalLog(b) / naturalLog(10)).rounded(.up))
    }
    let lower = hasLower ? decades(abs(min(-threshold, high)), abs(low) + 1) : (0, 0)
    let upper = hasUpper ? decades(max(threshold, low), high + 1) : (0, 0)
    let total = (lower.1 - lower.0) + (upper.1 - upper.0) + (hasMiddle ? 1 : 0)
    let step = max((total / (maxTicks - 1)).rounded(.down), 1)
    let left: [Double] = hasLower ? stride(from: lower.0, to: lower.1, by: step).reversed().map { -pow(10, $0) } : []
    let right: [Double] = hasUpper ? stride(from: upper.0, to: upper.1, by: step).map { pow(10, $0) } : []
    return left + (hasMiddle ? [0] : []) + right
  }

  /// The text of a tick: 0, or a power of ten with its sign.
  static func label(_ value: Double) -> String {
    if value == 0 { return "$0$" }
    let text = LogFormatter.label(abs(value))
    return value < 0 ? "$-" + text.dropFirst() : text
  }
}
