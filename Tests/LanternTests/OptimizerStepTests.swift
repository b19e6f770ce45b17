import CKernels
import Lantern
import Testing

/// Steps over all parameters at once: PyTorch's numbers, for every instruction set, and errors for what they cannot do.
@Suite(.serialized) struct OptimizerStepTests {
  /// Three steps of an optimiser of PyTorch 2.13, float64, from [1, -2, 0.5] along the gradients below.
  struct Run: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let wanted: [Double]
    let step: @Sendable (_ p: Tensor, _ a: Tensor, _ b: Tensor, _ t: Int) -> Void
    init(_ name: String, _ wanted: [Double], _ step: @escaping @Sendable (Tensor, Tensor, Tensor, Int) -> Void) {
      (testDescription, self.wanted, self.step) = (name, wanted, step)
    }
  }
  static let gradients = [[0.5, -1.25, 3.0], [-2.0, 0.75, 0.125], [1.5, 1.0, -0.25]]
  static let runs: [Run] = [
    Run("SGD(lr=0.1)", [0.9999999999999999, -2.05, 0.21249999999999997]) { p, _, _, _ in sgdStep_([p], rate: 0.1) },
    Run("SGD(lr=0.1, momentum=0.9)", [1.0945, -1.9037499999999998, -0.3117500000000001]) { p, a, _, t in
      sgdStep_([p], [a], rate: 0.1, momentum: 0.9, isFirst: t == 1)
    },
    Run("SGD(lr=0.1, momentum=0.9, dampening=0.25, weight_decay=0.01)", [1.0321483838124998, -1.8336758160625, -0.3136414315312501]) {
      p, a, _, t in sgdStep_([p], [a], rate: 0.1, momentum: 0.9, dampening: 0.25, weightDecay: 0.01, isFirst: t == 1)
    },
    Run("SGD(lr=0.1, momentum=0.8, nesterov, weight_decay=0.02)", [1.055645282944, -1.9670351826880002, -0.37292357372800006]) {
      p, a, _, t in
      sgdStep_([p], [a], rate: 0.1, momentum: 0.8, weightDecay: 0.02, nesterov: true, isFirst: t == 1)
    },
    Run("Adam(lr=0.05)", [0.9766592625881222, -1.9524024641929405, 0.3906495580402315]) { p, a, b, t in
      adamStep_([p], [a], [b], step: t, rate: 0.05)
    },
    Run("Adam(lr=0.05, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1)", [0.9714388395555084, -1.9411673620848697, 0.3936428116875502]) {
      p, a, b, t in adamStep_([p], [a], [b], step: t, rate: 0.05, betas: (0.8, 0.95), eps: 1e-6, weightDecay: 0.1)
    },
    Run("AdamW(lr=0.05, betas=(0.8, 0.95), weight_decay=0.1)", [0.9625329703809322, -1.9300394930723186, 0.38834547035149125]) {
      p, a, b, t in
      adamStep_([p], [a], [b], step: t, rate: 0.05, betas: (0.8, 0.95), weightDecay: 0.1, decoupled: true)
    },
  ]

  /// A parameter of 3 n elements that repeat the three, long enough for vectors and their rests.
  private func train(_ run: Run, _ dtype: DType, repeats n: Int) -> Tensor {
    let p = Tensor([1.0, -2.0, 0.5]).to(dtype).repeat(n).requiresGrad_()
    let a = Tensor.zeros(like: p).detach(), b = Tensor.zeros(like: p).detach()
    // What a first step finds in its buffers does not matter.
    if run.testDescription.hasPrefix("SGD") { a.fill_(Double.nan) }
    for (i, gradient) in Self.gradients.enumerated() {
      p.grad = Tensor(gradient).to(dtype).repeat(n)
      run.step(p, a, b, i + 1)
    }
    return p.detach()
  }

  @Test(arguments: runs, Array(0...ck_isa_best())) func pytorch(run: Run, level: Int32) {
    let before = ck_isa()
    ck_isa_set(level)
    defer { ck_isa_set(before) }
    for n in [1, 7, 20_000] {
      let wanted = (0..<n).flatMap { _ in run.wanted }
      let double = train(run, .float64, repeats: n).toArray(Double.self), float = train(run, .float32, repeats: n).toArray(Double.self)
      #expect(zip(double, wanted).allSatisfy { abs($0 - $1) <= 4e-15 * abs($1) }, "float64, \(n)")
      #expect(zip(float, wanted).allSatisfy { abs($0 - $1) <= 1e-6 * abs($1) }, "float32, \(n)")
    }
  }

  @Test("Without decay an infinite parameter stays infinite, and one without a gradient stays") func untouched() {
    let p = Tensor([Double.infinity, 1]).requiresGrad_(), q = Tensor([5.0]).requiresGrad_()
    p.grad = Tensor([1.0, 1.0])
    sgdStep_([p, q], rate: 0.5)
    #expect(p.detach().toArray(Double.self) == [.infinity, 0.5] && q.item(Double.self) == 5)
    adamStep_([p, q], [Tensor.zeros(2), Tensor.zeros(1)], [Tensor.zeros(2), Tensor.zeros(1)], step: 1, rate: 0.5)
    #expect(p.detach().toArray(Double.self)[0] == .infinity && q.item(Double.self) == 5)
  }

  @Test("A history that still needs the parameter notices the step") func version() {
    let p = Tensor([3.0], requiresGrad: true)
    let y = p.square().sum()
    p.grad = Tensor([1.0])
    sgdStep_([p], rate: 1)
    let error = #expect(throws: TensorError.self) { try withTensorErrors { y.backward() } }
    #expect(error?.message.contains("modified by an inplace operation") == true)
  }

  @Test("What cannot be done says so and changes nothing") func errors() {
    func message(_ p: Tensor, _ body: () -> Void) -> String {
      let before = p.detach().clone()
      let error = #expect(throws: TensorError.self) { try withTensorErrors(body) }
      #expect(p.detach().equal(before))
      return error.map { "\($0)" } ?? ""
    }
    func parameter(_ dtype: DType = .float32) -> Tensor {
      let p = Tensor([1.0, 2.0]).to(dtype).requiresGrad_()
      p.grad = Tensor.ones(2, dtype: dtype)
      return p
    }
    let p = parameter()
    #expect(message(p) { adamStep_([p], [Tensor.zeros(2)], [Tensor.zeros(2)], step: 0, rate: 0.1) }.contains("step 0 is none"))
    #expect(message(p) { adamStep_([p], [], [Tensor.zeros(2)], step: 1, rate: 0.1) }.contains("0 buffers for 1 parameters"))
    #expect(message(p) { sgdStep_([p], rate: 0.1, momentum: 0.9) }.contains("0 buffers for 1 parameters"))
    #expect(message(p) { sgdStep_([p], [Tensor.zeros(3)], rate: 0.1, momentum: 0.9) }.contains("[3]"))
    #expect(message(p) { sgdStep_([p], [Tensor.zeros(2, dtype: .float64)], rate: 0.1, momentum: 0.9) }.contains("float64"))
    #expect(message(p) { sgdStep_([p], [Tensor.zeros(4)[.stride(by: 2)]], rate: 0.1, momentum: 0.9) }.contains("with gaps"))
    let half = parameter(.float16)
    #expect(message(half) { sgdStep_([half], rate: 0.1) }.contains("float16"))
  }
}
