import Lantern
import LanternNumPy

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Writes the steps of a tutorial: the Swift text of each, and under it the value.
///
/// The text is the expression itself, or the statements before it and the expression. A test reads this folder's files and checks
/// that, so the text cannot say anything else than what runs.
struct TutorialWriter {
  /// Where figures go; `nil` for none.
  let plots: String?
  /// Where the lines go.
  let write: (String) -> Void

  /// A step and its values, as Python's interpreter shows them.
  func callAsFunction(_ source: String, _ values: Any?...) {
    quote(source)
    write(values.map(Self.text).joined(separator: ", "))
  }

  /// A step that ends in `print(…)` of these values.
  func prints(_ source: String, _ values: Any...) {
    quote(source)
    write(values.map { "\($0)" }.joined(separator: " "))
  }

  /// A step that must fail; writes the error.
  func fails(_ source: String, _ body: () -> Void) {
    quote(source)
    do {
      try withTensorErrors(body)
      write("no error")
    } catch let error as TensorError {
      write("TensorError: \(error.message)")
    } catch {
      write("\(error)")
    }
  }

  /// A line of a training loop.
  func line(_ text: String) { write(text) }

  /// The source, a statement a line.
  private func quote(_ source: String) {
    var rest = source[...]
    while let end = rest.firstRange(of: "; ") {
      write("> " + rest[..<end.lowerBound])
      rest = rest[end.upperBound...]
    }
    write("> " + rest)
  }

  /// A value as Python spells it: `None`, `True`, an array's `repr`, everything else by its description.
  private static func text(_ value: Any?) -> String {
    switch value {
    case nil: "None"
    case let flag as Bool: flag ? "True" : "False"
    case let array as NDArray: array.debugDescription
    case let value?: "\(value)"
    }
  }
}

/// A number with a fixed count of digits behind the point: `fixed(2.5, 3)` is `2.500`.
func fixed(_ value: Double, _ digits: Int) -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
    _ = withVaList([Int32(digits), value]) { vsnprintf(buffer.baseAddress!, buffer.count, "%.*f", $0) }
    return String(cString: buffer.baseAddress!)
  }
}
