import Lantern

/// Products with a bias on a GPU whose only use is an activation, which the library that multiplies applies before it writes the results.
struct FinishedProducts {
  /// The nodes of activations that are done already: they pass their input on.
  private var done: Set<Int> = []
  /// How often each value is used, once that was counted.
  private var uses: [Int]?

  private static let reshapings: Set = ["view", "reshape", "unsafe_view"]

  /// The result of the node `k` of a program with the activation behind it; nil where there is none, or the library does not serve it.
  mutating func run(
    _ op: Op, _ k: Int, of program: Program, _ inputs: borrowing Inputs
  ) throws(TensorError) -> Tensor? {
    guard op.name == "addmm", let (last, activation) = activation(behind: k, of: program) else { return nil }
    guard let result = try Op.finishedProduct(inputs, program.nodes[k].attributes, then: activation) else { return nil }
    done.insert(last)
    return result
  }

  func isDone(_ k: Int) -> Bool { !done.isEmpty && done.contains(k) }

  private mutating func activation(behind k: Int, of program: Program) -> (node: Int, op: Op)? {
    let uses = counted(program)
    var value = program.nodes[k].output, at = k + 1
    while uses[value] == 1, at < program.nodes.count {
      let node = program.nodes[at]
      if node.inputs.contains(value) {
        guard case .op(let op) = node.action, node.inputs.count == 1, node.outputCount == 1 else { return nil }
        if Op.finishes(op) { return (at, op) }
        guard FinishedProducts.reshapings.contains(op.name) else { return nil }
        value = node.output
      }
      at += 1
    }
    return nil
  }

  private mutating func counted(_ program: Program) -> [Int] {
    if let uses { return uses }
    var counts = [Int](repeating: 0, count: program.valueCount)
    for node in program.nodes { for value in node.inputs { counts[value] += 1 } }
    // What somebody outside looks at stays as it is.
    for value in program.wanted { counts[value] += 2 }
    uses = counts
    return counts
  }
}
