// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternOpsLtoZExamples {
  @Test("LinearAlgebra: func mm") func linearAlgebra1() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).mm(Tensor([[1, 0], [0, 2]]))], #"tensor([[1, 4], [3, 8]])"#)
  }

  @Test("LinearAlgebra: func bmm") func linearAlgebra2() throws {
    try expectText([Tensor.ones(3, 2, 4).bmm(Tensor.ones(3, 4, 5)).shape], #"Size([3, 2, 5])"#)
  }

  @Test("LinearAlgebra: func mv") func linearAlgebra3() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).mv(Tensor([1, 10]))], #"tensor([21, 43])"#)
  }

  @Test("LinearAlgebra: func dot") func linearAlgebra4() throws {
    try expectText([Tensor([1, 2, 3]).dot(Tensor([4, 5, 6]))], #"tensor(32)"#)
  }

  @Test("LinearAlgebra: func matmul") func linearAlgebra5() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).matmul(Tensor([1, 10]))], #"tensor([21, 43])"#)
    try expectText([Tensor.ones(5, 1, 2, 3).matmul(Tensor.ones(4, 3, 2)).shape], #"Size([5, 4, 2, 2])"#)
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

  @Test("Rearranging: func `repeat`") func rearranging2() throws {
    try expectText([Tensor([1, 2]).repeat([2, 2])], #"tensor([[1, 2, 1, 2], [1, 2, 1, 2]])"#)
  }

  @Test("Rearranging: func tile") func rearranging3() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).tile(2)], #"tensor([[1, 2, 1, 2], [3, 4, 3, 4]])"#)
  }

  @Test("Rearranging: func tile") func rearranging4() throws {
    try expectText([Tensor([1, 2]).tile([2, 1])], #"tensor([[1, 2], [1, 2]])"#)
  }

  @Test("Rearranging: func roll") func rearranging5() throws {
    try expectText([Tensor([[1, 2, 3], [4, 5, 6]]).roll(1, 1)], #"tensor([[3, 1, 2], [6, 4, 5]])"#)
  }

  @Test("Rearranging: func roll") func rearranging6() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).roll([1, 1], [0, 1])], #"tensor([[4, 3], [2, 1]])"#)
  }

  @Test("Rearranging: func roll") func rearranging7() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).roll(1)], #"tensor([[4, 1], [2, 3]])"#)
  }

  @Test("Rearranging: func tril") func rearranging8() throws {
    try expectText([Tensor.ones(3, 3).tril()], #"tensor([[1., 0., 0.], [1., 1., 0.], [1., 1., 1.]])"#)
    try expectText([Tensor.ones(3, 3).tril(1)], #"tensor([[1., 1., 0.], [1., 1., 1.], [1., 1., 1.]])"#)
  }

  @Test("Rearranging: func triu") func rearranging9() throws {
    try expectText([Tensor.ones(3, 3).triu(1)], #"tensor([[0., 1., 1.], [0., 0., 1.], [0., 0., 0.]])"#)
  }

  @Test("Rearranging: func tril_") func rearranging10() throws {
    try expectText([Tensor.ones(2, 2).tril_()], #"tensor([[1., 0.], [1., 1.]])"#)
  }

  @Test("Rearranging: func triu_") func rearranging11() throws {
    try expectText([Tensor.ones(2, 2).triu_()], #"tensor([[1., 1.], [0., 1.]])"#)
  }

  @Test("Rearranging: func outer") func rearranging12() throws {
    try expectText([Tensor([1, 2]).outer(Tensor([10, 20, 30]))], #"tensor([[10, 20, 30], [20, 40, 60]])"#)
  }

  @Test("Rounding: func floor") func rounding1() throws {
    try expectText([Tensor([1.5, -1.5]).floor()], #"tensor([ 1., -2.])"#)
  }

  @Test("Rounding: func ceil") func rounding2() throws {
    try expectText([Tensor([1.5, -1.5]).ceil()], #"tensor([ 2., -1.])"#)
  }

  @Test("Rounding: func trunc") func rounding3() throws {
    try expectText([Tensor([1.5, -1.5]).trunc()], #"tensor([ 1., -1.])"#)
  }

  @Test("Rounding: func round") func rounding4() throws {
    try expectText([Tensor([0.5, 1.5, 2.4, -0.6]).round()], #"tensor([ 0.,  2.,  2., -1.])"#)
  }

  @Test("Rounding: func frac") func rounding5() throws {
    try expectText([Tensor([1.5, -1.5]).frac()], #"tensor([ 0.5000, -0.5000])"#)
  }

  @Test("Searching: func searchSorted") func searching1() throws {
    try expectText([Tensor([1, 3, 5]).searchSorted(Tensor([3, 6]))], #"tensor([1, 3])"#)
  }

  @Test("Searching: func searchSorted") func searching2() throws {
    try expectText([Tensor([1, 3, 5, 7]).searchSorted(5)], #"tensor(2)"#)
    try expectText([Tensor([1, 3, 5, 7]).searchSorted(5, right: true)], #"tensor(3)"#)
  }

  @Test("Searching: func bucketize") func searching3() throws {
    try expectText([Tensor([1, 4, 9]).bucketize(Tensor([1, 3, 5]))], #"tensor([0, 2, 3])"#)
  }

  @Test("Searching: func bincount") func searching4() throws {
    try expectText([Tensor([1, 3, 1]).bincount()], #"tensor([0, 2, 0, 1])"#)
  }

  @Test("Selection: func median") func selection1() throws {
    try expectText([Tensor([4, 1, 3, 2]).median()], #"tensor(2)"#)
  }

  @Test("Selection: func median") func selection2() throws {
    try expectText([Tensor([[3, 1, 2], [6, 4, 5]]).median(dim: 1).values], #"tensor([2, 5])"#)
  }

  @Test("Selection: func nanMedian") func selection3() throws {
    try expectText([Tensor([1.0, .nan, 3.0, 2.0]).nanMedian()], #"tensor(2.)"#)
  }

  @Test("Selection: func nanMedian") func selection4() throws {
    try expectText([Tensor([[1.0, .nan], [4.0, 2.0]]).nanMedian(dim: 1).values], #"tensor([1., 2.])"#)
  }

  @Test("Selection: func mode") func selection5() throws {
    try expectText([Tensor([1, 3, 2, 3]).mode().values], #"tensor(3)"#)
  }

  @Test("Selection: func kthValue") func selection6() throws {
    try expectText([Tensor([4.0, 1, 3]).kthValue(2).values], #"tensor(3.)"#)
  }

  @Test("Selection: func cummax") func selection7() throws {
    try expectText([Tensor([1, 3, 2, 3]).cummax(dim: 0).indices], #"tensor([0, 1, 1, 3])"#)
  }

  @Test("Selection: func cummin") func selection8() throws {
    try expectText([Tensor([3, 1, 2]).cummin(dim: 0).values], #"tensor([3, 1, 1])"#)
  }

  @Test("Softmax: func softmax") func softmax1() throws {
    try expectText([Tensor([1.0, 2.0, 3.0]).softmax(0)], #"tensor([0.0900, 0.2447, 0.6652])"#)
  }

  @Test("Softmax: func logSoftmax") func softmax2() throws {
    try expectText([Tensor([[1.0, 2.0, 3.0]]).logSoftmax(-1)], #"tensor([[-2.4076, -1.4076, -0.4076]])"#)
  }

  @Test("Softmax: func logSumExp") func softmax3() throws {
    try expectText([Tensor([[0.0, 0.0], [1000.0, 1000.0]]).logSumExp(1)], #"tensor([6.9315e-01, 1.0007e+03])"#)
  }

  @Test("Softmax: func logSumExp") func softmax4() throws {
    try expectText([Tensor.zeros(2, 3).logSumExp(dims: [0, 1], keepDim: true)], #"tensor([[1.7918]])"#)
  }

  @Test("Solving: func det") func solving1() throws {
    try expectText([Tensor([[1.0, 2.0], [3.0, 4.0]]).det()], #"tensor(-2.)"#)
  }

  @Test("Solving: func inverse") func solving2() throws {
    try expectText([Tensor([[2.0, 1.0], [1.0, 3.0]]).inverse()], #"tensor([[ 0.6000, -0.2000], [-0.2000,  0.4000]])"#)
  }

  @Test("Solving: func trace") func solving3() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).trace()], #"tensor(5)"#)
  }

  @Test("Sorting: func sort") func sorting1() throws {
    try expectText([Tensor([3, 1, 2]).sort().values], #"tensor([1, 2, 3])"#)
  }

  @Test("Sorting: func argsort") func sorting2() throws {
    try expectText([Tensor([30, 10, 20]).argsort()], #"tensor([1, 2, 0])"#)
    try expectText([Tensor([30, 10, 20]).argsort(descending: true)], #"tensor([0, 2, 1])"#)
  }

  @Test("Sorting: func msort") func sorting3() throws {
    try expectText([Tensor([3, 1, 2]).msort()], #"tensor([1, 2, 3])"#)
  }

  @Test("Sorting: func topk") func sorting4() throws {
    try expectText([Tensor([1, 5, 3, 4]).topk(2).values], #"tensor([5, 4])"#)
    try expectText([Tensor([1, 5, 3, 4]).topk(2, largest: false).indices], #"tensor([0, 2])"#)
  }

  @Test("SpatialArguments: struct PerAxis") func spatialArguments1() throws {
    let n = 2
    let x = Tensor.ones(1, 1, 6, 6)
    discard(x.maxPool2d(2))
    discard(x.maxPool2d([3, 2]))
    discard(x.maxPool2d(PerAxis(n)))
  }

  @Test("SpatialArguments: init") func spatialArguments2() throws {
    try expectText([Tensor.ones(1, 4, 4).maxPool2d(PerAxis(2)).shape], #"Size([1, 2, 2])"#)
  }

  @Test("SpatialArguments: init") func spatialArguments3() throws {
    try expectText([Tensor.ones(1, 4, 6).maxPool2d(PerAxis([2, 3])).shape], #"Size([1, 2, 2])"#)
  }

  @Test("SpatialArguments: struct ConvolutionPadding") func spatialArguments4() throws {
    let weight = Tensor.ones(1, 1, 3, 3)
    let x = Tensor.ones(1, 1, 6, 6)
    discard(x.conv2d(weight, padding: 1))
    discard(x.conv2d(weight, padding: [0, 1]))
    discard(x.conv2d(weight, padding: .same))
  }

  @Test("SpatialArguments: init") func spatialArguments5() throws {
    try expectText([Tensor.ones(1, 1, 4).conv1d(Tensor.ones(1, 1, 3), padding: ConvolutionPadding(PerAxis(1))).shape], #"Size([1, 1, 4])"#)
  }

  @Test("SpatialArguments: init") func spatialArguments6() throws {
    try expectText([Tensor.ones(1, 1, 4).conv1d(Tensor.ones(1, 1, 3), padding: ConvolutionPadding(1)).shape], #"Size([1, 1, 4])"#)
  }

  @Test("SpecialFunctions: func lgamma") func specialFunctions1() throws {
    try expectText([Tensor([1.0, 5.0]).lgamma()], #"tensor([0.0000, 3.1781])"#)
  }

  @Test("SpecialFunctions: func lgamma_") func specialFunctions2() throws {
    try expectText([Tensor([3.0]).lgamma_()], #"tensor([0.6931])"#)
  }

  @Test("SpecialFunctions: func digamma") func specialFunctions3() throws {
    try expectText([Tensor([1.0, 2.0]).digamma()], #"tensor([-0.5772,  0.4228])"#)
  }

  @Test("SpecialFunctions: func digamma_") func specialFunctions4() throws {
    try expectText([Tensor([1.0]).digamma_()], #"tensor([-0.5772])"#)
  }

  @Test("SpecialFunctions: func polygamma") func specialFunctions5() throws {
    try expectText([Tensor([1.0]).polygamma(1)], #"tensor([1.6449])"#)
  }

  @Test("SpecialFunctions: func erfinv") func specialFunctions6() throws {
    try expectText([Tensor([0.0, 0.5, -1.0]).erfinv()], #"tensor([0.0000, 0.4769,   -inf])"#)
  }

  @Test("SpecialFunctions: func erfinv_") func specialFunctions7() throws {
    try expectText([Tensor([0.5]).erfinv_()], #"tensor([0.4769])"#)
  }

  @Test("SpecialFunctions: func logit") func specialFunctions8() throws {
    try expectText([Tensor([0.5, 0.9]).logit()], #"tensor([0.0000, 2.1972])"#)
  }

  @Test("SpecialFunctions: func logit_") func specialFunctions9() throws {
    try expectText([Tensor([0.5, 0.9]).logit_()], #"tensor([0.0000, 2.1972])"#)
  }

  @Test("SpecialFunctions: func xlogy") func specialFunctions10() throws {
    try expectText([Tensor([0.0, 2.0]).xlogy(Tensor([0.0, 10.0]))], #"tensor([0.0000, 4.6052])"#)
  }

  @Test("SpecialFunctions: func xlogy") func specialFunctions11() throws {
    try expectText([Tensor([0.0, 2.0]).xlogy(10)], #"tensor([0.0000, 4.6052])"#)
  }

  @Test("SpecialFunctions: func xlogy_") func specialFunctions12() throws {
    try expectText([Tensor([0.0, 2.0]).xlogy_(Tensor([0.0, 10.0]))], #"tensor([0.0000, 4.6052])"#)
  }

  @Test("SpecialFunctions: func round") func specialFunctions13() throws {
    try expectText([Tensor([1.2345, -6.78]).round(decimals: 1)], #"tensor([ 1.2000, -6.8000])"#)
  }

  @Test("SpecialFunctions: func round_") func specialFunctions14() throws {
    try expectText([Tensor([1.234, 5.678]).round_(decimals: 1)], #"tensor([1.2000, 5.7000])"#)
  }

  @Test("SpecialFunctions: func nanToNum") func specialFunctions15() throws {
    try expectText([Tensor([.nan, .infinity, 1.0]).nanToNum(posinf: 100)], #"tensor([  0., 100.,   1.])"#)
  }

  @Test("SpecialFunctions: func nanToNum_") func specialFunctions16() throws {
    try expectText([Tensor([.nan, 1.0]).nanToNum_(nan: -1)], #"tensor([-1.,  1.])"#)
  }

  @Test("SpecialFunctions: func isClose") func specialFunctions17() throws {
    try expectText([Tensor([1.0, 2.0]).isClose(Tensor([1.0 + 1e-7, 2.1]))], #"tensor([ True, False])"#)
  }

  @Test("SpecialFunctions: func allClose") func specialFunctions18() throws {
    try expectText([Tensor([1.0, 2.0]).allClose(Tensor([1.0, 2.000001]))], #"true"#)
  }

  @Test("Statistics: func `var`") func statistics1() throws {
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).var()], #"tensor(1.6667)"#)
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).var(correction: 0)], #"tensor(1.2500)"#)
  }

  @Test("Statistics: func `var`") func statistics2() throws {
    try expectText([Tensor([[1.0, 3.0], [2.0, 6.0]]).var(dim: 1)], #"tensor([2., 8.])"#)
  }

  @Test("Statistics: func `var`") func statistics3() throws {
    try expectText([Tensor.arange(8.0).view(2, 2, 2).var(dims: [0, -1])], #"tensor([5.6667, 5.6667])"#)
  }

  @Test("Statistics: func `var`") func statistics4() throws {
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).var(unbiased: false)], #"tensor(1.2500)"#)
  }

  @Test("Statistics: func std") func statistics5() throws {
    try expectText([Tensor.linspace(0, 10, 6).std()], #"tensor(3.7417)"#)
  }

  @Test("Statistics: func std") func statistics6() throws {
    try expectText([Tensor([[1.0, 3.0], [2.0, 6.0]]).std(dim: 1, keepDim: true)], #"tensor([[1.4142], [2.8284]])"#)
  }

  @Test("Statistics: func std") func statistics7() throws {
    try expectText([Tensor.arange(8.0).view(2, 2, 2).std(dims: [0, -1])], #"tensor([2.3805, 2.3805])"#)
  }

  @Test("Statistics: func std") func statistics8() throws {
    try expectText([Tensor([1.0, 3.0]).std(unbiased: false)], #"tensor(1.)"#)
  }

  @Test("Statistics: func norm") func statistics9() throws {
    try expectText([Tensor([3.0, 4.0]).norm()], #"tensor(5.)"#)
    try expectText([Tensor([3.0, 4.0]).norm(1)], #"tensor(7.)"#)
  }

  @Test("Statistics: func norm") func statistics10() throws {
    try expectText([Tensor([[3.0, 4.0], [6.0, 8.0]]).norm(dim: 1)], #"tensor([ 5., 10.])"#)
  }

  @Test("Statistics: func norm") func statistics11() throws {
    try expectText([Tensor.ones(2, 2, 2).norm(dims: [0, 1])], #"tensor([2., 2.])"#)
  }

  @Test("Tests: func eq") func tests1() throws {
    try expectText([Tensor([1, 2]).eq(Tensor([1, 3]))], #"tensor([ True, False])"#)
  }

  @Test("Tests: func ne") func tests2() throws {
    try expectText([Tensor([1, 2]).ne(Tensor([1, 3]))], #"tensor([False,  True])"#)
  }

  @Test("Tests: func lt") func tests3() throws {
    try expectText([Tensor([1, 2, 3]).lt(Tensor([2, 2, 2]))], #"tensor([ True, False, False])"#)
  }

  @Test("Tests: func le") func tests4() throws {
    try expectText([Tensor([1, 2, 3]).le(Tensor([2, 2, 2]))], #"tensor([ True,  True, False])"#)
  }

  @Test("Tests: func gt") func tests5() throws {
    try expectText([Tensor([1, 2, 3]).gt(Tensor([2, 2, 2]))], #"tensor([False, False,  True])"#)
  }

  @Test("Tests: func ge") func tests6() throws {
    try expectText([Tensor([1, 2, 3]).ge(Tensor([2, 2, 2]))], #"tensor([False,  True,  True])"#)
  }

  @Test("Tests: func isNaN") func tests7() throws {
    try expectText([Tensor([1.0, .nan]).isNaN()], #"tensor([False,  True])"#)
  }

  @Test("Tests: func isInf") func tests8() throws {
    try expectText([Tensor([1.0, -.infinity]).isInf()], #"tensor([False,  True])"#)
  }

  @Test("Tests: func isFinite") func tests9() throws {
    try expectText([Tensor([1.0, .infinity, .nan]).isFinite()], #"tensor([ True, False, False])"#)
  }

  @Test("Tests: func signbit") func tests10() throws {
    try expectText([Tensor([1.0, -1.0, -0.0]).signbit()], #"tensor([False,  True,  True])"#)
  }

  @Test("Tests: func logicalNot") func tests11() throws {
    try expectText([Tensor([0, 1, 2]).logicalNot()], #"tensor([ True, False, False])"#)
  }

  @Test("Tests: func logicalAnd") func tests12() throws {
    try expectText([Tensor([0, 1, 2]).logicalAnd(Tensor([1, 1, 0]))], #"tensor([False,  True, False])"#)
  }

  @Test("Tests: func logicalOr") func tests13() throws {
    try expectText([Tensor([0, 1, 0]).logicalOr(Tensor([0, 0, 2]))], #"tensor([False,  True,  True])"#)
  }

  @Test("Tests: func logicalXor") func tests14() throws {
    try expectText([Tensor([0, 1, 2]).logicalXor(Tensor([0, 0, 1]))], #"tensor([False,  True, False])"#)
  }

  @Test("Tests: func equal") func tests15() throws {
    try expectText([Tensor([1, 2]).equal(Tensor([1, 2]))], #"true"#)
  }

  @Test("Trigonometry: func sin") func trigonometry1() throws {
    try expectText([Tensor([0.0, 1.0]).sin()], #"tensor([0.0000, 0.8415])"#)
  }

  @Test("Trigonometry: func cos") func trigonometry2() throws {
    try expectText([Tensor([0.0, 1.0]).cos()], #"tensor([1.0000, 0.5403])"#)
  }

  @Test("Trigonometry: func tan") func trigonometry3() throws {
    try expectText([Tensor([0.0, 1.0]).tan()], #"tensor([0.0000, 1.5574])"#)
  }

  @Test("Trigonometry: func asin") func trigonometry4() throws {
    try expectText([Tensor([0.0, 1.0, 2.0]).asin()], #"tensor([0.0000, 1.5708,    nan])"#)
  }

  @Test("Trigonometry: func acos") func trigonometry5() throws {
    try expectText([Tensor([1.0, 0.0]).acos()], #"tensor([0.0000, 1.5708])"#)
  }

  @Test("Trigonometry: func atan") func trigonometry6() throws {
    try expectText([Tensor([0.0, 1.0]).atan()], #"tensor([0.0000, 0.7854])"#)
  }

  @Test("Trigonometry: func sinh") func trigonometry7() throws {
    try expectText([Tensor([0.0, 1.0]).sinh()], #"tensor([0.0000, 1.1752])"#)
  }

  @Test("Trigonometry: func cosh") func trigonometry8() throws {
    try expectText([Tensor([0.0, 1.0]).cosh()], #"tensor([1.0000, 1.5431])"#)
  }

  @Test("Trigonometry: func tanh") func trigonometry9() throws {
    try expectText([Tensor([0.0, 1.0]).tanh()], #"tensor([0.0000, 0.7616])"#)
  }

  @Test("Trigonometry: func asinh") func trigonometry10() throws {
    try expectText([Tensor([0.0, 1.0]).asinh()], #"tensor([0.0000, 0.8814])"#)
  }

  @Test("Trigonometry: func acosh") func trigonometry11() throws {
    try expectText([Tensor([1.0, 2.0]).acosh()], #"tensor([0.0000, 1.3170])"#)
  }

  @Test("Trigonometry: func atanh") func trigonometry12() throws {
    try expectText([Tensor([0.0, 0.5]).atanh()], #"tensor([0.0000, 0.5493])"#)
  }
}
