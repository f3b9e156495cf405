import QueueContracts
import WorkerRuntime

extension MemoryBroker {
  /// A message in a queue or in hand.
  struct Stored {
    /// The message's place in the queue, which it takes again when it returns.
    let position: Int
    let exchange: String
    let routingKey: String
    let message: BrokerMessage
    var returns = 0
  }

  /// A queue's waiting messages, in order.
  struct Queue {
    private let arguments: [String: QueueDefinition.ArgumentValue]
    private(set) var ready: [Stored] = []
    private var lastPosition = 0

    init(_ definition: QueueDefinition) {
      arguments = definition.arguments
    }

    mutating func append(_ publication: Publication) {
      lastPosition += 1
      ready.append(
        Stored(
          position: lastPosition, exchange: publication.exchange, routingKey: publication.routingKey,
          message: publication.message))
    }

    mutating func takeFirst() -> Stored? {
      ready.isEmpty ? nil : ready.removeFirst()
    }

    mutating func takeBack(_ messages: [Stored]) {
      ready += messages.map { message in
        var message = message
        message.returns += 1
        return message
      }
      ready.sort { $0.position < $1.position }
    }

    /// The dead letter of a rejected message; nil if the queue has no dead-letter queue.
    func deadLetter(_ message: Stored, from name: String) -> Publication? {
      guard case .text(let exchange)? = arguments["x-dead-letter-exchange"] else { return nil }
      var letter = Publication(exchange: exchange, routingKey: message.routingKey, message: message.message)
      if case .text(let key)? = arguments["x-dead-letter-routing-key"] { letter.routingKey = key }
      // RabbitMQ writes these three headers only when a message is dead-lettered for the first time.
      let marks = [
        "x-first-death-reason": "rejected", "x-first-death-queue": name, "x-first-death-exchange": message.exchange,
      ]
      letter.message.headers.merge(marks.mapValues(HeaderValue.text)) { old, _ in old }
      return letter
    }
  }
}
