// New looks at the same memory. Nothing is copied: writing to a view writes to the tensor it was taken from.

extension Op {
  private static func look(
    _ name: String, gradName: String? = nil, samples: [Sample],
    layout: @escaping @Sendable (Tensor, borrowing Attributes) throws(TensorError) -> View.Layout, _ formula: @escaping Rule.Formula
  ) -> Op {
    Op(name, gradName: gradName, kernel: .view(View(layout)), rules: [.of([], formula)], samples: .custom(samples))
  }

  /// `ints`: the new sizes, at most one of them -1.
  static let view: Op = look(
    "view", samples: [Sample([[2, 3]], Attributes(ints: [3, 2])), Sample([[2, 3]], Attributes(ints: [-1]))],
    layout: { x, a throws(TensorError) in try x.reshapedLayout(a.ints, op: "view") }, { g, s in g.reshape(likeInputOf: s) })

  /// `ints`: the target sizes.
  static let expand: Op = look(
    "expand", samples: [Sample([[2, 1]], Attributes(ints: [4, 2, 3])), Sample([[]], Attributes(ints: [2]))],
    layout: { x, a throws(TensorError) in try x.expandedLayout(a.ints) }, { g, _ in g })

  /// `ints`: which old axis each new axis is.
  static let permute: Op = look(
    "permute", samples: [Sample([[2, 3, 4]], Attributes(ints: [2, 0, 1]))],
    layout: { x, a throws(TensorError) in x.permutedLayout(a.ints) }, { g, s in g.permute(s.attributes.ints.inversePermutation) })
  static let transpose: Op = look(
    "transpose", samples: [Sample([[2, 3, 4]], Attributes(ints: [2, 1, 0]))],
    layout: { x, a throws(TensorError) in x.permutedLayout(a.ints) }, { g, s in g.permute(s.attributes.ints.inversePermutation) })
  static let t: Op = look(
    "t", gradName: "TBackward0", samples: [Sample([[2, 3]], Attributes(ints: [1, 0]))],
    layout: { x, a throws(TensorError) in x.permutedLayout(a.ints) }, { g, s in g.permute(s.attributes.ints.inversePermutation) })

  /// `ints[0]`: where the new axis of length 1 goes.
  static let unsqueeze: Op = look(
    "unsqueeze", samples: [Sample([[2, 3]], Attributes(ints: [1]))],
    layout: { x, a throws(TensorError) in
      var (shape, strides) = (x.shape, x.strides)
      let d = a.ints[0]
      strides.insert(d < x.rank ? x.strides[d].asStride(times: Swift.max(x.shape[d], 1)) : 1, at: d)
      shape.insert(1, at: d)
      return View.Layout(shape, strides, x.offset)
    }, { g, s in g.squeeze(s.attributes.ints[0]) })

  /// `ints`: the axes to drop; all of length 1.
  static let squeeze: Op = squeezeOp("squeeze", "SqueezeBackward0")
  /// One axis was named, or several were; they differ in name only.
  static let squeezeOne: Op = squeezeOp("squeeze_one", "SqueezeBackward1")
  static let squeezeSome: Op = squeezeOp("squeeze_some", "SqueezeBackward2")
  private static func squeezeOp(_ name: String, _ gradName: String) -> Op {
    look(
      name, gradName: gradName, samples: [Sample([[2, 1, 3, 1]], Attributes(ints: [1, 3]))],
      layout: { x, a throws(TensorError) in
        var (shape, strides) = (Shape(), Shape())
        for d in 0..<x.rank where !a.ints.contains(d) {
          shape.append(x.shape[d])
          strides.append(x.strides[d])
        }
        return View.Layout(shape, strides, x.offset)
      }, { g, s in s.attributes.ints.sorted().reduce(g) { $0.unsqueeze($1) } })
  }

