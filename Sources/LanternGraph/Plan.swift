import Lantern

/// How to run a graph for some fetches and fed symbols: what is needed, in order, each value in a numbered slot.
final class Plan: Sendable {
  /// One thing to do.
  final class Step: Sendable {
    enum Kind: Sendable {
      case one(Op)
      case many(Op)
      /// Keep a value as a variable's. `copies`: it may lie in memory that somebody else can change.
      case assign(GraphCore.Variable, index: Int, Assignment, copies: Bool)
      case random(stream: Int, Distribution)
    }
    let kind: Kind
    let attributes: Attributes
    let inputs: [Int]
    /// The slot of the first result; further ones follow.
    let output: Int
    let outputCount: Int
    /// The slots whose values nobody looks at after this.
    let released: [Int]
    let shape: Shape
    let dtype: DType
    let name: String

    init(_ kind: Kind, _ symbol: Symbol, inputs: [Int], output: Int, outputCount: Int, released: [Int], shape: Shape, dtype: DType) {
      self.kind = kind
      attributes = symbol.attributes
      self.inputs = inputs
      self.output = output
      self.outputCount = outputCount
      self.released = released
      self.shape = shape
      self.dtype = dtype
      name = String(symbol.name.prefix { $0 != ":" })
    }
  }

  /// A variable's value, taken when the run begins.
  struct Read: Sendable {
    let slot: Int
    let index: Int
    let name: String
  }

  /// Constants in their slots; the other slots are empty.
  let template: [Tensor?]
  let reads: [Read]
  /// The slots of the fed symbols, in the order of the key; -1 for one that nothing needs.
  let feeds: [Int]
  let steps: [Step]
  let results: [Int]
  /// Whether it changes variables.
  let isWriting: Bool
  /// The number of the highest variable, plus 1.
  let variableCount: Int

  /// - Parameters:
  ///   - fetches: the symbols whose values are wanted.
  ///   - targets: the symbols that are run for what they do.
  init(_ core: GraphCore, fetches: [Tensor], targets: [Tensor], fed: [Tensor]) throws(TensorError) {
    var order = Order(core)
    for symbol in fed { order.slots[Place(symbol)] = -1 }
    try order.visit(fetches + targets)

    var template: [Tensor?] = []
    var reads: [Read] = []
    var drafts: [Draft] = []
    var isWriting = false
    var variableCount = 0
    var slots: [Place: Int] = [:]
    var constants: [ObjectIdentifier: Int] = [:]
    func newSlot(_ constant: Tensor? = nil) -> Int {
      template.append(constant)
      return template.count - 1
    }
    /// The slot of an input: a symbol's, or a fresh one for a tensor with numbers.
    func slot(of tensor: Tensor) -> Int {
      if tensor.symbol != nil { return slots[Place(tensor)]! }
      if let known = constants[ObjectIdentifier(tensor)] { return known }
      let made = newSlot(tensor)
      constants[ObjectIdentifier(tensor)] = made
      return made
    }

    for tensor in fed where order.neededFeeds.contains(Place(tensor)) { slots[Place(tensor)] = slots[Place(tensor)] ?? newSlot() }
    for tensor in order.sorted() {
      guard let symbol = tensor.symbol else { continue }
      if let op = symbol.op {
        // Results of one operation share its number and come one after the other.
        if slots[Place(symbol.id, symbol.outputIndex)] != nil { continue }
        let inputs = symbol.inputs.map(slot)
        let count = order.outputCounts[symbol.id] ?? 1
        let first = template.count
        for k in 0..<count {
          let made = newSlot()
          if slots[Place(symbol.id, k)] == nil { slots[Place(symbol.id, k)] = made }
        }
        let isSingle = count == 1 && symbol.outputIndex == 0
        drafts.append(Draft(kind: isSingle ? .one(op) : .many(op), tensor: tensor, inputs: inputs, output: first, outputCount: count))
        continue
      }
      switch core.source(symbol.id) {
      case .placeholder?:
        throw TensorError(
          .graph, op: "run",
          "You must feed a value for placeholder tensor '\(symbol.name.prefix { $0 != ":" })' with dtype \(tensor.dtype.graphName) and shape "
            + "[\(tensor.shape.map { $0 < 0 ? "?" : String($0) }.joined(separator: ","))]")
      case .constant(let value)?: slots[Place(tensor)] = newSlot(value)
      case .variable(let index)?:
        let made = newSlot()
        slots[Place(tensor)] = made
        reads.append(Read(slot: made, index: index, name: core.variable(index).name))
        variableCount = max(variableCount, index + 1)
      case .assign(let index, let assignment)?:
        var inputs = symbol.inputs.map(slot)
        let value = symbol.inputs[0]
        if assignment != .set {
          let made = newSlot()
          reads.append(Read(slot: made, index: index, name: core.variable(index).name))
          inputs.append(made)
        }
        let isFed = value.symbol.map { order.slots[Place($0.id, $0.outputIndex)] != nil } ?? true
        let copies = isFed || !(value.symbol?.op?.givesFreshMemory ?? false)
        let output = newSlot()
        slots[Place(tensor)] = output
        drafts.append(
          Draft(
            kind: .assign(core.variable(index), index: index, assignment, copies: copies), tensor: tensor, inputs: inputs, output: output))
        isWriting = true
        variableCount = max(variableCount, index + 1)
      case .random(let stream, let distribution)?:
        let inputs = symbol.inputs.map(slot)
        let output = newSlot()
        slots[Place(tensor)] = output
        drafts.append(Draft(kind: .random(stream: stream, distribution), tensor: tensor, inputs: inputs, output: output))
      case nil:
        throw TensorError(.graph, op: "run", "\(tensor) is unknown to its graph")
      }
    }

    results = fetches.map(slot)
    feeds = fed.map { slots[Place($0)] ?? -1 }
    self.template = template
    self.reads = reads
    self.isWriting = isWriting
    self.variableCount = variableCount
    steps = Plan.withReleases(drafts, keeping: Set(results + template.indices.filter { template[$0] != nil }))
  }

