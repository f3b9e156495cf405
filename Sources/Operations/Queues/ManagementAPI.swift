import Foundation
import HTTPCalls
import QueueContracts
import RabbitBroker
import WorkerRuntime

/// RabbitMQ's management API, which knows more about queues than AMQP tells.
///
/// The API's values are some seconds old. So ask it only for values that AMQP does not tell.
public struct ManagementAPI: Sendable {
  private let queuesURL: URL
  private let bindingsURL: URL
  private let get: HTTPGet

  /// Reads `RABBITMQ_MANAGEMENT_URL`; nil if it is not set.
  ///
  /// - Parameters:
  ///   - settings: the settings that name the address.
  ///   - broker: names the virtual host, and gives the user who logs in if the address names no user.
  ///   - nodes: the hosts of `AMQP_URL`.
  /// - Throws: `SettingsError` if the value is not an address, or if the password of `AMQP_URL` would be sent to the
  ///   address in plain text.
  public init?(_ settings: Settings, broker: BrokerURL, nodes: [String]) throws(SettingsError) {
    guard let text = settings.text("RABBITMQ_MANAGEMENT_URL") else { return nil }
    var parts = URLComponents(string: text)
    let namesUser = parts?.user != nil
    let login = parts?.user.map { "\($0):\(parts?.password ?? "")" } ?? "\(broker.user):\(broker.password)"
    // User and password go only into the header.
    parts?.user = nil
    parts?.password = nil
    guard let base = parts?.string.flatMap(HTTPBase.init),
      let queuesURL = base.url(["api", "queues", broker.virtualHost]),
      let bindingsURL = base.url(["api", "bindings", broker.virtualHost])
    else {
      throw SettingsError(
        key: "RABBITMQ_MANAGEMENT_URL",
        problem: "must be an http:// or https:// address of a host, for example http://user:password@127.0.0.1:15672")
    }
    guard namesUser || Self.mayHave(login: broker, parts, nodes) else {
      throw SettingsError(
        key: "RABBITMQ_MANAGEMENT_URL",
        problem: "would be sent the password of AMQP_URL in plain text; write https://, or name a user for it: "
          + "http://user:password@host:15672")
    }
    // Without this choice of columns, an answer has some kilobytes for each queue, and costs the broker time.
    let columns = URLQueryItem(
      name: "columns", value: ManagedQueue.CodingKeys.allCases.map(\.rawValue).joined(separator: ","))
    self.queuesURL = queuesURL.appending(queryItems: [columns])
    self.bindingsURL = bindingsURL
    get =
      HTTPCaller(
        seconds: 5, connections: 1, access: try settings.httpAccess(authorization: HTTPAccess.basic(login))
      ).get
  }

  /// True if the password of `AMQP_URL` is as safe on the way to this address as on the way to the broker.
  private static func mayHave(login broker: BrokerURL, _ parts: URLComponents?, _ nodes: [String]) -> Bool {
    guard let host = parts?.host, parts?.scheme?.lowercased() != "https" else { return true }
    return ThisMachine.has(host) || broker.tls == nil && nodes.contains(host)
  }

  /// The queues of the virtual host, by their names.
  public func queues() async throws -> [String: ManagedQueue] {
    let queues = try await list(of: ManagedQueue.self, at: queuesURL, "queues")
    return Dictionary(queues.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The bindings of the virtual host that lead from an exchange to a queue.
  public func bindings() async throws -> [BindingDefinition] {
    try await list(of: ManagedBinding.self, at: bindingsURL, "bindings").compactMap(\.definition)
  }

  private func list<Element: Decodable>(of: Element.Type, at url: URL, _ what: String) async throws -> [Element] {
    let answer: HTTPAnswer
    do {
      answer = try await get(url, 16 << 20)
    } catch let fault as HTTPFault {
      throw Self.failure("cannot be asked: \(fault.detail)")
    }
    switch answer.status {
    case 200: break
    case 401: throw Self.failure("refused the login: it wants the right password, and a user with the tag management")
    default: throw Self.failure("answered with status \(answer.status)")
    }
    guard let list = try? JSONDecoder().decode([Element].self, from: answer.body) else {
      throw Self.failure("answered with something else than a list of \(what)")
    }
    return list
  }

  private static func failure(_ problem: String) -> OperationFailure {
    .couldNotBeDone("RabbitMQ's management API, where RABBITMQ_MANAGEMENT_URL points, \(problem).")
  }
}
