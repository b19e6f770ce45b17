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
    let node: Node?
    let leaf: Tensor?
    var pending = 1  // edges that still have to deliver
    var isNeeded = false  // on a path to something wanted
    var gradient: Tensor?  // of the first result
    var more: [Tensor?] = []  // of all results, where there are several

    var gradients: [Tensor?] { more.isEmpty ? [gradient] : more }
  }

  private var stops: [Stop] = []
  private var index = PointerTable()
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
      let (i, isNew) = index.insert(node, stops.count)
      guard isNew else {
        stops[i].pending += 1
        return nil
      }
      stops.append(Stop(node: node, leaf: nil))
      if node.outputCount > 1 { stops[i].more = Array(repeating: nil, count: node.outputCount) }
      return node
    case .leaf(let tensor):
      let (i, isNew) = index.insert(tensor, stops.count)
      if isNew { stops.append(Stop(node: nil, leaf: tensor)) } else { stops[i].pending += 1 }
      return nil
    }
  }

  private func stop(_ edge: Edge) -> Int? {
    switch edge {
    case .none: nil
    case .node(let node, _): index.find(node)
    case .leaf(let tensor): index.find(tensor)
    }
  }

  /// Marks the targets and every node on a path to one.
  private mutating func markNeeded() {
    for target in targets { if let i = stop(target.edge) { stops[i].isNeeded = true } }
    // An edge leads to a smaller number, so one pass in increasing order sees every parent before its child.
    let nodes = stops.indices.compactMap { i in stops[i].node.map { (i, $0) } }
    for (i, node) in nodes.sorted(by: { $0.1.sequence < $1.1.sequence }) where !stops[i].isNeeded {
      stops[i].isNeeded = (0..<node.inputCount).contains { isNeeded(node.edge($0)) }
    }
  }

  private func isNeeded(_ edge: Edge) -> Bool {
    if targets.isEmpty { return edge.isTracked }
    return stop(edge).map { stops[$0].isNeeded } ?? false
  }

  // ---- second pass ----------------------------------------------------------------------------------------------------------

  /// Adds a gradient to what waits at the end of an edge; `nil` counts as delivered. A complete stop becomes ready.
  private mutating func deliver(_ gradient: consuming Tensor?, to edge: Edge) throws(TensorError) {
    guard let i = stop(edge) else { return }
    if gradient != nil {
      let output = if case .node(_, let output) = edge { output } else { 0 }
      if stops[i].more.isEmpty {
        // Moved, so that a leaf can see that nobody else holds it.
        if let sum = stops[i].gradient { stops[i].gradient = sum + gradient! } else { swap(&stops[i].gradient, &gradient) }
      } else {
        if let sum = stops[i].more[output] { stops[i].more[output] = sum + gradient! } else { swap(&stops[i].more[output], &gradient) }
        if output == 0 { stops[i].gradient = stops[i].more[0] }
      }
    }
    stops[i].pending -= 1
    guard stops[i].pending == 0 else { return }
    if let leaf = stops[i].leaf { try finish(leaf, i) } else { pushReady(i) }
  }

  private mutating func visit(_ i: Int) throws(TensorError) {
    guard let node = stops[i].node else { return }
    if let hooks = node.hooks {
      var gradients = stops[i].gradients
      try hooks.runTensorHooks(&gradients)
      stops[i].gradient = gradients[0]
      if !stops[i].more.isEmpty { stops[i].more = gradients }
    }
    for (k, target) in targets.enumerated() {
      if case .node(let wanted, let output) = target.edge, wanted === node { captured[k] = stops[i].gradients[output] }
    }
    var gradient: Tensor?
    swap(&gradient, &stops[i].gradient)
    var more = stops[i].more
    stops[i].more = []
    guard targets.isEmpty || (0..<node.inputCount).contains(where: { isNeeded(node.edge($0)) }),
      gradient != nil || more.contains(where: { $0 != nil })
    else {
      for k in 0..<node.inputCount { try deliver(nil, to: node.edge(k)) }
      return
    }
    if let hooks = node.hooks {
      var gradients = more.isEmpty ? [gradient] : more
      try hooks.runBefore(&gradients)
      gradient = gradients[0]
      if !more.isEmpty { more = gradients }
    }
    try node.checkSaved()
    // A result that nothing was made from has no gradient; rules look at zeros then.
    if gradient == nil { gradient = node.zerosOfResult }
    if node.inputCount <= 3, node.hooks == nil, node.custom == nil {
      let r0 = try inputGradient(node, gradient!, more, 0)
      let r1 = node.inputCount > 1 ? try inputGradient(node, gradient!, more, 1) : nil
      let r2 = node.inputCount > 2 ? try inputGradient(node, gradient!, more, 2) : nil
      if !keepGraph { node.freeSaved() }
      gradient = nil
      try deliver(r0, to: node.edge0)
      if node.inputCount > 1 { try deliver(r1, to: node.edge1) }
      if node.inputCount > 2 { try deliver(r2, to: node.edge2) }
      return
    }
    var results: [Tensor?] = []
    if let custom = node.custom {
      results = try custom.inputGradients(node, more.isEmpty ? [gradient] : more)
      for k in 0..<node.inputCount {
        if let g = results[k] { results[k] = try fit(g, node, k) }
      }
    } else {
      for k in 0..<node.inputCount { results.append(try inputGradient(node, gradient!, more, k)) }
    }
    try node.hooks?.runAfter(&results, more.isEmpty ? [gradient] : more)
    if !keepGraph { node.freeSaved() }
    gradient = nil
    more = []
    for k in 0..<node.inputCount {
      var result: Tensor?
      swap(&result, &results[k])
      try deliver(result, to: node.edge(k))
    }
  }

  /// The gradient of one of a node's inputs, of its shape and dtype; `nil` where none is wanted.
  private func inputGradient(_ node: Node, _ first: Tensor, _ more: [Tensor?], _ k: Int) throws(TensorError) -> Tensor? {
    guard isNeeded(node.edge(k)) else { return nil }
    let gradient: Tensor?
    if let inner = node.inner {
      gradient = try copySlicesGradient(node, inner, first, input: k)
    } else {
      guard let rule = node.op.rule(k) else {
        throw TensorError(.autograd, op: node.op.name, "derivative for aten::\(node.op.name) is not implemented")
      }
      // What a rule makes of sizes and numbers must lie where the gradient does.
      let saved = Saved(node: node, input: k, gradients: more)
      gradient = first.isCUDA ? withDevice(first.device) { rule.formula(first, saved) } : rule.formula(first, saved)
    }
    guard let gradient else { return nil }
    return try fit(gradient, node, k)
  }

  /// A gradient in the shape and dtype of the input it belongs to; `nil` where none is wanted.
  private func fit(_ gradient: Tensor, _ node: Node, _ k: Int) throws(TensorError) -> Tensor? {
    let edge = node.edge(k)
    guard isNeeded(edge) else { return nil }
    if gradient.isInvalid { throw ErrorScope.firstError }
    let fitted = try gradient.fitted(to: edge, node: node, input: k)
    if AnomalyMode.isOn { try AnomalyMode.check(fitted, node, input: k) }
    return fitted
  }

  private mutating func finish(_ leaf: Tensor, _ i: Int) throws(TensorError) {
    guard stops[i].gradient != nil else { return }
    if let hooks = leaf.autograd?.hooks {
      var all = [stops[i].gradient]
      try hooks.runTensorHooks(&all)
      stops[i].gradient = all[0]
    }
    for (k, target) in targets.enumerated() where target === leaf { captured[k] = stops[i].gradient }
    var gradient: Tensor?
    swap(&gradient, &stops[i].gradient)
    guard accumulates, targets.isEmpty || targets.contains(where: { $0 === leaf }) else { return }
    leaf.accumulate(&gradient, createGraph: createGraph)
    leaf.autograd?.hooks?.runAfterAccumulation(leaf)
  }

  // ---- the heap: latest node first ---------------------------------------------------------------------------------------------

  private func isLater(_ a: Int, _ b: Int) -> Bool {
    guard let a = stops[a].node, let b = stops[b].node else { return false }
    return a.sequence > b.sequence
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

/// Which stop belongs to which node or leaf: a hash table of addresses, linear while it is small.
private struct PointerTable {
  private var keys: [UInt] = []
  private var slots: [Int32] = []  // empty while a linear search does
  private var mask: UInt = 0

  private static func key(_ object: AnyObject) -> UInt { UInt(bitPattern: Unmanaged.passUnretained(object).toOpaque()) }
  private func home(_ key: UInt) -> UInt { (key >> 4) &* 0x9E37_79B9_7F4A_7C15 >> 20 & mask }

  func find(_ object: AnyObject) -> Int? {
    let key = PointerTable.key(object)
    if slots.isEmpty { return keys.firstIndex(of: key) }
    var slot = home(key)
    while true {
      let i = slots[Int(slot)]
      if i < 0 { return nil }
      if keys[Int(i)] == key { return Int(i) }
      slot = (slot + 1) & mask
    }
  }

  /// The number of an object, which is `next` when it is new.
  mutating func insert(_ object: AnyObject, _ next: Int) -> (index: Int, isNew: Bool) {
    if let i = find(object) { return (i, false) }
    let key = PointerTable.key(object)
    keys.append(key)
    if keys.count > 12, keys.count * 2 > slots.count {
      let size = 1 << (Int.bitWidth - (keys.count * 4 - 1).leadingZeroBitCount)
      slots = Array(repeating: -1, count: size)
      mask = UInt(size - 1)
      for (i, key) in keys.enumerated() { place(key, Int32(i)) }
    } else if !slots.isEmpty {
      place(key, Int32(next))
    }
    return (next, true)
  }

  private mutating func place(_ key: UInt, _ i: Int32) {
    var slot = home(key)
    while slots[Int(slot)] >= 0 { slot = (slot + 1) & mask }
    slots[Int(slot)] = i
  }
}
