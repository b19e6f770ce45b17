/// Numbers as text, without a C library's locale and the same bytes everywhere.
enum NumberText {
  /// A coordinate with at most `decimals` places (up to 6), trailing zeros removed: `12.5`, `-0.25`, `3`.
  static func compact(_ value: Double, decimals: Int = 3) -> String {
    guard value.isFinite else { return "0" }
    let scale = powersOfTen[decimals]
    let scaled = (value * scale).rounded()
    guard abs(scaled) < 9e15 else { return fixed(value, decimals: 0) }
    var magnitude = UInt64(abs(scaled))
    if magnitude == 0 { return "0" }
    let divisor = UInt64(scale)
    let whole = magnitude / divisor
    magnitude %= divisor
    var text = (scaled < 0 ? "-" : "") + String(whole)
    guard magnitude != 0 else { return text }
    var digits = String(magnitude)
    digits = String(repeating: "0", count: decimals - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    text += "." + digits
    return text
  }

  private static let powersOfTen: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]

  /// The number with exactly `decimals` places, correctly rounded from its exact binary value, ties to even: C's `%.*f`.
  static func fixed(_ value: Double, decimals: Int) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    var (whole, fraction) = exactDigits(of: abs(value))
    if fraction.count > decimals {
      let next = fraction[decimals]
      let rest = fraction[(decimals + 1)...].contains { $0 != 0 }
      fraction.removeSubrange(decimals...)
      let last = fraction.last ?? whole.last ?? 0
      if next > 5 || (next == 5 && (rest || last % 2 == 1)) { increment(&whole, &fraction) }
    } else {
      fraction += [UInt8](repeating: 0, count: decimals - fraction.count)
    }
    func text(_ digits: [UInt8]) -> String { String(decoding: digits.map { $0 + 48 }, as: UTF8.self) }
    return (value.sign == .minus ? "-" : "") + text(whole) + (decimals > 0 ? "." + text(fraction) : "")
  }

  private static func increment(_ whole: inout [UInt8], _ fraction: inout [UInt8]) {
    for i in fraction.indices.reversed() {
      if fraction[i] < 9 {
        fraction[i] += 1
        return
      }
      fraction[i] = 0
    }
    for i in whole.indices.reversed() {
      if whole[i] < 9 {
        whole[i] += 1
        return
      }
      whole[i] = 0
    }
    whole.insert(1, at: 0)
  }

  /// Every decimal digit of a finite double, before and after the point: a double is an integer times a power of two, and
  /// multiplying by 2 or by 10/2 keeps it exact.
  private static func exactDigits(of value: Double) -> (whole: [UInt8], fraction: [UInt8]) {
    guard value != 0 else { return ([0], []) }
    let exponent = Int(value.exponent) - 52
    var digits = String(UInt64(value.significand * 0x1p52)).utf8.map { $0 - 48 }
    // value = digits * 2^exponent; for a negative exponent that is digits * 5^-exponent / 10^-exponent.
    let factor: Int = exponent >= 0 ? 2 : 5
    for _ in 0..<abs(exponent) {
      var carry = 0
      for i in digits.indices.reversed() {
        carry += Int(digits[i]) * factor
        digits[i] = UInt8(carry % 10)
        carry /= 10
      }
      while carry > 0 {
        digits.insert(UInt8(carry % 10), at: 0)
        carry /= 10
      }
    }
    guard exponent < 0 else { return (digits, []) }
    let places = -exponent
    if digits.count <= places { digits = [UInt8](repeating: 0, count: places - digits.count + 1) + digits }
    return (Array(digits.dropLast(places)), Array(digits.suffix(places)))
  }
}
