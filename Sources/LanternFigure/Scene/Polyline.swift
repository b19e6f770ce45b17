/// A line through points some of which may be missing or far away.
enum Polyline {
  /// Canvases keep coordinates in fixed point; nothing farther than this from the box is passed on.
  private static let reach = 4000.0

  /// The outline through the points: broken where one is not finite, and cut well outside of the box.
  static func path(_ points: [Point], near box: Rect) -> Path {
    let area = box.inset(by: -reach)
    var path = Path()
    path.elements.reserveCapacity(points.count)
    var last: Point?
    // Where the outline has got to; a point without a neighbour draws nothing.
    var pen: Point?
    for p in points {
      guard p.isFinite else {
        last = nil
        pen = nil
        continue
      }
      defer { last = p }
      guard let from = last else { continue }
      guard let (a, b) = clip(from, p, area) else {
        pen = nil
        continue
      }
      if pen != a { path.move(a) }
      path.line(b)
      pen = b
    }
    return path
  }

  /// A long row of points made shorter without moving the line by more than `step`: of neighbours that share a narrow column only the
  /// first, lowest, highest and last are kept. Rows up to `enough` points stay as they are.
  static func simplified(_ points: [Point], step: Double = 0.125, enough: Int = 4000) -> [Point] {
    guard points.count > enough else { return points }
    var kept: [Point] = []
    var start = 0
    while start < points.count {
      guard points[start].isFinite else {
        kept.append(points[start])
        start += 1
        continue
      }
      let column = (points[start].x / step).rounded(.down)
      var (low, high, end) = (start, start, start)
      while end + 1 < points.count, points[end + 1].isFinite, (points[end + 1].x / step).rounded(.down) == column {
        end += 1
        if points[end].y < points[low].y { low = end }
        if points[end].y > points[high].y { high = end }
      }
      var last = -1
      for index in [start, min(low, high), max(low, high), end] where index > last {
        kept.append(points[index])
        last = index
      }
      start = end + 1
    }
    return kept
  }

  /// The outline in pieces of at most `count` points, each beginning where the one before ends: stroking takes a canvas time that
  /// grows faster than the length. Outlines up to `enough` points stay whole.
  static func pieces(_ path: Path, count: Int = 50, enough: Int = 4000) -> [Path] {
    guard path.elements.count > enough else { return [path] }
    var pieces: [Path] = []
    var piece = Path()
    for element in path.elements {
      if piece.elements.count >= count, case .line(let p) = element {
        piece.line(p)
        pieces.append(piece)
        piece = Path()
        piece.move(p)
      } else {
        piece.elements.append(element)
      }
    }
    return pieces + [piece]
  }

  private static func contains(_ r: Rect, _ p: Point) -> Bool { p.x >= r.left && p.x <= r.right && p.y >= r.top && p.y <= r.bottom }

  /// The part of a segment inside a rectangle (Liang and Barsky's method).
  static func clip(_ a: Point, _ b: Point, _ r: Rect) -> (Point, Point)? {
    if contains(r, a), contains(r, b) { return (a, b) }
    // So far out that a difference may overflow, a little less far is the same line.
    let (start, end) = (bounded(a), bounded(b))
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    var (enter, leave) = (0.0, 1.0)
    for (p, q) in [(-dx, start.x - r.left), (dx, r.right - start.x), (-dy, start.y - r.top), (dy, r.bottom - start.y)] {
      if p == 0 {
        if q < 0 { return nil }
      } else if p < 0 {
        enter = max(enter, q / p)
      } else {
        leave = min(leave, q / p)
      }
    }
    guard enter <= leave else { return nil }
    // Rounding may leave the cut point outside when the segment is very long.
    func cut(_ t: Double) -> Point {
      Point(min(max(start.x + t * dx, r.left), r.right), min(max(start.y + t * dy, r.top), r.bottom))
    }
    return (contains(r, a) ? a : cut(enter), contains(r, b) ? b : cut(leave))
  }

  private static func bounded(_ p: Point) -> Point { Point(min(max(p.x, -1e100), 1e100), min(max(p.y, -1e100), 1e100)) }

  /// The finite stretches of a row of points.
  static func stretches(_ points: [Point]) -> [[Point]] {
    points.split { !$0.isFinite }.map(Array.init)
  }
}
