/// A step of the tutorial as it stands in its source file, read to compare what is quoted with what is run.
struct TutorialStep {
  /// The line of the call, counted from 1.
  let line: Int
  private let kind: String  // "", ".prints" or ".fails"
  private let quoted: String
  /// What the call is given behind the quotation.
  private let given: String
  /// The lines before the call.
  private let before: [String]

  /// All steps of a file.
  static func all(in source: String) -> [TutorialStep] {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.indices.compactMap { i in
      let text = lines[i].drop { $0 == " " }
      guard let kind = [".prints", ".fails", ""].first(where: { text.hasPrefix("show\($0)(") }) else { return nil }
      let call = Array(lines[i...].joined(separator: "\n").drop { $0 != "(" })
      guard let end = closing(call, 0), let (quoted, behind) = literal(call[1..<end]) else { return nil }
      var given = String(call[behind..<end]).drop { ", \n".contains($0) }
      if kind == ".fails" {
        guard let open = call[end...].firstIndex(of: "{"), let close = closing(call, open) else { return nil }
        given = String(call[(open + 1)..<close])[...]
      }
      let before = lines[..<i].map(plain).filter { !$0.isEmpty }
      return TutorialStep(line: i + 1, kind: kind, quoted: quoted, given: plain(String(given)), before: before)
    }
  }

  /// What is wrong with the quotation; `nil` when it is true.
  var problem: String? {
    var statements: [String] = []
    var rest = quoted[...]
    while let end = rest.firstRange(of: "; ") {
      statements.append(String(rest[..<end.lowerBound]))
      rest = rest[end.upperBound...]
    }
    let last = Self.plain(String(rest))
    let isValue = last == (kind == ".prints" ? "print(\(given))" : given)
    if !isValue {
      // A statement that names the value: `let y = …` and then y.
      guard kind.isEmpty, last.hasPrefix("let \(given) = ") else { return "says '\(last)', runs '\(given)'" }
      statements.append(last)
    }
    let run = before.suffix(statements.count)
    return Array(run) == statements.map(Self.plain) ? nil : "says '\(statements)', runs '\(Array(run))'"
  }

  /// The position of the bracket that closes the one at `open`.
  private static func closing(_ text: [Character], _ open: Int) -> Int? {
    var depth = 0
    var isText = false
    for i in open..<text.count {
      switch text[i] {
      case "\"" where i == 0 || text[i - 1] != "\\": isText.toggle()
      case "(", "[", "{": if !isText { depth += 1 }
      case ")", "]", "}":
        if !isText { depth -= 1 }
        if depth == 0 { return i }
      default: break
      }
    }
    return nil
  }

  /// The text literal that comes first, and the position behind it.
  private static func literal(_ text: ArraySlice<Character>) -> (String, Int)? {
    guard let open = text.firstIndex(where: { !" \n".contains($0) }), text[open] == "\"" else { return nil }
    guard let close = text[(open + 1)...].firstIndex(of: "\"") else { return nil }
    return (String(text[(open + 1)..<close]), close + 1)
  }

  /// One space where there is any, none inside brackets.
  private static func plain(_ text: String) -> String {
    var result = ""
    for word in text.split(whereSeparator: { " \n".contains($0) }) {
      let opens = result.last.map { "([".contains($0) } ?? true
      result += (opens || ")]".contains(word.first!) ? "" : " ") + word
    }
    return result
  }
}
