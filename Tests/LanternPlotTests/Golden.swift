import Glibc
import Testing

@testable import LanternFigure

/// A table made by a script under Scripts/goldens, from the folder beside this file or from another place.
func goldenRows(_ name: String, at place: String? = nil, file: String = #filePath) throws -> [[String]] {
  let path =
    place ?? file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Golden/" + name
  let text = String(decoding: try readFile(path), as: UTF8.self)
  return text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
}

struct CannotRead: Error { let path: String }

func readFile(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "r") else { throw CannotRead(path: path) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}

func numbers(_ text: String) -> [Double] { text.split(separator: " ").map { Double($0)! } }

/// A folder of its own for one test, removed afterwards.
func withTemporaryFolder<T>(_ body: (String) throws -> T) throws -> T {
  let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
  var template = Array("\(parent)/lantern-plot-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw CannotRead(path: parent) }
  let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer {
    for name in listFolder(folder) { unlink(folder + "/" + name) }
    rmdir(folder)
  }
  return try body(folder)
}

func listFolder(_ folder: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}
