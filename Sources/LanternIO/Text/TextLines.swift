import Lantern

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A text's lines one after another, each without its end, and its number in the file.
struct TextLines {
  private let end: UnsafePointer<UInt8>
  private var next: UnsafePointer<UInt8>
  /// The number of the last line given, counted from 1.
  private(set) var number = 0

  init(_ text: UnsafeBufferPointer<UInt8>) {
    // An empty buffer may have no address.
    next = text.baseAddress ?? UnsafePointer(Self.nothing)
    end = next + text.count
  }
  private nonisolated(unsafe) static let nothing = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)

  /// The next line; lines end with `\n`, `\r\n` or `\r`.
  mutating func line() -> UnsafeBufferPointer<UInt8>? {
    guard next < end else { return nil }
    number += 1
    let start = next
    var stop = Self.find(0x0A, start, end) ?? end
    next = stop < end ? stop + 1 : end
    if let carriage = Self.find(0x0D, start, stop) {
      if carriage + 1 != stop || stop == end { next = carriage + 1 }
      stop = carriage
    }
    return UnsafeBufferPointer(start: start, count: stop - start)
  }

  static func find(_ byte: UInt8, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    memchr(start, Int32(byte), end - start).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
  }
}

extension TextOptions.Checked {
  /// A line up to where a comment starts.
  func withoutComment(_ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let start = line.baseAddress else { return line }
    var end = start + line.count
    for comment in comments {
      var from = start
      while let found = TextLines.find(comment[0], from, end) {
        if found + comment.count <= end, comment.indices.allSatisfy({ found[$0] == comment[$0] }), !isQuoted(start, found) {
          end = found
          break
        }
        from = found + 1
      }
    }
    return UnsafeBufferPointer(start: start, count: end - start)
  }

  private func isQuoted(_ start: UnsafePointer<UInt8>, _ place: UnsafePointer<UInt8>) -> Bool {
    guard let quote else { return false }
    var count = 0
    for k in 0..<(place - start) where start[k] == quote { count += 1 }
    return count % 2 == 1
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  /// Where the fields of a line are, without white space and quotes around them. None in a line of nothing.
  func fields(_ line: UnsafeBufferPointer<UInt8>, _ fields: inout [Range<Int>]) {
    fields.removeAll(keepingCapacity: true)
    guard !line.isEmpty else { return }
    var p = 0
    while true {
      while p < line.count, Self.isSpace(line[p]), line[p] != delimiter { p += 1 }
      if delimiter == nil, p == line.count { return }
      var (start, end) = (p, p)
      if let quote, p < line.count, line[p] == quote {
        start = p + 1
        p += 1
        while p < line.count, line[p] != quote { p += 1 }
        end = p
        p = min(p + 1, line.count)
        // What stands between the closing quote and the delimiter belongs to the field, which is then no number.
        let after = p
        while p < line.count, delimiter == nil ? !Self.isSpace(line[p]) : line[p] != delimiter { p += 1 }
        if (after..<p).contains(where: { !Self.isSpace(line[$0]) }) { end = p }
      } else {
        while p < line.count, delimiter == nil ? !Self.isSpace(line[p]) : line[p] != delimiter { p += 1 }
        end = p
      }
      while end > start, Self.isSpace(line[end - 1]) { end -= 1 }
      fields.append(start..<end)
      if p == line.count { return }
      if delimiter != nil { p += 1 }
    }
  }
}
