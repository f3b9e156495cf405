import Admission
import Foundation
import QueueContracts
import Testing

@Suite("Applications for one child")
struct RivalryTests {
  private static let later = Timestamp("2026-04-02T09:00:00+05:00")!

  private static func record(
    _ number: String, _ service: Service = .enrolment, by applicant: String = Forms.applicant,
    registeredRelation: RegisteredRelation = .named, child: String = Forms.child, year: Int = 2026
  ) -> ApplicationRecord {
    let submittedAt = Timestamp("\(year)-04-01T09:00:00+05:00")!
    return ApplicationRecord(
      id: ApplicationID(uuid: UUID()), number: ApplicationNumber(number)!, service: service, language: .kk,
      applicantIin: applicant, childIin: child, childName: "Айша Ә.", school: SchoolReference(bin: Forms.school),
      submittedAt: submittedAt, dueBy: submittedAt, registeredRelation: registeredRelation)
  }

  /// Weighs a new application against earlier applications, each with its state; nil means in processing.
  private static func rivalry(
    of record: ApplicationRecord, with others: [(ApplicationRecord, ApplicationRecord.State?)]
  ) -> Rivalry {
    var ledger = Ledger()
    for (other, state) in others {
      ledger.enter(other)
      if let state { ledger.end(other.id, as: state, at: later) }
    }
    return ledger.rivalry(of: record)
  }

  // MARK: Which applications block another one

  /// The states in which an application blocks another one for the same child and service; nil means in processing.
  private static let holding: [Service: [ApplicationRecord.State?]] = [
    .enrolment: [nil, .enrolledBySchool], .homeSchooling: [nil], .transfer: [nil],
  ]

  @Test("An application is blocked only by an application for the same service", arguments: Service.allCases)
  func services(service: Service) {
    for other in Service.allCases {
      for state in [nil] + ApplicationRecord.State.allCases.filter(\.isFinal).map(Optional.some) {
        let found = Self.rivalry(
          of: Self.record("2", service), with: [(Self.record("1", other), state)])
        let expected = other == service && Self.holding[service]?.contains(state) == true
        let what: Comment = "\(other) that is \(state?.rawValue ?? "in processing")"
        #expect((found.blocking != nil) == expected, what)
        #expect(found.givingWay == nil, what)
      }
    }
  }

  @Test(
    "An enrolment blocks enrolments of its year only; home schooling and transfers block applications of any year",
    arguments: [(Service.enrolment, false), (.homeSchooling, true), (.transfer, true)])
  func years(service: Service, holds: Bool) {
    let earlier = Self.record("1", service, year: 2025)
    #expect((Self.rivalry(of: Self.record("2", service), with: [(earlier, nil)]).blocking != nil) == holds)
  }

  @Test("An application is not a duplicate of itself, or of an application for another child")
  func noDuplicates() {
    let first = Self.record("1")
    #expect(Self.rivalry(of: first, with: [(first, nil)]) == Rivalry())
    let otherChild = Self.record("1", child: Forms.otherAdult)
    #expect(Self.rivalry(of: Self.record("2"), with: [(otherChild, nil)]) == Rivalry())
  }

  // MARK: Whom the registers name

  struct Case: Sendable, CustomTestStringConvertible {
    /// How the registers know the applicant of the earlier application, then the applicant of the new one.
    let relations: (RegisteredRelation, RegisteredRelation)
    let sameApplicant: Bool
    let isBlocked: Bool
    /// True if the applicant of the new application is told the number of the earlier one.
    let isTold: Bool

    var testDescription: String {
      "\(relations.1) after \(relations.0), \(sameApplicant ? "the same" : "another") applicant"
    }
  }

  @Test(
    "An applicant whom no register names does not block a parent or guardian, and learns no other applicant's number",
    arguments: [
      Case(relations: (.unnamed, .named), sameApplicant: false, isBlocked: false, isTold: false),
      Case(relations: (.unnamed, .named), sameApplicant: true, isBlocked: true, isTold: true),
      Case(relations: (.unknown, .named), sameApplicant: false, isBlocked: true, isTold: true),
      Case(relations: (.named, .named), sameApplicant: false, isBlocked: true, isTold: true),
      Case(relations: (.named, .named), sameApplicant: true, isBlocked: true, isTold: true),
      Case(relations: (.named, .unnamed), sameApplicant: false, isBlocked: true, isTold: false),
      Case(relations: (.named, .unnamed), sameApplicant: true, isBlocked: true, isTold: true),
      Case(relations: (.unnamed, .unnamed), sameApplicant: false, isBlocked: true, isTold: false),
      Case(relations: (.unnamed, .unnamed), sameApplicant: true, isBlocked: true, isTold: true),
      Case(relations: (.unnamed, .unknown), sameApplicant: false, isBlocked: true, isTold: false),
      Case(relations: (.unknown, .unknown), sameApplicant: true, isBlocked: true, isTold: true),
      Case(relations: (.named, .unknown), sameApplicant: false, isBlocked: true, isTold: false),
    ])
  func standing(_ test: Case) {
    for service in Service.allCases {
      let first = Self.record("1", service, by: Forms.otherAdult, registeredRelation: test.relations.0)
      var second = Self.record(
        "2", service, by: test.sameApplicant ? Forms.otherAdult : Forms.applicant, registeredRelation: test.relations.1)
      let found = Self.rivalry(of: second, with: [(first, nil)])
      #expect((found.blocking != nil) == test.isBlocked && (found.givingWay == nil) == test.isBlocked, "\(service)")
      second.note(found)
      #expect(second.duplicateOf == (test.isTold ? first.number : nil), "\(service)")
      #expect(second.conflictsWith == (test.isTold ? nil : first.number), "\(service)")
    }
  }

