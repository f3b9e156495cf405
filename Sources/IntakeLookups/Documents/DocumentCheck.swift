import Admission
import Crypto
import Foundation
import QueueContracts

/// Compares a stored document with the form's description of it (contract 4.2, section 6).
enum DocumentCheck {
  /// Judges one document.
  ///
  /// - Parameters:
  ///   - content: the document's bytes; nil if there is no such document. If the document is longer than described, a
  ///     part of it that is also longer than described is enough.
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
