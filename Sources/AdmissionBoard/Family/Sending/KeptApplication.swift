import AdmissionPublisher
import Foundation
import QueueContracts

/// An application that a family has signed.
///
/// The application is kept before it is sent, so that it cannot be lost. It is sent under the same id each time, so
/// that it takes effect once.
struct KeptApplication: Codable, Sendable, PersonalData {
  let id: ApplicationID
  let number: ApplicationNumber
  /// The citizen's id.
  let citizen: String
  let submittedAt: Timestamp
  /// The form as it was filled in, for applying again.
  let draft: FormDraft
  let submission: PortalMessage
  var isSubmitted = false
  var withdrawal: PortalMessage?
  var isWithdrawalSent = false

  /// The messages that are not confirmed yet, in the order of sending.
  var waiting: [PortalMessage] {
    (isSubmitted ? [] : [submission]) + (isWithdrawalSent ? [] : withdrawal.map { [$0] } ?? [])
  }

  mutating func note(confirmed message: MessageID) {
    if message == submission.id { isSubmitted = true }
    if message == withdrawal?.id { isWithdrawalSent = true }
  }
}
