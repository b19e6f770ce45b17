// Rows of a table picked by number, and sums of them.

/// How `embeddingBag` joins the rows of a bag.
public enum EmbeddingBagMode: String, Sendable, CaseIterable {
  case sum, mean, max
}

extension Tensor {
  /// The rows of this table [count, size] at the positions in `indices`, whose shape gets a last axis. Mirrors
  /// `torch.nn.functional.embedding(indices, self)`.
  ///
  /// The row `paddingIndex` gets no gradient. With `maxNorm`, rows that are used and longer are shortened in place first. With
  /// `scaleGradByFreq` a row's gradient is divided by how often it is used. Reports an error for positions outside the table.
  ///
  /// ```swift
  /// Tensor([[0.0, 1], [2, 3]]).embedding(Tensor([1, 0, 1]))  // tensor([[2., 3.], [0., 1.], [2., 3.]])
  /// ```
  public func embedding(
    _ indices: Tensor, paddingIndex: Int? = nil, maxNorm: Double? = nil, normType: Double = 2, scaleGradByFreq: Bool = false
  ) -> Tensor {
    if let invalid = firstInvalid([self, indices]) { return invalid }
    return reporting { () throws(TensorError) in
      guard rank == 2 else { throw TensorError(.shape, op: "embedding", "'weight' must be 2-D", hint: "Got \(shape.listed).") }
      try indices.checkRows("embedding")
      let padding = try paddingRow(paddingIndex)
      let flat = indices.flatten()
      try shorten(rows: flat, maxNorm, normType)
      return rows(flat, padding: padding, scaled: scaleGradByFreq).unflattened(0, like: indices)
    }
  }

  /// The sums (or means, or largest elements) of bags of rows of this table. Mirrors
  /// `torch.nn.functional.embedding_bag(indices, self, offsets)`.
  ///
  /// A bag is a row of two-dimensional `indices`, or what lies between neighbouring `offsets` into one-dimensional ones; with
  /// `includeLastOffset` the last offset ends the last bag. `perSampleWeights` multiply the rows of a sum. The row `paddingIndex` does
  /// not count. Reports an error for positions outside the table and for offsets that do not begin at 0 or decrease.
  ///
  /// ```swift
  /// let table = Tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
  /// table.embeddingBag(Tensor([0, 1, 2]), offsets: Tensor([0, 2]), mode: .sum)  // tensor([[4., 6.], [5., 6.]])
  /// ```
  public func embeddingBag(
    _ indices: Tensor, offsets: Tensor? = nil, mode: EmbeddingBagMode = .mean, perSampleWeights: Tensor? = nil,
    includeLastOffset: Bool = false, paddingIndex: Int? = nil, maxNorm: Double? = nil, normType: Double = 2, scaleGradByFreq: Bool = false
  ) -> Tensor {
    if let invalid = firstInvalid([self, indices, offsets, perSampleWeights]) { return invalid }
    return reporting { () throws(TensorError) in
      let op = "embedding_bag"
      guard rank == 2 else { throw TensorError(.shape, op: op, "weight has to be a 2D Tensor, but got Tensor of dimension \(rank)") }
      try indices.checkRows(op)
      if let weights = perSampleWeights {
        guard weights.shape == indices.shape else {
          throw TensorError(
            .shape, op: op,
            "embedding_bag: If per_sample_weights (\(weights.shape.listed)) is not None, then it must have the same shape as the input "
              + "(\(indices.shape.listed))")
        }
        guard mode == .sum else {
          throw TensorError(
            .argument, op: op,
            "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got mode='\(mode.rawValue)')"
          )
        }
      }
      guard !indices.isSymbolic, offsets?.isSymbolic != true else {
        throw TensorError(.symbolic, op: op, "bags of positions that are not known before the graph runs", hint: "Use embedding and sum.")
      }
      let borders = try Tensor.bagBorders(indices, offsets, includeLastOffset)
      let padding = try paddingRow(paddingIndex)
      var flat = try indices.positionsInt64().flatten(), weights = perSampleWeights?.flatten()
      let given: [Int] = flat.toArray()
      for (i, row) in given.enumerated() where row < 0 || row >= shape[0] {
        throw TensorError(.index, op: op, "Index \(i) of input takes value \(row) which is not in the valid range [0, \(shape[0]))")
      }
      try shorten(rows: flat, maxNorm, normType)
      // Which bag each position belongs to; padding is left out.
      var bags: [Int] = [], kept: [Int] = [], starts = [0]
      for bag in 0..<borders.count - 1 {
        for i in borders[bag]..<borders[bag + 1] where given[i] != padding {
          kept.append(i)
          bags.append(bag)
        }
        starts.append(kept.count)
      }
      if kept.count != given.count {
        let places = Tensor(kept, shape: Shape(kept.count))
        (flat, weights) = (flat.indexSelect(0, places), weights?.indexSelect(0, places))
      }
      var rows = rows(flat, padding: nil, scaled: scaleGradByFreq).to(dtype.computeType)
      let empty = rows.near(Tensor.zeros(Shape(borders.count - 1, shape[1]), dtype: rows.dtype))
      if mode == .max { return rows.largest(ofBags: starts, empty: empty).to(dtype) }
      if let weights { rows = rows * weights.to(rows.dtype).unsqueeze(1) }
      var sums = empty.indexAdd(0, Tensor(bags, shape: Shape(bags.count)), rows)
      if mode == .mean {
        let counts = zip(starts, starts.dropFirst()).map { Double(Swift.max($1 - $0, 1)) }
        sums = sums / rows.near(Tensor(counts, shape: Shape(counts.count, 1))).to(rows.dtype)
      }
      return sums.to(dtype)
    }
  }

