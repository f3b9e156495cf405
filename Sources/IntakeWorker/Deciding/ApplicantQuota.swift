import Admission
import QueueContracts
import Synchronization

/// A rate limit on the applications of one applicant that are judged within an hour (`APPLICANT_HOURLY_LIMIT`).
///
/// The limit holds for all processes together. Each judged application takes one of the applicant's turns; when no turn
/// is free, the applicant's further applications wait in a retry queue.
final class ApplicantQuota: Sendable {
  private static let spanSeconds: Int64 = 3600
  /// The greatest number of applicants in ``nextTurns``.
  ///
  /// If an applicant is missing there, the facts of an application over the quota are looked up each time it comes.
  private static let memoryLimit = 10_000

  private let hourlyLimit: Int
  /// The time at which the next turn of each applicant becomes free, computed from the turns in the store.
  ///
  /// If the time is known, an application over the quota waits at once: no register is asked, and no document is read.
  private let nextTurns = Mutex<[ApplicantKey: Timestamp]>([:])

  /// Creates a quota that remembers no applicant yet.
  ///
  /// - Parameter hourlyLimit: the number of applications of one applicant within an hour; 0 for no limit.
  init(hourlyLimit: Int) { self.hourlyLimit = hourlyLimit }

  /// Adds the applicant to the ledger's keys, so that the applicant's turns of the hour before `time` are loaded.
  func addKeys(of applicant: @autoclosure () -> ApplicantKey, at time: Timestamp, to keys: inout Ledger.Keys) {
    guard hourlyLimit > 0 else { return }
    let applicant = applicant()
    keys.turns[applicant] = min(keys.turns[applicant] ?? time, Self.start(of: time))
  }

  /// True if the applicant's next turn is known to become free later than this time.
  func isKnownToBeSpent(for applicant: @autoclosure () -> ApplicantKey, at time: Timestamp) -> Bool {
    guard hourlyLimit > 0 else { return false }
    let applicant = applicant()
    return nextTurns.withLock { $0[applicant] }.map { $0 > time } ?? false
  }

  /// Takes a turn for an application, if one is free.
  ///
  /// - Returns: false if no turn is free.
  func takeTurn(
    of applicant: @autoclosure () -> ApplicantKey, for id: ApplicationID, at time: Timestamp, in ledger: inout Ledger
  ) -> Bool {
    guard hourlyLimit > 0 else { return true }
    let applicant = applicant()
    let start = Self.start(of: time)
    guard ledger.turns[applicant, default: []].count(where: { $0 > start }) < hourlyLimit else {
      // Only stored turns are noted, because the turns of this batch are not committed yet.
      note(ledger.storedTurns(of: applicant), of: applicant, at: time)
      return false
    }
    ledger.takeTurn(of: applicant, for: id, at: time)
    return true
  }

  private func note(_ turns: [Timestamp], of applicant: ApplicantKey, at time: Timestamp) {
    guard turns.count >= hourlyLimit else { return }
    let next = turns.sorted()[turns.count - hourlyLimit].adding(seconds: Self.spanSeconds)
    nextTurns.withLock { nextTurns in
      if nextTurns.count >= Self.memoryLimit { nextTurns = nextTurns.filter { $0.value > time } }
      if nextTurns.count < Self.memoryLimit { nextTurns[applicant] = next }
    }
  }

  private static func start(of time: Timestamp) -> Timestamp { time.adding(seconds: -spanSeconds) }
}
