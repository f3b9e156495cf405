import ArgumentParser
import QueueContracts
import RabbitBroker
import WorkerRuntime

/// Which of the parked messages a command is about.
struct ParkedSelection: ParsableArguments {
  @Argument(help: "Ids of messages. (default: all that the options leave)")
  var ids: [String] = []

  @Option(
    help: ArgumentHelp(
      "The queue that they were parked from, such as admission.intake, or intake; or admission.unrouted; or a school's own, such as admission.schools.950341000052. (default: each but those)"
    ))
  var queue: String?

  @Option(help: "Only those that were parked for this reason, such as school.unknown.")
  var reason: String?

  @Option(help: "How many messages of a queue are looked at, 1 to 65535.")
  var limit = 1000

  static let allQueues = QueueName.workers + [QueueName.schools, QueueName.unrouted]

  func validate() throws {
    guard 1...65535 ~= limit else { throw ValidationError("--limit is a number from 1 to 65535.") }
    if let queue, queues.isEmpty {
      throw ValidationError("--queue '\(queue)' is none of \(Self.allQueues.joined(separator: ", ")).")
    }
    if let reason, !ParkedMessage.reasons.contains(reason) {
      let codes = ParkedMessage.reasons.joined(separator: ", ")
      throw ValidationError("--reason '\(reason)' is none of \(codes).")
    }
  }

  /// Work queues, not the ones that messages are parked in; and the unrouted ones' queue.
  var queues: [String] {
    guard let queue else { return Self.allQueues }
    let names = [queue, "\(ExchangeName.admission).\(queue)"]
    return Self.allQueues.filter(names.contains) + names.filter(Self.isOfSchool)
  }

  private static func isOfSchool(_ queue: String) -> Bool {
    let beginning = "\(QueueName.schools)."
    return queue.hasPrefix(beginning) && BIN(String(queue.dropFirst(beginning.count))) != nil
  }

  func matches(_ parked: ParkedMessage) -> Bool {
    let id = parked.message.id?.lowercased()
    return (ids.isEmpty || ids.contains { $0.lowercased() == id }) && (reason == nil || reason == parked.reason)
  }

  /// Looks at the messages and leaves them where they are.
  func look(_ settings: Settings) async throws -> [ParkedMessage] {
    let admin = try Connections.admin(settings)
    var found: [ParkedMessage] = []
    for queue in queues {
      let deliveries = try await Connections.reaching { () throws(BrokerError) in
        try await admin.browse(ParkedMessage.place(of: queue), limit: limit)
      }
      found += deliveries.map { ParkedMessage(queue: queue, $0) }.filter(matches)
    }
    return found
  }
}
