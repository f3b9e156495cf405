import Admission
import Foundation
import QueueContracts
import WorkerRuntime

/// The message by which intake tells itself that an application's deadline has passed.
///
/// It goes straight into intake's queue and is not part of the wire contract. Because it is a message, it has one
/// effect even if several processes notice the deadline, and its outputs are confirmed before it is acknowledged.
struct ApplicationOverdue: Contract {
  static let type = MessageRoute.applicationOverdue.type

  /// The inbox of handled notices, separate from the inbox for messages from other systems.
  static let inbox = "intake.overdue"

  let applicationId: ApplicationID

  /// The message's id, the same from every process and every time.
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

  /// Tells the family once that the answer is late; has no effect if the answer has come meanwhile.
  func decide(in ledger: inout Ledger, at now: Timestamp) -> Outcome {
    guard let record = ledger.applications[applicationId], !record.state.isFinal else { return .completed([]) }
    guard record.dueBy < now else {
      // The clock of the process that sent the notice is ahead. If the notice were recorded as handled, the family
      // would never be told.
      return .retry(reason: "the deadline has not passed yet", orPark: .attemptsSpent)
    }
    let update = record.update(
      .inProcessing, step: .passedDeadline, at: now, reasons: [Reason(.deadlinePassed)])
    return .completed([Output(update)])
  }
}
