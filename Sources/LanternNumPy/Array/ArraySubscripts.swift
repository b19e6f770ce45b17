import Lantern

// a[0], a[1..., .stride(by: -1)], a[mask]: NumPy's indexing with the index types of tensors. One and two indices have subscripts of their
// own, which need no lists; numbers are assigned through others, since an `any TensorScalar` has no operators, so that `a[1...] += 1`
// means the array.

extension NDArray: TensorIndex {
  /// The positions or truth values in the array.
  public var indexPart: IndexPart { .tensor(tensor) }
}

extension NDArray {
  // ---- arrays ----------------------------------------------------------------------------------------------------------------------

  /// The part of this array that the indices name. Mirrors NumPy's `a[…]`.
  ///
  /// Ranges, `.stride(by:)` (also with negative steps), `.ellipsis` and `.newAxis` give a view; arrays of positions or truth values give
  /// a copy, and so does a single element. Assigning writes into this array, broadcast and converted. Reports an error for positions
  /// that don't exist.
  ///
  /// ```swift
  /// let a = np.arange(6).reshape(2, 3)
  /// print(a[0, .stride(by: -1)])  // [2 1 0]
  /// a[a .> 3] = 0
  /// ```
  public subscript(index: some TensorIndex) -> NDArray {
    get { taking(index.indexPart) }
    nonmutating set { put(.array(newValue), index.indexPart) }
  }
  /// The part that indices for the first two axes name.
  public subscript(first: some TensorIndex, second: some TensorIndex) -> NDArray {
    get { taking(first.indexPart, second.indexPart) }
    nonmutating set { put(.array(newValue), first.indexPart, second.indexPart) }
  }
  /// The part that three and more indices name.
  public subscript(first: any TensorIndex, second: any TensorIndex, third: any TensorIndex, rest: any TensorIndex...) -> NDArray {
    get { taking([first.indexPart, second.indexPart, third.indexPart] + rest.map(\.indexPart)) }
    nonmutating set { put(.array(newValue), [first.indexPart, second.indexPart, third.indexPart] + rest.map(\.indexPart)) }
  }
  /// The whole of the first axis: a view of the array.
  public subscript(whole: (UnboundedRange_) -> ()) -> NDArray {
    get { taking(.all) }
    nonmutating set { put(.array(newValue), .all) }
  }
  /// The whole of the first axis, and an index for the second.
  public subscript(whole: (UnboundedRange_) -> (), second: some TensorIndex) -> NDArray {
    get { taking(.all, second.indexPart) }
    nonmutating set { put(.array(newValue), .all, second.indexPart) }
  }
  /// An index for the first axis, and the whole of the second.
  public subscript(first: some TensorIndex, whole: (UnboundedRange_) -> ()) -> NDArray {
    get { taking(first.indexPart, .all) }
    nonmutating set { put(.array(newValue), first.indexPart, .all) }
  }
  /// The whole of the first axis, and indices for the second and third.
  public subscript(whole: (UnboundedRange_) -> (), second: any TensorIndex, third: any TensorIndex) -> NDArray {
    get { taking([.all, second.indexPart, third.indexPart]) }
    nonmutating set { put(.array(newValue), [.all, second.indexPart, third.indexPart]) }
  }
  /// The part that a list of indices names.
  public subscript(parts parts: [IndexPart]) -> NDArray {
    get { taking(parts) }
    nonmutating set { put(.array(newValue), parts) }
  }
  /// The part at a position of the first axis; the copy of an element when there is only one axis. Mirrors `a[i]`.
  public subscript(position: Int) -> NDArray {
    get { taking(position) }
    nonmutating set { put(.array(newValue), .position(position)) }
  }
  /// The part at positions of the first two axes. Mirrors `a[i, j]`.
  public subscript(first: Int, second: Int) -> NDArray {
    get { taking(first, second) }
    nonmutating set { put(.array(newValue), .position(first), .position(second)) }
  }

  // ---- numbers ---------------------------------------------------------------------------------------------------------------------

  /// A Swift number written to every place that the indices name: `a[0, 1] = 5`. Read, it is the number of a single element.
  @_disfavoredOverload
  public subscript(
    first: any TensorIndex, second: any TensorIndex, third: any TensorIndex, rest: any TensorIndex...
  ) -> any TensorScalar {
    get { taking([first.indexPart, second.indexPart, third.indexPart] + rest.map(\.indexPart)).number }
    nonmutating set { put(.number(newValue.scalar), [first.indexPart, second.indexPart, third.indexPart] + rest.map(\.indexPart)) }
  }
  /// A Swift number written to every place that an index for the first axis names: `a[mask] = 0`.
  @_disfavoredOverload
  public subscript(index: some TensorIndex) -> any TensorScalar {
    get { taking(index.indexPart).number }
    nonmutating set { put(.number(newValue.scalar), index.indexPart) }
  }
  /// A Swift number written to every place that indices for the first two axes name: `a[..<2, 1...] = 0`.
  @_disfavoredOverload
  public subscript(first: some TensorIndex, second: some TensorIndex) -> any TensorScalar {
    get { taking(first.indexPart, second.indexPart).number }
    nonmutating set { put(.number(newValue.scalar), first.indexPart, second.indexPart) }
  }
  /// A Swift number written to the whole array: `a[...] = 0`.
  @_disfavoredOverload
  public subscript(whole: (UnboundedRange_) -> ()) -> any TensorScalar {
    get { number }
    nonmutating set { put(.number(newValue.scalar), .all) }
  }
  /// A Swift number written to a column: `a[..., 1] = 0`.
  @_disfavoredOverload
  public subscript(whole: (UnboundedRange_) -> (), second: some TensorIndex) -> any TensorScalar {
    get { taking(.all, second.indexPart).number }
    nonmutating set { put(.number(newValue.scalar), .all, second.indexPart) }
  }
  /// A Swift number written to rows: `a[1..., ...] = 0`.
  @_disfavoredOverload
  public subscript(first: some TensorIndex, whole: (UnboundedRange_) -> ()) -> any TensorScalar {
    get { taking(first.indexPart, .all).number }
    nonmutating set { put(.number(newValue.scalar), first.indexPart, .all) }
  }
  /// A Swift number written to the places at a position of the first axis: `a[2] = 0`.
  @_disfavoredOverload
  public subscript(position: Int) -> any TensorScalar {
    get { taking(position).number }
    nonmutating set { put(.number(newValue.scalar), .position(position)) }
  }
  /// A Swift number written to the places at positions of the first two axes: `a[0, 1] = 5`.
  @_disfavoredOverload
  public subscript(first: Int, second: Int) -> any TensorScalar {
    get { taking(first, second).number }
    nonmutating set { put(.number(newValue.scalar), .position(first), .position(second)) }
  }

  /// The number in an array of one element; the real part of a complex one.
  private var number: any TensorScalar {
    switch item() {
    case .bool(let v): v
    case .int(let v): v
    case .double(let v): v
    case .complex(let re, _): re
    }
  }
}
