public import QueueContracts

/// Queries of the whole register and history, to watch deadlines and to balance the books.
///
/// A query with `after` and `limit` gives its rows page by page: each call gives at most `limit` rows after the last
/// row of the previous page, so no call holds up the store for long.
public protocol RegisterQueries: Sendable {
  /// The application in the register; nil if it is unknown.
  func application(_ id: ApplicationID) async throws -> ApplicationRecord?

  /// The ids of the applications with this number, sorted.
  ///
  /// There is no index of numbers, so every application is read. Call this only for a person's query.
  func applications(numbered number: ApplicationNumber) async throws -> [ApplicationID]

  /// The deregistration slip that the application has; nil if it has none.
  ///
  /// A slip is free again when its application ends without a place. If a later application is then accepted with the
  /// slip, the earlier application no longer has it.
  func slip(of application: ApplicationID) async throws -> SlipKey?

  /// The citizen's service history by `occurredAt`, then `step`; empty for an unknown IIN.
  func history(recipientIin: String) async throws -> [HistoryEntry]

  /// The history's entries of one application, by `occurredAt`, then `step`.
  func entries(of application: ApplicationID) async throws -> [HistoryEntry]

  /// The history's entries with these ids, by `occurredAt`, then `step`; unknown ids are skipped.
  func entries(_ ids: [MessageID]) async throws -> [HistoryEntry]

  /// Applications that are received or in processing and due before a moment, by `dueBy`, then id.
  func unanswered(
    dueBefore time: Timestamp, after last: ApplicationRecord?, limit: Int
  ) async throws -> [ApplicationRecord]

  /// Applications that were submitted in a time span, by `submittedAt`, then id.
  func applications(
    submitted time: Range<Timestamp>, after last: ApplicationRecord?, limit: Int
  ) async throws -> [ApplicationRecord]

  /// The history's entries of these applications, in no particular order.
  func entries(of applications: [ApplicationID]) async throws -> [HistoryEntry]

  /// The sorted ids of applications that have history entries in a time span but no row in the register.
  func unregistered(occurred time: Range<Timestamp>) async throws -> [ApplicationID]

  /// The judgements of these applications, in no particular order.
  ///
  /// An application has no judgement if an older version judged it, or if it is not judged yet.
  func judgements(of applications: [ApplicationID]) async throws -> [Judgement]

  /// The arrival numbers of a year, one count for each school that has given such numbers.
  func arrivals(year: Int) async throws -> [ArrivalCount]

  /// Counts each school's applications, decided and undecided.
  ///
  /// The counts are in no particular order. A school for which nothing is counted is left out.
  ///
  /// - Parameters:
  ///   - time: the time span in which the counted applications were submitted; it does not limit the late ones.
  ///   - now: the present moment. An undecided application is late if its answer was due before this moment.
  /// - Returns: one count for each school.
  /// - Throws: an error of the store if it does not answer.
  func schoolCounts(submitted time: Range<Timestamp>, lateAt now: Timestamp) async throws -> [SchoolCount]
}

/// The arrival numbers of one school and year.
public struct ArrivalCount: Sendable, Equatable {
  /// The school and the year.
  public let schoolYear: SchoolYear
  /// The arrival number that was given last.
  public let last: Int
  /// The number of applications that have an arrival number; no two applications share a number.
  public let count: Int
  /// The highest arrival number of an application; 0 if no application has one.
  public let highest: Int

  /// Creates the count of a school and year.
  public init(schoolYear: SchoolYear, last: Int, count: Int, highest: Int) {
    self.schoolYear = schoolYear
    self.last = last
    self.count = count
    self.highest = highest
  }

  /// True if each number from 1 to ``last`` belongs to one application.
  public var hasNoGaps: Bool { last == count && last == highest }
}
