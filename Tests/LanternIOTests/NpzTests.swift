import CKernels
import Foundation
import Lantern
import Testing

@testable import LanternIO

/// `.npz`: archives by NumPy and Python are read, those written are the same bytes, and damaged or hostile ones are refused.
@Suite struct NpzTests {
  static let content = ArrayFiles.recorded.content

  @Test func archivesByNumPyAreRead() throws {
    try withFolder { folder in
      for recorded in ArrayFiles.recorded.archives {
        let path = "\(folder)/a.npz"
        try write([UInt8](recorded.file), path)
        for file in [try Npz(path), try Npz(bytes: [UInt8](recorded.file))] {
          #expect(file.names == Self.content.map(\.name), "\(recorded.name)")
          for array in Self.content {
            let tensor = try file.tensor(array.name)
            #expect(try elementBytes(tensor) == [UInt8](array.elements), "\(recorded.name)")
            #expect(tensor.dtype.name == array.dtype && Array(tensor.shape) == array.shape)
            #expect(try file.bytes(array.name) == [UInt8](array.file))
            #expect(try file.tensor("\(array.name).npy").shape == tensor.shape)
          }
          #expect(try file.tensors().count == 3)
        }
      }
    }
    #expect(ArrayFiles.recorded.archives.count == 7)
  }

  private static func tensors() throws -> [String: Tensor] {
    try Dictionary(uniqueKeysWithValues: content.map { ($0.name, try Npy.load(bytes: [UInt8]($0.file))) })
  }

  @Test func archivesAreWrittenAsNumPyWritesThem() throws {
    let tensors = try Self.tensors()
    let stored = ArrayFiles.recorded.archives[0]
    #expect(stored.name == "stored")
    #expect(try Npz.bytes(tensors) == [UInt8](stored.file))
    try withFolder { folder in
      try Npz.save(tensors, to: "\(folder)/a.npz")
      #expect(try contents("\(folder)/a.npz") == [UInt8](stored.file))
    }
    let packed = try Npz.bytes(["zeros": .zeros(1000, 1000)], compressed: true)
    #expect(packed.count < 10_000)
    #expect(try Npz(bytes: packed).tensor("zeros").shape == [1000, 1000])
    #expect(try Npz(bytes: try Npz.bytes([:])).names == [])
    for name in ["../a", "/a", "a/../b", "a\\b", "C:a", "a\u{0}b", "./a", "a//b", String(repeating: "a", count: 70_000)] {
      #expect(try tensorError { _ = try Npz.bytes([name: .ones(1)]) }.kind == .argument, "\(name.prefix(20))")
    }
    #expect(try Npz(bytes: Npz.bytes(["layer/weight": .ones(1)])).names == ["layer/weight"])
  }

  @Test func arraysThatAreNotThere() throws {
    let error = try tensorError { _ = try Npz(bytes: Npz.bytes(["a": .ones(1)])).tensor("b") }
    #expect(error.kind == .notFound && error.description == "npz: there is no array 'b' Hint: It holds a.")
    let refused = ArrayFiles.recorded.refused[0]
    var archive: [UInt8] = []
    var writer = ZipWriter { archive += $0 }
    try refused.file.withUnsafeBytes { try writer.add("t.npy", [$0], compressed: false) }
    try writer.finish()
    #expect(try tensorError { _ = try Npz(bytes: archive).tensor("t") }.message.hasPrefix("array 't': the array's dtype '<U2' means text"))
  }

