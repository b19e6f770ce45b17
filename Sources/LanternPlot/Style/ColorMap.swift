import Lantern

/// Colours for numbers: `"viridis"`, `"gray"`, or either with `_r` for the reverse. Mirrors `matplotlib.colormaps`.
/// ```swift
/// plt.imshow(picture, cmap: "gray")
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
  /// From black to white.
  public static let gray = ColorMap("gray")

  /// The 256 colours as 0xRRGGBB.
  func colors() throws -> [UInt32] {
    let isReversed = name.hasSuffix("_r")
    let colors: [UInt32]
    switch isReversed ? String(name.dropLast(2)) : name {
    case "viridis": colors = Self.viridisColors
    case "gray", "grey": colors = (0..<256).map { UInt32($0) * 0x010101 }
    default:
      throw TensorError(
        .argument, op: "cmap", "'\(name)' is not a known colormap name",
        hint: "supported values are 'viridis', 'gray' and their reverses with '_r'.")
    }
    return isReversed ? colors.reversed() : colors
  }
}
