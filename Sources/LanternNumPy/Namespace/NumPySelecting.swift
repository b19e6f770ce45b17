import Lantern

// Elements at positions, read and written.

extension np {
  /// The positions of the elements that are not zero, one array for each axis. Mirrors `numpy.nonzero`.
  public static func nonzero(_ a: NDArray) -> [NDArray] {
    if a.isInvalid { return [a] }
    guard a.ndim > 0 else {
      return [
        .invalid(
          TensorError(
            .shape, op: "nonzero",
            "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead."
              + (a.dtype == .bool ? " If the context of this error is of the form `arr[nonzero(cond)]`, just use `arr[cond]`." : "")))
      ]
    }
    let positions = noGrad { (ArrayFunction.notEqual(a, 0)).tensor.nonzero() }
    return (0..<a.ndim).map { d in NDArray(noGrad { positions.select(1, d).contiguous() }) }
  }
  /// The positions of the elements that are not zero in the flattened array. Mirrors `numpy.flatnonzero`.
  public static func flatnonzero(_ a: NDArray) -> NDArray { nonzero(a.ravel())[0] }
  /// The positions of the elements that are not zero, one row for each. Mirrors `numpy.argwhere`.
  public static func argwhere(_ a: NDArray) -> NDArray {
    if a.isInvalid { return a }
    if a.ndim == 0 { return zeros([a.any().boolValue ? 1 : 0, 0], dtype: .int64) }
    return NDArray(noGrad { (ArrayFunction.notEqual(a, 0)).tensor.nonzero() })
  }

  /// What happens to positions that do not exist.
  public enum IndexMode: String, Sendable, Hashable {
    /// They are errors.
    case raise
    /// They are counted around the ends.
    case wrap
    /// The nearest position is meant, negative ones included.
    case clip
  }

  /// The elements, or parts along an axis, at positions. Mirrors `numpy.take`.
  public static func take(_ a: NDArray, _ indices: some ArrayOperand, axis: Int? = nil, mode: IndexMode = .raise) -> NDArray {
    let index = indices.operandValue.array
    if a.isInvalid || index.isInvalid { return a.isInvalid ? a : index }
    guard let axis else { return take(a.ravel(), index, axis: 0, mode: mode) }
    return NDArray.reporting { () throws(TensorError) in
      let d = try a.tensor.shape.arrayAxis(axis, op: "take")
      // A wrong position along the first axis is found, and said, by the index itself.
      if d == 0, mode == .raise, index.dtype == .int64, a.shape[0] > 0 { return a[parts: [.tensor(index.tensor)]] }
      let places = try positions(index, a.shape[d], "take", mode, axis: d)
      var parts = [IndexPart](repeating: .all, count: d + 1)
      parts[d] = .tensor(places.tensor)
      return a[parts: parts]
    }
  }
  /// The elements at positions along an axis that differ from row to row, such as those of `argsort`. Mirrors `numpy.take_along_axis`.
  public static func takeAlongAxis(_ a: NDArray, _ indices: NDArray, axis: Int? = -1) -> NDArray {
    if a.isInvalid || indices.isInvalid { return a.isInvalid ? a : indices }
    guard let axis else { return takeAlongAxis(a.ravel(), indices, axis: 0) }
    return NDArray.reporting { () throws(TensorError) in a[parts: try along(a, indices, axis, "take_along_axis")] }
  }
  /// Writes to positions along an axis that differ from row to row. Mirrors `numpy.put_along_axis`.
  public static func putAlongAxis(_ a: NDArray, _ indices: NDArray, _ values: some ArrayOperand, axis: Int) {
    if a.isInvalid || indices.isInvalid { return }
    do throws(TensorError) { a.put(values.operandValue, try along(a, indices, axis, "put_along_axis")) } catch { error.report() }
  }
  private static func along(_ a: NDArray, _ indices: NDArray, _ axis: Int, _ op: String) throws(TensorError) -> [IndexPart] {
    let d = try a.tensor.shape.arrayAxis(axis, op: op)
    guard indices.dtype.isInteger else { throw TensorError(.index, op: op, "`indices` must be an integer array") }
    guard indices.ndim == a.ndim else {
      throw TensorError(.shape, op: op, "`indices` and `arr` must have the same number of dimensions")
    }
    return (0..<a.ndim).map { k -> IndexPart in
      if k == d { return .tensor(indices.tensor) }
      var shape = [Int](repeating: 1, count: a.ndim)
      shape[k] = a.shape[k]
      return .tensor(arange(a.shape[k]).reshape(shape).tensor)
    }
  }
  /// Writes values, repeated as often as needed, to positions of the flattened array. Mirrors `numpy.put`.
  public static func put(_ a: NDArray, _ indices: some ArrayOperand, _ values: some ArrayOperand, mode: IndexMode = .raise) {
    let index = indices.operandValue.array.ravel(), value = values.operandValue.array.ravel()
    if a.isInvalid || index.isInvalid || value.isInvalid { return }
    do throws(TensorError) {
      let found = try positions(index, a.size, "put", mode, axis: 0), places = self.where(found .< 0, found + a.size, found)
      if value.size == 0 || index.size == 0 { return }
      let at = unravelIndex(places, Array(a.shape))
      let given = resize(value, index.size)
      if a.ndim == 0 { return a.put(.array(given[-1]), [.ellipsis]) }
      a.put(.array(given), at.map { .tensor($0.tensor) })
    } catch { error.report() }
  }

