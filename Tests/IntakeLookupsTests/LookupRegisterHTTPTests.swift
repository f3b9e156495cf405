import Admission
import Foundation
import HTTPTypes
import HTTPCalls
import QueueContracts
import Synchronization
import TestSupport
import Testing
import WorkerRuntime

@testable import IntakeLookups

private let child = RegisteredFamily.child
private let parent = RegisteredFamily.parent
private let form = RegisteredFamily.form

@Suite("State registers over HTTP")
struct LookupRegisterHTTPTests {
  let log = TestLog()

  func registers(
    _ base: String, seconds: Double = 5, patience: Double = 10, width: Int = 4,
    breaker: CircuitBreaker = CircuitBreaker(failuresToOpen: 1000, openFor: .seconds(60))
  ) throws -> RegisterLookups {
    let get = HTTPCaller(seconds: seconds, connections: 16).get
    let source = HTTPRegisterSource(base: try #require(HTTPBase(base)), get: get, patienceSeconds: patience) {
      Bulkhead($0.rawValue, width: width, breaker: breaker, logger: log.logger)
    }
    return RegisterLookups(source: source, logger: log.logger)
  }

  @Test("Each register is asked at its own address, about the child or the applicant")
  func addresses() async throws {
    try await TestServer.run(
      answering: { request in
        switch request.path {
        case "/v1/civil-registration/\(child)":
          HTTPResponse(200, body: Data(#"{"parents":["\#(parent)"],"birthDate":"2019-05-13"}"#.utf8))
        case "/v1/social-assistance/\(parent)": HTTPResponse(200, body: Data("{}".utf8))
        case "/v1/guardianship/\(child)":
          HTTPResponse(200, body: Data(#"{"guardian":"\#(parent)"}"#.utf8))
        default: HTTPResponse(404)
        }
      }
    ) { server, base in
      let facts = try await registers(base + "/v1").facts(of: form)
      #expect(
        facts.civilRegistration == .found(CivilRecord(parents: [parent], birthDate: CivilDate("2019-05-13")!)))
      #expect(facts.socialAssistance == .found(true))
      #expect(facts.unemployment == .notFound)
      #expect(facts.guardianship == .found(GuardianRecord(guardian: parent)))
      #expect(server.targets.contains("/v1/unemployment/\(parent)"))
    }
  }

  @Test("No register is asked without consent, or about a number that cannot be an IIN")
  func notAsked() async throws {
    try await TestServer.run(answering: { _ in HTTPResponse(200, body: Data("{}".utf8)) }) {
      server, base in
      var (wrong, secret) = (form, form)
      wrong.child.iin = "12/../4"
      wrong.applicant.iin = ""
      secret.consentToDataAccess = false
      let registers = try registers(base)
      #expect(try await registers.facts(of: wrong).civilRegistration == .notFound)
      #expect(try await registers.facts(of: secret).civilRegistration == .notAsked)
      #expect(server.targets.isEmpty)
    }
  }

  @Test(
    "A register that answers another status than 200 or 404 counts as unavailable",
    arguments: [201, 204, 302, 400, 401, 410, 429, 500, 503])
  func statuses(_ status: Int) async throws {
    // An answer 204 has no body, so bytes after it would be read as the next answer on the connection.
    let body = status == 204 ? Data() : Data("{}".utf8)
    try await TestServer.run(
      answering: { _ in
        HTTPResponse(status, headers: [.location: "/found"], body: body)
      }
    ) { server, base in
      let facts = try await registers(base).facts(of: form)
      #expect(facts.civilRegistration == .unavailable)
      #expect(facts.unemployment == .unavailable)
      #expect(server.targets.count == (status < 500 ? 4 : 8), "a request that gets 5xx is sent a second time")
    }
  }

  @Test(
    "A register whose answer is not a record counts as unavailable",
    arguments: ["", "<html>", "[]", "1", #"{"parents":{}}"#, "{"])
  func bodies(_ body: String) async throws {
    try await TestServer.run(answering: { _ in HTTPResponse(200, body: Data(body.utf8)) }) { _, base in
      let facts = try await registers(base).facts(of: form)
      #expect(facts.civilRegistration == .unavailable)
      #expect(facts.guardianship == .unavailable)
    }
  }

  @Test("A record that is far too long is cut off, and the register counts as unavailable")
  func endless() async throws {
    let body = Data("{\"a\":\"".utf8) + Data(repeating: 97, count: 1_000_000) + Data("\"}".utf8)
    try await TestServer.run(answering: { _ in HTTPResponse(200, body: body) }) { _, base in
      let facts = try await registers(base).facts(of: form)
      #expect(facts.unemployment == .unavailable)
    }
  }

  @Test("Registers are asked at the same time, and one register that is too slow does not spoil the other answers")
  func slow() async throws {
    let asked = Shared(0)
    try await TestServer.run(
      answering: { request in
        guard request.path.contains(parent) else { return HTTPResponse(404) }
        asked.change { $0 += 1 }
        // The request about unemployment is never answered. Other requests about the parent wait until two have come.
        while asked.value < 2 || request.path.contains("unemployment") { try await Task.sleep(for: .milliseconds(10)) }
        return HTTPResponse(404)
      }
    ) { _, base in
      let facts = try await registers(base, seconds: 4).facts(of: form)
      #expect(facts.unemployment == .unavailable)
      #expect(facts.socialAssistance == .notFound)
      #expect(facts.civilRegistration == .notFound)
      #expect(facts.guardianship == .notFound)
    }
  }

  @Test(
    "A register counts as unavailable if the wait for a slot or for the answer is too long",
    .timeLimit(.minutes(1)))
  func patience() async throws {
    try await TestServer.run(
      answering: { request in
        if request.path.contains("unemployment") { try await Task.sleep(for: .seconds(3600)) }
        return HTTPResponse(404)
      }
    ) { _, base in
      let registers = try registers(base, seconds: 1800, patience: 0.5, width: 1)
      try await withThrowingTaskGroup(of: Facts.self) { group in
        for _ in 0..<4 { group.addTask { try await registers.facts(of: form) } }
        for try await facts in group { #expect(facts.unemployment == .unavailable) }
      }
    }
  }

  @Test("The `width` of the look-ups limits how many questions are asked at once, and every question is answered")
  func width() async throws {
    let (running, most) = (Shared(0), Shared(0))
    try await TestServer.run(
      answering: { request in
        guard request.path.contains("unemployment") else { return HTTPResponse(404) }
        let now = running.change { $0 += 1 }
        most.change { $0 = max($0, now) }
        for _ in 0..<1000 where most.value < 3 { try await Task.sleep(for: .milliseconds(5)) }
        running.change { $0 -= 1 }
        return HTTPResponse(404)
      }
    ) { server, base in
      let registers = try registers(base, width: 3)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<30 { group.addTask { _ = try await registers.facts(of: form) } }
        try await group.waitForAll()
      }
      #expect(most.value == 3)
      #expect(server.targets.count == 120)
    }
  }

  @Test(
    "A register that is down is not asked for a while; then one question finds out if it answers again")
  func breaker() async throws {
    let isDown = Shared(true)
    try await TestServer.run(
      answering: { _ in HTTPResponse(isDown.value ? 503 : 404) }
    ) { server, base in
      let breaker = CircuitBreaker(failuresToOpen: 3, openFor: .milliseconds(500))
      let registers = try registers(base, breaker: breaker)
      var form = form
      form.applicant.relation = .parent
      form.statusCategories = []
      for _ in 0..<10 { #expect(try await registers.facts(of: form).civilRegistration == .unavailable) }
      #expect(server.targets.count == 6, "each of the three questions is sent twice")
      isDown.change { $0 = false }
      try await Task.sleep(for: .milliseconds(600))
      #expect(try await registers.facts(of: form).civilRegistration == .notFound)
      #expect(try await registers.facts(of: form).civilRegistration == .notFound)
      #expect(server.targets.count == 8)
    }
    #expect(log.lines.contains { $0.hasPrefix("warning A service keeps failing") })
    #expect(log.lines.contains("notice A service answers again [detail: civil-registration]"))
  }

  @Test("A register that is down counts as unavailable, and no log line has an IIN or an address")
  func down() async throws {
    let breaker = CircuitBreaker(failuresToOpen: 1, openFor: .seconds(60))
    let facts = try await registers("http://127.0.0.1:1/v1", breaker: breaker).facts(of: form)
    #expect(facts.civilRegistration == .unavailable)
    #expect(facts.guardianship == .unavailable)
    #expect(
      log.lines.contains("info A service gave no answer [detail: guardianship, reason: no answer]"))
    #expect(!log.lines.contains { $0.contains(child) || $0.contains(parent) || $0.contains("127.0.0.1") })
  }
}
