import CKernels

// What plans of graphs ask of the engine.

extension Op {
  /// Addition and subtraction, which variables are changed by.
  package static var adding: Op { .add }
  package static var subtracting: Op { .sub }

  /// The type that the loop of an element-by-element operation computes these inputs in; `nil` for other operations.
  package func loopType(_ inputs: borrowing Inputs) throws(TensorError) -> DType? {
    guard case .pointwise(let loop) = kernel else { return nil }
    return try loop.commonType(name, inputs)
  }

  /// Whether numbers, not only shapes, decide the sizes of the results.
  package func isUnsteady(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> Bool {
    guard case .call(let call) = kernel else { return false }
    return try call.infer(inputs, attributes).contains { $0.shape.hasUnknown }
  }

  /// Whether a loop has to look at the numbers before it may run: whole numbers that are divided.
  package func looksAtNumbers(_ type: DType) -> Bool {
    guard case .pointwise(let loop) = kernel, loop.validate != nil else { return false }
    return !(type.isFloatingPoint || type.isComplex || ["sub", "rsub", "neg"].contains(name))
  }
}

extension Tensor {
  /// Whether this has numbers of its own, and nothing is wrong with it.
  package var isOrdinary: Bool { flags.isDisjoint(with: .special) }

  /// Whether this is a Swift number that stood beside a tensor, so that nobody else has it.
  package var isNumber: Bool { viewKind == .number }

  /// A tensor over memory that exists, with this layout.
  package static func over(_ storage: Storage, _ shape: Shape, _ strides: Shape, _ offset: Int, _ dtype: DType) -> Tensor {
    Tensor(storage: storage, shape: shape, strides: strides, offset: offset, dtype: dtype)
  }
}

extension Saved {
  /// The gradients of all results of an operation; zeros where nothing was made from one.
  package func allGradients(_ first: Tensor, _ count: Int) -> [Tensor] {
    if gradients.isEmpty { return [first] }
    return (0..<count).map { k in
      if k == 0 { return gradients[0] ?? first }
      if let known = k < gradients.count ? gradients[k] : nil { return known }
      // Of a symbol whose sizes are not known yet only an operation knows them: the result itself.
      let spec = node.spec(of: k)
      return spec.shape.hasUnknown && k < outputs.count
        ? Tensor.zeros(like: outputs[k].detach()) : Tensor.zeros(spec.shape, dtype: spec.dtype)
    }
  }
}

// Code of other modules asks the runtime for access at every stored property that it reads; these ask for none.
extension Tensor {
  /// Whether this has a shape.
  @inline(never) package func hasShape(_ other: Shape) -> Bool { shape == other }

  /// Whether this has a shape and a dtype.
  @inline(never) package func isOf(_ other: Shape, _ type: DType) -> Bool { dtype == type && shape == other }

  /// Whether this has the layout and dtype of another tensor.
  @inline(never) package func liesLike(_ other: Tensor) -> Bool {
    shape == other.shape && strides == other.strides && dtype == other.dtype
  }

  /// Whether this may be the value of a symbol as it is.
  @inline(never) package func canStand(for symbol: Tensor) -> Bool {
    dtype == symbol.dtype && flags.contains(.contiguous) && flags.isDisjoint(with: [.symbolic, .invalid])
      && (shape == symbol.shape || shape.fits(symbol.shape))
  }
}
