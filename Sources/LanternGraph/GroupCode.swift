import CKernels
import Lantern

/// Turns a group into the instructions that `ck_fused_run` runs.
struct GroupCode {
  /// A register before it has a number.
  struct Register {
    /// Which operand it lies in, where it lies in memory.
    var operand: Int?
    /// Kept from the preamble to the end.
    var isPinned = false
    var isOne = false
    var dtype: DType
    var lastUse = -1
    var number = -1
  }
  struct Instruction {
    var kind: ck_fused_kind
    var loop: ck_loop?
    /// The operation as a step of a vector program, -1 where it is none.
    var vectorOp: Int32 = -1
    /// The registers that are written; a vector program may write several, others have one.
    var outs: [Int]
    var inputs: [Int]
    var from: DType = .float32
    var to: Int = 0
    var params: [UInt64] = []
    var vector: VectorProgram?

    var out: Int { outs[0] }
  }
  private struct Operand {
    var root: Int
    var bytes: Int
    var dtype: DType
    var strides: Shape
    var isFull: Bool
    var isResult: Bool
    var register: Int
  }
  private struct Source: Hashable {
    let root: Int
    let bytes: Int
    let dtype: DType
    let strides: Shape
    let isFull: Bool
  }

  private let group: Group
  private let grouping: Grouping
  private let layouts: [Layout?]
  var registers: [Register] = []
  var preamble: [Instruction] = []
  var main: [Instruction] = []
  private var operands: [Operand] = []
  private var loaded: [Source: Int] = [:]
  private var made: [Int: Int] = [:]
  private var converted: [[Int]: Int] = [:]
  private var spread: [Int: Int] = [:]
  let isSingle: Bool
  /// Roots made here that somebody outside the group looks at.
  private let kept: Set<Int>

  init(_ group: Group, _ grouping: Grouping, kept: Set<Int>) {
    self.group = group
    self.grouping = grouping
    self.kept = kept
    layouts = grouping.notes.layouts
    isSingle = group.shape.elementCount == 1
    mergedAxis = GroupCode.mergedAxis(group, grouping)
    for item in group.items { add(item) }
  }

  private func layout(_ v: Int) -> Layout { layouts[v]! }

  private mutating func register(_ dtype: DType, isOne: Bool, operand: Int? = nil, isPinned: Bool = false) -> Int {
    registers.append(Register(operand: operand, isPinned: isPinned, isOne: isOne || isSingle, dtype: dtype))
    return registers.count - 1
  }

  /// Whether what a register holds is the same for all rows, and known before the first.
  private func isStill(_ r: Int) -> Bool {
    if let operand = registers[r].operand {
      return !operands[operand].isFull && !operands[operand].isResult && operands[operand].strides.allSatisfy { $0 == 0 }
    }
    return registers[r].isPinned
  }

  private mutating func emit(_ instruction: Instruction, still: Bool) {
    if still { preamble.append(instruction) } else { main.append(instruction) }
  }

  /// The register that a value is read from.
  private mutating func load(_ v: Int, isOne: Bool) -> Int {
    let root = grouping.notes.roots[v]
    if let known = made[root] { return known }
    let own = layout(v)
    let s = grouping.effective(group, v, isOne: isOne)!
    let start = layout(root)
    // Where a value does not change along the rows it is one number a row.
    let inner = mergedAxis
    let isFull = !isSingle && !isOne && s[inner...].contains { $0 != 0 }
    let key = Source(
      root: root, bytes: own.offset * own.dtype.itemSize - start.offset * start.dtype.itemSize, dtype: own.dtype, strides: s, isFull: isFull
    )
    if let known = loaded[key] { return known }
    let r = register(own.dtype, isOne: !isFull, operand: operands.count)
    operands.append(
      Operand(root: root, bytes: key.bytes, dtype: own.dtype, strides: s, isFull: isFull, isResult: false, register: r))
    loaded[key] = r
    return r
  }

  private mutating func convert(_ r: Int, to type: DType) -> Int {
    let from = registers[r].dtype
    if from == type { return r }
    let key = [r, Int(type.rawValue)]
    if let known = converted[key] { return known }
    let (isOne, still) = (registers[r].isOne, isStill(r))
    let out = register(type, isOne: isOne, isPinned: still)
    emit(
      Instruction(kind: isOne ? CK_FUSED_CAST_ONE : CK_FUSED_CAST, outs: [out], inputs: [r], from: from, to: Int(type.rawValue)),
      still: still)
    converted[key] = out
    return out
  }

