import CKernels
import Lantern

/// The memory of one run of a plan. A run at a time uses it; the next one finds everything in its place.
final class RunContext: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: whoever took a context out of its pool is the only one to touch it.

  typealias Draw = (_ stream: Int, Distribution, Shape, DType, Tensor?) throws(TensorError) -> Tensor

  let plan: Executable
  private let base: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let arena: UnsafeMutableRawPointer
  /// The tensor whose first element is a slot's first byte, where somebody asks for it.
  @exclusivity(unchecked) private var roots: [Tensor?]
  @exclusivity(unchecked) private var views: [Tensor?]
  private let arenaStorage: Storage
  /// A slot whose memory is another one in each run.
  private struct Fill {
    enum Kind: UInt8 { case feed, variable, live, result, write }
    let slot: Int
    let kind: Kind
    let index: Int
  }
  private let fills: [Fill]
  private let live: [Tensor]
  @exclusivity(unchecked) private var draw: Draw?
  @exclusivity(unchecked) private var error: TensorError?

  init(_ plan: Executable) throws(TensorError) {
    self.plan = plan
    arenaStorage = try Storage.allocate(max(plan.arenaSize, 64) + 64)
    arena = UnsafeMutableRawPointer(bitPattern: (UInt(bitPattern: arenaStorage.base) + 63) & ~63)!
    base = .allocate(capacity: max(plan.slots.count, 1))
    base.initialize(repeating: nil, count: max(plan.slots.count, 1))
    roots = Array(repeating: nil, count: plan.slots.count)
    variables = Array(repeating: nil, count: plan.variables.count)
    feeds = Array(repeating: nil, count: plan.feedLayouts.count)
    writes = Array(repeating: nil, count: plan.writes.count)
    results = Array(repeating: nil, count: plan.results.count)
    views = Array(repeating: nil, count: plan.views.count)
    var fills: [Fill] = []
    var live: [Tensor] = []
    for (k, slot) in plan.slots.enumerated() {
      switch slot {
      case .arena(let start):
        base[k] = arena + start
        let layout = plan.roots[k]
        let offset = (arena + start - arenaStorage.base) / layout.dtype.itemSize
        roots[k] = Tensor.over(arenaStorage, layout.shape, layout.strides, offset, layout.dtype)
      case .constant(let tensor):
        base[k] = tensor.pointer
        roots[k] = tensor
      case .held: break
      case .feed(let i): fills.append(Fill(slot: k, kind: .feed, index: i))
      case .variable(let i): fills.append(Fill(slot: k, kind: .variable, index: i))
      case .result(let i): fills.append(Fill(slot: k, kind: .result, index: i))
      case .write(let i): fills.append(Fill(slot: k, kind: .write, index: i))
      case .live(let tensor):
        fills.append(Fill(slot: k, kind: .live, index: live.count))
        live.append(tensor)
      }
    }
    self.fills = fills
    self.live = live
  }

  deinit { base.deallocate() }

  /// The values of the plan's variables, and tensors of the planned shapes for what is fed; set before a run.
  @exclusivity(unchecked) var variables: [Tensor?]
  @exclusivity(unchecked) var feeds: [Tensor?]
  /// Memory for variables' new values, and for the fetched values that are computed in place.
  @exclusivity(unchecked) var writes: [Tensor?]
  @exclusivity(unchecked) var results: [Tensor?]
  /// What is to be released when no lock is held.
  @exclusivity(unchecked) var garbage: [Tensor] = []

  /// Takes what memory is missing.
  func takeMemory() throws(TensorError) {
    for k in results.indices {
      if case .own = plan.results[k].ending {
        let layout = plan.results[k].layout
        results[k] = try Tensor(empty: layout.shape, dtype: layout.dtype)
      }
    }
    for k in writes.indices where writes[k] == nil {
      let layout = plan.writes[k].layout
      writes[k] = try Tensor(empty: layout.shape, dtype: layout.dtype)
    }
  }

  /// The fetched values, each with memory of its own.
  func takeResults() -> [Tensor] {
    var taken: [Tensor] = []
    taken.reserveCapacity(results.count)
    for k in results.indices {
      if case .copied(let view) = plan.results[k].ending {
        taken.append(take(view))
      } else {
        taken.append(results[k].take()!)
      }
    }
    return taken
  }

  /// Runs the plan.
  func run(draw: Draw?) throws(TensorError) {
    let keeps = keepsRoots
    for fill in fills {
      let tensor =
        switch fill.kind {
        case .feed: feeds[fill.index]!
        case .variable: variables[fill.index]!
        case .live: live[fill.index]
        case .result: results[fill.index]!
        case .write: writes[fill.index]!
        }
      base[fill.slot] = tensor.pointer
      if keeps { roots[fill.slot] = tensor }
    }
    self.draw = draw
    let problem = ck_steps_run(
      plan.steps, Int32(plan.stepCount), base,
      { context, index in Unmanaged<RunContext>.fromOpaque(context!).takeUnretainedValue().call(Int(index)) },
      Unmanaged.passUnretained(self).toOpaque())
    self.draw = nil
    if problem != 0, let error {
      self.error = nil
      forget()
      throw error
    }
  }

  private var keepsRoots: Bool { !plan.views.isEmpty }

  /// A value as a tensor; it shares the run's memory.
  func view(_ k: Int) -> Tensor {
    if let known = views[k] { return known }
    let view = plan.views[k]
    let root = roots[view.slot]!
    let own = view.layout
    let start = plan.roots[view.slot]
    let tensor: Tensor
    if view.bytes == 0, own.shape == start.shape, own.strides == start.strides, own.dtype == start.dtype {
      tensor = root
    } else {
      let offset = (root.offset * root.dtype.itemSize + view.bytes) / own.dtype.itemSize
      tensor = Tensor.over(root.storage, own.shape, own.strides, offset, own.dtype)
    }
    if view.isFixed { views[k] = tensor }
    return tensor
  }

  /// The value of a view as a tensor of its own.
  func take(_ k: Int) -> Tensor {
    let slot = plan.views[k].slot
    if case .held = plan.slots[slot], plan.endings[slot] == 1 {
      // What a kernel has just made needs no copy, unless it shares memory.
      let tensor = view(k)
      guard tensor === roots[slot] else { return tensor.clone() }
      roots[slot] = nil
      return takeHeld(tensor)
    }
    return view(k).clone()
  }

  /// Copies a value into a tensor of its shape and dtype.
  func copy(_ k: Int, to target: Tensor) {
    let view = plan.views[k]
    if view.layout.isContiguous, target.isContiguous, let start = base[view.slot] {
      target.pointer.copyMemory(from: start + view.bytes, byteCount: view.layout.shape.elementCount * view.layout.dtype.itemSize)
    } else {
      target.write(self.view(k))
    }
  }

  private func takeHeld(_ tensor: consuming Tensor) -> Tensor {
    var own: Tensor = tensor
    return isKnownUniquelyReferenced(&own) && own.isAlone && own.isContiguous ? own : own.clone()
  }

  /// Lets go of the variables' values.
  func forgetVariables() {
    for k in variables.indices { variables[k] = nil }
  }

  /// Lets go of what the run held.
  func forget() {
    forgetVariables()
    for k in feeds.indices { feeds[k] = nil }
    for k in writes.indices { writes[k] = nil }
    for k in results.indices { results[k] = nil }
    if !garbage.isEmpty { garbage = [] }
    guard keepsRoots else { return }
    for fill in fills { roots[fill.slot] = nil }
    for (k, slot) in plan.slots.enumerated() { if case .held = slot { roots[k] = nil } }
  }

  private func call(_ index: Int) -> Int32 {
    let call = plan.calls[index]
    do throws(TensorError) {
      switch call.node.action {
      case .op(let op):
        let inputs =
          switch call.inputs.count {
          case 1: Inputs(view(call.inputs[0]))
          case 2: Inputs(view(call.inputs[0]), view(call.inputs[1]))
          default: Inputs(call.inputs.map { view($0) })
          }
        if call.node.outputCount == 1 {
          try keep(op.evaluate(inputs, call.node.attributes), 0, call)
        } else {
          for (i, result) in try op.evaluateAll(inputs, call.node.attributes).enumerated() where i < call.outputs.count {
            try keep(result, i, call)
          }
        }
      case .random(let stream, let distribution):
        try keep(draw!(stream, distribution, call.node.shape, call.node.dtype, call.inputs.first.map { view($0) }), 0, call)
      default: break
      }
    } catch {
      self.error = error.at(call.node)
      return 1
    }
    for slot in call.released { roots[slot] = nil }
    return 0
  }

  private func keep(_ result: Tensor, _ i: Int, _ call: Executable.Call) throws(TensorError) {
    let slot = call.outputs[i]
    guard slot >= 0, let planned = call.layouts[i] else { return }
    var result = result
    if result.shape != planned.shape || result.strides != planned.strides || result.dtype != planned.dtype {
      guard result.shape == planned.shape, result.dtype == planned.dtype else {
        throw TensorError(
          .graph, op: "run", "the result has shape \(result.shape.listed) and dtype \(result.dtype), planned were \(planned.shape.listed), \(planned.dtype)")
      }
      let fresh = try Tensor(empty: [planned.span / planned.dtype.itemSize], dtype: planned.dtype)
      let placed = Tensor.over(fresh.storage, planned.shape, planned.strides, 0, planned.dtype)
      placed.write(result)
      result = placed
    }
    roots[slot] = result
    base[slot] = result.pointer
  }
}
