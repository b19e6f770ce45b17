import Lantern

// Arrays put together and taken apart.

extension np {
  /// Arrays after each other along an axis; flattened first when `axis` is `nil`. Mirrors `numpy.concatenate`.
  ///
  /// Reports an error for an empty list, arrays without axes, or sizes that differ along other axes. The types are promoted.
  public static func concatenate(_ arrays: [NDArray], axis: Int? = 0, dtype: DType? = nil) -> NDArray {
    if let axis, dtype == nil, let joined = straightJoined(arrays, axis, isStack: false) { return joined }
    if let invalid = arrays.first(where: \.isInvalid) { return invalid }
    let arrays = axis == nil ? arrays.map { $0.ravel() } : arrays
    return NDArray.reporting { () throws(TensorError) in
      guard let first = arrays.first else { throw TensorError(.argument, op: "concatenate", "need at least one array to concatenate") }
      guard arrays.allSatisfy({ $0.ndim > 0 }) else {
        throw TensorError(.shape, op: "concatenate", "zero-dimensional arrays cannot be concatenated")
      }
      let d = try first.tensor.shape.arrayAxis(axis ?? 0, op: "concatenate")
      var shape = first.tensor.shape
      for (k, a) in arrays.enumerated().dropFirst() {
        guard a.ndim == first.ndim else {
          throw TensorError(
            .shape, op: "concatenate",
            "all the input arrays must have same number of dimensions, but the array at index 0 has \(first.ndim) dimension(s) and the "
              + "array at index \(k) has \(a.ndim) dimension(s)")
        }
        for axis in 0..<a.ndim where axis != d && a.shape[axis] != first.shape[axis] {
          throw TensorError(
            .shape, op: "concatenate",
            "all the input array dimensions except for the concatenation axis must match exactly, but along dimension \(axis), the array "
              + "at index 0 has size \(first.shape[axis]) and the array at index \(k) has size \(a.shape[axis])")
        }
        shape[d] += a.shape[d]
      }
      let common = ArrayOperandValue.commonType(arrays.map { .array($0) })
      if let dtype, !common.castsSameKind(to: dtype), let refused = arrays.first(where: { !$0.dtype.castsSameKind(to: dtype) }) {
        throw TensorError(
          .dtype, op: "concatenate",
          "Cannot cast array data from dtype('\(refused.dtype)') to dtype('\(dtype)') according to the rule 'same_kind'")
      }
      let out = try Tensor(empty: shape, dtype: dtype ?? common)
      var start = 0
      for a in arrays {
        Tensor(viewing: out, shape: a.tensor.shape, strides: out.strides, offset: start * out.strides[d]).write(a.tensor)
        start += a.shape[d]
      }
      return NDArray(out)
    }
  }
  /// Arrays of one type without gaps after each other: blocks of memory. For a stack all shapes are equal, otherwise all sizes but those
  /// along the axis; `nil` when it takes more thought, mistakes included.
  private static func straightJoined(_ arrays: [NDArray], _ axis: Int, isStack: Bool) -> NDArray? {
    guard let first = arrays.first, let model = ElementRun(first) else { return nil }
    var shape = model.shape
    let rank = shape.count + (isStack ? 1 : 0), d = axis < 0 ? axis + rank : axis
    guard d >= 0, d < rank, rank <= 8 else { return nil }
    if isStack { shape.insert(arrays.count, at: d) } else { shape[d] = 0 }
    for a in arrays {
      guard let x = ElementRun(a), x.dtype == model.dtype else { return nil }
      if isStack {
        guard x.shape == model.shape else { return nil }
      } else {
        guard x.shape.count == rank else { return nil }
        for k in 0..<rank where k != d && x.shape[k] != model.shape[k] { return nil }
        let (length, overflows) = shape[d].addingReportingOverflow(x.shape[d])
        if overflows { return nil }
        shape[d] = length
      }
    }
    guard shape.fits, shape.elementCount > 0, shape.elementCount <= 1 << 16, let out = try? Tensor(empty: shape, dtype: model.dtype) else {
      return nil
    }
    var inner = model.dtype.itemSize, outer = 1
    for k in 0..<rank {
      if k < d { outer *= shape[k] } else if k > d { inner *= shape[k] }
    }
    var place = 0
    let row = shape[d] * inner
    for a in arrays {
      guard let x = ElementRun(a) else { return nil }
      let length = isStack ? inner : x.shape[d] * inner
      for i in 0..<outer { (out.pointer + (i * row + place)).copyMemory(from: x.pointer + i * length, byteCount: length) }
      place += length
    }
    return NDArray(out)
  }

