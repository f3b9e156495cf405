public import Foundation
public import QueueContracts

/// The questions and notes of the watch over deadlines, by which many processes watch as one.
public protocol DeadlineQueries: Sendable {
  /// Takes the turn to watch, or keeps it.
  ///
  /// The store's clock alone counts, so that the clocks of the machines need not agree. The turn only saves work: that
  /// each notice is sent once is the promise of ``claim(_:at:publishedBefore:)``.
  ///
  /// - Parameters:
  ///   - holder: the process that asks, by the same identifier for as long as it runs.
  ///   - seconds: how long the turn lasts if the holder does not ask again.
  /// - Returns: false if another process has the turn.
  /// - Throws: the store's error.
  func takeWatch(holder: UUID, seconds: Int) async throws -> Bool

  /// Counts the applications, received or in processing, whose answer is late or will be soon.
  ///
  /// - Parameters:
  ///   - time: the moment by which an answer is late.
  ///   - soonSeconds: how far ahead of it `dueSoon` looks.
  /// - Returns: both numbers.
  /// - Throws: the store's error.
  func lateness(at time: Timestamp, soonSeconds: Int64) async throws -> Lateness

  /// Late applications, received or in processing, whose notice has to be published, by `dueBy`, then id.
  ///
  /// Their notice was never published, or it was published before a moment and is not known to have been handled.
  func lateNotTold(at time: Timestamp, publishedBefore: Timestamp, limit: Int) async throws -> [ApplicationID]

  /// Notes, before they are published, that these notices are published now.
  ///
  /// If several processes call it at once, each notice goes to one of them.
  ///
  /// - Parameters:
  ///   - notices: the notices that the caller wants to publish.
  ///   - time: the present moment.
  ///   - publishedBefore: the moment that ``lateNotTold(at:publishedBefore:limit:)`` was asked with.
  /// - Returns: the applications whose notice is the caller's to publish.
  /// - Throws: the store's error.
  func claim(
    _ notices: [OverdueNotice], at time: Timestamp, publishedBefore: Timestamp
  ) async throws -> Set<ApplicationID>

  /// Notes for ever which notices a worker has handled, as its inbox says.
  ///
  /// - Parameters:
  ///   - worker: the name of the worker's inbox.
  ///   - publishedBefore: a moment; notices that were published later are left for another time.
  /// - Throws: the store's error.
  func noteHandled(by worker: String, publishedBefore: Timestamp) async throws
}

/// The numbers of applications without an end that are late, or will be soon.
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
  /// The identifier of the message that says so.
  public let message: MessageID

  /// Creates a notice.
  public init(application: ApplicationID, message: MessageID) {
    self.application = application
    self.message = message
  }
}
