/// A JSON value (RFC 8259).
package enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// The value that a text stands for; nothing but white space may stand around it.
  ///
  /// Throws a `JSONError` with line and column for text that is not UTF-8 or not JSON, for a key that an object has
  /// twice (keys that differ in Unicode normalisation alone count as one), for numbers too large for a `Double`, and for
  /// values nested deeper than `JSONParser.maximumDepth`.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    self = try JSONParser.parse(bytes)
  }

  /// The value that a text stands for.
  package init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// What kind of value it is, for messages: `an array`.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// A JSON number: its text, and its value as exactly as Swift's types hold it.
package struct JSONNumber: Sendable, Equatable {
  /// The number as it was written.
  package let text: String
  /// The nearest double.
  package let double: Double

  /// The exact value when the number is written without point and exponent and fits.
  package var int64: Int64? { isInteger ? Int64(text) : nil }
  /// The exact value when the number is written without point, exponent and sign and fits.
  package var uint64: UInt64? { isInteger ? UInt64(text) : nil }

  private var isInteger: Bool { text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || JSONParser.isDigit($0) } }
}

/// Why a text is not JSON, and where.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  package let message: String
  /// The line, counted from 1.
  package let line: Int
  /// The character in the line, counted from 1 in Unicode code points.
  package let column: Int

  /// `line 1, column 5: expected ':'`
  package var description: String { "line \(line), column \(column): \(message)" }
}
