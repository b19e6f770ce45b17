import CKernels
import Lantern

/// A function that works element by element, what NumPy calls a ufunc: a loop of the core, and NumPy's rules for its types.
struct ArrayFunction: Sendable {
  enum Typing: Sendable {
    /// The common type.
    case same
    /// The common type; bool is computed as int8.
    case noBool
    /// Floats as they are, whole numbers in the float type that holds them.
    case float
    /// Floats as they are, whole numbers as float64.
    case quotient
    /// Any operands; the result is bool.
    case test

    /// The type that operands are computed in.
    func type(of operands: [ArrayOperandValue]) -> DType {
      var type = type(ofCommon: ArrayOperandValue.commonType(operands))
      if self == .test {
        // A number that the array's type cannot hold compares all the same.
        for case .number(.int(let value)) in operands where !type.holds(value) { type = type == .uint64 ? .float64 : .int64 }
      }
      return type
    }

    /// The type that arrays of this common type are computed in.
    func type(ofCommon type: DType) -> DType {
      switch self {
      case .same, .test: type
      case .noBool: type == .bool ? .int8 : type
      case .float: type.holdingFloat
      case .quotient: type == .bool || type.isInteger ? .float64 : type
      }
    }
  }

  /// NumPy's name: `"add"`.
  let name: String
  let loop: Pointwise
  let typing: Typing
  /// Refuses operands that the loop must not see.
  let check: (@Sendable ([ArrayOperandValue], DType) throws(TensorError) -> Void)?
  /// The types, as bits, whose arrays can go through the loop as they are.
  let plainTypes: UInt32
  let isTest: Bool

  /// - Parameter checksValues: whether `check` looks at more than the type, and whole numbers always need it.
  init(
    _ name: String, loop: String? = nil, _ typing: Typing = .same, checksValues: Bool = false,
    check: (@Sendable ([ArrayOperandValue], DType) throws(TensorError) -> Void)? = nil
  ) {
    self.name = name
    self.loop = Pointwise(loop ?? name)
    self.typing = typing
    self.check = check
    isTest = self.loop.isTest
    var types: UInt32 = 0
    for type in DType.allCases where ck_pointwise_loop(self.loop.index, Int32(type.rawValue)) != nil && !self.loop.givesPart {
      let operands = [ArrayOperandValue.array(NDArray(Tensor.number(.int(1), type)))]
      guard typing.type(of: operands) == type, !checksValues || type.isFloatingPoint else { continue }
      do throws(TensorError) { try check?(operands, type) } catch { continue }
      types |= 1 << UInt32(type.rawValue)
    }
    plainTypes = types
  }

  private func computeType(_ operands: [ArrayOperandValue]) throws(TensorError) -> DType {
    let type = typing.type(of: operands)
    try check?(operands, type)
    guard ck_pointwise_loop(loop.index, Int32(type.computeType.rawValue)) != nil else { throw Self.refusal(name) }
    return type
  }

  /// NumPy's complaint about operands of types that a function does not know.
  static func refusal(_ name: String) -> TensorError {
    TensorError(
      .dtype, op: name,
      "ufunc '\(name)' not supported for the input types, and the inputs could not be safely coerced to any supported types according to "
        + "the casting rule ''safe''")
  }

  /// The function of each element.
  func callAsFunction(_ a: some ArrayOperand) -> NDArray { one(a.operandValue) }
  /// The function of each pair of elements.
  func callAsFunction(_ a: some ArrayOperand, _ b: some ArrayOperand) -> NDArray { two(a.operandValue, b.operandValue) }

  func run(_ operands: [ArrayOperandValue]) -> NDArray {
    for case .array(let a) in operands where a.isInvalid { return a }
    return NDArray.reporting { () throws(TensorError) in
      let type = try computeType(operands)
      let inputs = try inputs(operands, type)
      let shape = try commonShape(inputs.all.map(\.shape), op: name)
      let out = try Tensor.forArray(shape, dtype: loop.resultType(type), like: inputs.all)
      try loop.run(into: out, inputs, .none, type: type)
      return .result(out)
    }
  }

