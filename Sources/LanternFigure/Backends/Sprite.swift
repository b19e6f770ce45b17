/// A rectangle of whole pixels.
struct PixelBox: Hashable {
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int

  init(_ left: Int, _ top: Int, _ right: Int, _ bottom: Int) {
    (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
  }

  /// The part inside a rectangle whose sides are whole numbers.
  func intersection(_ rect: Rect) -> PixelBox {
    func whole(_ x: Double) -> Int { Int(min(max(x, -1e6), 1e6)) }
    return PixelBox(
      max(left, whole(rect.left)), max(top, whole(rect.top)), min(right, whole(rect.right)), min(bottom, whole(rect.bottom)))
  }
}

/// A small picture with premultiplied alpha and its origin in the middle, to be laid over a page many times.
struct Sprite {
  /// The runs of pixels that are not empty: where they begin, counted from the origin, and their colours.
  private(set) var rows: [(y: Int, x: Int, pixels: [UInt32])] = []

  init(_ data: UnsafeMutablePointer<UInt8>, side: Int, stride: Int, reach: Int) {
    for row in 0..<side {
      let line = UnsafeMutableRawPointer(data + row * stride).assumingMemoryBound(to: UInt32.self)
      let pixels = UnsafeBufferPointer(start: line, count: side)
      guard let first = pixels.firstIndex(where: { $0 != 0 }), let last = pixels.lastIndex(where: { $0 != 0 }) else { continue }
      rows.append((row - reach, first - reach, Array(pixels[first...last])))
    }
  }
}

/// The pixels of a page that sprites are laid over.
struct PixelPage {
  private let data: UnsafeMutablePointer<UInt8>
  private let stride: Int
  private let clip: PixelBox

  init(_ data: UnsafeMutablePointer<UInt8>, stride: Int, clip: PixelBox) {
    self.data = data
    self.stride = stride
    self.clip = clip
  }

  /// Lays a sprite with its origin on a pixel.
  func blend(_ sprite: Sprite, x: Int, y: Int) {
    for (dy, dx, pixels) in sprite.rows {
      let row = y + dy
      guard row >= clip.top, row < clip.bottom else { continue }
      let start = x + dx
      let (from, to) = (max(clip.left - start, 0), min(clip.right - start, pixels.count))
      guard from < to else { continue }
      let line = UnsafeMutableRawPointer(data + row * stride).assumingMemoryBound(to: UInt32.self) + start
      pixels.withUnsafeBufferPointer { source in
        for i in from..<to {
          let pixel = source[i]
          let alpha = pixel >> 24
          if alpha == 255 {
            line[i] = pixel
          } else if alpha > 0 {
            line[i] = pixel &+ Self.faded(line[i], by: 255 - alpha)
          }
        }
      }
    }
  }

  /// All four parts times `share` / 255, two at a time.
  private static func faded(_ pixel: UInt32, by share: UInt32) -> UInt32 {
    func half(_ parts: UInt32) -> UInt32 {
      let product = parts &* share &+ 0x0080_0080
      return (product &+ ((product >> 8) & 0x00FF_00FF)) >> 8 & 0x00FF_00FF
    }
    return half(pixel & 0x00FF_00FF) | half(pixel >> 8 & 0x00FF_00FF) << 8
  }
}
