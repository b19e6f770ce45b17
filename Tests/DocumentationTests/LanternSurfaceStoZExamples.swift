// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternSurfaceStoZExamples {
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

  @Test("TakingMethods: func take") func takingMethods1() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).take(Tensor([3, -4]))], #"tensor([4, 1])"#)
  }

  @Test("TakingMethods: func put") func takingMethods2() throws {
    try expectText([Tensor.zeros(2, 2).put(Tensor([0, 3, 3]), Tensor([1.0, 2, 3]), accumulate: true)], #"tensor([[1., 0.], [0., 5.]])"#)
  }

  @Test("TakingMethods: func put_") func takingMethods3() throws {
    try expectText([Tensor.zeros(3).put_(Tensor([2, 0]), Tensor([5.0, 6.0]))], #"tensor([6., 0., 5.])"#)
  }

  @Test("TakingMethods: func takeAlongDim") func takingMethods4() throws {
    let x = Tensor([[3, 1, 2], [6, 5, 4]])
    try expectText([x.takeAlongDim(x.argsort(dim: 1), 1)], #"tensor([[1, 2, 3], [4, 5, 6]])"#)
  }

  @Test("TakingMethods: func indexPut") func takingMethods5() throws {
    try expectText([Tensor.zeros(3).indexPut([Tensor([0, 2, 2])], Tensor(1.0), accumulate: true)], #"tensor([1., 0., 2.])"#)
  }

  @Test("TakingMethods: func indexPut_") func takingMethods6() throws {
    try expectText([Tensor.zeros(2, 2).indexPut_([Tensor([0, 1]), Tensor([1, 0])], Tensor([5.0, 6.0]))], #"tensor([[0., 5.], [6., 0.]])"#)
  }

  @Test("TakingMethods: func repeatInterleave") func takingMethods7() throws {
    try expectText([Tensor([1, 2]).repeatInterleave(2)], #"tensor([1, 1, 2, 2])"#)
  }

  @Test("TakingMethods: func repeatInterleave") func takingMethods8() throws {
    try expectText([Tensor([5, 6, 7]).repeatInterleave(Tensor([2, 0, 1]))], #"tensor([5, 5, 7])"#)
  }

  @Test("TakingMethods: func repeatInterleave") func takingMethods9() throws {
    try expectText([Tensor.repeatInterleave(Tensor([1, 0, 2]))], #"tensor([0, 2, 2])"#)
  }

  @Test("TakingMethods: func argwhere") func takingMethods10() throws {
    try expectText([Tensor([[0, 5], [6, 0]]).argwhere()], #"tensor([[0, 1], [1, 0]])"#)
  }

  @Test("TensorProducts: func addmm") func tensorProducts1() throws {
    try expectText([Tensor([1.0, 2]).addmm(Tensor.eye(2), Tensor.ones(2, 2), alpha: 2)], #"tensor([[3., 4.], [3., 4.]])"#)
  }

  @Test("TensorProducts: func baddbmm") func tensorProducts2() throws {
    try expectText([Tensor.ones(2, 1, 1).baddbmm(Tensor.ones(2, 1, 3), Tensor.ones(2, 3, 1)).flatten()], #"tensor([4., 4.])"#)
  }

  @Test("TensorProducts: func addbmm") func tensorProducts3() throws {
    try expectText([Tensor.ones(1, 1).addbmm(Tensor.ones(2, 1, 3), Tensor.ones(2, 3, 1))], #"tensor([[7.]])"#)
  }

  @Test("TensorProducts: func addmv") func tensorProducts4() throws {
    try expectText([Tensor([1.0, 1.0]).addmv(Tensor([[1.0, 2.0], [3.0, 4.0]]), Tensor([1.0, 10.0]))], #"tensor([22., 44.])"#)
  }

  @Test("TensorProducts: func addr") func tensorProducts5() throws {
    try expectText([Tensor.zeros(2, 2).addr(Tensor([1.0, 2.0]), Tensor([3.0, 4.0]))], #"tensor([[3., 4.], [6., 8.]])"#)
  }

  @Test("TensorProducts: func inner") func tensorProducts6() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).inner(Tensor([10, 100]))], #"tensor([210, 430])"#)
  }

  @Test("TensorProducts: func tensordot") func tensorProducts7() throws {
    try expectText([Tensor.ones(2, 3, 4).tensordot(Tensor.ones(3, 4, 5)).shape], #"Size([2, 5])"#)
  }

  @Test("TensorProducts: func tensordot") func tensorProducts8() throws {
    try expectText([Tensor.ones(2, 3, 4).tensordot(Tensor.ones(4, 3, 5), dims: ([1, 2], [1, 0])).shape], #"Size([2, 5])"#)
  }

  @Test("TensorProducts: func kron") func tensorProducts9() throws {
    try expectText([Tensor([1, 2]).kron(Tensor([1, 10]))], #"tensor([1, 10, 2, 20])"#)
  }

  @Test("TensorProducts: func cross") func tensorProducts10() throws {
    try expectText([Tensor([1, 0, 0]).cross(Tensor([0, 1, 0]))], #"tensor([0, 0, 1])"#)
  }

  @Test("TensorProducts: func cross") func tensorProducts11() throws {
    try expectText([Linalg.cross(Tensor([1, 0, 0]), Tensor([0, 1, 0]))], #"tensor([0, 0, 1])"#)
  }

  @Test("TensorProducts: func vecdot") func tensorProducts12() throws {
    try expectText([Linalg.vecdot(Tensor([[1.0, 2.0], [3.0, 4.0]]), Tensor([1.0, 10.0]))], #"tensor([21., 43.])"#)
  }

  @Test("Values: func item") func values1() throws {
    try expectText([Tensor([2.5]).item()], #"2.5"#)
  }

  @Test("Values: func item") func values2() throws {
    try expectText([Tensor([2.5]).item(Double.self)], #"2.5"#)
  }

  @Test("Values: func toArray") func values3() throws {
    try expectText([Tensor([[1.5, 2], [3, 4]]).toArray(Double.self)], #"[1.5, 2.0, 3.0, 4.0]"#)
  }

  @Test("Values: let count") func values4() throws {
    try expectText([Tensor([1, 2, 3, 4], shape: [2, 2])], #"tensor([[1, 2], [3, 4]])"#)
  }

  @Test("Values: func size") func values5() throws {
    try expectText([Tensor.zeros(2, 3).size()], #"Size([2, 3])"#)
  }

  @Test("Values: func size") func values6() throws {
    try expectText([Tensor.zeros(2, 3).size(-1)], #"3"#)
  }

  @Test("Values: func stride") func values7() throws {
    try expectText([Tensor.zeros(2, 3).stride()], #"(3, 1)"#)
    try expectText([Tensor.zeros(2, 3).t().stride()], #"(1, 3)"#)
  }

  @Test("Values: func numel") func values8() throws {
    try expectText([Tensor.zeros(2, 3).numel()], #"6"#)
  }

  @Test("Values: func dim") func values9() throws {
    try expectText([Tensor.zeros(2, 3).dim()], #"2"#)
  }

  @Test("Values: func type") func values10() throws {
    try expectText([Tensor([1.0]).type()], #"FloatTensor"#)
  }

  @Test("Values: func storageOffset") func values11() throws {
    try expectText([Tensor.zeros(2, 3)[1].storageOffset()], #"3"#)
  }

  @Test("Values: func sharesMemory") func values12() throws {
    let x = Tensor([[1, 2], [3, 4]])
    try expectText([x.t().sharesMemory(with: x)], #"true"#)
    try expectText([x.clone().sharesMemory(with: x)], #"false"#)
  }

  @Test("Values: subscript") func values13() throws {
    try expectText([Tensor.zeros(2, 3).stride()[0]], #"3"#)
  }

  @Test("ViewMethods: func view") func viewMethods1() throws {
    try expectText([Tensor.arange(6).view(2, 3)], #"tensor([[0, 1, 2], [3, 4, 5]])"#)
    try expectText([Tensor.arange(6).view(-1, 2).shape], #"Size([3, 2])"#)
  }

  @Test("ViewMethods: func view") func viewMethods2() throws {
    try expectText([Tensor.arange(4).view([2, 2])], #"tensor([[0, 1], [2, 3]])"#)
  }

  @Test("ViewMethods: func reshape") func viewMethods3() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).t().reshape(4)], #"tensor([1, 3, 2, 4])"#)
  }

  @Test("ViewMethods: func reshape") func viewMethods4() throws {
    try expectText([Tensor.arange(4).reshape([2, -1])], #"tensor([[0, 1], [2, 3]])"#)
  }

  @Test("ViewMethods: func flatten") func viewMethods5() throws {
    try expectText([Tensor.zeros(2, 3, 4).flatten().shape], #"Size([24])"#)
    try expectText([Tensor.zeros(2, 3, 4).flatten(1).shape], #"Size([2, 12])"#)
  }

  @Test("ViewMethods: func unflatten") func viewMethods6() throws {
    try expectText([Tensor.zeros(2, 12).unflatten(1, [3, -1]).shape], #"Size([2, 3, 4])"#)
  }

  @Test("ViewMethods: func unsqueeze") func viewMethods7() throws {
    try expectText([Tensor([1, 2]).unsqueeze(0).shape], #"Size([1, 2])"#)
    try expectText([Tensor([1, 2]).unsqueeze(-1).shape], #"Size([2, 1])"#)
  }

  @Test("ViewMethods: func squeeze") func viewMethods8() throws {
    try expectText([Tensor.zeros(1, 2, 1).squeeze().shape], #"Size([2])"#)
  }

  @Test("ViewMethods: func squeeze") func viewMethods9() throws {
    try expectText([Tensor.zeros(1, 2, 1).squeeze(0).shape], #"Size([2, 1])"#)
  }

  @Test("ViewMethods: func squeeze") func viewMethods10() throws {
    try expectText([Tensor.zeros(1, 2, 1).squeeze(dims: [0, 1]).shape], #"Size([2, 1])"#)
  }

  @Test("ViewMethods: func t") func viewMethods11() throws {
    try expectText([Tensor([[1, 2, 3], [4, 5, 6]]).t()], #"tensor([[1, 4], [2, 5], [3, 6]])"#)
  }

  @Test("ViewMethods: func transpose") func viewMethods12() throws {
    try expectText([Tensor.zeros(2, 3, 4).transpose(0, -1).shape], #"Size([4, 3, 2])"#)
  }

  @Test("ViewMethods: func swapaxes") func viewMethods13() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).swapaxes(0, 1)], #"tensor([[1, 3], [2, 4]])"#)
  }

  @Test("ViewMethods: func permute") func viewMethods14() throws {
    try expectText([Tensor.zeros(2, 3, 4).permute(2, 0, 1).shape], #"Size([4, 2, 3])"#)
  }

  @Test("ViewMethods: func permute") func viewMethods15() throws {
    try expectText([Tensor.zeros(2, 3, 4).permute([2, 0, 1]).shape], #"Size([4, 2, 3])"#)
  }

  @Test("ViewMethods: func expand") func viewMethods16() throws {
    try expectText([Tensor([[1], [2]]).expand(-1, 3)], #"tensor([[1, 1, 1], [2, 2, 2]])"#)
  }

  @Test("ViewMethods: func expand") func viewMethods17() throws {
    try expectText([Tensor([1, 2]).expand([2, 2])], #"tensor([[1, 2], [1, 2]])"#)
  }

  @Test("ViewMethods: func broadcast") func viewMethods18() throws {
    try expectText([Tensor([1, 2]).broadcast(to: [2, 2])], #"tensor([[1, 2], [1, 2]])"#)
  }

  @Test("ViewMethods: func broadcast") func viewMethods19() throws {
    try expectText([Tensor.broadcast([Tensor.zeros(2, 1), Tensor.zeros(3)])[1].shape], #"Size([2, 3])"#)
  }

  @Test("ViewMethods: func expandAs") func viewMethods20() throws {
    try expectText([Tensor([1, 2]).expandAs(Tensor.zeros(2, 2))], #"tensor([[1, 2], [1, 2]])"#)
  }

  @Test("ViewMethods: func viewAs") func viewMethods21() throws {
    try expectText([Tensor([1, 2, 3, 4]).viewAs(Tensor.zeros(2, 2))], #"tensor([[1, 2], [3, 4]])"#)
  }

  @Test("ViewMethods: func narrow") func viewMethods22() throws {
    try expectText([Tensor([[1, 2, 3], [4, 5, 6]]).narrow(1, 1, 2)], #"tensor([[2, 3], [5, 6]])"#)
  }

  @Test("ViewMethods: func select") func viewMethods23() throws {
    try expectText([Tensor([[1, 2, 3], [4, 5, 6]]).select(1, -1)], #"tensor([3, 6])"#)
  }

  @Test("ViewMethods: func diagonal") func viewMethods24() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).diagonal()], #"tensor([1, 4])"#)
    try expectText([Tensor([[1, 2], [3, 4]]).diagonal(offset: 1)], #"tensor([2])"#)
  }

  @Test("ViewMethods: func unfold") func viewMethods25() throws {
    try expectText([Tensor.arange(5).unfold(0, 3, 2)], #"tensor([[0, 1, 2], [2, 3, 4]])"#)
  }

  @Test("ViewMethods: func asStrided") func viewMethods26() throws {
    try expectText([Tensor.arange(5).asStrided([3, 3], [1, 1])], #"tensor([[0, 1, 2], [1, 2, 3], [2, 3, 4]])"#)
  }

  @Test("ViewReplacement: func selectScatter") func viewReplacement1() throws {
    try expectText([Tensor.zeros(2, 2).selectScatter(Tensor([1.0, 2]), 0, 1)], #"tensor([[0., 0.], [1., 2.]])"#)
  }

  @Test("ViewReplacement: func sliceScatter") func viewReplacement2() throws {
    try expectText([Tensor.zeros(4).sliceScatter(Tensor([1.0, 2]), 0, start: 1, step: 2)], #"tensor([0., 1., 0., 2.])"#)
  }

  @Test("ViewReplacement: func diagonalScatter") func viewReplacement3() throws {
    try expectText([Tensor.zeros(2, 2).diagonalScatter(Tensor([1.0, 2.0]))], #"tensor([[1., 0.], [0., 2.]])"#)
  }

  @Test("ViewReplacement: func slice") func viewReplacement4() throws {
    try expectText([Tensor.arange(6).slice(0, start: 1, step: 2)], #"tensor([1, 3, 5])"#)
  }
}
