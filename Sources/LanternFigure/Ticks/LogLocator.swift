#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Places ticks at powers of ten, every second, third, … one where they are many, and minor ones at 2 to 9 times them.
/// Mirrors `matplotlib.ticker.LogLocator`.
struct LogLocator: Hashable, Sendable {
  var maxTicks: Int

  /// The decades of the range: the exponents of the first and last power of ten inside it.
  private func decades(_ low: Double, _ high: Double) -> (first: Int, last: Int) {
    (Int(log10(low).rounded(.up)), Int(log10(high).rounded(.down)))
  }

  /// The powers of ten to label; some may lie just outside of the range.
  func majorTicks(_ low: Double, _ high: Double) -> [Double] {
    guard low > 0, high.isFinite else { return [] }
    return exponents(low, high).map { pow(10, Double($0)) }
  }

  private func exponents(_ low: Double, _ high: Double) -> [Int] {
    let (first, last) = decades(low, high)
    let available = last - first + 1
    guard available > 0 else { return [first - 1, last + 1] }
    var stride = available / (maxTicks + 1) + 1
    let count = min((available + stride - 1) / stride, maxTicks)
    if count == 1 {
      let middle = Int(((log10(low) + log10(high)) / 2).rounded(.toNearestOrEven))
      stride = max(middle - (first - 1), last + 1 - middle)
      return [middle - stride, middle, middle + stride]
    }
    // The widest stride that still gives this many ticks leaves the least empty room at the ends.
    stride = (available - 1) / (count - 1)
    if stride * count < available { stride = available / count }
    let lowest = max(available - stride * count, 0)
    let bound = min(available - stride * (count - 1), stride)
    // Multiples of the stride where they fit.
    var offset = ((-first % stride) + stride) % stride
    if offset < lowest || offset >= bound { offset = lowest }
    return Array(Swift.stride(from: first + offset - stride, to: last + stride + 1, by: stride))
  }

  /// The unlabelled ticks between the decades; none where decades are left out.
  func minorTicks(_ low: Double, _ high: Double) -> [Double] {
    guard low > 0, high.isFinite else { return [] }
    let (first, last) = decades(low, high)
    let available = last - first + 1
    guard available < 10 else { return [] }
    let used = exponents(low, high)
    guard available <= 1 || used.count < 2 || used[1] - used[0] == 1 else { return [] }
    let ticks = (first - 1...max(last, first - 1)).flatMap { decade in (2...9).map { Double($0) * pow(10, Double(decade)) } }
    let inside = ticks.count { $0 >= low && $0 <= high }
    if used.count >= 2, used[1] - used[0] == 1 || available <= 0, used.count - 2 + inside <= 1 {
      return MaxNLocator(maxBins: 9).ticks(low, high)
    }
    return ticks
  }
}

/// The texts of a logarithmic axis: powers of ten. Mirrors `matplotlib.ticker.LogFormatterSciNotation`.
enum LogFormatter {
  static func power(_ exponent: Int) -> String { "$10^{\(exponent)}$" }

  /// The text of a power of ten, or of a small multiple of one.
  static func label(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return "" }
    let exponent = log10(value)
    let whole = exponent.rounded()
    if abs(exponent - whole) <= 1e-9 * max(1, abs(exponent)) { return power(Int(whole)) }
    let decade = Int(exponent.rounded(.down))
    let factor = value / pow(10, Double(decade))
    // Six significant digits, as C's %g.
    let text = NumberText.compact(factor, decimals: 5)
    return "$\(text)\\times10^{\(decade)}$"
  }

  /// The texts of minor ticks: empty, save on a range too short for the decades to say where one is.
  static func minorLabels(_ ticks: [Double], low: Double, high: Double, majorCount: Int) -> [String] {
    let decades = log10(high) - log10(low)
    let keep: Set<Int>
    if majorCount > 1 || decades > 1 {
      keep = []
    } else if decades > 0.4 {
      keep = [2, 3, 4, 6]
    } else {
      keep = Set(1...9)
    }
    return ticks.map { value in
      let factor = value / pow(10, log10(value).rounded(.down))
      let nearest = Int(factor.rounded())
      return keep.contains(nearest) ? label(value) : ""
    }
  }
}
