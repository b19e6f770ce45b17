import CKernels

extension CUDABackend {
  package func copy(_ source: Tensor, to target: Tensor) throws(TensorError) {
    if target.shape.contains(0) { return }
    let source = source.expandedView(to: target.shape)
    switch (source.isCUDA, target.isCUDA) {
    case (true, true) where source.device == target.device: try copyOnDevice(source, target)
    case (true, true): try copyBetweenDevices(source, target)
    case (false, _): try upload(source, target)
    case (true, false): try download(source, target)
    }
  }

  private func copyOnDevice(_ source: Tensor, _ target: Tensor) throws(TensorError) {
    if source.dtype == target.dtype, source.isContiguous, target.isContiguous {
      try gpu.activate()
      let stream = gpu.stream
      source.storage.cudaBlock?.noteUse(on: stream)
      target.storage.cudaBlock?.noteUse(on: stream)
      let status = gpu.functions.copyOnDevice(
        target.cudaAddress, source.cudaAddress, target.elementCount * target.dtype.itemSize, stream)
      return try gpu.functions.check(status, "cuMemcpyDtoDAsync")
    }
    guard let walk = StridedWalk([target, source], shape: target.shape) else {
      // More axes than the kernel can walk: the processor's copy, on mirrors.
      CUDADispatch.countDetour("copy")
      let (from, to) = (try CUDADispatch.hostMirror(source), try CUDADispatch.hostMirror(target))
      CPUBackend.shared.copy(from, to: to)
      return try CUDADispatch.writeBack(to, into: target)
    }
    let (from, to) = source.dtype == target.dtype ? (source.dtype.carrier, target.dtype.carrier) : (source.dtype, target.dtype)
    var arguments = KernelArguments(capacity: 48)
    arguments.add(target)
    arguments.add(source)
    arguments.add(walk.count)
    walk.add(to: &arguments, operands: 2)
    let kernel = try gpu.kernel("copy_\(to.name)_\(from.name)") { CopyKernels.text(from, to) }
    try gpu.launch(kernel, blocks: gpu.blocks(for: walk.count), arguments)
  }

  private func upload(_ source: Tensor, _ target: Tensor) throws(TensorError) {
    // One number everywhere goes as an argument.
    if source.isOneNumber, target.isContiguous, target.dtype.itemSize <= 8 {
      var element: UInt64 = 0
      withUnsafeMutableBytes(of: &element) { raw in
        ck_cast(
          1, raw.baseAddress!, Int32(target.dtype.rawValue), target.dtype.itemSize, source.pointer, Int32(source.dtype.rawValue),
          source.dtype.itemSize)
      }
      if element == 0 {
        try gpu.activate()
        let stream = gpu.stream
        target.storage.cudaBlock?.noteUse(on: stream)
        return try gpu.functions.check(
          gpu.functions.setBytes(target.cudaAddress, 0, target.elementCount * target.dtype.itemSize, stream), "cuMemsetD8Async")
      }
      var arguments = KernelArguments()
      arguments.add(target)
      arguments.add(target.elementCount)
      arguments.add(bits: element)
      let type = target.dtype.carrier
      let kernel = try gpu.kernel("fill_\(type.name)") { CopyKernels.fillText(type) }
      return try gpu.launch(kernel, blocks: gpu.blocks(for: target.elementCount), arguments)
    }
    try CUDAReplay.refuse("a copy from the processor")
    let from = source.dtype == target.dtype && source.isContiguous ? source : try CUDADispatch.hostCopy(source, target.dtype)
    let to = target.isContiguous ? target : try Tensor(empty: target.shape, dtype: target.dtype, like: target)
    try gpu.activate()
    let stream = gpu.stream
    to.storage.cudaBlock?.noteUse(on: stream)
    let status = gpu.functions.copyToDevice(to.cudaAddress, from.pointer, to.elementCount * to.dtype.itemSize, stream)
    try gpu.functions.check(status, "cuMemcpyHtoDAsync")
    // From pageable memory the driver has read everything by now; from pinned memory it reads while the program goes on.
    if from.isPinned { try gpu.functions.check(gpu.functions.streamSynchronize(stream), "cuStreamSynchronize") }
    if to !== target { try copyOnDevice(to, target) }
  }

