// A border around a tensor.

extension Op {
  /// `ints`: for each axis, how many elements are added in front and behind; fewer than 0 are taken away. `numbers[0]`: their value.
  static let constantPad: Op = Op(
    "constant_pad_nd",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in
          var shape = i.x.shape
          for d in 0..<shape.count where shape[d] >= 0 {
            shape[d] += a.ints[2 * d] + a.ints[2 * d + 1]
            guard shape[d] >= 0 else {
              throw TensorError(
                .shape, op: "pad",
                "The input size \(i.x.shape[d]), plus negative padding \(a.ints[2 * d]) and \(a.ints[2 * d + 1]) resulted in a negative "
                  + "output size, which is invalid. Check dimension \(d) of your input.")
            }
          }
          return Spec(shape, i.x.dtype)
        },
        run: { i, a, spec throws(TensorError) in
          let out = try Tensor(empty: spec.shape, dtype: spec.dtype, like: i.x)
          guard out.elementCount > 0 else { return out }
          var (source, target) = (i.x, out)
          var isWhole = true
          for d in 0..<out.rank {
            let (before, behind) = (a.ints[2 * d], a.ints[2 * d + 1])
            let from = Swift.max(-before, 0), length = i.x.shape[d] - from - Swift.max(-behind, 0)
            if length != out.shape[d] { isWhole = false }
            guard length > 0 else {
              source = target
              continue
            }
            if source !== target {
              source = noGrad { source.narrow(d, from, length) }
              target = noGrad { target.narrow(d, Swift.max(before, 0), length) }
            }
          }
          if !isWhole {
            let number = try Tensor(empty: Shape(), dtype: spec.dtype)
            spec.dtype.store(a.numbers[0], to: number.pointer)
            out.write(number.expandedView(to: out.shape))
          }
          if source.shape == target.shape, source.storage !== target.storage { target.write(source) }
          return out
        })),
    rules: [
      .of { g, s in
        apply(.constantPad, g, Attributes(ints: Shape(s.attributes.ints.map { -$0 }), numbers: [.int(0)]))
      }
    ],
    samples: .custom([
      Sample([[2, 3]], Attributes(ints: [0, 1, 2, 0], numbers: [.double(1)])),
      Sample([[2, 5]], Attributes(ints: [1, 0, -1, -2], numbers: [.int(0)])),
      Sample([[4]], Attributes(ints: [-1, 2], numbers: [.int(2)])),
    ]))

  static let paddings: [Op] = [constantPad]
}

/// What a border is made of. Mirrors the `mode` of `torch.nn.functional.pad`.
public enum PaddingMode: String, Sendable, CaseIterable {
  /// The same number everywhere.
  case constant
  /// The elements mirrored at the edge, which is not repeated: `c b | a b c | b a`.
  case reflect
  /// The edge repeated: `a a | a b c | c c`.
  case replicate
  /// The elements from the other end: `b c | a b c | a b`.
  case circular
}

extension Tensor {
  /// This tensor with a border. `padding` counts the elements in front of and behind the last axis, then of the one before it, and so
  /// on; negative numbers take elements away. Mirrors `torch.nn.functional.pad`.
  ///
  /// The other modes than `constant` take the last one to three axes of a tensor with a channel axis (and a batch axis) before them.
  /// Reports an error for an odd count, too many axes, or a border wider than the mode can fill.
  ///
  /// ```swift
  /// Tensor([[1, 2, 3]]).pad([1, 0])                              // tensor([[0, 1, 2, 3]])
  /// Tensor([[1.0, 2, 3]]).pad([2, 0], mode: .reflect)            // tensor([[3., 2., 1., 2., 3.]])
  /// ```
  public func pad(_ padding: [Int], mode: PaddingMode = .constant, value: some TensorScalar = 0) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard padding.count % 2 == 0 else { throw TensorError(.argument, op: "pad", "Padding length must be divisible by 2") }
      guard padding.count <= 2 * rank else {
        throw TensorError(
          .argument, op: "pad",
          "Padding length should be less than or equal to two times the input dimension but got padding length \(padding.count) and "
            + "input of dimension \(rank)")
      }
      for number in padding where number > PerAxis.limit || number < -PerAxis.limit {
        throw TensorError(.argument, op: "pad", "a padding of \(number) is larger than any tensor")
      }
      let axes = padding.count / 2
      if mode == .constant {
        var ints = Shape(repeating: 0, count: 2 * rank)
        for k in 0..<axes { (ints[2 * (rank - 1 - k)], ints[2 * (rank - 1 - k) + 1]) = (padding[2 * k], padding[2 * k + 1]) }
        return apply(.constantPad, self, Attributes(ints: ints, numbers: [value.scalar]))
      }
      guard value.scalar.doubleValue == 0 else {
        throw TensorError(.argument, op: "pad", "Padding mode \"\(mode.rawValue)\" doesn't take in value argument")
      }
      return try bordered(padding, mode)
    }
  }

  /// The modes that take their border from the tensor itself, one axis after the other.
  private func bordered(_ padding: [Int], _ mode: PaddingMode) throws(TensorError) -> Tensor {
    let axes = padding.count / 2
    guard (1...3).contains(axes), rank == axes + 1 || rank == axes + 2 else {
      throw TensorError(
        .argument, op: "pad", "Padding size \(padding.count) is not supported for \(rank)D input tensor.",
        hint: "Give two numbers for each axis behind the channels.")
    }
    guard mode == .circular || dtype != .bool else {
      let name = mode == .reflect ? "reflection" : "replication"
      throw TensorError(.dtype, op: "pad", "\"\(name)_pad\(axes)d\" not implemented for 'Bool'", hint: "Convert with to(.uint8) first.")
    }
    var result = self
    for k in 0..<axes {
      let (d, before, behind) = (rank - 1 - k, padding[2 * k], padding[2 * k + 1])
      try checkKnown(d, "pad")
      let size = shape[d]
      if before == 0 && behind == 0 { continue }
      guard size > 0 else {
        throw TensorError(
          .shape, op: "pad",
          "Expected \(axes + 1)D or \(axes + 2)D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but "
            + "got: \(shape.listed)")
      }
      guard size + before + behind >= 0 else { throw TensorError(.shape, op: "pad", "narrow(): length must be non-negative.") }
      if mode == .reflect, before >= size || behind >= size {
        throw TensorError(
          .argument, op: "pad",
          "Argument #\(4 + 2 * k): Padding size should be less than the corresponding input dimension, but got: padding (\(before), "
            + "\(behind)) at dimension \(d) of input \(shape.listed)")
      }
      if mode == .circular, before > size || behind > size {
        throw TensorError(.argument, op: "pad", "Padding value causes wrapping around more than once.")
      }
      // Elements taken away at one end are not there to wrap around to the other.
      let (first, kept) = (Swift.max(-before, 0), size + Swift.min(before, 0) + Swift.min(behind, 0))
      guard mode != .circular || kept > 0 || before + behind + size == 0 else {
        throw TensorError(.argument, op: "pad", "Negative padding value is resulting in an empty dimension")
      }
      let places = (-before..<size + behind).map { place in
        switch mode {
        case .reflect: place < 0 ? -place : place >= size ? 2 * size - 2 - place : place
        case .circular: first + (((place - first) % kept) + kept) % kept
        default: Swift.min(Swift.max(place, 0), size - 1)
        }
      }
      result = result.indexSelect(d, Tensor(places, shape: Shape(places.count)))
    }
    return result === self ? clone() : result
  }
}
