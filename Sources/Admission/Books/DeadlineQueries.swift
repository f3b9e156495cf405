public import Foundation
public import QueueContracts

/// The store's queries and notes by which several intake processes share the watch over deadlines.
public protocol DeadlineQueries: Sendable {
  /// Makes a process the only watcher of the deadlines, or lets it stay the watcher.
  ///
  /// Time is measured by the store's clock, so the clocks of the machines need not agree. A single watcher saves work.
  /// Even with several watchers, ``claim(_:at:publishedBefore:)`` keeps two processes from publishing the same notice.
  ///
  /// - Parameters:
  ///   - holder: an identifier of the process, the same for as long as the process runs.
  ///   - seconds: how long the process stays the watcher if it does not ask again.
  /// - Returns: false if another process is the watcher.
  /// - Throws: the store's error.
  func becomeWatcher(holder: UUID, seconds: Int) async throws -> Bool

  /// Counts the applications, received or in processing, whose answer is late or due soon.
  ///
  /// - Parameters:
  ///   - time: the present moment; an answer that was due earlier is late.
  ///   - soonSeconds: the number of seconds after `time` within which an answer is due soon.
  /// - Returns: the number of late applications, and the number of those that are due soon.
  /// - Throws: the store's error.
  func lateness(at time: Timestamp, soonSeconds: Int64) async throws -> Lateness

  /// Late applications, received or in processing, whose notice has to be published, sorted by `dueBy`, then id.
  ///
  /// The notice was never published, or it was published before `publishedBefore` and is not known to be handled.
  func lateWithoutNotice(at time: Timestamp, publishedBefore: Timestamp, limit: Int) async throws -> [ApplicationID]

  /// Notes that the caller is about to publish these notices.
  ///
  /// If several processes claim a notice at once, one of them gets it.
  ///
  /// - Parameters:
  ///   - notices: the notices that the caller wants to publish.
  ///   - time: the present moment.
  ///   - publishedBefore: the same moment as in the call of ``lateWithoutNotice(at:publishedBefore:limit:)``.
  /// - Returns: the applications whose notices the caller must publish.
  /// - Throws: the store's error.
  func claim(
    _ notices: [OverdueNotice], at time: Timestamp, publishedBefore: Timestamp
  ) async throws -> Set<ApplicationID>

  /// Reads a worker's inbox, and notes permanently which notices the worker has handled.
  ///
  /// - Parameters:
  ///   - worker: the name of the worker's inbox.
  ///   - publishedBefore: a moment; notices that were published later are left for a later call.
  /// - Throws: the store's error.
  func noteHandled(by worker: String, publishedBefore: Timestamp) async throws
}

/// The numbers of late applications and of applications that are due soon, among those without an answer.
public struct Lateness: Sendable, Equatable {
  /// The number of applications whose deadline has passed.
  public let late: Int
  /// The number of applications whose deadline passes soon.
  public let dueSoon: Int

  /// Creates the numbers.
  public init(late: Int, dueSoon: Int) {
    self.late = late
    self.dueSoon = dueSoon
  }
}

/// The notice that an application's deadline has passed.
public struct OverdueNotice: Sendable, Equatable, Codable {
  /// The application that is late.
  public let application: ApplicationID
  /// The identifier of the notice's message.
  public let message: MessageID

  /// Creates a notice.
  public init(application: ApplicationID, message: MessageID) {
    self.application = application
    self.message = message
  }
}