  private func download(_ source: Tensor, _ target: Tensor) throws(TensorError) {
    try CUDAReplay.refuse("a copy to the processor")
    let from = source.isContiguous ? source : try Tensor(empty: source.shape, dtype: source.dtype, like: source)
    if from !== source { try copyOnDevice(source, from) }
    let isDirect = target.isContiguous && target.dtype == from.dtype
    let to = isDirect ? target : try Tensor(empty: from.shape, dtype: from.dtype)
    try gpu.activate()
    let stream = gpu.stream
    from.storage.cudaBlock?.noteUse(on: stream)
    let status = gpu.functions.copyToHost(to.pointer, from.cudaAddress, to.elementCount * to.dtype.itemSize, stream)
    try gpu.functions.check(status, "cuMemcpyDtoHAsync")
    try gpu.functions.check(gpu.functions.streamSynchronize(stream), "cuStreamSynchronize")
    try gpu.checkPositions()
    if !isDirect { CPUBackend.shared.copy(to, to: target) }
  }

  private func copyBetweenDevices(_ source: Tensor, _ target: Tensor) throws(TensorError) {
    try CUDAReplay.refuse("a copy between devices")
    let there = try CUDARuntime.device(source.device.index ?? -1)
    let from = source.isContiguous ? source : try Tensor(empty: source.shape, dtype: source.dtype, like: source)
    if from !== source { try CUDABackend(there).copyOnDevice(source, from) }
    // The other device's work on the source must be done first; its stream knows nothing of this one's.
    try there.synchronize()
    let isDirect = target.isContiguous && target.dtype == from.dtype
    let to = isDirect ? target : try Tensor(empty: from.shape, dtype: from.dtype, like: target)
    try gpu.activate()
    let status = gpu.functions.copyBetween(
      to.cudaAddress, gpu.context, from.cudaAddress, there.context, to.elementCount * to.dtype.itemSize, gpu.stream)
    try gpu.functions.check(status, "cuMemcpyPeerAsync")
    try gpu.synchronize()
    if !isDirect { try copyOnDevice(to, target) }
  }
}

extension Tensor {
  /// The first element's address on its GPU.
  var cudaAddress: CUDAAddress { CUDAAddress(UInt(bitPattern: pointer)) }

  /// Whether all elements are the same place in memory.
  var isOneNumber: Bool { (0..<rank).allSatisfy { shape[$0] == 1 || strides[$0] == 0 } }
}

extension DType {
  /// A type of the same size whose copies change no bits.
  var carrier: DType {
    switch itemSize {
    case 1: .uint8
    case 2: .int16
    case 4: .int32
    case 8: .int64
    default: .complex128
    }
  }
}

/// Copies with conversion, and filling.
enum CopyKernels {
  static func text(_ from: DType, _ to: DType) -> String {
    CUDAText.prelude + CUDAText.copy
      + "KERNEL(copy_\(to.name)_\(from.name), CopyArguments) { copy<\(to.cudaName), \(from.cudaName)>(a); }\n"
  }
  static func fillText(_ type: DType) -> String {
    CUDAText.prelude + CUDAText.copy + "KERNEL(fill_\(type.name), FillArguments) { fill<\(type.cudaName)>(a); }\n"
  }
}

extension CUDAText {
  static let copy = #"""
    struct CopyArguments {
      void *out;
      const void *in;
      i64 n, rank, fits32;
      i64 size[12];
      i64 stride[2][12];
    };
    struct FillArguments {
      void *out;
      i64 n, value;
    };
    template <class I> INLINE void copy_places(const CopyArguments &a, i64 i, i64 *to, i64 *from) {
      I rest = (I)i;
      for (int d = (int)a.rank - 1; d >= 0; d--) {
        const I size = (I)a.size[d], next = rest / size;
        const i64 index = (i64)(rest - next * size);
        rest = next;
        *to += index * a.stride[0][d], *from += index * a.stride[1][d];
      }
    }
    template <class D, class S> INLINE void copy(const CopyArguments &a) {
      const i64 step = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += step) {
        i64 to = 0, from = 0;
        if (a.fits32) copy_places<u32>(a, i, &to, &from); else copy_places<u64>(a, i, &to, &from);
        ((D *)a.out)[to] = cast<D>(((const S *)a.in)[from]);
      }
    }
    template <class D> INLINE void fill(const FillArguments &a) {
      const i64 step = (i64)gridDim.x * blockDim.x;
      const D value = number<D>(&a.value);
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += step) ((D *)a.out)[i] = value;
    }

    """#
}
