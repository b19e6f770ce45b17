/// A small chart of curves in Braille signs: eight dots a character, colours by terminal codes.
struct BrailleChart {
  /// The size of the field in characters, without the numbers beside it.
  var columns: Int
  var rows: Int

  /// One curve: a value for each place from 0 to 1 along the chart.
  struct Curve {
    var x: [Double]
    var y: [Double]
    /// The terminal's colour, 31 to 36.
    var color: Int
  }

  /// The dots of a sign, by column and row: their bits.
  private static let bits: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// The chart's lines, the largest value on top and the smallest at the bottom written beside them.
  func lines(_ curves: [Curve]) -> [String] {
    let finite = curves.flatMap(\.y).filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), columns > 0, rows > 0 else { return [] }
    let (width, height) = (2 * columns, 4 * rows)
    var dots = [UInt32](repeating: 0, count: columns * rows)
    var colors = [Int](repeating: 0, count: columns * rows)
    func set(_ x: Int, _ y: Int, _ color: Int) {
      let cell = y / 4 * columns + x / 2
      dots[cell] |= Self.bits[x % 2][y % 4]
      colors[cell] = color
    }
    for curve in curves {
      var last: (x: Int, y: Int)?
      for (place, value) in zip(curve.x, curve.y) {
        guard place.isFinite, value.isFinite else {
          last = nil
          continue
        }
        let x = min(max(Int(place * Double(width - 1) + 0.5), 0), width - 1)
        let share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5
        let y = min(max(Int((1 - share) * Double(height - 1) + 0.5), 0), height - 1)
        let from = last ?? (x, y)
        // A straight line of dots from the last point.
        let steps = max(abs(x - from.x), abs(y - from.y))
        for step in 0...steps {
          let t = steps == 0 ? 0 : Double(step) / Double(steps)
          set(from.x + Int((t * Double(x - from.x)).rounded()), from.y + Int((t * Double(y - from.y)).rounded()), curve.color)
        }
        last = (x, y)
      }
    }
    let (top, bottom) = (NumberText.short(high), NumberText.short(low))
    let margin = max(top.count, bottom.count)
    return (0..<rows).map { row in
      let label = row == 0 ? top : row == rows - 1 ? bottom : ""
      var line = String(repeating: " ", count: margin - label.count) + label + " ┤"
      var color = 0
      for column in 0..<columns {
        let cell = row * columns + column
        if dots[cell] != 0, colors[cell] != color {
          line += "\u{1B}[\(colors[cell])m"
          color = colors[cell]
        }
        line.unicodeScalars.append(Unicode.Scalar(0x2800 + dots[cell]) ?? " ")
      }
      return line + (color == 0 ? "" : "\u{1B}[0m")
    }
  }
}

extension NumberText {
  /// About four digits: `0.1235`, `12.3`, `1.2e-05`.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return fixed(value, decimals: 0) }
    let size = abs(value)
    if size != 0, size < 1e-3 || size >= 1e6 {
      let exponent = Int(FloatMath.decade(size))
      return compact(value / FloatMath.powerOfTen(Double(exponent)), decimals: 2) + "e\(exponent)"
    }
    return compact(value, decimals: size < 1 ? 4 : size < 10 ? 3 : size < 100 ? 2 : 1)
  }
}