  /// Arrays after each other along an axis. Mirrors `numpy.concat`.
  public static func concat(_ arrays: [NDArray], axis: Int? = 0, dtype: DType? = nil) -> NDArray {
    concatenate(arrays, axis: axis, dtype: dtype)
  }
  /// Arrays of the same shape along a new axis. Mirrors `numpy.stack`.
  public static func stack(_ arrays: [NDArray], axis: Int = 0) -> NDArray {
    if let joined = straightJoined(arrays, axis, isStack: true) { return joined }
    if let invalid = arrays.first(where: \.isInvalid) { return invalid }
    return NDArray.reporting { () throws(TensorError) in
      guard let first = arrays.first else { throw TensorError(.argument, op: "stack", "need at least one array to stack") }
      guard arrays.allSatisfy({ $0.shape == first.shape }) else {
        throw TensorError(.shape, op: "stack", "all input arrays must have the same shape")
      }
      let d = try first.tensor.shape.arrayAxis(axis, op: "stack", rank: first.ndim + 1)
      return concatenate(arrays.map { expandDims($0, axis: d) }, axis: d)
    }
  }
  /// Arrays on top of each other; vectors are rows. Mirrors `numpy.vstack`.
  public static func vstack(_ arrays: [NDArray]) -> NDArray {
    if let first = arrays.first, first.ndim == 1, let joined = straightJoined(arrays, 0, isStack: true) { return joined }
    return concatenate(arrays.map(atleast2d))
  }
  /// Arrays beside each other; vectors are joined. Mirrors `numpy.hstack`.
  public static func hstack(_ arrays: [NDArray]) -> NDArray {
    let arrays = arrays.map(atleast1d)
    return concatenate(arrays, axis: arrays.first?.ndim == 1 ? 0 : 1)
  }
  /// Arrays behind each other along the third axis. Mirrors `numpy.dstack`.
  public static func dstack(_ arrays: [NDArray]) -> NDArray { concatenate(arrays.map(atleast3d), axis: 2) }
  /// Vectors as columns of a matrix, beside the columns of matrices. Mirrors `numpy.column_stack`.
  public static func columnStack(_ arrays: [NDArray]) -> NDArray {
    concatenate(arrays.map { $0.ndim < 2 && !$0.isInvalid ? $0.reshape(-1, 1) : $0 }, axis: 1)
  }
  /// A matrix of blocks, given row by row. Mirrors `numpy.block` of nested lists.
  ///
  /// ```swift
  /// np.block([[a, b], [c, d]])  // a beside b, on top of c beside d
  /// ```
  public static func block(_ rows: [[NDArray]]) -> NDArray {
    let rank = rows.joined().map(\.ndim).max() ?? 0
    func full(_ a: NDArray) -> NDArray {
      a.isInvalid ? a : a.reshape(Array(repeating: 1, count: Swift.max(2, rank) - a.ndim) + Array(a.shape))
    }
    return concatenate(rows.map { concatenate($0.map(full), axis: -1) }, axis: -2)
  }
  /// Arrays beside each other along the last axis. Mirrors `numpy.block` of a list.
  public static func block(_ arrays: [NDArray]) -> NDArray { hstack(arrays) }

  // ---- taking apart --------------------------------------------------------------------------------------------------------------

