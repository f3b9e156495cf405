import Foundation
public import QueueContracts

/// The key under which an applicant's applications are counted for the hourly quota.
///
/// Applications that the applicant signed are counted apart from those that only bear the applicant's IIN. So nobody
/// can use up another person's quota by writing that person's IIN into a form.
public struct ApplicantKey: Hashable, Sendable {
  /// A UUID in lower case, derived from the IIN.
  ///
  /// All keys have the same length, even if a form has a long text as the IIN. A key does not show the IIN.
  public let text: String

  private static let space = UUID(
    uuid: (0x6F, 0x1E, 0x0A, 0x53, 0x0C, 0x8F, 0x4D, 0x0E, 0x9B, 0x51, 0x27, 0x6A, 0x3D, 0x40, 0x9E, 0x12))

  /// Makes the key of an applicant.
  ///
  /// - Parameters:
  ///   - iin: the IIN as written in the form.
  ///   - isSigned: true if the applicant is known to have signed the form.
  public init(iin: String, isSigned: Bool) {
    let name = "\(isSigned ? "signed" : "unsigned") \(iin.precomposedStringWithCanonicalMapping)"
    text = UUID(version5: name, namespace: Self.space).uuidString.lowercased()
  }

  /// The name of the inbox in which a store keeps the applicant's turns.
  ///
  /// A turn is removed at the same age as the inbox row of a message.
  public var inbox: String { "turns \(text)" }
}

/// A turn: one judged application of an applicant, counted for the hourly quota.
public struct ApplicantTurn: Sendable, Equatable {
  /// The applicant's key.
  public let applicant: ApplicantKey
  /// The application that was judged.
  public let application: ApplicationID
  /// The time of the judgement.
  public let time: Timestamp
}
