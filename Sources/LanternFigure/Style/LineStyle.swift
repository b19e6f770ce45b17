import LanternSupport

/// How a line is dashed: `"-"`, `"--"`, `"-."`, `":"`, their long names, or `"none"`. Mirrors the `linestyle` of `matplotlib.lines.Line2D`.
/// ```swift
/// axes.plot(x, y, linestyle: .dashed)
/// axes.plot(x, y, linestyle: "-.")
/// ```
public struct LineStyle: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name the style was made with.
  public let name: String

  /// The style with this name; an unknown one is reported by the call that draws with it.
  public init(_ name: String) { self.name = name }

  /// The style with this name: `let s: LineStyle = "--"`.
  public init(stringLiteral value: String) { name = value }

  /// An unbroken line.
  public static let solid = LineStyle("-")
  /// Dashes.
  public static let dashed = LineStyle("--")
  /// Dashes and dots.
  public static let dashDot = LineStyle("-.")
  /// Dots.
  public static let dotted = LineStyle(":")
  /// No line: markers only.
  public static let none = LineStyle("none")

  /// The lengths of dashes and gaps as multiples of the line's width; empty for a solid line, `nil` for none.
  func pattern() throws -> [Double]? {
    switch name {
    case "-", "solid": return []
    case "--", "dashed": return [3.7, 1.6]
    case "-.", "dashdot": return [6.4, 1.6, 1, 1.6]
    case ":", "dotted": return [1, 1.65]
    case "", " ", "none", "None": return nil
    default:
      throw TensorError(
        .argument, op: "linestyle", "'\(name)' is not a valid value for ls",
        hint: "supported values are '-', '--', '-.', ':', 'solid', 'dashed', 'dashdot', 'dotted' and 'none'.")
    }
  }
}
