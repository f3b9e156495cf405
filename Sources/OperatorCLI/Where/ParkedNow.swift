import QueueContracts
import RabbitBroker
import WorkerRuntime

/// What the broker says of an application's messages in the parked queues.
///
/// Retry queues are never looked into. A look takes messages out and puts them back behind those that came meanwhile,
/// and these hold them up for a whole step of the ladder; so what waits there is known from the workers' notes.
enum ParkedNow {
  /// `AMQP_URL` is not set.
  case notAsked
  /// Why not, in one sentence.
  case notReached(String)
  case found([ParkedMessage])

  /// - Throws: ``Failure`` where `AMQP_URL` cannot be used.
  static func of(_ application: ApplicationID, _ settings: Settings) async throws -> ParkedNow {
    guard settings.text("AMQP_URL") != nil else { return .notAsked }
    let admin = try Connections.admin(settings)
    do throws(BrokerError) {
      var found: [ParkedMessage] = []
      for queue in ParkedSelection.workQueues {
        found += try await admin.browse(QueueName.parked(of: queue), limit: 65535)
          .map { ParkedMessage(queue: queue, message: $0.message) }
          .filter { $0.message.correlationId.flatMap { ApplicationID($0) } == application }
      }
      return .found(found)
    } catch {
      guard error.code != .misconfigured else { throw Failure.badInput(error.sentence) }
      return .notReached(error.sentence)
    }
  }

  var messages: [ParkedMessage] {
    if case .found(let messages) = self { messages } else { [] }
  }

  /// For scripts.
  var word: String {
    switch self {
    case .notAsked: "notAsked"
    case .notReached: "notReached"
    case .found: "asked"
    }
  }

  /// What the timeline does not know; nil where it knows everything.
  var gap: String? {
    switch self {
    case .notAsked: "The broker was not asked, for AMQP_URL is not set: what is parked now is not known."
    case .notReached(let sentence): "The broker was not reached: what is parked now is not known. \(sentence)"
    case .found: nil
    }
  }
}
