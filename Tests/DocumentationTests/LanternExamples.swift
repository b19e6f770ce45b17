// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternExamples {
  @Test("Promotion: func promote") func promotion1() throws {
    try expectText([DType.promote(.uint8, .int8)], #"int16"#)
    try expectText([DType.promote(.float16, .bfloat16)], #"float32"#)
  }

  @Test("Shape: struct Shape") func shape1() throws {
    let shape: Shape = [2, 3]
    try expectText([shape, shape.elementCount], #"Size([2, 3]) 6"#)
  }

  @Test("Anomaly: func traced") func anomaly1() throws {
    let w = Tensor.ones(4, 3)
    let x = Tensor.ones(2, 3)
    let h = traced("encoder") { x.linear(w).log() }
    _ = h
  }

  @Test("Autograd: func grad") func autograd1() throws {
    let x = Tensor([1.0, 2.0]).requiresGrad_()
    let g = try grad(of: [(x ** 3).sum()], withRespectTo: [x])[0]!
    try expectText([g], #"tensor([ 3., 12.])"#)
  }

  @Test("CustomFunction: protocol CustomFunction") func customFunction1() throws {
    let x = Tensor([3.0], requiresGrad: true)
    struct Square: CustomFunction {
      func forward(_ context: FunctionContext, _ inputs: [Tensor]) -> [Tensor] {
        context.save(inputs[0])
        return [inputs[0] * inputs[0]]
      }
      func backward(_ context: FunctionContext, _ gradients: [Tensor]) -> [Tensor?] { [2 * context.saved[0] * gradients[0]] }
    }
    let y = Square()(x)
    _ = y
  }

  @Test("ErrorScope: func withTensorErrors") func errorScope1() throws {
    do {
      let sum = try withTensorErrors { Tensor.ones(2, 3) + Tensor.ones(2, 4) }
      _ = sum
      Issue.record("no error")
    } catch {
      try expectText([error], #"add: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1 …"#)
    }
  }

  @Test("GradMode: func noGrad") func gradMode1() throws {
    let w = { let w = Tensor.ones(2, requiresGrad: true); w.sum().backward(); return w }()
    noGrad { w -= 0.1 * w.grad! }
  }

  @Test("GradMode: func inferenceMode") func gradMode2() throws {
    let w = { let w = Tensor.ones(2, requiresGrad: true); w.sum().backward(); return w }()
    let x = Tensor.ones(2)
    let prediction = inferenceMode { (x * w).sum() }
    _ = prediction
  }

  @Test("Tensor: class Tensor") func tensor1() throws {
    let x: Tensor = [[1, 2, 3], [4, 5, 6]]
    try expectText([x.sum(dim: 0)], #"tensor([5, 7, 9])"#)
  }

  @Test("Arithmetic: func div") func arithmetic1() throws {
    try expectText([Tensor([7, -7]).div(Tensor([2, 2]), rounding: .floor)], #"tensor([ 3, -4])"#)
  }

  @Test("Arithmetic: func addcdiv") func arithmetic2() throws {
    try expectText([Tensor([1.0]).addcdiv(Tensor([3.0]), Tensor([2.0]), value: 0.5)], #"tensor([1.7500])"#)
  }

  @Test("Arithmetic: func atan2") func arithmetic3() throws {
    try expectText([atan2(y: Tensor([1.0]), x: Tensor([1.0]))], #"tensor([0.7854])"#)
  }

  @Test("Choosing: func clamp") func choosing1() throws {
    try expectText([Tensor([1, 5, 9]).clamp(Tensor([2, 2, 2]), Tensor([4, 6, 8]))], #"tensor([2, 5, 8])"#)
  }

  @Test("Complex: func real") func complex1() throws {
    try expectText([Tensor.complex(Tensor([1.0, 2.0]), Tensor([3.0, 4.0])).real()], #"tensor([1., 2.])"#)
  }

  @Test("Complex: func viewAsComplex") func complex2() throws {
    try expectText([Tensor([[1.0, 2.0], [3.0, -1.0]]).viewAsComplex()], #"tensor([1.+2.j, 3.-1.j])"#)
  }

  @Test("Complex: func sgn") func complex3() throws {
    try expectText([Tensor.complex(Tensor([3.0]), Tensor([4.0])).sgn()], #"tensor([0.6000+0.8000j])"#)
  }

  @Test("Complex: func complex") func complex4() throws {
    try expectText([Tensor.complex(Tensor([1.0, 2.0]), Tensor([3.0, 4.0]))], #"tensor([1.+3.j, 2.+4.j])"#)
  }

  @Test("Complex: func polar") func complex5() throws {
    try expectText([Tensor.polar(Tensor([2.0]), Tensor([Double.pi / 2]))], #"tensor([-8.7423e-08+2.j])"#)
  }

  @Test("Cumulative: func logCumSumExp") func cumulative1() throws {
    try expectText([Tensor([0.0, 0, 0]).logCumSumExp(dim: 0)], #"tensor([0.0000, 0.6931, 1.0986])"#)
  }

  @Test("Exponential: func logaddexp") func exponential1() throws {
    try expectText([Tensor([1000.0]).logaddexp(Tensor([1000.0]))], #"tensor([1000.6932])"#)
  }

  @Test("Grouping: func unique") func grouping1() throws {
    let found = Tensor([3, 1, 3]).unique()
    try expectText([found.values], #"tensor([1, 3])"#)
    try expectText([found.inverse], #"tensor([1, 0, 1])"#)
    try expectText([found.counts], #"tensor([1, 2])"#)
  }

  @Test("Grouping: func uniqueConsecutive") func grouping2() throws {
    try expectText([Tensor([1, 1, 2, 1]).uniqueConsecutive().values], #"tensor([1, 2, 1])"#)
  }

  @Test("OptimizerSteps: func sgdStep_") func optimizerSteps1() throws {
    let p = Tensor([1.0, 2.0], requiresGrad: true)
    discard(p.square().sum().backward())
    discard(sgdStep_([p], rate: 0.1))
    try expectText([p.detach()], #"tensor([0.8000, 1.6000])"#)
  }

  @Test("OptimizerSteps: func adamStep_") func optimizerSteps2() throws {
    let p = Tensor([1.0, 2.0], requiresGrad: true)
    discard(p.square().sum().backward())
    discard(adamStep_([p], [Tensor.zeros(2)], [Tensor.zeros(2)], step: 1, rate: 0.1))
    try expectText([p.detach()], #"tensor([0.9000, 1.9000])"#)
  }

  @Test("Padding: func pad") func padding1() throws {
    try expectText([Tensor([[1, 2, 3]]).pad([1, 0])], #"tensor([[0, 1, 2, 3]])"#)
    try expectText([Tensor([[1.0, 2, 3]]).pad([2, 0], mode: .reflect)], #"tensor([[3., 2., 1., 2., 3.]])"#)
  }

  @Test("Rearranging: func `repeat`") func rearranging1() throws {
    try expectText([Tensor([1, 2]).repeat(2, 2)], #"tensor([[1, 2, 1, 2], [1, 2, 1, 2]])"#)
  }

  @Test("Searching: func searchSorted") func searching1() throws {
    try expectText([Tensor([1, 3, 5]).searchSorted(Tensor([3, 6]))], #"tensor([1, 3])"#)
  }

  @Test("Searching: func bucketize") func searching2() throws {
    try expectText([Tensor([1, 4, 9]).bucketize(Tensor([1, 3, 5]))], #"tensor([0, 2, 3])"#)
  }

  @Test("Searching: func bincount") func searching3() throws {
    try expectText([Tensor([1, 3, 1]).bincount()], #"tensor([0, 2, 0, 1])"#)
  }

  @Test("Selection: func median") func selection1() throws {
    try expectText([Tensor([4, 1, 3, 2]).median()], #"tensor(2)"#)
  }

  @Test("Selection: func mode") func selection2() throws {
    try expectText([Tensor([1, 3, 2, 3]).mode().values], #"tensor(3)"#)
  }

  @Test("Selection: func kthValue") func selection3() throws {
    try expectText([Tensor([4.0, 1, 3]).kthValue(2).values], #"tensor(3.)"#)
  }

  @Test("Selection: func cummax") func selection4() throws {
    try expectText([Tensor([1, 3, 2, 3]).cummax(dim: 0).indices], #"tensor([0, 1, 1, 3])"#)
  }

  @Test("Softmax: func softmax") func softmax1() throws {
    try expectText([Tensor([1.0, 2.0, 3.0]).softmax(0)], #"tensor([0.0900, 0.2447, 0.6652])"#)
  }

  @Test("Solving: func inverse") func solving1() throws {
    try expectText([Tensor([[2.0, 1.0], [1.0, 3.0]]).inverse()], #"tensor([[ 0.6000, -0.2000], [-0.2000,  0.4000]])"#)
  }

  @Test("Sorting: func sort") func sorting1() throws {
    try expectText([Tensor([3, 1, 2]).sort().values], #"tensor([1, 2, 3])"#)
  }

  @Test("Sorting: func msort") func sorting2() throws {
    try expectText([Tensor([3, 1, 2]).msort()], #"tensor([1, 2, 3])"#)
  }

  @Test("SpatialArguments: struct PerAxis") func spatialArguments1() throws {
    let n = 2
    let x = Tensor.ones(1, 1, 6, 6)
    discard(x.maxPool2d(2))
    discard(x.maxPool2d([3, 2]))
    discard(x.maxPool2d(PerAxis(n)))
  }

  @Test("SpatialArguments: struct ConvolutionPadding") func spatialArguments2() throws {
    let weight = Tensor.ones(1, 1, 3, 3)
    let x = Tensor.ones(1, 1, 6, 6)
    discard(x.conv2d(weight, padding: 1))
    discard(x.conv2d(weight, padding: [0, 1]))
    discard(x.conv2d(weight, padding: .same))
  }

  @Test("SpecialFunctions: func lgamma") func specialFunctions1() throws {
    try expectText([Tensor([1.0, 5.0]).lgamma()], #"tensor([0.0000, 3.1781])"#)
  }

  @Test("SpecialFunctions: func polygamma") func specialFunctions2() throws {
    try expectText([Tensor([1.0]).polygamma(1)], #"tensor([1.6449])"#)
  }

  @Test("SpecialFunctions: func logit") func specialFunctions3() throws {
    try expectText([Tensor([0.5, 0.9]).logit()], #"tensor([0.0000, 2.1972])"#)
  }

  @Test("SpecialFunctions: func round") func specialFunctions4() throws {
    try expectText([Tensor([1.2345, -6.78]).round(decimals: 1)], #"tensor([ 1.2000, -6.8000])"#)
  }

  @Test("SpecialFunctions: func isClose") func specialFunctions5() throws {
    try expectText([Tensor([1.0, 2.0]).isClose(Tensor([1.0 + 1e-7, 2.1]))], #"tensor([ True, False])"#)
  }

  @Test("Statistics: func std") func statistics1() throws {
    try expectText([Tensor.linspace(0, 10, 6).std()], #"tensor(3.7417)"#)
  }

  @Test("Generator: class Generator") func generator1() throws {
    let generator = Generator(seed: 42)
    discard(generator.manualSeed(7))
  }

  @Test("Generator: func manualSeed") func generator2() throws {
    discard(manualSeed(100))
  }

  @Test("Philox: struct PhiloxStream") func philox1() throws {
    let (seed, seed2) = PhiloxStream.seeds(graphSeed: 100, opSeed: 7, opIndex: 0)!
    var stream = PhiloxStream(seed: seed, seed2: seed2)
    let x = stream.uniform(5)
    _ = x
  }

  @Test("ActivationMethods: func gelu") func activationMethods1() throws {
    try expectText([Tensor([-1.0, 0.0, 1.0]).gelu()], #"tensor([-0.1587,  0.0000,  0.8413])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveAvgPool2d") func adaptivePoolingMethods1() throws {
    try expectText([Tensor.arange(16.0).view(1, 1, 4, 4).adaptiveAvgPool2d([1, 2])], #"tensor([[[[6.5000, 8.5000]]]])"#)
  }

  @Test("ArrangingMethods: func movedim") func arrangingMethods1() throws {
    try expectText([Tensor.zeros(2, 3, 4).movedim([0, 1], [1, 2]).shape], #"Size([4, 2, 3])"#)
  }

  @Test("ArrangingMethods: func flip") func arrangingMethods2() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).flip(dims: [0])], #"tensor([[3, 4], [1, 2]])"#)
  }

  @Test("ArrangingMethods: func rot90") func arrangingMethods3() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).rot90()], #"tensor([[2, 4], [1, 3]])"#)
  }

  @Test("ArrangingMethods: func diag") func arrangingMethods4() throws {
    try expectText([Tensor([1, 2]).diag()], #"tensor([[1, 0], [0, 2]])"#)
  }

  @Test("ArrangingMethods: func diagEmbed") func arrangingMethods5() throws {
    try expectText([Tensor([1, 2]).diagEmbed(offset: 1)], #"tensor([[0, 1, 0], [0, 0, 2], [0, 0, 0]])"#)
  }

  @Test("ArrangingMethods: func fillDiagonal_") func arrangingMethods6() throws {
    try expectText([Tensor.zeros(2, 2).fillDiagonal_(1)], #"tensor([[1., 0.], [0., 1.]])"#)
  }

  @Test("ClassLossMethods: func nllLoss") func classLossMethods1() throws {
    try expectText([Tensor([[-0.1, -2.4], [-1.6, -0.2]]).nllLoss(Tensor([0, 1]))], #"tensor(0.1500)"#)
  }

  @Test("ClassLossMethods: func crossEntropy") func classLossMethods2() throws {
    try expectText([Tensor([[2.0, 0.0], [0.0, 1.0]]).crossEntropy(Tensor([0, 1]))], #"tensor(0.2201)"#)
  }

  @Test("ConvolutionMethods: func conv2d") func convolutionMethods1() throws {
    try expectText([Tensor.ones(1, 1, 3, 3).conv2d(Tensor.ones(1, 1, 2, 2))], #"tensor([[[[4., 4.], [4., 4.]]]])"#)
  }

  @Test("Covariance: func cov") func covariance1() throws {
    try expectText([Tensor([[0.0, 1, 2], [2, 1, 0]]).cov()], #"tensor([[ 1., -1.], [-1., 1.]])"#)
  }

  @Test("Creation: func zeros") func creation1() throws {
    try expectText([Tensor.zeros(2, 3)], #"tensor([[0., 0., 0.], [0., 0., 0.]])"#)
  }

  @Test("Creation: func arange") func creation2() throws {
    try expectText([Tensor.arange(0, 10, 3)], #"tensor([0, 3, 6, 9])"#)
  }

  @Test("DerivativeFunctions: func jacobian") func derivativeFunctions1() throws {
    try expectText([try jacobian(of: { $0 ** 2 }, at: Tensor([1.0, 2.0]))], #"tensor([[2., 0.], [0., 4.]])"#)
  }

  @Test("DerivativeFunctions: func hessian") func derivativeFunctions2() throws {
    try expectText([try hessian(of: { ($0 ** 3).sum() }, at: Tensor([1.0, 2.0]))], #"tensor([[ 6.,  0.], [ 0., 12.]])"#)
  }

  @Test("Differences: func diff") func differences1() throws {
    try expectText([Tensor([1, 4, 9]).diff()], #"tensor([3, 5])"#)
  }

  @Test("Differences: func trapezoid") func differences2() throws {
    try expectText([Tensor([1.0, 5, 10]).trapezoid(Tensor([1.0, 3, 6]))], #"tensor(28.5000)"#)
  }

  @Test("Differences: func cumulativeTrapezoid") func differences3() throws {
    try expectText([Tensor([1.0, 5, 10]).cumulativeTrapezoid(Tensor([1.0, 3, 6]))], #"tensor([ 6.0000, 28.5000])"#)
  }

  @Test("Differences: func renorm") func differences4() throws {
    try expectText([Tensor([[3.0, 4], [0, 1]]).renorm(2, dim: 0, maxNorm: 1)], #"tensor([[0.6000, 0.8000], [0.0000, 1.0000]])"#)
  }

  @Test("Einsum: func einsum") func einsum1() throws {
    let a = Tensor([[1.0, 2], [3, 4]])
    try expectText([Tensor.einsum("ij,kj->ik", [a, a])], #"tensor([[ 5., 11.], [11., 25.]])"#)
    try expectText([Tensor.einsum("ii->i", [a])], #"tensor([1., 4.])"#)
  }

  @Test("EmbeddingMethods: func embedding") func embeddingMethods1() throws {
    try expectText([Tensor([[0.0, 1], [2, 3]]).embedding(Tensor([1, 0, 1]))], #"tensor([[2., 3.], [0., 1.], [2., 3.]])"#)
  }

  @Test("EmbeddingMethods: func oneHot") func embeddingMethods2() throws {
    try expectText([Tensor([0, 2]).oneHot()], #"tensor([[1, 0, 0], [0, 0, 1]])"#)
  }

  @Test("FourierFrequencies: func fftFreq") func fourierFrequencies1() throws {
    try expectText([Tensor.fftFreq(5, d: 0.1)], #"tensor([ 0.,  2.,  4., -4., -2.])"#)
  }

  @Test("FourierFrequencies: func rfftFreq") func fourierFrequencies2() throws {
    try expectText([Tensor.rfftFreq(5, d: 0.1)], #"tensor([0., 2., 4.])"#)
  }

  @Test("FourierFrequencies: func fftShift") func fourierFrequencies3() throws {
    try expectText([Tensor.fftFreq(4).fftShift()], #"tensor([-0.5000, -0.2500,  0.0000,  0.2500])"#)
  }

  @Test("FourierTransforms: func fft") func fourierTransforms1() throws {
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).fft()], #"tensor([10.+0.j, -2.+2.j, -2.+0.j, -2.-2.j])"#)
  }

  @Test("FourierTransforms: func rfft") func fourierTransforms2() throws {
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).rfft()], #"tensor([10.+0.j, -2.+2.j, -2.+0.j])"#)
  }

  @Test("FourierTransforms: func fftn") func fourierTransforms3() throws {
    try expectText([Tensor.ones(2, 2).fftn()], #"tensor([[4.+0.j, 0.+0.j], [0.+0.j, 0.+0.j]])"#)
  }

  @Test("Histograms: func histc") func histograms1() throws {
    try expectText([Tensor([1.0, 2, 1]).histc(bins: 4, min: 0, max: 3)], #"tensor([0., 2., 1., 0.])"#)
  }

  @Test("Histograms: func histogram") func histograms2() throws {
    try expectText([Tensor([1.0, 2, 1]).histogram(bins: 4, range: (0, 3)).hist], #"tensor([0., 2., 1., 0.])"#)
  }

  @Test("IndexingMethods: func indexAdd") func indexingMethods1() throws {
    try expectText([Tensor.zeros(3).indexAdd(0, Tensor([0, 2, 2]), Tensor([1.0, 2, 3]))], #"tensor([1., 0., 5.])"#)
  }

  @Test("IndexingMethods: func indexCopy") func indexingMethods2() throws {
    try expectText([Tensor.zeros(3).indexCopy(0, Tensor([2, 0]), Tensor([1.0, 2]))], #"tensor([2., 0., 1.])"#)
  }

  @Test("IndexingMethods: func indexFill") func indexingMethods3() throws {
    try expectText([Tensor.zeros(3).indexFill(0, Tensor([0, -1]), 7)], #"tensor([7., 0., 7.])"#)
  }

  @Test("InterpolationMethods: struct ScaleFactor") func interpolationMethods1() throws {
    let image = Tensor.ones(1, 1, 2, 2)
    discard(image.interpolate(scaleFactor: 2))
    discard(image.interpolate(scaleFactor: [2, 0.5]))
  }

  @Test("InterpolationMethods: func interpolate") func interpolationMethods2() throws {
    try expectText([Tensor([[[1.0, 3]]]).interpolate(size: 4, mode: .linear)], #"tensor([[[1.0000, 1.5000, 2.5000, 3.0000]]])"#)
  }

  @Test("Linalg: func pinv") func linalg1() throws {
    try expectText([Linalg.pinv(Tensor([[1.0, 0], [0, 2], [0, 0]]))], #"tensor([[1.0000, 0.0000, 0.0000], [0.0000, 0.5000, 0.0000]])"#)
  }

  @Test("Linalg: func solve") func linalg2() throws {
    try expectText([Linalg.solve(Tensor([[2.0, 0], [0, 4]]), Tensor([2.0, 2]))], #"tensor([1.0000, 0.5000])"#)
  }

  @Test("LinalgChecked: func choleskyEx") func linalgChecked1() throws {
    try expectText([Linalg.choleskyEx(Tensor([[1.0, 0], [0, -1]])).info], #"tensor(2, dtype=int32)"#)
  }

  @Test("LinalgDecompositions: func cholesky") func linalgDecompositions1() throws {
    try expectText([Linalg.cholesky(Tensor([[4.0, 2], [2, 5]]))], #"tensor([[2., 0.], [1., 2.]])"#)
  }

  @Test("LinalgDecompositions: func matrixExp") func linalgDecompositions2() throws {
    try expectText([Linalg.matrixExp(Tensor([[0.0, 1], [0, 0]]))], #"tensor([[1., 1.], [0., 1.]])"#)
  }

  @Test("LinalgDecompositions: func vander") func linalgDecompositions3() throws {
    try expectText([Linalg.vander(Tensor([1, 2, 3]))], #"tensor([[1, 1, 1], [1, 2, 4], [1, 3, 9]])"#)
  }

  @Test("LinalgNorms: func cdist") func linalgNorms1() throws {
    try expectText([Tensor([[0.0, 0]]).cdist(Tensor([[3.0, 4], [0, 1]]))], #"tensor([[5., 1.]])"#)
  }

  @Test("LinearMethods: func linear") func linearMethods1() throws {
    try expectText([Tensor([[1.0, 2]]).linear(Tensor([[3.0, 4]]), Tensor([0.5]))], #"tensor([[11.5000]])"#)
  }

  @Test("LinearMethods: func cosineSimilarity") func linearMethods2() throws {
    try expectText([Tensor([[1.0, 0]]).cosineSimilarity(Tensor([[1.0, 1]]))], #"tensor([0.7071])"#)
  }

  @Test("Literals: let own") func literals1() throws {
    discard(Tensor([[1, 2], [3, 4]]))
    discard(Tensor([2.0, 3.0], requiresGrad: true))
  }

  @Test("LossMethods: func mseLoss") func lossMethods1() throws {
    try expectText([Tensor([1.0, 2.0]).mseLoss(Tensor([1.0, 4.0]))], #"tensor(2.)"#)
  }

  @Test("NormalizationMethods: func batchNorm") func normalizationMethods1() throws {
    let beta = Tensor.zeros(3)
    let gamma = Tensor.ones(3)
    let mean = Tensor.zeros(3)
    let variance = Tensor.ones(3)
    let x = Tensor.ones(4, 3)
    let y = x.batchNorm(runningMean: mean, runningVar: variance, weight: gamma, bias: beta, training: true)
    _ = y
  }

  @Test("NormalizationMethods: func layerNorm") func normalizationMethods2() throws {
    try expectText([Tensor([[1.0, 2, 3]]).layerNorm([3])], #"tensor([[-1.2247,  0.0000,  1.2247]])"#)
  }

  @Test("NormalizationMethods: func normalize") func normalizationMethods3() throws {
    try expectText([Tensor([[3.0, 4.0]]).normalize()], #"tensor([[0.6000, 0.8000]])"#)
  }

  @Test("PoolingMethods: func maxPool2d") func poolingMethods1() throws {
    try expectText([Tensor.arange(16.0).view(1, 1, 4, 4).maxPool2d(2)], #"tensor([[[[ 5.,  7.], [13., 15.]]]])"#)
  }

  @Test("PoolingMethods: func avgPool2d") func poolingMethods2() throws {
    try expectText([Tensor.arange(16.0).view(1, 1, 4, 4).avgPool2d(2)], #"tensor([[[[ 2.5000,  4.5000], [10.5000, 12.5000]]]])"#)
  }

  @Test("QuantileMethods: func quantile") func quantileMethods1() throws {
    try expectText([Tensor([0.0, 1, 2, 4]).quantile(0.5)], #"tensor(1.5000)"#)
  }

  @Test("Random: func rand") func random1() throws {
    discard(manualSeed(100))
    try expectText([Tensor.rand(3)], #"tensor([0.1117, 0.8158, 0.2626])"#)
  }

  @Test("ReductionMethods: func sum") func reductionMethods1() throws {
    try expectText([Tensor.ones(2, 3).sum(dim: 0)], #"tensor([2., 2., 2.])"#)
  }

  @Test("Reflectors: func ormqr") func reflectors1() throws {
    let a = Tensor([[1.0, 2], [3, 4]])
    let b = Tensor([[1.0], [2]])
    let qr = a.geqrf()
    discard(qr.a.ormqr(qr.tau, b, transpose: true))
  }

  @Test("ScatterReduction: func scatterReduce") func scatterReduction1() throws {
    try expectText([Tensor([1.0, 2]).scatterReduce(0, Tensor([0, 0, 1]), Tensor([5.0, 3, 1]), .amax)], #"tensor([5., 2.])"#)
  }

  @Test("ScatterReduction: func indexReduce") func scatterReduction2() throws {
    try expectText([Tensor([1.0, 2]).indexReduce(0, Tensor([0, 0]), Tensor([5.0, 3]), .mean)], #"tensor([3., 2.])"#)
  }

  @Test("SplittingMethods: func split") func splittingMethods1() throws {
    try expectText([Tensor.arange(5).split(2)], #"[tensor([0, 1]), tensor([2, 3]), tensor([4])]"#)
  }

  @Test("SplittingMethods: func chunk") func splittingMethods2() throws {
    try expectText([Tensor.arange(5).chunk(3)], #"[tensor([0, 1]), tensor([2, 3]), tensor([4])]"#)
  }

  @Test("SplittingMethods: func tensorSplit") func splittingMethods3() throws {
    try expectText([Tensor.arange(5).tensorSplit(3)], #"[tensor([0, 1]), tensor([2, 3]), tensor([4])]"#)
  }

  @Test("SplittingMethods: func tensorSplit") func splittingMethods4() throws {
    try expectText([Tensor.arange(5).tensorSplit([1, -1])], #"[tensor([0]), tensor([1, 2, 3]), tensor([4])]"#)
  }

  @Test("StackingMethods: func atLeast2D") func stackingMethods1() throws {
    try expectText([Tensor([1, 2]).atLeast2D()], #"tensor([[1, 2]])"#)
  }

  @Test("StackingMethods: func hstack") func stackingMethods2() throws {
    try expectText([Tensor.hstack([Tensor([1, 2]), Tensor([3])])], #"tensor([1, 2, 3])"#)
  }

  @Test("StackingMethods: func vstack") func stackingMethods3() throws {
    try expectText([Tensor.vstack([Tensor([1, 2]), Tensor([3, 4])])], #"tensor([[1, 2], [3, 4]])"#)
  }

  @Test("StackingMethods: func columnStack") func stackingMethods4() throws {
    try expectText([Tensor.columnStack([Tensor([1, 2]), Tensor([3, 4])])], #"tensor([[1, 3], [2, 4]])"#)
  }

  @Test("StackingMethods: func meshgrid") func stackingMethods5() throws {
    try expectText([Tensor.meshgrid([Tensor([1, 2]), Tensor([3, 4, 5])])[0]], #"tensor([[1, 1, 1], [2, 2, 2]])"#)
  }

  @Test("StackingMethods: func blockDiag") func stackingMethods6() throws {
    try expectText([Tensor.blockDiag([Tensor([[1, 2]]), Tensor(3)])], #"tensor([[1, 2, 0], [0, 0, 3]])"#)
  }

  @Test("StackingMethods: func cartesianProd") func stackingMethods7() throws {
    try expectText([Tensor.cartesianProd([Tensor([1, 2]), Tensor([3, 4])])], #"tensor([[1, 3], [1, 4], [2, 3], [2, 4]])"#)
  }

  @Test("StatisticsMethods: func stdMean") func statisticsMethods1() throws {
    let found = Tensor([1.0, 3]).stdMean()
    try expectText([found.std], #"tensor(1.4142)"#)
    try expectText([found.mean], #"tensor(2.)"#)
  }

  @Test("StatisticsMethods: func aminmax") func statisticsMethods2() throws {
    let found = Tensor([3, 1, 2]).aminmax()
    try expectText([found.min], #"tensor(1)"#)
    try expectText([found.max], #"tensor(3)"#)
  }

  @Test("StatisticsMethods: func nanSum") func statisticsMethods3() throws {
    try expectText([Tensor([1.0, .nan, 2]).nanSum()], #"tensor(3.)"#)
  }

  @Test("StatisticsMethods: func nanMean") func statisticsMethods4() throws {
    try expectText([Tensor([1.0, .nan, 2]).nanMean()], #"tensor(1.5000)"#)
  }

  @Test("StatisticsMethods: func countNonzero") func statisticsMethods5() throws {
    try expectText([Tensor([0, 3, -1]).countNonzero()], #"tensor(2)"#)
  }

  @Test("Subscripts: subscript") func subscripts1() throws {
    let x = Tensor.arange(6).view(2, 3)
    try expectText([x[0, 1...]], #"tensor([1, 2])"#)
    x[1, ..<2] = Tensor([7, 8])
  }

  @Test("TakingMethods: func take") func takingMethods1() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).take(Tensor([3, -4]))], #"tensor([4, 1])"#)
  }

  @Test("TakingMethods: func put") func takingMethods2() throws {
    try expectText([Tensor.zeros(2, 2).put(Tensor([0, 3, 3]), Tensor([1.0, 2, 3]), accumulate: true)], #"tensor([[1., 0.], [0., 5.]])"#)
  }

  @Test("TakingMethods: func takeAlongDim") func takingMethods3() throws {
    let x = Tensor([[3, 1, 2], [6, 5, 4]])
    try expectText([x.takeAlongDim(x.argsort(dim: 1), 1)], #"tensor([[1, 2, 3], [4, 5, 6]])"#)
  }

  @Test("TakingMethods: func indexPut") func takingMethods4() throws {
    try expectText([Tensor.zeros(3).indexPut([Tensor([0, 2, 2])], Tensor(1.0), accumulate: true)], #"tensor([1., 0., 2.])"#)
  }

  @Test("TakingMethods: func repeatInterleave") func takingMethods5() throws {
    try expectText([Tensor([1, 2]).repeatInterleave(2)], #"tensor([1, 1, 2, 2])"#)
  }

  @Test("TakingMethods: func repeatInterleave") func takingMethods6() throws {
    try expectText([Tensor([5, 6, 7]).repeatInterleave(Tensor([2, 0, 1]))], #"tensor([5, 5, 7])"#)
  }

  @Test("TakingMethods: func repeatInterleave") func takingMethods7() throws {
    try expectText([Tensor.repeatInterleave(Tensor([1, 0, 2]))], #"tensor([0, 2, 2])"#)
  }

  @Test("TensorProducts: func addmm") func tensorProducts1() throws {
    try expectText([Tensor([1.0, 2]).addmm(Tensor.eye(2), Tensor.ones(2, 2), alpha: 2)], #"tensor([[3., 4.], [3., 4.]])"#)
  }

  @Test("TensorProducts: func tensordot") func tensorProducts2() throws {
    try expectText([Tensor.ones(2, 3, 4).tensordot(Tensor.ones(4, 3, 5), dims: ([1, 2], [1, 0])).shape], #"Size([2, 5])"#)
  }

  @Test("TensorProducts: func kron") func tensorProducts3() throws {
    try expectText([Tensor([1, 2]).kron(Tensor([1, 10]))], #"tensor([1, 10, 2, 20])"#)
  }

  @Test("TensorProducts: func cross") func tensorProducts4() throws {
    try expectText([Linalg.cross(Tensor([1, 0, 0]), Tensor([0, 1, 0]))], #"tensor([0, 0, 1])"#)
  }

  @Test("Values: func toArray") func values1() throws {
    try expectText([Tensor([[1.5, 2], [3, 4]]).toArray(Double.self)], #"[1.5, 2.0, 3.0, 4.0]"#)
  }

  @Test("ViewReplacement: func selectScatter") func viewReplacement1() throws {
    try expectText([Tensor.zeros(2, 2).selectScatter(Tensor([1.0, 2]), 0, 1)], #"tensor([[0., 0.], [1., 2.]])"#)
  }

  @Test("ViewReplacement: func sliceScatter") func viewReplacement2() throws {
    try expectText([Tensor.zeros(4).sliceScatter(Tensor([1.0, 2]), 0, start: 1, step: 2)], #"tensor([0., 1., 0., 2.])"#)
  }

  @Test("ViewReplacement: func slice") func viewReplacement3() throws {
    try expectText([Tensor.arange(6).slice(0, start: 1, step: 2)], #"tensor([1, 3, 5])"#)
  }

  @Test("Checkpoint: func checkpoint") func checkpoint1() throws {
    let w1 = Tensor.ones(4, 3)
    let w2 = Tensor.ones(1, 4)
    let x = Tensor.ones(2, 3, requiresGrad: true)
    let y = checkpoint { (x.linear(w1).relu()).linear(w2) }
    discard(y.sum().backward())
  }

  @Test("FunctionGradients: func grad") func functionGradients1() throws {
    let slope = grad(of: { $0 ** 3 })
    try expectText([slope(Tensor(2.0))], #"tensor(12.)"#)
    try expectText([grad(of: slope)(Tensor(2.0))], #"tensor(12.)"#)
  }

  @Test("FunctionGradients: func grad") func functionGradients2() throws {
    try expectText([grad(of: { $0[0] * $0[1] }, argnums: [0, 1])([Tensor(2.0), Tensor(3.0)])], #"[tensor(3.), tensor(2.)]"#)
  }

  @Test("FunctionGradients: func vjp") func functionGradients3() throws {
    let (y, pullback) = try vjp(of: { [$0[0].sin()] }, at: [Tensor([0.0, 1.0])])
    try expectText([pullback([Tensor.ones(like: y[0])])], #"[tensor([1.0000, 0.5403])]"#)
  }

  @Test("FunctionGradients: func jvp") func functionGradients4() throws {
    try expectText([try jvp(of: { [$0[0].sin()] }, at: [Tensor([0.0, 1.0])], tangents: [Tensor([2.0, 1.0])]).tangents], #"[tensor([2.0000, 0.5403])]"#)
  }

  @Test("FunctionGradients: func hvp") func functionGradients5() throws {
    try expectText([try hvp(of: { ($0 ** 3).sum() }, at: Tensor([1.0, 2.0]), Tensor([1.0, 0.5])).product], #"tensor([6., 6.])"#)
  }

  @Test("GradientCheck: func gradcheck") func gradientCheck1() throws {
    let x = Tensor([0.5, 1.5], dtype: .float64, requiresGrad: true)
    try expectText([try gradcheck({ [$0[0].sin() * $0[0]] }, [x])], #"true"#)
  }

  @Test("GradientCheck: func gradgradcheck") func gradientCheck2() throws {
    try expectText([try gradgradcheck({ [$0[0] ** 3] }, [Tensor([0.5, 1.5], dtype: .float64, requiresGrad: true)])], #"true"#)
  }

  @Test("Jacobians: func jacobian") func jacobians1() throws {
    try expectText([try jacobian(of: { [$0[0] * $0[1]] }, at: [Tensor([1.0, 2.0]), Tensor([3.0, 4.0])])[0][1]], #"tensor([[1., 0.], [0., 2.]])"#)
  }

  @Test("Jacobians: func hessian") func jacobians2() throws {
    try expectText([try hessian(of: { ($0[0] * $0[1]).sum() }, at: [Tensor([1.0]), Tensor([2.0])])[0][1]], #"tensor([[1.]])"#)
  }

  @Test("Vmap: func vmap") func vmap1() throws {
    let dot = vmap { [$0[0].dot($0[1])] }
    try expectText([dot([Tensor.ones(3, 2), Tensor.ones(3, 2)])[0]], #"tensor([2., 2., 2.])"#)
  }
}
