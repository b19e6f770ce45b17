import Lantern

/// A section of the tutorial.
struct TutorialSection: Sendable {
  let number: Int
  let title: String
  /// Writes the steps.
  let run: @Sendable (TutorialWriter) throws -> Void

  /// All of them, in order.
  static let all: [TutorialSection] = [
    TutorialSection(number: 0, title: "Checking the machine", run: checkingTheMachine),
    TutorialSection(number: 1, title: "NumPy arrays", run: numpyArrays),
    TutorialSection(number: 2, title: "Creating tensors", run: creatingTensors),
    TutorialSection(number: 3, title: "Changing the shape", run: changingTheShape),
    TutorialSection(number: 4, title: "Indexing", run: indexing),
    TutorialSection(number: 5, title: "Broadcasting and NumPy interop", run: broadcastingAndInterop),
    TutorialSection(number: 6, title: "Element-wise operations", run: elementwiseOperations),
    TutorialSection(number: 7, title: "Reductions and comparisons", run: reductionsAndComparisons),
    TutorialSection(number: 8, title: "Matrix operations", run: matrixOperations),
    TutorialSection(number: 9, title: "Scalar autograd: z = w * x + b", run: scalarAutograd),
    TutorialSection(number: 10, title: "Jacobian of [x0^2 + 3 x1, x1^2 + 2 x0] at [2, 3]", run: jacobian),
    TutorialSection(number: 11, title: "Linear regression y = 3 x^2 + 2 in NumPy", run: arrayRegression),
    TutorialSection(number: 12, title: "The same with torch and autograd", run: tensorRegression),
    TutorialSection(number: 13, title: "The same as a TensorFlow 1 graph", run: graphRegression),
  ]

  /// The sections with this number, or with this text in their title, in any case. Throws an error that lists them all.
  static func named(_ name: String) throws -> [TutorialSection] {
    if let number = Int(name), let section = all.first(where: { $0.number == number }) { return [section] }
    let wanted = name.lowercased()
    let found = all.filter { $0.title.lowercased().contains(wanted) }
    guard !found.isEmpty, !wanted.isEmpty else {
      let list = all.map { "  \($0.number). \($0.title)" }.joined(separator: "\n")
      throw TensorError(
        .argument, op: "tutorial", "there is no section '\(name)'. Give the number or a word of the title:\n\(list)")
    }
    return found
  }

  /// Writes the heading and the steps.
  func write(to writer: TutorialWriter) throws {
    writer.line("")
    writer.line("=== \(number). \(title) ===")
    try run(writer)
  }
}
