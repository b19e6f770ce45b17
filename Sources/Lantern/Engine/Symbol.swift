/// A node of a static graph: an operation waiting for its inputs' numbers.
///
/// Tensors whose body is a symbol are ordinary tensors: the same operations, the same shape checks and the same derivative rules
/// apply to them. `LanternGraph` gives them values.
package final class Symbol: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: nothing is written between `init` and `deinit`; the graph's list has a lock of its own.

  /// The graph this belongs to.
  package let graph: SymbolGraph
  /// The operation; `nil` for a source (placeholder, variable, constant), which the graph knows by `id`.
  package let op: Op?
  package let attributes: Attributes
  package private(set) var inputs: [Tensor]
  /// Which of the operation's results.
  package let outputIndex: Int
  /// The position of the operation in the graph's order; results of one operation share it.
  package let id: Int
  /// The name in the graph: `add_1:0`.
  package let name: String

  package init(graph: SymbolGraph, op: Op?, attributes: Attributes, inputs: [Tensor], outputIndex: Int, id: Int, name: String) {
    self.graph = graph
    self.op = op
    self.attributes = attributes
    self.inputs = inputs
    self.outputIndex = outputIndex
    self.id = id
    self.name = name
  }

  deinit {
    // A long chain must not be released link by link: the stack would overflow. What only this symbol holds is emptied here in a loop.
    var dying = inputs
    inputs = []
    while var tensor = dying.popLast() {
      guard isKnownUniquelyReferenced(&tensor) else { continue }
      tensor.node = nil
      guard isKnownUniquelyReferenced(&tensor.symbol), let symbol = tensor.symbol else { continue }
      dying.append(contentsOf: symbol.inputs)
      symbol.inputs = []
    }
  }
}

/// What the engine needs of a graph: to number what is added to it.
package protocol SymbolGraph: AnyObject, Sendable {
  /// The number and the name for an operation that is being added.
  func register(_ op: Op) -> (id: Int, name: String)
  /// Takes note of the results of an operation that was added.
  func added(_ results: [Tensor], id: Int)
}

extension Op {
  /// Adds this operation to the graph of its symbolic inputs; runs only the shape and dtype rules.
  func append(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Tensor] {
    var all = inputs.all
    if let level = BatchLevel.innermost(all) { return try level.apply(self, inputs, attributes) }
    if Tracing.isOn, let tracing = Tracing.current {
      // Tensors may stand for other symbols later: the graph holds on to what they are now.
      for (i, t) in all.enumerated() {
        if let symbol = t.symbol {
          try tracing.checkCurrent(symbol)
          all[i] = t.snapshot
        } else if !t.isNumber {
          all[i] = try tracing.captured(t)
        }
      }
      if !all.contains(where: { $0.symbol != nil }) { all[0] = try tracing.captured(all[0]) }
    }
    guard let graph = all.lazy.compactMap({ $0.symbol?.graph }).first ?? Tracing.current else {
      throw TensorError(.symbolic, op: name, "a symbolic tensor without a graph")
    }
    for t in all {
      if let other = t.symbol?.graph, other !== graph {
        throw TensorError(.graph, op: name, "the inputs belong to different graphs", hint: "Build the whole expression in one Graph.")
      }
    }
    let isTracing = Tracing.isOn
    let specs = isTracing ? try infer(Inputs(all), attributes) : try infer(inputs, attributes)
    let (id, name) = graph.register(self)
    let kept = copy attributes
    var results: [Tensor] = []
    for (i, spec) in specs.enumerated() {
      let symbol = Symbol(graph: graph, op: self, attributes: kept, inputs: all, outputIndex: i, id: id, name: "\(name):\(i)")
      // Each has a version of its own where it can be changed.
      let storage = isTracing ? try Storage.allocate(16) : Tensor.emptyStorage
      results.append(Tensor(symbol: symbol, shape: spec.shape, dtype: spec.dtype, storage: storage))
    }
    graph.added(results, id: id)
    return results
  }

