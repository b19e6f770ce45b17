// Sums of products in Einstein's notation.

extension Tensor {
  /// The sum of the products of all operands over the axes that an equation names. Mirrors `torch.einsum`.
  ///
  /// The equation gives a letter to each axis of each operand: `ij,jk->ik` is a product of matrices. A letter that occurs twice in one
  /// operand takes its diagonal, `...` stands for any number of axes, which are broadcast, and letters that do not occur behind the arrow
  /// are summed over. Without an arrow the result has the axes of `...` and those of letters that occur once, in alphabetical order
  /// (capitals first). Spaces are ignored. Operands are contracted from left to right.
  ///
  /// ```swift
  /// let a = Tensor([[1.0, 2], [3, 4]])
  /// Tensor.einsum("ij,kj->ik", [a, a])  // tensor([[ 5., 11.], [11., 25.]])
  /// Tensor.einsum("ii->i", [a])         // tensor([1., 4.])
  /// ```
  public static func einsum(_ equation: String, _ operands: [Tensor]) -> Tensor {
    if let invalid = operands.first(where: { $0.isInvalid }) { return invalid }
    return reporting { () throws(TensorError) in
      guard !operands.isEmpty else { throw TensorError(.argument, op: "einsum", "einsum(): must provide at least one operand") }
      let parsed = try EinsumEquation(equation, operands)
      return try parsed.contract(operands)
    }
  }

  /// The sum of the products of all operands over the axes that an equation names. Mirrors `torch.einsum`.
  ///
  /// ```swift
  /// Tensor.einsum("ij,jk->ik", Tensor([[1, 2]]), Tensor([[3], [4]]))  // tensor([[11]])
  /// Tensor.einsum("ii", Tensor([[1, 2], [3, 4]]))  // tensor(5)
  /// ```
  public static func einsum(_ equation: String, _ operands: Tensor...) -> Tensor { einsum(equation, operands) }
}

/// An equation, matched to the operands it is for.
private struct EinsumEquation {
  /// What an axis is called: a letter, or a place in the ellipsis, counted from its end.
  enum Label: Hashable {
    case letter(UInt8)
    case ellipsis(Int)
  }

  let inputs: [[Label]]
  let output: [Label]
  /// All labels, the output's first.
  let labels: [Label]

  init(_ equation: String, _ operands: [Tensor]) throws(TensorError) {
    let text = Array(equation.utf8)
    let arrow = text.indices.first { $0 + 1 < text.count && text[$0] == UInt8(ascii: "-") && text[$0 + 1] == UInt8(ascii: ">") }
    let left = text[..<(arrow ?? text.count)]
    let parts = left.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.count <= operands.count else {
      throw Self.error("fewer operands were provided than specified in the equation")
    }
    guard parts.count >= operands.count else {
      throw Self.error("more operands were provided than specified in the equation")
    }
    var inputs: [[Label]] = []
    var longest = 0
    for (k, (part, operand)) in zip(parts, operands).enumerated() {
      let (before, after, hasEllipsis) = try Self.letters(part, "for operand \(k)")
      let named = before.count + after.count
      guard hasEllipsis || named == operand.rank else {
        throw Self.error(
          "the number of subscripts in the equation (\(named)) does not match the number of dimensions (\(operand.rank)) for operand \(k) "
            + "and no ellipsis was given")
      }
      guard named <= operand.rank else {
        throw Self.error(
          "the number of subscripts in the equation (\(named)) is more than the number of dimensions (\(operand.rank)) for operand \(k)")
      }
      let covered = operand.rank - named
      longest = Swift.max(longest, covered)
      let places = (0..<covered).reversed().map { Label.ellipsis($0) }
      inputs.append(before.map { .letter($0) } + places + after.map { .letter($0) })
    }
    let everyPlace = (0..<longest).reversed().map { Label.ellipsis($0) }
    let used = Set(inputs.joined())
    var output: [Label]
    if let arrow {
      let (before, after, hasEllipsis) = try Self.letters(text[(arrow + 2)...], "in the output")
      output = before.map { .letter($0) } + (hasEllipsis ? everyPlace : []) + after.map { .letter($0) }
      var seen: Set<Label> = []
      for label in output {
        guard case .letter(let letter) = label else { continue }
        let name = String(UnicodeScalar(letter))
        guard seen.insert(label).inserted else { throw Self.error("output subscript \(name) appears more than once in the output") }
        guard used.contains(label) else {
          throw Self.error("output subscript \(name) does not appear in the equation for any input operand")
        }
      }
    } else {
      var counts: [UInt8: Int] = [:]
      for case .letter(let letter) in inputs.joined() { counts[letter, default: 0] += 1 }
      output = everyPlace + counts.filter { $0.value == 1 }.keys.sorted().map { .letter($0) }
    }
    let rest = inputs.joined().reduce(into: [Label]()) { found, label in
      if !output.contains(label), !found.contains(label) { found.append(label) }
    }
    (self.inputs, self.output, self.labels) = (inputs, output, output + rest)
  }

  private static func error(_ message: String) -> TensorError { TensorError(.argument, op: "einsum", "einsum(): " + message) }

