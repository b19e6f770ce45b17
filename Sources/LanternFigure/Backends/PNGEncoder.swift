/// Writes PNG files without any library: each row as its difference from the one above, runs of equal bytes compressed (deflate with its
/// fixed codes). Plots are mostly runs, so that the files are about as small as zlib's, in a fraction of the time.
enum PNGEncoder {
  /// A picture with transparency.
  static func encode(_ picture: Picture) -> [UInt8] {
    encode(columns: picture.columns, rows: picture.rows, channels: 4) { row, target in
      for column in 0..<picture.columns {
        let color = RGBA(premultiplied: picture.pixels[row * picture.columns + column])
        for (part, value) in [color.red, color.green, color.blue, color.alpha].enumerated() {
          target[4 * column + part] = UInt8((value * 255).rounded())
        }
      }
    }
  }

  /// A page of `channels` bytes a pixel (3 or 4) whose rows are filled in by `fill`.
  static func encode(
    columns: Int, rows: Int, channels: Int, _ fill: (_ row: Int, _ target: UnsafeMutableBufferPointer<UInt8>) -> Void
  ) -> [UInt8] {
    let width = columns * channels
    var raw = [UInt8](repeating: 0, count: rows * (width + 1))
    var rowAbove = [UInt8](repeating: 0, count: width)
    raw.withUnsafeMutableBufferPointer { raw in
      rowAbove.withUnsafeMutableBufferPointer { above in
        for row in 0..<rows {
          let start = row * (width + 1)
          let line = UnsafeMutableBufferPointer(rebasing: raw[start + 1..<start + 1 + width])
          fill(row, line)
          let differenceFromAbove: UInt8 = 2
          raw[start] = differenceFromAbove
          for i in 0..<width {
            let value = line[i]
            line[i] = value &- above[i]
            above[i] = value
          }
        }
      }
    }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let kind: UInt8 = channels == 4 ? 6 : 2
    append("IHDR", bigEndian(UInt32(columns)) + bigEndian(UInt32(rows)) + [8, kind, 0, 0, 0], to: &file)
    append("IDAT", [0x78, 0x01] + RunDeflater.deflate(raw) + bigEndian(adler(raw)), to: &file)
    append("IEND", [], to: &file)
    return file
  }

  /// The checksum at the end of a zlib stream.
  private static func adler(_ raw: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    raw.withUnsafeBufferPointer { raw in
      // As many as fit before the sums have to be reduced.
      for start in stride(from: 0, to: raw.count, by: 5552) {
        for i in start..<min(start + 5552, raw.count) {
          a &+= UInt32(raw[i])
          b &+= a
        }
        a %= 65521
        b %= 65521
      }
    }
    return b << 16 | a
  }

  private static func append(_ kind: String, _ data: [UInt8], to file: inout [UInt8]) {
    let body = Array(kind.utf8) + data
    file += bigEndian(UInt32(data.count)) + body + bigEndian(checksum(body))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }

  /// The cyclic redundancy check of a chunk.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
  }
}

/// Deflate (RFC 1951) with the fixed codes and no matches but runs of one byte.
enum RunDeflater {
  private struct Code {
    var bits: UInt64
    var count: UInt64
  }

  private static func reversed(_ code: Int, _ count: Int) -> UInt64 {
    (0..<count).reduce(UInt64(0)) { $0 << 1 | UInt64(code >> $1 & 1) }
  }

  /// The code of a literal or length symbol.
  private static func fixed(_ symbol: Int) -> Code {
    switch symbol {
    case 0...143: Code(bits: reversed(0x30 + symbol, 8), count: 8)
    case 144...255: Code(bits: reversed(0x190 + symbol - 144, 9), count: 9)
    case 256...279: Code(bits: reversed(symbol - 256, 7), count: 7)
    default: Code(bits: reversed(0xC0 + symbol - 280, 8), count: 8)
    }
  }

  private static let literals: [Code] = (0..<256).map { fixed($0) }

  /// For each length from 3 to 258 its symbol, extra bits, and the five zero bits that say distance 1.
  private static let runs: [Code] = (3...258).map { length in
    if length == 258 { return Code(bits: fixed(285).bits, count: 13) }
    var (symbol, base, extra) = (257, 3, 0)
    while length >= base + 1 << extra {
      base += 1 << extra
      symbol += 1
      // After each four symbols of one kind there is another extra bit.
      if symbol >= 265, (symbol - 261) % 4 == 0 { extra += 1 }
    }
    let code = fixed(symbol)
    return Code(bits: code.bits | UInt64(length - base) << code.count, count: code.count + UInt64(extra) + 5)
  }

  static func deflate(_ raw: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(raw.count / 16 + 64)
    // One last block (1) with fixed codes (01).
    var (bits, count): (UInt64, UInt64) = (0b011, 3)
    func put(_ code: Code) {
      bits |= code.bits << count
      count += code.count
      while count >= 8 {
        out.append(UInt8(truncatingIfNeeded: bits))
        bits >>= 8
        count -= 8
      }
    }
    literals.withUnsafeBufferPointer { literals in
      runs.withUnsafeBufferPointer { runs in
        raw.withUnsafeBytes { raw in
          var i = 0
          while i < raw.count {
            if i > 0 {
              let limit = min(258, raw.count - i)
              let last = raw[i - 1]
              let pattern = UInt64(last) &* 0x0101_0101_0101_0101
              var length = 0
              while length + 8 <= limit, raw.loadUnaligned(fromByteOffset: i + length, as: UInt64.self) == pattern { length += 8 }
              while length < limit, raw[i + length] == last { length += 1 }
              if length >= 3 {
                put(runs[length - 3])
                i += length
                continue
              }
            }
            put(literals[Int(raw[i])])
            i += 1
          }
        }
      }
    }
    put(fixed(256))
    if count > 0 { out.append(UInt8(truncatingIfNeeded: bits)) }
    return out
  }
}