  /// A step before it is known who uses what last.
  private struct Draft {
    let kind: Step.Kind
    let tensor: Tensor
    let inputs: [Int]
    let output: Int
    var outputCount = 1
  }

  private static func withReleases(_ drafts: [Draft], keeping kept: Set<Int>) -> [Step] {
    var seen = kept
    var steps: [Step] = []
    for draft in drafts.reversed() {
      var released: [Int] = []
      for input in draft.inputs where seen.insert(input).inserted { released.append(input) }
      for slot in draft.output..<draft.output + draft.outputCount where seen.insert(slot).inserted { released.append(slot) }
      steps.append(
        Step(
          draft.kind, draft.tensor.symbol!, inputs: draft.inputs, output: draft.output, outputCount: draft.outputCount,
          released: released, shape: draft.tensor.shape, dtype: draft.tensor.dtype))
    }
    return steps.reversed()
  }
}

/// A result of an operation.
private struct Place: Hashable {
  let id: Int
  let output: Int
  init(_ id: Int, _ output: Int) { (self.id, self.output) = (id, output) }
  init(_ tensor: Tensor) { self.init(tensor.symbol!.id, tensor.symbol!.outputIndex) }
}

/// Everything that some symbols need, found without recursion: a graph may be deep.
private struct Order {
  let core: GraphCore
  /// Fed symbols, whose making is not needed.
  var slots: [Place: Int] = [:]
  var neededFeeds: Set<Place> = []
  var outputCounts: [Int: Int] = [:]
  private var found: [Place: Tensor] = [:]

  init(_ core: GraphCore) { self.core = core }

  mutating func visit(_ roots: [Tensor]) throws(TensorError) {
    var open = roots
    while let tensor = open.popLast() {
      guard let symbol = tensor.symbol else { continue }
      guard symbol.graph === core else { throw .otherGraph(tensor) }
      let place = Place(tensor)
      if slots[place] != nil {
        neededFeeds.insert(place)
        continue
      }
      guard found.updateValue(tensor, forKey: place) == nil else { continue }
      outputCounts[symbol.id] = max(outputCounts[symbol.id] ?? 1, symbol.outputIndex + 1)
      open.append(contentsOf: symbol.inputs)
    }
  }

  /// In the order they were added to the graph, which puts what is needed first.
  func sorted() -> [Tensor] {
    found.sorted { ($0.key.id, $0.key.output) < ($1.key.id, $1.key.output) }.map(\.value)
  }
}

extension DType {
  /// TensorFlow's name of the type in its messages.
  var graphName: String {
    switch self {
    case .float32: "float"
    case .float64: "double"
    case .float16: "half"
    default: "\(self)"
    }
  }
}
