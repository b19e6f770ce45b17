import Lantern

extension Graph {
  /// A symbol whose numbers are given when the graph runs. Mirrors `tf.placeholder`.
  ///
  /// - Parameters:
  ///   - dtype: The dtype; values of other dtypes are converted when they are fed.
  ///   - shape: The sizes of the axes, `nil` for those that may differ from run to run. How many axes there are must be known.
  ///   - name: The name in the graph; `Placeholder`, `Placeholder_1`, … when left out.
  ///
  /// ```swift
  /// let x = tf.placeholder(.float32, [nil, 1])
  /// ```
  public func placeholder(_ dtype: DType, _ shape: [Int?]?, name: String? = nil) -> Tensor {
    reporting { () throws(TensorError) in
      guard let shape else {
        throw TensorError(
          .graph, op: "placeholder", "a placeholder of unknown rank is not supported", hint: "Give a shape; nil stands for an unknown size."
        )
      }
      for size in shape {
        if let size, size < 0 {
          throw TensorError(.shape, op: "placeholder", "Error converting shape to a TensorShape: Dimension \(size) must be >= 0.")
        }
      }
      return core.add(
        .placeholder, try graphName(name, "Placeholder", "placeholder"), Shape(shape.map { $0 ?? -1 }), dtype, tracked: true)
    }
  }

  /// A symbol of fixed numbers, copied from `value`. Mirrors `tf.constant`.
  public func constant(_ value: some GraphValue, dtype: DType? = nil, shape: Shape? = nil, name: String? = nil) -> Tensor {
    reporting { () throws(TensorError) in
      try core.constant(value, dtype: dtype, shape: shape, name: name)
    }
  }

  /// A symbol whose value a session keeps from run to run. Mirrors `tf.Variable`.
  ///
  /// The result is the symbol of the variable's value, so it stands in expressions as any tensor does; `assign` and its relatives give
  /// it a new value. It has none before `globalVariablesInitializer()`, or its own `initializer`, has run.
  ///
  /// - Parameters:
  ///   - initialValue: What it starts with: numbers, or a symbol, which every session computes anew.
  ///   - name: The name in the graph; `Variable`, `Variable_1`, … when left out.
  ///   - trainable: Whether `trainableVariables` lists it.
  ///
  /// ```swift
  /// let w = tf.variable(tf.randomUniform([1], 0, 1))
  /// let step = w.assign(w - 0.01 * gradient)
  /// ```
  public func variable(_ initialValue: some GraphValue, dtype: DType? = nil, name: String? = nil, trainable: Bool = true) -> Tensor {
    reporting { () throws(TensorError) in
      let base = try graphName(name, "Variable", "variable")
      var initial = try initialValue.exactTensor()
      if initial.isInvalid { return initial }
      if initial.isSymbolic {
        guard initial.symbol?.graph === core else { throw .otherGraph(initial) }
        if let dtype { initial = initial.to(dtype) }
      } else {
        initial = try core.constant(initialValue, dtype: dtype, shape: nil, name: "\(base)/initial_value")
      }
      let read = core.addVariable(base, initial.shape, initial.dtype)
      let initializer = try read.assigned(.set, initial.detach(), "\(base)/Assign")
      add(GraphVariable(read: read, initializer: initializer, isTrainable: trainable))
      return read
    }
  }

  /// An operation that gives every variable of the graph its first value. Mirrors `tf.global_variables_initializer`.
  public func globalVariablesInitializer() -> Operation { Operation(name: "init", variables.map(\.initializer)) }

  /// The variables that training changes, in the order they were made. Mirrors `tf.trainable_variables`.
  public var trainableVariables: [Tensor] { variables.filter(\.isTrainable).map(\.read) }

  /// All variables, in the order they were made. Mirrors `tf.global_variables`.
  public var globalVariables: [Tensor] { variables.map(\.read) }
}

extension GraphCore {
  func constant(_ value: some GraphValue, dtype: DType?, shape: Shape?, name: String?) throws(TensorError) -> Tensor {
    var tensor = try value.exactTensor()
    if tensor.isInvalid { return tensor }
    if tensor.isSymbolic {
      throw TensorError(.graph, op: "constant", "a constant is made of numbers, not of the symbol \(tensor)")
    }
    tensor = noGrad {
      var numbers = tensor
      if let wanted = dtype ?? type(of: value).constantDType { numbers = numbers.to(wanted) }
      if let shape { numbers = numbers.elementCount == 1 ? numbers.reshape([]).expand(shape) : numbers.reshape(shape) }
      return numbers === tensor || shape != nil ? numbers.clone() : numbers
    }
    if tensor.isInvalid { return tensor }
    return add(.constant(tensor), try graphName(name, "Const", "constant"), tensor.shape, tensor.dtype, tracked: true)
  }
}

