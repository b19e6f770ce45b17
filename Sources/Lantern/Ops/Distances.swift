import CKernels

// Distances between all pairs of two lists of points.

extension Op {
  /// The distances between the rows of both inputs, which have the same axes in front. `numbers[0]`: the power.
  static let cdist: Op = Op(
    "cdist",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          let (a, b) = (i.x, i.y!)
          guard a.dtype.isFloatingPoint else {
            throw TensorError(.dtype, op: "cdist", "cdist only supports floating-point dtypes, X1 got: \(a.dtype.legacyName)")
          }
          try a.checkKernel("cdist", "cdist")
          return [Spec(a.shape.batch.appending(a.shape.rowsAndColumns.rows, b.shape.rowsAndColumns.rows), a.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let (x, y) = (try i.x.freshDoubles(), try i.y!.freshDoubles())
          let out = try Tensor(empty: specs[0].shape, dtype: .float64)
          guard out.elementCount > 0 else { return [out.rounded(to: specs[0].dtype)] }
          let ((n, d), m) = (x.shape.rowsAndColumns, out.shape[out.rank - 1])
          let base = (
            x.pointer.assumingMemoryBound(to: Double.self), y.pointer.assumingMemoryBound(to: Double.self),
            out.pointer.assumingMemoryBound(to: Double.self)
          )
          for k in 0..<x.shape.batch.elementCount {
            ck_cdist(n, m, d, a.numbers[0].doubleValue, base.0 + k * n * d, base.1 + k * m * d, base.2 + k * n * m)
          }
          return [out.rounded(to: specs[0].dtype)]
        })),
    rules: [
      .of([.x, .y, .output]) { g, s in distanceGradient(g, s.x, s.y, s.output, s.attributes.numbers[0].doubleValue) },
      .of([.x, .y, .output]) { g, s in
        distanceGradient(g.turned, s.y, s.x, s.output.turned, s.attributes.numbers[0].doubleValue)
      },
    ],
    samples: .custom([
      Sample([[3, 2], [4, 2]], Attributes(numbers: [.double(2)])), Sample([[2, 3, 2], [2, 1, 2]], Attributes(numbers: [.double(3)])),
      Sample([[3, 2], [2, 2]], Attributes(numbers: [.double(1)])), Sample([[3, 2], [2, 2]], Attributes(numbers: [.double(.infinity)])),
    ]))

  static let distances: [Op] = [cdist]

  /// The gradient towards the points `a`; between points that coincide it is zero, whatever the power.
  private static func distanceGradient(_ g: Tensor, _ a: Tensor, _ b: Tensor, _ distance: Tensor, _ power: Double) -> Tensor {
    if power == 0 { return Tensor.zeros(like: a) }
    let isZero = distance .== 0
    // Where nothing is to be divided by, 1 stands for the distance, so that no infinity gets into further derivatives.
    let divisor = distance.maskedFill(isZero, 1)
    if power == 2, !a.shape.hasUnknown, !b.shape.hasUnknown, distance.elementCount * a.shape[a.rank - 1] > 1 << 22 {
      let weight = (g / divisor).maskedFill(isZero, 0)  // differences of all pairs would take too much memory
      return weight.sum(dim: -1, keepDim: true) * a - weight.matmul(b)
    }
    let difference = a.unsqueeze(-2) - b.unsqueeze(-3)
    let weight: Tensor
    if power == 1 {
      return (difference.sign() * g.unsqueeze(-1)).sum(dim: -2)
    } else if power == .infinity {
      return (difference.sign() * (difference.abs() .== distance.unsqueeze(-1)).to(g.dtype) * g.unsqueeze(-1)).sum(dim: -2)
    } else if power == 2 {
      weight = difference
    } else {
      let same = difference .== 0
      weight = difference.sign() * (difference.abs().maskedFill(same, 1) ** (power - 1)).maskedFill(same, 0)
    }
    return (weight * (g * divisor ** (1 - power)).maskedFill(isZero, 0).unsqueeze(-1)).sum(dim: -2)
  }
}
