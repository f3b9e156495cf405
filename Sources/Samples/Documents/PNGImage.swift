import Foundation

/// A small writer of PNG: four shades of grey, not compressed, so that it needs no library.
package struct PNGImage {
  package let width: Int
  package let height: Int
  /// A line of text inside of the file.
  package let comment: String
  /// The shades of the `width` pixels of one row, from 0 (black) to 3 (white).
  package let row: (_ y: Int) -> [UInt8]

  package func encoded() -> Data {
    var scanlines: [UInt8] = []
    scanlines.reserveCapacity(height * (1 + (width + 3) / 4))
    for y in 0..<height {
      let shades = row(y)
      scanlines.append(0)
      for x in stride(from: 0, to: width, by: 4) {
        var byte: UInt8 = 0
        for shade in shades[x..<min(x + 4, width)] { byte = byte << 2 | shade }
        scanlines.append(byte)
      }
    }
    var file = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    // Two bits for each pixel, shades of grey; the usual compression method and filter, no interlacing.
    file.append(Self.chunk("IHDR", Self.bigEndian(width) + Self.bigEndian(height) + [2, 0, 0, 0, 0]))
    file.append(Self.chunk("tEXt", Array("Comment".utf8) + [0] + Array(comment.utf8)))
    file.append(Self.chunk("IDAT", Self.stored(scanlines)))
    file.append(Self.chunk("IEND", []))
    return file
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> Data {
    let named = Array(name.utf8) + content
    return Data(bigEndian(content.count) + named + bigEndian(Int(crc32(named))))
  }

  /// A zlib stream of blocks that are not compressed; the last block is marked as the last.
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    for start in stride(from: 0, to: bytes.count, by: 65_535) {
      let block = bytes[start..<min(start + 65_535, bytes.count)]
      let (low, high) = (UInt8(block.count & 0xFF), UInt8(block.count >> 8))
      stream += [block.endIndex == bytes.count ? 1 : 0, low, high, ~low, ~high] + block
    }
    return stream + bigEndian(Int(adler32(bytes)))
  }

  private static func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes { crc = crcTable[Int((crc ^ UInt32(byte)) & 0xFF)] ^ crc >> 8 }
    return ~crc
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
  }
}
