import Admission
import Foundation
import Operations
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime

/// Tests the state of an application, and its timeline.
@Suite struct TimelineTests {
  private let told = ToldApplication()

  @Test func aTransferIsSettledOnceItsWorkerHasAnswered() throws {
    #expect(!Standing([]).isSettled)
    let intake = told.entry(.inProcessing, step: .intake, at: 1)
    #expect(!Standing([intake]).isSettled)
    #expect(!Standing([intake, told.entry(.inProcessing, step: .passedDeadline, at: 2)]).isSettled)
    #expect(Standing([told.entry(.inProcessing, step: .transfer, at: 1), intake]).isSettled)
    #expect(Standing([told.entry(.completed, .negative, step: .intake, at: 1)]).isSettled)
  }

  @Test func anApplicationThatWaitsToBeJudgedIsNotSettled() throws {
    let received = told.entry(.inProcessing, step: .received, at: 1)
    #expect(!Standing([received]).isSettled)
    #expect(Standing([received]).outcome == .received)
    #expect(!Standing([received, told.entry(.inProcessing, step: .passedDeadline, at: 2)]).isSettled)
    #expect(Standing([received, told.entry(.inProcessing, step: .transfer, at: 2)]).isSettled)
  }

  @Test func aFinalEntryCountsWhateverComesAfter() throws {
    let refusal = told.entry(.completed, .negative, step: .transfer, at: 1)
    #expect(Standing([told.entry(.inProcessing, step: .passedDeadline, at: 2), refusal]).outcome == .refused)
  }

  @Test func anAnswerShowsWhenItWasPostedToo() throws {
    let update = told.record.update(.inProcessing, nil, step: .intake, at: Timestamp(milliseconds: 0))
    let words = LocalizedText(kk: "Қ", ru: "Р", en: "E")
    let entry = HistoryEntry(
      entryId: MessageID(uuid: UUID()), update: update, postedAt: Timestamp(milliseconds: 90_000), title: words,
      text: words, reasons: [])
    let event = try #require(TimelineEvent.timeline(nil, entries: [entry], events: [], parked: .notAsked).first)
    #expect(event.time == Timestamp(milliseconds: 0) && event.postedAt == Timestamp(milliseconds: 90_000))
    #expect(event.what.hasSuffix(", posted \(Timestamp(milliseconds: 90_000).forReadingToTheSecond)"))
  }

  @Test func aParkedMessageThatWasNotLookedForIsNotSaidToBeGone() throws {
    let parking = DeliveryEvent(
      .parked, message: MessageID(uuid: UUID()), application: told.id, worker: "intake", reason: "school.unknown",
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
