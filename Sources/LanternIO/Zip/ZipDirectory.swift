import Lantern

/// One file in an archive.
struct ZipEntry: Sendable {
  enum Method: UInt16 { case stored = 0, deflated = 8 }
  let name: String
  let method: Method
  let crc: UInt32
  let packedSize: Int
  let size: Int
  /// Where its bytes are in the archive.
  var data: Range<Int>
  /// Where its local header begins, and where what follows the data ends.
  let start: Int
  var end: Int
}

/// The list of files of a ZIP archive, checked: every local header must say what the list says, and no two files may share bytes.
///
/// Large archives (ZIP64) and descriptors behind the data are understood; encryption, several disks and methods other than `stored` and
/// `deflated` are not. Names that lead out of a folder or appear twice are refused.
struct ZipDirectory {
  private(set) var entries: [ZipEntry] = []

  /// The most files in an archive.
  static let mostEntries = 1_000_000

  private let source: any ByteSource

  init(_ source: any ByteSource) throws(TensorError) {
    self.source = source
    let (count, list) = try locate()
    guard count <= list.count / 46 else { throw Zip.malformed("its list of \(list.count) bytes cannot hold \(count) files") }
    guard count <= Self.mostEntries else { throw Zip.malformed("it holds more than \(Self.mostEntries) files") }
    var reader = ByteReader(try source.bytes(at: list.lowerBound, list.count))
    var names: Set<String> = []
    for _ in 0..<count {
      let entry = try listed(&reader, before: list.lowerBound)
      guard names.insert(entry.name).inserted else { throw Zip.malformed("the name '\(entry.name)' appears twice") }
      entries.append(entry)
    }
    guard reader.remaining == 0 else { throw Zip.malformed("its list is longer than the \(count) files that it should have") }
    // In the order of the archive, so that shared bytes are neighbours.
    var last: ZipEntry?
    for entry in entries.sorted(by: { $0.start < $1.start }) {
      if let last, entry.start < last.end { throw Zip.malformed("'\(last.name)' and '\(entry.name)' overlap") }
      last = entry
    }
  }

  // ---- the end of the archive

  /// How many files there are, and where their list is.
  private func locate() throws(TensorError) -> (count: Int, list: Range<Int>) {
    let size = source.count
    let shortest = 22
    guard size >= shortest else { throw Zip.malformed("\(size) bytes are too few") }
    let tail = try source.bytes(at: size - min(size, shortest + 0xFFFF), min(size, shortest + 0xFFFF))
    // The record is at the very end but for a comment, whose length it gives.
    var at = tail.count - shortest
    while at >= 0 {
      if tail[at] == 0x50, tail[at + 1] == 0x4B, tail[at + 2] == 5, tail[at + 3] == 6,
        Int(tail[at + 20]) | Int(tail[at + 21]) << 8 == tail.count - shortest - at
      {
        break
      }
      at -= 1
    }
    guard at >= 0 else { throw Zip.malformed("there is no list of files at its end: it may be cut short") }
    let start = size - tail.count + at
    var reader = ByteReader(Array(tail[(at + 4)...]))
    let (disk, listDisk) = (try reader.u16(), try reader.u16())
    let (countHere, countAll) = (try reader.u16(), try reader.u16())
    let (length, offset) = (try reader.u32(), try reader.u32())
    if let large = try locateLarge(before: start) { return large }
    guard disk == 0, listDisk == 0, countHere == countAll else { throw Zip.malformed("it is spread over several disks") }
    guard offset + length == start else { throw Zip.malformed("its list of files is not where it should be") }
    return (countAll, offset..<offset + length)
  }

  private func locateLarge(before end: Int) throws(TensorError) -> (count: Int, list: Range<Int>)? {
    guard end >= 20 + 56 else { return nil }
    var locator = ByteReader(try source.bytes(at: end - 20, 20))
    guard try locator.u32() == 0x0706_4B50 else { return nil }
    let disk = try locator.u32()
    let position = try locator.u64()
    guard disk == 0, try locator.u32() <= 1 else { throw Zip.malformed("it is spread over several disks") }
    guard position <= end - 20 - 56 else { throw Zip.malformed("its list of files is not where it should be") }
    var record = ByteReader(try source.bytes(at: position, 56))
    guard try record.u32() == 0x0606_4B50, try record.u64() == end - 20 - position - 12 else {
      throw Zip.malformed("the end of its list of files is damaged")
    }
    try record.skip(4)
    let (disks, listDisk) = (try record.u32(), try record.u32())
    let (countHere, countAll) = (try record.u64(), try record.u64())
    let (length, offset) = (try record.u64(), try record.u64())
    guard disks == 0, listDisk == 0, countHere == countAll else { throw Zip.malformed("it is spread over several disks") }
    guard length <= position, offset == position - length else { throw Zip.malformed("its list of files is not where it should be") }
    return (countAll, offset..<position)
  }