  /// The elements of a fresh tensor in other sizes; unlike `view` no view in the eyes of in-place operations.
  static let unsafeView: Op = Op(
    "unsafe_view",
    kernel: .single(
      Single(
        infer: { i, a throws(TensorError) in Spec(try i.x.reshapedLayout(a.ints, op: "view").shape, i.x.dtype) },
        run: { i, _, spec throws(TensorError) in
          let layout = try i.x.reshapedLayout(spec.shape, op: "view")
          return Tensor(storage: i.x.storage, shape: layout.shape, strides: layout.strides, offset: layout.offset, dtype: i.x.dtype)
        })),
    rules: [.of { g, s in g.reshape(likeInputOf: s) }], samples: .custom([Sample([[2, 3]], Attributes(ints: [3, 2]))]))

  /// `ints`: axis, position.
  static let select: Op = look(
    "select", samples: [Sample([[2, 3, 4]], Attributes(ints: [1, 2]))],
    layout: { x, a throws(TensorError) in
      var (shape, strides) = (x.shape, x.strides)
      let (d, size) = (a.ints[0], x.shape[a.ints[0]])
      let i = a.ints[1] < 0 && size >= 0 ? a.ints[1] + size : a.ints[1]
      // Checked before this, but for symbols whose size was not known then.
      guard size < 0 || (i >= 0 && i < size) else {
        throw TensorError(.index, op: "index", "index \(a.ints[1]) is out of bounds for dimension \(d) with size \(size)")
      }
      shape.remove(at: d)
      strides.remove(at: d)
      return View.Layout(shape, strides, x.offset + i * x.strides[d])
    },
    { g, s in
      let (d, i) = (s.attributes.ints[0], s.attributes.ints[1])
      if s.shape[d] < 0 { return apply(.sliceScatterLike, g.unsqueeze(d), s.x.detach(), Attributes(ints: [d, i, 1])) }
      return apply(.sliceScatter, g.unsqueeze(d), Attributes(ints: [d, i, 1, s.shape[d]]))
    })

  /// `ints`: axis, start, step, length of the result.
  static let slice: Op = look(
    "slice", samples: [Sample([[2, 7]], Attributes(ints: [1, 1, 2, 3])), Sample([[5, 2]], Attributes(ints: [0, 1, 1, 3]))],
    layout: { x, a throws(TensorError) in
      var (shape, strides) = (x.shape, x.strides)
      let (d, start, step, length) = (a.ints[0], a.ints[1], a.ints[2], a.ints[3])
      guard length == 0 || x.shape[d] < 0 || start + (length - 1) * step < x.shape[d] else {
        throw TensorError(
          .index, op: "narrow", "start (\(start)) + length (\(length)) exceeds dimension size (\(x.shape[d])).")
      }
      shape[d] = length
      strides[d] = strides[d].asStride(times: step)
      return View.Layout(shape, strides, x.offset + start * x.strides[d])
    },
    { g, s in
      let a = s.attributes.ints
      if s.shape[a[0]] < 0 { return apply(.sliceScatterLike, g, s.x.detach(), Attributes(ints: [a[0], a[1], a[2]])) }
      return apply(.sliceScatter, g, Attributes(ints: [a[0], a[1], a[2], s.shape[a[0]]]))
    })

  /// Several views of one tensor, none of which may be changed in place while gradients are recorded.
  ///
  /// `pieces` gives their layouts; `join` puts their gradients, zeros for unused ones, together to that of the input.
  private static func multiView(
    _ name: String, _ sample: Attributes, pieces: @escaping @Sendable (Tensor, borrowing Attributes) -> [View.Layout],
    join: @escaping @Sendable ([Tensor], borrowing Attributes) -> Tensor
  ) -> Op {
    Op(
      name,
      kernel: .call(
        Call(
          infer: { i, a throws(TensorError) in
            try i.x.checkKnown(a.ints[0], name)
            return pieces(i.x, a).map { Spec($0.shape, i.x.dtype) }
          },
          run: { i, a, _ throws(TensorError) in
            let x = i.x
            return pieces(x, a).map { x.viewed($0, isOneOfMany: true) }
          })),
      rules: [
        .of { g, s in
          let layouts = pieces(s.imaginedInput, s.attributes)
          // A single piece has a single gradient.
          let gradients = s.gradients.isEmpty ? [g] : s.gradients
          let isWhole = layouts.indices.allSatisfy { $0 < gradients.count && gradients[$0] != nil }
          if !isWhole, s.shape.hasUnknown { return s.knowing(0..<s.shape.count) { g } }
          let parts = layouts.enumerated().map { k, layout in
            (k < gradients.count ? gradients[k] : nil) ?? Tensor.zeros(layout.shape, dtype: g.dtype)
          }
          return join(parts, s.attributes)
        }
      ], samples: .custom([Sample([[4, 3]], sample)]))
  }

