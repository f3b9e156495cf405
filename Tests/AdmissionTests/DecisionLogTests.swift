import Admission
import Foundation
import QueueContracts
import Testing

@Suite("A school's decisions")
struct DecisionLogTests {
  private static let day = Timestamp("2026-04-02T09:00:00+05:00")!

  /// One event of an application.
  enum Step: Sendable {
    /// A school's decision with its expected effect; `hour` is the hour of its `decidedAt`.
    case said(
      _ id: Int, _ decision: SchoolDecision, hour: Int = 10, supersedes: Int? = nil, _ effect: DecisionEffect)
    /// A withdrawal, and whether it should change the application.
    case withdrawn(hour: Int = 12, Bool)
  }

  struct Story: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let steps: [Step]
    let end: ApplicationRecord.State

    init(_ name: String, _ steps: [Step], _ end: ApplicationRecord.State) {
      testDescription = name
      self.steps = steps
      self.end = end
    }
  }

  private static func record(_ state: ApplicationRecord.State = .inProcessing, arrival: Int? = 1) -> ApplicationRecord {
    ApplicationRecord(
      id: ApplicationID(uuid: UUID()), number: ApplicationNumber("1")!, service: .transfer, language: .kk,
      applicantIin: Forms.applicant, childIin: Forms.child, childName: "Айша Ә.",
      school: SchoolReference(bin: Forms.school),
      submittedAt: day, dueBy: day, state: state, arrival: arrival,
      endedAt: state.isFinal ? day : nil)
  }

  private static func message(_ number: Int) -> MessageID {
    MessageID(uuid: UUID(version5: "\(number)", namespace: UUID(uuidString: "5b8e0c52-6f1d-4d5b-8a33-0c9f2c1b7e01")!))
  }

  private static func decision(
    on record: ApplicationRecord, _ decision: SchoolDecision, hour: Int = 10, supersedes: Int? = nil
  ) -> SchoolDecided {
    SchoolDecided(
      applicationId: record.id, school: SchoolReference(bin: Forms.school), decision: decision,
      decidedAt: day.adding(seconds: Int64(hour - 9) * 3600), supersedes: supersedes.map(message))
  }

  /// Plays the steps, and expects that the application's `endedAt` grows each time that its state changes.
  private static func play(_ steps: [Step], from first: ApplicationRecord = record()) throws -> ApplicationRecord {
    var ledger = Ledger(applications: [first])
    var record: ApplicationRecord { ledger.applications[first.id] ?? first }
    for (number, step) in steps.enumerated() {
      let before = record
      switch step {
      case .said(let id, let word, let hour, let supersedes, let effect):
        let decided = decision(on: first, word, hour: hour, supersedes: supersedes)
        let found = record.effect(of: decided)
        #expect(found == effect, "step \(number)")
        if found == .counts { _ = ledger.end(by: decided, messageId: message(id)) }
        if found == .repeats { ledger.note(repeated: message(id), of: first.id) }
        if found != .counts { #expect(record.state == before.state && record.endedAt == before.endedAt) }
      case .withdrawn(let hour, let counts):
        let end = ledger.end(first.id, as: .withdrawn, at: day.adding(seconds: Int64(hour - 9) * 3600))
        #expect((end != nil) == counts, "step \(number)")
      }
      if record.state != before.state, let earlier = before.endedAt {
        #expect(try #require(record.endedAt) > earlier, "step \(number)")
      }
    }
    return record
  }

  @Test(
    "Each decision of a school has the expected effect, and the application ends in the expected state",
    arguments: [
      Story("a first decision counts", [.said(1, .enrolled, .counts)], .enrolledBySchool),
      Story(
        "a decision that comes again, under the same or another id, changes nothing",
        [.said(1, .enrolled, .counts), .said(1, .enrolled, .repeats), .said(2, .enrolled, hour: 11, .repeats)],
        .enrolledBySchool),
      Story(
        "a different decision that corrects none is a contradiction",
        [.said(1, .enrolled, .counts), .said(2, .refused, .contradicts)],
        .enrolledBySchool),
      Story(
        "a refusal is corrected",
        [.said(1, .refused, .counts), .said(2, .enrolled, hour: 11, supersedes: 1, .counts)], .enrolledBySchool),
      Story(
        "a correction is itself corrected",
        [
          .said(1, .enrolled, .counts), .said(2, .refused, supersedes: 1, .counts),
          .said(3, .enrolled, hour: 8, supersedes: 2, .counts),
        ], .enrolledBySchool),
      Story(
        "a correction may have the same end, for other reasons",
        [.said(1, .refused, .counts), .said(2, .refused, supersedes: 1, .counts)], .refusedBySchool),
      Story(
        "a decision is corrected by any id under which it came",
        [
          .said(1, .enrolled, .counts), .said(2, .enrolled, .repeats), .said(3, .refused, supersedes: 2, .counts),
          .said(4, .refused, supersedes: 2, .repeats), .said(5, .enrolled, supersedes: 4, .counts),
        ], .enrolledBySchool),
      Story(
        "a corrected decision that comes again is a contradiction",
        [.said(1, .enrolled, .counts), .said(2, .refused, supersedes: 1, .counts), .said(3, .enrolled, .contradicts)],
        .refusedBySchool),
      Story(
        "a correction that comes again changes nothing",
        [
          .said(1, .enrolled, .counts), .said(2, .refused, supersedes: 1, .counts),
          .said(3, .refused, supersedes: 1, .repeats),
        ], .refusedBySchool),
      Story(
        "a second correction of one decision is a contradiction",
        [
          .said(1, .enrolled, .counts), .said(2, .refused, hour: 11, supersedes: 1, .counts),
          .said(3, .refused, hour: 12, supersedes: 1, .contradicts), .said(4, .enrolled, supersedes: 1, .contradicts),
        ], .refusedBySchool),
      Story(
        "a correction of a decision that was replaced already is a contradiction",
        [
          .said(1, .enrolled, .counts), .said(2, .refused, supersedes: 1, .counts),
          .said(3, .enrolled, supersedes: 2, .counts), .said(4, .refused, supersedes: 1, .contradicts),
        ], .enrolledBySchool),
      Story(
        "a correction that comes before the corrected decision waits",
        [
          .said(2, .refused, supersedes: 1, .tooEarly(.applicationUnknown)), .said(1, .enrolled, .counts),
          .said(3, .enrolled, supersedes: 2, .tooEarly(.decisionContradicts)),
          .said(2, .refused, supersedes: 1, .counts), .said(3, .enrolled, supersedes: 2, .counts),
        ], .enrolledBySchool),
      Story(
        "a decision after a withdrawal is a contradiction",
        [
          .withdrawn(true), .said(1, .enrolled, .contradicts), .said(2, .refused, supersedes: 1, .contradicts),
          .withdrawn(false),
        ], .withdrawn),
      Story(
        "a place is given back, even by a withdrawal that is dated before the decision",
        [
          .said(1, .enrolled, .counts), .withdrawn(hour: 9, true), .withdrawn(false),
          .said(2, .enrolled, .contradicts), .said(3, .enrolled, hour: 13, .contradicts),
          .said(4, .refused, supersedes: 1, .contradicts),
        ], .withdrawn),
      Story(
        "a refused application cannot be withdrawn, but can after a correction gives it a place",
        [
          .said(1, .refused, .counts), .withdrawn(false), .said(2, .enrolled, supersedes: 1, .counts),
          .withdrawn(true), .said(3, .refused, hour: 13, supersedes: 2, .contradicts),
        ], .withdrawn),
    ])
  func effects(_ story: Story) throws {
    #expect(try Self.play(story.steps).state == story.end)
  }

  @Test("A decision waits if the school was not asked yet, and is a contradiction if a worker refused the application")
  func otherStates() {
    let waiting = Self.record(arrival: nil)
    #expect(waiting.effect(of: Self.decision(on: waiting, .enrolled)) == .tooEarly(.applicationUnknown))
    let refused = Self.record(.refused, arrival: nil)
    #expect(refused.effect(of: Self.decision(on: refused, .enrolled)) == .contradicts)
    #expect(refused.effect(of: Self.decision(on: refused, .enrolled, supersedes: 1)) == .contradicts)
  }

  @Test("If an older release stored a decision without its message id, the school's correction supplies the id")
  func withoutIds() throws {
    let corrected = try Self.play(
      [
        .said(2, .refused, supersedes: 1, .counts), .said(3, .enrolled, supersedes: 9, .tooEarly(.decisionContradicts)),
      ],
      from: Self.record(.enrolledBySchool))
    #expect(corrected.decisions.entries.map(\.decision) == [.enrolled, .refused])
    #expect(corrected.decisions.entries.map(\.messages) == [[Self.message(1)], [Self.message(2)]])
    let givenBack = try Self.play([.withdrawn(true)], from: Self.record(.enrolledBySchool))
    #expect(givenBack.decisions.entries.map(\.decision) == [.enrolled])
  }

  @Test("A decision that is repeated without end does not make the register grow")
  func bounded() throws {
    let steps = [Step.said(1, .enrolled, .counts)] + (2...50).map { Step.said($0, .enrolled, .repeats) }
    #expect(try #require(Self.play(steps).decisions.latest).messages.count == 20)
  }

  @Test("A slip is in use after each enrolment, and free after each refusal and after a withdrawal")
  func consequences() {
    let key = SlipKey(fromSchoolBin: Forms.otherSchool, number: "A-17")
    let (first, second) = (Self.record(), Self.record(arrival: nil))
    var ledger = Ledger(applications: [first, second])
    ledger.giveSlip(key, to: first.id)
    for (number, (word, isFree)) in [
      (SchoolDecision.enrolled, false), (.refused, true), (.enrolled, false), (.refused, true), (.enrolled, false),
    ].enumerated() {
      let decided = Self.decision(on: first, word, supersedes: number == 0 ? nil : number)
      _ = ledger.end(by: decided, messageId: Self.message(number + 1))
      #expect(ledger.slipIsFree(key, for: second.id) == isFree)
    }
    ledger.end(first.id, as: .withdrawn, at: Self.day)
    #expect(ledger.slipIsFree(key, for: second.id))
  }
}
