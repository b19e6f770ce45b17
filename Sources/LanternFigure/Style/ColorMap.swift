import LanternSupport

/// Colours for numbers: `"viridis"`, `"plasma"`, `"gray"`, `"RdBu"`, …; a name with `_r` behind it runs the other way.
/// Mirrors `matplotlib.colormaps`.
/// ```swift
/// axes.imshow([[0.0, 1], [2, 3]], cmap: "gray")
/// ColorMap.names.contains("magma")  // true
/// ```
public struct ColorMap: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name the map was made with.
  public let name: String

  /// The map with this name; an unknown one is reported by the call that draws with it.
  public init(_ name: String) { self.name = name }

  /// The map with this name: `let m: ColorMap = "gray"`.
  public init(stringLiteral value: String) { name = value }

  /// From dark blue over green to yellow, evenly for the eye.
  public static let viridis = ColorMap("viridis")
  /// From dark blue over red to yellow.
  public static let plasma = ColorMap("plasma")
  /// From black over red to pale yellow.
  public static let inferno = ColorMap("inferno")
  /// From black over purple to pale yellow.
  public static let magma = ColorMap("magma")
  /// From blue to yellow, alike for eyes that see red or green badly.
  public static let cividis = ColorMap("cividis")
  /// From black to white.
  public static let gray = ColorMap("gray")
  /// From blue over grey to red, for numbers on both sides of a middle.
  public static let coolwarm = ColorMap("coolwarm")

  /// The names of all maps, without those with `_r`.
  public static var names: [String] { (rows.keys + ["gray", "grey", "binary"]).sorted() }

  /// The colours as 0xRRGGBB: 256 of a continuous map, the colours themselves of a list such as `"tab10"`.
  func colors() throws -> [UInt32] {
    let isReversed = name.hasSuffix("_r")
    let base = isReversed ? String(name.dropLast(2)) : name
    let colors = Self.cache.withLock { cache -> [UInt32]? in
      if cache[base] == nil { cache[base] = Self.decoded(base) }
      return cache[base]
    }
    guard let colors else {
      throw mistake(
        .argument, "cmap", "'\(name)' is not a known colormap name",
        "supported values are \(Self.names.joined(separator: ", ")) and their reverses with '_r'.")
    }
    return isReversed ? colors.reversed() : colors
  }

  private static let cache = Locked<[String: [UInt32]]>([:])

  private static let rows: [String: (kind: Substring, text: Substring)] = {
    var rows: [String: (kind: Substring, text: Substring)] = [:]
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      rows[String(words[0])] = (words[1], words[2])
    }
    return rows
  }()

  private static func decoded(_ name: String) -> [UInt32]? {
    if name == "gray" || name == "grey" { return (0..<256).map { UInt32($0) * 0x010101 } }
    if name == "binary" { return (0..<256).reversed().map { UInt32($0) * 0x010101 } }
    guard let row = rows[name] else { return nil }
    let bytes = Base64.decode(row.text)
    let colors: [UInt32] = stride(from: 0, to: bytes.count - 2, by: 3).map { index in
      let (red, green, blue) = (UInt32(bytes[index]), UInt32(bytes[index + 1]), UInt32(bytes[index + 2]))
      return red << 16 | green << 8 | blue
    }
    guard row.kind == "line" else { return colors }
    let steps = Double(colors.count - 1)
    return (0..<256).map { index in
      let place = Double(index) / 255 * steps
      let lower = min(Int(place), colors.count - 2)
      let fraction = place - Double(lower)
      var mixed: UInt32 = 0
      for shift: UInt32 in [16, 8, 0] {
        let a = Double(colors[lower] >> shift & 0xFF)
        let b = Double(colors[lower + 1] >> shift & 0xFF)
        mixed |= UInt32((a + fraction * (b - a)).rounded()) << shift
      }
      return mixed
    }
  }
}
