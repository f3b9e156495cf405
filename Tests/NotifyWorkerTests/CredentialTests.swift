import Foundation
import HTTPCalls
import HTTPTypes
import QueueContracts
import TestSupport
import Testing
import TestTools
import WorkerBase
import WorkerTesting

@testable import IntakeLookups
@testable import NotifyWorker

@Suite("Credentials for services", .timeLimit(.minutes(3)))
struct CredentialTests {
  static let secret = "not-to-be-told"

  let folder: TemporaryFolder
  let log = TestLog()

  init() throws { folder = try TemporaryFolder() }

  /// Writes the file under another name and renames it, as editors and secret stores do.
  private func write(_ text: String, to name: String = "auth", mode: Int = 0o640) throws -> String {
    let path = "\(folder.path)/\(name)"
    try Data(text.utf8).write(to: URL(filePath: path + ".new"))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path + ".new")
    rename(path + ".new", path)
    return path
  }

  private func access(_ path: String) throws -> HTTPAccess {
    try Settings(["PORTAL_AUTH_FILE": path])
      .httpAccess(credential: "PORTAL_AUTH_FILE", logger: log.logger)
  }

  @Test("Each service gets the credentials of its own file")
  func everyService() async throws {
    func file(_ name: String) throws -> String { try write("Bearer \(name)-\(Self.secret)\n", to: name) }
    let files = [
      "DOCUMENTS_AUTH_FILE": try file("documents"), "REGISTERS_AUTH_FILE": try file("registers"),
      "NCANODE_AUTH_FILE": try file("ncanode"), "PORTAL_AUTH_FILE": try file("portal"),
    ]
    try await TestServer.run(answering: { _ in HTTPResponse(404) }) { server, base in
      let settings = Settings(
        files.merging([
          "DOCUMENTS_URL": "\(base)/documents", "REGISTERS_URL": "\(base)/registers", "NCANODE_URL": "\(base)/ncanode",
          "PORTAL_URL": "\(base)/portal",
        ]) { $1 })
      let lookups = try await Lookups(settings, logger: log.logger)
      let form = RegisteredFamily.form
      _ = try await lookups.registers.facts(of: form)
      _ = try await lookups.documents.facts(of: form.documents, for: "1")
      _ = try? await lookups.signatures.node?.answer(cms: "", form: Data(), for: "1")
      let sink = try #require(
        try PortalSink(settings, logger: log.logger) { _ in StoreSample.historyEntry(1) })
      _ = try await sink.forward(StoreSample.message(1), traceparent: nil)
      for service in ["documents", "registers", "ncanode", "portal"] {
        let asked = server.requests.filter { $0.path.hasPrefix("/\(service)") }
        #expect(!asked.isEmpty, "\(service) was asked")
        #expect(asked.allSatisfy { $0.headers[.authorization] == "Bearer \(service)-\(Self.secret)" }, "\(service)")
      }
    }
    #expect(!log.lines.joined().contains(Self.secret))
  }

  @Test(
    "The next request uses a changed file of credentials; if the file is broken or missing, the old ones stay in use"
  )
  func changes() async throws {
    let path = try write("Bearer one-\(Self.secret)")
    let caller = HTTPCaller(seconds: 20, connections: 1, access: try access(path))
    try await TestServer.run(answering: { _ in HTTPResponse(200) }) { server, base in
      let url = try #require(URL(string: base))
      func sent() async throws -> String? {
        _ = try await caller.get(url, atMost: 1)
        return server.requests.last?.headers[.authorization]
      }
      #expect(try await sent() == "Bearer one-\(Self.secret)")
      _ = try write("basic worker:pass word-\(Self.secret)\n")
      let basic = Data("worker:pass word-\(Self.secret)".utf8).base64EncodedString()
      #expect(try await sent() == "Basic \(basic)")
      _ = try write("Bearer two words \(Self.secret)")
      #expect(try await sent() == "Basic \(basic)")
      #expect(try await sent() == "Basic \(basic)")
      try folder.remove("auth")
      #expect(try await sent() == "Basic \(basic)")
      _ = try write("Bearer three-\(Self.secret)")
      #expect(try await sent() == "Bearer three-\(Self.secret)")
    }
    #expect(log.lines.count { $0.hasPrefix("warning A file cannot be used") } == 2, "\(log.lines)")
    #expect(!log.lines.joined().contains(Self.secret))
  }

  @Test(
    "A file of credentials that others may read causes one warning, and a private file causes no warning",
    arguments: [0o644, 0o660, 0o640, 0o400])
  func mode(_ mode: Int) throws {
    _ = try access(write("Bearer \(Self.secret)", mode: mode))
    let warnings = log.lines.filter { $0.hasPrefix("warning A file of secrets") }
    #expect(warnings.count == (mode & ~0o640 == 0 ? 0 : 1))
    #expect(warnings.allSatisfy { $0.contains("PORTAL_AUTH_FILE") })
  }

  @Test(
    "At the start, the error for a broken file of credentials names the setting and does not show the content",
    arguments: [
      "", "Bearer", "Bearer ", secret, "Basic \(secret)", "Bearer a\nX-Header: \(secret)", "Digest \(secret)",
    ])
  func broken(_ text: String) throws {
    let path = try write(text)
    let error = #expect(throws: SettingsError.self) { try access(path) }
    #expect(error?.key == "PORTAL_AUTH_FILE")
    #expect(error?.description.contains(Self.secret) == false)
  }
}
