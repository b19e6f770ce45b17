// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternSurfaceLExamples {
  @Test("LegacyTypes: func callAsFunction") func legacyTypes1() throws {
    try expectText([FloatTensor(2, 3).shape], #"Size([2, 3])"#)
  }

  @Test("LegacyTypes: func callAsFunction") func legacyTypes2() throws {
    try expectText([LongTensor([[1, 2], [3, 4]])], #"tensor([[1, 2], [3, 4]])"#)
  }

  @Test("LegacyTypes: func callAsFunction") func legacyTypes3() throws {
    let numbers = [1, 2, 3]
    try expectText([FloatTensor(numbers)], #"tensor([1., 2., 3.])"#)
  }

  @Test("LegacyTypes: func callAsFunction") func legacyTypes4() throws {
    try expectText([FloatTensor(Tensor.ones(2, 3).shape).shape], #"Size([2, 3])"#)
  }

  @Test("LegacyTypes: func type") func legacyTypes5() throws {
    try expectText([Tensor([1.7, 2.0]).type(LongTensor)], #"tensor([1, 2])"#)
  }

  @Test("LegacyTypes: func bool") func legacyTypes6() throws {
    try expectText([Tensor([0.0, 0.5]).bool()], #"tensor([False,  True])"#)
  }

  @Test("LegacyTypes: func byte") func legacyTypes7() throws {
    try expectText([Tensor([1, 255]).byte()], #"tensor([  1, 255], dtype=uint8)"#)
  }

  @Test("LegacyTypes: func char") func legacyTypes8() throws {
    try expectText([Tensor([1, -1]).char()], #"tensor([ 1, -1], dtype=int8)"#)
  }

  @Test("LegacyTypes: func short") func legacyTypes9() throws {
    try expectText([Tensor([1, -1]).short()], #"tensor([ 1, -1], dtype=int16)"#)
  }

  @Test("LegacyTypes: func int") func legacyTypes10() throws {
    try expectText([Tensor([1.7, -1.7]).int()], #"tensor([ 1, -1], dtype=int32)"#)
  }

  @Test("LegacyTypes: func long") func legacyTypes11() throws {
    try expectText([Tensor([1.7, -1.7]).long()], #"tensor([ 1, -1])"#)
  }

  @Test("LegacyTypes: func half") func legacyTypes12() throws {
    try expectText([Tensor([1, 2]).half()], #"tensor([1., 2.], dtype=float16)"#)
  }

  @Test("LegacyTypes: func bfloat16") func legacyTypes13() throws {
    try expectText([Tensor([1, 2]).bfloat16()], #"tensor([1., 2.], dtype=bfloat16)"#)
  }

  @Test("LegacyTypes: func float") func legacyTypes14() throws {
    try expectText([Tensor([1, 2]).float()], #"tensor([1., 2.])"#)
  }

  @Test("LegacyTypes: func double") func legacyTypes15() throws {
    try expectText([Tensor([1, 2]).double()], #"tensor([1., 2.], dtype=float64)"#)
  }

  @Test("Linalg: func det") func linalg1() throws {
    try expectText([Linalg.det(Tensor([[1.0, 2.0], [3.0, 4.0]]))], #"tensor(-2.)"#)
  }

  @Test("Linalg: func slogdet") func linalg2() throws {
    try expectText([Linalg.slogdet(Tensor([[0.0, 2.0], [3.0, 0.0]])).sign], #"tensor(-1.)"#)
    try expectText([Linalg.slogdet(Tensor([[0.0, 2.0], [3.0, 0.0]])).logAbsDet], #"tensor(1.7918)"#)
  }

  @Test("Linalg: func inv") func linalg3() throws {
    try expectText([Linalg.inv(Tensor([[2.0, 0.0], [0.0, 4.0]]))], #"tensor([[0.5000, 0.0000], [0.0000, 0.2500]])"#)
  }

  @Test("Linalg: func pinv") func linalg4() throws {
    try expectText([Linalg.pinv(Tensor([[1.0, 0], [0, 2], [0, 0]]))], #"tensor([[1.0000, 0.0000, 0.0000], [0.0000, 0.5000, 0.0000]])"#)
  }

  @Test("Linalg: func pinv") func linalg5() throws {
    try expectText([Linalg.pinv(Tensor([[2.0, 0.0], [0.0, 0.1]]), atol: Tensor(0.5), rtol: nil)], #"tensor([[0.5000, 0.0000], [0.0000, 0.0000]])"#)
  }

  @Test("Linalg: func matrixRank") func linalg6() throws {
    try expectText([Linalg.matrixRank(Tensor([[1.0, 2.0], [2.0, 4.0]]))], #"tensor(1)"#)
  }

  @Test("Linalg: func matrixRank") func linalg7() throws {
    try expectText([Linalg.matrixRank(Tensor([[2.0, 0.0], [0.0, 0.1]]), atol: Tensor(0.5), rtol: nil)], #"tensor(1)"#)
  }

  @Test("Linalg: func solve") func linalg8() throws {
    try expectText([Linalg.solve(Tensor([[2.0, 0], [0, 4]]), Tensor([2.0, 2]))], #"tensor([1.0000, 0.5000])"#)
  }

  @Test("Linalg: func solveTriangular") func linalg9() throws {
    try expectText([Linalg.solveTriangular(Tensor([[1.0, 0.0], [2.0, 4.0]]), Tensor([[1.0], [6.0]]), upper: false)], #"tensor([[1.], [1.]])"#)
  }

  @Test("Linalg: func luFactor") func linalg10() throws {
    try expectText([Linalg.luFactor(Tensor([[1.0, 2.0], [4.0, 4.0]])).pivots], #"tensor([2, 2], dtype=int32)"#)
    try expectText([Linalg.luFactor(Tensor([[1.0, 2.0], [4.0, 4.0]])).lu], #"tensor([[4.0000, 4.0000], [0.2500, 1.0000]])"#)
  }

  @Test("Linalg: func lu") func linalg11() throws {
    try expectText([Linalg.lu(Tensor([[1.0, 2.0], [4.0, 4.0]])).u], #"tensor([[4., 4.], [0., 1.]])"#)
  }

  @Test("Linalg: func luUnpack") func linalg12() throws {
    let factors = Linalg.luFactor(Tensor([[1.0, 2.0], [4.0, 4.0]]))
    try expectText([Linalg.luUnpack(factors.lu, factors.pivots).l], #"tensor([[1.0000, 0.0000], [0.2500, 1.0000]])"#)
  }

  @Test("Linalg: func luSolve") func linalg13() throws {
    let factors = Linalg.luFactor(Tensor([[1.0, 2.0], [4.0, 4.0]]))
    try expectText([Linalg.luSolve(factors.lu, factors.pivots, Tensor([[5.0], [12.0]]))], #"tensor([[1.], [2.]])"#)
  }

  @Test("Linalg: func luSolve") func linalg14() throws {
    let factors = Linalg.luFactor(Tensor([[1.0, 2.0], [4.0, 4.0]]))
    try expectText([Tensor([[5.0], [12.0]]).luSolve(factors.lu, factors.pivots)], #"tensor([[1.], [2.]])"#)
  }

  @Test("Linalg: func choleskySolve") func linalg15() throws {
    let factor = Tensor([[2.0, 0.0], [0.0, 1.0]])
    try expectText([Tensor([[8.0], [3.0]]).choleskySolve(factor)], #"tensor([[2.], [3.]])"#)
  }

  @Test("Linalg: func choleskyInverse") func linalg16() throws {
    try expectText([Tensor([[2.0, 0.0], [1.0, 1.0]]).choleskyInverse()], #"tensor([[ 0.5000, -0.5000], [-0.5000,  1.0000]])"#)
  }

  @Test("LinalgChecked: func choleskyEx") func linalgChecked1() throws {
    try expectText([Linalg.choleskyEx(Tensor([[1.0, 0], [0, -1]])).info], #"tensor(2, dtype=int32)"#)
  }

  @Test("LinalgChecked: func luFactorEx") func linalgChecked2() throws {
    try expectText([Linalg.luFactorEx(Tensor([[1.0, 2.0], [2.0, 4.0]])).info], #"tensor(2, dtype=int32)"#)
  }

  @Test("LinalgChecked: func invEx") func linalgChecked3() throws {
    try expectText([Linalg.invEx(Tensor([[2.0, 0.0], [0.0, 0.0]])).info], #"tensor(2, dtype=int32)"#)
  }

  @Test("LinalgChecked: func solveEx") func linalgChecked4() throws {
    try expectText([Linalg.solveEx(Tensor([[2.0, 0.0], [0.0, 4.0]]), Tensor([2.0, 2.0])).result], #"tensor([1.0000, 0.5000])"#)
  }

  @Test("LinalgDecompositions: func cholesky") func linalgDecompositions1() throws {
    try expectText([Linalg.cholesky(Tensor([[4.0, 2], [2, 5]]))], #"tensor([[2., 0.], [1., 2.]])"#)
  }

  @Test("LinalgDecompositions: func qr") func linalgDecompositions2() throws {
    let a = Tensor([[0.0, 2.0], [3.0, 1.0]])
    let result = Linalg.qr(a)
    try expectText([result.q.matmul(result.r).allClose(a)], #"true"#)
  }

  @Test("LinalgDecompositions: func svd") func linalgDecompositions3() throws {
    try expectText([Linalg.svd(Tensor([[3.0, 0.0], [0.0, 2.0]])).s], #"tensor([3., 2.])"#)
  }

  @Test("LinalgDecompositions: func svdvals") func linalgDecompositions4() throws {
    try expectText([Linalg.svdvals(Tensor([[0.0, 2.0], [3.0, 0.0]]))], #"tensor([3., 2.])"#)
  }

  @Test("LinalgDecompositions: func eigh") func linalgDecompositions5() throws {
    try expectText([Linalg.eigh(Tensor([[2.0, 1.0], [1.0, 2.0]])).values], #"tensor([1., 3.])"#)
  }

  @Test("LinalgDecompositions: func eigvalsh") func linalgDecompositions6() throws {
    try expectText([Linalg.eigvalsh(Tensor([[2.0, 1.0], [1.0, 2.0]]))], #"tensor([1., 3.])"#)
  }

  @Test("LinalgDecompositions: func eig") func linalgDecompositions7() throws {
    try expectText([Linalg.eig(Tensor([[2.0, 0.0], [0.0, 3.0]])).values], #"tensor([2.+0.j, 3.+0.j])"#)
  }

  @Test("LinalgDecompositions: func eigvals") func linalgDecompositions8() throws {
    try expectText([Linalg.eigvals(Tensor([[0.0, -1.0], [1.0, 0.0]])).imag().abs()], #"tensor([1., 1.])"#)
  }

  @Test("LinalgDecompositions: func lstsq") func linalgDecompositions9() throws {
    try expectText([Linalg.lstsq(Tensor([[2.0], [0.0]]), Tensor([[6.0], [5.0]])).solution], #"tensor([[3.]])"#)
  }

  @Test("LinalgDecompositions: func matrixPower") func linalgDecompositions10() throws {
    try expectText([Linalg.matrixPower(Tensor([[1, 1], [0, 1]]), 3)], #"tensor([[1, 3], [0, 1]])"#)
  }

  @Test("LinalgDecompositions: func matrixExp") func linalgDecompositions11() throws {
    try expectText([Linalg.matrixExp(Tensor([[0.0, 1], [0, 0]]))], #"tensor([[1., 1.], [0., 1.]])"#)
  }

  @Test("LinalgDecompositions: func multiDot") func linalgDecompositions12() throws {
    try expectText([Linalg.multiDot([Tensor([1.0, 2.0]), Tensor([[1.0, 0.0], [0.0, 3.0]]), Tensor([1.0, 1.0])])], #"tensor(7.)"#)
  }

  @Test("LinalgDecompositions: func vander") func linalgDecompositions13() throws {
    try expectText([Linalg.vander(Tensor([1, 2, 3]))], #"tensor([[1, 1, 1], [1, 2, 4], [1, 3, 9]])"#)
  }

  @Test("LinalgDecompositions: func vander") func linalgDecompositions14() throws {
    try expectText([Tensor([1, 2, 3]).vander()], #"tensor([[1, 1, 1], [4, 2, 1], [9, 3, 1]])"#)
    try expectText([Tensor([2, 3]).vander(3, increasing: true)], #"tensor([[1, 2, 4], [1, 3, 9]])"#)
  }

  @Test("LinalgNorms: init") func linalgNorms1() throws {
    try expectText([Linalg.vectorNorm(Tensor([3.0, 4.0]), 1)], #"tensor(7.)"#)
  }

  @Test("LinalgNorms: init") func linalgNorms2() throws {
    try expectText([Linalg.norm(Tensor([[3.0, 0.0], [0.0, 4.0]]), 1)], #"tensor(4.)"#)
  }

  @Test("LinalgNorms: func vectorNorm") func linalgNorms3() throws {
    try expectText([Linalg.vectorNorm(Tensor([[3.0, 4.0], [5.0, 12.0]]), dims: [1])], #"tensor([ 5., 13.])"#)
  }

  @Test("LinalgNorms: func matrixNorm") func linalgNorms4() throws {
    try expectText([Linalg.matrixNorm(Tensor([[3.0, 0.0], [0.0, 4.0]]))], #"tensor(5.)"#)
  }

  @Test("LinalgNorms: func norm") func linalgNorms5() throws {
    try expectText([Linalg.norm(Tensor([[3.0, 0.0], [0.0, 4.0]]))], #"tensor(5.)"#)
    try expectText([Linalg.norm(Tensor([[3.0, 0.0], [0.0, 4.0]]), 2)], #"tensor(4.)"#)
  }

  @Test("LinalgNorms: func cond") func linalgNorms6() throws {
    try expectText([Linalg.cond(Tensor([[1.0, 0.0], [0.0, 4.0]]))], #"tensor(4.)"#)
  }

  @Test("LinalgNorms: func dist") func linalgNorms7() throws {
    try expectText([Tensor([1.0, 2.0]).dist(Tensor([4.0, 6.0]))], #"tensor(5.)"#)
  }

  @Test("LinalgNorms: func cdist") func linalgNorms8() throws {
    try expectText([Tensor([[0.0, 0]]).cdist(Tensor([[3.0, 4], [0, 1]]))], #"tensor([[5., 1.]])"#)
  }

  @Test("LinalgTensors: func tensorInv") func linalgTensors1() throws {
    try expectText([Linalg.tensorInv(Tensor.eye(6).view(6, 2, 3), ind: 1).shape], #"Size([2, 3, 6])"#)
  }

  @Test("LinalgTensors: func tensorSolve") func linalgTensors2() throws {
    try expectText([Linalg.tensorSolve(2 * Tensor.eye(4).view(2, 2, 4), Tensor([[1.0, 2.0], [3.0, 4.0]]))], #"tensor([0.5000, 1.0000, 1.5000, 2.0000])"#)
  }

  @Test("LinalgTensors: func diagonal") func linalgTensors3() throws {
    try expectText([Linalg.diagonal(Tensor([[1, 2], [3, 4]]))], #"tensor([1, 4])"#)
  }

  @Test("LinalgTensors: func vdot") func linalgTensors4() throws {
    try expectText([Tensor([1, 2, 3]).vdot(Tensor([4, 5, 6]))], #"tensor(32)"#)
  }

  @Test("LinalgTensors: func logdet") func linalgTensors5() throws {
    try expectText([Tensor([[1.0, 0.0], [0.0, 2.0]]).logdet()], #"tensor(0.6931)"#)
  }

  @Test("LinalgTensors: func pinverse") func linalgTensors6() throws {
    try expectText([Tensor([[2.0, 0.0], [0.0, 0.0]]).pinverse()], #"tensor([[0.5000, 0.0000], [0.0000, 0.0000]])"#)
  }

  @Test("LinearMethods: func linear") func linearMethods1() throws {
    try expectText([Tensor([[1.0, 2]]).linear(Tensor([[3.0, 4]]), Tensor([0.5]))], #"tensor([[11.5000]])"#)
  }

  @Test("LinearMethods: func bilinear") func linearMethods2() throws {
    try expectText([Tensor([[1.0, 2.0]]).bilinear(Tensor([[3.0, 4.0]]), Tensor([[[1.0, 0.0], [0.0, 1.0]]]))], #"tensor([[11.]])"#)
  }

  @Test("LinearMethods: func glu") func linearMethods3() throws {
    try expectText([Tensor([1.0, 2.0, 0.0, 100.0]).glu()], #"tensor([0.5000, 2.0000])"#)
  }

  @Test("LinearMethods: func cosineSimilarity") func linearMethods4() throws {
    try expectText([Tensor([[1.0, 0]]).cosineSimilarity(Tensor([[1.0, 1]]))], #"tensor([0.7071])"#)
  }

  @Test("LinearMethods: func pairwiseDistance") func linearMethods5() throws {
    try expectText([Tensor([[0.0, 0.0]]).pairwiseDistance(Tensor([[3.0, 4.0]]))], #"tensor([5.0000])"#)
  }

  @Test("Literals: prefix func") func literals1() throws {
    try expectText([Tensor([[1, -2], [-3, 4]])], #"tensor([[ 1, -2], [-3,  4]])"#)
  }

  @Test("Literals: let own") func literals2() throws {
    let x: Tensor = [[1, 2], [3, 4]]
    try expectText([x.shape], #"Size([2, 2])"#)
  }

  @Test("Literals: let own") func literals3() throws {
    discard(Tensor([[1, 2], [3, 4]]))
    discard(Tensor([2.0, 3.0], requiresGrad: true))
  }

  @Test("Literals: let own") func literals4() throws {
    try expectText([Tensor([1.0, 2.0])], #"tensor([1., 2.])"#)
    try expectText([Tensor([1, 2], dtype: .float32)], #"tensor([1., 2.])"#)
    try expectText([Tensor([true, false])], #"tensor([ True, False])"#)
  }

  @Test("Literals: let width") func literals5() throws {
    let rows: [[Double]] = [[1, 2], [3, 4]]
    try expectText([Tensor(rows)], #"tensor([[1., 2.], [3., 4.]])"#)
  }

  @Test("Literals: ") func literals6() throws {
    try expectText([Tensor(2.5)], #"tensor(2.5000)"#)
    try expectText([Tensor(3)], #"tensor(3)"#)
  }

  @Test("LossMethods: func mseLoss") func lossMethods1() throws {
    try expectText([Tensor([1.0, 2.0]).mseLoss(Tensor([1.0, 4.0]))], #"tensor(2.)"#)
  }

  @Test("LossMethods: func l1Loss") func lossMethods2() throws {
    try expectText([Tensor([1.0, 2.0]).l1Loss(Tensor([2.0, 5.0]))], #"tensor(2.)"#)
    try expectText([Tensor([1.0, 2.0]).l1Loss(Tensor([2.0, 5.0]), reduction: .none)], #"tensor([1., 3.])"#)
  }

  @Test("LossMethods: func smoothL1Loss") func lossMethods3() throws {
    try expectText([Tensor([1.0, 2.0]).smoothL1Loss(Tensor([1.5, 5.0]), reduction: .none)], #"tensor([0.1250, 2.5000])"#)
  }

  @Test("LossMethods: func huberLoss") func lossMethods4() throws {
    try expectText([Tensor([1.0, 2.0]).huberLoss(Tensor([1.5, 5.0]), delta: 2, reduction: .none)], #"tensor([0.1250, 4.0000])"#)
  }

  @Test("LossMethods: func binaryCrossEntropy") func lossMethods5() throws {
    try expectText([Tensor([0.9, 0.2]).binaryCrossEntropy(Tensor([1.0, 0.0]))], #"tensor(0.1643)"#)
  }

  @Test("LossMethods: func binaryCrossEntropyWithLogits") func lossMethods6() throws {
    try expectText([Tensor([0.0, 2.0]).binaryCrossEntropyWithLogits(Tensor([1.0, 0.0]))], #"tensor(1.4100)"#)
  }

  @Test("LossMethods: func klDiv") func lossMethods7() throws {
    try expectText([Tensor([[0.5, 0.5]]).log().klDiv(Tensor([[0.9, 0.1]]), batchMean: true)], #"tensor(0.3681)"#)
  }

  @Test("LossMethods: func poissonNLLLoss") func lossMethods8() throws {
    try expectText([Tensor([0.0, 1.0]).poissonNLLLoss(Tensor([1.0, 2.0]))], #"tensor(0.8591)"#)
  }

  @Test("LossMethods: func gaussianNLLLoss") func lossMethods9() throws {
    try expectText([Tensor([1.0, 2.0]).gaussianNLLLoss(Tensor([1.0, 4.0]), variance: Tensor([1.0, 1.0]))], #"tensor(1.)"#)
  }
}
