import Lantern

/// What a graph computes for some fetches: nodes in an order that can be run, every value numbered. Passes rewrite it.
struct Program: Sendable {
  /// What a node does.
  enum Action: Sendable {
    /// The value fed at this position.
    case feed(Int)
    /// Numbers that never change.
    case constant(Tensor)
    /// A tensor that the program stands beside: its numbers are those that it has when the run begins.
    case live(Tensor)
    /// The value of a variable when the run begins.
    case variable(Int)
    case op(Op)
    case random(stream: Int, Distribution)
    /// Passes its input on when it fits the variable.
    case check(GraphCore.Variable)
  }

  struct Node: Sendable {
    var action: Action
    var attributes = Attributes.none
    var inputs: [Int] = []
    /// The number of the first result; further ones follow.
    var output: Int
    var outputCount = 1
    /// What was known of the first result when the graph was built.
    var shape: Shape
    var dtype: DType
    var name: String
  }

  var nodes: [Node] = []
  var valueCount = 0
  /// The values that are asked for.
  var results: [Int] = []
  /// Values that become variables' when the run has succeeded, in order.
  var writes: [(variable: Int, value: Int)] = []
  /// Values that are computed for what their nodes do.
  var targets: [Int] = []
  var feedCount = 0
  /// The number of the highest variable, plus 1.
  var variableCount = 0

  /// All values that somebody outside looks at.
  var wanted: [Int] { results + targets + writes.map(\.value) }

  mutating func add(_ node: Node) -> Int {
    var node = node
    node.output = valueCount
    valueCount += node.outputCount
    nodes.append(node)
    return node.output
  }

  /// The node that makes each value.
  func makers() -> [Int] {
    var makers = [Int](repeating: -1, count: valueCount)
    for (k, node) in nodes.enumerated() { for v in node.output..<node.output + node.outputCount { makers[v] = k } }
    return makers
  }

  /// The values whose last use each node is, their own unused results among them; what is wanted at the end is never released.
  func releases() -> [[Int]] {
    var seen = Set(wanted)
    var released = [[Int]](repeating: [], count: nodes.count)
    for k in nodes.indices.reversed() {
      for v in nodes[k].inputs where seen.insert(v).inserted { released[k].append(v) }
      for v in nodes[k].output..<nodes[k].output + nodes[k].outputCount where seen.insert(v).inserted { released[k].append(v) }
    }
    return released
  }
}

extension Program {
  /// - Parameters:
  ///   - fetches: the symbols whose values are wanted.
  ///   - targets: the symbols that are run for what they do.
  ///   - fed: the symbols whose values are given.
  init(_ core: GraphCore, fetches: [Tensor], targets: [Tensor] = [], fed: [Tensor]) throws(TensorError) {
    var order = Order(core)
    for symbol in fed { order.fed.insert(Place(symbol)) }
    try order.visit(fetches + targets)
    feedCount = fed.count

    var values: [Place: Int] = [:]
    var eager: [ObjectIdentifier: Int] = [:]
    var written: [Int: Int] = [:]
    for (k, symbol) in fed.enumerated() {
      values[Place(symbol)] = add(Node(action: .feed(k), output: 0, shape: symbol.shape, dtype: symbol.dtype, name: symbol.operationName))
    }
    /// The number of an input: a symbol's, or a fresh one for a tensor with numbers.
    func number(of tensor: Tensor) -> Int {
      if tensor.symbol != nil { return values[Place(tensor)]! }
      if let known = eager[ObjectIdentifier(tensor)] { return known }
      let made = add(
        Node(
          action: tensor.isNumber ? .constant(tensor) : .live(tensor), output: 0, shape: tensor.shape, dtype: tensor.dtype, name: "tensor"))
      eager[ObjectIdentifier(tensor)] = made
      return made
    }
    for tensor in order.sorted() {
      guard let symbol = tensor.symbol, values[Place(tensor)] == nil else { continue }
      var node = Node(
        action: .feed(0), attributes: symbol.attributes, output: 0, shape: tensor.shape, dtype: tensor.dtype, name: tensor.operationName)
      if let op = symbol.op {
        // Results of one operation share its number and come one after the other.
        node.action = .op(op)
        node.inputs = symbol.inputs.map(number)
        node.outputCount = order.outputCounts[symbol.id] ?? 1
        let first = add(node)
        for k in 0..<node.outputCount where values[Place(symbol.id, k)] == nil { values[Place(symbol.id, k)] = first + k }
        continue
      }
      switch core.source(symbol.id) {
      case .placeholder?:
        throw TensorError(
          .graph, op: "run",
          "You must feed a value for placeholder tensor '\(tensor.operationName)' with dtype \(tensor.dtype.graphName) and shape "
            + "[\(tensor.shape.map { $0 < 0 ? "?" : String($0) }.joined(separator: ","))]")
      case .constant(let value)?: node.action = .constant(value)
      case .live(let value)?: node.action = .live(value)
      case .variable(let index)?:
        node.action = .variable(index)
        variableCount = max(variableCount, index + 1)
      case .assign(let index, let assignment)?:
        let variable = core.variable(index)
        let value = number(of: symbol.inputs[0])
        node.action = .check(variable)
        node.inputs = [value]
        if assignment != .set {
          var old = written[index]
          if old == nil {
            old = add(
              Node(action: .variable(index), output: 0, shape: variable.shape, dtype: variable.dtype, name: variable.name))
          }
          let checked = add(node)
          node.inputs = [
            add(
              Node(
                action: .op(assignment == .add ? .adding : .subtracting), inputs: [old!, checked], output: 0, shape: node.shape,
                dtype: node.dtype,
                name: node.name))
          ]
        }
        let new = add(node)
        values[Place(tensor)] = new
        written[index] = new
        writes.append((index, new))
        variableCount = max(variableCount, index + 1)
        continue
      case .random(let stream, let distribution)?:
        node.action = .random(stream: stream, distribution)
        node.inputs = symbol.inputs.map(number)
      case nil: throw TensorError(.graph, op: "run", "\(tensor) is unknown to its graph")
      }
      values[Place(tensor)] = add(node)
    }
    results = fetches.map(number)
    self.targets = targets.map(number)
  }
}

extension Tensor {
  /// The name of the operation that this symbol is a result of.
  var operationName: String { symbol.map { String($0.name.prefix { $0 != ":" }) } ?? "tensor" }
}

/// A result of an operation.
struct Place: Hashable {
  let id: Int
  let output: Int
  init(_ id: Int, _ output: Int) { (self.id, self.output) = (id, output) }
  init(_ tensor: Tensor) { self.init(tensor.symbol!.id, tensor.symbol!.outputIndex) }
}

/// Everything that some symbols need, found without recursion: a graph may be deep.
private struct Order {
  let core: GraphCore
  /// Fed symbols, whose making is not needed.
  var fed: Set<Place> = []
  var outputCounts: [Int: Int] = [:]
  private var found: [Place: Tensor] = [:]

  init(_ core: GraphCore) { self.core = core }

  mutating func visit(_ roots: [Tensor]) throws(TensorError) {
    var open = roots
    while let tensor = open.popLast() {
      guard let symbol = tensor.symbol else { continue }
      guard symbol.graph === core else { throw .otherGraph(tensor) }
      let place = Place(tensor)
      if fed.contains(place) { continue }
      guard found.updateValue(tensor, forKey: place) == nil else { continue }
      outputCounts[symbol.id] = max(outputCounts[symbol.id] ?? 1, symbol.outputIndex + 1)
      open.append(contentsOf: symbol.inputs)
      open.append(contentsOf: core.controls(of: symbol.id))
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
