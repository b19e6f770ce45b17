import Testing

@testable import Lantern

/// What a snippet prints, in Python's words, and the message of the error that ends it.
final class Transcript {
  private(set) var text = ""
  private(set) var error = ""

  /// Prints values as Python's `print` does: separated by spaces, ended by a new line.
  func callAsFunction(_ values: Any?...) {
    if !text.isEmpty { text += "\n" }
    text += values.map(Transcript.word).joined(separator: " ")
  }

  private static func word(_ value: Any?) -> String {
    switch value {
    case nil: "None"
    case let flag as Bool: flag ? "True" : "False"
    case let node as Node: node.description
    case let list as [Tensor?]: "(" + list.map(word).joined(separator: ", ") + (list.count == 1 ? ",)" : ")")
    case let optional as Tensor?: optional.map { $0.description } ?? "None"
    case let value?: "\(value)"
    }
  }

  /// Runs a snippet inside an error scope.
  static func of(_ body: (Transcript) throws -> Void) -> Transcript {
    let transcript = Transcript()
    do {
      try withTensorErrors { try body(transcript) }
    } catch let error as TensorError {
      transcript.error = error.message
    } catch { transcript.error = "\(error)" }
    return transcript
  }
}

/// A snippet that fails, and the message it fails with.
struct Failing: Sendable, CustomTestStringConvertible {
  let id: String
  let message: String
  let body: @Sendable () -> Void

  init(_ id: String, _ message: String, _ body: @escaping @Sendable () -> Void) {
    (self.id, self.message, self.body) = (id, message, body)
  }

  var testDescription: String { id }
  var seen: String { Transcript.of { _ in body() }.error }
}
