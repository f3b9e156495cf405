public import Foundation
public import QueueContracts

/// The portal's side of the service history: takes the entries that NotifyWorker posts, and follows applications
/// (contract 4.8).
///
/// The workers answer a portal only by NotifyWorker's PUT requests: the portal has no queue. In the handler of
/// `PUT /service-history/{recipientIin}/entries/{entryId}`, call ``take(_:recipient:entry:)`` and answer with the
/// status that it returns.
public actor ServiceHistory {
  /// The status that answers the PUT.
  public enum Answer: Int, Sendable {
    /// The entry is new and has been stored.
    case created = 201
    /// The entry was stored before; posting it again changes nothing.
    case known = 409
    /// The body is not an entry of the contract, or the address names another entry or recipient than the body.
    ///
    /// NotifyWorker then parks the message from which it made the entry.
    case unreadable = 400
  }

  private let storage: any HistoryStorage
  private struct Follower {
    let continuation: AsyncStream<HistoryEntry>.Continuation
    /// The entries that came while the storage was read; nil after the storage has been read.
    var early: [HistoryEntry]? = []
  }

  private var followers: [ApplicationID: [Int: Follower]] = [:]
  private var lastFollower = 0

  /// Creates a history over the portal's storage.
  public init(_ storage: any HistoryStorage) { self.storage = storage }

  /// Takes an entry.
  ///
  /// - Parameters:
  ///   - body: the body of the PUT.
  ///   - recipient: the recipient's IIN in the address.
  ///   - entry: the entry's id in the address.
  /// - Returns: the status to answer with.
  /// - Throws: the storage's error; answer 503 then, and NotifyWorker sends the entry again.
  public func take(_ body: Data, recipient: String, entry: String) async throws -> Answer {
    guard let read = try? WireCodec.decode(HistoryEntry.self, from: body), read.recipientIin == recipient,
      read.entryId == MessageID(entry)
    else { return .unreadable }
    guard try await storage.keep(read) else { return .known }
    tell(read)
    return .created
  }

  /// The entries that a citizen reads about an application, sorted by `occurredAt`, then by `step`.
  public func entries(of application: ApplicationID) async throws -> [HistoryEntry] {
    try await storage.entries(of: application).inOrder
  }

  /// The application's latest final entry, or its latest entry if none is final; nil if it has no entry.
  ///
  /// This entry tells the citizen how the application stands.
  public func standing(of application: ApplicationID) async throws -> HistoryEntry? {
    try await storage.entries(of: application).standing
  }

  /// The stored entries of an application, then each new entry, until the task that reads the stream is cancelled.
  ///
  /// Another entry may follow a final one: a family can give a place back, and a school can correct its decision. The
  /// stream keeps the newest 100 entries that were not read yet; ``entries(of:)`` has all entries.
  public func updates(of application: ApplicationID) async throws -> AsyncStream<HistoryEntry> {
    lastFollower += 1
    let number = lastFollower
    let (stream, continuation) = AsyncStream.makeStream(of: HistoryEntry.self, bufferingPolicy: .bufferingNewest(100))
    continuation.onTermination = { [weak self] _ in Task { await self?.unfollow(application, number) } }
    followers[application, default: [:]][number] = Follower(continuation: continuation)
    do {
      let known = try await entries(of: application)
      let early = followers[application]?[number]?.early ?? []
      followers[application]?[number]?.early = nil
      let ids = Set(known.map(\.entryId))
      for entry in known + early.filter({ !ids.contains($0.entryId) }) { continuation.yield(entry) }
    } catch {
      continuation.finish()
      throw error
    }
    return stream
  }

  private func tell(_ entry: HistoryEntry) {
    for (number, follower) in followers[entry.applicationId, default: [:]] {
      if follower.early == nil {
        follower.continuation.yield(entry)
      } else {
        followers[entry.applicationId]?[number]?.early?.append(entry)
      }
    }
  }

  private func unfollow(_ application: ApplicationID, _ number: Int) {
    followers[application]?[number] = nil
    if followers[application]?.isEmpty ?? false { followers[application] = nil }
  }
}
