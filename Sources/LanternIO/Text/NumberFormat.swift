import CKernels
import Lantern

/// Text for numbers after a pattern of Python's `%` operator, such as `%.18e` or `%5d`.
struct NumberFormat {
  /// A conversion.
  struct Field {
    var isLeft = false
    var isZeroPadded = false
    var isAlternate = false
    var sign: Character?
    var width = 0
    var precision: Int?
    var kind: Character = "s"
  }
  enum Piece {
    case text(String)
    case field(Field)
  }
  let pieces: [Piece]
  /// The number of conversions, those of `%%` aside.
  let fieldCount: Int

  private static let mostDigits = 1000

  /// Reads a pattern. Throws a `TensorError` for conversions that Python has not, or not for numbers.
  init(_ pattern: String, op: String) throws(TensorError) {
    var pieces: [Piece] = []
    var text = ""
    var rest = Substring(pattern)
    var count = 0
    func bad(_ what: String) -> TensorError {
      TensorError(.argument, op: op, "\(what) in the format '\(pattern)'", hint: "Use formats such as '%.18e', '%d' or '%.3f'.")
    }
    func number(_ what: String) throws(TensorError) -> Int? {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty else { return nil }
      guard let value = Int(digits), value <= Self.mostDigits else { throw bad("a \(what) above \(Self.mostDigits)") }
      rest = rest.dropFirst(digits.count)
      return value
    }
    while let next = rest.popFirst() {
      guard next == "%" else {
        text.append(next)
        continue
      }
      if rest.first == "%" {
        rest.removeFirst()
        text.append("%")
        continue
      }
      var field = Field()
      flags: while let flag = rest.first {
        switch flag {
        case "-": field.isLeft = true
        case "0": field.isZeroPadded = true
        case "#": field.isAlternate = true
        case "+": field.sign = "+"
        case " ": field.sign = field.sign ?? " "
        default: break flags
        }
        rest.removeFirst()
      }
      field.width = try number("width") ?? 0
      if rest.first == "." {
        rest.removeFirst()
        field.precision = try number("precision") ?? 0
      }
      while let length = rest.first, "hlL".contains(length) { rest.removeFirst() }
      guard let kind = rest.popFirst() else { throw bad("an incomplete conversion") }
      guard "diufFeEgGxXosr".contains(kind) else { throw bad("the unsupported conversion '\(kind)'") }
      field.kind = kind == "i" || kind == "u" ? "d" : kind
      if !text.isEmpty { pieces.append(.text(text)) }
      text = ""
      pieces.append(.field(field))
      count += 1
    }
    if !text.isEmpty { pieces.append(.text(text)) }
    (self.pieces, fieldCount) = (pieces, count)
  }
}

extension NumberFormat.Field {
  /// The number's text.
  ///
  /// Throws for what is no whole number where one must be, as Python does: hexadecimal digits of a float, `%d` of what is not finite.
  func text(_ number: Scalar, _ dtype: DType, op: String) throws(TensorError) -> String {
    func mismatch() -> TensorError {
      TensorError(
        .argument, op: op, "Mismatch between array dtype ('\(dtype)') and format specifier ('%\(kind)')",
        hint: "Use a format of that dtype.")
    }
    switch kind {
    case "s", "r":
      let full = Self.plain(number, dtype)
      return padded("", precision.map { String(full.prefix($0)) } ?? full, allowsZeros: false)
    case "d", "x", "X", "o":
      var digits: String
      let isNegative: Bool
      switch number {
      case .bool(let value): (digits, isNegative) = (value ? "1" : "0", false)
      case .int(let value):
        let magnitude = dtype == .uint64 ? UInt64(bitPattern: Int64(value)) : UInt64(value.magnitude)
        isNegative = dtype != .uint64 && value < 0
        digits = String(magnitude, radix: kind == "d" ? 10 : kind == "o" ? 8 : 16, uppercase: kind == "X")
      case .double(let value):
        guard kind == "d" else { throw mismatch() }
        guard value.isFinite else {
          throw TensorError(
            .argument, op: op, "cannot convert float \(value.isNaN ? "NaN" : "infinity") to integer", hint: "Use a format such as '%g'.")
        }
        let whole = value.rounded(.towardZero)
        (digits, isNegative) = (Self.decimal(whole.magnitude, "f", 0), whole < 0)
      case .complex: throw mismatch()
      }
      if let precision { digits = String(repeating: "0", count: max(0, precision - digits.count)) + digits }
      let prefix = isAlternate && kind != "d" ? (kind == "o" ? "0o" : kind == "x" ? "0x" : "0X") : ""
      return padded((isNegative ? "-" : sign.map { String($0) } ?? "") + prefix, digits, allowsZeros: true)
    default:
      let value: Double
      switch number {
      case .bool(let v): value = v ? 1 : 0
      case .int(let v): value = dtype == .uint64 ? Double(UInt64(bitPattern: Int64(v))) : Double(v)
      case .double(let v): value = v
      case .complex: throw mismatch()
      }
      let isNegative = value.sign == .minus && !value.isNaN
      var digits = value.isNaN ? "nan" : value.isInfinite ? "inf" : general(value.magnitude)
      if kind.isUppercase { digits = digits.uppercased() }
      return padded(isNegative ? "-" : sign.map { String($0) } ?? "", digits, allowsZeros: true)
    }
  }

