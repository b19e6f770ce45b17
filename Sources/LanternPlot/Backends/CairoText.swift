import Lantern

/// DejaVu Sans as cairo knows it. FreeType's faces serve one thread at a time: a canvas takes one from the pool and gives it back, and
/// since cairo keeps the fonts it has sized, they are never closed.
private final class CairoFont: @unchecked Sendable {
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
  /// Whether glyphs are painted as outlines at their exact place (a raster) or kept as text (a document).
  private let asOutlines: Bool

  private var font: FontFile? { pooled?.file }

  init(_ cairo: CairoLibrary, context: CairoLibrary.Object, hinted: Bool, asOutlines: Bool) {
    self.cairo = cairo
    self.context = context
    self.asOutlines = asOutlines
    let options = cairo.fontOptionsCreate()
    // Hint style none is 1, full is 4; metrics off is 1, on is 2; grey antialiasing is 2.
    cairo.fontOptionsSetHintStyle(options, hinted ? 4 : 1)
    cairo.fontOptionsSetHintMetrics(options, hinted ? 2 : 1)
    cairo.fontOptionsSetAntialias(options, 2)
    cairo.setFontOptions(context, options)
    cairo.fontOptionsDestroy(options)
    pooled = CairoFont.take(cairo)
    if let pooled { cairo.setFontFace(context, pooled.face) } else { cairo.selectFontFace(context, "DejaVu Sans", 0, 0) }
  }

  deinit { pooled?.giveBack() }

  /// Paints a line of text; `x`, `y` and `size` are in device units.
  func draw(_ run: TextRun, x: Double, y: Double, size: Double) {
    cairo.setSource(context, run.color.red, run.color.green, run.color.blue, run.color.alpha)
    cairo.save(context)
    cairo.translate(context, x, y)
    // Widths are those of upright text: they are taken before turning.
    cairo.setFontSize(context, size)
    if let font { drawGlyphs(run, font, size: size) } else { drawToy(run) }
    cairo.restore(context)
  }

  private func offset(_ alignment: TextRun.Alignment, width: Double) -> Double {
    switch alignment {
    case .left: 0
    case .center: -width / 2
    case .right: -width
    }
  }

  /// The glyphs of a line from x = 0 on, at the font size in force, and its size in device units.
  private func set(_ text: some StringProtocol, _ font: FontFile, size: Double) -> (glyphs: [CairoLibrary.Glyph], extent: LineSize) {
    let scaled = cairo.scaledFont(context)
    var glyphs: [CairoLibrary.Glyph] = []
    var extent = LineSize(width: 0, ascent: 0, descent: 0)
    var last: UInt32 = 0
    for scalar in text.unicodeScalars where scalar.value >= 0x20 {
      let index = font.glyph(scalar)
      if last != 0, index != 0 { extent.width += Double(font.kerning(last, index)) / Double(FontMetrics.unitsPerEm) * size }
      let glyph = CairoLibrary.Glyph(index: UInt(index), x: extent.width, y: 0)
      glyphs.append(glyph)
      var extents = CairoLibrary.TextExtents()
      withUnsafePointer(to: glyph) { glyph in
        withUnsafeMutablePointer(to: &extents) { cairo.glyphExtents(scaled, glyph, 1, $0) }
      }
      extent.width += extents.xAdvance
      extent.ascent = max(extent.ascent, -extents.yBearing)
      extent.descent = max(extent.descent, extents.height + extents.yBearing)
      last = index
    }
    return (glyphs, extent)
  }

  /// The size of a line in device units; not smaller than the font's own ascent and descent.
  func measure(_ line: Substring, size: Double) -> LineSize {
    let bundled = FontMetrics.measure(line, size)
    guard let font else { return bundled }
    cairo.setFontSize(context, size)
    let extent = set(line, font, size: size).extent
    return LineSize(
      width: extent.width, ascent: max(bundled.ascent, extent.ascent), descent: max(bundled.descent, extent.descent))
  }

  private func drawGlyphs(_ run: TextRun, _ font: FontFile, size: Double) {
    var (glyphs, extent) = set(run.text, font, size: size)
    let start = offset(run.alignment, width: extent.width)
    for i in glyphs.indices { glyphs[i].x += start }
    if run.rotation != 0 { cairo.rotate(context, -run.rotation * .pi / 180) }
    glyphs.withUnsafeBufferPointer { buffer in
      if asOutlines {
        cairo.newPath(context)
        cairo.glyphPath(context, buffer.baseAddress, Int32(buffer.count))
        cairo.fill(context)
      } else {
        cairo.showGlyphs(context, buffer.baseAddress, Int32(buffer.count))
      }
    }
  }

  private func drawToy(_ run: TextRun) {
    var extents = CairoLibrary.TextExtents()
    withUnsafeMutablePointer(to: &extents) { cairo.textExtents(context, run.text, $0) }
    if run.rotation != 0 { cairo.rotate(context, -run.rotation * .pi / 180) }
    cairo.moveTo(context, offset(run.alignment, width: extents.xAdvance), 0)
    cairo.showText(context, run.text)
  }
}