  /// Views of parts along an axis, of equal length. Reports an error when the length is no multiple. Mirrors `numpy.split(a, n)`.
  public static func split(_ a: NDArray, _ sections: Int, axis: Int = 0) -> [NDArray] {
    divided("split", a, axis) { n throws(TensorError) in
      guard sections > 0, n % sections == 0 else {
        throw TensorError(.argument, op: "split", "array split does not result in an equal division")
      }
      return (1..<Swift.max(sections, 1)).map { $0 * (n / sections) }
    }
  }
  /// Views of the parts before, between and behind positions along an axis. Mirrors `numpy.split(a, indices)`.
  public static func split(_ a: NDArray, _ indices: [Int], axis: Int = 0) -> [NDArray] { divided("split", a, axis) { _ in indices } }
  /// Views of parts along an axis, the first ones longer where the length is no multiple. Mirrors `numpy.array_split(a, n)`.
  public static func arraySplit(_ a: NDArray, _ sections: Int, axis: Int = 0) -> [NDArray] {
    divided("array_split", a, axis) { n throws(TensorError) in
      guard sections > 0 else { throw TensorError(.argument, op: "array_split", "number sections must be larger than 0.") }
      guard sections <= 1 << 20 else { throw TensorError(.memory, op: "array_split", "\(sections) sections are too many") }
      let (size, extra) = (n / sections, n % sections)
      return (1..<sections).map { $0 * size + Swift.min($0, extra) }
    }
  }
  /// Views of the parts before, between and behind positions along an axis. Mirrors `numpy.array_split(a, indices)`.
  public static func arraySplit(_ a: NDArray, _ indices: [Int], axis: Int = 0) -> [NDArray] {
    divided("array_split", a, axis) { _ in indices }
  }
  /// Views of equal groups of rows. Mirrors `numpy.vsplit`.
  public static func vsplit(_ a: NDArray, _ sections: Int) -> [NDArray] { atLeast(2, "vsplit", a) ?? split(a, sections, axis: 0) }
  /// Views of groups of rows. Mirrors `numpy.vsplit`.
  public static func vsplit(_ a: NDArray, _ indices: [Int]) -> [NDArray] { atLeast(2, "vsplit", a) ?? split(a, indices, axis: 0) }
  /// Views of equal groups of columns. Mirrors `numpy.hsplit`.
  public static func hsplit(_ a: NDArray, _ sections: Int) -> [NDArray] {
    atLeast(1, "hsplit", a) ?? split(a, sections, axis: a.ndim > 1 ? 1 : 0)
  }
  /// Views of groups of columns. Mirrors `numpy.hsplit`.
  public static func hsplit(_ a: NDArray, _ indices: [Int]) -> [NDArray] {
    atLeast(1, "hsplit", a) ?? split(a, indices, axis: a.ndim > 1 ? 1 : 0)
  }
  /// Views of equal parts along the third axis. Mirrors `numpy.dsplit`.
  public static func dsplit(_ a: NDArray, _ sections: Int) -> [NDArray] { atLeast(3, "dsplit", a) ?? split(a, sections, axis: 2) }
  /// Views of parts along the third axis. Mirrors `numpy.dsplit`.
  public static func dsplit(_ a: NDArray, _ indices: [Int]) -> [NDArray] { atLeast(3, "dsplit", a) ?? split(a, indices, axis: 2) }
  /// Views of the positions along an axis, without that axis. Mirrors `numpy.unstack`.
  public static func unstack(_ a: NDArray, axis: Int = 0) -> [NDArray] {
    if a.isInvalid { return [a] }
    do throws(TensorError) {
      guard a.ndim > 0 else { throw TensorError(.shape, op: "unstack", "Input array must be at least 1-d.") }
      let d = try a.tensor.shape.arrayAxis(axis, op: "unstack"), rows = moveaxis(a, d, 0)
      return (0..<rows.count).map { rows.ndim == 1 ? rows[$0] : rows[$0, .ellipsis] }
    } catch { return [.invalid(error)] }
  }

  private static func atLeast(_ rank: Int, _ op: String, _ a: NDArray) -> [NDArray]? {
    if a.isInvalid { return [a] }
    if a.ndim >= rank { return nil }
    return [.invalid(TensorError(.shape, op: op, "\(op) only works on arrays of \(rank) or more dimensions"))]
  }

  private static func divided(
    _ op: String, _ a: NDArray, _ axis: Int, _ places: (Int) throws(TensorError) -> [Int]
  ) -> [NDArray] {
    if a.isInvalid { return [a] }
    do throws(TensorError) {
      let d = try a.tensor.shape.arrayAxis(axis, op: op), n = a.shape[d]
      let inner = try places(n)
      return zip([0] + inner, inner + [n]).map { first, last in
        var parts = [IndexPart](repeating: .all, count: d + 1)
        parts[d] = .stride(from: first, to: last, by: 1)
        return a[parts: parts]
      }
    } catch { return [.invalid(error)] }
  }

