import Crypto
import Foundation
import QueueContracts

/// A document of the sample: a file, and the part of a form that refers to it.
package struct SampleDocument: Sendable {
  package let attached: AttachedDocument
  package let bytes: Data

  /// A flaw of a document.
  package enum Flaw: Sendable {
    /// The photo is as wide as it is high.
    case square
    /// The end of the file is missing.
    case damaged
    /// The form says that the file has 6 MB.
    case declaredTooLarge
  }

  /// Makes up a document.
  ///
  /// - Parameters:
  ///   - kind: the kind of document.
  ///   - label: the application that the document belongs to; the file contains this label, so no two files are equal.
  ///   - flaw: the document's flaw; nil for a good document.
  ///   - random: the source of random numbers.
  package init(_ kind: DocumentKind, label: String, flaw: Flaw? = nil, random: inout SampleRandom) {
    let isPhoto = kind == .photo
    let note = "Synthetic document of the sample, no real person's: \(kind.rawValue), \(label)"
    let whole =
      isPhoto
      ? Self.portrait(note, width: flaw == .square ? 480 : 360, &random) : PDFPage(lines: [note]).encoded()
    bytes = flaw == .damaged ? whole.dropLast(20) : whole
    let hash = SHA256.hash(data: bytes).hexDigits
    attached = AttachedDocument(
      kind: kind, reference: "sha256/\(hash)", fileName: isPhoto ? "photo.png" : "\(kind.rawValue).pdf",
      mediaType: isPhoto ? "image/png" : "application/pdf", size: flaw == .declaredTooLarge ? 6 << 20 : bytes.count,
      sha256: hash)
  }

  /// Draws a made-up portrait, 480 pixels high.
  ///
  /// A width of 360 pixels makes it 3:4 and a little larger than the least size (S-enrol.3).
  private static func portrait(_ note: String, width: Int, _ random: inout SampleRandom) -> Data {
    let height = 480
    let head = Ellipse(x: 180, y: 205, across: random.number(in: 70...88), along: random.number(in: 95...112))
    let hair = Ellipse(x: 180, y: 175, across: head.across + 14, along: head.along + 6)
    let shoulders = Ellipse(x: 180, y: 490, across: random.number(in: 135...160), along: 165)
    let hairEnd = random.number(in: 130...240)
    let image = PNGImage(width: width, height: height, comment: note) { y in
      var row = [UInt8](repeating: 3, count: width)
      shoulders.paint(1, at: y, into: &row)
      if y < hairEnd { hair.paint(0, at: y, into: &row) }
      if y > 150 || y >= hairEnd { head.paint(2, at: y, into: &row) }
      return row
    }
    return image.encoded()
  }

  private struct Ellipse {
    let x: Int
    let y: Int
    let across: Int
    let along: Int

    func paint(_ shade: UInt8, at line: Int, into row: inout [UInt8]) {
      let distance = Double(line - y) / Double(along)
      guard abs(distance) < 1 else { return }
      let half = Int(Double(across) * (1 - distance * distance).squareRoot())
      for column in max(0, x - half)..<min(row.count, x + half) { row[column] = shade }
    }
  }
}
