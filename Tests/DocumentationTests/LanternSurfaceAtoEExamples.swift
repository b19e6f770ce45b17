// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternSurfaceAtoEExamples {
  @Test("ActivationMethods: func sigmoid") func activationMethods1() throws {
    try expectText([Tensor([-1.0, 0.0, 1.0]).sigmoid()], #"tensor([0.2689, 0.5000, 0.7311])"#)
  }

  @Test("ActivationMethods: func relu") func activationMethods2() throws {
    try expectText([Tensor([-1.0, 0.0, 2.0]).relu()], #"tensor([0., 0., 2.])"#)
  }

  @Test("ActivationMethods: func relu6") func activationMethods3() throws {
    try expectText([Tensor([-1.0, 3.0, 8.0]).relu6()], #"tensor([0., 3., 6.])"#)
  }

  @Test("ActivationMethods: func hardtanh") func activationMethods4() throws {
    try expectText([Tensor([-2.0, 0.5, 2.0]).hardtanh()], #"tensor([-1.0000,  0.5000,  1.0000])"#)
  }

  @Test("ActivationMethods: func hardtanh_") func activationMethods5() throws {
    try expectText([Tensor([-2.0, 0.5, 9.0]).hardtanh_(0, 6)], #"tensor([0.0000, 0.5000, 6.0000])"#)
  }

  @Test("ActivationMethods: func threshold") func activationMethods6() throws {
    try expectText([Tensor([0.5, 1.0, 2.0]).threshold(1, 20)], #"tensor([20., 20.,  2.])"#)
  }

  @Test("ActivationMethods: func threshold_") func activationMethods7() throws {
    try expectText([Tensor([0.5, 2.0]).threshold_(1, 0)], #"tensor([0., 2.])"#)
  }

  @Test("ActivationMethods: func leakyRelu") func activationMethods8() throws {
    try expectText([Tensor([-1.0, 2.0]).leakyRelu(0.1)], #"tensor([-0.1000,  2.0000])"#)
  }

  @Test("ActivationMethods: func leakyRelu_") func activationMethods9() throws {
    try expectText([Tensor([-1.0, 2.0]).leakyRelu_()], #"tensor([-0.0100,  2.0000])"#)
  }

  @Test("ActivationMethods: func rrelu") func activationMethods10() throws {
    try expectText([Tensor([-2.0, 3.0]).rrelu(lower: 0.25, upper: 0.75)], #"tensor([-1.,  3.])"#)
  }

  @Test("ActivationMethods: func prelu") func activationMethods11() throws {
    try expectText([Tensor([[-1.0, -1.0]]).prelu(Tensor([0.25, 0.5]))], #"tensor([[-0.2500, -0.5000]])"#)
  }

  @Test("ActivationMethods: func silu") func activationMethods12() throws {
    try expectText([Tensor([-1.0, 0.0, 1.0]).silu()], #"tensor([-0.2689,  0.0000,  0.7311])"#)
  }

  @Test("ActivationMethods: func silu_") func activationMethods13() throws {
    try expectText([Tensor([1.0]).silu_()], #"tensor([0.7311])"#)
  }

  @Test("ActivationMethods: func mish") func activationMethods14() throws {
    try expectText([Tensor([-1.0, 0.0, 1.0]).mish()], #"tensor([-0.3034,  0.0000,  0.8651])"#)
  }

  @Test("ActivationMethods: func mish_") func activationMethods15() throws {
    try expectText([Tensor([1.0]).mish_()], #"tensor([0.8651])"#)
  }

  @Test("ActivationMethods: func softplus") func activationMethods16() throws {
    try expectText([Tensor([-1.0, 0.0, 1.0]).softplus()], #"tensor([0.3133, 0.6931, 1.3133])"#)
  }

  @Test("ActivationMethods: func logSigmoid") func activationMethods17() throws {
    try expectText([Tensor([-100.0, 0.0]).logSigmoid()], #"tensor([-100.0000,   -0.6931])"#)
  }

  @Test("ActivationMethods: func gelu") func activationMethods18() throws {
    try expectText([Tensor([-1.0, 0.0, 1.0]).gelu()], #"tensor([-0.1587,  0.0000,  0.8413])"#)
  }

  @Test("ActivationMethods: func elu") func activationMethods19() throws {
    try expectText([Tensor([-1.0, 2.0]).elu()], #"tensor([-0.6321,  2.0000])"#)
  }

  @Test("ActivationMethods: func elu_") func activationMethods20() throws {
    try expectText([Tensor([-1.0, 2.0]).elu_(alpha: 2)], #"tensor([-1.2642,  2.0000])"#)
  }

  @Test("ActivationMethods: func celu") func activationMethods21() throws {
    try expectText([Tensor([-1.0, 2.0]).celu(alpha: 2)], #"tensor([-0.7869,  2.0000])"#)
  }

  @Test("ActivationMethods: func celu_") func activationMethods22() throws {
    try expectText([Tensor([-1.0, 2.0]).celu_()], #"tensor([-0.6321,  2.0000])"#)
  }

  @Test("ActivationMethods: func selu") func activationMethods23() throws {
    try expectText([Tensor([-1.0, 2.0]).selu()], #"tensor([-1.1113,  2.1014])"#)
  }

  @Test("ActivationMethods: func selu_") func activationMethods24() throws {
    try expectText([Tensor([-1.0, 2.0]).selu_()], #"tensor([-1.1113,  2.1014])"#)
  }

  @Test("ActivationMethods: func hardsigmoid") func activationMethods25() throws {
    try expectText([Tensor([-4.0, 0.0, 4.0]).hardsigmoid()], #"tensor([0.0000, 0.5000, 1.0000])"#)
  }

  @Test("ActivationMethods: func hardswish") func activationMethods26() throws {
    try expectText([Tensor([-4.0, 1.0, 4.0]).hardswish()], #"tensor([-0.0000, 0.6667, 4.0000])"#)
  }

  @Test("ActivationMethods: func hardshrink") func activationMethods27() throws {
    try expectText([Tensor([-1.0, 0.3, 1.0]).hardshrink()], #"tensor([-1.,  0.,  1.])"#)
  }

  @Test("ActivationMethods: func softshrink") func activationMethods28() throws {
    try expectText([Tensor([-1.0, 0.3, 1.0]).softshrink()], #"tensor([-0.5000,  0.0000,  0.5000])"#)
  }

  @Test("ActivationMethods: func softsign") func activationMethods29() throws {
    try expectText([Tensor([-1.0, 3.0]).softsign()], #"tensor([-0.5000,  0.7500])"#)
  }

  @Test("ActivationMethods: func tanhshrink") func activationMethods30() throws {
    try expectText([Tensor([-1.0, 3.0]).tanhshrink()], #"tensor([-0.2384,  2.0049])"#)
  }

  @Test("ActivationMethods: func softmin") func activationMethods31() throws {
    try expectText([Tensor([1.0, 2.0, 3.0]).softmin(0)], #"tensor([0.6652, 0.2447, 0.0900])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveAvgPool1d") func adaptivePoolingMethods1() throws {
    try expectText([Tensor.arange(4.0).view(1, 1, 4).adaptiveAvgPool1d(2)], #"tensor([[[0.5000, 2.5000]]])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveAvgPool2d") func adaptivePoolingMethods2() throws {
    try expectText([Tensor.arange(16.0).view(1, 1, 4, 4).adaptiveAvgPool2d([1, 2])], #"tensor([[[[6.5000, 8.5000]]]])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveAvgPool2d") func adaptivePoolingMethods3() throws {
    try expectText([Tensor.arange(16.0).view(1, 4, 4).adaptiveAvgPool2d(2)], #"tensor([[[ 2.5000,  4.5000], [10.5000, 12.5000]]])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveAvgPool3d") func adaptivePoolingMethods4() throws {
    try expectText([Tensor.ones(1, 4, 6, 8).adaptiveAvgPool3d([1, nil, 2]).shape], #"Size([1, 1, 6, 2])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveAvgPool3d") func adaptivePoolingMethods5() throws {
    try expectText([Tensor.ones(1, 4, 6, 8).adaptiveAvgPool3d(2).shape], #"Size([1, 2, 2, 2])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveMaxPool1d") func adaptivePoolingMethods6() throws {
    try expectText([Tensor([[1.0, 4.0, 3.0, 2.0]]).adaptiveMaxPool1d(2).values], #"tensor([[4., 3.]])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveMaxPool2d") func adaptivePoolingMethods7() throws {
    try expectText([Tensor.arange(16.0).view(1, 4, 4).adaptiveMaxPool2d([1, 2]).indices], #"tensor([[[13, 15]]])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveMaxPool2d") func adaptivePoolingMethods8() throws {
    try expectText([Tensor.arange(16.0).view(1, 4, 4).adaptiveMaxPool2d(2).values], #"tensor([[[ 5.,  7.], [13., 15.]]])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveMaxPool3d") func adaptivePoolingMethods9() throws {
    try expectText([Tensor.ones(1, 4, 6, 8).adaptiveMaxPool3d([1, nil, 2]).values.shape], #"Size([1, 1, 6, 2])"#)
  }

  @Test("AdaptivePoolingMethods: func adaptiveMaxPool3d") func adaptivePoolingMethods10() throws {
    try expectText([Tensor.ones(1, 4, 6, 8).adaptiveMaxPool3d(2).values.shape], #"Size([1, 2, 2, 2])"#)
  }

  @Test("ArrangingMethods: func movedim") func arrangingMethods1() throws {
    try expectText([Tensor.zeros(2, 3, 4).movedim(0, -1).shape], #"Size([3, 4, 2])"#)
  }

  @Test("ArrangingMethods: func movedim") func arrangingMethods2() throws {
    try expectText([Tensor.zeros(2, 3, 4).movedim([0, 1], [1, 2]).shape], #"Size([4, 2, 3])"#)
  }

  @Test("ArrangingMethods: func flip") func arrangingMethods3() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).flip(1)], #"tensor([[2, 1], [4, 3]])"#)
  }

  @Test("ArrangingMethods: func flip") func arrangingMethods4() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).flip(dims: [0])], #"tensor([[3, 4], [1, 2]])"#)
  }

  @Test("ArrangingMethods: func fliplr") func arrangingMethods5() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).fliplr()], #"tensor([[2, 1], [4, 3]])"#)
  }

  @Test("ArrangingMethods: func flipud") func arrangingMethods6() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).flipud()], #"tensor([[3, 4], [1, 2]])"#)
  }

  @Test("ArrangingMethods: func rot90") func arrangingMethods7() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).rot90()], #"tensor([[2, 4], [1, 3]])"#)
  }

  @Test("ArrangingMethods: func ravel") func arrangingMethods8() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).ravel()], #"tensor([1, 2, 3, 4])"#)
  }

  @Test("ArrangingMethods: func reshapeAs") func arrangingMethods9() throws {
    try expectText([Tensor.arange(4).reshapeAs(Tensor.zeros(2, 2))], #"tensor([[0, 1], [2, 3]])"#)
  }

  @Test("ArrangingMethods: func diag") func arrangingMethods10() throws {
    try expectText([Tensor([1, 2]).diag()], #"tensor([[1, 0], [0, 2]])"#)
  }

  @Test("ArrangingMethods: func diagEmbed") func arrangingMethods11() throws {
    try expectText([Tensor([1, 2]).diagEmbed(offset: 1)], #"tensor([[0, 1, 0], [0, 0, 2], [0, 0, 0]])"#)
  }

  @Test("ArrangingMethods: func fillDiagonal_") func arrangingMethods12() throws {
    try expectText([Tensor.zeros(2, 2).fillDiagonal_(1)], #"tensor([[1., 0.], [0., 1.]])"#)
  }

  @Test("AttentionMethods: func scaledDotProductAttention") func attentionMethods1() throws {
    let x = Tensor([[1.0, 0.0], [0.0, 1.0]])
    try expectText([x.scaledDotProductAttention(x, x)], #"tensor([[0.6698, 0.3302], [0.3302, 0.6698]])"#)
    try expectText([x.scaledDotProductAttention(x, x, isCausal: true)], #"tensor([[1.0000, 0.0000], [0.3302, 0.6698]])"#)
  }

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

  @Test("DeviceMethods: func to", .enabled(if: GPU.isReady)) func deviceMethods1() throws {
    let x = Tensor.ones(2, 3).to(.cuda(0))
    try expectText([x.device], #"cuda:0"#)
  }

  @Test("DeviceMethods: func withDevice", .enabled(if: GPU.isReady)) func deviceMethods2() throws {
    let x = withDevice(.cuda(0)) { Tensor.zeros(2, 3) }
    _ = x
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
