import Admission
import QueueContracts

/// Applications that are received or in processing, sorted by when their answer is due.
public struct OverdueList: Sendable {
  /// One application; names no person.
  public struct Item: Encodable, Equatable, Sendable {
    /// Its id.
    public let applicationId: ApplicationID
    /// Its number, which the family knows.
    public let number: ApplicationNumber
    /// The service that is applied for.
    public let service: Service
    /// `received` if it waits, or is parked, before it is judged.
    public let state: String
    /// The BIN of the school that is applied to.
    public let school: String
    /// When the family sent it.
    public let submittedAt: Timestamp
    /// The time by which the answer is due.
    public let dueBy: Timestamp
    /// True if the answer is late, false if it is due soon.
    public let isLate: Bool
  }

  /// The applications, sorted by when their answer is due.
  public let applications: [Item]

  /// Reads the applications without an answer, page by page.
  ///
  /// - Parameters:
  ///   - records: the workers' store.
  ///   - now: the current time; an answer that was due before it is late.
  ///   - time: the end of the list; an application whose answer is due before it is listed.
  ///   - pageLength: the number of applications that are read at once.
  /// - Throws: `StoreError` if the store does not answer.
  public init(_ records: any Records, now: Timestamp, before time: Timestamp, pageLength: Int = 500) async throws {
    var applications: [Item] = []
    var last: ApplicationRecord?
    repeat {
      let page = try await records.unanswered(dueBefore: time, after: last, limit: pageLength)
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
