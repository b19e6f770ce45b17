import Foundation
import Lantern
@testable import LanternIO
import Testing

/// `.npy`: files by NumPy are read and written byte for byte, and whatever is no such file is refused.
@Suite struct NpyTests {
  @Test func filesByNumPyAreRead() throws {
    try withFolder { folder in
      for recorded in ArrayFiles.recorded.arrays {
        let path = "\(folder)/a.npy"
        try write([UInt8](recorded.file), path)
        for tensor in [
          try Npy.load(bytes: [UInt8](recorded.file)), try Npy.load(path), try Npy.load(path, mapped: true),
        ] {
          #expect(tensor.dtype.name == recorded.dtype, "\(recorded.name)")
          #expect(Array(tensor.shape) == recorded.shape, "\(recorded.name)")
          #expect(try elementBytes(tensor) == [UInt8](recorded.elements), "\(recorded.name)")
          #expect(tensor.isContiguous == !recorded.fortran, "\(recorded.name)")
        }
      }
    }
    #expect(ArrayFiles.recorded.arrays.count > 80)
  }

  @Test func filesAreWrittenAsNumPyWritesThem() throws {
    for recorded in ArrayFiles.recorded.arrays where recorded.canonical {
      let tensor = try Npy.load(bytes: [UInt8](recorded.file))
      #expect(try Npy.bytes(tensor) == [UInt8](recorded.file), "\(recorded.name)")
    }
    // Neither in row nor in column order: NumPy writes such arrays in row order.
    let sliced = Tensor.arange(24).view(2, 3, 4)[..., .stride(by: 2)]
    #expect(try Npy.bytes(sliced) == Npy.bytes(sliced.contiguous()))
  }

  @Test func longHeadersTakeALaterVersion() throws {
    for (text, version) in [("{}", 1), (String(repeating: "a", count: 70_000), 2), ("'\u{3b1}'", 3)] {
      let bytes = NpyHeader.wrapped(text)
      #expect(Int(bytes[6]) == version && bytes.count % 64 == 0 && bytes.last == 0x0A)
    }
  }

  @Test func otherElementsAreRefused() throws {
    for recorded in ArrayFiles.recorded.refused {
      let error = try tensorError { _ = try Npy.load(bytes: [UInt8](recorded.file)) }
      #expect(error.kind == .dtype, "\(recorded.name): \(error)")
      let start = recorded.descr.hasPrefix("[") ? "['a', '<i4']" : recorded.descr
      #expect(error.message.contains(start), "\(recorded.name): \(error)")
    }
    #expect(try tensorError { _ = try Npy.bytes(Tensor.ones(2).to(.bfloat16)) }.message == "NumPy has no dtype bfloat16")
  }

