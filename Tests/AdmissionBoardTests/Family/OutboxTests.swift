import AdmissionPublisher
import Foundation
import QueueContracts
import Samples
import Testing
import WorkerRuntime
import WorkerTesting

@testable import AdmissionBoard

@Suite("The outbox of signed applications", .timeLimit(.minutes(2)))
struct OutboxTests {
  private func signed(_ sandbox: FamilySandbox, id: UUID = UUID()) throws -> KeptApplication {
    let folder = try sandbox.folder()
    let form = try sandbox.form(.accepted)
    let application = try NewApplication(id: id, number: "26-0415-1", submittedAt: FamilySandbox.start.date, form: form)
    return KeptApplication(
      id: application.id, number: application.number, citizen: "accepted", submittedAt: FamilySandbox.start,
      draft: FormDraft(form),
      submission: try application.attested(
        by: folder.attestationKey, phone: form.applicant.phone ?? "", confirmedAt: FamilySandbox.start.date))
  }

  private func withdrawal(of application: KeptApplication) throws -> PortalMessage {
    try PortalMessage(
      withdrawing: ApplicationWithdrawn(
        applicationId: application.id, applicantIin: application.draft[.applicantIin], withdrawnAt: FamilySandbox.start)
    )
  }

  @Test("An application that is submitted twice is sent once")
  func once() async throws {
    let sandbox = try await FamilySandbox()
    let outbox = try sandbox.family().outbox
    let id = UUID()
    for _ in 1...3 { try await outbox.submit(signed(sandbox, id: id)) }
    #expect(await outbox.settle(ApplicationID(uuid: id), within: 30))
    #expect(await sandbox.broker.messages(in: QueueName.intake).count == 1)
    #expect(await outbox.applications(of: "accepted").map(\.isSubmitted) == [true])
    #expect(await outbox.applications(of: "another").isEmpty)
  }

  @Test("An application that the broker refuses is kept, and the next process sends it")
  func later() async throws {
    let sandbox = try await FamilySandbox()
    await sandbox.broker.refuse(into: QueueName.intake)
    let application = try signed(sandbox)
    let first = try sandbox.family().outbox
    try await first.submit(application)
    // On a loaded machine it may take long until the first attempt has failed.
    while await first.trouble != .refused { await Task.yield() }
    #expect(await first.settle(application.id, within: 0.05) == false)
    #expect(await first.application(application.id)?.isSubmitted == false)
    await first.close()

    let second = try sandbox.family().outbox
    await sandbox.broker.accept(into: QueueName.intake)
    await second.resume()
    #expect(await second.settle(application.id, within: 30))
    let messages = await sandbox.broker.messages(in: QueueName.intake)
    #expect(Set(messages.map(\.id)) == [application.submission.id.description])
    // A third process finds nothing to send.
    let third = try sandbox.family().outbox
    await third.resume()
    #expect(await third.settle(application.id, within: 30))
    #expect(await sandbox.broker.messages(in: QueueName.intake).count == messages.count)
  }

  @Test("If the broker blocks publishers, the outbox reports it and sends the application later")
  func blocked() async throws {
    let sandbox = try await FamilySandbox()
    let outbox = try sandbox.family().outbox
    await sandbox.broker.block("memory")
    let application = try signed(sandbox)
    try await outbox.submit(application)
    while await outbox.trouble != .blocked { await Task.yield() }
    #expect(await outbox.application(application.id)?.waiting.count == 1)
    await sandbox.broker.unblock()
    #expect(await outbox.settle(application.id, within: 60))
    #expect(await outbox.trouble == nil)
  }

  @Test("A withdrawal that is asked for twice is sent once, after its application")
  func withdrawn() async throws {
    let sandbox = try await FamilySandbox()
    await sandbox.broker.refuse(into: QueueName.intake)
    let outbox = try sandbox.family().outbox
    let application = try signed(sandbox)
    try await outbox.submit(application)
    for _ in 1...2 { try await outbox.withdraw(application.id, by: withdrawal(of: application)) }
    await sandbox.broker.accept(into: QueueName.intake)
    #expect(await outbox.settle(application.id, within: 30))
    #expect(
      await sandbox.broker.messages(in: QueueName.intake).map(\.type) == [
        ApplicationSubmitted.type, ApplicationWithdrawn.type,
      ])
  }

  @Test("The name of an application's file names nobody, and only the file's owner may read it")
  func file() async throws {
    let sandbox = try await FamilySandbox()
    let outbox = try sandbox.family().outbox
    let application = try signed(sandbox)
    try await outbox.submit(application)
    let folder = try sandbox.folder().applications
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
    #expect(names == ["\(application.id).json"])
    let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(names[0])")[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }
}
