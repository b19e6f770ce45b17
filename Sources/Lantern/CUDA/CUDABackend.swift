import CKernels

/// A GPU: kernels of `CUDAText`, compiled when they are first wanted, and memory of `CUDAMemory`.
package struct CUDABackend: Backend {
  let gpu: CUDADevice

  init(_ gpu: CUDADevice) { self.gpu = gpu }

  package var device: Device { .cuda(gpu.index) }

  package func allocate(_ byteCount: Int) throws(TensorError) -> Storage { try Storage.onDevice(byteCount, gpu) }

  package func pointwise(
    _ loop: Pointwise, _ inputs: borrowing Inputs, _ numbers: Numbers, type: DType, into out: Tensor
  ) throws(TensorError) {
    if out.elementCount == 0 { return }
    let loopType = type.computeType
    var operands: [Tensor] = [out]
    for i in 0..<inputs.count { operands.append(inputs[i]) }
    // Complex numbers and layouts of many axes take the way over the processor.
    let walk = StridedWalk(operands.map { $0 }, shape: out.shape)
    guard PointwiseLine.all[Int(loop.index)].serves(loopType), let walk, operands.allSatisfy({ !$0.dtype.isComplex }) else {
      return try detour(loop, inputs, numbers, type: type, into: out)
    }
    func dtype(_ i: Int) -> DType { i < operands.count ? operands[i].dtype : loopType }
    let key = PointwiseKernelKey(loop: loop.index, type: loopType, out: out.dtype, inputs: (dtype(1), dtype(2), dtype(3)))
    var isFlat = walk.rank <= 1
    var widest = 1
    for (k, t) in operands.enumerated() where !t.isNumberBeside {
      if walk.rank == 1, walk.strides[k][0] != 1 { isFlat = false }
      widest = Swift.max(widest, t.dtype.itemSize)
    }
    var variant = CUDADevice.PointwiseVariant(key: key, walk: .strided)
    if isFlat {
      let group = 16 / widest
      let isPacked =
        group > 1 && walk.count >= 4 * group
        && operands.allSatisfy { $0.isNumberBeside || UInt(bitPattern: $0.pointer) % UInt(group * $0.dtype.itemSize) == 0 }
      variant = .init(key: key, walk: isPacked ? .packed : .flat)
    }
    var arguments = KernelArguments(capacity: 88)
    arguments.add(out)
    for i in 1..<4 { arguments.add(i < operands.count && !operands[i].isNumberBeside ? operands[i] : nil) }
    arguments.add(walk.count)
    for i in 0..<4 { if i < numbers.count { arguments.add(numbers[i], as: loopType) } else { arguments.add(0) } }
    for i in 1..<4 {
      if i < operands.count, operands[i].isNumberBeside {
        let t = operands[i]
        arguments.add(t.dtype.load(from: t.pointer), as: loopType)
      } else {
        arguments.add(0)
      }
    }
    if variant.walk == .strided { walk.add(to: &arguments, operands: 4) }
    let kernel = try gpu.pointwiseKernel(variant)
    let perThread = variant.walk == .packed ? 16 / widest : 1
    try gpu.launch(kernel, blocks: gpu.blocks(for: (walk.count + perThread - 1) / perThread), arguments)
  }

  /// The same on the processor, with copies.
  private func detour(
    _ loop: Pointwise, _ inputs: borrowing Inputs, _ numbers: Numbers, type: DType, into out: Tensor
  ) throws(TensorError) {
    CUDADispatch.countDetour(String(PointwiseLine.all[Int(loop.index)].name))
    let target = try CUDADispatch.hostMirror(out)
    var hosts: [Tensor] = []
    for i in 0..<inputs.count { hosts.append(try CUDADispatch.hostMirror(inputs[i])) }
    CPUBackend.shared.pointwise(loop, Inputs(hosts), numbers, type: type, into: target)
    try copy(target, to: out)
  }

  package func reduce(_ kind: ck_reduction, _ x: Tensor, _ axes: Shape, accumulating: DType, into out: Tensor) throws(TensorError) {
    try ReduceKernels.run(gpu, kind, x, axes, accumulating: accumulating, into: out)
  }

  package func multiply(
    _ a: Tensor, _ b: Tensor, into out: Tensor, batch: Int, steps: (a: Int, b: Int, out: Int), alpha: Double, beta: Double
  ) throws(TensorError) {
    try MatrixProductKernels.run(gpu, a, b, into: out, batch: batch, steps: steps, alpha: alpha, beta: beta)
  }
}

extension Tensor {
  /// Whether this is one number in the processor's memory, which a kernel is told instead of shown.
  var isNumberBeside: Bool { !isCUDA && elementCount == 1 }
}

/// How kernels walk over operands of one broadcast shape: axes without those of length 1, neighbours joined where every operand
/// steps across them evenly. Strides count elements.
struct StridedWalk {
  static let maxRank = 12
  private(set) var sizes: [Int] = []
  private(set) var strides: [[Int]]
  let count: Int

  var rank: Int { sizes.count }

  /// Nil when more axes are left than kernels can walk.
  init?(_ operands: [Tensor], shape: Shape) {
    let rank = shape.count
    strides = Array(repeating: [], count: operands.count)
    count = shape.elementCount
    for d in 0..<rank where shape[d] != 1 {
      let steps = operands.map { t -> Int in
        let missing = rank - t.rank
        return d < missing || t.shape[d - missing] == 1 ? 0 : t.strides[d - missing]
      }
      let joins = !sizes.isEmpty && steps.indices.allSatisfy { strides[$0][sizes.count - 1] == shape[d] * steps[$0] }
      if joins {
        sizes[sizes.count - 1] *= shape[d]
        for k in steps.indices { strides[k][sizes.count - 1] = steps[k] }
      } else {
        sizes.append(shape[d])
        for k in steps.indices { strides[k].append(steps[k]) }
      }
    }
    if sizes.count > StridedWalk.maxRank { return nil }
  }

  /// The rank, whether positions fit 32 bits, the sizes, and the strides of as many operands as the kernel has.
  func add(to arguments: inout KernelArguments, operands: Int) {
    arguments.add(rank)
    arguments.add(count < 1 << 31)
    arguments.add(sizes, count: StridedWalk.maxRank, rest: 1)
    for k in 0..<operands { arguments.add(k < strides.count ? strides[k] : [], count: StridedWalk.maxRank) }
  }
}
