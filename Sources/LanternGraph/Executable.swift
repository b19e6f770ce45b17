import CKernels
import Lantern

/// A program made ready for feeds of certain shapes: a flat list of steps over one block of memory that is planned beforehand.
///
/// It never changes; each run has a `RunContext` of its own.
final class Executable: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: everything is written in `init`, and what the pointers lead to is never changed after that.

  /// Where a slot's memory comes from.
  enum Slot: Sendable {
    /// The context's block, from this byte on.
    case arena(Int)
    case constant(Tensor)
    case live(Tensor)
    case feed(Int)
    /// The variable at this position of `variables`.
    case variable(Int)
    /// A fresh tensor that a fetched value is computed into.
    case result(Int)
    /// The memory that a variable's new value is computed into.
    case write(Int)
    /// What a kernel gave.
    case held
  }

  /// A value as kernels of eager execution see it.
  struct View: Sendable {
    let slot: Int
    /// From the slot's first byte.
    let bytes: Int
    let layout: Layout
    /// Whether a context may keep the tensor: its slot's memory stays where it is.
    let isFixed: Bool
  }

  /// A step that goes back to Swift.
  struct Call: Sendable {
    let node: Program.Node
    let inputs: [Int]  // views
    /// The slots of the results, and their layouts; -1 for one that nobody needs.
    let outputs: [Int]
    let layouts: [Layout?]
    /// Held slots that nobody looks at after this.
    let released: [Int]
  }

  enum Ending: Sendable {
    /// Computed in place.
    case own
    /// Copied from a view at the end.
    case copied(Int)
  }

  let slots: [Slot]
  let roots: [Layout]
  let views: [View]
  let calls: [Call]
  let results: [(layout: Layout, ending: Ending)]
  let writes: [(variable: Int, layout: Layout, ending: Ending)]
  let arenaSize: Int
  let feedLayouts: [Layout?]
  /// The variables that are read.
  let variables: [(index: Int, layout: Layout)]
  let steps: UnsafePointer<ck_step>
  let stepCount: Int
  let lines: [String]
  /// The views that results are copied from, -1 for those that are computed in place; the same of new values.
  let resultViews: [Int]
  let writeViews: [Int]
  /// Whether a new value lies in memory that another new value may overwrite.
  let writesFromOutside: [Bool]
  /// For each slot, how many results and new values are copied from it.
  let endings: [Int]
  private let memory = PlanMemory()

  /// - Parameters:
  ///   - notes: what a run of the program with feeds of these shapes has shown.
  ///   - isFusing: whether element-by-element operations share loops.
  ///   - isReusing: whether results may overwrite what nobody needs any more.
  ///   - overwriting: for each written value the one whose memory it takes over; `nil` where they have memory of their own.
  init(_ program: Program, _ notes: Interpreter.Notes, isFusing: Bool = true, isReusing: Bool = true, overwriting: [Int]? = nil) {
    let grouping = Grouping(program, notes, isFusing: isFusing)
    var builder = Builder(program, notes, grouping, isReusing: isReusing, overwriting: overwriting)
    builder.build(memory)
    slots = builder.slots
    roots = builder.rootLayouts
    views = builder.views
    calls = builder.calls
    results = builder.results
    writes = builder.writes
    arenaSize = builder.arenaSize
    feedLayouts = builder.feedLayouts
    variables = builder.variables
    lines = builder.lines
    var endings = [Int](repeating: 0, count: builder.slots.count)
    for ending in builder.results.map(\.ending) + builder.writes.map(\.ending) {
      if case .copied(let view) = ending { endings[builder.views[view].slot] += 1 }
    }
    self.endings = endings
    func view(_ ending: Ending) -> Int { if case .copied(let view) = ending { view } else { -1 } }
    resultViews = builder.results.map { view($0.ending) }
    writeViews = builder.writes.map { view($0.ending) }
    writesFromOutside = writeViews.map { k in
      guard k >= 0 else { return false }
      switch builder.slots[builder.views[k].slot] {
      case .live, .feed, .variable: return true
      default: return false
      }
    }
    let list = memory.allocate(ck_step.self, builder.steps.count)
    for (i, step) in builder.steps.enumerated() { list[i] = step }
    steps = UnsafePointer(list)
    stepCount = builder.steps.count
  }
}

extension Executable {
  /// Makes the parts of a plan.
  private struct Builder {
    let program: Program
    let notes: Interpreter.Notes
    let grouping: Grouping
    let isReusing: Bool
    let overwriting: [Int]?

    var slots: [Slot] = []
    var rootLayouts: [Layout] = []
    var views: [View] = []
    var calls: [Call] = []
    var results: [(layout: Layout, ending: Ending)] = []
    var writes: [(variable: Int, layout: Layout, ending: Ending)] = []
    var arenaSize = 0
    var feedLayouts: [Layout?]
    var variables: [(index: Int, layout: Layout)] = []
    var steps: [ck_step] = []
    var lines: [String] = []
    private var slotOf: [Int: Int] = [:]

