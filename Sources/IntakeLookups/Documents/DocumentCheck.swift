import Admission
import Crypto
import Foundation
import QueueContracts

/// Compares a stored document with the form's description of it (contract 4.2, section 6).
enum DocumentCheck {
  /// Judges one document.
  ///
  /// - Parameters:
  ///   - content: the document's bytes; nil if there is no such document. The end of a document that is longer than
  ///     described may be missing, if the rest is still longer than described.
  ///   - document: the form's description.
  /// - Returns: the fact for the rules.
  static func fact(of content: Data?, claimed document: AttachedDocument) -> DocumentFact {
    guard let content, content.count == document.size,
      SHA256.hash(data: content).hexDigits == document.sha256.lowercased(),
      let type = MediaType(rawValue: document.mediaType.lowercased()), type.isWhole(Bytes(content))
    else { return .unreadable }
    guard document.kind == .photo else { return .good }
    return type.pictureSize(Bytes(content)).map(DocumentFact.picture) ?? .noPicture
  }
}
