import Lantern
import LanternIO

// The file of a frozen graph: a safetensors file whose tensors are the constants, and whose metadata hold the program as JSON.

extension FrozenGraph {
  /// What the files say they are.
  static let format = "lantern.graph"
  /// The newest version that this program reads; a file of a newer one is refused.
  static let version = 1

  /// Writes the graph with its weights to a file, which appears whole or not at all.
  public func save(path: String) throws(TensorError) {
    try file().save(path: path)
  }

  /// Reads a graph that `save` wrote. Throws when the file is damaged, of another format or of a newer version.
  public convenience init(path: String) throws {
    try self.init(Safetensors(path: path))
  }

  /// Reads a graph from the bytes of its file.
  public convenience init(bytes: [UInt8]) throws { try self.init(Safetensors(bytes: bytes)) }

  // ---- writing

  func fileBytes() throws(TensorError) -> [UInt8] { try file().bytes() }

  /// What `save` writes.
  package func file() throws(TensorError) -> Safetensors {
    let program = function.prepared.program
    var tensors: [(name: String, tensor: Tensor)] = []
    var nodes: [JSONValue] = []
    func object(_ fields: [(String, JSONValue)]) -> JSONValue { .object(fields.map { JSONValue.Field(name: $0.0, value: $0.1) }) }
    func list(_ values: some Sequence<Int>) -> JSONValue { .array(values.map { .int($0) }) }
    for node in program.nodes {
      var fields: [(String, JSONValue)] = [
        ("name", .string(node.name)), ("output", .int(node.output)), ("outputs", .int(node.outputCount)), ("inputs", list(node.inputs)),
        ("shape", list(node.shape)), ("type", .string(node.dtype.name)),
      ]
      switch node.action {
      case .feed(let k): fields.append(("feed", .int(k)))
      case .constant(let tensor):
        fields.append(("constant", .string("c\(tensors.count)")))
        tensors.append(("c\(tensors.count)", tensor.isContiguous ? tensor : tensor.copiedRowMajor()))
      case .op(let op):
        guard let code = op.code else {
          throw TensorError(.graph, op: "save", "'\(node.name)' runs programs of its own and cannot be saved")
        }
        let a = node.attributes
        fields += [
          ("op", .string(code)), ("ints", list(a.ints)), ("numbers", .array(a.numbers.map { .string($0.code) })), ("flag", .bool(a.flag)),
          ("dtype", JSONValue(a.dtype?.name)),
        ]
      default: throw TensorError(.graph, op: "save", "'\(node.name)' cannot be saved")
      }
      nodes.append(object(fields))
    }
    let text = object([
      ("inputs", .array(inputs.map { object([("name", .string($0.name)), ("shape", list($0.shape)), ("type", .string($0.dtype.name))]) })),
      ("outputs", .array(outputNames.map { .string($0) })), ("results", list(program.results)), ("values", .int(program.valueCount)),
      ("nodes", .array(nodes)),
    ]).text()
    return FrozenGraph.sealed(program: text, Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.tensor) }))
  }

  /// The file of a program, given as JSON, and the constants `c0`, `c1`, … that it names.
  package static func sealed(program: String, _ constants: [String: Tensor]) -> Safetensors {
    let inOrder = (0..<constants.count).compactMap { constants["c\($0)"] }
    return Safetensors(
      constants,
      metadata: [
        "format": format, "version": String(version), "program": program, "checksum": String(checksum(program, inOrder)),
      ])
  }

  // ---- reading

  private convenience init(_ file: Safetensors) throws(TensorError) {
    func damaged(_ message: String) -> TensorError {
      TensorError(.file, op: "FrozenGraph", "not a graph: \(message)", hint: "The file may be damaged or of another format.")
    }
    guard file.metadata["format"] == FrozenGraph.format else { throw damaged("the file is of another format") }
    guard let version = file.metadata["version"].flatMap({ Int($0) }), version >= 1 else { throw damaged("it has no version") }
    guard version <= FrozenGraph.version else {
      throw TensorError(
        .file, op: "FrozenGraph", "the file is of version \(version), and this program reads up to \(FrozenGraph.version)",
        hint: "Use a newer Lantern.")
    }
    guard let text = file.metadata["program"], let sum = file.metadata["checksum"] else { throw damaged("it has no program") }
    var constants: [Tensor] = []
    for k in 0..<file.tensors.count {
      guard let tensor = file.tensors["c\(k)"] else { throw damaged("tensor c\(k) is missing") }
      constants.append(tensor)
    }
    guard String(checksum(text, constants)) == sum else { throw damaged("its checksum is another one") }
    let json: JSON
    do { json = try JSON(parsing: text) } catch { throw damaged("\(error)") }
    let reader = GraphReader(damaged)
    let fields = try reader.object(json)
    var inputs: [Input] = []
    for item in try reader.array(fields["inputs"]) {
      let input = try reader.object(item)
      inputs.append(
        Input(name: try reader.string(input["name"]), shape: try reader.shape(input["shape"]), dtype: try reader.dtype(input["type"])))
    }
    let names = try reader.array(fields["outputs"]).map { json throws(TensorError) in try reader.string(json) }
    let program = try reader.program(fields, constants, inputs.count)
    guard names.count == program.results.count else { throw damaged("\(program.results.count) results have \(names.count) names") }
    self.init(inputs, names, GraphFunction(program, .all))
  }
}

