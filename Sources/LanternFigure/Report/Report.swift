import LanternSupport

/// A page of figures and texts for a browser: one HTML file with the pictures inside, which needs no network.
///
/// ```swift
/// let report = Report(title: "Run 12")
/// let figure = Figure()
/// figure.gca().plot([3, 2, 1])
/// report.heading("Loss")
/// report.add(figure, caption: "after three epochs")
/// report.table(["epoch", "loss"], [["1", "3.0"], ["2", "2.0"]])
/// try report.save("run12.html")
/// ```
public final class Report: Sendable {
  /// The title of the page.
  public let title: String

  private struct State: Sendable {
    var body = ""
    var figures = 0
    var firstError: TensorError?
  }

  private let state = Locked(State())

  /// An empty page.
  public init(title: String = "Report") { self.title = title }

  /// Adds a figure as it is now, with a text below it. A mistake in the figure is thrown by `save`.
  public func add(_ figure: Figure, caption: String = "") {
    let number = state.withLock { state in
      state.figures += 1
      return state.figures
    }
    do {
      let picture = try figure.inlineSVG(prefix: "f\(number)-")
      let text = caption.isEmpty ? "" : "<figcaption>\(SVGCanvas.escape(caption))</figcaption>"
      append("<figure>\n\(picture)\(text)</figure>\n")
    } catch {
      state.withLock { if $0.firstError == nil { $0.firstError = error as? TensorError ?? mistake(.argument, "report", "\(error)") } }
    }
  }

  /// Adds a heading.
  public func heading(_ text: String) { append("<h2>\(SVGCanvas.escape(text))</h2>\n") }

  /// Adds a paragraph.
  public func text(_ text: String) { append("<p>\(SVGCanvas.escape(text))</p>\n") }

  /// Adds a table with a row of names above it.
  public func table(_ header: [String], _ rows: [[String]]) {
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\(SVGCanvas.escape($0))</\(tag)>" }.joined() + "</tr>\n"
    }
    append("<table>\n" + row(header, "th") + rows.map { row($0, "td") }.joined() + "</table>\n")
  }

  private func append(_ text: String) { state.withLock { $0.body += text } }

  /// The page. Throws the first mistake of a figure.
  public func html() throws -> String {
    let state = state.withLock { $0 }
    if let error = state.firstError { throw error }
    let name = SVGCanvas.escape(title)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(name)</title>
      <style>
      body { font-family: 'DejaVu Sans', Verdana, sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; color: #222; }
      figure { display: inline-block; margin: 0 1em 1.5em 0; vertical-align: top; }
      figure svg { max-width: 100%; height: auto; }
      figcaption { color: #666; font-size: 0.9em; text-align: center; }
      table { border-collapse: collapse; margin: 1em 0; }
      th, td { border-bottom: 1px solid #ccc; padding: 0.25em 0.75em; text-align: right; }
      </style>
      </head>
      <body>
      <h1>\(name)</h1>
      \(state.body)</body>
      </html>

      """
  }

  /// Writes the page to a file, whole or not at all.
  public func save(_ path: String) throws { try FileOutput.write(Array(try html().utf8), to: path, op: "report") }
}

extension Figure {
  /// The figure as an `<svg>` element, its names beginning with `prefix`.
  func inlineSVG(prefix: String) throws -> String {
    if let firstError { throw firstError }
    let (width, height) = pageSize
    let canvas = SVGCanvas(width: width, height: height, prefix: prefix)
    displayList().play(on: canvas)
    return canvas.element
  }
}
