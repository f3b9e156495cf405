import Crypto
import Foundation
import QueueContracts

/// The documents of the corpus: sixty-four sets of five small files, which the applications share.
///
/// The files are small, because the benchmark measures a worker's work for each document, not how fast it hashes bytes.
/// Hashing a scan of a megabyte would hide all other work.
struct CorpusDocuments {
  private static let kinds: [DocumentKind] = [
    .birthCertificate, .photo, .healthForm063, .healthForm026, .unemploymentCertificate,
  ]

  private let sets: [[AttachedDocument]]
  /// A photo that is wider than high.
  let lyingPhoto: AttachedDocument

  /// Writes the files into the subfolder `documents/sha256`.
  init(folder: URL) throws {
    let store = folder.appending(path: "documents/sha256")
    try FileManager.default.createDirectory(at: store, withIntermediateDirectories: true)
    func attach(_ kind: DocumentKind, _ bytes: Data) throws -> AttachedDocument {
      let hash = SHA256.hash(data: bytes).hexDigits
      try bytes.write(to: store.appending(path: hash))
      return AttachedDocument(
        kind: kind, reference: "sha256/\(hash)", fileName: "\(kind.rawValue)",
        mediaType: kind == .photo ? "image/png" : "application/pdf", size: bytes.count, sha256: hash)
    }
    sets = try (0..<64).map { number in
      try Self.kinds.map { kind in
        try attach(kind, kind == .photo ? Self.png(354, 472, number) : Self.pdf("\(kind.rawValue) \(number)"))
      }
    }
    lyingPhoto = try attach(.photo, Self.png(472, 354, 64))
  }

  func set(_ index: Int) -> [AttachedDocument] { sets[index % sets.count] }

  /// About 600 bytes that begin and end as a PDF does.
  private static func pdf(_ title: String) -> Data {
    let page = String(repeating: "% a page without a picture\n", count: 20)
    return Data("%PDF-1.4\n1 0 obj\n<</Title(\(title))>>\nendobj\n\(page)trailer\n<</Root 1 0 R>>\n%%EOF\n".utf8)
  }

  /// About 6 KiB that IntakeWorker takes for a PNG of this width and height; picture viewers cannot show them.
  private static func png(_ width: UInt32, _ height: UInt32, _ number: Int) -> Data {
    func bytes(_ value: UInt32) -> Data { withUnsafeBytes(of: value.bigEndian) { Data($0) } }
    func chunk(_ name: String, _ content: Data) -> Data {
      bytes(UInt32(content.count)) + Data(name.utf8) + content + bytes(0)
    }
    var random = SplitMix64(seed: UInt64(number))
    let noise = Data((0..<6000).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    return Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
      + chunk("IHDR", bytes(width) + bytes(height) + Data([8, 0, 0, 0, 0])) + chunk("IDAT", noise)
      + chunk("IEND", Data())
  }
}
