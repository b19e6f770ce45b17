import LanternSupport

/// DejaVu Sans as cairo knows it. FreeType's faces serve one thread at a time: a canvas takes one from the pool and gives it back, and
/// since cairo keeps the fonts it has sized, they are never closed.
final class CairoFont: @unchecked Sendable {
  let file: FontFile
  let face: CairoLibrary.Object

  private static let pool = Locked<[CairoFont]>([])

  private init?(_ cairo: CairoLibrary) {
    guard let file = FontFile(), let face = cairo.freeTypeFace(file.face, 0) else { return nil }
    self.file = file
    self.face = face
  }

  static func take(_ cairo: CairoLibrary) -> CairoFont? { pool.withLock { $0.popLast() } ?? CairoFont(cairo) }

  func giveBack() { Self.pool.withLock { $0.append(self) } }
}

/// Sets text with cairo: glyph by glyph from DejaVu Sans where the file is found, else with what cairo calls sans-serif.
final class CairoText {
  private let cairo: CairoLibrary
  private let context: CairoLibrary.Object
  private let pooled: CairoFont?
  /// Whether glyphs are painted as outlines on whole rows of pixels (a raster) or kept as text (a document).
  private let isRaster: Bool

  init(_ cairo: CairoLibrary, context: CairoLibrary.Object, isRaster: Bool) {
    self.cairo = cairo
    self.context = context
    self.isRaster = isRaster
    let options = cairo.fontOptionsCreate()
    // Hint style none is 1, slight is 2; metrics off is 1; grey antialiasing is 2.
    cairo.fontOptionsSetHintStyle(options, isRaster ? 2 : 1)
    cairo.fontOptionsSetHintMetrics(options, 1)
    cairo.fontOptionsSetAntialias(options, 2)
    cairo.setFontOptions(context, options)
    cairo.fontOptionsDestroy(options)
    pooled = CairoFont.take(cairo)
    if let pooled { cairo.setFontFace(context, pooled.face) } else { cairo.selectFontFace(context, "DejaVu Sans", 0, 0) }
  }

  deinit { pooled?.giveBack() }

  /// Paints a line of text on a page with `scale` device units in a point.
  func draw(_ run: TextRun, scale: Double) {
    cairo.setSource(context, run.color.red, run.color.green, run.color.blue, run.color.alpha)
    cairo.save(context)
    // Letters keep their edges where their baseline runs along whole pixels.
    var origin = Point(run.origin.x * scale, run.origin.y * scale)
    if isRaster, run.rotation == 0 { origin.y = origin.y.rounded() }
    if isRaster, run.rotation == 90 { origin.x = origin.x.rounded() }
    cairo.translate(context, origin.x, origin.y)
    let size = run.size * scale
    // The size, and for leaning letters how far they lean: xx, yx, xy, yy and a shift.
    cairo.setFontMatrix(context, [size, 0, run.isItalic ? -TextRun.slant * size : 0, size, 0, 0])
    if run.rotation != 0 { cairo.rotate(context, -run.rotation * .pi / 180) }
    let fraction = run.alignment == .left ? 0 : run.alignment == .right ? 1.0 : 0.5
    if let font = pooled?.file {
      let start = -fraction * FontMetrics.width(run.text, size: run.size) * scale
      let glyphs = FontMetrics.places(run.text, size: run.size * scale)
        .map { CairoLibrary.Glyph(index: UInt(font.glyph($0.scalar)), x: start + $0.x, y: 0) }
      draw(glyphs)
    } else {
      var extents = CairoLibrary.TextExtents()
      withUnsafeMutablePointer(to: &extents) { cairo.textExtents(context, run.text, $0) }
      cairo.moveTo(context, -fraction * extents.xAdvance, 0)
      cairo.showText(context, run.text)
    }
    cairo.restore(context)
  }

  private func draw(_ glyphs: [CairoLibrary.Glyph]) {
    glyphs.withUnsafeBufferPointer { buffer in
      if isRaster {
        cairo.newPath(context)
        cairo.glyphPath(context, buffer.baseAddress, Int32(buffer.count))
        cairo.fill(context)
      } else {
        cairo.showGlyphs(context, buffer.baseAddress, Int32(buffer.count))
      }
    }
  }
}
