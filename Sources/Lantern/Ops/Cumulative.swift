import CKernels

// Running sums and products, and the order of axes turned round, which their derivatives need.

extension Op {
  /// `ints`: the axis; none for a single number.
  private static func running(_ name: String, _ kind: ck_reduction, rule: Rule) -> Op {
    Op(
      name,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            let type = i.x.dtype
            return [Spec(i.x.shape, a.dtype ?? (type.isDifferentiable || type == .uint64 ? type : .int64))]
          },
          run: { i, a, specs throws(TensorError) in
            let type = specs[0].dtype
            let accumulator: DType = type.isDifferentiable ? type.computeType : type == .uint64 ? .uint64 : .int64
            let x = try noGrad { i.x.to(accumulator).contiguous() }.usable()
            let out = try Tensor(empty: x.shape, dtype: accumulator)
            if accumulator.isComplex {
              cumulateComplex(kind, x, a.ints.first, into: out)
              return [out]
            }
            guard let d = a.ints.first else {
              out.write(x)
              return [noGrad { out.to(type) }]
            }
            let outer = x.shape.prefix(d).reduce(1, *)
            let inner = x.shape.dropFirst(d + 1).reduce(1, *)
            if x.elementCount > 0, accumulator == .float32 {
              ck_cumulate_wide(
                kind == CK_PROD ? 1 : 0, out.pointer.assumingMemoryBound(to: Float.self), x.pointer.assumingMemoryBound(to: Float.self),
                outer, x.shape[d], inner)
            } else if x.elementCount > 0 {
              ck_cumulate(Int32(kind.rawValue), Int32(accumulator.rawValue), out.pointer, x.pointer, outer, x.shape[d], inner)
            }
            return [noGrad { out.to(type) }]
          })),
      rules: [rule],
      samples: .custom([
        Sample([[2, 3, 4]], Attributes(ints: [1])), Sample([[5]], Attributes(ints: [0])), Sample([[3, 2]], Attributes(ints: [0])),
      ]))
  }

  static let cumsum: Op = running(
    "cumsum", CK_SUM,
    rule: .of { g, s in
      guard !s.attributes.ints.isEmpty else { return g }
      let turn = Attributes(ints: s.attributes.ints)
      return apply(.flip, apply(.cumsum, apply(.flip, g, turn), turn), turn)
    })

  static let cumprod: Op = running(
    "cumprod", CK_PROD,
    rule: .of(.x) { g, s in
      guard let d = s.attributes.ints.first else { return g }
      // Element i stands in all products from i on: its gradient is (the product of those before it) * r[i], where
      // r[i] = g[i] + x[i + 1] r[i + 1]. No division, so zeros do no harm.
      let n = s.shape[d]
      guard n != 0 else { return g }
      guard n > 0 else { return s.knowing([d]) { g } }
      let x = s.x.conj()
      var r = g.narrow(d, n - 1, 1)
      var behind = [r]
      for i in stride(from: n - 2, through: 0, by: -1) {
        r = g.narrow(d, i, 1) + x.narrow(d, i + 1, 1) * r
        behind.append(r)
      }
      let suffix = Tensor.cat(behind.reversed(), d)
      let first = Tensor.ones(like: g.narrow(d, 0, 1))
      let before = n == 1 ? first : Tensor.cat([first, apply(.cumprod, x.narrow(d, 0, n - 1), s.attributes)], d)
      return before * suffix
    })

  /// The logarithms of the sums of exponentials up to each position along axis `ints[0]`; none for a single number.
  static let logCumSumExp: Op = Op(
    "logcumsumexp",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in
          guard i.x.dtype.isFloatingPoint else {
            throw TensorError(
              .dtype, op: "logcumsumexp", "\"logcumsumexp_out_cpu\" not implemented for '\(i.x.dtype.legacyName)'",
              hint: "Convert with to(.float32) first.")
          }
          return [Spec(i.x.shape, i.x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let type = specs[0].dtype.computeType
          let x = try noGrad { i.x.to(type).contiguous() }.usable()
          let out = try Tensor(empty: x.shape, dtype: type)
          if let d = a.ints.first, x.elementCount > 0 {
            let outer = x.shape.prefix(d).reduce(1, *)
            let inner = x.shape.dropFirst(d + 1).reduce(1, *)
            ck_log_cumulate(Int32(type.rawValue), out.pointer, x.pointer, outer, x.shape[d], inner)
          } else {
            out.write(x)
          }
          return [noGrad { out.to(specs[0].dtype) }]
        })),
    rules: [
      .of([.x, .output]) { g, s in
        guard let d = s.attributes.ints.first else { return g }
        // The sum over all later positions j of g[j] exp(x - y[j]), taken in logarithms, those of positive and of negative gradients
        // apart, so that nothing overflows. Each step is rounded to the dtype, as in PyTorch.
        let turn = Attributes(ints: [d])
        func sumBehind(_ sign: Tensor, _ size: Tensor) -> Tensor {
          let logarithm = size.where(sign, else: 1).log().where(sign, else: -g.dtype.largestFinite)
          let summed = apply(.flip, apply(.logCumSumExp, apply(.flip, logarithm - s.output, turn), turn), turn)
          return (summed + s.x).exp()
        }
        return sumBehind(g .> 0, g) - sumBehind(g .< 0, -g)
      }
    ],
    samples: .custom([
      Sample([[2, 3, 4]], Attributes(ints: [1])), Sample([[5]], Attributes(ints: [0])), Sample([[3, 2]], Attributes(ints: [0])),
    ]))

  /// `ints`: the axes to turn round.
  static let flip: Op = Op(
    "flip",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.x.shape, i.x.dtype)] },
        run: { i, a, specs throws(TensorError) in
          let x = i.x
          let out = try Tensor(empty: x.shape, dtype: x.dtype, like: x)
          guard x.elementCount > 0 else { return [out] }
          var (strides, offset) = (x.strides, x.offset)
          for d in a.ints {
            offset += (x.shape[d] - 1) * strides[d]
            strides[d] = -strides[d]
          }
          out.write(Tensor(storage: x.storage, shape: x.shape, strides: strides, offset: offset, dtype: x.dtype))
          return [out]
        })),
    rules: [.of { g, s in apply(.flip, g, s.attributes) }],
    samples: .custom([Sample([[2, 3, 4]], Attributes(ints: [1])), Sample([[2, 3, 4]], Attributes(ints: [0, 2]))]))

  static let cumulative: [Op] = [cumsum, cumprod, logCumSumExp, flip]
}