  private static func positions(_ index: NDArray, _ n: Int, _ op: String, _ mode: IndexMode, axis: Int) throws(TensorError) -> NDArray {
    guard index.dtype.isInteger || (index.size == 0 && index.dtype == .float64) || index.dtype == .bool else {
      throw TensorError(
        .index, op: op, "Cannot cast array data from dtype('\(index.dtype)') to dtype('int64') according to the rule 'safe'")
    }
    let whole = index.astype(.int64)
    guard n > 0 || index.size == 0 else { throw TensorError(.index, op: op, "cannot do a non-empty take from an empty axes.") }
    switch mode {
    case .clip: return clip(whole, 0, Swift.max(n - 1, 0))
    case .wrap: return n == 0 ? whole : mod(whole, n)
    case .raise:
      for i in whole.toArray(Int.self) where i < -n || i >= n {
        throw TensorError(.index, op: op, "index \(i) is out of bounds for axis \(axis) with size \(n)")
      }
      return whole
    }
  }

  /// For each element the array in a list that its number names, all broadcast. Mirrors `numpy.choose`.
  public static func choose(_ a: NDArray, _ choices: [NDArray], mode: IndexMode = .raise) -> NDArray {
    if let invalid = ([a] + choices).first(where: \.isInvalid) { return invalid }
    return NDArray.reporting { () throws(TensorError) in
      let all = broadcastArrays([a] + choices)
      guard !choices.isEmpty else { throw TensorError(.argument, op: "choose", "0-length sequence.") }
      for one in all where one.isInvalid { return one }
      let places = mode == .raise ? a : try positions(a, choices.count, "choose", mode, axis: 0)
      for i in places.toArray(Int.self) where i < 0 || i >= choices.count {
        throw TensorError(.index, op: "choose", "invalid entry in choice array")
      }
      let which = broadcastTo(places, all[0].shape)
      var result = all[1].astype(ArrayOperandValue.commonType(choices.map { .array($0) }))
      for (k, choice) in all.dropFirst().enumerated().dropFirst() { result = self.where(which .== k, choice, result) }
      return result.copy()
    }
  }
  /// Parts along an axis, or elements of the flattened array, where a condition holds. Mirrors `numpy.compress`.
  public static func compress(_ condition: some ArrayOperand, _ a: NDArray, axis: Int? = nil) -> NDArray {
    let mask = condition.operandValue.array
    if a.isInvalid || mask.isInvalid { return a.isInvalid ? a : mask }
    guard mask.ndim == 1 else { return .invalid(TensorError(.shape, op: "compress", "condition must be a 1-d array")) }
    return take(a, nonzero(mask)[0], axis: axis)
  }
  /// The elements of the flattened array where a condition holds. Mirrors `numpy.extract`.
  public static func extract(_ condition: some ArrayOperand, _ a: NDArray) -> NDArray {
    take(a.ravel(), flatnonzero(condition.operandValue.array))
  }
  /// Writes values, one after the other and from the start again, where a mask holds. Mirrors `numpy.place`.
  public static func place(_ a: NDArray, _ mask: NDArray, _ values: some ArrayOperand) {
    if a.isInvalid || mask.isInvalid { return }
    guard mask.size == a.size else {
      return TensorError(.shape, op: "place", "place: mask and data must be the same size").report()
    }
    let places = flatnonzero(mask), value = values.operandValue.array
    if places.size == 0 { return }
    guard value.size > 0 else { return TensorError(.argument, op: "place", "Cannot insert from an empty array!").report() }
    put(a, places, value)
  }
  /// Writes the values at the same positions where a mask holds. Mirrors `numpy.putmask`.
  public static func putmask(_ a: NDArray, _ mask: NDArray, _ values: some ArrayOperand) {
    if a.isInvalid || mask.isInvalid { return }
    guard mask.size == a.size else {
      return TensorError(.shape, op: "putmask", "putmask: mask and data must be the same size").report()
    }
    let places = flatnonzero(mask), value = values.operandValue.array.ravel()
    if places.size == 0 || value.size == 0 { return }
    put(a, places, take(value, mod(places, value.size)))
  }
  /// Copies values, broadcast and converted, into an array, where `mask` holds. Mirrors `numpy.copyto`.
  public static func copyto(_ target: NDArray, _ source: some ArrayOperand, where mask: NDArray? = nil) {
    let value = source.operandValue.array
    if target.isInvalid || value.isInvalid { return }
    do throws(TensorError) {
      guard value.dtype.castsSameKind(to: target.dtype) else {
        throw TensorError(
          .dtype, op: "copyto",
          "Cannot cast \(source.operandValue.isNumber ? "scalar" : "array data") from dtype('\(value.dtype)') to dtype('\(target.dtype)') "
            + "according to the rule 'same_kind'")
      }
      guard value.tensor.broadcasts(to: target.tensor.shape) else {
        throw TensorError(
          .shape, op: "copyto",
          "could not broadcast input array from shape \(value.tensor.shape.compact) into shape \(target.tensor.shape.compact)")
      }
      _ = ArrayFunction.stored("copyto", target, mask) { value.astype(target.dtype) }
    } catch { error.report() }
  }
  /// For each element that of the first array whose condition holds there, `fallback` where none does. Mirrors `numpy.select`.
  public static func select(_ conditions: [NDArray], _ choices: [NDArray], fallback: some ArrayOperand = 0) -> NDArray {
    if let invalid = (conditions + choices).first(where: \.isInvalid) { return invalid }
    guard conditions.count == choices.count, !choices.isEmpty else {
      return .invalid(
        TensorError(
          .argument, op: "select",
          choices.isEmpty && conditions.isEmpty
            ? "select with an empty condition list is not possible" : "list of cases must be same length as list of conditions"))
    }
    let type = ArrayOperandValue.commonType(choices.map { .array($0) } + [fallback.operandValue])
    var result = fallback.operandValue.brought(to: type).array.astype(type)
    for (condition, choice) in zip(conditions, choices).reversed() { result = self.where(condition, choice.astype(type), result) }
    return result
  }
  /// A function given in pieces: where a condition holds, the function or number of the same place; the last one elsewhere. Mirrors
  /// `numpy.piecewise`.
  public static func piecewise(_ x: NDArray, _ conditions: [NDArray], _ functions: [(NDArray) -> NDArray]) -> NDArray {
    if x.isInvalid { return x }
    guard functions.count == conditions.count || functions.count == conditions.count + 1 else {
      return .invalid(
        TensorError(
          .argument, op: "piecewise",
          "with \(conditions.count) condition(s), either \(conditions.count) or \(conditions.count + 1) functions are expected"))
    }
    let result = zerosLike(x)
    var rest = ones(x.shape, dtype: .bool)
    for (condition, function) in zip(conditions, functions) {
      result[condition] = function(x[condition])
      rest = rest & ~condition
    }
    if functions.count > conditions.count { result[rest] = functions[functions.count - 1](x[rest]) }
    return result
  }

