import WorkerRuntime

extension MemoryBroker {
  /// A message in a queue or in hand.
  struct Stored {
    /// Its place in the queue, which it takes again when it returns.
    let position: Int
    let routingKey: String
    let message: BrokerMessage
    var returns = 0
  }

  /// A queue's waiting messages, in order.
  struct Queue {
    private(set) var ready: [Stored] = []
    private var lastPosition = 0

    mutating func append(_ publication: Publication) {
      lastPosition += 1
      ready.append(
        Stored(position: lastPosition, routingKey: publication.routingKey, message: publication.message))
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
  }
}
