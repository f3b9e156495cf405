import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import TestTools

/// The broker's users, as `admissionctl topology users` defines them, with rights in a virtual host of their own.
///
/// A user belongs to the whole broker, so suites that import these users must not run at the same time.
struct BrokerUsers {
  static let names = ["intake", "transfer", "notify", "portal", "school", "operator"] + schools.map { "school.\($0)" }
  /// The schools whose own systems have users.
  static let schools = [Families.school, Families.otherSchool]
  /// The topology with these schools' queues.
  static let topology = Topology.version1(retryLadderSeconds: [1], schools: schools.compactMap { BIN($0) })

  let virtualHost: String
  private let guestURL: String

  init() async throws {
    virtualHost = AdmissionSystem.freshName()
    guestURL = try await TestBroker.makeVirtualHost(virtualHost)
    // RabbitMQ 4.3 accepts rights to routing keys only for an exchange that exists.
    let exchanges = Topology.version1(retryLadderSeconds: [1]).exchanges
    try await TestBroker.admin(guestURL).apply(Topology(exchanges: exchanges, queues: [], bindings: []))
    try await importDefinitions()
  }

  func importDefinitions(_ options: String...) async throws {
    let (status, json, complaint) = try AdmissionCtlProcess(settings: ["RETRY_LADDER_SECONDS": "1"])
      .run(["topology", "users", "--vhost", virtualHost] + Self.schools.flatMap { ["--school", $0] } + options)
    #expect(status == 0, "\(complaint)")
    let folder = try TemporaryFolder()
    try await TestBroker.importDefinitions(folder.write(json, to: "users.json"))
  }

  func setPasswords() async throws {
    try await TestBroker.setPasswords(of: Self.names) { "password of \($0)" }
  }

  /// Gives the address with which a user logs in.
  ///
  /// - Parameters:
  ///   - name: the user's name.
  ///   - password: the password; nil for the one that ``setPasswords()`` sets.
  ///   - other: another virtual host; nil for the test's own.
  /// - Returns: the address.
  func url(_ name: String, password: String? = nil, virtualHost other: String? = nil) -> String {
    let password = (password ?? "password of \(name)").replacingOccurrences(of: " ", with: "%20")
    let url = guestURL.replacingOccurrences(of: "guest:guest@", with: "\(name):\(password)@")
    return other.map { url.replacingOccurrences(of: virtualHost, with: $0) } ?? url
  }

  func broker(_ name: String) throws -> RabbitBroker {
    try RabbitBroker(urls: url(name), connectionName: name)
  }
}
