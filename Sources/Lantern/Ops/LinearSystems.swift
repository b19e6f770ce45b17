import CKernels

// Systems of linear equations, and the decomposition into triangles behind them. Inputs have the same axes in front.

extension Op {
  /// X of A X = B. `flag`: matrices that are singular give infinities instead of an error.
  static let solve: Op = Op(
    "linalg_solve_ex",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          let (a, b) = (i.x, i.y!)
          try a.checkSquare("linalg.solve")
          try b.checkMatrix("linalg.solve", "B")
          try a.checkReal("linalg.solve", kernel: "lu_cpu")
          try checkPair("linalg.solve", a, b)
          return [Spec(b.shape, b.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let (m, n) = specs[0].shape.rowsAndColumns
          let count = specs[0].shape.batch.elementCount
          let out = try i.y!.freshDoubles()
          let pivots = try Tensor(empty: [count, m], dtype: .int32)
          let info = try MatrixKernel(kernel: CK_SOLVE, m: m, n: n).run(count, [i.x.freshDoubles(), out, pivots])
          if a.flag {
            for (k, failure) in info.enumerated() where failure != 0 {
              noGrad { out.reshape(count, m, n).select(0, k).fill_(Double.infinity) }
            }
          } else if let failure = info.firstFailure(isBatch: specs[0].shape.count > 2) {
            throw TensorError(
              .argument, op: "linalg.solve",
              "torch.linalg.solve: \(failure.element)The solver failed because the input matrix is singular.",
              hint: "Linalg.lstsq and Linalg.pinv take singular matrices.")
          }
          return [out.rounded(to: specs[0].dtype)]
        })),
    rules: [
      .of([.x, .output]) { g, s in -apply(.solve, s.x.conjugateTurned, g, s.attributes).matmul(s.output.conjugateTurned) },
      .of(.x) { g, s in apply(.solve, s.x.conjugateTurned, g, s.attributes) },
    ],
    samples: .custom([Sample([[3, 3], [3, 2]]), Sample([[2, 2, 2], [2, 2, 1]])]))

  /// X of A X = B for a triangular A. `flag`: the upper triangle is the one that is read; `ints[0]` is 1 where A's diagonal counts as
  /// ones.
  static let solveTriangular: Op = Op(
    "linalg_solve_triangular",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          let (a, b) = (i.x, i.y!)
          try a.checkSquare("linalg.solve_triangular")
          try b.checkMatrix("linalg.solve_triangular", "B")
          try a.checkKernel("linalg.solve_triangular", "triangular_solve_cpu")
          try checkPair("linalg.solve_triangular", a, b)
          return [Spec(b.shape, b.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let (m, n) = specs[0].shape.rowsAndColumns
          let out = try i.y!.freshDoubles()
          let flags = (a.flag ? [CK_UPPER] : []) + (a.ints[0] == 1 ? [CK_UNIT] : [])
          try MatrixKernel(kernel: CK_SOLVE_TRIANGULAR, m: m, n: n, flags: flags)
            .run(specs[0].shape.batch.elementCount, [i.x.freshDoubles(), out])
          return [out.rounded(to: specs[0].dtype)]
        })),
    rules: [
      .of([.x, .output]) { g, s in
        let (isUpper, unit) = (s.attributes.flag, s.attributes.ints[0])
        let whole = -s.x.conjugateTurned.solvingTriangle(g, upper: !isUpper, unit: unit == 1).matmul(s.output.conjugateTurned)
        return isUpper ? whole.triu(unit) : whole.tril(-unit)
      },
      .of(.x) { g, s in s.x.conjugateTurned.solvingTriangle(g, upper: !s.attributes.flag, unit: s.attributes.ints[0] == 1) },
    ],
    samples: .custom([
      Sample([[3, 3], [3, 2]], Attributes(ints: [1], flag: true)), Sample([[2, 2, 2], [2, 2, 1]], Attributes(ints: [1])),
      Sample([[2, 2], [2, 3]], Attributes(ints: [0]), ranges: [0.5...2]),
    ]))

  /// The two triangles L and U of P A = L U in one matrix, and the rows that were swapped, as LAPACK counts them.
  static let luFactor: Op = Op(
    "linalg_lu_factor_ex",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try i.x.checkKernel("linalg.lu_factor", "lu_cpu")
          let (m, n) = i.x.shape.rowsAndColumns
          return [Spec(i.x.shape, i.x.dtype), Spec(i.x.shape.batch.appending(Swift.min(m, n)), .int32)]
        },
        run: { i, _, specs throws(TensorError) in
          let (m, n) = i.x.shape.rowsAndColumns
          let lu = try i.x.freshDoubles()
          let pivots = try Tensor(empty: specs[1].shape, dtype: .int32)
          try MatrixKernel(kernel: CK_LU, m: m, n: n).run(specs[0].shape.batch.elementCount, [lu, pivots])
          return [lu.rounded(to: specs[0].dtype), pivots]
        })),
    rules: [.of(.outputs) { g, s in s.knowing([s.shape.count - 2, s.shape.count - 1]) { luGradient(g, s.outputs[0], s.outputs[1]) } }],
    samples: .custom([Sample([[3, 3]]), Sample([[2, 2, 4]]), Sample([[4, 2]])]))

  /// dA from the gradient of both triangles. With k = min(m, n), rows or columns beyond the first k x k block are solutions of
  /// triangular systems with it, so that their gradients join those of the block's triangles.
  private static func luGradient(_ g: Tensor, _ lu: Tensor, _ pivots: Tensor) -> Tensor {
    let (m, n) = lu.shape.rowsAndColumns
    let k = Swift.min(m, n)
    let block = lu.corner(k, k)
    let unitLower = block.tril(-1) + lu.near(Tensor.eye(k, dtype: lu.dtype))
    let upper = block.triu()
    var lowerGradient = g.corner(k, k).tril(-1)
    var upperGradient = g.corner(k, k).triu()
    var beyond: Tensor?
    if m < n {
      let right = block.conjugateTurned.solvingTriangle(g.corner(k, n).narrow(-1, k, n - k), upper: true, unit: true)
      lowerGradient = lowerGradient - right.matmul(lu.narrow(-1, k, n - k).conjugateTurned).tril(-1)
      beyond = right
    } else if m > n {
      let below = block.solvingTriangle(g.corner(m, k).narrow(-2, k, m - k).conjugateTurned, upper: true).conjugateTurned
      upperGradient = upperGradient - lu.narrow(-2, k, m - k).conjugateTurned.matmul(below).triu()
      beyond = below
    }
    let middle = unitLower.conjugateTurned.matmul(lowerGradient).tril(-1) + upperGradient.matmul(upper.conjugateTurned).triu()
    let left = block.conjugateTurned.solvingTriangle(middle, upper: true, unit: true)
    var gradient = block.solvingTriangle(left.conjugateTurned, upper: true).conjugateTurned
    if let beyond { gradient = Tensor.cat([gradient, beyond], m < n ? -1 : -2) }
    let order = apply(.pivotsToPermutation, pivots, Attributes(ints: [m])).argsort()
    return gradient.gather(-2, order.unsqueeze(-1).expand(gradient.shape))
  }

  /// Which row of A each row of P A is, from the rows that were swapped one after the other; `ints[0]`: how many rows there are.
  static let pivotsToPermutation: Op = Op(
    "lu_permutation",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          guard i.x.dtype == .int32, i.x.rank > 0 else {
            throw TensorError(
              .dtype, op: "lu_unpack", "torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32 dtype.",
              hint: "Use the pivots that Linalg.luFactor gave.")
          }
          return [Spec(Shape(i.x.shape.dropLast()).appending(a.ints[0]), .int64)]
        },
        run: { i, a, specs throws(TensorError) in
          let (m, k) = (a.ints[0], i.x.shape[i.x.rank - 1])
          let swaps = i.x.toArray(Int32.self)
          var rows: [Int64] = []
          for start in stride(from: 0, to: k == 0 ? 0 : swaps.count, by: Swift.max(k, 1)) {
            var order = Array(0..<Int64(m))
            for j in 0..<Swift.min(k, m) {
              let other = Int(swaps[start + j]) - 1
              guard other >= 0, other < m else {
                throw TensorError(.index, op: "lu_unpack", "the pivot \(other + 1) is not the number of one of \(m) rows, counted from 1")
              }
              order.swapAt(j, other)
            }
            rows += order
          }
          if k == 0 { rows = (0..<specs[0].shape.dropLast().reduce(1, *)).flatMap { _ in Array(0..<Int64(m)) } }
          return [Tensor(rows, shape: specs[0].shape)]
        })),
    rules: [], isDifferentiable: false, samples: .inPlaceOnly)

  /// X of A X = B (the first input) for the A whose Cholesky triangle is the second input; `flag`: it is the upper one.
  static let choleskySolve: Op = Op(
    "cholesky_solve",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          let (b, factor) = (i.x, i.y!)
          try b.checkKernel("cholesky_solve", "cholesky_solve_cpu")
          try checkPair("cholesky_solve", factor, b)
          return [Spec(b.shape, b.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let (m, n) = specs[0].shape.rowsAndColumns
          let (out, factor) = (try i.x.freshDoubles(), try i.y!.freshDoubles())
          // First the lower triangle, then the upper one; one of them is the other one transposed.
          for flags in a.flag ? [[CK_UPPER, CK_TRANSPOSED], [CK_UPPER]] : [[], [CK_TRANSPOSED]] {
            try MatrixKernel(kernel: CK_SOLVE_TRIANGULAR, m: m, n: n, flags: flags).run(out.shape.batch.elementCount, [factor, out])
          }
          return [out.rounded(to: specs[0].dtype)]
        })),
    rules: [
      .of(.y) { g, s in apply(.choleskySolve, g, s.y, s.attributes) },
      // The derivative of the whole product L Lᴴ, as PyTorch has it: the other triangle, which is zero, gets a gradient too.
      .of([.y, .output]) { g, s in
        let half = apply(.choleskySolve, g, s.y, s.attributes).matmul(s.output.conjugateTurned)
        let both = half + half.conjugateTurned
        return -(s.attributes.flag ? s.y.matmul(both) : both.matmul(s.y))
      },
    ],
    samples: .inPlaceOnly)

  /// The sign of the determinant, and the logarithm of its size.
  static let slogdet: Op = Op(
    "linalg_slogdet",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          try i.x.checkSquare("linalg.slogdet")
          try i.x.checkReal("linalg.slogdet")
          return [Spec(i.x.shape.batch, i.x.dtype), Spec(i.x.shape.batch, i.x.dtype.realPart)]
        },
        run: { i, _, specs throws(TensorError) in
          let n = i.x.shape[i.x.rank - 1]
          let count = specs[0].shape.elementCount
          let lu = try i.x.freshDoubles()
          let pivots = try Tensor(empty: [count, n], dtype: .int32)
          try MatrixKernel(kernel: CK_LU, m: n, n: n).run(count, [lu, pivots])
          return noGrad {
            let diagonal = lu.reshape([count, n, n]).diagonal(dim1: 1, dim2: 2)
            // Every row swapped with another turns the sign; NaN has none.
            let swaps = (pivots .!= Tensor.arange(1, n + 1, dtype: .int32)).sum(dim: -1)
            let sign = diagonal.sgn().prod(dim: -1) * (1 - 2 * (swaps % 2)).to(.float64)
            let size = diagonal.abs().log().sum(dim: -1)
            let known = diagonal.dtype.isComplex ? sign : sign.maskedFill(sign.isNaN(), 0)
            return zip([known, size], specs).map { $0.reshape($1.shape).to($1.dtype) }
          }
        })),
    rules: [
      // The logarithm's derivative is A⁻ᴴ. A real sign has none; a complex one turns with the imaginary part of the logarithm of det(A).
      .of([.x, .outputs]) { _, s in
        let sign = s.outputs[0]
        var g = s.gradients[1]
        if sign.dtype.isComplex, let turn = s.gradients[0] {
          let angle = (turn.conj() * sign).imag()
          g = Tensor.complex(g ?? Tensor.zeros(like: angle), -angle)
        }
        guard let g else { return Tensor.zeros(like: s.x) }
        let spread = g.unsqueeze(-1).unsqueeze(-1) * Tensor.eye(like: s.x)
        return apply(.solve, s.x.conjugateTurned, spread, Attributes(flag: true))
      }
    ],
    samples: .custom([Sample([[3, 3]]), Sample([[2, 2, 2]])]))

  static let linearSystems: [Op] = [solve, solveTriangular, luFactor, pivotsToPermutation, choleskySolve, slogdet]

  static func checkPair(_ op: String, _ a: Tensor, _ b: Tensor) throws(TensorError) {
    guard a.dtype == b.dtype else {
      throw TensorError(
        .dtype, op: op,
        "\(op): Expected A and B to have the same dtype, but found A of type \(a.dtype.legacyName) and B of type \(b.dtype.legacyName) instead",
        hint: "Convert one of them with to(_:).")
    }
    let ((m, k), (rows, n)) = (a.shape.rowsAndColumns, b.shape.rowsAndColumns)
    guard k == rows || k < 0 || rows < 0 else {
      throw TensorError(.shape, op: op, "\(op): Incompatible shapes of A and B for the equation AX = B (\(m)x\(k) and \(rows)x\(n))")
    }
    guard a.shape.batch == b.shape.batch || a.shape.hasUnknown || b.shape.hasUnknown else {
      throw TensorError(.shape, op: op, "\(op): the stacks \(a.shape.listed) and \(b.shape.listed) differ")
    }
  }
}

extension Tensor {
  /// X of A X = B where this is A, a triangle; `B` has the same axes in front.
  func solvingTriangle(_ b: Tensor, upper: Bool, unit: Bool = false) -> Tensor {
    apply(.solveTriangular, self, b, Attributes(ints: [unit ? 1 : 0], flag: upper))
  }

  /// X of A X = B where this is A.
  func solving(_ b: Tensor) -> Tensor { apply(.solve, self, b) }

  /// This matrix on common leading axes with another.
  func batched(with other: Tensor, _ op: String) throws(TensorError) -> (Tensor, Tensor) {
    let common = try Shape.broadcast(op, shape.batch, other.shape.batch)
    func spread(_ t: Tensor) -> Tensor {
      let (rows, columns) = t.shape.rowsAndColumns
      return t.shape.batch == common ? t : t.expand(common.appending(rows, columns))
    }
    return (spread(self), spread(other))
  }
}
