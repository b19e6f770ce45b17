import Lantern

/// A value of the literals that a .npy header is written in.
enum PythonLiteral: Equatable {
  case text(String)
  case int(Int)
  case bool(Bool)
  /// A tuple or a list.
  case list([PythonLiteral])
  case dictionary([(key: String, value: PythonLiteral)])
  case none

  static func == (a: PythonLiteral, b: PythonLiteral) -> Bool { a.description == b.description }
}

extension PythonLiteral: CustomStringConvertible {
  /// The literal as Python would show it, lists in square brackets.
  var description: String {
    switch self {
    case .text(let text): "'\(text)'"
    case .int(let value): "\(value)"
    case .bool(let value): value ? "True" : "False"
    case .list(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
    case .dictionary(let members): "{" + members.map { "'\($0.key)': \($0.value)" }.joined(separator: ", ") + "}"
    case .none: "None"
    }
  }
}

/// Reads one Python literal: a dictionary, tuples, lists, strings, whole numbers, `True`, `False` and `None`.
struct PythonLiteralParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0
  /// How deep literals may stand in one another.
  static let maximumDepth = 16

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value that all of a text stands for.
  static func parse(_ bytes: [UInt8]) throws(TensorError) -> PythonLiteral {
    var parser = PythonLiteralParser(bytes)
    let value = try parser.value()
    parser.skipSpace()
    guard parser.position == bytes.count else { throw parser.error("the end") }
    return value
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func error(_ expected: String) -> TensorError {
    let found = current.map { $0 >= 0x20 && $0 < 0x7F ? "'\(Character(Unicode.Scalar($0)))'" : "byte \($0)" } ?? "the end"
    return Npy.malformed("expected \(expected) in the header at character \(position + 1), found \(found)")
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { position += 1 }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(TensorError) -> PythonLiteral {
    skipSpace()
    guard let byte = current else { throw error("a value") }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw Npy.malformed("values in the header are nested deeper than \(Self.maximumDepth) levels") }
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "("): return try list(closing: ")")
    case UInt8(ascii: "["): return try list(closing: "]")
    case UInt8(ascii: "{"): return try dictionary()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .int(try number())
    default:
      for (word, value) in [("True", PythonLiteral.bool(true)), ("False", .bool(false)), ("None", .none)]
      where bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return value
      }
      throw error("a value")
    }
  }

  private mutating func text() throws(TensorError) -> String {
    let quote = bytes[position]
    var content: [UInt8] = []
    position += 1
    while let byte = current, byte != quote, byte != 0x0A {
      position += 1
      content.append(byte)
      // An escaped quote does not end the text; what the escape means is of no interest, since no readable dtype has one.
      if byte == UInt8(ascii: "\\"), let escaped = current {
        content.append(escaped)
        position += 1
      }
    }
    guard current == quote else { throw error("a closing quote") }
    position += 1
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func number() throws(TensorError) -> Int {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    let digits = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Int(digits) else {
      if digits == "-" { throw error("a digit") }
      throw Npy.malformed("the number \(digits.prefix(40)) in the header is too large")
    }
    // Python 2 wrote long numbers as `3L`.
    if current == UInt8(ascii: "L") { position += 1 }
    return value
  }

  private mutating func list(closing: Unicode.Scalar) throws(TensorError) -> PythonLiteral {
    position += 1
    var items: [PythonLiteral] = []
    var endsWithComma = true
    while true {
      if skip(closing) {
        // `(3)` is a number in Python, and `(3,)` a tuple.
        if closing == ")", items.count == 1, !endsWithComma { return items[0] }
        return .list(items)
      }
      guard endsWithComma else { throw error("',' or '\(closing)'") }
      items.append(try value())
      endsWithComma = skip(",")
    }
  }

  private mutating func dictionary() throws(TensorError) -> PythonLiteral {
    position += 1
    var members: [(key: String, value: PythonLiteral)] = []
    var endsWithComma = true
    while true {
      if skip("}") { return .dictionary(members) }
      guard endsWithComma else { throw error("',' or '}'") }
      skipSpace()
      guard let byte = current, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") else { throw error("a key in quotes") }
      let key = try text()
      guard skip(":") else { throw error("':'") }
      guard !members.contains(where: { $0.key == key }) else { throw Npy.malformed("the header has the key '\(key)' twice") }
      members.append((key, try value()))
      endsWithComma = skip(",")
    }
  }
}
