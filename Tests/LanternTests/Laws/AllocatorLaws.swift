import CKernels
import Lantern
import Testing

/// The allocator's accounts, and what happens when memory runs out. There is one allocator for the whole process, so each law runs in a
/// process of its own.
@Suite(.serialized) struct AllocatorLaws {
  @Test func statistics() async {
    await #expect(processExitsWith: .success) {
      let before = Allocator.statistics
      Allocator.resetPeak()
      #expect(Allocator.statistics.peak == before.current)
      do {
        let t = Tensor.zeros(1000, 1000)
        let now = Allocator.statistics
        let taken = now.current - before.current
        #expect(taken >= 4_000_000 && taken <= 4_000_000 * 6 / 5)
        #expect(now.peak >= now.current)
        _ = t.narrow(0, 0, 1)  // a view takes nothing
        #expect(Allocator.statistics.current == now.current)
        #expect(t.elementCount == 1_000_000)
      }
      let after = Allocator.statistics
      #expect(after.current == before.current)
      #expect(after.cached >= before.cached + 4_000_000)
      #expect(after.peak >= before.current + 4_000_000)
      Allocator.trim()
      #expect(Allocator.statistics.cached == 0)
      #expect(Allocator.statistics.current == before.current)
    }
  }

  @Test func blocksAreReusedAndAligned() async {
    await #expect(processExitsWith: .success) {
      for bytes in [0, 1, 15, 16, 17, 255, 256, 959, 960] {
        // What fits lives inside its object: aligned for the widest element.
        #expect(UInt(bitPattern: Tensor.zeros(bytes, dtype: .uint8).pointer) % 16 == 0)
      }
      for bytes in [961, 1000, 1024, 1025, 1500, 4095, 4096, 4097, 65_537, 1_000_000, 5_000_000] {
        var address = UInt(bitPattern: Tensor.empty(bytes, dtype: .uint8).pointer)
        #expect(address % 64 == 0, "\(bytes) bytes")
        let cached = Allocator.statistics.cached
        let again = Tensor.zeros(bytes, dtype: .uint8)
        #expect(UInt(bitPattern: again.pointer) == address, "\(bytes) bytes are not reused")
        #expect(Allocator.statistics.cached < cached)
        // Every byte of it may be written to.
        again.fill_(255)
        #expect(again.sum().item() == .int(255 * bytes))
        let other = Tensor.zeros(bytes, dtype: .uint8)
        address = UInt(bitPattern: other.pointer)
        #expect(address != UInt(bitPattern: again.pointer) && address % 64 == 0)
      }
    }
  }

  @Test func cacheLimit() async {
    await #expect(processExitsWith: .success) {
      #expect(Allocator.cacheLimit == 1 << 30)
      Allocator.trim()
      Allocator.cacheLimit = 3_000_000
      _ = (0..<4).map { _ in Tensor.zeros(1_000_000, dtype: .uint8) }
      #expect(Allocator.statistics.cached <= 3_000_000)
      #expect(Allocator.statistics.cached > 0)
      _ = Tensor.zeros(5_000_000, dtype: .uint8)
      #expect(Allocator.statistics.cached <= 3_000_000)
      Allocator.cacheLimit = 0
      #expect(Allocator.statistics.cached == 0)
      _ = Tensor.zeros(1_000_000, dtype: .uint8)
      #expect(Allocator.statistics.cached == 0)
    }
  }

  @Test func manyThreads() async {
    await #expect(processExitsWith: .success) {
      let before = Allocator.statistics.current
      await withTaskGroup(of: Bool.self) { group in
        for k in 0..<8 {
          group.addTask {
            (0..<300).allSatisfy { i in
              let t = Tensor.full([100 + (i * 37 + k) % 3000], k, dtype: .int64)
              return t.sum().item() == .int(k * t.elementCount)
            }
          }
        }
        for await good in group { #expect(good) }
      }
      #expect(Allocator.statistics.current == before)
    }
  }

  /// A small network with everything a step of training does.
  fileprivate static func step() throws -> [Double] {
    try withTensorErrors {
      let x = Tensor.linspace(-1, 1, 40 * 30, dtype: .float64).view(40, 30)
      let w = Tensor.linspace(-0.5, 0.5, 30 * 20, dtype: .float64).view(30, 20).requiresGrad_()
      let b = Tensor.zeros(20, dtype: .float64, requiresGrad: true)
      let hidden = (x.matmul(w) + b).relu()
      let picked = hidden.indexSelect(0, Tensor.arange(39, -1, -1)).narrow(1, 2, 16)
      let out = Tensor.cat([picked.exp(), picked.t().contiguous().t()], 1)
      let probabilities = out / (out.sum(dim: 1, keepDim: true) + 1)
      let extreme = probabilities.max(dim: 1).values + probabilities.prod(dim: 1)
      let chosen = probabilities.maskedSelect(probabilities .> 0.03)
      let loss = (extreme * extreme).mean() + chosen.sum() + probabilities.gather(1, Tensor.zeros(40, 32, dtype: .int64)).std2
      let gradients = try grad(of: [loss], withRespectTo: [w, b], createGraph: true)
      let penalty = gradients.reduce(loss) { $0 + ($1! * $1!).sum() }
      penalty.backward()
      noGrad {
        // A failed backward leaves no gradient.
        if let slope = w.grad { w -= slope * 0.1 }
        if let slope = b.grad { b.add_(slope, alpha: -0.1) }
        w.narrow(0, 0, 3).clamp_(-0.2, 0.2)
      }
      return [loss.item().doubleValue] + w.doubles
    }
  }

  /// Whichever allocation fails, the error is thrown, nothing is left behind, and the next attempt succeeds.
  @Test func everyAllocationMayFail() async {
    await #expect(processExitsWith: .success) {
      let wanted: [Double]
      do { wanted = try AllocatorLaws.step() } catch {
        Issue.record("the step itself fails: \(error)")
        return
      }
      #expect(wanted.allSatisfy { $0.isFinite }, "the step gives \(wanted.prefix(3))")
      Allocator.trim()
      let before = Allocator.statistics.current
      // A failure on the straight path is survived: the general path asks again. So one success is not the end; a long run of them is.
      var (failures, successes) = (0, 0)
      for n in 0..<5000 where successes < 100 {
        Allocator.failAllocation(after: n)
        do {
          let made = try AllocatorLaws.step()
          Allocator.failAllocation(after: nil)
          #expect(made == wanted, "other numbers when allocation \(n) fails")
          successes += 1
        } catch {
          Allocator.failAllocation(after: nil)
          let text = "\((error as? TensorError).map { "\($0.kind)" } ?? "other"): \(error)"
          #expect(text.hasPrefix("memory: allocate: not enough memory: tried to allocate "), "allocation \(n): \(text)")
          (failures, successes) = (failures + 1, 0)
        }
        let left = Allocator.statistics.current - before
        #expect(left == 0, "allocation \(n) failed: \(left) bytes are left")
        if left != 0 { break }
      }
      #expect(successes == 100, "the attempts ended before the failures did")
      #expect(failures > 50, "only \(failures) allocations")
      do { #expect(try AllocatorLaws.step() == wanted, "other numbers at last") } catch { Issue.record("at last: \(error)") }
      #expect(Allocator.statistics.current == before, "something is left at last")
    }
  }

  /// The same for every operation, on inputs too large to live inside their objects.
  @Test func everyOperationMayFail() async {
    await #expect(processExitsWith: .success) {
      for op in Op.broadcasting + Op.pointwiseOps.filter({ $0.pointwise!.arity == 1 }) {
        let sample = op.trials[0]
        let dtype: DType = PointwiseReference.table[op.name]!.real == nil ? .int64 : .float64
        let large = Sample(sample.shapes.map { _ in [50, 30] }, sample.attributes, ranges: sample.ranges, masks: sample.masks)
        let inputs = large.inputs(dtype, seed: op.name).map { op.name.hasSuffix("shift") ? $0.abs() : $0 }
        let which = dtype == .float64 && op.isDifferentiable ? DerivativeLaws.tracked(op, large) : []
        let before = Allocator.statistics.current
        var (failures, successes) = (0, 0)
        for n in 0..<500 where successes < 20 {
          Allocator.failAllocation(after: n)
          do {
            _ = try withTensorErrors {
              let leaves = inputs.requiringGrad(which)
              let out = op.results(leaves, large.attributes)[0]
              return which.isEmpty ? [] : try grad(of: [out.sum()], withRespectTo: which.map { leaves[$0] }, allowUnused: true)
            }
            successes += 1
          } catch let error as TensorError {
            if error.kind == .autograd, error.message.hasPrefix("derivative for") {
              successes += 1
            } else {
              #expect(error.kind == .memory, "\(op.name), allocation \(n): \(error)")
              (failures, successes) = (failures + 1, 0)
            }
          }
          Allocator.failAllocation(after: nil)
          #expect(Allocator.statistics.current == before, "\(op.name), allocation \(n): something is left")
        }
        // Loops that run straight ask twice and survive; with a derivative at least the copies of the leaves fail.
        #expect(failures > 0 || which.isEmpty, "\(op.name): no allocation failed")
        #expect(successes == 20, "\(op.name): the attempts ended before the failures did")
        Allocator.failAllocation(after: nil)
      }
    }
  }
}

extension Tensor {
  /// The mean squared distance from the mean.
  fileprivate var std2: Tensor { ((self - mean()) * (self - mean())).mean() }
}
