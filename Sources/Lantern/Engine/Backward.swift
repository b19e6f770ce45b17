/// The walk from a result back to the leaves. One engine for `backward`, `grad`, second order and graphs.
///
/// Nodes are visited in reverse order of their making, iteratively. A node's gradient is complete when every node that leads to it
/// has been visited, which a first pass counts. Un-broadcasting, casting and adding up happen here and nowhere else.
struct BackwardEngine {
  let keepGraph: Bool
  let createGraph: Bool
  /// Nothing but these is wanted, if there are any; leaves' `grad` is then left alone unless `accumulates`.
  let targets: [Tensor]
  let accumulates: Bool

  /// A node or leaf that gradients have to reach.
  private struct Stop {
    enum Place { case node(Node), leaf(Tensor) }
    let place: Place
    var pending = 0  // edges that still have to deliver
    var isNeeded = false  // on a path to something wanted
    var gradients: [Tensor?]
  }

  private var stops: [Stop] = []
  private var index: [ObjectIdentifier: Int] = [:]
  private var ready: [Int] = []  // a heap, latest node first
  private var captured: [Tensor?]

  init(keepGraph: Bool, createGraph: Bool, targets: [Tensor] = [], accumulates: Bool = true) {
    self.keepGraph = keepGraph
    self.createGraph = createGraph
    self.targets = targets
    self.accumulates = accumulates
    captured = Array(repeating: nil, count: targets.count)
  }

  /// Runs from the roots with the gradients given for them; returns the gradients of the targets.
  mutating func run(_ roots: [(root: Tensor, gradient: Tensor)]) throws(TensorError) -> [Tensor?] {
    for (root, _) in roots { count(root.edge) }
    if !targets.isEmpty { markNeeded() }
    let recording = createGraph
    do {
      try withGrad(enabled: recording) { () throws(TensorError) in
        for (root, gradient) in roots { try deliver(gradient, to: root.edge) }
        while let next = popReady() { try visit(next) }
      }
    }
    return captured
  }

  // ---- first pass: who waits for how many gradients ------------------------------------------------------------------------

  private mutating func count(_ root: Edge) {
    var open: [Node] = []
    if let node = meet(root) { open.append(node) }
    while let node = open.popLast() {
      for i in 0..<node.inputCount { if let next = meet(node.edge(i)) { open.append(next) } }
    }
  }

  /// Counts an edge; gives the node it leads to when it is met for the first time.
  private mutating func meet(_ edge: Edge) -> Node? {
    switch edge {
    case .none: return nil
    case .node(let node, _):
      if let i = index[ObjectIdentifier(node)] {
        stops[i].pending += 1
        return nil
      }
      index[ObjectIdentifier(node)] = stops.count
      stops.append(Stop(place: .node(node), pending: 1, gradients: Array(repeating: nil, count: node.outputCount)))
      return node
    case .leaf(let tensor):
      if let i = index[ObjectIdentifier(tensor)] {
        stops[i].pending += 1
      } else {
        index[ObjectIdentifier(tensor)] = stops.count
        stops.append(Stop(place: .leaf(tensor), pending: 1, gradients: [nil]))
      }
      return nil
    }
  }

  /// Marks the targets and every node on a path to one.
  private mutating func markNeeded() {
    for target in targets {
      switch target.edge {
      case .none: break
      case .node(let node, _): if let i = index[ObjectIdentifier(node)] { stops[i].isNeeded = true }
      case .leaf(let tensor): if let i = index[ObjectIdentifier(tensor)] { stops[i].isNeeded = true }
      }
    }
    // An edge leads to a smaller number, so one pass in increasing order sees every parent before its child.
    let nodes = stops.indices.compactMap { i -> (Int, Node)? in
      if case .node(let node) = stops[i].place { (i, node) } else { nil }
    }
    for (i, node) in nodes.sorted(by: { $0.1.sequence < $1.1.sequence }) where !stops[i].isNeeded {
      stops[i].isNeeded = (0..<node.inputCount).contains { isNeeded(node.edge($0)) }
    }
  }

  private func isNeeded(_ edge: Edge) -> Bool {
    if targets.isEmpty {
      if case .none = edge { return false }
      return true
    }
    switch edge {
    case .none: return false
    case .node(let node, _): return index[ObjectIdentifier(node)].map { stops[$0].isNeeded } ?? false
    case .leaf(let tensor): return index[ObjectIdentifier(tensor)].map { stops[$0].isNeeded } ?? false
    }
  }

  // ---- second pass ----------------------------------------------------------------------------------------------------------

