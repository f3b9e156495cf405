import Admission
import Foundation
import Operations
import QueueContracts
import Testing
import WorkerRuntime

/// Where an application stands, and what happened to it.
@Suite struct TimelineTests {
  private let id = ApplicationID(uuid: UUID(uuidString: "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")!)

  private var record: ApplicationRecord {
    get throws {
      ApplicationRecord(
        id: id, number: try #require(ApplicationNumber("10100000000001")), service: .transfer, language: .kk,
        applicantIin: "991231500006", childIin: "991231500707", childName: "Айша Ф.",
        school: SchoolReference(bin: "950341000052"), submittedAt: Timestamp(milliseconds: 0),
        dueBy: Timestamp(milliseconds: 0), arrival: 17)
    }
  }

  private func entry(
    _ status: Status, _ resolution: Resolution? = nil, step: ProcessingStep, at seconds: Int64,
    reasons: [HistoryReason] = []
  ) throws -> HistoryEntry {
    let update = try record.update(status, resolution, step: step, at: Timestamp(milliseconds: seconds * 1000))
    return HistoryEntry(
      entryId: MessageID(uuid: UUID()), update: update, postedAt: update.occurredAt,
      title: LocalizedText(kk: "Өңделу үстінде", ru: "В обработке", en: "In processing"),
      text: LocalizedText(kk: "Мәтін", ru: "Текст", en: "Text"), reasons: reasons)
  }

  @Test func aTransferIsSettledOnceItsWorkerHasSpoken() throws {
    #expect(!Standing([]).isSettled)
    let intake = try entry(.inProcessing, step: .intake, at: 1)
    #expect(!Standing([intake]).isSettled)
    #expect(try !Standing([intake, entry(.inProcessing, step: .passedDeadline, at: 2)]).isSettled)
    #expect(try Standing([entry(.inProcessing, step: .transfer, at: 1), intake]).isSettled)
    #expect(try Standing([entry(.completed, .negative, step: .intake, at: 1)]).isSettled)
  }

  @Test func anApplicationThatWaitsToBeJudgedIsNotSettled() throws {
    let received = try entry(.inProcessing, step: .received, at: 1)
    #expect(!Standing([received]).isSettled)
    #expect(Standing([received]).outcome == .received)
    #expect(try !Standing([received, entry(.inProcessing, step: .passedDeadline, at: 2)]).isSettled)
    #expect(try Standing([received, entry(.inProcessing, step: .transfer, at: 2)]).isSettled)
  }

  @Test func aFinalEntryCountsWhateverComesAfter() throws {
    let refusal = try entry(.completed, .negative, step: .transfer, at: 1)
    #expect(try Standing([entry(.inProcessing, step: .passedDeadline, at: 2), refusal]).outcome == .refused)
  }

  @Test func anAnswerShowsWhenItWasPostedToo() throws {
    let update = try record.update(.inProcessing, nil, step: .intake, at: Timestamp(milliseconds: 0))
    let words = LocalizedText(kk: "Қ", ru: "Р", en: "E")
    let entry = HistoryEntry(
      entryId: MessageID(uuid: UUID()), update: update, postedAt: Timestamp(milliseconds: 90_000), title: words,
      text: words, reasons: [])
    let event = try #require(TimelineEvent.timeline(nil, entries: [entry], events: [], parked: .notAsked).first)
    #expect(event.time == Timestamp(milliseconds: 0) && event.postedAt == Timestamp(milliseconds: 90_000))
    #expect(event.what.hasSuffix(", posted \(Timestamp(milliseconds: 90_000).forReadingToTheSecond)"))
  }

  @Test func whatWasNotLookedForIsNotSaidToBeGone() throws {
    let parking = DeliveryEvent(
      .parked, message: MessageID(uuid: UUID()), application: id, worker: "intake", reason: "school.unknown",
      time: Timestamp(milliseconds: 0))
    func event(_ parked: ParkedNow) -> TimelineEvent? {
      let record = DeliveryEventRecord(last: parking, firstTime: parking.time, times: 1)
      return TimelineEvent.timeline(nil, entries: [], events: [record], parked: parked).first
    }
    #expect(event(.found([], notLookedAt: [QueueName.intake: 1]))?.isParkedNow == nil)
    #expect(event(.found([], notLookedAt: [QueueName.intake: 1]))?.what == "parked: school.unknown")
    #expect(event(.found([], notLookedAt: [QueueName.transfer: 1]))?.isParkedNow == false)
  }
}
