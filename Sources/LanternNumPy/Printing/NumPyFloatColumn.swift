import Lantern

/// The real numbers of an array (or the real or imaginary parts of a complex one) as NumPy formats them: all together, so
/// that points and exponents line up.
struct NumPyFloatColumn {
  /// The finished texts, padded on both sides.
  private(set) var texts = TextList()

  private let dtype: DType
  private let options: NumPyPrintOptions
  private let sign: NumPyPrintOptions.Sign
  private var usesExponent = false
  /// The columns before the point, including the sign.
  private var left = 0
  /// The columns after the point; with an exponent, including it.
  private var right = 0
  /// The digits after the point of every number, when there is an exponent or the mode wants equal lengths.
  private var fraction = 0
  private var exponentDigits = 0

  /// The texts of `values`, which are exact numbers of the real type `dtype`; `values` decide the format alone.
  init(_ values: [Double], dtype: DType, options: NumPyPrintOptions, sign: NumPyPrintOptions.Sign) {
    self.dtype = dtype
    self.options = options
    self.sign = sign
    usesExponent = Self.needsExponent(values, dtype: dtype, suppress: options.suppress)
    let numbers = NumberList(values, self)
    measure(values, numbers)
    for (value, number) in zip(values, numbers.numbers) { write(value, number, numbers.digits) }
  }

  /// Whether the numbers other than zero are too large, too small or too far apart for plain decimals.
  private static func needsExponent(_ values: [Double], dtype: DType, suppress: Bool) -> Bool {
    var smallest = Double.infinity, largest = 0.0
    for value in values where value.isFinite && value != 0 {
      smallest = min(smallest, value.magnitude)
      largest = max(largest, value.magnitude)
    }
    if largest == 0 { return false }
    if largest >= FloatLimits.largestPlain(dtype) { return true }
    // NumPy compares in the array's own type, where 1e-4 is another number and the quotient may overflow.
    return !suppress && (smallest < FloatLimits.round(1e-4, to: dtype) || FloatLimits.quotient(largest, smallest, dtype) > 1000)
  }

  /// The widths that all finite numbers share, then those that `nan` and `inf` need.
  private mutating func measure(_ values: [Double], _ list: NumberList) {
    var hasFinite = false, hasNonFinite = false, hasNegativeInfinity = false, hasMinus = false
    var largestExponent: UInt = 0
    for (value, number) in zip(values, list.numbers) {
      guard value.isFinite else {
        hasNonFinite = true
        hasNegativeInfinity = hasNegativeInfinity || value == -.infinity
        continue
      }
      hasFinite = true
      hasMinus = hasMinus || value.sign == .minus
      left = max(left, number.integerCount)
      fraction = max(fraction, number.fractionCount)
      largestExponent = max(largestExponent, number.exponent.magnitude)
    }
    if hasFinite {
      if options.floatMode == .fixed { fraction = options.precision }
      exponentDigits = max(2, largestExponent.description.utf8.count)
      right = usesExponent ? exponentDigits + 2 + fraction : fraction
    }
    if sign == .space && !hasMinus { left += 1 }
    if hasNonFinite {
      let signWidth = sign != .minus || hasNegativeInfinity ? 1 : 0
      let widest = max(options.nanText.unicodeScalars.count, options.infText.unicodeScalars.count + signWidth)
      left = max(left, widest - (right + 1))
    }
  }

  private mutating func write(_ value: Double, _ number: NumberList.Number, _ digits: TextBuffer) {
    defer { texts.endText() }
    guard value.isFinite else {
      let mark = value < 0 ? "-" : sign == .plus ? "+" : ""
      let word = mark + (value.isNaN ? options.nanText : options.infText)
      texts.buffer.append(ascii: " ", count: left + right + 1 - word.unicodeScalars.count)
      texts.buffer.append(word)
      return
    }
    let wantsEqual = usesExponent || options.floatMode == .fixed || options.floatMode == .maxprecEqual
    var number = number
    var digits = digits
    if wantsEqual && number.fractionCount < fraction {
      // More digits than identify the number: those of its exact value, not zeros.
      let padded = NumberList(exactly: value, digits: fraction, self)
      (number, digits) = (padded.numbers[0], padded.digits)
    }
    texts.buffer.append(ascii: " ", count: left - number.integerCount)
    let start = number.start
    texts.buffer.append(digits.bytes[start..<(start + number.integerCount)])
    texts.buffer.append(ascii: ".")
    let fractionStart = start + number.integerCount
    texts.buffer.append(digits.bytes[fractionStart..<(fractionStart + number.fractionCount)])
    if usesExponent {
      texts.buffer.append(number.exponent < 0 ? "e-" : "e+")
      let exponent = number.exponent.magnitude.description
      texts.buffer.append(ascii: "0", count: exponentDigits - exponent.utf8.count)
      texts.buffer.append(exponent)
    } else {
      texts.buffer.append(ascii: " ", count: right - number.fractionCount)
    }
  }

