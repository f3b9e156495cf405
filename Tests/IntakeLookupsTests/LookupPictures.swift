import Crypto
import Foundation
import QueueContracts

/// Tiny files that the contract calls complete.
enum LookupPictures {
  static let pdf = Data("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n".utf8)

  /// A PNG whose checksums are zero, because nothing checks them.
  static func png(_ width: Int, _ height: Int) -> Data {
    func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
      four(content.count) + Array(type.utf8) + content + [0, 0, 0, 0]
    }
    let header = four(width) + four(height) + [8, 2, 0, 0, 0]
    return Data(
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("tEXt", Array("Title".utf8))
        + chunk("IDAT", [1, 2, 3]) + chunk("IEND", []))
  }

  /// A JPEG with a thumbnail of another size in its EXIF segment, a table, a fill byte, and a frame.
  ///
  /// - Parameters:
  ///   - width: the width in pixels.
  ///   - height: the height in pixels.
  ///   - marker: the second byte of the frame's marker.
  ///   - note: the content of one more EXIF segment before the frame; empty for no such segment.
  ///   - exifBehind: the content of an EXIF segment after the frame; empty for no such segment.
  /// - Returns: the file.
  static func jpeg(
    _ width: Int, _ height: Int, marker: UInt8 = 0xC0, exif note: [UInt8] = [], exifBehind: [UInt8] = []
  ) -> Data {
    func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] { [0xFF, marker] + two(content.count + 2) + content }
    func noted(_ note: [UInt8]) -> [UInt8] { note.isEmpty ? [] : segment(0xE1, note) }
    func frame(_ marker: UInt8, _ width: Int, _ height: Int) -> [UInt8] {
      segment(marker, [8] + two(height) + two(width) + [1, 1, 0x11, 0])
    }
    let exif = segment(0xE1, Array("Exif\0\0".utf8) + [0xFF, 0xD8] + frame(0xC0, 160, 120) + [0xFF, 0xD9])
    let beforeFrame =
      segment(0xE0, Array("JFIF\0".utf8)) + exif + noted(note) + segment(0xC4, [0, 1, 2, 3, 4, 5, 6, 7, 8])
    let data = segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0x34]
    let frames = [0xFF] + frame(marker, width, height) + noted(exifBehind)
    return Data([0xFF, 0xD8] + beforeFrame + frames + data + [0xFF, 0xD9])
  }

  /// The content of an EXIF segment with an orientation, as a camera writes it.
  static func exif(
    _ orientation: Int, isLittle: Bool = true, entriesBefore: Int = 0, tag: Int = 0x0112, entriesTold: Int? = nil,
    listAt: Int = 8
  ) -> [UInt8] {
    func two(_ number: Int) -> [UInt8] { isLittle ? Self.two(number).reversed() : Self.two(number) }
    func four(_ number: Int) -> [UInt8] { isLittle ? Self.four(number).reversed() : Self.four(number) }
    let other = two(0x010F) + two(2) + four(4) + [0x41, 0x42, 0x43, 0]
    let entries = Array(repeating: other, count: entriesBefore).flatMap { $0 }
    let header = Array((isLittle ? "II" : "MM").utf8) + two(42) + four(listAt)
    return Array("Exif\0\0".utf8) + header + two(entriesTold ?? entriesBefore + 1) + entries + two(tag) + two(3)
      + four(1) + two(orientation) + two(0) + four(0)
  }

  private static func two(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 255), UInt8(number & 255)] }
  private static func four(_ number: Int) -> [UInt8] { two(number >> 16) + two(number & 0xFFFF) }
}

extension AttachedDocument {
  /// The description of a document as a form contains it, with the document's true size and hash.
  static func claiming(
    _ content: Data, _ mediaType: String, kind: DocumentKind = .healthForm063, reference: String = "a"
  ) -> AttachedDocument {
    let digest = SHA256.hash(data: content).hexDigits
    return AttachedDocument(
      kind: kind, reference: reference, mediaType: mediaType, size: content.count, sha256: digest)
  }
}
