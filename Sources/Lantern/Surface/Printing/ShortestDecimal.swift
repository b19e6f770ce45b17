/// The fewest decimal digits that still identify a number among those of its type, and where the point is.
///
/// The number is ± 0.d₁d₂d₃… × 10^`point`. Of several equally short texts it is the one nearest to the number.
package struct ShortestDecimal: Sendable {
  /// The significant digits as ASCII, without zeros at either end; a single `0` for zero.
  package let digits: [UInt8]
  /// The number of digits before the decimal point; negative when zeros follow the point first.
  package let point: Int
  /// Whether the number carries a minus sign (`-0.0` does).
  package let isNegative: Bool

  /// The digits of a finite `value` that is exactly representable in the real type `dtype`.
  package init(_ value: Double, dtype: DType) {
    isNegative = value.sign == .minus
    let magnitude = value.magnitude
    switch dtype {
    case .float32: (digits, point) = Self.parse(Float(magnitude).description)
    // Beyond 2¹¹ Swift writes every digit of a half-precision integer, needed or not.
    case .float16 where magnitude > 2048: (digits, point) = Self.parse(Self.fewestDigits(magnitude) { Double(Float16($0)) })
    case .float16: (digits, point) = Self.parse(Float16(magnitude).description)
    case .bfloat16: (digits, point) = Self.parse(Self.fewestDigits(magnitude, roundedToBFloat16))
    default: (digits, point) = Self.parse(magnitude.description)
    }
  }

  /// The power of ten of the first digit: 0 for numbers from 1 to below 10, and for zero.
  package var exponent: Int { point - 1 }

  /// Appends the sign, the digits before the point, the point and the digits after it: `-12.375`, `100.`, `0.001`.
  package func appendPositional(to text: inout TextBuffer) {
    if isNegative { text.append(ascii: "-") }
    if point <= 0 {
      text.append("0.")
      text.append(ascii: "0", count: -point)
      text.append(digits[...])
    } else {
      text.append(digits.prefix(point))
      text.append(ascii: "0", count: point - digits.count)
      text.append(ascii: ".")
      text.append(digits.dropFirst(point))
    }
  }

  /// Appends scientific notation with a sign and at least two digits in the exponent, without a lone point: `1e-05`, `-1.5e+16`.
  package func appendScientific(to text: inout TextBuffer) {
    if isNegative { text.append(ascii: "-") }
    text.append(digits.prefix(1))
    if digits.count > 1 {
      text.append(ascii: ".")
      text.append(digits.dropFirst())
    }
    text.append(exponent < 0 ? "e-" : "e+")
    if exponent.magnitude < 10 { text.append(ascii: "0") }
    text.append(exponent.magnitude.description)
  }

  /// The digits and the point of a text such as `123.45`, `5e-324` or `1.5e+20`.
  private static func parse(_ source: String) -> (digits: [UInt8], point: Int) {
    var source = source
    return source.withUTF8(parse)
  }

  private static func parse(_ source: UnsafeBufferPointer<UInt8>) -> (digits: [UInt8], point: Int) {
    var digits: [UInt8] = []
    digits.reserveCapacity(20)
    var point = 0, exponent = 0
    var sawPoint = false, inExponent = false, negativeExponent = false
    for byte in source {
      switch byte {
      case UInt8(ascii: "."): sawPoint = true
      case UInt8(ascii: "e"): inExponent = true
      case UInt8(ascii: "-"): negativeExponent = true
      case UInt8(ascii: "+"): break
      default:
        if inExponent {
          exponent = exponent * 10 + Int(byte - UInt8(ascii: "0"))
        } else if byte == UInt8(ascii: "0") && digits.isEmpty {
          if sawPoint { point -= 1 }
        } else {
          digits.append(byte)
          if !sawPoint { point += 1 }
        }
      }
    }
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    if digits.isEmpty { return ([UInt8(ascii: "0")], 1) }
    return (digits, point + (negativeExponent ? -exponent : exponent))
  }

  /// For small types: the number of digits is raised until the text reads back, rounded to the type, as the same number.
  private static func fewestDigits(_ value: Double, _ rounded: (Double) -> Double) -> String {
    for precision in 0..<8 {
      var text = TextBuffer()
      text.append(exponent: value, precision: precision)
      if let read = Double(text.string), rounded(read) == value { return text.string }
    }
    return value.description
  }
}

/// The nearest `bfloat16`, ties to even, of a finite number.
private func roundedToBFloat16(_ value: Double) -> Double {
  let bits = Float(value).bitPattern
  let rounded = (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) & 0xFFFF_0000
  return Double(Float(bitPattern: rounded))
}

/// The text Python's `repr` gives a float, and so what PyTorch's `item()` and `tolist()` print: `0.1`, `1e-05`, `1e+16`, `inf`.
package func pythonRepr(_ value: Double) -> String {
  var text = TextBuffer()
  if !value.isFinite {
    text.append(nonFinite: value)
    return text.string
  }
  let decimal = ShortestDecimal(value, dtype: .float64)
  if decimal.point > 16 || decimal.point < -3 {
    decimal.appendScientific(to: &text)
  } else {
    decimal.appendPositional(to: &text)
    if decimal.digits.count <= decimal.point { text.append(ascii: "0") }
  }
  return text.string
}

/// The text Python's `repr` gives a boolean: `True` or `False`.
package func pythonRepr(_ value: Bool) -> String { value ? "True" : "False" }
