import Foundation
import SwiftASN1

/// Why a file of keys, certificates or lists cannot be used, in words that follow its name.
public struct TrustProblem: Error, Equatable, Sendable {
  public let text: String

  init(_ text: String) { self.text = text }
}

/// The PEM objects of a file.
enum PEMFile {
  /// In the order of the file; what stands between them is a comment.
  ///
  /// - Parameter kind: what each has to be, `CERTIFICATE` for example.
  static func objects(_ content: Data, kind: String) throws(TrustProblem) -> [[UInt8]] {
    guard let text = String(validating: content, as: UTF8.self),
      let documents = try? PEMDocument.parseMultiple(pemString: text)
    else { throw TrustProblem("is not in PEM") }
    guard !documents.isEmpty else { throw TrustProblem("holds no PEM object \(kind)") }
    for (index, document) in documents.enumerated() where document.discriminator != kind {
      throw TrustProblem("holds, as object \(index + 1), something else than a PEM object \(kind)")
    }
    return documents.map(\.derBytes)
  }
}