  /// Whole numbers as vectors with a single one: [..., classes], int64. Mirrors `torch.nn.functional.one_hot`.
  ///
  /// Without `classes` there are as many as the largest number asks for. Reports an error for numbers outside.
  ///
  /// ```swift
  /// Tensor([0, 2]).oneHot()  // tensor([[1, 0, 0], [0, 0, 1]])
  /// ```
  public func oneHot(_ classes: Int = -1) -> Tensor {
    if isInvalid { return self }
    return reporting { () throws(TensorError) in
      func refuse(_ message: String) -> TensorError { TensorError(.argument, op: "one_hot", message) }
      guard dtype == .int64 else { throw refuse("one_hot is only applicable to index tensor of type LongTensor.") }
      guard !isSymbolic else {
        throw TensorError(.symbolic, op: "one_hot", "the numbers are not known before the graph runs", hint: "Compare with arange instead.")
      }
      guard elementCount > 0 else {
        guard classes > 0 else { throw refuse("Can not infer total number of classes from empty tensor.") }
        return near(Tensor.zeros(Shape(Array(shape) + [classes]), dtype: .int64))
      }
      let (low, high) = (min().item().intValue, max().item().intValue)
      guard low >= 0 else { throw refuse("Class values must be non-negative.") }
      guard classes == -1 || high < classes else { throw refuse("Class values must be smaller than num_classes.") }
      guard high < Int.max else { throw TensorError(.memory, op: "one_hot", "\(high) classes do not fit in memory") }
      let zeros = near(Tensor.zeros(Shape(Array(shape) + [classes == -1 ? high + 1 : classes]), dtype: .int64))
      return zeros.isInvalid ? zeros : zeros.scatter(-1, unsqueeze(-1), 1)
    }
  }

  // MARK: shared parts

  private func checkRows(_ op: String) throws(TensorError) {
    guard dtype == .int64 || dtype == .int32 else {
      throw TensorError(
        .dtype, op: op,
        "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.\(typeName) instead "
          + "(while checking arguments for \(op))",
        hint: "Convert with to(.int64).")
    }
  }

  private func paddingRow(_ index: Int?) throws(TensorError) -> Int? {
    guard let index else { return nil }
    guard index >= -shape[0], index < shape[0] else {
      throw TensorError(.argument, op: "embedding", "Padding_idx must be within num_embeddings")
    }
    return index < 0 ? index + shape[0] : index
  }