  /// `ints`: axis, length of the pieces.
  static let split: Op = multiView(
    "split", Attributes(ints: [0, 3]),
    pieces: { x, a in
      let (d, length) = (a.ints[0], a.ints[1])
      return Swift.stride(from: 0, to: Swift.max(x.shape[d], 1), by: length).map {
        x.pieceLayout(d, $0, Swift.min(length, x.shape[d] - $0))
      }
    }, join: { parts, a in Tensor.cat(parts, a.ints[0]) })
  /// `ints`: axis, length of each piece.
  static let splitWithSizes: Op = multiView(
    "split_with_sizes", Attributes(ints: [0, 3, 1]),
    pieces: { x, a in
      let d = a.ints[0]
      var start = 0
      return a.ints.dropFirst().map { length in
        defer { start += length }
        return x.pieceLayout(d, start, length)
      }
    }, join: { parts, a in Tensor.cat(parts, a.ints[0]) })
  /// `ints[0]`: the axis.
  static let unbind: Op = multiView(
    "unbind", Attributes(ints: [0]),
    pieces: { x, a in
      let d = a.ints[0]
      return (0..<x.shape[d]).map { i in
        var layout = x.pieceLayout(d, i, 1)
        layout.shape.remove(at: d)
        layout.strides.remove(at: d)
        return layout
      }
    }, join: { parts, a in Tensor.stack(parts, a.ints[0]) })

  /// Zeros with this tensor put in: the derivative of `slice`. `ints`: axis, start, step, length of the whole axis.
  static let sliceScatter: Op = Op(
    "slice_scatter",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          var shape = i.x.shape
          shape[a.ints[0]] = a.ints[3]
          return [Spec(shape, i.x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let out = try Tensor.filled(specs[0].shape, .int(0), specs[0].dtype, on: i.x.device)
          noGrad { apply(.slice, out, Attributes(ints: [a.ints[0], a.ints[1], a.ints[2], i.x.shape[a.ints[0]]])) }.write(i.x)
          return [out]
        })),
    rules: [
      .of { g, s in
        let a = s.attributes.ints
        return s.knowing([a[0]]) { apply(.slice, g, Attributes(ints: [a[0], a[1], a[2], s.shape[a[0]]])) }
      }
    ],
    samples: .custom([Sample([[2, 3]], Attributes(ints: [1, 1, 2, 7]))]))

  /// `ints`: the axis and the other axis, offset.
  static let diagonal: Op = look(
    "diagonal", samples: [Sample([[3, 4]], Attributes(ints: [0, 1, 1])), Sample([[2, 3, 3]], Attributes(ints: [1, 2, 0]))],
    layout: { x, a throws(TensorError) in
      let (p, q, offset) = (a.ints[0], a.ints[1], a.ints[2])
      // The size of a symbol's diagonal is only known when those of both axes are.
      let isUnknown = x.shape[p] < 0 || x.shape[q] < 0
      let known = Swift.max(0, offset >= 0 ? Swift.min(x.shape[p], x.shape[q] - offset) : Swift.min(x.shape[p] + offset, x.shape[q]))
      let length = isUnknown ? -1 : known
      var (shape, strides) = (Shape(), Shape())
      for d in 0..<x.rank where d != p && d != q {
        shape.append(x.shape[d])
        strides.append(x.strides[d])
      }
      shape.append(length)
      strides.append(x.strides[p] + x.strides[q])
      let start = length == 0 ? 0 : offset >= 0 ? offset * x.strides[q] : -offset * x.strides[p]
      return View.Layout(shape, strides, x.offset + start)
    },
    { g, s in
      s.knowing(0..<s.shape.count) { apply(.diagonalScatter, g, Attributes(ints: Shape(Array(s.attributes.ints) + Array(s.shape)))) }
    })

  /// Zeros with this tensor on a diagonal: the derivative of `diagonal`. `ints`: axes, offset, then the whole shape.
  static let diagonalScatter: Op = Op(
    "diagonal_scatter",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in [Spec(Shape(a.ints.dropFirst(3)), i.x.dtype)] },
        run: { i, a, specs throws(TensorError) in
          let out = try Tensor.filled(specs[0].shape, .int(0), specs[0].dtype, on: i.x.device)
          noGrad { apply(.diagonal, out, Attributes(ints: Shape(a.ints.prefix(3)))) }.write(i.x)
          return [out]
        })),
    rules: [.of { g, s in apply(.diagonal, g, Attributes(ints: Shape(s.attributes.ints.prefix(3)))) }],
    samples: .custom([Sample([[3]], Attributes(ints: [0, 1, 1, 3, 4]))]))

  /// `ints`: axis, size, step.
  static let unfold: Op = look(
    "unfold", samples: [Sample([[2, 7]], Attributes(ints: [1, 3, 2])), Sample([[5, 2]], Attributes(ints: [0, 2, 1]))],
    layout: { x, a throws(TensorError) in
      var (shape, strides) = (x.shape, x.strides)
      let (d, size, step) = (a.ints[0], a.ints[1], a.ints[2])
      try x.checkKnown(d, "unfold")
      shape[d] = (x.shape[d] - size) / step + 1
      strides[d] = strides[d].asStride(times: step)
      shape.append(size)
      strides.append(x.strides[d])
      return View.Layout(shape, strides, x.offset)
    }, { g, s in Geometry.scatterUnfold(g, s) })

  static let views: [Op] = [
    view, expand, permute, transpose, t, unsqueeze, squeeze, squeezeOne, squeezeSome, select, slice, sliceScatter, diagonal,
    diagonalScatter,
    asStrided, unfold, unsafeView, split, splitWithSizes, unbind,
  ]
}