    init(_ program: Program, _ notes: Interpreter.Notes, _ grouping: Grouping, isReusing: Bool, overwriting: [Int]?) {
      self.overwriting = overwriting
      self.program = program
      self.notes = notes
      self.grouping = grouping
      self.isReusing = isReusing
      feedLayouts = Array(repeating: nil, count: program.feedCount)
    }

    private mutating func newSlot(_ slot: Slot, root: Int) -> Int {
      slots.append(slot)
      rootLayouts.append(notes.layouts[root]!)
      slotOf[root] = slots.count - 1
      return slots.count - 1
    }

    private mutating func view(_ v: Int) -> Int {
      let root = notes.roots[v]
      let slot = slotOf[root]!
      let (own, start) = (notes.layouts[v]!, notes.layouts[root]!)
      let isFixed =
        switch slots[slot] {
        case .arena, .constant: true
        default: false
        }
      views.append(
        View(
          slot: slot, bytes: own.offset * own.dtype.itemSize - start.offset * start.dtype.itemSize, layout: own, isFixed: isFixed))
      return views.count - 1
    }

    mutating func build(_ memory: PlanMemory) {
      // Sources.
      for node in program.nodes {
        switch node.action {
        case .feed(let i):
          feedLayouts[i] = notes.layouts[node.output]
          _ = newSlot(.feed(i), root: node.output)
        case .constant(let tensor): _ = newSlot(.constant(tensor), root: node.output)
        case .live(let tensor): _ = newSlot(.live(tensor), root: node.output)
        case .variable(let index):
          variables.append((index, notes.layouts[node.output]!))
          _ = newSlot(.variable(variables.count - 1), root: node.output)
        case .op:
          if let known = notes.fixed[node.output] { _ = newSlot(.constant(known), root: node.output) }
        default: break
        }
      }
      // Who reads which root when.
      let order = grouping.steps
      var lastStep: [Int: Int] = [:]
      var firstStep: [Int: Int] = [:]
      var maker: [Int: Int] = [:]
      for (k, step) in order.enumerated() {
        for (nodeIndex) in step.nodes {
          let node = program.nodes[nodeIndex]
          for v in node.inputs { lastStep[notes.roots[v]] = k }
          for v in node.output..<node.output + node.outputCount where notes.roots[v] == v {
            firstStep[v] = k
            maker[v] = k
          }
        }
      }
      let wantedRoots = Set(program.wanted.map { notes.roots[$0] })
      for root in wantedRoots { lastStep[root] = order.count }

      // Values that are computed right where they are wanted.
      for (k, write) in program.writes.enumerated() {
        let layout = notes.layouts[write.value]!
        let fresh = Layout(shape: layout.shape, dtype: layout.dtype)
        if canOwn(write.value, maker, order), canOverwrite(k, write.value, maker, order, lastStep) {
          _ = newSlot(.write(k), root: notes.roots[write.value])
          writes.append((write.variable, fresh, .own))
        } else {
          writes.append((write.variable, fresh, .copied(-1)))
        }
      }
      for (k, v) in program.results.enumerated() {
        let layout = notes.layouts[v]!
        if canOwn(v, maker, order) {
          _ = newSlot(.result(k), root: notes.roots[v])
          results.append((layout, .own))
        } else {
          results.append((layout, .copied(-1)))
        }
      }

      planMemory(order, firstStep, lastStep)
      emit(order, memory, lastStep)
      for (k, write) in program.writes.enumerated() {
        if case .copied = writes[k].ending { writes[k].ending = .copied(view(write.value)) }
      }
      for (k, v) in program.results.enumerated() {
        if case .copied = results[k].ending { results[k].ending = .copied(view(v)) }
      }
    }

    /// Whether a value can be computed into memory of its own: a group makes it, row by row, and nothing else has claimed it.
    private func canOwn(_ v: Int, _ maker: [Int: Int], _ order: [Grouping.Step]) -> Bool {
      let root = notes.roots[v]
      guard slotOf[root] == nil, let k = maker[root], case .group = order[k], let layout = notes.layouts[v] else { return false }
      return layout.isContiguous && layout.fillsMemory && layout.span == notes.layouts[root]!.span
    }

    /// Whether a new value may be computed over the old one: nobody reads that later, and each element is read before it is written.
    private func canOverwrite(_ k: Int, _ v: Int, _ maker: [Int: Int], _ order: [Grouping.Step], _ lastStep: [Int: Int]) -> Bool {
      guard let overwriting else { return true }
      let (result, source) = (notes.roots[v], notes.roots[overwriting[k]])
      guard let step = maker[result], case .group(let group) = order[step], let old = notes.layouts[source], old.isContiguous else {
        return false
      }
      // Other tensors over the same memory would see it change.
      for case .live(let other) in program.nodes.map(\.action) {
        if case .live(let own)? = program.nodes.first(where: { $0.output == source })?.action, other !== own, other.storage === own.storage
        {
          return false
        }
      }
      guard let last = lastStep[source] else { return true }
      if last < step { return true }
      guard last == step else { return false }
      let kept = Set(group.items.map { program.nodes[$0.node].output })
      return GroupCode(group, grouping, kept: kept).canOverlay(result: result, source: source)
    }

