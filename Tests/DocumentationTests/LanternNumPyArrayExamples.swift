// Made by Scripts/doc-examples from the documentation comments: run it again after changing one.
// swift-format-ignore-file
import Lantern
import LanternNumPy
import Testing

@Suite(.serialized) struct LanternNumPyArrayExamples {
  @Test("ArrayReductions: func sum") func arrayReductions1() throws {
    try expectText([np.arange(6).reshape(2, 3).sum(axis: 0)], #"[3 5 7]"#)
  }

  @Test("ArrayShape: struct ArrayShape") func arrayShape1() throws {
    let a = np.zeros([3, 4])
    try expectText([a.shape, a.shape[0], a.shape == [3, 4]], #"(3, 4) 3 true"#)
  }

  @Test("ArraySubscripts: subscript") func arraySubscripts1() throws {
    let a = np.arange(6).reshape(2, 3)
    try expectText([a[0, .stride(by: -1)]], #"[2 1 0]"#)
    a[a .> 3] = 0
  }

  @Test("ArrayViews: func reshape") func arrayViews1() throws {
    try expectText([np.arange(6).reshape(2, -1).shape], #"(2, 3)"#)
  }

  @Test("NDArray: struct NDArray") func nDArray1() throws {
    let a = np.arange(12).reshape(3, 4)
    try expectText([a[1..., .stride(by: 2)]], #"[[ 4  6] [ 8 10]]"#)
  }

  @Test("NDArray: func toArray") func nDArray2() throws {
    try expectText([np.arange(3).toArray(Double.self)], #"[0.0, 1.0, 2.0]"#)
  }

  @Test("TensorSharing: func numpy") func tensorSharing1() throws {
    let t = Tensor.zeros(2)
    let a = t.numpy()
    discard(t.add_(1))
    try expectText([a], #"[1. 1.]"#)
  }
}
