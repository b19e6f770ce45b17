// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternSurfaceCtoEExamples {
  @Test("ClassLossMethods: func nllLoss") func classLossMethods1() throws {
    try expectText([Tensor([[-0.1, -2.4], [-1.6, -0.2]]).nllLoss(Tensor([0, 1]))], #"tensor(0.1500)"#)
  }

  @Test("ClassLossMethods: func crossEntropy") func classLossMethods2() throws {
    try expectText([Tensor([[2.0, 0.0], [0.0, 1.0]]).crossEntropy(Tensor([0, 1]))], #"tensor(0.2201)"#)
  }

  @Test("ClassLossMethods: func ctcLoss") func classLossMethods3() throws {
    try expectText([Tensor.zeros(2, 1, 2).logSoftmax(-1).ctcLoss(Tensor([[1]]), inputLengths: [2], targetLengths: [1])], #"tensor(0.2877)"#)
  }

  @Test("ConvolutionMethods: func conv1d") func convolutionMethods1() throws {
    try expectText([Tensor([[[1.0, 2.0, 3.0, 4.0]]]).conv1d(Tensor([[[1.0, -1.0]]]))], #"tensor([[[-1., -1., -1.]]])"#)
    try expectText([Tensor([[[1.0, 2.0, 3.0, 4.0]]]).conv1d(Tensor([[[1.0, -1.0]]]), stride: 2, padding: 1)], #"tensor([[[-1., -1.,  4.]]])"#)
  }

  @Test("ConvolutionMethods: func conv2d") func convolutionMethods2() throws {
    try expectText([Tensor.ones(1, 1, 3, 3).conv2d(Tensor.ones(1, 1, 2, 2))], #"tensor([[[[4., 4.], [4., 4.]]]])"#)
  }

  @Test("ConvolutionMethods: func conv3d") func convolutionMethods3() throws {
    try expectText([Tensor.ones(1, 1, 3, 3, 3).conv3d(Tensor.ones(2, 1, 2, 2, 2)).shape], #"Size([1, 2, 2, 2, 2])"#)
  }

  @Test("ConvolutionMethods: func convTranspose1d") func convolutionMethods4() throws {
    try expectText([Tensor([[[1.0, 2.0]]]).convTranspose1d(Tensor([[[1.0, 10.0]]]))], #"tensor([[[ 1., 12., 20.]]])"#)
    try expectText([Tensor([[[1.0, 2.0]]]).convTranspose1d(Tensor([[[1.0, 10.0]]]), stride: 2)], #"tensor([[[ 1., 10.,  2., 20.]]])"#)
  }

  @Test("ConvolutionMethods: func convTranspose2d") func convolutionMethods5() throws {
    try expectText([Tensor.ones(1, 1, 2, 2).convTranspose2d(Tensor.ones(1, 1, 2, 2))], #"tensor([[[[1., 2., 1.], [2., 4., 2.], [1., 2., 1.]]]])"#)
  }

  @Test("ConvolutionMethods: func convTranspose3d") func convolutionMethods6() throws {
    try expectText([Tensor.ones(1, 1, 2, 2, 2).convTranspose3d(Tensor.ones(1, 3, 2, 2, 2), stride: 2).shape], #"Size([1, 3, 4, 4, 4])"#)
  }

  @Test("Covariance: func cov") func covariance1() throws {
    try expectText([Tensor([[0.0, 1, 2], [2, 1, 0]]).cov()], #"tensor([[ 1., -1.], [-1., 1.]])"#)
  }

  @Test("Covariance: func corrcoef") func covariance2() throws {
    try expectText([Tensor([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]]).corrcoef()], #"tensor([[ 1., -1.], [-1.,  1.]])"#)
  }

  @Test("Covariance: func trilIndices") func covariance3() throws {
    try expectText([Tensor.trilIndices(2, 2)], #"tensor([[0, 1, 1], [0, 0, 1]])"#)
  }

  @Test("Covariance: func triuIndices") func covariance4() throws {
    try expectText([Tensor.triuIndices(2, 3, offset: 1)], #"tensor([[0, 0, 1], [1, 2, 2]])"#)
  }

  @Test("Creation: func zeros") func creation1() throws {
    try expectText([Tensor.zeros(2, 3)], #"tensor([[0., 0., 0.], [0., 0., 0.]])"#)
  }

  @Test("Creation: func zeros") func creation2() throws {
    try expectText([Tensor.zeros([2, 2], dtype: .int64)], #"tensor([[0, 0], [0, 0]])"#)
  }

  @Test("Creation: func ones") func creation3() throws {
    try expectText([Tensor.ones(2, 3)], #"tensor([[1., 1., 1.], [1., 1., 1.]])"#)
  }

  @Test("Creation: func ones") func creation4() throws {
    try expectText([Tensor.ones([2], dtype: .bool)], #"tensor([True, True])"#)
  }

  @Test("Creation: func empty") func creation5() throws {
    try expectText([Tensor.empty(2, 3).shape], #"Size([2, 3])"#)
  }

  @Test("Creation: func empty") func creation6() throws {
    try expectText([Tensor.empty([2, 0]).shape], #"Size([2, 0])"#)
  }

  @Test("Creation: func full") func creation7() throws {
    try expectText([Tensor.full([2, 2], 7)], #"tensor([[7, 7], [7, 7]])"#)
    try expectText([Tensor.full([2], 0.5)], #"tensor([0.5000, 0.5000])"#)
  }

  @Test("Creation: func zeros") func creation8() throws {
    try expectText([Tensor.zeros(like: Tensor([[1, 2], [3, 4]]))], #"tensor([[0, 0], [0, 0]])"#)
  }

  @Test("Creation: func ones") func creation9() throws {
    try expectText([Tensor.ones(like: Tensor([1, 2]), dtype: .float32)], #"tensor([1., 1.])"#)
  }

  @Test("Creation: func full") func creation10() throws {
    try expectText([Tensor.full(like: Tensor([1.0, 2.0]), 7)], #"tensor([7., 7.])"#)
  }

  @Test("Creation: func empty") func creation11() throws {
    try expectText([Tensor.empty(like: Tensor([[1, 2, 3]])).shape], #"Size([1, 3])"#)
  }

  @Test("Creation: func eye") func creation12() throws {
    try expectText([Tensor.eye(2)], #"tensor([[1., 0.], [0., 1.]])"#)
    try expectText([Tensor.eye(2, 3)], #"tensor([[1., 0., 0.], [0., 1., 0.]])"#)
  }

  @Test("Creation: func arange") func creation13() throws {
    try expectText([Tensor.arange(0, 10, 3)], #"tensor([0, 3, 6, 9])"#)
  }

  @Test("Creation: func arange") func creation14() throws {
    try expectText([Tensor.arange(1, 4)], #"tensor([1, 2, 3])"#)
  }

  @Test("Creation: func arange") func creation15() throws {
    try expectText([Tensor.arange(3)], #"tensor([0, 1, 2])"#)
    try expectText([Tensor.arange(3.0)], #"tensor([0., 1., 2.])"#)
  }

  @Test("Creation: func linspace") func creation16() throws {
    try expectText([Tensor.linspace(0, 1, 5)], #"tensor([0.0000, 0.2500, 0.5000, 0.7500, 1.0000])"#)
  }

  @Test("Creation: func logspace") func creation17() throws {
    try expectText([Tensor.logspace(0, 2, 3)], #"tensor([  1.,  10., 100.])"#)
  }

  @Test("DerivativeFunctions: func jacobian") func derivativeFunctions1() throws {
    try expectText([try jacobian(of: { $0 ** 2 }, at: Tensor([1.0, 2.0]))], #"tensor([[2., 0.], [0., 4.]])"#)
  }

  @Test("DerivativeFunctions: func hessian") func derivativeFunctions2() throws {
    try expectText([try hessian(of: { ($0 ** 3).sum() }, at: Tensor([1.0, 2.0]))], #"tensor([[ 6.,  0.], [ 0., 12.]])"#)
  }

  @Test("Description: func description") func description1() throws {
    try expectText([Tensor([1.0, 0.5]).description(PrintOptions(precision: 1))], #"tensor([1.0, 0.5])"#)
  }

  @Test("Differences: func diff") func differences1() throws {
    try expectText([Tensor([1, 4, 9]).diff()], #"tensor([3, 5])"#)
  }

  @Test("Differences: func trapezoid") func differences2() throws {
    try expectText([Tensor([1.0, 5, 10]).trapezoid(Tensor([1.0, 3, 6]))], #"tensor(28.5000)"#)
  }

  @Test("Differences: func trapezoid") func differences3() throws {
    try expectText([Tensor([1.0, 3.0, 5.0]).trapezoid(dx: 2)], #"tensor(12.)"#)
  }

  @Test("Differences: func cumulativeTrapezoid") func differences4() throws {
    try expectText([Tensor([1.0, 5, 10]).cumulativeTrapezoid(Tensor([1.0, 3, 6]))], #"tensor([ 6.0000, 28.5000])"#)
  }

  @Test("Differences: func cumulativeTrapezoid") func differences5() throws {
    try expectText([Tensor([1.0, 3.0, 5.0]).cumulativeTrapezoid()], #"tensor([2., 6.])"#)
  }

  @Test("Differences: func renorm") func differences6() throws {
    try expectText([Tensor([[3.0, 4], [0, 1]]).renorm(2, dim: 0, maxNorm: 1)], #"tensor([[0.6000, 0.8000], [0.0000, 1.0000]])"#)
  }

  @Test("DropoutMethods: func dropout") func dropoutMethods1() throws {
    let y = Tensor.ones(1000).dropout(0.5)
    try expectText([y.max()], #"tensor(2.)"#)
    try expectText([Tensor([1.0, 2.0]).dropout(0.5, training: false)], #"tensor([1., 2.])"#)
  }

  @Test("DropoutMethods: func dropout1d") func dropoutMethods2() throws {
    try expectText([Tensor.ones(2, 3, 4).dropout1d(0.5, training: false).sum()], #"tensor(24.)"#)
  }

  @Test("DropoutMethods: func dropout2d") func dropoutMethods3() throws {
    try expectText([Tensor.ones(1, 2, 2, 2).dropout2d(1)], #"tensor([[[[0., 0.], [0., 0.]], [[0., 0.], [0., 0.]]]])"#)
  }

  @Test("DropoutMethods: func dropout3d") func dropoutMethods4() throws {
    try expectText([Tensor.ones(1, 2, 2, 2, 2).dropout3d(1).sum()], #"tensor(0.)"#)
  }

  @Test("DropoutMethods: func alphaDropout") func dropoutMethods5() throws {
    try expectText([Tensor([1.0, 2.0]).alphaDropout(0.5, training: false)], #"tensor([1., 2.])"#)
  }

  @Test("DropoutMethods: func featureAlphaDropout") func dropoutMethods6() throws {
    try expectText([Tensor([[1.0, 2.0]]).featureAlphaDropout(0.5, training: false)], #"tensor([[1., 2.]])"#)
  }

  @Test("Einsum: func einsum") func einsum1() throws {
    let a = Tensor([[1.0, 2], [3, 4]])
    try expectText([Tensor.einsum("ij,kj->ik", [a, a])], #"tensor([[ 5., 11.], [11., 25.]])"#)
    try expectText([Tensor.einsum("ii->i", [a])], #"tensor([1., 4.])"#)
  }

  @Test("Einsum: func einsum") func einsum2() throws {
    try expectText([Tensor.einsum("ij,jk->ik", Tensor([[1, 2]]), Tensor([[3], [4]]))], #"tensor([[11]])"#)
    try expectText([Tensor.einsum("ii", Tensor([[1, 2], [3, 4]]))], #"tensor(5)"#)
  }

  @Test("EmbeddingMethods: func embedding") func embeddingMethods1() throws {
    try expectText([Tensor([[0.0, 1], [2, 3]]).embedding(Tensor([1, 0, 1]))], #"tensor([[2., 3.], [0., 1.], [2., 3.]])"#)
  }

  @Test("EmbeddingMethods: func embeddingBag") func embeddingMethods2() throws {
    let table = Tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    try expectText([table.embeddingBag(Tensor([0, 1, 2]), offsets: Tensor([0, 2]), mode: .sum)], #"tensor([[4., 6.], [5., 6.]])"#)
  }

  @Test("EmbeddingMethods: func oneHot") func embeddingMethods3() throws {
    try expectText([Tensor([0, 2]).oneHot()], #"tensor([[1, 0, 0], [0, 0, 1]])"#)
  }
}
