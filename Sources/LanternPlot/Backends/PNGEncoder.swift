/// Writes small PNG files without zlib: the pixels are stored, not compressed. For pictures inside an SVG.
enum PNGEncoder {
  static func encode(_ picture: Picture) -> [UInt8] {
    var raw: [UInt8] = []
    raw.reserveCapacity(picture.rows * (1 + 4 * picture.columns))
    for row in 0..<picture.rows {
      raw.append(0)
      for pixel in picture.pixels[row * picture.columns..<(row + 1) * picture.columns] {
        let color = RGBA(premultiplied: pixel)
        raw += [color.red, color.green, color.blue, color.alpha].map { UInt8(($0 * 255).rounded()) }
      }
    }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let eightBitRGBA: [UInt8] = [8, 6, 0, 0, 0]
    append("IHDR", bigEndian(UInt32(picture.columns)) + bigEndian(UInt32(picture.rows)) + eightBitRGBA, to: &file)
    append("IDAT", stored(raw), to: &file)
    append("IEND", [], to: &file)
    return file
  }

  /// A zlib stream of stored blocks.
  private static func stored(_ raw: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let count = min(65535, raw.count - start)
      let isLast: UInt8 = start + count == raw.count ? 1 : 0
      let (low, high) = (UInt8(count & 0xFF), UInt8(count >> 8))
      stream += [isLast, low, high, ~low, ~high]
      stream += raw[start..<start + count]
      start += count
    } while start < raw.count
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in raw {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return stream + bigEndian(b << 16 | a)
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
