import Crypto
import Foundation
import QueueContracts

/// Tiny files that are whole, as far as the contract asks.
enum LookupPictures {
  static let pdf = Data("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".utf8)

  /// A PNG whose check sums are zero: nobody asks for them.
  static func png(_ width: Int, _ height: Int) -> Data {
    func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
      four(content.count) + Array(type.utf8) + content + [0, 0, 0, 0]
    }
    let header = four(width) + four(height) + [8, 2, 0, 0, 0]
    return Data(
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("tEXt", Array("Title".utf8))
        + chunk("IDAT", [1, 2, 3]) + chunk("IEND", []))
  }

  /// A JPEG with a thumbnail of another size in its EXIF segment, a table, a fill byte, and its frame under `marker`.
  static func jpeg(_ width: Int, _ height: Int, marker: UInt8 = 0xC0) -> Data {
    func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] { [0xFF, marker] + two(content.count + 2) + content }
    func frame(_ marker: UInt8, _ width: Int, _ height: Int) -> [UInt8] {
      segment(marker, [8] + two(height) + two(width) + [1, 1, 0x11, 0])
    }
    let exif = segment(0xE1, Array("Exif\0\0".utf8) + [0xFF, 0xD8] + frame(0xC0, 160, 120) + [0xFF, 0xD9])
    let beforeFrame = segment(0xE0, Array("JFIF\0".utf8)) + exif + segment(0xC4, [0, 1, 2, 3, 4, 5, 6, 7, 8])
    let data = segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0x34]
    return Data([0xFF, 0xD8] + beforeFrame + [0xFF] + frame(marker, width, height) + data + [0xFF, 0xD9])
  }

  private static func two(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 255), UInt8(number & 255)] }
  private static func four(_ number: Int) -> [UInt8] { two(number >> 16) + two(number & 0xFFFF) }
}

extension AttachedDocument {
  /// A document as an honest form claims it.
  static func claiming(
    _ content: Data, _ mediaType: String, kind: DocumentKind = .healthForm063, reference: String = "a"
  ) -> AttachedDocument {
    let digest = SHA256.hash(data: content).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    return AttachedDocument(
      kind: kind, reference: reference, mediaType: mediaType, size: content.count, sha256: digest)
  }
}
