import Lantern

/// What is not an operation on numbers: where they come from, and what changes a session's state.
enum Source: Sendable {
  case placeholder
  case constant(Tensor)
  /// A tensor whose numbers are those it has when a run begins.
  case live(Tensor)
  case variable(Int)
  case assign(Int, Assignment)
  case random(Int, Distribution)
}

enum Assignment: Sendable {
  case set, add, subtract
}

/// Numbers, names and kinds of what is in a graph: the part of it that symbols hold on to.
final class GraphCore: SymbolGraph {
  struct Variable: Sendable {
    let name: String
    let shape: Shape
    let dtype: DType
  }

  private struct State {
    weak var owner: Graph?
    var nextID = 0
    var used: [String: Int] = [:]
    var sources: [Int: Source] = [:]
    var variables: [Variable] = []
    var streams: [(seed: UInt64, seed2: UInt64)?] = []
    var randomSeed: Int?
    /// How many random operations took their seed from this count.
    var seedlessOps = 0
    /// What has to run with an operation although it is no input.
    var controls: [Int: [Tensor]] = [:]
    var collections: [String: [Tensor]] = [:]
  }
  private let state = Locked(State())

  func setOwner(_ graph: Graph) { state.withLock { $0.owner = graph } }
  func setRandomSeed(_ seed: Int) { state.withLock { $0.randomSeed = seed } }
  var owner: Graph? { state.withLock { $0.owner } }

  func register(_ op: Op) -> (id: Int, name: String) { register(op.graphName) }

  func register(_ base: String) -> (id: Int, name: String) {
    let (path, controls) = (Scope.path, Scope.controls.filter { $0.symbol?.graph === self })
    return state.withLock { state in
      defer { state.nextID += 1 }
      if !controls.isEmpty { state.controls[state.nextID] = controls }
      return (state.nextID, GraphCore.unique(path.isEmpty ? base : "\(path)/\(base)", &state.used))
    }
  }

  /// `add`, `add_1`, `add_2`, …, as TensorFlow numbers names.
  private static func unique(_ base: String, _ used: inout [String: Int]) -> String {
    guard var count = used[base] else {
      used[base] = 1
      return base
    }
    while used["\(base)_\(count)"] != nil { count += 1 }
    used[base] = count + 1
    used["\(base)_\(count)"] = 1
    return "\(base)_\(count)"
  }

  func added(_ results: [Tensor], id: Int) {
    guard let name = results.first?.symbol?.name, let colon = name.lastIndex(of: ":") else { return }
    owner?.add(results, id: id, name: String(name[..<colon]))
  }

  /// Adds what is not an operation on numbers.
  func add(
    _ source: Source, _ base: String, _ shape: Shape, _ dtype: DType, inputs: [Tensor] = [], tracked: Bool = false, storage: Storage? = nil
  ) -> Tensor {
    let (id, name) = register(base)
    return add(source, id: id, name: name, shape, dtype, inputs: inputs, tracked: tracked, storage: storage)
  }

  private func add(
    _ source: Source, id: Int, name: String, _ shape: Shape, _ dtype: DType, inputs: [Tensor], tracked: Bool, storage: Storage? = nil
  ) -> Tensor {
    state.withLock { $0.sources[id] = source }
    let symbol = Symbol(graph: self, op: nil, attributes: .none, inputs: inputs, outputIndex: 0, id: id, name: "\(name):0")
    let tensor = Tensor(symbol: symbol, shape: shape, dtype: dtype, storage: storage ?? Tensor.emptyStorage)
    // Everything that can have a gradient may be asked for one.
    if tracked, dtype.isDifferentiable { tensor.requiresGrad_() }
    added([tensor], id: id)
    return tensor
  }

  func addVariable(_ base: String, _ shape: Shape, _ dtype: DType) -> Tensor {
    let (id, name) = register(base)
    let index = state.withLock { state in
      state.variables.append(Variable(name: name, shape: shape, dtype: dtype))
      return state.variables.count - 1
    }
    return add(.variable(index), id: id, name: name, shape, dtype, inputs: [], tracked: true)
  }

