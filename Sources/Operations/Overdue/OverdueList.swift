import Admission
import QueueContracts

/// The applications without an answer, sorted by the time by which the answer is due.
public struct OverdueList: Sendable {
  /// One application; the item names no person.
  public struct Item: Encodable, Equatable, Sendable {
    /// The application's id.
    public let applicationId: ApplicationID
    /// The application's number, which the family knows.
    public let number: ApplicationNumber
    /// The service that is applied for.
    public let service: Service
    /// The application's state: `received` if it is not judged yet, because its message waits or is parked.
    public let state: String
    /// The BIN of the school that is applied to.
    public let school: String
    /// The time at which the family applied.
    public let submittedAt: Timestamp
    /// The time by which the answer is due.
    public let dueBy: Timestamp
    /// True if the answer is late, false if it is due soon.
    public let isLate: Bool
  }

  /// The applications, sorted by the time by which the answer is due.
  public let applications: [Item]

  /// Reads the applications without an answer, page by page.
  ///
  /// - Parameters:
  ///   - records: the workers' store.
  ///   - now: the current time; an answer is late if it was due before this time.
  ///   - time: the end of the list: an application is listed if its answer is due before this time.
  ///   - pageLength: the number of applications that are read at once.
  /// - Throws: ``OperationFailure`` if the store does not answer.
  public init(_ records: any Records, now: Timestamp, before time: Timestamp, pageLength: Int = 500) async throws {
    var applications: [Item] = []
    var last: ApplicationRecord?
    repeat {
      let page = try await Connections.asking { [last] in
        try await records.unanswered(dueBefore: time, after: last, limit: pageLength)
      }
      applications += page.map { record in
        Item(
          applicationId: record.id, number: record.number, service: record.service, state: record.state.rawValue,
          school: record.school.bin, submittedAt: record.submittedAt, dueBy: record.dueBy, isLate: record.dueBy < now)
      }
      last = page.count < pageLength ? nil : page.last
    } while last != nil
    self.applications = applications
  }
}
