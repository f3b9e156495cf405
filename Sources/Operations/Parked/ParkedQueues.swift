import QueueContracts
import WorkerRuntime

/// The queues whose messages are parked somewhere, with the schools' own ones as far as they are known.
public struct ParkedQueues: Sendable, Equatable {
  /// Schools' own queues of which something is looked at, at most.
  static let schoolLimit = 200

  /// Work queues, and the one of unrouted messages.
  public let names: [String]
  /// What is not known of the schools' own queues, in a sentence; nil if everything is.
  public let gap: String?

  /// Asks the management API, for AMQP lists no queues.
  ///
  /// A queue of a school is among them if something waits in its parked queue, as far as the API knows, which is some
  /// seconds behind.
  ///
  /// - Throws: `SettingsError` or ``OperationFailure`` where a key cannot be used; an API that does not answer is a gap.
  public static func now(_ settings: Settings) async throws -> ParkedQueues {
    guard let management = try Connections.management(settings) else {
      return ParkedQueues(
        names: ParkedFilter.allQueues,
        gap: "Schools' own queues are not looked at, for RABBITMQ_MANAGEMENT_URL is not set.")
    }
    do {
      return ParkedQueues(among: Array(try await management.queues().values))
    } catch let failure as OperationFailure {
      return ParkedQueues(
        names: ParkedFilter.allQueues, gap: "Schools' own queues are not looked at: \(failure.sentence)")
    }
  }

  /// Chooses among what the management API lists.
  init(among queues: [ManagedQueue]) {
    let parked = QueueName.parked(of: "")
    let own = queues.filter { $0.name.hasSuffix(parked) && $0.ready != 0 }
      .map { String($0.name.dropLast(parked.count)) }.filter(ParkedFilter.isOfSchool).sorted()
    names = ParkedFilter.allQueues + own.prefix(Self.schoolLimit)
    gap =
      own.count > Self.schoolLimit
      ? "Not looked at: the parked queues of \(own.count - Self.schoolLimit) more schools." : nil
  }

  private init(names: [String], gap: String?) {
    self.names = names
    self.gap = gap
  }
}