  func addRandom(
    _ distribution: Distribution, _ base: String, _ shape: Shape, _ dtype: DType, seed: Int?, inputs: [Tensor] = []
  ) -> Tensor {
    let index = state.withLock { state in
      state.streams.append(PhiloxStream.seeds(graphSeed: state.randomSeed, opSeed: seed, opIndex: state.seedlessOps))
      // As TensorFlow 2's graphs: only operations that have no seed of their own under a graph seed are counted.
      if seed == nil, state.randomSeed != nil { state.seedlessOps += 1 }
      return state.streams.count - 1
    }
    return add(.random(index, distribution), base, shape, dtype, inputs: inputs, tracked: true)
  }

  /// The path of a new scope; a number is added to one that is taken.
  func newScope(_ name: String, under path: String) -> String {
    state.withLock { GraphCore.unique(path.isEmpty ? name : "\(path)/\(name)", &$0.used) }
  }
  func addToCollection(_ name: String, _ tensor: Tensor) { state.withLock { $0.collections[name, default: []].append(tensor) } }
  func collection(_ name: String) -> [Tensor] { state.withLock { $0.collections[name] ?? [] } }

  /// What a source is, in words.
  func kind(_ id: Int) -> String {
    switch source(id) {
    case .placeholder?: "placeholder"
    case .constant?: "constant"
    case .live?: "tensor"
    case .variable?: "variable"
    case .assign?: "assign"
    case .random?: "random"
    case nil: "?"
    }
  }

  /// The number that the next operation gets.
  var nextID: Int { state.withLock { $0.nextID } }
  func controls(of id: Int) -> [Tensor] { state.withLock { $0.controls[id] ?? [] } }
  func source(_ id: Int) -> Source? { state.withLock { $0.sources[id] } }
  func variable(_ index: Int) -> Variable { state.withLock { $0.variables[index] } }
  func newStream(_ index: Int) -> PhiloxStream {
    let seeds = state.withLock { $0.streams[index] }
    return PhiloxStream(seed: seeds?.seed ?? 0, seed2: seeds?.seed2 ?? 0)
  }
}

extension Op {
  /// The name that operations of this kind have in a graph, as TensorFlow calls them where it has them.
  var graphName: String {
    if gradName == Op.identityGradName { return name }
    if let known = Op.graphNames[name] { return known }
    return name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  static let identityGradName = "IdentityBackward0"
  private static let graphNames = [
    "sum": "Sum", "sum_dim": "Sum", "mean": "Mean", "mean_dim": "Mean", "prod": "Prod", "prod_dim": "Prod", "amax": "Max", "max_dim": "Max",
    "amin": "Min", "min_dim": "Min", "argmax": "ArgMax", "argmin": "ArgMin", "pow_number": "Pow", "number_pow": "Pow", "rsub": "Sub",
    "mm": "MatMul", "bmm": "BatchMatMul", "to_copy": "Cast", "cat": "Concat", "div": "RealDiv", "permute": "Transpose", "t": "Transpose",
    "eq": "Equal", "ne": "NotEqual", "lt": "Less", "le": "LessEqual", "gt": "Greater", "ge": "GreaterEqual", "where": "Select",
    "unsqueeze": "ExpandDims",
  ]
}

/// Checks a name that the program gives; `fallback` stands in for none.
func graphName(_ name: String?, _ fallback: String, _ op: String) throws(TensorError) -> String {
  guard let name else { return fallback }
  func isPlain(_ c: Character) -> Bool { c.isASCII && (c.isLetter || c.isNumber || c == ".") }
  guard let first = name.first, isPlain(first), name.allSatisfy({ isPlain($0) || "_/>-".contains($0) }) else {
    throw TensorError(
      .argument, op: op, "'\(name)' is not a valid scope name", hint: "Use letters, digits and . _ / > -, beginning with a letter or digit."
    )
  }
  return name
}
