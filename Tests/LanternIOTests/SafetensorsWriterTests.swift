import Foundation
import Lantern
import LanternIO
import Testing

/// Safetensors files that are written: what is read back, and the bytes themselves.
@Suite struct SafetensorsWriterTests {
  @Test func everyDTypeComesBack() throws {
    var tensors: [String: Tensor] = ["empty": .zeros(0, 3), "number": .ones([]), "turned": Tensor.arange(6).view(2, 3).t()]
    for dtype in DType.allCases { tensors["\(dtype)"] = Tensor.arange(5).to(dtype) }
    let file = Safetensors(tensors, metadata: ["format": "pt", "a \"b\"": "é\n"])
    try withFolder { folder in
      let path = "\(folder)/a.safetensors"
      try file.save(path: path)
      #expect(try contents(path) == file.bytes())
      let read = try Safetensors(path: path)
      #expect(read.metadata == file.metadata && read.tensors.count == tensors.count)
      for (name, tensor) in tensors {
        let found = try #require(read.tensors[name])
        #expect(found.dtype == tensor.dtype && found.shape == tensor.shape, "\(name)")
        #expect(try elementBytes(found) == elementBytes(tensor), "\(name)")
      }
    }
  }

  @Test func theBytesAreThoseOfTheReference() throws {
    let bytes = try Safetensors(["b": Tensor([1, 2]), "a": Tensor([true]), "c": Tensor([3])]).bytes()
    let header = """
      {"b":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},"c":{"dtype":"I64","shape":[1],"data_offsets":[16,24]},\
      "a":{"dtype":"BOOL","shape":[1],"data_offsets":[24,25]}}
      """
    let padding = (8 - header.utf8.count % 8) % 8
    let head = Array(header.utf8) + [UInt8](repeating: 0x20, count: padding)
    #expect(
      bytes == [UInt8(head.count), 0, 0, 0, 0, 0, 0, 0] + head + [1, 0, 0, 0, 0, 0, 0, 0, 2] + [
        0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1,
      ])
  }

  @Test func whatCannotBeWritten() throws {
    #expect(try tensorError { _ = try Safetensors(["__metadata__": .ones(1)]).bytes() }.kind == .argument)
    #expect(try tensorError { try Safetensors([:]).save(path: "/nowhere/a") }.kind == .file)
  }
}