extension Shape {
  /// The order of axes that undoes this one.
  var inversePermutation: Shape {
    var inverse = self
    for (i, axis) in enumerated() { inverse[axis] = i }
    return inverse
  }

  /// `dim` counted from the front, or an error as PyTorch words it.
  package func axis(_ dim: Int, op: String, extra: Int = 0) throws(TensorError) -> Int {
    let rank = Swift.max(count + extra, 1)
    guard dim >= -rank, dim < rank else {
      throw TensorError(.index, op: op, "Dimension out of range (expected to be in range of [\(-rank), \(rank - 1)], but got \(dim))")
    }
    return dim < 0 ? dim + rank : dim
  }

  /// These sizes with -1 resolved for a tensor of `count` elements (unknown: nil).
  func resolved(elementCount total: Int?, op: String) throws(TensorError) -> Shape {
    var result = self
    var inferred: Int?
    var known = 1
    for (i, size) in enumerated() {
      if size == -1 {
        guard inferred == nil else { throw TensorError(.shape, op: op, "only one dimension can be inferred") }
        inferred = i
      } else if size < 0 {
        throw TensorError(.shape, op: op, "invalid shape dimension \(size) at index \(i) of shape \(asGiven)")
      } else {
        let (product, overflow) = known.multipliedReportingOverflow(by: size)
        guard !overflow else { throw TensorError(.shape, op: op, "shape '\(asGiven)' is too large") }
        known = product
      }
    }
    guard let total else { return result }
    if let inferred {
      if known == 0 {
        guard total != 0 else {
          throw TensorError(
            .shape, op: op,
            "cannot reshape tensor of 0 elements into shape \(asGiven) because the unspecified dimension size -1 can be any value and is "
              + "ambiguous")
        }
        throw TensorError(.shape, op: op, "shape '\(asGiven)' is invalid for input of size \(total)")
      }
      result[inferred] = total / known
      known *= total / known
    }
    guard known == total else { throw TensorError(.shape, op: op, "shape '\(asGiven)' is invalid for input of size \(total)") }
    return result
  }
}

extension Int {
  /// This stride over `steps` elements at a time. Along one element or none any step is allowed, but nobody takes it.
  fileprivate func asStride(times steps: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: steps)
    return overflow || product.magnitude > Shape.mostElements.magnitude ? self : product
  }
}

