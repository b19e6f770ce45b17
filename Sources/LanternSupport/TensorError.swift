/// What went wrong in an operation: which one, what it was given, and what to do about it.
///
/// The message is the one PyTorch gives, where PyTorch has one. `description` adds the operation and the remedy.
public struct TensorError: Error, Sendable, Hashable {
  /// The kind of mistake, for programs that want to react to it.
  public enum Kind: String, Sendable, Hashable {
    case shape, dtype, index, argument, device, autograd, memory, symbolic, file, graph, notFound
  }

  /// The kind of mistake.
  public let kind: Kind
  /// The operation that found it, such as `"add"` or `"view"`.
  public let op: String
  /// What is wrong, with the shapes, dtypes and numbers involved.
  public let message: String
  /// One thing to do about it; empty when the message says it all.
  public let hint: String

  /// An error of the operation `op`.
  ///
  /// ```swift
  /// TensorError(.argument, op: "scale", "the factor is 0")  // scale: the factor is 0
  /// ```
  public init(_ kind: Kind, op: String, _ message: String, hint: String = "") {
    self.kind = kind
    self.op = op
    self.message = message
    self.hint = hint
  }
}

extension TensorError: CustomStringConvertible {
  /// `add: The size of tensor a (3) must match … Hint: …`
  public var description: String {
    (op.isEmpty ? "" : op + ": ") + message + (hint.isEmpty ? "" : " Hint: " + hint)
  }
}
