// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternSurfaceExamples {
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

  @Test("DeviceMethods: func to") func deviceMethods1() throws {
    let x = Tensor.ones(2, 3).to(.cuda(0))
    _ = [x.device] as [Any]
  }

  @Test("DeviceMethods: func withDevice") func deviceMethods2() throws {
    let x = withDevice(.cuda(0)) { Tensor.zeros(2, 3) }
    _ = x
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
}
