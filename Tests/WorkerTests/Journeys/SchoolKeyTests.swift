import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

/// Tests the routing keys of schools' decisions, and of the notices that IntakeWorker sends to itself.
@Suite("Rights by routing key", .serialized, .timeLimit(.minutes(3)))
struct SchoolKeyTests {
  private static func decision(
    on application: ApplicationSubmitted, school: String = Families.school, key: String
  ) -> (message: BrokerMessage, key: String) {
    let decision = SchoolDecided(
      applicationId: application.applicationId, school: SchoolReference(bin: school), decision: .enrolled,
      decidedAt: Timestamp("2026-04-02T10:00:00+05:00")!)
    return (decision.message(), key)
  }

  /// The ends of the application of which its family has been told.
  private static func resolutions(of application: ApplicationSubmitted, in store: any AdmissionStore) async throws
    -> [Resolution]
  {
    try await store.history(recipientIin: application.form.form.applicant.iin).compactMap(\.resolution)
  }

  @Test("A decision is parked if its routing key names a school or service that is not the application's")
  func keys() async throws {
    let system = try await AdmissionSystem(["RETRY_TOTAL_SECONDS": "600"])
    let (school, other) = (try #require(BIN(Families.school)), try #require(BIN(Families.otherSchool)))
    let (byHub, bySchool, wrong) = (
      Families.enrolment(1), Families.enrolment(2), (3...7).map { Families.enrolment($0) }
    )
    let good = [
      Self.decision(on: byHub, key: RoutingKey.schoolDecided(.enrolment)),
      Self.decision(on: bySchool, key: RoutingKey.schoolDecided(.enrolment, bin: school.digits)),
    ]
    var forged = Self.decision(on: wrong[4], key: RoutingKey.schoolDecided(.transfer))
    // The worker ignores this header on a message from the exchange `admission`, where any sender can write the header.
    forged.message.headers[HeaderName.routingKey] = .text(RoutingKey.schoolDecided(.enrolment))
    let bad = [
      Self.decision(on: wrong[0], key: RoutingKey.schoolDecided(.enrolment, bin: other.digits)),
      Self.decision(on: wrong[1], key: RoutingKey.schoolDecided(.homeSchooling, bin: school.digits)),
      Self.decision(on: wrong[2], key: RoutingKey.schoolDecided(.transfer)),
      // Routing key and body agree, but name a school to which the application was not addressed.
      Self.decision(on: wrong[3], school: other.digits, key: RoutingKey.schoolDecided(.enrolment, bin: other.digits)),
      forged,
    ]
    let retried = try await system.tap(QueueName.retry(of: QueueName.intake, seconds: 1), of: ExchangeName.aside)
    try await system.withWorkers {
      for one in good + bad { try await system.publish([one.message], routingKey: one.key) }
      // All decisions wait for their applications, except the decision whose routing key names another school than its
      // body.
      _ = try await system.take(good.count + bad.count - 1, from: retried, within: 60)
      try await system.publish(
        ([byHub, bySchool] + wrong).map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      let parked = try await system.take(bad.count, from: QueueName.parked(of: QueueName.intake), within: 60)
      #expect(Set(parked.map(\.id)) == Set(bad.map(\.message.id)))
      #expect(parked.allSatisfy { $0.parkedReason == ParkingCode.decisionNotAddressee.rawValue })
      let store = try await system.store()
      for application in [byHub, bySchool] {
        try await eventually(within: 60, "the decision counts\n\(system.logs)") {
          try await store.application(application.applicationId)?.state == .enrolledBySchool
        }
      }
      for application in wrong {
        #expect(try await store.application(application.applicationId)?.state.isFinal == false)
      }
    }
  }

  @Test("A withdrawal takes effect and is told even if a school's decision came before it under the same message id")
  func foreignID() async throws {
    let system = try await AdmissionSystem()
    let applications = [Families.enrolment(1), Families.transfer(2)]
    try await system.withWorkers {
      for application in applications {
        let withdrawal = ApplicationWithdrawn(
          applicationId: application.applicationId, applicantIin: application.form.form.applicant.iin,
          withdrawnAt: Timestamp("2026-04-02T11:00:00+05:00")!
        ).message()
        var decision = Self.decision(on: application, key: RoutingKey.schoolDecided(application.form.form.service))
        decision.message.id = withdrawal.id
        try await system.expectHandled(application)
        try await system.publish([decision.message], routingKey: decision.key)
        let store = try await system.store()
        try await eventually(within: 60, "the decision counts\n\(system.logs)") {
          try await store.application(application.applicationId)?.state == .enrolledBySchool
        }
        // The decision is in an inbox of its own. There, too, the board finds which update it caused, and that notify has
        // posted the update.
        let board = try await StoreURL(system.environment["STORE_URL"] ?? "").openBoard(migrates: false)
        try await eventually(within: 60, "nothing waits for notify\n\(system.logs)") {
          try await board.oldestUnposted(at: .now) == nil
        }
        try await system.publish([withdrawal], routingKey: RoutingKey.applicationWithdrawn)
        try await eventually(within: 60, "the application is withdrawn\n\(system.logs)") {
          try await store.application(application.applicationId)?.state == .withdrawn
        }
        try await eventually(within: 60, "the withdrawal is told\n\(system.logs)") {
          try await Self.resolutions(of: application, in: store) == [.positive, .withdrawn]
        }
      }
    }
  }

  @Test("A decision under the message id of a submission or of a transfer's request takes effect and is told")
  func decisionUnderOthersID() async throws {
    let system = try await AdmissionSystem()
    let (enrolment, transfer) = (Families.enrolment(1), Families.transfer(2))
    let submission = try #require(transfer.message().id.flatMap { MessageID($0) })
    let ids = [
      enrolment.message().id, submission.output(routingKey: "transfer.requested", number: 0).description,
    ]
    try await system.withWorkers {
      for (application, id) in zip([enrolment, transfer], ids) {
        var decision = Self.decision(on: application, key: RoutingKey.schoolDecided(application.form.form.service))
        decision.message.id = id
        try await system.expectHandled(application)
        try await system.publish([decision.message], routingKey: decision.key)
        let store = try await system.store()
        try await eventually(within: 60, "the place is told\n\(system.logs)") {
          try await Self.resolutions(of: application, in: store) == [.positive]
        }
      }
    }
  }

  @Test("A replayed decision is judged by the routing key of its first publication")
  func replayed() async throws {
    let system = try await AdmissionSystem(["RETRY_TOTAL_SECONDS": "1"])
    let desk = AdmissionCtlProcess(settings: system.environment)
    let application = Families.enrolment(1)
    let decision = Self.decision(on: application, key: RoutingKey.schoolDecided(.transfer))
    let parkedQueue = QueueName.parked(of: QueueName.intake)
    let admin = try TestBroker.admin(system.amqpURL)
    try await system.withWorkers {
      try await system.publish([decision.message], routingKey: decision.key)
      try await eventually(within: 60, "it is parked\n\(system.logs)") {
        try await admin.counts(of: parkedQueue)?.messages == 1
      }
      try await system.expectHandled(application)
      let replay = ["parked", "replay", "--reason", "application.unknown", "--because", "a test", "--yes"]
      let (status, _, complaint) = try desk.run(replay)
      #expect(status == 0, "\(complaint)")
      let parked = try await system.take(1, from: parkedQueue, within: 60)
      #expect(parked.first?.parkedReason == ParkingCode.decisionNotAddressee.rawValue)
    }
  }

  @Test(
    "The family hears that its answer is late, even if a decision has already used the notice's message id")
  func noticeOfLateness() async throws {
    let system = try await AdmissionSystem(["DEADLINE_CHECK_SECONDS": "1"])
    let (late, decided) = (Families.enrolment(1), Families.enrolment(2))
    let notice = UUID(version5: MessageRoute.applicationOverdue.type, namespace: late.applicationId.uuid)
    var first = Self.decision(on: decided, key: RoutingKey.schoolDecided(.enrolment))
    first.message.id = notice.uuidString.lowercased()
    var forged = first
    forged.message.id = UUID().uuidString.lowercased()
    forged.message.type = MessageRoute.applicationOverdue.type
    forged.message.body = WireCodec.encode(["applicationId": late.applicationId.description])
    let store = try await system.store()
    try await system.withWorkers {
      try await system.expectHandled(decided)
      for one in [first, forged] { try await system.publish([one.message], routingKey: one.key) }
      let parked = try await system.take(1, from: QueueName.parked(of: QueueName.intake), within: 60)
      #expect(parked.first?.parkedReason == ParkingCode.messageMisrouted.rawValue)
      try await eventually(within: 60, "the decision counts\n\(system.logs)") {
        try await store.application(decided.applicationId)?.state == .enrolledBySchool
      }
      try await system.publish([late.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 60, "the family hears of its late answer\n\(system.logs)") {
        try await store.history(recipientIin: late.form.form.applicant.iin).map(\.step.rawValue) == [10, 15]
      }
    }
  }
}

extension BrokerMessage {
  fileprivate var parkedReason: String? {
    guard case .text(let code) = headers[HeaderName.parkedReason] else { return nil }
    return code
  }
}
