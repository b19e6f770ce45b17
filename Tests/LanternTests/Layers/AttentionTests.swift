import CKernels
import Lantern
import Testing

/// Attention in blocks gives what its formula gives, for every kind of mask, batch and derivative.
@Suite struct AttentionTests {
  /// The formula, all weights at once.
  private func formula(_ q: Tensor, _ k: Tensor, _ v: Tensor, mask: Tensor?, isCausal: Bool) -> Tensor {
    var scores = q.matmul(k.transpose(-2, -1)) * (1 / Double(q.shape[q.rank - 1]).squareRoot())
    if let mask { scores = mask.dtype == .bool ? scores.maskedFill(mask.logicalNot(), -1e300) : scores + mask }
    if isCausal {
      let seen = Tensor.ones(q.shape[q.rank - 2], k.shape[k.rank - 2], dtype: .bool).tril()
      scores = scores.maskedFill(seen.logicalNot(), -1e300)
    }
    var shares = scores.softmax(-1)
    if let mask, mask.dtype == .bool { shares = shares.maskedFill(mask.logicalNot(), 0) }  // rows that see nothing
    return shares.matmul(v)
  }

  private func mismatch(_ a: Tensor, _ b: Tensor) -> String? { Tolerance(absolute: 1e-9, relative: 1e-9).mismatch(a.doubles, b.doubles) }

  static let maskShapes: [[Int]?] = [nil, [5, 70], [2, 1, 1, 70], [1, 3, 5, 70], [2, 3, 5, 70], [3, 5, 1], [1, 70]]

  @Test("Masks, of truth values and of numbers", arguments: maskShapes, [false, true]) func masks(shape: [Int]?, isTruth: Bool) throws {
    var random = LawRandom("attention \(String(describing: shape))")
    let (q, k, v) = (random.uniform([2, 3, 5, 8]), random.uniform([2, 3, 70, 8]), random.uniform([2, 3, 70, 4]))
    let mask = shape.map { isTruth ? random.uniform($0) .> -0.5 : random.uniform($0) }
    for isCausal in mask == nil ? [false, true] : [false] {
      let leaves = [q, k, v].requiringGrad([0, 1, 2])
      let fused = try withTensorErrors { leaves[0].scaledDotProductAttention(leaves[1], leaves[2], mask: mask, isCausal: isCausal) }
      let plain = formula(leaves[0], leaves[1], leaves[2], mask: mask, isCausal: isCausal)
      #expect(mismatch(fused, plain) == nil)
      #expect(mismatch(noGrad { q.scaledDotProductAttention(k, v, mask: mask, isCausal: isCausal) }, plain) == nil)
      let weight = random.uniform(Array(fused.shape))
      let found = try grad(of: [(fused * weight).sum()], withRespectTo: leaves)
      let wanted = try grad(of: [(plain * weight).sum()], withRespectTo: leaves)
      for (a, b) in zip(found, wanted) { #expect(mismatch(a!, b!) == nil) }
    }
  }

  @Test("Several blocks, heads that share keys, transposed inputs, second derivatives") func derivatives() throws {
    var random = LawRandom("attention blocks")
    let (q, k, v) = (random.uniform([2, 150, 4, 8]), random.uniform([2, 300, 2, 8]), random.uniform([2, 300, 2, 8]))
    for isCausal in [false, true] {
      func run(_ body: (Tensor, Tensor, Tensor) -> Tensor) throws -> [Tensor] {
        let leaves = [q, k, v].requiringGrad([0, 1, 2])
        let out = try withTensorErrors { body(leaves[0].transpose(1, 2), leaves[1].transpose(1, 2), leaves[2].transpose(1, 2)) }
        let first = try grad(of: [(out * out).sum()], withRespectTo: leaves, createGraph: true).map { $0! }
        let second = try grad(
          of: [first.map { ($0 * $0.detach().cos()).sum() }.reduce(Tensor(0.0, dtype: .float64), +)], withRespectTo: leaves)
        return [out] + first + second.map { $0! }
      }
      let fused = try run { $0.scaledDotProductAttention($1, $2, isCausal: isCausal, enableGQA: true) }
      let plain = try run {
        formula($0, $1.repeatInterleave(2, dim: 1), $2.repeatInterleave(2, dim: 1), mask: nil, isCausal: isCausal)
      }
      for (a, b) in zip(fused, plain) { #expect(mismatch(a, b) == nil) }
    }
  }

  @Test("Without keys the result and all gradients are zeros; without values weights still flow nowhere") func empty() throws {
    for (keys, width) in [(0, 4), (3, 0)] {
      let q = Tensor.ones(1, 1, 2, 3, requiresGrad: true), k = Tensor.ones(1, 1, keys, 3, requiresGrad: true)
      let v = Tensor.ones(1, 1, keys, width, requiresGrad: true)
      let y = try withTensorErrors { q.scaledDotProductAttention(k, v) }
      #expect(y.shape == [1, 1, 2, width] && y.doubles.allSatisfy { $0 == 0 })
      let found = try grad(of: [y.sum()], withRespectTo: [q, k, v])
      for (gradient, leaf) in zip(found, [q, k, v]) { #expect(gradient!.shape == leaf.shape && gradient!.doubles.allSatisfy { $0 == 0 }) }
    }
  }

  @Test("The same bits for any number of threads") func threads() throws {
    var random = LawRandom("attention threads")
    let inputs = (0..<3).map { _ in random.uniform([3, 400, 16]).to(.float32) }
    func all() throws -> [Tensor] {
      let leaves = inputs.requiringGrad([0, 1, 2])
      let out = try withTensorErrors { leaves[0].scaledDotProductAttention(leaves[1], leaves[2]) }
      return [out] + (try grad(of: [(out * out).sum()], withRespectTo: leaves).map { $0! })
    }
    defer { ck_pool_set_threads(0) }
    ck_pool_set_threads(1)
    let one = try all()
    for threads in [2, 3, 5] {
      ck_pool_set_threads(Int32(threads))
      for (a, b) in zip(one, try all()) { #expect(a.equal(b)) }
    }
  }
}
