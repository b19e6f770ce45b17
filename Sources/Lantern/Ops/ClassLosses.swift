import CKernels

// The negative logarithm of the likelihood of classes. Scores are [outer, classes, inner], classes [outer, inner].

extension Op {
  /// Of scores, the right classes, and perhaps the weight of each class. `ints`: 0 for a loss at each position, 1 for their mean, 2 for
  /// their sum; and the class that does not count.
  static let nllLoss: Op = Op(
    "nll_loss",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          let scores = try classSpec(i.x)
          return Spec(a.ints[0] == 0 ? [scores.shape[0], scores.shape[2]] : [], scores.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let x = try i.x.forLayer()
          let losses = try Tensor(empty: [x.shape[0], x.shape[2]], dtype: x.dtype)
          var result = losses
          try withClasses(x.shape, x.dtype, i.y!, i.z, a) { classes throws(TensorError) in
            var sum = ck_nll(&classes, x.pointer, losses.pointer)
            if a.ints[0] == 0 { return }
            if a.ints[0] == 1 { sum /= ck_classes_weight(&classes) }
            result = try Tensor.filled([], .double(sum), x.dtype)
          }
          return noGrad { result.to(spec.dtype) }
        })),
    rules: [
      .of([.x, .y, .z]) { g, s in apply(.nllLossBackward, [g, s.x.detach(), s.y] + s.classWeights(2), s.attributes) }, nil, nil,
    ],
    samples: classSamples(withGradient: false))

  /// Of the incoming gradient, and what `nll_loss` was given; scores for their shape only.
  static let nllLossBackward: Op = Op(
    "nll_loss_backward",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in try classSpec(i.y!) },
        run: { i, a, spec throws(TensorError) in
          let g = try i.x.forLayer()
          let out = try Tensor(empty: spec.shape, dtype: g.dtype)
          try withClasses(spec.shape, g.dtype, i.z!, i.rest.first, a) { classes throws(TensorError) in
            let scale = a.ints[0] == 1 ? 1 / ck_classes_weight(&classes) : 1
            ck_nll_gradient(&classes, g.pointer, a.ints[0] == 0 ? 0 : 1, scale, out.pointer)
          }
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [
      // Linear in the gradient, with the loss itself for a transpose.
      .of(.inputs) { v, s in apply(.nllLoss, [v, s.z] + s.classWeights(3), s.attributes) }, nil, nil, nil,
    ],
    samples: classSamples(withGradient: true))

  private static func classSpec(_ x: Tensor) throws(TensorError) -> Spec {
    guard x.dtype.isFloatingPoint else {
      throw TensorError(.dtype, op: "nll_loss", "\"nll_loss_out_frame\" not implemented for '\(x.dtype.legacyName)'")
    }
    return Spec(x.shape, x.dtype)
  }

  private static func withClasses(
    _ shape: Shape, _ dtype: DType, _ target: Tensor, _ weight: Tensor?, _ a: borrowing Attributes,
    _ body: (inout ck_classes) throws(TensorError) -> Void
  ) throws(TensorError) {
    let target = try noGrad { target.to(.int64).contiguous() }.usable()
    let weight = try noGrad { weight?.to(dtype).contiguous() }?.usable()
    var classes = ck_classes(
      dtype: Int32(dtype.rawValue), outer: shape[0], classes: shape[1], inner: shape[2],
      target: UnsafePointer(target.pointer.assumingMemoryBound(to: Int64.self)), weight: weight.map { UnsafeRawPointer($0.pointer) },
      ignored: Int64(a.ints[1]))
    var wrong: Int64 = 0
    guard ck_classes_valid(&classes, &wrong) != 0 else {
      throw TensorError(.index, op: "nll_loss", "Target \(wrong) is out of bounds.", hint: "There are \(shape[1]) classes.")
    }
    try body(&classes)
    withExtendedLifetime((target, weight)) {}
  }

  private static func classSamples(withGradient: Bool) -> Samples {
    func sample(_ shape: [Int], _ reduction: Int, weighted: Bool, ignored: Int = -100) -> Sample {
      let first = withGradient ? [reduction == 0 ? [shape[0], shape[2]] : []] : []
      let count = first.count
      let shapes = first + [shape, [shape[0], shape[2]]] + (weighted ? [[shape[1]]] : [])
      return Sample(
        shapes, Attributes(ints: [reduction, ignored]), ranges: [-2...2, -2...2, 0.5...2], positions: [count + 1: shape[1]])
    }
    return .custom([
      sample([3, 4, 1], 0, weighted: false), sample([3, 4, 2], 1, weighted: true), sample([2, 3, 4], 2, weighted: true, ignored: 1),
    ])
  }

  /// Of logarithms of probabilities [steps, batch, classes], labels, where each example's labels begin, how many there are, and how many
  /// steps count. `ints`: the class that stands for no label; `flag`: whether infinite losses count as zero.
  static let ctcLoss: Op = Op(
    "ctc_loss",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in Spec([i.x.shape[1]], i.x.dtype) },
        run: { i, a, spec throws(TensorError) in
          let out = try Tensor(empty: spec.shape, dtype: .float64)
          try withSequences(i.x, Inputs([i[1], i[2], i[3], i[4]]), a) { sequences in
            ck_ctc_loss(&sequences, out.pointer.assumingMemoryBound(to: Double.self)) != 0
          }
          return noGrad { (a.flag ? out.where(out .!= Double.infinity, else: 0) : out).to(spec.dtype) }
        })),
    rules: [
      .of(.inputs) { g, s in apply(.ctcLossBackward, [g] + (0..<5).map { s.inputs[$0].detach() }, s.attributes) }, nil,
    ],
    samples: .inPlaceOnly)
  /// Of the incoming gradient, and what `ctc_loss` was given. As in PyTorch it has no derivative, and is right for logarithms that
  /// `log_softmax` gave.
  static let ctcLossBackward: Op = Op(
    "ctc_loss_backward", gradName: "NotImplemented",
    kernel: .single(
      Single(
        infer: { i, _ throws(TensorError) in Spec(i.y!.shape, i.y!.dtype) },
        run: { i, a, spec throws(TensorError) in
          let g = try noGrad { i.x.to(.float64).contiguous() }.usable()
          let out = try Tensor(empty: spec.shape, dtype: .float64)
          try withSequences(i.y!, Inputs([i[2], i[3], i[4], i[5]]), a) { sequences in
            let (from, to) = (g.pointer.assumingMemoryBound(to: Double.self), out.pointer.assumingMemoryBound(to: Double.self))
            return ck_ctc_gradient(&sequences, from, a.flag ? 1 : 0, to) != 0
          }
          return noGrad { out.to(spec.dtype) }
        })),
    rules: [nil], samples: .inPlaceOnly)

  /// `others`: the labels, where they begin, how many there are, how many steps count; all checked, int64 and contiguous.
  private static func withSequences(
    _ x: Tensor, _ others: borrowing Inputs, _ a: borrowing Attributes, _ body: (inout ck_ctc) -> Bool
  ) throws(TensorError) {
    let x = try noGrad { x.to(.float64).contiguous() }.usable()
    func whole(_ t: Tensor) -> UnsafePointer<Int64> { UnsafePointer(t.pointer.assumingMemoryBound(to: Int64.self)) }
    let all = others.all
    var sequences = ck_ctc(
      steps: x.shape[0], batch: x.shape[1], classes: x.shape[2], log_probabilities: x.pointer.assumingMemoryBound(to: Double.self),
      target: whole(all[0]), start: whole(all[1]), target_length: whole(all[2]), input_length: whole(all[3]), blank: Int64(a.ints[0]))
    let done = body(&sequences)
    withExtendedLifetime((x, all)) {}
    guard done else { throw TensorError(.memory, op: "ctc_loss", "the ways through the sequences do not fit in memory") }
  }

  static let classLosses: [Op] = [nllLoss, nllLossBackward, ctcLoss, ctcLossBackward]
}

extension Saved {
  /// The weights of classes, where the operation was given any.
  fileprivate func classWeights(_ position: Int) -> [Tensor] { inputs.count > position ? [inputs[position].detach()] : [] }
}
