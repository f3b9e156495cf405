import Foundation
import TestServers
import Testing
import WorkerRuntime
import WorkerTesting

@testable import RabbitBroker

/// Tests TLS connections to a RabbitMQ, and to servers that the client must refuse.
@Suite("RabbitMQ over TLS", .withTLSBroker)
struct TLSTests {
  private let tls: TLSBroker

  init() throws { tls = try #require(TLSBroker.current) }

  // MARK: Logging in

  @Test("Over TLS, a user logs in by password and exchanges messages", arguments: ["127.0.0.1", "localhost"])
  func passwordLogin(at host: String) async throws {
    try await exchangeMessages(tls.rabbit(host: host))
  }

  @Test(
    "Over TLS, a user logs in by certificate and exchanges messages",
    arguments: ["certfile=client.pem&keyfile=client.key", "certfile=both.pem"])
  func certificateLogin(_ files: String) async throws {
    try await exchangeMessages(tls.rabbit(login: login(by: files)))
  }

  /// Sends 300 small messages and one message of many TLS records, and receives them.
  private func exchangeMessages(_ rabbit: RabbitUnderTest) async throws {
    try await rabbit.withQueue { queue in
      let publisher = try await rabbit.broker.publisher()
      let consumer = try await rabbit.broker.consumer(queue: queue, prefetch: 1000)
      let bodies = (0..<300).map { Data("\($0)".utf8) } + [Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) })]
      try await publisher.publish(bodies.indices.map { publication(queue, "\($0)", body: bodies[$0]) })
      var taken: [Delivery] = []
      while taken.count < bodies.count {
        let batch = try #require(try await consumer.nextBatch(limit: 100))
        try await consumer.acknowledge(batch.map(\.tag))
        taken += batch
      }
      #expect(taken.map(\.message.body) == bodies)
      await consumer.close()
      await publisher.close()
    }
  }

  @Test("Over TLS, a wrong password is refused, and the error does not show it")
  func wrongPassword() async throws {
    let url = try tls.rabbit().text.replacing(TLSBroker.password, with: "wrong-and-not-to-be-told")
    let error = try #require(await refusal(of: url))
    #expect(error.code == .accessRefused)
    #expect(!error.detail.contains("not-to-be-told"))
  }

  @Test("A client certificate that belongs to no user of the broker is refused")
  func unknownUser() async throws {
    let url = try tls.rabbit(login: login(by: "certfile=stranger.pem&keyfile=stranger.key")).text
    #expect(await refusal(of: url)?.code == .accessRefused)
  }

  @Test(
    "A client certificate of another authority is refused, and the error names its file",
    arguments: ["", "&auth_mechanism=external"])
  func otherAuthority(_ mechanism: String) async throws {
    let rabbit = try tls.rabbit(login: inQuery("certfile=forged.pem&keyfile=forged.key") + mechanism)
    let certificate = "client certificate \(tls.certificates.path("forged.pem"))"
    // In TLS 1.3 the refusal comes after the handshake, and is lost if the broker closes the connection before the
    // client writes. So the test tries again until it gets the refusal.
    for _ in 0..<100 {
      let error = try #require(await refusal(of: rabbit.text))
      #expect(error.detail.contains("127.0.0.1:\(tls.port)"))
      #expect(error.detail.contains(certificate))
      guard error.code == .unreachable else {
        #expect(error.code == .tls)
        #expect(error.detail.contains("the broker refuses the \(certificate)"))
        return
      }
    }
    Issue.record("The broker's refusal was lost every time.")
  }

  // MARK: Shaking hands

  /// A server of the openssl command, and the error that its client gets.
  struct Handshake: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var server = "server"
    var options: [String] = []
    var host = "127.0.0.1"
    var authority = "authority.pem"
    /// A text that the error contains.
    var sentence: String
  }

  @Test(
    "If a TLS handshake fails, the error says why and does not show the password",
    arguments: [
      Handshake(
        testDescription: "another authority of the same name", authority: "impostor.pem",
        sentence: "does not lead to an authority in cacertfile"),
      Handshake(
        testDescription: "another host name", server: "elsewhere", host: "localhost",
        sentence: "is not for the name localhost;"),
      Handshake(testDescription: "another IP address", server: "elsewhere", sentence: "is not for the name 127.0.0.1;"),
      Handshake(testDescription: "an expired certificate", server: "expired", sentence: "has expired"),
      Handshake(
        testDescription: "TLS 1.1", options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
        sentence: "speaks no TLS 1.2 or newer"),
      Handshake(
        testDescription: "TLS 1.2 that demands a client's certificate", options: ["-tls1_2", "-Verify", "1"],
        sentence: "name one by certfile and keyfile"),
      Handshake(
        testDescription: "TLS 1.3 that demands a client's certificate", options: ["-tls1_3", "-Verify", "1"],
        sentence: "demands a client certificate; name one by certfile and keyfile"),
    ])
  func failedHandshake(_ handshake: Handshake) async throws {
    let server = tls.certificates.path(handshake.server)
    try await HandshakeServer.run(["-cert", "\(server).pem", "-key", "\(server).key"] + handshake.options) { port in
      let url = try tls.rabbit(host: handshake.host, port: port).text
        .replacing(tls.query("authority.pem"), with: tls.query(handshake.authority))
      try expectTLSFailure(
        await refusal(of: url), at: "\(handshake.host):\(port)", saying: handshake.sentence)
    }
  }

  @Test("If the broker's port speaks no TLS, the error says so")
  func plainPort() async throws {
    let port = try RabbitUnderTest.fromEnvironment().url.port
    let error = await refusal(of: try tls.rabbit(port: port).text)
    try expectTLSFailure(error, at: "127.0.0.1:\(port)", saying: "speaks no TLS")
  }

  private func expectTLSFailure(_ error: BrokerError?, at endpoint: String, saying sentence: String) throws {
    let error = try #require(error)
    #expect(error.code == .tls)
    #expect(error.detail.hasPrefix("TLS with \(endpoint) failed: "))
    #expect(error.detail.contains(sentence))
    #expect(!error.detail.contains(TLSBroker.password))
  }

  @Test(
    "If a certificate file or key file cannot be used, the error says so and shows its folder",
    arguments: [
      ("certfile=client.pem&keyfile=server.key", "are not, in PEM, a certificate with its key that needs no password"),
      ("certfile=client.pem&keyfile=locked.key", "are not, in PEM, a certificate with its key that needs no password"),
      ("certfile=client.pem&keyfile=missing.key", "are not, in PEM, a certificate with its key that needs no password"),
      ("cacertfile=client.key", "cannot be read as PEM certificates"),
      ("cacertfile=missing.pem", "cannot be read as PEM certificates"),
    ])
  func unusableFile(_ files: String, _ sentence: String) async throws {
    let error = try #require(await refusal(of: try tls.rabbit(login: inQuery(files)).text))
    #expect(error.code == .tls)
    #expect(error.detail.contains(sentence))
    #expect(error.detail.contains(tls.certificates.folder.path))
  }

  @Test("An amqps:// URL without cacertfile is refused, and the error asks for it")
  func noAuthority() async throws {
    let error = try #require(await refusal(of: "amqps://127.0.0.1:\(tls.port)"))
    #expect(error.code == .tls)
    #expect(error.detail.contains("needs ?cacertfile="))
  }

  // MARK: Losing the connection

  @Test("If a TLS connection is cut, receiving, acknowledging and publishing fail")
  func cutConnection() async throws {
    try await tls.rabbit().withQueue { queue in
      let link = try FaultyLink(to: tls.port)
      let broker = try tls.rabbit(port: link.port).broker
      let consumer = try await broker.consumer(queue: queue, prefetch: 10)
      let publisher = try await broker.publisher()
      try await publisher.publish([publication(queue, "1")])
      let taken = try #require(try await consumer.nextBatch(limit: 10))
      let waiting = Task { try await consumer.nextBatch(limit: 10) }
      try await Task.sleep(for: .milliseconds(50))

      link.cut()
      #expect(await failure { _ = try await waiting.value }?.code == .unreachable)
      #expect(await failure { try await consumer.acknowledge(taken.map(\.tag)) }?.code == .unreachable)
      #expect(await failure { try await publisher.publish([publication(queue, "2")]) }?.code == .unreachable)
      await consumer.close()
      await publisher.close()
    }
  }

  @Test("A connection that is cut in the TLS handshake is reported as unreachable, not as a TLS failure")
  func cutHandshake() async throws {
    let link = try FaultyLink(to: tls.port)
    link.freeze()
    let url = try tls.rabbit(port: link.port).text
    let waiting = Task { await refusal(of: url) }
    try await Task.sleep(for: .milliseconds(300))
    link.cut()
    let error = try #require(await waiting.value)
    #expect(error.code == .unreachable)
    #expect(error.detail.contains("127.0.0.1:\(link.port)"))
  }

  @Test("A publisher on a frozen TLS connection can be cancelled and closed")
  func frozenPublisher() async throws {
    try await tls.rabbit().withQueue { queue in
      let link = try FaultyLink(to: tls.port)
      defer { link.cut() }
      let publisher = try await tls.rabbit(port: link.port).broker.publisher()
      link.freeze()
      // Together the bodies are larger than the sockets' buffers.
      let many = (0..<200).map { publication(queue, "\($0)", body: Data(count: 200_000)) }
      let waiting = Task { try await publisher.publish(many) }
      try await Task.sleep(for: .milliseconds(300))
      waiting.cancel()
      #expect(await failure { try await waiting.value }?.code == .closed)
      await publisher.close()
    }
  }

  // MARK: Helping

  private func login(by files: String) -> String { inQuery(files) + "&auth_mechanism=external" }

  /// Returns `key=file&…`, each file with its path.
  private func inQuery(_ files: String) -> String {
    files.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=").map(String.init)
      return "&\(parts[0])=\(tls.query(parts[1]))"
    }.joined()
  }

  private func refusal(of url: String) async -> BrokerError? {
    await failure { await (try await RabbitBroker(urls: url, connectionName: "tls-tests").publisher()).close() }
  }
}
