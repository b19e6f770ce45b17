import CKernels

/// The processor: kernels of CKernels over the thread pool, memory of the `Allocator`.
package struct CPUBackend: Backend {
  package static let shared = CPUBackend()

  package var device: Device { .cpu }

  @inline(__always) package func allocate(_ byteCount: Int) throws(TensorError) -> Storage { try Storage.allocate(byteCount) }

  package func copy(_ source: Tensor, to target: Tensor) {
    if target.shape.contains(0) { return }  // its strides may be beyond all numbers
    let rank = target.rank
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * max(rank, 1)) { layout in
      let missing = rank - source.rank
      let (size, sourceSize) = (target.dtype.itemSize, source.dtype.itemSize)
      for d in 0..<rank {
        layout[d] = target.shape[d]
        layout[rank + d] = target.strides[d] &* size
        layout[2 * rank + d] = d < missing || source.shape[d - missing] == 1 ? 0 : source.strides[d - missing] &* sourceSize
      }
      let sizes = layout.baseAddress!
      ck_copy(
        Int32(rank), sizes, target.pointer, Int32(target.dtype.rawValue), sizes + rank, source.pointer, Int32(source.dtype.rawValue),
        sizes + 2 * rank)
    }
  }

  package func pointwise(_ loop: Pointwise, _ inputs: borrowing Inputs, _ numbers: Numbers, type: DType, into out: Tensor) {
    let loopType = type.computeType
    guard let inner = ck_pointwise_loop(loop.index, Int32(loopType.rawValue)) else { return }
    let rank = out.rank
    let operands = 1 + inputs.count
    // Parameters in the loop's type.
    var parameters: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)
    if numbers.count > 0 {
      withUnsafeMutableBytes(of: &parameters) { raw in
        for i in 0..<numbers.count { loopType.store(numbers[i], to: raw.baseAddress! + i * loopType.itemSize) }
      }
    }
    withUnsafeTemporaryAllocation(of: Int.self, capacity: (operands + 1) * max(rank, 1)) { layout in
      withUnsafeTemporaryAllocation(of: ck_operand.self, capacity: operands) { operand in
        for d in 0..<rank { layout[d] = out.shape[d] }
        func add(_ k: Int, _ t: Tensor, _ loopDType: DType) {
          operand[k] = ck_operand(data: t.pointer, dtype: Int32(t.dtype.rawValue), loop_dtype: Int32(loopDType.rawValue))
          let missing = rank - t.rank
          let size = t.dtype.itemSize
          for d in 0..<rank { layout[(k + 1) * rank + d] = d < missing || t.shape[d - missing] == 1 ? 0 : t.strides[d - missing] &* size }
        }
        add(0, out, loop.resultType(loopType))
        for i in 0..<inputs.count { add(i + 1, inputs[i], loopType) }
        withUnsafeBytes(of: &parameters) { raw in
          ck_pointwise_run(inner, raw.baseAddress, Int32(operands), operand.baseAddress, Int32(rank), layout.baseAddress)
        }
      }
    }
  }

  package func reduce(_ kind: ck_reduction, _ x: Tensor, _ axes: Shape, accumulating: DType, into out: Tensor) {
    let rank = x.rank
    withUnsafeTemporaryAllocation(of: Int.self, capacity: max(2 * rank, 1)) { layout in
      var at = 0
      func add(_ d: Int) {
        layout[at] = x.shape[d]
        layout[rank + at] = x.strides[d] * x.dtype.itemSize
        at += 1
      }
      let all = axes.count == rank
      if !all { for d in 0..<rank where !axes.contains(d) { add(d) } }
      let kept = at
      for d in 0..<rank where all || axes.contains(d) { add(d) }
      let sizes = layout.baseAddress!
      ck_reduce(
        Int32(kind.rawValue), Int32(accumulating.rawValue), out.pointer, x.pointer, Int32(x.dtype.rawValue), Int32(kept),
        Int32(rank - kept),
        sizes, sizes + rank)
    }
  }

  package func multiply(
    _ a: Tensor, _ b: Tensor, into out: Tensor, batch: Int, steps: (a: Int, b: Int, out: Int), alpha: Double, beta: Double
  ) throws(TensorError) {
    let r = a.rank - 2
    let (m, k, n) = (a.shape[r], a.shape[r + 1], b.shape[r + 1])
    let (ar, ac, br, bc) = (a.strides[r], a.strides[r + 1], b.strides[r], b.strides[r + 1])
    let (cr, cc) = (out.strides[r], out.strides[r + 1])
    let size = a.dtype.itemSize
    func call<T>(
      _: T.Type, _ gemm: (Int, Int, Int, UnsafePointer<T>, Int, Int, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<T>, Int, Int) -> Void
    ) {
      for i in 0..<batch {
        let (x, y) = (UnsafeRawPointer(a.pointer + i * steps.a * size), UnsafeRawPointer(b.pointer + i * steps.b * size))
        gemm(
          m, n, k, x.assumingMemoryBound(to: T.self), ar, ac, y.assumingMemoryBound(to: T.self), br, bc,
          (out.pointer + i * steps.out * size).assumingMemoryBound(to: T.self), cr, cc)
      }
    }
    func parts<T>(_: T.Type) -> (UnsafePointer<T>, UnsafePointer<T>, UnsafeMutablePointer<T>) {
      let (x, y) = (UnsafeRawPointer(a.pointer), UnsafeRawPointer(b.pointer))
      return (x.assumingMemoryBound(to: T.self), y.assumingMemoryBound(to: T.self), out.pointer.assumingMemoryBound(to: T.self))
    }
    /// Four products of reals, on the parts where they lie: (A + Bi)(C + Di) = AC - BD + (AD + BC)i.
    func callParts<T: FloatingPoint>(
      _: T.Type, _ factor: T, _ rest: T,
      _ gemm: (_ alpha: T, _ beta: T, UnsafePointer<T>, UnsafePointer<T>, UnsafeMutablePointer<T>) -> Void
    ) {
      for i in 0..<batch {
        let x = UnsafeRawPointer(a.pointer + i * steps.a * size).assumingMemoryBound(to: T.self)
        let y = UnsafeRawPointer(b.pointer + i * steps.b * size).assumingMemoryBound(to: T.self)
        let z = (out.pointer + i * steps.out * size).assumingMemoryBound(to: T.self)
        gemm(factor, rest, x, y, z)
        gemm(-factor, 1, x + 1, y + 1, z)
        gemm(factor, rest, x, y + 1, z + 1)
        gemm(factor, 1, x + 1, y, z + 1)
      }
    }
    let (alpha32, beta32) = (Float(alpha), Float(beta))
    switch a.dtype {
    case .complex64:
      callParts(Float.self, alpha32, beta32) { ck_gemm_f32(m, n, k, $0, $2, 2 * ar, 2 * ac, $3, 2 * br, 2 * bc, $1, $4, 2 * cr, 2 * cc) }
    case .complex128:
      callParts(Double.self, alpha, beta) { ck_gemm_f64(m, n, k, $0, $2, 2 * ar, 2 * ac, $3, 2 * br, 2 * bc, $1, $4, 2 * cr, 2 * cc) }
    case .float32:
      let (x, y, z) = parts(Float.self)
      ck_gemm_stack_f32(batch, m, n, k, alpha32, steps.a, steps.b, x, ar, ac, y, br, bc, beta32, steps.out, z, cr, cc)
    case .float64:
      let (x, y, z) = parts(Double.self)
      ck_gemm_stack_f64(batch, m, n, k, alpha, steps.a, steps.b, x, ar, ac, y, br, bc, beta, steps.out, z, cr, cc)
    case .float16:
      let (x, y, z) = parts(UInt16.self)
      ck_gemm_stack_f16(batch, m, n, k, alpha32, steps.a, steps.b, x, ar, ac, y, br, bc, beta32, steps.out, z, cr, cc)
    case .bfloat16:
      let (x, y, z) = parts(UInt16.self)
      ck_gemm_stack_bf16(batch, m, n, k, alpha32, steps.a, steps.b, x, ar, ac, y, br, bc, beta32, steps.out, z, cr, cc)
    case .int64: call(Int64.self, ck_gemm_i64)
    case .int32: call(Int32.self, ck_gemm_i32)
    case .int16: call(Int16.self, ck_gemm_i16)
    case .int8: call(Int8.self, ck_gemm_i8)
    case .uint8: call(UInt8.self, ck_gemm_u8)
    default: throw TensorError(.dtype, op: "matmul", "\"addmm_impl_cpu_\" not implemented for '\(a.dtype.legacyName)'")
    }
  }
}
