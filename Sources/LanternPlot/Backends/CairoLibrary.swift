import Lantern

/// The functions of libcairo that the PNG and PDF canvases call, bound while the program runs.
struct CairoLibrary: @unchecked Sendable {
  // Bound once and never changed; cairo itself may be called from many threads with an object each.
  typealias Object = OpaquePointer
  /// Receives a piece of the file: (closure, bytes, count) -> 0 when it was taken.
  typealias WriteFunction = @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> Int32

  /// A glyph and where it stands, laid out as cairo's `cairo_glyph_t`.
  struct Glyph {
    var index: UInt
    var x: Double
    var y: Double
  }

  /// Sizes of text, laid out as cairo's `cairo_text_extents_t`.
  struct TextExtents {
    var xBearing = 0.0
    var yBearing = 0.0
    var width = 0.0
    var height = 0.0
    var xAdvance = 0.0
    var yAdvance = 0.0
  }

  let imageSurfaceCreate: @convention(c) (Int32, Int32, Int32) -> Object?
  let imageSurfaceForData: @convention(c) (UnsafeMutablePointer<UInt8>?, Int32, Int32, Int32, Int32) -> Object?
  let imageData: @convention(c) (Object?) -> UnsafeMutablePointer<UInt8>?
  let imageStride: @convention(c) (Object?) -> Int32
  let imageWidth: @convention(c) (Object?) -> Int32
  let imageHeight: @convention(c) (Object?) -> Int32
  let surfaceFlush: @convention(c) (Object?) -> Void
  let surfaceMarkDirty: @convention(c) (Object?) -> Void
  let setFillRule: @convention(c) (Object?, Int32) -> Void
  let getSource: @convention(c) (Object?) -> Object?
  let patternSetFilter: @convention(c) (Object?, Int32) -> Void
  let scale: @convention(c) (Object?, Double, Double) -> Void
  let pdfSurfaceCreate: @convention(c) (WriteFunction?, UnsafeMutableRawPointer?, Double, Double) -> Object?
  let pdfSetMetadata: @convention(c) (Object?, Int32, UnsafePointer<CChar>?) -> Void
  let surfaceStatus: @convention(c) (Object?) -> Int32
  let surfaceFinish: @convention(c) (Object?) -> Void
  let surfaceDestroy: @convention(c) (Object?) -> Void
  let writePNG: @convention(c) (Object?, WriteFunction?, UnsafeMutableRawPointer?) -> Int32
  let statusText: @convention(c) (Int32) -> UnsafePointer<CChar>?
  let create: @convention(c) (Object?) -> Object?
  let destroy: @convention(c) (Object?) -> Void
  let status: @convention(c) (Object?) -> Int32
  let save: @convention(c) (Object?) -> Void
  let restore: @convention(c) (Object?) -> Void
  let rotate: @convention(c) (Object?, Double) -> Void
  let translate: @convention(c) (Object?, Double, Double) -> Void
  let newPath: @convention(c) (Object?) -> Void
  let moveTo: @convention(c) (Object?, Double, Double) -> Void
  let lineTo: @convention(c) (Object?, Double, Double) -> Void
  let curveTo: @convention(c) (Object?, Double, Double, Double, Double, Double, Double) -> Void
  let closePath: @convention(c) (Object?) -> Void
  let rectangle: @convention(c) (Object?, Double, Double, Double, Double) -> Void
  let clip: @convention(c) (Object?) -> Void
  let fill: @convention(c) (Object?) -> Void
  let fillPreserve: @convention(c) (Object?) -> Void
  let stroke: @convention(c) (Object?) -> Void
  let setSource: @convention(c) (Object?, Double, Double, Double, Double) -> Void
  let setSourceSurface: @convention(c) (Object?, Object?, Double, Double) -> Void
  let paint: @convention(c) (Object?) -> Void
  let setLineWidth: @convention(c) (Object?, Double) -> Void
  let setLineCap: @convention(c) (Object?, Int32) -> Void
  let setLineJoin: @convention(c) (Object?, Int32) -> Void
  let setMiterLimit: @convention(c) (Object?, Double) -> Void
  let setDash: @convention(c) (Object?, UnsafePointer<Double>?, Int32, Double) -> Void
  let setTolerance: @convention(c) (Object?, Double) -> Void
  let selectFontFace: @convention(c) (Object?, UnsafePointer<CChar>?, Int32, Int32) -> Void
  let setFontFace: @convention(c) (Object?, Object?) -> Void
  let setFontMatrix: @convention(c) (Object?, UnsafePointer<Double>?) -> Void
  let setFontOptions: @convention(c) (Object?, Object?) -> Void
  let fontOptionsCreate: @convention(c) () -> Object?
  let fontOptionsDestroy: @convention(c) (Object?) -> Void
  let fontOptionsSetHintStyle: @convention(c) (Object?, Int32) -> Void
  let fontOptionsSetHintMetrics: @convention(c) (Object?, Int32) -> Void
  let fontOptionsSetAntialias: @convention(c) (Object?, Int32) -> Void
  let freeTypeFace: @convention(c) (OpaquePointer?, Int32) -> Object?
  let glyphPath: @convention(c) (Object?, UnsafeRawPointer?, Int32) -> Void
  let showGlyphs: @convention(c) (Object?, UnsafeRawPointer?, Int32) -> Void
  let textExtents: @convention(c) (Object?, UnsafePointer<CChar>?, UnsafeMutableRawPointer?) -> Void
  let showText: @convention(c) (Object?, UnsafePointer<CChar>?) -> Void

