// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternSurfaceFtoKExamples {
  @Test("FoldingMethods: func unfoldWindows") func foldingMethods1() throws {
    try expectText([Tensor.arange(6.0).view(1, 2, 3).unfoldWindows(2)], #"tensor([[0., 1.], [1., 2.], [3., 4.], [4., 5.]])"#)
  }

  @Test("FoldingMethods: func foldWindows") func foldingMethods2() throws {
    try expectText([Tensor.ones(1, 4, 4).foldWindows(outputSize: 3, 2)], #"tensor([[[[1., 2., 1.], [2., 4., 2.], [1., 2., 1.]]]])"#)
  }

  @Test("FoldingMethods: func pixelShuffle") func foldingMethods3() throws {
    try expectText([Tensor([1, 2, 3, 4]).view(4, 1, 1).pixelShuffle(2)], #"tensor([[[1, 2], [3, 4]]])"#)
  }

  @Test("FoldingMethods: func pixelUnshuffle") func foldingMethods4() throws {
    try expectText([Tensor([[[1, 2], [3, 4]]]).pixelUnshuffle(2).shape], #"Size([4, 1, 1])"#)
  }

  @Test("FoldingMethods: func channelShuffle") func foldingMethods5() throws {
    try expectText([Tensor.arange(4).view(1, 4, 1, 1).channelShuffle(2).flatten()], #"tensor([0, 2, 1, 3])"#)
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

  @Test("FourierFrequencies: func ifftShift") func fourierFrequencies4() throws {
    try expectText([Tensor([0, 1, 2, 3, 4]).fftShift().ifftShift()], #"tensor([0, 1, 2, 3, 4])"#)
  }

  @Test("FourierTransforms: func fft") func fourierTransforms1() throws {
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).fft()], #"tensor([10.+0.j, -2.+2.j, -2.+0.j, -2.-2.j])"#)
  }

  @Test("FourierTransforms: func ifft") func fourierTransforms2() throws {
    try expectText([Tensor([4.0, 0.0, 0.0, 0.0]).ifft().real()], #"tensor([1., 1., 1., 1.])"#)
  }

  @Test("FourierTransforms: func rfft") func fourierTransforms3() throws {
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).rfft()], #"tensor([10.+0.j, -2.+2.j, -2.+0.j])"#)
  }

  @Test("FourierTransforms: func irfft") func fourierTransforms4() throws {
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).rfft().irfft()], #"tensor([1., 2., 3., 4.])"#)
  }

  @Test("FourierTransforms: func hfft") func fourierTransforms5() throws {
    try expectText([Tensor([1.0, 0.0]).hfft(n: 3)], #"tensor([1., 1., 1.])"#)
  }

  @Test("FourierTransforms: func ihfft") func fourierTransforms6() throws {
    try expectText([Tensor([4.0, 4.0]).ihfft().real()], #"tensor([4., 0.])"#)
  }

  @Test("FourierTransforms: func fft2") func fourierTransforms7() throws {
    try expectText([Tensor.ones(2, 2).fft2()], #"tensor([[4.+0.j, 0.+0.j], [0.+0.j, 0.+0.j]])"#)
  }

  @Test("FourierTransforms: func ifft2") func fourierTransforms8() throws {
    try expectText([Tensor.ones(2, 2).ifft2()], #"tensor([[1.+0.j, 0.+0.j], [0.+0.j, 0.+0.j]])"#)
  }

  @Test("FourierTransforms: func rfft2") func fourierTransforms9() throws {
    try expectText([Tensor.ones(4, 4).rfft2().shape], #"Size([4, 3])"#)
  }

  @Test("FourierTransforms: func irfft2") func fourierTransforms10() throws {
    try expectText([Tensor([[1.0, 2.0], [3.0, 4.0]]).rfft2().irfft2()], #"tensor([[1., 2.], [3., 4.]])"#)
  }

  @Test("FourierTransforms: func hfft2") func fourierTransforms11() throws {
    try expectText([Tensor.ones(4, 3).hfft2().shape], #"Size([4, 4])"#)
  }

  @Test("FourierTransforms: func ihfft2") func fourierTransforms12() throws {
    try expectText([Tensor.ones(4, 4).ihfft2().shape], #"Size([4, 3])"#)
  }

  @Test("FourierTransforms: func fftn") func fourierTransforms13() throws {
    try expectText([Tensor.ones(2, 2).fftn()], #"tensor([[4.+0.j, 0.+0.j], [0.+0.j, 0.+0.j]])"#)
  }

  @Test("FourierTransforms: func ifftn") func fourierTransforms14() throws {
    try expectText([Tensor.ones(2, 2).ifftn(dims: [0])], #"tensor([[1.+0.j, 1.+0.j], [0.+0.j, 0.+0.j]])"#)
  }

  @Test("FourierTransforms: func rfftn") func fourierTransforms15() throws {
    try expectText([Tensor.ones(2, 3, 4).rfftn().shape], #"Size([2, 3, 3])"#)
  }

  @Test("FourierTransforms: func irfftn") func fourierTransforms16() throws {
    try expectText([Tensor.ones(2, 3, 3).irfftn().shape], #"Size([2, 3, 4])"#)
  }

  @Test("FourierTransforms: func hfftn") func fourierTransforms17() throws {
    try expectText([Tensor.ones(2, 3, 3).hfftn().shape], #"Size([2, 3, 4])"#)
  }

  @Test("FourierTransforms: func ihfftn") func fourierTransforms18() throws {
    try expectText([Tensor.ones(2, 3, 4).ihfftn().shape], #"Size([2, 3, 3])"#)
  }

  @Test("GridSampleMethods: func gridSample") func gridSampleMethods1() throws {
    let image = Tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
    try expectText([image.gridSample(Tensor([[[[0.0, 0.0], [-1.0, -1.0]]]]), alignCorners: true)], #"tensor([[[[2.5000, 1.0000]]]])"#)
  }

  @Test("GridSampleMethods: func affineGrid") func gridSampleMethods2() throws {
    let identity = Tensor([[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]])
    try expectText([Tensor.affineGrid(identity, size: [1, 1, 1, 2], alignCorners: true)], #"tensor([[[[-1.,  0.], [ 1.,  0.]]]])"#)
  }

  @Test("Histograms: func histc") func histograms1() throws {
    try expectText([Tensor([1.0, 2, 1]).histc(bins: 4, min: 0, max: 3)], #"tensor([0., 2., 1., 0.])"#)
  }

  @Test("Histograms: func histogram") func histograms2() throws {
    try expectText([Tensor([1.0, 2, 1]).histogram(bins: 4, range: (0, 3)).hist], #"tensor([0., 2., 1., 0.])"#)
  }

  @Test("Histograms: func histogram") func histograms3() throws {
    try expectText([Tensor([1.0, 2.0, 2.5]).histogram(bins: Tensor([0.0, 2.0, 4.0])).hist], #"tensor([1., 2.])"#)
  }

  @Test("InPlaceMethods: func add_") func inPlaceMethods1() throws {
    try expectText([Tensor([1.0, 2.0]).add_(Tensor([3.0, 4.0]), alpha: 10)], #"tensor([31., 42.])"#)
  }

  @Test("InPlaceMethods: func add_") func inPlaceMethods2() throws {
    try expectText([Tensor([1.0, 2.0]).add_(1)], #"tensor([2., 3.])"#)
  }

  @Test("InPlaceMethods: func sub_") func inPlaceMethods3() throws {
    try expectText([Tensor([[5.0, 6.0], [7.0, 8.0]]).sub_(Tensor([1.0, 2.0]))], #"tensor([[4., 4.], [6., 6.]])"#)
  }

  @Test("InPlaceMethods: func sub_") func inPlaceMethods4() throws {
    try expectText([Tensor([1.0, 2.0]).sub_(1)], #"tensor([0., 1.])"#)
  }

  @Test("InPlaceMethods: func mul_") func inPlaceMethods5() throws {
    try expectText([Tensor([1.0, 2.0]).mul_(Tensor([3.0, 4.0]))], #"tensor([3., 8.])"#)
  }

  @Test("InPlaceMethods: func mul_") func inPlaceMethods6() throws {
    let x = Tensor([[1.0, 2.0], [3.0, 4.0]])
    discard(x[0].mul_(10))
    try expectText([x], #"tensor([[10., 20.], [ 3.,  4.]])"#)
  }

  @Test("InPlaceMethods: func div_") func inPlaceMethods7() throws {
    try expectText([Tensor([1.0, 3.0]).div_(Tensor([2.0, 4.0]))], #"tensor([0.5000, 0.7500])"#)
  }

  @Test("InPlaceMethods: func div_") func inPlaceMethods8() throws {
    try expectText([Tensor([1.0, 3.0]).div_(2)], #"tensor([0.5000, 1.5000])"#)
  }

  @Test("InPlaceMethods: func pow_") func inPlaceMethods9() throws {
    try expectText([Tensor([2.0, 3.0]).pow_(Tensor([3.0, 2.0]))], #"tensor([8., 9.])"#)
  }

  @Test("InPlaceMethods: func pow_") func inPlaceMethods10() throws {
    try expectText([Tensor([2.0, 3.0]).pow_(2)], #"tensor([4., 9.])"#)
  }

  @Test("InPlaceMethods: func neg_") func inPlaceMethods11() throws {
    try expectText([Tensor([1.0, -2.0]).neg_()], #"tensor([-1.,  2.])"#)
  }

  @Test("InPlaceMethods: func abs_") func inPlaceMethods12() throws {
    try expectText([Tensor([1.0, -2.0]).abs_()], #"tensor([1., 2.])"#)
  }

  @Test("InPlaceMethods: func exp_") func inPlaceMethods13() throws {
    try expectText([Tensor([0.0, 1.0]).exp_()], #"tensor([1.0000, 2.7183])"#)
  }

  @Test("InPlaceMethods: func log_") func inPlaceMethods14() throws {
    try expectText([Tensor([1.0, 10.0]).log_()], #"tensor([0.0000, 2.3026])"#)
  }

  @Test("InPlaceMethods: func sqrt_") func inPlaceMethods15() throws {
    try expectText([Tensor([4.0, 9.0]).sqrt_()], #"tensor([2., 3.])"#)
  }

  @Test("InPlaceMethods: func floor_") func inPlaceMethods16() throws {
    try expectText([Tensor([1.5, -1.5]).floor_()], #"tensor([ 1., -2.])"#)
  }

  @Test("InPlaceMethods: func ceil_") func inPlaceMethods17() throws {
    try expectText([Tensor([1.5, -1.5]).ceil_()], #"tensor([ 2., -1.])"#)
  }

  @Test("InPlaceMethods: func round_") func inPlaceMethods18() throws {
    try expectText([Tensor([0.5, 1.5]).round_()], #"tensor([0., 2.])"#)
  }

  @Test("InPlaceMethods: func sigmoid_") func inPlaceMethods19() throws {
    try expectText([Tensor([0.0, 1.0]).sigmoid_()], #"tensor([0.5000, 0.7311])"#)
  }

  @Test("InPlaceMethods: func tanh_") func inPlaceMethods20() throws {
    try expectText([Tensor([0.0, 1.0]).tanh_()], #"tensor([0.0000, 0.7616])"#)
  }

  @Test("InPlaceMethods: func relu_") func inPlaceMethods21() throws {
    try expectText([Tensor([-1.0, 2.0]).relu_()], #"tensor([0., 2.])"#)
  }

  @Test("InPlaceMethods: func addcmul_") func inPlaceMethods22() throws {
    try expectText([Tensor([1.0, 1.0]).addcmul_(Tensor([2.0, 3.0]), Tensor([4.0, 5.0]))], #"tensor([ 9., 16.])"#)
  }

  @Test("InPlaceMethods: func addcdiv_") func inPlaceMethods23() throws {
    try expectText([Tensor([1.0, 1.0]).addcdiv_(Tensor([6.0, 8.0]), Tensor([2.0, 4.0]), value: 10)], #"tensor([31., 21.])"#)
  }

  @Test("InPlaceMethods: func lerp_") func inPlaceMethods24() throws {
    try expectText([Tensor([0.0, 10.0]).lerp_(Tensor([10.0, 20.0]), 0.5)], #"tensor([ 5., 15.])"#)
  }

  @Test("IndexingMethods: func indexSelect") func indexingMethods1() throws {
    let x = Tensor([[1, 2, 3], [4, 5, 6]])
    try expectText([x.indexSelect(0, Tensor([1, 1]))], #"tensor([[4, 5, 6], [4, 5, 6]])"#)
    try expectText([x.indexSelect(-1, Tensor([2, 0]))], #"tensor([[3, 1], [6, 4]])"#)
  }

  @Test("IndexingMethods: func indexAdd") func indexingMethods2() throws {
    try expectText([Tensor.zeros(3).indexAdd(0, Tensor([0, 2, 2]), Tensor([1.0, 2, 3]))], #"tensor([1., 0., 5.])"#)
  }

  @Test("IndexingMethods: func indexAdd_") func indexingMethods3() throws {
    try expectText([Tensor.zeros(3).indexAdd_(0, Tensor([0, 2, 2]), Tensor([1.0, 2.0, 3.0]))], #"tensor([1., 0., 5.])"#)
  }

  @Test("IndexingMethods: func indexCopy") func indexingMethods4() throws {
    try expectText([Tensor.zeros(3).indexCopy(0, Tensor([2, 0]), Tensor([1.0, 2]))], #"tensor([2., 0., 1.])"#)
  }

  @Test("IndexingMethods: func indexCopy_") func indexingMethods5() throws {
    try expectText([Tensor.zeros(3).indexCopy_(0, Tensor([2, 0]), Tensor([1.0, 2.0]))], #"tensor([2., 0., 1.])"#)
  }

  @Test("IndexingMethods: func indexFill") func indexingMethods6() throws {
    try expectText([Tensor.zeros(3).indexFill(0, Tensor([0, -1]), 7)], #"tensor([7., 0., 7.])"#)
  }

  @Test("IndexingMethods: func indexFill") func indexingMethods7() throws {
    try expectText([Tensor.zeros(2, 2).indexFill(1, Tensor([0]), Tensor(7.0))], #"tensor([[7., 0.], [7., 0.]])"#)
  }

  @Test("IndexingMethods: func indexFill_") func indexingMethods8() throws {
    try expectText([Tensor.zeros(2, 2).indexFill_(0, Tensor([1]), 7)], #"tensor([[0., 0.], [7., 7.]])"#)
  }

  @Test("IndexingMethods: func indexFill_") func indexingMethods9() throws {
    try expectText([Tensor.zeros(3).indexFill_(0, Tensor([0, 2]), Tensor(7.0))], #"tensor([7., 0., 7.])"#)
  }

  @Test("IndexingMethods: func gather") func indexingMethods10() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).gather(1, Tensor([[0, 0], [1, 0]]))], #"tensor([[1, 1], [4, 3]])"#)
  }

  @Test("IndexingMethods: func scatter") func indexingMethods11() throws {
    try expectText([Tensor.zeros(2, 3).scatter(1, Tensor([[2], [0]]), Tensor([[5.0], [6.0]]))], #"tensor([[0., 0., 5.], [6., 0., 0.]])"#)
  }

  @Test("IndexingMethods: func scatter") func indexingMethods12() throws {
    try expectText([Tensor.zeros(2, 3).scatter(1, Tensor([[2], [0]]), 1)], #"tensor([[0., 0., 1.], [1., 0., 0.]])"#)
  }

  @Test("IndexingMethods: func scatter_") func indexingMethods13() throws {
    try expectText([Tensor.zeros(3).scatter_(0, Tensor([2, 0]), Tensor([5.0, 6.0]))], #"tensor([6., 0., 5.])"#)
  }

  @Test("IndexingMethods: func scatter_") func indexingMethods14() throws {
    try expectText([Tensor.zeros(3).scatter_(0, Tensor([2, 0]), 1)], #"tensor([1., 0., 1.])"#)
  }

  @Test("IndexingMethods: func scatterAdd") func indexingMethods15() throws {
    try expectText([Tensor.zeros(3).scatterAdd(0, Tensor([0, 2, 2]), Tensor([1.0, 2.0, 3.0]))], #"tensor([1., 0., 5.])"#)
  }

  @Test("IndexingMethods: func scatterAdd_") func indexingMethods16() throws {
    try expectText([Tensor.ones(2).scatterAdd_(0, Tensor([1, 1]), Tensor([1.0, 2.0]))], #"tensor([1., 4.])"#)
  }

  @Test("IndexingMethods: func nonzero") func indexingMethods17() throws {
    try expectText([Tensor([[0, 5], [6, 0]]).nonzero()], #"tensor([[0, 1], [1, 0]])"#)
  }

  @Test("IndexingMethods: func nonzeroPerAxis") func indexingMethods18() throws {
    try expectText([Tensor([[0, 5], [6, 0]]).nonzeroPerAxis()], #"[tensor([0, 1]), tensor([1, 0])]"#)
  }

  @Test("IndexingMethods: func maskedSelect") func indexingMethods19() throws {
    let x = Tensor([1, 5, 3])
    try expectText([x.maskedSelect(x .> 2)], #"tensor([5, 3])"#)
  }

  @Test("IndexingMethods: func maskedScatter") func indexingMethods20() throws {
    try expectText([Tensor.zeros(3).maskedScatter(Tensor([true, false, true]), Tensor([5.0, 6.0]))], #"tensor([5., 0., 6.])"#)
  }

  @Test("IndexingMethods: func maskedFill") func indexingMethods21() throws {
    try expectText([Tensor([1.0, 2.0, 3.0]).maskedFill(Tensor([true, false, true]), -1)], #"tensor([-1.,  2., -1.])"#)
  }

  @Test("IndexingMethods: func maskedFill_") func indexingMethods22() throws {
    try expectText([Tensor([1.0, 2.0]).maskedFill_(Tensor([true, false]), -Double.infinity)], #"tensor([-inf, 2.])"#)
  }

  @Test("IndexingMethods: func maskedFill") func indexingMethods23() throws {
    try expectText([Tensor([1.0, 2.0]).maskedFill(Tensor([false, true]), Tensor(9.0))], #"tensor([1., 9.])"#)
  }

  @Test("IndexingMethods: func maskedFill_") func indexingMethods24() throws {
    try expectText([Tensor([1.0, 2.0]).maskedFill_(Tensor([false, true]), Tensor(9.0))], #"tensor([1., 9.])"#)
  }

  @Test("IndexingMethods: func maskedScatter_") func indexingMethods25() throws {
    try expectText([Tensor.zeros(3).maskedScatter_(Tensor([false, true, true]), Tensor([5.0, 6.0]))], #"tensor([0., 5., 6.])"#)
  }

  @Test("InterpolationMethods: struct ScaleFactor") func interpolationMethods1() throws {
    let image = Tensor.ones(1, 1, 2, 2)
    discard(image.interpolate(scaleFactor: 2))
    discard(image.interpolate(scaleFactor: [2, 0.5]))
  }

  @Test("InterpolationMethods: init") func interpolationMethods2() throws {
    try expectText([Tensor.ones(1, 1, 2).interpolate(scaleFactor: ScaleFactor(2)).shape], #"Size([1, 1, 4])"#)
  }

  @Test("InterpolationMethods: init") func interpolationMethods3() throws {
    try expectText([Tensor.ones(1, 1, 2, 2).interpolate(scaleFactor: ScaleFactor([2, 3])).shape], #"Size([1, 1, 4, 6])"#)
  }

  @Test("InterpolationMethods: func interpolate") func interpolationMethods4() throws {
    try expectText([Tensor([[[1.0, 3]]]).interpolate(size: 4, mode: .linear)], #"tensor([[[1.0000, 1.5000, 2.5000, 3.0000]]])"#)
  }
}
