import Lantern

extension Program {
  /// Drops the nodes that nothing wanted needs.
  mutating func dropDeadCode() {
    let makers = makers()
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    var open = wanted
    while let v = open.popLast() {
      guard makers[v] >= 0, !isNeeded[makers[v]] else { continue }
      isNeeded[makers[v]] = true
      open.append(contentsOf: nodes[makers[v]].inputs)
    }
    nodes = zip(nodes, isNeeded).filter { $0.1 }.map(\.0)
  }

  /// Lets values stand for others: `renamed[v]`, where it is not -1, is used in the place of `v`.
  mutating func rename(_ renamed: [Int]) {
    func name(_ v: Int) -> Int {
      var v = v
      while renamed[v] >= 0 { v = renamed[v] }
      return v
    }
    for k in nodes.indices { nodes[k].inputs = nodes[k].inputs.map(name) }
    results = results.map(name)
    targets = targets.map(name)
    writes = writes.map { ($0.variable, name($0.value)) }
  }
}
