import Lantern

/// The text of a call in a Python library: `empty(5, dtype=int32).random_()[:3]`.
indirect enum CallExpression {
  case none
  case bool(Bool)
  case integer(Int128)
  case real(Double)
  case text(String)
  case name(String)
  case list([CallExpression])
  case attribute(CallExpression, String)
  case call(CallExpression, [CallExpression], [(String, CallExpression)])
  case index(CallExpression, [Subscript])

  /// One place of an index: a position or a slice.
  enum Subscript {
    case position(CallExpression)
    case slice(from: CallExpression?, to: CallExpression?, by: CallExpression?)
  }
}

/// Reads calls: names, numbers and their arithmetic, texts, lists, arguments with and without names, attributes and indices.
struct CallParser {
  private let characters: [Character]
  private var position = 0
  private var depth = 0

  /// Parses one expression.
  /// - Returns: the expression and the words that follow it, such as `second run`.
  static func parse(_ text: String) throws(TensorError) -> (call: CallExpression, remark: String) {
    guard text.utf8.count <= 4096 else { throw replayError("a call of \(text.utf8.count) bytes") }
    var parser = CallParser(text)
    let call = try parser.sum()
    parser.skipSpaces()
    return (call, String(parser.characters[parser.position...]))
  }

  private init(_ text: String) { characters = Array(text) }

  private var next: Character? { position < characters.count ? characters[position] : nil }

  private mutating func skipSpaces() {
    while let c = next, c == " " || c == "\t" || c == "\n" { position += 1 }
  }

