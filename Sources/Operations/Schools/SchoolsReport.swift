import Admission
import QueueContracts
import WorkerRuntime

/// The schools, with how fast they answer and how many of their answers are late.
public struct SchoolsReport: Encodable, Sendable {
  /// One school; the report names no person.
  public struct School: Encodable, Sendable, Equatable {
    /// The BIN, as the form writes it.
    public let school: String
    /// The number of applications, submitted in the given period, that wait for the school's decision.
    public let waiting: Int
    /// The number of applications, submitted at any time, whose answer is late.
    public let late: Int
    /// The earliest time by which a late answer was due; nil if no answer is late.
    public let lateSince: Timestamp?
    /// The number of applications, submitted in the given period, that the school has decided.
    public let answered: Int
    /// The number of decided applications whose first decision came too late.
    public let answeredLate: Int
    /// The median of the seconds from submission to first decision; nil if no application is decided.
    public let medianSeconds: Int64?
    /// The longest time from submission to first decision, in seconds; nil if no application is decided.
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

  /// Counts in the store the applications that were submitted in a period, and all applications whose answer is late.
  ///
  /// - Parameters:
  ///   - time: the period of submission.
  ///   - records: the workers' store.
  ///   - now: the current time; an answer is late if it was due before this time.
  /// - Throws: ``OperationFailure`` if the store does not answer.
  public init(submitted time: Range<Timestamp>, in records: any Records, now: Timestamp) async throws {
    let counts = try await Connections.asking { try await records.schoolCounts(submitted: time, lateAt: now) }
    schools = counts.map(School.init).sorted { left, right in
      (right.late, right.medianSeconds ?? 0, left.school) < (left.late, left.medianSeconds ?? 0, right.school)
    }
  }
}
