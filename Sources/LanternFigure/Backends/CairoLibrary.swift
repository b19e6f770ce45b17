import LanternSupport

/// The functions of libcairo that the PNG and PDF canvases call, bound while the program runs.
struct CairoLibrary: @unchecked Sendable {
  // Bound once; tests put functions of their own into a copy. cairo itself may be called from many threads with an object each.
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

  var imageSurfaceCreate: @convention(c) (Int32, Int32, Int32) -> Object?
  var imageSurfaceForData: @convention(c) (UnsafeMutablePointer<UInt8>?, Int32, Int32, Int32, Int32) -> Object?
  var imageData: @convention(c) (Object?) -> UnsafeMutablePointer<UInt8>?
  var imageStride: @convention(c) (Object?) -> Int32
  var imageWidth: @convention(c) (Object?) -> Int32
  var imageHeight: @convention(c) (Object?) -> Int32
  var surfaceFlush: @convention(c) (Object?) -> Void
  var surfaceMarkDirty: @convention(c) (Object?) -> Void
  var setFillRule: @convention(c) (Object?, Int32) -> Void
  var getSource: @convention(c) (Object?) -> Object?
  var patternSetFilter: @convention(c) (Object?, Int32) -> Void
  var scale: @convention(c) (Object?, Double, Double) -> Void
  var pdfSurfaceCreate: @convention(c) (WriteFunction?, UnsafeMutableRawPointer?, Double, Double) -> Object?
  var pdfSetMetadata: @convention(c) (Object?, Int32, UnsafePointer<CChar>?) -> Void
  var surfaceStatus: @convention(c) (Object?) -> Int32
  var surfaceFinish: @convention(c) (Object?) -> Void
  var surfaceDestroy: @convention(c) (Object?) -> Void
  var statusText: @convention(c) (Int32) -> UnsafePointer<CChar>?
  var create: @convention(c) (Object?) -> Object?
  var destroy: @convention(c) (Object?) -> Void
  var status: @convention(c) (Object?) -> Int32
  var save: @convention(c) (Object?) -> Void
  var restore: @convention(c) (Object?) -> Void
  var rotate: @convention(c) (Object?, Double) -> Void
  var translate: @convention(c) (Object?, Double, Double) -> Void
  var newPath: @convention(c) (Object?) -> Void
  var moveTo: @convention(c) (Object?, Double, Double) -> Void
  var lineTo: @convention(c) (Object?, Double, Double) -> Void
  var curveTo: @convention(c) (Object?, Double, Double, Double, Double, Double, Double) -> Void
  var closePath: @convention(c) (Object?) -> Void
  var rectangle: @convention(c) (Object?, Double, Double, Double, Double) -> Void
  var clip: @convention(c) (Object?) -> Void
  var copyPath: @convention(c) (Object?) -> UnsafeMutableRawPointer?
  var destroyPath: @convention(c) (UnsafeMutableRawPointer?) -> Void
  var fill: @convention(c) (Object?) -> Void
  var fillPreserve: @convention(c) (Object?) -> Void
  var stroke: @convention(c) (Object?) -> Void
  var setSource: @convention(c) (Object?, Double, Double, Double, Double) -> Void
  var setSourceSurface: @convention(c) (Object?, Object?, Double, Double) -> Void
  var paint: @convention(c) (Object?) -> Void
  var setLineWidth: @convention(c) (Object?, Double) -> Void
  var setLineCap: @convention(c) (Object?, Int32) -> Void
  var setLineJoin: @convention(c) (Object?, Int32) -> Void
  var setMiterLimit: @convention(c) (Object?, Double) -> Void
  var setDash: @convention(c) (Object?, UnsafePointer<Double>?, Int32, Double) -> Void
  var setTolerance: @convention(c) (Object?, Double) -> Void
  var selectFontFace: @convention(c) (Object?, UnsafePointer<CChar>?, Int32, Int32) -> Void
  var setFontFace: @convention(c) (Object?, Object?) -> Void
  var setFontMatrix: @convention(c) (Object?, UnsafePointer<Double>?) -> Void
  var setFontOptions: @convention(c) (Object?, Object?) -> Void
  var fontOptionsCreate: @convention(c) () -> Object?
  var fontOptionsDestroy: @convention(c) (Object?) -> Void
  var fontOptionsSetHintStyle: @convention(c) (Object?, Int32) -> Void
  var fontOptionsSetHintMetrics: @convention(c) (Object?, Int32) -> Void
  var fontOptionsSetAntialias: @convention(c) (Object?, Int32) -> Void
  var freeTypeFace: @convention(c) (OpaquePointer?, Int32) -> Object?
  var glyphPath: @convention(c) (Object?, UnsafeRawPointer?, Int32) -> Void
  var showGlyphs: @convention(c) (Object?, UnsafeRawPointer?, Int32) -> Void
  var textExtents: @convention(c) (Object?, UnsafePointer<CChar>?, UnsafeMutableRawPointer?) -> Void
  var showText: @convention(c) (Object?, UnsafePointer<CChar>?) -> Void

  /// Where the library is looked for; `LANTERN_CAIRO` names another file.
  static var searchList: [String] { FileOutput.environment("LANTERN_CAIRO").map { [$0] } ?? ["libcairo.so.2", "libcairo.so"] }

  /// Binds the first library of the list that can be loaded.
  init(searching names: [String]) throws {
    let library = try SharedLibrary(
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
    copyPath = try library.function("cairo_copy_path")
    destroyPath = try library.function("cairo_path_destroy")
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
