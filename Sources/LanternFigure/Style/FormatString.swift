import LanternSupport

/// What a style string such as `"r--"` or `"bo"` says. Mirrors `_process_plot_format` of `matplotlib.axes`.
///
/// A part that is not mentioned is absent, not default: `"bo"` draws no line. Only when neither a line nor a marker is named
/// is there a solid line.
struct FormatString: Hashable, Sendable {
  var lineStyle: LineStyle
  var marker: Marker
  var color: Color?

  init(_ text: String) throws {
    func failure(_ reason: String) -> TensorError {
      TensorError(
        .argument, op: "plot", "'\(text)' is not a valid format string (\(reason))",
        hint: "a format is a color letter, a marker and a line style, as in \"r--\", \"bo\" or \"k.:\".")
    }
    // "1" is the marker, "0" is refused: both would be greys otherwise.
    if text != "0", text != "1", Color.lookUp(text) != nil {
      (lineStyle, marker, color) = (.solid, .none, Color(text))
      return
    }
    var (line, sign, tint): (LineStyle?, Marker?, Color?) = (nil, nil, nil)
    var rest = Substring(text)
    while let c = rest.first {
      if rest.hasPrefix("--") || rest.hasPrefix("-.") || "-: ".contains(c) {
        let length = rest.hasPrefix("--") || rest.hasPrefix("-.") ? 2 : 1
        guard line == nil else { throw failure("two linestyle symbols") }
        line = c == " " ? LineStyle.none : LineStyle(String(rest.prefix(length)))
        rest = rest.dropFirst(length)
      } else if Marker.characters.contains(c) {
        guard sign == nil else { throw failure("two marker symbols") }
        sign = Marker(String(c))
        rest = rest.dropFirst()
      } else if Color.letters[String(c)] != nil {
        guard tint == nil else { throw failure("two color symbols") }
        tint = Color(String(c))
        rest = rest.dropFirst()
      } else if c == "C" {
        let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, Int(digits) != nil else { throw failure("'C' must be followed by a number") }
        tint = Color("C" + digits)
        rest = rest.dropFirst(1 + digits.count)
      } else {
        throw failure("unrecognized character '\(c)'")
      }
    }
    lineStyle = line ?? (sign == nil ? .solid : .none)
    marker = sign ?? .none
    color = tint
  }
}
