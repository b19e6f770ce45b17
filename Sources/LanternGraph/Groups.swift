import CKernels
import Lantern

/// Nodes that run together, block by block: loops over one shape, and what belongs to its rows.
final class Group {
  struct Item {
    let node: Int
    let work: Work
    /// Once a row, not once an element.
    let isOne: Bool
  }

  /// The sizes that the loops run over.
  let shape: Shape
  var items: [Item] = []
  /// Where the axes of a row begin, once a reduction has said so.
  var rowAxis: Int?
  /// A reduction of one row too long for the registers: its result can only be used behind the group.
  var isTree = false
  /// The values made here, by their root, and whether they are one a row.
  var made: [Int: Bool] = [:]
  /// What is read from outside.
  var sources: Set<Int> = []
  /// An upper bound of the registers.
  var registers = 0

  static let mostRegisters = Int(CK_FUSED_REGISTERS) - 2
  /// Rows up to this many bytes are kept in registers.
  static let longestRow = 1 << 14
  static let mostSums = 4

  init(_ shape: Shape) { self.shape = shape }

  var rowLength: Int { shape[(rowAxis ?? 0)...].reduce(1, *) }
  var rows: Int { shape.elementCount / max(rowLength, 1) }
  var sums: Int { items.count { if case .reduce = $0.work { true } else { false } } }
}

/// Strides over the axes of a group, in elements; 0 along axes of one element or where a value is repeated.
func strides(of layout: Layout, over shape: Shape) -> Shape? {
  let missing = shape.count - layout.shape.count
  guard missing >= 0 else {
    // Leading axes of one element may be left out.
    return layout.shape.prefix(-missing).allSatisfy { $0 == 1 }
      ? strides(
        of: Layout(Shape(layout.shape.dropFirst(-missing)), Shape(layout.strides.dropFirst(-missing)), layout.offset, layout.dtype),
        over: shape) : nil
  }
  var result = Shape(repeating: 0, count: shape.count)
  for d in 0..<layout.shape.count where layout.shape[d] != 1 {
    guard layout.shape[d] == shape[d + missing] else { return nil }
    result[d + missing] = layout.strides[d]
  }
  return result
}

/// The step with which a value goes along the axes from `axis` on taken as one; `nil` when there is no such step.
func step(_ strides: Shape, _ shape: Shape, from axis: Int) -> Int? {
  var found: Int?
  var expected = 0
  for d in stride(from: shape.count - 1, through: axis, by: -1) where shape[d] != 1 {
    if found == nil {
      found = strides[d]
      expected = strides[d] * shape[d]
    } else {
      guard strides[d] == expected else { return nil }
      expected *= shape[d]
    }
  }
  return found ?? 0
}

extension Layout {
  init(_ shape: Shape, _ strides: Shape, _ offset: Int, _ dtype: DType) {
    (self.shape, self.strides, self.offset, self.dtype) = (shape, strides, offset, dtype)
  }
}

/// Decides which nodes share a group, and in which order everything runs.
struct Grouping {
  enum Step {
    case group(Group)
    case node(Int)
  }

  let program: Program
  let notes: Interpreter.Notes
  let isFusing: Bool
  private(set) var steps: [Step] = []
  private var open: [Group] = []

  init(_ program: Program, _ notes: Interpreter.Notes, isFusing: Bool) {
    self.program = program
    self.notes = notes
    self.isFusing = isFusing
    for (k, node) in program.nodes.enumerated() {
      guard case .op = node.action else {
        if case .random = node.action { place(k) }
        continue
      }
      // What shares its input's memory, or is known by now, is nobody's work.
      if node.outputCount == 1, notes.roots[node.output] != node.output || notes.fixed[node.output] != nil { continue }
      if let work = program.work(k, notes) { join(k, work) } else { place(k) }
    }
    for group in open { steps.append(.group(group)) }
    open = []
  }

  private func layout(_ v: Int) -> Layout { notes.layouts[v]! }
  private func root(_ v: Int) -> Int { notes.roots[v] }

  /// A node that runs by itself, behind the groups that make its inputs.
  private mutating func place(_ k: Int) {
    let roots = program.nodes[k].inputs.map(root)
    close { group in roots.contains { group.made[$0] != nil } }
    steps.append(.node(k))
  }

  private mutating func close(_ condition: (Group) -> Bool) {
    for group in open where condition(group) { steps.append(.group(group)) }
    open.removeAll(where: condition)
  }

  private mutating func join(_ k: Int, _ work: Work) {
    let node = program.nodes[k]
    let roots = node.inputs.map(root)
    func isMaker(_ group: Group) -> Bool { roots.contains { group.made[$0] != nil } }
    // The group that makes an input is best, the latest before older ones.
    let candidates = open.filter(isMaker).reversed() + open.filter { !isMaker($0) }.reversed()
    var found: (group: Group, isOne: Bool)?
    if isFusing {
      for group in candidates {
        if let isOne = accepts(group, k, work) {
          found = (group, isOne)
          break
        }
      }
    }
    if found == nil {
      let group = Group(iterationShape(k, work))
      guard let isOne = accepts(group, k, work) else { return place(k) }
      found = (group, isOne)
      open.append(group)
    }
    let (group, isOne) = found!
    close { $0 !== group && isMaker($0) }
    if case .reduce(_, let axis, _) = work, group.rowAxis == nil {
      group.rowAxis = axis
      group.isTree = isLong(group, axis)
    }
    group.registers += cost(group, node, work)
    for v in node.inputs where group.made[root(v)] == nil { group.sources.insert(v) }
    group.items.append(Group.Item(node: k, work: work, isOne: isOne))
    group.made[node.output] = isOne
  }

