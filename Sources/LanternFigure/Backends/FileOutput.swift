import LanternSupport

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Where figures go.
enum FileOutput {
  /// Writes a file that appears whole or not at all.
  static func write(_ bytes: [UInt8], to path: String, op: String) throws {
    try OutputFile.write(bytes, to: path, op: op)
  }

  static func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, start, count)
    #else
      Musl.write(descriptor, start, count)
    #endif
  }

  /// The value of an environment variable, or `nil` where it is unset or empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
