import Admission
import QueueContracts
import Synchronization

/// Bounds how many applications of one applicant are judged within an hour (`APPLICANT_HOURLY_LIMIT`), by all processes
/// together; further ones wait in a retry queue.
final class ApplicantQuota: Sendable {
  private static let spanSeconds: Int64 = 3600
  /// The number of applicants that are remembered; one that is not remembered costs look-ups, and no more.
  private static let memoryLimit = 10_000

  private let hourlyLimit: Int
  /// The time at which an applicant's next turn is free, by the register.
  ///
  /// With it, an application that waits needs no new look-up each time it comes.
  private let nextTurns = Mutex<[ApplicantKey: Timestamp]>([:])

  /// Creates a quota of which nothing is known to be spent.
  ///
  /// - Parameter hourlyLimit: the number of applications; 0 for any number.
  init(hourlyLimit: Int) { self.hourlyLimit = hourlyLimit }

  /// Adds the keys of the turns that count at this time.
  func addKeys(of applicant: @autoclosure () -> ApplicantKey, at time: Timestamp, to keys: inout Ledger.Keys) {
    guard hourlyLimit > 0 else { return }
    let applicant = applicant()
    keys.turns[applicant] = min(keys.turns[applicant] ?? time, Self.start(of: time))
  }

  /// True if the register has said that this applicant has no turn before a later time.
  func isKnownToBeSpent(for applicant: @autoclosure () -> ApplicantKey, at time: Timestamp) -> Bool {
    guard hourlyLimit > 0 else { return false }
    let applicant = applicant()
    return nextTurns.withLock { $0[applicant] }.map { $0 > time } ?? false
  }

  /// Takes a turn in the register.
  ///
  /// - Returns: false if no turn is free.
  func takeTurn(
    of applicant: @autoclosure () -> ApplicantKey, for id: ApplicationID, at time: Timestamp, in ledger: inout Ledger
  ) -> Bool {
    guard hourlyLimit > 0 else { return true }
    let applicant = applicant()
    let start = Self.start(of: time)
    guard ledger.turns[applicant, default: []].count(where: { $0 > start }) < hourlyLimit else {
      // Turns of this batch are left out: they are not in the register before it is committed.
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
