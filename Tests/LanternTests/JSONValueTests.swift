import Lantern
import Testing

@Suite("JSON text")
struct JSONValueTests {
  @Test(
    "scalars",
    arguments: [
      (JSONValue.null, "null"), (true, "true"), (.int(.min), "-9223372036854775808"), (.double(0.1), "0.1"), (.double(1e300), "1e+300"),
      (.double(.infinity), "null"), (.double(.nan), "null"), (.double(-0.0), "-0.0"), ("", "\"\""), (JSONValue(Int?.none), "null"),
    ])
  func scalars(value: JSONValue, text: String) {
    #expect(value.text() == text)
  }

  @Test("strings are escaped where JSON asks for it and left alone elsewhere")
  func strings() {
    #expect(JSONValue.string("a\"b\\c/d").text() == #""a\"b\\c/d""#)
    #expect(JSONValue.string("\n\r\t\u{8}\u{0}\u{1F}\u{7F}").text() == #""\n\r\t\u0008\u0000\u001f\u007f""#)
    #expect(JSONValue.string("\r\n").text() == #""\r\n""#, "one Swift character, two to escape")
    #expect(JSONValue.string("é 温 👩‍👩‍👧 \u{2028}").text() == "\"é 温 👩‍👩‍👧 \u{2028}\"")
  }

  @Test("arrays and objects, on one line and indented; fields keep their order")
  func nested() {
    let value: JSONValue = ["b": [1, 2], "a": [:], "c\"": [], "d": ["x": nil]]
    #expect(value.text() == #"{"b":[1,2],"a":{},"c\"":[],"d":{"x":null}}"#)
    #expect(
      value.text(indent: 2) == """
        {
          "b": [
            1,
            2
          ],
          "a": {},
          "c\\"": [],
          "d": {
            "x": null
          }
        }
        """)
  }
}
