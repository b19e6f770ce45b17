import Lantern

/// What kind of argument a call asks for.
package enum ArgumentKind: Sendable {
  case any, tensor, operand, tensors, number, numbers, int, ints, flag, string, dtype
}

/// Makes up arguments; `nil` stands for an absent one. Asked twice for the same argument it gives the same.
package protocol ArgumentSource: AnyObject {
  func value(_ position: Int?, _ name: String, _ kind: ArgumentKind) -> CaseValue?
}

/// The arguments of a recorded call, read by position or by name as Python would.
///
/// It notes which ones are read, so that a call whose arguments were not all looked at counts as unsupported instead of passing by luck.
package final class CallArguments {
  private let positional: [CaseValue]
  private let named: [String: CaseValue]
  /// Where arguments come from that nobody has recorded.
  private let source: (any ArgumentSource)?
  private var readPositions: Set<Int> = []
  private var readNames: Set<String> = []

  package init(positional: [CaseValue], named: [String: CaseValue]) {
    self.positional = positional
    self.named = named
    source = nil
  }

  /// Arguments that are made when they are asked for.
  package init(source: any ArgumentSource) {
    positional = []
    named = [:]
    self.source = source
  }

  /// What nobody has asked for.
  package var unread: [String] {
    positional.indices.filter { !readPositions.contains($0) }.map { "argument \($0)" }
      + named.keys.filter { key in
        if readNames.contains(key) { return false }
        switch named[key] {
        case .none?, .ignored?: return false
        default: return true
        }
      }.sorted()
  }

  /// How many arguments have no name.
  package var count: Int { positional.count }

  /// The value at a position or of a name; `nil` when it is absent or `None`.
  package func value(_ position: Int?, _ name: String, _ kind: ArgumentKind = .any) -> CaseValue? {
    if let source { return source.value(position, name, kind) }
    if let position, position < positional.count {
      readPositions.insert(position)
      if case .none = positional[position] { return nil }
      return positional[position]
    }
    readNames.insert(name)
    if case .none? = named[name] { return nil }
    return named[name]
  }

  /// All positional arguments from one on.
  package func rest(from start: Int, _ kind: ArgumentKind = .any) -> [CaseValue] {
    if case .list(let items)? = source?.value(start, "*", kind) { return items }
    guard start < positional.count else { return [] }
    readPositions.formUnion(start..<positional.count)
    return Array(positional[start...])
  }

  // MARK: tensors

  /// The first argument, a tensor.
  package var x: Tensor { get throws { try tensor(0, "input") } }

  package func tensor(_ position: Int?, _ name: String) throws -> Tensor {
    guard let found = try optionalTensor(position, name) else { throw MalformedCase("'\(name)' is missing") }
    return found
  }

  package func optionalTensor(_ position: Int?, _ name: String) throws -> Tensor? {
    guard let value = value(position, name, .tensor) else { return nil }
    guard case .tensor(let tensor) = value else { throw UnsupportedCall("'\(name)' is \(value.kind), not a tensor") }
    return tensor
  }

  /// A tensor, or a number as a tensor of the dtype it has beside `x`.
  package func operand(_ position: Int?, _ name: String, beside x: Tensor) throws -> Tensor {
    switch value(position, name, .operand) {
    case .tensor(let tensor)?: return tensor
    case let value?: return x.beside(try Self.scalar(value, name))
    case nil: throw MalformedCase("'\(name)' is missing")
    }
  }

  /// A list of tensors.
  package func tensors(_ position: Int?, _ name: String) throws -> [Tensor] {
    guard let value = value(position, name, .tensors) else { throw MalformedCase("'\(name)' is missing") }
    return try Self.tensors(value, name)
  }

  private static func tensors(_ value: CaseValue, _ name: String) throws -> [Tensor] {
    switch value {
    case .tensor(let tensor): return [tensor]
    case .list(let items), .tuple(let items): return try items.flatMap { try tensors($0, name) }
    default: throw UnsupportedCall("'\(name)' is \(value.kind), not a list of tensors")
    }
  }

  /// The tensors of a variadic call, `f(*tensors)`, whether given one by one or as one list.
  package func variadicTensors() throws -> [Tensor] { try rest(from: 0, .tensors).flatMap { try Self.tensors($0, "tensors") } }

  // MARK: numbers

  package func scalar(_ position: Int?, _ name: String) throws -> Scalar? {
    guard let value = value(position, name, .number) else { return nil }
    return try Self.scalar(value, name)
  }

  package func number(_ position: Int?, _ name: String) throws -> Scalar {
    guard let found = try scalar(position, name) else { throw MalformedCase("'\(name)' is missing") }
    return found
  }

  private static func scalar(_ value: CaseValue, _ name: String) throws -> Scalar {
    switch value {
    case .bool(let v): return .bool(v)
    case .int(let v): return .int(v)
    case .float(let v): return .double(v)
    case .complex(let re, let im): return .complex(re, im)
    default: throw UnsupportedCall("'\(name)' is \(value.kind), not a number")
    }
  }

  package func double(_ position: Int?, _ name: String, _ absent: Double) throws -> Double { try optionalDouble(position, name) ?? absent }
  package func optionalDouble(_ position: Int?, _ name: String) throws -> Double? { try scalar(position, name)?.doubleValue }

  package func int(_ position: Int?, _ name: String, _ absent: Int) throws -> Int { try optionalInt(position, name) ?? absent }
  package func int(_ position: Int?, _ name: String) throws -> Int {
    guard let found = try optionalInt(position, name) else { throw MalformedCase("'\(name)' is missing") }
    return found
  }
  package func optionalInt(_ position: Int?, _ name: String) throws -> Int? {
    guard let value = value(position, name, .int) else { return nil }
    return try Self.int(value, name)
  }

  private static func int(_ value: CaseValue, _ name: String) throws -> Int {
    switch value {
    case .int(let v): return v
    case .bool(let v): return v ? 1 : 0
    case .tensor(let t) where t.elementCount == 1 && !t.dtype.isFloatingPoint: return t.item().intValue
    default: throw UnsupportedCall("'\(name)' is \(value.kind), not an int")
    }
  }

  /// A list of whole numbers; a single number is a list of one.
  package func ints(_ position: Int?, _ name: String) throws -> [Int] {
    guard let found = try optionalInts(position, name) else { throw MalformedCase("'\(name)' is missing") }
    return found
  }
  package func optionalInts(_ position: Int?, _ name: String) throws -> [Int]? {
    guard let value = value(position, name, .ints) else { return nil }
    switch value {
    case .list(let items), .tuple(let items): return try items.map { try Self.int($0, name) }
    default: return [try Self.int(value, name)]
    }
  }

  package func doubles(_ position: Int?, _ name: String) throws -> [Double]? {
    guard let value = value(position, name, .numbers) else { return nil }
    switch value {
    case .list(let items), .tuple(let items): return try items.map { try Self.scalar($0, name).doubleValue }
    default: return [try Self.scalar(value, name).doubleValue]
    }
  }

  /// Whole numbers spread over the remaining positions, or given as one list: `x.view(2, 3)` and `x.view((2, 3))`.
  package func sizes(from position: Int, _ name: String) throws -> [Int] {
    if position < positional.count {
      let values = rest(from: position)
      if values.count == 1 { return try ints(position, name) }
      return try values.map { try Self.int($0, name) }
    }
    return try ints(source == nil ? nil : position, name)
  }

  // MARK: others

  package func flag(_ position: Int?, _ name: String, _ absent: Bool = false) throws -> Bool {
    guard let value = value(position, name, .flag) else { return absent }
    switch value {
    case .bool(let v): return v
    case .int(let v): return v != 0
    default: throw UnsupportedCall("'\(name)' is \(value.kind), not a bool")
    }
  }

  package func string(_ position: Int?, _ name: String) throws -> String? {
    guard let value = value(position, name, .string) else { return nil }
    guard case .string(let text) = value else { throw UnsupportedCall("'\(name)' is \(value.kind), not a string") }
    return text
  }

  package func dtype(_ position: Int?, _ name: String) throws -> DType? {
    guard let value = value(position, name, .dtype) else { return nil }
    guard case .dtype(let dtype) = value else { throw UnsupportedCall("'\(name)' is \(value.kind), not a dtype") }
    return dtype
  }

  /// `dim` and `keepdim`, as most reductions have them.
  package func axes(_ position: Int? = 1) throws -> (dims: [Int]?, keepDim: Bool) {
    (try optionalInts(position, "dim"), try flag(position.map { $0 + 1 }, "keepdim"))
  }
}