  /// Where the library is looked for; `LANTERN_CAIRO` names another file.
  static var searchList: [String] { FileOutput.environment("LANTERN_CAIRO").map { [$0] } ?? ["libcairo.so.2", "libcairo.so"] }

  /// Binds the first library of the list that can be loaded.
  init(searching names: [String]) throws {
    let library = try DynamicLibrary(
      names, op: "savefig", purpose: "PNG and PDF files need the cairo library",
      remedy: "install it (apt install libcairo2 fonts-dejavu-core) or save as .svg, which needs nothing.")
    imageSurfaceCreate = try library.function("cairo_image_surface_create")
    imageSurfaceForData = try library.function("cairo_image_surface_create_for_data")
    imageData = try library.function("cairo_image_surface_get_data")
    imageStride = try library.function("cairo_image_surface_get_stride")
    imageWidth = try library.function("cairo_image_surface_get_width")
    imageHeight = try library.function("cairo_image_surface_get_height")
    surfaceFlush = try library.function("cairo_surface_flush")
    surfaceMarkDirty = try library.function("cairo_surface_mark_dirty")
    setFillRule = try library.function("cairo_set_fill_rule")
    getSource = try library.function("cairo_get_source")
    patternSetFilter = try library.function("cairo_pattern_set_filter")
    scale = try library.function("cairo_scale")
    pdfSurfaceCreate = try library.function("cairo_pdf_surface_create_for_stream")
    pdfSetMetadata = try library.function("cairo_pdf_surface_set_metadata")
    surfaceStatus = try library.function("cairo_surface_status")
    surfaceFinish = try library.function("cairo_surface_finish")
    surfaceDestroy = try library.function("cairo_surface_destroy")
    writePNG = try library.function("cairo_surface_write_to_png_stream")
    statusText = try library.function("cairo_status_to_string")
    create = try library.function("cairo_create")
    destroy = try library.function("cairo_destroy")
    status = try library.function("cairo_status")
    save = try library.function("cairo_save")
    restore = try library.function("cairo_restore")
    rotate = try library.function("cairo_rotate")
    translate = try library.function("cairo_translate")
    newPath = try library.function("cairo_new_path")
    moveTo = try library.function("cairo_move_to")
    lineTo = try library.function("cairo_line_to")
    curveTo = try library.function("cairo_curve_to")
    closePath = try library.function("cairo_close_path")
    rectangle = try library.function("cairo_rectangle")
    clip = try library.function("cairo_clip")
    fill = try library.function("cairo_fill")
    fillPreserve = try library.function("cairo_fill_preserve")
    stroke = try library.function("cairo_stroke")
    setSource = try library.function("cairo_set_source_rgba")
    setSourceSurface = try library.function("cairo_set_source_surface")
    paint = try library.function("cairo_paint")
    setLineWidth = try library.function("cairo_set_line_width")
    setLineCap = try library.function("cairo_set_line_cap")
    setLineJoin = try library.function("cairo_set_line_join")
    setMiterLimit = try library.function("cairo_set_miter_limit")
    setDash = try library.function("cairo_set_dash")
    setTolerance = try library.function("cairo_set_tolerance")
    selectFontFace = try library.function("cairo_select_font_face")
    setFontFace = try library.function("cairo_set_font_face")
    setFontMatrix = try library.function("cairo_set_font_matrix")
    setFontOptions = try library.function("cairo_set_font_options")
    fontOptionsCreate = try library.function("cairo_font_options_create")
    fontOptionsDestroy = try library.function("cairo_font_options_destroy")
    fontOptionsSetHintStyle = try library.function("cairo_font_options_set_hint_style")
    fontOptionsSetHintMetrics = try library.function("cairo_font_options_set_hint_metrics")
    fontOptionsSetAntialias = try library.function("cairo_font_options_set_antialias")
    freeTypeFace = try library.function("cairo_ft_font_face_create_for_ft_face")
    glyphPath = try library.function("cairo_glyph_path")
    showGlyphs = try library.function("cairo_show_glyphs")
    textExtents = try library.function("cairo_text_extents")
    showText = try library.function("cairo_show_text")
  }

  private static let loaded = Result { try CairoLibrary(searching: searchList) }

  /// The library, looked for once.
  static func shared() throws -> CairoLibrary { try loaded.get() }

  /// Whether PNG and PDF can be written.
  static var isAvailable: Bool { (try? loaded.get()) != nil }
}
