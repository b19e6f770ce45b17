// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternSurfaceMtoQExamples {
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
}
