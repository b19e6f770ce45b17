// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternSurfaceSExamples {
  @Test("ScatterReduction: func scatterReduce") func scatterReduction1() throws {
    try expectText([Tensor([1.0, 2]).scatterReduce(0, Tensor([0, 0, 1]), Tensor([5.0, 3, 1]), .amax)], #"tensor([5., 2.])"#)
  }

  @Test("ScatterReduction: func scatterReduce_") func scatterReduction2() throws {
    try expectText([Tensor.zeros(2).scatterReduce_(0, Tensor([1, 1]), Tensor([3.0, 5.0]), .amax)], #"tensor([0., 5.])"#)
  }

  @Test("ScatterReduction: func indexReduce") func scatterReduction3() throws {
    try expectText([Tensor([1.0, 2]).indexReduce(0, Tensor([0, 0]), Tensor([5.0, 3]), .mean)], #"tensor([3., 2.])"#)
  }

  @Test("ScatterReduction: func indexReduce_") func scatterReduction4() throws {
    try expectText([Tensor.ones(2).indexReduce_(0, Tensor([1, 1]), Tensor([3.0, 5.0]), .prod)], #"tensor([ 1., 15.])"#)
  }

  @Test("SplittingMethods: func split") func splittingMethods1() throws {
    try expectText([Tensor.arange(5).split(2)], #"[tensor([0, 1]), tensor([2, 3]), tensor([4])]"#)
  }

  @Test("SplittingMethods: func split") func splittingMethods2() throws {
    try expectText([Tensor.arange(5).split([2, 3])], #"[tensor([0, 1]), tensor([2, 3, 4])]"#)
  }

  @Test("SplittingMethods: func chunk") func splittingMethods3() throws {
    try expectText([Tensor.arange(5).chunk(3)], #"[tensor([0, 1]), tensor([2, 3]), tensor([4])]"#)
  }

  @Test("SplittingMethods: func unbind") func splittingMethods4() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).unbind(1)], #"[tensor([1, 3]), tensor([2, 4])]"#)
  }

  @Test("SplittingMethods: func tensorSplit") func splittingMethods5() throws {
    try expectText([Tensor.arange(5).tensorSplit(3)], #"[tensor([0, 1]), tensor([2, 3]), tensor([4])]"#)
  }

  @Test("SplittingMethods: func tensorSplit") func splittingMethods6() throws {
    try expectText([Tensor.arange(5).tensorSplit([1, -1])], #"[tensor([0]), tensor([1, 2, 3]), tensor([4])]"#)
  }

  @Test("SplittingMethods: func tensorSplit") func splittingMethods7() throws {
    try expectText([Tensor.arange(4).tensorSplit(Tensor([1, 3]))], #"[tensor([0]), tensor([1, 2]), tensor([3])]"#)
  }

  @Test("SplittingMethods: func hsplit") func splittingMethods8() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).hsplit(2)], #"[tensor([[1], [3]]), tensor([[2], [4]])]"#)
  }

  @Test("SplittingMethods: func hsplit") func splittingMethods9() throws {
    try expectText([Tensor([1, 2, 3]).hsplit([1])], #"[tensor([1]), tensor([2, 3])]"#)
  }

  @Test("SplittingMethods: func vsplit") func splittingMethods10() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).vsplit(2)], #"[tensor([[1, 2]]), tensor([[3, 4]])]"#)
  }

  @Test("SplittingMethods: func vsplit") func splittingMethods11() throws {
    try expectText([Tensor.zeros(3, 2).vsplit([1])[1].shape], #"Size([2, 2])"#)
  }

  @Test("SplittingMethods: func dsplit") func splittingMethods12() throws {
    try expectText([Tensor.zeros(2, 3, 4).dsplit(2)[0].shape], #"Size([2, 3, 2])"#)
  }

  @Test("SplittingMethods: func dsplit") func splittingMethods13() throws {
    try expectText([Tensor.zeros(2, 3, 4).dsplit([1])[1].shape], #"Size([2, 3, 3])"#)
  }

  @Test("StackingMethods: func atLeast1D") func stackingMethods1() throws {
    try expectText([Tensor(5).atLeast1D()], #"tensor([5])"#)
  }

  @Test("StackingMethods: func atLeast2D") func stackingMethods2() throws {
    try expectText([Tensor([1, 2]).atLeast2D()], #"tensor([[1, 2]])"#)
  }

  @Test("StackingMethods: func atLeast3D") func stackingMethods3() throws {
    try expectText([Tensor([1, 2]).atLeast3D().shape], #"Size([1, 2, 1])"#)
  }

  @Test("StackingMethods: func hstack") func stackingMethods4() throws {
    try expectText([Tensor.hstack([Tensor([1, 2]), Tensor([3])])], #"tensor([1, 2, 3])"#)
  }

  @Test("StackingMethods: func vstack") func stackingMethods5() throws {
    try expectText([Tensor.vstack([Tensor([1, 2]), Tensor([3, 4])])], #"tensor([[1, 2], [3, 4]])"#)
  }

  @Test("StackingMethods: func dstack") func stackingMethods6() throws {
    try expectText([Tensor.dstack([Tensor([1, 2]), Tensor([3, 4])])], #"tensor([[[1, 3], [2, 4]]])"#)
  }

  @Test("StackingMethods: func columnStack") func stackingMethods7() throws {
    try expectText([Tensor.columnStack([Tensor([1, 2]), Tensor([3, 4])])], #"tensor([[1, 3], [2, 4]])"#)
  }

  @Test("StackingMethods: func meshgrid") func stackingMethods8() throws {
    try expectText([Tensor.meshgrid([Tensor([1, 2]), Tensor([3, 4, 5])])[0]], #"tensor([[1, 1, 1], [2, 2, 2]])"#)
  }

  @Test("StackingMethods: func blockDiag") func stackingMethods9() throws {
    try expectText([Tensor.blockDiag([Tensor([[1, 2]]), Tensor(3)])], #"tensor([[1, 2, 0], [0, 0, 3]])"#)
  }

  @Test("StackingMethods: func cartesianProd") func stackingMethods10() throws {
    try expectText([Tensor.cartesianProd([Tensor([1, 2]), Tensor([3, 4])])], #"tensor([[1, 3], [1, 4], [2, 3], [2, 4]])"#)
  }

  @Test("StatisticsMethods: func stdMean") func statisticsMethods1() throws {
    let found = Tensor([1.0, 3]).stdMean()
    try expectText([found.std], #"tensor(1.4142)"#)
    try expectText([found.mean], #"tensor(2.)"#)
  }

  @Test("StatisticsMethods: func stdMean") func statisticsMethods2() throws {
    try expectText([Tensor([[1.0, 3.0], [2.0, 6.0]]).stdMean(dim: 1).mean], #"tensor([2., 4.])"#)
  }

  @Test("StatisticsMethods: func varMean") func statisticsMethods3() throws {
    try expectText([Tensor([1.0, 3.0]).varMean().variance], #"tensor(2.)"#)
  }

  @Test("StatisticsMethods: func varMean") func statisticsMethods4() throws {
    try expectText([Tensor([[1.0, 3.0], [2.0, 6.0]]).varMean(dim: 1).variance], #"tensor([2., 8.])"#)
  }

  @Test("StatisticsMethods: func aminmax") func statisticsMethods5() throws {
    let found = Tensor([3, 1, 2]).aminmax()
    try expectText([found.min], #"tensor(1)"#)
    try expectText([found.max], #"tensor(3)"#)
  }

  @Test("StatisticsMethods: func nanSum") func statisticsMethods6() throws {
    try expectText([Tensor([1.0, .nan, 2]).nanSum()], #"tensor(3.)"#)
  }

  @Test("StatisticsMethods: func nanSum") func statisticsMethods7() throws {
    try expectText([Tensor([[1.0, .nan], [3.0, 4.0]]).nanSum(dim: 1)], #"tensor([1., 7.])"#)
  }

  @Test("StatisticsMethods: func nanMean") func statisticsMethods8() throws {
    try expectText([Tensor([1.0, .nan, 2]).nanMean()], #"tensor(1.5000)"#)
  }

  @Test("StatisticsMethods: func nanMean") func statisticsMethods9() throws {
    try expectText([Tensor([[1.0, .nan], [3.0, 4.0]]).nanMean(dim: 1)], #"tensor([1.0000, 3.5000])"#)
  }

  @Test("StatisticsMethods: func countNonzero") func statisticsMethods10() throws {
    try expectText([Tensor([0, 3, -1]).countNonzero()], #"tensor(2)"#)
  }

  @Test("StatisticsMethods: func countNonzero") func statisticsMethods11() throws {
    try expectText([Tensor([[1, 0], [3, 4]]).countNonzero(dim: 0)], #"tensor([2, 1])"#)
  }

  @Test("Subscripts: func stride") func subscripts1() throws {
    try expectText([Tensor.arange(6)[.stride(from: 1, by: 2)]], #"tensor([1, 3, 5])"#)
  }

  @Test("Subscripts: subscript") func subscripts2() throws {
    let x = Tensor.arange(6).view(2, 3)
    try expectText([x[0, 1...]], #"tensor([1, 2])"#)
    x[1, ..<2] = Tensor([7, 8])
  }

  @Test("Subscripts: subscript") func subscripts3() throws {
    try expectText([Tensor([[1, 2], [3, 4]])[-1]], #"tensor([3, 4])"#)
  }

  @Test("Subscripts: subscript") func subscripts4() throws {
    try expectText([Tensor([[1, 2], [3, 4]])[1, 0]], #"tensor(3)"#)
  }

  @Test("Subscripts: subscript") func subscripts5() throws {
    try expectText([Tensor([[1, 2], [3, 4]])[...]], #"tensor([[1, 2], [3, 4]])"#)
  }

  @Test("Subscripts: subscript") func subscripts6() throws {
    try expectText([Tensor([[1, 2], [3, 4]])[..., 1]], #"tensor([2, 4])"#)
  }

  @Test("Subscripts: subscript") func subscripts7() throws {
    try expectText([Tensor([[1, 2], [3, 4]])[0, ...]], #"tensor([1, 2])"#)
  }

  @Test("Subscripts: subscript") func subscripts8() throws {
    try expectText([Tensor.arange(8).view(2, 2, 2)[..., ..., 0]], #"tensor([[0, 2], [4, 6]])"#)
  }

  @Test("Subscripts: func set") func subscripts9() throws {
    let x = Tensor([[1, 2], [3, 4]])
    discard(x.set(0, at: 1))
    try expectText([x], #"tensor([[1, 2], [0, 0]])"#)
  }
}
