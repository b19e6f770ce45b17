// Elements repeated, turned round the edge, and the triangles of matrices.

extension Op {
  /// `ints`: how often each axis is repeated, at least one number for each axis.
  static let `repeat`: Op = Op(
    "repeat",
    kernel: .call(
      Call(
        infer: { i, a throws(TensorError) in
          let missing = a.ints.count - i.x.rank
          guard missing >= 0 else {
            throw TensorError(
              .shape, op: "repeat", "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor")
          }
          var shape = a.ints
          for d in missing..<Swift.max(a.ints.count, missing) {
            let size = i.x.shape[d - missing]
            guard size >= 0 else {
              shape[d] = -1
              continue
            }
            let (product, overflow) = size.multipliedReportingOverflow(by: a.ints[d])
            guard !overflow else {
              throw TensorError(.memory, op: "repeat", "\(size) elements repeated \(a.ints[d]) times do not fit in memory")
            }
            shape[d] = product
          }
          if let d = a.ints.firstIndex(where: { $0 < 0 }) {
            let sizes = shape.map(String.init).joined(separator: ", ")
            throw TensorError(.shape, op: "repeat", "Trying to create tensor with negative dimension \(shape[d]): [\(sizes)]")
          }
          return [Spec(shape, i.x.dtype)]
        },
        run: { i, a, specs throws(TensorError) in
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype, like: i.x)
          guard out.elementCount > 0 else { return [out] }
          // The input is broadcast over the axes that count how often.
          let (split, repeated) = splitByRepetition(i.x.shape, a.ints)
          var single = split
          for d in repeated { single[d] = 1 }
          noGrad { out.view(split) }.write(noGrad { i.x.reshape(single) })
          return [out]
        })),
    rules: [
      .of { g, s in
        s.knowing(0..<s.shape.count) {
          let (split, repeated) = splitByRepetition(s.shape, s.attributes.ints)
          return (repeated.isEmpty ? g : g.reshape(split).sum(dims: repeated)).reshape(s.shape)
        }
      }
    ],
    samples: .custom([
      Sample([[2, 3]], Attributes(ints: [2, 2])), Sample([[3]], Attributes(ints: [2, 1, 2])), Sample([[2, 1]], Attributes(ints: [1, 3])),
    ]))

  /// The shape of a repeated tensor with two axes, how often and how long, for each that has both; and which ones count how often.
  private static func splitByRepetition(_ shape: Shape, _ times: Shape) -> (split: Shape, repeated: [Int]) {
    let missing = times.count - shape.count
    var split = Shape()
    var repeated: [Int] = []
    for (d, count) in times.enumerated() {
      let size = d < missing ? 1 : shape[d - missing]
      if count != 1 {
        repeated.append(split.count)
        split.append(count)
      }
      if size != 1 || count == 1 { split.append(size) }
    }
    return (split, repeated)
  }

  /// `ints`: an axis and how far it is turned, for each axis.
  static let roll: Op = Op(
    "roll",
    kernel: .call(
      Call(
        infer: { i, _ throws(TensorError) in [Spec(i.x.shape, i.x.dtype)] },
        run: { i, a, specs throws(TensorError) in
          let x = i.x
          let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype, like: x)
          guard out.elementCount > 0 else { return [out] }
          var distances = Shape(repeating: 0, count: x.rank)
          for k in Swift.stride(from: 0, to: a.ints.count, by: 2) {
            let (d, size) = (a.ints[k], x.shape[a.ints[k]])
            distances[d] = (distances[d] + ((a.ints[k + 1] % size) + size) % size) % size
          }
          let moved = (0..<x.rank).filter { distances[$0] > 0 }
          // Along every axis two blocks change places.
          func move(_ source: Tensor, _ target: Tensor, _ k: Int) {
            guard k < moved.count else { return target.write(source) }
            let (d, distance) = (moved[k], distances[moved[k]])
            let rest = x.shape[d] - distance
            move(source.narrow(d, 0, rest), target.narrow(d, distance, rest), k + 1)
            move(source.narrow(d, rest, distance), target.narrow(d, 0, distance), k + 1)
          }
          noGrad { move(x, out, 0) }
          return [out]
        })),
    rules: [
      .of { g, s in
        var back = s.attributes.ints
        for k in Swift.stride(from: 1, to: back.count, by: 2) { back[k] = 0 &- back[k] }
        return apply(.roll, g, Attributes(ints: back))
      }
    ],
    samples: .custom([Sample([[2, 5]], Attributes(ints: [1, 2])), Sample([[3, 4]], Attributes(ints: [0, -1, 1, 3]))]))

  /// `ints[0]`: which diagonal is the last (`tril`) or the first (`triu`) one kept.
  private static func triangle(_ name: String, keepsLower: Bool) -> Op {
    Op(
      name,
      kernel: .call(
        Call(
          infer: { i, _ throws(TensorError) in
            guard i.x.rank >= 2 else { throw TensorError(.shape, op: name, "\(name): input tensor must have at least 2 dimensions") }
            return [Spec(i.x.shape, i.x.dtype)]
          },
          run: { i, a, specs throws(TensorError) in
            let out = try Tensor(empty: specs[0].shape, dtype: specs[0].dtype)
            guard out.elementCount > 0 else { return [out] }
            out.write(i.x)
            let (rows, columns) = (out.shape[out.rank - 2], out.shape[out.rank - 1])
            let size = out.dtype.itemSize
            let diagonal = Swift.min(Swift.max(a.ints[0], -rows - 1), columns + 1)  // beyond, nothing changes
            for row in 0..<out.elementCount / columns {
              // The first position of this row behind the diagonal (tril), or on it (triu).
              let edge = row % rows + diagonal + (keepsLower ? 1 : 0)
              let border = Swift.min(Swift.max(edge, 0), columns)
              let cleared = keepsLower ? border..<columns : 0..<border
              (out.pointer + (row * columns + cleared.lowerBound) * size)
                .initializeMemory(as: UInt8.self, repeating: 0, count: cleared.count * size)
            }
            return [out]
          })),
      rules: [.of { g, s in apply(keepsLower ? .tril : .triu, g, s.attributes) }],
      samples: .custom([
        Sample([[3, 4]], Attributes(ints: [0])), Sample([[2, 3, 3]], Attributes(ints: [1])), Sample([[4, 3]], Attributes(ints: [-1])),
      ]))
  }
  static let tril: Op = triangle("tril", keepsLower: true)
  static let triu: Op = triangle("triu", keepsLower: false)

  static let rearranging: [Op] = [`repeat`, roll, tril, triu]
}

