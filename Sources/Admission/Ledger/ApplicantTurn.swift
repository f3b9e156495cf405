import Foundation
public import QueueContracts

/// The key by which applications are counted together for the quota of an applicant.
///
/// Applications that the applicant signed, and those that only bear the applicant's number, are counted apart. So
/// nobody spends another person's turns by writing a number that is not theirs.
public struct ApplicantKey: Hashable, Sendable {
  /// A UUID in lower case.
  ///
  /// It has one length whatever a form has in place of the IIN, and it is no number of a person.
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

  /// The name of the inbox that remembers the turns; a store keeps it for as long as the inbox of a worker.
  public var inbox: String { "turns \(text)" }
}

/// An application that was judged, for the count of its applicant's applications.
public struct ApplicantTurn: Sendable, Equatable {
  /// The applicant's key.
  public let applicant: ApplicantKey
  /// The application that was judged.
  public let application: ApplicationID
  /// The time of the judgement.
  public let time: Timestamp
}
