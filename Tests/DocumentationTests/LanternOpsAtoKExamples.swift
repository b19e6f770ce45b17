// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternOpsAtoKExamples {
  @Test("Arithmetic: func add") func arithmetic1() throws {
    try expectText([Tensor([1.0, 2.0]).add(Tensor([3.0, 4.0]), alpha: 10)], #"tensor([31., 42.])"#)
  }

  @Test("Arithmetic: func add") func arithmetic2() throws {
    try expectText([Tensor([1, 2]).add(0.5)], #"tensor([1.5000, 2.5000])"#)
  }

  @Test("Arithmetic: func sub") func arithmetic3() throws {
    try expectText([Tensor([[5.0, 6.0], [7.0, 8.0]]).sub(Tensor([1.0, 2.0]))], #"tensor([[4., 4.], [6., 6.]])"#)
  }

  @Test("Arithmetic: func sub") func arithmetic4() throws {
    try expectText([Tensor([5, 6]).sub(1)], #"tensor([4, 5])"#)
  }

  @Test("Arithmetic: func mul") func arithmetic5() throws {
    try expectText([Tensor([[1.0, 2.0], [3.0, 4.0]]).mul(Tensor([10.0, 100.0]))], #"tensor([[ 10., 200.], [ 30., 400.]])"#)
  }

  @Test("Arithmetic: func mul") func arithmetic6() throws {
    try expectText([Tensor([1, 2]).mul(3)], #"tensor([3, 6])"#)
  }

  @Test("Arithmetic: func div") func arithmetic7() throws {
    try expectText([Tensor([1, 2]).div(Tensor([2, 4]))], #"tensor([0.5000, 0.5000])"#)
  }

  @Test("Arithmetic: func div") func arithmetic8() throws {
    try expectText([Tensor([1, 2]).div(2)], #"tensor([0.5000, 1.0000])"#)
  }

  @Test("Arithmetic: func div") func arithmetic9() throws {
    try expectText([Tensor([7, -7]).div(Tensor([2, 2]), rounding: .floor)], #"tensor([ 3, -4])"#)
  }

  @Test("Arithmetic: func floorDivide") func arithmetic10() throws {
    try expectText([Tensor([7, -7]).floorDivide(Tensor([2, 2]))], #"tensor([ 3, -4])"#)
  }

  @Test("Arithmetic: func floorDivide") func arithmetic11() throws {
    try expectText([Tensor([7.5, -7.5]).floorDivide(2)], #"tensor([ 3., -4.])"#)
  }

  @Test("Arithmetic: func truncDivide") func arithmetic12() throws {
    try expectText([Tensor([7, -7]).truncDivide(Tensor([2, 2]))], #"tensor([ 3, -3])"#)
  }

  @Test("Arithmetic: func remainder") func arithmetic13() throws {
    try expectText([Tensor([7, -7]).remainder(Tensor([3, 3]))], #"tensor([1, 2])"#)
  }

  @Test("Arithmetic: func remainder") func arithmetic14() throws {
    try expectText([Tensor([5.5, -5.5]).remainder(2)], #"tensor([1.5000, 0.5000])"#)
  }

  @Test("Arithmetic: func fmod") func arithmetic15() throws {
    try expectText([Tensor([7, -7]).fmod(Tensor([3, 3]))], #"tensor([ 1, -1])"#)
  }

  @Test("Arithmetic: func neg") func arithmetic16() throws {
    try expectText([Tensor([1.0, -2.0]).neg()], #"tensor([-1.,  2.])"#)
  }

  @Test("Arithmetic: func abs") func arithmetic17() throws {
    try expectText([Tensor([1.0, -2.0]).abs()], #"tensor([1., 2.])"#)
  }

  @Test("Arithmetic: func sign") func arithmetic18() throws {
    try expectText([Tensor([-3.0, 0.0, 5.0]).sign()], #"tensor([-1.,  0.,  1.])"#)
  }

  @Test("Arithmetic: func square") func arithmetic19() throws {
    try expectText([Tensor([-3.0, 2.0]).square()], #"tensor([9., 4.])"#)
  }

  @Test("Arithmetic: func reciprocal") func arithmetic20() throws {
    try expectText([Tensor([2.0, 4.0]).reciprocal()], #"tensor([0.5000, 0.2500])"#)
  }

  @Test("Arithmetic: func pow") func arithmetic21() throws {
    try expectText([Tensor([2.0, 3.0]).pow(Tensor([3.0, 2.0]))], #"tensor([8., 9.])"#)
  }

  @Test("Arithmetic: func pow") func arithmetic22() throws {
    try expectText([Tensor([1.0, 2.0, 3.0]).pow(2)], #"tensor([1., 4., 9.])"#)
  }

  @Test("Arithmetic: func addcmul") func arithmetic23() throws {
    try expectText([Tensor([1.0, 1.0]).addcmul(Tensor([2.0, 3.0]), Tensor([4.0, 5.0]), value: 0.5)], #"tensor([5.0000, 8.5000])"#)
  }

  @Test("Arithmetic: func addcdiv") func arithmetic24() throws {
    try expectText([Tensor([1.0]).addcdiv(Tensor([3.0]), Tensor([2.0]), value: 0.5)], #"tensor([1.7500])"#)
  }

  @Test("Arithmetic: func lerp") func arithmetic25() throws {
    try expectText([Tensor([0.0, 0.0]).lerp(Tensor([10.0, 10.0]), Tensor([0.1, 0.9]))], #"tensor([1., 9.])"#)
  }

  @Test("Arithmetic: func lerp") func arithmetic26() throws {
    try expectText([Tensor([0.0, 10.0]).lerp(Tensor([10.0, 20.0]), 0.5)], #"tensor([ 5., 15.])"#)
  }

  @Test("Arithmetic: func hypot") func arithmetic27() throws {
    try expectText([Tensor([3.0]).hypot(Tensor([4.0]))], #"tensor([5.])"#)
  }

  @Test("Arithmetic: func copysign") func arithmetic28() throws {
    try expectText([Tensor([1.0, 2.0]).copysign(Tensor([-1.0, 0.0]))], #"tensor([-1.,  2.])"#)
  }

  @Test("Arithmetic: func atan2") func arithmetic29() throws {
    try expectText([atan2(y: Tensor([1.0]), x: Tensor([1.0]))], #"tensor([0.7854])"#)
  }

  @Test("Choosing: func maximum") func choosing1() throws {
    try expectText([Tensor([1.0, 5.0]).maximum(Tensor([3.0, 2.0]))], #"tensor([3., 5.])"#)
  }

  @Test("Choosing: func minimum") func choosing2() throws {
    try expectText([Tensor([1.0, 5.0]).minimum(Tensor([3.0, 2.0]))], #"tensor([1., 2.])"#)
  }

  @Test("Choosing: func clamp") func choosing3() throws {
    try expectText([Tensor([-2.0, 0.5, 3.0]).clamp(0, 1)], #"tensor([0.0000, 0.5000, 1.0000])"#)
  }

  @Test("Choosing: func clamp") func choosing4() throws {
    try expectText([Tensor([-2.0, 0.5, 3.0]).clamp(min: 0)], #"tensor([0.0000, 0.5000, 3.0000])"#)
  }

  @Test("Choosing: func clamp") func choosing5() throws {
    try expectText([Tensor([-2.0, 0.5, 3.0]).clamp(max: 1)], #"tensor([-2.0000,  0.5000,  1.0000])"#)
  }

  @Test("Choosing: func clamp") func choosing6() throws {
    try expectText([Tensor([1, 5, 9]).clamp(Tensor([2, 2, 2]), Tensor([4, 6, 8]))], #"tensor([2, 5, 8])"#)
  }

  @Test("Choosing: func clamp") func choosing7() throws {
    try expectText([Tensor([1.0, 5.0]).clamp(min: Tensor([2.0, 2.0]))], #"tensor([2., 5.])"#)
  }

  @Test("Choosing: func clamp") func choosing8() throws {
    try expectText([Tensor([1.0, 5.0]).clamp(max: Tensor([2.0, 2.0]))], #"tensor([1., 2.])"#)
  }

  @Test("Choosing: func clamp_") func choosing9() throws {
    try expectText([Tensor([-2.0, 0.5, 3.0]).clamp_(0, 1)], #"tensor([0.0000, 0.5000, 1.0000])"#)
  }

  @Test("Choosing: func clamp_") func choosing10() throws {
    try expectText([Tensor([-2.0, 0.5]).clamp_(min: 0)], #"tensor([0.0000, 0.5000])"#)
  }

  @Test("Choosing: func clamp_") func choosing11() throws {
    try expectText([Tensor([0.5, 3.0]).clamp_(max: 1)], #"tensor([0.5000, 1.0000])"#)
  }

  @Test("Choosing: func clamp_") func choosing12() throws {
    try expectText([Tensor([1.0, 5.0]).clamp_(Tensor([2.0, 2.0]), Tensor([4.0, 4.0]))], #"tensor([2., 4.])"#)
  }

  @Test("Choosing: func clamp_") func choosing13() throws {
    try expectText([Tensor([1.0, 5.0]).clamp_(min: Tensor([2.0, 2.0]))], #"tensor([2., 5.])"#)
  }

  @Test("Choosing: func clamp_") func choosing14() throws {
    try expectText([Tensor([1.0, 5.0]).clamp_(max: Tensor([2.0, 2.0]))], #"tensor([1., 2.])"#)
  }

  @Test("Choosing: func `where`") func choosing15() throws {
    let x = Tensor([1.0, -2.0, 3.0])
    try expectText([x.where(x .> 0, else: Tensor([10.0, 20.0, 30.0]))], #"tensor([ 1., 20.,  3.])"#)
  }

  @Test("Choosing: func `where`") func choosing16() throws {
    let x = Tensor([1.0, -2.0, 3.0])
    try expectText([x.where(x .> 0, else: 0)], #"tensor([1., 0., 3.])"#)
  }

  @Test("Choosing: func `where`") func choosing17() throws {
    try expectText([Tensor.where(Tensor([true, false]), Tensor([1, 2]), Tensor([10, 20]))], #"tensor([ 1, 20])"#)
  }

  @Test("Complex: func real") func complex1() throws {
    try expectText([Tensor.complex(Tensor([1.0, 2.0]), Tensor([3.0, 4.0])).real()], #"tensor([1., 2.])"#)
  }

  @Test("Complex: func imag") func complex2() throws {
    try expectText([Tensor.complex(Tensor([1.0, 2.0]), Tensor([3.0, 4.0])).imag()], #"tensor([3., 4.])"#)
  }

  @Test("Complex: func viewAsReal") func complex3() throws {
    try expectText([Tensor.complex(Tensor([1.0, 2.0]), Tensor([3.0, 4.0])).viewAsReal()], #"tensor([[1., 3.], [2., 4.]])"#)
  }

  @Test("Complex: func viewAsComplex") func complex4() throws {
    try expectText([Tensor([[1.0, 2.0], [3.0, -1.0]]).viewAsComplex()], #"tensor([1.+2.j, 3.-1.j])"#)
  }

  @Test("Complex: func conj") func complex5() throws {
    try expectText([Tensor.complex(Tensor([1.0]), Tensor([3.0])).conj()], #"tensor([1.-3.j])"#)
  }

  @Test("Complex: func sgn") func complex6() throws {
    try expectText([Tensor.complex(Tensor([3.0]), Tensor([4.0])).sgn()], #"tensor([0.6000+0.8000j])"#)
  }

  @Test("Complex: func angle") func complex7() throws {
    try expectText([Tensor([1.0, -1.0]).angle()], #"tensor([0.0000, 3.1416])"#)
  }

  @Test("Complex: func isReal") func complex8() throws {
    try expectText([Tensor.complex(Tensor([1.0, 1.0]), Tensor([0.0, 2.0])).isReal()], #"tensor([ True, False])"#)
  }

  @Test("Complex: func complex") func complex9() throws {
    try expectText([Tensor.complex(Tensor([1.0, 2.0]), Tensor([3.0, 4.0]))], #"tensor([1.+3.j, 2.+4.j])"#)
  }

  @Test("Complex: func polar") func complex10() throws {
    try expectText([Tensor.polar(Tensor([2.0]), Tensor([Double.pi / 2]))], #"tensor([-8.7423e-08+2.j])"#)
  }

  @Test("Copy: func clone") func copy1() throws {
    let x = Tensor([1.0, 2.0])
    let y = x.clone()
    discard(y.fill_(0))
    try expectText([x], #"tensor([1., 2.])"#)
  }

  @Test("Copy: func contiguous") func copy2() throws {
    let x = Tensor([[1, 2], [3, 4]]).t()
    try expectText([x.isContiguous], #"false"#)
    try expectText([x.contiguous().isContiguous], #"true"#)
  }

  @Test("Copy: func to") func copy3() throws {
    try expectText([Tensor([1.7, -1.7]).to(.int64)], #"tensor([ 1, -1])"#)
  }

  @Test("Copy: func copy_") func copy4() throws {
    try expectText([Tensor.zeros(2, 2).copy_(Tensor([1, 2]))], #"tensor([[1., 2.], [1., 2.]])"#)
  }

  @Test("Copy: func fill_") func copy5() throws {
    try expectText([Tensor.zeros(2).fill_(7)], #"tensor([7., 7.])"#)
  }

  @Test("Copy: func zero_") func copy6() throws {
    try expectText([Tensor([1.0, 2.0]).zero_()], #"tensor([0., 0.])"#)
  }

  @Test("Cumulative: func cumsum") func cumulative1() throws {
    try expectText([Tensor([[1, 2, 3], [4, 5, 6]]).cumsum(dim: 1)], #"tensor([[ 1,  3,  6], [ 4,  9, 15]])"#)
  }

  @Test("Cumulative: func cumprod") func cumulative2() throws {
    try expectText([Tensor([1.0, 2.0, 3.0, 4.0]).cumprod(dim: -1)], #"tensor([ 1.,  2.,  6., 24.])"#)
  }

  @Test("Cumulative: func logCumSumExp") func cumulative3() throws {
    try expectText([Tensor([0.0, 0, 0]).logCumSumExp(dim: 0)], #"tensor([0.0000, 0.6931, 1.0986])"#)
  }

  @Test("Exponential: func exp") func exponential1() throws {
    try expectText([Tensor([0.0, 1.0]).exp()], #"tensor([1.0000, 2.7183])"#)
  }

  @Test("Exponential: func exp2") func exponential2() throws {
    try expectText([Tensor([0.0, 3.0]).exp2()], #"tensor([1., 8.])"#)
  }

  @Test("Exponential: func expm1") func exponential3() throws {
    try expectText([Tensor([0.0, 1.0]).expm1()], #"tensor([0.0000, 1.7183])"#)
  }

  @Test("Exponential: func log") func exponential4() throws {
    try expectText([Tensor([1.0, 10.0, 0.0]).log()], #"tensor([0.0000, 2.3026,   -inf])"#)
  }

  @Test("Exponential: func log2") func exponential5() throws {
    try expectText([Tensor([1.0, 8.0]).log2()], #"tensor([0., 3.])"#)
  }

  @Test("Exponential: func log10") func exponential6() throws {
    try expectText([Tensor([1.0, 100.0]).log10()], #"tensor([0., 2.])"#)
  }

  @Test("Exponential: func log1p") func exponential7() throws {
    try expectText([Tensor([0.0, 1.0]).log1p()], #"tensor([0.0000, 0.6931])"#)
  }

  @Test("Exponential: func logaddexp") func exponential8() throws {
    try expectText([Tensor([1000.0]).logaddexp(Tensor([1000.0]))], #"tensor([1000.6932])"#)
  }

  @Test("Exponential: func sqrt") func exponential9() throws {
    try expectText([Tensor([1.0, 4.0, -1.0]).sqrt()], #"tensor([1., 2., nan])"#)
  }

  @Test("Exponential: func rsqrt") func exponential10() throws {
    try expectText([Tensor([1.0, 4.0]).rsqrt()], #"tensor([1.0000, 0.5000])"#)
  }

  @Test("Exponential: func erf") func exponential11() throws {
    try expectText([Tensor([0.0, 0.5, 1.0]).erf()], #"tensor([0.0000, 0.5205, 0.8427])"#)
  }

  @Test("Exponential: func erfc") func exponential12() throws {
    try expectText([Tensor([0.0, 0.5, 1.0]).erfc()], #"tensor([1.0000, 0.4795, 0.1573])"#)
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

  @Test("Joining: func cat") func joining1() throws {
    try expectText([Tensor.cat([Tensor([[1, 2]]), Tensor([[3, 4]])])], #"tensor([[1, 2], [3, 4]])"#)
    try expectText([Tensor.cat([Tensor([[1, 2]]), Tensor([[3, 4]])], 1)], #"tensor([[1, 2, 3, 4]])"#)
  }

  @Test("Joining: func stack") func joining2() throws {
    try expectText([Tensor.stack([Tensor([1, 2]), Tensor([3, 4])])], #"tensor([[1, 2], [3, 4]])"#)
    try expectText([Tensor.stack([Tensor([1, 2]), Tensor([3, 4])], -1)], #"tensor([[1, 3], [2, 4]])"#)
  }
}
