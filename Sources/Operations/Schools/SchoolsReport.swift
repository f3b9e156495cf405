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
    public fileprivate(set) var waiting = 0
    /// The number of applications of any time whose answer is late.
    public fileprivate(set) var late = 0
    /// The time by which the longest late answer was due; nil if none is late.
    public fileprivate(set) var lateSince: Timestamp?
    /// The number of applications of the time that the school has decided.
    public fileprivate(set) var answered = 0
    /// The number of those that were decided after the time by which the answer was due.
    public fileprivate(set) var answeredLate = 0
    /// The median of the seconds from submission to decision; nil if none is decided.
    public fileprivate(set) var medianSeconds: Int64?
    /// The longest time from submission to decision, in seconds; nil if none is decided.
    public fileprivate(set) var slowestSeconds: Int64?
  }

  /// The schools: first those with the most late answers, then the slowest.
  public let schools: [School]

  /// Reads the applications of a time, page by page, and the late ones of any time.
  ///
  /// - Parameters:
  ///   - time: the time of submission.
  ///   - records: the workers' store.
  ///   - now: an answer that was due before this time is late.
  ///   - pageLength: the number of applications that are read at once.
  /// - Throws: ``OperationFailure`` if the store does not answer.
  public init(
    submitted time: Range<Timestamp>, in records: any Records, now: Timestamp, pageLength: Int = 500
  ) async throws {
    var schools: [String: School] = [:]
    var spans: [String: [Int64]] = [:]
    var last: ApplicationRecord?
    repeat {
      let page = try await Connections.asking {
        try await records.applications(submitted: time, after: last, limit: pageLength)
      }
      for record in page {
        let bin = record.school.bin
        switch record.state {
        case .inProcessing: schools[bin, default: School(school: bin)].waiting += 1
        case .enrolledBySchool, .refusedBySchool:
          guard let endedAt = record.endedAt else { continue }
          schools[bin, default: School(school: bin)].answered += 1
          if endedAt > record.dueBy { schools[bin]?.answeredLate += 1 }
          spans[bin, default: []].append((endedAt.milliseconds - record.submittedAt.milliseconds) / 1000)
        case .received, .refused, .withdrawn: continue
        }
      }
      last = page.count < pageLength ? nil : page.last
    } while last != nil
    for (bin, seconds) in spans {
      let sorted = seconds.sorted()
      schools[bin]?.medianSeconds = sorted[(sorted.count - 1) / 2]
      schools[bin]?.slowestSeconds = sorted.last
    }
    let overdue = try await Connections.asking { try await OverdueList(records, now: now, before: now) }
    for item in overdue.applications where item.state == ApplicationRecord.State.inProcessing.rawValue {
      var school = schools[item.school] ?? School(school: item.school)
      school.late += 1
      // The item that has been late for longest comes first.
      school.lateSince = school.lateSince ?? item.dueBy
      schools[item.school] = school
    }
    self.schools = schools.values.sorted { left, right in
      (right.late, right.medianSeconds ?? 0, left.school) < (left.late, left.medianSeconds ?? 0, right.school)
    }
  }
}
