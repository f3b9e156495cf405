import Crypto
import Foundation
import QueueContracts

/// The document store: a folder from which the workers read `<folder>/<reference>`.
struct Documents {
  let store: URL

  /// Puts each file of a folder into the store; a file's name is the kind of its document.
  func attach(_ folder: URL) throws -> [AttachedDocument] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).compactMap { file in
      guard let kind = DocumentKind(rawValue: file.deletingPathExtension().lastPathComponent) else { return nil }
      let content = try Data(contentsOf: file)
      let digest = SHA256.hash(data: content).map { String(format: "%02x", $0) }.joined()
      let reference = "sha256/\(digest)"
      let place = store.appending(path: reference)
      try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try content.write(to: place, options: .atomic)
      return AttachedDocument(
        kind: kind, reference: reference, fileName: file.lastPathComponent,
        mediaType: file.pathExtension == "png" ? "image/png" : "application/pdf", size: content.count, sha256: digest)
    }
  }
}
