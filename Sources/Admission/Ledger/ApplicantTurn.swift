import Foundation
public import QueueContracts

/// Whose applications are counted together: an applicant's own, or those that bear an applicant's number and were not
/// signed by that person.
///
/// They are counted apart, so that nobody spends another one's turns by writing a number that is not theirs.
public struct ApplicantKey: Hashable, Sendable {
  /// A UUID in lower case: of one length whatever a form has in its place, and no number of a person.
  public let text: String

  private static let space = UUID(
    uuid: (0x6F, 0x1E, 0x0A, 0x53, 0x0C, 0x8F, 0x4D, 0x0E, 0x9B, 0x51, 0x27, 0x6A, 0x3D, 0x40, 0x9E, 0x12))

  /// - Parameters:
  ///   - iin: as written in the form.
  ///   - isSigned: true if the applicant is known to have signed it.
  public init(iin: String, isSigned: Bool) {
    let name = "\(isSigned ? "signed" : "unsigned") \(iin.precomposedStringWithCanonicalMapping)"
    text = UUID(version5: name, namespace: Self.space).uuidString.lowercased()
  }

  /// The name of the inbox that remembers the turns: a store has it for as long as the inbox of a worker, and no longer.
  public var inbox: String { "turns \(text)" }
}

/// An application that was judged while the applications of one applicant are counted.
public struct ApplicantTurn: Sendable, Equatable {
  public let applicant: ApplicantKey
  public let application: ApplicationID
  public let time: Timestamp
}
