import Lantern
import Testing

/// Losses of classes and sequences against values of PyTorch, and what they refuse.
@Suite struct LossTests {
  private static let close = Tolerance(absolute: 1e-12, relative: 1e-12)

  private func expect(_ t: Tensor, _ values: [Double], _ what: String) {
    if let mismatch = Self.close.mismatch(t.doubles, values) { Issue.record("\(what): \(mismatch)") }
  }

  private let scores = Tensor([[2.0, 0, -1], [0.5, 1, 0]]).to(.float64)
  private let weight = Tensor([1.0, 2, 0.5]).to(.float64)
  private let classes = Tensor([0, 2])

  @Test func crossEntropyOfClasses() {
    let s = scores, w = weight, t = classes
    expect(s.crossEntropy(t), [0.9250578450990101], "mean")
    expect(s.crossEntropy(t, weight: w), [0.673320569918102], "weighted")
    expect(s.crossEntropy(t, labelSmoothing: 0.1), [0.9833911784323435], "smoothed")
    expect(s.crossEntropy(t, weight: w, labelSmoothing: 0.1), [0.81655306660836], "weighted, smoothed")
    expect(s.crossEntropy(t, weight: w, ignoreIndex: 2, labelSmoothing: 0.1), [0.35601011988222375], "one ignored")
    expect(s.crossEntropy(t, ignoreIndex: 2, reduction: .none, labelSmoothing: 0.2), [0.503179352889619, 0], "one ignored, each")
    expect(s.crossEntropy(t, ignoreIndex: 0, reduction: .sum), [1.6802696706417346], "sum")
    expect(s[0].crossEntropy(t[0]), [0.16984601955628567], "one example")
    #expect(s.nllLoss(Tensor([-100, -100])).item().doubleValue.isNaN)
    #expect(Tensor.zeros(0, 3).crossEntropy(Tensor.zeros(0, dtype: .int64)).item().doubleValue.isNaN)
    let image = Tensor((0..<12).map(Double.init), shape: [1, 3, 2, 2]).to(.float64).sin()
    let right = Tensor([[[0, 1], [2, 1]]])
    expect(image.crossEntropy(right, labelSmoothing: 0.1), [1.5472523172228605], "image")
    expect(
      image.crossEntropy(right, weight: w, reduction: .none).flatten(),
      [1.4251958174228057, 4.794243689228843, 0.9420327479749148, 1.1618571901533354], "weighted image")
    #expect(image.crossEntropy(right, reduction: .none).shape == [1, 2, 2])
  }

  @Test func crossEntropyOfShares() {
    let shares = Tensor([0.2, 0.5, 0.3, 1, 0, 0], shape: [2, 3])
    expect(scores.crossEntropy(shares), [1.62505784509901], "mean")
    expect(scores.crossEntropy(shares, weight: weight, labelSmoothing: 0.3), [1.8246168747496054], "weighted, smoothed")
    expect(scores.crossEntropy(shares, reduction: .none), [2.0698460195562856, 1.1802696706417346], "each")
    expect(scores[0].crossEntropy(shares[0]), [2.0698460195562856], "one example")
  }

  private static let sequence = Tensor(
    [
      0.1, 0.5, -0.3, 1.2, -0.7, 0.4, -0.2, 0.8, 0.6, 0.3, 0.9, -1.1, 0.7, -0.4, 0.2, 0.5, 0.1, 0.6, -1.0, 0.2, 0.3, 0.4, 0.8, 0.1,
    ], shape: [4, 2, 3]
  ).to(.float64)

  @Test func temporalClassification() throws {
    let x = Self.sequence.clone().requiresGrad_()
    let logarithms = x.logSoftmax(2)
    let targets = Tensor([[1, 2], [1, 1]])
    func loss(_ t: Tensor, _ inputs: [Int], _ lengths: [Int], zero: Bool = false) -> Tensor {
      logarithms.ctcLoss(t, inputLengths: inputs, targetLengths: lengths, reduction: .none, zeroInfinity: zero)
    }
    expect(loss(targets, [4, 4], [2, 2]), [1.3439815093860776, 2.5043761568013863], "each")
    expect(logarithms.ctcLoss(targets, inputLengths: [4, 4], targetLengths: [2, 2]), [0.962089416546866], "mean")
    expect(loss(Tensor([[1, 1], [1, 2]]), [2, 4], [2, 2]), [.infinity, 1.7532930014960755], "too short")
    expect(loss(Tensor([[1, 1], [1, 2]]), [2, 4], [2, 2], zero: true), [0, 1.7532930014960755], "too short, no matter")
    expect(loss(Tensor([[1, 1], [1, 2]]), [0, 4], [0, 0]), [0, 3.784701236807109], "no labels")
    let sum = logarithms.ctcLoss(Tensor([1, 2, 2]), inputLengths: [4, 3], targetLengths: [2, 1], reduction: .sum)
    expect(sum, [3.1194831745792126], "in one row")
    let wanted = [
      0.023770856328283976, -0.2357535770358117, 0.21198272070752774, -0.07867760050306104, 0.093544840383215, -0.014867239880153978,
      0.024465290823117273, -0.2313846184775111, 0.20691932765439383, -0.3479821934467876, 0.5937724247938226, -0.24579023134703507,
      0.07261402684545118, 0.04663079793037505, -0.11924482477582622, 0.010592161680783297, 0.24151404371452392, -0.2521062053953072,
      -0.011063265113473435, 0.4155645323887524, -0.40450126727527896, 0, 0, 0,
    ]
    expect(try grad(of: [sum], withRespectTo: [x])[0]!.flatten(), wanted, "gradient")
    // One example without an axis of examples.
    let one = logarithms.select(1, 0).ctcLoss(Tensor([1, 2]), inputLengths: [4], targetLengths: [2], reduction: .none)
    #expect(one.shape == [])
    expect(one, [1.3439815093860776], "one example")
  }