  @Test("A place that was given to an applicant whom no register names does not block a parent")
  func placeOfAStranger() {
    let first = Self.record("1", by: Forms.otherAdult, registeredRelation: .unnamed)
    let found = Self.rivalry(of: Self.record("2"), with: [(first, .enrolledBySchool)])
    #expect(found.blocking == nil && found.givingWay?.number == first.number)
  }

  @Test("If several applications block a new one, the applicant's own application is named first")
  func several() {
    let strangers = Self.record("1", by: Forms.otherAdult, registeredRelation: .unnamed)
    let parents = Self.record("2", registeredRelation: .named)
    let third = Self.record("3", by: "111111111111", registeredRelation: .named)
    #expect(Self.rivalry(of: third, with: [(strangers, nil), (parents, nil)]).blocking?.number == parents.number)
    let again = Self.record("4", by: Forms.otherAdult, registeredRelation: .unnamed)
    let strangersLater = Self.record("5", by: Forms.otherAdult, registeredRelation: .unnamed)
    #expect(
      Self.rivalry(of: again, with: [(parents, nil), (strangersLater, nil)]).blocking?.number == strangersLater.number)
  }

  @Test("If no register names the applicant who used a slip, only the child's parent may still use the slip")
  func slip() {
    let key = SlipKey(fromSchoolBin: Forms.otherSchool, number: "A-17")
    let strangers = Self.record("1", .transfer, by: Forms.otherAdult, registeredRelation: .unnamed)
    let others = [
      (Self.record("2", .transfer, registeredRelation: .named), true),
      (Self.record("3", .transfer, registeredRelation: .unknown), false),
      (Self.record("4", .transfer, registeredRelation: .named, child: Forms.otherAdult), false),
    ]
    for (other, isFree) in others {
      var ledger = Ledger(applications: [strangers, other])
      ledger.giveSlip(key, to: strangers.id)
      #expect(ledger.slipIsFree(key, for: other.id) == isFree)
      guard isFree else { continue }
      ledger.giveSlip(key, to: other.id)
      #expect(!ledger.slipIsFree(key, for: strangers.id))
    }
  }

  // MARK: What the registers say

  @Test(
    "If no register names the applicant, the relation is `unknown` after an outage and `unnamed` after clear answers",
    arguments: [
      (Lookup.found([Forms.applicant]), Lookup.notAsked, RegisteredRelation.named),
      (.found([Forms.otherAdult]), .found(Forms.applicant), .named),
      (.unavailable, .found(Forms.applicant), .named),
      (.found([Forms.applicant]), .unavailable, .named),
      (.notFound, .notAsked, .unnamed),
      (.found([]), .notFound, .unnamed),
      (.found([Forms.otherAdult]), .found(Forms.otherAdult), .unnamed),
      (.notAsked, .notFound, .unnamed),
      (.unavailable, .notFound, .unknown),
      (.notFound, .unavailable, .unknown),
      (.notAsked, .unavailable, .unknown),
      (.notAsked, .notAsked, .unknown),
    ])
  func relation(parents: Lookup<[String]>, guardian: Lookup<String>, registeredRelation: RegisteredRelation) {
    let form = Forms.enrolment()
    let facts = Facts(
      civilRegistration: parents.map { CivilRecord(parents: $0, birthDate: form.child.birthDate) },
      guardianship: guardian.map(GuardianRecord.init(guardian:)))
    #expect(RegisteredRelation(of: form, by: facts) == registeredRelation)
  }
}

extension Lookup {
  fileprivate func map<Other>(_ change: (Record) -> Other) -> Lookup<Other> {
    switch self {
    case .notAsked: .notAsked
    case .found(let record): .found(change(record))
    case .notFound: .notFound
    case .unavailable: .unavailable
    }
  }
}
