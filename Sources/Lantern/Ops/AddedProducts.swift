// Matrix products added to another matrix.

extension Op {
  /// beta x + alpha (y z) for matrices (`rank` 2) or stacks of them (3); x is broadcast. `numbers`: beta, alpha.
  private static func addedProduct(_ name: String, rank: Int, samples: [Sample]) -> Op {
    Op(
      name,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            let (x, y, z) = (i.x, i.y!, i.z!)
            let shape = try rank == 2 ? matrixShape(y, z) : stackShape(y, z)
            let mistake =
              rank == 2
              ? "self and mat2 must have the same dtype, but got \(x.dtype.legacyName) and \(z.dtype.legacyName)"
              : "Input dtypes must be the same, got: input \(x.dtype.cName), batch1: \(y.dtype.cName), batch2: \(z.dtype.cName)"
            guard y.dtype == z.dtype, x.dtype == y.dtype else {
              throw TensorError(.dtype, op: name, mistake, hint: "Convert one of them with to(_:).")
            }
            guard y.dtype != .bool, y.dtype != .uint16, y.dtype != .uint32, y.dtype != .uint64 else {
              throw TensorError(
                .dtype, op: name, "\"\(rank == 2 ? "addmm_impl_cpu_" : "baddbmm")\" not implemented for '\(y.dtype.legacyName)'")
            }
            guard shape.hasUnknown || x.shape.hasUnknown || x.shape.broadcasts(to: shape) else {
              throw Tensor.cannotExpand(x.shape, to: shape, op: name)
            }
            return [Spec(shape, y.dtype)]
          },
          run: { i, a, specs throws(TensorError) in
            let (shape, dtype) = (specs[0].shape, specs[0].dtype)
            let (beta, alpha) = (a.numbers[0], a.numbers[1])
            let (y, z) = (i.y!, i.z!)
            let out = try Tensor(empty: shape, dtype: dtype, like: y)
            func step(_ t: Tensor) -> Int { rank == 2 ? 0 : t.strides[0] }
            let batch = rank == 2 ? 1 : shape[0]
            let steps = (step(y), step(z), step(out))
            if dtype.isComplex {
              try out.backend().multiply(y, z, into: out, batch: batch, steps: steps)
              return [noGrad { out.times(alpha).added(beta.boolValue ? i.x.times(beta) : nil) }]
            }
            guard dtype.isFloatingPoint else {
              // Whole numbers: the factors are cut to whole numbers first, as PyTorch does.
              try out.backend().multiply(y, z, into: out, batch: batch, steps: steps)
              return [noGrad { out.scaledWhole(alpha).added(beta.boolValue && beta.intValue != 0 ? i.x.scaledWhole(beta) : nil) }]
            }
            if beta.boolValue { out.write(i.x.expandedView(to: shape)) }
            try out.backend().multiply(y, z, into: out, batch: batch, steps: steps, alpha: alpha.doubleValue, beta: beta.doubleValue)
            return [out]
          })),
      rules: [
        .of { g, s in g.times(s.attributes.numbers[0].conj) },
        .of([.z]) { g, s in g.matmul(s.z.turned.conj()).times(s.attributes.numbers[1].conj) },
        .of([.y]) { g, s in s.y.turned.conj().matmul(g).times(s.attributes.numbers[1].conj) },
      ],
      samples: .custom(samples))
  }

  static let addmm: Op = addedProduct(
    "addmm", rank: 2,
    samples: [
      Sample([[2, 4], [2, 3], [3, 4]], Attributes(numbers: [.int(3), .int(2)])),
      Sample([[4], [2, 3], [3, 4]], Attributes(numbers: [.int(1), .int(1)])),
    ])
  static let baddbmm: Op = addedProduct(
    "baddbmm", rank: 3, samples: [Sample([[2, 1], [2, 2, 3], [2, 3, 4]], Attributes(numbers: [.int(3), .int(2)]))])

  static let addedProducts: [Op] = [addmm, baddbmm]

  private static func matrixShape(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Shape {
    guard a.rank == 2 else { throw TensorError(.shape, op: "addmm", "mat1 must be a matrix, got \(a.rank)-D tensor") }
    guard b.rank == 2 else { throw TensorError(.shape, op: "addmm", "mat2 must be a matrix, got \(b.rank)-D tensor") }
    guard a.shape[1] == b.shape[0] || a.shape[1] < 0 || b.shape[0] < 0 else {
      throw TensorError(
        .shape, op: "addmm",
        "mat1 and mat2 shapes cannot be multiplied (\(a.shape[0])x\(a.shape[1]) and \(b.shape[0])x\(b.shape[1]))",
        hint: "Transpose one of them with t().")
    }
    return Shape(a.shape[0], b.shape[1])
  }

  private static func stackShape(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Shape {
    guard a.rank == 3 else { throw TensorError(.shape, op: "baddbmm", "batch1 must be a 3D tensor") }
    guard b.rank == 3 else { throw TensorError(.shape, op: "baddbmm", "batch2 must be a 3D tensor") }
    func agree(_ p: Int, _ q: Int) -> Bool { p == q || p < 0 || q < 0 }
    guard agree(a.shape[0], b.shape[0]), agree(a.shape[2], b.shape[1]) else {
      throw TensorError(
        .shape, op: "baddbmm",
        "Expected size for first two dimensions of batch2 tensor to be: [\(a.shape[0]), \(a.shape[2])] but got: [\(b.shape[0]), "
          + "\(b.shape[1])].")
    }
    return [a.shape[0], a.shape[1], b.shape[2]]
  }
}

extension Shape {
  /// Whether a tensor of this shape can be expanded to another.
  func broadcasts(to target: Shape) -> Bool {
    guard count <= target.count else { return false }
    let missing = target.count - count
    return indices.allSatisfy { self[$0] == 1 || self[$0] == target[$0 + missing] }
  }
}

extension Tensor {
  /// The product with a factor; itself where that is 1.
  fileprivate func times(_ factor: Scalar) -> Tensor { factor.isNumber(1) ? self : self * factor }
  fileprivate func scaledWhole(_ factor: Scalar) -> Tensor { factor.intValue == 1 ? self : self * factor.intValue }
  fileprivate func added(_ other: Tensor?) -> Tensor { other.map { self + $0 } ?? self }
}
