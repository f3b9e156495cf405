public import Admission
import Foundation
public import QueueContracts

/// An application for a transfer with entries of its service history.
public struct TransferSample: Sendable {
  /// The application's id.
  public let id = ApplicationID(uuid: UUID(uuidString: "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")!)

  /// The application in the register.
  public let record: ApplicationRecord

  /// Creates the application, with the same values each time.
  public init() {
    record = ApplicationRecord(
      id: id, number: ApplicationNumber("10100000000001")!, service: .transfer, language: .kk,
      applicantIin: "991231500006", childIin: "991231500707", childName: "Айша Ф.",
      school: SchoolReference(bin: "950341000052"), submittedAt: Timestamp(milliseconds: 0),
      dueBy: Timestamp(milliseconds: 0), arrival: 17)
  }

  /// Creates an entry of the history, dated `seconds` after the submission.
  public func entry(
    _ status: Status, _ resolution: Resolution? = nil, step: ProcessingStep, at seconds: Int64,
    reasons: [HistoryReason] = []
  ) -> HistoryEntry {
    let update = record.update(status, resolution, step: step, at: Timestamp(milliseconds: seconds * 1000))
    return HistoryEntry(
      entryId: MessageID(uuid: UUID()), update: update, postedAt: update.occurredAt,
      title: LocalizedText(kk: "Өңделу үстінде", ru: "В обработке", en: "In processing"),
      text: LocalizedText(kk: "Мәтін", ru: "Текст", en: "Text"), reasons: reasons)
  }
}
