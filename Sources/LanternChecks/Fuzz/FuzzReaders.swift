import Lantern
import LanternGraph
import LanternIO

/// A reader of files, and valid files to begin from.
struct FuzzReader: Sendable {
  let name: String
  let seeds: [[UInt8]]
  /// Reads the bytes; throws what the reader throws.
  let read: @Sendable ([UInt8], inout FuzzRandom) throws -> Void
  /// Makes a file whose contents were changed and whose checksums are right; nil where any change will do.
  var rewrapped: (@Sendable (inout FuzzRandom) throws -> [UInt8])?
}

/// Readers that are given damaged and random files.
enum FuzzReaders {
  static func all() throws -> [FuzzReader] {
    let npy = try arrays().map { try Npy.bytes($0) } + headers
    let stored = try Npz.bytes(["a": .arange(3), "b/c": .ones(2, 2)])
    let packed = try Npz.bytes(["a": .arange(40), "z": .zeros(9)], compressed: true)
    let safetensors = try Safetensors(
      ["a": .ones(2, 3), "b": .arange(3), "c": .zeros(1).to(.bool), "d": .zeros(0)], metadata: ["format": "pt"]
    ).bytes()
    let graph = try savedGraph()
    return [
      FuzzReader(name: "npy", seeds: npy) { bytes, _ in touch(try Npy.load(bytes: bytes)) },
      FuzzReader(name: "npz", seeds: [stored, packed]) { bytes, _ in
        let file = try Npz(bytes: bytes, limit: 1 << 20)
        for name in file.names { if let tensor = try? file.tensor(name) { touch(tensor) } else { _ = try file.bytes(name) } }
      } rewrapped: { random in
        var files: [(String, [UInt8])] = []
        for k in 0..<random.whole(0...3) { files.append(("a\(k).npy", mutated(random.pick(npy), npy, &random))) }
        return try Npz.archive(files, compressed: random.chance(60))
      },
      FuzzReader(name: "csv", seeds: texts, read: readText),
      FuzzReader(name: "safetensors", seeds: [safetensors]) { bytes, _ in
        for tensor in try Safetensors(bytes: bytes).tensors.values { touch(tensor) }
      },
      FuzzReader(name: "json", seeds: jsons) { bytes, _ in
        do { _ = try JSON(parsing: bytes) } catch { throw TensorError(.file, op: "json", "\(error)") }
      },
      FuzzReader(name: "graph", seeds: [try graph.bytes()]) { bytes, _ in
        _ = try FrozenGraph(bytes: bytes)
      } rewrapped: { random in
        let program = Array((graph.metadata["program"] ?? "").utf8)
        let text = String(decoding: mutated(program, [program], &random), as: UTF8.self)
        return try FrozenGraph.sealed(program: text, graph.tensors).bytes()
      },
    ]
  }

