import Admission
import Foundation
import QueueContracts
import Testing

@Suite("The ledger")
struct LedgerTests {
  private func record(
    _ number: String, service: Service = .enrolment, child: String = Forms.child, year: Int = 2026,
    school: String = Forms.school, state: ApplicationRecord.State = .inProcessing
  ) -> ApplicationRecord {
    let submittedAt = Timestamp("\(year)-04-01T09:00:00+05:00")!
    return ApplicationRecord(
      id: ApplicationID(uuid: UUID()), number: ApplicationNumber(number)!, service: service, language: .kk,
      applicantIin: Forms.applicant, childIin: child, childName: "Айша Ә.", school: SchoolReference(bin: school),
      submittedAt: submittedAt, dueBy: submittedAt, state: state)
  }
  private let later = Timestamp("2026-04-02T09:00:00+05:00")!

  private func rival(of second: ApplicationRecord, in ledger: Ledger) -> ApplicationNumber? {
    ledger.rival(of: second.id, service: second.service, childIin: second.childIin, campaign: second.campaign)?.number
  }

  @Test("A second application of a child in the same year is a duplicate while the first holds its place")
  func duplicates() {
    for (state, holds) in [
      (ApplicationRecord.State.inProcessing, true), (.enrolledBySchool, true), (.refused, false),
      (.refusedBySchool, false), (.withdrawn, false),
    ] {
      var ledger = Ledger()
      let first = record("1")
      ledger.enter(first)
      ledger.end(first.id, as: state, at: later)
      #expect((rival(of: record("2", service: .homeSchooling), in: ledger) != nil) == holds, "\(state)")
    }
  }

  @Test("Another year, another child or the same application is no duplicate")
  func noDuplicates() {
    var ledger = Ledger()
    let first = record("1")
    ledger.enter(first)
    #expect(rival(of: first, in: ledger) == nil)
    #expect(rival(of: record("2", year: 2027), in: ledger) == nil)
    #expect(rival(of: record("2", child: Forms.otherAdult), in: ledger) == nil)
    #expect(rival(of: record("2", service: .transfer), in: ledger) == nil)
  }

  @Test("A transfer is a duplicate only while another one is in processing")
  func transferDuplicates() {
    var ledger = Ledger()
    let first = record("1", service: .transfer)
    ledger.enter(first)
    #expect(rival(of: record("2", service: .transfer, year: 2027), in: ledger) == first.number)
    ledger.end(first.id, as: .enrolledBySchool, at: later)
    #expect(rival(of: record("2", service: .transfer), in: ledger) == nil)
  }

  @Test("An application that has ended stays as it ended")
  func monotonic() {
    var ledger = Ledger()
    let first = record("1")
    ledger.enter(first)
    ledger.end(first.id, as: .withdrawn, at: later)
    ledger.end(first.id, as: .enrolledBySchool, at: later.adding(seconds: 1))
    #expect(ledger.applications[first.id]?.state == .withdrawn)
    #expect(ledger.applications[first.id]?.endedAt == later)
  }

  @Test("What is only received takes no place, and what is judged of it then stands in its stead")
  func received() {
    var ledger = Ledger()
    for service in Service.allCases {
      let waiting = record("1", service: service, state: .received)
      ledger.enter(waiting)
      #expect(rival(of: record("2", service: service), in: ledger) == nil)
      #expect(!waiting.state.isFinal && !waiting.state.holds)
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

  @Test("A signature is one application's, whatever becomes of that")
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

  @Test("Arrivals are numbered from 1 without gaps, for each school and year")
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

  @Test("A slip is one application's until that one is refused or withdrawn")
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
}
