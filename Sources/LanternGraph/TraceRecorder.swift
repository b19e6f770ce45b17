import Lantern

/// Writes down what one run of a closure does: which tensors with numbers it looks at, which it changes, which get gradients.
final class TraceRecorder: TracingGraph, @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: one thread traces, and nobody else has the recorder.

  let graph = Graph()
  private var core: GraphCore { graph.core }

  /// A tensor with numbers that the closure looked at.
  private final class Capture {
    var tensor: Tensor
    let alias: Tensor
    let symbol: Tensor
    init(_ tensor: Tensor, _ alias: Tensor, _ symbol: Tensor) { (self.tensor, self.alias, self.symbol) = (tensor, alias, symbol) }
  }
  private var captures: [ObjectIdentifier: Capture] = [:]
  private var changes: [ObjectIdentifier: Tensor] = [:]
  /// The histories that changed tensors had.
  private var histories: [ObjectIdentifier: TracedHistory] = [:]
  private var changeOrder: [ObjectIdentifier] = []
  /// The symbols that tensors stood for before they were changed.
  private var outdated: [ObjectIdentifier: Symbol] = [:]
  private var ownValues: [ObjectIdentifier: Tensor] = [:]
  /// What the changed tensors stood for at the end.
  private var newValues: [ObjectIdentifier: Tensor] = [:]
  /// Whether something with a history was looked at: gradients have to go there, which only a plain call can do.
  fileprivate(set) var seesTrackedResults = false
  /// Leaves, and the gradient that they had before.
  private var leaves: [ObjectIdentifier: (leaf: Tensor, before: Tensor?)] = [:]

  func register(_ op: Op) -> (id: Int, name: String) { core.register(op) }
  func added(_ results: [Tensor], id: Int) { core.added(results, id: id) }
}

// The symbols' graph is the core, so that everything that works on graphs works on what was traced.
extension TraceRecorder {
  func captured(_ tensor: Tensor) throws(TensorError) -> Tensor {
    if let known = captures[ObjectIdentifier(tensor)] { return known.symbol }
    if isGradEnabled, tensor.requiresGrad, !tensor.isLeaf { seesTrackedResults = true }
    let alias = tensor.snapshot
    let symbol = core.add(.live(alias), "captured", tensor.shape, tensor.dtype)
    captures[ObjectIdentifier(tensor)] = Capture(tensor, alias, symbol)
    if tensor.requiresGrad, tensor.isLeaf { receivedGradient(tensor) }
    return symbol
  }

  func changed(_ tensor: Tensor) {
    if let old = tensor.symbol ?? captures[ObjectIdentifier(tensor)]?.symbol.symbol { outdated[ObjectIdentifier(old)] = old }
    guard changes.updateValue(tensor, forKey: ObjectIdentifier(tensor)) == nil else { return }
    changeOrder.append(ObjectIdentifier(tensor))
    histories[ObjectIdentifier(tensor)] = tensor.tracedHistory
  }

  func checkCurrent(_ symbol: Symbol) throws(TensorError) {
    if outdated.isEmpty { return }
    var symbol = symbol
    while let op = symbol.op, case .view = op.kernel, let source = symbol.inputs.first?.symbol {
      guard outdated[ObjectIdentifier(source)] == nil else {
        throw TensorError(
          .graph, op: "compile", "\(op.name) made a view of a tensor that was changed in place afterwards, and the view is used again",
          hint: "Make the view after the change.")
      }
      symbol = source
    }
  }

  /// What is thrown where a change in place would be lost.
  fileprivate static var lostChange: TensorError {
    TensorError(
      .graph, op: "compile", "a tensor is changed in place that only shares its memory with one that is kept",
      hint: "Change the tensor itself, inside noGrad, and not its detach() or data.")
  }

  func receivedGradient(_ leaf: Tensor) {
    if leaves[ObjectIdentifier(leaf)] == nil { leaves[ObjectIdentifier(leaf)] = (leaf, leaf.grad) }
  }
}

