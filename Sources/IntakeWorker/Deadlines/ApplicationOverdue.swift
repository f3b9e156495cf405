import Admission
import Foundation
import QueueContracts
import WorkerRuntime

/// The message by which intake tells itself that an application's deadline has passed.
///
/// The message goes straight into intake's queue and is not part of the wire contract. Like every message, it has one
/// effect, even if several processes send it, and its outputs are confirmed before it is acknowledged.
struct ApplicationOverdue: Contract {
  static let type = MessageRoute.applicationOverdue.type

  /// The inbox for messages of this type, separate from the inbox for messages from other systems.
  static let inbox = "intake.overdue"

  let applicationId: ApplicationID

  /// The message's id, which every process derives from the application's id.
  var messageId: MessageID { MessageID(uuid: UUID(version5: Self.type, namespace: applicationId.uuid)) }

  /// The store's record of the notice.
  var notice: OverdueNotice { OverdueNotice(application: applicationId, message: messageId) }

  func publication(at now: Timestamp) -> Publication {
    let message = BrokerMessage(
      id: messageId.description, type: Self.type, contentType: WireCodec.contentType,
      correlationId: applicationId.description, appId: WorkerName.intake.user,
      timestamp: now.amqpSeconds,
      body: WireCodec.encode(self))
    return Publication(exchange: ExchangeName.aside, routingKey: QueueName.intake, message: message)
  }

  /// Tells the family that the answer is late, or does nothing if the application has ended meanwhile.
  func decide(in ledger: inout Ledger, at now: Timestamp) -> Outcome {
    guard let record = ledger.applications[applicationId], !record.state.isFinal else { return .completed([]) }
    guard record.dueBy < now else {
      // The clock of the process that sent the message is ahead. If the message were recorded as handled, the family
      // would never be told that the answer is late.
      return .retry(reason: "the deadline has not passed yet", orPark: .attemptsSpent)
    }
    let update = record.update(
      .inProcessing, step: .passedDeadline, at: now, reasons: [Reason(.deadlinePassed)])
    return .completed([Output(update)])
  }
}