/// Something that is run for what it does, not for a value. Mirrors `tf.Operation`.
public struct Operation: Sendable {
  /// What it is called in messages.
  public let name: String
  let targets: [Tensor]
  init(name: String, _ targets: [Tensor]) { (self.name, self.targets) = (name, targets) }
}

extension Tensor {
  /// A symbol that, when it runs, makes `value` the value of this variable, and is that value. Mirrors `tf.assign`.
  ///
  /// Within one run every expression of a variable sees the value it had when the run began; assignments take effect in the order they
  /// were made, all together when the run has succeeded. Reports an error when this tensor is no variable, or shape or dtype differ.
  public func assign(_ value: Tensor) -> Tensor { reporting { () throws(TensorError) in try assigned(.set, value, "Assign") } }
  /// A symbol that adds to this variable when it runs, and is the new value. Mirrors `tf.assign_add`.
  public func assignAdd(_ value: Tensor) -> Tensor { reporting { () throws(TensorError) in try assigned(.add, value, "AssignAdd") } }
  /// A symbol that subtracts from this variable when it runs, and is the new value. Mirrors `tf.assign_sub`.
  public func assignSub(_ value: Tensor) -> Tensor { reporting { () throws(TensorError) in try assigned(.subtract, value, "AssignSub") } }
  /// A symbol that makes a number (everywhere), or an array of numbers, the value of this variable when it runs.
  public func assign(_ value: some GraphValue) -> Tensor {
    reporting { () throws(TensorError) in try assigned(.set, exact(value), "Assign") }
  }
  /// A symbol that adds a number (everywhere), or an array of numbers, to this variable when it runs.
  public func assignAdd(_ value: some GraphValue) -> Tensor {
    reporting { () throws(TensorError) in try assigned(.add, exact(value), "AssignAdd") }
  }
  /// A symbol that subtracts a number (everywhere), or an array of numbers, from this variable when it runs.
  public func assignSub(_ value: some GraphValue) -> Tensor {
    reporting { () throws(TensorError) in try assigned(.subtract, exact(value), "AssignSub") }
  }

  /// What gives this variable its first value, for running it alone; `nil` when this tensor is no variable. Mirrors `Variable.initializer`.
  public var initializer: Operation? {
    guard let symbol, let core = symbol.graph as? GraphCore, let graph = core.owner else { return nil }
    let found = graph.variables.first { $0.read.symbol === symbol }
    return found.map { Operation(name: "\(symbol.name)/initializer", [$0.initializer]) }
  }

  private func exact(_ value: some GraphValue) throws(TensorError) -> Tensor {
    let tensor = try value.exactTensor()
    if tensor.isSymbolic { return tensor }
    return noGrad { tensor.rank == 0 && !shape.hasUnknown ? tensor.to(dtype).expand(shape) : tensor.to(dtype) }
  }

  func assigned(_ kind: Assignment, _ value: Tensor, _ base: String) throws(TensorError) -> Tensor {
    if isInvalid { return self }
    if value.isInvalid { return value }
    guard let symbol, let core = symbol.graph as? GraphCore, case .variable(let index)? = core.source(symbol.id) else {
      throw TensorError(.graph, op: "assign", "\(isSymbolic ? description : "a tensor") is no variable", hint: "Make it with tf.variable.")
    }
    if value.isSymbolic, value.symbol?.graph !== core { throw .otherGraph(value) }
    try core.variable(index).check(value)
    // An eager value may change later: the graph keeps its own.
    let own = value.isSymbolic ? value.detach() : noGrad { value.clone() }
    return core.add(.assign(index, kind), base, shape, dtype, inputs: [own])
  }
}

extension GraphCore.Variable {
  func check(_ value: Tensor) throws(TensorError) {
    guard value.shape.fits(shape) else {
      throw TensorError(
        .shape, op: "assign",
        "Cannot assign value to variable '\(name):0': Shape mismatch. The variable shape \(shape.tupleDescription), and the assigned value "
          + "shape \(value.shape.tupleDescription) are incompatible.")
    }
    guard value.dtype == dtype else {
      throw TensorError(
        .dtype, op: "assign", "Cannot assign value of dtype \(value.dtype) to variable '\(name):0' of dtype \(dtype).",
        hint: "Convert it with to(.\(dtype)).")
    }
  }
}

extension TensorError {
  static func otherGraph(_ tensor: Tensor) -> TensorError {
    TensorError(.graph, op: "graph", "Tensor \(tensor) is not an element of this graph.", hint: "Build and run everything in one Graph.")
  }
}