/// What a closure did for arguments of certain shapes, ready to be done again.
final class Trace: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: everything but `plan`, `contexts` and `replay` is written in `init`; these are touched under
  // the function's lock.

  /// What becomes of a result.
  enum Output {
    /// The program's result with this number.
    case value(Int)
    /// A tensor that the closure gave back as it is.
    case tensor(Tensor)
    case argument(Int)
  }
  /// What a leaf's `grad` is after a call.
  enum Gradient {
    case value(Int)
    case tensor(Tensor)
    case none
  }
  /// What is overwritten.
  enum Target {
    case tensor(Tensor)
    case argument(Int)
  }

  /// How calls on a GPU are recorded and replayed.
  @exclusivity(unchecked) var replay = DeviceReplay()
  let signature: [ArgumentSpec]
  let recorder: TraceRecorder
  @exclusivity(unchecked) private(set) var program = Program()
  @exclusivity(unchecked) private(set) var outputs: [Output] = []
  @exclusivity(unchecked) private(set) var gradients: [(leaf: Tensor, before: Tensor?, after: Gradient?)] = []
  @exclusivity(unchecked) private(set) var targets: [Target] = []
  /// Which source each written value takes the place of.
  @exclusivity(unchecked) private(set) var overwritten: [Int] = []
  /// Tensors with numbers, and the memory they had: where that has changed, the trace is of no use.
  @exclusivity(unchecked) private(set) var captures: [(tensor: Tensor, alias: Tensor)] = []
  /// Where the captured tensors' elements begin; kept alive by `captures`.
  @exclusivity(unchecked) private var places: [Place] = []
  private struct Place {
    let tensor: Unmanaged<Tensor>, alias: Unmanaged<Tensor>
    let start: UnsafeMutableRawPointer
    /// The first byte of the memory that others may share.
    let storage: UnsafeMutableRawPointer
    let requiresGrad: Bool
    /// Whether the tensor is what it was, its numbers aside.
    var holds: Bool {
      tensor._withUnsafeGuaranteedRef { now in
        alias._withUnsafeGuaranteedRef { before in
          now.pointer == start && now.requiresGrad == requiresGrad && now.liesLike(before)
        }
      }
    }
  }
  /// Whether the closure ran with gradients switched on.
  let withGradients = isGradEnabled
  /// Whether gradients have to go to something with a history that was captured.
  @exclusivity(unchecked) private(set) var seesTrackedResults = false
  /// Whether results have gradients.
  @exclusivity(unchecked) private(set) var isDifferentiable = false

  @exclusivity(unchecked) var plan: Executable?
  @exclusivity(unchecked) var isUnsteady = false
  @exclusivity(unchecked) var contexts: [RunContext] = []

  struct ArgumentSpec: Equatable {
    let shape: Shape
    let dtype: DType
    let requiresGrad: Bool
    let isCUDA: Bool
    let device: Device
    init(_ tensor: Tensor) {
      (shape, dtype, requiresGrad) = (tensor.shape, tensor.dtype, tensor.requiresGrad)
      (isCUDA, device) = (tensor.isCUDA, tensor.device)
    }
  }

  var isWriting: Bool { !targets.isEmpty || !gradients.isEmpty }
  /// Whether arguments are changed in place.
  @exclusivity(unchecked) private(set) var changesArguments = false
  /// The captured tensors that are.
  @exclusivity(unchecked) private(set) var changedTensors: [Tensor] = []
  /// The memory of what is overwritten.
  func memory(_ arguments: [Tensor]) -> [Tensor] {
    targets.map { target in
      switch target {
      case .tensor(let t): t
      case .argument(let k): arguments[k]
      }
    }
  }
  /// Whether what the program gives are the results, in their order.
  @exclusivity(unchecked) private(set) var givesResultsOnly = false

  init(
    _ arguments: [Tensor], _ optimizations: Optimizations, _ body: ([Tensor]) throws -> [Tensor]
  ) throws {
    signature = arguments.map { ArgumentSpec($0) }
    recorder = TraceRecorder()
    let recorder = recorder
    let core = recorder.graph.core
    let symbols = arguments.map { t -> Tensor in
      let symbol = core.add(.placeholder, "argument", t.shape, t.dtype, storage: try? Storage.allocate(16))
      if t.requiresGrad { symbol.requiresGrad_() }
      return symbol
    }
    let originals = symbols.map(\.snapshot)
    var results: [Tensor]
    do {
      results = try withGraph(recorder.graph) { try Tracing.run(recorder) { try withTensorErrors { try body(symbols) } } }
    } catch {
      recorder.restore()
      throw error
    }

    // What is wanted: the results, then the gradients of leaves, then what was changed.
    var fetches: [Tensor] = []
    var returned: [(output: Int, id: ObjectIdentifier)] = []
    for result in results {
      if let symbol = result.symbol {
        do { try recorder.checkCurrent(symbol) } catch {
          recorder.restore()
          throw error
        }
      }
      if recorder.isCaptured(result) {
        // Whether somebody outside has it shows when nobody here does.
        returned.append((outputs.count, ObjectIdentifier(result)))
        outputs.append(.argument(-1))
      } else if !result.isSymbolic {
        outputs.append(.tensor(result))
      } else if let k = symbols.firstIndex(where: { $0 === result }) {
        outputs.append(.argument(k))
      } else {
        if result.requiresGrad { isDifferentiable = true }
        outputs.append(.value(fetches.count))
        fetches.append(result.snapshot)
      }
    }
    for (leaf, before) in recorder.leavesSeen {
      let after = leaf.grad
      guard after !== before else {
        gradients.append((leaf, before, nil))
        continue
      }
      if let after, after.isSymbolic {
        gradients.append((leaf, before, .value(fetches.count)))
        fetches.append(after.snapshot)
      } else {
        gradients.append((leaf, before, after.map { .tensor($0) } ?? Gradient.none))
      }
    }
    var written: [(value: Tensor, source: Tensor)] = []
    for (k, symbol) in symbols.enumerated() where symbol.symbol !== originals[k].symbol {
      written.append((symbol.snapshot, originals[k]))
      targets.append(.argument(k))
    }
    results = []
    changesArguments = !targets.isEmpty
    recorder.graph.forgetHistory()
    recorder.restore()
    let changes = try recorder.takeChanges()
    for (tensor, value, source) in changes {
      written.append((value, source))
      targets.append(.tensor(tensor))
      changedTensors.append(tensor)
    }
    for (output, id) in returned {
      if let value = recorder.ownValue(id) {
        outputs[output] = .value(fetches.count)
        fetches.append(value)
      } else {
        outputs[output] = .tensor(recorder.tensor(id))
      }
    }
    captures = recorder.captureList
    places = captures.map {
      Place(
        tensor: .passUnretained($0.tensor), alias: .passUnretained($0.alias), start: $0.alias.pointer,
        storage: $0.alias.storage.base, requiresGrad: $0.tensor.requiresGrad)
    }
    seesTrackedResults = recorder.seesTrackedResults
    var program = try Program(core, fetches: fetches + written.map(\.value) + written.map(\.source), fed: originals)
    // The sources of what is overwritten are only asked for to learn their numbers.
    let count = fetches.count
    for k in written.indices { program.writes.append((k, program.results[count + k])) }
    overwritten = written.indices.map { program.results[count + written.count + $0] }
    program.results.removeLast(2 * written.count)
    let makers = program.makers()
    let sources = overwritten.map { makers[$0] }
    let before = program.nodes
    optimizations.apply(to: &program)
    overwritten = sources.map { before[$0].output }
    self.program = program
    givesResultsOnly = !gradients.contains { $0.after != nil } && outputs.count == program.results.count
    for (k, output) in outputs.enumerated() {
      if case .value(k) = output { continue }
      givesResultsOnly = false
    }
  }

  /// Whether a tensor lies in the memory of a captured one.
  func captures(memoryOf tensor: Tensor) -> Bool {
    let start = tensor.storage.base
    for place in places where place.storage == start { return true }
    return false
  }

  /// Whether the closure would do the same again.
  func stillHolds() -> Bool {
    for place in places where !place.holds { return false }
    for (leaf, before, _) in gradients where leaf.grad !== before { return false }
    return true
  }

  func learn(_ notes: Interpreter.Notes, _ optimizations: Optimizations) {
    if notes.isUnsteady {
      isUnsteady = true
    } else {
      plan = Executable(
        program, notes, isFusing: optimizations.contains(.fusion), isReusing: optimizations.contains(.reuse), overwriting: overwritten)
    }
  }
}

