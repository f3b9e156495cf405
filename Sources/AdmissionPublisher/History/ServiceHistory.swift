public import Foundation
public import QueueContracts

/// The portal's side of the service history: takes what NotifyWorker posts, and follows an application (contract 4.8).
///
/// The workers answer a portal here and nowhere else: no queue is the portal's. Let the handler of
/// `PUT /service-history/{recipientIin}/entries/{entryId}` call ``take(_:recipient:entry:)`` and answer the status.
public actor ServiceHistory {
  /// What the PUT is answered with.
  public enum Answer: Int, Sendable {
    /// Kept now.
    case created = 201
    /// Kept before: posted once, however often it comes.
    case known = 409
    /// No entry of the contract, or another one than its address says. NotifyWorker parks it for a person.
    case unreadable = 400
  }

  private let storage: any HistoryStorage
  private struct Follower {
    let continuation: AsyncStream<HistoryEntry>.Continuation
    /// What came while the storage was read; nil since then.
    var early: [HistoryEntry]? = []
  }

  private var followers: [ApplicationID: [Int: Follower]] = [:]
  private var lastFollower = 0

  public init(_ storage: any HistoryStorage) { self.storage = storage }

  /// Takes an entry.
  ///
  /// - Parameters:
  ///   - body: the body of the PUT.
  ///   - recipient: the recipient's IIN in its address.
  ///   - entry: the entry's id in its address.
  /// - Throws: what the storage throws; answer 503 then, and the entry comes again.
  public func take(_ body: Data, recipient: String, entry: String) async throws -> Answer {
    guard let read = try? WireCodec.decode(HistoryEntry.self, from: body), read.recipientIin == recipient,
      read.entryId == MessageID(entry)
    else { return .unreadable }
    guard try await storage.keep(read) else { return .known }
    tell(read)
    return .created
  }

  /// What a citizen reads of an application, by the time of the events, then by step.
  public func entries(of application: ApplicationID) async throws -> [HistoryEntry] {
    try await storage.entries(of: application).sorted {
      ($0.occurredAt, $0.step.rawValue) < ($1.occurredAt, $1.step.rawValue)
    }
  }

  /// Where an application stands: its latest final entry, else its latest; nil if there is none yet.
  public func standing(of application: ApplicationID) async throws -> HistoryEntry? {
    let entries = try await entries(of: application)
    return entries.last { $0.status == .completed } ?? entries.last
  }

  /// The entries of an application that are kept, then each as it comes, until the task that reads them is cancelled.
  ///
  /// An answer may be followed by another one: a place can be given back, and a school corrects itself. A reader that is
  /// too slow misses the oldest of more than a hundred; ``entries(of:)`` has them all.
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
