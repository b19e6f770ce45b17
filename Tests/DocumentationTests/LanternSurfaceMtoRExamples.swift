// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternSurfaceMtoRExamples {
  @Test("NormalizationMethods: func batchNorm") func normalizationMethods1() throws {
    let beta = Tensor.zeros(3)
    let gamma = Tensor.ones(3)
    let mean = Tensor.zeros(3)
    let variance = Tensor.ones(3)
    let x = Tensor.ones(4, 3)
    let y = x.batchNorm(runningMean: mean, runningVar: variance, weight: gamma, bias: beta, training: true)
    _ = y
  }

  @Test("NormalizationMethods: func instanceNorm") func normalizationMethods2() throws {
    try expectText([Tensor([[[1.0, 3.0], [10.0, 50.0]]]).instanceNorm()], #"tensor([[[-1.0000,  1.0000], [-1.0000,  1.0000]]])"#)
  }

  @Test("NormalizationMethods: func layerNorm") func normalizationMethods3() throws {
    try expectText([Tensor([[1.0, 2, 3]]).layerNorm([3])], #"tensor([[-1.2247,  0.0000,  1.2247]])"#)
  }

  @Test("NormalizationMethods: func rmsNorm") func normalizationMethods4() throws {
    try expectText([Tensor([[3.0, 4.0]]).rmsNorm([2])], #"tensor([[0.8485, 1.1314]])"#)
  }

  @Test("NormalizationMethods: func groupNorm") func normalizationMethods5() throws {
    try expectText([Tensor([[1.0, 3.0, 10.0, 30.0]]).groupNorm(2)], #"tensor([[-1.0000,  1.0000, -1.0000,  1.0000]])"#)
  }

  @Test("NormalizationMethods: func localResponseNorm") func normalizationMethods6() throws {
    try expectText([Tensor.ones(1, 2, 1).localResponseNorm(2, alpha: 2, beta: 1)], #"tensor([[[0.5000], [0.3333]]])"#)
  }

  @Test("NormalizationMethods: func normalize") func normalizationMethods7() throws {
    try expectText([Tensor([[3.0, 4.0]]).normalize()], #"tensor([[0.6000, 0.8000]])"#)
  }

  @Test("Operators: func") func operators1() throws {
    try expectText([Tensor([[1], [2]]) + Tensor([10, 20])], #"tensor([[11, 21], [12, 22]])"#)
  }

  @Test("Operators: func") func operators2() throws {
    try expectText([Tensor([1, 2]) + 0.5], #"tensor([1.5000, 2.5000])"#)
  }

  @Test("Operators: func") func operators3() throws {
    try expectText([1 + Tensor([1, 2])], #"tensor([2, 3])"#)
  }

  @Test("Operators: func") func operators4() throws {
    try expectText([Tensor([5, 6]) - Tensor([1, 2])], #"tensor([4, 4])"#)
  }

  @Test("Operators: func") func operators5() throws {
    try expectText([Tensor([5, 6]) - 1], #"tensor([4, 5])"#)
  }

  @Test("Operators: func") func operators6() throws {
    try expectText([10 - Tensor([1, 2])], #"tensor([9, 8])"#)
  }

  @Test("Operators: func") func operators7() throws {
    try expectText([Tensor([[1, 2], [3, 4]]) * Tensor([10, 100])], #"tensor([[ 10, 200], [ 30, 400]])"#)
  }

  @Test("Operators: func") func operators8() throws {
    try expectText([Tensor([1, 2]) * 3], #"tensor([3, 6])"#)
  }

  @Test("Operators: func") func operators9() throws {
    try expectText([3 * Tensor([1, 2])], #"tensor([3, 6])"#)
  }

  @Test("Operators: func") func operators10() throws {
    try expectText([Tensor([1, 2]) / Tensor([2, 4])], #"tensor([0.5000, 0.5000])"#)
  }

  @Test("Operators: func") func operators11() throws {
    try expectText([Tensor([1, 2]) / 2], #"tensor([0.5000, 1.0000])"#)
  }

  @Test("Operators: func") func operators12() throws {
    try expectText([1 / Tensor([2, 4])], #"tensor([0.5000, 0.2500])"#)
  }

  @Test("Operators: func") func operators13() throws {
    try expectText([Tensor([7, -7]) % Tensor([3, 3])], #"tensor([1, 2])"#)
  }

  @Test("Operators: func") func operators14() throws {
    try expectText([Tensor([7, -7]) % 3], #"tensor([1, 2])"#)
  }

  @Test("Operators: func") func operators15() throws {
    try expectText([Tensor([2, 3]) ** Tensor([3, 2])], #"tensor([8, 9])"#)
  }

  @Test("Operators: func") func operators16() throws {
    try expectText([Tensor([2.0, 3.0]) ** 2], #"tensor([4., 9.])"#)
  }

  @Test("Operators: func") func operators17() throws {
    try expectText([2 ** Tensor([1, 2, 3])], #"tensor([2, 4, 8])"#)
  }

  @Test("Operators: prefix func") func operators18() throws {
    try expectText([-Tensor([1, -2])], #"tensor([-1,  2])"#)
  }

  @Test("Operators: prefix func") func operators19() throws {
    try expectText([+Tensor([1, -2])], #"tensor([ 1, -2])"#)
  }

  @Test("Operators: prefix func") func operators20() throws {
    try expectText([~Tensor([true, false])], #"tensor([False,  True])"#)
    try expectText([~Tensor([0, 5])], #"tensor([-1, -6])"#)
  }

  @Test("Operators: func") func operators21() throws {
    try expectText([Tensor([true, true]) & Tensor([true, false])], #"tensor([ True, False])"#)
  }

  @Test("Operators: func") func operators22() throws {
    try expectText([Tensor([4, 1]) | Tensor([1, 1])], #"tensor([5, 1])"#)
  }

  @Test("Operators: func") func operators23() throws {
    try expectText([Tensor([5, 1]) ^ Tensor([1, 1])], #"tensor([4, 0])"#)
  }

  @Test("Operators: func") func operators24() throws {
    try expectText([Tensor([1, 3]) << Tensor([2, 1])], #"tensor([4, 6])"#)
  }

  @Test("Operators: func") func operators25() throws {
    try expectText([Tensor([8, 3]) >> Tensor([2, 1])], #"tensor([2, 1])"#)
  }

  @Test("Operators: func") func operators26() throws {
    try expectText([Tensor([1, 2]) .== Tensor([1, 3])], #"tensor([ True, False])"#)
  }

  @Test("Operators: func") func operators27() throws {
    try expectText([Tensor([1, 2]) .== 2], #"tensor([False,  True])"#)
  }

  @Test("Operators: func") func operators28() throws {
    try expectText([Tensor([1, 2]) .!= Tensor([1, 3])], #"tensor([False,  True])"#)
  }

  @Test("Operators: func") func operators29() throws {
    try expectText([Tensor([1, 2]) .!= 2], #"tensor([ True, False])"#)
  }

  @Test("Operators: func") func operators30() throws {
    try expectText([Tensor([1, 2]) .< Tensor([2, 2])], #"tensor([ True, False])"#)
  }

  @Test("Operators: func") func operators31() throws {
    try expectText([Tensor([1, 2]) .< 2], #"tensor([ True, False])"#)
  }

  @Test("Operators: func") func operators32() throws {
    try expectText([Tensor([1, 3]) .<= Tensor([1, 2])], #"tensor([ True, False])"#)
  }

  @Test("Operators: func") func operators33() throws {
    try expectText([Tensor([1, 3]) .<= 1], #"tensor([ True, False])"#)
  }

  @Test("Operators: func") func operators34() throws {
    try expectText([Tensor([1, 3]) .> Tensor([1, 2])], #"tensor([False,  True])"#)
  }

  @Test("Operators: func") func operators35() throws {
    try expectText([Tensor([1, 3]) .> 1], #"tensor([False,  True])"#)
  }

  @Test("Operators: func") func operators36() throws {
    try expectText([Tensor([1, 2]) .>= Tensor([2, 2])], #"tensor([False,  True])"#)
  }

  @Test("Operators: func") func operators37() throws {
    try expectText([Tensor([1, 2]) .>= 2], #"tensor([False,  True])"#)
  }

  @Test("Operators: func") func operators38() throws {
    let x = Tensor([[1, 2], [3, 4]])
    discard(x[0] += Tensor([10, 20]))
    try expectText([x], #"tensor([[11, 22], [ 3,  4]])"#)
  }

  @Test("Operators: func") func operators39() throws {
    let x = Tensor([1, 2])
    discard(x += 1)
    try expectText([x], #"tensor([2, 3])"#)
  }

  @Test("Operators: func") func operators40() throws {
    let x = Tensor([5, 6])
    discard(x -= Tensor([1, 2]))
    try expectText([x], #"tensor([4, 4])"#)
  }

  @Test("Operators: func") func operators41() throws {
    let x = Tensor([5, 6])
    discard(x -= 1)
    try expectText([x], #"tensor([4, 5])"#)
  }

  @Test("Operators: func") func operators42() throws {
    let x = Tensor([1, 2])
    discard(x *= Tensor([3, 4]))
    try expectText([x], #"tensor([3, 8])"#)
  }

  @Test("Operators: func") func operators43() throws {
    let x = Tensor([1, 2])
    discard(x *= 3)
    try expectText([x], #"tensor([3, 6])"#)
  }

  @Test("Operators: func") func operators44() throws {
    let x = Tensor([1.0, 2.0])
    discard(x /= Tensor([2.0, 8.0]))
    try expectText([x], #"tensor([0.5000, 0.2500])"#)
  }

  @Test("Operators: func") func operators45() throws {
    let x = Tensor([1.0, 2.0])
    discard(x /= 2)
    try expectText([x], #"tensor([0.5000, 1.0000])"#)
  }

  @Test("PoolingMethods: func maxPool1d") func poolingMethods1() throws {
    try expectText([Tensor([[1.0, 3.0, 2.0, 4.0]]).maxPool1d(2)], #"tensor([[3., 4.]])"#)
    try expectText([Tensor([[1.0, 3.0, 2.0, 4.0]]).maxPool1d(2, stride: 1)], #"tensor([[3., 3., 4.]])"#)
  }

  @Test("PoolingMethods: func maxPool2d") func poolingMethods2() throws {
    try expectText([Tensor.arange(16.0).view(1, 1, 4, 4).maxPool2d(2)], #"tensor([[[[ 5.,  7.], [13., 15.]]]])"#)
  }

  @Test("PoolingMethods: func maxPool3d") func poolingMethods3() throws {
    try expectText([Tensor.ones(1, 4, 4, 4).maxPool3d(2).shape], #"Size([1, 2, 2, 2])"#)
  }

  @Test("PoolingMethods: func maxPool1dWithIndices") func poolingMethods4() throws {
    try expectText([Tensor([[1.0, 3.0, 2.0, 4.0]]).maxPool1dWithIndices(2).indices], #"tensor([[1, 3]])"#)
  }

  @Test("PoolingMethods: func maxPool2dWithIndices") func poolingMethods5() throws {
    try expectText([Tensor.arange(16.0).view(1, 4, 4).maxPool2dWithIndices(2).indices], #"tensor([[[ 5,  7], [13, 15]]])"#)
  }

  @Test("PoolingMethods: func maxPool3dWithIndices") func poolingMethods6() throws {
    try expectText([Tensor.arange(8.0).view(1, 2, 2, 2).maxPool3dWithIndices(2).indices], #"tensor([[[[7]]]])"#)
  }

  @Test("PoolingMethods: func avgPool1d") func poolingMethods7() throws {
    try expectText([Tensor([[1.0, 3.0, 2.0, 4.0]]).avgPool1d(2)], #"tensor([[2., 3.]])"#)
  }

  @Test("PoolingMethods: func avgPool2d") func poolingMethods8() throws {
    try expectText([Tensor.arange(16.0).view(1, 1, 4, 4).avgPool2d(2)], #"tensor([[[[ 2.5000,  4.5000], [10.5000, 12.5000]]]])"#)
  }

  @Test("PoolingMethods: func avgPool3d") func poolingMethods9() throws {
    try expectText([Tensor.arange(8.0).view(1, 2, 2, 2).avgPool3d(2)], #"tensor([[[[3.5000]]]])"#)
  }

  @Test("PoolingMethods: func lpPool1d") func poolingMethods10() throws {
    try expectText([Tensor([[3.0, 4.0, 6.0, 8.0]]).lpPool1d(2, 2)], #"tensor([[ 5., 10.]])"#)
  }

  @Test("PoolingMethods: func lpPool2d") func poolingMethods11() throws {
    try expectText([Tensor.ones(1, 2, 2).lpPool2d(2, 2)], #"tensor([[[2.]]])"#)
  }

  @Test("PoolingMethods: func maxUnpool") func poolingMethods12() throws {
    let pooled = Tensor([[1.0, 3.0, 2.0, 4.0]]).maxPool1dWithIndices(2)
    try expectText([pooled.values.maxUnpool(pooled.indices, outputSize: [4])], #"tensor([[0., 3., 0., 4.]])"#)
  }

  @Test("PrintOptions: init") func printOptions2() throws {
    try expectText([Tensor([1.0, 0.5]).description(PrintOptions(precision: 2))], #"tensor([1.00, 0.50])"#)
  }

  @Test("PrintOptions: init") func printOptions3() throws {
    try expectText([Tensor([1.0, 0.5]).description(PrintOptions(profile: .short))], #"tensor([1.00, 0.50])"#)
  }

  @Test("QuantileMethods: func quantile") func quantileMethods1() throws {
    try expectText([Tensor([0.0, 1, 2, 4]).quantile(0.5)], #"tensor(1.5000)"#)
  }

  @Test("QuantileMethods: func quantile") func quantileMethods2() throws {
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).quantile(0.5)], #"tensor(2.5000)"#)
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).quantile(0.5, interpolation: .lower)], #"tensor(2.)"#)
  }

  @Test("QuantileMethods: func nanQuantile") func quantileMethods3() throws {
    try expectText([Tensor([1.0, .nan, 3.0]).nanQuantile(Tensor([0.0, 0.5]))], #"tensor([1., 2.])"#)
  }

  @Test("QuantileMethods: func nanQuantile") func quantileMethods4() throws {
    try expectText([Tensor([1.0, .nan, 3.0]).nanQuantile(0.5)], #"tensor(2.)"#)
  }

  @Test("Random: func rand") func random1() throws {
    discard(manualSeed(100))
    try expectText([Tensor.rand(3)], #"tensor([0.1117, 0.8158, 0.2626])"#)
  }

  @Test("Random: func rand") func random2() throws {
    try expectText([Tensor.rand([2, 3]).shape], #"Size([2, 3])"#)
  }

  @Test("Random: func randn") func random3() throws {
    try expectText([Tensor.randn(3, generator: Generator(seed: 0))], #"tensor([ 1.5410, -0.2934, -2.1788])"#)
  }

  @Test("Random: func randn") func random4() throws {
    try expectText([Tensor.randn([2, 3]).shape], #"Size([2, 3])"#)
  }

  @Test("Random: func normal") func random5() throws {
    try expectText([Tensor.normal(10, 0.5, [3], generator: Generator(seed: 0))], #"tensor([10.7705,  9.8533,  8.9106])"#)
  }

  @Test("Random: func randint") func random6() throws {
    try expectText([Tensor.randint(1, 7, [5], generator: Generator(seed: 0))], #"tensor([3, 4, 6, 1, 2])"#)
  }

  @Test("Random: func randint") func random7() throws {
    try expectText([Tensor.randint(10, [4], generator: Generator(seed: 0))], #"tensor([4, 9, 3, 0])"#)
  }

  @Test("Random: func randperm") func random8() throws {
    try expectText([Tensor.randperm(5, generator: Generator(seed: 0))], #"tensor([4, 0, 1, 3, 2])"#)
  }

  @Test("Random: func bernoulli") func random9() throws {
    try expectText([Tensor.bernoulli(Tensor([0.0, 1.0]))], #"tensor([0., 1.])"#)
  }

  @Test("Random: func rand") func random10() throws {
    try expectText([Tensor.rand(like: Tensor.zeros(2, 3)).shape], #"Size([2, 3])"#)
  }

  @Test("Random: func randn") func random11() throws {
    try expectText([Tensor.randn(like: Tensor.zeros(2, 3)).shape], #"Size([2, 3])"#)
  }

  @Test("RandomInPlace: func uniform_") func randomInPlace1() throws {
    try expectText([Tensor.zeros(3).uniform_(0, 10, generator: Generator(seed: 0))], #"tensor([4.9626, 7.6822, 0.8848])"#)
  }

  @Test("RandomInPlace: func normal_") func randomInPlace2() throws {
    try expectText([Tensor.zeros(3).normal_(0, 2, generator: Generator(seed: 0))], #"tensor([ 3.0820, -0.5869, -4.3576])"#)
  }

  @Test("RandomInPlace: func random_") func randomInPlace3() throws {
    try expectText([Tensor.zeros(4).random_(10, 20, generator: Generator(seed: 0))], #"tensor([14., 19., 13., 10.])"#)
  }

  @Test("RandomInPlace: func random_") func randomInPlace4() throws {
    try expectText([Tensor.zeros(4).random_(10, generator: Generator(seed: 0))], #"tensor([4., 9., 3., 0.])"#)
  }

  @Test("RandomInPlace: func random_") func randomInPlace5() throws {
    try expectText([Tensor.zeros(3, dtype: .bool).random_().dtype], #"bool"#)
  }

  @Test("RandomInPlace: func bernoulli_") func randomInPlace6() throws {
    try expectText([Tensor.zeros(3).bernoulli_(1)], #"tensor([1., 1., 1.])"#)
  }

  @Test("RandomInPlace: func exponential_") func randomInPlace7() throws {
    let times = Tensor.zeros(100).exponential_(2)
    try expectText([(times .>= 0).all()], #"tensor(True)"#)
  }

  @Test("RandomInPlace: func geometric_") func randomInPlace8() throws {
    let trials = Tensor.zeros(100).geometric_(0.5)
    try expectText([(trials .>= 1).all()], #"tensor(True)"#)
  }

  @Test("RandomInPlace: func cauchy_") func randomInPlace9() throws {
    try expectText([Tensor.zeros(2, 3).cauchy_().shape], #"Size([2, 3])"#)
  }

  @Test("RandomInPlace: func logNormal_") func randomInPlace10() throws {
    let x = Tensor.zeros(100).logNormal_(0, 1)
    try expectText([(x .> 0).all()], #"tensor(True)"#)
  }

  @Test("RandomInPlace: func multinomial") func randomInPlace11() throws {
    try expectText([Tensor.multinomial(Tensor([0.0, 0.0, 1.0]), 2, replacement: true)], #"tensor([2, 2])"#)
  }

  @Test("RankingLossMethods: func hingeEmbeddingLoss") func rankingLossMethods1() throws {
    try expectText([Tensor([0.3, 0.3]).hingeEmbeddingLoss(Tensor([1.0, -1.0]), reduction: .none)], #"tensor([0.3000, 0.7000])"#)
  }

  @Test("RankingLossMethods: func marginRankingLoss") func rankingLossMethods2() throws {
    try expectText([Tensor([2.0, 1.0]).marginRankingLoss(Tensor([1.0, 3.0]), Tensor([1.0, 1.0]))], #"tensor(1.)"#)
  }

  @Test("RankingLossMethods: func cosineEmbeddingLoss") func rankingLossMethods3() throws {
    try expectText([Tensor([[1.0, 0.0]]).cosineEmbeddingLoss(Tensor([[0.0, 1.0]]), Tensor([1.0]))], #"tensor(1.)"#)
  }

  @Test("RankingLossMethods: func tripletMarginLoss") func rankingLossMethods4() throws {
    try expectText([Tensor([[0.0]]).tripletMarginLoss(Tensor([[1.0]]), Tensor([[1.5]]))], #"tensor(0.5000)"#)
  }

  @Test("RankingLossMethods: func softMarginLoss") func rankingLossMethods5() throws {
    try expectText([Tensor([0.0, 2.0]).softMarginLoss(Tensor([1.0, -1.0]))], #"tensor(1.4100)"#)
  }

  @Test("RankingLossMethods: func multilabelSoftMarginLoss") func rankingLossMethods6() throws {
    try expectText([Tensor([[0.0, 2.0]]).multilabelSoftMarginLoss(Tensor([[1.0, 0.0]]))], #"tensor(1.4100)"#)
  }

  @Test("ReductionMethods: func sum") func reductionMethods1() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).sum()], #"tensor(10)"#)
    try expectText([Tensor([true, true, false]).sum()], #"tensor(2)"#)
  }

  @Test("ReductionMethods: func sum") func reductionMethods2() throws {
    try expectText([Tensor.ones(2, 3).sum(dim: 0)], #"tensor([2., 2., 2.])"#)
  }

  @Test("ReductionMethods: func sum") func reductionMethods3() throws {
    try expectText([Tensor.ones(2, 3, 4).sum(dims: [0, -1])], #"tensor([8., 8., 8.])"#)
  }

  @Test("ReductionMethods: func mean") func reductionMethods4() throws {
    try expectText([Tensor([[1.0, 2.0], [3.0, 6.0]]).mean()], #"tensor(3.)"#)
  }

  @Test("ReductionMethods: func mean") func reductionMethods5() throws {
    try expectText([Tensor([[1.0, 2.0], [3.0, 6.0]]).mean(dim: 1)], #"tensor([1.5000, 4.5000])"#)
    try expectText([Tensor([[1.0, 2.0], [3.0, 6.0]]).mean(dim: 1, keepDim: true)], #"tensor([[1.5000], [4.5000]])"#)
  }

  @Test("ReductionMethods: func mean") func reductionMethods6() throws {
    try expectText([Tensor.ones(2, 3, 4).mean(dims: [0, 2], keepDim: true).shape], #"Size([1, 3, 1])"#)
  }

  @Test("ReductionMethods: func prod") func reductionMethods7() throws {
    try expectText([Tensor([2, 3, 4]).prod()], #"tensor(24)"#)
  }

  @Test("ReductionMethods: func prod") func reductionMethods8() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).prod(dim: -1)], #"tensor([ 2, 12])"#)
  }

  @Test("ReductionMethods: func max") func reductionMethods9() throws {
    try expectText([Tensor([[1, 9], [3, 4]]).max()], #"tensor(9)"#)
  }

  @Test("ReductionMethods: func min") func reductionMethods10() throws {
    try expectText([Tensor([[1, 9], [3, 4]]).min()], #"tensor(1)"#)
  }

  @Test("ReductionMethods: func max") func reductionMethods11() throws {
    let x = Tensor([[1, 9], [3, 4]])
    try expectText([x.max(dim: 1).values], #"tensor([9, 4])"#)
    try expectText([x.max(dim: 1).indices], #"tensor([1, 1])"#)
  }

  @Test("ReductionMethods: func min") func reductionMethods12() throws {
    try expectText([Tensor([[1, 9], [3, 4]]).min(dim: 0).values], #"tensor([1, 4])"#)
  }

  @Test("ReductionMethods: func amax") func reductionMethods13() throws {
    try expectText([Tensor([[1, 9], [3, 4]]).amax(dim: 0)], #"tensor([3, 9])"#)
  }

  @Test("ReductionMethods: func amax") func reductionMethods14() throws {
    try expectText([Tensor.arange(8).view(2, 2, 2).amax(dims: [0, 1])], #"tensor([6, 7])"#)
  }

  @Test("ReductionMethods: func amin") func reductionMethods15() throws {
    try expectText([Tensor([[1, 9], [3, 4]]).amin(dim: 1, keepDim: true)], #"tensor([[1], [3]])"#)
  }

  @Test("ReductionMethods: func amin") func reductionMethods16() throws {
    try expectText([Tensor.arange(8).view(2, 2, 2).amin(dims: [0, 1])], #"tensor([0, 1])"#)
  }

  @Test("ReductionMethods: func argmax") func reductionMethods17() throws {
    try expectText([Tensor([[1, 9], [3, 4]]).argmax()], #"tensor(1)"#)
  }

  @Test("ReductionMethods: func argmax") func reductionMethods18() throws {
    try expectText([Tensor([[1, 9], [3, 4]]).argmax(dim: 1)], #"tensor([1, 1])"#)
  }

  @Test("ReductionMethods: func argmin") func reductionMethods19() throws {
    try expectText([Tensor([[5, 9], [3, 4]]).argmin()], #"tensor(2)"#)
  }

  @Test("ReductionMethods: func argmin") func reductionMethods20() throws {
    try expectText([Tensor([[5, 9], [3, 4]]).argmin(dim: -1)], #"tensor([0, 0])"#)
  }

  @Test("ReductionMethods: func any") func reductionMethods21() throws {
    try expectText([Tensor([0, 0, 3]).any()], #"tensor(True)"#)
  }

  @Test("ReductionMethods: func any") func reductionMethods22() throws {
    try expectText([Tensor([[0, 0], [0, 3]]).any(dim: 1)], #"tensor([False,  True])"#)
  }

  @Test("ReductionMethods: func any") func reductionMethods23() throws {
    try expectText([Tensor.zeros(2, 3, 4).any(dims: [0, 2])], #"tensor([False, False, False])"#)
  }

  @Test("ReductionMethods: func all") func reductionMethods24() throws {
    try expectText([Tensor([1, 0, 3]).all()], #"tensor(False)"#)
  }

  @Test("ReductionMethods: func all") func reductionMethods25() throws {
    try expectText([Tensor([[1, 1], [0, 3]]).all(dim: 1)], #"tensor([ True, False])"#)
  }

  @Test("ReductionMethods: func all") func reductionMethods26() throws {
    try expectText([Tensor.ones(2, 3, 4).all(dims: [0, 2])], #"tensor([True, True, True])"#)
  }

  @Test("Reflectors: func geqrf") func reflectors1() throws {
    try expectText([Tensor([[3.0], [4.0]]).geqrf().a[0]], #"tensor([-5.])"#)
  }

  @Test("Reflectors: func ormqr") func reflectors2() throws {
    let a = Tensor([[1.0, 2], [3, 4]])
    let b = Tensor([[1.0], [2]])
    let qr = a.geqrf()
    discard(qr.a.ormqr(qr.tau, b, transpose: true))
  }

  @Test("Reflectors: func householderProduct") func reflectors3() throws {
    let factors = Tensor([[3.0], [4.0]]).geqrf()
    try expectText([Linalg.householderProduct(factors.a, factors.tau)], #"tensor([[-0.6000], [-0.8000]])"#)
  }
}
