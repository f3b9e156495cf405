import Admission

/// The format JPEG: segments that begin with FF and a marker.
///
/// The frame's segment (SOFn) contains the size, and an EXIF segment (APP1) contains the camera's orientation.
enum JPEG {
  /// The size of the picture as a viewer shows it; nil if there is no frame.
  ///
  /// Phones store an upright photo lying on its side, with an EXIF entry that tells the viewer to turn it.
  static func size(_ bytes: Bytes) -> PictureSize? {
    var (place, frame, orientation) = (2, PictureSize?.none, Int?.none)
    // Each round advances by a byte or more, so the loop ends.
    scan: while bytes[place] == 0xFF, let marker = bytes[place + 1] {
      switch marker {
      case 0xFF:
        place += 1  // a fill byte
        continue scan
      case 0x01, 0xD0...0xD8:
        place += 2  // a marker without a segment
        continue scan
      case 0xD9, 0xDA: break scan  // the end, or the picture's data
      case 0xC4, 0xC8, 0xCC: break  // not frames, unlike the other markers from 0xC0 to 0xCF
      case 0xC0...0xCF:
        guard let height = bytes.number(at: place + 5, width: 2), let width = bytes.number(at: place + 7, width: 2)
        else { return nil }
        frame = frame ?? PictureSize(width: width, height: height)
      case 0xE1: orientation = orientation ?? EXIF.orientation(bytes, at: place + 4, end: end(of: place, bytes))
      default: break
      }
      place = end(of: place, bytes)
    }
    guard let frame else { return nil }
    return (5...8).contains(orientation ?? 1) ? PictureSize(width: frame.height, height: frame.width) : frame
  }

  /// The end of the segment that begins at `place`.
  ///
  /// The stated length counts its own two bytes, but not the two bytes of the marker before it.
  private static func end(of place: Int, _ bytes: Bytes) -> Int {
    place + 2 + (bytes.number(at: place + 2, width: 2) ?? bytes.count)
  }
}

/// A camera's notes about a picture: a TIFF header and a list of entries, in the byte order that the header states.
private enum EXIF {
  private static let header = Array("Exif\0\0".utf8)
  private static let orientationTag = 0x0112
  /// The type of a 16-bit number.
  private static let short = 3

  /// The orientation, 1 to 8; nil if the segment does not give it.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - place: the beginning of the segment's content.
  ///   - end: the end of the segment; offsets in the notes may point anywhere, and nothing beyond the end is read.
  /// - Returns: the number of the EXIF standard.
  static func orientation(_ bytes: Bytes, at place: Int, end: Int) -> Int? {
    guard bytes.has(header, at: place) else { return nil }
    let tiff = place + header.count
    let isLittle = bytes.has(Array("II".utf8), at: tiff)
    guard isLittle || bytes.has(Array("MM".utf8), at: tiff) else { return nil }
    func number(_ offset: Int, _ width: Int) -> Int? {
      guard offset >= 0, tiff + offset + width <= end else { return nil }
      let number = bytes.number(at: tiff + offset, width: width)
      return isLittle ? number.map { swapped($0, width) } : number
    }
    guard number(2, 2) == 42, let list = number(4, 4), let count = number(list, 2) else { return nil }
    for entry in (0..<count).map({ list + 2 + 12 * $0 }) {
      // Entries are consecutive. If one entry lies outside of the segment, so do all later entries.
      guard let tag = number(entry, 2) else { return nil }
      guard tag == orientationTag else { continue }
      guard number(entry + 2, 2) == short, number(entry + 4, 4) == 1, let value = number(entry + 8, 2),
        (1...8).contains(value)
      else { return nil }
      return value
    }
    return nil
  }

  private static func swapped(_ number: Int, _ width: Int) -> Int {
    (0..<width).reduce(0) { $0 << 8 | number >> (8 * $1) & 0xFF }
  }
}
