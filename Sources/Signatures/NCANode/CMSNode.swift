public import Foundation

/// Verifies a CMS elsewhere: NCANode, which knows Kazakhstan's GOST.
public protocol CMSNode: Sendable {
  /// - Parameters:
  ///   - cms: base64, as it came.
  ///   - form: what a detached signature is over.
  /// - Throws: where there is no answer.
  func verify(cms: String, form: Data) async throws -> NCANodeAnswer
}
