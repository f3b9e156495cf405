/// What an attached document may be (contract 4.2).
enum MediaType: String, Sendable, CaseIterable {
  case pdf = "application/pdf"
  case jpeg = "image/jpeg"
  case png = "image/png"

  /// True where the bytes are of this type and not cut off, as far as the contract asks (section 6, "Whole means").
  func isWhole(_ bytes: Bytes) -> Bool {
    switch self {
    case .pdf: bytes.has(Array("%PDF-".utf8), at: 0) && bytes.tail(1024, contains: Array("%%EOF".utf8))
    case .jpeg: bytes.has([0xFF, 0xD8, 0xFF], at: 0) && bytes.has([0xFF, 0xD9], at: bytes.count - 2)
    case .png: bytes.has(PNG.signature, at: 0) && PNG.runsToItsEnd(bytes)
    }
  }

  /// The picture's size in pixels; nil for a PDF, and for a picture that does not tell it.
  func pictureSize(_ bytes: Bytes) -> PictureSize? {
    switch self {
    case .pdf: nil
    case .jpeg: JPEG.size(bytes)
    case .png: PNG.size(bytes)
    }
  }
}

/// In pixels, as stored: a camera's note that the picture is to be turned (EXIF) is ignored.
struct PictureSize: Sendable, Equatable {
  let width: Int
  let height: Int
}

/// A signature, then chunks: four bytes of length, four of name, the data, four of check sum.
private enum PNG {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let header = Array("IHDR".utf8)
  private static let end = Array("IEND".utf8)

  static func runsToItsEnd(_ bytes: Bytes) -> Bool {
    var chunk = signature.count
    // Each turn passes twelve bytes or more, and every number is under 2³², so that this ends and nothing overflows.
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

/// Segments, each begun by FF and a marker; the frame's (SOFn) holds the size.
private enum JPEG {
  static func size(_ bytes: Bytes) -> PictureSize? {
    var place = 2
    while bytes[place] == 0xFF, let marker = bytes[place + 1] {
      switch marker {
      case 0xFF: place += 1  // a fill byte
      case 0x01, 0xD0...0xD8: place += 2  // a marker without a segment
      case 0xC4, 0xC8, 0xCC: place += 2 + (bytes.length(at: place) ?? bytes.count)  // no frame, though among them
      case 0xC0...0xCF:
        guard let height = bytes.number(at: place + 5, width: 2), let width = bytes.number(at: place + 7, width: 2)
        else { return nil }
        return PictureSize(width: width, height: height)
      case 0xD9, 0xDA: return nil  // the end, or the picture's data: there was no frame before it
      default: place += 2 + (bytes.length(at: place) ?? bytes.count)
      }
    }
    return nil
  }
}

extension Bytes {
  /// The length that the JPEG segment at `place` gives for itself, its own two bytes included.
  fileprivate func length(at place: Int) -> Int? { number(at: place + 2, width: 2) }
}
