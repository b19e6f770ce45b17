/// One line of text set in place: stretches of glyphs and, in formulas, bars and signs of roots. y is up from the baseline.
struct SetLine: Hashable, Sendable {
  struct Run: Hashable, Sendable {
    var text: String
    var x: Double
    var rise: Double
    var size: Double
    /// Whether the letters lean, as those of variables do.
    var isItalic = false
  }

  var width = 0.0
  var ascent = 0.0
  /// Positive below the baseline.
  var descent = 0.0
  var runs: [Run] = []
  /// Outlines that are filled; of a fraction's bar and a root's sign.
  var shapes: [[Point]] = []

  /// Puts another line behind this one, `rise` higher.
  mutating func append(_ other: SetLine, rise: Double = 0) {
    place(other, x: width, rise: rise)
    width += other.width
  }

  /// Puts another line at a place without making this one longer.
  mutating func place(_ other: SetLine, x: Double, rise: Double) {
    // Neighbours of one size and height are one stretch, so that they are kerned and stay one text.
    var added = other.runs.map { Run(text: $0.text, x: $0.x + x, rise: $0.rise + rise, size: $0.size, isItalic: $0.isItalic) }
    if let last = runs.last, let first = added.first, last.size == first.size, last.isItalic == first.isItalic, last.rise == first.rise,
      abs(last.x + FontMetrics.width(last.text, size: last.size) - first.x) < 1e-9
    {
      runs[runs.count - 1].text += first.text
      added.removeFirst()
    }
    runs += added
    shapes += other.shapes.map { $0.map { Point($0.x + x, $0.y + rise) } }
    ascent = max(ascent, other.ascent + rise)
    descent = max(descent, other.descent - rise)
  }
}

/// The part of TeX's mathematics that labels use: `$10^{-3}$`, `$x_i^2$`, `$\alpha$`, `$\frac{a}{b}$`, `$\sqrt{x}$`.
///
/// Mirrors a subset of `matplotlib.mathtext`: single letters lean, numbers, capital Greek letters and names of functions don't. A line
/// without a pair of `$` is ordinary text, and `\$` is a dollar.
enum MathText {
  /// A line set at `size` points.
  static func set(_ line: Substring, size: Double) -> SetLine {
    guard line.contains("$") else { return plain(String(line), size) }
    var pieces: [(text: Substring, isMath: Bool)] = []
    var start = line.startIndex
    var isMath = false
    var escaped = false
    for index in line.indices {
      if line[index] == "$", !escaped {
        pieces.append((line[start..<index], isMath))
        isMath.toggle()
        start = line.index(after: index)
      }
      escaped = line[index] == "\\" && !escaped
    }
    pieces.append((line[start...], isMath))
    // An odd dollar is meant as one.
    guard !isMath else { return plain(unescaped(line), size) }
    var result = SetLine()
    for piece in pieces where !piece.text.isEmpty {
      if piece.isMath {
        var parser = Parser(rest: piece.text)
        result.append(parser.list(size: size))
      } else {
        result.append(plain(unescaped(piece.text), size))
      }
    }
    return result
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var rest = text
    while let c = rest.popFirst() { if c != "\\" || rest.first != "$" { result.append(c) } }
    return result
  }

  /// Ordinary text.
  private static func plain(_ text: String, _ size: Double) -> SetLine {
    guard !text.isEmpty else { return SetLine() }
    return SetLine(
      width: FontMetrics.width(text, size: size), ascent: FontMetrics.ascent(size), descent: FontMetrics.descent(size),
      runs: [SetLine.Run(text: text, x: 0, rise: 0, size: size)])
  }

  /// A symbol or letters of a formula: as high as the glyphs are.
  fileprivate static func glyphs(_ text: String, _ size: Double, isItalic: Bool = false) -> SetLine {
    var (ascent, descent) = (0.0, 0.0)
    for c in text {
      let extent: (Double, Double)
      switch c {
      case "a", "c", "e", "m", "n", "o", "r", "s", "u", "v", "w", "x", "z", "α", "ε", "ι", "κ", "ν", "ο", "π", "σ", "τ", "υ", "ω":
        extent = (0.56, 0.014)
      case "g", "p", "q", "y", "γ", "η", "μ", "ρ", "χ", "φ": extent = (0.56, 0.21)
      case "j", "β", "ζ", "ξ", "ψ", "ϕ", "Q": extent = (0.76, 0.21)
      case "(", ")", "[", "]", "{", "}", "|", "∫", "∑", "∏": extent = (0.76, 0.132)
      case "+", "\u{2212}", "×", "=", "<", ">", "·", "±", "≈", "∼": extent = (0.627, 0)
      case ",": extent = (0.124, 0.116)
      default: extent = (0.742, 0.014)
      }
      ascent = max(ascent, extent.0)
      descent = max(descent, extent.1)
    }
    return SetLine(
      width: FontMetrics.width(text, size: size), ascent: ascent * size, descent: descent * size,
      runs: [SetLine.Run(text: text, x: 0, rise: 0, size: size, isItalic: isItalic)])
  }

