import Admission
import Foundation
import Operations
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime

@Suite("Look-ups for the case of a clerk")
struct CaseLookupsTests {
  // With the applicant, unemployment is asked about eight persons.
  private static let parents = (1...7).map { Families.iin($0 + 10, adult: true) }

  private static let clerksCase: ClerksCase = {
    var form = RegisteredFamily.form
    form.statusCategories = [.unemployedParents]
    return ClerksCase(
      applicationId: nil, number: nil, submittedAt: Timestamp("2026-04-01T09:00:00+05:00")!, form: form)
  }()

  private func findings(rate: String) async throws -> (findings: Result<CaseLookups.Findings, any Error>, asked: Int) {
    let list = Self.parents.map { "\"\($0)\"" }.joined(separator: ",")
    return try await TestServer.run(answering: { request in
      guard request.path.hasPrefix("/civil-registration/") else { return HTTPResponse(404) }
      return HTTPResponse(200, body: Data(#"{"parents":[\#(list)],"birthDate":"2019-01-01"}"#.utf8))
    }) { server, base in
      let settings = Settings([
        "REGISTERS_URL": base, "REGISTER_RATE": rate, "REGISTERS_TIMEOUT_SECONDS": "1",
      ])
      let lookups = try await CaseLookups(settings)
      let findings: Result<CaseLookups.Findings, any Error>
      do {
        findings = .success(try await lookups.findings(about: Self.clerksCase, by: .builtIn))
      } catch {
        findings = .failure(error)
      }
      return (findings, server.targets.count { $0.hasPrefix("/unemployment/") })
    }
  }

  @Test("If REGISTER_RATE leaves no time for a question, the case is not judged as if the register were down")
  func crowded() async throws {
    // At one question a second, only two of the eight persons can be asked within the second and a half for a turn.
    let (findings, asked) = try await findings(rate: "1")
    #expect(throws: OperationFailure.self) { try findings.get() }
    #expect(asked == 2, "a question that has a turn is asked, even if another question has none")
  }

  @Test("Without a limit each person of the family is asked")
  func unlimited() async throws {
    let (findings, asked) = try await findings(rate: "0")
    #expect(try findings.get().facts.unemployment == .notFound)
    #expect(asked == 8)
  }
}
