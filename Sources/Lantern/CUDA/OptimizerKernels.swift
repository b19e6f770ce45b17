import CKernels

/// Steps of optimisers on a GPU: one launch for each parameter, each number read and written once.
enum OptimizerKernels {
  /// What a parameter's step works on: itself, its gradient, and what is remembered of it.
  struct Part {
    let parameter: Tensor
    let gradient: Tensor
    let mean: Tensor?
    let square: Tensor?
  }

  static func sgd(_ part: Part, _ how: ck_sgd) throws(TensorError) {
    try run("sgd", part, [how.rate, how.momentum, 1 - how.dampening, how.weight_decay, 0, 0, 0], how.nesterov != 0, how.first != 0)
  }

  static func adam(_ part: Part, _ how: ck_adam) throws(TensorError) {
    let shrink = how.decoupled != 0 ? how.rate * how.weight_decay : 0
    try run(
      "adam", part,
      [
        how.rate / how.correction1, 1 - how.beta1, how.beta2, how.decoupled != 0 ? 0 : how.weight_decay, how.correction2, how.epsilon,
        shrink,
      ], false, false)
  }

  private static func run(_ name: String, _ part: Part, _ numbers: [Double], _ nesterov: Bool, _ first: Bool) throws(TensorError) {
    let p = part.parameter
    if p.elementCount == 0 { return }
    let gpu = try CUDARuntime.device(p.device.index ?? -1)
    var arguments = KernelArguments()
    for t in [p, part.gradient, part.mean, part.square] { arguments.add(t) }
    arguments.add(p.elementCount)
    for number in numbers { arguments.add(number) }
    arguments.add(nesterov)
    arguments.add(first)
    let kernel = try gpu.kernel("\(name)_\(p.dtype.name)") { text(p.dtype) }
    try gpu.launch(kernel, blocks: gpu.blocks(for: p.elementCount), arguments)
  }

  static func text(_ type: DType) -> String {
    CUDAText.prelude + "typedef \(type.cudaName) T;\n#define ROOT(x) \(type == .float32 ? "sqrtf" : "sqrt")(x)\n" + CUDAText.optimizers
      + """
      KERNEL(sgd_\(type.name), StepArguments) { sgd(a); }
      KERNEL(adam_\(type.name), StepArguments) { adam(a); }

      """
  }

  static var entries: [KernelCatalogue.Entry] {
    [DType.float32, .float64].map { .init(name: "optimizers_\($0.name)", source: text($0)) }
  }
}

extension CUDAText {
  static let optimizers = #"""
    struct StepArguments {
      T *parameter;
      const T *gradient;
      T *mean, *square;
      i64 n;
      double number[7];
      i64 nesterov, first;
    };
    INLINE void sgd(const StepArguments &a) {
      const T rate = (T)a.number[0], momentum = (T)a.number[1], share = (T)a.number[2], decay = (T)a.number[3];
      const i64 step = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += step) {
        const T p = a.parameter[i], g = decay != 0 ? a.gradient[i] + decay * p : a.gradient[i];
        T move = g;
        if (a.mean) {
          const T m = a.first ? g : momentum * a.mean[i] + share * g;
          a.mean[i] = m;
          move = a.nesterov ? g + momentum * m : m;
        }
        a.parameter[i] = p - rate * move;
      }
    }
    INLINE void adam(const StepArguments &a) {
      const T rate = (T)a.number[0], share1 = (T)a.number[1], keep2 = (T)a.number[2], decay = (T)a.number[3];
      const T correction = (T)a.number[4], epsilon = (T)a.number[5], shrink = (T)a.number[6], share2 = (T)(1 - a.number[2]);
      const i64 step = (i64)gridDim.x * blockDim.x;
      for (i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x; i < a.n; i += step) {
        const T p = a.parameter[i], x = shrink != 0 ? p - shrink * p : p, g = decay != 0 ? a.gradient[i] + decay * x : a.gradient[i];
        const T m = a.mean[i] + (g - a.mean[i]) * share1, s = keep2 * a.square[i] + share2 * g * g;
        a.mean[i] = m, a.square[i] = s;
        a.parameter[i] = x - rate * m / (ROOT(s) / correction + epsilon);
      }
    }

    """#
}
