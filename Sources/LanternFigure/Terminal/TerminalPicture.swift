/// Pixels of a finished page, row by row, as 0x00RRGGBB.
struct PagePixels: Hashable, Sendable {
  var columns: Int
  var rows: Int
  var pixels: [UInt32]

  subscript(x: Int, y: Int) -> UInt32 { pixels[y * columns + x] }

  /// The page at another size, each pixel the mean of those it covers.
  func averaged(columns newColumns: Int, rows newRows: Int) -> PagePixels {
    var result: [UInt32] = []
    result.reserveCapacity(newColumns * newRows)
    for row in 0..<newRows {
      let (top, bottom) = (row * rows / newRows, max((row + 1) * rows / newRows, row * rows / newRows + 1))
      for column in 0..<newColumns {
        let (left, right) = (column * columns / newColumns, max((column + 1) * columns / newColumns, column * columns / newColumns + 1))
        var (red, green, blue, count): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
        for y in top..<min(bottom, rows) {
          for x in left..<min(right, columns) {
            let pixel = self[x, y]
            red += pixel >> 16 & 0xFF
            green += pixel >> 8 & 0xFF
            blue += pixel & 0xFF
            count += 1
          }
        }
        count = max(count, 1)
        result.append((red / count) << 16 | (green / count) << 8 | blue / count)
      }
    }
    return PagePixels(columns: newColumns, rows: newRows, pixels: result)
  }
}

/// Pictures as text that terminals draw.
enum TerminalPicture {
  private static let escape = "\u{1B}"

  /// A PNG in the protocol of kitty, Ghostty, Konsole and WezTerm: base 64 in pieces of at most 4096 characters.
  static func kitty(png: [UInt8]) -> String {
    let text = Array(Base64.encode(png).utf8)
    var result = ""
    for start in stride(from: 0, to: max(text.count, 1), by: 4096) {
      let piece = text[start..<min(start + 4096, text.count)]
      let isLast = start + 4096 >= text.count
      // The first piece says what the data are: a PNG (100), to be shown (T), without answers (2).
      let keys = start == 0 ? "f=100,a=T,q=2,m=\(isLast ? 0 : 1)" : "m=\(isLast ? 0 : 1)"
      result += "\(escape)_G\(keys);\(String(decoding: piece, as: UTF8.self))\(escape)\\"
    }
    return result + "\n"
  }

  /// Sixels: six rows at a time, one pass for each colour of a cube of 6 x 7 x 6.
  static func sixel(_ page: PagePixels) -> String {
    func level(_ value: UInt32, _ count: UInt32) -> Int { Int((value * (count - 1) + 127) / 255) }
    let indices = page.pixels.map { pixel in
      (level(pixel >> 16 & 0xFF, 6) * 7 + level(pixel >> 8 & 0xFF, 7)) * 6 + level(pixel & 0xFF, 6)
    }
    var result = "\(escape)P0;1;0q\"1;1;\(page.columns);\(page.rows)"
    for color in Set(indices).sorted() {
      let (red, green, blue) = (color / 42, color / 6 % 7, color % 6)
      result += "#\(color);2;\((red * 100 + 2) / 5);\((green * 100 + 3) / 6);\((blue * 100 + 2) / 5)"
    }
    var bytes = Array(result.utf8)
    for top in stride(from: 0, to: page.rows, by: 6) {
      let height = min(6, page.rows - top)
      let colors = Set(indices[top * page.columns..<(top + height) * page.columns]).sorted()
      for (position, color) in colors.enumerated() {
        bytes += "#\(color)".utf8
        var (last, run): (UInt8, Int) = (0, 0)
        func flush() {
          if run > 3 { bytes += "!\(run)".utf8 }
          bytes += [UInt8](repeating: last, count: run > 3 ? 1 : run)
        }
        for column in 0..<page.columns {
          var bits: UInt8 = 0
          for row in 0..<height where indices[(top + row) * page.columns + column] == color { bits |= 1 << UInt8(row) }
          if bits + 63 != last {
            flush()
            (last, run) = (bits + 63, 0)
          }
          run += 1
        }
        flush()
        bytes.append(UInt8(ascii: position == colors.count - 1 ? "-" : "$"))
      }
    }
    return String(decoding: bytes, as: UTF8.self) + "\(escape)\\\n"
  }

  /// Half blocks: each character shows two pixels, one above the other, in 24-bit colours.
  static func blocks(_ page: PagePixels) -> String {
    var result = ""
    func parts(_ pixel: UInt32) -> String { "\(pixel >> 16 & 0xFF);\(pixel >> 8 & 0xFF);\(pixel & 0xFF)" }
    for row in stride(from: 0, to: page.rows, by: 2) {
      var last: (UInt32, UInt32)?
      for column in 0..<page.columns {
        let upper = page[column, row]
        let lower = row + 1 < page.rows ? page[column, row + 1] : upper
        if last?.0 != upper || last?.1 != lower { result += "\(escape)[38;2;\(parts(upper));48;2;\(parts(lower))m" }
        last = (upper, lower)
        result += "▀"
      }
      result += "\(escape)[0m\n"
    }
    return result
  }
}
