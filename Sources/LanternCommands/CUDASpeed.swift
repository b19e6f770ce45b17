import Lantern

/// What a GPU reaches: the best of several runs between two events.
struct CUDASpeed {
  let side: Int

  func report() throws {
    let (n, gpu) = (side, Device.cuda(0))
    let (a, b, half) = withDevice(gpu) {
      (Tensor.rand(n, n), Tensor.rand(n, n), Tensor.rand(n, n).to(.bfloat16))
    }
    let (weight, bias) = withDevice(gpu) { (Tensor.ones(n), Tensor.zeros(n)) }
    let bytes = Double(n * n * 4)
    print("matrices of \(n) x \(n) on \(gpu)")
    try rate("copy", bytes: 2 * bytes) { a.clone() }
    try rate("copy transposed", bytes: 2 * bytes) { a.t().contiguous() }
    try rate("add", bytes: 3 * bytes) { a + b }
    try rate("exp", bytes: 2 * bytes) { a.exp() }
    try rate("gelu", bytes: 2 * bytes) { a.gelu() }
    try rate("sum of rows", bytes: bytes) { a.sum(dim: 1) }
    try rate("sum of columns", bytes: bytes) { a.sum(dim: 0) }
    try rate("softmax", bytes: 2 * bytes) { a.softmax(1) }
    try rate("layer norm", bytes: 2 * bytes) { a.layerNorm([n], weight: weight, bias: bias) }
    try rate("randn", bytes: bytes) { Tensor.randn(like: a) }
    let work = 2 * Double(n) * Double(n) * Double(n)
    try rate("product, float32", operations: work) { a.mm(b) }
    try rate("product, bfloat16", operations: work) { half.mm(half) }
    let small = withDevice(gpu) { Tensor.ones(16) }
    let clock = ContinuousClock()
    var best = Duration.seconds(1)
    for _ in 0..<20 {
      let time = clock.measure { for _ in 0..<500 { _ = small + small } }
      try CUDA.synchronize()
      best = min(best, time / 500)
    }
    print("launch of a small add: \(Double(best.components.attoseconds) / 1e12) us of the program's time")
  }

  private func rate(_ name: String, bytes: Double = 0, operations: Double = 0, _ body: () -> Tensor) throws {
    var best = Double.infinity
    for _ in 0..<8 {
      let (start, end) = (try CUDAEvent(), try CUDAEvent())
      try start.record()
      let result = try withTensorErrors(body)
      try end.record()
      try end.synchronize()
      best = min(best, try start.milliseconds(to: end))
      _ = result
    }
    let figure = bytes > 0 ? "\((bytes / best / 1e4).rounded() / 100) GB/s" : "\((operations / best / 1e4).rounded() / 100) GFLOP/s"
    print("\(name): \((best * 1000).rounded() / 1000) ms, \(figure)")
  }
}
