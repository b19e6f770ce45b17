/// The sizes of DejaVu Sans, matplotlib's font: bundled, so that a figure is laid out alike on every machine, fonts or no fonts.
enum FontMetrics {
  /// The height of the box above the baseline, for a font of `size` points.
  static func ascent(_ size: Double) -> Double { Double(ascentUnits) / Double(unitsPerEm) * size }

  /// The depth of the box below the baseline, positive.
  static func descent(_ size: Double) -> Double { Double(descentUnits) / Double(unitsPerEm) * size }

  /// The gap between the boxes of two lines.
  static func lineGap(_ size: Double) -> Double { Double(lineGapUnits) / Double(unitsPerEm) * size }

  /// The width of one line of text in points.
  static func width(_ text: some StringProtocol, size: Double) -> Double {
    var units = 0
    var last: UInt32 = 0
    for scalar in text.unicodeScalars where scalar.value >= 0x20 {
      units += kerning(last, scalar.value) + advance(scalar)
      last = scalar.value
    }
    return Double(units) / Double(unitsPerEm) * size
  }

  /// The width of one line, and how far its tallest letters reach up, as pixels of a figure of 100 dpi show them: font sizes, advances and
  /// heights are whole pixels there, and matplotlib's layouts count in them.
  static func fitted(_ text: some StringProtocol, size: Double) -> (width: Double, ascent: Double) {
    let pixel = 0.72, scale = (size / pixel).rounded() / Double(unitsPerEm)
    var (width, last): (Double, UInt32) = (0, 0)
    var hasTallLetters = false
    for scalar in text.unicodeScalars where scalar.value >= 0x20 {
      width += Double(kerning(last, scalar.value)) * scale + (Double(advance(scalar)) * scale).rounded()
      last = scalar.value
      hasTallLetters = hasTallLetters || "bdfhijkl()[]{}|$`".unicodeScalars.contains(scalar)
    }
    return (width * pixel, hasTallLetters ? (Double(ascentUnits) * scale).rounded() * pixel : 0)
  }

  /// Each character that is drawn and how far right of the line's left end it begins, in points.
  static func places(_ text: some StringProtocol, size: Double) -> [(scalar: Unicode.Scalar, x: Double)] {
    var units = 0
    var last: UInt32 = 0
    var places: [(scalar: Unicode.Scalar, x: Double)] = []
    for scalar in text.unicodeScalars where scalar.value >= 0x20 {
      units += kerning(last, scalar.value)
      places.append((scalar, Double(units) / Double(unitsPerEm) * size))
      units += advance(scalar)
      last = scalar.value
    }
    return places
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

  /// How much wider (or, negative, closer) two characters stand, in font units.
  static func kerning(_ first: UInt32, _ second: UInt32) -> Int {
    guard first < 0x80, second < 0x80 else { return 0 }
    return kerningPairs[first << 8 | second] ?? 0
  }

  private static let kerningPairs: [UInt32: Int] = {
    var pairs: [UInt32: Int] = [:]
    for line in kerningTable.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let first = words[0].unicodeScalars.first?.value else { continue }
      for index in stride(from: 1, to: words.count, by: 2) {
        for second in words[index].unicodeScalars { pairs[first << 8 | second.value] = Int(words[index + 1]) }
      }
    }
    return pairs
  }()
}
