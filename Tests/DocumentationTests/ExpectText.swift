import Testing

/// Compares what `print(values…)` would write with the text of a documentation comment. Blanks don't count; `…` stands for any text.
func expectText(_ values: [Any], _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let actual = values.map { "\($0)" }.joined(separator: " ").filter { !$0.isWhitespace }
  let parts = expected.filter { !$0.isWhitespace }.split(separator: "…", omittingEmptySubsequences: false)
  var rest = Substring(actual)
  var matches = rest.hasPrefix(parts[0])
  for (index, part) in parts.enumerated() where matches && !part.isEmpty {
    guard let place = rest.firstRange(of: part) else {
      matches = false
      break
    }
    if index == 0 { matches = place.lowerBound == rest.startIndex }
    rest = rest[place.upperBound...]
  }
  #expect(matches && (rest.isEmpty || parts.last == ""), "\(actual) is not \(expected)", sourceLocation: sourceLocation)
}

/// Takes the result of an example that states none.
func discard<Value>(_ value: Value) {}