extension Tensor {
  /// The tensor repeated along its axes, and along new ones in front; a copy. Mirrors `torch.Tensor.repeat`.
  ///
  /// Reports an error for fewer numbers than axes.
  ///
  /// ```swift
  /// Tensor([1, 2]).repeat(2, 2)  // tensor([[1, 2, 1, 2], [1, 2, 1, 2]])
  /// ```
  public func `repeat`(_ times: Int...) -> Tensor { `repeat`(Shape(times)) }
  /// The tensor repeated along its axes, and along new ones in front; a copy. Mirrors `torch.Tensor.repeat`.
  ///
  /// ```swift
  /// Tensor([1, 2]).repeat([2, 2])  // tensor([[1, 2, 1, 2], [1, 2, 1, 2]])
  /// ```
  public func `repeat`(_ times: Shape) -> Tensor { apply(.repeat, self, Attributes(ints: times)) }

  /// The tensor repeated, as NumPy's `tile`: missing numbers in front count as 1. Mirrors `torch.tile`.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).tile(2)  // tensor([[1, 2, 1, 2], [3, 4, 3, 4]])
  /// ```
  public func tile(_ times: Int...) -> Tensor { tile(Shape(times)) }
  /// The tensor repeated, as NumPy's `tile`: missing numbers in front count as 1. Mirrors `torch.tile`.
  ///
  /// ```swift
  /// Tensor([1, 2]).tile([2, 1])  // tensor([[1, 2], [1, 2]])
  /// ```
  public func tile(_ times: Shape) -> Tensor {
    apply(.repeat, self, Attributes(ints: Shape(Array(repeating: 1, count: Swift.max(rank - times.count, 0)) + Array(times))))
  }

