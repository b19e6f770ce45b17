import CKernels
import Lantern

/// A chain of simple arithmetic as a program of vector registers: what passes from step to step never touches memory.
struct VectorProgram {
  struct Step {
    var code: Int
    var register = -1
    var other = -1
    var params: [UInt64] = []
  }
  var steps: [Step] = []
  /// The registers of which every element is the first one.
  var numbers: Set<Int> = []
  let isDouble: Bool
  let isOne: Bool
  var isStreaming = false

  /// The program in memory; `number` gives registers theirs.
  func build(
    _ memory: PlanMemory, reading: [Int], writing: [Int], number: (Int) -> UInt8
  ) -> UnsafePointer<ck_vector> {
    let list = memory.allocate(ck_vector_step.self, steps.count)
    for (i, step) in steps.enumerated() {
      var made = ck_vector_step()
      made.code = UInt16(step.code)
      if step.register >= 0 { made.reg = number(step.register) }
      if step.other >= 0 { made.other = number(step.other) }
      if !step.params.isEmpty {
        let params = memory.allocate(UInt64.self, step.params.count)
        for (k, bits) in step.params.enumerated() { params[k] = bits }
        made.params = UnsafeRawPointer(params)
      }
      list[i] = made
    }
    var uses: [ck_vector_use] = []
    for r in Set(reading + writing).sorted() {
      var use = ck_vector_use()
      use.reg = number(r)
      use.is_number = numbers.contains(r) ? 1 : 0
      use.is_read = reading.contains(r) ? 1 : 0
      use.is_written = writing.contains(r) ? 1 : 0
      uses.append(use)
    }
    let places = memory.allocate(ck_vector_use.self, uses.count)
    for (i, use) in uses.enumerated() { places[i] = use }
    let vector = memory.allocate(ck_vector.self, 1)
    var made = ck_vector()
    made.steps = UnsafePointer(list)
    made.use = UnsafePointer(places)
    made.uses = Int32(uses.count)
    made.is_double = isDouble ? 1 : 0
    made.is_one = isOne ? 1 : 0
    made.is_streaming = isStreaming ? 1 : 0
    vector[0] = made
    return UnsafePointer(vector)
  }
}

extension GroupCode {
  /// Puts loops that follow each other into vector programs.
  mutating func formVectors() {
    var spreadFrom: [Int: Int] = [:]
    for instruction in preamble + main where instruction.kind == CK_FUSED_SPREAD {
      spreadFrom[instruction.out] = instruction.inputs[0]
    }
    var users = [Int](repeating: 0, count: registers.count)
    for instruction in main { for r in instruction.inputs { users[r] += 1 } }

    var made: [Instruction] = []
    var open: [Instruction] = []
    var openOuts: Set<Int> = []
    func isOne(_ instruction: Instruction) -> Bool { isSingle || instruction.kind == CK_FUSED_LOOP_ONE }
    func close() {
      if open.count == 1, open[0].inputs.allSatisfy({ spreadFrom[$0] == nil }) {
        // One loop over memory gains nothing.
        made.append(open[0])
      } else if !open.isEmpty {
        made.append(vector(of: open, isOne: isOne(open[0]), users, spreadFrom))
      }
      open = []
      openOuts = []
    }
    for instruction in main {
      if instruction.vectorOp >= 0, instruction.from == .float32 || instruction.from == .float64 {
        if let first = open.first, first.from != instruction.from || isOne(first) != isOne(instruction) { close() }
        open.append(instruction)
        openOuts.insert(instruction.out)
        continue
      }
      // What needs nothing of the open program may run before it.
      if !(registers[instruction.out].operand == nil && instruction.inputs.allSatisfy { !openOuts.contains($0) }) || open.isEmpty {
        close()
      }
      made.append(instruction)
    }
    close()
    main = made
    // Numbers that nobody needs for a whole row any more.
    var isRead = [Bool](repeating: false, count: registers.count)
    for instruction in preamble + main { for r in instruction.inputs { isRead[r] = true } }
    preamble.removeAll { $0.kind == CK_FUSED_SPREAD && !isRead[$0.out] }
    main.removeAll { $0.kind == CK_FUSED_SPREAD && !isRead[$0.out] }
  }

  /// One program for loops in their order. `users`: how many instructions of the group read each register.
  private func vector(of loops: [Instruction], isOne: Bool, _ users: [Int], _ spreadFrom: [Int: Int]) -> Instruction {
    var program = VectorProgram(isDouble: loops[0].from == .float64, isOne: isOne)
    // Where each value made here is read here.
    var readers: [Int: [Int]] = [:]
    for (k, loop) in loops.enumerated() { for r in loop.inputs { readers[r, default: []].append(k) } }
    var reading: [Int] = []
    var writing: [Int] = []
    var held = -1
    func see(_ r: Int) -> Int {
      let from = isOne ? r : spreadFrom[r] ?? r
      if from != r { program.numbers.insert(from) }
      if !writing.contains(from), !reading.contains(from) { reading.append(from) }
      return from
    }
    func isNumber(_ r: Int) -> Bool { !isOne && spreadFrom[r] != nil }
    func load(_ r: Int) {
      program.steps.append(
        VectorProgram.Step(code: Int((isNumber(r) ? CK_VECTOR_LOAD_NUMBER : CK_VECTOR_LOAD).rawValue), register: see(r)))
    }
    for (k, loop) in loops.enumerated() {
      func step(_ form: ck_vector_form, _ x: Int = -1, _ y: Int = -1) {
        let code = Int(CK_VECTOR_MOVES.rawValue) + Int(CK_VECTOR_FORMS.rawValue) * Int(loop.vectorOp) + Int(form.rawValue)
        program.steps.append(
          VectorProgram.Step(code: code, register: x < 0 ? x : see(x), other: y < 0 ? y : see(y), params: loop.params))
      }
      let a = loop.inputs[0]
      if ck_vector_arity(loop.vectorOp) == 1 {
        if a != held { load(a) }
        step(CK_VECTOR_AA)
      } else {
        let b = loop.inputs[1]
        if a != held, b != held, !isNumber(a), !isNumber(b), a != b {
          step(CK_VECTOR_MM, a, b)
        } else {
          if a != held, b != held {
            load(isNumber(a) && !isNumber(b) ? b : a)
            held = isNumber(a) && !isNumber(b) ? b : a
          }
          if a == held, b == held {
            step(CK_VECTOR_AA)
          } else if a == held {
            step(isNumber(b) ? CK_VECTOR_AN : CK_VECTOR_AM, b)
          } else {
            step(isNumber(a) ? CK_VECTOR_NA : CK_VECTOR_MA, a)
          }
        }
      }
      held = loop.out
      let here = readers[held] ?? []
      if registers[held].operand != nil || users[held] > here.count || here.contains(where: { $0 > k + 1 }) {
        // What this group reads again stays in the caches.
        let isStreamed = isLong && !isOne && users[held] == here.count && !here.contains { $0 > k + 1 }
        if isStreamed { program.isStreaming = true }
        program.steps.append(VectorProgram.Step(code: Int((isStreamed ? CK_VECTOR_STREAM : CK_VECTOR_STORE).rawValue), register: held))
        writing.append(held)
      }
    }
    program.steps.append(VectorProgram.Step(code: Int(CK_VECTOR_END.rawValue)))
    return Instruction(kind: CK_FUSED_VECTOR, outs: writing, inputs: reading, from: loops[0].from, vector: program)
  }
}
