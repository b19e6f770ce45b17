/// A stretch of a line in one size at one height.
struct TextSpan: Hashable, Sendable {
  var text: String
  /// The size as a multiple of the line's.
  var scale = 1.0
  /// How far the baseline lies above the line's, in ems of the line.
  var rise = 0.0
  /// The space before it, in ems of the line.
  var lead = 0.0
  /// Whether it begins where the stretch before it began: a superscript over a subscript.
  var isStacked = false
  /// Whether it is raised or lowered; a hair of space is left round it.
  var isScript: Bool { scale < 1 }
}

/// The part of TeX's mathematics that labels use: `$10^{-3}$`, `$R^2$`, `$x_i$`, `$\alpha$`, `$2\times 10^5$`.
///
/// Mirrors a subset of `matplotlib.mathtext`; letters stand upright. A line without a pair of `$` is ordinary text, and `\$` is a dollar.
enum MathText {
  private static let xHeight = 0.546875
  private static let shrink = 0.7
  private static let superscriptRise = 0.7 * xHeight
  private static let subscriptDrop = 0.3 * xHeight
  /// How low a subscript stands under a superscript.
  private static let stackedDrop = 0.5 * xHeight
  /// The space on both sides of an operator between two operands: a fifth of an m.
  private static let operatorSpace = 0.2 * 1995.0 / 2048
  private static let operators = Set("+\u{2212}×·±=<>≤≥≠≈∼∈→←")
  /// The space before and after a raised or lowered stretch, in ems.
  static let spaceBefore = 0.025 * xHeight * shrink
  static let spaceAfter = 0.05 * xHeight
  /// The height of a digit in ems: a raised one may be taller than the line.
  static let digitHeight = 0.729

  /// The line in stretches.
  static func spans(_ line: Substring) -> [TextSpan] {
    guard line.contains("$") else { return [TextSpan(text: String(line))] }
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
    guard !isMath else { return [TextSpan(text: plain(line))] }
    var spans: [TextSpan] = []
    for piece in pieces where !piece.text.isEmpty {
      if piece.isMath { parse(piece.text, scale: 1, rise: 0, into: &spans) } else { append(plain(piece.text), 1, 0, to: &spans) }
    }
    return spans
  }

  private static func plain(_ text: Substring) -> String {
    var result = ""
    var rest = text
    while let c = rest.popFirst() { if c != "\\" || rest.first != "$" { result.append(c) } }
    return result
  }

  private static func append(_ text: String, _ scale: Double, _ rise: Double, lead: Double = 0, to spans: inout [TextSpan]) {
    if lead == 0, let last = spans.last, last.scale == scale, last.rise == rise {
      spans[spans.count - 1].text += text
    } else {
      spans.append(TextSpan(text: text, scale: scale, rise: rise, lead: lead))
    }
  }

  private static func parse(_ text: Substring, scale: Double, rise: Double, into spans: inout [TextSpan]) {
    var rest = text
    // Whether an operand has been read, after which an operator has space round it; and that space, owed to the next operand.
    var hasOperand = false
    var owed = 0.0
    var lastScript: (sign: Character, index: Int)?
    func put(_ text: String) {
      let isOperator = text.count == 1 && operators.contains(text.first ?? " ")
      let space = isOperator && hasOperand && !rest.isEmpty ? operatorSpace * scale : 0
      append(text, scale, rise, lead: space + owed, to: &spans)
      owed = space
      hasOperand = !isOperator
      lastScript = nil
    }
    while let c = rest.popFirst() {
      switch c {
      case "^", "_":
        let group = takeGroup(&rest)
        // Scripts of scripts shrink once more; deeper ones stay readable.
        let smaller = max(scale * shrink, 0.49)
        let first = spans.count
        parse(group, scale: smaller, rise: rise + (c == "^" ? superscriptRise : -subscriptDrop) * scale, into: &spans)
        guard spans.count == first + 1 else { continue }
        if let last = lastScript, last.sign != c, last.index == first - 1 {
          spans[first].isStacked = true
          spans[c == "_" ? first : last.index].rise = rise - stackedDrop * scale
          lastScript = nil
        } else {
          lastScript = (c, first)
        }
      case "{", "}", " ": break
      case "-": put("\u{2212}")
      case "\\":
        let name = rest.prefix { $0.isLetter && $0.isASCII }
        rest = rest.dropFirst(name.count)
        if name.isEmpty {
          // \$, \%, \{ are the characters; \, and \; are spaces.
          if let next = rest.popFirst() { put(",;: !".contains(next) ? " " : String(next)) }
        } else if let symbol = symbols[String(name)] {
          put(symbol)
        } else if fonts.contains(String(name)) {
          put(String(takeGroup(&rest)))
        } else {
          put("\\" + name)
        }
      default: put(String(c))
      }
    }
  }

  /// The next group in braces without them, or the next character or command.
  private static func takeGroup(_ rest: inout Substring) -> Substring {
    guard let first = rest.first else { return "" }
    if first == "\\" {
      let length = 1 + rest.dropFirst().prefix { $0.isLetter && $0.isASCII }.count
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

  private static let fonts: Set<String> = ["mathrm", "mathdefault", "mathregular", "mathit", "mathbf", "text", "rm"]

  private static let symbols: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "times": "×", "cdot": "·",
    "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "infty": "∞",
    "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "in": "∈", "rightarrow": "→", "to": "→", "leftarrow": "←",
    "circ": "∘", "degree": "°", "ldots": "…", "dots": "…", "log": "log", "ln": "ln", "exp": "exp", "sin": "sin", "cos": "cos",
    "max": "max", "min": "min",
  ]
}
