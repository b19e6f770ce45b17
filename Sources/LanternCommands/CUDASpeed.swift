import Lantern
import LanternGraph

/// What a GPU reaches: the best of several runs between two events. Scripts/bench/cuda_peers.py measures PyTorch on the same rows.
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
    let chain = compile { (x: Tensor, y: Tensor) in ((x * y + 0.5).tanh() * x.sigmoid() - y).relu() }
    try rate("compiled chain", bytes: 3 * bytes) { chain(a, b) }
    try rate("sum of rows", bytes: bytes) { a.sum(dim: 1) }
    try rate("sum of columns", bytes: bytes) { a.sum(dim: 0) }
    try rate("softmax", bytes: 2 * bytes) { a.softmax(1) }
    try rate("layer norm", bytes: 2 * bytes) { a.layerNorm([n], weight: weight, bias: bias) }
    try rate("running sum", bytes: 2 * bytes) { a.cumsum(dim: 1) }
    try rate("sort", bytes: 2 * bytes) { a.sort(dim: 1).values }
    try rate("randn", bytes: bytes) { Tensor.randn(like: a) }
    let work = 2 * Double(n) * Double(n) * Double(n)
    try rate("product, float32", operations: work) { a.mm(b) }
    CUDA.allowTF32 = true
    try rate("product, TF32", operations: work) { a.mm(b) }
    CUDA.allowTF32 = false
    try rate("product, bfloat16", operations: work) { half.mm(half) }
    try layers(gpu)
    try launches(gpu)
  }

  private func layers(_ gpu: Device) throws {
    let (image, filters) = withDevice(gpu) { (Tensor.rand(32, 64, 56, 56), Tensor.rand(128, 64, 3, 3)) }
    try rate("convolution", operations: 2 * 32 * 128 * 64 * 9 * 56 * 56) { image.conv2d(filters, padding: 1) }
    let (heads, length, width) = (64, 2048, 64)
    let q = withDevice(gpu) { Tensor.randn(4, heads / 4, length, width) }
    let work = 4.0 * Double(heads * length * length * width)
    for type in [DType.float32, .bfloat16] {
      let t = q.to(type)
      try rate("attention, \(type)", operations: work) { noGrad { t.scaledDotProductAttention(t, t) } }
      let leaf = t.clone().requiresGrad_()
      try rate("attention and gradient, \(type)", operations: 3.5 * work) {
        leaf.scaledDotProductAttention(leaf, leaf).sum().backward()
        return leaf
      }
    }
    let (table, tokens) = withDevice(gpu) { (Tensor.randn(50304, 768), Tensor.randint(0, 50304, [16384])) }
    let rows = withDevice(gpu) { Tensor.randn(16384, 768) }
    try rate("embedding", bytes: 2 * 16384 * 768 * 4) { table.indexSelect(0, tokens) }
    try rate("embedding gradient", bytes: 16384 * 768 * 4) { table.indexAdd(0, tokens, rows) }
    let (model, words, targets) = withDevice(gpu) {
      (BenchGPT(), Tensor.randint(0, BenchGPT.words, [64, 256]), Tensor.randint(0, BenchGPT.words, [64, 256]))
    }
    try rate("GPT step", operations: 0) { model.step(words, targets) }
    // Only this thread has the model.
    nonisolated(unsafe) let compiled = model
    let loss = compile { (words: Tensor, targets: Tensor) in compiled.loss(words, targets) }
    try rate("GPT loss, compiled", operations: 0) { noGrad { loss(words, targets) } }
    let detours = CUDA.detours
    print("over the processor: \(detours.isEmpty ? "nothing" : detours.keys.sorted().joined(separator: ", "))")
  }

  private func launches(_ gpu: Device) throws {
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
    for _ in 0..<10 {
      let (start, end) = (try CUDAEvent(), try CUDAEvent())
      try start.record()
      let result = try withTensorErrors(body)
      try end.record()
      try end.synchronize()
      best = min(best, try start.milliseconds(to: end))
      _ = result
    }
    var line = "\(name): \((best * 1000).rounded() / 1000) ms"
    if bytes > 0 { line += ", \((bytes / best / 1e4).rounded() / 100) GB/s" }
    if operations > 0 { line += ", \((operations / best / 1e7).rounded() / 100) TFLOP/s" }
    print(line)
  }
}
