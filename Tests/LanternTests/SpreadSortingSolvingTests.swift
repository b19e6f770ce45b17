import Lantern
import Testing

// Values, texts and errors as PyTorch 2.13 gives them.

@Suite struct SpreadSortingSolvingTests {
  private let x = Tensor([[1.0, -2.0, 3.0], [0.5, 0.0, -1.0]])
  private let tracked = Tensor([1.0, 3.0, 2.0], requiresGrad: true)

  @Test func valuesAndNodes() {
    let m = x.mm(x.t())
    let cases: [(String, Any, String)] = [
      ("x.softmax(0)", x.softmax(0), "tensor([[0.6225, 0.1192, 0.9820], [0.3775, 0.8808, 0.0180]])"),
      ("x.logSoftmax(1)", x.logSoftmax(1), "tensor([[-2.1328, -5.1328, -0.1328], [-0.6041, -1.1041, -2.1041]])"),
      ("x.logSumExp(1)", x.logSumExp(1), "tensor([3.1328, 1.1041])"),
      ("x.var()", x.var(), "tensor(2.9750)"),
      ("x.std(dim: 0)", x.std(dim: 0), "tensor([0.3536, 1.4142, 2.8284])"),
      ("x.var(dim: 1, correction: 0, keepDim: true)", x.var(dim: 1, correction: 0, keepDim: true), "tensor([[4.2222], [0.3889]])"),
      ("x.std(unbiased: false)", x.std(unbiased: false), "tensor(1.5745)"),
      ("x.norm()", x.norm(), "tensor(3.9051)"),
      ("x.norm(1, dim: 1)", x.norm(1, dim: 1), "tensor([6.0000, 1.5000])"),
      ("x.norm(.infinity, dim: 0)", x.norm(.infinity, dim: 0), "tensor([1., 2., 3.])"),
      ("x.norm(0)", x.norm(0), "tensor(5.)"),
      ("x.norm(3)", x.norm(3), "tensor(3.3360)"),
      ("x.norm(-.infinity)", x.norm(-.infinity), "tensor(0.)"),
      ("x.cumsum(dim: 0)", x.cumsum(dim: 0), "tensor([[ 1.0000, -2.0000,  3.0000], [ 1.5000, -2.0000,  2.0000]])"),
      ("x.cumprod(dim: 1)", x.cumprod(dim: 1), "tensor([[ 1.0000, -2.0000, -6.0000], [ 0.5000,  0.0000, -0.0000]])"),
      ("x.int().cumsum(dim: 1)", x.int().cumsum(dim: 1), "tensor([[ 1, -1,  2], [ 0,  0, -1]])"),
      ("x.flip(0, 1)", x.flip(0, 1), "tensor([[-1.0000,  0.0000,  0.5000], [ 3.0000, -2.0000,  1.0000]])"),
      (
        "x.sort(dim: 0)", x.sort(dim: 0),
        "return_types.sort( values=tensor([[ 0.5000, -2.0000, -1.0000], [ 1.0000,  0.0000,  3.0000]]), indices=tensor([[1, 0, 1], [0, 1, 0]]))"
      ),
      ("x.argsort(descending: true)", x.argsort(descending: true), "tensor([[2, 0, 1], [0, 1, 2]])"),
      ("x.topk(2)", x.topk(2), "return_types.topk( values=tensor([[3.0000, 1.0000], [0.5000, 0.0000]]), indices=tensor([[2, 0], [0, 1]]))"),
      (
        "x.topk(1, dim: 0, largest: false)", x.topk(1, dim: 0, largest: false),
        "return_types.topk( values=tensor([[ 0.5000, -2.0000, -1.0000]]), indices=tensor([[1, 0, 1]]))"
      ),
      ("x.tril()", x.tril(), "tensor([[1.0000, 0.0000, 0.0000], [0.5000, 0.0000, 0.0000]])"),
      ("x.triu(1)", x.triu(1), "tensor([[ 0., -2.,  3.], [ 0.,  0., -1.]])"),
      ("x.tril(-1)", x.tril(-1), "tensor([[0.0000, 0.0000, 0.0000], [0.5000, 0.0000, 0.0000]])"),
      ("x.tril(.max)", x.tril(.max), "tensor([[ 1.0000, -2.0000,  3.0000], [ 0.5000,  0.0000, -1.0000]])"),
      ("x.triu(.min)", x.triu(.min), "tensor([[ 1.0000, -2.0000,  3.0000], [ 0.5000,  0.0000, -1.0000]])"),
      ("x.roll(1)", x.roll(1), "tensor([[-1.0000,  1.0000, -2.0000], [ 3.0000,  0.5000,  0.0000]])"),
      ("x.roll(-1, 1)", x.roll(-1, 1), "tensor([[-2.0000,  3.0000,  1.0000], [ 0.0000, -1.0000,  0.5000]])"),
      ("x.roll([1, 2], [0, 1])", x.roll([1, 2], [0, 1]), "tensor([[ 0.0000, -1.0000,  0.5000], [-2.0000,  3.0000,  1.0000]])"),
      (
        "x.repeat(2, 1, 2)", x.repeat(2, 1, 2),
        "tensor([[[ 1.0000, -2.0000,  3.0000,  1.0000, -2.0000,  3.0000], [ 0.5000,  0.0000, -1.0000,  0.5000,  0.0000, -1.0000]], [[ 1.0000, -2.0000,  3.0000,  1.0000, -2.0000,  3.0000], [ 0.5000,  0.0000, -1.0000,  0.5000,  0.0000, -1.0000]]])"
      ),
      (
        "x.tile(2)", x.tile(2),
        "tensor([[ 1.0000, -2.0000,  3.0000,  1.0000, -2.0000,  3.0000], [ 0.5000,  0.0000, -1.0000,  0.5000,  0.0000, -1.0000]])"
      ),
      (
        "x[0].outer(x[1])", x[0].outer(x[1]),
        "tensor([[ 0.5000,  0.0000, -1.0000], [-1.0000, -0.0000,  2.0000], [ 1.5000,  0.0000, -3.0000]])"
      ),
      ("x.trace()", x.trace(), "tensor(1.)"),
      ("m.det()", m.det(), "tensor(11.2500)"),
      ("m.inverse()", m.inverse(), "tensor([[0.1111, 0.2222], [0.2222, 1.2444]])"),
      (
        "Tensor.stack([m, Tensor.eye(2) * 2]).inverse()", Tensor.stack([m, Tensor.eye(2) * 2]).inverse(),
        "tensor([[[0.1111, 0.2222], [0.2222, 1.2444]], [[0.5000, 0.0000], [0.0000, 0.5000]]])"
      ),
      ("Tensor.stack([m, Tensor.eye(2) * 2]).det()", Tensor.stack([m, Tensor.eye(2) * 2]).det(), "tensor([11.2500,  4.0000])"),
      (
        "Tensor([Double.nan, 1, -.infinity, .infinity, -0.0, 0]).sort()", Tensor([Double.nan, 1, -.infinity, .infinity, -0.0, 0]).sort(),
        "return_types.sort( values=tensor([-inf, -0., 0., 1., inf, nan]), indices=tensor([2, 4, 5, 1, 3, 0]))"
      ),
      (
        "Tensor([3, 1, 3, 2]).sort(descending: true)", Tensor([3, 1, 3, 2]).sort(descending: true),
        "return_types.sort( values=tensor([3, 3, 2, 1]), indices=tensor([0, 2, 3, 1]))"
      ),
      (
        "Tensor([2, Double.nan, 1]).topk(2)", Tensor([2, Double.nan, 1]).topk(2),
        "return_types.topk( values=tensor([nan, 2.]), indices=tensor([1, 0]))"
      ),
      ("FloatTensor(0).softmax(0)", FloatTensor(0).softmax(0), "tensor([])"),
      ("FloatTensor(0).logSumExp(0)", FloatTensor(0).logSumExp(0), "tensor(-inf)"),
      ("Tensor(3.0).std()", Tensor(3.0).std(), "tensor(nan)"),
      ("Tensor(3.0).softmax(-1)", Tensor(3.0).softmax(-1), "tensor(1.)"),
      ("Tensor(3.0).sort()", Tensor(3.0).sort(), "return_types.sort( values=tensor(3.), indices=tensor(0))"),
      ("Tensor(3.0).topk(1)", Tensor(3.0).topk(1), "return_types.topk( values=tensor(3.), indices=tensor(0))"),
      ("Tensor(3.0).cumsum(dim: 0)", Tensor(3.0).cumsum(dim: 0), "tensor(3.)"),
      ("Tensor.eye(0).det()", Tensor.eye(0).det(), "tensor(1.)"),
      ("Tensor.eye(0).inverse()", Tensor.eye(0).inverse(), "tensor([], size=(0, 0))"),
      ("x.half().softmax(1)", x.half().softmax(1), "tensor([[0.1185, 0.0059, 0.8755], [0.5464, 0.3315, 0.1219]], dtype=float16)"),
      ("x.t().softmax(1)", x.t().softmax(1), "tensor([[0.6225, 0.3775], [0.1192, 0.8808], [0.9820, 0.0180]])"),
      ("x.t().sort(dim: 1).values", x.t().sort(dim: 1).values, "tensor([[ 0.5000,  1.0000], [-2.0000,  0.0000], [-1.0000,  3.0000]])"),
      ("x.t().cumsum(dim: 1)", x.t().cumsum(dim: 1), "tensor([[ 1.0000,  1.5000], [-2.0000, -2.0000], [ 3.0000,  2.0000]])"),
      ("m.t().inverse()", m.t().inverse(), "tensor([[0.1111, 0.2222], [0.2222, 1.2444]])"),
      ("x.t().flip(0)", x.t().flip(0), "tensor([[ 3.0000, -1.0000], [-2.0000,  0.0000], [ 1.0000,  0.5000]])"),
      ("tracked.softmax(0)", tracked.softmax(0), "tensor([0.0900, 0.6652, 0.2447], grad_fn=<SoftmaxBackward0>)"),
      ("tracked.std()", tracked.std(), "tensor(1., grad_fn=<StdBackward0>)"),
      ("tracked.var()", tracked.var(), "tensor(1., grad_fn=<VarBackward0>)"),
      ("tracked.norm()", tracked.norm(), "tensor(3.7417, grad_fn=<LinalgVectorNormBackward0>)"),
      ("tracked.sort().values", tracked.sort().values, "tensor([1., 2., 3.], grad_fn=<SortBackward0>)"),
      ("tracked.topk(1).values", tracked.topk(1).values, "tensor([3.], grad_fn=<TopkBackward0>)"),
      ("tracked.cumsum(dim: 0)", tracked.cumsum(dim: 0), "tensor([1., 4., 6.], grad_fn=<CumsumBackward0>)"),
      ("tracked.outer(tracked).det()", tracked.outer(tracked).det(), "tensor(-0., grad_fn=<LinalgDetBackward0>)"),
      (
        "Tensor.eye(1, requiresGrad: true).inverse()", Tensor.eye(1, requiresGrad: true).inverse(),
        "tensor([[1.]], grad_fn=<LinalgInvExBackward0>)"
      ),
      ("Tensor.eye(1, requiresGrad: true).trace()", Tensor.eye(1, requiresGrad: true).trace(), "tensor(1., grad_fn=<TraceBackward0>)"),
      ("tracked.flip(0)", tracked.flip(0), "tensor([2., 3., 1.], grad_fn=<FlipBackward0>)"),
      ("tracked.repeat(2)", tracked.repeat(2), "tensor([1., 3., 2., 1., 3., 2.], grad_fn=<RepeatBackward0>)"),
      ("tracked.roll(1, 0)", tracked.roll(1, 0), "tensor([2., 1., 3.], grad_fn=<RollBackward0>)"),
      ("tracked.logSoftmax(0)", tracked.logSoftmax(0), "tensor([-2.4076, -0.4076, -1.4076], grad_fn=<LogSoftmaxBackward0>)"),
      ("FloatTensor([1, 2])", FloatTensor([1, 2]), "tensor([1., 2.])"),
      ("LongTensor([1.5, -2.5])", LongTensor([1.5, -2.5]), "tensor([ 1, -2])"),
      ("ByteTensor([[1, 0]])", ByteTensor([[1, 0]]), "tensor([[1, 0]], dtype=uint8)"),
      ("x.bool()", x.bool(), "tensor([[ True,  True,  True], [ True, False,  True]])"),
      ("x.abs().byte()", x.abs().byte(), "tensor([[1, 2, 3], [0, 0, 1]], dtype=uint8)"),
      ("x.double()", x.double(), "tensor([[ 1.0000, -2.0000,  3.0000], [ 0.5000,  0.0000, -1.0000]], dtype=float64)"),
      ("x.bfloat16()", x.bfloat16(), "tensor([[ 1.0000, -2.0000,  3.0000], [ 0.5000,  0.0000, -1.0000]], dtype=bfloat16)"),
      ("x.type(ShortTensor)", x.type(ShortTensor), "tensor([[ 1, -2,  3], [ 0,  0, -1]], dtype=int16)"),
    ]
    for (source, value, text) in cases {
      let printed = "\(value)".split(whereSeparator: { $0.isNewline || $0 == " " }).joined(separator: " ")
      let wanted = text.split(whereSeparator: { $0.isNewline || $0 == " " }).joined(separator: " ")
      #expect(printed == wanted, "\(source)")
    }
  }

