import AdmissionPublisher
import Crypto
import Foundation
import QueueContracts
import RabbitBroker
import Samples
import TestSupport
import Testing
import WorkerRuntime
import WorkerTesting

/// Tests a portal in Swift that uses only `AdmissionPublisher`, with RabbitMQ and the real workers.
@Suite("A portal that uses AdmissionPublisher alone", .serialized, .timeLimit(.minutes(4)))
struct PortalKitTests {
  @Test("The portal's applications are answered, and the portal gets each answer once")
  func journey() async throws {
    let history = ServiceHistory(MemoryHistoryStorage())
    let answer: TestServer.Answer = { request in
      // /service-history/{recipientIin}/entries/{entryId}
      let place = request.path.split(separator: "/").map(String.init)
      guard place.count == 4 else { return HTTPResponse(404) }
      let answer = try await history.take(request.bodyData, recipient: place[1], entry: place[3])
      return HTTPResponse(answer.rawValue)
    }
    try await TestServer.run(answering: answer) { _, base in
      let system = try await AdmissionSystem(["PORTAL_URL": base])
      let publisher = try PortalPublisher(urls: system.amqpURL)
      let family = Families.enrolment(1)
      let application = try NewApplication(
        id: family.applicationId.uuid, number: family.number.text, submittedAt: family.submittedAt.date,
        form: family.form.form)
      let key = try AttestationKey(pem: TestSigning.portal.key.pemRepresentation)
      let message = try application.attested(
        by: key, phone: "+77010000001", confirmedAt: family.submittedAt.date.addingTimeInterval(-60))
      let withdrawal = try PortalMessage(
        withdrawing: ApplicationWithdrawn(
          applicationId: application.id, applicantIin: family.form.form.applicant.iin,
          withdrawnAt: family.submittedAt.adding(seconds: 86_400)))

      try await system.withWorkers {
        var updates = try await history.updates(of: application.id).makeAsyncIterator()
        // A portal that was killed before it saw the confirm publishes the message again.
        try await publisher.publish(message)
        try await publisher.publish(message)
        let first = await updates.next()
        #expect(first?.status == .inProcessing && first?.step == .intake)
        try await publisher.publish(withdrawal)
        let second = await updates.next()
        #expect(second?.status == .completed && second?.resolution == .withdrawn)
      }
      await publisher.close()
      #expect(try await history.entries(of: application.id).count == 2)
      #expect(try await history.standing(of: application.id)?.resolution == .withdrawn)
    }
  }

  @Test("Messages published before and after a lost connection are in intake's queue, each under its id")
  func cut() async throws {
    let system = try await AdmissionSystem()
    let port = try BrokerURL.list(system.amqpURL)[0].port
    let link = try FaultyLink(to: port)
    let through = system.amqpURL.replacing(":\(port)", with: ":\(link.port)")
    let publisher = try PortalPublisher(urls: through, limits: PublisherLimits(patienceSeconds: 2))
    let messages = try (1...200).map { try PortalMessage(submitting: Families.enrolment($0)) }
    for message in messages.prefix(100) { try await publisher.publish(message) }
    link.cut()
    let error = await #expect(throws: PublishError.self) { try await publisher.publish(messages[100]) }
    #expect(error?.isRetryable == true)
    await publisher.close()

    // After a restart, a portal publishes again all messages whose confirm it has not noted.
    let next = try PortalPublisher(urls: system.amqpURL, limits: PublisherLimits(unconfirmed: 10))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for message in messages.dropFirst(50) { group.addTask { try await next.publish(message) } }
      try await group.waitForAll()
    }
    await next.close()
    let ids = try await system.take(250, from: QueueName.intake).compactMap(\.id)
    #expect(Set(ids) == Set(messages.map(\.id.description)))
  }
}