/// FNV-1a over the program and the bytes of its constants.
private func checksum(_ text: String, _ tensors: [Tensor]) -> UInt64 {
  var sum: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in text.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
  for tensor in tensors {
    for byte in UnsafeRawBufferPointer(start: tensor.pointer, count: tensor.elementCount * tensor.dtype.itemSize) {
      sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3
    }
  }
  return sum
}

/// Reads a program's JSON, and trusts nothing in it.
private struct GraphReader {
  let damaged: (String) -> TensorError
  init(_ damaged: @escaping (String) -> TensorError) { self.damaged = damaged }

  func object(_ json: JSON?) throws(TensorError) -> [String: JSON] {
    guard case .object(let members)? = json else { throw damaged("an object is missing") }
    return members
  }
  func array(_ json: JSON?) throws(TensorError) -> [JSON] {
    guard case .array(let items)? = json else { throw damaged("a list is missing") }
    return items
  }
  func string(_ json: JSON?) throws(TensorError) -> String {
    guard case .string(let text)? = json else { throw damaged("a text is missing") }
    return text
  }
  func int(_ json: JSON?, _ range: ClosedRange<Int>) throws(TensorError) -> Int {
    guard case .number(let number)? = json, let value = number.int64, range.contains(Int(value)) else {
      throw damaged("a number is missing or out of its range")
    }
    return Int(value)
  }
  func ints(_ json: JSON?) throws(TensorError) -> [Int] {
    var found: [Int] = []
    for item in try array(json) { found.append(try int(item, Int.min...Int.max)) }
    return found
  }
  func shape(_ json: JSON?) throws(TensorError) -> Shape {
    let sizes = try ints(json)
    guard sizes.count <= Shape.maxRank, sizes.allSatisfy({ $0 >= -1 }) else { throw damaged("\(sizes) is no shape") }
    return Shape(sizes)
  }
  func dtype(_ json: JSON?) throws(TensorError) -> DType {
    let name = try string(json)
    guard let dtype = DType.allCases.first(where: { $0.name == name }) else { throw damaged("there is no dtype '\(name)'") }
    return dtype
  }