  /// The elements moved along an axis; those pushed over the edge come in again on the other side. Mirrors `torch.roll`.
  ///
  /// ```swift
  /// Tensor([[1, 2, 3], [4, 5, 6]]).roll(1, 1)  // tensor([[3, 1, 2], [6, 4, 5]])
  /// ```
  public func roll(_ shift: Int, _ dim: Int) -> Tensor { roll([shift], [dim]) }

  /// The elements moved along several axes. Mirrors `torch.roll`.
  ///
  /// Reports an error when the lists differ in length.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).roll([1, 1], [0, 1])  // tensor([[4, 3], [2, 1]])
  /// ```
  public func roll(_ shifts: [Int], _ dims: [Int]) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      guard !shifts.isEmpty else { throw TensorError(.argument, op: "roll", "`shifts` required") }
      guard shifts.count == dims.count else {
        throw TensorError(.argument, op: "roll", "shifts and dimensions must align. shifts: \(shifts.count), dims:\(dims.count)")
      }
      var ints = Shape()
      for (shift, dim) in zip(shifts, dims) {
        guard rank > 0 else { throw TensorError(.index, op: "roll", "Dimension specified as \(dim) but tensor has no dimensions") }
        ints.append(try shape.axis(dim, op: "roll"))
        ints.append(shift)
      }
      return apply(.roll, self, Attributes(ints: ints))
    }
  }

  /// The elements moved in row-major order, as if the tensor were one vector. Mirrors `torch.roll` without axes.
  ///
  /// ```swift
  /// Tensor([[1, 2], [3, 4]]).roll(1)  // tensor([[4, 1], [2, 3]])
  /// ```
  public func roll(_ shift: Int) -> Tensor {
    isInvalid ? self : reshape(-1).roll(shift, 0).reshape(shape)
  }

  /// The lower triangle of each matrix, zeros above it. Mirrors `torch.tril`.
  ///
  /// `diagonal` moves the border: 1 keeps one more diagonal above the main one. Reports an error below two axes.
  ///
  /// ```swift
  /// Tensor.ones(3, 3).tril()  // tensor([[1., 0., 0.], [1., 1., 0.], [1., 1., 1.]])
  /// Tensor.ones(3, 3).tril(1)  // tensor([[1., 1., 0.], [1., 1., 1.], [1., 1., 1.]])
  /// ```
  public func tril(_ diagonal: Int = 0) -> Tensor { apply(.tril, self, Attributes(ints: [diagonal])) }

  /// The upper triangle of each matrix, zeros below it. Mirrors `torch.triu`.
  ///
  /// ```swift
  /// Tensor.ones(3, 3).triu(1)  // tensor([[0., 1., 1.], [0., 0., 1.], [0., 0., 0.]])
  /// ```
  public func triu(_ diagonal: Int = 0) -> Tensor { apply(.triu, self, Attributes(ints: [diagonal])) }

  /// Sets what lies above a diagonal of each matrix to zero, in place. Mirrors `tril_`.
  ///
  /// ```swift
  /// Tensor.ones(2, 2).tril_()  // tensor([[1., 0.], [1., 1.]])
  /// ```
  @discardableResult public func tril_(_ diagonal: Int = 0) -> Tensor {
    Op.tril.applyInPlace(self, attributes: Attributes(ints: [diagonal]))
  }
  /// Sets what lies below a diagonal of each matrix to zero, in place. Mirrors `triu_`.
  ///
  /// ```swift
  /// Tensor.ones(2, 2).triu_()  // tensor([[1., 1.], [0., 1.]])
  /// ```
  @discardableResult public func triu_(_ diagonal: Int = 0) -> Tensor {
    Op.triu.applyInPlace(self, attributes: Attributes(ints: [diagonal]))
  }

  /// Each element of this vector times each of the other, a matrix. Mirrors `torch.outer`.
  ///
  /// ```swift
  /// Tensor([1, 2]).outer(Tensor([10, 20, 30]))  // tensor([[10, 20, 30], [20, 40, 60]])
  /// ```
  public func outer(_ other: Tensor) -> Tensor {
    if isInvalid { return self }
    if other.isInvalid { return other }
    return reporting { () throws(TensorError) in
      for (t, name) in [(self, "self"), (other, "vec2")] where t.rank != 1 {
        throw TensorError(.shape, op: "outer", "outer: Expected 1-D argument \(name), but got \(t.rank)-D")
      }
      return unsqueeze(1) * other
    }
  }
}