  // ---- one file

  private func listed(_ reader: inout ByteReader, before listStart: Int) throws(TensorError) -> ZipEntry {
    guard try reader.u32() == 0x0201_4B50 else { throw Zip.malformed("its list of files is damaged") }
    try reader.skip(4)
    let flags = try reader.u16()
    let method = try reader.u16()
    try reader.skip(4)
    let crc = UInt32(try reader.u32())
    var (packed, size) = (try reader.u32(), try reader.u32())
    let (nameLength, extraLength, commentLength) = (try reader.u16(), try reader.u16(), try reader.u16())
    var disk = try reader.u16()
    try reader.skip(6)
    var offset = try reader.u32()
    let nameBytes = try reader.bytes(nameLength)
    let name = try Self.name(nameBytes, flags: flags)
    let extra = try reader.bytes(extraLength)
    try reader.skip(commentLength)
    if var large = try Self.large(extra, name) {
      if size == 0xFFFF_FFFF { size = try large.u64() }
      if packed == 0xFFFF_FFFF { packed = try large.u64() }
      if offset == 0xFFFF_FFFF { offset = try large.u64() }
      if disk == 0xFFFF { disk = try large.u32() }
    }
    guard disk == 0 else { throw Zip.malformed("it is spread over several disks") }
    guard flags & 0x2041 == 0 else {
      throw TensorError(.file, op: "npz", "'\(name)' is encrypted, which is not supported", hint: "Save the archive without a password.")
    }
    guard flags & 0x20 == 0, let known = ZipEntry.Method(rawValue: UInt16(method)) else {
      throw TensorError(
        .file, op: "npz", "'\(name)' is packed by method \(method), which is not supported", hint: "Save it stored or deflated.")
    }
    guard known == .deflated || packed == size else { throw Zip.malformed("'\(name)' is stored, but its two sizes differ") }
    guard offset <= listStart - 30, packed <= listStart else { throw Zip.malformed("'\(name)' lies outside of the archive") }
    var entry = ZipEntry(
      name: name, method: known, crc: crc, packedSize: packed, size: size, data: 0..<0, start: offset, end: 0)
    try checkLocal(&entry, flags: flags, nameBytes, before: listStart)
    return entry
  }

  /// Finds the data behind the local header, which must agree with the list.
  private func checkLocal(_ entry: inout ZipEntry, flags: Int, _ nameBytes: [UInt8], before listStart: Int) throws(TensorError) {
    let name = entry.name
    var header = ByteReader(try source.bytes(at: entry.start, 30))
    guard try header.u32() == 0x0403_4B50 else { throw Zip.malformed("'\(name)' is not where the list says") }
    try header.skip(2)
    let (localFlags, method) = (try header.u16(), try header.u16())
    try header.skip(4)
    let crc = UInt32(try header.u32())
    var (packed, size) = (try header.u32(), try header.u32())
    let (nameLength, extraLength) = (try header.u16(), try header.u16())
    guard entry.start + 30 + nameLength + extraLength <= listStart else { throw Zip.malformed("'\(name)' lies outside of the archive") }
    var rest = ByteReader(try source.bytes(at: entry.start + 30, nameLength + extraLength))
    guard try rest.bytes(nameLength) == nameBytes else { throw Zip.malformed("'\(name)' has another name beside its data") }
    let large = try Self.large(try rest.bytes(extraLength), name)
    if var large {
      if size == 0xFFFF_FFFF { size = try large.u64() }
      if packed == 0xFFFF_FFFF { packed = try large.u64() }
    }
    // Behind the data, when the sizes were not known beforehand; the header then has zeros.
    let follows = flags & 8 != 0
    guard localFlags & 0x2869 == flags & 0x2869, method == Int(entry.method.rawValue),
      follows || (crc == entry.crc && packed == entry.packedSize && size == entry.size)
    else { throw Zip.malformed("'\(name)' is described differently beside its data and in the list") }
    let dataStart = entry.start + 30 + nameLength + extraLength
    guard entry.packedSize <= listStart - dataStart else { throw Zip.malformed("'\(name)' lies outside of the archive") }
    entry.data = dataStart..<dataStart + entry.packedSize
    entry.end = entry.data.upperBound
    if follows { entry.end = try descriptorEnd(entry, before: listStart) }
  }

