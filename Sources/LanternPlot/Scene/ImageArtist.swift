/// A rectangle of coloured cells. Mirrors the image `matplotlib.axes.Axes.imshow` makes.
struct ImageArtist: Artist {
  var picture: Picture
  /// The outer borders in the numbers of the data: the first row lies at `top`.
  var left: Double
  var right: Double
  var top: Double
  var bottom: Double
  var zOrder = 0.0

  var label: String? { nil }

  var dataLimits: (x: DataLimits, y: DataLimits) {
    func limits(_ a: Double, _ b: Double) -> DataLimits {
      var limits = DataLimits()
      limits.include(a)
      limits.include(b)
      limits.sticky = [a, b]
      return limits
    }
    return (limits(left, right), limits(top, bottom))
  }

  func draw(on canvas: any Canvas, _ transform: DataTransform) {
    let (a, b) = (transform.point(left, top), transform.point(right, bottom))
    guard a.isFinite, b.isFinite, a != b else { return }
    canvas.draw(picture, from: a, to: b)
  }

  func obstacles(_ transform: DataTransform) -> Obstacles { Obstacles() }

  func drawHandle(on canvas: any Canvas, at origin: Point, width: Double, height: Double) {}
}

/// Pixels, row by row from the top, as 0xAARRGGBB with premultiplied alpha.
struct Picture: Hashable, Sendable {
  var rows: Int
  var columns: Int
  var pixels: [UInt32]
}
