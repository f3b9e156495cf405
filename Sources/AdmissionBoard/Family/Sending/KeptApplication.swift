import AdmissionPublisher
import Foundation
import QueueContracts

/// An application that a family has signed: kept before it is sent, so that nothing is lost, and under one id, so that
/// nothing is sent twice.
struct KeptApplication: Codable, Sendable, PersonalData {
  let id: ApplicationID
  let number: ApplicationNumber
  /// The citizen's.
  let citizen: String
  let submittedAt: Timestamp
  /// As it was filled in, to apply again.
  let draft: FormDraft
  let submission: PortalMessage
  var isSubmitted = false
  var withdrawal: PortalMessage?
  var isWithdrawalSent = false

  /// What has still to be confirmed, in the order in which it is sent.
  var waiting: [PortalMessage] {
    (isSubmitted ? [] : [submission]) + (isWithdrawalSent ? [] : withdrawal.map { [$0] } ?? [])
  }

  mutating func note(confirmed message: MessageID) {
    if message == submission.id { isSubmitted = true }
    if message == withdrawal?.id { isWithdrawalSent = true }
  }
}
