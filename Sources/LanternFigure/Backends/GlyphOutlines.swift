import LanternSupport

/// The outlines of DejaVu Sans's letters, for documents whose text must look the same where the font is missing.
final class GlyphOutlines {
  private let cairo: CairoLibrary
  private let surface: CairoLibrary.Object
  private let context: CairoLibrary.Object
  private let font: CairoFont
  /// Outlines at 100 points.
  private var known: [Unicode.Scalar: Path] = [:]
  private static let size = 100.0

  /// Throws where libcairo, FreeType or the font is missing.
  init() throws {
    cairo = try CairoLibrary.shared()
    guard let surface = cairo.imageSurfaceCreate(0, 1, 1), let context = cairo.create(surface), let font = CairoFont.take(cairo) else {
      throw mistake(
        .notFound, "savefig", "text as outlines needs FreeType and the file DejaVuSans.ttf",
        "install them (apt install libfreetype6 fonts-dejavu-core) or keep text as text.")
    }
    self.surface = surface
    self.context = context
    self.font = font
    let options = cairo.fontOptionsCreate()
    cairo.fontOptionsSetHintStyle(options, 1)
    cairo.fontOptionsSetHintMetrics(options, 1)
    cairo.setFontOptions(context, options)
    cairo.fontOptionsDestroy(options)
    cairo.setFontFace(context, font.face)
    cairo.setFontMatrix(context, [Self.size, 0, 0, Self.size, 0, 0])
  }

  deinit {
    cairo.destroy(context)
    cairo.surfaceDestroy(surface)
    font.giveBack()
  }

  /// The outline of a line of text on the page.
  func path(_ run: TextRun) -> Path {
    let direction = Geometry.direction(degrees: run.rotation)
    let scale = run.size / Self.size
    let lean = run.isItalic ? TextRun.slant : 0
    var path = Path()
    for (scalar, origin) in run.glyphs {
      path.elements +=
        outline(scalar).map { p in
          let (x, y) = ((p.x - lean * p.y) * scale, p.y * scale)
          return Point(origin.x + x * direction.x - y * direction.y, origin.y + x * direction.y + y * direction.x)
        }.elements
    }
    return path
  }

  private func outline(_ scalar: Unicode.Scalar) -> Path {
    if let path = known[scalar] { return path }
    cairo.newPath(context)
    let glyph = CairoLibrary.Glyph(index: UInt(font.file.glyph(scalar)), x: 0, y: 0)
    withUnsafePointer(to: glyph) { cairo.glyphPath(context, $0, 1) }
    var path = Path()
    if let copied = cairo.copyPath(context) {
      // A cairo_path_t: status, items, their count. Items are 16 bytes: a header (kind, length in items), then points.
      let items = copied.load(fromByteOffset: 8, as: UnsafeRawPointer?.self)
      let count = Int(copied.load(fromByteOffset: 16, as: Int32.self))
      var index = 0
      while let items, index < count {
        func point(_ k: Int) -> Point {
          let p = items + (index + k) * 16
          return Point(p.load(as: Double.self), p.load(fromByteOffset: 8, as: Double.self))
        }
        let (kind, length) = (
          items.load(fromByteOffset: index * 16, as: Int32.self), items.load(fromByteOffset: index * 16 + 4, as: Int32.self)
        )
        switch kind {
        case 0: path.move(point(1))
        case 1: path.line(point(1))
        case 2: path.curve(point(1), point(2), point(3))
        default: path.close()
        }
        index += max(Int(length), 1)
      }
      cairo.destroyPath(copied)
    }
    // cairo moves to where it began after closing an outline.
    let elements = path.elements
    path.elements = elements.indices.filter { i in
      guard case .move = elements[i] else { return true }
      guard i + 1 < elements.count else { return false }
      if case .move = elements[i + 1] { return false }
      return true
    }.map { elements[$0] }
    known[scalar] = path
    return path
  }
}
