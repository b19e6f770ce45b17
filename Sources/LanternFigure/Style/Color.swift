import LanternSupport

/// A colour as matplotlib writes it: `"r"`, `"tab:blue"`, `"C1"`, `"steelblue"`, `"#1f77b4"`, `"#1f77b480"`, `"0.5"` (a grey), `"none"`;
/// or four numbers from 0 to 1.
///
/// A name is looked up when it is used: an unknown one is reported by the call that draws with it.
/// Mirrors `matplotlib.colors.to_rgba`.
/// ```swift
/// axes.plot(x, y, color: "tab:orange")
/// axes.plot(x, y, color: Color(red: 0.2, green: 0.4, blue: 1))
/// ```
public struct Color: Hashable, Sendable, ExpressibleByStringLiteral {
  enum Spec: Hashable, Sendable {
    case name(String)
    case rgba(RGBA)
  }

  let spec: Spec

  /// The colour with this name.
  public init(_ name: String) { spec = .name(name) }

  /// The colour with this name: `let c: Color = "steelblue"`.
  public init(stringLiteral value: String) { spec = .name(value) }

  /// A colour from its parts, each between 0 and 1; alpha 1 is opaque.
  public init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
    spec = .rgba(RGBA(red, green, blue, alpha))
  }

  /// The name the colour was made with; empty for one made from its parts.
  var name: String { if case .name(let name) = spec { name } else { "" } }

  /// The parts of the colour; `nil` for `"none"`. Throws `TensorError` when the name is unknown or a part is not in 0...1.
  func resolved(_ theme: Theme = Theme()) throws -> RGBA? {
    switch spec {
    case .rgba(let c):
      guard [c.red, c.green, c.blue, c.alpha].allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
        throw TensorError(
          .argument, op: "color", "RGBA values should be within 0-1 range, not (\(c.red), \(c.green), \(c.blue), \(c.alpha))")
      }
      return c
    case .name(let name):
      if name.isEmpty || name.lowercased() == "none" { return nil }
      if let index = Color.cycleIndex(name) { return theme.color(index) }
      guard let c = Color.lookUp(name) else {
        throw TensorError(
          .argument, op: "color", "'\(name)' is not a color",
          hint: "use a letter of bgrcmykw, C0 to C9, tab:blue, a CSS name, \"#rrggbb\", \"#rrggbbaa\" or a grey from \"0\" to \"1\".")
      }
      return c
    }
  }

  /// The parts of a colour named by one of matplotlib's spellings, or `nil`.
  static func lookUp(_ name: String) -> RGBA? {
    if let c = letters[name] { return c }
    if name.hasPrefix("#") { return hexadecimal(name.dropFirst()) }
    if name.hasPrefix("tab:") { return tableau[String(name.dropFirst(4))] }
    if let index = cycleIndex(name) { return cycle[index % cycle.count] }
    if let rgb = cssNames[name.lowercased()] { return RGBA(rgb) }
    if let grey = Double(name), grey >= 0, grey <= 1 { return RGBA(grey, grey, grey, 1) }
    return nil
  }

  /// The number of a colour of the cycle: of `"C2"`, 2.
  static func cycleIndex(_ name: String) -> Int? {
    guard name.first == "C", name.count > 1, name.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return Int(name.dropFirst())
  }

  private static func hexadecimal(_ digits: Substring) -> RGBA? {
    guard digits.allSatisfy({ $0.isASCII && $0.isHexDigit }), let value = UInt32(digits, radix: 16) else { return nil }
    switch digits.count {
    case 6: return RGBA(value)
    case 8: return RGBA(value >> 8).with(alpha: Double(value & 0xFF) / 255)
    case 3:
      let (r, g, b) = (value >> 8 & 0xF, value >> 4 & 0xF, value & 0xF)
      return RGBA((r * 17) << 16 | (g * 17) << 8 | b * 17)
    case 4:
      let (r, g, b, a) = (value >> 12 & 0xF, value >> 8 & 0xF, value >> 4 & 0xF, value & 0xF)
      return RGBA((r * 17) << 16 | (g * 17) << 8 | b * 17).with(alpha: Double(a * 17) / 255)
    default: return nil
    }
  }

  /// The one-letter colours: their green, cyan, magenta and yellow are darker than the screen's.
  static let letters: [String: RGBA] = [
    "b": RGBA(0, 0, 1, 1), "g": RGBA(0, 0.5, 0, 1), "r": RGBA(1, 0, 0, 1), "c": RGBA(0, 0.75, 0.75, 1),
    "m": RGBA(0.75, 0, 0.75, 1), "y": RGBA(0.75, 0.75, 0, 1), "k": RGBA(0, 0, 0, 1), "w": RGBA(1, 1, 1, 1),
  ]

  /// The ten colours lines take in turn (Tableau's).
  static let cycle: [RGBA] = [
    0x1F77B4, 0xFF7F0E, 0x2CA02C, 0xD62728, 0x9467BD, 0x8C564B, 0xE377C2, 0x7F7F7F, 0xBCBD22, 0x17BECF,
  ].map { RGBA($0) }

  private static let tableau: [String: RGBA] = {
    let names = ["blue", "orange", "green", "red", "purple", "brown", "pink", "gray", "olive", "cyan"]
    var table = Dictionary(uniqueKeysWithValues: zip(names, cycle))
    table["grey"] = table["gray"]
    return table
  }()
}

/// A colour as four numbers from 0 to 1, not premultiplied.
struct RGBA: Hashable, Sendable {
  var red: Double
  var green: Double
  var blue: Double
  var alpha: Double

  init(_ red: Double, _ green: Double, _ blue: Double, _ alpha: Double) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// An opaque colour from 0xRRGGBB.
  init(_ rgb: UInt32) {
    self.init(Double(rgb >> 16 & 0xFF) / 255, Double(rgb >> 8 & 0xFF) / 255, Double(rgb & 0xFF) / 255, 1)
  }

  /// The colour of a pixel 0xAARRGGBB with premultiplied alpha.
  init(premultiplied pixel: UInt32) {
    let alpha = Double(pixel >> 24)
    func part(_ shift: UInt32) -> Double { alpha == 0 ? 0 : min(Double((pixel >> shift) & 0xFF) / alpha, 1) }
    self.init(part(16), part(8), part(0), alpha / 255)
  }

  /// The colour as a pixel 0xAARRGGBB with premultiplied alpha.
  var premultiplied: UInt32 {
    func part(_ value: Double) -> UInt32 { UInt32((min(max(value, 0), 1) * alpha * 255).rounded()) }
    return UInt32((alpha * 255).rounded()) << 24 | part(red) << 16 | part(green) << 8 | part(blue)
  }

  func with(alpha: Double) -> RGBA { RGBA(red, green, blue, alpha) }

  static let black = RGBA(0, 0, 0, 1)
  static let white = RGBA(1, 1, 1, 1)
}