  /// Adds a gradient to what waits at the end of an edge; `nil` counts as delivered. A complete stop becomes ready.
  private mutating func deliver(_ gradient: Tensor?, to edge: Edge) throws(TensorError) {
    let i: Int
    let output: Int
    switch edge {
    case .none: return
    case .node(let node, let k): (i, output) = (index[ObjectIdentifier(node)]!, k)
    case .leaf(let tensor): (i, output) = (index[ObjectIdentifier(tensor)]!, 0)
    }
    if let gradient {
      if let sum = stops[i].gradients[output] {
        stops[i].gradients[output] = sum + gradient
      } else {
        stops[i].gradients[output] = gradient
      }
    }
    stops[i].pending -= 1
    guard stops[i].pending == 0 else { return }
    switch stops[i].place {
    case .leaf(let tensor): try finish(leaf: tensor, i)
    case .node: pushReady(i)
    }
  }

  private mutating func visit(_ i: Int) throws(TensorError) {
    guard case .node(let node) = stops[i].place else { return }
    var gradients = stops[i].gradients
    stops[i].gradients = []
    try node.hooks?.runTensorHooks(&gradients)
    for (k, target) in targets.enumerated() {
      if case .node(let wanted, let output) = target.edge, wanted === node { captured[k] = gradients[output] }
    }
    guard targets.isEmpty || stops[i].isNeeded, gradients.contains(where: { $0 != nil }) else {
      for k in 0..<node.inputCount { try deliver(nil, to: node.edge(k)) }
      return
    }
    if node.isFreed { throw .backwardTwice }
    try node.hooks?.runBefore(&gradients)
    let results = try inputGradients(node, gradients)
    if !keepGraph { node.freeSaved() }
    for k in 0..<node.inputCount { try deliver(results[k], to: node.edge(k)) }
  }

  /// The gradients of a node's inputs, of their shapes and dtypes.
  private mutating func inputGradients(_ node: Node, _ gradients: [Tensor?]) throws(TensorError) -> [Tensor?] {
    var results: [Tensor?] = []
    results.reserveCapacity(node.inputCount)
    // A result that nothing was made from has no gradient; rules that look at the first one get zeros.
    let first = gradients[0] ?? node.zerosOfResult
    for k in 0..<node.inputCount {
      let edge = node.edge(k)
      guard isNeeded(edge), let spec = edge.spec else {
        results.append(nil)
        continue
      }
      var gradient: Tensor?
      if let inner = node.inner {
        gradient = try copySlicesGradient(node, inner, first, input: k)
      } else {
        guard let rule = node.op.rule(k) else {
          throw TensorError(.autograd, op: node.op.name, "derivative for \(node.op.name) is not implemented")
        }
        gradient = rule.formula(first, Saved(node: node, input: k, gradients: gradients))
      }
      if let g = gradient {
        if g.isInvalid { throw ErrorScope.firstError }
        gradient = try g.fitted(to: spec, node: node, input: k)
        if AnomalyMode.isOn { try AnomalyMode.check(gradient!, node, input: k) }
      }
      results.append(gradient)
    }
    try node.hooks?.runAfter(&results, gradients)
    return results
  }

  private mutating func finish(leaf: Tensor, _ i: Int) throws(TensorError) {
    guard var gradient = stops[i].gradients[0] else { return }
    stops[i].gradients = [nil]
    if let hooks = leaf.autograd?.hooks {
      var all: [Tensor?] = [gradient]
      try hooks.runTensorHooks(&all)
      gradient = all[0]!
    }
    for (k, target) in targets.enumerated() where target === leaf { captured[k] = gradient }
    guard accumulates, targets.isEmpty || targets.contains(where: { $0 === leaf }) else { return }
    leaf.accumulate(gradient, createGraph: createGraph)
    leaf.autograd?.hooks?.runAfterAccumulation(leaf)
  }

  // ---- the heap: latest node first ---------------------------------------------------------------------------------------------

  private func isLater(_ a: Int, _ b: Int) -> Bool {
    guard case .node(let na) = stops[a].place, case .node(let nb) = stops[b].place else { return false }
    return na.sequence > nb.sequence
  }

  private mutating func pushReady(_ i: Int) {
    ready.append(i)
    var k = ready.count - 1
    while k > 0, isLater(ready[k], ready[(k - 1) / 2]) {
      ready.swapAt(k, (k - 1) / 2)
      k = (k - 1) / 2
    }
  }

  private mutating func popReady() -> Int? {
    guard let first = ready.first else { return nil }
    let last = ready.removeLast()
    guard !ready.isEmpty else { return first }
    ready[0] = last
    var k = 0
    while true {
      var largest = k
      for child in [2 * k + 1, 2 * k + 2] where child < ready.count && isLater(ready[child], ready[largest]) { largest = child }
      if largest == k { return first }
      ready.swapAt(k, largest)
      k = largest
    }
  }
}
