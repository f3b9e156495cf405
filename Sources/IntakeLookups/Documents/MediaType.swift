import Admission

/// The types of attached documents (contract 4.2).
enum MediaType: String, Sendable, CaseIterable {
  case pdf = "application/pdf"
  case jpeg = "image/jpeg"
  case png = "image/png"

  /// True if the bytes are of this type and complete, as section 6 of the contract defines it.
  func isWhole(_ bytes: Bytes) -> Bool {
    switch self {
    case .pdf: bytes.has(Array("%PDF-".utf8), at: 0) && bytes.tail(1024, contains: Array("%%EOF".utf8))
    case .jpeg: bytes.has([0xFF, 0xD8, 0xFF], at: 0) && bytes.has([0xFF, 0xD9], at: bytes.count - 2)
    case .png: bytes.has(PNG.signature, at: 0) && PNG.runsToItsEnd(bytes)
    }
  }

  /// The picture's size as a viewer shows it; nil for a PDF, and for a picture without a size.
  func pictureSize(_ bytes: Bytes) -> PictureSize? {
    switch self {
    case .pdf: nil
    case .jpeg: JPEG.size(bytes)
    case .png: PNG.size(bytes)
    }
  }
}

/// The format PNG: a signature, then chunks.
///
/// A chunk has four bytes of length, four of name, the data, and four of check sum.
private enum PNG {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let header = Array("IHDR".utf8)
  private static let end = Array("IEND".utf8)

  static func runsToItsEnd(_ bytes: Bytes) -> Bool {
    var chunk = signature.count
    // Each round advances by twelve bytes or more and every number is under 2³², so the loop ends and nothing
    // overflows.
    while let length = bytes.number(at: chunk, width: 4), chunk + 12 + length <= bytes.count {
      if bytes.has(end, at: chunk + 4) { return true }
      chunk += 12 + length
    }
    return false
  }

  static func size(_ bytes: Bytes) -> PictureSize? {
    guard bytes.has(header, at: 12), let width = bytes.number(at: 16, width: 4),
      let height = bytes.number(at: 20, width: 4)
    else { return nil }
    return PictureSize(width: width, height: height)
  }
}
