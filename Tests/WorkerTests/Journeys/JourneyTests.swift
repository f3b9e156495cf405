import Admission
import Foundation
import Operations
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

@testable import OperatorCLI

@Suite("From the portal to the service history", .serialized, .timeLimit(.minutes(3)))
struct JourneyTests {
  @Test("Applications for all three services are answered, and each family reads the answer in three languages")
  func everyService() async throws {
    let system = try await AdmissionSystem()
    let store = try await system.store()
    let accepted = Families.enrolment(1)
    let refused = Families.enrolment(2) {
      $0.documents = TestFiles.attached([.birthCertificate, .photo])
      $0.consentToDataAccess = false
    }
    let home = Families.enrolment(3) {
      $0.service = .homeSchooling
      $0.documents += TestFiles.attached([.medicalCommissionConclusion])
    }
    let moving = Families.transfer(4)
    let unknownSchool = Families.enrolment(5) { $0.school.bin = "070941024691" }

    try await system.withWorkers {
      try await system.publish(
        [accepted, refused, home, moving, unknownSchool].map { $0.message() },
        routingKey: RoutingKey.applicationSubmitted)

      let requests = try await system.take(3, from: QueueName.schools)
        .map { try WireCodec.decode(SchoolAdmissionRequested.self, from: $0.body) }
      #expect(requests.map(\.arrival).sorted() == [1, 2, 3])
      #expect(Set(requests.map(\.applicationId)) == Set([accepted, home, moving].map(\.applicationId)))

      let parked = try await system.take(1, from: QueueName.parked(of: QueueName.intake))
      #expect(parked.first?.headers[HeaderName.parkedReason] == .text("school.unknown"))
      try await eventually("an operator is told") {
        system.logs.split(separator: "\n").contains { $0.contains(" error ") && $0.contains("school.unknown") }
      }

      let decision = SchoolDecided(
        applicationId: moving.applicationId, school: SchoolReference(bin: Families.school), decision: .enrolled,
        decidedAt: Timestamp("2026-04-02T10:00:00+05:00")!)
      try await system.publish([decision.message()], routingKey: RoutingKey.schoolDecided(.transfer))
      let withdrawal = ApplicationWithdrawn(
        applicationId: home.applicationId, applicantIin: home.form.form.applicant.iin,
        withdrawnAt: Timestamp("2026-04-02T11:00:00+05:00")!)
      try await system.publish([withdrawal.message()], routingKey: RoutingKey.applicationWithdrawn)

      let told = try await system.take(1, from: QueueName.schools)
      #expect(told.first?.type == SchoolAdmissionWithdrawn.type)

      func steps(_ application: ApplicationSubmitted) async throws -> [String] {
        try await store.history(recipientIin: application.form.form.applicant.iin).map { entry in
          "\(entry.step.rawValue) \(entry.status)" + (entry.resolution.map { " \($0)" } ?? "")
        }
      }
      try await eventually("all entries are posted") {
        try await steps(moving).count + (try await steps(home).count) == 5
      }
      #expect(try await steps(accepted) == ["10 inProcessing"])
      #expect(try await steps(refused) == ["10 completed negative"])
      #expect(try await Set(steps(moving)) == ["10 inProcessing", "20 inProcessing", "30 completed positive"])
      #expect(try await Set(steps(home)) == ["10 inProcessing", "40 completed withdrawn"])

      let entry = try #require(try await store.history(recipientIin: refused.form.form.applicant.iin).first)
      #expect(
        entry.reasons.map { "\($0.code) \($0.subject ?? "-") \($0.clause ?? "-")" } == [
          "consent.missing - -", "document.missing healthForm063 S-enrol.4", "document.missing healthForm026 S-enrol.4",
        ])
      #expect(Set([entry.text.kk, entry.text.ru, entry.text.en]).count == 3)
    }
  }

  @Test("A message that comes twice has one effect, and its outputs have the same ids")
  func twice() async throws {
    let system = try await AdmissionSystem()
    let tap = try await system.tap("#")
    let application = Families.enrolment(1)
    let id = UUID().uuidString
    let other = Families.enrolment(1) { $0.grade = 2 }
    var changed = other.message(id: id)
    changed.body = WireCodec.encode(other)
    let trace: [String: HeaderValue] = ["traceparent": .text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]

    try await system.withWorkers {
      try await system.publish(
        [application.message(id: id, headers: trace)], routingKey: RoutingKey.applicationSubmitted)
      let first = try await system.take(3, from: tap)
      #expect(first.dropFirst().allSatisfy { $0.headers == trace })
      // The same message comes again, and then another body under the same id. The first body counts.
      try await system.publish(
        [application.message(id: id.lowercased()), changed], routingKey: RoutingKey.applicationSubmitted)
      let again = try await system.take(6, from: tap)

      func outputs(_ messages: [BrokerMessage]) -> Set<String> {
        Set(
          messages.filter { $0.appId == "intake" }.map { "\($0.id ?? "") \(String(decoding: $0.body, as: UTF8.self))" })
      }
      #expect(outputs(first).count == 2)
      #expect(outputs(again) == outputs(first))
      let namespace = try #require(MessageID(id))
      #expect(
        Set(first.compactMap(\.id)).isSuperset(
          of: ["processing.updated", "school.admissionRequested.\(Families.school)"].map {
            namespace.output(routingKey: $0, number: 0).description
          }))
      let store = try await system.store()
      try await eventually("one entry is posted") {
        try await store.history(recipientIin: application.form.form.applicant.iin).count == 1
      }

      // The same application under a new message id changes nothing and publishes nothing new.
      try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
      try await system.publish([Families.enrolment(9).message()], routingKey: RoutingKey.applicationSubmitted)
      let later = try await system.take(4, from: tap)
      #expect(
        later.filter { $0.appId == "intake" }.allSatisfy { $0.correlationId != application.applicationId.description })
      #expect(try await store.history(recipientIin: application.form.form.applicant.iin).count == 1)
    }
  }

  @Test("Of two transfers with the same slip, one gets the slip, and a refusal by the school frees the slip")
  func slip() async throws {
    let system = try await AdmissionSystem()
    let store = try await system.store()
    func number(_ form: inout ApplicationForm) { form.transfer?.deregistrationSlip.number = "ONE" }
    let transfers = [Families.transfer(1, number), Families.transfer(2, number)]
    func states() async throws -> [String] {
      var states: [String] = []
      for transfer in transfers {
        let record = try await store.application(transfer.applicationId)
        states.append(record.map { $0.arrival == nil ? "\($0.state)" : "accepted" } ?? "none")
      }
      return states.sorted()
    }
    try await system.withWorkers {
      try await system.publish(transfers.map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      try await eventually("one is accepted, one refused") { try await states() == ["accepted", "refused"] }

      let request = try await system.take(1, from: QueueName.schools)
      let winner = try WireCodec.decode(SchoolAdmissionRequested.self, from: request[0].body)
      let decision = SchoolDecided(
        applicationId: winner.applicationId, school: winner.school, decision: .refused,
        decidedAt: Timestamp("2026-04-02T10:00:00+05:00")!)
      try await system.publish([decision.message()], routingKey: RoutingKey.schoolDecided(.transfer))
      try await eventually("the refusal is in the register") {
        try await store.application(winner.applicationId)?.state == .refusedBySchool
      }
      let third = Families.transfer(3, number)
      try await system.publish([third.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually("the slip serves another transfer") {
        try await store.application(third.applicationId)?.arrival != nil
      }
    }
  }

  @Test("Of two transfers with the same slip on two processes, one gets the slip, and the other family is told why")
  func slipsOnTwoProcesses() async throws {
    let system = try await AdmissionSystem(["PREFETCH": "3"])
    let store = try await system.store()
    let pairs = (0..<40).map { pair in
      (0..<2).map { half in
        Families.transfer(100 + pair * 2 + half) { $0.transfer?.deregistrationSlip.number = "PAIR-\(pair)" }
      }
    }
    try await system.withWorkers(["IntakeWorker", "TransferWorker", "TransferWorker", "NotifyWorker"]) {
      let messages = pairs.flatMap { $0 }.map { $0.message() }
      try await system.publish(messages, routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 90, "all families are told of the check of their papers") {
        for transfer in pairs.flatMap({ $0 }) where try await store.entries(of: transfer.applicationId).count < 2 {
          return false
        }
        return true
      }
    }
    for pair in pairs {
      var answers: [String] = []
      for transfer in pair {
        let entry = try #require(try await store.entries(of: transfer.applicationId).last { $0.step == .transfer })
        answers.append(([entry.resolution?.rawValue ?? "accepted"] + entry.reasons.map(\.code)).joined(separator: " "))
      }
      #expect(answers.sorted() == ["accepted", "negative transfer.slipUsed"])
    }
    let books = try await Bookkeeper(records: store).books(of: #require(BookPeriod.whole(2026)))
    #expect(books.balance && books.register.refused == 40 && books.register.inProcessing == 40)
  }
}
