import Lantern

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
    write(source + ":")
    write(values.map(Self.text).joined(separator: ", "))
  }

  /// A step that must fail; writes the error.
  func fails(_ source: String, _ body: () -> Void) {
    write(source + ":")
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

  /// A value as Python spells it: `None`, `True`, and everything else by its description.
  private static func text(_ value: Any?) -> String {
    switch value {
    case nil: "None"
    case let flag as Bool: flag ? "True" : "False"
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