  /// Runs this operation on real, valid tensors and records nothing. The caller has switched recording off.
  package func evaluate(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> Tensor {
    if attributes.numbers.isEmpty, inputs.count <= 2 {
      if let y = inputs.y {
        if let result = straight(inputs.x, y) { return result }
      } else if let result = straight(inputs.x) {
        return result
      }
    }
    if inputs.flags.contains(.device) { return try evaluateOnDevice(inputs, attributes)[0] }
    let result: Tensor
    switch kernel {
    case .pointwise(let loop): return try loop.run(self, inputs, attributes)
    case .view(let view): return try inputs.x.viewed(view, attributes)
    case .single(let single): result = try single.run(inputs, attributes, single.infer(inputs, attributes))
    case .call(let call): result = try call.run(inputs, attributes, call.infer(inputs, attributes))[0]
    }
    if result.isInvalid { throw ErrorScope.firstError }
    return result
  }

  /// The same for an operation with several results.
  package func evaluateAll(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Tensor] {
    guard case .call(let call) = kernel else { return [try evaluate(inputs, attributes)] }
    if inputs.flags.contains(.device) { return try evaluateOnDevice(inputs, attributes) }
    let results = try call.run(inputs, attributes, call.infer(inputs, attributes))
    if results.contains(where: { $0.isInvalid }) { throw ErrorScope.firstError }
    return results
  }

  /// The same where an input is on a GPU: a graph's constants follow it there.
  private func evaluateOnDevice(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Tensor] {
    let device = inputs.deviceSource.device
    let placed = inputs.all.map { $0.isCUDA || $0.rank == 0 ? $0 : $0.to(device) }
    let results = try computeOnDevice(Inputs(placed), attributes)
    if results.contains(where: { $0.isInvalid }) { throw ErrorScope.firstError }
    return results
  }

  /// Whether every result lies in memory of its own.
  package var givesFreshMemory: Bool { if case .pointwise = kernel { true } else { false } }

  /// The shapes and dtypes of the results.
  package func infer(_ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> [Spec] {
    switch kernel {
    case .pointwise(let loop): [try loop.infer(name, inputs)]
    case .view(let view): [try view.spec(inputs.x, attributes)]
    case .single(let single): [try single.infer(inputs, attributes)]
    case .call(let call): try call.infer(inputs, attributes)
    }
  }
}

extension Node {
  /// An input that was kept; the nodes of symbols keep all.
  func savedInput(_ i: Int) -> Tensor? {
    switch i {
    case 0: x
    case 1: y
    case 2: z
    default: i - 3 < more.count ? more[i - 3] : nil
    }
  }

  /// Whether an axis of this input whose size is not known yet may turn out to be 1 and be broadcast against another input.
  func mayBroadcast(_ input: Int) -> Bool {
    guard let own = savedInput(input) else { return true }
    if inputCount == 1 { return op === Op.expand }
    guard case .pointwise = op.kernel else { return true }
    for k in 0..<inputCount where k != input {
      guard let other = savedInput(k) else { return true }
      if let symbol = other.symbol, symbol === own.symbol { continue }
      for back in 1...Swift.max(own.rank, 1) where back <= own.rank && back <= other.rank {
        if own.shape[own.rank - back] < 0, other.shape[other.rank - back] != 1 { return true }
      }
    }
    return false
  }

  /// Zeros in the shape of the first result.
  var zerosOfResult: Tensor {
    if shape.hasUnknown, let output { return Tensor.zeros(like: output.unrecordedAlias()) }
    return Tensor.zeros(shape, dtype: dtype)
  }
}

extension Saved {
  /// The gradient by a formula that counts along these axes of the input; an error where a size is not known yet.
  func knowing(_ axes: some Sequence<Int>, _ formula: () -> Tensor) -> Tensor {
    for d in axes where shape[d] < 0 {
      return .invalid(
        reporting: TensorError(
          .symbolic, op: node.op.name,
          "the derivative needs the size of axis \(d) of a symbol of shape \(shape.tupleDescription), which is not known before the graph runs",
          hint: "Give the placeholder that size."))
    }
    return formula()
  }

  /// Zeros in the shape of the input whose gradient is asked for.
  func zeros(_ dtype: DType) -> Tensor {
    if shape.hasUnknown, let reference = node.savedInput(input) { return Tensor.zeros(like: reference.unrecordedAlias(), dtype: dtype) }
    return Tensor.zeros(shape, dtype: dtype)
  }
}

extension Tensor {
  /// Whether this symbol stands for fewer numbers in memory than it has elements.
  var isRepeated: Bool {
    guard let symbol, symbol.op === Op.expand, let source = symbol.inputs.first, !shape.hasUnknown, !source.shape.hasUnknown else {
      return false
    }
    return source.elementCount < elementCount
  }

  /// Whether no other tensor, and nobody outside, can see this tensor's memory.
  package var isAlone: Bool { base == nil && isKnownUniquelyReferenced(&storage) && storage.isOwned }

  /// Whether the elements of a symbol along an axis can be counted before its graph runs; an error otherwise.
  func checkKnown(_ d: Int, _ op: String) throws(TensorError) {
    guard d < rank, shape[d] < 0 else { return }
    throw TensorError(
      .symbolic, op: op, "the size of axis \(d) of a symbol of shape \(shape.tupleDescription) is not known before the graph runs",
      hint: "Give the placeholder that size, or work along another axis.")
  }
}

/// Runs `body`; a mistake that an operation in it reports is thrown.
package func catchingReports<R>(_ body: () throws(TensorError) -> R) throws(TensorError) -> R {
  let scope = ErrorScope()
  let result = ErrorScope.$current.withValue(scope) { () -> Result<R, TensorError> in
    do throws(TensorError) { return .success(try body()) } catch { return .failure(error) }
  }
  if case .success = result { try scope.check() }
  return try result.get()
}
