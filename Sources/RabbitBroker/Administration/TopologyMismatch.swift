import QueueContracts
import WorkerRuntime

/// A broker's refusal to declare a queue or exchange that exists with other arguments.
///
/// The mismatch is read from the broker's reply text, for example `PRECONDITION_FAILED - inequivalent arg
/// 'x-message-ttl' for queue 'q' in vhost '/': received the value '5' of type 'long' but current is the value '6' of
/// type 'long'`.
struct TopologyMismatch: Equatable {
  /// "queue" or "exchange".
  var kind: String
  var name: String
  var argument: String
  /// The broker's value.
  var declared: String
  /// The value that is wanted.
  var wanted: String

  /// Reads a reply text; nil if it does not have the wording above.
  init?(replyText: String) {
    let wording = /arg '([^']+)' for (queue|exchange) '([^']+)'.*?: received (.+?) but current is (.+)/
    guard let match = replyText.firstMatch(of: wording) else { return nil }
    argument = String(match.1)
    kind = String(match.2)
    name = String(match.3)
    wanted = Self.value(match.4)
    declared = Self.value(match.5)
  }

  /// True if the queue lacks the delivery limit that queues for an operator, for example parked queues, must have.
  ///
  /// The queue works as it is, but RabbitMQ 4.0 and later drop a message that was looked at 20 times.
  var isMissingLimit: Bool {
    argument == QueueDefinition.deliveryLimit && declared == "none" && wanted == String(QueueDefinition.unreachedLimit)
  }

  /// The steps by which an operator changes the broker's value to the wanted one without losing a message.
  var migration: String {
    if isMissingLimit { return Self.limitMigration }
    return kind == "queue"
      ? """
      To migrate without loss: stop its senders, let its consumer empty it (or move the rest with a shovel), delete it \
      only when it is empty, apply the topology again, and start the senders. Do not unbind it while they send: messages \
      would be confirmed, go to admission.unrouted and wait there until an operator puts them back. Limits are better \
      changed by a policy, which needs none of that.
      """
      : "To migrate without loss: stop the publishers, delete the exchange, apply the topology again, start them."
  }

  static let limitMigration = """
    RabbitMQ 4 drops messages that were looked at 20 times in a queue without a delivery limit; RabbitMQ 3 keeps them. To \
    give it one: settle the messages in it (admissionctl parked replay, parked discard), delete it when it is empty \
    (rabbitmqctl delete_queue --if-empty NAME), and apply the topology again. Until then the workers hold messages that \
    have to be parked.
    """

  var error: BrokerError {
    BrokerError(
      .topologyMismatch,
      "The \(kind) '\(name)' has \(argument) = \(declared) on the broker, and \(wanted) is wanted. \(migration)",
      status: 406)
  }

  /// The value without its quotes and its AMQP type; "none" if there is no value.
  private static func value(_ text: Substring) -> String {
    text.firstMatch(of: /'([^']*)'/).map { String($0.1) } ?? String(text)
  }
}
