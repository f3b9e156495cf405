import Foundation
import RabbitBroker

/// The users of `topology users`, imported for a virtual host of their own.
///
/// A broker has each user once: suites that import them must not run at the same time.
struct BrokerUsers {
  let virtualHost: String
  private let guestURL: String
  private let definitions: Data

  init() async throws {
    virtualHost = AdmissionSystem.freshName()
    guestURL = try await TestBroker.makeVirtualHost(virtualHost)
    let (status, json, complaint) = try AdmissionCtlProcess(settings: ["RETRY_LADDER_SECONDS": "1"])
      .run(["topology", "users", "--vhost", virtualHost])
    guard status == 0 else { throw CocoaError(.fileReadUnknown, userInfo: ["complaint": complaint]) }
    definitions = Data(json.utf8)
    try await importDefinitions()
  }

  var names: [String] { get throws { try objects()["users"]?.compactMap { $0["name"] as? String } ?? [] } }

  /// - Parameter omitted: a part of the file to leave out.
  func importDefinitions(without omitted: String? = nil) async throws {
    var parts = try objects()
    if let omitted { parts[omitted] = nil }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(virtualHost).json")
    try JSONSerialization.data(withJSONObject: parts).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try await TestBroker.importDefinitions(file)
  }

  func setPasswords() async throws {
    for name in try names { try await TestBroker.setPassword(of: name, to: "password of \(name)") }
  }

  /// - Parameter password: the one of ``setPasswords()`` unless it is given.
  func url(_ name: String, password: String? = nil, virtualHost other: String? = nil) -> String {
    let password = (password ?? "password of \(name)").replacingOccurrences(of: " ", with: "%20")
    let url = guestURL.replacingOccurrences(of: "guest:guest@", with: "\(name):\(password)@")
    return other.map { url.replacingOccurrences(of: virtualHost, with: $0) } ?? url
  }

  func broker(_ name: String) throws -> RabbitBroker {
    try RabbitBroker(urls: url(name), connectionName: name)
  }

  private func objects() throws -> [String: [[String: Any]]] {
    try JSONSerialization.jsonObject(with: definitions) as? [String: [[String: Any]]] ?? [:]
  }
}
