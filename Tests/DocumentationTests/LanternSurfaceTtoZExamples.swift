// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import Testing

@Suite(.serialized) struct LanternSurfaceTtoZExamples {
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
    discard(Tensor([1.0]).type())
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
