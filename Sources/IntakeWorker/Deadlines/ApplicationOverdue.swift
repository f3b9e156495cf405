import Admission
import Foundation
import QueueContracts
import WorkerRuntime

/// Intake's word to itself that an application's deadline has passed.
///
/// It goes straight into intake's queue and is no part of the wire contract. As a message it has what every message
/// has: one effect however many processes notice the deadline, and outputs that are confirmed before it is gone.
struct ApplicationOverdue: Contract {
  static let type = MessageRoute.applicationOverdue.type

  /// Remembers notices that were handled, and nothing that anybody else can send.
  static let inbox = "intake.overdue"

  let applicationId: ApplicationID

  /// The same from every process and every time.
  var messageId: MessageID { MessageID(uuid: UUID(version5: Self.type, namespace: applicationId.uuid)) }

  /// What the store remembers of it.
  var notice: OverdueNotice { OverdueNotice(application: applicationId, message: messageId) }

  func publication(at now: Timestamp) -> Publication {
    let message = BrokerMessage(
      id: messageId.description, type: Self.type, contentType: WireCodec.contentType,
      correlationId: applicationId.description, appId: WorkerName.intake.user,
      timestamp: UInt64(max(0, now.milliseconds / 1000)),
      body: WireCodec.encode(self))
    return Publication(exchange: ExchangeName.aside, routingKey: QueueName.intake, message: message)
  }

  /// Tells the citizen once that the answer is late; nothing where it has come meanwhile.
  func decide(in ledger: inout Ledger, at now: Timestamp) -> Outcome {
    guard let record = ledger.applications[applicationId], !record.state.isFinal else { return .completed([]) }
    guard record.dueBy < now else {
      // Another process's clock is ahead. Recorded as handled, the deadline would never be told.
      return .retry(reason: "the deadline has not passed yet", orPark: .attemptsSpent)
    }
    let update = record.update(
      .inProcessing, step: .passedDeadline, at: now, reasons: [Reason(.deadlinePassed)])
    return .completed([Output(update)])
  }
}