  @Test func mistakesAreNamed() {
    let m = x.mm(x.t())
    let cases: [(String, () -> Void, String)] = [
      ("x.long().softmax(0)", { _ = x.long().softmax(0) }, "\"softmax_kernel_impl\" not implemented for 'Long'"),
      ("x.long().softmax(1)", { _ = x.long().softmax(1) }, "\"softmax_lastdim_kernel_impl\" not implemented for 'Long'"),
      ("x.long().logSoftmax(0)", { _ = x.long().logSoftmax(0) }, "\"log_softmax_kernel_impl\" not implemented for 'Long'"),
      ("x.softmax(2)", { _ = x.softmax(2) }, "Dimension out of range (expected to be in range of [-2, 1], but got 2)"),
      ("x.long().std()", { _ = x.long().std() }, "std and var only support floating point and complex dtypes"),
      ("x.std(dims: [0, 0])", { _ = x.std(dims: [0, 0]) }, "dim 0 appears multiple times in the list of dims"),
      ("x.long().norm()", { _ = x.long().norm() }, "linalg.vector_norm: Expected a floating point or complex tensor as input. Got Long"),
      (
        "FloatTensor(0).norm(.infinity)", { _ = FloatTensor(0).norm(.infinity) },
        "linalg.vector_norm cannot compute the inf norm on an empty tensor because the operation does not have an identity"
      ),
      ("x.topk(4)", { _ = x.topk(4) }, "selected index k out of range"),
      ("x.topk(-1)", { _ = x.topk(-1) }, "selected index k out of range"),
      ("x.bool().topk(1)", { _ = x.bool().topk(1) }, "topk does not support bool dtypes on CPU"),
      ("x.cumsum(dim: 2)", { _ = x.cumsum(dim: 2) }, "Dimension out of range (expected to be in range of [-2, 1], but got 2)"),
      (
        "Tensor.zeros(2, 2).inverse()", { _ = Tensor.zeros(2, 2).inverse() },
        "linalg.inv: The diagonal element 1 is zero, the inversion could not be completed because the input matrix is singular."
      ),
      (
        "Tensor.zeros(2, 2, 2).inverse()", { _ = Tensor.zeros(2, 2, 2).inverse() },
        "linalg.inv: (Batch element 0): The diagonal element 1 is zero, the inversion could not be completed because the input matrix is singular."
      ),
      (
        "Tensor([[1.0, 2.0], [2.0, 4.0]]).inverse()", { _ = Tensor([[1.0, 2.0], [2.0, 4.0]]).inverse() },
        "linalg.inv: The diagonal element 2 is zero, the inversion could not be completed because the input matrix is singular."
      ),
      ("x.inverse()", { _ = x.inverse() }, "linalg.inv: A must be batches of square matrices, but they are 2 by 3 matrices"),
      ("x[0].inverse()", { _ = x[0].inverse() }, "linalg.inv: The input tensor A must have at least 2 dimensions."),
      ("x.long().inverse()", { _ = x.long().inverse() }, "linalg.inv: A must be batches of square matrices, but they are 2 by 3 matrices"),
      ("m.half().inverse()", { _ = m.half().inverse() }, "linalg.inv: Low precision dtypes not supported. Got Half"),
      ("x.det()", { _ = x.det() }, "linalg.det: A must be batches of square matrices, but they are 2 by 3 matrices"),
      ("x[0].det()", { _ = x[0].det() }, "linalg.det: The input tensor A must have at least 2 dimensions."),
      ("m.long().det()", { _ = m.long().det() }, "linalg.det: Expected a floating point or complex tensor as input. Got Long"),
      ("m.half().det()", { _ = m.half().det() }, "\"lu_cpu\" not implemented for 'Half'"),
      ("x[0].trace()", { _ = x[0].trace() }, "trace: expected a matrix, but got tensor with dim 1"),
      ("m.bool().trace()", { _ = m.bool().trace() }, "\"trace\" not implemented for 'Bool'"),
      ("x[0].tril()", { _ = x[0].tril() }, "tril: input tensor must have at least 2 dimensions"),
      ("x.flip(0, 0)", { _ = x.flip(0, 0) }, "dim 0 appears multiple times in the list of dims"),
      ("x.flip(2)", { _ = x.flip(2) }, "Dimension out of range (expected to be in range of [-2, 1], but got 2)"),
      ("x.roll([1, 2], [0])", { _ = x.roll([1, 2], [0]) }, "shifts and dimensions must align. shifts: 2, dims:1"),
      ("x.repeat(2)", { _ = x.repeat(2) }, "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor"),
      ("x.repeat(-1, 2)", { _ = x.repeat(-1, 2) }, "Trying to create tensor with negative dimension -2: [-2, 6]"),
      ("x.outer(x[0])", { _ = x.outer(x[0]) }, "outer: Expected 1-D argument self, but got 2-D"),
    ]
    for (source, body, message) in cases {
      let error = #expect(throws: TensorError.self, "\(source)") { try withTensorErrors(body) }
      #expect(error?.message == message, "\(source)")
    }
  }

