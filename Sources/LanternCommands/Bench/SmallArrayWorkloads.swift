import Lantern
import LanternNumPy
import NumPyExamples

// W13: calls on arrays of a few elements, where bookkeeping is all the work. W14: classic programs on small and usual arrays.
// Scripts/bench/small_arrays.py times the same calls in NumPy.

/// The operands of the calls.
private struct SmallArrays {
  let v = np.arange(10) / 2
  let w = np.arange(10) / 2 + 1
  let n = np.arange(10)
  let m = np.arange(12.0).reshape(3, 4)
  let r = np.array([1.0, 2, 3, 4])
  let q = np.array([[2.0, 1, 0], [1, 3, 1], [0, 1, 4]])
  let i = np.array([1, 3, 5])
  static let zero = np.zeros(1), oneAndHalf = np.array([1.5])
}

extension Workload {
  /// A call, made 100 times a run. `expected` is the sum of its result, each element times its place counted from 1.
  private static func call(_ name: String, _ expected: Double, _ body: @escaping @Sendable (SmallArrays) -> NDArray) -> Named {
    (
      "W13/" + name,
      {
        let arrays = SmallArrays()
        return Workload(
          name: "W13/" + name, unit: .nanoseconds(per: "call", 100),
          check: {
            let found = body(SmallArrays()).toArray(Double.self).enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
            return expect(found, expected, within: 1e-9)
          },
          run: { for _ in 0..<100 { _ = body(arrays) } })
      }
    )
  }

  private static func program(
    _ name: String, _ expected: Double, _ make: @escaping @Sendable () -> () -> NDArray
  ) -> Named {
    (
      "W14/" + name,
      {
        let run = make()
        return Workload(
          name: "W14/" + name, unit: .microseconds(per: "run"),
          check: { expect(np.sum(run()).item(Double.self), expected, within: 1e-6) }, run: { _ = run() })
      }
    )
  }

  static let smallArrays: [Named] = indexing + making + arithmetic + summaries + functions + programs

  private static let indexing: [Named] = [
    call("v[3]", 1.5) { $0.v[3] },
    call("m[1, 2]", 6) { $0.m[1, 2] },
    call("m[1]", 60) { $0.m[1] },
    call("m[-1, 1:]", 62) { $0.m[-1, 1...] },
    call("v[2:7]", 35) { $0.v[2..<7] },
    call("v[1:]", 142.5) { $0.v[1...] },
    call("v[::-1]", 82.5) { $0.v[.stride(by: -1)] },
    call("m[1:, :]", 312) { $0.m[1..., ...] },
    call("m[:, 1]", 38) { $0.m[..., 1] },
    call("m[1:, :2]", 74) { $0.m[1..., ..<2] },
    call("v[:, None]", 165) { $0.v[.all, .newAxis] },
    call("v[i]", 11) { $0.v[$0.i] },
    call("m[:, [1, 3]]", 161) { $0.m[..., np.array([1, 3])] },
    call("v[v > 3]", 25) { $0.v[$0.v .> 3] },
    call("v[3] = 2.5", 169) {
      $0.v[3] = 2.5; return $0.v
    },
    call("m[1, 2] = 2.5", 547.5) {
      $0.m[1, 2] = 2.5; return $0.m
    },
    call("m[1] = r", 494) {
      $0.m[1] = $0.r; return $0.m
    },
    call("v[2:5] = 0", 146) {
      $0.v[2..<5] = 0; return $0.v
    },
    call("m[:, 1] = 0", 450) {
      $0.m[..., 1] = 0; return $0.m
    },
    call("m[1:, :] = 1", 88) {
      $0.m[1..., ...] = 1; return $0.m
    },
    call("v[v > 3] = 0", 56) {
      $0.v[$0.v .> 3] = 0; return $0.v
    },
    call("v[3] += 1", 169) {
      $0.v[3] += 1; return $0.v
    },
    call("v.item(3)", 1.5) { $0.v[3].item() == .double(1.5) ? SmallArrays.oneAndHalf : $0.v },
  ]

