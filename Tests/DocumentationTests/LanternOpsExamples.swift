// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternOpsExamples {
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
}
