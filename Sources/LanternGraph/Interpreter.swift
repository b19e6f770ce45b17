import Lantern

/// Runs a program node by node with the kernels of eager execution. The first run of everything goes this way: it also finds out
/// where each value lies, which the plan for all further runs is made from.
struct Interpreter {
  let program: Program
  /// What a random node draws.
  let draw: (_ stream: Int, Distribution, Shape, DType, Tensor?) throws(TensorError) -> Tensor
  /// Takes notes when it is there.
  var notes: Notes?
  /// Whether neighbours on a GPU may run as one kernel.
  private let isFusing: Bool
  private var fusion = DeviceFusion()

  /// What a run shows of the values: all layouts, and which operations gave their input's memory back.
  struct Notes: Sendable {
    var layouts: [Layout?]
    /// The value whose memory each value lies in: itself, or an input's.
    var roots: [Int]
    /// The type that each element-by-element node computes in.
    var types: [DType?]
    /// Results that depend on nothing but shapes.
    var fixed: [Int: Tensor] = [:]
    /// Whether shapes may differ from run to run although those that are fed do not.
    var isUnsteady = false
  }

  init(
    _ program: Program, isFusing: Bool = false,
    draw: @escaping (_ stream: Int, Distribution, Shape, DType, Tensor?) throws(TensorError) -> Tensor
  ) {
    self.program = program
    self.isFusing = isFusing
    self.draw = draw
  }

  mutating func takeNotes() {
    notes = Notes(
      layouts: Array(repeating: nil, count: program.valueCount), roots: Array(0..<program.valueCount),
      types: Array(repeating: nil, count: program.nodes.count))
  }

  /// Runs the program; gives the values of `program.wanted`, and `nil` for everything else.
  mutating func run(feeds: [Tensor], variables: [Tensor?]) throws(TensorError) -> [Tensor?] {
    var values = [Tensor?](repeating: nil, count: program.valueCount)
    let releases = program.releases()
    for (k, node) in program.nodes.enumerated() {
      do throws(TensorError) { try step(k, node, feeds, variables, &values) } catch { throw error.at(node) }
      for v in node.output..<node.output + node.outputCount { note(v, node, values) }
      for value in releases[k] { values[value] = nil }
    }
    try fusion.flush(values)
    return values
  }

  private mutating func step(
    _ k: Int, _ node: Program.Node, _ feeds: [Tensor], _ variables: [Tensor?], _ values: inout [Tensor?]
  ) throws(TensorError) {
    switch node.action {
    case .feed(let i): values[node.output] = feeds[i]
    case .constant(let tensor), .live(let tensor): values[node.output] = tensor
    case .variable(let index):
      guard index < variables.count, let value = variables[index] else {
        throw TensorError(
          .graph, op: "run", "Attempting to use uninitialized value \(node.name)", hint: "Run globalVariablesInitializer() first.")
      }
      values[node.output] = value
    case .check(let variable):
      try variable.check(values[node.inputs[0]]!)
      values[node.output] = values[node.inputs[0]]
    case .random(let stream, let distribution):
      values[node.output] = try draw(stream, distribution, node.shape, node.dtype, node.inputs.first.map { values[$0]! })
    case .op(let op):
      let inputs =
        switch node.inputs.count {
        case 1: Inputs(values[node.inputs[0]]!)
        case 2: Inputs(values[node.inputs[0]]!, values[node.inputs[1]]!)
        default: Inputs(node.inputs.map { values[$0]! })
        }
      if isFusing, inputs.isOnGPU {
        if let result = try fusion.join(op, node, inputs, values) { return values[node.output] = result }
        if fusion.isWaiting(node) { try fusion.flush(values) }
      }
      if node.outputCount == 1 {
        values[node.output] = try op.evaluate(inputs, node.attributes)
      } else {
        for (i, result) in try op.evaluateAll(inputs, node.attributes).enumerated() {
          // Results beyond the last one that is needed have no number.
          if i < node.outputCount { values[node.output + i] = result }
        }
      }
      guard notes != nil, !inputs.isOnGPU else { return }
      notes!.types[k] = try op.loopType(inputs)
      if op.givesSizesOnly { notes!.fixed[node.output] = values[node.output] }
      if try op.isUnsteady(inputs, node.attributes) { notes!.isUnsteady = true }
    }
  }

  private mutating func note(_ v: Int, _ node: Program.Node, _ values: [Tensor?]) {
    guard notes != nil, let value = values[v] else { return }
    // Plans know addresses of the processor's memory only.
    if value.isCUDA { notes!.isUnsteady = true }
    notes!.layouts[v] = Layout(value)
    for input in node.inputs where values[input].map({ $0.storage === value.storage }) ?? false {
      notes!.roots[v] = notes!.roots[input]
      return
    }
  }
}

/// Where the elements of a value lie in the memory that it has or shares.
struct Layout: Sendable, Equatable {
  var shape: Shape
  var strides: Shape
  var offset: Int
  var dtype: DType

  init(_ tensor: Tensor) { (shape, strides, offset, dtype) = (tensor.shape, tensor.strides, tensor.offset, tensor.dtype) }
  init(shape: Shape, dtype: DType) { (self.shape, strides, offset, self.dtype) = (shape, shape.rowMajorStrides, 0, dtype) }

  /// The bytes from the first element to behind the last.
  var span: Int {
    var last = 0
    for d in 0..<shape.count {
      if shape[d] == 0 { return 0 }
      last += (shape[d] - 1) * strides[d]
    }
    return (last + 1) * dtype.itemSize
  }

  var isContiguous: Bool {
    var expected = 1
    for d in stride(from: shape.count - 1, through: 0, by: -1) where shape[d] != 1 {
      if strides[d] != expected { return shape.contains(0) }
      expected *= shape[d]
    }
    return true
  }

  /// Whether the elements fill their memory from its beginning without gaps.
  var fillsMemory: Bool { offset == 0 && span == shape.elementCount * dtype.itemSize && !strides.contains { $0 < 0 } }
}

extension Inputs {
  fileprivate var isOnGPU: Bool {
    for i in 0..<count where self[i].isCUDA { return true }
    return false
  }
}

extension Op {
  /// Operations whose result tells of shapes only, not of numbers.
  var givesSizesOnly: Bool { name == "size_of" || name == "zeros_like" || name == "ones_like" || name == "full_like" }
}

extension TensorError {
  /// The same mistake, with the node it happened at.
  func at(_ node: Program.Node) -> TensorError {
    if case .variable = node.action { return self }
    return TensorError(kind, op: op, message, hint: (hint.isEmpty ? "" : hint + " ") + "At node '\(node.name)'.")
  }
}
