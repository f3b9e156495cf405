import Foundation
import Operations
import QueueContracts
import Testing
import TestTools
import WorkerRuntime

@testable import OperatorCLI

/// Tests how a file becomes a message.
@Suite("The command `publish`")
struct CLIPublishTests {
  private let application = UUID(uuidString: "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")!
  private let now = Timestamp(milliseconds: 1_775_016_000_000)

  private func addressing(
    _ type: String, routingKey: String? = nil, unchecked: Bool = false
  ) -> Addressing {
    Addressing(type: type, routingKey: routingKey, messageId: nil, isUnchecked: unchecked, appId: "portal")
  }

  private func decision(_ word: String = "enrolled") -> Data {
    Data(
      #"""
      {"applicationId": "\#(application.uuidString.lowercased())", "school": {"bin": "950341000052"},
       "decision": "\#(word)", "decidedAt": "2026-04-02T10:00:00+05:00"}
      """#.utf8)
  }

  @Test("A file that `publish` sends becomes a message with the properties of its contract")
  func properties() throws {
    let publication = try addressing(SchoolDecided.type, routingKey: "school.decided.enrolment")
      .publication(of: decision(), path: "d.json", at: now)
    #expect(publication.exchange == "admission")
    #expect(publication.routingKey == "school.decided.enrolment")
    #expect(publication.message.type == "school.decided.v1")
    #expect(publication.message.contentType == "application/json")
    #expect(publication.message.correlationId == "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")
    #expect(publication.message.appId == "portal")
    #expect(publication.message.timestamp == 1_775_016_000)
    #expect(publication.message.body == decision())
    let id = UUID(version5: "school.decided.v1", namespace: application).uuidString.lowercased()
    #expect(publication.message.id == id)
  }

  @Test("`publish` refuses a school's decision without `--routing-key`")
  func noRoutingKey() {
    let failure = #expect(throws: Failure.self) {
      try addressing(SchoolDecided.type).publication(of: decision(), path: "d.json", at: now)
    }
    #expect(failure?.status == .badInput)
    #expect(failure?.sentence.contains("--routing-key") == true)
  }

  @Test("If a field of the file is wrong, `publish` names the field")
  func wrongField() {
    let failure = #expect(throws: Failure.self) {
      try addressing(SchoolDecided.type, routingKey: "school.decided.enrolment")
        .publication(of: decision("perhaps"), path: "d.json", at: now)
    }
    #expect(failure?.sentence == "d.json does not hold school.decided.v1: the field decision is missing or wrong.")
  }

  @Test("With `--unchecked`, a broken file is published under an id that depends on its content alone")
  func uncheckedFile() throws {
    let addressing = addressing("application.submitted.v9", unchecked: true)
    let broken = Data("{".utf8)
    let publication = try addressing.publication(of: broken, path: "x", at: now)
    #expect(publication.routingKey == "application.submitted")
    #expect(publication.message.correlationId == nil)
    #expect(publication.message.id == (try addressing.publication(of: broken, path: "y", at: now)).message.id)
    #expect(publication.message.id != (try addressing.publication(of: Data("[".utf8), path: "y", at: now)).message.id)
  }

  @Test("`publish` derives the routing key of a withdrawal, and refuses a message of unknown type")
  func knownContracts() throws {
    let withdrawal = Data(
      #"{"applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11", "applicantIin": "x", "withdrawnAt": "2026-04-02T10:00:00Z"}"#
        .utf8)
    let publication = try addressing(ApplicationWithdrawn.type).publication(of: withdrawal, path: "w", at: now)
    #expect(publication.routingKey == "application.withdrawn")
    #expect(KnownContract.all.count == 8)
    #expect(throws: Failure.self) { try KnownContract.of(type: "application.submitted.v2") }
  }

  @Test(
    "`publish` gives the contract's example of each type a routing key of that type, or asks for `--routing-key`",
    arguments: KnownContract.all.map(\.type))
  func routingKeys(type: String) throws {
    let path = "contracts/v1/examples/\(type).typical.json"
    let body = try Data(contentsOf: Checkout.root.appending(path: path))
    let needsKey = type == SchoolDecided.type || type == SchoolAdmissionWithdrawn.type
    if needsKey {
      #expect(throws: Failure.self) { try addressing(type).publication(of: body, path: path, at: now) }
    } else {
      let key = try addressing(type).publication(of: body, path: path, at: now).routingKey
      #expect(MessageRoute.agrees(type: type, exchange: ExchangeName.admission, routingKey: key), "\(key)")
    }
  }

  @Test("`publish` sends a long list in batches, and a failure says how many messages were confirmed")
  func batches() async throws {
    let publications = try (0..<7).map { number in
      try addressing("x.v1", routingKey: "x", unchecked: true)
        .publication(of: Data("\(number)".utf8), path: "x", at: now)
    }
    let publisher = CountingPublisher(failsAt: 3)
    let failure = await #expect(throws: Failure.self) {
      try await Pipeline(publisher: publisher, batchSize: 3).send(publications)
    }
    #expect(failure?.status == .couldNotBeDone)
    #expect(failure?.sentence.hasPrefix("6 of 7 messages were confirmed") == true)
    #expect(await publisher.sizes == [3, 3, 1])
  }
}

/// A publisher that accepts every batch but one.
private actor CountingPublisher: Publisher {
  private let failsAt: Int
  private(set) var sizes: [Int] = []

  init(failsAt: Int) { self.failsAt = failsAt }

  func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    do throws(BrokerError) {
      try await publishTogether(publications)
      return publications.map { _ in nil }
    } catch {
      return publications.map { _ in error }
    }
  }

  private func publishTogether(_ publications: [Publication]) async throws(BrokerError) {
    sizes.append(publications.count)
    if sizes.count == failsAt { throw BrokerError(.unreachable, "the connection was lost") }
  }

  func close() async {}
}
