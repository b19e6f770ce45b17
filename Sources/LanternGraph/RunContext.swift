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
  enum Kind: UInt8 { case feed, variable, result, write }
  private struct Fill {
    let slot: Int
    /// The position in `inputs`.
    let source: Int
    let kind: Kind
    let index: Int
  }
  private let fills: [Fill]
  private let live: [(slot: Int, tensor: Tensor)]
  @exclusivity(unchecked) private var draw: Draw?
  @exclusivity(unchecked) private var error: TensorError?

  init(_ plan: Executable) throws(TensorError) {
    self.plan = plan
    keepsRoots = !plan.views.isEmpty
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
    var live: [(slot: Int, tensor: Tensor)] = []
    let (feedCount, variableCount, resultCount) = (plan.feedLayouts.count, plan.variables.count, plan.results.count)
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
      case .feed(let i): fills.append(Fill(slot: k, source: i, kind: .feed, index: i))
      case .variable(let i): fills.append(Fill(slot: k, source: feedCount + i, kind: .variable, index: i))
      case .result(let i): fills.append(Fill(slot: k, source: feedCount + variableCount + i, kind: .result, index: i))
      case .write(let i): fills.append(Fill(slot: k, source: feedCount + variableCount + resultCount + i, kind: .write, index: i))
      case .live(let tensor):
        base[k] = tensor.pointer
        roots[k] = tensor
        live.append((k, tensor))
      }
    }
    let count = feedCount + variableCount + resultCount + plan.writes.count
    inputs = .allocate(capacity: max(count, 1))
    inputs.initialize(repeating: nil, count: max(count, 1))
    self.fills = fills
    self.live = live
  }

  deinit {
    base.deallocate()
    inputs.deallocate()
  }

  /// Where what is fed, the variables' values, memory for fetched values and memory for new values begin, in this order. Whoever fills it
  /// keeps the tensors alive during the run.
  private let inputs: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  /// The same tensors, where they have to be kept or steps look at them.
  @exclusivity(unchecked) private var feeds: [Tensor?]
  @exclusivity(unchecked) private var variables: [Tensor?]
  /// Memory for variables' new values, and for the fetched values that are computed in place.
  @exclusivity(unchecked) var writes: [Tensor?]
  @exclusivity(unchecked) var results: [Tensor?]
  /// Whether tensors that the program stands beside may get other memory.
  @exclusivity(unchecked) private var refreshesLive = true
  @exclusivity(unchecked) private(set) var isPinned = false

  /// Sets what is fed; a tensor of the planned shape whose elements lie in a row.
  @inline(__always) func feed(_ k: Int, _ tensor: Tensor) {
    inputs[k] = tensor.pointer
    if keepsRoots { feeds[k] = tensor }
  }

  /// Sets the value of one of the plan's variables. `keeping`: somebody else may replace it meanwhile.
  @inline(__always) func setVariable(_ k: Int, _ tensor: Tensor, keeping: Bool) {
    inputs[feeds.count + k] = tensor.pointer
    if keeping || keepsRoots { variables[k] = tensor }
  }

  /// What is to be released when no lock is held.
  @exclusivity(unchecked) var garbage: [Tensor] = []

  /// Takes what memory is missing.
  func takeMemory() throws(TensorError) {
    var at = feeds.count + variables.count
    for k in results.indices where plan.resultViews[k] < 0 {
      let tensor = try Tensor(empty: plan.results[k].layout.shape, dtype: plan.results[k].layout.dtype)
      inputs[at + k] = tensor.pointer
      results[k] = tensor
    }
    if isPinned { return }
    at += results.count
    for k in writes.indices {
      if writes[k] == nil {
        let layout = plan.writes[k].layout
        writes[k] = try Tensor(empty: layout.shape, dtype: layout.dtype)
      }
      inputs[at + k] = writes[k]!.pointer
    }
  }

  /// The fetched values, each with memory of its own.
  func takeResults() -> [Tensor] {
    var taken: [Tensor] = []
    taken.reserveCapacity(results.count)
    for k in results.indices {
      if plan.resultViews[k] >= 0 { taken.append(take(plan.resultViews[k])) } else { taken.append(results[k].take()!) }
    }
    return taken
  }

  /// Copies the new values that were not computed in place to where they belong.
  func copyWrites() {
    var fromOutside: [(Int, Tensor)] = []
    for k in writes.indices where plan.writesFromOutside[k] { fromOutside.append((k, view(plan.writeViews[k]).clone())) }
    for k in writes.indices where plan.writeViews[k] >= 0 && !plan.writesFromOutside[k] { copy(plan.writeViews[k], to: writes[k]!) }
    for (k, value) in fromOutside { writes[k]!.write(value) }
  }

  /// Keeps the memory for new values: every run writes to the same tensors.
  func pin(_ targets: [Tensor]) {
    let at = feeds.count + variables.count + results.count
    for (k, target) in targets.enumerated() {
      writes[k] = target
      inputs[at + k] = target.pointer
    }
    refreshesLive = false
    isPinned = true
  }

  /// Runs the plan.
  func run(draw: Draw?) throws(TensorError) {
    fillAll()
    try runFilled(draw: draw)
  }

  /// Points slots to the memory of this run.
  func fillAll() {
    for fill in fills { base[fill.slot] = inputs[fill.source] }
    if refreshesLive { for (slot, tensor) in live { base[slot] = tensor.pointer } }
    guard keepsRoots else { return }
    for fill in fills {
      switch fill.kind {
      case .feed: roots[fill.slot] = feeds[fill.index]
      case .variable: roots[fill.slot] = variables[fill.index]
      case .result: roots[fill.slot] = results[fill.index]
      case .write: roots[fill.slot] = writes[fill.index]
      }
    }
  }

  func runFilled(draw: Draw? = nil) throws(TensorError) {
    self.draw = draw
    let problem = ck_steps_run(
      plan.steps, Int32(plan.stepCount), base,
      { context, index in Unmanaged<RunContext>.fromOpaque(context!).takeUnretainedValue().call(Int(index)) },
      Unmanaged.passUnretained(self).toOpaque())
    self.draw = nil
    guard problem != 0 else { return }
    let error = self.error ?? .noScratch
    self.error = nil
    forget()
    throw error
  }

  /// The entries of the table of addresses that lead to a feed or a result.
  func entries(_ kind: Kind, _ index: Int) -> [UnsafeMutablePointer<UnsafeMutableRawPointer?>] {
    fills.filter { $0.kind == kind && $0.index == index }.map { base + $0.slot }
  }

  /// Where the elements of a view without gaps lie: an entry of the table of addresses, and the bytes from there on.
  func place(_ k: Int) -> (entry: UnsafeMutablePointer<UnsafeMutableRawPointer?>, offset: Int, count: Int)? {
    let view = plan.views[k]
    guard view.layout.isContiguous else { return nil }
    return (base + view.slot, view.bytes, view.layout.shape.elementCount * view.layout.dtype.itemSize)
  }

  /// The table of addresses.
  var table: UnsafeMutablePointer<UnsafeMutableRawPointer?> { base }

  private let keepsRoots: Bool

  /// A value as a tensor; it shares the run's memory.
  func view(_ k: Int) -> Tensor {
    if let known = views[k] { return known }
    let view = plan.views[k]
    let root = roots[view.slot]!
    let own = view.layout
    let tensor: Tensor
    // The tensor in the slot may have another shape than the root was planned with, over the same memory.
    if view.bytes == 0, own.shape == root.shape, own.strides == root.strides, own.dtype == root.dtype {
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
    for k in variables.indices where variables[k] != nil { variables[k] = nil }
    if keepsRoots { for fill in fills where fill.kind == .variable { roots[fill.slot] = nil } }
  }

  /// Lets go of what the run held.
  func forget() {
    forgetVariables()
    for k in feeds.indices where feeds[k] != nil { feeds[k] = nil }
    if !isPinned { for k in writes.indices where writes[k] != nil { writes[k] = nil } }
    for k in results.indices where results[k] != nil { results[k] = nil }
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
          .graph, op: "run",
          "the result has shape \(result.shape.listed) and dtype \(result.dtype), planned were \(planned.shape.listed), \(planned.dtype)")
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

extension TensorError {
  /// No memory for what a group computes in between.
  static var noScratch: TensorError {
    TensorError(.memory, op: "run", "no memory for the values between fused operations", hint: "Run with fewer elements at a time.")
  }
}
