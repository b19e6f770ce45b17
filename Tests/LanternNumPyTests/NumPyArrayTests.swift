import Lantern
import LanternNumPy
import Testing

/// What arrays do that no table of cases shows: shared memory, writing, messages.
@Suite(.defaultPrintOptions) struct NumPyArrayTests {
  @Test func viewsShareMemory() {
    let a = np.arange(6).reshape(2, 3)
    let back = a[0, .stride(by: -1)]
    #expect("\(back)" == "[2 1 0]" && back.strides == [-8])
    back[0] = 9
    a.T[1, 1] = 7
    a.reshape(-1)[3] += 10
    #expect("\(a)" == "[[ 0  1  9]\n [13  7  5]]")
    #expect(np.mayShareMemory(a, a.ravel()) && !np.mayShareMemory(a, a.flatten()))
    #expect(!np.mayShareMemory(a.T, a.T.reshape(-1)))
    let alias = a
    a *= 2
    #expect("\(alias[1])" == "[26 14 10]")
    // Through a view with negative strides, and with an operand that overlaps.
    let v = np.arange(5)
    v[.stride(by: -1)] += 1
    #expect("\(v)" == "[1 2 3 4 5]")
    v[1...] += v[..<4]
    #expect("\(v)" == "[1 3 5 7 9]")
    v[.all] = v[.stride(by: -1)]
    #expect("\(v)" == "[9 7 5 3 1]")
    v[...] = 4
    #expect("\(v)" == "[4 4 4 4 4]")
  }

  @Test func elementsAreCopies() {
    let a = np.array([1, 2, 3])
    let t = a[0]
    a[0] = a[2]
    a[2] = t
    #expect("\(a)" == "[3 2 1]")
    #expect(a[0].item(Double.self) == 3)
    a[1] += 40
    #expect("\(a)" == "[ 3 42  1]")
    #expect(np.repr(a[1]) == "np.int64(42)" && np.repr(a.sum()) == "np.int64(46)" && np.repr(np.array(1.5)) == "array(1.5)")
    #expect("\(np.array([0.5]).sum())" == "0.5")
    for i in 0..<3 { a[i] = i * i }
    #expect("\(a)" == "[0 1 4]")
  }

  @Test func masks() {
    let a = np.arange(6).reshape(2, 3).astype(.float64)
    a[a .> 3] = -1
    #expect("\(a)" == "[[ 0.  1.  2.]\n [ 3. -1. -1.]]")
    a[a .< 0] = np.array([8, 9])
    a[.all, np.array([0, 2])] = np.array([[5], [6]])
    #expect("\(a)" == "[[5. 1. 5.]\n [6. 8. 6.]]")
    #expect("\(np.where(a .> 5, a, 0))" == "[[0. 0. 0.]\n [6. 8. 6.]]")
    #expect(np.where(a .> 5).map { "\($0)" } == ["[1 1 1]", "[0 1 2]"])
  }

