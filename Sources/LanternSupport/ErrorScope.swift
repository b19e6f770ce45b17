#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Where the errors of operations go while a `withTensorErrors` runs: the first one is kept.
package final class ErrorScope: Sendable {
  private let first = Locked<TensorError?>(nil)

  @TaskLocal package static var current: ErrorScope?

  package init() {}

  package func report(_ error: TensorError) {
    first.withLock { if $0 == nil { $0 = error } }
  }

  package func check() throws(TensorError) {
    if let error = first.withLock({ $0 }) { throw error }
  }

  /// The error behind an invalid tensor that somebody met.
  package static var firstError: TensorError {
    current?.first.withLock { $0 } ?? TensorError(.argument, op: "backward", "a derivative could not be computed")
  }
}

/// Runs `body`, and throws the first mistake that a tensor operation in it reports, instead of stopping the program.
///
/// The operation that failed gives an invalid tensor, which every further operation passes on untouched, so the rest of `body`
/// runs on harmlessly. An error that `body` itself throws is passed on, unless an operation failed before it.
///
/// ```swift
/// let sum = try withTensorErrors { Tensor.ones(2, 3) + Tensor.ones(2, 4) }
/// // throws: add: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1 …
/// ```
public func withTensorErrors<R>(_ body: () throws -> R) throws -> R {
  let scope = ErrorScope()
  let result: R
  do {
    result = try ErrorScope.$current.withValue(scope, operation: body)
  } catch {
    try scope.check()
    throw error
  }
  try scope.check()
  return result
}

/// Runs an asynchronous `body`, and throws the first mistake that a tensor operation in it reports.
public func withTensorErrors<R>(isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> R) async throws -> R {
  let scope = ErrorScope()
  let result: R
  do {
    result = try await ErrorScope.$current.withValue(scope, operation: body, isolation: isolation)
  } catch {
    try scope.check()
    throw error
  }
  try scope.check()
  return result
}

/// Throws the error that an operation of the running `withTensorErrors` has reported so far; does nothing when there is none.
///
/// ```swift
/// try withTensorErrors { _ = Tensor.ones(2) + Tensor.ones(3); try checkTensorErrors() }  // throws: add: …
/// ```
public func checkTensorErrors() throws(TensorError) { try ErrorScope.current?.check() }

extension TensorError {
  /// Reports the error to the running `withTensorErrors`, or stops the program with its message and the calls that led here.
  package func report() {
    if let scope = ErrorScope.current {
      scope.report(self)
      return
    }
    fatalError("\(self)")
  }
}

/// Prints a warning to standard error, as PyTorch's warnings appear; each text once per process.
package func warnOnce(_ message: String) {
  let isNew = Warnings.seen.withLock { $0.insert(message).inserted }
  guard isNew else { return }
  Warnings.handler.withLock { $0 }(message)
}

/// Where warnings go.
package enum Warnings {
  static let seen = Locked<Set<String>>([])
  package static let handler = Locked<@Sendable (String) -> Void>({ message in
    var line = "Warning: \(message)\n"
    line.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
  })
  /// Forgets which warnings were given, so that a test sees them again.
  package static func reset() { seen.withLock { $0.removeAll() } }
}