  /// How many more registers a node needs at most: its own, one for each new source, and those for conversions and repeated numbers.
  private func cost(_ group: Group, _ node: Program.Node, _ work: Work) -> Int {
    var registers = 1
    for v in node.inputs {
      let isNew = group.made[root(v)] == nil && !group.sources.contains(v)
      if isNew { registers += 1 }
      if layout(v).shape != group.shape || layout(v).strides.contains(0), isNew || group.made[root(v)] == true { registers += 1 }
      if case .loop(_, let type, _, _) = work, layout(v).dtype != type { registers += 1 }
    }
    if case .loop(_, _, let result, _) = work, layout(node.output).dtype != result { registers += 1 }
    return registers
  }

  private func iterationShape(_ k: Int, _ work: Work) -> Shape {
    let node = program.nodes[k]
    if case .reduce = work { return layout(node.inputs[0]).shape }
    return layout(node.output).shape
  }

  private func isLong(_ group: Group, _ axis: Int) -> Bool {
    group.shape[axis...].reduce(1, *) * 8 > Group.longestRow
  }

  /// Whether a group can take a node in, and if so whether the node runs once a row.
  private func accepts(_ group: Group, _ k: Int, _ work: Work) -> Bool? {
    let node = program.nodes[k]
    guard group.registers + cost(group, node, work) <= Group.mostRegisters else { return nil }
    let out = layout(node.output)
    if case .reduce(_, let axis, _) = work {
      let x = node.inputs[0]
      guard layout(x).shape == group.shape, canRead(group, x, isOne: false, axis) else { return nil }
      let isLong = isLong(group, axis)
      if let known = group.rowAxis {
        guard known == axis else { return nil }
      } else {
        guard setsRows(group, axis) else { return nil }
      }
      // A long row's sums are ready when the group is.
      if isLong {
        guard group.shape[..<axis].allSatisfy({ $0 == 1 }), group.sums < Group.mostSums else { return nil }
      } else if group.shape.elementCount / group.shape[axis...].reduce(1, *) > 1, group.shape[axis...].reduce(1, *) < 16 {
        return nil
      }
      return true
    }
    if out.shape == group.shape {
      guard node.inputs.allSatisfy({ canRead(group, $0, isOne: false, group.rowAxis) }),
        group.rowAxis.map({ step(strides(of: out, over: group.shape)!, group.shape, from: $0) != nil }) ?? true
      else { return nil }
      return false
    }
    guard group.rowAxis != nil, !group.isTree, isRowShape(group, out.shape), out.isContiguous,
      node.inputs.allSatisfy({ canRead(group, $0, isOne: true, group.rowAxis) })
    else { return nil }
    return true
  }

  /// Whether a shape holds one element for each row: with axes of one element in place of the row's, or without them.
  private func isRowShape(_ group: Group, _ shape: Shape) -> Bool {
    guard let axis = group.rowAxis else { return false }
    if group.rows == 1 { return shape.elementCount == 1 }
    let outer = Shape(group.shape[..<axis])
    return shape == outer || shape == outer.padded(to: group.shape.count)
  }

  /// Whether a reduction may say where rows begin: everything that is in the group has to go evenly along them.
  private func setsRows(_ group: Group, _ axis: Int) -> Bool {
    for item in group.items {
      let node = program.nodes[item.node]
      for v in node.inputs + [node.output] {
        guard let s = strides(of: layout(v), over: group.shape), step(s, group.shape, from: axis) != nil else { return false }
      }
    }
    return true
  }

  private func canRead(_ group: Group, _ v: Int, isOne: Bool, _ axis: Int?) -> Bool {
    guard let s = effective(group, v, isOne: isOne) else { return false }
    if let maker = group.made[root(v)] {
      guard !(maker && group.isTree), layout(v).dtype == layout(root(v)).dtype, layout(v).offset == layout(root(v)).offset else {
        return false
      }
      if maker { return s == rowStrides(group) }
      return !isOne && s == strides(of: layout(root(v)), over: group.shape)
    }
    if isOne { return true }
    return axis.map { step(s, group.shape, from: $0) != nil } ?? true
  }

  /// The strides of a value over the group's axes, as a node that runs once an element or once a row sees them.
  func effective(_ group: Group, _ v: Int, isOne: Bool) -> Shape? {
    let own = layout(v)
    guard isOne else { return strides(of: own, over: group.shape) }
    if group.rows == 1 { return own.shape.elementCount == 1 ? Shape(repeating: 0, count: group.shape.count) : nil }
    let axis = group.rowAxis!
    let outer = Shape(group.shape[..<axis])
    // Without the row's axes, unless their place is kept.
    if own.shape.count == group.shape.count || (own.shape.count > outer.count) {
      let s = strides(of: own, over: outer.padded(to: group.shape.count))
      return s
    }
    guard let s = strides(of: own, over: outer) else { return nil }
    return Shape(Array(s) + Array(repeating: 0, count: group.shape.count - axis))
  }

  /// The strides of a value that has one element for each row.
  func rowStrides(_ group: Group) -> Shape {
    let outer = Shape(group.shape[..<group.rowAxis!])
    let s = outer.rowMajorStrides
    return Shape((0..<group.shape.count).map { $0 < outer.count && outer[$0] != 1 ? s[$0] : 0 })
  }
}

extension Shape {
  /// The same with further axes of one element.
  fileprivate func padded(to count: Int) -> Shape { Shape(Array(self) + Array(repeating: 1, count: count - self.count)) }
}