  /// Takes `symbol` if it comes next.
  private mutating func take(_ symbol: String) -> Bool {
    skipSpaces()
    let wanted = Array(symbol)
    guard characters[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  private mutating func expect(_ symbol: String) throws(TensorError) {
    if !take(symbol) { throw failure("expected '\(symbol)'") }
  }

  private func failure(_ what: String) -> TensorError {
    let text = String(characters)
    return TensorError(.argument, op: "conformance", "cannot read the call '\(text)': \(what) at character \(position + 1)")
  }

  // ---- arithmetic, loosest first

  private mutating func sum() throws(TensorError) -> CallExpression {
    var left = try product()
    while true {
      if take("+") {
        left = try arithmetic("+", left, try product())
      } else if take("-") {
        left = try arithmetic("-", left, try product())
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(TensorError) -> CallExpression {
    var left = try signed()
    while true {
      if take("//") {
        left = try arithmetic("//", left, try signed())
      } else if take("/") {
        left = try arithmetic("/", left, try signed())
      } else if !characters[position...].starts(with: ["*", "*"]), take("*") {
        left = try arithmetic("*", left, try signed())
      } else {
        return left
      }
    }
  }

  private mutating func signed() throws(TensorError) -> CallExpression {
    var isNegative = false
    while true {
      if take("-") { isNegative.toggle() } else if !take("+") { break }
    }
    let value = try power()
    return isNegative ? try arithmetic("-", .integer(0), value) : value
  }

  private mutating func power() throws(TensorError) -> CallExpression {
    let base = try postfix()
    // A power binds tighter than a sign on its left, and looser than one on its right.
    return take("**") ? try arithmetic("**", base, try signed()) : base
  }

  private func arithmetic(
    _ symbol: String, _ left: CallExpression, _ right: CallExpression
  ) throws(TensorError) -> CallExpression {
    if case .integer(let a) = left, case .integer(let b) = right, symbol != "/" {
      let result: (partialValue: Int128, overflow: Bool)
      switch symbol {
      case "+": result = a.addingReportingOverflow(b)
      case "-": result = a.subtractingReportingOverflow(b)
      case "*": result = a.multipliedReportingOverflow(by: b)
      case "//":
        guard b > 0 else { throw failure("division by a number that is not positive") }
        result = ((a - (a % b + b) % b) / b, false)
      default:
        guard b >= 0 else { throw failure("a negative power") }
        var power: (partialValue: Int128, overflow: Bool) = (1, false)
        for _ in 0..<min(b, 128) where !power.overflow { power = power.partialValue.multipliedReportingOverflow(by: a) }
        result = power
      }
      if result.overflow { throw failure("a number beyond 128 bits") }
      return .integer(result.partialValue)
    }
    guard let a = Self.real(left), let b = Self.real(right) else { throw failure("arithmetic on something that is no number") }
    switch symbol {
    case "+": return .real(a + b)
    // A minus sign is read as a subtraction from an integer zero; that must not lose the sign of a zero.
    case "-": if case .integer(0) = left { return .real(-b) } else { return .real(a - b) }
    case "*": return .real(a * b)
    case "/": return .real(a / b)
    default: throw failure("'\(symbol)' on numbers that are not integers")
    }
  }

  private static func real(_ value: CallExpression) -> Double? {
    switch value {
    case .integer(let n): Double(n)
    case .real(let x): x
    default: nil
    }
  }

  // ---- calls, attributes, indices

  private mutating func postfix() throws(TensorError) -> CallExpression {
    var value = try primary()
    while let c = next {
      switch c {
      case ".":
        position += 1
        value = .attribute(value, try identifier())
      case "(":
        position += 1
        let (arguments, named) = try callArguments()
        value = .call(value, arguments, named)
      case "[":
        position += 1
        value = .index(value, try subscripts())
      default: return value
      }
    }
    return value
  }

  private mutating func callArguments() throws(TensorError) -> ([CallExpression], [(String, CallExpression)]) {
    var arguments: [CallExpression] = [], named: [(String, CallExpression)] = []
    while !take(")") {
      let start = position
      skipSpaces()
      if let c = next, c.isLetter || c == "_" {
        let name = try identifier()
        if take("=") {
          named.append((name, try sum()))
        } else {
          position = start
          arguments.append(try sum())
        }
      } else {
        arguments.append(try sum())
      }
      if !take(",") {
        try expect(")")
        break
      }
    }
    return (arguments, named)
  }

  private mutating func subscripts() throws(TensorError) -> [CallExpression.Subscript] {
    var places: [CallExpression.Subscript] = []
    while !take("]") {
      var parts: [CallExpression?] = [nil]
      while true {
        skipSpaces()
        if take(":") {
          parts.append(nil)
        } else if let c = next, c != ",", c != "]" {
          parts[parts.count - 1] = try sum()
        } else {
          break
        }
      }
      switch parts.count {
      case 1: if let position = parts[0] { places.append(.position(position)) } else { throw failure("an empty index") }
      case 2: places.append(.slice(from: parts[0], to: parts[1], by: nil))
      case 3: places.append(.slice(from: parts[0], to: parts[1], by: parts[2]))
      default: throw failure("too many colons")
      }
      if !take(",") {
        try expect("]")
        break
      }
    }
    return places
  }

  // ---- single things

  private mutating func identifier() throws(TensorError) -> String {
    skipSpaces()
    let start = position
    while let c = next, c.isLetter || c == "_" || (c.isNumber && position > start) { position += 1 }
    if position == start { throw failure("expected a name") }
    return String(characters[start..<position])
  }

  private mutating func primary() throws(TensorError) -> CallExpression {
    skipSpaces()
    depth += 1
    defer { depth -= 1 }
    // Brackets nest by recursion; a hostile text must not use up the stack.
    if depth > 100 { throw failure("nested too deeply") }
    guard let c = next else { throw failure("the text ends too early") }
    if c == "(" || c == "[" { return try sequence(closing: c == "(" ? ")" : "]") }
    if c == "'" || c == "\"" { return try quoted(c) }
    if c.isNumber || c == "." { return try number() }
    switch try identifier() {
    case "None": return .none
    case "True": return .bool(true)
    case "False": return .bool(false)
    case let name: return .name(name)
    }
  }

  private mutating func sequence(closing: String) throws(TensorError) -> CallExpression {
    position += 1
    var items: [CallExpression] = [], hasComma = false
    while !take(closing) {
      items.append(try sum())
      if take(",") {
        hasComma = true
      } else {
        try expect(closing)
        break
      }
    }
    // Parentheses around one thing only group it.
    return closing == ")" && items.count == 1 && !hasComma ? items[0] : .list(items)
  }

  private mutating func quoted(_ mark: Character) throws(TensorError) -> CallExpression {
    position += 1
    let start = position
    while let c = next, c != mark { position += 1 }
    guard next != nil else { throw failure("a text without an end") }
    position += 1
    return .text(String(characters[start..<position - 1]))
  }

  private mutating func number() throws(TensorError) -> CallExpression {
    let start = position
    var isReal = false
    while let c = next {
      let previous = position > start ? characters[position - 1] : " "
      if c == "." || c == "e" || c == "E" {
        isReal = true
      } else if !(c.isNumber || c == "_" || ((c == "-" || c == "+") && (previous == "e" || previous == "E"))) {
        break
      }
      position += 1
    }
    let digits = String(characters[start..<position].filter { $0 != "_" })
    // Swift wants a digit on both sides of the point; Python does not.
    let padded = (digits.hasPrefix(".") ? "0" : "") + digits
    let full = padded.hasSuffix(".") ? padded + "0" : padded.split(separator: ".e").joined(separator: ".0e")
    if !isReal, let value = Int128(digits) { return .integer(value) }
    guard isReal, let value = Double(full) else { throw failure("'\(digits)' is no number") }
    return .real(value)
  }
}
