import Admission
import QueueContracts
import WorkerRuntime

/// The schools, with how fast they answer and how many of their answers are late.
public struct SchoolsReport: Encodable, Sendable {
  /// The schools: first those with the most late answers, then the slowest.
  public let schools: [SchoolCount]

  /// Counts in the store the applications that were submitted in a period, and all applications whose answer is late.
  ///
  /// - Parameters:
  ///   - time: the period of submission.
  ///   - records: the workers' store.
  ///   - now: the current time; an answer is late if it was due before this time.
  /// - Throws: ``OperationFailure`` if the store does not answer.
  public init(submitted time: Range<Timestamp>, in records: any Records, now: Timestamp) async throws {
    let counts = try await Connections.asking { try await records.schoolCounts(submitted: time, lateAt: now) }
    schools = counts.sorted { left, right in
      (right.late, right.medianSeconds ?? 0, left.school) < (left.late, left.medianSeconds ?? 0, right.school)
    }
  }
}
