import Lantern
import LanternOperators

/// Makes up the arguments of one call as the call asks for them, and writes them down.
final class FuzzArguments: ArgumentSource {
  private var tensors: FuzzTensors
  private var known: [String: CaseValue?] = [:]
  private let journal: FuzzJournal?
  /// The tensors given so far, which gradients are asked for.
  private(set) var leaves: [Tensor] = []

  init(_ random: FuzzRandom, journal: FuzzJournal?) {
    tensors = FuzzTensors(random)
    self.journal = journal
  }

  func value(_ position: Int?, _ name: String, _ kind: ArgumentKind) -> CaseValue? {
    let key = "\(name)@\(position ?? -1)"
    if let found = known[key] { return found }
    let made = make(position, name, kind)
    known[key] = .some(made)
    journal?.note(" \(name): \(made.map(Self.text) ?? "nil")")
    return made
  }

  /// Arguments that are often left out.
  private func isOptional(_ position: Int?, _ name: String, _ kind: ArgumentKind) -> Bool {
    if position == 0 { return false }
    switch kind {
    case .tensor: return position == nil || ["bias", "weight", "attn_mask", "running_mean", "running_var", "offsets"].contains(name)
    case .operand, .tensors: return false
    case .int, .ints: return position == nil || position! > 1 || name == "dim"
    default: return true
    }
  }

  private func make(_ position: Int?, _ name: String, _ kind: ArgumentKind) -> CaseValue? {
    let absent = tensors.random.chance(kind == .any ? 25 : 40)
    if absent, isOptional(position, name, kind) { return nil }
    switch kind {
    case .tensor: return tensor(name)
    case .operand: return tensors.random.chance(70) ? tensor(name) : number()
    case .tensors: return .list((0..<tensors.random.pick([0, 1, 2, 2, 3, 3])).map { _ in tensor(name) })
    case .number: return number()
    case .numbers: return .list((0..<tensors.random.whole(0...3)).map { _ in number() })
    case .int: return .int(int())
    case .ints: return ints(name)
    case .flag: return .bool(tensors.random.chance(50))
    case .dtype: return .dtype(tensors.random.pick(DType.allCases))
    case .string: return .string(string(name))
    case .any: return anything(position, name)
    }
  }

  private func tensor(_ name: String) -> CaseValue {
    let made = tensors.tensor(named: name)
    if made.requiresGrad { leaves.append(made) }
    return .tensor(made)
  }

  private func int() -> Int {
    switch tensors.random.whole(0...19) {
    case 0: tensors.random.pick(FuzzTensors.wholes)
    case 1...3: tensors.random.whole(-5...9)
    case 4...6: -1
    default: tensors.random.whole(0...3)
    }
  }

  private func number() -> CaseValue {
    switch tensors.random.whole(0...9) {
    case 0: .float(tensors.random.pick(FuzzTensors.reals))
    case 1: .int(tensors.random.pick(FuzzTensors.wholes))
    case 2: .bool(tensors.random.chance(50))
    case 3: .complex(tensors.random.uniform(), tensors.random.pick(FuzzTensors.reals))
    case 4...6: .int(tensors.random.whole(-2...4))
    default: .float(tensors.random.uniform() * 4 - 1)
    }
  }

  private func ints(_ name: String) -> CaseValue {
    let count = tensors.random.chance(5) ? tensors.random.pick([0, 9, 65]) : tensors.random.whole(1...4)
    if count == 1, tensors.random.chance(50) { return .int(int()) }
    let isAxes = name.hasPrefix("dim") && tensors.random.chance(70)
    let start = tensors.random.whole(0...2)
    return .list((0..<count).map { .int(isAxes ? start + $0 : int()) })
  }

