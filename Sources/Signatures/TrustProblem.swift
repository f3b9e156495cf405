import Foundation
import SwiftASN1

/// The reason why a file of keys, certificates or revocation lists cannot be used.
public struct TrustProblem: Error, Equatable, Sendable {
  /// The reason as the end of a sentence that begins with the file's name, for example "is not in PEM".
  public let text: String

  init(_ text: String) { self.text = text }
}

/// Reads the PEM objects of a file.
enum PEMFile {
  /// The objects in the order of the file; text between them is ignored.
  ///
  /// - Parameters:
  ///   - content: the file.
  ///   - kind: the label that each object must have, for example `CERTIFICATE`.
  /// - Returns: the DER of each object, at least one.
  /// - Throws: ``TrustProblem`` if the file holds an object with another label, or no object.
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
