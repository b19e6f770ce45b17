import LanternSupport

/// A kind of picture file.
enum PictureFormat: String, CaseIterable, Sendable {
  case svg, png, pdf

  /// The format a file name asks for by its suffix.
  init(path: String, op: String) throws {
    let name = path.split(separator: "/", omittingEmptySubsequences: true).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
      throw TensorError(.argument, op: op, "'\(path)' does not say which format to write", hint: "end the name in .svg, .png or .pdf.")
    }
    let suffix = name[name.index(after: dot)...].lowercased()
    guard let format = PictureFormat(rawValue: suffix) else {
      throw TensorError(.argument, op: op, "Format '\(suffix)' is not supported (supported formats: pdf, png, svg)")
    }
    self = format
  }
}

extension Figure {
  /// Writes the figure to a file; the suffix chooses SVG, PNG or PDF. Mirrors `savefig`.
  ///
  /// SVG needs nothing installed. PNG and PDF need libcairo, found when it is first wanted. `dpi` is for PNG; the figure's by default.
  /// `svgText` writes the letters of an SVG as text or as outlines, which look the same everywhere and need libcairo once.
  /// The file appears whole or not at all. Throws the first mistake of a plotting call, `TensorError` of kind `file` when the file
  /// cannot be written, and of kind `notFound` when libcairo is wanted and missing.
  /// ```swift
  /// let figure = Figure()
  /// figure.gca().plot([1, 4, 9])
  /// try figure.savefig("squares.svg")
  /// ```
  public func savefig(_ path: String, dpi: Double? = nil, svgText: SVGText = .text) throws {
    let format = try PictureFormat(path: path, op: "savefig")
    try FileOutput.write(try bytes(format, dpi: dpi, svgText: svgText), to: path, op: "savefig")
  }

  /// How the letters of an SVG are written. Mirrors `svg.fonttype`.
  public enum SVGText: Hashable, Sendable {
    /// As text: small, searchable, in the viewer's font.
    case text
    /// As outlines of DejaVu Sans.
    case outlines
  }

  /// The figure as an SVG document.
  public func svg(text: SVGText = .text) throws -> String {
    String(decoding: try bytes(.svg, dpi: nil, svgText: text), as: UTF8.self)
  }

  /// The figure as the bytes of a PNG file. Needs libcairo.
  public func png(dpi: Double? = nil) throws -> [UInt8] { try bytes(.png, dpi: dpi) }

  /// The figure as the bytes of a PDF file. Needs libcairo.
  public func pdf() throws -> [UInt8] { try bytes(.pdf, dpi: nil) }

  /// The file's bytes; `cairo` is asked for only where a format needs it.
  func bytes(
    _ format: PictureFormat, dpi: Double?, svgText: SVGText = .text, cairo: () throws -> CairoLibrary = CairoLibrary.shared
  ) throws -> [UInt8] {
    if let firstError { throw firstError }
    let (width, height) = pageSize
    let list = displayList()
    switch format {
    case .svg:
      let canvas = SVGCanvas(width: width, height: height, outlines: svgText == .text ? nil : try GlyphOutlines())
      list.play(on: canvas)
      return Array(canvas.document.utf8)
    case .png:
      let canvas = try CairoCanvas(try cairo(), pngWidth: figsize.width, height: figsize.height, dpi: dpi ?? self.dpi)
      list.play(on: canvas)
      return try canvas.finish()
    case .pdf:
      let canvas = try CairoCanvas(try cairo(), pdfWidth: width, height: height)
      list.play(on: canvas)
      return try canvas.finish()
    }
  }
}