  /// Rows by number; a padding row gets no gradient, and others' may be divided by how often they are used.
  private func rows(_ flat: Tensor, padding: Int?, scaled: Bool) -> Tensor {
    var picked = indexSelect(0, flat)
    if scaled, !picked.isInvalid {
      let often = noGrad {
        let ones = near(Tensor.ones(flat.shape, dtype: dtype))
        return near(Tensor.zeros(shape[0], dtype: dtype)).indexAdd(0, flat, ones).indexSelect(0, flat).reciprocal().unsqueeze(1)
      }
      picked = apply(.scaleGradient, picked, often)
    }
    if let padding { picked = picked.detach().where((flat .== padding).unsqueeze(1), else: picked) }
    return picked
  }

  /// Shortens the rows that are used to `maxNorm`, in place.
  private func shorten(rows: Tensor, _ maxNorm: Double?, _ normType: Double) throws(TensorError) {
    guard let maxNorm, !isSymbolic, !rows.isSymbolic else { return }
    noGrad {
      let used = near(Tensor.zeros(shape[0], dtype: .bool)).indexAdd(0, rows, near(Tensor.ones(rows.shape, dtype: .bool)))
      let lengths = norm(normType, dim: 1)
      let factors = (lengths + 1e-7).reciprocal() * maxNorm
      let isLong = (lengths .> maxNorm).logicalAnd(used)
      copy_((self * factors.unsqueeze(1)).where(isLong.unsqueeze(1), else: self))
    }
  }

  /// This tensor with its axis `d` split into the axes of `other`.
  private func unflattened(_ d: Int, like other: Tensor) -> Tensor {
    if isInvalid { return self }
    if other.rank == 1 { return self }
    return reshape(Shape(other.shape.map { $0 } + [shape[1]]))
  }

  /// Where the bags begin, and where the last one ends.
  private static func bagBorders(_ indices: Tensor, _ offsets: Tensor?, _ hasLast: Bool) throws(TensorError) -> [Int] {
    func refuse(_ message: String) -> TensorError { TensorError(.argument, op: "embedding_bag", message) }
    if indices.rank == 2 {
      guard offsets == nil else {
        throw refuse("if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences.")
      }
      return (0...indices.shape[0]).map { $0 * indices.shape[1] }
    }
    guard indices.rank == 1 else { throw refuse("input has to be 1D or 2D Tensor, but got Tensor of dimension \(indices.rank)") }
    guard let offsets else { throw refuse("offsets has to be a 1D Tensor but got None") }
    guard offsets.rank == 1 else { throw refuse("offsets has to be a 1D Tensor") }
    try offsets.checkRows("embedding_bag")
    let total = indices.shape[0]
    var borders: [Int] = try offsets.positionsInt64().toArray()
    if let first = borders.first, first != 0 {
      throw refuse("offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, got \(first)")
    }
    if let last = borders.last, last > total {
      throw refuse("offsets[-1] can not be greater than input's length \(total) but got offsets[-1] of \(last)")
    }
    for (a, b) in zip(borders, borders.dropFirst()) where a > b { throw refuse("offsets must not decrease, but \(b) follows \(a)") }
    if hasLast {
      guard !borders.isEmpty else { throw refuse("include_last_offset: number of offsets should be at least 1") }
      return borders
    }
    borders.append(total)
    return borders
  }

  /// The largest elements of the rows between neighbouring `starts`, column by column; of no rows, what is in `empty`.
  private func largest(ofBags starts: [Int], empty: Tensor) -> Tensor {
    var full: [Int] = [], places: [Tensor] = []
    noGrad {
      for (bag, (from, to)) in zip(starts, starts.dropFirst()).enumerated() where to > from {
        full.append(bag)
        places.append(narrow(0, from, to - from).argmax(dim: 0, keepDim: true) + from)
      }
    }
    guard !full.isEmpty else { return empty.indexAdd(0, Tensor.zeros(0, dtype: .int64), narrow(0, 0, 0)) }
    return empty.indexAdd(0, Tensor(full, shape: Shape(full.count)), gather(0, Tensor.cat(places, 0)))
  }
}