  // ---- positions as numbers ------------------------------------------------------------------------------------------------------

  /// Positions in the flattened array as positions along each axis. Mirrors `numpy.unravel_index`.
  public static func unravelIndex(_ indices: some ArrayOperand, _ shape: [Int]) -> [NDArray] {
    let index = indices.operandValue.array
    if index.isInvalid { return [index] }
    do throws(TensorError) {
      let size = try Shape(shape).checkedSizes("unravel_index").elementCount
      for i in index.toArray(Int.self) where i < 0 || i >= size {
        throw TensorError(.index, op: "unravel_index", "index \(i) is out of bounds for array with size \(size)")
      }
      var rest = index.astype(.int64), result: [NDArray] = []
      for n in shape.reversed() {
        result.append(mod(rest, n))
        rest = floorDivide(rest, n)
      }
      return result.reversed()
    } catch { return [.invalid(error)] }
  }
  /// Positions along each axis as positions in the flattened array. Mirrors `numpy.ravel_multi_index`.
  public static func ravelMultiIndex(_ indices: [NDArray], _ shape: [Int], mode: IndexMode = .raise) -> NDArray {
    if let invalid = indices.first(where: \.isInvalid) { return invalid }
    return NDArray.reporting { () throws(TensorError) in
      guard indices.count == shape.count, !shape.isEmpty else {
        throw TensorError(.argument, op: "ravel_multi_index", "parameter multi_index must be a sequence of length \(shape.count)")
      }
      var result = NDArray(Tensor.number(.int(0), .int64))
      for (index, n) in zip(indices, shape) {
        if mode == .raise, index.toArray(Int.self).contains(where: { $0 < 0 || $0 >= n }) {
          throw TensorError(.index, op: "ravel_multi_index", "invalid entry in coordinates array")
        }
        result = result * n + (mode == .raise ? index : try positions(index, n, "ravel_multi_index", mode, axis: 0))
      }
      return result
    }
  }
  /// Arrays of positions whose every combination an index then names. Mirrors `numpy.ix_`.
  ///
  /// ```swift
  /// a[parts: np.ix_(np.array([0, 2]), np.array([1, 3])).map(\.indexPart)]  // rows 0 and 2, columns 1 and 3
  /// ```
  public static func ix_(_ indices: NDArray...) -> [NDArray] {
    indices.enumerated().map { k, index in
      if index.isInvalid { return index }
      guard index.ndim == 1 else { return .invalid(TensorError(.shape, op: "ix_", "Cross index must be 1 dimensional")) }
      let places = index.dtype == .bool ? nonzero(index)[0] : index
      var shape = [Int](repeating: 1, count: indices.count)
      shape[k] = places.size
      return (places.size == 0 ? places.astype(.int64) : places).reshape(shape)
    }
  }
}