  /// A register with an element for each of the row's.
  private mutating func fill(_ r: Int) -> Int {
    guard registers[r].isOne, !isSingle else { return r }
    if let known = spread[r] { return known }
    let still = isStill(r)
    let out = register(registers[r].dtype, isOne: false, isPinned: still)
    emit(Instruction(kind: CK_FUSED_SPREAD, outs: [out], inputs: [r], from: registers[r].dtype), still: still)
    spread[r] = out
    return out
  }

  private mutating func add(_ item: Group.Item) {
    let node = grouping.program.nodes[item.node]
    let out = layout(node.output)
    var r: Int
    switch item.work {
    case .loop(let index, let type, let resultType, let numbers):
      var inputs: [Int] = []
      for v in node.inputs {
        r = convert(load(v, isOne: item.isOne), to: type)
        inputs.append(item.isOne ? r : fill(r))
      }
      r = register(resultType, isOne: item.isOne)
      var params: [UInt64] = []
      if !numbers.isEmpty {
        params = [UInt64](repeating: 0, count: 8)
        params.withUnsafeMutableBytes { raw in
          for (i, number) in numbers.enumerated() { type.store(number, to: raw.baseAddress! + i * type.itemSize) }
        }
      }
      emit(
        Instruction(
          kind: item.isOne ? CK_FUSED_LOOP_ONE : CK_FUSED_LOOP, loop: ck_pointwise_loop(index, Int32(type.rawValue)),
          vectorOp: resultType == type ? ck_vector_find(index) : -1, outs: [r], inputs: inputs, from: type, params: params), still: false)
      r = convert(r, to: out.dtype)
    case .cast:
      let from = load(node.inputs[0], isOne: item.isOne)
      r = register(out.dtype, isOne: item.isOne)
      let source = item.isOne ? from : fill(from)
      emit(
        Instruction(
          kind: item.isOne ? CK_FUSED_CAST_ONE : CK_FUSED_CAST, outs: [r], inputs: [source], from: registers[source].dtype,
          to: Int(out.dtype.rawValue)), still: false)
    case .reduce(let kind, let axis, let isMean):
      let x = fill(load(node.inputs[0], isOne: false))
      r = register(out.dtype, isOne: true)
      let count = group.shape[axis...].reduce(1, *)
      emit(
        Instruction(
          kind: isMean && !group.isTree ? CK_FUSED_MEAN : CK_FUSED_REDUCE, outs: [r], inputs: [x], from: out.dtype, to: Int(kind.rawValue),
          params: [isMean ? UInt64(count) : 0]), still: false)
    }
    made[node.output] = r
    guard kept.contains(node.output) else { return }
    let isOne = item.isOne
    let s = isOne ? grouping.rowStrides(group) : strides(of: out, over: group.shape)!
    registers[r].operand = operands.count
    operands.append(
      Operand(root: node.output, bytes: 0, dtype: out.dtype, strides: s, isFull: !isOne && !isSingle, isResult: true, register: r))
  }

  // ---- axes -----------------------------------------------------------------------------------------------------------------------

  /// The first of the axes that all values go along evenly, taken as one, where no reduction says what a row is.
  private let mergedAxis: Int
  private static func mergedAxis(_ group: Group, _ grouping: Grouping) -> Int {
    if let axis = group.rowAxis { return axis }
    var axis = group.shape.count
    while axis > 0 {
      let wider = axis - 1
      for item in group.items {
        let node = grouping.program.nodes[item.node]
        for v in node.inputs + [node.output] {
          guard let s = strides(of: grouping.notes.layouts[v]!, over: group.shape), step(s, group.shape, from: wider) != nil else {
            return axis
          }
        }
      }
      axis = wider
    }
    return 0
  }

  /// Operands that may lie in the memory of another one: a result over an input that nobody needs after this, whose elements are all read
  /// before they are overwritten. `dying`: the roots last used by this group.
  func overlays(dying: Set<Int>) -> [(result: Int, source: Int)] {
    var pairs: [(result: Int, source: Int)] = []
    var taken: Set<Int> = []
    for result in operands where result.isResult && result.isFull && !group.isTree {
      let source = operands.first {
        !$0.isResult && $0.isFull && dying.contains($0.root) && !taken.contains($0.root) && canOverlay(result: result.root, source: $0.root)
      }
      guard let source else { continue }
      pairs.append((result.root, source.root))
      taken.insert(source.root)
    }
    return pairs
  }

