public import Foundation

/// A verifier of CMS elsewhere: NCANode, which knows Kazakhstan's GOST.
public protocol CMSNode: Sendable {
  /// Verifies a CMS.
  ///
  /// - Parameters:
  ///   - cms: the CMS in base64, as it came.
  ///   - form: the bytes that a detached signature is over.
  /// - Returns: NCANode's answer.
  /// - Throws: an error if there is no answer.
  func verify(cms: String, form: Data) async throws -> NCANodeAnswer
}
