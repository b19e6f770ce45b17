import Lantern
import Testing

/// Operations that are no loops over elements give what their second definition on plain arrays says, for every dtype they take.
@Suite struct ValueLaws {
  static let ops = Op.tried.filter { $0.pointwise == nil }

  /// Elimination knows float32 and float64 only, as in PyTorch.
  static let noHalves: Set<String> = [
    "linalg_det", "cofactor", "linalg_inv_ex", "linalg_solve_ex", "linalg_solve_triangular", "linalg_lu_factor_ex", "linalg_slogdet",
    "linalg_qr", "cdist", "attention", "attention_values", "attention_backward",
  ]
  /// Operations that whole numbers are refused by.
  static let onlyFloats = noHalves.union([
    "mean", "mean_dim", "softmax", "log_softmax", "logsumexp", "var", "std", "linalg_vector_norm", "standardize", "standardize_backward",
    "native_layer_norm", "layer_norm_backward", "layer_norm_weight",
    "moments", "linalg_matrix_exp", "logcumsumexp", "softmax_backward", "log_softmax_backward", "nll_loss", "nll_loss_backward",
  ])

  /// Operations that multiply: of complex numbers their results are no matter of each part alone; see ComplexLaws and
  /// ComplexLinearAlgebraTests.
  static let multiplying: Set<String> = [
    "prod", "prod_dim", "cumprod", "mm", "bmm", "mv", "dot", "addmm", "baddbmm", "scatter_prod", "linalg_det", "cofactor", "linalg_inv_ex",
    "linalg_solve_ex", "linalg_solve_triangular", "linalg_lu_factor_ex", "linalg_slogdet", "linalg_qr", "linalg_matrix_exp",
  ]
  /// Operations that round bytes in a way of their own; see FactorizationTests.
  static let roundingBytes: Set<String> = ["resample"]

  @Test func everyOperationHasAReference() {
    let missing = Self.ops.map(\.name).filter { NaiveReference.table[$0] == nil }
    #expect(missing.isEmpty, "operations that NaiveReference does not define: \(missing)")
    let unused = Set(NaiveReference.table.keys).subtracting(Self.ops.map(\.name))
    #expect(unused.isEmpty, "references of no operation: \(unused)")
  }

  @Test("Values, every dtype", arguments: ops)
  func values(op: Op) throws {
    let reference = try #require(NaiveReference.table[op.name])
    var accepted: Set<DType> = []
    for dtype in DType.allCases
    where !(dtype.isComplex && Self.multiplying.contains(op.name)) {
      for (k, sample) in op.trials.enumerated() {
        let inputs = sample.inputs(dtype, seed: op.name + String(k))
        let results: [Tensor]
        do { results = try op.tryResults(inputs, sample.attributes) } catch let error as TensorError {
          #expect(error.kind == .dtype, "\(dtype): \(error)")
          continue
        }
        accepted.insert(dtype)
        if dtype == .uint8, Self.roundingBytes.contains(op.name) { continue }
        let parts: [(Tensor) -> NaiveArray] = dtype.isComplex ? [realPart, imaginaryPart] : [realPart]
        for (part, pick) in parts.enumerated() {
          // Only what moves and adds numbers takes complex ones, so each part is a computation of its own.
          let expected = reference(inputs.map(pick), sample.attributes)
          #expect(results.count == expected.count)
          for (result, wanted) in zip(results, expected) {
            let made = pick(result)
            #expect(made.shape == wanted.shape, "\(op.name) \(dtype), sample \(k)")
            let rounded = Tensor(wanted.values, shape: Shape(wanted.shape)).to(result.dtype.realPart).doubles
            if part == 1, ["masked_fill", "constant_pad_nd"].contains(op.name) || !result.dtype.isComplex { continue }
            if let mismatch = Tolerance(result.dtype).mismatch(made.values, rounded) {
              Issue.record("\(op.name) \(dtype), sample \(k): \(mismatch)")
            }
          }
        }
      }
    }
    #expect(accepted.isSuperset(of: [.float32, .float64]), "takes only \(accepted)")
    #expect(Self.noHalves.contains(op.name) || accepted.isSuperset(of: [.float16, .bfloat16]), "takes only \(accepted)")
    #expect(
      Self.onlyFloats.contains(op.name) || accepted.isSuperset(of: [.int8, .uint8, .int16, .int32, .int64]), "takes only \(accepted)")
  }

  private func realPart(_ t: Tensor) -> NaiveArray {
    t.dtype.isComplex ? NaiveArray(Array(t.shape), t.toArray(Complex128.self).map(\.real)) : NaiveArray(t)
  }
  private func imaginaryPart(_ t: Tensor) -> NaiveArray {
    t.dtype.isComplex ? NaiveArray(Array(t.shape), t.toArray(Complex128.self).map(\.imaginary)) : NaiveArray(t)
  }

  /// The dtypes of the results of reductions, as in PyTorch.
  @Test func resultTypes() throws {
    for dtype in DType.allCases where !dtype.isComplex {
      let x = Tensor([0, 1, 1, 0, 1, 1], shape: [2, 3]).to(dtype)
      let sums: DType = dtype.isFloatingPoint || dtype == .uint64 ? dtype : .int64
      #expect(x.sum().dtype == sums)
      #expect(x.sum(dim: 1).dtype == sums)
      #expect(x.prod().dtype == sums)
      #expect(x.max().dtype == dtype)
      #expect(x.max(dim: 1).values.dtype == dtype)
      #expect(x.max(dim: 1).indices.dtype == .int64)
      #expect(x.argmin().dtype == .int64)
      #expect(x.any().dtype == (dtype == .uint8 ? .uint8 : .bool))
      #expect(x.all(dim: 0).dtype == (dtype == .uint8 ? .uint8 : .bool))
      #expect(x.sum(dtype: .float64).dtype == .float64)
      #expect(x.sum().item() == (sums.isFloatingPoint ? .double(4) : .int(4)))
      #expect(x.sum(dtype: .bool).item() == .bool(true))
      #expect(x.to(.bool).nonzero().shape == [4, 2])
      if dtype.isFloatingPoint {
        #expect(x.mean().dtype == dtype)
      } else {
        #expect(throws: TensorError.self) { try withTensorErrors { x.mean() } }
      }
    }
  }

  /// Sums and products of whole numbers wrap around in 64 bits.
  @Test func wholeSumsWrapAround() {
    let x = Tensor([Int.max, 1, 5], shape: [3])
    #expect(x.sum().item() == .int(Int.min + 5))
    #expect(Tensor([Int.max, 2], shape: [2]).prod().item() == .int(-2))
    let bytes = Tensor([Int8](repeating: 127, count: 1000), shape: [1000])
    #expect(bytes.sum().item() == .int(127_000))
    #expect(bytes.add(bytes).sum().item() == .int(-2000))
  }
}
