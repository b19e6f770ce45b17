import Lantern

// Axes moved, elements shifted, turned, repeated.

extension np {
  /// The same elements in another shape, one size of which may be -1. Mirrors `numpy.reshape`.
  public static func reshape(_ a: NDArray, _ shape: some ArraySize) -> NDArray { a.reshape(shape) }
  /// A view with the axes in another order, in reverse without one. Mirrors `numpy.transpose`.
  public static func transpose(_ a: NDArray, _ axes: [Int] = []) -> NDArray { a.transpose(axes) }
  /// A view with the axes in another order. Mirrors `numpy.permute_dims`.
  public static func permuteDims(_ a: NDArray, _ axes: [Int] = []) -> NDArray { a.transpose(axes) }
  /// A view with the last two axes exchanged. Mirrors `numpy.matrix_transpose`.
  public static func matrixTranspose(_ a: NDArray) -> NDArray {
    guard a.ndim >= 2 || a.isInvalid else {
      return .invalid(
        TensorError(.shape, op: "matrix_transpose", "Input array must be at least 2-dimensional, but it is \(a.ndim)"))
    }
    return a.swapaxes(-2, -1)
  }
  /// A view with two axes exchanged. Mirrors `numpy.swapaxes`.
  public static func swapaxes(_ a: NDArray, _ axis1: Int, _ axis2: Int) -> NDArray { a.swapaxes(axis1, axis2) }
  /// All elements along one axis, a view where the layout allows it. Mirrors `numpy.ravel`.
  public static func ravel(_ a: NDArray) -> NDArray { a.ravel() }
  /// A view without axes of length 1. Mirrors `numpy.squeeze`.
  public static func squeeze(_ a: NDArray, axis: (any ArrayAxis)? = nil) -> NDArray { a.squeeze(axis: axis) }
  /// A copy. Mirrors `numpy.copy`.
  public static func copy(_ a: NDArray) -> NDArray { a.copy() }
  /// The array itself when its elements lie in row-major order, otherwise a copy whose do. Mirrors `numpy.ascontiguousarray`.
  public static func ascontiguousarray(_ a: NDArray, dtype: DType? = nil) -> NDArray {
    let plain = a.isContiguous && (dtype ?? a.dtype) == a.dtype ? a : a.astype(dtype ?? a.dtype).copy()
    return plain.ndim == 0 && !plain.isInvalid ? plain.reshape(1) : plain
  }