  private static let words: [String: [String]] = [
    "mode": [
      "nearest", "linear", "bilinear", "bicubic", "trilinear", "area", "nearest-exact", "constant", "reflect", "replicate", "circular",
      "sum", "mean", "max", "reduced", "complete", "r",
    ],
    "padding_mode": ["zeros", "border", "reflection"], "reduction": ["none", "mean", "sum"], "norm": ["forward", "backward", "ortho"],
    "UPLO": ["L", "U"], "rounding_mode": ["floor", "trunc"], "side": ["left", "right"], "padding": ["same", "valid"],
    "reduce": ["sum", "prod", "mean", "amax", "amin"], "indexing": ["ij", "xy"], "approximate": ["none", "tanh"],
    "equation": [
      "ij,jk->ik", "ij,jk", "ii->i", "ii", "...ij,...jk->...ik", "i,j->ij", "ij->ji", "bij,bjk->bik", "i,i", "...", "->", "", "ij,ij->",
      "aij,ajk->aki", "i->ii", "ij,", "..i", "i j->j i", "i1", "ijk,ijk->i", "...i->...", "i...->...i", "ab,bc,cd->ad",
    ], "interpolation": ["linear", "lower", "higher", "midpoint", "nearest"], "p": ["fro", "nuc", "inf"], "ord": ["fro", "nuc", "inf"],
  ]

  private func string(_ name: String) -> String {
    if tensors.random.chance(3) { return tensors.random.pick(["", "bogus", "\u{0}", "é"]) }
    if let words = Self.words[name] { return tensors.random.pick(words) }
    return tensors.random.pick(Self.words.values.flatMap { $0 }.sorted())
  }

  /// An argument whose kind the call tells apart itself.
  private func anything(_ position: Int?, _ name: String) -> CaseValue? {
    switch name {
    case "memory_format": return nil
    case "*": return .list((0..<tensors.random.whole(0...3)).map { _ in .int(int()) })
    case "padding": return tensors.random.chance(20) ? .string(string(name)) : ints(name)
    case "align_corners", "return_indices": return .bool(tensors.random.chance(50))
    case "p", "ord": return tensors.random.chance(30) ? .string(string(name)) : number()
    case "index" where position == 1: return index()
    case "dims": return tensors.random.chance(50) ? .int(int()) : .list([ints(name), ints(name)].map { .list(Self.items($0)) })
    case "output_size", "size": return .list((0..<tensors.random.whole(1...3)).map { _ in tensors.random.chance(20) ? .none : .int(int()) })
    default:
      switch tensors.random.whole(0...9) {
      case 0...3: return tensor(name)
      case 4...6: return number()
      case 7: return ints(name)
      case 8: return .string(string(name))
      default: return .bool(tensors.random.chance(50))
      }
    }
  }

  private static func items(_ value: CaseValue) -> [CaseValue] {
    if case .list(let items) = value { items } else { [value] }
  }

  /// What stands between brackets.
  private func index() -> CaseValue {
    func bound() -> Int? { tensors.random.chance(40) ? nil : int() }
    func part() -> CaseValue {
      switch tensors.random.whole(0...9) {
      case 0...2: .int(int())
      case 3...5: .slice(start: bound(), stop: bound(), step: bound())
      case 6: .ellipsis
      case 7: .none
      case 8: tensor("index")
      default: tensors.random.chance(50) ? tensor("mask") : .bool(tensors.random.chance(50))
      }
    }
    return .tuple((0..<tensors.random.whole(0...4)).map { _ in part() })
  }

  /// A value as it is written down.
  static func text(_ value: CaseValue) -> String {
    switch value {
    case .none: "None"
    case .bool(let v): v ? "True" : "False"
    case .int(let v): String(v)
    case .float(let v): String(v)
    case .complex(let re, let im): "(\(re), \(im)i)"
    case .string(let v): "\"\(v)\""
    case .dtype(let v): "\(v)"
    case .tensor(let t): text(t)
    case .list(let items): "[" + items.map(text).joined(separator: ", ") + "]"
    case .tuple(let items): "(" + items.map(text).joined(separator: ", ") + ")"
    case .slice(let start, let stop, let step):
      [start, stop, step].map { $0.map(String.init) ?? "" }.joined(separator: ":")
    case .ellipsis: "..."
    case .ignored: "ignored"
    }
  }

  static func text(_ t: Tensor) -> String {
    "\(t.dtype)\(Array(t.shape))" + (t.isContiguous ? "" : " strides \(Array(t.strides))") + (t.requiresGrad ? " grad" : "")
  }
}
