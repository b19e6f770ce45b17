// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternOpsAtoBExamples {
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
}