  private func gradient(_ values: TensorLiteral, _ f: (Tensor) -> Tensor) -> [Double] {
    let x = Tensor(values, dtype: .float64, requiresGrad: true)
    f(x).backward()
    return x.grad!.toArray(Double.self)
  }

  @Test func gradientsAtTheEdges() {
    // Zeros in running products.
    #expect(gradient([2.0, 0.0, 3.0, 0.0]) { ($0.cumprod(dim: 0) * Tensor.arange(1, 5)).sum() } == [1, 22, 0, 0])
    // Singular matrices: the cofactors.
    #expect(gradient([[1.0, 2.0], [2.0, 4.0]]) { $0.det() } == [4, -2, -2, 1])
    #expect(gradient([[0.0, 0.0], [0.0, 0.0]]) { $0.det() } == [0, 0, 0, 0])
    #expect(gradient([[3.0]]) { $0.det() } == [1])
    // No direction, no gradient.
    #expect(gradient([0.0, 0.0]) { $0.norm() } == [0, 0])
    #expect(gradient([1.0, 1.0, 1.0]) { $0.std() } == [0, 0, 0])
    // Of equals, the one that was picked.
    #expect(gradient([1.0, 3.0, 3.0]) { $0.sort(descending: true).values[0] * 2 } == [0, 2, 0])
    #expect(gradient([1.0, -3.0, 3.0]) { $0.norm(.infinity) } == [0, -0.5, 0.5])
  }