  /// The letters in front of the ellipsis and behind it.
  private static func letters(
    _ part: ArraySlice<UInt8>, _ place: String
  ) throws(TensorError) -> (before: [UInt8], after: [UInt8], hasEllipsis: Bool) {
    var (before, after): ([UInt8], [UInt8]) = ([], [])
    var hasEllipsis = false
    var i = part.startIndex
    while i < part.endIndex {
      let c = part[i]
      switch c {
      case UInt8(ascii: " "): break
      case UInt8(ascii: "."):
        guard !hasEllipsis else { throw error("found '.' \(place) for which an ellipsis was already found") }
        guard i + 2 < part.endIndex, part[i + 1] == c, part[i + 2] == c else {
          throw error("found '.' \(place) that is not part of any ellipsis")
        }
        hasEllipsis = true
        i += 2
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        if hasEllipsis { after.append(c) } else { before.append(c) }
      default:
        throw error("invalid subscript given at index \(i) in the equation string, subscripts must be in [a-zA-Z]")
      }
      i += 1
    }
    return (before, after, hasEllipsis)
  }

  // MARK: contraction

  func contract(_ operands: [Tensor]) throws(TensorError) -> Tensor {
    var aligned: [Tensor] = []
    for (k, operand) in operands.enumerated() { aligned.append(try align(operand, inputs[k], k)) }
    if let invalid = aligned.first(where: { $0.isInvalid }) { return invalid }
    // Sizes must agree, or be 1.
    var sizes = Array(repeating: 1, count: labels.count)
    for (k, t) in aligned.enumerated() {
      for d in labels.indices where t.shape[d] != 1 {
        guard sizes[d] == 1 || sizes[d] == t.shape[d] else {
          let name: String
          if case .letter(let letter) = labels[d] { name = "subscript \(UnicodeScalar(letter))" } else { name = "an axis of the ellipsis" }
          throw Self.error("\(name) has size \(t.shape[d]) for operand \(k) which does not broadcast with previously seen size \(sizes[d])")
        }
        sizes[d] = t.shape[d]
      }
    }
    // A label is summed over with the last operand that has it.
    let summed = Array(output.count..<labels.count)
    func last(_ d: Int) -> Int { aligned.lastIndex { $0.shape[d] != 1 } ?? 0 }
    let lastUses = summed.map(last)
    func ending(with k: Int) -> [Int] { zip(summed, lastUses).filter { $0.1 == k }.map(\.0) }
    var result = aligned[0].summed(ending(with: 0), evenSingle: aligned.count == 1)
    for k in 1..<Swift.max(aligned.count, 1) where k < aligned.count { result = result.pairProduct(aligned[k], ending(with: k)) }
    return result.isInvalid ? result : result.reshape(Shape(output.indices.map { result.shape[$0] }))
  }

  /// The operand with one axis for each label, in the order of `labels`; those it doesn't have are of length 1.
  private func align(_ operand: Tensor, _ names: [Label], _ k: Int) throws(TensorError) -> Tensor {
    for d in 0..<operand.rank { try operand.checkKnown(d, "einsum") }
    var (t, names) = (operand, names)
    var i = 0
    while i < names.count {
      guard let j = names[(i + 1)...].firstIndex(of: names[i]) else {
        i += 1
        continue
      }
      guard t.shape[i] == t.shape[j] else {
        let name = if case .letter(let letter) = names[i] { String(UnicodeScalar(letter)) } else { "..." }
        throw Self.error("subscript \(name) is repeated for operand \(k) but the sizes don't match, \(t.shape[j]) != \(t.shape[i])")
      }
      // The diagonal comes last: back to where the first of both axes was.
      t = t.diagonal(dim1: i, dim2: j).movedim(-1, i)
      names.remove(at: j)
    }
    let present = labels.filter { names.contains($0) }
    t = t.permute(Shape(present.map { names.firstIndex(of: $0)! }))
    for (d, label) in labels.enumerated() where !names.contains(label) { t = t.unsqueeze(d) }
    return t
  }
}

extension Tensor {
  /// The sum over axes, which stay with length 1; whole numbers and truth values become int64 by it, as in PyTorch.
  fileprivate func summed(_ axes: [Int], evenSingle: Bool = false) -> Tensor {
    let long = axes.filter { evenSingle || shape[$0] != 1 }
    return long.isEmpty ? self : sum(dims: long, keepDim: true)
  }

  /// The product with a tensor of as many axes, broadcast, summed over `axes`, which stay with length 1.
  fileprivate func pairProduct(_ other: Tensor, _ axes: [Int]) -> Tensor {
    if isInvalid { return self }
    // What only one of both has can be summed first.
    let left = summed(axes.filter { other.shape[$0] == 1 })
    let right = other.summed(axes.filter { shape[$0] == 1 })
    for t in [left, right] where t.isInvalid { return t }
    let inner = axes.filter { shape[$0] != 1 && other.shape[$0] != 1 }
    if inner.isEmpty { return left * right }
    var (both, rows, columns): ([Int], [Int], [Int]) = ([], [], [])
    for d in 0..<rank where !inner.contains(d) {
      switch (left.shape[d] == 1, right.shape[d] == 1) {
      case (false, false): both.append(d)
      case (false, true): rows.append(d)
      default: columns.append(d)
      }
    }
    func size(_ t: Tensor, _ axes: [Int]) -> Int { axes.reduce(1) { $0 &* t.shape[$1] } }
    let (batch, n) = (size(left, both), size(left, inner))
    let a = left.permute(Shape(both + rows + inner + columns)).reshape([batch, size(left, rows), n])
    let b = right.permute(Shape(both + inner + columns + rows)).reshape([batch, n, size(right, columns)])
    let order = both + rows + columns + inner
    let sizes = both.map { left.shape[$0] } + rows.map { left.shape[$0] } + columns.map { right.shape[$0] } + inner.map { _ in 1 }
    return a.bmm(b).reshape(Shape(sizes)).permute(Shape(order).inversePermutation)
  }
}
