import Foundation
import Testing
import TestServers
import WorkerBase

@testable import PostgresClient
@testable import WorkerStore

@Suite("PostgreSQL over TLS", .timeLimit(.minutes(4)))
struct PostgresTLSTests {
  @Test("A server is trusted only if its certificate comes from the configured authority and has the server's name")
  func server() async throws {
    try await TLSPostgres.run { server in
      let authority = "sslrootcert=\(server.certificates.path("authority.pem"))"
      let impostor = "sslrootcert=\(server.certificates.path("impostor.pem"))"

      let version = "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl"
      let spoken = try server.connect("127.0.0.1", "sslmode=verify-full&\(authority)").value(version)
      #expect(["TLSv1.2", "TLSv1.3"].contains(spoken))
      #expect(throws: PostgresError.self) { try server.connect("127.0.0.1", "sslmode=verify-full&\(impostor)") }
      #expect(throws: PostgresError.self) { try server.connect("127.0.0.1", "sslmode=disable") }
      let store = StoreURL.postgres(PostgresURL(server.url("127.1", ""))!)
      let refusal = await #expect(throws: SettingsError.self) { _ = try await store.migrate() }
      #expect(refusal?.problem.contains("sslrootcert=") == true)
      let checked = StoreURL.postgres(PostgresURL(server.url("127.0.0.1", "sslmode=verify-full&\(authority)"))!)
      #expect(try await checked.migrate() > 0)

      try await server.present("elsewhere")
      #expect(try server.connect("127.0.0.1", "sslmode=verify-ca&\(authority)").isOpen)
      #expect(throws: PostgresError.self) { try server.connect("127.0.0.1", "sslmode=verify-full&\(authority)") }
      // The system takes 127.1 for this machine, but `PostgresURL` does not. So the connection whose URL has no
      // `sslmode` checks the name in the certificate.
      #expect(try server.connect("127.1", "sslmode=verify-ca&\(authority)").isOpen)
      let error = #expect(throws: PostgresError.self) { try server.connect("127.1", authority) }
      #expect(error?.description.contains("does not match host name") == true, "\(String(describing: error))")
    }
  }

  @Test(
    "By default, a server on another machine is verified, and a server on this machine is used without TLS",
    arguments: [
      ("h", nil, "verify-full", false), ("h?sslmode=require", nil, nil, true), ("h?sslmode=disable", nil, nil, true),
      ("h?sslmode=prefer", nil, nil, true), ("h?sslmode=verify-ca", nil, nil, false), ("h", "require", nil, true),
      ("h", "verify-full", nil, false), ("127.0.0.1", nil, nil, false), ("127.0.0.1:5433", nil, nil, false),
      ("localhost", nil, nil, false), ("[::1]", nil, nil, false), ("", nil, nil, false),
      ("%2Frun%2Fpostgresql", nil, nil, false), ("127.example", nil, "verify-full", false),
      ("localhost,h", nil, "verify-full", false), ("localhost?hostaddr=192.0.2.1", nil, "verify-full", false),
      ("h?hostaddr=127.0.0.1", nil, nil, false), ("?service=s", nil, "verify-full", false),
    ] as [(String, String?, String?, Bool)])
  func defaults(place: String, variable: String?, mode: String?, isPlain: Bool) throws {
    let parts = place.split(separator: "?", omittingEmptySubsequences: false)
    let text = "postgres://u@\(parts[0])/db" + (parts.count > 1 ? "?\(parts[1])" : "")
    let url = try #require(PostgresURL(text, environment: variable.map { ["PGSSLMODE": $0] } ?? [:]))
    #expect(url.sslMode == mode)
    #expect(url.isPlain == isPlain)
  }
}

/// A second PostgreSQL server beside that of `make test`; it accepts connections only over TLS.
private struct TLSPostgres: Sendable {
  let certificates: TLSCertificates
  private let port: String
  private let data: URL

  static func run(_ body: (TLSPostgres) async throws -> Void) async throws {
    let folder = URL(filePath: try ServerVariable.postgresFolder.value + "-tls")
    // The folder may be left from an earlier run, whose server has ended.
    try? FileManager.default.removeItem(at: folder)
    let certificates = try await TLSCertificates(in: folder.appending(path: "certificates"))
    try await LocalScript.run("postgres.sh", ["start", folder.path])
    do {
      let printed = try await LocalScript.run("postgres.sh", ["env", folder.path])
      let port = try #require(printed.firstMatch(of: /:(\d+)\//)?.1)
      let server = TLSPostgres(
        certificates: certificates, port: String(port), data: folder.appending(path: "data"))
      try await server.demandTLS()
      try await body(server)
    } catch {
      _ = try? await LocalScript.run("postgres.sh", ["kill", folder.path])
      throw error
    }
    try await LocalScript.run("postgres.sh", ["kill", folder.path])
  }

  func url(_ host: String, _ parameters: String) -> String {
    "postgres://qabyldau:qabyldau@\(host):\(port)/qabyldau?\(parameters)"
  }

  func connect(_ host: String, _ parameters: String) throws -> PostgresConnection {
    try PostgresConnection(PostgresURL(url(host, parameters))!)
  }

  /// Makes the server accept only TLS, and waits until it has read its configuration again.
  private func demandTLS() async throws {
    let before = try connect("127.0.0.1", "sslmode=disable")
    try configure("server")
    try Data("hostssl all all all scram-sha-256\n".utf8).write(to: data.appending(path: "pg_hba.conf"))
    try before.value("SELECT pg_reload_conf()")
    for _ in 0..<200 {
      if (try? connect("127.0.0.1", "sslmode=disable")) == nil, (try? connect("127.0.0.1", "sslmode=require")) != nil {
        return
      }
      try await Task.sleep(for: .milliseconds(100))
    }
    Issue.record("the server does not speak TLS")
  }

  /// Gives the server the certificate of this name, and waits until it presents the certificate.
  func present(_ name: String) async throws {
    try configure(name)
    try connect("127.0.0.1", "sslmode=require").value("SELECT pg_reload_conf()")
    let authority = "sslrootcert=\(certificates.path("authority.pem"))"
    for _ in 0..<200 {
      if (try? connect("127.0.0.1", "sslmode=verify-full&\(authority)")) == nil { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    Issue.record("the server has its old certificate")
  }

  /// Appends settings to `postgresql.conf`, in which the last value of a key counts.
  private func configure(_ name: String) throws {
    let settings = """

      ssl = on
      ssl_cert_file = '\(certificates.path("\(name).pem"))'
      ssl_key_file = '\(certificates.path("\(name).key"))'

      """
    let file = try FileHandle(forWritingTo: data.appending(path: "postgresql.conf"))
    try file.seekToEnd()
    try file.write(contentsOf: Data(settings.utf8))
    try file.close()
  }
}
