// Matrix products.

extension Op {
  /// The product of two matrices.
  static let mm: Op = Op(
    "mm",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in
          let (a, b) = (i.x, i.y!)
          guard a.rank == 2 else { throw TensorError(.shape, op: "mm", "self must be a matrix", hint: "Got \(a.shape.listed).") }
          guard b.rank == 2 else { throw TensorError(.shape, op: "mm", "mat2 must be a matrix", hint: "Got \(b.shape.listed).") }
          try checkSameDType("expected m1 and m2 to have the same dtype, but got: \(a.dtype.cName) != \(b.dtype.cName)", a, b)
          guard a.shape[1] == b.shape[0] || a.shape[1] < 0 || b.shape[0] < 0 else {
            throw TensorError(
              .shape, op: "mm",
              "mat1 and mat2 shapes cannot be multiplied (\(a.shape[0])x\(a.shape[1]) and \(b.shape[0])x\(b.shape[1]))",
              hint: "Transpose one of them with t().")
          }
          return Spec(Shape(a.shape[0], b.shape[1]), a.dtype)
        },
        run: { i, _, spec throws(TensorError) in
          let out = try Tensor(empty: spec.shape, dtype: spec.dtype, like: i.x)
          try out.backend().multiply(i.x, i.y!, into: out, batch: 1, steps: (0, 0, 0))
          return out
        })),
    rules: [.of(.y) { g, s in g.mm(s.y.t().conj()) }, .of(.x) { g, s in s.x.t().conj().mm(g) }],
    samples: .custom([Sample([[2, 3], [3, 4]])]))

  /// The products of two stacks of matrices.
  static let bmm: Op = Op(
    "bmm",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          let (a, b) = (i.x, i.y!)
          guard a.rank == 3 else { throw TensorError(.shape, op: "bmm", "batch1 must be a 3D tensor") }
          guard b.rank == 3 else { throw TensorError(.shape, op: "bmm", "batch2 must be a 3D tensor") }
          try checkSameDType("expected scalar type \(a.dtype.legacyName) but found \(b.dtype.legacyName)", a, b, kernel: "bmm")
          guard
            (a.shape[0] == b.shape[0] || a.shape[0] < 0 || b.shape[0] < 0) && (a.shape[2] == b.shape[1] || a.shape[2] < 0 || b.shape[1] < 0)
          else {
            throw TensorError(
              .shape, op: "bmm",
              "Expected size for first two dimensions of batch2 tensor to be: [\(a.shape[0]), \(a.shape[2])] but got: [\(b.shape[0]), \(b.shape[1])]."
            )
          }
          return [Spec([a.shape[0], a.shape[1], b.shape[2]], a.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype, like: i.x)
          try out.backend().multiply(i.x, i.y!, into: out, batch: out.shape[0], steps: (i.x.strides[0], i.y!.strides[0], out.strides[0]))
          return [out]
        })),
    rules: [.of(.y) { g, s in g.bmm(s.y.transpose(1, 2).conj()) }, .of(.x) { g, s in s.x.transpose(1, 2).conj().bmm(g) }],
    samples: .custom([Sample([[2, 2, 3], [2, 3, 4]])]))

  /// A matrix times a vector.
  static let mv: Op = Op(
    "mv",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          let (a, b) = (i.x, i.y!)
          guard a.rank == 2, b.rank == 1 else {
            throw TensorError(.shape, op: "mv", "vector + matrix @ vector expected, got \(b.rank), \(a.rank), \(b.rank)")
          }
          guard a.shape[1] == b.shape[0] || a.shape[1] < 0 || b.shape[0] < 0 else {
            throw TensorError(
              .shape, op: "mv", "size mismatch, got input (\(a.shape[0])), mat (\(a.shape[0])x\(a.shape[1])), vec (\(b.shape[0]))")
          }
          try checkSameDType(
            "expected m1 and m2 to have the same dtype, but got: \(a.dtype.cName) != \(b.dtype.cName)", a, b, kernel: "addmv_impl_cpu")
          return [Spec(Shape(a.shape[0]), a.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype, like: i.x)
          let column = noGrad { i.y!.unsqueeze(1) }
          try out.backend().multiply(i.x, column, into: noGrad { out.unsqueeze(1) }, batch: 1, steps: (0, 0, 0))
          return [out]
        })),
    rules: [.of(.y) { g, s in g.unsqueeze(1) * s.y.conj().unsqueeze(0) }, .of(.x) { g, s in s.x.t().conj().mv(g) }],
    samples: .custom([Sample([[2, 3], [3]])]))

  /// The inner product of two vectors.
  static let dot: Op = Op(
    "dot",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          let (a, b) = (i.x, i.y!)
          guard a.rank == 1, b.rank == 1 else {
            throw TensorError(.shape, op: "dot", "1D tensors expected, but got \(a.rank)D and \(b.rank)D tensors")
          }
          try checkSameDType(
            "dot : expected both vectors to have same dtype, but found \(a.dtype.legacyName) and \(b.dtype.legacyName)", a, b,
            kernel: "dot")
          guard a.shape[0] == b.shape[0] || a.shape[0] < 0 || b.shape[0] < 0 else {
            throw TensorError(
              .shape, op: "dot",
              "inconsistent tensor size, expected tensor \(a.shape.listed) and src \(b.shape.listed) to have the same number of elements, but got "
                + "\(a.shape[0]) and \(b.shape[0]) elements respectively")
          }
          return [Spec(Shape(), a.dtype)]
        },
        run: { i, _, specs throws(TensorError) in
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype, like: i.x)
          let (row, column) = noGrad { (i.x.unsqueeze(0), i.y!.unsqueeze(1)) }
          try out.backend().multiply(row, column, into: noGrad { out.view(1, 1) }, batch: 1, steps: (0, 0, 0))
          return [out]
        })),
    rules: [.of(.y) { g, s in g * s.y.conj() }, .of(.x) { g, s in g * s.x.conj() }],
    samples: .custom([Sample([[3], [3]])]))

  static let matrixProducts: [Op] = [mm, bmm, mv, dot]

  private static func checkSameDType(
    _ message: @autoclosure () -> String, _ a: Tensor, _ b: Tensor, kernel: String = "addmm_impl_cpu_"
  ) throws(TensorError) {
    guard a.dtype == b.dtype else { throw TensorError(.dtype, op: "matmul", message(), hint: "Convert one of them with to(_:).") }
    guard a.dtype != .bool, a.dtype != .uint16, a.dtype != .uint32, a.dtype != .uint64 else {
      throw TensorError(.dtype, op: "matmul", "\"\(kernel)\" not implemented for '\(a.dtype.legacyName)'")
    }
  }
}