  /// Where the descriptor behind the data ends: checksum and sizes of 4 or 8 bytes, most often after a signature.
  private func descriptorEnd(_ entry: ZipEntry, before listStart: Int) throws(TensorError) -> Int {
    let start = entry.data.upperBound
    let bytes = try source.bytes(at: start, min(24, listStart - start))
    for signed in [true, false] {
      for width in [4, 8] {
        let length = (signed ? 4 : 0) + 4 + 2 * width
        guard length <= bytes.count else { continue }
        var reader = ByteReader(bytes)
        if signed, try reader.u32() != 0x0807_4B50 { continue }
        guard UInt32(try reader.u32()) == entry.crc else { continue }
        let (packed, size) = width == 4 ? (try reader.u32(), try reader.u32()) : (try reader.u64(), try reader.u64())
        if packed == entry.packedSize, size == entry.size { return start + length }
      }
    }
    throw Zip.malformed("'\(entry.name)' is described differently behind its data and in the list")
  }

  /// The field of large sizes among a header's extra fields.
  private static func large(_ extra: [UInt8], _ name: String) throws(TensorError) -> ByteReader? {
    var reader = ByteReader(extra)
    var found: ByteReader?
    while reader.remaining >= 4 {
      let (kind, length) = (try reader.u16(), try reader.u16())
      guard length <= reader.remaining else { throw Zip.malformed("the extra fields of '\(name)' are damaged") }
      let content = try reader.bytes(length)
      if kind == 1 {
        guard found == nil else { throw Zip.malformed("the extra fields of '\(name)' are damaged") }
        found = ByteReader(content)
      }
    }
    return found
  }

  private static func name(_ bytes: [UInt8], flags: Int) throws(TensorError) -> String {
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    guard isASCII || flags & 0x800 != 0, let name = String(validating: bytes, as: UTF8.self) else {
      throw Zip.malformed("a name is not UTF-8: \(String(decoding: bytes, as: UTF8.self).prefix(40))")
    }
    guard Zip.isAcceptable(name) else { throw Zip.malformed("the name '\(name.prefix(80))' is not one of a file in a folder") }
    return name
  }
}

/// What reading and writing archives share.
enum Zip {
  static func malformed(_ message: String) -> TensorError {
    TensorError(.file, op: "npz", "not a readable archive: \(message)", hint: "The file may be damaged or of another format.")
  }

  /// Whether a name leads to a file inside a folder: relative, without `..`, and the same on every system.
  static func isAcceptable(_ name: String) -> Bool {
    guard !name.isEmpty, !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "\\" || $0.value == 0x7F }) else { return false }
    if name.utf8.count >= 2, name.utf8.dropFirst().first == UInt8(ascii: ":") { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }
}

/// Little-endian numbers one after another.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var remaining: Int { bytes.count - position }

  mutating func skip(_ count: Int) throws(TensorError) {
    guard count <= remaining else { throw Zip.malformed("a header is cut short") }
    position += count
  }
  mutating func bytes(_ count: Int) throws(TensorError) -> [UInt8] {
    try skip(count)
    return Array(bytes[position - count..<position])
  }
  private mutating func number(_ width: Int) throws(TensorError) -> UInt64 {
    try skip(width)
    var value: UInt64 = 0
    for k in 1...width { value = value << 8 | UInt64(bytes[position - k]) }
    return value
  }
  mutating func u16() throws(TensorError) -> Int { Int(try number(2)) }
  mutating func u32() throws(TensorError) -> Int { Int(try number(4)) }
  /// A number of 64 bits, of which no size or position needs more than 62.
  mutating func u64() throws(TensorError) -> Int {
    let value = try number(8)
    guard value < 1 << 62 else { throw Zip.malformed("the number \(value) is no size or position") }
    return Int(value)
  }
}
