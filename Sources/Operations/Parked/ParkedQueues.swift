import QueueContracts
import WorkerRuntime

/// The queues whose parked messages can be looked at, with the schools' own queues as far as they are known.
public struct ParkedQueues: Sendable, Equatable {
  /// The maximum number of schools' own queues that are looked at.
  static let schoolLimit = 200

  /// The names of the work queues, of `admission.unrouted`, and of the schools' own queues that have parked messages.
  public let names: [String]
  /// A sentence that says what is not known about the schools' own queues; nil if everything is known.
  public let caveat: String?

  /// Asks the management API, because AMQP cannot list queues.
  ///
  /// A school's own queue is among the names if the API says that its parked queue is not empty. The API's numbers are
  /// some seconds old.
  ///
  /// - Throws: `SettingsError` or ``OperationFailure`` if a configuration key cannot be used. If the API does not
  ///   answer, ``caveat`` says so, and nothing is thrown.
  public static func now(_ settings: Settings) async throws -> ParkedQueues {
    guard let management = try Connections.management(settings) else {
      return ParkedQueues(
        names: ParkedFilter.allQueues,
        caveat: "Schools' own queues are not looked at, for RABBITMQ_MANAGEMENT_URL is not set.")
    }
    do {
      return ParkedQueues(among: Array(try await management.queues().values))
    } catch let failure as OperationFailure {
      return ParkedQueues(withoutSchools: failure.sentence)
    }
  }

  /// Chooses queues from the list of the management API.
  init(among queues: [ManagedQueue]) {
    let own = queues.filter { QueueName.isParked($0.name) && $0.ready != 0 }
      .map { QueueName.work(of: $0.name) }.filter(QueueName.isSchool).sorted()
    names = ParkedFilter.allQueues + own.prefix(Self.schoolLimit)
    caveat =
      own.count > Self.schoolLimit
      ? "Not looked at: the parked queues of \(own.count - Self.schoolLimit) more schools." : nil
  }

  /// The queues of the system; the sentence says why the schools' own queues are not known.
  init(withoutSchools sentence: String) {
    self.init(names: ParkedFilter.allQueues, caveat: "Schools' own queues are not looked at: \(sentence)")
  }

  private init(names: [String], caveat: String?) {
    self.names = names
    self.caveat = caveat
  }
}
