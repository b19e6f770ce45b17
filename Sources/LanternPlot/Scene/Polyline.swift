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
    var isDown = false
    for p in points {
      guard p.isFinite else {
        last = nil
        isDown = false
        continue
      }
      defer { last = p }
      guard let from = last else {
        if contains(area, p) {
          path.move(p)
          isDown = true
        }
        continue
      }
      guard let (a, b) = clip(from, p, area) else {
        isDown = false
        continue
      }
      if !isDown || a != from { path.move(a) }
      path.line(b)
      isDown = b == p
    }
    return path
  }

  private static func contains(_ r: Rect, _ p: Point) -> Bool { p.x >= r.left && p.x <= r.right && p.y >= r.top && p.y <= r.bottom }

  /// The part of a segment inside a rectangle (Liang and Barsky's method).
  static func clip(_ a: Point, _ b: Point, _ r: Rect) -> (Point, Point)? {
    if contains(r, a), contains(r, b) { return (a, b) }
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    guard dx.isFinite, dy.isFinite else { return nil }
    var (enter, leave) = (0.0, 1.0)
    for (p, q) in [(-dx, a.x - r.left), (dx, r.right - a.x), (-dy, a.y - r.top), (dy, r.bottom - a.y)] {
      if p == 0 {
        if q < 0 { return nil }
      } else if p < 0 {
        enter = max(enter, q / p)
      } else {
        leave = min(leave, q / p)
      }
    }
    guard enter <= leave else { return nil }
    let from = enter == 0 ? a : Point(a.x + enter * dx, a.y + enter * dy)
    let to = leave == 1 ? b : Point(a.x + leave * dx, a.y + leave * dy)
    return (from, to)
  }

  /// The finite stretches of a row of points.
  static func stretches(_ points: [Point]) -> [[Point]] {
    points.split { !$0.isFinite }.map(Array.init)
  }
}
