import Admission
import Foundation
import HTTPCalls
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime

@testable import IntakeLookups

private let child = RegisteredFamily.child
private let mother = RegisteredFamily.parent
private let father = RegisteredFamily.otherAdult

/// Checks which registers are asked about which persons, by the requests that a server gets.
@Suite("Questions to registers about a family")
struct LookupFamilyTests {
  /// The server's answers: a body for each path with a record, 503 for each path that is down, 404 for all other paths.
  struct RegisterAnswers: Sendable {
    var records: [String: String] = [:]
    var down: Set<String> = []

    static func birth(_ parents: [String]) -> String {
      let list = parents.map { "\"\($0)\"" }.joined(separator: ",")
      return #"{"parents":[\#(list)],"birthDate":"2019-01-01"}"#
    }
  }

  /// The facts about a form, and the set of paths that were requested.
  func asking(_ form: ApplicationForm, answers: RegisterAnswers) async throws -> (facts: Facts, asked: Set<String>) {
    try await TestServer.run(answering: { request in
      if answers.down.contains(request.path) { return HTTPResponse(503) }
      guard let record = answers.records[request.path] else { return HTTPResponse(404) }
      return HTTPResponse(200, body: Data(record.utf8))
    }) { server, base in
      let get = HTTPCaller(seconds: 10, connections: 16).get
      let log = TestLog()
      let source = HTTPRegisterSource(base: try #require(HTTPBase(base)), get: get, patienceSeconds: 30) {
        Bulkhead(
          $0.rawValue, width: 4, breaker: CircuitBreaker(failuresToOpen: 1000, openFor: .seconds(60)),
          logger: log.logger)
      }
      let facts = try await RegisterLookups(source: source, logger: log.logger).facts(of: form)
      return (facts, Set(server.targets))
    }
  }

  private func form(_ change: (inout ApplicationForm) -> Void = { _ in }) -> ApplicationForm {
    var form = RegisteredFamily.form
    form.applicant.relation = .parent
    form.statusCategories = [.targetedSocialAssistance, .unemployedParents]
    change(&form)
    return form
  }

  @Test("Assistance and unemployment count for the family, so a record of the other parent is enough")
  func otherParent() async throws {
    let answers = RegisterAnswers(records: [
      "/civil-registration/\(child)": RegisterAnswers.birth([mother, father]), "/unemployment/\(father)": "{}",
      "/social-assistance/\(mother)": "{}",
    ])
    let (facts, asked) = try await asking(form(), answers: answers)
    #expect(facts.unemployment == .found(true) && facts.socialAssistance == .found(true))
    #expect(asked.contains("/unemployment/\(mother)") && asked.contains("/unemployment/\(father)"))
    #expect(!asked.contains("/social-assistance/\(father)"), "one answer is enough")
  }

  @Test(
    "A family is found if one person is found; otherwise one missing answer makes the register unavailable",
    arguments: [
      ([mother], [father], Lookup<Bool>.found(true)), ([father], [mother], .found(true)), ([], [father], .unavailable),
      ([], [mother], .unavailable), ([], [], .notFound),
    ])
  func combined(found: [String], down: [String], expected: Lookup<Bool>) async throws {
    var answers = RegisterAnswers(records: ["/civil-registration/\(child)": RegisterAnswers.birth([father, mother])])
    for iin in found { answers.records["/unemployment/\(iin)"] = "{}" }
    answers.down = Set(down.map { "/unemployment/\($0)" })
    #expect(try await asking(form(), answers: answers).facts.unemployment == expected)
  }

  @Test("If a legal representative applies, registers are asked about the child's parents as well")
  func representative() async throws {
    let answers = RegisterAnswers(records: [
      "/civil-registration/\(child)": RegisterAnswers.birth([father]),
      "/guardianship/\(child)": #"{"guardian":"\#(mother)"}"#,
      "/unemployment/\(father)": "{}",
    ])
    let facts = try await asking(form { $0.applicant.relation = .legalRepresentative }, answers: answers).facts
    #expect(facts.unemployment == .found(true) && facts.socialAssistance == .notFound)
  }

  @Test("If the civil register does not find the child or is down, other registers are asked only about the applicant")
  func alone() async throws {
    for down in [Set<String>(), ["/civil-registration/\(child)"]] {
      let (facts, asked) = try await asking(
        form(), answers: RegisterAnswers(records: ["/unemployment/\(mother)": "{}"], down: down))
      // While the civil register is down, nobody knows whether another parent is registered.
      #expect(facts.unemployment == .found(true))
      #expect(facts.socialAssistance == (down.isEmpty ? .notFound : .unavailable))
      #expect(!asked.contains { $0.contains(father) })
    }
  }

  @Test("If the applicant does not belong to the family, no further register is asked")
  func strangers() async throws {
    let answers = RegisterAnswers(records: [
      "/civil-registration/\(child)": RegisterAnswers.birth([father]),
      "/guardianship/\(child)": #"{"guardian":"\#(father)"}"#,
      "/unemployment/\(father)": "{}",
    ])
    let noParent = try await asking(form { $0.statusCategories.append(.orphan) }, answers: answers)
    #expect(noParent.asked == ["/civil-registration/\(child)"])
    #expect(noParent.facts.unemployment == .notAsked && noParent.facts.guardianship == .notAsked)
    let noGuardian = try await asking(
      form {
        $0.applicant.relation = .legalRepresentative
        $0.documents.removeAll { $0.kind == .guardianshipDecision }
      }, answers: answers)
    #expect(noGuardian.asked == ["/guardianship/\(child)"])
    #expect(noGuardian.facts.civilRegistration == .notAsked)
  }

  @Test("A transfer asks one register: the civil register for a parent, the guardianship register for a guardian")
  func transfer() async throws {
    let parents = try await asking(form { $0.service = .transfer }, answers: RegisterAnswers())
    #expect(parents.asked == ["/civil-registration/\(child)"])
    let guardians = try await asking(
      form {
        $0.service = .transfer
        $0.applicant.relation = .legalRepresentative
      }, answers: RegisterAnswers())
    #expect(guardians.asked == ["/guardianship/\(child)"])
  }
}
