import ArgumentParser
import Operations
import QueueContracts
import WorkerRuntime

/// Chooses the parked messages that a command is about.
struct ParkedSelection: ParsableArguments {
  @Argument(help: "Ids of messages. (default: all that match the options)")
  var ids: [String] = []

  @Option(
    help: ArgumentHelp(
      "The queue that the messages were parked from, such as admission.intake, or intake; admission.unrouted; or a school's own queue, such as admission.schools.950341000052. (default: all but the schools' own)"
    ))
  var queue: String?

  @Option(help: "Only messages that were parked for this reason, such as school.unknown.")
  var reason: String?

  @Option(help: "Only messages about this application: its number (with STORE_URL), or its id, a UUID.")
  var application: String?

  @Option(help: "The number of messages that are read from a queue, 1 to 65535.")
  var limit = 1000

  func validate() throws {
    do throws(OperationFailure) {
      _ = try filter(for: nil)
    } catch {
      throw ValidationError(error.sentence)
    }
  }

  /// The work queues of the chosen messages; `admission.unrouted` counts as a work queue.
  var queues: [String] { ParkedFilter.queues(named: queue) }

  func filter(_ settings: Settings) async throws -> ParkedFilter {
    try filter(for: try await applicationID(settings))
  }

  private func filter(for application: ApplicationID?) throws(OperationFailure) -> ParkedFilter {
    try ParkedFilter(ids: ids, queue: queue, reason: reason, application: application, limit: limit)
  }

  /// Finds the id of the application that the command names.
  ///
  /// The store is asked only if the application is named by its number. So an application that the store does not have
  /// can still be named by its id.
  private func applicationID(_ settings: Settings) async throws -> ApplicationID? {
    guard let application else { return nil }
    let name = try ApplicationName(application)
    if case .id(let id) = name { return id }
    return try await name.id(in: try await Connections.records(settings))
  }

  /// Reads the chosen messages and leaves them in their queues.
  func look(_ settings: Settings, withBodies: Bool) async throws -> [ParkedMessage] {
    try await ParkedReader(Connections.admin(settings)).messages(try await filter(settings), withBodies: withBodies)
  }
}