extension Tensor {
  /// The product of two matrices, [n, k] and [k, m]. Mirrors `torch.mm`. Both must have the same dtype. Reports an error for other shapes.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).mm(Tensor([[1, 0], [0, 2]]))  // tensor([[1, 4], [3, 8]])
  /// ```
  public func mm(_ other: Tensor) -> Tensor { apply(.mm, self, other) }
  /// The products of two stacks of matrices, [b, n, k] and [b, k, m]. Mirrors `torch.bmm`. Reports an error for other shapes and for
  /// different dtypes.
  ///
  /// ```swift
  /// Tensor.ones(3, 2, 4).bmm(Tensor.ones(3, 4, 5)).shape  // Size([3, 2, 5])
  /// ```
  public func bmm(_ other: Tensor) -> Tensor { apply(.bmm, self, other) }
  /// The product of a matrix [n, k] and a vector [k]. Mirrors `torch.mv`. Reports an error for other shapes and for different dtypes.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).mv(Tensor([1, 10]))  // tensor([21, 43])
  /// ```
  public func mv(_ vector: Tensor) -> Tensor { apply(.mv, self, vector) }
  /// The inner product of two vectors. Mirrors `torch.dot`. Reports an error unless both have one axis, the same length and dtype.
  ///
  /// ```swift
  /// Tensor([1, 2, 3]).dot(Tensor([4, 5, 6]))  // tensor(32)
  /// ```
  public func dot(_ other: Tensor) -> Tensor { apply(.dot, self, other) }

  /// The matrix product of the last two axes; leading axes are broadcast, vectors count as a row or a column. Mirrors `torch.matmul`.
  /// Reports an error when the inner sizes differ, and for 0-d tensors.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).matmul(Tensor([1, 10]))  // tensor([21, 43])
  /// Tensor.ones(5, 1, 2, 3).matmul(Tensor.ones(4, 3, 2)).shape  // Size([5, 4, 2, 2])
  /// ```
  public func matmul(_ other: Tensor) -> Tensor {
    if isInvalid { return self }
    if other.isInvalid { return other }
    return reporting { () throws(TensorError) in
      switch (rank, other.rank) {
      case (0, _), (_, 0):
        throw TensorError(.shape, op: "matmul", "both arguments to matmul need to be at least 1D, but they are \(rank)D and \(other.rank)D")
      case (1, 1): return dot(other)
      case (2, 2): return mm(other)
      case (2, 1): return mv(other)
      case (1, 2): return unsqueeze(0).mm(other).squeeze(0)
      default: break
      }
      // Stacks: rows of a higher-rank left operand can be multiplied with one matrix in one go.
      if other.rank <= 2 {
        let right = other.rank == 1 ? other.unsqueeze(1) : other
        var shape = Shape(self.shape.dropLast())
        shape.append(right.shape[1])
        let rows = self.shape.hasUnknown ? -1 : self.shape.dropLast().reduce(1, *)  // -1 would be ambiguous without elements
        let product = apply(.unsafeView, reshape(Shape(rows, self.shape[rank - 1])).mm(right), Attributes(ints: shape))
        return other.rank == 1 ? product.squeeze(-1) : product
      }
      if isSymbolic || other.isSymbolic, rank == 3, other.rank == 3, shape[0] == other.shape[0] { return bmm(other) }
      let left = rank == 1 ? unsqueeze(0) : self
      let batch = try Shape.broadcast("matmul", Shape(left.shape.dropLast(2)), Shape(other.shape.dropLast(2)))
      func stacked(_ t: Tensor) -> Tensor {
        let (rows, columns) = (t.shape[t.rank - 2], t.shape[t.rank - 1])
        var full = batch
        full.append(rows)
        full.append(columns)
        return t.expand(full).reshape([batch.elementCount, rows, columns])
      }
      let product = stacked(left).bmm(stacked(other))
      var shape = batch
      if rank > 1 { shape.append(left.shape[left.rank - 2]) }
      shape.append(other.shape[other.rank - 1])
      return apply(.unsafeView, product, Attributes(ints: shape))
    }
  }
}
