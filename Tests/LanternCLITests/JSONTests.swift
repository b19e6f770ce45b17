import LanternIO
import Testing

@testable import LanternChecks

@Suite struct JSONTests {
  @Test func valuesOfEveryKind() throws {
    let json = try JSON(parsing: " {\"a\": [1, -2.5e3, true, false, null], \"b\": {}, \"c\": [], \"\": \"x\"}\r\n\t")
    guard case .object(let members) = json, case .array(let items)? = members["a"] else { return #expect(Bool(false), "\(json)") }
    #expect(items.map(\.kind) == ["a number", "a number", "a boolean", "a boolean", "null"])
    #expect(members["b"] == .object([:]) && members["c"] == .array([]) && members[""] == .string("x"))
  }

  @Test func numbersKeepTheirTextAndExactValue() throws {
    func number(_ text: String) throws -> JSONNumber {
      guard case .number(let number) = try JSON(parsing: text) else { throw CancellationError() }
      return number
    }
    #expect(try number("9223372036854775807").int64 == .max)
    #expect(try number("-9223372036854775808").int64 == .min)
    #expect(try number("18446744073709551615").uint64 == .max)
    #expect(try number("18446744073709551615").int64 == nil)
    #expect(try number("1.0").int64 == nil)
    #expect(try number("1e2").double == 100)
    #expect(try number("-0").double.sign == .minus)
    #expect(try number("-0").int64 == 0)
    #expect(try number("0.1000000000000000055511151231257827").double == 0.1)
    #expect(try number("5e-324").double == .leastNonzeroMagnitude)
    #expect(try number("1e-400").double == 0)
    #expect(try number("1E+2").text == "1E+2")
  }

  @Test func stringsAreUnescaped() throws {
    #expect(try JSON(parsing: #""\"\\\/\b\f\n\r\t""#) == .string("\"\\/\u{8}\u{C}\n\r\t"))
    #expect(try JSON(parsing: #""\u0041\u00e9\ud83d\uDE00\u0000""#) == .string("Aé😀\0"))
    #expect(try JSON(parsing: "\"é😀\u{7F}\"") == .string("é😀\u{7F}"))
  }

  @Test(arguments: [
    ("", "line 1, column 1: expected a value, found the end of the text"),
    ("[1,]", "line 1, column 4: expected a value, found ']'"),
    ("[1 2]", "line 1, column 4: expected ',' or ']', found '2'"),
    ("{\"a\" 1}", "line 1, column 6: expected ':', found '1'"),
    ("{a: 1}", "line 1, column 2: expected a key in quotes, found 'a'"),
    ("{\"a\": 1,}", "line 1, column 9: expected a key in quotes, found '}'"),
    ("{\"é\": 1,\n \"é\": 2}", "line 2, column 2: the key 'é' appears twice"),
    ("[\"é\", x]", "line 1, column 7: expected a value, found 'x'"),
    ("1 2", "line 1, column 3: expected the end of the text, found '2'"),
    ("[1", "line 1, column 3: expected ',' or ']', found the end of the text"),
    ("01", "line 1, column 1: a number must not begin with 0"),
    ("-", "line 1, column 2: expected a digit, found the end of the text"),
    ("1.", "line 1, column 3: expected a digit, found the end of the text"),
    (".5", "line 1, column 1: expected a value, found '.'"),
    ("+1", "line 1, column 1: expected a value, found '+'"),
    ("1e+", "line 1, column 4: expected a digit, found the end of the text"),
    ("1e999", "line 1, column 1: the number 1e999 is too large"),
    ("NaN", "line 1, column 1: expected a value, found 'N'"),
    ("nul", "line 1, column 1: expected 'null'"),
    ("\"abc", "line 1, column 1: the string has no closing quote"),
    ("\"a\nb\"", "line 1, column 3: control character 10 in a string must be escaped"),
    (#""\x""#, "line 1, column 2: unknown escape in a string"),
    (#""\"#, "line 1, column 2: unknown escape in a string"),
    (#""\u12g4""#, "line 1, column 2: '\\u' must be followed by four hexadecimal digits"),
    (#""\u12"#, "line 1, column 2: '\\u' must be followed by four hexadecimal digits"),
    (#""\ud83d""#, "line 1, column 2: half of a surrogate pair stands alone"),
    (#""\ude00""#, "line 1, column 2: half of a surrogate pair stands alone"),
    (#""\ud83d\u0041""#, "line 1, column 2: half of a surrogate pair stands alone"),
    ("\u{FEFF}1", "line 1, column 1: expected a value, found '\u{FEFF}'"),
  ]) func mistakesAreFound(text: String, message: String) {
    #expect(message == errorText(Array(text.utf8)))
  }

  @Test func invalidUTF8IsRefused() {
    #expect(errorText([0x22, 0xC3, 0xA9, 0xFF, 0x22]) == "line 1, column 3: the text is not valid UTF-8")
    #expect(errorText([0x0A, 0x22, 0xED, 0xA0, 0x80, 0x22]) == "line 2, column 2: the text is not valid UTF-8")
    #expect(errorText([0x22, 0xC0, 0x80, 0x22]) == "line 1, column 2: the text is not valid UTF-8")
  }

  @Test func depthIsLimited() throws {
    func nested(_ depth: Int) -> [UInt8] { Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8) }
    _ = try JSON(parsing: nested(64))
    #expect(errorText(nested(65)) == "line 1, column 65: values are nested deeper than 64 levels")
    #expect(errorText(Array(String(repeating: "[{\"a\":", count: 100_000).utf8)) != nil)
  }

  /// Every prefix and every changed byte of a text parses or throws; nothing traps.
  @Test func damagedTextsNeverTrap() {
    let text = Array(#"{"a": [1.5e-3, "\u00e9\ud83d\ude00", true, null], "b": {"c": "é"}}"#.utf8)
    var refused = 0
    for end in 0..<text.count { refused += errorText(Array(text[..<end])) == nil ? 0 : 1 }
    #expect(refused == text.count)
    for index in text.indices {
      for byte in [0x00, 0x22, 0x5C, 0x7B, 0x5D, 0x80, 0xFF] as [UInt8] {
        var damaged = text
        damaged[index] = byte
        _ = errorText(damaged)
      }
    }
  }
}

private func errorText(_ bytes: [UInt8]) -> String? {
  do throws(JSONError) {
    _ = try JSON(parsing: bytes)
    return nil
  } catch {
    return error.description
  }
}