  @Test func memoryIsSharedWithTensors() throws {
    let a = np.arange(3)
    let t = Tensor(a)
    a[0] = 9
    t[1] = Tensor(7)
    #expect("\(t) \(a)" == "tensor([9, 7, 2]) [9 7 2]")
    let z = Tensor.zeros(2)
    let n = z.numpy()
    z.add_(1)
    #expect("\(n) \(n.dtype)" == "[1. 1.] float32")
    #expect(
      attempt { "\(Tensor.fromNumPy(np.arange(3)[.stride(by: -1)]))" }
        == "error: At least one stride in the given numpy array is negative, and tensors with negative strides are not currently supported. "
        + "(You can probably work around this by making a copy of your array  with array.copy().) ")
    #expect(
      attempt { Tensor.ones(2, requiresGrad: true).numpy() }
        == "error: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
    #expect(attempt { Tensor.ones(1, dtype: .bfloat16).numpy() } == "error: Got unsupported ScalarType BFloat16")
    // A change through the array is seen by backward.
    let w = Tensor([2.0], requiresGrad: true)
    let x = Tensor([3.0])
    let y = (w * x).sum()
    x.numpy() += 1
    #expect(
      attempt { () -> String in
        y.backward(); return "no error"
      }.contains("modified by an inplace operation"))
  }

  @Test func joiningAndReordering() {
    let a = np.arange(4).reshape(2, 2)
    #expect("\(np.concatenate([a, a + 4], axis: 1))" == "[[0 1 4 5]\n [2 3 6 7]]")
    #expect("\(np.stack([a, a], axis: -1).shape)" == "(2, 2, 2)")
    #expect("\(np.vstack([np.arange(2), np.arange(2)]))" == "[[0 1]\n [0 1]]")
    #expect("\(np.hstack([np.arange(2), np.array([0.5])]))" == "[0.  1.  0.5]")
    #expect("\(np.flip(a))" == "[[3 2]\n [1 0]]")
    #expect("\(np.expandDims(a, axis: 1).shape) \(np.expandDims(a, axis: 1).squeeze().shape)" == "(2, 1, 2) (2, 2)")
    #expect("\(np.broadcastTo(np.arange(2), [3, 2]).T)" == "[[0 0 0]\n [1 1 1]]")
    #expect("\(np.sort(np.array([3.0, .nan, 1, 2])))" == "[ 1.  2.  3. nan]")
    #expect("\(np.sort(np.array([[3, 1], [2, 5]]), axis: 0))" == "[[2 1]\n [3 5]]")
    #expect("\(np.argsort(np.array([3, 1, 2])))" == "[1 2 0]")
    #expect(
      "\(np.sort(np.array([3, 18_446_744_073_709_551_615, 0] as [UInt64])))"
        == "[                   0                    3 18446744073709551615]")
    #expect("\(np.unique(np.array([2, 1, 2, 3, 1])))" == "[1 2 3]" && np.unique(np.array([.nan, 1, .nan])).size == 2)
  }

  @Test func products() {
    let a = np.arange(6).reshape(2, 3)
    #expect("\(np.matmul(a, a.T))" == "[[ 5 14]\n [14 50]]")
    #expect("\(np.dot(np.arange(3), np.arange(3)))" == "5")
    #expect("\(np.dot(a, np.arange(24).reshape(2, 3, 4)).shape)" == "(2, 2, 4)")
    #expect("\(np.dot(a, np.arange(24).reshape(2, 3, 4))[1, 1])" == "[200 212 224 236]")
    #expect("\(np.matmul(np.ones([2, 3], dtype: .bool), np.ones([3, 1], dtype: .bool)))" == "[[ True]\n [ True]]")
    #expect("\(np.matmul(a.astype(.uint16), np.full(3, 65_535, dtype: .uint16)))" == "[65533 65524]")
    #expect("\(np.matmul(a, np.array([0.5, 1, 2])))" == "[ 5.  15.5]")
    #expect("\(np.matmul(a[.all, .stride(by: -1)], np.arange(3)))" == "[ 1 10]")
  }

  @Test func messages() {
    let a = np.arange(6).reshape(2, 3), v = np.arange(3)
    let cases: [(String, () -> Any)] = [
      ("operands could not be broadcast together with shapes (2,3) (2,4) ", { np.zeros([2, 3]) + np.zeros([2, 4]) }),
      ("operands could not be broadcast together with shapes (2,) (3,) () ", { np.where(np.zeros(2), np.zeros(3), 1) }),
      ("cannot reshape array of size 6 into shape (4,)", { np.arange(6).reshape(4) }),
      ("cannot reshape array of size 6 into shape (4,newaxis)", { np.arange(6).reshape(4, -1) }),
      ("can only specify one unknown dimension", { np.arange(6).reshape(-1, -1) }),
      ("index 5 is out of bounds for axis 0 with size 3", { v[5] }),
      ("too many indices for array: array is 1-dimensional, but 2 were indexed", { v[0, 1] }),
      ("slice step cannot be zero", { v[.stride(by: 0)] }),
      ("arrays used as indices must be of integer (or boolean) type", { v[np.array([1.5])] }),
      ("could not broadcast input array from shape (2,) into shape (3,)", { v[.all] = np.arange(2) }),
      (
        "shape mismatch: value array of shape (2,) could not be broadcast to indexing result of shape (3,)",
        { v[np.array([0, 1, 2])] = np.arange(2) }
      ),
      (
        "NumPy boolean array indexing assignment cannot assign 3 input values to the 2 output values where the mask is true",
        { v[v .> 0] = np.arange(3) }
      ),
      ("axis 2 is out of bounds for array of dimension 2", { a.sum(axis: 2) }), ("duplicate value in 'axis'", { a.sum(axis: [0, 0]) }),
      ("zero-size array to reduction operation maximum which has no identity", { np.zeros(0).max() }),
      ("attempt to get argmax of an empty sequence", { np.zeros([0, 3]).argmax(axis: 0) }),
      ("non-broadcastable output operand with shape (3,) doesn't match the broadcast shape (2,3)", { v += a }),
      ("Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'", { v += 2.5 }),
      ("Cannot cast ufunc 'divide' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'", { v /= 2 }),
      ("Python integer 300 out of bounds for uint8", { v.astype(.uint8) + 300 }),
      ("Integers to negative integer powers are not allowed.", { v ** -1 }),
      ("repeated axis in transpose", { a.transpose(0, 0) }), ("axes don't match array", { a.transpose(0) }),
      ("all input arrays must have the same shape", { np.stack([a, v]) }),
      ("need at least one array to concatenate", { np.concatenate([]) }),
      ("shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)", { np.dot(a, a) }),
      (
        "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size 2 is different "
          + "from 3)", { np.matmul(a, a) }
      ),
      ("negative dimensions are not allowed", { np.zeros([2, -1]) }),
      ("Number of samples, -1, must be non-negative.", { np.linspace(0, 1, -1) }),
      ("division by zero", { np.arange(0, 10, 0) }), ("can only convert an array of size 1 to a Python scalar", { a.item() }),
      ("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()", { a.boolValue }),
      ("low >= high", { np.random.randint(5, 5, 3) }), ("Seed must be between 0 and 2**32 - 1", { np.random.RandomState(-1) }),
    ]
    for (message, body) in cases { #expect(attempt { "\(body())" } == "error: " + message) }
    // An array from a failed operation passes through everything.
    let after = attempt { () -> NDArray in
      let bad = v[7]
      bad += 1
      bad[0] = 2
      return np.matmul(np.sort(np.concatenate([bad.T.reshape(3).sum(), v])), bad) + np.where(bad, bad, 1)
    }
    #expect(after == "error: index 7 is out of bounds for axis 0 with size 3")
  }

  @Test func emptyAndZeroDimensional() {
    let none = np.zeros([0, 3])
    #expect("\(none.sum(axis: 0)) \(none.sum()) \(none.prod()) \(none.any()) \(none.all())" == "[0. 0. 0.] 0.0 1.0 False True")
    #expect(
      "\((none + 1).shape) \(none.T.shape) \(none.reshape(3, 0).shape) \(none.cumsum(axis: 0).shape)" == "(0, 3) (3, 0) (3, 0) (0, 3)")
    #expect("\(none[.stride(by: -1)].shape) \(none[np.zeros(0, dtype: .int64)].shape)" == "(0, 3) (0, 3)")
    #expect("\(np.sort(none).shape) \(np.unique(none).shape) \(np.concatenate([none, none]).shape)" == "(0, 3) (0,) (0, 3)")
    let zero = np.array(2.5)
    #expect(
      "\(zero.shape) \(zero + 1) \(zero[.newAxis].shape) \(zero[.ellipsis].ndim) \(zero.sum()) \(zero.argmax())" == "() 3.5 (1,) 0 2.5 0")
    #expect("\(np.mean(np.zeros(0)))" == "nan")
  }

  @Test func options() {
    #expect(np.printoptions(NumPyPrintOptions(precision: 3)) { "\(np.array([1.0 / 3]))" } == "[0.333]")
    #expect("\(np.array([1.0 / 3]))" == "[0.33333333]" && np.getPrintoptions() == NumPyPrintOptions())
  }
}
