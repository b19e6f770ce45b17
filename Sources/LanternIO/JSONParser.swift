/// Reads JSON from UTF-8 bytes, one value after another down the text.
struct JSONParser {
  /// How deep arrays and objects may stand in one another; hostile text could exhaust the stack otherwise.
  static let maximumDepth = 64

  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSON {
    var parser = JSONParser(bytes)
    if let bad = firstInvalidByte(bytes) { throw parser.error("the text is not valid UTF-8", at: bad) }
    parser.skipSpace()
    let value = try parser.parseValue()
    parser.skipSpace()
    if parser.position < bytes.count { throw parser.error("expected the end of the text, found \(parser.found)") }
    return value
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The current character for a message.
  private var found: String {
    guard current != nil else { return "the end of the text" }
    let rest = bytes[position..<min(position + 4, bytes.count)]
    let character = String(decoding: rest, as: UTF8.self).unicodeScalars.first ?? "?"
    return character.value < 0x20 || character.value == 0x7F ? "control character \(character.value)" : "'\(character)'"
  }

  private func error(_ message: String, at offset: Int? = nil) -> JSONError {
    let before = bytes[..<min(offset ?? position, bytes.count)]
    let newline = UInt8(ascii: "\n")
    let line = before.reduce(1) { $1 == newline ? $0 + 1 : $0 }
    let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    // Continuation bytes of UTF-8 start no character.
    let column = before[lineStart...].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    return JSONError(message: message, line: line, column: column)
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func parseValue() throws(JSONError) -> JSON {
    switch current {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): return .number(try parseNumber())
    default: throw error("expected a value, found \(found)")
    }
  }

  private mutating func parseWord(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else { throw error("expected '\(word)'") }
    position += word.utf8.count
    return value
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    if depth > Self.maximumDepth { throw error("values are nested deeper than \(Self.maximumDepth) levels") }
    position += 1
    skipSpace()
  }

  private mutating func parseArray() throws(JSONError) -> JSON {
    try enter()
    defer { depth -= 1 }
    var items: [JSON] = []
    if skip("]") { return .array(items) }
    while true {
      items.append(try parseValue())
      skipSpace()
      if skip("]") { return .array(items) }
      guard skip(",") else { throw error("expected ',' or ']', found \(found)") }
      skipSpace()
    }
  }

  private mutating func parseObject() throws(JSONError) -> JSON {
    try enter()
    defer { depth -= 1 }
    var members: [String: JSON] = [:]
    if skip("}") { return .object(members) }
    while true {
      let keyPosition = position
      guard current == UInt8(ascii: "\"") else { throw error("expected a key in quotes, found \(found)") }
      let key = try parseString()
      skipSpace()
      guard skip(":") else { throw error("expected ':', found \(found)") }
      skipSpace()
      guard members.updateValue(try parseValue(), forKey: key) == nil else {
        throw error("the key '\(key)' appears twice", at: keyPosition)
      }
      skipSpace()
      if skip("}") { return .object(members) }
      guard skip(",") else { throw error("expected ',' or '}', found \(found)") }
      skipSpace()
    }
  }

  private mutating func parseString() throws(JSONError) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try parseEscape(into: &text)
      case 0..<0x20: throw error("control character \(byte) in a string must be escaped")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw error("the string has no closing quote", at: start)
  }

  private mutating func parseEscape(into text: inout [UInt8]) throws(JSONError) {
    let start = position
    position += 1
    let escaped = current
    position += 1
    switch escaped {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[position - 1])
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try parseHex(escape: start)
      if code & 0xFC00 == 0xD800 {
        guard skip("\\"), skip("u") else { throw error("half of a surrogate pair stands alone", at: start) }
        let low = try parseHex(escape: start)
        guard low & 0xFC00 == 0xDC00 else { throw error("half of a surrogate pair stands alone", at: start) }
        code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
      }
      guard let scalar = Unicode.Scalar(code) else { throw error("half of a surrogate pair stands alone", at: start) }
      text.append(contentsOf: Character(scalar).utf8)
    default: throw error("unknown escape in a string", at: start)
    }
  }

  private mutating func parseHex(escape start: Int) throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error("'\\u' must be followed by four hexadecimal digits", at: start)
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }

  private mutating func skipDigits() throws(JSONError) {
    guard let byte = current, Self.isDigit(byte) else { throw error("expected a digit, found \(found)") }
    while let byte = current, Self.isDigit(byte) { position += 1 }
  }

  private mutating func parseNumber() throws(JSONError) -> JSONNumber {
    let start = position
    _ = skip("-")
    if skip("0") {
      if let byte = current, Self.isDigit(byte) { throw error("a number must not begin with 0", at: start) }
    } else {
      try skipDigits()
    }
    if skip(".") { try skipDigits() }
    if skip("e") || skip("E") {
      if !skip("+") { _ = skip("-") }
      try skipDigits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else { throw error("the number \(text) is too large", at: start) }
    return JSONNumber(text: text, double: value)
  }
}
