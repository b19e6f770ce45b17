import Lantern

/// The seed of a record: a number, or the list of numbers that NumPy's seeding takes.
enum ReplaySeed {
  case number(Int128)
  case list([Int])
}

/// The numbers a replayed call made.
struct ReplayResult {
  let dtype: DType
  /// The bit pattern of each element, in logical order.
  let bits: [UInt64]

  /// The bit patterns in hexadecimal without leading zeros, as the golden files hold them.
  var hex: [String] { bits.map { String($0, radix: 16) } }

  /// The elements of an integer or boolean type; unsigned 64-bit ones modulo 2^64.
  var integers: [Int64] {
    bits.map { pattern in
      let spare = 64 - 8 * dtype.itemSize
      return dtype.isSigned ? Int64(bitPattern: pattern << spare) >> spare : Int64(bitPattern: pattern)
    }
  }
}

/// Makes the random numbers of a record of a golden file once more, with Lantern's engines.
/// - Parameters:
///   - lib: the library the record is of: `torch`, `numpy.random (legacy)`, `numpy default_rng` or `tf1 set_random_seed(seed)`.
///   - call: the call in Python's spelling, with any sizes and parameters, and a remark such as `second run`.
///   - dtype: the element type the record has; empty to take what comes.
/// - Throws: `TensorError` for a call that cannot be read, is not known, or gives another element type.
func replayRandom(lib: String, call: String, seed: ReplaySeed, dtype: String = "") throws(TensorError) -> ReplayResult {
  let (expression, remark) = try CallParser.parse(call)
  let functions: any ReplayFunctions
  if lib.hasPrefix("torch") {
    functions = try TorchReplay(seed)
  } else if lib.contains("default_rng") {
    functions = try DefaultRngReplay(seed)
  } else if lib.hasPrefix("numpy") {
    functions = try RandomStateReplay(seed)
  } else if lib.hasPrefix("tf") {
    functions = try GraphReplay(seed)
  } else {
    throw replayError("no library named '\(lib)'")
  }
  let evaluator = ReplayEvaluator(functions: functions)
  var result = try evaluator.evaluate(expression)
  for _ in 1..<runs(remark) {
    functions.startRun()
    result = try evaluator.evaluate(expression)
  }
  let array = try result.array()
  guard dtype.isEmpty || array.dtype.name == dtype else {
    throw replayError("'\(call)' gives \(array.dtype.name), not \(dtype)")
  }
  return ReplayResult(dtype: array.dtype, bits: array.bits)
}

/// How many times in a row the call runs: "third run" is the third.
private func runs(_ remark: String) -> Int {
  let words = remark.split(separator: " ")
  guard words.last == "run", words.count > 1 else { return 1 }
  let ordinal = words[words.count - 2]
  let names = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
  if let index = names.firstIndex(of: String(ordinal)) { return index + 1 }
  return max(1, Int(ordinal.prefix { $0.isNumber }) ?? 1)
}

func replayError(_ message: String) -> TensorError { TensorError(.argument, op: "conformance", message) }

/// The functions of one library with its random stream.
protocol ReplayFunctions: AnyObject {
  /// Calls a function by its dotted name, without the library's own prefix.
  func call(_ name: String, _ arguments: ReplayArguments) throws(TensorError) -> ReplayValue
  /// Calls a method of an array; nil when the library adds none of that name.
  func method(_ name: String, of array: ReplayArray, _ arguments: ReplayArguments) throws(TensorError) -> ReplayArray?
  /// Begins another run of the same graph, for libraries that have runs.
  func startRun()
}

extension ReplayFunctions {
  func method(_ name: String, of array: ReplayArray, _ arguments: ReplayArguments) throws(TensorError) -> ReplayArray? { nil }
  func startRun() {}
}

/// Works out an expression, argument by argument, in Python's order.
struct ReplayEvaluator {
  let functions: any ReplayFunctions

  func evaluate(_ expression: CallExpression) throws(TensorError) -> ReplayValue {
    switch expression {
    case .none: return .none
    case .bool(let value): return .bool(value)
    case .integer(let value): return .integer(value)
    case .real(let value): return .real(value)
    case .text(let value): return .text(value)
    case .list(let items):
      var values: [ReplayValue] = []
      for item in items { values.append(try evaluate(item)) }
      return .list(values)
    case .name, .attribute:
      if let path = Self.path(expression) { return .text(path) }
      guard case .attribute(let owner, let name) = expression else { throw replayError("not a value") }
      return try evaluate(owner).attribute(name)
    case .index(let owner, let places): return .array(try evaluate(owner).array().indexed(places, self))
    case .call(let callee, let positional, let named):
      if let path = Self.path(callee) {
        return try functions.call(Self.stripped(path), try arguments(positional, named))
      }
      if case .attribute(let owner, let name) = callee {
        let array = try evaluate(owner).array(), arguments = try arguments(positional, named)
        if let result = try functions.method(name, of: array, arguments) { return .array(result) }
        return .array(try array.method(name, arguments))
      }
      guard case .dropout(let p) = try evaluate(callee) else { throw replayError("the result of a call cannot be called") }
      let arguments = try arguments(positional, named)
      return try functions.call("dropout", ReplayArguments(positional: arguments.positional + [.real(p)], named: [:]))
    }
  }

  private func arguments(
    _ positional: [CallExpression], _ named: [(String, CallExpression)]
  ) throws(TensorError) -> ReplayArguments {
    var result = ReplayArguments(positional: [], named: [:])
    for argument in positional { result.positional.append(try evaluate(argument)) }
    for (name, argument) in named { result.named[name] = try evaluate(argument) }
    return result
  }

  /// `torch.nn.Linear` as one name.
  private static func path(_ expression: CallExpression) -> String? {
    switch expression {
    case .name(let name): return name
    case .attribute(let owner, let name): return path(owner).map { $0 + "." + name }
    default: return nil
    }
  }

  /// The name without the library in front.
  private static func stripped(_ path: String) -> String {
    var parts = path.split(separator: ".").map(String.init)
    let prefixes: Set = ["torch", "np", "numpy", "random", "tf", "compat", "v1", "rng", "F", "functional", "nn", "init", "r"]
    while parts.count > 1, prefixes.contains(parts[0]) { parts.removeFirst() }
    return parts.joined(separator: ".")
  }
}
