/// A small tree of values and its JSON text, for reports that programs read.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSONValue])
  /// Fields in the order they are written.
  case object([Field])

  /// A name and its value.
  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: JSONValue
    /// A field.
    package init(name: String, value: JSONValue) { (self.name, self.value) = (name, value) }
  }

  /// The value, or `null` for nil.
  package init(_ value: Int?) { self = value.map { .int($0) } ?? .null }
  /// The value, or `null` for nil.
  package init(_ value: String?) { self = value.map { .string($0) } ?? .null }

  /// The JSON text (RFC 8259): on one line, or with `indent` spaces for each level.
  ///
  /// Numbers that JSON cannot write (infinities and NaN) become `null`.
  package func text(indent: Int? = nil) -> String {
    var text = ""
    write(to: &text, indent: indent, level: 0)
    return text
  }

  private func write(to text: inout String, indent: Int?, level: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .double(let value): text += value.isFinite ? value.description : "null"
    case .string(let value): Self.quote(value, to: &text)
    case .array(let values):
      Self.list("[", "]", count: values.count, to: &text, indent: indent, level: level) { index, text in
        values[index].write(to: &text, indent: indent, level: level + 1)
      }
    case .object(let fields):
      Self.list("{", "}", count: fields.count, to: &text, indent: indent, level: level) { index, text in
        Self.quote(fields[index].name, to: &text)
        text += indent == nil ? ":" : ": "
        fields[index].value.write(to: &text, indent: indent, level: level + 1)
      }
    }
  }

  private static func list(
    _ open: String, _ close: String, count: Int, to text: inout String, indent: Int?, level: Int,
    item: (Int, inout String) -> Void
  ) {
    func newLine(_ level: Int) -> String { indent.map { "\n" + String(repeating: " ", count: $0 * level) } ?? "" }
    text += open
    for index in 0..<count {
      if index > 0 { text += "," }
      text += newLine(level + 1)
      item(index, &text)
    }
    if count > 0 { text += newLine(level) }
    text += close
  }

  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // Control characters must be escaped; U+007F need not be, but terminals act on it.
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Field(name: $0.0, value: $0.1) })
  }
}