  @Test func weightedDistances() {
    let s = scores
    expect(s.mseLoss(s + 1, weight: Tensor.full(like: s, 2)), [1], "mse")
    expect(s.huberLoss(s + 3, weight: s), [1.0416666666666667], "huber")
    expect(s.l1Loss(s + 3, weight: s.abs()), [3], "l1")
  }

  @Test func randomSlopes() {
    let drawn = Tensor([-1.0, 2, -3, -4]).to(.float32).rrelu(training: true, generator: Generator(seed: 3))
    #expect(
      Tolerance(.float32).mismatch(drawn.doubles, [-0.13210587203502655, 2.0, -0.5542126297950745, -1.144095778465271]) == nil)
  }

  private func message(_ body: () throws -> Tensor) -> String {
    do { _ = try withTensorErrors(body) } catch let error as TensorError { return error.message } catch { return "\(error)" }
    return "no error"
  }

  @Test func refusals() {
    let s = scores, t = classes, logarithms = Self.sequence.logSoftmax(2)
    let image = Tensor.zeros(1, 3, 2, 2)
    let cases: [(String, () -> Tensor)] = [
      ("Target 5 is out of bounds.", { s.crossEntropy(Tensor([0, 5])) }),
      ("Target -1 is out of bounds.", { s.crossEntropy(Tensor([0, -1])) }),
      ("Expected input batch_size (2) to match target batch_size (3).", { s.crossEntropy(Tensor([0, 1, 2])) }),
      (
        "size mismatch (got input: [1, 3, 2, 2] , target: [1, 3, 2]",
        { image.crossEntropy(Tensor.zeros(1, 3, 2, dtype: .int64)) }
      ),
      (
        "weight tensor should be defined either for all 3 classes or no classes but got weight tensor of shape: [2]",
        { s.crossEntropy(t, weight: Tensor([1.0, 2]).to(.float64)) }
      ),
      ("expected target dtype to be Long or Byte, but got Float", { s.nllLoss(Tensor([0.0, 1.0]).to(.float32)) }),
      ("label_smoothing must be between 0.0 and 1.0. Got: 2.0", { s.crossEntropy(t, labelSmoothing: 2) }),
      ("label_smoothing must be between 0.0 and 1.0. Got: nan", { s.crossEntropy(t, labelSmoothing: .nan) }),
      (
        "Expected input_lengths to have value at most 4, but got value 5 (while checking arguments for ctc_loss_allocate_outputs)",
        { logarithms.ctcLoss(Tensor([[1, 2], [1, 1]]), inputLengths: [5, 4], targetLengths: [2, 2]) }
      ),
      ("Target 3 is out of bounds.", { logarithms.ctcLoss(Tensor([[1, 3], [1, 1]]), inputLengths: [4, 4], targetLengths: [2, 2]) }),
      (
        "Expected targets to have at least as many elements as target_lengths add up to, but got 3",
        { logarithms.ctcLoss(Tensor([1, 2, 1]), inputLengths: [4, 4], targetLengths: [2, Int.max]) }
      ),
      ("blank must be in label range", { logarithms.ctcLoss(Tensor([1, 2]), inputLengths: [4, 4], targetLengths: [1, 1], blank: 3) }),
      ("huber_loss does not support non-positive values for delta.", { s.huberLoss(s, delta: 0) }),
      ("huber_loss does not support non-positive values for delta.", { s.huberLoss(s, delta: .nan) }),
      ("smooth_l1_loss does not support negative values for beta.", { s.smoothL1Loss(s, beta: -1) }),
      (
        "Mismatch of parameter numbers and input channel size. Found parameter numbers = 2 and channel size = 3.",
        { s.prelu(Tensor.ones(2, dtype: .float64)) }
      ),
      ("var has negative entry/entries", { s.gaussianNLLLoss(s, variance: s) }),
      ("min_val cannot be greater than max_val", { s.hardtanh(1, -1) }),
      ("Bool inputs not supported for hardtanh", { (s .> 0).relu6() }),
      ("Boolean inputs not supported for relu", { (s .> 0).relu() }),
      ("0D or 1D target tensor expected, multi-target not supported", { s.cosineEmbeddingLoss(s, Tensor.ones(2, 2)) }),
      ("all elements of input should be between 0 and 1", { s.binaryCrossEntropy(s) }),
      (
        "Target size (torch.Size([3])) must be the same as input size (torch.Size([2, 3]))",
        { s.binaryCrossEntropyWithLogits(s[0]) }
      ),
      ("kl_div: Integral inputs not supported.", { t.klDiv(t) }),
      ("\"mse_cpu\" not implemented for 'Long'", { t.mseLoss(t) }),
      ("\"elu_cpu\" not implemented for 'Long'", { t.elu() }),
      ("\"GeluKernelImpl\" not implemented for 'Long'", { t.gelu() }),
      ("ZeroDivisionError: alpha cannot be 0 for CELU", { s.celu(alpha: 0) }),
      ("polygamma(n, x) does not support negative n.", { s.polygamma(-1) }),
      ("rtol must be greater than or equal to zero, but got -1.0", { s.isClose(s, rtol: -1) }),
      ("Double did not match Long", { s.isClose(t) }),
    ]
    for (wanted, body) in cases { #expect(message(body) == wanted) }
  }
}