  /// Whether a result may be written over a source: the same elements at the same places, all read before they are written.
  func canOverlay(result: Int, source: Int) -> Bool {
    guard !group.isTree, let to = operands.first(where: { $0.isResult && $0.root == result }),
      let written = main.firstIndex(where: { $0.out == to.register }), layout(source).span == layout(result).span
    else { return false }
    for from in operands where !from.isResult && from.root == source {
      guard from.bytes == 0, from.strides == to.strides, from.isFull == to.isFull, from.dtype.itemSize == to.dtype.itemSize,
        main.lastIndex(where: { $0.inputs.contains(from.register) }) ?? -1 <= written,
        // A number that all rows share is read again for each block.
        from.isFull || group.rows == 1, !preamble.contains(where: { $0.inputs.contains(from.register) }) || from.isFull || group.rows == 1
      else { return false }
    }
    return true
  }

  /// The most elements of a block where nothing is kept in scratch memory: what a thread takes at a time.
  private static let longestBlock = 1 << 15

  /// Whether what is read and written is more than caches hold, so that nobody finds the first results there any more.
  var isLong: Bool {
    operands.reduce(0) { $0 + ($1.isFull ? group.shape.elementCount * $1.dtype.itemSize : 0) } > GroupCode.cacheSize
  }
  private static let cacheSize = 32 << 20