extension Saved {
  /// A tensor of the input's shape without numbers, for working out layouts.
  fileprivate var imaginedInput: Tensor {
    Tensor(storage: Tensor.emptyStorage, shape: shape, strides: shape.rowMajorStrides, offset: 0, dtype: spec.dtype)
  }
}

extension Tensor {
  /// The layout of `length` positions along an axis.
  fileprivate func pieceLayout(_ d: Int, _ start: Int, _ length: Int) -> View.Layout {
    var piece = shape
    piece[d] = length
    return View.Layout(piece, strides, offset + start * strides[d])
  }

  /// The layout of the same elements in other sizes, or an error when the strides do not allow it.
  func reshapedLayout(_ sizes: Shape, op: String) throws(TensorError) -> View.Layout {
    let target = try sizes.resolved(elementCount: shape.hasUnknown ? nil : elementCount, op: op)
    if isContiguous { return View.Layout(target, target.rowMajorStrides, offset) }
    guard let strides = viewStrides(for: target) else {
      throw TensorError(
        .shape, op: op,
        "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). "
          + "Use .reshape(...) instead.")
    }
    return View.Layout(target, strides, offset)
  }

  /// The shape of the same elements in other sizes.
  func reshapedShape(_ sizes: Shape) throws(TensorError) -> Shape {
    try sizes.resolved(elementCount: shape.hasUnknown ? nil : elementCount, op: "reshape")
  }

  /// The strides that show this tensor's memory in other sizes; `nil` when there are none.
  package func viewStrides(for target: Shape) -> Shape? {
    if elementCount == 0 { return target.rowMajorStrides }
    var result = target
    var k = target.count - 1
    var chunk = 1  // elements of the old axes that follow each other evenly
    var base = rank > 0 ? strides[rank - 1] : 1
    var d = rank - 1
    while d >= 0 {
      chunk *= shape[d]
      if d == 0 || (shape[d - 1] != 1 && strides[d - 1] != chunk &* base) {
        var viewed = 1
        while k >= 0, viewed < chunk || target[k] == 1 {
          result[k] = viewed &* base
          viewed *= target[k]
          k -= 1
        }
        if viewed != chunk { return nil }
        if d > 0 {
          base = strides[d - 1]
          chunk = 1
        }
      }
      d -= 1
    }
    while k >= 0 {
      if target[k] != 1 { return nil }
      result[k] = base
      k -= 1
    }
    return result
  }

  func permutedLayout(_ order: Shape) -> View.Layout {
    var (shape, strides) = (order, order)
    for (i, axis) in order.enumerated() {
      shape[i] = self.shape[axis]
      strides[i] = self.strides[axis]
    }
    return View.Layout(shape, strides, offset)
  }

  func expandedLayout(_ sizes: Shape) throws(TensorError) -> View.Layout {
    guard sizes.count >= rank else {
      throw TensorError(
        .shape, op: "expand",
        "expand(\(typeName){\(shape.listed)}, size=\(sizes.listed)): the number of sizes provided (\(sizes.count)) must be greater or equal "
          + "to the number of dimensions in the tensor (\(rank))")
    }
    var (target, strides) = (sizes, Shape(repeating: 0, count: sizes.count))
    let missing = sizes.count - rank
    for d in 0..<sizes.count {
      let size = d < missing ? 1 : shape[d - missing]
      if sizes[d] == -1 {
        guard d >= missing else {
          throw TensorError(
            .shape, op: "expand", "The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension \(d)")
        }
        target[d] = size
      }
      guard target[d] == size || size == 1 || size < 0, target[d] >= 0 || size < 0 else {
        throw TensorError(
          .shape, op: "expand",
          "The expanded size of the tensor (\(sizes[d])) must match the existing size (\(size)) at non-singleton dimension \(d).  "
            + "Target sizes: \(sizes.listed).  Tensor sizes: \(shape.listed)")
      }
      strides[d] = d >= missing && size == target[d] && size >= 0 ? self.strides[d - missing] : 0
    }
    return View.Layout(target, strides, offset)
  }
}
