import CKernels

/// Chains of element-by-element operations as one generated kernel: what only the chain sees never goes to memory.
///
/// Each step is the expression of its row in `pointwise.def`, computed in the chain's one type and rounded to the type that the step's
/// result would have had in memory, so that a chain gives the same bits as its steps one by one.
package struct FusedChain {
  /// Where a step's operand comes from.
  package enum Operand: Hashable, Sendable {
    case input(Int)
    /// The result of an earlier step.
    case step(Int)
  }
  private struct Step {
    /// The row of `pointwise.def`; -1 for a conversion.
    let loop: Int32
    let out: DType
    let operands: [Operand]
    let numbers: Numbers
  }

  /// Few enough that a kernel's argument stays within 4096 bytes.
  package static let mostSteps = 16, mostInputs = 10

  package let shape: Shape
  package let device: Device
  /// The type that everything is computed in.
  private let type: DType
  private var steps: [Step] = []
  package private(set) var inputs: [Tensor] = []
  private var known: [ObjectIdentifier: Int] = [:]
  package var count: Int { steps.count }

  private init(_ shape: Shape, _ type: DType, _ device: Device) { (self.shape, self.type, self.device) = (shape, type, device) }

  /// What an operation is as a step: its loop, the type it computes in, and its result's. Nil for what chains do not take.
  private static func work(
    _ op: Op, _ inputs: borrowing Inputs, _ attributes: borrowing Attributes
  ) throws(TensorError) -> (loop: Int32, type: DType, spec: Spec)? {
    for i in 0..<inputs.count where inputs[i].dtype.isComplex || inputs[i].isSymbolic || inputs[i].isInvalid { return nil }
    let device = inputs.deviceSource.device
    guard !device.isCPU else { return nil }
    for i in 0..<inputs.count where inputs[i].device != device && !(inputs[i].isNumberBeside && inputs[i].rank == 0) { return nil }
    if op.name == "to_copy" {
      let (from, to) = (inputs.x.dtype, attributes.dtype ?? inputs.x.dtype)
      guard from.isFloatingPoint, to.isFloatingPoint, from.computeType == .float32, to.computeType == .float32 else { return nil }
      return (-1, .float32, Spec(inputs.x.shape, to))
    }
    guard case .pointwise(let loop) = op.kernel else { return nil }
    let type = try loop.commonType(op.name, inputs)
    guard type.computeType.isFloatingPoint, PointwiseLine.all[Int(loop.index)].serves(type.computeType) else { return nil }
    let shape = try broadcastShape(op.name, inputs)
    return (loop.index, type.computeType, Spec(shape, loop.resultType(type)))
  }

  /// Whether an operation on these tensors can be a step of a chain.
  package static func takes(_ op: Op, _ inputs: borrowing Inputs, _ attributes: borrowing Attributes) throws(TensorError) -> Bool {
    try work(op, inputs, attributes) != nil
  }

  /// Adds an operation to a chain, or begins one with it; nil where it does not belong to this one, or to none. `earlier` tells which
  /// inputs are results of which steps. Gives memory for the result, which `run` fills.
  package static func join(
    _ chain: inout FusedChain?, _ op: Op, _ inputs: borrowing Inputs, _ attributes: borrowing Attributes, earlier: (Int) -> Int?
  ) throws(TensorError) -> Tensor? {
    guard let work = try work(op, inputs, attributes), !work.spec.shape.contains(0) else { return nil }
    var next = chain ?? FusedChain(work.spec.shape, work.type, inputs.deviceSource.device)
    guard next.shape == work.spec.shape, next.type == work.type, next.device == inputs.deviceSource.device,
      next.count < mostSteps
    else { return nil }
    var operands: [Operand] = []
    for i in 0..<inputs.count {
      if let step = earlier(i) {
        operands.append(.step(step))
        continue
      }
      let t = inputs[i]
      if let at = next.known[ObjectIdentifier(t)] {
        operands.append(.input(at))
        continue
      }
      guard next.inputs.count < mostInputs else { return nil }
      next.known[ObjectIdentifier(t)] = next.inputs.count
      operands.append(.input(next.inputs.count))
      next.inputs.append(t)
    }
    next.steps.append(Step(loop: work.loop, out: work.spec.dtype, operands: operands, numbers: attributes.numbers))
    let out = try Tensor(empty: work.spec.shape, dtype: work.spec.dtype, like: inputs.deviceSource)
    chain = next
    return out
  }

  /// Runs the chain; `results` are the steps whose results somebody looks at, and the memory for them.
  package func run(_ results: [(step: Int, out: Tensor)]) throws(TensorError) {
    if results.isEmpty || shape.elementCount == 0 { return }
    let gpu = try CUDARuntime.device(device.index ?? -1)
    let operands = results.map(\.out) + inputs.filter { !$0.isNumberBeside }
    guard let walk = StridedWalk(operands, shape: shape) else {
      throw TensorError(.shape, op: "fused", "a chain over \(shape.listed) has too many axes for a GPU")
    }
    let isFlat = walk.rank <= 1 && walk.strides.allSatisfy { $0.isEmpty || $0[0] == 1 }
    let widest = operands.reduce(1) { Swift.max($0, $1.dtype.itemSize) }
    let group = 16 / widest
    let isPacked =
      isFlat && group > 1 && walk.count >= 4 * group
      && operands.allSatisfy { UInt(bitPattern: $0.pointer) % UInt(group * $0.dtype.itemSize) == 0 }
    var arguments = KernelArguments(capacity: 128)
    for (_, out) in results { arguments.add(out) }
    for t in inputs { arguments.add(t.isNumberBeside ? nil : t) }
    arguments.add(walk.count)
    for t in inputs {
      if t.isNumberBeside { arguments.add(t.dtype.load(from: t.pointer), as: type) } else { arguments.add(0) }
    }
    for step in steps { for i in 0..<step.numbers.count { arguments.add(step.numbers[i], as: type) } }
    if !isFlat {
      arguments.add(walk.rank)
      arguments.add(walk.sizes, count: StridedWalk.maxRank, rest: 1)
      for k in operands.indices { arguments.add(walk.strides[k], count: StridedWalk.maxRank) }
    }
    let shown = results.map(\.step), name = "fused_\(KernelCache.digest(signature(shown)))"
    let kernel = try gpu.kernel("\(name)_\(isPacked ? "packed" : isFlat ? "flat" : "strided")") { text(shown, name: name) }
    let perThread = isPacked ? group : 1
    try gpu.launch(kernel, blocks: gpu.blocks(for: (walk.count + perThread - 1) / perThread), arguments)
  }

  // MARK: - the text

  /// A chain of each type, for compilers: a number, a conversion, a test and a choice, two results.
  static var entries: [KernelCatalogue.Entry] {
    [DType.float32, .float64, .bfloat16].map { type in
      var chain = FusedChain([4], type.computeType, .cpu)
      chain.inputs = noGrad { [Tensor.zeros(4, dtype: type), Tensor.zeros(4, dtype: type), Tensor.zeros(Shape())] }
      func loop(_ name: String) -> Int32 { ck_pointwise_find(name) }
      chain.steps = [
        Step(loop: loop("mul"), out: type, operands: [.input(0), .input(1)], numbers: Numbers()),
        Step(loop: loop("add"), out: type, operands: [.step(0), .input(2)], numbers: Numbers()),
        Step(loop: loop("gelu"), out: type, operands: [.step(1)], numbers: Numbers()),
        Step(loop: loop("gt"), out: .bool, operands: [.step(2), .input(1)], numbers: Numbers()),
        Step(loop: loop("where"), out: type, operands: [.step(3), .step(2), .input(0)], numbers: Numbers()),
        Step(loop: loop("leaky_relu"), out: type, operands: [.step(4)], numbers: Numbers(.double(0.1))),
        Step(loop: type == .float64 ? loop("neg") : -1, out: type == .float64 ? type : .float16, operands: [.step(5)], numbers: Numbers()),
      ]
      return .init(name: "fused_\(type.name)", source: chain.text([3, 6], name: "fused_sample"))
    }
  }

  /// Everything that decides the text.
  private func signature(_ results: [Int]) -> String {
    var text = "\(type.name) \(results)"
    for t in inputs { text += t.isNumberBeside ? " one" : " \(t.dtype.name)" }
    for step in steps {
      text += ";\(step.loop) \(step.out.name) \(step.numbers.count)"
      for operand in step.operands {
        switch operand {
        case .input(let i): text += " i\(i)"
        case .step(let i): text += " s\(i)"
        }
      }
    }
    return text
  }

  private func text(_ results: [Int], name: String) -> String {
    var text = CUDAText.prelude + PointwiseSource.section(type) + CUDAText.pointwise
    var rows = Set<Int32>()
    for step in steps where step.loop >= 0 && rows.insert(step.loop).inserted {
      text += PointwiseSource.operation(PointwiseLine.all[Int(step.loop)], type)
    }
    let numbers = steps.reduce(0) { $0 + $1.numbers.count }
    let memory = inputs.indices.filter { !inputs[$0].isNumberBeside }
    let places = results.count + memory.count
    func fields(_ isStrided: Bool) -> String {
      "void *out[\(results.count)]; const void *in[\(Swift.max(inputs.count, 1))]; i64 n; i64 number[\(Swift.max(inputs.count, 1))];"
        + (numbers > 0 ? " i64 p[\(numbers)];" : "")
        + (isStrided ? " i64 rank; i64 size[12]; i64 stride[\(places)][12];" : "")
    }
    text += "struct FusedFlat { \(fields(false)) };\nstruct FusedStrided { \(fields(true)) };\n"
    // The chain for one element, in registers.
    let parameters = memory.map { ", T i\($0)" }.joined() + results.map { ", \(steps[$0].out.cudaName) *r\($0)" }.joined()
    text += "template <class Arguments> INLINE void chain(const Arguments &a\(parameters)) {\n"
    for (i, t) in inputs.enumerated() where t.isNumberBeside { text += "  const T i\(i) = number<T>(&a.number[\(i)]);\n" }
    var at = 0
    for (k, step) in steps.enumerated() {
      func operand(_ j: Int) -> String {
        guard j < step.operands.count else { return "(T)0" }
        switch step.operands[j] {
        case .input(let i): return "i\(i)"
        case .step(let i): return "raw(cast<L>(v\(i)))"
        }
      }
      let out = step.out.cudaName
      if step.loop < 0 {
        text += "  const \(out) v\(k) = cast<\(out)>(\(operand(0)));\n"
        continue
      }
      let values = (0..<4).map { $0 < step.numbers.count ? "number<T>(&a.p[\(at + $0)])" : "(T)0" }
      at += step.numbers.count
      text += "  const T p\(k)[4] = {\(values.joined(separator: ", "))};\n"
      let row = PointwiseLine.all[Int(step.loop)].name
      text += "  const \(out) v\(k) = cast<\(out)>(\(row)_op::apply(\(operand(0)), \(operand(1)), \(operand(2)), p\(k)));\n"
    }
    for k in results { text += "  *r\(k) = v\(k);\n" }
    text += "}\n"
    return text + walks(results, memory, name)
  }

  private func walks(_ results: [Int], _ memory: [Int], _ name: String) -> String {
    let inputTypes = memory.map { inputs[$0].dtype.cudaName }, outTypes = results.map { steps[$0].out.cudaName }
    let widest = (memory.map { inputs[$0].dtype.itemSize } + results.map { steps[$0].out.itemSize }).max() ?? 1
    /// One element, at the place that `place` gives for each piece of memory.
    func one(_ place: (Int) -> String) -> String {
      let values = results.indices.map { "\(outTypes[$0]) o\($0); " }.joined()
      let given = memory.indices.map {
        ", raw(cast<L>(((const \(inputTypes[$0]) *)a.in[\(memory[$0])])[\(place(results.count + $0))]))"
      }.joined()
      let taken = results.indices.map { ", &o\($0)" }.joined()
      return values + "chain(a\(given)\(taken)); "
        + results.indices.map { "((\(outTypes[$0]) *)a.out[\($0)])[\(place($0))] = o\($0); " }.joined()
    }
    let loop = "const i64 step = (i64)gridDim.x * blockDim.x, first = (i64)blockIdx.x * blockDim.x + threadIdx.x;"
    let count = Swift.max(1, 16 / widest)
    let packs = results.indices.map { "Pack<\(outTypes[$0]), \(count)> o\($0); " }.joined()
    let loads = memory.indices.map {
      "const auto g\($0) = ((const Pack<\(inputTypes[$0]), \(count)> *)a.in[\(memory[$0])])[g]; "
    }.joined()
    let given = memory.indices.map { ", raw(cast<L>(g\($0).of[j]))" }.joined()
    let taken = results.indices.map { ", &o\($0).of[j]" }.joined()
    let stores = results.indices.map { "((Pack<\(outTypes[$0]), \(count)> *)a.out[\($0)])[g] = o\($0); " }.joined()
    return """
      KERNEL(\(name)_flat, FusedFlat) {
        \(loop)
        for (i64 i = first; i < a.n; i += step) { \(one { _ in "i" })}
      }
      KERNEL(\(name)_packed, FusedFlat) {
        \(loop)
        const i64 groups = a.n / \(count), i = groups * \(count) + first;
        for (i64 g = first; g < groups; g += step) {
          \(packs)\(loads)
          for (int j = 0; j < \(count); j++) chain(a\(given)\(taken));
          \(stores)
        }
        if (i < a.n) { \(one { _ in "i" })}
      }
      KERNEL(\(name)_strided, FusedStrided) {
        \(loop)
        for (i64 i = first; i < a.n; i += step) {
          i64 at[\(results.count + memory.count)] = {0}, rest = i;
          for (int d = (int)a.rank - 1; d >= 0; d--) {
            const i64 next = (u64)rest >> 32 || a.size[d] >> 32 ? rest / a.size[d] : (i64)((u32)rest / (u32)a.size[d]);
            const i64 index = rest - next * a.size[d];
            rest = next;
            for (int k = 0; k < \(results.count + memory.count); k++) at[k] += index * a.stride[k][d];
          }
          \(one { "at[\($0)]" })
        }
      }

      """
  }
}
