#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What the program runs on: the system, the processor and the memory, as Linux describes them.
package struct Machine: Hashable, Sendable {
  /// The distribution's name, such as `Debian GNU/Linux 12 (bookworm)`.
  package var system: String
  /// The kernel's name and release, such as `Linux 6.1.0`.
  package var kernel: String
  /// The instruction set the machine runs, such as `x86_64`.
  package var architecture: String
  /// The processor.
  package var processor: ProcessorInfo
  /// The machine's memory; nil when the system does not tell.
  package var memory: MemoryInfo?
  /// The least memory limit that a control group sets on this process; nil when none does.
  package var memoryLimit: ControlGroups.MemoryLimit?

  /// The machine that the program runs on.
  package static func current() -> Machine {
    var name = utsname()
    let known = uname(&name) == 0
    return Machine(
      system: SystemFile.text("/etc/os-release").flatMap(systemName) ?? "unknown",
      kernel: known ? text(name.sysname) + " " + text(name.release) : "unknown",
      architecture: known ? text(name.machine) : "unknown",
      processor: ProcessorInfo(cpuinfo: SystemFile.text("/proc/cpuinfo", limit: 16 << 20) ?? ""),
      memory: SystemFile.text("/proc/meminfo").flatMap(MemoryInfo.init(meminfo:)),
      memoryLimit: ControlGroups.current()?.memoryLimit { SystemFile.text($0) })
  }

  /// The distribution's name in the text of `/etc/os-release`.
  package static func systemName(osRelease: String) -> String? {
    let fields = Dictionary(
      osRelease.lines.compactMap { line -> (String, String)? in
        guard let equals = line.firstIndex(of: "=") else { return nil }
        return (String(line[..<equals]), line[line.index(after: equals)...].trimmed(of: "\"'"))
      }, uniquingKeysWith: { first, _ in first })
    return [fields["PRETTY_NAME"], fields["NAME"], fields["ID"]].compactMap { $0 }.first { !$0.isEmpty }
  }

  /// A text that C keeps in an array of fixed length.
  private static func text<Array>(_ characters: Array) -> String {
    withUnsafeBytes(of: characters) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

/// The processor, as `/proc/cpuinfo` describes it.
package struct ProcessorInfo: Hashable, Sendable {
  /// The model's name, such as `AMD EPYC 9654 96-Core Processor`; `unknown` when the system does not tell.
  package var name: String
  /// The number of hardware threads listed.
  package var threads: Int
  /// The number of cores; nil when the system does not tell.
  package var cores: Int?
  /// The number of sockets; nil when the system does not tell.
  package var sockets: Int?

  /// Reads the text of `/proc/cpuinfo`.
  package init(cpuinfo: String) {
    var name: String?
    var implementer: String?
    var part: String?
    var threads = 0
    var socket = ""
    var sockets = Set<String>()
    var cores = Set<String>()
    for line in cpuinfo.lines {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmed()
      switch line[..<colon].trimmed() {
      case "processor": threads += 1
      case "model name", "Model", "cpu model", "uarch": if name == nil, !value.isEmpty { name = value }
      case "CPU implementer": implementer = value
      case "CPU part": part = value
      case "physical id":
        socket = value
        sockets.insert(value)
      case "core id": cores.insert(socket + "/" + value)
      default: break
      }
    }
    if let implementer, let part, name == nil { name = Self.armName(implementer: implementer, part: part) }
    self.name = name ?? "unknown"
    self.threads = threads
    self.cores = cores.isEmpty ? nil : cores.count
    self.sockets = sockets.isEmpty ? nil : sockets.count
  }

  /// Arm processors give numbers instead of a name; these are the ones that servers and boards have.
  private static func armName(implementer: String, part: String) -> String {
    let names = [
      "0x41/0xd03": "Cortex-A53", "0x41/0xd08": "Cortex-A72", "0x41/0xd0b": "Cortex-A76", "0x41/0xd0c": "Neoverse-N1",
      "0x41/0xd40": "Neoverse-V1", "0x41/0xd49": "Neoverse-N2", "0x41/0xd4f": "Neoverse-V2", "0x41/0xd84": "Neoverse-V3",
      "0x41/0xd8e": "Neoverse-N3", "0xc0/0xac3": "Ampere-1", "0x46/0x001": "A64FX",
    ]
    return names["\(implementer)/\(part)"].map { "ARM " + $0 } ?? "ARM implementer \(implementer), part \(part)"
  }
}

/// The machine's memory in bytes.
package struct MemoryInfo: Hashable, Sendable {
  /// All of it.
  package var total: Int
  /// What programs can still take without swapping.
  package var available: Int

  /// Reads the text of `/proc/meminfo`; nil when it does not give the total.
  package init?(meminfo: String) {
    var kibibytes: [String: Int] = [:]
    for line in meminfo.lines {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmed().prefix { $0.isNumber }
      if let number = Int(value), number <= Int.max / 1024 { kibibytes[String(line[..<colon])] = number }
    }
    guard let total = kibibytes["MemTotal"] else { return nil }
    // Kernels before 3.14 do not estimate what is available.
    let estimate = ["MemFree", "Buffers", "Cached"].reduce(0) { $0 + (kibibytes[$1] ?? 0) }
    self.total = total * 1024
    self.available = (kibibytes["MemAvailable"] ?? estimate) * 1024
  }
}

extension String {
  /// The lines of the text, without empty ones.
  var lines: [Substring] { split(whereSeparator: \.isNewline) }
}

extension Substring {
  /// The text without the given characters and white space at both ends.
  func trimmed(of characters: String = "") -> String {
    let isDropped = { (character: Character) in character.isWhitespace || characters.contains(character) }
    var text = drop(while: isDropped)
    while let last = text.last, isDropped(last) { text.removeLast() }
    return String(text)
  }
}
