import Admission
import Crypto
import Foundation
import QueueContracts

/// Compares what the store holds with what the form claims (contract 4.2, section 6).
enum DocumentCheck {
  /// - Parameter content: the document's bytes, at least one more than claimed where it is longer; nil where there is
  ///   none.
  static func fact(of content: Data?, claimed document: AttachedDocument) -> DocumentFact {
    guard let content, content.count == document.size,
      SHA256.hash(data: content).hexDigits == document.sha256.lowercased(),
      let type = MediaType(rawValue: document.mediaType.lowercased()), type.isWhole(Bytes(content))
    else { return .unreadable }
    guard document.kind == .photo else { return .good }
    return type.pictureSize(Bytes(content)).map(DocumentFact.picture) ?? .noPicture
  }
}
