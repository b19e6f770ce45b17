#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A place on the page in points (1/72 inch), x to the right and y down from the top left corner.
struct Point: Hashable, Sendable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  var isFinite: Bool { x.isFinite && y.isFinite }
}

/// A rectangle on the page in points; `top` is less than `bottom`.
struct Rect: Hashable, Sendable {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }

  func inset(by amount: Double) -> Rect {
    Rect(left: left + amount, top: top + amount, right: right - amount, bottom: bottom - amount)
  }

  /// Whether the point lies strictly inside.
  func contains(_ p: Point) -> Bool { p.x > left && p.x < right && p.y > top && p.y < bottom }

  /// Whether the two share more than a border.
  func overlaps(_ other: Rect) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  /// The part both have in common; empty ones have no width or height.
  func intersection(_ other: Rect) -> Rect {
    let (l, t) = (max(left, other.left), max(top, other.top))
    return Rect(left: l, top: t, right: max(l, min(right, other.right)), bottom: max(t, min(bottom, other.bottom)))
  }

  func union(_ other: Rect) -> Rect {
    Rect(
      left: min(left, other.left), top: min(top, other.top), right: max(right, other.right), bottom: max(bottom, other.bottom))
  }
}

/// An outline on the page: what every canvas can fill and stroke.
struct Path: Hashable, Sendable {
  enum Element: Hashable, Sendable {
    case move(Point)
    case line(Point)
    case curve(Point, Point, Point)
    case close
  }

  var elements: [Element] = []
  /// Whether the inside is what an odd number of outlines surround, so that one outline cuts a hole into another.
  var isEvenOdd = false

  var isEmpty: Bool { elements.isEmpty }

  mutating func move(_ p: Point) { elements.append(.move(p)) }
  mutating func line(_ p: Point) { elements.append(.line(p)) }
  mutating func curve(_ a: Point, _ b: Point, _ end: Point) { elements.append(.curve(a, b, end)) }
  mutating func close() { elements.append(.close) }

  /// The path with every point mapped.
  func map(_ transform: (Point) -> Point) -> Path {
    var result = Path(isEvenOdd: isEvenOdd)
    result.elements.reserveCapacity(elements.count)
    for element in elements {
      switch element {
      case .move(let p): result.move(transform(p))
      case .line(let p): result.line(transform(p))
      case .curve(let a, let b, let p): result.curve(transform(a), transform(b), transform(p))
      case .close: result.close()
      }
    }
    return result
  }

  func translated(_ by: Point) -> Path { map { Point($0.x + by.x, $0.y + by.y) } }

  /// Whether every segment is horizontal or vertical: such outlines are moved onto the pixel grid in a raster.
  var isRectilinear: Bool {
    guard elements.count > 1, elements.count <= 1024 else { return false }
    var last: Point?
    var start: Point?
    func straight(_ a: Point?, _ b: Point) -> Bool {
      guard let a else { return true }
      return abs(a.x - b.x) < 1e-4 || abs(a.y - b.y) < 1e-4
    }
    for element in elements {
      switch element {
      case .move(let p): (last, start) = (p, p)
      case .line(let p):
        if !straight(last, p) { return false }
        last = p
      case .curve: return false
      case .close: if let start, !straight(last, start) { return false }
      }
    }
    return true
  }

  static func polyline(_ points: [Point], closed: Bool = false) -> Path {
    var path = Path()
    for (index, p) in points.enumerated() { if index == 0 { path.move(p) } else { path.line(p) } }
    if closed, !points.isEmpty { path.close() }
    return path
  }

  static func rectangle(_ r: Rect) -> Path {
    polyline([Point(r.left, r.bottom), Point(r.right, r.bottom), Point(r.right, r.top), Point(r.left, r.top)], closed: true)
  }

  /// A rectangle with round corners, each one quadratic arc raised to a cubic.
  static func roundedRectangle(_ r: Rect, radius: Double) -> Path {
    var path = Path()
    func corner(_ from: Point, _ control: Point, _ to: Point) {
      let a = Point(from.x + 2.0 / 3 * (control.x - from.x), from.y + 2.0 / 3 * (control.y - from.y))
      let b = Point(to.x + 2.0 / 3 * (control.x - to.x), to.y + 2.0 / 3 * (control.y - to.y))
      path.curve(a, b, to)
    }
    path.move(Point(r.left + radius, r.bottom))
    path.line(Point(r.right - radius, r.bottom))
    corner(Point(r.right - radius, r.bottom), Point(r.right, r.bottom), Point(r.right, r.bottom - radius))
    path.line(Point(r.right, r.top + radius))
    corner(Point(r.right, r.top + radius), Point(r.right, r.top), Point(r.right - radius, r.top))
    path.line(Point(r.left + radius, r.top))
    corner(Point(r.left + radius, r.top), Point(r.left, r.top), Point(r.left, r.top + radius))
    path.line(Point(r.left, r.bottom - radius))
    corner(Point(r.left, r.bottom - radius), Point(r.left, r.bottom), Point(r.left + radius, r.bottom))
    path.close()
    return path
  }

  /// A circle round the origin, in eight cubic arcs.
  static func circle(radius: Double) -> Path {
    var path = Path()
    let step = Double.pi / 4
    let k = 4.0 / 3 * tan(step / 4) * radius
    path.move(Point(radius, 0))
    for i in 0..<8 {
      let (a, b) = (Double(i) * step, Double(i + 1) * step)
      let start = Point(radius * cos(a), radius * sin(a))
      let end = i == 7 ? Point(radius, 0) : Point(radius * cos(b), radius * sin(b))
      path.curve(
        Point(start.x - k * sin(a), start.y + k * cos(a)), Point(end.x + k * sin(b), end.y - k * cos(b)), end)
    }
    path.close()
    return path
  }
}

/// Directions on the page.
enum Geometry {
  /// The direction of a line of text turned by `degrees` anticlockwise; exact for quarter turns.
  static func direction(degrees: Double) -> Point {
    switch degrees {
    case 0: Point(1, 0)
    case 90: Point(0, -1)
    case 180: Point(-1, 0)
    case 270, -90: Point(0, 1)
    default: Point(cos(degrees * .pi / 180), -sin(degrees * .pi / 180))
    }
  }

  /// The arc of an ellipse as cubic curves from one angle to another (radians, anticlockwise on the page), without the first move.
  static func arc(center: Point, radius: Double, from: Double, to: Double) -> [Path.Element] {
    let pieces = max(1, Int((abs(to - from) / (.pi / 4)).rounded(.up)))
    let step = (to - from) / Double(pieces)
    let k = 4.0 / 3 * tan(step / 4)
    func at(_ angle: Double) -> Point { Point(center.x + radius * cos(angle), center.y - radius * sin(angle)) }
    return (0..<pieces).map { i in
      let (a, b) = (from + Double(i) * step, from + Double(i + 1) * step)
      let (start, end) = (at(a), at(b))
      return .curve(
        Point(start.x - k * radius * sin(a), start.y - k * radius * cos(a)),
        Point(end.x + k * radius * sin(b), end.y + k * radius * cos(b)), end)
    }
  }
}