  /// The function with the result in `out`, only where `mask` holds, or of operands brought to `dtype` first.
  func callAsFunction(_ a: some ArrayOperand, out: NDArray?, where mask: NDArray?, dtype: DType? = nil) -> NDArray {
    if out == nil, mask == nil, dtype == nil { return one(a.operandValue) }
    return stored([a.operandValue], out, mask, dtype)
  }
  /// The same of two operands.
  func callAsFunction(_ a: some ArrayOperand, _ b: some ArrayOperand, out: NDArray?, where mask: NDArray?, dtype: DType? = nil) -> NDArray {
    if out == nil, mask == nil, dtype == nil { return two(a.operandValue, b.operandValue) }
    return stored([a.operandValue, b.operandValue], out, mask, dtype)
  }
  private func stored(_ operands: [ArrayOperandValue], _ out: NDArray?, _ mask: NDArray?, _ dtype: DType?) -> NDArray {
    Self.stored(name, out, mask, beside: operands) { run(dtype.map { type in operands.map { $0.brought(to: type) } } ?? operands) }
  }

  /// A result written to `out`, only where `mask` holds; without `out` the other places of a fresh array hold zeros.
  static func stored(
    _ name: String, _ out: NDArray?, _ mask: NDArray?, beside operands: [ArrayOperandValue] = [], _ compute: () -> NDArray
  ) -> NDArray {
    let result = compute()
    if out == nil && mask == nil || result.isInvalid { return result }
    if let out, out.isInvalid { return out }
    return NDArray.reporting { () throws(TensorError) in
      var shapes = [result.tensor.shape]
      if let mask { shapes.append(mask.tensor.shape) }
      if let out {
        guard result.dtype.castsSameKind(to: out.dtype) else {
          throw TensorError(
            .dtype, op: name,
            "Cannot cast ufunc '\(name)' output from dtype('\(result.dtype)') to dtype('\(out.dtype)') with casting rule 'same_kind'")
        }
        let others = mask == nil && !operands.isEmpty ? operands.map(\.shape) : shapes
        let common = try commonShape(others + [out.tensor.shape], op: name)
        guard common == out.tensor.shape else {
          throw TensorError(
            .shape, op: name,
            "non-broadcastable output operand with shape \(out.tensor.shape.compact) doesn't match the broadcast shape \(common.compact)")
        }
      }
      let shape = try commonShape(shapes, op: name)
      let target = out ?? np.zeros(shape, dtype: result.dtype)
      var values = result
      if let mask { values = np.where(mask, result, target) }
      if values.isInvalid { return values }
      try target.tensor.assign(values.tensor)
      target.tensor.storage.version &+= 1
      return target
    }
  }

  /// The function of a condition, which takes no part in promotion, and two operands.
  func runChoosing(_ condition: NDArray, _ a: ArrayOperandValue, _ b: ArrayOperandValue) -> NDArray {
    if let chosen = straightChoosing(condition, a, b) { return chosen }
    for case .array(let operand) in [a, b] where operand.isInvalid { return operand }
    return NDArray.reporting { () throws(TensorError) in
      let type = try computeType([a, b])
      let inputs = Inputs(condition.tensor, try a.tensor(type, op: name), try b.tensor(type, op: name))
      let out = try Tensor.forArray(try commonShape(inputs.all.map(\.shape), op: name), dtype: type, like: inputs.all)
      try loop.run(into: out, inputs, .none, type: type)
      return NDArray(out)
    }
  }

