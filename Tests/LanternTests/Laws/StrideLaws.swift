import Lantern
import Testing

/// How inputs lie in memory does not matter.
@Suite struct StrideLaws {
  enum Layout: CaseIterable {
    case transposed, stepped, offset, padded, expanded

    /// Tensors equal to this one (or, expanded, to one of its rows) that lie otherwise in memory.
    func spread(_ t: Tensor) -> Tensor {
      switch self {
      case .transposed:
        let order = Array((0..<t.rank).reversed())
        return t.permute(Shape(order)).contiguous().permute(Shape(order))
      case .stepped:
        guard t.rank > 0 else { return t }
        return Tensor.stack([t, Tensor.zeros(like: t)], t.rank).select(t.rank, 0)
      case .offset:
        let flat = Tensor.cat([Tensor.zeros(5, dtype: t.dtype), t.reshape(-1)])
        return flat.narrow(0, 5, t.elementCount).view(t.shape)
      case .padded:
        guard t.rank > 0 else { return t }
        var padding = t.shape
        padding[t.rank - 1] = 2
        return Tensor.cat([t, Tensor.zeros(padding, dtype: t.dtype)], t.rank - 1).narrow(t.rank - 1, 0, t.shape[t.rank - 1])
      case .expanded:
        guard t.rank > 0, t.shape[0] > 0 else { return t }
        return t.narrow(0, 0, 1).expand(t.shape)
      }
    }
  }

  /// Sums in another order may round differently; everything else has to be the same to the last bit.
  private static let adds: Set<String> = [
    "sum", "sum_dim", "prod", "prod_dim", "mean", "mean_dim", "sum_to", "mm", "bmm", "mv", "dot", "softmax", "log_softmax", "logsumexp",
    "var", "std", "linalg_vector_norm", "trace", "addmm", "baddbmm",
  ]

  private static func tolerance(_ op: Op, _ dtype: DType) -> Tolerance { adds.contains(op.name) ? Tolerance(dtype) : .exact }

  /// Rows that repeat make a matrix singular.
  private static let needsFullRank: Set<String> = [
    "linalg_inv_ex", "linalg_solve_ex", "linalg_lu_factor_ex", "linalg_slogdet", "linalg_qr", "linalg_solve_triangular",
  ]

  /// Views of memory itself see how it lies: that is what they are for.
  private static func looksAtMemory(_ op: Op) -> Bool { op.name == "as_strided" }

  @Test("Strided is contiguous", arguments: Op.tried.filter { !looksAtMemory($0) })
  func strided(op: Op) throws {
    let dtypes: [DType] = op.name.hasPrefix("bitwise") ? [.int64, .uint8] : [.float64, .float32, .float16, .int32]
    for dtype in dtypes {
      for (k, sample) in op.trials.enumerated() {
        for layout in Layout.allCases where layout != .expanded || !Self.needsFullRank.contains(op.name) {
          let inputs = sample.inputs(dtype, seed: "\(op.name) \(k)").map { dtype == .int32 && $0.dtype == .int32 ? $0.abs() + 1 : $0 }
          let spread = inputs.map { layout.spread($0) }
          let dense = spread.map { $0.contiguous() }
          let wanted: [Tensor]
          do { wanted = try op.tryResults(dense, sample.attributes) } catch let error as TensorError {
            #expect(error.kind == .dtype, "\(dtype): \(error)")
            continue
          }
          let made: [Tensor]
          do { made = try op.tryResults(spread, sample.attributes) } catch let error as TensorError where op.name.hasSuffix("view") {
            // Not every layout can be seen in other sizes without a copy; `reshape` makes one.
            #expect(error.message.hasPrefix("view size is not compatible with input tensor's size and stride"))
            let shape = sample.attributes.ints
            expectSameBits(spread[0].reshape(shape), wanted[0], "reshape \(layout)")
            continue
          }
          for (a, b) in zip(made, wanted) {
            #expect(a.dtype == b.dtype)
            expectClose(a, b, Self.tolerance(op, a.dtype), "\(op.name) \(dtype), sample \(k), \(layout)")
          }
          // One input at a time, too: operands of different layouts meet.
          guard inputs.count > 1 else { continue }
          for i in inputs.indices {
            let mixed = inputs.indices.map { $0 == i ? spread[$0] : dense[$0] }
            for (a, b) in zip(try op.tryResults(mixed, sample.attributes), wanted) {
              expectClose(a, b, Self.tolerance(op, a.dtype), "\(op.name) \(dtype), sample \(k), input \(i) \(layout)")
            }
          }
        }
      }
    }
  }

  @Test(
    "Gradients of strided inputs",
    arguments: DerivativeLaws.ops.filter { !looksAtMemory($0) && !$0.name.hasSuffix("view") && !needsFullRank.contains($0.name) })
  func gradients(op: Op) throws {
    for (k, sample) in op.trials.enumerated() {
      let which = DerivativeLaws.tracked(op, sample)
      for layout in Layout.allCases {
        let spread = sample.inputs(.float64, seed: "\(op.name) \(k)").map { layout.spread($0) }
        func gradients(_ inputs: [Tensor]) throws -> [Tensor?] {
          let leaves = inputs.enumerated().map { which.contains($0) ? $1.detach().requiresGrad_() : $1 }
          return try withTensorErrors {
            let outs = op.results(leaves, sample.attributes).filter { $0.dtype.isFloatingPoint }
            let total = outs.map { ($0 * $0).sum() }.reduce(Tensor(0.0, dtype: .float64)) { $0 + $1 }
            return try grad(of: [total], withRespectTo: which.map { leaves[$0] }, allowUnused: true)
          }
        }
        for (a, b) in zip(try gradients(spread), try gradients(spread.map { $0.contiguous() })) {
          guard let a, let b else {
            #expect(a == nil && b == nil)
            continue
          }
          expectClose(a, b, Tolerance(absolute: 1e-12, relative: 1e-12), "\(op.name), sample \(k), \(layout)")
        }
      }
    }
  }

  /// Half precision computes in float32 and rounds once.
  @Test("Halves are float32, rounded", arguments: Op.tried)
  func halves(op: Op) throws {
    for dtype in [DType.float16, .bfloat16] {
      for (k, sample) in op.trials.enumerated() {
        let inputs = sample.inputs(dtype, seed: "\(op.name) halves \(k)")
        let wide = inputs.enumerated().map { sample.isNumber($0) ? $1.to(.float32) : $1 }
        let made: [Tensor]
        do { made = try op.tryResults(inputs, sample.attributes) } catch let error as TensorError {
          #expect(error.kind == .dtype && (op.name.hasPrefix("bitwise") || ValueLaws.noHalves.contains(op.name)))
          continue
        }
        for (a, b) in zip(made, try op.tryResults(wide, sample.attributes)) where op.name != "to_copy" {
          let adds = ["index_add", "scatter_add", "index_put"].contains(op.name)  // rounded at every step, as in PyTorch
          expectClose(a, b.dtype.isFloatingPoint ? b.to(dtype) : b, adds ? Tolerance(dtype) : .exact, "\(op.name) \(dtype), sample \(k)")
        }
      }
    }
  }
}
