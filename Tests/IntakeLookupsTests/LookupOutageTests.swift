import Admission
import Foundation
import HTTPCalls
import HTTPTypes
import QueueContracts
import Samples
import TestSupport
import Testing
import TestTools
import WorkerBase
import WorkerRuntime

@testable import IntakeLookups

@Suite("Documents that cannot be read", .timeLimit(.minutes(2)))
struct LookupOutageTests {
  private static let files = Dictionary(
    uniqueKeysWithValues: TestFiles.documents.map { ("/\($0.reference)", $0.content) })
  private static let odd = "odd"

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(TestFiles.registers, to: "registers.json")
    try folder.write(TestSigning.portal.publicKey, to: "keys.pem")
  }

  private func lookups(_ base: String, _ change: [String: String] = [:]) async throws -> Lookups {
    let settings = [
      "DOCUMENTS_URL": base, "REGISTERS_URL": "file://\(folder.path)/registers.json",
      "SMS_ATTESTATION_KEYS": "\(folder.path)/keys.pem", "DOCUMENTS_TIMEOUT_SECONDS": "10",
    ]
    return try await Lookups(Settings(settings.merging(change) { $1 }))
  }

  /// The outcome of each application; several are looked up at the same time, as in a lane.
  private func outcomes(_ applications: [ApplicationSubmitted], _ lookups: Lookups) async -> [String] {
    await withTaskGroup(of: (Int, String).self) { group in
      var outcomes = [String](repeating: "", count: applications.count)
      for (index, application) in applications.enumerated() {
        if index >= 16, let (done, outcome) = await group.next() { outcomes[done] = outcome }
        group.addTask {
          do {
            let facts = try await lookups.documents.facts(
              of: application.form.form.documents, for: "\(application.applicationId)")
            return (index, facts.allSatisfy { $0.word == "good" } ? "good" : "bad")
          } catch let error as MessageHeldUp {
            return (index, "held up: \(error.what)")
          } catch {
            return (index, error is EnvironmentDown ? "down" : "\(error)")
          }
        }
      }
      for await (done, outcome) in group { outcomes[done] = outcome }
      return outcomes
    }
  }

  private func odd(_ number: Int) -> ApplicationSubmitted {
    Families.enrolment(number) { $0.documents[1].reference = Self.odd }
  }

  @Test(
    "A document that cannot be read holds up its own application and no other",
    arguments: [204, 301, 401, 403, 429, 500, 503, 0]
  )
  func odd(status: Int) async throws {
    try await TestServer.run(answering: { request in
      guard request.path == "/\(Self.odd)" else { return Self.document(request) }
      if status == 0 { try await Task.sleep(for: .seconds(3600)) }
      return HTTPResponse(status, headers: [.location: "/elsewhere"])
    }) { _, base in
      let lookups = try await lookups(base, ["DOCUMENTS_TIMEOUT_SECONDS": status == 0 ? "2" : "10"])
      var applications = (1...40).map { Families.enrolment($0) }
      applications[20] = odd(21)
      for _ in 0..<2 {
        let outcomes = await outcomes(applications, lookups)
        #expect(outcomes[20] == "held up: document store")
        #expect(outcomes.count { $0 == "good" } == 39)
      }
    }
  }

  @Test("Unreadable documents in a row are no outage if a document that was read before can still be read")
  func several() async throws {
    try await TestServer.run(answering: { request in
      request.path == "/\(Self.odd)" ? HTTPResponse(403) : Self.document(request)
    }) { _, base in
      let lookups = try await lookups(base)
      #expect(await outcomes([Families.enrolment(1)], lookups) == ["good"])
      let outcomes = await outcomes((2...9).map { odd($0) }, lookups)
      #expect(Set(outcomes) == ["held up: document store"])
    }
  }

  @Test("A document store that hangs after it has answered is down, and no application is held up for it")
  func hanging() async throws {
    let isHanging = Shared(false)
    try await TestServer.run(answering: { request in
      if isHanging.value { try await Task.sleep(for: .seconds(3600)) }
      return Self.document(request)
    }) { _, base in
      let lookups = try await lookups(base, ["DOCUMENTS_TIMEOUT_SECONDS": "2"])
      #expect(await outcomes([Families.enrolment(1)], lookups) == ["good"])
      isHanging.change { $0 = true }
      #expect(Set(await outcomes([Families.enrolment(2), Families.enrolment(3)], lookups)) == ["down"])
    }
  }

  @Test("A document store that is unreachable, or fails for every document, is down", arguments: [500, 403, 503])
  func down(status: Int) async throws {
    try await TestServer.run(answering: { request in
      // If `status` is 503, the base address fails as well. Otherwise it answers, like a proxy whose store is lost.
      if request.path == "/", status != 503 { return HTTPResponse(200) }
      return HTTPResponse(status)
    }) { _, base in
      let lookups = try await lookups(base)
      var held = 0
      for number in 1...8 {
        // The form has one document, so no request is under way when the server ends.
        let application = Families.enrolment(number) { form in form.documents.removeSubrange(1...) }
        if await outcomes([application], lookups) != ["down"] { held += 1 }
      }
      #expect(held == (status == 503 ? 0 : 2))
    }
    let nobody = try await lookups("http://127.0.0.1:1")
    #expect(await outcomes([Families.enrolment(1)], nobody) == ["down"])
  }

  @Test("A document store that fails one request in a hundred holds up no application")
  func nowAndThen() async throws {
    let requests = Shared(0)
    // The server refuses no document twice, because the second try could by chance be a hundredth request again.
    let refused = Shared(Set<String>())
    try await TestServer.run(answering: { request in
      let path = request.path
      if requests.change({ $0 += 1 }) % 100 == 0, !refused.value.contains(path) {
        refused.change { _ = $0.insert(path) }
        return HTTPResponse(503)
      }
      return Self.document(request.path.drop { $0 != "-" }.dropFirst())
    }) { _, base in
      let lookups = try await lookups(base)
      // Each form's documents have references of their own.
      let applications = (1...300).map { number in
        Families.enrolment(number) { form in
          for index in form.documents.indices {
            form.documents[index].reference = "\(number)-\(form.documents[index].reference)"
          }
        }
      }
      let outcomes = await outcomes(applications, lookups)
      #expect(outcomes.count { $0 == "good" } == 300)
      #expect(requests.value > 1200 && refused.value.count >= 8)
    }
  }

  @Test("A form is held up alone if its documents take too long after the first request has begun")
  func slowForm() async throws {
    try await TestServer.run(answering: { request in
      if request.path == "/\(Self.odd)" { try await Task.sleep(for: .seconds(3600)) }
      return Self.document(request)
    }) { _, base in
      let store = HTTPDocumentStore(
        base: try #require(HTTPBase(base)), get: HTTPCaller(seconds: 60, connections: 4).get)
      let lookups = DocumentLookups(
        store: store, monitor: ServiceMonitor("document store", seconds: 1) { await store.isPresent() },
        slots: AsyncSemaphore(1), seconds: 1)
      let slow = odd(1).form.form.documents
      let held = await #expect(throws: MessageHeldUp.self) { try await lookups.facts(of: slow, for: "slow") }
      #expect(held?.detail.contains("took over") ?? false)

      // Only one request may run at a time. This form waits for its turn longer than its documents may take, but the
      // wait does not count.
      let slots = AsyncSemaphore(1)
      let patient = DocumentLookups(
        store: store, monitor: ServiceMonitor("document store", seconds: 1) { true }, slots: slots, seconds: 1)
      let good = Families.enrolment(2).form.form.documents
      let waiting = try await slots.occupying {
        let waiting = Task { try await patient.facts(of: good, for: "good") }
        try await Task.sleep(for: .seconds(2))
        return waiting
      }
      #expect(try await waiting.value.allSatisfy { $0.word == "good" })
    }
  }

  @Test("At most 32 documents of a form are read")
  func bounded() async throws {
    try await TestServer.run(answering: Self.document) { server, base in
      let document = Families.enrolment(1).form.form.documents[0]
      let facts = try await lookups(base).documents.facts(
        of: Array(repeating: document, count: 100), for: "a")
      #expect(server.targets.count == 32)
      #expect(facts.count { $0.word == "good" } == 32 && facts.count == 100)
    }
  }

  @Test("No document is read for an application that has to wait for a register")
  func registersFirst() async throws {
    try await TestServer.run(answering: Self.document) { server, base in
      let lookups = try await lookups(base, ["REGISTERS_URL": "http://127.0.0.1:1"])
      let waiting = Families.enrolment(1) { form in form.documents.removeAll { $0.kind == .birthCertificate } }
      let facts = try await lookups.facts(of: waiting)
      #expect(facts.civilRegistration == .unavailable && facts.documents.isEmpty)
      #expect(server.targets.isEmpty)
      let served = try await lookups.facts(of: Families.enrolment(2) { $0.statusCategories = [] })
      #expect(served.documents.allSatisfy { $0.word == "good" } && !served.documents.isEmpty)
    }
  }

  @Test("A file that cannot be read holds up its application")
  func damagedFile() async throws {
    // `/proc/self/mem` exists and can be opened, but reading it gives an error.
    let store = FolderDocumentStore(root: "/proc/self", seconds: 5)
    #expect(try await store.content(of: "status", atMost: 10)?.count == 10)
    let fault = await #expect(throws: DocumentFault.self) { try await store.content(of: "mem", atMost: 10) }
    #expect(fault?.detail == "a file cannot be read (errno \(EIO))")
    let lookups = DocumentLookups(
      store: store, monitor: ServiceMonitor("document store", seconds: 5) { await store.isPresent() },
      slots: AsyncSemaphore(4), seconds: 30)
    var document = Families.enrolment(1).form.form.documents[0]
    document.reference = "mem"
    let form = [document]
    await #expect(throws: MessageHeldUp("document store", detail: "a file cannot be read (errno \(EIO))")) {
      try await lookups.facts(of: form, for: "a")
    }
  }

  @Sendable
  private static func document(_ request: TestSupport.HTTPRequest) -> TestSupport.HTTPResponse {
    document(request.path.dropFirst())
  }

  private static func document(_ reference: Substring) -> TestSupport.HTTPResponse {
    guard let content = files["/\(reference)"] else { return HTTPResponse(404) }
    return HTTPResponse(200, body: content)
  }
}
