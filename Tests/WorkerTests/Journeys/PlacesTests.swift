import Admission
import Foundation
import Operations
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

@testable import OperatorCLI

@Suite("Places that are given, given back and corrected", .serialized, .timeLimit(.minutes(4)))
struct PlacesTests {
  private static func april(_ day: Int) -> Timestamp { Timestamp("2026-04-0\(day)T10:00:00+05:00")! }

  private static func decision(
    _ decision: SchoolDecision, on application: ApplicationSubmitted, day: Int, supersedes: MessageID? = nil
  ) -> SchoolDecided {
    SchoolDecided(
      applicationId: application.applicationId, school: SchoolReference(bin: Families.school), decision: decision,
      decidedAt: april(day), reasons: decision == .refused ? [SchoolReason(.placesNone)] : [], supersedes: supersedes)
  }

  private static func withdrawal(of application: ApplicationSubmitted, day: Int) -> ApplicationWithdrawn {
    ApplicationWithdrawn(
      applicationId: application.applicationId, applicantIin: application.form.form.applicant.iin,
      withdrawnAt: april(day))
  }

  @Test("A place that is given back is free: the school and the family are told, and the child may apply again")
  func givenBack() async throws {
    let system = try await AdmissionSystem()
    let store = try await system.store()
    let (first, moving) = (Families.enrolment(1), Families.transfer(2))
    let (again, movingAgain) = (
      Families.application(11, first.form.form), Families.application(12, moving.form.form)
    )
    // The school has not decided on this transfer when the family withdraws it; the school is told nevertheless.
    let undecided = Families.transfer(3)

    try await system.withWorkers {
      try await system.publish(
        [first, moving, undecided].map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      try await eventually("the schools are asked") {
        for application in [first, moving, undecided]
        where try await store.application(application.applicationId)?.arrival == nil { return false }
        return true
      }
      for (application, service) in [(first, Service.enrolment), (moving, .transfer)] {
        let place = Self.decision(.enrolled, on: application, day: 2)
        try await system.publish([place.message()], routingKey: RoutingKey.schoolDecided(service))
      }
      try await eventually("both have a place") {
        for application in [first, moving]
        where try await store.application(application.applicationId)?.state != .enrolledBySchool { return false }
        return true
      }
      let withdrawals = [first, moving, undecided].map { Self.withdrawal(of: $0, day: 3) }
      try await system.publish(withdrawals.map { $0.message() }, routingKey: RoutingKey.applicationWithdrawn)
      let told = try await system.take(6, from: QueueName.schools).filter { $0.type == SchoolAdmissionWithdrawn.type }
      #expect(Set(told.map(\.body)) == Set(withdrawals.map { WireCodec.encode($0) }))

      // The withdrawals change nothing when they come again.
      try await system.publish(withdrawals.map { $0.message() }, routingKey: RoutingKey.applicationWithdrawn)
      try await system.publish([again, movingAgain].map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      let asked = try await system.take(2, from: QueueName.schools)
      #expect(asked.allSatisfy { $0.type == SchoolAdmissionRequested.type })

      try await eventually("the families have read the answers") {
        for (application, count) in [(first, 3), (moving, 4), (undecided, 3), (again, 1), (movingAgain, 2)]
        where try await store.entries(of: application.applicationId).count != count { return false }
        return true
      }
      for application in [first, moving, undecided] {
        #expect(ApplicationHistory(try await store.entries(of: application.applicationId)).outcome == .withdrawn)
      }
    }
    let books = try await Bookkeeper(records: store).books(of: #require(BookPeriod.whole(2026)))
    #expect(books.balance && books.register.withdrawn == 3 && books.register.inProcessing == 2, "\(books.differences)")
  }

  @Test("A school's correction counts instead of its first decision, and the family reads the correction")
  func corrected() async throws {
    let system = try await AdmissionSystem()
    let store = try await system.store()
    let application = Families.transfer(1)
    let ids = (0..<4).map { _ in MessageID(uuid: UUID()) }
    let key = RoutingKey.schoolDecided(.transfer)

    try await system.withWorkers {
      try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
      _ = try await system.take(1, from: QueueName.schools)
      // The correction comes before the decision that it corrects, and waits.
      let correction = Self.decision(.enrolled, on: application, day: 5, supersedes: ids[0])
      try await system.publish([correction.message(id: ids[1].description)], routingKey: key)
      try await eventually("the correction waits") {
        try await !store.deliveryEvents(of: application.applicationId).isEmpty
      }
      let refusal = Self.decision(.refused, on: application, day: 4)
      try await system.publish([refusal.message(id: ids[0].description)], routingKey: key)
      try await eventually("the place is given after all") {
        try await store.application(application.applicationId)?.state == .enrolledBySchool
      }
      // One of these corrections names a decision that is corrected already, the other a decision that never came.
      for (id, other) in [(ids[2], ids[0]), (ids[3], MessageID(uuid: UUID()))] {
        let wrong = Self.decision(.refused, on: application, day: 6, supersedes: other)
        try await system.publish([wrong.message(id: id.description)], routingKey: key)
      }
      let parked = try await system.take(2, from: QueueName.parked(of: QueueName.intake))
      #expect(Set(parked.compactMap(\.id)) == Set(ids[2...].map(\.description)))
      #expect(parked.allSatisfy { $0.headers[HeaderName.parkedReason] == .text("decision.contradicts") })
      try await eventually("the family has read the correction") {
        try await store.entries(of: application.applicationId).count == 4
      }
    }
    let entries = try await store.history(recipientIin: application.form.form.applicant.iin)
    #expect(
      entries.filter { $0.step == .school }.map { "\($0.occurredAt.day) \($0.resolution?.rawValue ?? "-")" }
        == ["2026-04-04 negative", "2026-04-05 positive"])
    #expect(ApplicationHistory(entries).outcome == .positive)
    let books = try await Bookkeeper(records: store).books(of: #require(BookPeriod.whole(2026)))
    #expect(books.balance && books.register.completed == 1, "\(books.differences)")
  }

  @Test("A guardian whom no register names does not block a parent, and neither is told the other's application number")
  func conflicts() async throws {
    let system = try await AdmissionSystem()
    let store = try await system.store()
    let (mother, father, stranger) = (
      Families.iin(1, adult: true), Families.iin(2, adult: true), Families.iin(3, adult: true)
    )
    let child = Families.iin(1)
    let registers = """
      {"civil-registration": {"\(child)": {"parents": ["\(mother)", "\(father)"], "birthDate": "2019-01-01"}},
       "social-assistance": {}, "unemployment": {}, "guardianship": {}}
      """
    try registers.write(to: system.folder.appending(path: "registers.json"), atomically: true, encoding: .utf8)
    func application(_ number: Int, _ service: Service, by applicant: String) -> ApplicationSubmitted {
      let change: (inout ApplicationForm) -> Void = { form in
        form.child.iin = child
        form.applicant.iin = applicant
        form.transfer?.deregistrationSlip.childIin = child
        form.transfer?.deregistrationSlip.number = "ONE"
        guard applicant == stranger else { return }
        form.applicant.relation = .legalRepresentative
        form.documents += TestFiles.attached([.guardianshipDecision])
      }
      return service == .transfer ? Families.transfer(number, change) : Families.enrolment(number, change)
    }

    try await system.withWorkers {
      for (offset, service) in [(0, Service.enrolment), (10, .transfer)] {
        let applications = [stranger, mother, father, stranger].enumerated().map { number, applicant in
          application(offset + number, service, by: applicant)
        }
        for application in applications {
          try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
          try await eventually("the application is answered") {
            let entries = try await store.entries(of: application.applicationId)
            return entries.contains { $0.status == .completed || service != .transfer || $0.step == .transfer }
          }
        }
        let asked = try await system.take(2, from: QueueName.schools).map {
          try WireCodec.decode(SchoolAdmissionRequested.self, from: $0.body)
        }
        #expect(asked.map(\.applicationId) == applications[0...1].map(\.applicationId))
        #expect(asked.map(\.conflictsWith) == [nil, applications[0].number])
        for (late, number) in [(applications[2], applications[1].number), (applications[3], applications[0].number)] {
          let entry = try #require(try await store.entries(of: late.applicationId).first)
          #expect(entry.reasons.map(\.code) == ["application.duplicate"])
          for other in applications[0...1].map(\.number) {
            #expect(entry.text.kk.contains(other.text) == (other == number), "\(service)")
          }
        }
      }
    }
  }
}