    /// Gives every value that is computed a place in the arena that no value needed at the same time has.
    private mutating func planMemory(_ order: [Grouping.Step], _ firstStep: [Int: Int], _ lastStep: [Int: Int]) {
      var free: [(start: Int, size: Int)] = []
      var place: [Int: (start: Int, size: Int)] = [:]
      var ending: [Int: [Int]] = [:]  // roots whose memory is free after a step

      func take(_ size: Int) -> Int {
        var best: Int?
        for (i, hole) in free.enumerated() where hole.size >= size && hole.size < best.map({ free[$0].size }) ?? Int.max { best = i }
        if let best {
          let start = free[best].start
          if free[best].size == size {
            free.remove(at: best)
          } else {
            free[best] = (start + size, free[best].size - size)
          }
          return start
        }
        if let last = free.indices.max(by: { free[$0].start < free[$1].start }), free[last].start + free[last].size == arenaSize {
          let start = free.remove(at: last).start
          arenaSize = start + size
          return start
        }
        arenaSize += size
        return arenaSize - size
      }
      func give(_ hole: (start: Int, size: Int)) {
        var hole = hole
        while let i = free.firstIndex(where: { $0.start + $0.size == hole.start || hole.start + hole.size == $0.start }) {
          let other = free.remove(at: i)
          hole = (min(hole.start, other.start), hole.size + other.size)
        }
        free.append(hole)
      }

      for (k, step) in order.enumerated() {
        switch step {
        case .node(let index):
          let node = program.nodes[index]
          for v in node.output..<node.output + node.outputCount where notes.roots[v] == v && notes.layouts[v] != nil && slotOf[v] == nil {
            _ = newSlot(.held, root: v)
          }
        case .group(let group):
          let made = group.items.map { program.nodes[$0.node].output }.filter { slotOf[$0] == nil && isNeeded($0, after: k, lastStep) }
          if isReusing {
            let dying = Set(place.keys.filter { lastStep[$0] == k && firstStep[$0] != k })
            let code = GroupCode(group, grouping, kept: kept(group, k, lastStep))
            for (result, source) in code.overlays(dying: dying) where slotOf[result] == nil {
              place[result] = place[source]
              place[source] = nil
              ending[k]?.removeAll { $0 == source }
              ending[lastStep[result] ?? k, default: []].append(result)
              _ = newSlot(.arena(place[result]!.start), root: result)
            }
          }
          for root in made where slotOf[root] == nil {
            let size = (notes.layouts[root]!.span + 63) / 64 * 64
            place[root] = (take(size), size)
            _ = newSlot(.arena(place[root]!.start), root: root)
            ending[lastStep[root] ?? k, default: []].append(root)
          }
        }
        for root in ending[k] ?? [] {
          if let hole = place.removeValue(forKey: root), hole.size > 0 { give(hole) }
        }
      }
    }

    private func isNeeded(_ root: Int, after k: Int, _ lastStep: [Int: Int]) -> Bool { lastStep[root].map { $0 > k } ?? false }

    /// What of a group's results is read outside of it.
    private func kept(_ group: Group, _ k: Int, _ lastStep: [Int: Int]) -> Set<Int> {
      Set(group.items.map { program.nodes[$0.node].output }.filter { isNeeded($0, after: k, lastStep) || slotOf[$0] != nil })
    }

    private mutating func emit(_ order: [Grouping.Step], _ memory: PlanMemory, _ lastStep: [Int: Int]) {
      for (k, step) in order.enumerated() {
        var made = ck_step()
        switch step {
        case .group(let group):
          let kept = kept(group, k, lastStep)
          // Nobody looks at what it makes.
          if kept.isEmpty { continue }
          let code = GroupCode(group, grouping, kept: kept)
          lines.append(code.description)
          made.fused = code.build(memory) { slotOf[$0]! }
        case .node(let index):
          let node = program.nodes[index]
          let inputs = node.inputs.map { view($0) }
          let outputs = (node.output..<node.output + node.outputCount).map { notes.roots[$0] == $0 ? slotOf[$0] ?? -1 : -1 }
          var released: [Int] = []
          for (root, slot) in slotOf where lastStep[root] ?? -1 <= k {
            if case .held = slots[slot], lastStep[root] == k || (lastStep[root] == nil && outputs.contains(slot)) { released.append(slot) }
          }
          calls.append(
            Call(
              node: node, inputs: inputs, outputs: outputs,
              layouts: (node.output..<node.output + node.outputCount).map { notes.layouts[$0] }, released: released))
          lines.append("\(node.name) \(notes.layouts[node.output]?.shape.listed ?? "")")
          made.index = Int32(calls.count - 1)
        }
        steps.append(made)
      }
    }
  }
}

extension Executable {
  /// The steps, one a line, and how much memory they share.
  var description: String { (lines + ["memory for values in between: \(arenaSize) bytes"]).joined(separator: "\n") }
}

extension Grouping.Step {
  var nodes: [Int] {
    switch self {
    case .group(let group): group.items.map(\.node)
    case .node(let k): [k]
    }
  }
}
