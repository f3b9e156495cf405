import Admission
import QueueContracts
import WorkerRuntime

/// How fast schools answer, and which of them are late.
public struct SchoolsReport: Encodable, Sendable {
  /// One school; the report names no person.
  public struct School: Encodable, Sendable, Equatable {
    /// The BIN, as the form writes it.
    public let school: String
    /// The number of applications of the time that wait for the school's decision.
    public let waiting: Int
    /// The number of applications of any time whose answer is late.
    public let late: Int
    /// The time by which the longest late answer was due; nil if none is late.
    public let lateSince: Timestamp?
    /// The number of applications of the time that the school has decided.
    public let answered: Int
    /// The number of those that were decided after the time by which the answer was due.
    public let answeredLate: Int
    /// The median of the seconds from submission to decision; nil if none is decided.
    public let medianSeconds: Int64?
    /// The longest time from submission to decision, in seconds; nil if none is decided.
    public let slowestSeconds: Int64?

    init(_ count: SchoolCount) {
      school = count.school
      waiting = count.waiting
      late = count.late
      lateSince = count.lateSince
      answered = count.answered
      answeredLate = count.answeredLate
      medianSeconds = count.medianSeconds
      slowestSeconds = count.slowestSeconds
    }
  }

  /// The schools: first those with the most late answers, then the slowest.
  public let schools: [School]

  /// Has the store count the applications of a time, and the late ones of any time.
  ///
  /// - Parameters:
  ///   - time: the time of submission.
  ///   - records: the workers' store.
  ///   - now: an answer that was due before this time is late.
  /// - Throws: ``OperationFailure`` if the store does not answer.
  public init(submitted time: Range<Timestamp>, in records: any Records, now: Timestamp) async throws {
    let counts = try await Connections.asking { try await records.schoolCounts(submitted: time, lateAt: now) }
    schools = counts.map(School.init).sorted { left, right in
      (right.late, right.medianSeconds ?? 0, left.school) < (left.late, left.medianSeconds ?? 0, right.school)
    }
  }
}
