/// The operations that have kernels of their own on a GPU.
enum DeviceKernels {
  typealias Kernel = @Sendable (borrowing Inputs, borrowing Attributes, [Spec]) throws(TensorError) -> [Tensor]?

  static let all: [(String, Kernel)] = []
}
