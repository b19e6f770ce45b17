import Lantern

/// One function of PyTorch, and how Lantern is asked for the same.
struct OperatorCall: Sendable {
  /// A result: a tensor, or anything else.
  enum Output {
    case tensor(Tensor)
    case value(CaseValue)
  }

  /// PyTorch's name, without `torch.`: `nn.functional.conv2d`.
  let name: String
  /// Lantern's spelling: `x.conv2d(weight, bias)`.
  let swift: String
  /// Calls Lantern.
  let run: @Sendable (CallArguments) throws -> [Output]

  /// A function with one result.
  static func one(_ name: String, _ swift: String, _ run: @escaping @Sendable (CallArguments) throws -> Tensor) -> OperatorCall {
    OperatorCall(name: name, swift: swift) { [.tensor(try run($0))] }
  }

  /// A function with several results.
  static func many(_ name: String, _ swift: String, _ run: @escaping @Sendable (CallArguments) throws -> [Tensor]) -> OperatorCall {
    OperatorCall(name: name, swift: swift) { try run($0).map { .tensor($0) } }
  }

  /// A function whose result is no tensor.
  static func value(_ name: String, _ swift: String, _ run: @escaping @Sendable (CallArguments) throws -> CaseValue) -> OperatorCall {
    OperatorCall(name: name, swift: swift) { [.value(try run($0))] }
  }

  /// Functions of one tensor that have the same name here and there.
  static func unary(_ name: String, _ swift: String, _ run: @escaping @Sendable (Tensor) -> Tensor) -> OperatorCall {
    one(name, "x." + swift + "()") { a in
      let x = try a.x
      _ = try a.flag(1, "inplace")
      return run(x)
    }
  }

  /// Functions of two tensors, the second of which may be a number.
  static func binary(_ name: String, _ swift: String, _ run: @escaping @Sendable (Tensor, Tensor) -> Tensor) -> OperatorCall {
    one(name, swift) { a in
      let x = try a.x
      return run(x, try a.operand(1, "other", beside: x))
    }
  }
}

/// Every function of PyTorch that Lantern has, by name.
enum OperatorTable {
  /// The functions of one subject.
  struct Family {
    let title: String
    let calls: [OperatorCall]
  }

  static let families: [Family] = [
    Family(title: "Element by element", calls: pointwise),
    Family(title: "Reductions and scans", calls: reductions + summaries),
    Family(title: "Order, groups, places", calls: orders),
    Family(title: "Views and shapes", calls: views + arrangements + splits),
    Family(title: "Indexing", calls: indexing + scatters),
    Family(title: "Linear algebra", calls: linearAlgebra + factorizations),
    Family(title: "Activations", calls: activations),
    Family(title: "Losses", calls: losses),
    Family(title: "Layers", calls: layers + weightLayers + convolutions),
    Family(title: "Images", calls: images),
    Family(title: "Complex numbers", calls: complexNumbers),
    Family(title: "Fourier transforms", calls: fourier),
  ]

  static let all: [OperatorCall] = families.flatMap(\.calls)

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// The call for a case file: by its full name, `div.floor_rounding`, or else without the variant.
  static func call(_ name: String, op: String) -> OperatorCall? { byName[name] ?? byName[op] }
}