  /// Whether a sign is a letter that leans in formulas.
  fileprivate static func leans(_ text: String) -> Bool {
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else { return false }
    return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("α"..."ϕ").contains(scalar)
  }

  fileprivate static func space(_ width: Double) -> SetLine { SetLine(width: width) }
}

/// Reads one formula. Sizes are matplotlib's for DejaVu Sans, in ems.
private struct Parser {
  var rest: Substring
  /// Whether letters stand upright here, as in `\mathrm`.
  var isUpright = false

  private static let shrink = 0.7
  private static let smallest = 0.49
  private static let xHeight = 1120.0 / 2048
  private static let superscriptRise = 845.824 / 2048
  private static let subscriptDrop = 307.199 / 2048
  /// How low a subscript stands under a superscript.
  private static let stackedDrop = 632.832 / 2048
  private static let axisHeight = 512.0 / 2048
  private static let numeratorRise = 868.352 / 2048
  private static let denominatorDrop = 768.0 / 2048
  private static let ruleThickness = 0.0625
  /// The space on both sides of an operator between two operands: a fifth of an m.
  private static let operatorSpace = 0.2 * 1995.0 / 2048
  /// The space before and after a raised or lowered stretch.
  private static let spaceBefore = 0.025 * xHeight * shrink
  private static let spaceAfter = 0.05 * xHeight

  private static let operators: Set<String> = [
    "+", "\u{2212}", "×", "·", "±", "=", "<", ">", "≤", "≥", "≠", "≈", "∼", "∈", "→", "←", "∘", "∪", "∩", "≡", "∝", "⇒",
  ]

  /// Everything up to the end of the text.
  mutating func list(size: Double, scale: Double = 1) -> SetLine {
    var line = SetLine()
    // Whether an operand has been read, after which an operator has space round it.
    var hasOperand = false
    var base: SetLine?
    func flush() {
      if let set = base { line.append(set) }
      base = nil
    }
    while let c = rest.popFirst() {
      switch c {
      case "^", "_":
        let nucleus = base ?? SetLine()
        base = scripts(on: nucleus, first: c, size: size, scale: scale)
      case " ", "}": break
      case "{":
        flush()
        rest = "{" + rest
        base = group(size: size, scale: scale)
        hasOperand = true
      case "\\":
        flush()
        let name = String(rest.prefix { $0.isLetter && $0.isASCII })
        rest = rest.dropFirst(name.count)
        base = command(name, size: size, scale: scale, hasOperand: &hasOperand, line: &line)
      default:
        flush()
        base = symbol(c == "-" ? "\u{2212}" : String(c), size: size, hasOperand: &hasOperand, line: &line)
      }
    }
    flush()
    return line
  }

  /// A symbol; an operator between operands has space on both sides.
  private mutating func symbol(_ text: String, size: Double, hasOperand: inout Bool, line: inout SetLine) -> SetLine {
    let isOperator = Self.operators.contains(text)
    defer { hasOperand = !isOperator }
    var set = MathText.glyphs(text, size, isItalic: !isUpright && MathText.leans(text))
    guard isOperator, hasOperand, !rest.isEmpty else {
      if text == "," { set.width += Self.operatorSpace * size }
      return set
    }
    line.width += Self.operatorSpace * size
    set.width += Self.operatorSpace * size
    return set
  }

