import Admission
import Foundation
import Operations
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime

/// Tests the state of an application, and its timeline.
@Suite("The state and timeline of an application")
struct TimelineTests {
  private let sample = TransferSample()

  @Test("A transfer has its answer as soon as TransferWorker has answered it or IntakeWorker has refused it")
  func settledTransfer() throws {
    #expect(!ApplicationHistory([]).isSettled)
    let intake = sample.entry(.inProcessing, step: .intake, at: 1)
    #expect(!ApplicationHistory([intake]).isSettled)
    #expect(!ApplicationHistory([intake, sample.entry(.inProcessing, step: .passedDeadline, at: 2)]).isSettled)
    #expect(ApplicationHistory([sample.entry(.inProcessing, step: .transfer, at: 1), intake]).isSettled)
    #expect(ApplicationHistory([sample.entry(.completed, .negative, step: .intake, at: 1)]).isSettled)
  }

  @Test("An application that waits to be judged has no answer")
  func notJudged() throws {
    let received = sample.entry(.inProcessing, step: .received, at: 1)
    #expect(!ApplicationHistory([received]).isSettled)
    #expect(ApplicationHistory([received]).outcome == .received)
    #expect(!ApplicationHistory([received, sample.entry(.inProcessing, step: .passedDeadline, at: 2)]).isSettled)
    #expect(ApplicationHistory([received, sample.entry(.inProcessing, step: .transfer, at: 2)]).isSettled)
  }

  @Test("A refusal is an application's outcome, even if the entry about a passed deadline follows it")
  func finalEntry() throws {
    let refusal = sample.entry(.completed, .negative, step: .transfer, at: 1)
    #expect(
      ApplicationHistory([sample.entry(.inProcessing, step: .passedDeadline, at: 2), refusal]).outcome == .refused)
  }

  @Test("The timeline shows both when an answer was given and when it was posted")
  func postedAt() throws {
    let update = sample.record.update(.inProcessing, nil, step: .intake, at: Timestamp(milliseconds: 0))
    let words = LocalizedText(kk: "Қ", ru: "Р", en: "E")
    let entry = HistoryEntry(
      entryId: MessageID(uuid: UUID()), update: update, postedAt: Timestamp(milliseconds: 90_000), title: words,
      text: words, reasons: [])
    let event = try #require(TimelineEvent.timeline(nil, entries: [entry], events: [], parked: .notAsked).first)
    #expect(event.time == Timestamp(milliseconds: 0) && event.postedAt == Timestamp(milliseconds: 90_000))
    #expect(event.what.hasSuffix(", posted \(Timestamp(milliseconds: 90_000).forReadingToTheSecond)"))
  }

  @Test("Where personal data is masked, a wrong BIN and a school's own reason code are not shown")
  func maskedTexts() throws {
    let words = LocalizedText(kk: "Қ", ru: "Р", en: "E")
    let own = Reason(SchoolReason(code: "ask.Aigul.Serikova", text: ReasonText(words)))
    let known = Reason(SchoolReason(.placesNone))
    let entry = sample.entry(
      .completed, .negative, step: .school, at: 1,
      reasons: [own, known].map { HistoryReason($0, text: ReasonText(words)) })
    let record = ApplicationRecord(
      id: sample.id, number: sample.record.number, service: .transfer, language: .kk, applicantIin: "991231500006",
      childIin: "991231500707", childName: "Айша Ф.", school: SchoolReference(bin: "Aigul Serikova"),
      submittedAt: Timestamp(milliseconds: 0), dueBy: Timestamp(milliseconds: 0))
    func json(personal: Bool) -> String {
      let whereabouts = Whereabouts(sample.id, record: record, entries: [entry], personal: personal)
      return String(decoding: WireCodec.encode(whereabouts), as: UTF8.self)
    }
    let masked = json(personal: false)
    #expect(!masked.contains("Serikova"), "\(masked)")
    #expect(masked.contains("completed negative other places.none"))
    let full = json(personal: true)
    #expect(full.contains(#""bin":"Aigul Serikova""#) && full.contains(#""ask.Aigul.Serikova""#), "\(full)")
  }

  @Test("What was not looked at among the schools' own queues is said, too")
  func schoolsCaveat() {
    #expect(ParkedNow.found([], notLookedAt: [:]).caveat == nil)
    #expect(ParkedNow.found([], notLookedAt: [:], schoolsCaveat: "Schools…").caveat == "Schools…")
    let both = ParkedNow.found([], notLookedAt: [QueueName.intake: 2], schoolsCaveat: "Schools…").caveat
    #expect(both?.contains("2 others of admission.intake.parked") == true && both?.hasSuffix(" Schools…") == true)
  }

  @Test("If part of a parked queue was not looked at, the timeline does not say that a parked message is gone")
  func notLookedAt() throws {
    let parking = DeliveryEvent(
      .parked, message: MessageID(uuid: UUID()), application: sample.id, worker: "intake", reason: "school.unknown",
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
