import Lantern

// Arrays and tensors over the same memory.

extension Tensor {
  /// This tensor's memory as a NumPy array: a change of one is seen by the other. Mirrors `Tensor.numpy()`.
  ///
  /// Reports an error when the tensor requires gradients, is `bfloat16`, which NumPy lacks, or has no numbers yet.
  ///
  /// ```swift
  /// let t = Tensor.zeros(2)
  /// let a = t.numpy()
  /// t.add_(1)
  /// print(a)  // [1. 1.]
  /// ```
  public func numpy() -> NDArray {
    if isInvalid { return NDArray(self) }
    return NDArray.reporting { () throws(TensorError) in
      guard !isSymbolic else {
        throw TensorError(
          .symbolic, op: "numpy", "a symbol of a graph has no numbers before the graph runs", hint: "Fetch it with Session.run.")
      }
      guard !isCUDA else {
        throw TensorError(
          .device, op: "numpy",
          "can't convert \(device) device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.")
      }
      guard !requiresGrad else {
        throw TensorError(
          .autograd, op: "numpy", "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
      }
      guard dtype != .bfloat16 else { throw TensorError(.dtype, op: "numpy", "Got unsupported ScalarType BFloat16") }
      return NDArray(Tensor(viewing: self, shape: shape, strides: strides, offset: offset))
    }
  }

  /// A tensor over a NumPy array's memory: a change of one is seen by the other. Mirrors `torch.from_numpy`.
  ///
  /// Reports an error when a stride is negative; take a `copy()` of such an array first.
  public static func fromNumPy(_ array: NDArray) -> Tensor {
    if array.isInvalid { return array.tensor }
    return Lantern.reporting { () throws(TensorError) in
      let t = array.tensor
      guard !t.strides.contains(where: { $0 < 0 }) else {
        throw TensorError(
          .argument, op: "fromNumPy",
          "At least one stride in the given numpy array is negative, and tensors with negative strides are not currently supported. (You "
            + "can probably work around this by making a copy of your array  with array.copy().) ")
      }
      return Tensor(viewing: t, shape: t.shape, strides: t.strides, offset: t.offset)
    }
  }

  /// A tensor over a NumPy array's memory, as `fromNumPy` gives it.
  public convenience init(_ array: NDArray) { self.init(taking: Tensor.fromNumPy(array)) }
}