  private mutating func command(
    _ name: String, size: Double, scale: Double, hasOperand: inout Bool, line: inout SetLine
  ) -> SetLine {
    switch name {
    case "":
      // \$, \%, \{ are the characters; \, and \; are spaces.
      guard let next = rest.popFirst() else { return SetLine() }
      let spaces: [Character: Double] = [",": 0.1667, ":": 0.2222, ";": 0.2778, " ": 0.3333, "!": -0.1667]
      if let width = spaces[next] { return MathText.space(width * size) }
      hasOperand = true
      return MathText.glyphs(String(next), size)
    case "frac", "dfrac", "tfrac":
      let (top, bottom) = (takeGroup(), takeGroup())
      hasOperand = true
      return fraction(top, bottom, size: size, scale: scale)
    case "sqrt":
      // The index of the root in brackets is left out of the sign's own layout: it stands small over the hook.
      var index: Substring?
      if rest.first == "[", let end = rest.firstIndex(of: "]") {
        index = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
      }
      hasOperand = true
      return root(takeGroup(), index: index, size: size, scale: scale)
    case "left", "right", "displaystyle", "textstyle", "limits": return SetLine()
    case "quad": return MathText.space(size)
    case "qquad": return MathText.space(2 * size)
    case "overline", "bar", "hat", "vec", "dot", "tilde": return accent(name, size: size, scale: scale)
    default: break
    }
    if Self.fonts.contains(name) {
      hasOperand = true
      var inner = Parser(rest: takeGroup(), isUpright: name != "mathit")
      if name == "text" { return MathText.glyphs(String(inner.rest), size) }
      return inner.list(size: size, scale: scale)
    }
    if Self.functions.contains(name) {
      hasOperand = true
      var set = MathText.glyphs(name, size)
      if let next = rest.first(where: { $0 != " " }), !"([{^_".contains(next) { set.width += 0.1667 * size }
      return set
    }
    guard let text = Self.symbols[name] else {
      hasOperand = true
      return MathText.glyphs("\\" + name, size)
    }
    return symbol(text, size: size, hasOperand: &hasOperand, line: &line)
  }

  private mutating func group(size: Double, scale: Double) -> SetLine {
    var inner = Parser(rest: takeGroup(), isUpright: isUpright)
    return inner.list(size: size, scale: scale)
  }

  /// What stands raised and lowered behind `nucleus`.
  private mutating func scripts(on nucleus: SetLine, first: Character, size: Double, scale: Double) -> SetLine {
    // Scripts of scripts shrink once more; deeper ones stay readable.
    let smaller = max(scale * Self.shrink, Self.smallest)
    let smallSize = size * smaller / scale
    var parts: [Character: SetLine] = [:]
    var sign: Character? = first
    while let current = sign {
      var inner = Parser(rest: takeGroup(), isUpright: isUpright)
      parts[current] = inner.list(size: smallSize, scale: smaller)
      if let next = rest.first, next == "^" || next == "_", parts[next] == nil { sign = rest.popFirst() } else { sign = nil }
    }
    var result = nucleus
    let start = nucleus.width + Self.spaceBefore * size
    var width = 0.0
    if let raised = parts["^"] {
      result.place(raised, x: start, rise: max(Self.superscriptRise * size, nucleus.ascent - 0.386 * size))
      width = raised.width
    }
    if let lowered = parts["_"] {
      result.place(lowered, x: start, rise: -(parts["^"] == nil ? Self.subscriptDrop : Self.stackedDrop) * size)
      width = max(width, lowered.width)
    }
    result.width = start + width + Self.spaceAfter * size
    return result
  }

  private func fraction(_ top: Substring, _ bottom: Substring, size: Double, scale: Double) -> SetLine {
    let smaller = max(scale * Self.shrink, Self.smallest)
    let smallSize = size * smaller / scale
    var (above, below) = (Parser(rest: top, isUpright: isUpright), Parser(rest: bottom, isUpright: isUpright))
    let (numerator, denominator) = (above.list(size: smallSize, scale: smaller), below.list(size: smallSize, scale: smaller))
    let rule = Self.ruleThickness * size
    let axis = Self.axisHeight * size
    let up = max(Self.numeratorRise * size * 0.7, axis + rule / 2 + rule + numerator.descent)
    let down = max(Self.denominatorDrop * size * 0.7, denominator.ascent + rule - axis + rule / 2)
    let width = max(numerator.width, denominator.width)
    let pad = rule
    var result = SetLine()
    result.place(numerator, x: pad + (width - numerator.width) / 2, rise: up)
    result.place(denominator, x: pad + (width - denominator.width) / 2, rise: -down)
    result.shapes.append(Self.bar(from: pad, to: pad + width, at: axis - rule / 2, thickness: rule))
    result.width = width + 2 * pad
    return result
  }

