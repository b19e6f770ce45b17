import LanternSupport

/// Paints a PNG or a PDF with libcairo.
final class CairoCanvas: Canvas {
  private let cairo: CairoLibrary
  private let surface: CairoLibrary.Object
  private let context: CairoLibrary.Object
  private let text: CairoText
  /// Device units in a point.
  private let scale: Double
  /// Whether the page is made of pixels, which straight edges are moved onto.
  private let isRaster: Bool
  private let output: Output
  /// The pixels that may be painted, of a raster.
  private var clips: [PixelBox] = []

  /// The bytes cairo has written.
  private final class Output {
    var bytes: [UInt8] = []
  }

  private static let collect: CairoLibrary.WriteFunction = { closure, data, count in
    guard let closure, let data else { return count == 0 ? 0 : 11 }
    Unmanaged<Output>.fromOpaque(closure).takeUnretainedValue().bytes.append(
      contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return 0
  }

  /// How far, in pixels, a curve may be from the straight pieces it is drawn with.
  private static let tolerance = 0.05
  private static let miterLimit = 4.0
  private static let largestImage = 32_767.0

  /// A page of pixels, sized in inches.
  init(_ cairo: CairoLibrary, pngWidth: Double, height: Double, dpi: Double) throws {
    guard dpi > 0, dpi <= 10_000 else { throw TensorError(.argument, op: "savefig", "dpi must be between 0 and 10000, not \(dpi)") }
    let (columns, rows) = ((pngWidth * dpi).rounded(.down), (height * dpi).rounded(.down))
    guard columns >= 1, rows >= 1, columns <= Self.largestImage, rows <= Self.largestImage else {
      throw TensorError(
        .argument, op: "savefig", "Image size of \(Int(columns))x\(Int(rows)) pixels is too large or empty",
        hint: "each side must have between 1 and \(Int(Self.largestImage)) pixels: choose another figsize or dpi.")
    }
    self.cairo = cairo
    output = Output()
    let argb32: Int32 = 0
    surface = try Self.checked(cairo.imageSurfaceCreate(argb32, Int32(columns), Int32(rows)), cairo)
    scale = dpi / 72
    isRaster = true
    (context, text) = try Self.start(cairo, surface, isRaster: true)
  }

  /// A document of one page, sized in points.
  init(_ cairo: CairoLibrary, pdfWidth: Double, height: Double) throws {
    self.cairo = cairo
    output = Output()
    surface = try Self.checked(
      cairo.pdfSurfaceCreate(Self.collect, Unmanaged.passUnretained(output).toOpaque(), pdfWidth, height), cairo)
    // Without a date the same figure gives the same bytes.
    let creationDate: Int32 = 5
    cairo.pdfSetMetadata(surface, creationDate, "")
    scale = 1
    isRaster = false
    (context, text) = try Self.start(cairo, surface, isRaster: false)
  }

  private static func checked(_ surface: CairoLibrary.Object?, _ cairo: CairoLibrary) throws -> CairoLibrary.Object {
    let status = cairo.surfaceStatus(surface)
    guard let surface, status == 0 else {
      cairo.surfaceDestroy(surface)
      throw failure(status, cairo)
    }
    return surface
  }

  private static func start(
    _ cairo: CairoLibrary, _ surface: CairoLibrary.Object, isRaster: Bool
  ) throws -> (CairoLibrary.Object, CairoText) {
    guard let context = cairo.create(surface) else { throw failure(1, cairo) }
    if isRaster { cairo.setTolerance(context, tolerance) }
    cairo.setMiterLimit(context, miterLimit)
    return (context, CairoText(cairo, context: context, isRaster: isRaster))
  }

  private static func failure(_ status: Int32, _ cairo: CairoLibrary) -> TensorError {
    let reason = cairo.statusText(status).map { String(cString: $0) } ?? "unknown"
    return TensorError(.memory, op: "savefig", "cairo cannot draw the figure: \(reason) (status \(status))")
  }

  deinit {
    cairo.destroy(context)
    cairo.surfaceDestroy(surface)
  }

  /// Ends drawing and gives the bytes of the file.
  func finish() throws -> [UInt8] {
    var status = cairo.status(context)
    if status == 0, isRaster {
      cairo.surfaceFlush(surface)
      guard let data = cairo.imageData(surface) else { throw Self.failure(1, cairo) }
      let step = Int(cairo.imageStride(surface))
      let columns = Int(cairo.imageWidth(surface))
      // The page is opaque: three bytes a pixel.
      return PNGEncoder.encode(columns: columns, rows: Int(cairo.imageHeight(surface)), channels: 3) { row, target in
        let line = UnsafeMutableRawPointer(data + row * step).assumingMemoryBound(to: UInt32.self)
        for column in 0..<columns {
          let pixel = line[column]
          target[3 * column] = UInt8(truncatingIfNeeded: pixel >> 16)
          target[3 * column + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
          target[3 * column + 2] = UInt8(truncatingIfNeeded: pixel)
        }
      }
    }
    cairo.surfaceFinish(surface)
    if status == 0 { status = cairo.surfaceStatus(surface) }
    guard status == 0 else { throw Self.failure(status, cairo) }
    return output.bytes
  }

  /// The pixels painted so far; the page is opaque.
  func pagePixels() throws -> PagePixels {
    let status = cairo.status(context)
    guard status == 0 else { throw Self.failure(status, cairo) }
    cairo.surfaceFlush(surface)
    guard let data = cairo.imageData(surface) else { throw Self.failure(1, cairo) }
    let (columns, rows) = (Int(cairo.imageWidth(surface)), Int(cairo.imageHeight(surface)))
    let step = Int(cairo.imageStride(surface))
    var pixels: [UInt32] = []
    pixels.reserveCapacity(columns * rows)
    for row in 0..<rows {
      let line = UnsafeMutableRawPointer(data + row * step).assumingMemoryBound(to: UInt32.self)
      pixels += UnsafeBufferPointer(start: line, count: columns).lazy.map { $0 & 0xFF_FFFF }
    }
    return PagePixels(columns: columns, rows: rows, pixels: pixels)
  }

  // MARK: Outlines

  func draw(_ path: Path, fill: RGBA?, stroke: Stroke?, snap: Snap) {
    trace(device(path, stroke: stroke, snap: snap), context)
    if path.isEvenOdd { cairo.setFillRule(context, 1) }
    paint(fill: fill, stroke: stroke, context)
    if path.isEvenOdd { cairo.setFillRule(context, 0) }
  }

  func stamp(_ marks: [Mark], at places: [Point], choices: [Int32]?) {
    // One outline serves all places, so that every copy has the same pixels; one that is not snapped itself, such as a disc, stands
    // in the middle of its pixel.
    let shapes = marks.map { mark -> (path: Path, shift: Double) in
      (device(mark.path, stroke: mark.stroke, snap: mark.snap), isRaster && !snaps(mark.path, mark.snap) ? 0.5 : 0)
    }
    // Painting a mark into a small picture first pays where it is used often.
    let often = 8
    let isWorthIt = isRaster && places.count >= often * marks.count
    if isWorthIt, let sprites = sprites(marks, shapes) {
      blend(sprites, at: places, choices: choices)
      return
    }
    for (index, place) in places.enumerated() {
      let choice = choices.map { Int($0[index]) } ?? 0
      let p = isRaster ? pixel(place) : Point(place.x * scale, place.y * scale)
      let (shape, shift) = shapes[choice]
      trace(shape.translated(Point(p.x + shift, p.y + shift)), context)
      paint(fill: marks[choice].fill, stroke: marks[choice].stroke, context)
    }
  }

  private func pixel(_ p: Point) -> Point { Point((p.x * scale + 0.5).rounded(.down), (p.y * scale + 0.5).rounded(.down)) }

  /// All marks painted; `nil` where one of them is too large for that.
  private func sprites(_ marks: [Mark], _ shapes: [(path: Path, shift: Double)]) -> [Sprite]? {
    var sprites: [Sprite] = []
    for (mark, shape) in zip(marks, shapes) {
      guard let sprite = sprite(of: shape.path.translated(Point(shape.shift, shape.shift)), mark) else { return nil }
      sprites.append(sprite)
    }
    return sprites
  }

  /// The outline painted once into a small picture round the origin.
  private func sprite(of shape: Path, _ mark: Mark) -> Sprite? {
    var farthest = 0.0
    for element in shape.elements {
      switch element {
      case .move(let p), .line(let p): farthest = max(farthest, abs(p.x), abs(p.y))
      case .curve(let a, let b, let p): for q in [a, b, p] { farthest = max(farthest, abs(q.x), abs(q.y)) }
      case .close: break
      }
    }
    // A mitred corner reaches out by up to the miter limit.
    let reach = (farthest + (mark.stroke?.width ?? 0) * scale * Self.miterLimit / 2 + 2).rounded(.up)
    guard reach < 256 else { return nil }
    let side = Int32(2 * reach)
    guard let image = cairo.imageSurfaceCreate(0, side, side), cairo.surfaceStatus(image) == 0, let brush = cairo.create(image) else {
      return nil
    }
    defer { cairo.surfaceDestroy(image) }
    cairo.setTolerance(brush, Self.tolerance)
    cairo.setMiterLimit(brush, Self.miterLimit)
    trace(shape.translated(Point(reach, reach)), brush)
    paint(fill: mark.fill, stroke: mark.stroke, brush)
    cairo.destroy(brush)
    cairo.surfaceFlush(image)
    guard let data = cairo.imageData(image) else { return nil }
    return Sprite(data, side: Int(side), stride: Int(cairo.imageStride(image)), reach: Int(reach))
  }

  /// Lays sprites over the page, pixel by pixel: a million points take a fraction of a second.
  private func blend(_ sprites: [Sprite], at places: [Point], choices: [Int32]?) {
    cairo.surfaceFlush(surface)
    guard let data = cairo.imageData(surface) else { return }
    let (width, height) = (Int(cairo.imageWidth(surface)), Int(cairo.imageHeight(surface)))
    let page = PixelPage(data, stride: Int(cairo.imageStride(surface)), clip: clips.last ?? PixelBox(0, 0, width, height))
    for (index, place) in places.enumerated() {
      let p = pixel(place)
      guard abs(p.x) < 1e6, abs(p.y) < 1e6 else { continue }
      page.blend(sprites[choices.map { Int($0[index]) } ?? 0], x: Int(p.x), y: Int(p.y))
    }
    cairo.surfaceMarkDirty(surface)
  }

  private func snaps(_ path: Path, _ snap: Snap) -> Bool { isRaster && snap != .never && (snap == .always || path.isRectilinear) }

  /// The outline in device units, its points moved to the middle of pixels (for a line of odd width) or to their borders.
  private func device(_ path: Path, stroke: Stroke?, snap: Snap) -> Path {
    let scaled = path.map { Point($0.x * scale, $0.y * scale) }
    guard snaps(path, snap) else { return scaled }
    let isOdd = stroke.map { Int(($0.width * scale).rounded()) % 2 == 1 } ?? false
    let shift = isOdd ? 0.5 : 0
    return scaled.map { Point(($0.x + 0.5).rounded(.down) + shift, ($0.y + 0.5).rounded(.down) + shift) }
  }

  private func trace(_ path: Path, _ context: CairoLibrary.Object) {
    cairo.newPath(context)
    for element in path.elements {
      switch element {
      case .move(let p): cairo.moveTo(context, p.x, p.y)
      case .line(let p): cairo.lineTo(context, p.x, p.y)
      case .curve(let a, let b, let p): cairo.curveTo(context, a.x, a.y, b.x, b.y, p.x, p.y)
      case .close: cairo.closePath(context)
      }
    }
  }

  private func paint(fill: RGBA?, stroke: Stroke?, _ context: CairoLibrary.Object) {
    if let fill {
      cairo.setSource(context, fill.red, fill.green, fill.blue, fill.alpha)
      cairo.fillPreserve(context)
    }
    if let stroke {
      cairo.setSource(context, stroke.color.red, stroke.color.green, stroke.color.blue, stroke.color.alpha)
      cairo.setLineWidth(context, stroke.width * scale)
      let dashes = stroke.dashes.map { $0 * scale }
      cairo.setDash(context, dashes, Int32(dashes.count), 0)
      switch stroke.cap {
      case .butt: cairo.setLineCap(context, 0)
      case .round: cairo.setLineCap(context, 1)
      case .square: cairo.setLineCap(context, 2)
      }
      switch stroke.join {
      case .miter: cairo.setLineJoin(context, 0)
      case .round: cairo.setLineJoin(context, 1)
      case .bevel: cairo.setLineJoin(context, 2)
      }
      cairo.stroke(context)
    } else {
      cairo.newPath(context)
    }
  }

  func draw(_ original: Picture, from: Point, to: Point) {
    var (a, b) = (Point(from.x * scale, from.y * scale), Point(to.x * scale, to.y * scale))
    if isRaster { (a, b) = (Point(a.x.rounded(), a.y.rounded()), Point(b.x.rounded(), b.y.rounded())) }
    let perInch = isRaster ? 1 : 100.0 / 72
    let picture = original.adapted(width: abs(b.x - a.x) * perInch, height: abs(b.y - a.y) * perInch)
    let (x, y) = ((b.x - a.x) / Double(picture.columns), (b.y - a.y) / Double(picture.rows))
    guard x != 0, y != 0, picture.columns <= Int(Self.largestImage), picture.rows <= Int(Self.largestImage) else { return }
    var pixels = picture.pixels
    pixels.withUnsafeMutableBytes { bytes in
      let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      let image = cairo.imageSurfaceForData(start, 0, Int32(picture.columns), Int32(picture.rows), Int32(4 * picture.columns))
      cairo.save(context)
      cairo.translate(context, a.x, a.y)
      cairo.scale(context, x, y)
      cairo.setSourceSurface(context, image, 0, 0)
      let nearest: Int32 = 3
      cairo.patternSetFilter(cairo.getSource(context), nearest)
      cairo.rectangle(context, 0, 0, Double(picture.columns), Double(picture.rows))
      cairo.fill(context)
      cairo.restore(context)
      // A document may read the pixels as late as when it is finished, unless the image ends first and is copied.
      cairo.surfaceFinish(image)
      cairo.surfaceDestroy(image)
    }
  }

  // MARK: Text and clipping

  func draw(_ run: TextRun) { text.draw(run, scale: scale) }

  func pushClip(_ rect: Rect) {
    var area = Rect(left: rect.left * scale, top: rect.top * scale, right: rect.right * scale, bottom: rect.bottom * scale)
    if isRaster {
      area = Rect(
        left: (area.left + 0.5).rounded(.down), top: (area.top + 0.5).rounded(.down), right: (area.right + 0.5).rounded(.down),
        bottom: (area.bottom + 0.5).rounded(.down))
      let page = clips.last ?? PixelBox(0, 0, Int(cairo.imageWidth(surface)), Int(cairo.imageHeight(surface)))
      clips.append(page.intersection(area))
    }
    cairo.save(context)
    cairo.newPath(context)
    cairo.rectangle(context, area.left, area.top, area.width, area.height)
    cairo.clip(context)
  }

  func popClip() {
    cairo.restore(context)
    _ = clips.popLast()
  }
}
