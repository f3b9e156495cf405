import Admission
import Foundation
import Logging
import Operations
import QueueContracts
import RabbitBroker
import Samples
import TestSupport
import Testing
import TestServers
import TestTools
import WorkerRuntime
import WorkerStore

@testable import OperatorCLI

@Suite("The sandbox", .serialized, .timeLimit(.minutes(4)))
struct SandboxTests {
  /// The answer that an application of this service got, read from its entries of the history.
  private static func answer(_ entries: [HistoryEntry], _ service: QueueContracts.Service) -> Situation.Answer? {
    if let end = entries.first(where: { $0.resolution == .negative }) {
      return .refused(end.reasons.map { $0.code + ($0.subject.map { " \($0)" } ?? "") })
    }
    if entries.contains(where: { $0.step == (service == .transfer ? .transfer : .intake) }) { return .accepted }
    return entries.contains { $0.step == .received } ? .received : nil
  }

  /// Makes a sandbox on the given broker and database.
  private static func make(_ folder: SandboxFolder, _ amqpURL: String, _ storeURL: String? = nil) throws -> Sandbox {
    try Sandbox(
      folder: folder, amqpURL: amqpURL, start: try #require(Timestamp(SandboxCommand.Beginning.usual)),
      storeURL: storeURL, logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() })
  }

  @Test("The sandbox works on a new PostgreSQL database, and refuses one that holds applications")
  func postgres() async throws {
    let storeURL = try TestDatabase.make()
    let temporary = try TemporaryFolder()
    let folder = SandboxFolder(given: temporary.file("sandbox").path)
    let hold = try folder.take()
    let sandbox = try Self.make(folder, await TestBroker.makeVirtualHost(AdmissionSystem.freshName()), storeURL)
    // The sandbox sends some applications by itself; the test waits until they are in the store.
    try await sandbox.run {
      let store = try await StoreURL(storeURL).open(migrates: false)
      for application in sandbox.town.earlier {
        try await eventually(within: 60, "an earlier application is in the store") {
          try await store.application(application.applicationId) != nil
        }
      }
    }
    let other = try Self.make(folder, await TestBroker.makeVirtualHost(AdmissionSystem.freshName()), storeURL)
    let failure = await #expect(throws: Failure.self) { try await other.run {} }
    #expect(failure.map { "\($0)".contains("holds applications already") } == true, "\(String(describing: failure))")
    withExtendedLifetime(hold) {}
  }

  @Test("A sandbox whose database does not answer ends with a sentence, and declares no queue")
  func noDatabase() async throws {
    let temporary = try TemporaryFolder()
    let folder = SandboxFolder(given: temporary.file("sandbox").path)
    let hold = try folder.take()
    // Nothing listens on port 1. The broker does not answer, either, but the store is asked first.
    let sandbox = try Self.make(folder, "amqp://127.0.0.1:1/", "postgres://qabyldau:secret@127.0.0.1:1/none")
    let failure = await #expect(throws: Failure.self) {
      try await sandbox.run { Issue.record("the sandbox runs without a store") }
    }
    #expect(failure?.status == .couldNotBeDone)
    let sentence = failure?.sentence ?? ""
    #expect(sentence.hasPrefix("The store that STORE_URL names is unavailable"), "\(sentence)")
    #expect(!sentence.contains("secret"), "\(sentence)")
    withExtendedLifetime(hold) {}
  }

  @Test("Each sandbox family gets the answer that its situation promises, and is told if the answer is late")
  func everySituation() async throws {
    let amqpURL = try await TestBroker.makeVirtualHost(AdmissionSystem.freshName())
    let temporary = try TemporaryFolder()
    let folder = SandboxFolder(given: temporary.file("sandbox").path)
    let hold = try folder.take()
    let start = try #require(Timestamp(SandboxCommand.Beginning.usual))
    let sandbox = try Self.make(folder, amqpURL)

    try await sandbox.run {
      let store = try await StoreURL(sandbox.values["STORE_URL"] ?? "").open()
      let broker = try RabbitBroker(urls: amqpURL, connectionName: "test")
      let publisher = try await broker.publisher()
      try await publisher.publish(
        sandbox.town.families.map {
          Publication(
            exchange: ExchangeName.admission, routingKey: RoutingKey.applicationSubmitted,
            message: $0.message.message())
        })
      await publisher.close()
      for family in sandbox.town.families {
        let service = family.message.form.form.service
        let expected = family.situation.answer
        try await eventually(within: 90, "\(family.situation) is \(expected.words)") {
          Self.answer(try await store.entries(of: family.message.applicationId), service) == expected
        }
      }

      let waiting = sandbox.town.families.filter { [.accepted, .registerDown].contains($0.situation) }
      for family in waiting {
        let entries = try await store.entries(of: family.message.applicationId)
        #expect(!entries.contains { $0.step == .passedDeadline })
      }
      try sandbox.clock.set(to: try SandboxClock.target("+5d", from: sandbox.clock.now))
      for family in waiting {
        try await eventually(within: 60, "\(family.situation) is told that it is late") {
          try await store.entries(of: family.message.applicationId).contains {
            $0.step == .passedDeadline && $0.reasons.map(\.code) == ["deadline.passed"]
              && $0.occurredAt >= start.adding(seconds: 5 * 86_400)
          }
        }
      }
    }
    withExtendedLifetime(hold) {}
  }
}