  private func root(_ body: Substring, index: Substring?, size: Double, scale: Double) -> SetLine {
    var inner = Parser(rest: body, isUpright: isUpright)
    let content = inner.list(size: size, scale: scale)
    let rule = Self.ruleThickness * size
    let hook = 0.6 * size
    let top = content.ascent + 3 * rule
    let foot = -content.descent
    var result = SetLine()
    if let index {
      var small = Parser(rest: index)
      let set = small.list(size: size * Self.smallest / scale, scale: Self.smallest)
      result.place(set, x: max(0, 0.3 * size - set.width), rise: foot + 0.6 * (top - foot))
    }
    // The hook, the long stroke and the bar as one outline.
    func at(_ x: Double, _ y: Double) -> Point { Point(x, foot + y * (top - foot)) }
    result.shapes.append([
      at(0, 0.42), Point(0.2 * hook, at(0, 0.5).y), Point(0.47 * hook, foot + 2.4 * rule), Point(hook - 0.7 * rule, top), Point(hook, top),
      Point(hook, top - rule * 0.4), Point(0.52 * hook, foot), Point(0.42 * hook, foot), Point(0.14 * hook, at(0, 0.42).y),
      Point(0.03 * hook, at(0, 0.38).y),
    ])
    result.shapes.append(Self.bar(from: hook - 0.7 * rule, to: hook + content.width + 4 * rule, at: top - rule, thickness: rule))
    result.place(content, x: hook + 2 * rule, rise: 0)
    result.ascent = max(result.ascent, top)
    result.width = hook + content.width + 4 * rule
    return result
  }

  private mutating func accent(_ name: String, size: Double, scale: Double) -> SetLine {
    var set = group(size: size, scale: scale)
    let rule = Self.ruleThickness * size
    let top = set.ascent + rule
    if name == "overline" || name == "bar" {
      set.shapes.append(Self.bar(from: 0.05 * size, to: set.width - 0.05 * size, at: top, thickness: rule))
      set.ascent = top + 2 * rule
      return set
    }
    let marks: [String: (sign: String, drop: Double)] = ["hat": ("^", 0.45), "vec": ("→", 0.05), "dot": ("·", 0.24), "tilde": ("~", 0.27)]
    let (mark, drop) = marks[name] ?? ("^", 0.45)
    let markSize = name == "vec" ? 0.5 * size : size * 0.8
    let over = FontMetrics.width(mark, size: markSize)
    set.runs.append(SetLine.Run(text: mark, x: (set.width - over) / 2, rise: top - drop * markSize, size: markSize))
    set.ascent = top + 0.25 * size
    return set
  }

  private static func bar(from left: Double, to right: Double, at bottom: Double, thickness: Double) -> [Point] {
    [Point(left, bottom), Point(right, bottom), Point(right, bottom + thickness), Point(left, bottom + thickness)]
  }

  /// The next group in braces without them, or the next character or command.
  private mutating func takeGroup() -> Substring {
    while rest.first == " " { rest.removeFirst() }
    guard let first = rest.first else { return "" }
    if first == "\\" {
      let length = 1 + max(1, rest.dropFirst().prefix { $0.isLetter && $0.isASCII }.count)
      defer { rest = rest.dropFirst(length) }
      return rest.prefix(length)
    }
    guard first == "{" else {
      defer { rest = rest.dropFirst() }
      return rest.prefix(1)
    }
    var depth = 0
    for index in rest.indices {
      if rest[index] == "{" { depth += 1 } else if rest[index] == "}" { depth -= 1 }
      if depth == 0 {
        let group = rest[rest.index(after: rest.startIndex)..<index]
        rest = rest[rest.index(after: index)...]
        return group
      }
    }
    defer { rest = "" }
    return rest.dropFirst()
  }

  private static let fonts: Set<String> = ["mathrm", "mathdefault", "mathregular", "mathit", "mathbf", "text", "rm", "mathsf", "mathcal"]

  private static let functions: Set<String> = [
    "log", "ln", "exp", "sin", "cos", "tan", "max", "min", "arg", "lim", "det", "sinh", "cosh", "tanh", "sup", "inf",
  ]

  /// Command and sign in turn.
  private static let symbols: [String: String] = {
    let words = """
      alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ \
      sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ \
      Psi Ψ Omega Ω times × cdot · pm ± leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ sim ∼ infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ \
      in ∈ rightarrow → to → leftarrow ← circ ∘ degree ° ldots … dots … cdots ⋯ equiv ≡ propto ∝ forall ∀ exists ∃ cup ∪ cap ∩ \
      subset ⊂ Rightarrow ⇒ langle ⟨ rangle ⟩ ell ℓ hbar ℏ prime ′ div ÷ ast ∗ mid | vert | parallel ∥ perp ⊥ angle ∠ emptyset ∅
      """.split(separator: " ").map(String.init)
    return Dictionary(uniqueKeysWithValues: stride(from: 0, to: words.count - 1, by: 2).map { (words[$0], words[$0 + 1]) })
  }()
}
