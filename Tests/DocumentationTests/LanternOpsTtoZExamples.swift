// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternOpsTtoZExamples {
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
