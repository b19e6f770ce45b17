import CKernels

/// All kernel texts that Lantern can ask the compiler for, so that tests compile each of them and `lantern doctor --warm` can do so
/// before they are needed.
package enum KernelCatalogue {
  /// One text for the compiler.
  package struct Entry: Sendable {
    package let name: String
    package let source: String
  }

  /// The pointwise rows for numbers of one type, over memory of that type.
  package static func pointwise(_ type: DType) -> Entry? {
    let compute = type.computeType
    let keys = PointwiseLine.all.indices.filter { PointwiseLine.all[$0].serves(compute) }.map { row in
      let isTest = ck_pointwise_result(Int32(row)) == CK_RESULT_BOOL.rawValue
      return PointwiseKernelKey(loop: Int32(row), type: compute, out: isTest ? .bool : type, inputs: (type, type, type))
    }
    return keys.isEmpty ? nil : Entry(name: "pointwise_\(type.name)", source: PointwiseSource.text(keys, type: compute))
  }

  /// Everything.
  package static var all: [Entry] {
    DType.allCases.compactMap { pointwise($0) } + copies + ReduceKernels.entries + MatrixProductKernels.entries
      + RowKernels.entries + IndexKernels.entries + SortKernels.entries + RandomKernels.entries + OptimizerKernels.entries
      + ConvolutionKernels.entries + WindowKernels.entries + ChannelKernels.entries + ClassLossKernels.entries
      + AttentionKernels.entries + PositionKernels.entries + SearchKernels.entries + FusedChain.entries
  }

  /// Conversions between all pairs of types, and filling.
  private static var copies: [Entry] {
    var entries: [Entry] = []
    for to in DType.allCases {
      var text = CUDAText.prelude + CUDAText.copy
      for from in DType.allCases {
        text += "KERNEL(copy_\(to.name)_\(from.name), CopyArguments) { copy<\(to.cudaName), \(from.cudaName)>(a); }\n"
      }
      text += "KERNEL(fill_\(to.name), FillArguments) { fill<\(to.cudaName)>(a); }\n"
      entries.append(Entry(name: "copy_\(to.name)", source: text))
    }
    return entries
  }

  /// Compiles what programs ask for most, for the architecture of the first device, into the cache on disk; how many texts.
  package static func warm() throws(TensorError) -> Int {
    let device = try CUDARuntime.device(0)
    var entries = MatrixProductKernels.entries + RowKernels.entries + SortKernels.entries + RandomKernels.entries
    entries += OptimizerKernels.entries + ReduceKernels.entries + IndexKernels.entries
    for type in [DType.float32, .bfloat16, .float16, .int64] {
      for row in PointwiseLine.all.indices where PointwiseLine.all[row].serves(type.computeType) {
        let isTest = ck_pointwise_result(Int32(row)) == CK_RESULT_BOOL.rawValue
        let inputs = Int(ck_pointwise_arity(Int32(row)))
        func dtype(_ k: Int) -> DType { k < inputs ? type : type.computeType }
        let key = PointwiseKernelKey(
          loop: Int32(row), type: type.computeType, out: isTest ? .bool : type, inputs: (dtype(0), dtype(1), dtype(2)))
        entries.append(Entry(name: key.name, source: PointwiseSource.text([key], type: key.type)))
      }
    }
    for entry in entries {
      _ = try KernelCache.code(entry.source, digest: KernelCache.digest(entry.source), name: entry.name, architecture: device.architecture)
    }
    return entries.count
  }
}