  @Test func everyDamageIsNoticed() throws {
    for compressed in [false, true] {
      let whole = try Npz.bytes(["a": .arange(6), "b": .ones(2)], compressed: compressed)
      let wanted = try Npz(bytes: whole).tensors().mapValues { $0.toArray(Double.self) }
      for count in 0..<whole.count { #expect(throws: TensorError.self) { try Npz(bytes: Array(whole[..<count])).tensors() } }
      // A changed bit is noticed, or is in a field that says nothing about the contents: dates, versions, permissions.
      var unnoticed = 0
      for k in whole.indices {
        var damaged = whole
        damaged[k] ^= 0x10
        if let found = try? Npz(bytes: damaged).tensors() {
          unnoticed += 1
          #expect(found.mapValues { $0.toArray(Double.self) } == wanted, "byte \(k)")
        }
      }
      #expect(unnoticed < 80)
    }
  }

  /// An archive of one file whose headers are built by hand.
  struct Parts {
    var name = Array("a.npy".utf8)
    var localName: [UInt8]?
    var flags = 0
    var method = 0
    var data: [UInt8] = [1, 2, 3]
    var size: Int?
    var packed: Int?
    var localSize: Int?
    var crc: UInt32?
    var offset = 0
    var extra: [UInt8] = []
    var count = 1
    var copies = 1
    var disk = 0
    var listOffset: Int?

    private func le(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    var bytes: [UInt8] {
      let sum = Int(crc ?? data.withUnsafeBytes { ck_crc32(0, $0.baseAddress, $0.count) })
      let (size, packed) = (size ?? data.count, packed ?? data.count)
      let local = localName ?? name
      var bytes = le(0x0403_4B50, 4) + le(20, 2) + le(flags, 2) + le(method, 2) + le(0, 4) + le(sum, 4) + le(packed, 4)
      bytes += le(localSize ?? size, 4) + le(local.count, 2) + le(0, 2) + local + data
      let start = bytes.count
      for _ in 0..<copies {
        bytes += le(0x0201_4B50, 4) + le(20, 2) + le(20, 2) + le(flags, 2) + le(method, 2) + le(0, 4) + le(sum, 4) + le(packed, 4)
        bytes += le(size, 4) + le(name.count, 2) + le(extra.count, 2) + le(0, 2) + le(disk, 2) + le(0, 6) + le(offset, 4) + name + extra
      }
      let length = bytes.count - start
      bytes += le(0x0605_4B50, 4) + le(disk, 2) + le(disk, 2) + le(count, 2) + le(count, 2) + le(length, 4)
      return bytes + le(listOffset ?? start, 4) + le(0, 2)
    }
    static func with(_ change: (inout Parts) -> Void) -> [UInt8] {
      var parts = Parts()
      change(&parts)
      return parts.bytes
    }
  }

  @Test func theBuilderBuildsArchives() throws {
    #expect(try Npz(bytes: Parts().bytes).bytes("a") == [1, 2, 3])
    // A packed block of nothing.
    let empty = Parts.with {
      ($0.method, $0.data, $0.size, $0.crc) = (8, [3, 0], 0, 0)
    }
    #expect(try Npz(bytes: empty).bytes("a") == [])
  }

  @Test(
    arguments: [
      (Parts.with { $0.name = Array("../a.npy".utf8) }, "the name '../a.npy' is not one of a file in a folder"),
      (Parts.with { $0.name = Array("/a.npy".utf8) }, "is not one of a file in a folder"),
      (Parts.with { $0.name = Array("a/./b.npy".utf8) }, "is not one of a file in a folder"),
      (Parts.with { $0.name = Array("a\\b.npy".utf8) }, "is not one of a file in a folder"),
      (Parts.with { $0.name = Array("c:b.npy".utf8) }, "is not one of a file in a folder"),
      (Parts.with { $0.name = Array("folder/".utf8) }, "is not one of a file in a folder"),
      (Parts.with { $0.name = [] }, "is not one of a file in a folder"),
      (Parts.with { $0.name = [0x61, 0, 0x62] }, "is not one of a file in a folder"),
      (Parts.with { $0.name = [0xC3, 0xA9] }, "a name is not UTF-8"),
      (Parts.with { ($0.name, $0.flags) = ([0xFF], 0x800) }, "a name is not UTF-8"),
      (Parts.with { $0.localName = Array("b.npy".utf8) }, "another name beside its data"),
      (Parts.with { $0.flags = 1 }, "is encrypted"), (Parts.with { $0.flags = 0x40 }, "is encrypted"),
      (Parts.with { $0.method = 12 }, "packed by method 12"), (Parts.with { $0.flags = 0x20 }, "packed by method 0"),
      (Parts.with { $0.size = 4 }, "its two sizes differ"),
      (Parts.with { $0.localSize = 2 }, "described differently beside its data"),
      (Parts.with { $0.flags = 8 }, "described differently behind its data"),
      (Parts.with { ($0.size, $0.packed) = (300, 300) }, "lies outside of the archive"),
      (Parts.with { $0.offset = 5 }, "is not where the list says"), (Parts.with { $0.offset = 5000 }, "lies outside of the archive"),
      (Parts.with { ($0.count, $0.copies) = (2, 2) }, "the name 'a.npy' appears twice"),
      (Parts.with { $0.count = 2 }, "cannot hold 2 files"), (Parts.with { $0.copies = 2 }, "longer than the 1 files"),
      (Parts.with { $0.disk = 1 }, "spread over several disks"),
      (Parts.with { $0.listOffset = 3 }, "its list of files is not where it should be"),
      (Parts.with { $0.extra = [1, 0, 9, 0, 1] }, "the extra fields of 'a.npy' are damaged"),
      (Parts.with { ($0.extra, $0.size) = ([1, 0, 2, 0, 1, 1], 0xFFFF_FFFF) }, "a header is cut short"),
      (
        Parts.with { ($0.extra, $0.size) = ([1, 0, 8, 0] + [UInt8](repeating: 255, count: 8), 0xFFFF_FFFF) }, "is no size or position"
      ),
      (Parts.with { ($0.method, $0.data, $0.size) = (8, [3, 0], 1_000_000) }, "cannot unpack from 2 bytes to 1000000"),
      ([], "0 bytes are too few"), (Array(repeating: 0, count: 100), "there is no list of files at its end"),
      (Parts().bytes + [0], "there is no list of files at its end"), ([0] + Parts().bytes, "not where it should be"),
    ] as [([UInt8], String)])
  func hostileArchivesAreRefused(_ bytes: [UInt8], _ message: String) throws {
    let error = try tensorError { _ = try Npz(bytes: bytes) }
    #expect(error.kind == .file)
    #expect(error.message.contains(message), "\(error)")
  }

  @Test(
    arguments: [
      (Parts.with { $0.crc = 7 }, "the checksum of 'a.npy' is wrong"),
      (Parts.with { ($0.method, $0.data, $0.size) = (8, [3, 0], 1) }, "unpacks to less than the 1 bytes"),
      (Parts.with { ($0.method, $0.data, $0.size) = (8, [1, 1, 0, 0xFE, 0xFF, 7], 0) }, "unpacks to more than the 0 bytes"),
      (Parts.with { ($0.method, $0.data, $0.size, $0.crc) = (8, [3, 0, 0], 0, 0) }, "bytes follow the packed data"),
      (Parts.with { ($0.method, $0.data, $0.size) = (8, [7, 0], 5) }, "compressed data are damaged: invalid block type"),
      (Parts.with { ($0.method, $0.data, $0.size) = (8, [1, 5, 0, 0xFA, 0xFF, 7], 5) }, "are cut short"),
      (Parts.with { ($0.method, $0.data, $0.size) = (8, [], 0) }, "are cut short"),
    ] as [([UInt8], String)])
  func damagedFilesAreRefused(_ bytes: [UInt8], _ message: String) throws {
    let error = try tensorError { _ = try Npz(bytes: bytes).bytes("a") }
    #expect(error.kind == .file)
    #expect(error.message.contains(message), "\(error)")
  }

  @Test func overlappingFilesAreRefused() throws {
    // Two names for the same bytes: how a small archive becomes a large one.
    var archive: [UInt8] = []
    var writer = ZipWriter { archive += $0 }
    for name in ["a", "b"] { try [UInt8](repeating: 7, count: 50).withUnsafeBytes { try writer.add(name, [$0], compressed: false) } }
    try writer.finish()
    // The second entry of the list points to where the first file is, under the first one's name.
    let records = archive.indices.filter { archive[$0...].starts(with: [0x50, 0x4B, 1, 2]) }
    var twice = archive
    for k in 42..<46 { twice[records[1] + k] = archive[records[0] + k] }
    #expect(try tensorError { _ = try Npz(bytes: twice) }.message.contains("another name beside its data"))
    // A file whose data contain another file.
    let inner = Parts().bytes
    var outer = Parts.with { ($0.name, $0.data, $0.count) = (Array("b.npy".utf8), Array(inner.dropLast(22)), 2) }
    let list = outer.indices.first { outer[$0...].starts(with: [0x50, 0x4B, 1, 2]) && $0 > inner.count }
    let end = outer.count - 22
    var record = Array(inner[inner.indices.first { inner[$0...].starts(with: [0x50, 0x4B, 1, 2]) }!..<inner.count - 22])
    record[42] = 35
    outer.insert(contentsOf: record, at: end)
    outer[outer.count - 10] = UInt8(end + record.count - (try #require(list)))
    #expect(try tensorError { _ = try Npz(bytes: outer) }.message.contains("'b.npy' and 'a.npy' overlap"))
  }

  @Test func bombsAreRefused() throws {
    let bytes = try Npz.bytes(["a": .zeros(1 << 18), "b": .zeros(1 << 18)], compressed: true)
    let error = try tensorError { _ = try Npz(bytes: bytes, limit: 1 << 20) }
    #expect(error.kind == .file && error.message == "the compressed arrays would unpack to more than 1048576 bytes")
    #expect(error.hint.contains("larger limit"))
    #expect(try Npz(bytes: bytes, limit: 3 << 20).tensors().count == 2)
    // What is stored takes no more than the file.
    #expect(try Npz(bytes: Npz.bytes(["a": .zeros(1 << 18)]), limit: 0).tensors().count == 1)
  }

  @Test func withoutZlibTheErrorSaysWhatToDo() throws {
    let error = try tensorError { _ = try Zlib(["libnowhere.so.9"]) }
    #expect(error.kind == .notFound && error.message.contains("libnowhere.so.9"))
    #expect(error.hint.contains("apt install zlib1g"))
    #expect(try tensorError { _ = try Zlib(["libm.so.6"]) }.message.contains("has no function inflateInit2_"))
  }

  @Test func checksums() {
    let bytes = Array("123456789".utf8)
    #expect(bytes.withUnsafeBytes { ck_crc32(0, $0.baseAddress, $0.count) } == 0xCBF4_3926)
    let long = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    long.withUnsafeBytes { all in
      let whole = ck_crc32(0, all.baseAddress, all.count)
      for cut in 0..<40 { #expect(ck_crc32(ck_crc32(0, all.baseAddress, cut), all.baseAddress! + cut, 1000 - cut) == whole) }
    }
  }
}