  @Test func inverseUndoes() {
    for (n, dtype, limit) in [(1, DType.float64, 1e-12), (7, .float64, 1e-11), (60, .float64, 1e-9), (60, .float32, 1e-2)] {
      let generator = Generator(seed: 7)
      let a = Tensor.randn([3, n, n], dtype: dtype, generator: generator)
      let off = (a.matmul(a.inverse()) - Tensor.eye(n, dtype: dtype)).abs().max().item(Double.self)
      #expect(off < limit, "\(n) \(dtype)")
      guard n < 10 else { continue }  // determinants of large ones overflow
      let product = (a.det() * a.inverse().det() - 1).abs().max().item(Double.self)
      #expect(product < limit, "\(n) \(dtype)")
    }
  }

  @Test func sortingManyKeepsTheOrderOfEquals() {
    let keys = Tensor.randint(0, 50, [4, 1000], generator: Generator(seed: 3))
    for type in [DType.int64, .int8, .uint64, .float32, .float64, .bfloat16] {
      let (values, places) = (keys.to(type).sort(), keys.toArray(Int.self))
      let found = values.indices.toArray(Int.self)
      for row in 0..<4 {
        let expected = (0..<1000).sorted { (places[row * 1000 + $0], $0) < (places[row * 1000 + $1], $1) }
        #expect(Array(found[(row * 1000)..<((row + 1) * 1000)]) == expected, "\(type)")
      }
    }
    let large = Tensor([UInt64.max, 0, 1 << 63])
    #expect(large.sort().indices.toArray(Int.self) == [1, 2, 0])
  }

  @Test func oldNamesMakeSizesAndConvert() {
    #expect(FloatTensor(2, 3).shape == [2, 3])
    #expect(LongTensor(x.size()).shape == x.shape)
    #expect(HalfTensor().shape == [0])
    #expect(FloatTensor([2, 3]).toArray(Double.self) == [2, 3])
    #expect(DoubleTensor([Float(1), 2]).dtype == .float64)
    let names = [
      BoolTensor, ByteTensor, CharTensor, ShortTensor, IntTensor, LongTensor, HalfTensor, BFloat16Tensor, FloatTensor, DoubleTensor,
    ]
    let short = [x.bool(), x.abs().byte(), x.char(), x.short(), x.int(), x.long(), x.half(), x.bfloat16(), x.float(), x.double()]
    for (name, converted) in zip(names, short) {
      #expect(converted.dtype == name.dtype)
      #expect(converted.type() == "\(name)")
    }
  }
}
