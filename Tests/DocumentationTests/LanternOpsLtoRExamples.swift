// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternOpsLtoRExamples {
  @Test("LinearAlgebra: func mm") func linearAlgebra1() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).mm(Tensor([[1, 0], [0, 2]]))], #"tensor([[1, 4], [3, 8]])"#)
  }

  @Test("LinearAlgebra: func bmm") func linearAlgebra2() throws {
    try expectText([Tensor.ones(3, 2, 4).bmm(Tensor.ones(3, 4, 5)).shape], #"Size([3, 2, 5])"#)
  }

  @Test("LinearAlgebra: func mv") func linearAlgebra3() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).mv(Tensor([1, 10]))], #"tensor([21, 43])"#)
  }

  @Test("LinearAlgebra: func dot") func linearAlgebra4() throws {
    try expectText([Tensor([1, 2, 3]).dot(Tensor([4, 5, 6]))], #"tensor(32)"#)
  }

  @Test("LinearAlgebra: func matmul") func linearAlgebra5() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).matmul(Tensor([1, 10]))], #"tensor([21, 43])"#)
    try expectText([Tensor.ones(5, 1, 2, 3).matmul(Tensor.ones(4, 3, 2)).shape], #"Size([5, 4, 2, 2])"#)
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

  @Test("Rearranging: func `repeat`") func rearranging2() throws {
    try expectText([Tensor([1, 2]).repeat([2, 2])], #"tensor([[1, 2, 1, 2], [1, 2, 1, 2]])"#)
  }

  @Test("Rearranging: func tile") func rearranging3() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).tile(2)], #"tensor([[1, 2, 1, 2], [3, 4, 3, 4]])"#)
  }

  @Test("Rearranging: func tile") func rearranging4() throws {
    try expectText([Tensor([1, 2]).tile([2, 1])], #"tensor([[1, 2], [1, 2]])"#)
  }

  @Test("Rearranging: func roll") func rearranging5() throws {
    try expectText([Tensor([[1, 2, 3], [4, 5, 6]]).roll(1, 1)], #"tensor([[3, 1, 2], [6, 4, 5]])"#)
  }

  @Test("Rearranging: func roll") func rearranging6() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).roll([1, 1], [0, 1])], #"tensor([[4, 3], [2, 1]])"#)
  }

  @Test("Rearranging: func roll") func rearranging7() throws {
    try expectText([Tensor([[1, 2], [3, 4]]).roll(1)], #"tensor([[4, 1], [2, 3]])"#)
  }

  @Test("Rearranging: func tril") func rearranging8() throws {
    try expectText([Tensor.ones(3, 3).tril()], #"tensor([[1., 0., 0.], [1., 1., 0.], [1., 1., 1.]])"#)
    try expectText([Tensor.ones(3, 3).tril(1)], #"tensor([[1., 1., 0.], [1., 1., 1.], [1., 1., 1.]])"#)
  }

  @Test("Rearranging: func triu") func rearranging9() throws {
    try expectText([Tensor.ones(3, 3).triu(1)], #"tensor([[0., 1., 1.], [0., 0., 1.], [0., 0., 0.]])"#)
  }

  @Test("Rearranging: func tril_") func rearranging10() throws {
    try expectText([Tensor.ones(2, 2).tril_()], #"tensor([[1., 0.], [1., 1.]])"#)
  }

  @Test("Rearranging: func triu_") func rearranging11() throws {
    try expectText([Tensor.ones(2, 2).triu_()], #"tensor([[1., 1.], [0., 1.]])"#)
  }

  @Test("Rearranging: func outer") func rearranging12() throws {
    try expectText([Tensor([1, 2]).outer(Tensor([10, 20, 30]))], #"tensor([[10, 20, 30], [20, 40, 60]])"#)
  }

  @Test("Rounding: func floor") func rounding1() throws {
    try expectText([Tensor([1.5, -1.5]).floor()], #"tensor([ 1., -2.])"#)
  }

  @Test("Rounding: func ceil") func rounding2() throws {
    try expectText([Tensor([1.5, -1.5]).ceil()], #"tensor([ 2., -1.])"#)
  }

  @Test("Rounding: func trunc") func rounding3() throws {
    try expectText([Tensor([1.5, -1.5]).trunc()], #"tensor([ 1., -1.])"#)
  }

  @Test("Rounding: func round") func rounding4() throws {
    try expectText([Tensor([0.5, 1.5, 2.4, -0.6]).round()], #"tensor([ 0.,  2.,  2., -1.])"#)
  }

  @Test("Rounding: func frac") func rounding5() throws {
    try expectText([Tensor([1.5, -1.5]).frac()], #"tensor([ 0.5000, -0.5000])"#)
  }
}
