import Foundation
import Lantern
import LanternIO
import Testing

/// Files as NumPy writes them, recorded by `Scripts/goldens/array_files.py`.
struct ArrayFiles: Decodable {
  struct Array: Decodable {
    let name: String
    let dtype: String
    let shape: [Int]
    let fortran: Bool
    let canonical: Bool
    let elements: Data
    let file: Data
  }
  struct Refused: Decodable {
    let name: String
    let descr: String
    let file: Data
  }
  struct Archive: Decodable {
    let name: String
    let file: Data
  }
  let arrays: [Array]
  let refused: [Refused]
  let content: [Array]
  let archives: [Archive]

  static let recorded: ArrayFiles = {
    do {
      let url = try #require(Bundle.module.url(forResource: "array-files", withExtension: "json", subdirectory: "Golden"))
      return try JSONDecoder().decode(ArrayFiles.self, from: Data(contentsOf: url))
    } catch { fatalError("array-files.json: \(error)") }
  }()
}

/// The elements in row-major order, as bytes.
func elementBytes(_ tensor: Tensor) throws -> [UInt8] {
  try tensor.rowMajorElements().withElementBytes { [UInt8]($0) }
}

/// Runs `body` with a folder of its own, which is removed afterwards.
func withFolder<R>(_ body: (String) throws -> R) throws -> R {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lantern-io-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

func contents(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

func write(_ bytes: [UInt8], _ path: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

/// The error that `body` throws.
func tensorError(_ body: () throws -> Void) throws -> TensorError {
  do { try body() } catch { return try #require(error as? TensorError, "\(error)") }
  throw TensorError(.argument, op: "test", "nothing was thrown")
}
