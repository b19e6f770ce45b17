import LanternSupport

/// The colours and lines a figure starts with. Mirrors `matplotlib.style`.
///
/// `"default"` is matplotlib's look, `"dark"` its `dark_background`, `"grid"` the default with a grid behind the data.
/// ```swift
/// plt.style.use("dark")
/// plt.style.use("default")
/// let figure = Figure(style: "grid")
/// ```
public struct Style: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name of the style.
  public let name: String

  /// The style with this name; an unknown one is reported by the figure it is used for.
  public init(_ name: String) { self.name = name }

  /// The style with this name: `let s: Style = "dark"`.
  public init(stringLiteral value: String) { name = value }

  /// The names of the styles there are.
  public static let names = ["default", "dark", "dark_background", "grid"]

  func theme() throws -> Theme {
    switch name {
    case "default": return Theme()
    case "dark", "dark_background": return .dark
    case "grid": return Theme(hasGrid: true)
    default:
      throw mistake(.argument, "style", "'\(name)' is not a known style", "supported values are \(Self.names.joined(separator: ", ")).")
    }
  }
}

/// What a style says, in full.
struct Theme: Hashable, Sendable {
  var page = RGBA.white
  var face = RGBA.white
  /// Spines, ticks and letters.
  var ink = RGBA.black
  /// The edges of boxes such as a legend's.
  var faint = RGBA(0xCCCCCC)
  var grid = RGBA(0xB0B0B0)
  var hasGrid = false
  var cycle = Color.cycle

  static let dark = Theme(
    page: .black, face: .black, ink: .white, faint: RGBA(0xCCCCCC), grid: .white,
    cycle: [0x8DD3C7, 0xFEFFB3, 0xBFBBD9, 0xFA8174, 0x81B1D2, 0xFDB462, 0xB3DE69, 0xBC82BD, 0xCCEBC4, 0xFFED6F].map { RGBA($0) })

  func color(_ index: Int) -> RGBA { cycle[index % cycle.count] }
}

/// The style that new figures take: `plt.style`.
public struct StyleChoice: Sendable {
  private static let chosen = Locked<Style>("default")

  /// The style of figures made from now on. Mirrors `matplotlib.style.use`.
  /// ```swift
  /// plt.style.use("default")
  /// ```
  public func use(_ style: Style) { Self.chosen.withLock { $0 = style } }

  /// The names of the styles there are. Mirrors `matplotlib.style.available`.
  public var available: [String] { Style.names }

  static var current: Style { chosen.withLock { $0 } }
}