  private static let making: [Named] = [
    call("np.zeros((3, 3))", 0) { _ in np.zeros([3, 3]) },
    call("np.ones(4)", 10) { _ in np.ones(4) },
    call("np.arange(10)", 330) { _ in np.arange(10) },
    call("np.linspace(0, 1, 10)", 36.666666666666664) { _ in np.linspace(0, 1, 10) },
    call("np.eye(3)", 15) { _ in np.eye(3) },
    call("np.array([1.0, 2.0, 3.0])", 14) { _ in np.array([1.0, 2.0, 3.0]) },
    call("np.array([[1, 2], [3, 4]])", 30) { _ in np.array([[1, 2], [3, 4]]) },
    call("v.copy()", 165) { $0.v.copy() },
    call("n.astype(float)", 330) { $0.n.astype(.float64) },
    call("m.reshape(4, 3)", 572) { $0.m.reshape(4, 3) },
    call("m.ravel()", 572) { $0.m.ravel() },
    call("m.T", 506) { $0.m.T },
    call("np.transpose(m, (1, 0))", 506) { np.transpose($0.m, [1, 0]) },
    call("np.expand_dims(v, 0)", 165) { np.expandDims($0.v, axis: 0) },
    call("np.concatenate([v, w])", 710) { np.concatenate([$0.v, $0.w]) },
    call("np.stack([v, w])", 710) { np.stack([$0.v, $0.w]) },
    call("np.vstack([v, w])", 710) { np.vstack([$0.v, $0.w]) },
    call("np.roll(v, 2)", 125) { np.roll($0.v, 2) },
  ]

  private static let arithmetic: [Named] = [
    call("v + w", 385) { $0.v + $0.w },
    call("v * 2", 330) { $0.v * 2 },
    call("1 - v", -110) { 1 - $0.v },
    call("v / w", 39.03975468975469) { $0.v / $0.w },
    call("v ** 2", 577.5) { $0.v ** 2 },
    call("-v", -165) { -$0.v },
    call("v + n", 495) { $0.v + $0.n },
    call("n / 2", 165) { $0.n / 2 },
    call("n % 3", 51) { $0.n % 3 },
    call("m + r", 782) { $0.m + $0.r },
    call("m.T + 1", 584) { $0.m.T + 1 },
    call("m * m.T[:3, :1]", 956) { $0.m * $0.m.T[..<3, ..<1] },
    call("v > 3", 27) { $0.v .> 3 },
    call("v == w", 0) { $0.v .== $0.w },
    call("(v > 1) & (v < 4)", 30) { ($0.v .> 1) & ($0.v .< 4) },
    call("v += w", 385) {
      $0.v += $0.w; return $0.v
    },
    call("v += 1", 220) {
      $0.v += 1; return $0.v
    },
    call("v[2:5] *= 1", 165) {
      $0.v[2..<5] *= 1; return $0.v
    },
  ]

  private static let summaries: [Named] = [
    call("v.sum()", 22.5) { $0.v.sum() },
    call("m.sum(axis=0)", 180) { $0.m.sum(axis: 0) },
    call("m.sum(axis=1)", 164) { $0.m.sum(axis: 1) },
    call("m.sum(axis=1, keepdims=True)", 164) { $0.m.sum(axis: 1, keepdims: true) },
    call("v.max()", 4.5) { $0.v.max() },
    call("m.max(axis=0)", 100) { $0.m.max(axis: 0) },
    call("v.mean()", 2.25) { $0.v.mean() },
    call("m.mean(axis=0)", 60) { $0.m.mean(axis: 0) },
    call("v.std()", 1.4361406616345072) { $0.v.std() },
    call("v.argmax()", 9) { $0.v.argmax() },
    call("m.argmin(axis=1)", 0) { $0.m.argmin(axis: 1) },
    call("v.cumsum()", 660) { $0.v.cumsum() },
    call("(v > 3).any()", 1) { ($0.v .> 3).any() },
    call("np.median(v)", 2.25) { np.median($0.v) },
  ]

