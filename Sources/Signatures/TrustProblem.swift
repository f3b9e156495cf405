import Foundation
import SwiftASN1

/// The reason for which a file of keys, certificates or lists cannot be used.
public struct TrustProblem: Error, Equatable, Sendable {
  /// The reason in words that follow the file's name.
  public let text: String

  init(_ text: String) { self.text = text }
}

/// Reads the PEM objects of a file.
enum PEMFile {
  /// The objects in the order of the file; what stands between them is a comment.
  ///
  /// - Parameters:
  ///   - content: the file.
  ///   - kind: the label that each object has to have, `CERTIFICATE` for example.
  /// - Returns: the DER of each object, at least one.
  /// - Throws: ``TrustProblem`` if the file holds anything else, or nothing.
  static func objects(_ content: Data, kind: String) throws(TrustProblem) -> [[UInt8]] {
    guard let text = String(validating: content, as: UTF8.self),
      let documents = try? PEMDocument.parseMultiple(pemString: text)
    else { throw TrustProblem("is not in PEM") }
    guard !documents.isEmpty else { throw TrustProblem("holds no PEM object \(kind)") }
    for (index, document) in documents.enumerated() where document.discriminator != kind {
      throw TrustProblem("holds, as object \(index + 1), a PEM object other than \(kind)")
    }
    return documents.map(\.derBytes)
  }
}