  @Test func mappedFilesKeepChangesToThemselves() throws {
    try withFolder { folder in
      let path = "\(folder)/a.npy"
      try Npy.save(Tensor.arange(6).to(.float64), to: path)
      let before = try contents(path)
      chmod(path, 0o444)
      let mapped = try Npy.load(path, mapped: true)
      let view = mapped[2..<4]
      mapped.add_(1)
      #expect(view.toArray(Double.self) == [3, 4])
      #expect(try contents(path) == before)
      // The mapping outlives the file's name.
      unlink(path)
      #expect(mapped.sum().item(Double.self) == 21)
      // Truth values are 0 or 1 whatever the file has.
      let head = try Npy.bytes(Tensor.zeros(4, dtype: .bool)).dropLast(4)
      try write(head + [0, 7, 1, 255], path)
      for mapped in [true, false] { #expect(try elementBytes(try Npy.load(path, mapped: mapped)) == [0, 1, 1, 1]) }
      // Elements at odd addresses are copied.
      let odd = NpyTests.file("{'descr':'<f8','fortran_order':False,'shape':(1,)}", data: [0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
      try write(odd, path)
      #expect(try Npy.load(path, mapped: true).toArray(Double.self) == [1])
    }
  }

  static func file(_ header: String, data: [UInt8] = [], version: UInt8 = 1, length: Int? = nil) -> [UInt8] {
    let count = length ?? header.utf8.count
    let width = version == 1 ? 2 : 4
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + (0..<width).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
      + Array(header.utf8) + data
  }

  private static func header(_ descr: String = "'|u1'", _ order: String = "False", _ shape: String = "(1,)") -> String {
    "{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape)}"
  }

  @Test func spellingsOfTheHeader() throws {
    for text in [
      Self.header(), Self.header("'<u1'"), Self.header("'u1'"), Self.header("\"|u1\""), Self.header("'|u1'", "True"),
      Self.header("'|u1'", "False", "[1]"),
      Self.header("'|u1'", "False", "(1L,)"), Self.header("'=u1'", "False", "( 1 , )") + " \n",
      "{'shape':(1,),\n'descr':'u1','fortran_order':False,}",
    ] {
      for version in 1...3 {
        #expect(try Npy.load(bytes: Self.file(text, data: [9], version: UInt8(version))).toArray(UInt8.self) == [9], "\(text)")
      }
    }
    #expect(try Npy.load(bytes: Self.file(Self.header("'?'"), data: [1])).dtype == .bool)
  }

  @Test(
    arguments: [
      ([], "0 bytes are too few"),
      (Array("\u{1}NUMPYxxxxx".utf8), "does not begin with \\x93NUMPY"),
      (Array("PK\u{3}\u{4}xxxxxxxx".utf8), "an archive of several arrays"),
      ([0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0], "looks like a pickle"),
      (file(header(), data: [1], version: 4), "there is no version 4.0"),
      (file(header(), data: [1], version: 0), "there is no version 0.0"),
      (file(header(), length: 60_000), "a header of 60000 bytes is longer than 10000"),
      (file(header(), version: 2, length: 1 << 31), "a header of 2147483648 bytes is longer"),
      (file(header(), length: 500), "the header should have 500 bytes, but only"),
      (file("", length: 0), "expected a value in the header at character 1, found the end"),
      (file("{"), "expected a key in quotes"), (file("[]"), "the header is not a dictionary"), (file("{} x"), "expected the end"),
      (file("{'descr' '<f8'}"), "expected ':'"), (file("{'descr': '<f8' 'shape': ()}"), "expected ',' or '}'"),
      (file("{'descr': '<f8"), "expected a closing quote"), (file("{'a': 1}"), "unknown key 'a'"),
      (file("{'descr': '<f8', 'descr': '<f8'}"), "the key 'descr' twice"),
      (file("{'descr': '<f8', 'shape': ()}"), "the header has no 'fortran_order'"),
      (file("{'descr': '<f8', 'fortran_order': False}"), "the header has no 'shape'"),
      (file("{'fortran_order': False, 'shape': ()}"), "the header has no 'descr'"),
      (file(header("'<f8'", "0")), "'fortran_order' is neither True nor False"), (file(header("'<f8'", "'a'")), "neither True nor False"),
      (file(header("'<f8'", "False", "3")), "'shape' is not a tuple"), (file(header("'<f8'", "False", "(3)")), "'shape' is not a tuple"),
      (file(header("'<f8'", "False", "(-1,)")), "'shape' holds -1"), (file(header("'<f8'", "False", "(True,)")), "'shape' holds True"),
      (file(header("'<f8'", "False", "(1.5,)")), "expected ',' or ')'"), (file(header("'<f8'", "False", "(1 2)")), "expected ',' or ')'"),
      (file(header("'<f8'", "False", "(99999999999999999999,)")), "the number 99999999999999999999 in the header is too large"),
      (file(header("'<f8'", "False", "(4611686018427387904, 4)")), "has too many elements"),
      (file(header("'<f8'", "False", "(0, 4611686018427387904)")), "has too many elements"),
      (file(header("'<f8'", "False", "(9223372036854775807, 0, 2)")), "has too many elements"),
      (file(header("'<f8'", "False", "(" + String(repeating: "1,", count: 65) + ")"), data: [0]), "65 axes are more than 64"),
      (file(header("'<f8'", "False", "(1000000000,)")), "need 8000000000 bytes, but 0 follow"),
      (file(header("'|u1'", "False", "(2,)"), data: [1]), "need 2 bytes, but 1 follow"),
      (file(header(), data: [1, 2]), "need 1 bytes, but 2 follow"),
      (file(header("'<f8'", "False", String(repeating: "(", count: 40))), "nested deeper than 16 levels"),
      (file(header("{}", "False", "()")), "'descr' is not a dtype: {}"),
    ] as [([UInt8], String)])
  func malformedFilesAreRefused(_ bytes: [UInt8], _ message: String) throws {
    let error = try tensorError { _ = try Npy.load(bytes: bytes) }
    #expect(error.kind == .file)
    #expect(error.message.contains(message), "\(error)")
  }

  @Test(
    arguments: [
      ("'|O'", "could run code"), ("'<U3'", "means text"), ("'|S3'", "means text"), ("'|V3'", "raw bytes or records"),
      ("'<M8[ns]'", "dates or durations"), ("'<m8[s]'", "dates or durations"), ("'<f16'", "of a size that tensors cannot hold"),
      ("'<c32'", "of a size"), ("'float'", "of a size"), ("'<x4'", "is unknown"), ("''", "is unknown"), ("'<'", "is unknown"),
      ("[('a', '<f8'), ('b', '<i4')]", "has fields"), ("'<i3'", "is unknown"), ("'\\'O'", "is unknown"),
    ])
  func otherDTypesAreRefused(_ descr: String, _ message: String) throws {
    let error = try tensorError { _ = try Npy.load(bytes: Self.file(Self.header(descr), data: [0])) }
    #expect(error.kind == .dtype)
    #expect(error.message.contains(message), "\(error)")
    #expect(!error.hint.isEmpty)
  }

  @Test func everyTruncationIsRefused() throws {
    let whole = try Npy.bytes(Tensor.arange(3))
    for count in 0..<whole.count {
      #expect(throws: TensorError.self, "\(count)") { try Npy.load(bytes: Array(whole[..<count])) }
    }
  }

  @Test func missingFiles() throws {
    let error = try tensorError { _ = try Npy.load("/nowhere/a.npy") }
    #expect(error.kind == .file && error.message == "cannot read '/nowhere/a.npy': No such file or directory")
    #expect(try tensorError { _ = try Npy.load("/") }.message == "cannot read '/': it is a folder")
    try withFolder { folder in
      try write([1, 2, 3], "\(folder)/b.npy")
      #expect(try tensorError { _ = try Npy.load("\(folder)/b.npy") }.message == "'\(folder)/b.npy': not a .npy file: 3 bytes are too few")
    }
  }
}
