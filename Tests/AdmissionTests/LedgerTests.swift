import Admission
import Foundation
import QueueContracts
import Testing

@Suite("The ledger")
struct LedgerTests {
  private func record(
    _ number: String, service: Service = .enrolment, school: String = Forms.school,
    state: ApplicationRecord.State = .inProcessing
  ) -> ApplicationRecord {
    let submittedAt = Timestamp("2026-04-01T09:00:00+05:00")!
    return ApplicationRecord(
      id: ApplicationID(uuid: UUID()), number: ApplicationNumber(number)!, service: service, language: .kk,
      applicantIin: Forms.applicant, childIin: Forms.child, childName: "Айша Ә.", school: SchoolReference(bin: school),
      submittedAt: submittedAt, dueBy: submittedAt, state: state)
  }
  private let later = Timestamp("2026-04-02T09:00:00+05:00")!

  @Test("An application that has ended keeps its state, unless the family gives its place back")
  func monotonic() {
    for first in ApplicationRecord.State.allCases.filter(\.isFinal) {
      for second in ApplicationRecord.State.allCases {
        var ledger = Ledger()
        let record = record("1")
        ledger.enter(record)
        #expect(ledger.end(record.id, as: first, at: later) == later)
        let isGivenBack = first == .enrolledBySchool && second == .withdrawn
        let end = ledger.end(record.id, as: second, at: later.adding(seconds: 1))
        #expect(end == (isGivenBack ? later.adding(seconds: 1) : nil), "\(first), then \(second)")
        #expect(ledger.applications[record.id]?.state == (isGivenBack ? second : first))
        #expect(ledger.applications[record.id]?.endedAt == end ?? later)
      }
    }
  }

  @Test("A received application blocks no other application, and its record is replaced when it is judged")
  func received() {
    var ledger = Ledger()
    for service in Service.allCases {
      let waiting = record("1", service: service, state: .received)
      ledger.enter(waiting)
      #expect(ledger.rivalry(of: record("2", service: service)) == Rivalry())
      #expect(!waiting.state.isFinal && !waiting.state.blocksOthers)
    }
    let first = record("3", state: .received)
    ledger.enter(first)
    let judged = ApplicationRecord(
      id: first.id, number: first.number, service: .transfer, language: .ru, applicantIin: Forms.applicant,
      childIin: Forms.child, childName: nil, school: SchoolReference(bin: Forms.otherSchool), submittedAt: later,
      dueBy: later)
    ledger.enter(judged)
    #expect(ledger.applications[first.id] == judged)
    ledger.end(first.id, as: .withdrawn, at: later)
    #expect(ledger.applications[first.id]?.state == .withdrawn)
  }

  @Test("A signature belongs to one application, however that application ends")
  func signatures() {
    var ledger = Ledger()
    let (first, second) = (record("1"), record("2"))
    #expect(ledger.signatureIsFree("a", for: first.id))
    ledger.useSignature("a", for: first.id)
    ledger.useSignature("a", for: first.id)
    #expect(ledger.signatureIsFree("a", for: first.id) && !ledger.signatureIsFree("a", for: second.id))
    #expect(ledger.signatureIsFree("b", for: second.id))
    #expect(ledger.changes.signatures == ["a"])
  }

  @Test("Arrival numbers run from 1 without gaps, for each school and year")
  func arrivals() {
    var ledger = Ledger(arrivals: [SchoolYear(school: BIN(Forms.school)!, year: 2026): 16])
    let (first, second) = (record("1"), record("2", service: .transfer))
    let elsewhere = record("3", school: Forms.otherSchool)
    for record in [first, second, elsewhere] { ledger.enter(record) }
    #expect(ledger.acceptArrival(of: first.id) == 17)
    #expect(ledger.acceptArrival(of: second.id) == 18)
    #expect(ledger.acceptArrival(of: first.id) == 17)
    #expect(ledger.acceptArrival(of: elsewhere.id) == 1)
  }

