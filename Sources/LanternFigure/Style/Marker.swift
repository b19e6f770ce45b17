import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The sign drawn at each point: `"o"`, `"."`, `"s"`, `"^"`, `"x"`, … or `"none"`. Mirrors `matplotlib.markers`.
/// ```swift
/// axes.scatter(x, y, marker: .square)
/// axes.plot(x, y, marker: "x")
/// ```
public struct Marker: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The name the marker was made with.
  public let name: String

  /// The marker with this name; an unknown one is reported by the call that draws with it.
  public init(_ name: String) { self.name = name }

  /// The marker with this name: `let m: Marker = "o"`.
  public init(stringLiteral value: String) { name = value }

  /// A disc, `"o"`.
  public static let circle = Marker("o")
  /// A small disc, `"."`.
  public static let point = Marker(".")
  /// A square, `"s"`.
  public static let square = Marker("s")
  /// A triangle standing on its base, `"^"`.
  public static let triangle = Marker("^")
  /// A square standing on a corner, `"D"`.
  public static let diamond = Marker("D")
  /// An upright cross, `"+"`.
  public static let plus = Marker("+")
  /// A slanted cross, `"x"`.
  public static let cross = Marker("x")
  /// A five-pointed star, `"*"`.
  public static let star = Marker("*")
  /// No marker.
  public static let none = Marker("none")

  /// The characters of a style string that name a marker.
  static let characters: Set<Character> = [
    ".", ",", "o", "v", "^", "<", ">", "1", "2", "3", "4", "8", "s", "p", "*", "h", "H", "+", "x", "X", "D", "d", "|", "_", "P",
  ]

  /// The outline for a marker one point in size, or `nil` for none. y is down, as on the page.
  func shape() throws -> MarkerShape? {
    switch name {
    case "", " ", "none", "None": return nil
    case "o": return MarkerShape(.circle(radius: 0.5), filled: true, join: .round, snapThreshold: .infinity)
    case ".": return MarkerShape(.circle(radius: 0.25), filled: true, join: .round, snapThreshold: .infinity)
    case ",":
      return MarkerShape(
        .rectangle(Rect(left: -0.5, top: -0.5, right: 0.5, bottom: 0.5)), filled: true, join: .round, snapThreshold: .infinity,
        isPixel: true)
    case "s":
      return MarkerShape(
        .rectangle(Rect(left: -0.5, top: -0.5, right: 0.5, bottom: 0.5)), filled: true, join: .miter, snapThreshold: 2)
    case "D", "d":
      let (h, w) = (0.5 * 2.0.squareRoot(), 0.5 * 2.0.squareRoot() * (name == "d" ? 0.6 : 1))
      return MarkerShape(polygon([(0, -h), (w, 0), (0, h), (-w, 0)]), filled: true, join: .miter, snapThreshold: 5)
    case "^": return triangle(quarterTurns: 0)
    case ">": return triangle(quarterTurns: 1)
    case "v": return triangle(quarterTurns: 2)
    case "<": return triangle(quarterTurns: 3)
    case "p": return MarkerShape(regular(5), filled: true, join: .miter, snapThreshold: 5)
    case "h": return MarkerShape(regular(6), filled: true, join: .miter, snapThreshold: .infinity)
    case "H": return MarkerShape(regular(6, turn: .pi / 6), filled: true, join: .miter, snapThreshold: .infinity)
    case "8": return MarkerShape(regular(8, turn: .pi / 8), filled: true, join: .miter, snapThreshold: 5)
    case "*":
      let points = (0..<10).map { i in
        let (angle, radius) = (Double(i) * .pi / 5, i % 2 == 0 ? 0.5 : 0.5 * 0.381966)
        return (radius * sin(angle), -radius * cos(angle))
      }
      return MarkerShape(polygon(points), filled: true, join: .bevel, snapThreshold: 5)
    case "+": return strokes([((-0.5, 0), (0.5, 0)), ((0, 0.5), (0, -0.5))], snapThreshold: 1)
    case "x": return strokes([((-0.5, 0.5), (0.5, -0.5)), ((-0.5, -0.5), (0.5, 0.5))], snapThreshold: 3)
    case "|": return strokes([((0, 0.5), (0, -0.5))], snapThreshold: 1)
    case "_": return strokes([((-0.5, 0), (0.5, 0))], snapThreshold: 1)
    case "1", "2", "3", "4":
      let turn = ["1": 2, "2": 0, "3": 3, "4": 1][name]!
      let ends = [(0.0, -0.5), (0.4, 0.25), (-0.4, 0.25)].map { rotate($0, quarterTurns: turn) }
      return strokes(ends.map { ((0, 0), $0) }, snapThreshold: 5)
    case "P":
      let (a, b) = (1.0 / 6, 0.5)
      let points = [(-a, b), (a, b), (a, a), (b, a), (b, -a), (a, -a), (a, -b), (-a, -b), (-a, -a), (-b, -a), (-b, a), (-a, a)]
      return MarkerShape(polygon(points), filled: true, join: .miter, snapThreshold: 5)
    case "X":
      let (a, b) = (0.25, 0.5)
      let points = [(-a, b), (0, a), (a, b), (b, a), (a, 0), (b, -a), (a, -b), (0, -a), (-a, -b), (-b, -a), (-a, 0), (-b, a)]
      return MarkerShape(polygon(points), filled: true, join: .miter, snapThreshold: 5)
    default:
      throw TensorError(
        .argument, op: "marker", "Unrecognized marker style '\(name)'",
        hint: "use one of \(Marker.characters.sorted().map(String.init).joined(separator: " ")) or 'none'.")
    }
  }

  private func polygon(_ points: [(Double, Double)]) -> Path { .polyline(points.map { Point($0.0, $0.1) }, closed: true) }

  private func regular(_ sides: Int, turn: Double = 0) -> Path {
    polygon(
      (0..<sides).map { i in
        let angle = 2 * Double.pi * Double(i) / Double(sides) + turn
        return (0.5 * sin(angle), -0.5 * cos(angle))
      })
  }

  private func rotate(_ p: (Double, Double), quarterTurns: Int) -> (Double, Double) {
    var p = p
    for _ in 0..<quarterTurns { p = (-p.1, p.0) }
    return p
  }

  private func triangle(quarterTurns: Int) -> MarkerShape {
    let corners = [(0.0, -0.5), (-0.5, 0.5), (0.5, 0.5)].map { rotate($0, quarterTurns: quarterTurns) }
    return MarkerShape(polygon(corners), filled: true, join: .miter, snapThreshold: 5)
  }

  private func strokes(_ segments: [((Double, Double), (Double, Double))], snapThreshold: Double) -> MarkerShape {
    var path = Path()
    for (from, to) in segments {
      path.move(Point(from.0, from.1))
      path.line(Point(to.0, to.1))
    }
    return MarkerShape(path, filled: false, join: .round, snapThreshold: snapThreshold)
  }
}

/// The outline of a marker of size 1 and how to paint it.
struct MarkerShape: Hashable, Sendable {
  let path: Path
  /// Whether the inside is painted; crosses and ticks have none.
  let filled: Bool
  let join: Stroke.Join
  /// The size in points from which on the marker is set on whole pixels.
  let snapThreshold: Double
  /// Whether this is the one-pixel marker, whose size does not scale.
  let isPixel: Bool

  init(_ path: Path, filled: Bool, join: Stroke.Join, snapThreshold: Double, isPixel: Bool = false) {
    self.path = path
    self.filled = filled
    self.join = join
    self.snapThreshold = snapThreshold
    self.isPixel = isPixel
  }

  /// The outline at `size` points.
  func path(size: Double) -> Path {
    let scale = isPixel ? 0.72 : size
    return path.map { Point($0.x * scale, $0.y * scale) }
  }
}
