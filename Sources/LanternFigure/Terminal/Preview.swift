import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// How a terminal shows pictures.
public enum TerminalGraphics: String, Hashable, Sendable, CaseIterable {
  /// The protocol of kitty, Ghostty, Konsole and WezTerm.
  case kitty
  /// Sixels: foot, mlterm, xterm, Windows Terminal, iTerm2, tmux.
  case sixel
  /// Half blocks in 24-bit colours: any other.
  case blocks

  /// What the terminal this program runs in can do, as far as its environment says.
  ///
  /// `LANTERN_PLOT_TERMINAL` (`kitty`, `sixel` or `blocks`) goes before everything else.
  public static var detected: TerminalGraphics { detect(FileOutput.environment) }

  static func detect(_ variable: (String) -> String?) -> TerminalGraphics {
    if let chosen = variable("LANTERN_PLOT_TERMINAL").flatMap({ TerminalGraphics(rawValue: $0.lowercased()) }) { return chosen }
    let term = variable("TERM") ?? ""
    let program = variable("TERM_PROGRAM") ?? ""
    // Inside tmux or screen pictures of the outer terminal don't get through.
    let isNested = variable("TMUX") != nil || term.hasPrefix("screen") || term.hasPrefix("tmux")
    if isNested { return term.contains("sixel") ? .sixel : .blocks }
    let knowsKitty = ["xterm-kitty", "xterm-ghostty"].contains(term) || ["WezTerm", "ghostty"].contains(program)
    if knowsKitty || variable("KITTY_WINDOW_ID") != nil || variable("KONSOLE_VERSION") != nil { return .kitty }
    let knowsSixel = term.contains("sixel") || term.hasPrefix("foot") || term.hasPrefix("mlterm") || program == "iTerm.app"
    return knowsSixel || variable("WT_SESSION") != nil ? .sixel : .blocks
  }
}

extension Figure {
  /// The figure as text that a terminal draws as a picture. Needs libcairo.
  ///
  /// `columns` is the width in characters; the terminal's by default. Throws as `savefig` does.
  /// ```swift
  /// let figure = Figure(figsize: (4, 3))
  /// figure.gca().plot([1, 4, 9])
  /// let text = try? figure.terminalText(.blocks, columns: 60)
  /// ```
  public func terminalText(_ graphics: TerminalGraphics = .detected, columns: Int? = nil) throws -> String {
    guard columns.map({ $0 >= 1 && $0 <= 1000 }) ?? true else {
      throw mistake(.argument, "preview", "columns must be between 1 and 1000, not \(columns ?? 0)")
    }
    switch graphics {
    case .kitty:
      // About ten pixels a character, and no more than the figure's own.
      let dpi = columns.map { Swift.min(self.dpi, Double($0) * 10 / figsize.width) } ?? self.dpi
      return TerminalPicture.kitty(png: try png(dpi: dpi))
    case .sixel:
      let dpi = columns.map { Swift.min(self.dpi, Double($0) * 10 / figsize.width) } ?? self.dpi
      return TerminalPicture.sixel(try pixels(dpi: dpi))
    case .blocks:
      let width = Swift.min(columns ?? TerminalSize.current.columns, 120)
      let page = try pixels(dpi: Swift.max(dpi, 2 * Double(width) / figsize.width))
      let height = Swift.max(2, Int((Double(width) * figsize.height / figsize.width).rounded()))
      return TerminalPicture.blocks(page.averaged(columns: width, rows: height))
    }
  }

  /// Prints the figure into the terminal, in the best way it is known to show pictures. Throws as `savefig` does.
  /// ```swift
  /// let figure = Figure()
  /// figure.gca().plot([1, 4, 9])
  /// try? figure.preview(.blocks)
  /// ```
  public func preview(_ graphics: TerminalGraphics = .detected, columns: Int? = nil) throws {
    print(try terminalText(graphics, columns: columns), terminator: "")
  }

  /// The page's pixels.
  func pixels(dpi: Double) throws -> PagePixels {
    if let firstError { throw firstError }
    let canvas = try CairoCanvas(try CairoLibrary.shared(), pngWidth: figsize.width, height: figsize.height, dpi: dpi)
    displayList().play(on: canvas)
    return try canvas.pagePixels()
  }
}

extension Pyplot {
  /// Prints the current figure into the terminal; see `Figure.preview`.
  public func preview(_ graphics: TerminalGraphics = .detected, columns: Int? = nil) throws {
    try gcf().preview(graphics, columns: columns)
  }
}

/// The size of the terminal in characters.
enum TerminalSize {
  /// What the terminal says, or `COLUMNS` and `LINES`, or 80 by 24.
  static var current: (columns: Int, rows: Int) {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 { return (Int(size.ws_col), Int(size.ws_row)) }
    func number(_ name: String, _ other: Int) -> Int { FileOutput.environment(name).flatMap { Int($0) }.map { max(1, $0) } ?? other }
    return (number("COLUMNS", 80), number("LINES", 24))
  }
}