  private static let functions: [Named] = [
    call("np.sqrt(v)", 92.1752824759844) { np.sqrt($0.v) },
    call("np.exp(v)", 1937.4963260023721) { np.exp($0.v) },
    call("np.sin(v)", -2.7943854227197527) { np.sin($0.v) },
    call("np.abs(v)", 165) { np.abs($0.v) },
    call("np.maximum(v, w)", 220) { np.maximum($0.v, $0.w) },
    call("np.clip(v, 1, 3)", 139) { np.clip($0.v, 1, 3) },
    call("np.where(v > 3, v, w)", 193) { np.where($0.v .> 3, $0.v, $0.w) },
    call("np.where(v > 3, v, 0)", 109) { np.where($0.v .> 3, $0.v, 0) },
    call("np.dot(v, w)", 93.75) { np.dot($0.v, $0.w) },
    call("np.dot(q, q)", 351) { np.dot($0.q, $0.q) },
    call("m @ r", 440) { np.matmul($0.m, $0.r) },
    call("np.outer(v, w)", 51262.5) { np.outer($0.v, $0.w) },
    call("np.sort(v)", 165) { np.sort($0.v) },
    call("np.argsort(v)", 330) { np.argsort($0.v) },
    call("np.unique(n)", 330) { np.unique($0.n) },
    call("np.linalg.norm(v)", 8.440971508067067) { np.linalg.norm($0.v) },
    call("np.linalg.inv(q)", 3) { np.linalg.inv($0.q) },
    call("np.linalg.solve(q, q)", 15) { np.linalg.solve($0.q, $0.q) },
    call("np.diff(v)", 22.5) { np.diff($0.v) },
    call("np.allclose(v, w)", 0) { np.allclose($0.v, $0.w) ? $0.v : SmallArrays.zero },
  ]
}

// ---- programs ------------------------------------------------------------------------------------------------------------------

extension Workload {
  private static let programs: [Named] = [
    program("k_means(20 points)", 0.5567047631156627) { clusters(20, 2, 3) },
    program("k_means(5000 points)", -0.3522002380144641) { clusters(5000, 8, 10) },
    program("compressed(8x8)", 1.079956261812213) { { compressed(rings(8), rank: 2) } },
    program("compressed(256x256)", 84.6849484115084) { { compressed(rings(256), rank: 16) } },
    program("next_generation(8x8)", 19) { life(8) },
    program("next_generation(32x32)", 195) { life(32) },
    program("next_generation(512x512)", 52444) { life(512) },
    program("regression(10 points)", 4.90789565086693) { { regressionOfArrays(10) } },
    program("regression(100 points)", 5.088579274953293) { { regressionOfArrays(100) } },
    program("first_arrays()", 259.33496323248164) { firstArrays },
  ]

  private static func clusters(_ count: Int, _ width: Int, _ k: Int) -> () -> NDArray {
    let x = np.random.defaultRng(1).normal(0, 1, [count, width])
    return { kMeans(x, k, steps: 10, np.random.defaultRng(2)) }
  }

  private static func life(_ n: Int) -> () -> NDArray {
    let world = np.random.RandomState(3).randint(2, size: [n, n], dtype: .uint8)
    return { (0..<10).reduce(world) { world, _ in nextGeneration(world) } }
  }

  /// The tutorial's parabola, fitted by 100 steps of gradient descent.
  private static func regressionOfArrays(_ count: Int) -> NDArray {
    let random = np.random.RandomState(100)
    let x = np.linspace(-1, 1, count).reshape(count, 1)
    let y = 3 * np.power(x, 2) + 2 + 0.2 * random.rand(x.size).reshape(count, 1)
    let w = random.rand(1, 1), b = random.rand(1, 1)
    for _ in 0..<100 {
      let predicted = np.power(x, 2) * w + b
      let loss = (0.5 * (predicted - y) ** 2).sum()
      _ = loss
      let wGrad = np.sum((predicted - y) * np.power(x, 2))
      let bGrad = np.sum(predicted - y)
      w -= 0.01 * wGrad
      b -= 0.01 * bGrad
    }
    return np.concatenate([w, b])
  }

  /// What the tutorial begins with.
  private static func firstArrays() -> NDArray {
    let random = np.random.RandomState(100)
    let drawn = [random.rand(3), random.randn(2, 3), random.randint(0, 10, [2, 5]), random.permutation(8)]
    let a = np.arange(12).reshape(3, 4)
    let seen = [a.T, a[1..., .stride(by: 2)], a.sum(axis: 0), a.mean(axis: 1), a / 7, np.linspace(0, 1, 5), np.eye(3)]
    return np.stack((drawn + seen).map { $0.sum() })
  }
}
