/// The sizes of DejaVu Sans, matplotlib's font: bundled, so that a figure is laid out alike on every machine, fonts or no fonts.
enum FontMetrics {
  /// The height of the box above the baseline, for a font of `size` points.
  static func ascent(_ size: Double) -> Double { Double(ascentUnits) / Double(unitsPerEm) * size }

  /// The depth of the box below the baseline, positive.
  static func descent(_ size: Double) -> Double { Double(descentUnits) / Double(unitsPerEm) * size }

  /// The distance between the baselines of two lines.
  static func linePitch(_ size: Double) -> Double {
    Double(ascentUnits + descentUnits + lineGapUnits) / Double(unitsPerEm) * size
  }

  /// The width of one line of text in points.
  static func width(_ text: some StringProtocol, size: Double) -> Double {
    var units = 0
    for scalar in text.unicodeScalars { units += advance(scalar) }
    return Double(units) / Double(unitsPerEm) * size
  }

  /// The advance of one character in font units; unknown ones count as wide as the box DejaVu Sans draws for them.
  static func advance(_ scalar: Unicode.Scalar) -> Int {
    let code = scalar.value
    // Combining marks sit on the letter before them.
    if (0x300...0x36F).contains(code) || code == 0x200B { return 0 }
    for run in runs where code >= run.first && code < run.first + UInt32(run.advances.count) {
      let units = Int(run.advances[Int(code - run.first)])
      return units == 0 ? fallbackUnits : units
    }
    // East Asian and emoji blocks are drawn a full em wide by whatever font stands in.
    return code >= 0x2E80 ? unitsPerEm : fallbackUnits
  }

  private static let fallbackUnits = 1229

  /// The size of one line of text from the bundled widths.
  static func measure(_ line: Substring, _ size: Double) -> LineSize {
    LineSize(width: width(line, size: size), ascent: ascent(size), descent: descent(size))
  }
}

/// The size of one line of text in points.
struct LineSize: Hashable, Sendable {
  var width: Double
  /// From the baseline up.
  var ascent: Double
  /// From the baseline down, positive.
  var descent: Double
}

/// Tells how large a line of text is at a font size. A raster's glyphs are fitted to its pixels and so a little wider or narrower than
/// the font says: boxes drawn round text ask the canvas, everything else the bundled widths.
typealias TextMeasure = (_ line: Substring, _ size: Double) -> LineSize