  func program(_ fields: [String: JSON], _ constants: [Tensor], _ feedCount: Int) throws(TensorError) -> Program {
    var program = Program()
    program.feedCount = feedCount
    // Every value is an output of a node, and a node has a handful at most.
    let mostOutputs = 64
    program.valueCount = try int(fields["values"], 0...(try array(fields["nodes"]).count * mostOutputs))
    var known: Set<Int> = []
    for item in try array(fields["nodes"]) {
      let entry = try object(item)
      var node = Program.Node(
        action: .feed(0), output: try int(entry["output"], 0...max(program.valueCount - 1, 0)), shape: try shape(entry["shape"]),
        dtype: try dtype(entry["type"]), name: try string(entry["name"]))
      node.outputCount = try int(entry["outputs"], 1...min(mostOutputs, max(program.valueCount - node.output, 1)))
      node.inputs = try ints(entry["inputs"])
      guard node.inputs.allSatisfy(known.contains) else { throw damaged("'\(node.name)' needs a value that is not there") }
      if entry["feed"] != nil {
        node.action = .feed(try int(entry["feed"], 0...max(feedCount - 1, 0)))
      } else if entry["constant"] != nil {
        let name = try string(entry["constant"])
        guard name.first == "c", let k = Int(name.dropFirst()), constants.indices.contains(k) else {
          throw damaged("there is no tensor '\(name)'")
        }
        node.action = .constant(constants[k])
      } else {
        let name = try string(entry["op"])
        guard let op = Op.coded(name) else {
          throw TensorError(
            .file, op: "FrozenGraph", "there is no operation '\(name)'", hint: "Use the Lantern that wrote the file, or a newer one.")
        }
        guard !node.inputs.isEmpty else { throw damaged("'\(node.name)' has no inputs") }
        node.action = .op(op)
        var numbers: [Scalar] = []
        for code in try array(entry["numbers"]) {
          guard let number = Scalar(code: try string(code)) else { throw damaged("'\(node.name)' has an unreadable number") }
          numbers.append(number)
        }
        guard numbers.count <= 4, case .bool(let flag)? = entry["flag"] else {
          throw damaged("'\(node.name)' is told something unreadable")
        }
        var type: DType?
        if entry["dtype"] != .null { type = try dtype(entry["dtype"]) }
        node.attributes = Attributes(ints: Shape(try ints(entry["ints"])), numbers: Numbers(numbers), flag: flag, dtype: type)
      }
      for v in node.output..<node.output + node.outputCount {
        guard known.insert(v).inserted else { throw damaged("two nodes make one value") }
      }
      program.nodes.append(node)
    }
    program.results = try ints(fields["results"])
    guard program.results.allSatisfy(known.contains) else { throw damaged("a result is not there") }
    return program
  }
}

extension Op {
  /// What the operation is called in files: its name, with that of its derivative where several have the name; `nil` for one that was made
  /// while a graph was built.
  fileprivate var code: String? {
    let alike = Op.all.filter { $0.name == name }
    guard alike.contains(where: { $0 === self }) else { return nil }
    return alike.count == 1 ? name : "\(name)/\(gradName)"
  }

  fileprivate static func coded(_ code: String) -> Op? {
    let parts = code.split(separator: "/").map(String.init)
    return Op.all.first { $0.name == parts.first && (parts.count == 1 || $0.gradName == parts[1]) }
  }
}

extension Scalar {
  /// The number as text with all its bits.
  fileprivate var code: String {
    switch self {
    case .bool(let v): v ? "b1" : "b0"
    case .int(let v): "i\(v)"
    case .double(let v): "d\(v.bitPattern)"
    case .complex(let re, let im): "c\(re.bitPattern),\(im.bitPattern)"
    }
  }

  fileprivate init?(code: String) {
    let rest = code.dropFirst()
    switch code.first {
    case "b" where rest == "0" || rest == "1": self = .bool(rest == "1")
    case "i":
      guard let v = Int(rest) else { return nil }
      self = .int(v)
    case "d":
      guard let bits = UInt64(rest) else { return nil }
      self = .double(Double(bitPattern: bits))
    case "c":
      let parts = rest.split(separator: ",").compactMap { UInt64($0) }
      guard parts.count == 2 else { return nil }
      self = .complex(Double(bitPattern: parts[0]), Double(bitPattern: parts[1]))
    default: return nil
    }
  }
}
