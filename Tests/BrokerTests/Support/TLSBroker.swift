import Foundation
import RabbitBroker
import Testing
import TestServers
import WorkerRuntime

/// A RabbitMQ of its own, beside that of `make test`; it speaks TLS and takes passwords and client certificates.
struct TLSBroker: Sendable {
  static let password = "not-to-be-told"

  /// The broker of the suite that runs.
  @TaskLocal static var current: TLSBroker?

  let certificates: TLSCertificates
  let port: Int
  fileprivate let folder: URL

  fileprivate init() async throws {
    folder = URL(filePath: try ServerVariable.brokerFolder.value + "-tls")
    certificates = try await TLSCertificates(in: folder.appending(path: "certificates"))
    port = Int(try FreePort.choose())
    try Data("[rabbitmq_auth_mechanism_ssl].\n".utf8).write(to: folder.appending(path: "enabled_plugins"))
    try Data(configuration.utf8).write(to: folder.appending(path: "extra.conf"))
  }

  private var configuration: String {
    """
    listeners.ssl.default = 127.0.0.1:\(port)
    ssl_options.cacertfile = \(certificates.path("authority.pem"))
    ssl_options.certfile = \(certificates.path("server.pem"))
    ssl_options.keyfile = \(certificates.path("server.key"))
    ssl_options.verify = verify_peer
    ssl_options.fail_if_no_peer_cert = false
    ssl_cert_login_from = common_name
    auth_mechanisms.1 = PLAIN
    auth_mechanisms.2 = EXTERNAL
    default_user = \(TLSCertificates.user)
    default_pass = \(Self.password)

    """
  }

  /// The broker's URL, with a login by password unless `login` says otherwise.
  func rabbit(host: String = "127.0.0.1", port: Int? = nil, login: String = "") throws -> RabbitUnderTest {
    let user = login.contains("external") ? "" : "\(TLSCertificates.user):\(Self.password)@"
    return try RabbitUnderTest(
      text: "amqps://\(user)\(host):\(port ?? self.port)/?cacertfile=\(query("authority.pem"))\(login)")
  }

  /// The path of a certificate's file, percent-encoded for a URL's query.
  func query(_ file: String) -> String {
    certificates.path(file).addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? file
  }

  /// Starts the broker, and waits until it speaks TLS.
  ///
  /// The broker speaks TLS a little later than plain AMQP.
  fileprivate func start() async throws {
    try await LocalScript.run("broker.sh", ["start", folder.path])
    let broker = try rabbit().broker
    var refusal: BrokerError?
    for _ in 0..<100 {
      refusal = await failure { await (try await broker.publisher()).close() }
      guard refusal != nil else { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    if let refusal { throw refusal }
  }

  fileprivate func end() async throws { try await LocalScript.run("broker.sh", ["kill", folder.path]) }
}

/// Runs one broker for a whole suite.
struct TLSBrokerTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing tests: @Sendable () async throws -> Void
  ) async throws {
    let broker = try await TLSBroker()
    do {
      try await broker.start()
      try await TLSBroker.$current.withValue(broker) { try await tests() }
    } catch {
      try? await broker.end()
      throw error
    }
    try await broker.end()
  }
}

extension Trait where Self == TLSBrokerTrait {
  static var withTLSBroker: Self { TLSBrokerTrait() }
}