  /// Writes the function of `target` and an operand into `target`'s memory.
  func runInPlace(_ target: NDArray, _ value: ArrayOperandValue) {
    if straightInPlace(target, value) { return }
    let operands: [ArrayOperandValue] = [.array(target), value]
    if operands.contains(where: \.isInvalid) { return }
    do throws(TensorError) {
      let type = try computeType(operands)
      let result = loop.resultType(type)
      guard result.castsSameKind(to: target.dtype) else {
        throw TensorError(
          .dtype, op: name,
          "Cannot cast ufunc '\(name)' output from dtype('\(result)') to dtype('\(target.dtype)') with casting rule 'same_kind'")
      }
      let inputs = try inputs(operands, type)
      let shape = try commonShape(inputs.all.map(\.shape), op: name)
      guard shape == target.tensor.shape else {
        throw TensorError(
          .shape, op: name,
          "non-broadcastable output operand with shape \(target.tensor.shape.compact) doesn't match the broadcast shape \(shape.compact)")
      }
      let out = target.tensor
      if let y = inputs.y, y.mayShareMemory(with: out), !y.hasLayout(of: out) {
        let result = try Tensor(empty: shape, dtype: out.dtype)
        try loop.run(into: result, inputs, .none, type: type)
        out.write(result)
      } else {
        try loop.run(into: out, inputs, .none, type: type)
      }
      out.storage.version &+= 1
      if let origin = target.origin {
        origin.write(out)
        origin.storage.version &+= 1
      }
    } catch { error.report() }
  }

  private func inputs(_ operands: [ArrayOperandValue], _ type: DType) throws(TensorError) -> Inputs {
    var tensors: [Tensor] = []
    for operand in operands { tensors.append(try operand.tensor(type, op: name)) }
    return Inputs(tensors)
  }
}

/// The shape that arrays broadcast to, or NumPy's complaint.
func commonShape(_ shapes: [Shape], op: String) throws(TensorError) -> Shape {
  var result = shapes[0]
  for shape in shapes.dropFirst() where shape != result {
    do { result = try Shape.broadcast(op, result, shape) } catch {
      let all = shapes.map { $0.compact + " " }.joined()
      throw TensorError(.shape, op: op, "operands could not be broadcast together with shapes " + all)
    }
  }
  return result
}

extension Tensor {
  /// Fresh memory for a result, laid out in the order of axes that the operands' memory has, as NumPy does.
  static func forArray(_ shape: Shape, dtype: DType, like operands: [Tensor]) throws(TensorError) -> Tensor {
    let out = try Tensor(empty: shape, dtype: dtype)
    guard shape.count > 1, let model = operands.first(where: { $0.shape == shape }), !model.isContiguous else { return out }
    if shape.count == 2 {  // columns after each other, or rows
      let (row, column) = (Swift.abs(model.strides[0]), Swift.abs(model.strides[1]))
      guard row < column, !operands.contains(where: { $0.shape == shape && $0.isContiguous }) else { return out }
      return Tensor(viewing: out, shape: shape, strides: Shape(1, Swift.max(shape[0], 1)), offset: 0)
    }
    let order = model.memoryOrder
    guard order != Array(0..<shape.count), !operands.contains(where: { $0.shape == shape && $0.isContiguous }) else { return out }
    return Tensor(viewing: out, shape: shape, strides: shape.strides(inOrder: order), offset: 0)
  }

  /// The axes from the one with the longest steps to the one with the shortest.
  var memoryOrder: [Int] {
    (0..<rank).sorted { Swift.abs(strides[$0]) != Swift.abs(strides[$1]) ? Swift.abs(strides[$0]) > Swift.abs(strides[$1]) : $0 < $1 }
  }

  /// The first and last byte's addresses.
  private var addresses: ClosedRange<Int> {
    var low = Int(bitPattern: pointer), high = low + dtype.itemSize - 1
    for d in 0..<rank {
      let reach = (shape[d] - 1) * strides[d] * dtype.itemSize
      if reach < 0 { low += reach } else { high += reach }
    }
    return low...high
  }

  /// Whether the memory of both reaches over common addresses.
  func mayShareMemory(with other: Tensor) -> Bool {
    elementCount > 0 && other.elementCount > 0 && addresses.overlaps(other.addresses)
  }

  func hasLayout(of other: Tensor) -> Bool {
    pointer == other.pointer && shape == other.shape && strides == other.strides && dtype == other.dtype
  }
}

extension Shape {
  /// The strides without gaps when the axes lie in memory in this order, the one with the longest steps first.
  func strides(inOrder order: [Int]) -> Shape {
    var result = self
    var step = 1
    for d in order.reversed() {
      result[d] = step
      step *= Swift.max(self[d], 1)
    }
    return result
  }
}
