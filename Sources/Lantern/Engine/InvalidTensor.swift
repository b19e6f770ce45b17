// What stands for a result where an operation failed: every further operation passes it on.

extension Tensor {
  /// For kernels, which read memory by its size: this tensor, or the error that it stands for, such as memory that ran out.
  func usable() throws(TensorError) -> Tensor {
    if isInvalid { throw ErrorScope.firstError }
    return self
  }
}

extension Tensor {
  /// What an operation gives after reporting an error: a tensor without elements, on which every operation does nothing.
  package static func invalid(reporting error: TensorError) -> Tensor {
    error.report()
    return invalid()
  }

  static func invalid() -> Tensor {
    let empty: Shape = [0]
    return Tensor(storage: emptyStorage, shape: empty, strides: [1], offset: 0, dtype: .float32, extraFlags: [.invalid])
  }

  /// Memory for tensors without contents: symbols of a graph and invalid tensors. Nothing ever writes to it, so sharing is safe.
  package nonisolated(unsafe) static let emptyStorage: Storage = {
    // 16 bytes always fit inside the object, so nothing can fail here.
    guard let storage = try? Storage.allocate(16) else { fatalError("a storage without a block cannot fail") }
    return storage
  }()
}

/// Runs `body`; when it throws, reports the error and gives an invalid tensor.
@inline(__always)
package func reporting(_ body: () throws(TensorError) -> Tensor) -> Tensor {
  do { return try body() } catch { return Tensor.invalid(reporting: error) }
}