  /// One call: a file that depends on nothing but `random`.
  static func call(_ reader: FuzzReader, _ random: FuzzRandom, _ journal: FuzzJournal?) throws {
    var random = random
    let bytes: [UInt8]
    if let rewrapped = reader.rewrapped, random.chance(50) {
      bytes = try rewrapped(&random)
    } else if random.chance(3) {
      bytes = (0..<random.whole(0...64)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    } else {
      bytes = mutated(random.pick(reader.seeds), reader.seeds, &random)
    }
    journal?.note(" \(bytes.count) bytes")
    try reader.read(bytes, &random)
  }

  /// Every byte of a result must be readable.
  private static func touch(_ tensor: Tensor) {
    guard let elements = try? tensor.rowMajorElements() else { return }
    let sum = (try? elements.withElementBytes { $0.reduce(UInt8(0), &+) }) ?? 0
    withExtendedLifetime(sum) {}
  }

  private static let readText: @Sendable ([UInt8], inout FuzzRandom) throws -> Void = { bytes, random in
    let delimiters: [Character?] = [nil, ",", ";", "\t"]
    let options = TextOptions(
      delimiter: random.pick(delimiters), comments: random.chance(20) ? ["//", "%"] : ["#"], skipRows: random.chance(20) ? 1 : 0,
      skipFooter: random.chance(10) ? 1 : 0, maxRows: random.chance(10) ? 2 : nil,
      columns: random.chance(30) ? [random.whole(-3...3), 0] : nil, quote: random.chance(20) ? "\"" : nil)
    let types: [DType] = [.float64, .float64, .float32, .int64, .uint8, .bool, .complex128, .uint64, .int8, .float16]
    let missing = MissingValues(
      texts: ["-"], fill: random.chance(30) ? .int(-300) : nil, isLoose: random.chance(60), passesOverBadLines: random.chance(60))
    if random.chance(30) {
      let table = try TextTable.columns(
        text: bytes, dtype: random.chance(60) ? nil : random.pick(types), options: options, missing: missing)
      guard table.names.count == table.columns.count else { throw FuzzRun.Broken(description: "\(table.names) for \(table.columns.count)") }
      for column in table.columns { touch(column) }
      return
    }
    touch(try TextTable.load(text: bytes, dtype: random.pick(types), options: options, missing: random.chance(50) ? missing : nil))
  }

  // ---- changes

  private static let numbers: [UInt64] = [
    0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 53, 1 << 62,
    0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
  ]
  private static let words: [[UInt8]] = [
    "-1", "99999999999999999999", "9223372036854775807", "4611686018427387904", "1e999", "-0", "nan", "inf", "True", "[", "]", "{", "}",
    "(",
    ",", ":", "\"", "'", "\\u0000", "\n", "\r", "null", "<f8", ">c16", "|O", "#", "PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}",
    "__metadata__",
  ].map { Array($0.utf8) }

  static func mutated(_ seed: [UInt8], _ seeds: [[UInt8]], _ random: inout FuzzRandom) -> [UInt8] {
    var bytes = seed
    for _ in 0..<random.whole(0...4) {
      guard !bytes.isEmpty else { return random.pick(seeds) }
      let at = random.whole(0...(bytes.count - 1))
      switch random.whole(0...9) {
      case 0: bytes[at] ^= 1 << UInt8(random.whole(0...7))
      case 1: bytes[at] = UInt8(truncatingIfNeeded: random.next())
      case 2: bytes.removeLast(bytes.count - at)
      case 3: bytes.removeSubrange(at..<min(bytes.count, at + random.whole(1...8)))
      case 4: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + random.whole(1...16))], at: random.whole(0...bytes.count))
      case 5, 6:
        let (number, width) = (random.pick(numbers), random.pick([1, 2, 4, 8]))
        for k in 0..<width where at + k < bytes.count { bytes[at + k] = UInt8(truncatingIfNeeded: number >> UInt64(8 * k)) }
      case 7: bytes.insert(contentsOf: random.pick(words), at: at)
      case 8:
        let word = random.pick(words)
        bytes.replaceSubrange(at..<min(bytes.count, at + word.count), with: word)
      default:
        let other = random.pick(seeds)
        bytes.replaceSubrange(at..., with: other[random.whole(0...other.count)...])
      }
    }
    return bytes
  }

  // ---- valid files

  private static func arrays() -> [Tensor] {
    [
      .arange(3), .ones(2, 2), .zeros(0, 3), Tensor.ones(2).to(.bool), Tensor.ones(2, 1, 2).to(.complex64), Tensor.arange(6).view(2, 3).t(),
      Tensor.ones(1).to(.float16), Tensor.zeros([1, 1, 1, 1, 1, 1, 1, 1, 1, 2], dtype: .uint8),
    ]
  }

  private static let headers: [[UInt8]] = ["(2,)", "[1, 1L]", "()"].flatMap { shape in
    [1, 2, 3].map { version -> [UInt8] in
      let text = Array("{'descr': '>i2', 'fortran_order': True, 'shape': \(shape), }\n".utf8)
      let length = version == 1 ? [UInt8(text.count), 0] : [UInt8(text.count), 0, 0, 0]
      return [0x93] + Array("NUMPY".utf8) + [UInt8(version), 0] + length + text + [1, 2] + (shape == "(2,)" ? [3, 4] : [])
    }
  }

  private static let texts: [[UInt8]] = [
    "1 2 3\n4 5 6\n", "1.5,2e3,-inf\n# c\n4,,nan\n", "a b\n1 2\n", "\"1\",\"2\"\r\n3,4\r", "1+2j (3-4j)\n", "True;False\n0;1\n",
    "1\t2\t\t3\n\n  \n4",
    "123456789012345678901234567890e-20 0.000000000000000000001e-310\n", "#x,y\n1,2\n1,2,3\n",
    "1//2%3\n-9223372036854775808 18446744073709551615",
  ].map { Array($0.utf8) }

  private static let jsons: [[UInt8]] = [
    #"{"a":[1,2.5,-3e-7,true,false,null],"b":{"c":"\u00e9\ud83d\ude00\n"}}"#, "[[[[1]]],{}]", "\"é\"", "  -0.0 ", "[1,\n2]",
  ].map { Array($0.utf8) }

  private static func savedGraph() throws -> Safetensors {
    let graph = Graph()
    let x = graph.placeholder(.float32, [nil, 3])
    let w = Tensor.ones(3, 2)
    let y = (x.mm(w) + 1).relu().sum(dim: 1)
    return try Session(graph: graph).freeze(inputs: [x], outputs: [y, x * 2]).file()
  }
}