  private func padded(_ sign: String, _ digits: String, allowsZeros: Bool) -> String {
    let missing = width - sign.count - digits.count
    guard missing > 0 else { return sign + digits }
    if isLeft { return sign + digits + String(repeating: " ", count: missing) }
    if isZeroPadded && allowsZeros { return sign + String(repeating: "0", count: missing) + digits }
    return String(repeating: " ", count: missing) + sign + digits
  }

  /// The digits of a finite number that is not negative.
  private func general(_ value: Double) -> String {
    let digits = precision ?? 6
    switch kind {
    case "e", "E": return Self.decimal(value, "e", digits) + (digits == 0 && isAlternate ? "." : "")
    case "f", "F": return Self.decimal(value, "f", digits) + (digits == 0 && isAlternate ? "." : "")
    default: break
    }
    // The shorter of both, by the exponent that rounding gives; without trailing zeros.
    let significant = max(digits, 1)
    let scientific = Self.decimal(value, "e", significant - 1)
    guard let mark = scientific.lastIndex(of: "e"), let exponent = Int(scientific[scientific.index(after: mark)...]) else {
      return scientific
    }
    func trimmed(_ text: Substring) -> Substring {
      guard !isAlternate, text.contains(".") else { return text }
      let kept = text.lastIndex { $0 != "0" } ?? text.startIndex
      return text[kept] == "." ? text[..<kept] : text[...kept]
    }
    if exponent < -4 || exponent >= significant { return String(trimmed(scientific[..<mark]) + scientific[mark...]) }
    return String(trimmed(Substring(Self.decimal(value, "f", significant - 1 - exponent))))
  }

  /// `%.*f` or `%.*e` of C, in the C locale.
  private static func decimal(_ value: Double, _ kind: Character, _ digits: Int) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 330 + digits) { buffer in
      let count =
        kind == "e"
        ? ck_format_exponent(buffer.baseAddress, buffer.count, value, Int32(digits))
        : ck_format_fixed(buffer.baseAddress, buffer.count, value, Int32(digits))
      return String(decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<Int(count)]), as: UTF8.self)
    }
  }

  /// Python's `str` of a number: the shortest digits that give it back.
  static func plain(_ number: Scalar, _ dtype: DType) -> String {
    func shortest(_ value: Double) -> String {
      switch dtype.realPart {
      case .float32: Self.pythonic(Float(value).description, value)
      case .float16: Self.pythonic(Float16(value).description, value)
      default: Self.pythonic(value.description, value)
      }
    }
    switch number {
    case .bool(let value): return value ? "True" : "False"
    case .int(let value): return dtype == .uint64 ? String(UInt64(bitPattern: Int64(value))) : String(value)
    case .double(let value): return shortest(value)
    case .complex(let real, let imaginary):
      func part(_ value: Double) -> String {
        let text = shortest(value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
      }
      let sign = imaginary.sign == .minus && !imaginary.isNaN ? "" : "+"
      if real == 0, real.sign == .plus { return part(imaginary) + "j" }
      return "(\(part(real))\(sign)\(part(imaginary))j)"
    }
  }

  /// Swift's shortest digits in Python's clothes: exponents below -4 and from 16 on, with at least two digits.
  private static func pythonic(_ text: String, _ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    var digits = text.utf8.filter { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E || $0 == 0x65 || $0 == 0x2D }
    let isNegative = digits.first == 0x2D
    if isNegative { digits.removeFirst() }
    let parts = String(decoding: digits, as: UTF8.self).split(separator: "e")
    let point = parts[0].firstIndex(of: ".") ?? parts[0].endIndex
    var all = parts[0].filter { $0 != "." }
    // The number is 0.all * 10^exponent.
    var exponent = parts[0][..<point].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    while all.first == "0", all.count > 1 {
      all.removeFirst()
      exponent -= 1
    }
    while all.last == "0", all.count > 1 { all.removeLast() }
    let sign = isNegative ? "-" : ""
    if all == "0" { return sign + "0.0" }
    if exponent - 1 < -4 || exponent - 1 >= 16 {
      let power = exponent - 1
      let size = String(power.magnitude)
      let tail = all.dropFirst()
      let fraction = tail.isEmpty ? "" : ".\(tail)"
      return "\(sign)\(all.prefix(1))\(fraction)e\(power < 0 ? "-" : "+")\(size.count < 2 ? "0" : "")\(size)"
    }
    if exponent <= 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent))\(all)" }
    if all.count <= exponent { return "\(sign)\(all)\(String(repeating: "0", count: exponent - all.count)).0" }
    return "\(sign)\(all.prefix(exponent)).\(all.dropFirst(exponent))"
  }
}