extension Tensor {
  private func running(_ op: Op, _ dim: Int, _ dtype: DType?) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      let d = try shape.axis(dim, op: op.name)
      return apply(op, dtype.map { to($0) } ?? self, Attributes(ints: rank == 0 ? [] : [d], dtype: dtype))
    }
  }

  /// The sums of the elements up to each position along an axis. Mirrors `torch.cumsum`. Whole numbers and truth values give int64.
  ///
  /// ```swift
  /// Tensor([[1, 2, 3], [4, 5, 6]]).cumsum(dim: 1)  // tensor([[ 1,  3,  6], [ 4,  9, 15]])
  /// ```
  public func cumsum(dim: Int, dtype: DType? = nil) -> Tensor { running(.cumsum, dim, dtype) }
  /// The products of the elements up to each position along an axis. Mirrors `torch.cumprod`. Whole numbers and truth values give int64.
  ///
  /// ```swift
  /// Tensor([1.0, 2.0, 3.0, 4.0]).cumprod(dim: -1)  // tensor([ 1.,  2.,  6., 24.])
  /// ```
  public func cumprod(dim: Int, dtype: DType? = nil) -> Tensor { running(.cumprod, dim, dtype) }

  /// The logarithms of the sums of exponentials up to each position along an axis, without overflow. Mirrors `torch.logcumsumexp`.
  ///
  /// Reports an error for whole numbers. Complex numbers far below the largest one of their line lose digits.
  ///
  /// ```swift
  /// Tensor([0.0, 0, 0]).logCumSumExp(dim: 0)  // tensor([0.0000, 0.6931, 1.0986])
  /// ```
  public func logCumSumExp(dim: Int) -> Tensor {
    guard dtype.isComplex, !isInvalid else { return running(.logCumSumExp, dim, nil) }
    if rank == 0 || elementCount == 0 { return cumsum(dim: dim) }  // each sum is of one element, or of none
    let largest = detach().real().amax(dim: dim, keepDim: true)
    let shift = largest.where(largest.isFinite(), else: Tensor.zeros(like: largest))
    return (self - shift).exp().cumsum(dim: dim).log() + shift
  }
}
