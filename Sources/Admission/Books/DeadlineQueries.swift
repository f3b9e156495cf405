public import Foundation
public import QueueContracts

/// What the watch over deadlines asks and remembers, so that many processes watch like one.
public protocol DeadlineQueries: Sendable {
  /// Takes the turn to watch, or keeps it.
  ///
  /// The store's clock alone counts, so that it is no matter whether the clocks of the machines agree. The turn saves
  /// work; that each notice is sent once is the promise of ``claim(_:at:publishedBefore:)``.
  ///
  /// - Parameters:
  ///   - holder: who asks, the same for as long as the process runs.
  ///   - seconds: how long the turn lasts, if the holder does not ask again.
  /// - Returns: false if somebody else has it.
  func takeWatch(holder: UUID, seconds: Int) async throws -> Bool

  /// Counts the applications, received or in processing, whose answer is late or will be soon.
  ///
  /// - Parameter soonSeconds: how far ahead `dueSoon` looks.
  func lateness(at time: Timestamp, soonSeconds: Int64) async throws -> Lateness

  /// Late applications, received or in processing, whose notice has to be published, by `dueBy`, then id.
  ///
  /// Their notice was never published, or it was published before a moment and is not known to have been handled.
  func lateNotTold(at time: Timestamp, publishedBefore: Timestamp, limit: Int) async throws -> [ApplicationID]

  /// Notes, before they are published, that these notices are published now.
  ///
  /// Of several callers at once each notice goes to one.
  ///
  /// - Parameter publishedBefore: as ``lateNotTold(at:publishedBefore:limit:)`` was asked.
  /// - Returns: the applications whose notice is the caller's to publish.
  func claim(
    _ notices: [OverdueNotice], at time: Timestamp, publishedBefore: Timestamp
  ) async throws -> Set<ApplicationID>

  /// Notes for ever which notices a worker has handled, as its inbox says.
  ///
  /// - Parameter publishedBefore: notices that were published later are left for another time.
  func noteHandled(by worker: String, publishedBefore: Timestamp) async throws
}

/// How many applications without an end are late, and how many will be soon.
public struct Lateness: Sendable, Equatable {
  public let late: Int
  public let dueSoon: Int

  public init(late: Int, dueSoon: Int) {
    self.late = late
    self.dueSoon = dueSoon
  }
}

/// The message that says that an application's deadline has passed.
public struct OverdueNotice: Sendable, Equatable, Codable {
  public let application: ApplicationID
  public let message: MessageID

  public init(application: ApplicationID, message: MessageID) {
    self.application = application
    self.message = message
  }
}