extension TraceRecorder {
  var leavesSeen: [(leaf: Tensor, before: Tensor?)] { Array(leaves.values) }
  var captureList: [(tensor: Tensor, alias: Tensor)] { captures.values.map { ($0.tensor, $0.alias) } }

  /// Whether a tensor has numbers, or will have them again when the recording is over.
  func isCaptured(_ tensor: Tensor) -> Bool { captures[ObjectIdentifier(tensor)] != nil }

  /// What a tensor that the closure made itself stood for at the end; `nil` for others.
  func ownValue(_ id: ObjectIdentifier) -> Tensor? { ownValues[id] }
  func tensor(_ id: ObjectIdentifier) -> Tensor { captures[id]!.tensor }

  /// The tensors with numbers that were changed in place, their new values, and the symbols of the old ones. Tensors that the closure
  /// has made itself are nobody's to keep.
  func takeChanges() throws(TensorError) -> [(tensor: Tensor, value: Tensor, source: Tensor)] {
    var found: [(tensor: Tensor, value: Tensor, source: Tensor)] = []
    for id in changeOrder {
      guard let value = newValues[id], changes.removeValue(forKey: id) != nil, let capture = captures[id] else { continue }
      var tensor = capture.tensor
      capture.tensor = capture.alias
      if isKnownUniquelyReferenced(&tensor) {
        if captures.values.contains(where: { $0 !== capture && $0.tensor.sharesMemory(with: tensor) }) { throw TraceRecorder.lostChange }
        ownValues[id] = value
        continue
      }
      capture.tensor = tensor
      found.append((tensor, value, capture.symbol))
    }
    return found
  }

  /// Gives everything outside its numbers and gradients back.
  func restore() {
    for (id, tensor) in changes where captures[id] != nil && tensor.isSymbolic {
      newValues[id] = tensor.snapshot
      tensor.becomeReal(histories[id]!)
    }
    for (leaf, before) in leaves.values where leaf.grad !== before { leaf.grad = before }
  }
}
