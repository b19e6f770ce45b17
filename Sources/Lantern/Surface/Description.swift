// How tensors appear in text.

extension Tensor: CustomStringConvertible {
  /// The text PyTorch prints, without its `torch.` prefix: `tensor([[1., 2.]], grad_fn=<MulBackward0>)`.
  public var description: String { description(.current) }

  /// The text with other options than those set for the process.
  ///
  /// ```swift
  /// Tensor([1.0, 0.5]).description(PrintOptions(precision: 1))  // tensor([1.0, 0.5])
  /// ```
  public func description(_ options: PrintOptions) -> String {
    if isInvalid { return "tensor(<invalid>)" }
    if let symbol { return "Tensor(\"\(symbol.name)\", shape=\(shape.tupleDescription), dtype=\(dtype))" }
    let numbers = isCUDA ? noGrad { detach().cpu() } : self
    if numbers.isInvalid { return "tensor(<invalid>)" }
    return withExtendedLifetime(numbers) {
      describeTensor(
        PrintableArray(
          base: UnsafeRawPointer(numbers.storage.base), dtype: dtype, shape: Array(shape), strides: Array(numbers.strides),
          offset: numbers.offset),
        options: options, defaultDType: .default, device: device.isCPU ? nil : device.description, gradFn: gradNode?.name,
        requiresGrad: flags.contains(.requiresGrad), isParameter: flags.contains(.parameter))
    }
  }
}

extension ValuesAndIndices: CustomStringConvertible {
  /// `return_types.max(`, the values and the indices, as PyTorch prints a pair of results.
  public var description: String { "return_types.\(name)(\nvalues=\(values),\nindices=\(indices))" }
}
