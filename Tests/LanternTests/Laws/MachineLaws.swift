import CKernels
import Lantern
import Testing

/// The machine's instruction sets and the number of threads do not change results. The switches are the process's own, so each law runs
/// in a process of its own.
@Suite(.serialized) struct MachineLaws {
  /// Numbers that lie in the domain, and the edge cases, in a length that no vector divides.
  fileprivate static func columns(_ op: Op, _ dtype: DType) -> [Tensor] {
    PointwiseLaws.inputs(op, op.trials[0], dtype, arity: op.pointwise!.arity)
  }

  /// How far two floats lie apart, counted in floats.
  fileprivate static func distance(_ a: Tensor, _ b: Tensor) -> UInt64 {
    func ordered(_ t: Tensor) -> [Int64] {
      if t.dtype == .float32 {
        return t.toArray(Float.self).map { v in
          let bits = Int64(Int32(bitPattern: v.bitPattern))
          return bits < 0 ? -(bits & 0x7FFF_FFFF) : bits
        }
      }
      return t.toArray(Double.self).map { v in
        let bits = Int64(bitPattern: v.bitPattern)
        return bits < 0 ? -(bits & Int64.max) : bits
      }
    }
    let nan = zip(a.isNaN().toArray(Bool.self), b.isNaN().toArray(Bool.self))
    return zip(zip(ordered(a), ordered(b)), nan).reduce(0) { worst, pair in
      let ((x, y), (p, q)) = pair
      return p && q ? worst : p != q ? .max : Swift.max(worst, (x - y).magnitude)
    }
  }

  @Test func instructionSets() async {
    await #expect(processExitsWith: .success) {
      for op in Op.pointwiseOps {
        let reference = PointwiseReference.table[op.name]!
        for dtype in DType.allCases {
          let inputs = MachineLaws.columns(op, dtype)
          ck_isa_set(0)
          #expect(ck_isa() == 0)
          guard let baseline = try? op.tryResults(inputs, op.trials[0].attributes)[0] else { continue }
          for isa in 1...2 where isa <= ck_isa_best() {
            ck_isa_set(Int32(isa))
            #expect(ck_isa() == Int32(isa))
            let made = try op.tryResults(inputs, op.trials[0].attributes)[0]
            let name = "\(op.name) \(dtype) \(String(cString: ck_isa_name(Int32(isa))))"
            if reference.isExact || !baseline.dtype.isFloatingPoint {
              expectClose(made, baseline, .exact, name)
            } else if baseline.dtype == .float32 || baseline.dtype == .float64 {
              let apart = MachineLaws.distance(made, baseline)
              #expect(apart <= 2, "\(name): \(apart) units in the last place")
            } else {
              expectClose(made, baseline, Tolerance(dtype), name)
            }
          }
        }
      }
    }
  }

  @Test func instructionSetsOfMatrixProducts() async {
    await #expect(processExitsWith: .success) {
      var random = LawRandom("isa")
      for dtype in [DType.float32, .float64, .float16, .bfloat16, .int64, .int32, .int16, .int8, .uint8] {
        for (m, k, n) in [(1, 1, 1), (7, 13, 5), (33, 70, 65), (64, 256, 48), (1, 1000, 3), (130, 7, 1)] {
          let scale: ClosedRange<Double> = dtype.isFloatingPoint ? -1...1 : -9...9
          let (a, b) = (random.uniform([m, k], in: scale).to(dtype), random.uniform([k, n], in: scale).to(dtype))
          ck_isa_set(0)
          let baseline = a.mm(b)
          for isa in 1...2 where isa <= ck_isa_best() {
            ck_isa_set(Int32(isa))
            let t = Tolerance(dtype)
            let scaled = Tolerance(absolute: t.absolute * Double(k).squareRoot(), relative: t.relative)
            expectClose(a.mm(b), baseline, scaled, "mm \(dtype) \(m)x\(k)x\(n) on \(String(cString: ck_isa_name(Int32(isa))))")
          }
        }
      }
    }
  }

  /// Reductions and copies say that they give the same bits on every instruction set.
  @Test func instructionSetsOfReductions() async {
    await #expect(processExitsWith: .success) {
      var random = LawRandom("isa reductions")
      for dtype in [DType.float32, .float64, .float16, .int32] {
        let x = random.uniform([37, 1031], in: -3...3).to(dtype)
        func results() -> [Tensor] {
          [
            x.sum(), x.sum(dim: 0), x.sum(dim: 1), x.prod(dim: 0), x.max(), x.min(dim: 1).values, x.argmax(dim: 0), x.t().contiguous(),
            x.to(.float64),
          ]
        }
        ck_isa_set(0)
        let baseline = results()
        for isa in 1...2 where isa <= ck_isa_best() {
          ck_isa_set(Int32(isa))
          for (k, (a, b)) in zip(results(), baseline).enumerated() { expectSameBits(a, b, "\(dtype), result \(k), level \(isa)") }
        }
      }
    }
  }

  @Test func threads() async {
    await #expect(processExitsWith: .success) {
      var random = LawRandom("threads")
      let count = 1_000_003
      let x = random.uniform([count], in: 0.1...3)
      let wide = random.uniform([1009, 997])
      for dtype in [DType.float32, .float64, .float16, .int32] {
        let a = (x * 5).to(dtype), m = (wide * 9).to(dtype)
        let (left, right) = (m.narrow(1, 0, 301), m.narrow(0, 0, 301))
        func results() -> [Tensor] {
          [
            a + a, a * a, a.maximum(a), a.exp(), a.sqrt(), m + m.narrow(0, 3, 1), m.t() + 1, a.narrow(0, 1, count - 1).sigmoid(), a.lerped,
            a.sum(), a.prod(), a.max(), a.min(), a.argmax(), a.argmin(), m.sum(dim: 0), m.sum(dim: 1), m.max(dim: 0).indices,
            m.t().contiguous(), a.to(.float64), a.to(.int8), m.t().to(.float16), (a .> 2).nonzero(), Tensor.cat([a, a]),
            left.mm(right), left.mv(right.narrow(1, 5, 1).squeeze(1)),
          ]
        }
        ck_pool_set_threads(1)
        let single = results()
        for threads in [2, 3, 5, 8, 16] {
          ck_pool_set_threads(Int32(threads))
          for (k, (p, q)) in zip(results(), single).enumerated() where p.dtype != q.dtype || p.shape != q.shape || p.bytes != q.bytes {
            Issue.record("\(dtype), result \(k): other bits with \(threads) threads")
          }
        }
      }
    }
  }
}

extension Tensor {
  /// Three operands at once; whole numbers have no such loop.
  fileprivate var lerped: Tensor { dtype.isFloatingPoint ? lerp(self * 2, self * 0.1) : self }
}
