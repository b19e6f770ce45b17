/// The texts of the ticks of a linear axis: one number of decimals for all, and what they have in common (an offset, a power of
/// ten) apart, at the end of the axis. Mirrors `matplotlib.ticker.ScalarFormatter`.
struct ScalarFormatter: Hashable, Sendable {
  /// What every label leaves out and the end of the axis says.
  private(set) var offset = 0.0
  /// The power of ten the labels are divided by.
  private(set) var magnitude = 0
  private(set) var decimals = 0
  private let isEmpty: Bool

  /// The exponents from which on labels are scientific.
  private static let powerLimits = (-5, 6)
  /// The digits an offset must save.
  private static let offsetThreshold = 4

  /// The formatter for these ticks, seen through the range from `low` to `high`.
  init(ticks: [Double], low: Double, high: Double) {
    isEmpty = ticks.isEmpty
    guard !ticks.isEmpty else { return }
    let (low, high) = (min(low, high), max(low, high))
    let visible = ticks.filter { $0 >= low && $0 <= high }
    offset = Self.offset(visible)
    magnitude = magnitude(visible, low: low, high: high)
    decimals = decimals(ticks, low: low, high: high)
  }

  private static func offset(_ visible: [Double]) -> Double {
    guard let low = visible.min(), let high = visible.max(), low != high, !(low <= 0 && high >= 0) else { return 0 }
    let (small, large) = (min(abs(low), abs(high)), max(abs(low), abs(high)))
    func leading(_ x: Double, _ exponent: Double) -> Double { FloatMath.divmod(x, FloatMath.powerOfTen(exponent)).quotient }
    // The smallest power of ten down to which both ends have the same digits.
    func smallest(where differ: (Double) -> Bool) -> Double {
      var exponent = FloatMath.decade(large) + 1
      while !differ(exponent), exponent > -330 { exponent -= 1 }
      return 1 + exponent
    }
    var exponent = smallest { leading(small, $0) != leading(large, $0) }
    if (large - small) / FloatMath.powerOfTen(exponent) <= 1e-2 {
      // The range straddles a multiple of a large power of ten: allow the digits to be one apart.
      exponent = smallest { leading(large, $0) - leading(small, $0) > 1 }
    }
    let digits = leading(large, exponent)
    guard digits >= FloatMath.powerOfTen(Double(offsetThreshold - 1)) else { return 0 }
    return (low < 0 ? -1 : 1) * digits * FloatMath.powerOfTen(exponent)
  }

  private func magnitude(_ visible: [Double], low: Double, high: Double) -> Int {
    guard let largest = visible.map(abs).max() else { return 0 }
    let exponent: Int
    if offset != 0 {
      exponent = Int(FloatMath.decade(high - low))
    } else {
      exponent = largest == 0 ? 0 : Int(FloatMath.decade(largest))
    }
    return exponent <= Self.powerLimits.0 || exponent >= Self.powerLimits.1 ? exponent : 0
  }

  private func decimals(_ ticks: [Double], low: Double, high: Double) -> Int {
    let scale = FloatMath.powerOfTen(Double(magnitude))
    let scaled = ticks.map { ($0 - offset) / scale }
    let range = ticks.count < 2 ? scaled + [(low - offset) / scale, (high - offset) / scale] : scaled
    var span = range.max()! - range.min()!
    if span == 0 { span = range.map(abs).max()! }
    if span == 0 || !span.isFinite { span = 1 }
    let decade = Int(FloatMath.decade(span))
    let threshold = 1e-3 * FloatMath.powerOfTen(Double(decade))
    var digits = max(0, 3 - decade)
    while digits >= 0, scaled.allSatisfy({ abs($0 - FloatMath.round($0, decimals: digits)) < threshold }) { digits -= 1 }
    return digits + 1
  }

  /// The text of one tick, with a real minus sign.
  func label(_ tick: Double) -> String {
    if isEmpty { return "" }
    var value = (tick - offset) / FloatMath.powerOfTen(Double(magnitude))
    if abs(value) < 1e-8 { value = 0 }
    return Self.typographicMinus(NumberText.fixed(value, decimals: decimals))
  }

  /// The text at the end of the axis, such as `1e6` or `+1.2345e4`; empty when the labels say everything.
  var offsetText: String {
    var text = magnitude == 0 ? "" : "1e\(magnitude)"
    if offset != 0 { text += (offset > 0 ? "+" : "") + Self.scientific(offset) }
    return Self.typographicMinus(text)
  }

  /// A number as significand and exponent: `1.2345e4`, `5`.
  private static func scientific(_ value: Double) -> String {
    let exponent = Int(FloatMath.decade(abs(value)))
    let significand = value / FloatMath.powerOfTen(Double(exponent))
    var text = NumberText.fixed(significand, decimals: 9)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return exponent == 0 ? text : "\(text)e\(exponent)"
  }

  private static func typographicMinus(_ text: String) -> String {
    String(text.map { $0 == "-" ? "\u{2212}" : $0 })
  }
}