  /// Numbers taken apart into digits before the point (with the sign), digits after it, and the exponent.
  private struct NumberList {
    struct Number {
      var start = 0
      var integerCount = 0
      var fractionCount = 0
      var exponent = 0
    }

    private(set) var digits = TextBuffer()
    private(set) var numbers: [Number] = []

    /// The fewest digits that identify each number, at most as many after the point as the options allow.
    init(_ values: [Double], _ column: NumPyFloatColumn) {
      let limit = column.options.floatMode == .unique ? Int.max : column.options.precision
      numbers.reserveCapacity(values.count)
      for value in values {
        if !value.isFinite {
          numbers.append(Number())
        } else if column.options.floatMode == .fixed && !column.usesExponent {
          append(exactly: value, digits: limit, column)
        } else {
          append(value, limit: limit, column)
        }
      }
    }

    /// One number with exactly `count` digits after the point, rounded from its exact value.
    init(exactly value: Double, digits count: Int, _ column: NumPyFloatColumn) {
      append(exactly: value, digits: count, column)
    }

    private mutating func append(_ value: Double, limit: Int, _ column: NumPyFloatColumn) {
      let decimal = ShortestDecimal(value, dtype: column.dtype)
      let fractionCount = decimal.digits.count - (column.usesExponent ? 1 : decimal.point)
      if fractionCount > limit {
        append(exactly: value, digits: limit, column)
        // Zeros at the end say nothing here.
        while let last = numbers.indices.last, numbers[last].fractionCount > 0, digits.bytes.last == UInt8(ascii: "0") {
          digits.bytes.removeLast()
          numbers[last].fractionCount -= 1
        }
        return
      }
      var number = Number()
      number.start = digits.count
      appendSign(of: value, column.sign)
      if column.usesExponent {
        digits.append(decimal.digits.prefix(1))
        number.integerCount = digits.count - number.start
        digits.append(decimal.digits.dropFirst())
        number.exponent = decimal.exponent
      } else if decimal.point <= 0 {
        digits.append(ascii: "0")
        number.integerCount = digits.count - number.start
        digits.append(ascii: "0", count: -decimal.point)
        digits.append(decimal.digits[...])
      } else {
        digits.append(decimal.digits.prefix(decimal.point))
        digits.append(ascii: "0", count: decimal.point - decimal.digits.count)
        number.integerCount = digits.count - number.start
        digits.append(decimal.digits.dropFirst(decimal.point))
      }
      number.fractionCount = max(fractionCount, 0)
      numbers.append(number)
    }

    private mutating func append(exactly value: Double, digits count: Int, _ column: NumPyFloatColumn) {
      var number = Number()
      number.start = digits.count
      appendSign(of: value, column.sign)
      let start = digits.count
      if column.usesExponent {
        digits.append(exponent: value.magnitude, precision: count)
        let mark = digits.bytes[start...].lastIndex(of: UInt8(ascii: "e")) ?? digits.count
        number.exponent = Int(String(decoding: digits.bytes[(mark + 1)...], as: UTF8.self)) ?? 0
        digits.bytes.removeSubrange(mark...)
      } else {
        digits.append(fixed: value.magnitude, precision: count)
      }
      // The point goes: it stands behind `integerCount` characters.
      if count > 0 { digits.bytes.remove(at: digits.count - count - 1) }
      number.integerCount = digits.count - count - number.start
      number.fractionCount = count
      numbers.append(number)
    }

    private mutating func appendSign(of value: Double, _ sign: NumPyPrintOptions.Sign) {
      if value.sign == .minus {
        digits.append(ascii: "-")
      } else if sign == .plus {
        digits.append(ascii: "+")
      }
    }
  }
}

/// The sizes from which NumPy changes to scientific notation, type by type.
enum FloatLimits {
  /// The number of decimal digits that every number of the type keeps: `numpy.finfo(dtype).precision`.
  private static func digits(_ dtype: DType) -> Int {
    switch dtype {
    case .float16: 3
    case .bfloat16: 2
    case .float32: 6
    default: 15
    }
  }

  private static func power(_ exponent: Int) -> Double { (0..<exponent).reduce(1.0) { power, _ in power * 10 } }

  /// In an array, numbers from here on have an exponent.
  static func largestPlain(_ dtype: DType) -> Double { power(min(8, digits(dtype))) }

  /// A number on its own has an exponent from here on.
  static func largestPlainScalar(_ dtype: DType) -> Double { dtype == .float64 ? 1e16 : power(digits(dtype)) }

  /// The nearest number of a type.
  static func round(_ value: Double, to dtype: DType) -> Double {
    switch dtype {
    case .float16: Double(Float16(value))
    case .bfloat16, .float32: Double(Float(value))
    default: value
    }
  }

  /// A quotient, computed and rounded in the type of its operands.
  static func quotient(_ a: Double, _ b: Double, _ dtype: DType) -> Double { round(a / b, to: dtype) }
}