  @Test("A slip belongs to one application until that application is refused or withdrawn")
  func slips() {
    var ledger = Ledger()
    let key = SlipKey(fromSchoolBin: Forms.otherSchool, number: "A-17")
    let (first, second) = (record("1", service: .transfer), record("2", service: .transfer))
    ledger.enter(first)
    ledger.enter(second)
    #expect(ledger.slipIsFree(key, for: first.id))
    ledger.giveSlip(key, to: first.id)
    #expect(ledger.slipIsFree(key, for: first.id))
    #expect(!ledger.slipIsFree(key, for: second.id))
    ledger.end(first.id, as: .refusedBySchool, at: later)
    #expect(ledger.slipIsFree(key, for: second.id))
    ledger.giveSlip(key, to: second.id)
    ledger.end(second.id, as: .enrolledBySchool, at: later)
    #expect(!ledger.slipIsFree(key, for: first.id))
  }

  /// A school's decision on an application; the ids of messages are made from numbers.
  private func decide(
    _ record: ApplicationRecord, _ decision: SchoolDecision, at time: Timestamp, message: Int, corrects: Int? = nil,
    in ledger: inout Ledger
  ) -> Timestamp {
    func id(_ number: Int) -> MessageID {
      MessageID(uuid: UUID(version5: "\(number)", namespace: record.id.uuid))
    }
    _ = ledger.acceptArrival(of: record.id)
    let decided = SchoolDecided(
      applicationId: record.id, school: record.school, decision: decision, decidedAt: time,
      supersedes: corrects.map(id))
    return ledger.end(by: decided, messageId: id(message))
  }

  @Test("A slip that another application has used meanwhile is taken by a corrected refusal until its place ends")
  func slipAfterCorrection() {
    let key = SlipKey(fromSchoolBin: Forms.otherSchool, number: "A-17")
    for secondEndsFirst in [false, true] {
      var ledger = Ledger()
      let records = (1...3).map { record("\($0)", service: .transfer) }
      for record in records { ledger.enter(record) }
      let (first, second, third) = (records[0], records[1], records[2])
      ledger.giveSlip(key, to: first.id)
      _ = decide(first, .refused, at: later, message: 1, in: &ledger)
      ledger.giveSlip(key, to: second.id)
      if secondEndsFirst { ledger.end(second.id, as: .withdrawn, at: later) }
      _ = decide(first, .enrolled, at: later, message: 2, corrects: 1, in: &ledger)
      ledger.end(second.id, as: .withdrawn, at: later)
      #expect(!ledger.slipIsFree(key, for: third.id), "the first one has a place by the slip")
      ledger.end(first.id, as: .withdrawn, at: later)
      #expect(ledger.slipIsFree(key, for: third.id))
      ledger.giveSlip(key, to: third.id)
      #expect(ledger.slips[key] == SlipHolders(latest: third.id), "nobody else can have a place by the slip")
    }
  }

  @Test("However late a school dates its decision, later ends have times that can be read, in their order")
  func lastDay() throws {
    for text in ["9999-12-31T23:59:59.999+05:00", "9999-12-31T00:00:00+05:00", "9999-12-30T23:59:59.999+05:00"] {
      var ledger = Ledger()
      let record = record("1")
      ledger.enter(record)
      let late = try #require(Timestamp(text))
      var ends = [decide(record, .enrolled, at: late, message: 1, in: &ledger)]
      for number in 2...4 {
        let word: SchoolDecision = number.isMultiple(of: 2) ? .refused : .enrolled
        ends.append(decide(record, word, at: late, message: number, corrects: number - 1, in: &ledger))
      }
      ends.append(decide(record, .enrolled, at: late, message: 5, corrects: 4, in: &ledger))
      let withdrawnAt = ledger.end(record.id, as: .withdrawn, at: later)
      ends.append(try #require(withdrawnAt))
      #expect(ends.map { Timestamp($0.description) } == ends)
      #expect(zip(ends, ends.dropFirst()).allSatisfy { $0 < $1 }, "\(ends)")
    }
    // An older release stored ends up to the last moment.
    let ended = ApplicationRecord(
      id: ApplicationID(uuid: UUID()), number: ApplicationNumber("1")!, service: .enrolment, language: .kk,
      applicantIin: Forms.applicant, childIin: Forms.child, childName: nil, school: SchoolReference(bin: Forms.school),
      submittedAt: later, dueBy: later, state: .enrolledBySchool, arrival: 1,
      endedAt: Timestamp("9999-12-31T23:59:59.999+05:00"))
    var ledger = Ledger(applications: [ended])
    let end = ledger.end(ended.id, as: .withdrawn, at: later)
    #expect(end.flatMap { Timestamp($0.description) } == ended.endedAt)
  }
}