  /// A view with axes at other places; the others keep their order. Mirrors `numpy.moveaxis`.
  public static func moveaxis(_ a: NDArray, _ source: some ArrayAxis, _ destination: some ArrayAxis) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let from = try axes(a, source.axisList, "source"), to = try axes(a, destination.axisList, "destination")
      guard from.count == to.count else {
        throw TensorError(
          .argument, op: "moveaxis", "`source` and `destination` arguments must have the same number of elements")
      }
      var order = (0..<a.ndim).filter { !from.contains($0) }
      for (d, s) in zip(to, from).sorted(by: { $0.0 < $1.0 }) { order.insert(s, at: d) }
      return a.permuted(order)
    }
  }
  private static func axes(_ a: NDArray, _ list: [Int], _ name: String) throws(TensorError) -> [Int] {
    var found: [Int] = []
    for axis in list {
      let d = try a.tensor.shape.arrayAxis(axis, op: "moveaxis", prefix: "\(name): ")
      guard !found.contains(d) else { throw TensorError(.argument, op: "moveaxis", "repeated axis in `\(name)` argument") }
      found.append(d)
    }
    return found
  }
  /// A view with one axis moved in front of the one that stands at `start`. Mirrors `numpy.rollaxis`.
  public static func rollaxis(_ a: NDArray, _ axis: Int, _ start: Int = 0) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let d = try a.tensor.shape.arrayAxis(axis, op: "rollaxis")
      let at = start < 0 ? start + a.ndim : start
      guard at >= 0, at <= a.ndim else {
        throw TensorError(.argument, op: "rollaxis", "'start' arg requires \(-a.ndim) <= start < \(a.ndim + 1), but \(start) was passed in")
      }
      return moveaxis(a, d, d < at ? at - 1 : at)
    }
  }

  /// A view with new axes of length 1. Mirrors `numpy.expand_dims`.
  public static func expandDims(_ a: NDArray, axis: some ArrayAxis) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      if let one = axis.singleAxis {
        let t = a.tensor, d = try t.shape.arrayAxis(one, op: "expand_dims", rank: t.rank + 1)
        var (shape, strides) = (t.shape, t.strides)
        shape.insert(1, at: d)
        strides.insert(0, at: d)
        return NDArray(Tensor(viewing: t, shape: shape, strides: strides, offset: t.offset))
      }
      let list = axis.axisList
      var places: [Int] = []
      for one in list { places.append(try a.tensor.shape.arrayAxis(one, op: "expand_dims", rank: a.ndim + list.count)) }
      guard Set(places).count == places.count else { throw TensorError(.argument, op: "expand_dims", "repeated axis") }
      var (shape, strides) = (a.tensor.shape, a.tensor.strides)
      for d in places.sorted() {
        shape.insert(1, at: d)
        strides.insert(0, at: d)
      }
      return NDArray(Tensor(viewing: a.tensor, shape: shape, strides: strides, offset: a.tensor.offset))
    }
  }

  /// A view of another shape in which axes of length 1 repeat; writing to it is a mistake. Mirrors `numpy.broadcast_to`.
  public static func broadcastTo(_ a: NDArray, _ shape: some ArraySize) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let target = try shape.axisSizes.checkedSizes("broadcast_to")
      guard a.tensor.broadcasts(to: target) else {
        if a.ndim > target.count {
          throw TensorError(.shape, op: "broadcast_to", "input operand has more dimensions than allowed by the axis remapping")
        }
        throw TensorError(
          .shape, op: "broadcast_to",
          "operands could not be broadcast together with remapped shapes [original->remapped]: \(a.tensor.shape.compact)  and requested "
            + "shape \(target.compact)")
      }
      var strides = Shape(repeating: 0, count: target.count)
      let missing = target.count - a.ndim
      for d in 0..<a.ndim where a.tensor.shape[d] != 1 { strides[d + missing] = a.tensor.strides[d] }
      return NDArray(Tensor(viewing: a.tensor, shape: target, strides: strides, offset: a.tensor.offset))
    }
  }
  /// Views of arrays in the shape that all broadcast to. Mirrors `numpy.broadcast_arrays`.
  public static func broadcastArrays(_ arrays: [NDArray]) -> [NDArray] {
    if arrays.contains(where: \.isInvalid) || arrays.isEmpty { return arrays }
    do throws(TensorError) {
      let shape = try broadcastShape(arrays.map(\.tensor.shape))
      return arrays.map { broadcastTo($0, shape) }
    } catch { return arrays.map { _ in .invalid(error) } }
  }
  /// The shape that several shapes broadcast to. Reports an error when they do not. Mirrors `numpy.broadcast_shapes`.
  public static func broadcastShapes(_ shapes: [Int]...) -> [Int] {
    do throws(TensorError) { return Array(try broadcastShape(shapes.map { Shape($0) })) } catch {
      error.report()
      return []
    }
  }
  private static func broadcastShape(_ shapes: [Shape]) throws(TensorError) -> Shape {
    var result = Shape()
    for (k, shape) in shapes.enumerated() {
      do { result = try Shape.broadcast("broadcast_arrays", result, shape) } catch {
        let other = shapes.firstIndex { (try? Shape.broadcast("broadcast_arrays", $0, shape)) == nil } ?? 0
        throw TensorError(
          .shape, op: "broadcast_arrays",
          "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg \(other) with shape "
            + "\(shapes[other].tupleDescription) and arg \(k) with shape \(shape.tupleDescription).")
      }
    }
    return result
  }

  /// At least one axis: a number becomes a vector. Mirrors `numpy.atleast_1d`.
  public static func atleast1d(_ a: NDArray) -> NDArray { a.ndim == 0 && !a.isInvalid ? a.reshape(1) : a }
  /// At least two axes: a vector becomes a row. Mirrors `numpy.atleast_2d`.
  public static func atleast2d(_ a: NDArray) -> NDArray {
    if a.isInvalid { return a }
    return a.ndim == 0 ? a.reshape(1, 1) : a.ndim == 1 ? expandDims(a, axis: 0) : a
  }
  /// At least three axes: a vector lies along the second, a matrix along the first two. Mirrors `numpy.atleast_3d`.
  public static func atleast3d(_ a: NDArray) -> NDArray {
    if a.isInvalid { return a }
    switch a.ndim {
    case 0: return a.reshape(1, 1, 1)
    case 1: return expandDims(a, axis: [0, 2])
    case 2: return expandDims(a, axis: 2)
    default: return a
    }
  }

  // ---- turning and shifting ------------------------------------------------------------------------------------------------------

  /// A view with the order of axes, of all without any, reversed. Mirrors `numpy.flip`.
  public static func flip(_ a: NDArray, axis: (any ArrayAxis)? = nil) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let axes = try a.tensor.shape.arrayAxes(axis?.axisList, op: "flip")
      let parts: [IndexPart] = (0..<a.ndim).map { axes.contains($0) ? .stride(by: -1) : .all }
      return NDArray(try ArraySelection(a.tensor, parts).view)
    }
  }
  /// A view with the columns in reverse order. Mirrors `numpy.fliplr`.
  public static func fliplr(_ a: NDArray) -> NDArray {
    guard a.ndim >= 2 || a.isInvalid else { return .invalid(TensorError(.shape, op: "fliplr", "Input must be >= 2-d.")) }
    return flip(a, axis: 1)
  }
  /// A view with the rows in reverse order. Mirrors `numpy.flipud`.
  public static func flipud(_ a: NDArray) -> NDArray {
    guard a.ndim >= 1 || a.isInvalid else { return .invalid(TensorError(.shape, op: "flipud", "Input must be >= 1-d.")) }
    return flip(a, axis: 0)
  }
  /// The array turned `k` quarter turns from the first of two axes towards the second: a view. Mirrors `numpy.rot90`.
  public static func rot90(_ a: NDArray, k: Int = 1, axes: [Int] = [0, 1]) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      guard axes.count == 2 else { throw TensorError(.argument, op: "rot90", "len(axes) must be 2.") }
      for axis in axes where axis >= a.ndim || axis < -a.ndim {
        throw TensorError(.argument, op: "rot90", "Axes=(\(axes[0]), \(axes[1])) out of range for array of ndim=\(a.ndim).")
      }
      let d = axes.map { $0 < 0 ? $0 + a.ndim : $0 }
      guard d[0] != d[1] else { throw TensorError(.argument, op: "rot90", "Axes must be different.") }
      switch (k % 4 + 4) % 4 {
      case 1: return flip(a, axis: d[1]).swapaxes(d[0], d[1])
      case 2: return flip(a, axis: d)
      case 3: return flip(a.swapaxes(d[0], d[1]), axis: d[1])
      default: return a[.ellipsis]
      }
    }
  }
  /// A copy shifted along an axis, or of all elements in row-major order; what leaves at one end comes back at the other. Mirrors
  /// `numpy.roll`.
  public static func roll(_ a: NDArray, _ shift: some ArrayAxis, axis: (any ArrayAxis)? = nil) -> NDArray {
    if a.isInvalid { return a }
    guard let axis else { return roll(a.ravel(), shift.axisList.reduce(0, &+), axis: 0).reshape(a.shape) }
    return NDArray.reporting { () throws(TensorError) in
      var (shifts, axes) = (shift.axisList, axis.axisList)
      if shifts.count == 1 { shifts = Array(repeating: shifts[0], count: axes.count) }
      if axes.count == 1 { axes = Array(repeating: axes[0], count: shifts.count) }
      guard shifts.count == axes.count else {
        throw TensorError(.argument, op: "roll", "'shift' and 'axis' should be scalars or 1D sequences")
      }
      var result: NDArray?
      for (s, axis) in zip(shifts, axes) {
        let d = try a.tensor.shape.arrayAxis(axis, op: "roll"), n = a.shape[d]
        let by = n == 0 ? 0 : (s % n + n) % n
        if by == 0 { continue }
        result = rolled(result ?? a, d, by)
      }
      return result ?? a.copy()
    }
  }

  /// The array shifted by `by` positions along axis `d`.
  private static func rolled(_ a: NDArray, _ d: Int, _ by: Int) -> NDArray {
    guard let x = ElementRun(a), 1...(1 << 22) ~= x.shape.elementCount, let out = try? Tensor(empty: x.shape, dtype: x.dtype) else {
      let n = a.shape[d]
      return concatenate([part(a, d, (n - by)..<n), part(a, d, 0..<(n - by))], axis: d)
    }
    var inner = x.dtype.itemSize, outer = 1
    for k in 0..<x.shape.count {
      if k < d { outer *= x.shape[k] } else if k > d { inner *= x.shape[k] }
    }
    let row = x.shape[d] * inner, head = by * inner
    for i in 0..<outer {
      let (from, to) = (x.pointer + i * row, out.pointer + i * row)
      to.copyMemory(from: from + (row - head), byteCount: head)
      (to + head).copyMemory(from: from, byteCount: row - head)
    }
    return NDArray(out)
  }

  /// The positions `range` of axis `d`: a view.
  static func part(_ a: NDArray, _ d: Int, _ range: Range<Int>, by step: Int = 1) -> NDArray {
    var parts = [IndexPart](repeating: .all, count: d + 1)
    parts[d] = .stride(from: range.lowerBound, to: range.upperBound, by: step)
    return a[parts: parts]
  }

  // ---- repeating -----------------------------------------------------------------------------------------------------------------

  /// The array laid out several times along each axis. Mirrors `numpy.tile`.
  public static func tile(_ a: NDArray, _ reps: some ArrayAxis) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let list = reps.axisList, rank = Swift.max(list.count, a.ndim)
      guard list.allSatisfy({ $0 >= 0 }) else { throw TensorError(.argument, op: "tile", "negative dimensions are not allowed") }
      let counts = Array(repeating: 1, count: rank - list.count) + list
      let sizes = Array(repeating: 1, count: rank - a.ndim) + Array(a.shape)
      // Each axis becomes two, of which the first repeats.
      var wide: [Int] = [], narrow: [Int] = [], result: [Int] = []
      for d in 0..<rank {
        wide += [counts[d], sizes[d]]
        narrow += [1, sizes[d]]
        let (size, overflow) = counts[d].multipliedReportingOverflow(by: sizes[d])
        guard !overflow else { throw TensorError(.memory, op: "tile", "Maximum allowed dimension exceeded") }
        result.append(size)
      }
      _ = try Shape(result).checkedSizes("tile")
      return broadcastTo(a.reshape(narrow), wide).copy().reshape(result)
    }
  }
  /// Each element, or each part along an axis, several times. Mirrors `numpy.repeat`.
  public static func `repeat`(_ a: NDArray, _ repeats: some ArrayAxis, axis: Int? = nil) -> NDArray {
    if a.isInvalid { return a }
    guard let axis else { return self.repeat(a.ravel(), repeats, axis: 0) }
    return NDArray.reporting { () throws(TensorError) in
      let d = try a.tensor.shape.arrayAxis(axis, op: "repeat"), n = a.shape[d]
      var counts = repeats.axisList
      if counts.count == 1, counts[0] < 0 { throw TensorError(.argument, op: "repeat", "negative dimensions are not allowed") }
      if counts.count == 1 { counts = Array(repeating: counts[0], count: n) }
      guard counts.count == n else {
        throw TensorError(
          .shape, op: "repeat", "operands could not be broadcast together with shape \(Shape([n]).compact) \(Shape([counts.count]).compact)"
        )
      }
      guard counts.allSatisfy({ $0 >= 0 }) else { throw TensorError(.argument, op: "repeat", "repeats may not contain negative values.") }
      var positions: [Int] = []
      for (i, count) in counts.enumerated() {
        try checkRoom(for: Swift.max(positions.count, count), "repeat")
        positions += repeatElement(i, count: count)
      }
      return take(a, array(positions), axis: d)
    }
  }
  /// The elements in row-major order, repeated from the start as often as the new shape needs. Mirrors `numpy.resize`.
  public static func resize(_ a: NDArray, _ newShape: some ArraySize) -> NDArray {
    if a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let shape = newShape.axisSizes
      guard !shape.contains(where: { $0 < 0 }) else {
        throw TensorError(.shape, op: "resize", "all elements of `new_shape` must be non-negative")
      }
      let count = try shape.checkedSizes("resize").elementCount
      if a.size == 0 || count == 0 { return zeros(shape, dtype: a.dtype) }
      return tile(a.ravel(), (count + a.size - 1) / a.size)[0..<count].reshape(shape)
    }
  }
}
