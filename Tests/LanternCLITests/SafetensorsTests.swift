import Lantern
import LanternIO
import Testing

@Suite struct SafetensorsTests {
  private static func file(_ header: String, data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    let count = length ?? UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + text + data
  }

  @Test func tensorsOfEveryKind() throws {
    let header = """
      {"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"__metadata__":{"format":"pt"},\
      "none":{"dtype":"I64","shape":[0,3],"data_offsets":[16,16]},"one":{"dtype":"BOOL","shape":[],"data_offsets":[16,17]},\
      "z":{"dtype":"C64","shape":[1],"data_offsets":[17,25]},"h":{"dtype":"BF16","shape":[1],"data_offsets":[25,27]}}
      """
    let numbers: [Float] = [1, 2, 3, 4]
    let bits: [UInt8] = numbers.flatMap { number in withUnsafeBytes(of: number.bitPattern) { Array($0) } }
    let rest: [UInt8] = [7] + [0, 0, 128, 63, 0, 0, 0, 64] + [192, 63]
    let read = try Safetensors(bytes: Self.file(header, data: bits + rest))
    #expect(read.metadata == ["format": "pt"])
    #expect(read.tensors.count == 5)
    #expect(read.tensors["w"]?.toArray(Float.self) == numbers)
    #expect(read.tensors["w"]?.shape == [2, 2])
    #expect(read.tensors["none"]?.shape == [0, 3] && read.tensors["none"]?.dtype == .int64)
    // Any byte but zero is true.
    #expect(read.tensors["one"]?.item() == .bool(true) && read.tensors["one"]?.shape == [])
    #expect(read.tensors["z"]?.item() == .complex(1, 2))
    #expect(read.tensors["h"]?.item() == .double(1.5))
    // Spaces after the header align the data.
    #expect(try Safetensors(bytes: Self.file("{}   ")).tensors.isEmpty)
  }

  @Test(
    arguments: [
      (file(""), "the header does not begin with '{'"),
      ([1, 2, 3], "3 bytes are too few"),
      (file("{}", length: 3), "the header should have 3 bytes, but only 2 follow"),
      (file("{}", length: 1 << 40), "a header of 1099511627776 bytes is longer than 100000000"),
      (file("{}", length: .max), "is longer than 100000000"),
      (file(" {}"), "the header does not begin with '{'"),
      (file("{"), "the header is not JSON"),
      (file("{}{}"), "the header is not JSON"),
      (file("{}", data: [1]), "1 bytes behind the last tensor belong to none"),
      (file(#"{"a":1}"#), "'a' is a number, not an object"),
      (file(#"{"__metadata__":[]}"#), "'__metadata__' is an array, not an object"),
      (file(#"{"__metadata__":{"a":1}}"#), "'a' in '__metadata__' is a number, not a string"),
      (file(#"{"a":{"shape":[],"data_offsets":[0,1]}}"#), "'a' has no dtype"),
      (file(#"{"a":{"dtype":"F31","shape":[],"data_offsets":[0,1]}}"#, data: [0]), "'a' has the unknown dtype 'F31'"),
      (file(#"{"a":{"dtype":"U8","data_offsets":[0,1]}}"#, data: [0]), "'a' has no list 'shape'"),
      (file(#"{"a":{"dtype":"U8","shape":[]}}"#, data: [0]), "'a' has no list 'data_offsets'"),
      (file(#"{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1],"b":0}}"#, data: [0]), "'a' has an unknown key 'b'"),
      (file(#"{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}"#, data: [0]), "must hold whole numbers that are not negative"),
      (file(#"{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}"#, data: [0]), "must hold whole numbers that are not negative"),
      (file(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}"#, data: [0]), "must be a beginning and an end that is not smaller"),
      (file(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}"#, data: [0]), "must be a beginning and an end"),
      (file(#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}}"#, data: [0]), "needs 2 bytes, not 1"),
      (file(#"{"a":{"dtype":"F64","shape":[4611686018427387904,4],"data_offsets":[0,1]}}"#, data: [0]), "has too many elements"),
      (file(#"{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}"#), "of 0 bytes of data"),
      (file(#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#, data: [0]), "'a' ends at byte 2 of 1 bytes of data"),
      (file(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, data: [0, 0]), "neither overlap nor leave gaps"),
      (
        file(
          #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#, data: [0, 0, 0]),
        "neither overlap nor leave gaps"
      ),
      (
        file(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, data: [0]),
        "the header is not JSON"
      ),
      (
        file(
          #"{"a":{"dtype":"U8","shape":["# + [String](repeating: "1", count: 65).joined(separator: ",") + #"],"data_offsets":[0,1]}}"#,
          data: [0]),
        "'a' has more than"
      ),
    ] as [([UInt8], String)])
  func malformedFilesAreRefused(_ bytes: [UInt8], _ message: String) throws {
    let error = #expect(throws: TensorError.self) { try Safetensors(bytes: bytes) }
    #expect(error?.kind == .file)
    #expect(error?.message.contains(message) == true, "\(error.map { "\($0)" } ?? "")")
  }

  /// Whatever byte of a good file is changed or cut off, reading gives a file or an error.
  @Test func damagedFilesNeverCrash() {
    let header = #"{"a":{"dtype":"I16","shape":[2,1],"data_offsets":[0,4]},"b":{"dtype":"F64","shape":[],"data_offsets":[4,12]}}"#
    let good = Self.file(header, data: Array(0..<12))
    var refused = 0
    for place in good.indices {
      if (try? Safetensors(bytes: Array(good[..<place]))) == nil { refused += 1 }
      for change in [UInt8(1), 2, 16, 32, 128, 255] {
        var bytes = good
        bytes[place] ^= change
        if (try? Safetensors(bytes: bytes)) == nil { refused += 1 }
      }
    }
    #expect(refused > 5 * header.utf8.count)
  }

  @Test func errorsNameTheFile() {
    let error = #expect(throws: TensorError.self) { try Safetensors(path: "/nonexistent/model.safetensors") }
    #expect(error?.message.contains("cannot read '/nonexistent/model.safetensors': No such file or directory") == true)
  }
}
