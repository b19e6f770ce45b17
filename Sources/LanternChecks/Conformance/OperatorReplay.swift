import Lantern
import LanternIO
import LanternOperators

/// Replays recorded calls of PyTorch's functions.
struct OperatorReplay {
  /// What became of one case.
  enum Outcome {
    case passed
    case failed(String)
    case unsupported(String)
  }

  /// How many cases of one function passed, differed, and could not be asked for.
  struct Tally {
    var passed = 0, failed = 0, unsupported = 0
    /// The first case that did not pass, and why.
    var complaints: [String] = []
  }

  /// Replays the cases of a file, most often those of one function, and counts them by function.
  static func replay(_ name: String, directory: String, inGraph: Bool = false, on device: Device = .cpu) throws -> [(
    function: String, tally: Tally
  )] {
    let json = try JSON(parsing: fileBytes(path: "\(directory)/\(name).json", op: "conformance"))
    let file = try Safetensors(path: "\(directory)/\(name).safetensors").tensors
    guard case .array(let cases) = json else { throw MalformedCase("\(name).json is \(json.kind), not an array") }
    var tallies: [(function: String, tally: Tally)] = []
    var places: [String: Int] = [:]
    for json in cases {
      let (function, id) = names(of: json, in: name)
      let place = places[function] ?? tallies.count
      if place == tallies.count {
        places[function] = place
        tallies.append((function, Tally()))
      }
      switch outcome(json, file, inGraph: inGraph, on: device) {
      case .passed: tallies[place].tally.passed += 1
      case .failed(let why):
        tallies[place].tally.failed += 1
        tallies[place].tally.complaints.append("\(id): \(why)")
      case .unsupported(let why):
        tallies[place].tally.unsupported += 1
        tallies[place].tally.complaints.append("\(id): unsupported: \(why)")
      }
    }
    return tallies
  }

  /// What to call a case in the report, however malformed it may be.
  private static func names(of json: JSON, in file: String) -> (function: String, id: String) {
    guard case .object(let members) = json else { return (file, file) }
    let id: String = if case .string(let text)? = members["id"] { text } else { file }
    guard case .string(let op)? = members["op"] else { return (file, id) }
    guard case .string(let variant)? = members["variant"], !variant.isEmpty else { return (op, id) }
    return ("\(op).\(variant)", id)
  }

  private static func outcome(_ json: JSON, _ file: [String: Tensor], inGraph: Bool, on device: Device) -> Outcome {
    do {
      let complaint = try withTensorErrors {
        try inGraph ? SymbolicReplay.complaint(json, file) : EagerReplay.complaint(json, file, on: device)
      }
      return complaint.map { .failed($0) } ?? .passed
    } catch let error as UnsupportedCall {
      return .unsupported(error.description)
    } catch let error as TensorError where inGraph && error.kind == .symbolic {
      return .unsupported("needs numbers: \(error)")
    } catch {
      return .failed("\(error)")
    }
  }
}

/// What a call gave: results and gradients, to be held against what was recorded.
struct ReplayedCall {
  let recorded: OperatorCase
  let outputs: [OperatorCall.Output]
  /// By argument key; `nil` where the argument has no part in the result.
  let gradients: [String: Tensor?]

  /// Calls Lantern's function; throws when there is none or when it leaves arguments unread.
  static func outputs(_ recorded: OperatorCase) throws -> [OperatorCall.Output] {
    guard let call = OperatorTable.call(recorded.function, op: recorded.op) else { throw UnsupportedCall("no such function") }
    let outputs = try call.run(recorded.arguments)
    try checkTensorErrors()
    let unread = recorded.arguments.unread
    guard unread.isEmpty else { throw UnsupportedCall("\(unread.joined(separator: ", ")) ignored") }
    return outputs
  }

  /// The results that gradients come from, with the gradients they get.
  static func weighted(_ recorded: OperatorCase, _ outputs: [OperatorCall.Output]) throws -> [(Tensor, Tensor)] {
    if recorded.gradients.isEmpty { return [] }
    return try zip(outputs, recorded.gradOutputs).compactMap { output, weight in
      guard let weight else { return nil }
      guard case .tensor(let tensor) = output else { throw MalformedCase("a value has a gradient") }
      return (tensor, weight)
    }
  }

  /// The argument of a key.
  static func leaf(_ recorded: OperatorCase, _ key: String) throws -> Tensor {
    guard let input = recorded.inputs[key] else { throw MalformedCase("'\(key)' is no argument") }
    return input
  }

  /// What is different, or `nil`.
  func complaint(zeroIsNone: Bool = false) throws -> String? {
    guard outputs.count == recorded.outputs.count else { return "\(outputs.count) results instead of \(recorded.outputs.count)" }
    for (i, output) in outputs.enumerated() {
      let mode = CaseComparison.Mode(rawValue: recorded.compare[i]) ?? .exact
      let difference: String?
      switch (output, try recorded.expectedTensor(recorded.outputs[i])) {
      case (.tensor(let got), let expected?):
        difference = CaseComparison(mode: mode, tolerance: recorded.tolerance).difference(got, expected)
      case (.value(let got), nil): difference = CaseComparison.difference(got, try recorded.expectedValue(recorded.outputs[i]))
      default: difference = "a tensor where a value belongs, or the other way round"
      }
      if let difference { return "output \(i): \(difference)" }
    }
    for (key, wanted) in recorded.gradients.sorted(by: { $0.key < $1.key }) {
      switch (gradients[key] ?? nil, wanted) {
      case (nil, nil): break
      case (let gradient?, nil):
        if !zeroIsNone || gradient.countNonzero().item().intValue > 0 { return "a gradient of \(key) where there is none" }
      case (nil, .some): return "no gradient of \(key)"
      case (let gradient?, let expected?):
        if let difference = CaseComparison(mode: .close, tolerance: recorded.tolerance, slack: 5).difference(gradient, expected) {
          return "gradient of \(key): \(difference)"
        }
      }
    }
    return nil
  }
}

/// Replays a call at once.
enum EagerReplay {
  static func complaint(_ json: JSON, _ file: [String: Tensor], on device: Device = .cpu) throws -> String? {
    let recorded = try OperatorCase(json, file: file) { try $0.mirrored(on: device) }
    let outputs = try ReplayedCall.outputs(recorded)
    if device != .cpu, !recorded.inputs.isEmpty {
      for (i, output) in outputs.enumerated() {
        if case .tensor(let tensor) = output, tensor.device != device { return "output \(i) is on \(tensor.device)" }
      }
    }
    for (key, expected) in recorded.mutations {
      let input = try ReplayedCall.leaf(recorded, key)
      if let difference = CaseComparison(mode: .close, tolerance: recorded.tolerance).difference(input, expected) {
        return "\(key) afterwards: \(difference)"
      }
    }
    let weighted = try ReplayedCall.weighted(recorded, outputs)
    let keys = recorded.gradients.keys.sorted()
    let found =
      try weighted.isEmpty
      ? []
      : grad(
        of: weighted.map(\.0), withRespectTo: keys.map { try ReplayedCall.leaf(recorded, $0) },
        gradOutputs: weighted.map { $0.1.to(device) },
        allowUnused: true)
    return try ReplayedCall(recorded: recorded, outputs: outputs, gradients: Dictionary(uniqueKeysWithValues: zip(keys, found))).complaint()
  }
}
