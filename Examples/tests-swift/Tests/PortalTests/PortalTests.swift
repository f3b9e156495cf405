import AdmissionPublisher
import Foundation
import QueueContracts
import Testing
import WorkerRuntime

/// Checks what a portal relies on, with the real workers that `make up` runs.
///
/// The tests can be run again and again: if a message comes again under its id, its answer is published again.
@Suite("The portal and the workers", .timeLimit(.minutes(1)))
struct PortalTests {
  let url: String
  let messages: URL
  let portal: PortalPublisher

  init() throws {
    let environment = ProcessInfo.processInfo.environment
    url = try #require(environment["AMQP_URL"], "Run `make up`, then `source .local/system/env`.")
    messages = URL(filePath: try #require(environment["MESSAGES"], "Name the sandbox's folder `messages` in MESSAGES."))
    portal = try PortalPublisher(urls: url)
  }

  /// The signed application that the sandbox has written for a situation, such as `accepted`.
  private func application(_ situation: String) throws -> ApplicationSubmitted {
    let data = try Data(contentsOf: messages.appending(path: "\(situation).json"))
    return try WireCodec.decode(ApplicationSubmitted.self, from: data)
  }

  /// The first answer that the family is given.
  private func answer(to application: ApplicationSubmitted) async throws -> ProcessingUpdated {
    let answers = try await Answers(url: url)
    try await portal.publish(try PortalMessage(submitting: application))
    let update = try await answers.next(on: application.applicationId)
    try await answers.end()
    await portal.close()
    return update
  }

  @Test("An application with all documents is accepted, and the family is told when the answer is due")
  func accepted() async throws {
    let application = try application("accepted")
    let update = try await answer(to: application)
    #expect(update.status == .inProcessing)
    #expect(update.step == .intake)
    #expect(update.number == application.number)
    #expect(update.dueBy != nil)
    #expect(update.reasons.isEmpty)
  }

  @Test("An application without a required document is refused, and the document is named")
  func refused() async throws {
    let update = try await answer(to: application("missing-health-form"))
    #expect(update.status == .completed)
    #expect(update.resolution == .negative)
    #expect(update.reasons.map(\.known) == [.documentMissing])
    #expect(update.reasons.map(\.subject) == ["healthForm026"])
  }

  @Test("A form with another form's signature is refused, and the answer does not name the child")
  func changed() async throws {
    var application = try application("accepted-by-sms")
    application.applicationId = ApplicationID(uuid: UUID())
    application.signature = try self.application("accepted").signature
    let update = try await answer(to: application)
    #expect(update.reasons.map(\.known) == [.signatureInvalid])
    #expect(update.childName == nil)
  }
}
