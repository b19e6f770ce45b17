import Lantern
import Testing

@testable import LanternChecks

/// Damaged and random files for every reader: an error or a result, never a stop. `lantern fuzz --readers` makes any number of them.
@Suite struct ReaderFuzzTests {
  @Test func readersSurvive() throws {
    let readers = try FuzzReaders.all()
    #expect(readers.map(\.name) == ["npy", "npz", "csv", "safetensors", "json", "graph"])
    for reader in readers {
      var (results, errors) = (0, 0)
      for k in 0..<500 {
        do {
          try withTensorErrors { try FuzzReaders.call(reader, FuzzRandom(seed: 7, call: k), nil) }
          results += 1
        } catch let error as TensorError {
          #expect(!error.message.isEmpty)
          errors += 1
        }
      }
      #expect(results > 20 && errors > 20, "\(reader.name): \(results) results, \(errors) errors")
    }
  }
}