  /// The finished group; `slot` says which slot a root's memory is in.
  consuming func build(_ memory: PlanMemory, slot: (Int) -> Int) -> UnsafePointer<ck_fused> {
    let axis = mergedAxis
    let n = group.shape[axis...].reduce(1, *)
    // Sums of a long row stand at the end, in their order.
    if group.isTree {
      let sums = main.filter { $0.kind == CK_FUSED_REDUCE }
      main.removeAll { $0.kind == CK_FUSED_REDUCE }
      main += sums
    }
    formVectors()
    var itemSize = 1
    var isUsed = registers.map { $0.operand != nil }
    for instruction in preamble + main {
      for r in instruction.inputs + instruction.outs { isUsed[r] = true }
    }
    for (r, register) in registers.enumerated() where isUsed[r] { itemSize = max(itemSize, register.dtype.itemSize) }
    let full = registers.indices.count { isUsed[$0] && !registers[$0].isOne && registers[$0].operand == nil }
    let isGathering = operands.contains { $0.isFull && step($0.strides, group.shape, from: axis) != 1 }
    let needsScratch = full > 0 || isGathering
    let block =
      group.rowAxis != nil && !group.isTree
      ? n : needsScratch ? max(min(n, max(256, (full > 6 ? 2048 : 4096) / itemSize)), 128) : max(min(n, GroupCode.longestBlock), 128)
    // The last use of each register decides when its number is free again.
    for (i, instruction) in main.enumerated() {
      for r in instruction.outs { registers[r].lastUse = max(registers[r].lastUse, i) }
      for r in instruction.inputs { registers[r].lastUse = i }
    }
    var next = 0
    for r in registers.indices where isUsed[r] && (registers[r].operand != nil || registers[r].isPinned) {
      registers[r].number = next
      next += 1
    }
    var free: [Int] = []
    var released: Set<Int> = []
    for (i, instruction) in main.enumerated() {
      // A loop may write over what it reads.
      func release(_ r: Int) {
        if registers[r].lastUse == i, registers[r].operand == nil, !registers[r].isPinned, released.insert(r).inserted {
          free.append(registers[r].number)
        }
      }
      let isLoop = instruction.kind == CK_FUSED_LOOP || instruction.kind == CK_FUSED_LOOP_ONE
      if isLoop {
        for r in instruction.inputs where registers[r].dtype.itemSize == registers[instruction.out].dtype.itemSize { release(r) }
      }
      for out in instruction.outs where registers[out].number < 0 {
        if let reused = free.popLast() {
          registers[out].number = reused
        } else {
          registers[out].number = next
          next += 1
        }
      }
      for r in instruction.inputs + instruction.outs { release(r) }
    }
    precondition(next <= Int(CK_FUSED_REGISTERS), "a group has too many registers")

    let code = memory.allocate(ck_fused_instruction.self, preamble.count + main.count)
    for (i, instruction) in (preamble + main).enumerated() {
      var made = ck_fused_instruction()
      made.kind = UInt8(instruction.kind.rawValue)
      made.loop = instruction.loop
      if let vector = instruction.vector {
        made.vector = vector.build(memory, reading: instruction.inputs, writing: instruction.outs) { UInt8(registers[$0].number) }
        code[i] = made
        continue
      }
      made.out = UInt8(registers[instruction.out].number)
      made.from = UInt8(instruction.from.rawValue)
      made.to = UInt8(instruction.to)
      let numbers = instruction.inputs.map { UInt8(registers[$0].number) }
      // Unused inputs repeat the first one: the loop does not look at them.
      made.a = numbers[0]
      made.b = numbers.count > 1 ? numbers[1] : numbers[0]
      made.c = numbers.count > 2 ? numbers[2] : numbers[0]
      withUnsafeMutableBytes(of: &made.params) { raw in
        for (k, bits) in instruction.params.enumerated() { raw.storeBytes(of: bits, toByteOffset: 8 * k, as: UInt64.self) }
      }
      code[i] = made
    }
    let places = memory.allocate(ck_fused_operand.self, max(operands.count, 1))
    for (i, operand) in operands.enumerated() {
      var made = ck_fused_operand()
      let size = operand.dtype.itemSize
      made.slot = Int32(slot(operand.root))
      made.reg = UInt8(registers[operand.register].number)
      made.dtype = UInt8(operand.dtype.rawValue)
      made.is_full = operand.isFull ? 1 : 0
      made.is_result = operand.isResult ? 1 : 0
      made.offset = operand.bytes
      made.step = operand.isFull ? step(operand.strides, group.shape, from: axis)! * size : 0
      withUnsafeMutableBytes(of: &made.outer) { raw in
        for d in 0..<axis { raw.storeBytes(of: operand.strides[d] * size, toByteOffset: 8 * d, as: Int.self) }
      }
      places[i] = made
    }
    let fused = memory.allocate(ck_fused.self, 1)
    var made = ck_fused()
    made.n = n
    made.rows = group.shape.elementCount / n
    made.block = block
    withUnsafeMutableBytes(of: &made.outer) { raw in
      for d in 0..<axis { raw.storeBytes(of: group.shape[d], toByteOffset: 8 * d, as: Int.self) }
    }
    made.outer_rank = Int32(made.rows == 1 ? 0 : axis)
    made.operands = Int32(operands.count)
    made.instructions = Int32(preamble.count + main.count)
    made.registers = Int32(next)
    made.preamble = Int32(preamble.count)
    // Whole tiles fit behind the last element; an odd number of cache lines keeps registers apart in the cache.
    let tile = Int(CK_VECTOR_TILE_BYTES)
    made.stride = ((needsScratch ? block : 1) * itemSize + tile - 1) / tile * tile + 64
    made.is_small = made.rows == 1 && !isGathering && !group.isTree && n > 0 && n <= block ? 1 : 0
    made.tree = group.isTree ? Int32(main.count { $0.kind == CK_FUSED_REDUCE }) : 0
    made.operand = UnsafePointer(places)
    made.instruction = UnsafePointer(code)
    fused[0] = made
    return UnsafePointer(fused)
  }

  /// The group in words, for the plan's description.
  var description: String {
    let names = group.items.map { item in
      let name = if case .op(let op) = grouping.program.nodes[item.node].action { op.name } else { "?" }
      return item.isOne ? "[\(name)]" : name
    }
    let axis = group.rowAxis ?? group.shape.count
    let rows = axis < group.shape.count && group.rows > 1 ? ", rows of \(group.rowLength)" : ""
    return "fused \(group.shape.listed)\(rows)\(group.isTree ? ", in halves" : ""): " + names.joined(separator: " ")
  }
}

/// Memory that lives as long as a plan: its steps and instructions.
final class PlanMemory: @unchecked Sendable {
  // Invariant behind `@unchecked Sendable`: written while the plan is made, by one thread, and only read after that.
  private var blocks: [UnsafeMutableRawPointer] = []

  func allocate<T>(_: T.Type, _ count: Int) -> UnsafeMutablePointer<T> {
    let block = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<T>.stride, alignment: 64)
    blocks.append(block)
    return block.bindMemory(to: T.self, capacity: max(count, 1))
  }

  deinit { for block in blocks { block.deallocate() } }
}
