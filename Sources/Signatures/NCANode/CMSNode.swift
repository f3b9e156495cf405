public import Foundation

/// An external verifier of CMS: NCANode, which knows Kazakhstan's GOST.
public protocol CMSNode: Sendable {
  /// Verifies a CMS.
  ///
  /// - Parameters:
  ///   - cms: the CMS in base64, as it arrived.
  ///   - form: the bytes that were signed, if the signature is detached.
  /// - Returns: NCANode's answer.
  /// - Throws: an error if there is no answer.
  func verify(cms: String, form: Data) async throws -> NCANodeAnswer
}