  // ---- growing and shrinking -----------------------------------------------------------------------------------------------------

  /// Values behind an array along an axis; both flattened without one. Mirrors `numpy.append`.
  public static func append(_ a: NDArray, _ values: some ArrayOperand, axis: Int? = nil) -> NDArray {
    concatenate([a, values.operandValue.array], axis: axis)
  }
  /// Values put before positions along an axis, of the flattened array without one. Mirrors `numpy.insert`.
  public static func insert(_ a: NDArray, _ positions: some ArrayAxis, _ values: some ArrayOperand, axis: Int? = nil) -> NDArray {
    if a.isInvalid { return a }
    guard let axis else { return insert(a.ravel(), positions, values, axis: 0) }
    return NDArray.reporting { () throws(TensorError) in
      let d = try a.tensor.shape.arrayAxis(axis, op: "insert"), n = a.shape[d]
      var value = values.operandValue.array.astype(a.dtype)
      if value.isInvalid { return value }
      let list = positions.axisList, isSingle = positions is Int
      for i in list where i < -n || i > n {
        throw TensorError(.index, op: "insert", "index \(i) is out of bounds for axis \(d) with size \(n)")
      }
      // A single position takes a whole part, whose axis d may be missing.
      if isSingle, value.ndim > 0, value.ndim < a.ndim || (value.ndim == a.ndim && a.ndim > 1) {
        if value.ndim < a.ndim, a.ndim > 1 {
          value = expandDims(value.reshape(Array(repeating: 1, count: a.ndim - 1 - value.ndim) + Array(value.shape)), axis: d)
        }
      }
      let width = isSingle ? (value.ndim == a.ndim ? value.shape[d] : 1) : list.count
      let at = isSingle ? Array(repeating: list[0], count: width) : list
      let places = at.map { $0 < 0 ? $0 + n : $0 }
      let order = places.indices.sorted { places[$0] != places[$1] ? places[$0] < places[$1] : $0 < $1 }
      var shape = a.tensor.shape
      shape[d] = width
      guard value.tensor.broadcasts(to: shape) else {
        throw TensorError(
          .shape, op: "insert",
          "shape mismatch: value array of shape \(value.tensor.shape.compact) could not be broadcast to indexing result of shape \(shape.compact)"
        )
      }
      let added = broadcastTo(value, shape)
      var pieces: [NDArray] = [], last = 0
      for k in order {
        pieces += [part(a, d, last..<places[k]), part(added, d, k..<(k + 1))]
        last = places[k]
      }
      return concatenate(pieces + [part(a, d, last..<n)], axis: d)
    }
  }
  /// An array without positions along an axis, of the flattened array without one. Mirrors `numpy.delete`.
  public static func delete(_ a: NDArray, _ positions: some ArrayAxis, axis: Int? = nil) -> NDArray {
    if a.isInvalid { return a }
    guard let axis else { return delete(a.ravel(), positions, axis: 0) }
    return NDArray.reporting { () throws(TensorError) in
      let d = try a.tensor.shape.arrayAxis(axis, op: "delete"), n = a.shape[d]
      var keeps = [Bool](repeating: true, count: n)
      for i in positions.axisList {
        guard i >= -n, i < n else {
          throw TensorError(.index, op: "delete", "index \(i) is out of bounds for axis \(d) with size \(n)")
        }
        keeps[i < 0 ? i + n : i] = false
      }
      return take(a, array((0..<n).filter { keeps[$0] }), axis: d)
    }
  }
  /// A vector without the zeros at its ends: "f" the front, "b" the back. Mirrors `numpy.trim_zeros`.
  public static func trimZeros(_ a: NDArray, _ trim: String = "fb") -> NDArray {
    if a.isInvalid { return a }
    guard a.ndim == 1 else { return .invalid(TensorError(.shape, op: "trim_zeros", "trim_zeros takes a vector, not shape \(a.shape)")) }
    let places = flatnonzero(a).toArray(Int.self)
    guard let first = places.first, let last = places.last else { return a[0..<0] }
    let letters = trim.lowercased()
    return a[(letters.contains("f") ? first : 0)..<(letters.contains("b") ? last + 1 : a.count)]
  }
}
