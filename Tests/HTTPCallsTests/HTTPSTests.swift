import Foundation
import HTTPCalls
import NIOSSL
import TestSupport
import Testing
import TestServers
import TestTools
import WorkerBase

@Suite("Services over HTTPS", .timeLimit(.minutes(3)))
struct HTTPSTests {
  let folder: TemporaryFolder
  let certificates: TLSCertificates
  let log = TestLog()

  init() async throws {
    folder = try TemporaryFolder()
    certificates = try await TLSCertificates(in: URL(filePath: folder.path + "/tls"))
  }

  /// The TLS configuration of a server; `name` is the file name of its certificate and key.
  private func server(
    _ name: String = "server", _ change: (inout TLSConfiguration) -> Void = { _ in }
  ) throws -> TLSConfiguration {
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(certificates.path("\(name).pem")).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: certificates.path("\(name).key"), format: .pem)))
    change(&tls)
    return tls
  }

  private func ask(_ base: String, _ settings: [String: String]) async throws -> Int {
    let access = try Settings(settings).httpAccess(credential: "REGISTERS_AUTH_FILE", logger: log.logger)
    let url = try #require(URL(string: base + "/private-path"))
    return try await HTTPCaller(seconds: 20, connections: 1, access: access).get(url, atMost: 100).status
  }

  /// The fault of a request to a server with this TLS configuration; nil if the server answered.
  private func fault(_ tls: TLSConfiguration, _ settings: [String: String]) async throws -> HTTPFault? {
    try await TestServer.run(tls: tls, answering: { _ in HTTPResponse(204) }) { server, base in
      do {
        let status = try await ask(base, settings)
        #expect(status == 204)
        return nil
      } catch let fault as HTTPFault {
        #expect(server.requests.isEmpty, "no request was sent to a server that is not trusted")
        return fault
      }
    }
  }

  private var ours: [String: String] { ["HTTPS_CA_FILE": certificates.path("authority.pem")] }

  @Test("A server is trusted only if the configured authority has issued its certificate")
  func authority() async throws {
    #expect(try await fault(server(), ours) == nil)
    #expect(try await fault(server(), ["HTTPS_CA_FILE": certificates.path("impostor.pem")]) == .insecure)
    #expect(try await fault(server(), [:]) == .insecure)
  }

  @Test(
    "A server whose certificate is for another name or has expired is refused", arguments: ["elsewhere", "expired"])
  func wrongServer(_ name: String) async throws {
    #expect(try await fault(server(name), ours) == .insecure)
  }

  @Test("TLS 1.1 is refused, TLS 1.2 and 1.3 are accepted")
  func versions() async throws {
    func only(_ version: TLSVersion) throws -> TLSConfiguration {
      try server { tls in
        tls.minimumTLSVersion = version
        tls.maximumTLSVersion = version
      }
    }
    #expect(try await fault(only(.tlsv11), ours) == .insecure)
    #expect(try await fault(only(.tlsv12), ours) == nil)
    #expect(try await fault(only(.tlsv13), ours) == nil)
  }

  @Test(
    "A server that asks for a client certificate gets it, whether certificate and key are in one file or in two",
    arguments: [("client.pem", "client.key"), ("both.pem", nil)])
  func clientCertificate(certificate: String, key: String?) async throws {
    let authority = try NIOSSLCertificate.fromPEMFile(certificates.path("authority.pem"))
    let demanding = try server { tls in
      tls.certificateVerification = .noHostnameVerification
      tls.trustRoots = .certificates(authority)
    }
    #expect(try await fault(demanding, ours) == .insecure)
    func login(_ certificate: String, _ key: String?) -> [String: String] {
      ours.merging([
        "HTTPS_CERT_FILE": certificates.path(certificate), "HTTPS_KEY_FILE": key.map(certificates.path) ?? "",
      ]) { $1 }
    }
    #expect(try await fault(demanding, login(certificate, key)) == nil)
    #expect(try await fault(demanding, login("forged.pem", "forged.key")) == .insecure)
  }

  @Test(
    "If a certificate or key file cannot be used, the error at the start names the setting",
    arguments: [
      ("HTTPS_CA_FILE", ["HTTPS_CA_FILE": "absent.pem"]), ("HTTPS_CA_FILE", ["HTTPS_CA_FILE": "client.key"]),
      ("HTTPS_CERT_FILE", ["HTTPS_CERT_FILE": "client.pem"]), ("HTTPS_KEY_FILE", ["HTTPS_KEY_FILE": "client.key"]),
      ("HTTPS_KEY_FILE", ["HTTPS_CERT_FILE": "client.pem", "HTTPS_KEY_FILE": "locked.key"]),
      ("HTTPS_KEY_FILE", ["HTTPS_CERT_FILE": "client.pem", "HTTPS_KEY_FILE": "stranger.key"]),
    ])
  func unusable(key: String, files: [String: String]) throws {
    let settings = Settings(files.mapValues(certificates.path))
    let error = #expect(throws: SettingsError.self) {
      try settings.httpAccess(credential: "REGISTERS_AUTH_FILE", logger: log.logger)
    }
    #expect(error?.key == key)
    #expect(error?.description.contains(folder.path) == false)
  }
}
