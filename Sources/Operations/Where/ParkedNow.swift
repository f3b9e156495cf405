import QueueContracts
import RabbitBroker
import WorkerRuntime

/// The broker's answer about an application's messages in the parked queues.
///
/// Retry queues are never looked into. A look would put messages back behind newer messages, and so delay them by up to
/// a whole step of the retry ladder. The delivery events tell which messages wait in retry queues.
public enum ParkedNow: Sendable {
  /// The broker was not asked, because `AMQP_URL` is not set.
  case notAsked
  /// The broker was not reached, for the reason in this sentence.
  case notReached(String)
  /// The application's parked messages, for each work queue the number of messages that were not looked at, and a
  /// sentence that says what is not known about the schools' own queues.
  case found([ParkedMessage], notLookedAt: [String: Int], schoolsCaveat: String? = nil)

  /// The most messages of a queue that are looked at.
  ///
  /// A look takes the messages out of the queue and then puts them back, so their number is limited.
  private static let limit = 1000

  /// - Throws: ``OperationFailure`` if `AMQP_URL` cannot be used.
  public static func of(_ application: ApplicationID, _ settings: Settings) async throws -> ParkedNow {
    guard settings.text("AMQP_URL") != nil else { return .notAsked }
    let admin = try Connections.admin(settings)
    let queues = try await queues(settings)
    do throws(BrokerError) {
      return .found(try await ParkedSurvey(queues, admin, limit: limit) { $0.application == application })
    } catch {
      guard error.code != .misconfigured else { throw OperationFailure.badInput(error.sentence) }
      return .notReached(error.sentence)
    }
  }

  /// The queues to look at; if the management API's address cannot be used, those of the system alone.
  private static func queues(_ settings: Settings) async throws -> ParkedQueues {
    do {
      return try await ParkedQueues.now(settings)
    } catch let error as SettingsError {
      return ParkedQueues(withoutSchools: "\(error)")
    }
  }

  /// What a survey has found, when only the messages of the application were chosen.
  private static func found(_ survey: ParkedSurvey) -> ParkedNow {
    .found(survey.messages, notLookedAt: survey.notLookedAt, schoolsCaveat: survey.schoolsCaveat)
  }

  /// The application's parked messages; empty if they are not known.
  public var messages: [ParkedMessage] {
    if case .found(let messages, _, _) = self { messages } else { [] }
  }

  /// The case as one word for scripts.
  public var word: String {
    switch self {
    case .notAsked: "notAsked"
    case .notReached: "notReached"
    case .found: "asked"
    }
  }

  /// A sentence that says what the timeline does not know; nil if the timeline knows everything.
  public var caveat: String? {
    switch self {
    case .notAsked: "The broker was not asked, for AMQP_URL is not set: what is parked now is not known."
    case .notReached(let sentence): "The broker was not reached: what is parked now is not known. \(sentence)"
    case .found(_, let notLookedAt, let schoolsCaveat):
      [Self.sentence(notLookedAt), schoolsCaveat].compactMap { $0 }.joined(separator: " ").nilIfEmpty
    }
  }

  private static func sentence(_ notLookedAt: [String: Int]) -> String? {
    guard !notLookedAt.isEmpty else { return nil }
    let others = notLookedAt.sorted { $0.key < $1.key }.map {
      "\($0.value.counted("other")) of \(ParkedMessage.parkedQueue(of: $0.key))"
    }
    return
      "Only the first \(limit) messages of a parked queue are looked at, and fewer if they are large: whether more of this"
      + " application are among the \(others.joined(separator: " and the ")) is not known; parked list --limit looks further."
  }
}

extension String {
  fileprivate var nilIfEmpty: String? { isEmpty ? nil : self }
}
