import Admission
import Crypto
import Foundation
import QueueContracts

/// Compares what the store holds with what the form claims (contract 4.2, section 6).
enum DocumentCheck {
  /// - Parameter content: the document's bytes, at least one more than claimed where it is longer; nil where there is
  ///   none.
  static func fact(of content: Data?, claimed document: AttachedDocument) -> DocumentFact {
    guard let content, content.count == document.size, hasDigest(document.sha256, content),
      let type = MediaType(rawValue: document.mediaType.lowercased()), type.isWhole(Bytes(content))
    else { return .unreadable }
    guard document.kind == .photo else { return .good }
    return type.pictureSize(Bytes(content)).map(DocumentFact.picture) ?? .noPicture
  }

  private static func hasDigest(_ claimed: String, _ content: Data) -> Bool {
    SHA256.hash(data: content).flatMap { [hexDigits[Int($0 >> 4)], hexDigits[Int($0 & 15)]] }
      == Array(claimed.lowercased().utf8)
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}
