import Lantern
import LanternIO

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
  static func replay(_ name: String, directory: String) throws -> [(function: String, tally: Tally)] {
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
      switch outcome(json, file) {
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

  private static func outcome(_ json: JSON, _ file: [String: Tensor]) -> Outcome {
    do {
      let recorded = try OperatorCase(json, file: file)
      guard let call = OperatorTable.call(recorded.function, op: recorded.op) else { return .unsupported("no such function") }
      let complaint = try withTensorErrors { try check(recorded, call) }
      return complaint.map { .failed($0) } ?? .passed
    } catch let error as UnsupportedCall {
      return .unsupported(error.description)
    } catch {
      return .failed("\(error)")
    }
  }

  /// What is different, or `nil`.
  private static func check(_ recorded: OperatorCase, _ call: OperatorCall) throws -> String? {
    let outputs = try call.run(recorded.arguments)
    try checkTensorErrors()
    let unread = recorded.arguments.unread
    guard unread.isEmpty else { throw UnsupportedCall("\(unread.joined(separator: ", ")) ignored") }
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
    for (key, expected) in recorded.mutations {
      guard let input = recorded.inputs[key] else { return "'\(key)' is no argument" }
      if let difference = CaseComparison(mode: .close, tolerance: recorded.tolerance).difference(input, expected) {
        return "\(key) afterwards: \(difference)"
      }
    }
    return try checkGradients(recorded, outputs)
  }

  private static func checkGradients(_ recorded: OperatorCase, _ outputs: [OperatorCall.Output]) throws -> String? {
    if recorded.gradients.isEmpty { return nil }
    var weighted: [(Tensor, Tensor)] = []
    for (output, weight) in zip(outputs, recorded.gradOutputs) {
      guard let weight else { continue }
      guard case .tensor(let tensor) = output else { return "a value has a gradient" }
      weighted.append((tensor, weight))
    }
    let keys = recorded.gradients.keys.sorted()
    let leaves = try keys.map { key throws in
      guard let input = recorded.inputs[key] else { throw MalformedCase("'\(key)' is no argument") }
      return input
    }
    let found = try grad(of: weighted.map(\.0), withRespectTo: leaves, gradOutputs: weighted.map(\.1), allowUnused: true)
    for (key, gradient) in zip(keys, found) {
      switch (gradient, recorded.gradients[key] ?? nil) {
      case (nil, nil): break
      case (.some, nil): return "a gradient of \(key) where there is none"
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
