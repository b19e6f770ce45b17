import Lantern
import Testing

/// Checkpoints change what is kept, and nothing else. Serialized: the test of memory watches the allocator that all tests share.
@Suite(.serialized) struct CheckpointTests {
  private static let size = 64

  private func weights() -> [Tensor] {
    let generator = Generator(seed: 3)
    return (0..<4).map { _ in (Tensor.randn(Self.size, Self.size, generator: generator) * 0.1).requiresGrad_() }
  }

  private func gradients(_ model: (Tensor, [Tensor]) -> Tensor) throws -> (value: Double, grads: [[Double]]) {
    let w = weights()
    let x = Tensor.randn(Self.size, Self.size, generator: Generator(seed: 4)).requiresGrad_()
    let loss = try withTensorErrors { model(x, w) }
    try backward([loss])
    return (loss.item(Double.self), (w + [x]).map { $0.grad?.toArray(Double.self) ?? [] })
  }

  private static func block(_ x: Tensor, _ w: Tensor) -> Tensor { x.matmul(w).sin().exp().tanh() }

  @Test func sameGradients() throws {
    let plain = try gradients { x, w in w.reduce(x) { Self.block($0, $1) }.sum() }
    let kept = try gradients { x, w in w.reduce(x) { x, w in checkpoint { Self.block(x, w) } }.sum() }
    let nested = try gradients { x, w in
      checkpoint { () -> Tensor in
        let h = checkpoint { Self.block(Self.block(x, w[0]), w[1]) }
        return checkpoint { Self.block(checkpoint { Self.block(h, w[2]) }, w[3]) }
      }.sum()
    }
    #expect(plain.grads.allSatisfy { !$0.isEmpty })
    for other in [kept, nested] { #expect(other.value == plain.value && other.grads == plain.grads) }
  }

  @Test func sameDropout() throws {
    func run(_ wrapped: Bool) throws -> (grads: [[Double]], after: [Double]) {
      manualSeed(7)
      let found = try gradients { x, w in
        w.reduce(x) { x, w in
          let block = { x.matmul(w).dropout(0.5).tanh() }
          return wrapped ? checkpoint(block) : block()
        }.sum()
      }
      return (found.grads, Tensor.rand(3).toArray(Double.self))
    }
    let (plain, kept) = (try run(false), try run(true))
    #expect(plain.grads == kept.grads && plain.after == kept.after)
  }

  @Test func secondDerivativesInPlaceAndSeveralResults() throws {
    func second(_ wrapped: Bool) throws -> [Double] {
      let x = Tensor([0.5, 1.5, -0.5], dtype: .float64, requiresGrad: true)
      let body = { () -> [Tensor] in
        let y = (x * x).exp()
        let z = y.clone()
        z.mul_(x)
        return [z.sin(), y]
      }
      let results: [Tensor] = wrapped ? checkpoint(body) : body()
      let first = try grad(of: [results[0].sum() + (results[1] * results[1]).sum()], withRespectTo: [x], createGraph: true)[0]!
      return try grad(of: [(first * first).sum()], withRespectTo: [x])[0]!.toArray(Double.self)
    }
    let (plain, kept) = (try second(false), try second(true))
    // The parts of a gradient may be added in another order.
    #expect(zip(plain, kept).allSatisfy { abs($0 - $1) <= 1e-12 * abs($0) })
  }

  @Test func refusesTwiceAndChange() throws {
    let x = Tensor([0.5], requiresGrad: true)
    let y: Tensor = checkpoint { x.sin().sin() }
    try backward([y], retainGraph: true)
    try backward([y])
    let twice = #expect(throws: TensorError.self) { try backward([y]) }
    #expect(twice?.message.hasPrefix("Trying to backward through the graph a second time") ?? false)
    let count = Counter()
    let z: Tensor = checkpoint { count.next() == 1 ? x.sin().sin() : x.sin() }
    let changed = #expect(throws: TensorError.self) { try backward([z]) }
    #expect(changed?.message.contains("original forward and recomputation") ?? false)
  }

  @Test func keepsLess() throws {
    func bytes(_ wrapped: Bool) throws -> Int {
      let w = weights()
      let x = Tensor.randn(Self.size, Self.size, generator: Generator(seed: 4))
      let before = Allocator.statistics.current
      let y = w.reduce(x) { x, w in wrapped ? checkpoint { Self.block(x, w) } : Self.block(x, w) }
      let kept = Allocator.statistics.current - before
      try backward([y.sum()])
      return kept
    }
    // Other tests may allocate meanwhile; the smallest of several runs is undisturbed.
    let plain = try (0..<5).map { _ in try bytes(false) }.min()!
    let wrapped = try (0..<5).map { _ in try bytes(true) }.min()!
    // The results of the four blocks against three more for each of them.
    #expect(wrapped * 3 <= plain, "\(wrapped) bytes instead of \(plain)")
  }

  /// A long chain of checkpoints must not be released by nested calls.
  @Test func longChain() throws {
    let x = Tensor([0.5], requiresGrad: true)
    var y = x * 1
    for _ in 0..<20_000 {
      let before = y
      y = checkpoint { before.sin() }
    }
    #expect(y.requiresGrad)
  }

  private final class Counter: @unchecked Sendable {
    private var n = 0
    func next() -> Int {
      n += 1
      return n
    }
  }
}
