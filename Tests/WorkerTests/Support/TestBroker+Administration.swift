import Foundation
import RabbitBroker
import TestServers
import Testing

extension TestBroker {
  /// The broker's version.
  static func version() throws -> ServerVersion {
    try #require(ServerVersion(ServerVariable.brokerVersion.value))
  }

  static func admin(_ url: String) throws -> RabbitAdmin { try RabbitAdmin(url: url) }

  /// The number of messages that a quorum queue holds, including those that a consumer has in hand.
  static func held(by queue: String, at url: String) async throws -> Int? {
    let host = try BrokerURL.list(url)[0].virtualHost
    let held = try await evaluate(
      """
      {ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"\(host)">>, queue, <<"\(queue)">>)),
      {ok, {_, N}, _} = ra:local_query(amqqueue:get_pid(Q), fun rabbit_fifo:query_messages_total/1), N.
      """)
    return Int(held.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
