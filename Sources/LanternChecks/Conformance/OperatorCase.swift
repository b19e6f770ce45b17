import Lantern
import LanternIO
import LanternOperators

/// A recorded call of PyTorch: arguments, results, gradients.
struct OperatorCase {
  let id: String
  let op: String
  /// The name with the variant of arguments that the case stands for: `div.floor_rounding`.
  let function: String
  let arguments: CallArguments
  /// Argument tensors by key.
  let inputs: [String: Tensor]
  let outputs: [JSON]
  let compare: [String]
  let gradOutputs: [Tensor?]
  /// Argument key -> its gradient; `nil` where the argument has no part in the result.
  let gradients: [String: Tensor?]
  /// Argument key -> its contents after the call.
  let mutations: [String: Tensor]
  let tolerance: (relative: Double, absolute: Double)?
  private let file: [String: Tensor]

  /// Decodes a case; `stand` gives what is passed in the place of each argument tensor.
  init(_ json: JSON, file: [String: Tensor], stand: (Tensor) throws -> Tensor = { $0 }) throws {
    guard case .object(let members) = json else { throw MalformedCase("a case is \(json.kind), not an object") }
    guard case .string(let id)? = members["id"], case .string(let op)? = members["op"] else {
      throw MalformedCase("a case without id or op")
    }
    guard case .array(let args)? = members["args"], case .object(let kwargs)? = members["kwargs"],
      case .array(let outputs)? = members["outputs"],
      case .array(let modes)? = members["compare"]
    else { throw MalformedCase("\(id) has no args, kwargs, outputs or compare") }
    self.id = id
    self.op = op
    if case .string(let variant)? = members["variant"], !variant.isEmpty { function = "\(op).\(variant)" } else { function = op }
    self.file = file
    var inputs: [String: Tensor] = [:]
    func input(_ members: [String: JSON]) throws -> Tensor {
      guard case .string(let key)? = members["tensor"] else { throw MalformedCase("a tensor without a key") }
      if let known = inputs[key] { return known }
      let values = try Self.strided(Self.tensor(key, file), members)
      if case .bool(true)? = members["requires_grad"] { _ = values.requiresGrad_() }
      let tensor = try stand(values)
      inputs[key] = tensor
      return tensor
    }
    let positional = try args.map { try CaseValue($0, tensor: input) }
    let named = try kwargs.mapValues { try CaseValue($0, tensor: input) }
    arguments = CallArguments(positional: positional, named: named)
    self.inputs = inputs
    self.outputs = outputs
    compare = try modes.map {
      guard case .string(let mode) = $0, ["close", "exact", "abs", "skip"].contains(mode) else { throw MalformedCase("unknown comparison") }
      return mode
    }
    guard compare.count == outputs.count else { throw MalformedCase("\(compare.count) comparisons for \(outputs.count) outputs") }
    gradOutputs = try Self.keys(members["grad_outputs"]).map { key in try key.map { try Self.tensor($0, file) } }
    gradients = try Self.references(members["grads"]).mapValues { key in try key.map { try Self.tensor($0, file) } }
    mutations = try Self.references(members["mutates"]).compactMapValues { key in try key.map { try Self.tensor($0, file) } }
    if case .object(let limits)? = members["tol"], case .number(let rtol)? = limits["rtol"], case .number(let atol)? = limits["atol"] {
      tolerance = (rtol.double, atol.double)
    } else {
      tolerance = nil
    }
  }

  /// The tensor that an output names, or `nil` for one that is a value.
  func expectedTensor(_ output: JSON) throws -> Tensor? {
    guard case .string(let key) = output else { return nil }
    return try Self.tensor(key, file)
  }

  /// The value that an output holds.
  func expectedValue(_ output: JSON) throws -> CaseValue {
    guard case .object(let members) = output, let value = members["value"] else { throw MalformedCase("an output is \(output.kind)") }
    return try CaseValue(value) { _ in throw MalformedCase("a tensor inside a value") }
  }

  /// The tensor of a key. Complex ones lie in the file as pairs of numbers.
  private static func tensor(_ key: String, _ file: [String: Tensor]) throws -> Tensor {
    guard let tensor = file[key] else { throw MalformedCase("the file has no tensor '\(key)'") }
    guard key.hasSuffix(".cplx") else { return tensor }
    guard tensor.dtype == .float32 || tensor.dtype == .float64, tensor.shape.last == 2 else {
      throw MalformedCase("'\(key)' is not made of pairs of numbers")
    }
    return tensor.pairsAsComplex()
  }

  /// The values in memory laid out as the original's was.
  private static func strided(_ values: Tensor, _ members: [String: JSON]) throws -> Tensor {
    let strides = try integers(members["strides"])
    guard let strides else { return values.clone() }
    guard strides.count == values.rank, strides.allSatisfy({ $0 >= 0 }) else {
      throw MalformedCase("strides \(strides) do not fit the shape")
    }
    let offset: Int = if case .number(let number)? = members["offset"] { Int(number.int64 ?? 0) } else { 0 }
    let last = zip(values.shape, strides).reduce(0) { $0 + max($1.0 - 1, 0) * $1.1 }
    let memory = Tensor.zeros(offset + last + 1, dtype: values.dtype)
    let view = memory.asStrided(values.shape, Shape(strides), offset)
    // Axes of stride 0 hold one value many times: write it once.
    var (target, source) = (view, values)
    for (d, stride) in strides.enumerated() where stride == 0 && values.shape[d] > 1 {
      (target, source) = (target.narrow(d, 0, 1), source.narrow(d, 0, 1))
    }
    _ = target.copy_(source)
    return view.detach()
  }

  private static func integers(_ json: JSON?) throws -> [Int]? {
    guard case .array(let items)? = json else { return nil }
    return try items.map {
      guard case .number(let number) = $0, let value = number.int64 else { throw MalformedCase("\($0.kind) where a whole number belongs") }
      return Int(value)
    }
  }

  private static func keys(_ json: JSON?) throws -> [String?] {
    guard case .array(let items)? = json else { return [] }
    return try items.map { try key($0) }
  }

  private static func references(_ json: JSON?) throws -> [String: String?] {
    guard case .object(let members)? = json else { return [:] }
    return try members.mapValues { try key($0) }
  }

  private static func key(_ json: JSON) throws -> String? {
    switch json {
    case .null: return nil
    case .string(let key): return key
    default: throw MalformedCase("\(json.kind) where a tensor's key belongs")
    }
  }
}
